-- Who did what, as a chain: each row carries a keyed hash over itself and the hash before it. The key is never in the
-- database (docs/adr/0007-audit-chain.md). The twin of this file in the other folder has the same tables and columns.

CREATE TABLE audit_log (
  number         BIGINT NOT NULL PRIMARY KEY CHECK (number > 0), -- without gaps
  recorded_at    TEXT NOT NULL, -- RFC 3339, UTC; never before that of the row before
  recorded_on    DATE NOT NULL, -- the same moment as a day in Japan
  actor          TEXT NOT NULL, -- an opaque id, never a name
  origin         TEXT NOT NULL, -- from where: a word, or a keyed hash
  action         TEXT NOT NULL,
  subject        TEXT NOT NULL,
  approved_by    TEXT NOT NULL, -- an opaque id; empty where nobody else had to approve
  revision       BIGINT, -- unknown where public data stayed as they were
  texts_hash     TEXT NOT NULL, -- over salt and texts of the same number
  key_id         TEXT NOT NULL,
  previous_hash  TEXT NOT NULL,
  hash           TEXT NOT NULL
);
CREATE INDEX audit_log_days ON audit_log (recorded_on, number);
CREATE INDEX audit_log_subjects ON audit_log (action, subject, number);

-- What may turn out to name a person stands apart, so that it can be forgotten while the chain stays whole.
CREATE TABLE audit_texts (
  number        BIGINT NOT NULL PRIMARY KEY REFERENCES audit_log (number),
  salt          TEXT NOT NULL,
  reason        TEXT NOT NULL,
  detail        TEXT NOT NULL,
  was           TEXT NOT NULL, -- JSON; empty where there is nothing to say
  became        TEXT NOT NULL,
  forgotten_on  DATE
);

-- A second line only: who may drop a trigger passes it, and the chain still shows what was done. A restore says in the
-- settings that it is one, and takes that back before it ends.
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM settings WHERE name = 'restoring') THEN
      RETURN OLD;
    END IF;
  ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'audit_texts' THEN
    IF NEW.number = OLD.number AND NEW.forgotten_on IS NOT NULL
      AND NEW.salt || NEW.reason || NEW.detail || NEW.was || NEW.became = '' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'rows of the audit log are only added, and their texts only forgotten';
END;
$$;
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE OR DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION audit_log_stays();
CREATE TRIGGER audit_log_is_not_emptied BEFORE TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays();
CREATE TRIGGER audit_texts_are_only_forgotten BEFORE UPDATE OR DELETE ON audit_texts
  FOR EACH ROW EXECUTE FUNCTION audit_log_stays();
CREATE TRIGGER audit_texts_are_not_emptied BEFORE TRUNCATE ON audit_texts
  FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays();
