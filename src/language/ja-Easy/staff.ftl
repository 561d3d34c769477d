# 職員用のページ（やさしい日本語）

footer-staff = 市で　はたらく　人の　ページ

role-editor = 入力する　人
role-approver = たしかめる　人
role-administrator = かんりする　人
role-means-approver = たしかめる　人：上で　えらんだ　課の、ほかの　人が　かえた　ことを　たしかめます
role-means-administrator = かんりする　人：はたらく　人の　アカウントを　かんりします

staff-nav-label = 市で　はたらく　人の　メニュー
staff-log-in = ログイン
staff-log-out = ログアウト
staff-to-desk = わたしの　てつづきへ
staff-to-people = はたらく　人の　アカウントを　かんりする

## ログイン

staff-login-title = 市で　はたらく　人の　ログイン
staff-login-lead = 市で　はたらく　人が、てつづきを　なおす　ための　ページです。
staff-logged-out = ログアウトしました。
staff-session-over = ログインが　おわって　います。もう　いちど　ログインして　ください。いま　おくった　ものは　のこって　いません。
staff-e-mail = メールアドレス
staff-password = パスワード
staff-login-help-title = ログインできない　とき
staff-login-help = アカウントは、かんりする　人が　作ります。パスワードを　わすれた　ときは、かんりする　人に　言って　ください。1回だけの　パスワードを　もらえます。
staff-login-cookies = ログインすると、クッキーを　2つ　のこします。ログインした　ことと、この　ブラウザーを　つかった　ことが　わかります。60分　つかわないと、ログインは　おわります。12時間で　かならず　おわります。
staff-wrong-title = ログインできません
staff-wrong-text = メールアドレスか　パスワードが　ちがいます。大きい　文字と　小さい　文字を　たしかめて、もう　いちど　入れて　ください。
staff-disabled-title = この　アカウントは　とまって　います
staff-disabled-text = かんりする　人に、アカウントを　ひらいて　もらって　ください。
staff-one-time-over-title = 1回だけの　パスワードは　もう　つかえません
staff-one-time-used-title = 1回だけの　パスワードは　もう　1回　つかいました
staff-one-time-over-text = かんりする　人に、あたらしい　パスワードを　もらって　ください。
staff-too-many-title = すこし　まって　ください
staff-too-many-text = まちがいが　つづきました。{$minutes}分ぐらい　まって、もう　いちど　ためして　ください。いそぐ　人は、かんりする　人に　言って　ください。

## 権限がないとき

staff-no-right-title = この　ページは　つかえません
staff-no-right-text = つかいたい　ときは、かんりする　人に　言って　ください。
staff-administrators = かんりする　人

## 担当の手続

staff-desk-title = わたしの　てつづき
staff-you-are = {$name}さん（{$roles}）
staff-clock-behind = コンピューターの　時計が　おかしいです。さいごの　きろく（{$moment}）より　前に　なって　います。コンピューターを　かんりする　人に　言って　ください。
staff-foreign-rows = この　システムの　外で　かえられた　データが　あります（{$count}）。コンピューターを　かんりする　人に　言って　ください。
staff-no-roles = 役わりは　ありません
staff-no-departments = あなたの　課が　まだ　入って　いません。かんりする　人に　言って　ください。
staff-no-departments-short = ありません
staff-procedure = てつづき
staff-last-checked = さいごに　たしかめた　日
staff-check-is-old = たしかめて　ください

## アカウント

