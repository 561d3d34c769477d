# はじめの日：準備中のページ、市区町村を選ぶ、表の一覧

## 準備中の公開ページ

set-up-title = 準備中です
set-up-text = このサイトは、行政手続がどこまでオンラインでできるかを公開するために、準備をしています。
set-up-when = まだご覧いただける内容はありません。公開まで、もうしばらくお待ちください。

## 市区町村を選ぶ

first-day-title = はじめの準備
first-day-on-desk = このサイトがどの市区町村のものか、まだ決まっていません。決まるまで、公開ページには「準備中」とだけ表示します。
first-day-begin = はじめの準備をする
first-day-lead = はじめに、このサイトがどの市区町村のものかを選びます。選ぶまで、公開ページには「準備中」とだけ表示します。
first-day-change-lead = 別の市区町村を選びます。選んだあと、何が変わるかを確かめてから変更します。
first-day-search-title = 市区町村を探す
first-day-name = 市区町村の名前
first-day-name-hint = 例：豊中市、とよなか、大阪府豊中市、272035。昔の市町村の名前でも探せます。
first-day-search = 探す
first-day-found = 見つかった市区町村：{ $count }
first-day-none-found-text = この名前の市区町村は、全国の一覧にありません。「市」「町」「村」「区」を除くか、ひらがなで入力してみてください。政令指定都市の区ではなく、市の名前を入力してください。
first-day-more-found = ほかに{ $count }件あります。もう少し長い名前を入力してください。
first-day-code = 団体コード { $code }
first-day-former = （旧 { $name }）
first-day-confirm = { $city }（団体コード { $code }）を選びますか
first-day-name-everywhere = 名前は、すべてのページの見出しと題名、フィード、オープンデータに出ます。
first-day-areas = 市区町村の名前とよみを登録します。あわせて登録する団体：{ $areas }
first-day-wards = 現在の区も登録します：{ $wards }
first-day-no-wards = 区はありません。区ごとの地図と順位は表示しません。
first-day-former-wards = 以前の区（{ $wards }）は、その頃の数値を取り込むと加わります。
first-day-words = ライフイベント、検索の言葉、国が優先する手続の集まりは、はじめから入っています。あとから変えられます。
first-day-indicators = このサイトが計算する2つの指標（オンライン化率、カードの保有枚数率）も加える。値はまだありません
first-day-choose-button = { $city }にする
first-day-back = 選び直す
first-day-chosen = { $city }にしました。下の表を、上から順に埋めてください。

first-day-change = 市区町村を変更する
first-day-may-change = 選び間違えたときは、いまのうちに変更できます。市区町村のデータを登録すると、変更できなくなります。
first-day-may-not-change = 次の表にデータがあるため、変更できません：{ $tables }。そのままでは、いまの市区町村のデータが別の市区町村の名前で公開されます。別の市区町村には、別のデータベースを用意してください。
first-day-follows = 変更すると、次のようになります
first-day-follows-name = すべてのページ、フィード、オープンデータの名前が、{ $from }から{ $to }に変わります。
first-day-follows-areas = { $from }の団体、人口、カードの枚数は、比べる団体として残ります。
first-day-follows-readers = フィードを購読している人には、すべての項目が新しいものとして届きます。
first-day-follows-log = 監査ログに、変更したことが残ります。
first-day-confirmed = 確かめました。{ $from }から{ $to }に変更します
first-day-change-button = { $city }に変更する
first-day-without-english = 英語の名称がありません：{ $areas }。入力するまで、英語のページには日本語の名称が出ます。
first-day-to-areas = 英語の名称を入力する
first-day-inferred = 市区町村は、登録された区から{ $city }と判断しています。選ぶと確定します。
first-day-fix = 選んで確定する
first-day-is-demonstration = このデータベースには、デモ用のデータが入っています。市区町村は変えられません。自分の市区町村のサイトは、別のデータベースで始めてください。

