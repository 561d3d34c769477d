# 手続の変更、承認（やさしい日本語）

## はじめのページ

staff-number-procedures = わたしの　てつづき
staff-number-old = たしかめる　てつづき
staff-number-reported = みんなの　声が　ある　てつづき
staff-number-waiting = たしかめるのを　まって　いる　もの

## 手続の一覧

staff-procedures-title = わたしの　てつづきの　リスト
entries-words = ことば
entries-department = 課
entries-availability = オンラインで　できるか
entries-todo = する　こと
entries-todo-check = 1年より　長く　たしかめて　いない
entries-todo-reported = みんなの　声が　ある
entries-ended = なくなった　てつづき
entries-ended-exclude = 入れない
entries-ended-include = 入れる
entries-ended-only = なくなった　てつづきだけ
entries-any = ぜんぶ
entries-show = 見る
entries-found = {$count}つ　あります
entries-none = てつづきが　ありません。
entries-more = はじめの　{$most}を　見せて　います。ぜんぶで　{$count}つ　あります。
entries-tick = えらぶ
entries-tick-of = 「{$name}」を　えらぶ
entries-reports = みんなの　声
entries-complaints = {$count}つ
entries-edit = かえる
entries-edit-of = 「{$name}」を　かえる
entries-all = ぜんぶ（{$count}）　えらぶ
entries-confirm = たしかめました。かわって　いません
entries-bulk = いっしょに　かえる
entries-confirm-text = 「たしかめました」を　おすと、たしかめた　日が　今日に　なります。ほかは　かわりません。
entries-checked = {$count}つの　たしかめた　日を　今日に　しました。

## 手続の変更

entry-title = てつづきを　かえる
entry-new-title = てつづきを　ふやす
entry-id = てつづきの　ID
entry-id-hint = 文字、数字、「-」で　書きます。あとで　かえられません。
entry-public-page = みんなが　見る　ページ
entry-history-link = かえた　ことの　きろく
entry-others = この　てつづきは、ほかの　人も　かえて　います。
entry-what = なまえと　せつめい
entry-easy-hint = みじかい　文で　書いて　ください。
entry-place = 分け方
entry-required = （かならず　かく）
entry-choose = えらんで　ください
entry-steps-text = その　日からの　ようすを　えらびます。前の　ようすは　きろくに　のこります。
entry-excluded = オンラインに　しない　てつづき
entry-excluded-reason = オンラインに　しない　わけ
entry-papers-hint = 1つの　行に　1つ　書きます。
entry-fee-yen = お金（円）
entry-fee-note = お金の　せつめい
entry-year-hint = れい：2027。わからない　ときは　書きません。
entry-year-or-later = この　年度か、その　あと
entry-ending = おわり
entry-ending-text = なくなる　ときは「なくなる」、まちがえて　書いた　ときは「まちがい」を　えらびます。もどす　ときは、下を　ぜんぶ　からに　して　ください。
entry-ending-none = なし
entry-ending-kind-abolished = なくなる
entry-ending-kind-withdrawn = まちがい
entry-ended-on = なくなる　日
entry-ended-on-hint = つかえなく　なる　さいしょの　日です。まちがいの　ときは、今日か　前の　日です。
entry-ending-reason = わけ
entry-ending-reason-hint = みんなが　見ます。まちがいの　ときは、かならず　書いて　ください。
entry-successor = かわりの　てつづきの　ID
entry-successor-hint = かわりが　ある　ときに　書きます。れい：resident-card
entry-origin = どこから　来た　ことか
entry-sample = サンプル（ほんとうでは　ない）データ
entry-channels-text = もうしこむ　ところを　書きます。
entry-source-choose = えらんで　ください
entry-channel = もうしこみ方　{$number}
entry-channel-kind = しゅるい
entry-channel-name = なまえ
entry-channel-url = URL
entry-no-channel = ありません
entry-change = この　かえ方に　ついて
entry-effective-on = いつから
entry-effective-hint = 前の　日、今日、これからの　日を　えらべます。
entry-reason = かえる　わけ
entry-reason-hint = みんなが　見ます。人の　名前を　書かないで　ください。
entry-checked = ぜんぶ　たしかめました
entry-preview = のこして、たしかめる
entry-preview-hint = まだ　みんなには　見えません。つぎの　ページで　たしかめます。

## 変更履歴（職員用）

entry-history-title = かえた　ことの　きろく
entry-history-added = この　きろくで　手つづきが　ふえました。
entry-history-no-values = なかみの　きろくは　ありません。
person-command-line = コンピューターの　かんり
person-gone = わからない　人

