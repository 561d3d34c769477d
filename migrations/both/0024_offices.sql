-- Offices: where they are, when they are open, what is done there; holidays, and the areas of postcodes. The same text
-- serves both databases.

CREATE TABLE offices (
  id                    TEXT NOT NULL PRIMARY KEY,
  name                  TEXT NOT NULL,
  kana                  TEXT NOT NULL,
  name_en               TEXT NOT NULL,
  kind                  TEXT NOT NULL CHECK (kind IN ('main', 'ward', 'branch', 'centre', 'other')),
  area                  TEXT REFERENCES areas (code),
  postcode              TEXT NOT NULL, -- 590-0000; empty if unknown, like every other text
  address               TEXT NOT NULL,
  address_en            TEXT NOT NULL,
  telephone             TEXT NOT NULL,
  latitude              TEXT NOT NULL, -- degrees as they were typed; a number could lose its last digit
  longitude             TEXT NOT NULL,
  map_url               TEXT NOT NULL,
  access                TEXT NOT NULL, -- the nearest station or bus stop
  access_en             TEXT NOT NULL,
  languages             TEXT NOT NULL, -- codes, joined by ;
  facilities            TEXT NOT NULL, -- words, joined by ;
  does_every_procedure  BOOLEAN NOT NULL,
  is_open_on_holidays   BOOLEAN NOT NULL,
  note                  TEXT NOT NULL,
  note_en               TEXT NOT NULL,
  checked_on            DATE,
  source                TEXT NOT NULL REFERENCES sources (id),
  sample                BOOLEAN NOT NULL,
  CHECK ((latitude = '') = (longitude = ''))
);

-- An office without a row here has hours that nobody has entered: they are unknown, not closed.
CREATE TABLE office_hours (
  office       TEXT NOT NULL REFERENCES offices (id),
  position     BIGINT NOT NULL,
  days         TEXT NOT NULL, -- mon-fri, 2sat;4sat
  opens        TEXT NOT NULL, -- 09:00
  closes       TEXT NOT NULL,
  valid_from   DATE,
  valid_until  DATE,
  note         TEXT NOT NULL,
  note_en      TEXT NOT NULL,
  PRIMARY KEY (office, position),
  CHECK (opens < closes)
);

CREATE TABLE office_exceptions (
  office     TEXT NOT NULL REFERENCES offices (id),
  position   BIGINT NOT NULL,
  first_day  DATE NOT NULL,
  last_day   DATE, -- NULL: that day only
  opens      TEXT NOT NULL, -- empty: closed
  closes     TEXT NOT NULL,
  reason     TEXT NOT NULL,
  reason_en  TEXT NOT NULL,
  PRIMARY KEY (office, position),
  CHECK ((opens = '') = (closes = ''))
);

CREATE TABLE office_procedures (
  office        TEXT NOT NULL REFERENCES offices (id),
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  counter       TEXT NOT NULL,
  counter_en    TEXT NOT NULL,
  PRIMARY KEY (office, procedure_id)
);

CREATE TABLE holidays (
  kind     TEXT NOT NULL CHECK (kind IN ('national', 'city')),
  day      DATE NOT NULL,
  name     TEXT NOT NULL,
  name_en  TEXT NOT NULL,
  source   TEXT NOT NULL REFERENCES sources (id),
  PRIMARY KEY (kind, day)
);

CREATE TABLE postcodes (
  postcode  TEXT NOT NULL,
  area      TEXT NOT NULL REFERENCES areas (code),
  town      TEXT NOT NULL, -- 町域
  source    TEXT NOT NULL REFERENCES sources (id),
  PRIMARY KEY (postcode, area)
);
