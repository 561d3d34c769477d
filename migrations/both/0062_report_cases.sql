-- What readers could not finish online, for the staff to deal with. Reports about the same step of a procedure for the same
-- reason are one case until it is closed; the next one begins another. Like the counts, a case says nothing about who
-- reported it, and has no time of day. The same text serves both databases.

CREATE TABLE report_cases (
  id            TEXT NOT NULL PRIMARY KEY, -- random
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  step          TEXT NOT NULL CHECK (step IN ('apply', 'identify', 'attach', 'pay', 'receive')),
  reason        TEXT NOT NULL
                CHECK (reason IN ('system_error', 'card', 'paper', 'not_understood', 'counter_anyway', 'other')),
  number        BIGINT NOT NULL CHECK (number > 0), -- of reports
  first_on      DATE NOT NULL, -- a day in Japan
  last_on       DATE NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('open', 'taken', 'closed')),
  taken_by      TEXT REFERENCES staff (id),
  note          TEXT NOT NULL, -- in the words of the staff, for their colleagues
  outcome       TEXT CHECK (outcome IN ('corrected', 'explained', 'passed_on', 'not_reproduced', 'unchanged')),
  closed_on     DATE,
  version       BIGINT NOT NULL,
  CHECK ((state = 'closed') = (outcome IS NOT NULL) AND (outcome IS NULL) = (closed_on IS NULL)),
  CHECK (state = 'open' OR taken_by IS NOT NULL)
);
-- At most one case of a kind is not closed.
CREATE UNIQUE INDEX report_cases_not_closed ON report_cases (procedure_id, step, reason) WHERE state <> 'closed';
CREATE INDEX report_cases_closed ON report_cases (closed_on);

-- What readers added in their own words, for the staff alone. It is deleted after some time; the counts stay.
CREATE TABLE report_texts (
  id          TEXT NOT NULL PRIMARY KEY, -- random
  case_id     TEXT NOT NULL REFERENCES report_cases (id),
  written_on  DATE NOT NULL, -- a day in Japan
  language    TEXT NOT NULL,
  body        TEXT NOT NULL
);
CREATE INDEX report_texts_of_case ON report_texts (case_id, written_on);
CREATE INDEX report_texts_by_day ON report_texts (written_on);
