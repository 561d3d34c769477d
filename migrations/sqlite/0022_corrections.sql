-- Corrections: published figures that changed or were withdrawn, each with its day and reason. Rows are only ever added.
-- The twin of this file in the other folder has the same table and columns.

CREATE TABLE corrections (
  sequence        INTEGER NOT NULL PRIMARY KEY, -- the order in which they were recorded, from 1
  kind            TEXT NOT NULL, -- the table of the figure, as imports call it
  subject         TEXT NOT NULL, -- the area, procedure, indicator or programme that the figure is about
  subject_name    TEXT NOT NULL,
  record          TEXT NOT NULL, -- what tells the record from others of the subject, in codes
  record_name     TEXT NOT NULL,
  record_name_en  TEXT NOT NULL,
  figure          TEXT NOT NULL, -- the column of the figure
  value_before    TEXT NOT NULL,
  value_after     TEXT, -- NULL if the figure was withdrawn
  corrected_on    DATE NOT NULL, -- a day in Japan
  reason          TEXT NOT NULL -- empty if none was given
);
