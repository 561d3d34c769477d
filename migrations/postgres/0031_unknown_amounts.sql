-- Amounts that a city does not know yet, or does not publish: what is not assessed, how a cost is split by source of
-- money, what an item costs, a limit that is given in words. NULL is unknown; 0 is 0. The check on the sum of funding
-- holds where all sources are known. The twin of this file in the other folder has the same columns.

ALTER TABLE funding ALTER COLUMN national_grant DROP NOT NULL;
ALTER TABLE funding ALTER COLUMN prefectural_grant DROP NOT NULL;
ALTER TABLE funding ALTER COLUMN bonds DROP NOT NULL;
ALTER TABLE funding ALTER COLUMN other DROP NOT NULL;
ALTER TABLE funding ALTER COLUMN beneficiary_fees DROP NOT NULL;
ALTER TABLE funding ALTER COLUMN general_fund DROP NOT NULL;

ALTER TABLE cost_items ALTER COLUMN amount DROP NOT NULL;
ALTER TABLE cost_items ALTER COLUMN general_fund DROP NOT NULL;

ALTER TABLE assessments ALTER COLUMN requested DROP NOT NULL;
ALTER TABLE assessments ALTER COLUMN assessed DROP NOT NULL;

ALTER TABLE obligations ALTER COLUMN requested DROP NOT NULL;
