# 職員の　入力（やさしい日本語）

entry-mistake-past_day = 見せる　日は、きょうより　あとの　日に　して　ください。すぐに　見せる　ときは、書かないで　ください。れい：2027年4月1日
entry-mistake-own_day = この　ファイルでは、見せる　日を　ここに　書けません。ひょうの「適用日」の　れつに　書いて　ください。
typed-published-on = 見せる　日
typed-before = { $measure }の　前の　数：{ $value }（{ $when }）
typed-before-population = 前の　数：{ $value }（{ $when }）
typed-above-population = カードの　数が、人の　数より　多いです（カード{ $cards }、人{ $population }）。どちらかを　なおして　ください。
typed-unusual = いつもと　ちがう　数が　あります
typed-unusual-text = まちがいが　ないか、たしかめて　ください。まちがいが　あれば、なおして　ください。正しければ、下の「たしかめました」に　しるしを　つけて、もう　一ど　おくって　ください。まだ　ほぞんして　いません。
typed-confirmed = いつもと　ちがう　数を　たしかめました。このまま　おくります

## まえに　もどす

row-undo-text = この　変更で　かわった　ところだけを、まえに　もどします。見せる　前に、たしかめられます。あとで　ほかの　人が　かえた　ところは、のこります。
table-undo = この　変更を　ぜんぶ　まえに　もどす
cell-yes = はい
cell-no = いいえ
cell-unknown = わかりません
record-column-department = 課
record-column-departments = 課
record-column-keeps = うけもつ　ひょう
record-column-needs_approval = 「よい」と　きめる　人が　いる
record-column-successors = うつる　課

## ログインが　おわった　あとの　入力

staff-session-over-kept = ログインが　おわって　います。もう　一度　ログインして　ください。いま　おくった　ものは、まだ　ほぞんして　いません。ログインすると、同じ　ページに　のこって　います。
form-restored-file = ファイル（{ $file }）は　のこって　いません。もう　一度　えらんで　ください。

## まとめて「よい」と　きめる

edit-refusal-unseen = まだ　ひらいて　いないか、ひらいた　あとに　かわった　変更です。ひらいて、たしかめて　ください。
proposals-approve = えらんだ　変更を、みんなに　見せる
proposals-approve-text = ひらいて　たしかめた　変更は、えらんで、まとめて「よい」と　きめられます。まだ　ひらいて　いない　ものは、先に　ひらいて　ください。
proposals-seen = たしかめ
proposals-tick = たしかめた
proposals-unseen = まだ　ひらいて　いない
proposals-approved = { $count }この　変更を　みんなに　見せました。
proposals-not-approved = つぎの　変更は、まだ　見せて　いません。ほかの　えらんだ　変更は、見せました。

## はじめの　じゅんび

first-day-next = つぎは「{ $table }」を　入れて　ください
first-day-drafts = 入れたけれど、まだ　見せて　いない　変更が　{ $count }こ　あります
first-day-departments-first = 課が　まだ　ありません。先に「所管課」の　ひょうを　入れて　ください
first-day-by-keepers = この　ひょうは、うけもつ　課の　人が　入れます。
