# ファイルでの更新、数値の入力

## ダウンロードとアップロード

import-title = ファイルで更新する
import-lead = いまのデータをExcelでダウンロードし、直して、ここから送ってください。何がどう変わるかを1つずつ確かめてから公開します。
import-no-right = ファイルで更新できるデータがありません。必要な場合は、所管課の担当を管理者に依頼してください。
import-take = ダウンロード
import-take-text = 入力できる値は一覧から選べます。手続IDなど、行を見分けるための列は変えられません。手続は担当の所管課のもの、数値は市と区のものです。
import-table-procedures = 手続
import-table-usage = 手続の件数
import-table-cards = マイナンバーカードの枚数
import-table-cards-by-age = マイナンバーカードの枚数（年齢別）
import-table-population = 人口
import-table-indicators = 指標の値
import-empty = 見出しだけの表
import-empty-of = {$table}：見出しだけの表
import-some = 手続を選んでダウンロードする（担当の手続の一覧）
import-send = アップロード
import-send-text = 変えた行だけのファイルでもかまいません。ファイルにない行は、そのまま残ります。
import-kind = データの種類
import-file = ファイル
import-file-hint = Excel（.xlsx、.xls）またはCSV、{$most}MBまで。
import-button = 送って変更を確かめる
import-button-text = まだ公開されません。次のページで、変更前と変更後を確かめられます。
import-in-the-table = 表に書いてある
import-department = 数値を担当する所管課
import-options = 表に書いていないこと
import-options-text = 数値の表に日付や年度、団体の列がないときだけ、選んでください。
import-source = 数値の出典
import-source-text = 出典のない行がある数値の表では、必ず書いてください。数値とともに公開します。ファイルの名前は公開しません。
import-source-hint = 「住民基本台帳人口（月末）」のような題名か、登録済みの出典の題名またはID
import-source-publisher = 発行者
import-source-url = アドレス（URL）
import-source-date = 出典の日付
import-area = 団体
import-new-areas = 一覧にない団体も登録する
entries-as-workbook = 表示中の手続をExcelでダウンロードする

## 1か月分の枚数の入力

typed-title = カードの枚数を入力する
typed-lead = 1つの基準日の枚数を、区ごとに入力します。送ると、変更前と変更後を確かめるページが開きます。
typed-no-right = カードの枚数を入力できるのは、その表を担当する所管課の職員です。必要な場合は、管理者に依頼してください。
typed-no-areas = 市と区が登録されていません。
typed-colon = ：
typed-measure = 種別
typed-as-of = 基準日
typed-population-as-of = 人口算出基準日
typed-source = 出典
typed-other-source = ほかの出典
typed-other-source-title = ほかの出典の題名
typed-other-source-hint = 「ほかの出典」を選んだときだけ、数値がどこから来たかを書いてください。数値とともに公開します。
typed-text = わからないところは空欄にしてください。空欄は「不明」で、0とは扱いません。全角の数字、1,234 のような区切りも使えます。人口には、わかっている最新の値が入っています。すべての区を入力したときは、市の値が区の合計と合うかを確かめます。
typed-table = 枚数と人口
typed-cards = 枚数
typed-population = 人口
typed-cards-of = {$area}の枚数
typed-population-of = {$area}の人口
typed-wards-sum = 区の合計は{$sum}、市の値は{$city}で、合っていません。どちらかを直してください。
typed-button = 送って変更を確かめる

## ファイルの内容の確認

file-title = ファイルの内容
file-gone = このファイルはもう保存されていません。変更を取り下げて、もう一度送ってください。
file-in-line = ほかのファイルの確認が終わるのを待っています（前に{$count}件）。
file-begins = ファイルを読み始めています。
file-reading = ファイルを読んでいます（{$percent}%）。
file-progress = 確認の進み具合
file-progress-text = このページは自動で更新されます。
file-look-again = いま更新する
file-abandon = 確認を中止する
file-abandoned = 確認を中止しました。何も書き込んでいません。
file-failed = 確認できませんでした。何も書き込んでいません。しばらくしてから、もう一度確認してください。
file-read-again = もう一度確認する
file-overtaken-since = 作成者が送ったあとに、対象のデータが変わっています。いまのデータとの違いを表示しています。
file-refused = このファイルは使えません
file-wrong-text = {$count}か所に誤りがあるため、公開できません。ファイルを直し、この変更を取り下げて、もう一度送ってください。
file-not-yet = まだ何も書き込んでいません。内容を確かめてください。
file-nothing = ファイルの内容は、いまのデータと同じです。
file-waiting-text = 適用日がこれからの記載は、その日までいまのまま公開されます。各段階と適用除外は、すぐに予告されます。
file-waiting = { $date }に変わる手続：{ $count }件
file-scheduled-note = すぐに変わる内容は公開済みです。取り下げると、適用日に変わる予定だった記載だけがなくなります。
file-report = すべての内容をダウンロード：
file-counts = 件数
file-more = ほかに{$count}件あります。すべてはダウンロードで確かめられます。
file-empty = 空欄
file-wrong = 誤り（{$count}か所）
file-changed = 変わるところ（{$count}か所）
file-new = 新しく加わるもの（{$count}件）
file-what-wrong = 誤り
file-what-changed = 変更
file-what-new = 新規
file-what-unchanged = 変更なし
file-what-refused = 使えないファイル
file-column-what = 種類
file-column-row = 行
file-column-record = 対象
file-column-column = 列
file-column-old = 変更前
file-column-new = 変更後
file-column-right = 正しくは
file-column-value = 値
file-report-more = CSVのレポートにある残りの行数:

edit-refusal-overtaken = 確かめたあとに、対象のデータが変わりました。何も書き込んでいません。いまのデータとの違いを、もう一度確かめてください。
edit-refusal-wrong = ファイルに誤りがあるため、何も書き込んでいません。
edit-refusal-space = このファイルを保管する場所がありません。公開前の変更のファイルは、あわせて64MBまでです。古い変更を取り下げるか完了してから、もう一度送ってください。
entry-mistake-file = ファイルを選んでください。空のファイルは送れません。
entry-mistake-file_large = ファイルが大きすぎます。変えた行だけのファイルに分けて送ってください。
entry-mistake-figures_day = 日付を、今日までの日で入力してください。例：2026-10-31
entry-mistake-source = 数値の出典を書いてください。
entry-mistake-count = 0以上の整数で入力してください。例：1,234
entry-mistake-no_counts = 枚数を1つ以上入力してください。
entry-mistake-population = 枚数を入力した団体の人口を入力してください。
entry-mistake-above_population = 保有枚数が人口より多くなっています。
entry-mistake-sum = 区の合計と合っていません。
