-- The words that every city starts from: life events, and the set of procedures that the national government puts
-- online first. Both are data: a city changes and adds to them. The same text serves both databases.

INSERT INTO sources (id, title, title_en, publisher, publisher_en, url, as_of, licence, sample) VALUES
  ('priority-list', '地方公共団体が優先的にオンライン化を推進すべき手続', 'Procedures that local governments should put online first', 'デジタル庁', 'Digital Agency', '', NULL, 'Names of procedures only, those that a source confirms', FALSE);

INSERT INTO life_events (code, position, name, name_easy, name_en, kana) VALUES
  ('moving', 1, '引っ越し', 'ひっこし', 'Moving', 'ひっこし'),
  ('birth', 2, '妊娠・出産', 'あかちゃんが　うまれる', 'Pregnancy and birth', 'にんしん・しゅっさん'),
  ('childcare', 3, '子育て', 'こどもを　そだてる', 'Raising children', 'こそだて'),
  ('marriage', 4, '結婚・離婚', 'けっこん・りこん', 'Marriage and divorce', 'けっこん・りこん'),
  ('death', 5, '死亡・相続', 'かぞくが　なくなる', 'Death and inheritance', 'しぼう・そうぞく'),
  ('care', 6, '介護', 'かいご（お年よりの　てつだい）', 'Long-term care', 'かいご'),
  ('tax', 7, '税金', 'ぜい金', 'Taxes', 'ぜいきん'),
  ('health', 8, '健康・医療', 'からだと　びょうき', 'Health and medical care', 'けんこう・いりょう'),
  ('housing', 9, '住まい', 'いえ', 'Housing', 'すまい'),
  ('vehicle', 10, '自動車・バイク', 'くるま・バイク', 'Cars and motorcycles', 'じどうしゃ・バイク'),
  ('disaster', 11, '災害', '地しん・大雨', 'Disasters', 'さいがい'),
  ('work', 12, '就職・退職', 'しごと', 'Starting or leaving work', 'しゅうしょく・たいしょく'),
  ('school', 13, '学校・教育', 'がっこう', 'School and education', 'がっこう・きょういく'),
  ('business', 14, '事業者の手続', 'かいしゃ・みせ', 'Running a business', 'じぎょうしゃのてつづき'),
  ('leisure', 15, '文化・スポーツ・ペット', 'あそび・べんきょう・ペット', 'Culture, sport and pets', 'ぶんか・スポーツ・ペット');

INSERT INTO procedure_sets (code, name, name_en, description, description_en, source) VALUES
  ('priority', '国が優先的にオンライン化を推進する手続', 'Procedures that the national government puts online first', '国が示した、地方公共団体が優先的にオンライン化を推進すべき手続のうち、市が扱うもの。オンライン化率の分母になる。', 'Of the procedures that the national government asks local governments to put online first, those that the city handles. They are the denominator of the online rate.', 'priority-list');
