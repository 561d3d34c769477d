-- A reorganisation that undoes another says so: takes_back is the day of the other one. NULL in rows of reorganisations
-- that undo nothing, and in all rows from before.

ALTER TABLE department_changes ADD COLUMN takes_back DATE;
