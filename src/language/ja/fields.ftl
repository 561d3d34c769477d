# Fields of a procedure: the staff form and the history

## 手続の項目

field-name = 名称
field-name_easy = 名称（やさしい日本語）
field-name_en = 名称（英語）
field-kana = ふりがな
field-summary = 概要
field-summary_easy = 概要（やさしい日本語）
field-summary_en = 概要（英語）
field-department = 所管課
field-legal_basis = 根拠法令
field-life_events = ライフイベント
field-audience = 対象者
field-sets = 手続の区分
field-channels = 申請方法
field-card_requirement = 必要な電子証明書
field-papers = 必要書類
field-fee = 手数料
field-processing = 処理期間
field-blockers = 懸念点
field-planned_fiscal_year = オンライン化の予定年度
field-ending = 廃止・取消
field-checked_on = 確認日
field-source = 出典
field-sample = サンプルの印
