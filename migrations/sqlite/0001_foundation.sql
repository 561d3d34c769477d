-- The foundation: areas, population, cards, procedures with dated steps, indicators, programme, sources, audit.
-- The twin of this file in the other folder has the same tables and columns.

CREATE TABLE revision (
  id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  number  INTEGER NOT NULL
);
INSERT INTO revision (id, number) VALUES (1, 0);

CREATE TABLE settings (
  name   TEXT NOT NULL PRIMARY KEY,
  value  TEXT NOT NULL
);

CREATE TABLE audit (
  id           INTEGER NOT NULL PRIMARY KEY,
  recorded_at  TEXT NOT NULL, -- RFC 3339, UTC
  actor        TEXT NOT NULL,
  action       TEXT NOT NULL,
  subject      TEXT NOT NULL,
  detail       TEXT NOT NULL,
  revision     INTEGER NOT NULL
);

CREATE TABLE sources (
  id            TEXT NOT NULL PRIMARY KEY,
  title         TEXT NOT NULL,
  title_en      TEXT NOT NULL,
  publisher     TEXT NOT NULL,
  publisher_en  TEXT NOT NULL,
  url           TEXT NOT NULL,
  as_of         DATE,
  licence       TEXT NOT NULL,
  sample        BOOLEAN NOT NULL
);

CREATE TABLE areas (
  code     TEXT NOT NULL PRIMARY KEY,
  name     TEXT NOT NULL,
  kana     TEXT NOT NULL,
  name_en  TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('nation', 'prefecture', 'city', 'ward')),
  parent   TEXT -- a prefecture need not be listed itself, therefore no reference
);

CREATE TABLE boundaries (
  area      TEXT NOT NULL PRIMARY KEY REFERENCES areas (code),
  geometry  TEXT NOT NULL, -- GeoJSON Polygon or MultiPolygon, longitude and latitude
  source    TEXT NOT NULL REFERENCES sources (id)
);

CREATE TABLE population (
  area        TEXT NOT NULL REFERENCES areas (code),
  as_of       DATE NOT NULL,
  population  INTEGER NOT NULL CHECK (population >= 0),
  source      TEXT NOT NULL REFERENCES sources (id),
  sample      BOOLEAN NOT NULL,
  PRIMARY KEY (area, as_of)
);

CREATE TABLE card_counts (
  area              TEXT NOT NULL REFERENCES areas (code),
  measure           TEXT NOT NULL CHECK (measure IN ('held', 'issued')),
  as_of             DATE NOT NULL,
  cards             INTEGER NOT NULL CHECK (cards >= 0),
  population        INTEGER NOT NULL CHECK (population > 0),
  population_as_of  DATE NOT NULL,
  source            TEXT NOT NULL REFERENCES sources (id),
  sample            BOOLEAN NOT NULL,
  PRIMARY KEY (area, measure, as_of)
);

CREATE TABLE departments (
  code        TEXT NOT NULL PRIMARY KEY,
  name        TEXT NOT NULL,
  name_en     TEXT NOT NULL,
  counter     TEXT NOT NULL,
  counter_en  TEXT NOT NULL,
  hours       TEXT NOT NULL,
  hours_en    TEXT NOT NULL,
  phone       TEXT NOT NULL,
  sample      BOOLEAN NOT NULL
);

CREATE TABLE life_events (
  code       TEXT NOT NULL PRIMARY KEY,
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  name_easy  TEXT NOT NULL,
  name_en    TEXT NOT NULL,
  kana       TEXT NOT NULL
);

CREATE TABLE procedure_sets (
  code            TEXT NOT NULL PRIMARY KEY,
  name            TEXT NOT NULL,
  name_en         TEXT NOT NULL,
  description     TEXT NOT NULL,
  description_en  TEXT NOT NULL,
  source          TEXT NOT NULL REFERENCES sources (id)
);

