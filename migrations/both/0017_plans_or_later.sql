-- A plan may be open-ended: 2030年度以降. TRUE means "in planned_fiscal_year or later"; NULL, that year alone or no plan.
-- The twin of this file in the other folder has the same columns.

ALTER TABLE procedures ADD COLUMN planned_or_later BOOLEAN;
