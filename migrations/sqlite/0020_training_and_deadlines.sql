-- Courses and roles as tables of their own, training by date, statutory dates of initiatives, and effects before and
-- after. The twin of this file in the other folder has the same columns.

CREATE TABLE courses (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  course     TEXT NOT NULL, -- its name, as the plan prints it
  position   BIGINT NOT NULL,
  level      TEXT NOT NULL,
  name_en    TEXT NOT NULL,
  note       TEXT NOT NULL,
  source     TEXT REFERENCES sources (id), -- NULL: that of the programme
  sample     BOOLEAN NOT NULL,
  PRIMARY KEY (programme, course)
);

CREATE TABLE roles (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  role       TEXT NOT NULL, -- its name, as the plan prints it
  position   BIGINT NOT NULL,
  name_en    TEXT NOT NULL,
  staff      BIGINT CHECK (staff >= 0),
  as_of      DATE,
  note       TEXT NOT NULL,
  source     TEXT REFERENCES sources (id),
  sample     BOOLEAN NOT NULL,
  PRIMARY KEY (programme, role)
);

-- How many people of a role had done a course by a day; without a course, everything required of the role. Roles and
-- courses are not referred to as keys, because entries of the plan may be older than their tables. Imports check them.
CREATE TABLE training_progress (
  programme  TEXT NOT NULL REFERENCES programmes (id),
  role       TEXT NOT NULL,
  course     TEXT NOT NULL,
  as_of      DATE NOT NULL,
  staff      BIGINT CHECK (staff >= 0),
  done       BIGINT NOT NULL CHECK (done >= 0),
  source     TEXT REFERENCES sources (id),
  sample     BOOLEAN NOT NULL,
  PRIMARY KEY (programme, role, course, as_of)
);

ALTER TABLE initiatives ADD COLUMN due_on DATE; -- 法定期限
ALTER TABLE initiatives ADD COLUMN legal_basis TEXT;
ALTER TABLE initiatives ADD COLUMN done_on DATE;

ALTER TABLE effects ADD COLUMN hours_before BIGINT CHECK (hours_before >= 0);
ALTER TABLE effects ADD COLUMN hours_after BIGINT CHECK (hours_after >= 0);
ALTER TABLE effects ADD COLUMN paper_before BIGINT CHECK (paper_before >= 0);
ALTER TABLE effects ADD COLUMN paper_after BIGINT CHECK (paper_after >= 0);
ALTER TABLE effects ADD COLUMN as_of DATE;
ALTER TABLE effects ADD COLUMN source TEXT REFERENCES sources (id);

-- The place of a role is in the table of roles; older rows keep theirs.
CREATE TABLE new_training (
  programme      TEXT NOT NULL REFERENCES programmes (id),
  role           TEXT NOT NULL,
  role_position  BIGINT,
  position       BIGINT NOT NULL,
  course         TEXT NOT NULL,
  mode           TEXT CHECK (mode IN ('video', 'material', 'on_site')),
  duty           TEXT NOT NULL CHECK (duty IN ('required', 'optional', 'selected')),
  staff          BIGINT CHECK (staff >= 0),
  done           BIGINT CHECK (done >= 0),
  as_of          DATE,
  sample         BOOLEAN NOT NULL,
  due_on         DATE,
  source         TEXT REFERENCES sources (id),
  PRIMARY KEY (programme, role, position)
);
INSERT INTO new_training
  (programme, role, role_position, position, course, mode, duty, staff, done, as_of, sample)
  SELECT programme, role, role_position, position, course, mode, duty, staff, done, as_of, sample
  FROM training ORDER BY rowid;
DROP TABLE training;
ALTER TABLE new_training RENAME TO training;
