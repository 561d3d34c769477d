# The page of data

## データのページ

data-title = データと　きろく
data-lead = ここに　ある　データは、だれでも　もらって　つかえます。どこの　データかも　わかります。
data-lists = リストの　データ
data-lists-text = お金も　とうろくも　いりません。CSVは　Excelなどで　ひらけます。
data-what = なかみ
data-for-programs = プログラムで　つかう
data-for-spreadsheets = Excelなどで　つかう
data-list-procedures = てつづきの　リスト
data-list-changes = かわった　てつづき
data-list-areas = 市と　区
data-list-cards = カードの　かず
data-list-cards-by-age = 年れいごとの　カードの　数
data-list-indicators = もくひょうと　けっか
data-list-budget = つかう　お金
data-list-budget-items = お金の　なかみ
data-list-corrections = なおした　数字
data-list-guides = くらしの　あんない
data-list-audit-heads = 日ごとの　きろくの　さいごの　しるし
data-workbooks = ページの　ひょうの　ファイル
data-workbooks-text = ページの　ひょうを　Excelの　ファイルで　もらえます。
data-workbook-of = 「{$page}」の　ひょう（Excel）
data-feeds = かわった　ことの　お知らせ（フィード）
data-sources-text = どこの　データか、いつの　データか、つかう　ときの　きまりです。
data-heads = 日ごとの　きろくの　さいごの　しるし
data-heads-text = データを　かえると、きろくが　1つ　ふえます。あとから　きろくを　かえたり　けしたり　すると　わかります。おわった　日の　しるしを　ここに　出します。この　しるしは　かわりません。
data-heads-caption = おわった　日の　しるし（新しい　ものが　上、30日まで）
data-heads-day = 日
data-heads-number = その　日までの　かず
data-heads-rows = その　日の　かず
data-heads-hash = しるし（HMAC-SHA256）
data-heads-note = しるしは　プログラムで　たしかめられます。「tetsuzuki verify --head かず:しるし」です。
data-heads-csv = ぜんぶの　日の　しるし（CSV）
data-heads-none = まだ　ありません。つぎの　日から　出ます。

data-lists-table = データの　ファイル
