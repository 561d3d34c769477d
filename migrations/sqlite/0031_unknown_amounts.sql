-- Amounts that a city does not know yet, or does not publish: what is not assessed, how a cost is split by source of
-- money, what an item costs, a limit that is given in words. NULL is unknown; 0 is 0. The check on the sum of funding
-- holds where all sources are known. The twin of this file in the other folder has the same columns.

CREATE TABLE new_funding (
  programme          TEXT NOT NULL REFERENCES programmes (id),
  fiscal_year        INTEGER NOT NULL,
  stage              TEXT NOT NULL CHECK (stage IN ('settled', 'budget', 'requested')),
  total              INTEGER NOT NULL,
  national_grant     INTEGER,
  prefectural_grant  INTEGER,
  bonds              INTEGER,
  other              INTEGER,
  beneficiary_fees   INTEGER,
  general_fund       INTEGER,
  PRIMARY KEY (programme, fiscal_year, stage),
  CHECK (total = national_grant + prefectural_grant + bonds + other + beneficiary_fees + general_fund)
);
INSERT INTO new_funding
  (programme, fiscal_year, stage, total, national_grant, prefectural_grant, bonds, other, beneficiary_fees, general_fund)
  SELECT programme, fiscal_year, stage, total, national_grant, prefectural_grant, bonds, other, beneficiary_fees,
    general_fund
  FROM funding ORDER BY rowid;
DROP TABLE funding;
ALTER TABLE new_funding RENAME TO funding;

CREATE TABLE new_cost_items (
  programme     TEXT NOT NULL REFERENCES programmes (id),
  position      INTEGER NOT NULL,
  fiscal_year   INTEGER NOT NULL,
  name          TEXT NOT NULL,
  tag           TEXT NOT NULL,
  amount        INTEGER,
  general_fund  INTEGER,
  doubt         TEXT NOT NULL,
  PRIMARY KEY (programme, position, fiscal_year)
);
INSERT INTO new_cost_items (programme, position, fiscal_year, name, tag, amount, general_fund, doubt)
  SELECT programme, position, fiscal_year, name, tag, amount, general_fund, doubt FROM cost_items ORDER BY rowid;
DROP TABLE cost_items;
ALTER TABLE new_cost_items RENAME TO cost_items;

CREATE TABLE new_assessments (
  programme    TEXT NOT NULL REFERENCES programmes (id),
  position     INTEGER NOT NULL,
  scope        TEXT NOT NULL,
  fiscal_year  INTEGER NOT NULL,
  requested    INTEGER,
  assessed     INTEGER,
  opinion      TEXT NOT NULL,
  detail       TEXT NOT NULL,
  PRIMARY KEY (programme, position)
);
INSERT INTO new_assessments (programme, position, scope, fiscal_year, requested, assessed, opinion, detail)
  SELECT programme, position, scope, fiscal_year, requested, assessed, opinion, detail FROM assessments ORDER BY rowid;
DROP TABLE assessments;
ALTER TABLE new_assessments RENAME TO assessments;

CREATE TABLE new_obligations (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  name       TEXT NOT NULL,
  from_year  INTEGER NOT NULL,
  to_year    INTEGER NOT NULL,
  requested  INTEGER,
  note       TEXT NOT NULL,
  PRIMARY KEY (programme, name)
);
INSERT INTO new_obligations (programme, name, from_year, to_year, requested, note)
  SELECT programme, name, from_year, to_year, requested, note FROM obligations ORDER BY rowid;
DROP TABLE obligations;
ALTER TABLE new_obligations RENAME TO obligations;
