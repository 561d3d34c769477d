-- The staff side: accounts with their roles, sessions, and browsers that an account was used from. Nothing here is
-- public data, no snapshot reads it, and writing it raises no revision. Times are RFC 3339 in UTC with milliseconds, so
-- that they compare as texts. The twin of this file in the other folder has the same tables and columns.

CREATE TABLE staff (
  id                    TEXT NOT NULL PRIMARY KEY, -- a UUID
  e_mail                TEXT NOT NULL UNIQUE, -- folded: width and case make no second account
  name                  TEXT NOT NULL,
  is_approver           BOOLEAN NOT NULL,
  is_administrator      BOOLEAN NOT NULL,
  password_hash         TEXT, -- a PHC string; none where somebody else vouches for the person
  password_changed_at   TEXT NOT NULL,
  must_change_password  BOOLEAN NOT NULL, -- the password is a one-time one
  disabled              BOOLEAN NOT NULL,
  created_at            TEXT NOT NULL,
  last_login_at         TEXT
);

CREATE TABLE staff_departments (
  staff_id    TEXT NOT NULL REFERENCES staff (id),
  department  TEXT NOT NULL REFERENCES departments (code),
  PRIMARY KEY (staff_id, department)
);

CREATE TABLE sessions (
  id            TEXT NOT NULL PRIMARY KEY, -- by which its owner names it; opens nothing
  token_hash    TEXT NOT NULL UNIQUE, -- SHA-256 of the token, which only the browser has
  staff_id      TEXT NOT NULL REFERENCES staff (id),
  browser       TEXT NOT NULL, -- a few words, such as 'Firefox, Windows'
  created_at    TEXT NOT NULL,
  last_used_at  TEXT NOT NULL, -- to about a minute
  expires_at    TEXT NOT NULL
);
CREATE INDEX sessions_of_staff ON sessions (staff_id);

CREATE TABLE known_browsers (
  token_hash    TEXT NOT NULL, -- SHA-256 of the token, which only the browser has; it opens nothing
  staff_id      TEXT NOT NULL REFERENCES staff (id),
  last_used_at  TEXT NOT NULL,
  PRIMARY KEY (token_hash, staff_id)
);
CREATE INDEX known_browsers_of_staff ON known_browsers (staff_id);
