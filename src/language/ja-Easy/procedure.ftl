# 各手続のページ：申請方法ごとの段階、支払い、確認、報告（やさしい日本語）

## 申請方法ごとの段階

channel-short-mynaportal = マイナポータル
channel-short-city_system = 市の　ホームページ
channel-short-eltax = eLTAX（エルタックス）
channel-short-other_online = インターネット
channel-short-mail = 手紙（ゆうびん）
channel-short-phone = 電話
channel-short-counter = まど口

way-online = ネット
way-counter = まど口
way-counter_if_needed = いる　人は　まど口
way-not_needed = いりません
way-mail = 手紙
way-phone = 電話
way-ask = 市に　聞く

channel-steps-label = もうしこみの　しかたと　5つの　ながれ
channel-steps-step = ながれ
channel-steps-note = 「市に　聞く」は、どう　するか　書いて　ない　ものです。市の　人に　聞いて　ください。

## 手数料の支払い

needed-payment = お金の　はらいかた
pay-online = インターネットで　はらいます。
pay-counter = まど口で　はらいます。
pay-not_needed = お金を　はらう　ことは　ありません。
pay-unknown = 書いて　ありません。市の　人に　聞いて　ください。

## 確認と関連

checked-by = {$department}が　{$date}に　たしかめました。
checked-old = たしかめてから　1年より　長く　たって　います。かわったかも　しれません。先に　市の　人に　聞いて　ください。
planned-past = {$year}に　家で　できるように　する　よていでした。まだ　ぜんぶは　できません。
related-title = にて　いる　てつづき
entry-data = この　てつづきの　データ：
linked-sample = れい（サンプル）：見本です。本当の　ことでは　ありません。

## 報告

report-title = この　ページは　どうでしたか
report-question = この　ページは　役に　立ちましたか
report-kind-useful = 役に　立ちました
report-kind-not_useful = 役に　立ちませんでした
report-kind-could_not_finish = インターネットで　さいごまで　できませんでした
report-step = どこで　できませんでしたか
report-reason = どうして　できませんでしたか
report-reason-system_error = エラーが　出ました
report-reason-card = カードや　あんしょうばんごうが　つかえませんでした
report-reason-paper = 紙を　おくれませんでした
report-reason-not_understood = やりかたが　わかりませんでした
report-reason-counter_anyway = やっぱり　まど口へ　行きました
report-reason-other = ほかの　こと
report-only-then = 「さいごまで　できませんでした」を　えらんだ　人は、つぎの　2つも　えらんで　ください。
report-privacy = えらんだ　もの、てつづき、ことば、日を　数えます。書いた　文は、市の　人だけが　読みます。{$days}日までに　けします。あなたの　名前などは　のこりません。へんじは　ありません。
report-text = もっと　つたえたい　こと（書かなくても　いいです）
report-text-hint = {$most}文字まで　書けます。市の　人だけが　読みます。名前、じゅうしょ、電話の　ばんごうは　書かないで　ください。メール、マイナンバー、生まれた　日も　書かないで　ください。
report-mistake-text_long = 文が　長いです。{$most}文字までに　して　ください。
report-mistake-text_alone = 書いた　文は、「さいごまで　できませんでした」を　えらんだ　ときだけ　おくれます。それを　えらぶか、文を　けして　ください。
report-send = おくる
report-thanks-title = ありがとう　ございました
report-thanks-text = うけとりました。てつづきを　よく　する　ために　つかいます。
report-page-title = てつづきに　ついて　つたえる
report-back = てつづきの　ページへ　もどる
report-mistakes-title = まだ　おくって　いません
report-mistake-kind = 上の　3つの　中から、1つを　えらんで　ください。
report-mistake-step = どこで　できなかったか、5つの　中から　1つ　えらんで　ください。
report-mistake-reason = どうして　できなかったか、1つ　えらんで　ください。
report-mistake-form = この　ページに　ない　ものが　おくられました。下から　もう　一度　おくって　ください。
report-too-many-title = いまは　おくれません
report-too-many-text = みじかい　時間に　たくさん　とどきました。{$minutes}分ぐらい　まって、もう　一度　おくって　ください。えらんだ　ものは　のこって　います。いそぐ　人は、市の　人に　聞いて　ください。

## ほかのサイトからの送信

origin-title = おくる　ことが　できません
origin-advice = ほかの　ページから　とどいたかも　しれません。もとの　ページを　ひらいて、そこから　おくって　ください。
origin-back = ページを　ひらく

## 日本語だけの情報

only-in-japanese = やさしい　日本語で　書いて　いない　ところが　あります。

## 廃止と登録の取消

validity-ended = なくなりました
validity-withdrawn = まちがいでした
ending-label = おわりの　お知らせ
ending-ended = この　てつづきは　{$date}に　なくなりました。
ending-will-end = この　てつづきは　{$date}に　なくなります。
ending-withdrawn = この　てつづきは　まちがえて　書いた　ものでした。{$date}に　けしました。
ending-reason = わけ：
ending-successor = かわりの　てつづき：
ending-successors = かわりの　てつづき（いちばん　下の　ものを　つかって　ください）：
ending-answer = もう　できない　てつづきです
ending-as-before = 下は　{$date}（なくなる　前の　日）の　ことです。
ending-short = {$date}に　なくなりました
ending-kind-abolished = なくなりました
ending-kind-withdrawn = まちがい
ending-cell-successor = かわり：{$name}
withdrawn-title = この　ページは　なくなりました
withdrawn-text = まちがえて　書いた　ものだったので、{$date}に　けしました。

## 書いてはいけない個人情報

personal-data-e_mail = メールアドレスの　ような　ところが　あります。けしてから、もう　一度　おくって　ください。
personal-data-telephone = 電話の　ばんごうの　ような　数字が　あります。けしてから、もう　一度　おくって　ください。
personal-data-my_number = マイナンバーの　ような　12の　数字が　あります。けしてから、もう　一度　おくって　ください。
personal-data-address = じゅうしょの　ような　ところが　あります。けしてから、もう　一度　おくって　ください。
personal-data-birth_date = 生まれた　日の　ような　日が　あります。けしてから、もう　一度　おくって　ください。
