# Fields of a procedure: the staff form and the history

## 手続の項目

field-name = なまえ
field-name_easy = なまえ（やさしい　日本語）
field-name_en = なまえ（えいご）
field-kana = よみかた
field-summary = せつめい
field-summary_easy = せつめい（やさしい　日本語）
field-summary_en = せつめい（えいご）
field-department = 市の　たんとう
field-legal_basis = ほうりつ
field-life_events = どんな　とき
field-audience = だれの　てつづきか
field-sets = てつづきの　なかま
field-channels = もうしこみの　しかた
field-card_requirement = カードの　つかいかた
field-papers = いる　紙
field-fee = お金
field-processing = かかる　日にち
field-blockers = まだ　できない　わけ
field-planned_fiscal_year = できる　ように　なる　よてい
field-ending = おわり
field-checked_on = たしかめた　日
field-source = どこの　データか
field-sample = れい（サンプル）の　しるし
