# 窓口のページ

nav-offices = まど口
data-list-offices = まど口と　あいて　いる　時間

## 一覧

offices-title = まど口
offices-lead = 市の　まど口が　いま　あいて　いるか、どこに　あるか、どこに　電話するかが　わかります。
offices-list = まど口の　リスト
offices-all = ぜんぶの　まど口を　見る
offices-today = { $day }の　ことです。
offices-none = まど口は　書いて　ありません。
offices-pages = ぜんぶで　{ $total }こ　あります。{ $pages }ページの　中の　{ $page }ページです。
offices-for-procedure = この　てつづきが　できる　まど口です。
offices-find = 近くの　まど口を　さがす
offices-area = 区
offices-area-any = えらんで　いません
offices-postcode = ゆうびんばんごう
offices-postcode-hint = 区を　えらばないで、ここに　書いても　いいです。れい：590-0000
offices-postcode-wrong = 「{ $postcode }」は　ゆうびんばんごうでは　ありません。590-0000の　ように、数字を　7つ　書いて　ください。
offices-postcode-unknown = ゆうびんばんごう「{ $postcode }」は　わかりません。区を　えらんで　ください。
offices-near = { $area }から　近い　じゅんです。
offices-town = { $area }（{ $town }）
offices-show = 近い　じゅんに　見る

## 今開いているか

office-open-until = { $time }まで　あいて　います
office-opens-today = いまは　しまって　います。きょう　{ $time }に　あきます
office-opens-weekday = いまは　しまって　います。{ $weekday }　{ $time }に　あきます
office-opens-day = いまは　しまって　います。{ $day }　{ $time }に　あきます
office-closed = いまは　しまって　います。つぎに　あく　日は　わかりません
office-hours-unknown = あいて　いる　時間は　わかりません
office-reason = きょうは　いつもと　ちがいます：{ $reason }
office-exception-without-reason = この日だけ　ちがいます
office-holidays-end = { $date }より　あとの　しゅくじつは　まだ　わかりません。しゅくじつは　しまる　ことが　あります。
office-holidays-unknown = しゅくじつが　いつかは　わかりません。しゅくじつは　しまる　ことが　あります。
office-holidays-until = しゅくじつは　{ $date }まで　わかって　います。
office-day = { $date }（{ $weekday }）
weekday-mon = 月よう日
weekday-tue = 火よう日
weekday-wed = 水よう日
weekday-thu = 木よう日
weekday-fri = 金よう日
weekday-sat = 土よう日
weekday-sun = 日よう日

## 一つの窓口

office-description = { $name }の　あいて　いる　時間、場所、電話です。
office-kind-main = 市の　いちばん　大きい　役所
office-kind-ward = 区役所
office-kind-branch = 小さい　役所
office-kind-centre = きまった　しごとを　する　ところ
office-kind-other = ほかの　ところ
office-counter = まど口
office-telephone = 電話
office-address = 場所
office-access = 近い　えき・バスてい
office-languages = 日本語の　ほかに　話せる　ことば
office-facilities = ある　もの
office-note = そのほか
office-map = 地図を　見る
office-reach-title = 電話と　行きかた
office-hours-title = あいて　いる　時間
office-usual-caption = いつもの　時間
office-days-caption = きょうから　7日
office-weekdays-column = よう日
office-day-column = 日
office-hours-column = 時間
office-notes-column = そのほか
office-from-to = { $opens }から　{ $closes }まで
office-day-closed = しまって　います
office-day-unknown = わかりません
office-day-may-be-holiday = しゅくじつか　どうかは　わかりません
office-open-on-holidays = しゅくじつも　あいて　います。
office-closed-on-holidays = しゅくじつと　市の　休みの　日は　しまって　います。
office-valid-from = { $date }から
office-valid-until = { $date }まで
office-exceptions-title = いつもと　ちがう　日
office-exception = { $days }：{ $hours }
office-procedures-title = ここで　できる　てつづき
office-every-procedure = まど口が　きまって　いない　てつづきは、ぜんぶ　ここで　できます。
office-no-procedures = ここで　できる　てつづきは　わかりません。
office-checked-on = { $date }に　たしかめました。

## 手続のページ

office-where-title = まど口
office-where-more = ほかの　まど口（{ $count }）
office-where-nearest = 近い　じゅんに　見る・ぜんぶの　まど口を　見る
office-where-unknown = どの　まど口で　できるかは　わかりません。ここに　聞いて　ください。
office-where-list = まど口の　リスト
office-channel-counter = この　てつづきの　まど口
office-channel-others = ほかの　まど口の　電話
office-channel-post-several = おくる　ところ：下の　まど口の　中の、すんで　いる　区の　まど口
office-channel-no-number = 電話の　ばんごうは　わかりません。
office-channel-no-address = おくる　ところは　わかりません。

## 言語と設備

spoken-en = 英語
spoken-zh = 中国語
spoken-ko = かんこく語
spoken-vi = ベトナム語
spoken-pt = ポルトガル語
spoken-es = スペイン語
spoken-fil = フィリピノ語
spoken-ne = ネパール語
spoken-id = インドネシア語
spoken-th = タイ語
spoken-my = ミャンマー語
spoken-fr = フランス語
spoken-ru = ロシア語
spoken-uk = ウクライナ語
facility-step_free = だんが　ない　入口
facility-elevator = エレベーター
facility-toilet = 車いすの　人も　つかえる　トイレ
facility-parking = しょうがいの　ある　人の　車を　とめる　ところ
facility-tactile_paving = 目が　見えない　人の　ための　道
facility-sign_language = 手話
facility-writing = 書いて　話す　こと
facility-hearing_loop = 耳が　聞こえにくい　人の　ための　きかい
facility-nursing_room = あかちゃんに　ミルクを　あげる　へや
facility-play_area = 子どもが　あそぶ　ところ

## 職員のページ

first-day-table-offices = まど口
first-day-table-office-hours = あいて　いる　時間
first-day-table-office-exceptions = いつもと　ちがう　日
first-day-table-office-procedures = てつづきの　まど口
first-day-table-holidays = 休みの　日
first-day-table-postcodes = ゆうびんばんごう
row-weekdays-hint = れい：月〜金、土、第2・第4土
row-time-hint = れい：9:00、17:30
row-telephone-hint = ぜんぶの　数字を　書きます。れい：072-000-0001
row-choices-hint = ここから　えらんで「;」で　つなぎます：{ $words }
row-condition-hint = いまの　じょうけん：{$condition}

nearest-ask = いま　いる　ところから　近い　じゅんに　ならべる
nearest-wait = いま　いる　ところを　しらべて　います…
nearest-sorted = いま　いる　ところから　近い　じゅんに　ならべました。いる　ところは　どこにも　おくって　いません。
nearest-refused = いる　ところを　つかう　ことが　できません。区や　ゆうびんばんごうで　さがして　ください。
nearest-unknown = いま　いる　ところが　わかりません。区や　ゆうびんばんごうで　さがして　ください。
nearest-distance = やく#km
office-more = ほかに　{ $count }あります。
