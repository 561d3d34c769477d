# 手続の変更の一覧とフィード

changes-title = 手続の変更
changes-title-for = 手続の変更：{$what}
changes-lead = どの手続がいつからオンラインでできるようになったか、取りやめになったか、これから変わるかを、日付の新しい順にまとめています。
changes-counted = 変更 {$total}件中 {$first}～{$last}件目を表示
changes-count = {$count}件
changes-made = これまでの変更
changes-none = はじめの登録のあとに変わった記録は、まだありません。
changes-none-found = 条件に合う変更はありません。
changes-past-the-end = このページに変更はありません。
changes-first-page = 1ページ目へ戻る
changes-all = すべての変更を見る
changes-filters-help = 条件を減らすと、ほかの変更も表示されます。

changes-planned = これからの予定
changes-planned-counted = 予定 {$total}件中 {$first}～{$last}件目を表示
changes-planned-all = 予定をすべて見る（{$count}件）
changes-planned-note = 市が登録した予定です。時期や内容は変わることがあります。
changes-from = {$date}から
changes-planned-year = {$year}中にオンライン化する予定です（日付は未定）
changes-planned-or-later = {$year}以降にオンライン化する予定です（年度は未定）

## 変更の種類

filter-kind = 変更の種類
change-kind-went_online = オンライン化・拡大
change-kind-withdrawn = オンラインの縮小・終了
change-kind-planned = 予定
change-kind-excluded = 適用除外
change-kind-included = 適用除外の解除
change-kind-other = その他の変更
change-kind-ended = 廃止
change-kind-entry_withdrawn = 登録の取消

## 何が変わったか

change-availability = オンライン化の状況：{$from} → {$to}
change-step = {$step}：{$from} → {$to}
change-excluded = オンライン化の適用除外になりました
change-included = オンライン化の適用除外でなくなりました
change-will-be-excluded = オンライン化の適用除外になります
change-will-be-included = オンライン化の適用除外でなくなります
change-ended = 廃止されました
change-will-end = 廃止されます
change-entry-withdrawn = 誤って登録されていたため、登録を取り消しました

## フィード

feeds-label = 新しい変更を受け取る
feed-link = フィード（Atom）
feed-help = フィードリーダーに登録すると、新しい変更を受け取れます。
feed-for = {$what}のフィード（Atom）
feed-title = {$site}：手続の変更
feed-title-for = {$site}：手続の変更（{$what}）
feed-entry-title = {$name}：{$kind}
feed-entry-sample = 【サンプル】{$title}
feed-since = {$date}から
feed-will-be = {$date}から変わる予定です
feed-department = 所管課：{$department}

footer-changes = 手続の変更
