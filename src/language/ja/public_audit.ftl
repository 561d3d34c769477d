# 記録：過去の日の状態、手続の変更履歴、データのページ

## 過去の日の状態

past-day-heading = 過去の日の状態を見る
past-day-choose = 日付
past-day-show = その日の状態を表示
past-day-label = 過去の日の状態について
past-day-title = {$date}の状態を表示しています。
past-day-catalogue = 各段階とオンライン化の状況は、その日までに記録されていたことによる、その日の状態です。手続の名前、分類、件数は現在のものです。
past-day-procedure = 各段階、オンライン化の状況、記載内容は、その日までに記録されていたことによる、その日の状態です。件数、関連する手続、所管課の連絡先は現在のものです。
past-day-not-yet = この手続が一覧に登録されたのは、これより後の{$date}です。
past-day-today = 現在の状態を見る

## 変更履歴のページ

history-page-title = {$name}の変更履歴
history-page-short = 変更履歴
history-page-link = 変更履歴（記録日、変更前と変更後、理由）
history-page-lead = この手続について、何が、いつから変わったか、いつ記録されたか、何から何に変わったかを示します。
history-first-recorded = {$date}に一覧へ登録されました。
history-back = 手続のページへ戻る
history-steps-title = 各段階と適用除外の変更
history-steps-caption = 各段階と適用除外の変更（新しい順）
history-steps-note = 「適用日」は変更が効力を持つ日、「記録日」は変更が記録された日です。
history-entry-title = 記載内容の変更
history-entry-caption = 記載内容の変更（新しい順）
history-entry-note = 「—」は、空欄または記録がないことを示します。
history-entry-none = 記載内容の変更の記録はありません。
history-column-effective = 適用日
history-column-recorded = 記録日
history-column-what = 変わったもの
history-column-field = 項目
history-column-from = 変更前
history-column-to = 変更後
history-column-reason = 理由
history-column-approved = 承認
history-yes = あり
history-no = なし
history-forgotten = 内容は求めにより{$date}に記録から消去されました
history-steps-only = 各段階または適用除外（上の表を参照）
history-nobody = 変更した人や承認した人の名前は公開していません。記録が後から書き換えられていないことを確かめるための値は、次のページにあります。

## 手続の項目

field-name = 名称
field-name_easy = 名称（やさしい日本語）
field-name_en = 名称（英語）
field-kana = ふりがな
field-summary = 概要
field-summary_easy = 概要（やさしい日本語）
field-summary_en = 概要（英語）
field-department = 所管課
field-legal_basis = 根拠法令
field-life_events = ライフイベント
field-audience = 対象者
field-sets = 手続の区分
field-channels = 申請方法
field-card_requirement = 必要な電子証明書
field-papers = 必要書類
field-fee = 手数料
field-processing = 処理期間
field-blockers = 懸念点
field-planned_fiscal_year = オンライン化の予定年度
field-checked_on = 確認日
field-source = 出典
field-sample = サンプルの印

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