first-day-refusal-no_right = 市区町村を選べるのは管理者だけです。
first-day-refusal-no_city = 市区町村を、全国の一覧から選んでください。
first-day-refusal-other_city = すでに別の市区町村が選ばれています。何も変えていません。
first-day-refusal-moved = そのあいだに、ほかの人が市区町村を選びました。何も変えていません。
first-day-refusal-has_data = 市区町村のデータが登録されているため、変更できません。何も変えていません。
first-day-refusal-not_confirmed = 何が変わるかを確かめて、しるしを付けてください。
first-day-refusal-demonstration = デモ用のデータが入っているデータベースです。何も変えていません。自分の市区町村のサイトは、別のデータベースで始めてください。
first-day-refusal-no_table = この名前の表はありません。

## 表の一覧

first-day-about = このサイトは{ $city }（団体コード { $code }）のものです。
first-day-numbers = データのある表：{ $there }　まだの表：{ $missing }　あとで埋める表：{ $later }
first-day-people = だれが埋めるか
first-day-people-text = 表は、担当する所管課の職員が埋めます。先に職員のアカウントを作り、どの所管課がどの表を担当するかを決めてください。
first-day-accounts = いまのアカウントの数：{ $count }
first-day-to-departments = どの所管課がどの表を担当するかを決める
first-day-tables = 表
first-day-tables-text = 大切なものから順に並んでいます。すべてを埋める必要はありません。わからない欄は空けておけば、「不明」として公開します。
first-day-purpose = { $table ->
   *[other] 内容：{ $purpose }
}
first-day-rows = いまの行数：{ $count }
first-day-newest = 最も新しいもの：{ $newest }
first-day-pages = 公開するページ：
first-day-workbook = いまのデータが入った表（Excel）
first-day-empty-workbook = 書き込むための表（Excel）
first-day-send = ファイルを送る
first-day-by-departments = この表は、所管課の職員が登録します。アカウントに所管課を1つ以上つけてください（自分のアカウントは、ほかの管理者がつけます）。
first-day-form = 画面で入力する
first-day-put-off = あとで
first-day-take-up = 「あとで」をやめる
first-day-way-of = { $table }：{ $way }
first-day-state-there = あり
first-day-state-missing = まだ
first-day-state-later = あとで

first-day-table-areas = 団体と区
first-day-table-sources = 出典
first-day-table-departments = 所管課
first-day-table-procedures = 手続
first-day-table-channels = 申請の方法
first-day-table-cards = マイナンバーカードの枚数
first-day-table-population = 人口
first-day-table-indicators = 指標
first-day-table-indicator-values = 指標の値
first-day-table-usage = 手続の件数
first-day-table-step-events = 段階の履歴
first-day-table-guides = 案内
first-day-table-guide-questions = 案内の質問
first-day-table-guide-answers = 案内の回答
first-day-table-guide-entries = 案内の項目
first-day-table-programmes = 事務事業
first-day-table-funding = 財源
first-day-table-life-events = ライフイベント
first-day-table-sets = 手続の集まり
first-day-table-boundaries = 区の境界
first-day-table-exclusion-events = 適用除外の履歴
first-day-table-elsewhere = 市以外の手続
first-day-table-synonyms = 検索の言葉
first-day-table-translations = 文章の翻訳
first-day-table-cost-items = 経費の項目
first-day-table-assessments = 査定
first-day-table-obligations = 債務負担行為
first-day-table-schedule = スケジュール
first-day-table-initiatives = 取組
first-day-table-milestones = マイルストーン
first-day-table-effects = 取組の効果
first-day-table-training = 研修
first-day-table-courses = 研修の講座
first-day-table-roles = 研修の職責
first-day-table-training-progress = 研修の修了者数
first-day-table-sdg-actions = SDGsの取組
first-day-english-name = 市区町村の英語の名称
first-day-english-name-hint = 例：Toyonaka City。英語のページに表示します。空欄のときは、英語のページにも日本語の名称を表示します。
