-- Each word of the easy texts that every city starts from has one spelling, that of the list in the domain. A word that is
-- written in two ways looks like two words to a learner.
--
-- A database whose rows are hashed already keeps its texts: there the new ones would look like texts that somebody else
-- wrote. The same text serves both databases.

UPDATE life_events SET
  name_easy = replace(replace(replace(name_easy, 'うまれ', '生まれ'), 'こども', '子ども'), 'がっこう', '学校')
  WHERE NOT EXISTS (SELECT 1 FROM row_sums);

UPDATE guides SET
  title_easy = replace(replace(title_easy, 'うまれ', '生まれ'), 'こども', '子ども'),
  intro_easy = replace(intro_easy, 'うまれ', '生まれ'),
  day_easy = replace(day_easy, 'うまれ', '生まれ')
  WHERE NOT EXISTS (SELECT 1 FROM row_sums);

UPDATE guide_questions SET
  text_easy = replace(text_easy, 'うまれ', '生まれ')
  WHERE NOT EXISTS (SELECT 1 FROM row_sums);

UPDATE guide_answers SET
  text_easy = replace(text_easy, 'うまれ', '生まれ')
  WHERE NOT EXISTS (SELECT 1 FROM row_sums);

UPDATE guide_entries SET
  title_easy = replace(replace(replace(replace(title_easy, 'うまれ', '生まれ'), 'でんわ', '電話'), 'がっこう', '学校'), 'いぬの', '犬の'),
  who_easy = replace(replace(who_easy, 'でんわ', '電話'), 'まどぐち', 'まど口'),
  deadline_easy = replace(replace(deadline_easy, 'うまれ', '生まれ'), 'おしらせ', 'お知らせ'),
  note_easy = replace(replace(replace(replace(note_easy, 'うまれ', '生まれ'), 'でんわ', '電話'), 'すくない', '少ない'), 'いぬの', '犬の')
  WHERE NOT EXISTS (SELECT 1 FROM row_sums);

UPDATE elsewhere SET
  title_easy = replace(title_easy, 'なまえ', '名前')
  WHERE NOT EXISTS (SELECT 1 FROM row_sums);

UPDATE papers SET
  name_easy = replace(replace(replace(replace(replace(replace(name_easy, '会社', 'かいしゃ'), 'こども', '子ども'), '赤ちゃん', 'あかちゃん'), 'ぜいきん', 'ぜい金'), '口ざ', 'こうざ'), '車の ', 'くるまの ')
  WHERE NOT EXISTS (SELECT 1 FROM row_sums);

UPDATE guide_answers SET text_easy = '犬' WHERE text_easy = 'いぬ' AND NOT EXISTS (SELECT 1 FROM row_sums);
