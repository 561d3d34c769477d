-- Card counts by age band. The same text serves both databases.

-- Both ages of a band belong to it; without an upper age the band is open. Bands of one area, measure and day do not
-- overlap; the import sees to that. A band may have no residents, unlike an area.
CREATE TABLE card_counts_by_age (
  area              TEXT NOT NULL REFERENCES areas (code),
  measure           TEXT NOT NULL CHECK (measure IN ('held', 'issued')),
  as_of             DATE NOT NULL,
  age_from          BIGINT NOT NULL CHECK (age_from BETWEEN 0 AND 150),
  age_to            BIGINT CHECK (age_to BETWEEN age_from AND 150),
  cards             BIGINT NOT NULL CHECK (cards >= 0),
  population        BIGINT NOT NULL CHECK (population >= 0),
  population_as_of  DATE NOT NULL,
  source            TEXT NOT NULL REFERENCES sources (id),
  sample            BOOLEAN NOT NULL,
  PRIMARY KEY (area, measure, as_of, age_from)
);
