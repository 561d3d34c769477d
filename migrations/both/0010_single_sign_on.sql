-- Single sign-on: whose account a person of a provider opens, and logins that have begun and not yet come back. Nothing
-- here is public data, and writing it raises no revision. The twin of this file in the other folder has the same tables
-- and columns.

CREATE TABLE staff_identities (
  issuer     TEXT NOT NULL, -- the provider, exactly as it names itself
  subject    TEXT NOT NULL, -- its own word for the person; means nothing elsewhere
  staff_id   TEXT NOT NULL REFERENCES staff (id),
  linked_at  TEXT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
-- One person of a provider an account: an e-mail address that is given to somebody else opens nothing.
CREATE UNIQUE INDEX staff_identities_of_staff ON staff_identities (staff_id, issuer);

CREATE TABLE pending_logins (
  token_hash  TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the token, which only the browser has
  begun_at    TEXT NOT NULL,
  next_page   TEXT NOT NULL -- a page of the staff side; empty for the first
);
