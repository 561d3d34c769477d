# はじめの日（やさしい日本語）

## 準備中の公開ページ

set-up-title = いま　じゅんび　して　います
set-up-text = この　ページでは、インターネットで　できる　手つづきを　見せます。
set-up-when = いまは　まだ　見る　ものが　ありません。もう　すこし　まって　ください。

## 市区町村を選ぶ

first-day-title = はじめの　じゅんび
first-day-on-desk = どの　市や　町の　ページか、まだ　きまって　いません。きまるまで、みんなの　ページには　「じゅんび　して　います」と　だけ　出ます。
first-day-begin = じゅんびを　はじめる
first-day-lead = はじめに、どの　市や　町の　ページかを　えらびます。えらぶまで、みんなの　ページには　「じゅんび　して　います」と　だけ　出ます。
first-day-change-lead = ほかの　市や　町を　えらびます。なにが　かわるかを　見てから　かえます。
first-day-search-title = 市や　町を　さがす
first-day-name = 市や　町の　名前
first-day-name-hint = れい：豊中市、とよなか、大阪府豊中市、272035。むかしの　名前でも　さがせます。
first-day-search = さがす
first-day-found = 見つかった　市や　町：{ $count }
first-day-none-found-text = この　名前の　市や　町は　ありません。「市」「町」「村」を　とって　入れるか、ひらがなで　入れて　ください。区の　人は、市の　名前を　入れて　ください。
first-day-more-found = ほかに　{ $count }　あります。もっと　長い　名前を　入れて　ください。
first-day-code = ばんごう　{ $code }
first-day-former = （むかしの　名前：{ $name }）
first-day-confirm = { $city }（ばんごう　{ $code }）に　しますか
first-day-name-everywhere = 名前は、ぜんぶの　ページに　出ます。
first-day-areas = 市や　町の　名前を　入れます。いっしょに　入れる　ところ：{ $areas }
first-day-wards = いまの　区も　入れます：{ $wards }
first-day-no-wards = 区は　ありません。区の　地図は　出ません。
first-day-former-wards = 前の　区（{ $wards }）は、前の　数字を　入れると　出ます。
first-day-words = くらしの　できごとや、さがす　ときの　ことばは、はじめから　入って　います。あとで　かえられます。
first-day-indicators = この　ページが　計算する　2つの　目ひょうも　入れる。数字は　まだ　ありません
first-day-choose-button = { $city }に　する
first-day-back = えらびなおす
first-day-chosen = { $city }に　しました。下の　表を、上から　入れて　ください。

first-day-change = 市や　町を　かえる
first-day-may-change = まちがえた　ときは、いま　かえられます。市や　町の　データを　入れると、かえられません。
first-day-may-not-change = データが　ある　ため、かえられません：{ $tables }。ほかの　市や　町は、べつの　データベースで　はじめて　ください。
first-day-follows = かえると、こう　なります
first-day-follows-name = ぜんぶの　ページの　名前が、{ $from }から　{ $to }に　かわります。
first-day-follows-areas = { $from }の　人口や　カードの　数は、くらべる　ために　のこります。
first-day-follows-readers = お知らせ（フィード）を　読む　人には、ぜんぶが　新しく　とどきます。
first-day-follows-log = かえた　ことが　きろくに　のこります。
first-day-confirmed = 読みました。{ $from }から　{ $to }に　かえます
first-day-change-button = { $city }に　かえる
first-day-without-english = 英語の　名前が　ありません：{ $areas }。入れるまで、英語の　ページには　日本語の　名前が　出ます。
first-day-to-areas = 英語の　名前を　入れる
first-day-inferred = だれも　まだ　えらんで　いません。区から　{ $city }だと　わかります。
first-day-fix = えらんで　きめる
first-day-is-demonstration = この　データベースは　見本です。市や　町は　かえられません。じぶんの　市や　町の　ページは、べつの　データベースで　はじめて　ください。

first-day-refusal-no_right = えらべるのは、かんりする　人だけです。
first-day-refusal-no_city = 市や　町を　リストから　えらんで　ください。
first-day-refusal-other_city = もう　ほかの　市や　町に　なって　います。なにも　かえて　いません。
first-day-refusal-moved = ほかの　人が　さきに　えらびました。なにも　かえて　いません。
first-day-refusal-has_data = データが　ある　ため、かえられません。なにも　かえて　いません。
first-day-refusal-not_confirmed = なにが　かわるかを　読んで、しるしを　つけて　ください。
first-day-refusal-demonstration = この　データベースは　見本です。なにも　かえて　いません。
first-day-refusal-no_table = この　名前の　表は　ありません。

## 表の一覧

