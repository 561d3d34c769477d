# 記録：過去の日の状態、手続の変更履歴、データのページ（やさしい日本語）

## 過去の日の状態

past-day-heading = まえの　日の　ようすを　見る
past-day-choose = 日にち
past-day-show = その　日の　ようすを　見る
past-day-label = まえの　日の　ようすに　ついて
past-day-title = {$date}の　ようすです。
past-day-catalogue = インターネットで　できるか　どうかは、その　日の　ようすです。なまえと　かずは、いまの　ものです。
past-day-procedure = 書いて　ある　ことは、その　日の　ようすです。かずと　電話番号は、いまの　ものです。
past-day-not-yet = この　てつづきは、{$date}に　リストに　入りました。この　日は　まだ　ありませんでした。
past-day-today = いまの　ようすを　見る

## 変更履歴のページ

history-page-title = {$name}の　かわった　きろく
history-page-short = かわった　きろく
history-page-link = かわった　きろく（いつ、なにが、どう　かわったか）
history-page-lead = この　てつづきの　なにが、いつ、どう　かわったか　わかります。
history-first-recorded = {$date}に　リストに　入りました。
history-back = てつづきの　ページへ　もどる
history-steps-title = ながれが　かわった　きろく
history-steps-caption = ながれが　かわった　きろく（新しい　ものが　上）
history-steps-note = 「はじまる　日」は　かわった　日です。「書いた　日」は　きろくに　書いた　日です。
history-entry-title = 書いて　ある　ことが　かわった　きろく
history-entry-caption = 書いて　ある　ことが　かわった　きろく（新しい　ものが　上）
history-entry-note = 「—」は、書いて　ない　ことを　あらわします。
history-entry-none = 書いて　ある　ことが　かわった　きろくは　ありません。
history-column-effective = はじまる　日
history-column-recorded = 書いた　日
history-column-what = かわった　もの
history-column-field = かわった　ところ
history-column-from = まえ
history-column-to = あと
history-column-reason = わけ
history-column-approved = ほかの　人の　たしかめ
history-yes = あり
history-no = なし
history-forgotten = たのまれて、{$date}に　なかみを　けしました
history-steps-only = ながれ（上の　ひょうを　見て　ください）
history-nobody = かえた　人の　なまえは　ここに　ありません。きろくが　あとから　かえられて　いないか　たしかめる　ものは、つぎの　ページに　あります。

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
field-checked_on = たしかめた　日
field-source = どこの　データか
field-sample = れい（サンプル）の　しるし

## データのページ

data-title = データと　きろく
data-lead = ここに　ある　データは、だれでも　もらって　つかえます。どこの　データかも　わかります。
data-lists = リストの　データ
data-lists-text = お金も　とうろくも　いりません。CSVは　Excelなどで　ひらけます。
data-what = なかみ
data-for-programs = プログラムで　つかう
data-for-spreadsheets = Excelなどで　つかう
data-list-procedures = てつづきの　リスト
data-list-changes = かわった　てつづき
data-list-areas = 市と　区
data-list-cards = カードの　かず
data-list-cards-by-age = 年れいごとの　カードの　数
data-list-indicators = もくひょうと　けっか
data-list-budget = つかう　お金
data-list-budget-items = お金の　なかみ
data-list-audit-heads = 日ごとの　きろくの　さいごの　しるし
data-workbooks = ページの　ひょうの　ファイル
data-workbooks-text = ページの　ひょうを　Excelの　ファイルで　もらえます。
data-workbook-of = 「{$page}」の　ひょう（Excel）
data-feeds = かわった　ことの　おしらせ（フィード）
data-sources-text = どこの　データか、いつの　データか、つかう　ときの　きまりです。
data-heads = 日ごとの　きろくの　さいごの　しるし
data-heads-text = データを　かえると、きろくが　1つ　ふえます。あとから　きろくを　かえたり　けしたり　すると　わかります。おわった　日の　しるしを　ここに　出します。この　しるしは　かわりません。
data-heads-caption = おわった　日の　しるし（新しい　ものが　上、30日まで）
data-heads-day = 日
data-heads-number = その　日までの　かず
data-heads-rows = その　日の　かず
data-heads-hash = しるし（HMAC-SHA256）
data-heads-note = しるしは「tetsuzuki verify --head かず:しるし」で　たしかめられます。
data-heads-csv = ぜんぶの　日の　しるし（CSV）
data-heads-none = まだ　ありません。つぎの　日から　出ます。
