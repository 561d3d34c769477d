-- The papers that procedures of every city ask for.
--
-- The rows are those that every city starts from; a city changes, adds to and removes them. A database whose rows are
-- hashed already gets none: there they would look like rows that somebody else wrote. Its city finds them in the folder
-- of `tetsuzuki new`. The same text serves both databases.

INSERT INTO sources (id, title, title_en, publisher, publisher_en, url, as_of, licence, sample)
  SELECT 'common-papers', '手続で使う書類の一覧', 'Papers that procedures ask for', 'Tetsuzuki', 'Tetsuzuki', '', CAST(NULL AS DATE), 'CC0 1.0', FALSE
  WHERE NOT EXISTS (SELECT 1 FROM row_hashes);

INSERT INTO papers
  (position, id, name, kana, name_easy, name_en, other_names, kind, note, note_easy, note_en, source, sample)
  SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9, column10, column11, 'common-papers', FALSE
  FROM (VALUES
    (1, 'identification', '本人確認書類', 'ほんにんかくにんしょるい', 'あなたが だれか わかる もの', 'Identification', '身分証明書;身分証;本人確認ができるもの', 'identification', '運転免許証、マイナンバーカード、パスポート、在留カードなど。顔写真のないものは2点必要なことがあります。', 'うんてんめんきょしょう、マイナンバーカード、パスポート、ざいりゅうカードなど。', 'Such as a driving licence, My Number card, passport or residence card. Without a photo, two may be needed.'),
    (2, 'photo-identification', '顔写真付きの本人確認書類', 'かおじゃしんつきのほんにんかくにんしょるい', 'かおの しゃしんが ある、あなたが だれか わかる もの', 'Identification with a photo', '顔写真つきの本人確認書類', 'identification', '運転免許証、マイナンバーカード、パスポート、在留カードなど。', 'うんてんめんきょしょう、マイナンバーカード、パスポート、ざいりゅうカードなど。', 'Such as a driving licence, My Number card, passport or residence card.'),
    (3, 'my-number-card', 'マイナンバーカード', 'まいなんばーかーど', 'マイナンバーカード', 'My Number card', '個人番号カード', 'my_number_card', '', '', ''),
    (4, 'my-number', 'マイナンバーが分かるもの', 'まいなんばーがわかるもの', 'マイナンバー（12の 数字）が わかる もの', 'Something that shows your My Number', '個人番号が分かるもの;番号確認書類', 'proof', '', '', ''),
    (5, 'user-certificate', '利用者証明用電子証明書', 'りようしゃしょうめいようでんししょうめいしょ', 'マイナンバーカードの 4つの 数字の あんしょうばんごう', 'User identification certificate of the My Number card', '', 'certificate_of_card', '暗証番号は数字4桁です。', 'あんしょうばんごうは 数字が 4つです。', 'Its password has four digits.'),
    (6, 'signature-certificate', '署名用電子証明書', 'しょめいようでんししょうめいしょ', 'マイナンバーカードの 6つから 16の あんしょうばんごう', 'Signature certificate of the My Number card', '', 'certificate_of_card', '暗証番号は英数字6〜16文字です。', 'あんしょうばんごうは 英語の 大きい 字と 数字で 6つから 16です。', 'Its password has 6 to 16 letters and digits.'),
    (7, 'residence-card', '在留カード', 'ざいりゅうかーど', 'ざいりゅうカード', 'Residence card', '特別永住者証明書', 'identification', '特別永住者の人は特別永住者証明書。', '', 'Special permanent residents: the special permanent resident certificate.'),
    (8, 'passport', 'パスポート', 'ぱすぽーと', 'パスポート', 'Passport', '旅券', 'identification', '', '', ''),
    (9, 'seal', '印鑑', 'いんかん', 'はんこ', 'Seal (inkan)', 'はんこ;認印;印かん', 'seal', '', '', ''),
    (10, 'seal-to-register', '登録する印鑑', 'とうろくするいんかん', 'とうろくする はんこ', 'The seal to register', '', 'seal', '', '', ''),
    (11, 'seal-registration-card', '印鑑登録証', 'いんかんとうろくしょう', 'はんこを とうろくした カード', 'Seal registration card', '印鑑登録カード', 'proof', '', '', ''),
    (12, 'seal-certificate', '印鑑登録証明書', 'いんかんとうろくしょうめいしょ', 'はんこの しょうめい', 'Seal registration certificate', '印鑑証明書;印鑑証明', 'proof', '', '', ''),
    (13, 'photo', '顔写真', 'かおじゃしん', 'かおの しゃしん', 'Photo of your face', '証明写真', 'photo', '', '', ''),
    (14, 'photo-file', '顔写真のデータ', 'かおじゃしんのでーた', 'かおの しゃしんの データ', 'Photo of your face as a file', '', 'photo', '', '', ''),
    (15, 'application-form', '申請書', 'しんせいしょ', 'もうしこみの 紙', 'Application form', '申込書;交付申請書', 'form', '', '', ''),
    (16, 'notification-form', '届書', 'とどけしょ', 'とどけの 紙', 'Notification form', '届出書', 'form', '', '', ''),
    (17, 'letter-of-authority', '委任状', 'いにんじょう', 'ほかの 人に たのむ 紙', 'Letter of authority', '代理の場合は委任状', 'form', '', '', ''),
    (18, 'resident-record', '住民票の写し', 'じゅうみんひょうのうつし', 'じゅうみんひょう', 'Copy of the resident record', '住民票', 'proof', '', '', ''),
    (19, 'family-register', '戸籍証明書', 'こせきしょうめいしょ', 'こせきの しょうめい', 'Family register certificate', '戸籍謄本;戸籍抄本;戸籍全部事項証明書', 'proof', '', '', ''),
    (20, 'moving-out-certificate', '転出証明書', 'てんしゅつしょうめいしょ', '前の まちの てんしゅつしょうめいしょ', 'Moving-out certificate', '', 'proof', '', '', ''),
    (21, 'tax-certificate', '課税証明書', 'かぜいしょうめいしょ', 'ぜいきんの しょうめい', 'Tax assessment certificate', '所得証明書;所得課税証明書', 'proof', '', '', ''),
    (22, 'tax-payment-certificate', '納税証明書', 'のうぜいしょうめいしょ', 'ぜいきんを はらった しょうめい', 'Tax payment certificate', '', 'proof', '', '', ''),
    (23, 'health-insurance', '健康保険の資格が分かるもの', 'けんこうほけんのしかくがわかるもの', 'けんこうほけんが わかる もの', 'Proof of health insurance', '資格確認書;健康保険証', 'proof', '資格確認書、資格情報のお知らせなど。', '', ''),
    (24, 'health-insurance-end', '健康保険の資格を失ったことが分かる証明書', 'けんこうほけんのしかくをうしなったことがわかるしょうめいしょ', 'けんこうほけんを やめた しょうめい', 'Proof that your health insurance has ended', '資格喪失証明書;健康保険資格喪失証明書', 'proof', '', '', ''),
    (25, 'care-insurance-card', '介護保険被保険者証', 'かいごほけんひほけんしゃしょう', 'かいごほけんの カード', 'Long-term care insurance card', '介護保険証', 'proof', '', '', ''),
    (26, 'pension-number', '基礎年金番号が分かるもの', 'きそねんきんばんごうがわかるもの', 'ねんきんの ばんごうが わかる もの', 'Something that shows your basic pension number', '年金手帳;基礎年金番号通知書', 'proof', '基礎年金番号通知書、年金手帳など。', '', ''),
    (27, 'bank-account', '振込先口座の分かるもの', 'ふりこみさきこうざのわかるもの', 'お金を うけとる 口ざが わかる もの', 'Details of the bank account to be paid into', '通帳;預金通帳;振込先の口座が分かるもの', 'proof', '', '', ''),
    (28, 'maternity-handbook', '母子健康手帳', 'ぼしけんこうてちょう', 'ぼし手ちょう', 'Maternal and child health handbook', '母子手帳', 'proof', '', '', ''),
    (29, 'birth-certificate', '出生証明書', 'しゅっしょうしょうめいしょ', '赤ちゃんが 生まれた ことの しょうめい', 'Birth certificate', '', 'proof', '届書の右半分に、医師か助産師が書きます。', 'いしゃの 人が 書きます。', 'A doctor or midwife fills it in on the right half of the notification form.'),
    (30, 'death-certificate', '死亡診断書または死体検案書', 'しぼうしんだんしょまたはしたいけんあんしょ', '人が なくなった ことの しょうめい', 'Death certificate', '死亡診断書;死体検案書', 'proof', '届書の右半分に、医師が書きます。', 'いしゃの 人が 書きます。', 'A doctor fills it in on the right half of the notification form.'),
    (31, 'employment-certificate', '就労証明書', 'しゅうろうしょうめいしょ', 'はたらいて いる ことの しょうめい', 'Certificate of employment', '', 'proof', '', '', ''),
    (32, 'leaving-work', '退職した日が分かるもの', 'たいしょくしたひがわかるもの', 'しごとを やめた 日が わかる もの', 'Proof of the day on which you left work', '離職票;退職証明書', 'proof', '', '', ''),
    (33, 'medical-certificate', '医師の診断書', 'いしのしんだんしょ', 'いしゃの しょうめい', 'Medical certificate from a doctor', '診断書', 'proof', '', '', ''),
    (34, 'disability-certificate', '障害者手帳', 'しょうがいしゃてちょう', 'しょうがいしゃ手ちょう', 'Disability certificate', '身体障害者手帳;療育手帳;精神障害者保健福祉手帳', 'proof', '', '', ''),
    (35, 'vehicle-inspection', '自動車検査証', 'じどうしゃけんさしょう', '車の けんさの しょうめい', 'Vehicle inspection certificate', '車検証', 'proof', '', '', ''),
    (36, 'vehicle-insurance', '自動車損害賠償責任保険証明書', 'じどうしゃそんがいばいしょうせきにんほけんしょうめいしょ', '車の ほけんの しょうめい', 'Compulsory vehicle insurance certificate', '自賠責保険証明書', 'proof', '', '', ''),
    (37, 'sales-certificate', '販売証明書または譲渡証明書', 'はんばいしょうめいしょまたはじょうとしょうめいしょ', 'バイクを 買った、または もらった しょうめい', 'Sales or transfer certificate', '販売証明書;譲渡証明書', 'proof', '', '', ''),
    (38, 'number-plate', 'ナンバープレート', 'なんばーぷれーと', 'ナンバープレート', 'Number plate', '標識（ナンバープレート）;標識', 'other', '', '', ''),
    (39, 'company-register', '登記事項証明書', 'とうきじこうしょうめいしょ', '会社の とうきの しょうめい', 'Certificate of registered matters', '登記簿謄本;商業登記簿謄本', 'proof', '', '', ''),
    (40, 'drawings', '図面', 'ずめん', 'ずめん', 'Drawings', '', 'other', '', '', ''),
    (41, 'location-map', '位置図', 'いちず', '場しょの 地図', 'Map of the location', '案内図', 'other', '', '', '')
  ) AS standard
  WHERE NOT EXISTS (SELECT 1 FROM row_hashes);
