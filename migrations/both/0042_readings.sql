-- Words of a city with their readings (furigana), beside the list that comes with the product. The same text serves both
-- databases.

CREATE TABLE readings (
  word     TEXT NOT NULL PRIMARY KEY, -- 〜 before or after it marks what only ends or begins words
  reading  TEXT NOT NULL -- in kana
);
