-- A second record of the same day for the same day is kept beside the first. The last one counts.
-- The twin of this file in the other folder has the same columns.

ALTER TABLE procedure_steps DROP CONSTRAINT procedure_steps_pkey;
ALTER TABLE procedure_steps ADD COLUMN sequence BIGINT; -- NULL for the first record, 1 for the second, and so on
CREATE UNIQUE INDEX procedure_steps_once ON procedure_steps
  (procedure_id, step, effective_on, recorded_on, (coalesce(sequence, 0)));

ALTER TABLE procedure_exclusions DROP CONSTRAINT procedure_exclusions_pkey;
ALTER TABLE procedure_exclusions ADD COLUMN sequence BIGINT; -- NULL for the first record, 1 for the second, and so on
CREATE UNIQUE INDEX procedure_exclusions_once ON procedure_exclusions
  (procedure_id, effective_on, recorded_on, (coalesce(sequence, 0)));

ALTER TABLE indicator_values ADD COLUMN sequence BIGINT; -- NULL for the first value, 1 for the second, and so on
DROP INDEX indicator_values_once;
CREATE UNIQUE INDEX indicator_values_once ON indicator_values
  (indicator, fiscal_year, kind, (coalesce(recorded_on, DATE '0001-01-01')), (coalesce(sequence, 0)));
