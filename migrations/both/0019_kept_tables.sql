-- The tables of the whole city that a department keeps, by the words of the import, separated by spaces. NULL in a rule
-- from before: keeps_figures then means cards, population and indicators.
-- The twin of this file in the other folder has the same columns.

ALTER TABLE department_rules ADD COLUMN keeps_tables TEXT;