staff-account-title = アカウント
staff-name = なまえ
staff-roles-title = 役わり
staff-departments = あなたの　課
staff-state = いまの　ようす
staff-state-open = つかって　います
staff-state-disabled = とまって　います
staff-state-one-time = 1回だけの　パスワード
staff-last-login = さいごの　ログイン
staff-never = ありません
staff-must-change = 1回だけの　パスワードで　ログインして　います。つかえるのは　1回だけです。いま、じぶんだけの　パスワードに　かえて　ください。かえたら、さきに　すすめます。
staff-change-password = パスワードを　かえる
staff-password-rule = {$letters}文字より　長く　して　ください。どんな　文字でも　いいです。文のように　長い　ものが　いいです。みんなが　つかう　パスワードや、なまえ、メールアドレスに　にた　ものは　つかえません。かえると、ほかの　ブラウザーの　ログインは　ぜんぶ　おわります。
staff-current-password = いまの　パスワード
staff-new-password = あたらしい　パスワード
staff-repeated-password = あたらしい　パスワード（もう　いちど）
staff-sessions-title = ログインして　いる　ブラウザー
staff-sessions-short = ログインの　かず
staff-sessions-text = しらない　ものが　あったら、おわりに　して　ください。それから　パスワードを　かえて　ください。
staff-no-sessions = ログインして　いる　ブラウザーは　ありません。
staff-browser = ブラウザー
staff-browser-unknown = わからない　ブラウザー
staff-session-began = ログインした　とき
staff-session-used = さいごに　つかった　とき
staff-session-action = できる　こと
staff-this-session = この　ブラウザー
staff-end-session = おわりに　する
staff-end-session-of = {$browser}（さいごに　つかった　とき：{$time}）の　ログインを　おわりに　する
staff-end-other-sessions = ほかの　ログインを　ぜんぶ　おわりに　する
staff-end-all-sessions = ログインを　ぜんぶ　おわりに　する

## 職員

staff-people-title = はたらく　人
staff-person-title = はたらく　人の　アカウント
staff-person-unknown = この　アカウントは　ありません。
staff-add-title = アカウントを　作る
staff-add-text = 作ると、1回だけの　パスワードが　出ます。その　人に　ちょくせつ　つたえて　ください。
staff-add = 作る
staff-departments-hint = えらんだ　課の　てつづきだけ　かえられます。
staff-further-roles = ほかの　役わり
staff-save-roles = 役わりを　のこす
staff-access-title = つかう　こと
staff-reset-text = 1回だけの　パスワードを　作ります。いまの　パスワードは　つかえなく　なります。ログインは　ぜんぶ　おわります。
staff-reset = 1回だけの　パスワードを　作る
staff-disable-text = アカウントを　とめます。ログインは　ぜんぶ　おわります。ひらくまで　ログインできません。
staff-disable = とめる
staff-enable-text = アカウントを　ひらきます。パスワードと　役わりは　まえと　おなじです。
staff-enable = ひらく
staff-own-account-note = じぶんの　役わりなどは　かえられません。ほかの　かんりする　人に　言って　ください。
staff-one-time-title = 1回だけの　パスワード
staff-one-time-text = 見られるのは　いまだけです。その　人に　ちょくせつ　つたえて　ください。{$days}日の　あいだに、1回だけ　つかえます。はじめての　ログインで、その　人が　パスワードを　かえます。

staff-done-password = パスワードを　かえました。ほかの　ログインは　ぜんぶ　おわりました。
staff-done-sessions = ログインを　おわりに　しました。
staff-done-roles = 役わりを　のこしました。
staff-done-disabled = アカウントを　とめました。
staff-done-enabled = アカウントを　ひらきました。

staff-not-done-title = まだ　おわって　いません
staff-mistake-e_mail = メールアドレスを、name@city.example.jp のように　入れて　ください。
staff-mistake-e_mail_taken = この　メールアドレスの　アカウントは　もう　あります。
staff-mistake-name = なまえを　80文字までで　入れて　ください。
staff-mistake-department = 課を、リストの　中から　えらんで　ください。
staff-mistake-current_password = いまの　パスワードが　ちがいます。
staff-mistake-password_too_short = あたらしい　パスワードが　みじかいです。12文字より　長く　して　ください。
staff-mistake-password_too_long = あたらしい　パスワードが　長すぎます。128文字までに　して　ください。
staff-mistake-password_common = みんなが　つかう　パスワードです。文のように　長い　ものに　して　ください。
staff-mistake-password_personal = なまえや　メールアドレスに　にて　います。ほかの　ものに　して　ください。
staff-mistake-password_same = いまと　おなじ　パスワードです。ほかの　ものに　して　ください。
staff-mistake-password_repeat = あたらしい　パスワードの　2つが　おなじでは　ありません。
staff-mistake-form = この　ページに　ない　ものが　おくられました。もう　いちど　おくって　ください。
form-restored = もう一度ログインしました。入れた内容は残っています。まだ保存していません。見直して、もう一度送ってください。
form-not-restored = 前に入れた内容は、もう残っていません。もう一度入れてください。
