# 職員用のページ

footer-staff = 職員用

role-editor = 入力担当
role-approver = 承認者
role-administrator = 管理者
role-means-approver = 承認者：上で選んだ所管課について、ほかの職員の変更を承認します
role-means-administrator = 管理者：職員のアカウントを管理します

staff-nav-label = 職員用メニュー
staff-log-in = ログイン
staff-log-out = ログアウト
staff-to-desk = 担当の手続へ
staff-to-people = 職員のアカウントを管理する

## ログイン

staff-login-title = 職員ログイン
staff-login-lead = 手続の情報を管理する職員のためのページです。
staff-logged-out = ログアウトしました。
staff-session-over = ログインが終わっています。もう一度ログインしてください。いま送信した内容は保存されていません。
staff-e-mail = メールアドレス
staff-password = パスワード
staff-login-help-title = ログインできないとき
staff-login-help = アカウントは管理者が作成します。パスワードを忘れたときは、管理者に一時パスワードの発行を依頼してください。
staff-login-cookies = ログインすると、ログイン状態を保つためのクッキーと、このブラウザーが使われたことを示すクッキーを保存します。ログインは、60分間使わないとき、または12時間で終わります。
staff-wrong-title = ログインできません
staff-wrong-text = メールアドレスかパスワードが違います。入力した内容と、全角・半角や大文字・小文字の設定を確かめて、もう一度入力してください。
staff-disabled-title = このアカウントは停止されています
staff-disabled-text = ログインするには、管理者にアカウントの再開を依頼してください。
staff-one-time-over-title = 一時パスワードの期限が過ぎています
staff-one-time-used-title = 一時パスワードはすでに使われています
staff-one-time-over-text = 管理者に、新しい一時パスワードの発行を依頼してください。
staff-too-many-title = 少し時間をおいてください
staff-too-many-text = 間違いが続いたため、受け付けを止めています。およそ{$minutes}分後にもう一度お試しください。お急ぎのときは管理者にご連絡ください。

## 権限がないとき

staff-no-right-title = このページを使う権限がありません
staff-no-right-text = 必要な場合は、管理者に権限の付与を依頼してください。
staff-administrators = 管理者

## 担当の手続

staff-desk-title = 担当の手続
staff-you-are = {$name}さん（{$roles}）
staff-clock-behind = サーバーの時計が、監査ログの最後の記録（{$moment}）より前を指しています。時計が進んでいたか、いま遅れています。追いつくまで、新しい記録にはその日時が付きます。サーバーの管理者に知らせてください。
staff-foreign-rows = このシステム以外によって変更されたデータがあります（{$count}件）。そのまま公開されています。サーバーの管理者に知らせてください。「tetsuzuki verify」コマンドで一件ずつ確認できます。
staff-no-roles = 役割なし
staff-no-departments = 担当する所管課が登録されていません。必要な場合は、管理者に依頼してください。
staff-no-departments-short = なし
staff-procedure = 手続
staff-last-checked = 最後に確認した日
staff-check-is-old = 確認が必要

## アカウント

staff-account-title = アカウント
staff-name = 氏名
staff-roles-title = 役割
staff-departments = 担当する所管課
staff-state = 状態
staff-state-open = 利用中
staff-state-disabled = 停止中
staff-state-one-time = 一時パスワード
staff-last-login = 最後のログイン
staff-never = なし
staff-must-change = 一時パスワードでログインしています。使えるのは一度だけです。今ここで、自分だけが知るパスワードに変更してください。
staff-change-password = パスワードを変更する
staff-password-rule = {$letters}文字以上にしてください。文字の種類は問いません。文章のように長いものをお勧めします。よく使われるパスワードや、氏名・メールアドレスに近いものは使えません。変更すると、ほかのブラウザーのログインはすべて終わります。
staff-current-password = 現在のパスワード
staff-new-password = 新しいパスワード
staff-repeated-password = 新しいパスワード（確認のためもう一度）
staff-sessions-title = ログイン中のブラウザー
staff-sessions-short = ログイン数
staff-sessions-text = 心当たりのないものがあれば、終わらせてから、パスワードを変更してください。
staff-no-sessions = ログイン中のブラウザーはありません。
staff-browser = ブラウザー
staff-browser-unknown = 不明なブラウザー
staff-session-began = ログインした日時
staff-session-used = 最後に使った日時
staff-session-action = 操作
staff-this-session = このブラウザー
staff-end-session = 終わらせる
staff-end-session-of = {$browser}（最後に使った日時 {$time}）のログインを終わらせる
staff-end-other-sessions = ほかのログインをすべて終わらせる
staff-end-all-sessions = ログインをすべて終わらせる

## 職員

staff-people-title = 職員
staff-person-title = 職員のアカウント
staff-person-unknown = このアカウントはありません。
staff-add-title = アカウントを作成する
staff-add-text = 作成すると一時パスワードが一度だけ表示されます。本人に直接伝えてください。
staff-add = 作成する
staff-departments-hint = 選んだ所管課の手続だけを変更できます。
staff-further-roles = そのほかの役割
staff-save-roles = 役割を保存する
staff-access-title = 利用
staff-reset-text = 新しい一時パスワードを発行します。いまのパスワードは使えなくなり、ログインはすべて終わります。
staff-reset = 一時パスワードを発行する
staff-disable-text = アカウントを停止します。ログインはすべて終わり、再開するまでログインできません。
staff-disable = 停止する
staff-enable-text = アカウントを再開します。パスワードと役割は停止前のままです。
staff-enable = 再開する
staff-own-account-note = 自分のアカウントの役割や利用は変更できません。ほかの管理者に依頼してください。
staff-one-time-title = 一時パスワード
staff-one-time-text = 表示されるのはこの一度だけです。本人に直接伝えてください。{$days}日以内に、一度だけ使えます。最初のログインで、本人がパスワードを変更します。

staff-done-password = パスワードを変更しました。ほかのログインはすべて終わりました。
staff-done-sessions = ログインを終わらせました。
staff-done-roles = 役割を保存しました。
staff-done-disabled = アカウントを停止しました。
staff-done-enabled = アカウントを再開しました。

staff-not-done-title = まだ完了していません
staff-mistake-e_mail = メールアドレスを、name@city.example.jp のような形で入力してください。
staff-mistake-e_mail_taken = このメールアドレスのアカウントはすでにあります。
staff-mistake-name = 氏名を80文字以内で入力してください。
staff-mistake-department = 所管課を、一覧の中から選んでください。
staff-mistake-current_password = 現在のパスワードが違います。
staff-mistake-password_too_short = 新しいパスワードが短すぎます。12文字以上にしてください。
staff-mistake-password_too_long = 新しいパスワードが長すぎます。128文字以内にしてください。
staff-mistake-password_common = よく使われるパスワードなので使えません。文章のように長いものにしてください。
staff-mistake-password_personal = 氏名やメールアドレスに近いので使えません。ほかのものにしてください。
staff-mistake-password_same = いまと同じパスワードです。ほかのものにしてください。
staff-mistake-password_repeat = 新しいパスワードの2つの欄が同じではありません。
staff-mistake-form = このページの用紙にない項目が送られました。もう一度送信してください。
form-restored = もう一度ログインしました。入力した内容は残っています。まだ保存されていません。確かめて、もう一度送ってください。
form-not-restored = ログインの期限が切れる前に入力した内容は、もう残っていません。もう一度入力してください。
