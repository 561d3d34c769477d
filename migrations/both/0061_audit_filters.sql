-- The audit log is read by person, by what was done, by record and by day. Each of these has an index that ends in the
-- number of the row, so that one page of a filtered list costs the same however long the log is. The same text serves
-- both databases.

DROP INDEX audit_log_subjects;
CREATE INDEX audit_log_subjects ON audit_log (subject, number);
CREATE INDEX audit_log_actions ON audit_log (action, number);
CREATE INDEX audit_log_actors ON audit_log (actor, number);
CREATE INDEX audit_log_actions_of_actors ON audit_log (actor, action, number);
