# 手続の変更、承認、職員用の一覧

## はじめのページ

staff-number-procedures = 担当の手続
staff-number-old = 確認が必要な手続
staff-number-reported = 住民の声がある手続
staff-number-waiting = 承認を待つ変更

## 手続の一覧

staff-procedures-title = 担当の手続の一覧
entries-words = 言葉
entries-department = 所管課
entries-availability = 実施状況
entries-todo = しなければならないこと
entries-todo-check = 1年以上確認していない
entries-todo-reported = 住民の声がある
entries-ended = 廃止・取消
entries-ended-exclude = 除く
entries-ended-include = 含める
entries-ended-only = 廃止・取消だけ
entries-any = すべて
entries-show = 表示する
entries-found = {$count}件
entries-none = 条件に合う手続はありません。
entries-more = はじめの{$most}件を表示しています（全部で{$count}件）。条件で絞り込んでください。
entries-tick = 選択
entries-tick-of = 「{$name}」を選択
entries-reports = 住民の声
entries-complaints = {$count}件
entries-edit = 変更する
entries-edit-of = 「{$name}」を変更する
entries-all = 表示中の条件に合う{$count}件すべてを選択する
entries-confirm = 確認した。変更なし
entries-bulk = まとめて変更する
entries-confirm-text = 「確認した。変更なし」を押すと、選択した手続の確認日が今日になります。ほかの内容は変わらないため、承認はいりません。
entries-checked = {$count}件の確認日を今日にしました。

## 手続の変更

entry-title = 手続の変更
entry-new-title = 手続を追加する
entry-id = 手続ID
entry-id-hint = 文字、数字、「-」で64文字まで。あとから変更できません。例：resident-card
entry-public-page = 公開中のページを見る
entry-history-link = 変更履歴と取り消し
entry-others = この手続には、進行中の変更があります。
entry-what = 名称と説明
entry-easy-hint = 短い文、やさしい漢字で書いてください。保存すると、読みにくいところを知らせます。
entry-place = 分類
entry-required = （必須）
entry-choose = 選択してください
entry-steps-text = 適用日からの状態を選んでください。これまでの状態は記録に残ります。
entry-excluded = 適用除外とする（オンライン化の対象外）
entry-excluded-reason = 適用除外の理由
entry-papers-hint = 1行に1つずつ書いてください。
entry-fee-yen = 金額（円）
entry-fee-note = 手数料の備考
entry-year-hint = 例：2027、令和9年度。空欄は「決まっていない」です。
entry-year-or-later = この年度以降（年度は未定）
entry-ending = 廃止・取消
entry-ending-text = 手続がなくなるときは「廃止」、誤って登録していたときは「取消」を選びます。元に戻すときは、この欄をすべて空にするか、変更履歴から取り消します。
entry-ending-none = なし（続いている）
entry-ending-kind-abolished = 廃止（手続がなくなる）
entry-ending-kind-withdrawn = 取消（誤って登録した）
entry-ended-on = 廃止日・取消日
entry-ended-on-hint = 廃止は、その手続を使えなくなる最初の日です。3月31日まで使えるなら4月1日とします。これからの日にすると、公開したときから予告されます。取消は今日以前の日です。
entry-ending-reason = 廃止・取消の理由
entry-ending-reason-hint = 公開ページに表示されます。取消のときは必ず書いてください。
entry-successor = 後継の手続のID
entry-successor-hint = 代わりに使う手続があるときに書きます。例：resident-card
entry-origin = 出典
entry-sample = サンプルデータである（公開ページに「サンプル」と表示）
entry-channels-text = 申請の入口を書いてください。空の行は保存されません。
entry-source-choose = 選んでください
entry-channel = 申請方法 {$number}
entry-channel-kind = 種類
entry-channel-name = 名称（システムや窓口）
entry-channel-url = URL
entry-no-channel = なし
entry-change = この変更について
entry-effective-on = 適用日
entry-effective-hint = 過去の日、今日、これからの日を選べます。これからの日にすると、説明などの記載はその日に変わります。
entry-reason = 変更の理由
entry-reason-hint = 公開の変更履歴に表示されます。個人の名前などは書かないでください。
entry-checked = 記載内容をすべて確認した（確認日を今日にする）
entry-preview = 保存して変更を確かめる
entry-preview-hint = まだ公開されません。次のページで、変更前と変更後、公開後の見え方を確かめられます。

## 変更履歴（職員用）

entry-history-title = 変更履歴と取り消し
entry-history-added = この記録で手続が追加されました。
entry-history-no-values = 内容の記録はありません。
person-command-line = コマンドライン（システム管理）
person-gone = 不明な職員

## まとめて変更

