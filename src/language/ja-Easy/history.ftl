# Pages as of a past day, and the history of a procedure

# 記録：過去の日の状態、手続の変更履歴、データのページ（やさしい日本語）

## 過去の日の状態

past-day-heading = 前の　日の　ようすを　見る
past-day-choose = 日にち
past-day-show = その　日の　ようすを　見る
past-day-label = 前の　日の　ようすに　ついて
past-day-title = {$date}の　ようすです。
past-day-catalogue = インターネットで　できるか　どうかは、その　日の　ようすです。名前と　かずは、いまの　ものです。
past-day-procedure = 書いて　ある　ことは、その　日の　ようすです。かずと　電話の　ばんごうは、いまの　ものです。
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
history-nobody = かえた　人の　名前は　ここに　ありません。きろくが　あとから　かえられて　いないか　たしかめる　ものは、つぎの　ページに　あります。
history-first-reason = 理由：{$reason}

history-first-state = （さいしょの　記ろく）
