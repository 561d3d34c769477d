-- What vouches for the rows that the product wrote: a keyed hash of each, their sums, and the place of the sums in the
-- audit log (docs/adr/0019-rows-are-vouched-for.md). The twin of this file in the other folder has the same tables and
-- columns.

CREATE TABLE row_hashes (
  table_name  TEXT NOT NULL,
  place       BIGINT NOT NULL, -- the group; which one an owner is in follows from its name
  hashes      BYTEA NOT NULL, -- owner, rest of the key, and the hash, one after the other
  PRIMARY KEY (table_name, place)
);

CREATE TABLE row_sums (
  table_name  TEXT NOT NULL PRIMARY KEY, -- empty for the one that stands for all
  number      BIGINT NOT NULL, -- raised by every change of hashed rows
  key_id      TEXT NOT NULL,
  sums        BYTEA NOT NULL,
  mac         TEXT NOT NULL
);

ALTER TABLE audit_log ADD COLUMN rows_sum TEXT; -- NUMBER:MAC of the sums when the row was written