bulk-title = まとめて変更する
bulk-choose = 一覧で手続を選択してください。
bulk-chosen = 選択した手続 {$count}件
bulk-leave = 変更しない
bulk-fields = 記載内容
bulk-mode-leave = 変更しない
bulk-mode-set = 次の内容にする
bulk-mode-clear = 空欄にする
bulk-excluded-leave = 変更しない
bulk-excluded-set = 適用除外とする
bulk-excluded-clear = 適用除外を解除する
bulk-year = オンライン化の予定年度（上で「次の内容にする」を選んだとき）
bulk-blockers = 懸念点（上で「次の内容にする」を選んだとき）
bulk-preview = 保存して1件ずつの変更を確かめる
bulk-preview-hint = まだ公開されません。次のページで、すべての手続の変更前と変更後を確かめられます。

## 変更

proposals-title = 変更
proposals-lead = 下書き、承認待ち、公開した変更の一覧です。
proposals-none = ありません。
proposals-waiting = あなたの承認を待つ変更
proposals-own = あなたの下書きと差し戻された変更
proposals-under-way = そのほかの進行中の変更
proposals-ended = 公開済み・取り下げた変更
proposal-kind-entry = 手続の変更
proposal-kind-bulk = まとめての変更
proposal-kind-file = ファイルによる変更
proposal-kind-undo = 変更の取り消し
proposal-kind-table = 「{ $table }」の変更
proposal-kind-table-undo = 変更の取り消し：{ $table }
proposal-many = 手続 {$count}件
proposal-state-draft = 下書き
proposal-state-waiting = 承認待ち
proposal-state-returned = 差戻し
proposal-state-scheduled = 公開予定
proposal-state-published = 公開済み
proposal-state-withdrawn = 取下げ
proposal-column-what = 内容
proposal-column-state = 状態
proposal-column-reason = 理由
proposal-column-departments = 所管課
proposal-column-author = 作成者
proposal-column-since = この状態になった日時
proposal-own = あなた
proposal-of-others = ほかの職員
proposal-without-reason = 理由の記載なし
proposal-decided-by = 承認・差戻しをした人
proposal-answer = 差戻しの理由
proposal-changes = 変わるところ（{$count}件）
proposal-changes-label = 変更前と変更後
proposal-later-record = 「{$step}」には、{$date}からの記録（{$state}）があります。この変更が有効なのは、その前の日までです。
proposal-effective = 適用日：{$date}
proposal-more = ほか{ $count }件
proposal-already = {$count}項目は、すでにその内容になっています。
proposal-unchanged = 選択した手続のうち{$count}件は、すでにその内容のため含まれていません。
proposal-nothing-left = 変わるところはありません。
proposal-meanwhile = この変更を始めた後に、ほかの人が変えたところ
proposal-meanwhile-text = これらはそのまま残ります。あなたの変更で上書きされることはありません。
proposal-who = 変更した人
proposal-when = 日時
proposal-conflict = 同じところを、ほかの人も変えています
proposal-conflict-text = どちらを残すかを選んでください。選ぶまで、何も公開されません。
proposal-was = 始めたときの内容：
proposal-theirs = いま公開中の内容を残す：
proposal-mine = この変更の内容にする：
proposal-settle = 選んだ内容にする
proposal-preview = 公開後の見え方
proposal-preview-text = {$date}に公開ページがこのように表示されます。
proposal-preview-show = 公開後のページを表示する
proposal-actions = 操作
proposal-publish = 公開する
proposal-send = 承認を依頼する
proposal-send-text = 所管課の承認者（あなた以外）が承認すると公開されます。
proposal-approve = 承認して公開する
proposal-return-answer = 差戻しの理由（作成者に伝わります）
proposal-return = 差し戻す
proposal-edit = 下書きを直す
proposal-withdraw = 取り下げる
proposal-waits = 承認者の確認を待っています。直すときは、取り下げるか、差戻しを依頼してください。
proposal-scheduled-note = 各段階と適用除外は記録済みです。取り下げると、適用日に変わる予定だった記載だけがなくなります。各段階も元に戻すときは、下の取り消しを使ってください。
proposal-undo = この変更を取り消す変更を作る
proposal-undo-reason = 取り消す理由
proposal-done-kept = 下書きを保存しました。まだ公開されていません。
proposal-done-send = 承認を依頼しました。
proposal-done-publish = 公開しました。
proposal-done-approve = 承認し、公開しました。
proposal-done-scheduled = 各段階と適用除外を記録しました。そのほかの記載は適用日に変わります。
proposal-done-file-scheduled = 今日から有効な内容を公開し、これからの各段階と適用除外を記録しました。そのほかの記載は、下のとおり適用日に変わります。
proposal-done-return = 差し戻しました。
proposal-done-withdraw = 取り下げました。
proposal-done-settled = 選んだ内容にしました。
proposal-done-settled-withdrawn = 選んだ内容にしました。変更するところがなくなったため、取り下げました。

