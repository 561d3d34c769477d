# 職員の入力画面と、変更の確認

entry-mistake-past_day = 公開する日を、今日からあとの日にしてください。すぐに公開するときは空欄にしてください。例：2027年4月1日
entry-mistake-own_day = この種類のファイルでは、公開する日をここでは指定できません。空欄にして、表の「適用日」の列に書いてください。
typed-published-on = 公開する日
typed-before = { $measure }の前回：{ $value }（{ $when }）
typed-before-population = 前回：{ $value }（{ $when }）
typed-above-population = 保有枚数が人口より多くなっています（枚数{ $cards }、人口{ $population }）。どちらかを直してください。
typed-unusual = いつもと違う数値があります
typed-unusual-text = 入力の誤りがないかを確かめてください。誤りがあれば直し、正しければ下の「確かめました」にしるしを付けて、もう一度送ってください。まだ保存していません。
typed-confirmed = いつもと違う数値を確かめました。このまま送ります

## 変更の記録から元に戻す

row-undo-text = この変更でこの行に起きたことだけを元に戻す変更を作ります。公開の前に確かめられます。その後にほかの人が変えたところは残ります。
table-undo = この変更をまとめて元に戻す
cell-yes = はい
cell-no = いいえ
cell-unknown = 不明
record-column-department = 所管課
record-column-departments = 所管課
record-column-keeps = 担当する表
record-column-needs_approval = 承認が必要
record-column-successors = 移管先

## ログインの期限が切れたあとに届いた入力

staff-session-over-kept = ログインが終わっています。もう一度ログインしてください。いま送信した内容は、まだ保存されていませんが、ログインすると同じ画面に残っています。
form-restored-file = ファイル（{ $file }）は残していません。選び直してください。

## まとめての承認

edit-refusal-unseen = まだ内容を開いていないか、開いたあとに変わった変更です。開いて確かめてから承認してください。
proposals-approve = 選んだ変更を承認して公開する
proposals-approve-text = 内容を開いて確かめた変更は、選んでまとめて承認できます。まだ開いていないものや、開いたあとに変わったものは、先に開いてください。
proposals-seen = 確認
proposals-tick = 確かめた
proposals-unseen = まだ開いていない
proposals-approved = { $count }件の変更を承認し、公開しました。
proposals-not-approved = 次の変更は承認していません。選んだほかの変更は、承認して公開しました。

## はじめの準備

first-day-next = 次は「{ $table }」を埋めてください
first-day-drafts = 入力したがまだ公開していない変更が{ $count }件あります
first-day-departments-first = 所管課がまだありません。アカウントの担当を決める前に、「所管課」の表を埋めてください
first-day-by-keepers = この表は、担当の所管課の職員が埋めます。