## まとめて変更

bulk-title = いっしょに　かえる
bulk-choose = リストで　てつづきを　えらんで　ください。
bulk-chosen = えらんだ　てつづき　{$count}
bulk-leave = かえない
bulk-fields = なかみ
bulk-mode-leave = かえない
bulk-mode-set = つぎの　ように　かえる
bulk-mode-clear = なにも　書かない
bulk-excluded-leave = かえない
bulk-excluded-set = オンラインに　しない　ことに　する
bulk-excluded-clear = オンラインに　する　ことに　もどす
bulk-year = よていの　年度
bulk-blockers = できない　わけ
bulk-preview = のこして、1つずつ　たしかめる
bulk-preview-hint = まだ　みんなには　見えません。つぎの　ページで　たしかめます。

## 変更

proposals-title = かえた　こと
proposals-lead = 下書き、まって　いる　もの、見せて　いる　ものの　リストです。
proposals-none = ありません。
proposals-waiting = あなたが　たしかめる　もの
proposals-own = あなたの　下書きと　もどって　きた　もの
proposals-under-way = ほかの　すすんで　いる　もの
proposals-ended = 見せて　いる　もの、やめた　もの
proposal-kind-entry = てつづきを　かえる
proposal-kind-bulk = いっしょに　かえる
proposal-kind-file = ファイルで　かえる
proposal-kind-undo = 前に　もどす
proposal-kind-table = 「{ $table }」を　かえる
proposal-kind-table-undo = 前に　もどす：{ $table }
proposal-many = てつづき　{$count}
proposal-state-draft = 下書き
proposal-state-waiting = まって　いる
proposal-state-returned = もどって　きた
proposal-state-scheduled = これから　見せる
proposal-state-published = 見せて　いる
proposal-state-withdrawn = やめた
proposal-column-what = なかみ
proposal-column-state = ようす
proposal-column-reason = わけ
proposal-column-departments = 課
proposal-column-author = 作った　人
proposal-column-since = いつから
proposal-own = あなた
proposal-of-others = ほかの　人
proposal-without-reason = わけが　ありません
proposal-decided-by = たしかめた　人
proposal-answer = もどした　わけ
proposal-changes = かわる　ところ（{$count}）
proposal-changes-label = 前と　あと
proposal-later-record = 「{$step}」は、{$date}から「{$state}」です。これで　かわるのは、その　まえの　日までです。
proposal-effective = いつから：{$date}
proposal-more = ほかに　{ $count }
proposal-already = {$count}つは、もう　その　とおりです。
proposal-unchanged = {$count}つは、もう　その　とおりです。
proposal-nothing-left = かわる　ところは　ありません。
proposal-meanwhile = あなたの　あとで、ほかの　人が　かえた　ところ
proposal-meanwhile-text = これは　そのまま　のこります。
proposal-who = かえた　人
proposal-when = いつ
proposal-conflict = ほかの　人も　同じ　ところを　かえました
proposal-conflict-text = どちらを　のこすか　えらんで　ください。
proposal-was = はじめの　なかみ：
proposal-theirs = いまの　なかみを　のこす：
proposal-mine = この　かえ方に　する：
proposal-settle = これに　きめる
proposal-preview = みんなが　見る　ページ
proposal-preview-text = {$date}に　こう　見えます。
proposal-preview-show = ページを　見る
proposal-actions = する　こと
proposal-publish = みんなに　見せる
proposal-send = たしかめて　もらう
proposal-send-text = ほかの　人が　たしかめると、みんなに　見えます。
proposal-approve = たしかめて、みんなに　見せる
proposal-return-answer = もどす　わけ
proposal-return = もどす
proposal-edit = 下書きを　なおす
proposal-withdraw = やめる
proposal-waits = たしかめるのを　まって　います。
proposal-scheduled-note = やめると、その　日に　かわる　ものだけが　なくなります。
proposal-undo = 前に　もどす
proposal-undo-reason = もどす　わけ
proposal-done-kept = 下書きを　のこしました。まだ　みんなには　見えません。
proposal-done-send = たしかめて　もらいます。
proposal-done-publish = みんなに　見せました。
proposal-done-approve = たしかめて、みんなに　見せました。
proposal-done-scheduled = きろくしました。その　日に　かわります。
proposal-done-file-scheduled = きょうから　かわる　ものを　出しました。ほかは、下の　日に　かわります。
proposal-done-return = もどしました。
proposal-done-withdraw = やめました。
proposal-done-settled = えらんだ　ように　しました。
proposal-done-settled-withdrawn = えらんだ　ように　しました。かえる　ところが　なくなったので、やめました。

