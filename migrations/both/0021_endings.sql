-- A procedure ends on a day (廃止), or an entry made by mistake is withdrawn (取消). All four columns are NULL while no end
-- is known. The twin of this file in the other folder has the same columns.

ALTER TABLE procedures ADD COLUMN ended_on DATE; -- the first day on which it no longer counts
ALTER TABLE procedures ADD COLUMN ending TEXT CHECK (ending IN ('abolished', 'withdrawn'));
ALTER TABLE procedures ADD COLUMN ending_reason TEXT;
-- Checked at the end of a transaction: a file or a backup may name a successor before the row of it.
ALTER TABLE procedures ADD COLUMN successor_id TEXT REFERENCES procedures (id) DEFERRABLE INITIALLY DEFERRED;

-- Without it, each deleted procedure would be looked for in all the others.
CREATE INDEX procedures_successor ON procedures (successor_id) WHERE successor_id IS NOT NULL;
