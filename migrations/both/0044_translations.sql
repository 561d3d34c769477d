-- What the city has entered in Japanese only, in other languages: by the text itself, so that a translation ends when the
-- text changes. Names that have columns of their own in other tables are not among them.
--
-- A database whose rows are hashed already gets none of the rows below: there they would look like rows that somebody else
-- wrote. The twin of this file in the other folder has the same tables and columns.

CREATE TABLE translations (
  language     TEXT NOT NULL, -- as in addresses, such as en
  original     TEXT NOT NULL, -- in Japanese, as it stands in another table
  translation  TEXT NOT NULL,
  PRIMARY KEY (language, original)
);

UPDATE sources SET licence = '手続の名前だけを、出典で確かめられるものに限って使用'
  WHERE id = 'priority-list' AND licence = 'Names of procedures only, those that a source confirms'
    AND NOT EXISTS (SELECT 1 FROM row_sums);
UPDATE sources SET licence = '名称と所在地だけを使用'
  WHERE id = 'other-offices' AND licence = 'Names and addresses only' AND NOT EXISTS (SELECT 1 FROM row_sums);

INSERT INTO translations (language, original, translation)
  SELECT column1, column2, column3 FROM (VALUES
    ('en', '手続の名前だけを、出典で確かめられるものに限って使用', 'Names of procedures only, those that a source confirms'),
    ('en', '名称と所在地だけを使用', 'Names and addresses only')
  ) AS standard WHERE NOT EXISTS (SELECT 1 FROM row_sums);
