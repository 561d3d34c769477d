-- What readers say about the page of a procedure, as counts by day. Nothing is kept of who said it, no time of day and
-- no free text. The twin of this file in the other folder has the same tables and columns.

CREATE TABLE reports (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  reported_on   DATE NOT NULL, -- a day in Japan
  kind          TEXT NOT NULL CHECK (kind IN ('useful', 'not_useful', 'could_not_finish')),
  step          TEXT NOT NULL -- empty unless it could not be finished
                CHECK (step IN ('', 'apply', 'identify', 'attach', 'pay', 'receive')),
  reason        TEXT NOT NULL -- empty unless it could not be finished
                CHECK (reason IN ('', 'system_error', 'card', 'paper', 'not_understood', 'counter_anyway', 'other')),
  language      TEXT NOT NULL,
  number        INTEGER NOT NULL CHECK (number > 0),
  PRIMARY KEY (procedure_id, reported_on, kind, step, reason, language),
  CHECK ((kind = 'could_not_finish') = (step <> '') AND (step <> '') = (reason <> ''))
);