CREATE TABLE procedures (
  id                   TEXT NOT NULL PRIMARY KEY,
  name                 TEXT NOT NULL,
  name_easy            TEXT NOT NULL,
  name_en              TEXT NOT NULL,
  kana                 TEXT NOT NULL,
  summary              TEXT NOT NULL,
  summary_easy         TEXT NOT NULL,
  summary_en           TEXT NOT NULL,
  department           TEXT REFERENCES departments (code),
  legal_basis          TEXT NOT NULL,
  audience             TEXT NOT NULL, -- words joined by ';'
  card_requirement     TEXT CHECK (card_requirement IN ('none', 'identification', 'signature')),
  papers               TEXT NOT NULL, -- one a line
  fee_required         BOOLEAN,
  fee_yen              INTEGER,
  fee_note             TEXT NOT NULL,
  processing           TEXT NOT NULL,
  blockers             TEXT NOT NULL, -- words joined by ';'
  planned_fiscal_year  INTEGER,
  checked_on           DATE,
  source               TEXT NOT NULL REFERENCES sources (id),
  sample               BOOLEAN NOT NULL
);

CREATE TABLE procedure_steps (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  step          TEXT NOT NULL CHECK (step IN ('apply', 'identify', 'attach', 'pay', 'receive')),
  state         TEXT NOT NULL CHECK (state IN ('online', 'counter', 'not_needed')),
  effective_on  DATE NOT NULL,
  recorded_on   DATE NOT NULL,
  PRIMARY KEY (procedure_id, step, effective_on, recorded_on)
);

CREATE TABLE procedure_exclusions (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  excluded      BOOLEAN NOT NULL,
  reason        TEXT NOT NULL,
  effective_on  DATE NOT NULL,
  recorded_on   DATE NOT NULL,
  PRIMARY KEY (procedure_id, effective_on, recorded_on)
);

CREATE TABLE procedure_channels (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  position      INTEGER NOT NULL,
  kind          TEXT NOT NULL
                CHECK (kind IN ('mynaportal', 'city_system', 'eltax', 'other_online', 'mail', 'phone', 'counter')),
  name          TEXT NOT NULL,
  url           TEXT NOT NULL,
  PRIMARY KEY (procedure_id, position)
);

CREATE TABLE procedure_life_events (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  life_event    TEXT NOT NULL REFERENCES life_events (code),
  PRIMARY KEY (procedure_id, life_event)
);

CREATE TABLE procedure_set_members (
  procedure_id   TEXT NOT NULL REFERENCES procedures (id),
  procedure_set  TEXT NOT NULL REFERENCES procedure_sets (code),
  PRIMARY KEY (procedure_id, procedure_set)
);

CREATE TABLE procedure_usage (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  fiscal_year   INTEGER NOT NULL,
  total         INTEGER CHECK (total >= 0),
  online        INTEGER CHECK (online >= 0),
  source        TEXT NOT NULL REFERENCES sources (id),
  sample        BOOLEAN NOT NULL,
  PRIMARY KEY (procedure_id, fiscal_year)
);

CREATE TABLE indicators (
  id             TEXT NOT NULL PRIMARY KEY,
  kind           TEXT NOT NULL CHECK (kind IN ('outcome', 'activity')),
  name           TEXT NOT NULL,
  name_en        TEXT NOT NULL,
  unit           TEXT NOT NULL,
  plan           TEXT NOT NULL,
  formula        TEXT NOT NULL,
  formula_en     TEXT NOT NULL,
  reason         TEXT NOT NULL,
  reason_en      TEXT NOT NULL,
  caveat         TEXT NOT NULL,
  caveat_en      TEXT NOT NULL,
  procedure_set  TEXT REFERENCES procedure_sets (code),
  measure        TEXT CHECK (measure IN ('held', 'issued')),
  source         TEXT NOT NULL REFERENCES sources (id),
  sample         BOOLEAN NOT NULL
);

