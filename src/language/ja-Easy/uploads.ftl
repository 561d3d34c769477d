# ファイルで　かえる、数を　書く

## ダウンロードと　アップロード

import-title = ファイルで　かえる
import-lead = Excelの　ファイルを　もらいます。なおして、ここから　おくります。かわる　ところを　見てから、みんなに　見せます。
import-no-right = かえる　ことが　できる　データが　ありません。かんりする　人に　言って　ください。
import-take = ファイルを　もらう
import-take-text = 書く　ことばを　リストから　えらべます。IDは　かえる　ことが　できません。
import-table-procedures = てつづき
import-table-usage = てつづきの　数
import-table-cards = マイナンバーカードの　数
import-table-cards-by-age = マイナンバーカードの　数（年れい）
import-table-population = 住んで　いる　人の　数
import-table-indicators = 目ひょうの　数
import-empty = 何も　書いて　いない　表
import-empty-of = {$table}：何も　書いて　いない　表
import-some = てつづきを　えらんで　ファイルを　もらう
import-send = ファイルを　おくる
import-send-text = かえた　ところだけの　ファイルでも　いいです。ファイルに　ない　ものは　かわりません。
import-kind = データの　しゅるい
import-file = ファイル
import-file-hint = Excelか　CSV。{$most}MBまで。
import-button = おくって　たしかめる
import-button-text = まだ　みんなには　見えません。つぎの　ページで　たしかめます。
import-in-the-table = 表に　書いて　ある
import-department = 数を　かかりに　する　課
import-options = 表に　書いて　いない　こと
import-options-text = 表に　日や　年度や　まちの　名前が　ない　ときだけ、えらびます。
import-source = どこの　数
import-source-text = 表に　どこの　数か　書いて　いない　ときは、ここに　書きます。みんなに　見えます。ファイルの　名前は　見えません。
import-source-hint = 「住んで　いる　人の　数（月の　おわり）」の　ように　書きます。もう　ある　名前や　IDでも　いいです
import-source-publisher = だれが　出した　数
import-source-url = ページの　アドレス（URL）
import-source-date = いつの　数
import-area = まち
import-new-areas = ぜんこくの　まちの　リストに　ない　まちも　とうろくする
entries-as-workbook = この　てつづきを　Excelで　もらう

## 1か月の　カードの　数

typed-title = カードの　数を　書く
typed-lead = 区の　カードの　数を　書きます。おくると、かわる　ところを　見る　ことが　できます。
typed-no-right = 数を　かかりに　する　課の　人だけが　書く　ことが　できます。かんりする　人に　言って　ください。
typed-no-areas = 市と　区の　データが　ありません。
typed-colon = ：
typed-measure = しゅるい
typed-as-of = いつの　数
typed-population-as-of = いつの　人の　数
typed-source = どこの　数
typed-other-source = ほかの　ところの　数
typed-other-source-title = ほかの　ところの　名前
typed-other-source-hint = 「ほかの　ところの　数」を　えらんだ　ときだけ　書きます。みんなに　見えます。
typed-text = わからない　ところは　書かないで　ください。0では　ありません。人の　数は　いちばん　新しい　ものが　入って　います。区を　ぜんぶ　書いた　ときは、市の　数と　くらべます。
typed-table = カードと　人の　数
typed-cards = カードの　数
typed-population = 人の　数
typed-cards-of = {$area}の　カードの　数
typed-population-of = {$area}の　人の　数
typed-wards-sum = 区を　ぜんぶ　たすと　{$sum}です。市は　{$city}です。同じ　数に　して　ください。
typed-button = おくって　たしかめる

## ファイルの　中

file-title = ファイルの　中
file-gone = この　ファイルは　もう　ありません。やめて、もう　いちど　おくって　ください。
file-in-line = ほかの　ファイルを　まって　います（前に　{$count}）。
file-begins = ファイルを　読みはじめて　います。
file-reading = ファイルを　読んで　います（{$percent}%）。
file-progress = どこまで　読んだか
file-progress-text = この　ページは　じぶんで　新しく　なります。
file-look-again = いま　見る
file-abandon = 読むのを　やめる
file-abandoned = 読むのを　やめました。何も　かわって　いません。
file-failed = 読む　ことが　できませんでした。何も　かわって　いません。あとで　もう　いちど　して　ください。
file-read-again = もう　いちど　読む
file-overtaken-since = おくった　あとで、データが　かわりました。いまの　データと　くらべて　います。
file-refused = この　ファイルは　つかえません
file-wrong-text = まちがいが　{$count}　あります。みんなに　見せる　ことが　できません。なおして、もう　いちど　おくって　ください。
file-not-yet = まだ　何も　かわって　いません。たしかめて　ください。
file-nothing = いまの　データと　同じです。
file-waiting-text = これからの　日に　かわる　ものは、その　日まで　かわりません。
file-waiting = { $date }に　かわる　手つづき：{ $count }
file-scheduled-note = やめると、その　日に　かわる　ものだけが　なくなります。
file-report = ぜんぶの　ファイル：
file-counts = いくつ
file-more = ほかに　{$count}　あります。ファイルで　ぜんぶ　見る　ことが　できます。
file-empty = 何も　ない
file-wrong = まちがい（{$count}）
file-changed = かわる　ところ（{$count}）
file-new = 新しい　もの（{$count}）
file-what-wrong = まちがい
file-what-changed = かわる
file-what-new = 新しい
file-what-unchanged = かわらない
file-what-refused = つかえない　ファイル
file-column-what = しゅるい
file-column-row = 行
file-column-record = 何の
file-column-column = どこ
file-column-old = 前
file-column-new = あと
file-column-right = 正しい　書きかた
file-column-value = 書いて　ある　こと
file-report-more = CSVの　ファイルに　ある　のこりの　行:

edit-refusal-overtaken = たしかめた　あとで、データが　かわりました。何も　して　いません。もう　いちど　見て　ください。
edit-refusal-wrong = ファイルに　まちがいが　あります。何も　して　いません。
edit-refusal-space = ファイルを　おく　ばしょが　ありません。前の　変更を　やめるか、おわらせて　ください。それから　もう　いちど　送って　ください。
entry-mistake-file = ファイルを　えらんで　ください。
entry-mistake-file_large = ファイルが　大きすぎます。小さく　して　ください。
entry-mistake-figures_day = 日を　2026-10-31　の　ように　書いて　ください。今日までの　日です。
entry-mistake-source = どこの　数か　書いて　ください。
entry-mistake-count = 数を　1,234　の　ように　書いて　ください。
entry-mistake-no_counts = 数を　1つは　書いて　ください。
entry-mistake-population = 人の　数も　書いて　ください。
entry-mistake-above_population = カードが　人より　多く　なって　います。
entry-mistake-sum = 区を　ぜんぶ　たした　数と　ちがいます。
