-- Who did what, as a chain: each row carries a keyed hash over itself and the hash before it. The key is never in the
-- database (docs/adr/0007-audit-chain.md). The twin of this file in the other folder has the same tables and columns.

CREATE TABLE audit_log (
  number         INTEGER NOT NULL PRIMARY KEY CHECK (number > 0), -- without gaps
  recorded_at    TEXT NOT NULL, -- RFC 3339, UTC; never before that of the row before
  recorded_on    DATE NOT NULL, -- the same moment as a day in Japan
  actor          TEXT NOT NULL, -- an opaque id, never a name
  origin         TEXT NOT NULL, -- from where: a word, or a keyed hash
  action         TEXT NOT NULL,
  subject        TEXT NOT NULL,
  approved_by    TEXT NOT NULL, -- an opaque id; empty where nobody else had to approve
  revision       INTEGER, -- unknown where public data stayed as they were
  texts_hash     TEXT NOT NULL, -- over salt and texts of the same number
  key_id         TEXT NOT NULL,
  previous_hash  TEXT NOT NULL,
  hash           TEXT NOT NULL
);
CREATE INDEX audit_log_days ON audit_log (recorded_on, number);
CREATE INDEX audit_log_subjects ON audit_log (action, subject, number);

-- What may turn out to name a person stands apart, so that it can be forgotten while the chain stays whole.
CREATE TABLE audit_texts (
  number        INTEGER NOT NULL PRIMARY KEY REFERENCES audit_log (number),
  salt          TEXT NOT NULL,
  reason        TEXT NOT NULL,
  detail        TEXT NOT NULL,
  was           TEXT NOT NULL, -- JSON; empty where there is nothing to say
  became        TEXT NOT NULL,
  forgotten_on  DATE
);

-- A second line only: who may drop a trigger passes it, and the chain still shows what was done. A restore says in the
-- settings that it is one, and takes that back before it ends.
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'rows of the audit log are only added'); END;
CREATE TRIGGER audit_log_is_not_cut BEFORE DELETE ON audit_log
WHEN NOT EXISTS (SELECT 1 FROM settings WHERE name = 'restoring')
BEGIN SELECT RAISE(ABORT, 'rows of the audit log are only added'); END;
CREATE TRIGGER audit_texts_are_only_forgotten BEFORE UPDATE ON audit_texts
WHEN NEW.number <> OLD.number OR NEW.forgotten_on IS NULL
  OR NEW.salt || NEW.reason || NEW.detail || NEW.was || NEW.became <> ''
BEGIN SELECT RAISE(ABORT, 'texts of the audit log are only forgotten'); END;
CREATE TRIGGER audit_texts_are_not_cut BEFORE DELETE ON audit_texts
WHEN NOT EXISTS (SELECT 1 FROM settings WHERE name = 'restoring')
BEGIN SELECT RAISE(ABORT, 'texts of the audit log are only forgotten'); END;
