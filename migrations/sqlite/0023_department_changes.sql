-- What became of departments: renamed, dissolved, split, founded. Rows are only ever added, and an old address leads on by
-- them. The twin of this file in the other folder has the same tables and columns.

CREATE TABLE department_changes (
  sequence           INTEGER NOT NULL PRIMARY KEY, -- the order in which they were recorded, from 1
  code               TEXT NOT NULL, -- of the department before the change; it may be gone
  name               TEXT NOT NULL, -- before the change
  name_en            TEXT NOT NULL,
  kind               TEXT NOT NULL CHECK (kind IN ('renamed', 'dissolved', 'split', 'founded', 'restored')),
  successor          TEXT NOT NULL, -- its code; of a department that is renamed, founded or restored, its own
  successor_name     TEXT NOT NULL, -- after the change
  successor_name_en  TEXT NOT NULL,
  changed_on         DATE NOT NULL
);

-- The day for which a file that is carried out as a whole waits; NULL for every other.
ALTER TABLE proposed_files ADD COLUMN waits_until DATE;