CREATE TABLE indicator_values (
  id           INTEGER NOT NULL PRIMARY KEY,
  indicator    TEXT NOT NULL REFERENCES indicators (id),
  fiscal_year  INTEGER NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('target', 'baseline', 'actual', 'expected', 'computed')),
  value        REAL NOT NULL,
  measure      TEXT CHECK (measure IN ('held', 'issued')),
  recorded_on  DATE, -- unknown where the source states no day
  note         TEXT NOT NULL,
  source       TEXT NOT NULL REFERENCES sources (id),
  sample       BOOLEAN NOT NULL
);
CREATE UNIQUE INDEX indicator_values_once ON indicator_values
  (indicator, fiscal_year, kind, coalesce(recorded_on, ''));

CREATE TABLE programmes (
  id                TEXT NOT NULL PRIMARY KEY,
  name              TEXT NOT NULL,
  number            TEXT NOT NULL,
  fiscal_year       INTEGER NOT NULL,
  department        TEXT NOT NULL,
  plan              TEXT NOT NULL,
  strategy          TEXT NOT NULL,
  measure           TEXT NOT NULL,
  direction         TEXT NOT NULL,
  served_residents  INTEGER,
  served_staff      INTEGER,
  source            TEXT NOT NULL REFERENCES sources (id)
);

-- Money is in thousand yen, as budget sheets print it.
CREATE TABLE funding (
  programme          TEXT NOT NULL REFERENCES programmes (id),
  fiscal_year        INTEGER NOT NULL,
  stage              TEXT NOT NULL CHECK (stage IN ('settled', 'budget', 'requested')),
  total              INTEGER NOT NULL,
  national_grant     INTEGER NOT NULL,
  prefectural_grant  INTEGER NOT NULL,
  bonds              INTEGER NOT NULL,
  other              INTEGER NOT NULL,
  beneficiary_fees   INTEGER NOT NULL,
  general_fund       INTEGER NOT NULL,
  PRIMARY KEY (programme, fiscal_year, stage),
  CHECK (total = national_grant + prefectural_grant + bonds + other + beneficiary_fees + general_fund)
);

CREATE TABLE cost_items (
  programme     TEXT NOT NULL REFERENCES programmes (id),
  position      INTEGER NOT NULL,
  fiscal_year   INTEGER NOT NULL,
  name          TEXT NOT NULL,
  tag           TEXT NOT NULL,
  amount        INTEGER NOT NULL,
  general_fund  INTEGER NOT NULL,
  doubt         TEXT NOT NULL,
  PRIMARY KEY (programme, position, fiscal_year)
);

CREATE TABLE assessments (
  programme    TEXT NOT NULL REFERENCES programmes (id),
  position     INTEGER NOT NULL,
  scope        TEXT NOT NULL,
  fiscal_year  INTEGER NOT NULL,
  requested    INTEGER NOT NULL,
  assessed     INTEGER NOT NULL,
  opinion      TEXT NOT NULL,
  detail       TEXT NOT NULL,
  PRIMARY KEY (programme, position)
);

CREATE TABLE obligations (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  name       TEXT NOT NULL,
  from_year  INTEGER NOT NULL,
  to_year    INTEGER NOT NULL,
  requested  INTEGER NOT NULL,
  note       TEXT NOT NULL,
  PRIMARY KEY (programme, name)
);

CREATE TABLE schedule (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  period     TEXT NOT NULL,
  position   INTEGER NOT NULL,
  entry      TEXT NOT NULL,
  PRIMARY KEY (programme, period, position)
);

CREATE TABLE initiatives (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  id         TEXT NOT NULL,
  position   INTEGER NOT NULL,
  name       TEXT NOT NULL,
  tag        TEXT NOT NULL,
  point      TEXT NOT NULL,
  indicator  TEXT REFERENCES indicators (id),
  PRIMARY KEY (programme, id)
);

-- The city's own wording of its action for the Sustainable Development Goals; blank stays blank.
CREATE TABLE sdg_actions (
  target         TEXT NOT NULL PRIMARY KEY, -- such as 16.9
  goal           INTEGER NOT NULL,
  action         TEXT NOT NULL,
  kpi_name       TEXT NOT NULL,
  current_value  TEXT NOT NULL,
  target_value   TEXT NOT NULL,
  source         TEXT NOT NULL REFERENCES sources (id)
);
