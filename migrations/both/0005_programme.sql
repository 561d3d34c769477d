-- What an initiative reaches and when, what it changes, and who is trained. The same text serves both databases.

CREATE TABLE milestones (
  programme   TEXT NOT NULL,
  initiative  TEXT NOT NULL,
  position    BIGINT NOT NULL,
  name        TEXT NOT NULL,
  planned_on  DATE,
  done_on     DATE,
  state       TEXT NOT NULL CHECK (state IN ('planned', 'running', 'done', 'dropped')),
  sample      BOOLEAN NOT NULL,
  PRIMARY KEY (programme, initiative, position),
  FOREIGN KEY (programme, initiative) REFERENCES initiatives (programme, id)
);

-- A figure that nobody has entered is empty, not 0.
CREATE TABLE effects (
  programme     TEXT NOT NULL,
  initiative    TEXT NOT NULL,
  steps_before  BIGINT CHECK (steps_before >= 0),
  steps_after   BIGINT CHECK (steps_after >= 0),
  hours_saved   BIGINT,
  note          TEXT NOT NULL,
  sample        BOOLEAN NOT NULL,
  PRIMARY KEY (programme, initiative),
  FOREIGN KEY (programme, initiative) REFERENCES initiatives (programme, id)
);

-- One entry of the training plan: a course for a role. Without a name the course could not be read from the source.
CREATE TABLE training (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  role       TEXT NOT NULL,
  role_position  BIGINT NOT NULL, -- the order in which the plan prints the roles
  position   BIGINT NOT NULL,
  course     TEXT NOT NULL,
  mode       TEXT CHECK (mode IN ('video', 'on_site')),
  duty       TEXT NOT NULL CHECK (duty IN ('required', 'optional', 'selected')),
  staff      BIGINT CHECK (staff >= 0),
  done       BIGINT CHECK (done >= 0),
  as_of      DATE,
  sample     BOOLEAN NOT NULL,
  PRIMARY KEY (programme, role, position)
);
