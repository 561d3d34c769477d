-- A second record of the same day for the same day is kept beside the first. The last one counts.
-- The twin of this file in the other folder has the same columns.

CREATE TABLE new_procedure_steps (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  step          TEXT NOT NULL CHECK (step IN ('apply', 'identify', 'attach', 'pay', 'receive')),
  state         TEXT NOT NULL CHECK (state IN ('online', 'counter', 'not_needed')),
  effective_on  DATE NOT NULL,
  recorded_on   DATE NOT NULL,
  sequence      INTEGER -- NULL for the first record, 1 for the second, and so on
);
INSERT INTO new_procedure_steps (procedure_id, step, state, effective_on, recorded_on)
  SELECT procedure_id, step, state, effective_on, recorded_on FROM procedure_steps ORDER BY rowid;
DROP TABLE procedure_steps;
ALTER TABLE new_procedure_steps RENAME TO procedure_steps;
CREATE UNIQUE INDEX procedure_steps_once ON procedure_steps
  (procedure_id, step, effective_on, recorded_on, coalesce(sequence, 0));

CREATE TABLE new_procedure_exclusions (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  excluded      BOOLEAN NOT NULL,
  reason        TEXT NOT NULL,
  effective_on  DATE NOT NULL,
  recorded_on   DATE NOT NULL,
  sequence      INTEGER -- NULL for the first record, 1 for the second, and so on
);
INSERT INTO new_procedure_exclusions (procedure_id, excluded, reason, effective_on, recorded_on)
  SELECT procedure_id, excluded, reason, effective_on, recorded_on FROM procedure_exclusions ORDER BY rowid;
DROP TABLE procedure_exclusions;
ALTER TABLE new_procedure_exclusions RENAME TO procedure_exclusions;
CREATE UNIQUE INDEX procedure_exclusions_once ON procedure_exclusions
  (procedure_id, effective_on, recorded_on, coalesce(sequence, 0));

ALTER TABLE indicator_values ADD COLUMN sequence INTEGER; -- NULL for the first value, 1 for the second, and so on
DROP INDEX indicator_values_once;
CREATE UNIQUE INDEX indicator_values_once ON indicator_values
  (indicator, fiscal_year, kind, coalesce(recorded_on, ''), coalesce(sequence, 0));