## できなかったとき

edit-refusal-no_right = この　てつづきは　かえられません。かんりする　人に　言って　ください。
edit-refusal-own_proposal = じぶんの　へんこうは、じぶんで　きめる　ことが　できません。ほかの　人に　きめて　もらって　ください。
edit-refusal-not_found = 見つかりません。リストから　えらんで　ください。
edit-refusal-moved = ほかの　人が　さきに　しました。いまの　ようすを　見せて　います。
edit-refusal-state = いまは　できません。
edit-refusal-conflict = ほかの　人も　同じ　ところを　かえました。えらんで　ください。
edit-refusal-nothing = かわる　ところが　ありません。
edit-refusal-reason = わけを　書いて　ください。
edit-refusal-exists = この　IDは　もう　あります。
edit-refusal-gone = えらんだ　課が　もう　ありません。もう一度　えらんで　ください。
edit-refusal-ended = なくなった　てつづきが　入って　います。ひとつずつ　かえて　ください。
edit-refusal-successor = かわりの　てつづきの　IDが　ちがいます。なおして　ください。
entry-mistake-name = なまえを　300文字までで　書いて　ください。
entry-mistake-long = 長すぎます。みじかく　して　ください。
entry-mistake-id = IDを　文字、数字、「-」で　書いて　ください。「.」だけでは　いけません。
entry-mistake-id_taken = この　IDは　もう　あります。ほかの　IDに　して　ください。
entry-mistake-choice = リストから　えらんで　ください。
entry-mistake-url = URLは　https://　から　書いて　ください。
entry-mistake-url_user = URLに　なまえや　パスワードを　書かないで　ください。https://example.jp/　の　ように　書いて　ください。
entry-mistake-channel_kind = しゅるいを　えらんで　ください。
entry-mistake-yen = お金を　数字で　書いて　ください。
entry-mistake-yen_of_free = お金が　いらない　ときは、書かないで　ください。
entry-mistake-fiscal_year = 年度を　2027　の　ように　書いて　ください。
entry-mistake-day = 日を　2027年4月1日　の　ように　書いて　ください。
entry-mistake-exclusion_reason = オンラインに　しない　わけを　書いて　ください。
entry-mistake-ended_on = なくなる　日を　2027年4月1日のように　書いて　ください。
entry-mistake-ending_day = なくなる　日を　書いて　ください。つづく　ときは、ぜんぶ　からに　して　ください。
entry-mistake-ending_reason = まちがいの　わけを　書いて　ください。
entry-mistake-ending_later = 今日か　前の　日を　書いて　ください。
entry-mistake-successor_itself = おなじ　てつづきは　つかえません。ほかの　IDを　書いて　ください。
entry-mistake-successor_unknown = この　IDの　てつづきは　ありません。
entry-mistake-successor_circle = かわりを　たどると、もとの　てつづきに　もどります。ほかの　IDを　書いて　ください。
entry-mistake-reason = かえる　わけを　書いて　ください。
entry-mistake-form = もう　いちど　ページを　ひらいて、おくって　ください。

## やさしい日本語の確認

easy-hints-title = やさしい　日本語に　ついて
easy-hints-text = 読むのが　むずかしい　ところです。このままでも　いいです。
easy-hint-long = 文が　長いです（{$letters}文字。{$most}文字までに　して　ください）：{$sentence}
easy-hint-kanji = むずかしい　漢字：{$letters}
easy-hint-word = 「{$word}」より「{$instead}」が　いいです。

## 住民の声

staff-reports-title = みんなの　声
staff-reports-text = 「やくに　立ちましたか」の　こたえです。さいごに　たしかめた　日から　数えます。
staff-reports-none = みんなの　声は　ありません。
staff-report-detail = {$step}：{$reason}（{$count}）
staff-report-last = さいごの　声

## 所管課の設定

departments-title = 課の　きまり
departments-text = たしかめる　人が　いる　課と、ひょうを　かえる　課を　きめます。
departments-approval = たしかめる　人が　いる（何人）
departments-approval-of = {$name}は　たしかめる　人が　いる
departments-nobody = たしかめる　人が　いません
departments-none = 課が　まだ　ありません。
departments-none-add = 課を　くわえる
departments-save = のこす
departments-done = のこしました。
