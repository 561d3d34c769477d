# Pages as of a past day, and the history of a procedure

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
history-first-reason = 理由：{$reason}

history-first-state = （最初の記録）
