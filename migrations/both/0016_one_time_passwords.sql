-- A one-time password opens the account once: afterwards it only lets its owner replace it in the session that it opened.
-- The twin of this file in the other folder has the same columns.

ALTER TABLE staff ADD COLUMN one_time_password_used BOOLEAN NOT NULL DEFAULT FALSE;
