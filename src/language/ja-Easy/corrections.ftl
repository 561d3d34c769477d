# 公開した数値の訂正（やさしい日本語）

correction-title = なおした　数字
correction-lead = ここに　出した　あとで、なおしたり、出すのを　やめたり　した　数字です。いつ、何を、どうして　なおしたかを　書いて　います。
correction-caption = なおした　数字（新しい　ものが　上）
correction-many = なおした　数字　{$count}を　見る（いちばん　新しい　日：{$date}）
correction-more = 新しい　{$shown}を　見せて　います。ぜんぶの　{$count}は　ファイル（CSV）に　あります。
correction-file = なおした　数字の　ファイル（CSV）
correction-withdrawn = やめました
correction-no-reason = わけは　書いて　いません
correction-takes-back = { $date }に　なおす　前の　数字に　もどしました
correction-taken-back = { $date }に　なおす　前の　数字に　もどりました
correction-column-day = なおした　日
correction-column-subject = 何の
correction-column-record = いつの
correction-column-figure = どの　数字
correction-column-before = 前
correction-column-after = あと
correction-column-reason = わけ
correction-line = {$subject}　{$record}　{$figure}：{$before} → {$after}
correction-line-reason = {$line}（わけ：{$reason}）
correction-of = {$subject}の　{$what}
feed-correction-title = なおした　数字：{$what}（{$count}）
feed-correction-more = ほかに　{$count}
file-corrections = みんなが　見て　いる　数字が　{$count}　かわります。みんなに　見せると、わけと　いっしょに　「なおした　数字」に　なります。

## 表

correction-table-cards = カードの　数
correction-table-population = 人口（住んで　いる　人の　数）
correction-table-usage = てつづきの　数
correction-table-indicators = もくひょうと　けっかの　数字
correction-table-programmes = する　こと
correction-table-funding = かかる　お金
correction-table-cost-items = お金の　つかいみち
correction-table-assessments = たのんだ　お金と　きまった　お金
correction-table-obligations = 何年も　つづく　お金
correction-table-effects = かわった　こと
correction-table-training = べんきょう

## 項目

correction-figure-cards-cards = カードの　数
correction-figure-cards-population = 人口
correction-figure-cards-population_as_of = 人口を　数えた　日
correction-figure-population-population = 人口
correction-figure-usage-total = ぜんぶの　数
correction-figure-usage-online = インターネットの　数
correction-figure-indicators-value = 数字
correction-figure-programmes-served_residents = 市民の　数
correction-figure-programmes-served_staff = 市で　はたらく　人の　数
correction-figure-funding-total = ぜんぶの　お金（千円）
correction-figure-funding-national_grant = 国の　お金（千円）
correction-figure-funding-prefectural_grant = 府・県の　お金（千円）
correction-figure-funding-bonds = かりた　お金（千円）
correction-figure-funding-other = そのほか（千円）
correction-figure-funding-beneficiary_fees = つかう　人の　お金（千円）
correction-figure-funding-general_fund = 市の　お金（千円）
correction-figure-cost-items-amount = お金（千円）
correction-figure-cost-items-general_fund = 市の　お金（千円）
correction-figure-assessments-requested = たのんだ　お金（千円）
correction-figure-assessments-assessed = きまった　お金（千円）
correction-figure-obligations-from_year = はじめの　年度
correction-figure-obligations-to_year = おわりの　年度
correction-figure-obligations-requested = お金（千円）
correction-figure-effects-steps_before = 前の　手間
correction-figure-effects-steps_after = 後の　手間
correction-figure-effects-hours_saved = へった　時間（1年）
correction-figure-effects-hours_before = 前の　時間（1年）
correction-figure-effects-hours_after = 後の　時間（1年）
correction-figure-effects-paper_before = 前の　紙の　数
correction-figure-effects-paper_after = 後の　紙の　数
correction-figure-training-staff = べんきょうする　人
correction-figure-training-done = おわった　人
