# 公開した数値の訂正

correction-title = 数値の訂正
correction-lead = 一度公開したあとで、変更または取り下げた数値です。いつ、何を、なぜ訂正したかを残しています。
correction-caption = 訂正した数値（新しい順）
correction-many = 訂正 {$count}件を見る（最新は{$date}）
correction-more = 新しい順に{$shown}件を表示しています。全{$count}件はCSVファイルにあります。
correction-file = すべての訂正（CSV）
correction-withdrawn = 取下げ
correction-no-reason = 理由の記載なし
correction-takes-back = { $date }の訂正の前の値に戻しました
correction-taken-back = { $date }に、この訂正の前の値に戻しました
correction-column-day = 訂正日
correction-column-subject = 対象
correction-column-record = 記録
correction-column-figure = 項目
correction-column-before = 訂正前
correction-column-after = 訂正後
correction-column-reason = 理由
correction-line = {$subject} {$record} {$figure}：{$before} → {$after}
correction-line-reason = {$line}（理由：{$reason}）
correction-of = {$subject}の{$what}
feed-correction-title = 訂正：{$what}（{$count}件）
feed-correction-more = ほか{$count}件
file-corrections = 公開中の数値が{$count}件変わります。公開すると、それぞれが変更の理由とともに「訂正」として公開されます。

## 表

correction-table-cards = カードの枚数
correction-table-population = 人口
correction-table-usage = 手続の件数
correction-table-indicators = 指標の値
correction-table-programmes = 事務事業
correction-table-funding = 事業費と財源
correction-table-cost-items = 経費の内訳
correction-table-assessments = 要求額と査定額
correction-table-obligations = 債務負担行為
correction-table-effects = 取組の効果
correction-table-training = 研修

## 項目

correction-figure-cards-cards = 枚数
correction-figure-cards-population = 人口
correction-figure-cards-population_as_of = 人口算出基準日
correction-figure-population-population = 人口
correction-figure-usage-total = 総手続件数
correction-figure-usage-online = オンライン手続件数
correction-figure-indicators-value = 値
correction-figure-programmes-served_residents = 対象者数（住民）
correction-figure-programmes-served_staff = 対象者数（職員）
correction-figure-funding-total = 事業費（千円）
correction-figure-funding-national_grant = 国支出金（千円）
correction-figure-funding-prefectural_grant = 府・県支出金（千円）
correction-figure-funding-bonds = 地方債（千円）
correction-figure-funding-other = その他（千円）
correction-figure-funding-beneficiary_fees = 使用料・手数料など（千円）
correction-figure-funding-general_fund = 一般財源（千円）
correction-figure-cost-items-amount = 金額（千円）
correction-figure-cost-items-general_fund = うち一般財源（千円）
correction-figure-assessments-requested = 要求額（千円）
correction-figure-assessments-assessed = 最終査定額（千円）
correction-figure-obligations-from_year = 開始年度
correction-figure-obligations-to_year = 終了年度
correction-figure-obligations-requested = 限度額（千円）
correction-figure-effects-steps_before = 工程数（前）
correction-figure-effects-steps_after = 工程数（後）
correction-figure-effects-hours_saved = 削減時間（時間／年）
correction-figure-effects-hours_before = 年間時間（前）
correction-figure-effects-hours_after = 年間時間（後）
correction-figure-effects-paper_before = 紙の枚数（前）
correction-figure-effects-paper_after = 紙の枚数（後）
correction-figure-training-staff = 対象者数
correction-figure-training-done = 修了者数