## できなかったとき

edit-refusal-no_right = この手続を変更する権限がありません。担当する所管課の手続だけを変更できます。必要な場合は、管理者に依頼してください。
edit-refusal-own_proposal = 自分の変更は、自分では承認も差し戻しもできません。ほかの承認者が決めます。取り下げることはできます。
edit-refusal-not_found = 対象の手続または変更が見つかりません。一覧からもう一度選んでください。
edit-refusal-moved = ほかの人がこの変更を先に進めました。いまの状態を表示しています。
edit-refusal-state = いまの状態では、この操作はできません。
edit-refusal-conflict = 同じところを、ほかの人も変えています。どちらを残すかを選んでください。
edit-refusal-nothing = 変わるところがありません。
edit-refusal-reason = 理由を書いてください（500文字まで）。
edit-refusal-exists = この手続IDの手続はすでにあります。別のIDにしてください。
edit-refusal-gone = 選んだ所管課のうち、すでになくなったものがあります。もう一度選んでください。何も変えていません。
edit-refusal-ended = 廃止または取消になっている手続が含まれています。そのような手続は、1件ずつの画面だけで変更できます。
edit-refusal-successor = 後継の手続が見つからないか、後継をたどるとこの手続に戻ります。後継の手続のIDを直してください。
entry-mistake-name = 名称を300文字以内で入力してください。
entry-mistake-long = 文字が多すぎます。名称は300文字、そのほかは4,000文字までです。
entry-mistake-id = 手続IDを、文字、数字、「-」で64文字以内で入力してください。点だけのIDは使えません。
entry-mistake-id_taken = このIDはすでに使われています。別のIDにしてください。
entry-mistake-choice = 一覧の中から選んでください。
entry-mistake-url = URLは https:// または http:// から始めてください。
entry-mistake-url_user = URLに利用者名やパスワード（「@」より前の部分）を入れないでください。例：https://example.jp/
entry-mistake-channel_kind = 申請方法の種類を選んでください。
entry-mistake-yen = 金額を、300 のような円の数字で入力してください。
entry-mistake-yen_of_free = 無料のときは、金額を空欄にしてください。
entry-mistake-fiscal_year = 年度を、2027 または 令和9年度 のように入力してください。
entry-mistake-day = 適用日を、今日から前後30年以内の日にしてください。例：2027年4月1日
entry-mistake-exclusion_reason = 適用除外の理由を書いてください。
entry-mistake-ended_on = 廃止日・取消日を、日付で入力してください。例：2027年4月1日
entry-mistake-ending_day = 廃止日・取消日を入力してください。廃止しないときは、廃止・取消の欄をすべて空にしてください。
entry-mistake-ending_reason = 取消の理由を書いてください。
entry-mistake-ending_later = 取消の日は、今日以前の日にしてください。
entry-mistake-successor_itself = この手続そのものは、後継にできません。別の手続のIDを入力してください。
entry-mistake-successor_unknown = このIDの手続は登録されていません。登録済みの手続のIDを入力してください。
entry-mistake-successor_circle = 後継をたどると、この手続に戻ります。別の手続のIDを入力してください。
entry-mistake-reason = 変更の理由を500文字以内で書いてください。
entry-mistake-form = このページの用紙にない項目が送られました。ページを開き直して、もう一度送信してください。

## やさしい日本語の確認

easy-hints-title = やさしい日本語の文章について
easy-hints-text = 読みにくいかもしれないところです。このまま公開することもできます。
easy-hint-long = 文が長い（{$letters}文字。{$most}文字までが目安）：{$sentence}
easy-hint-kanji = むずかしい漢字（ひらがなにするか、漢字《かんじ》のように読みを書く）：{$letters}
easy-hint-word = 「{$word}」は、「{$instead}」のような言葉の方が伝わります。

## 住民の声

staff-reports-title = 住民の声
staff-reports-text = 公開ページの「このページは役に立ちましたか」への回答を、最後に確認した日以降で数えています。
staff-reports-none = 最後に確認した日以降の声はありません。
staff-report-detail = {$step}：{$reason}（{$count}件）
staff-report-last = 最後の声

## 所管課の設定

departments-title = 所管課の設定
departments-text = 「承認が必要」な所管課の変更は、その課の承認者（作成者以外）が承認するまで公開されません。市全体の表は、担当する所管課の職員が変更できます。変更は監査記録に残ります。
departments-approval = 承認が必要（承認者の人数）
departments-approval-of = {$name}の変更には承認が必要
departments-nobody = 承認者がいません
departments-none = 所管課がまだ登録されていません。
departments-none-add = 所管課を登録する
departments-save = 設定を保存する
departments-done = 設定を保存しました。