first-day-about = この　ページは　{ $city }（ばんごう　{ $code }）の　ページです。
first-day-numbers = データが　ある　表：{ $there }　まだの　表：{ $missing }　あとで　入れる　表：{ $later }
first-day-people = だれが　入れますか
first-day-people-text = 表は、その　しごとの　課の　人が　入れます。さきに　はたらく　人の　アカウントを　作って、どの　課が　どの　表を　入れるかを　きめて　ください。
first-day-accounts = いまの　アカウントの　数：{ $count }
first-day-to-departments = どの　課が　どの　表を　入れるかを　きめる
first-day-tables = 表
first-day-tables-text = 大切な　ものから　じゅんに　あります。ぜんぶ　入れなくても　いいです。わからない　ところは、なにも　書かないで　ください。「わかりません」と　出ます。
first-day-purpose = { $table ->
    [areas] 市と　区、くらべる　市や　町の　名前です。
    [sources] 数字や　文が　どこから　来たかを　書きます。
    [departments] 手つづきを　する　課と、まどぐちの　場所や　時間です。
    [procedures] 手つづきの　名前と　せつめいです。
    [channels] どうやって　申しこむか、その　アドレスです。
    [cards] マイナンバーカードの　数です。
    [population] 住んで　いる　人の　数です。
    [indicators] 目ひょうの　名前と、計算の　しかたです。
    [indicator-values] 目ひょうの　年ごとの　数字です。
    [usage] 手つづきを　1年に　何回　したかです。
    [step-events] 手つづきが　いつから　インターネットで　できるかです。
    [guides] しつもんに　答えると、する　ことが　わかる　あんないです。
    [guide-questions] あんないで　聞く　ことです。
    [guide-answers] あんないの　しつもんの　答えです。
    [guide-entries] 答えから　わかる、する　ことです。
    [programmes] 市の　しごとと、その　おかねです。
    [funding] おかねが　どこから　来たかです。
    [life-events] 引っこし、けっこんなど、くらしの　できごとです。
    [sets] 国が　さきに　して　ほしい　手つづきの　あつまりです。
    [boundaries] 地図に　つかう　区の　形です。
    [exclusion-events] 数に　入れない　手つづきと、その　りゆうです。
    [synonyms] さがす　ときに　つかう、ふだんの　ことばです。
    [cost-items] おかねを　なにに　つかうかです。
    [assessments] ほしいと　言った　おかねと、きまった　おかねです。
    [obligations] 何年も　つづけて　はらう　おかねです。
    [schedule] いつ　なにを　するかです。
    [initiatives] 市が　する　ことです。
    [milestones] する　ことの　と中の　目じるしです。
    [effects] した　ことで、なにが　かわったかです。
    [training] はたらく　人の　べんきょうです。
    [courses] べんきょうの　なまえです。
    [roles] べんきょうする　人の　しごとです。
    [training-progress] べんきょうが　おわった　人の　数です。
    [sdg-actions] SDGsの　ために　市が　する　ことです。
    [offices] まど口の　場所と　電話です。
    [office-hours] まど口が　あいて　いる　時間です。
    [office-exceptions] まど口が　いつもと　ちがう　日です。
    [papers] 手つづきに　もっていく　紙や　ものの　名前です。
    [procedure-papers] どの　手つづきに　どの　紙が　いるかです。
    [procedure-details] 手つづきに　かかる　日や　お金、だれが　できるかです。
    [procedure-forms] 手つづきで　書く　紙の　ファイルです。
    [office-procedures] どの　手つづきを　どの　まど口で　するかです。
    [holidays] まど口が　休む　日です。
    [postcodes] ゆうびん番ごうと　区です。
   *[other] { $purpose }
}
first-day-rows = いまの　行の　数：{ $count }
first-day-newest = いちばん　新しい　もの：{ $newest }
first-day-pages = 出る　ページ：
first-day-workbook = いまの　データが　入った　表（Excel）
first-day-empty-workbook = 書きこむ　表（Excel）
first-day-send = ファイルを　おくる
first-day-by-departments = これは　課の　人が　入れます。アカウントに　課を　つけて　ください。
first-day-form = ここで　入れる
first-day-put-off = あとで
first-day-take-up = 「あとで」を　やめる
first-day-way-of = { $table }：{ $way }
first-day-state-there = あります
first-day-state-missing = まだ
first-day-state-later = あとで

first-day-table-areas = 市や　町と　区
first-day-table-sources = どこの　データか
first-day-table-departments = 課
first-day-table-procedures = 手つづき
first-day-table-channels = 申しこみかた
first-day-table-cards = マイナンバーカードの　数
first-day-table-population = 人口
first-day-table-indicators = 目ひょう
first-day-table-indicator-values = 目ひょうの　数字
first-day-table-usage = 手つづきの　数
first-day-table-step-events = 手つづきが　かわった　日
first-day-table-guides = くらしの　あんない
first-day-table-guide-questions = あんないの　しつもん
first-day-table-guide-answers = あんないの　答え
first-day-table-guide-entries = あんないの　する　こと
first-day-table-programmes = 市の　しごと
first-day-table-funding = おかねの　もと
first-day-table-life-events = くらしの　できごと
first-day-table-sets = 手つづきの　あつまり
first-day-table-boundaries = 区の　形
first-day-table-exclusion-events = 数に　入れない　手つづき
first-day-table-elsewhere = ほかの　ところの　てつづき
first-day-table-synonyms = さがす　ことば
first-day-table-translations = ほかの　ことばの　文
first-day-table-cost-items = おかねの　つかいかた
first-day-table-assessments = おかねを　きめる
first-day-table-obligations = 何年も　はらう　おかね
first-day-table-schedule = よてい
first-day-table-initiatives = する　こと
first-day-table-milestones = 目じるし
first-day-table-effects = かわった　こと
first-day-table-training = はたらく　人の　べんきょう
first-day-table-courses = べんきょうの　なまえ
first-day-table-roles = べんきょうする　人の　しごと
first-day-table-training-progress = べんきょうが　おわった　人の　数
first-day-table-sdg-actions = SDGsの　こと
first-day-english-name = 市区町村の英語の名前
first-day-english-name-hint = 例：Toyonaka City。英語のページに出ます。書かないときは、日本語の名前が出ます。
