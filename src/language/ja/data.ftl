# The page of data

## データのページ

data-title = データの提供と記録
data-lead = このサイトの情報は、すべて持ち出して自由に使えます。一覧、出典、そして記録が書き換えられていないことを確かめるための値をまとめています。
data-lists = 一覧のデータ
data-lists-text = 鍵も登録もいりません。CSVは表計算ソフトでそのまま開けます。
data-what = 内容
data-for-programs = プログラム用
data-for-spreadsheets = 表計算ソフト用
data-list-procedures = 手続の一覧
data-list-changes = 手続の変更
data-list-areas = 団体と区
data-list-cards = カードの交付・保有枚数
data-list-cards-by-age = 年齢別のカード枚数
data-list-indicators = 目標と実績
data-list-budget = 事務事業の費用と財源
data-list-budget-items = 費用の内訳
data-list-corrections = 数値の訂正
data-list-guides = 暮らしの案内
data-list-audit-heads = 監査記録の日ごとの末尾の値
data-workbooks = ページの表をまとめたファイル
data-workbooks-text = ページに表示している表を、数値のまま、出典と定義の説明を付けたExcelファイルで保存できます。
data-workbook-of = 「{$page}」の表（Excel）
data-feeds = 変更のフィード
data-sources-text = 数値と情報の出典、時点、利用条件です。
data-heads = 監査記録の日ごとの末尾の値
data-heads-text = データの変更は、すべて監査記録に1行ずつ残します。各行は、データベースの外にある鍵で前の行とつながれており、後から書き換え、削除、並べ替え、切り捨てをすると分かります。終わった日の末尾の値をここに公開します。一度公開した値が変わることはありません。
data-heads-caption = 終わった日の末尾の値（新しい順、最大30日分）
data-heads-day = 日
data-heads-number = その日までの行数
data-heads-rows = その日の行数
data-heads-hash = 末尾の行の値（HMAC-SHA256）
data-heads-note = 手元に控えた値は「tetsuzuki verify --head 行数:値」で記録と照合できます。
data-heads-csv = すべての日の値（CSV）
data-heads-none = まだ終わった日がありません。記録が始まった日の翌日から表示します。

data-lists-table = 一覧ごとのファイル
