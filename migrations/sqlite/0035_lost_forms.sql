-- Forms that arrived after their session had ended, for the login that follows. What they say is encrypted with the key of
-- the installation and the token of the browser; neither is in the database. Nothing here is public data, and writing it
-- raises no revision. The twin of this file in the other folder has the same tables and columns.

CREATE TABLE lost_forms (
  name     TEXT NOT NULL PRIMARY KEY, -- random
  browser  TEXT NOT NULL, -- SHA-256 of the token of the browser that sent it
  kept_at  TEXT NOT NULL,
  sealed   BLOB NOT NULL
);
