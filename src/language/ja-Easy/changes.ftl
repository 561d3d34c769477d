# 手続の変更の一覧とフィード（やさしい日本語）

changes-title = かわった　てつづき
changes-title-for = かわった　てつづき：{$what}
changes-lead = インターネットで　できるように　なった　てつづきです。できなく　なった　てつづき、これから　かわる　てつづきも　あります。新しい　ものが　上に　あります。
changes-counted = {$total}の　かわった　こと（{$first}から　{$last}）
changes-count = {$count}
changes-made = いままでに　かわった　こと
changes-none = さいしょに　書いた　あとに　かわった　ことは、まだ　ありません。
changes-none-found = かわった　ことは　見つかりません。
changes-past-the-end = この　ページには　ありません。
changes-first-page = 1ページに　もどる
changes-all = かわった　ことを　ぜんぶ　見る
changes-filters-help = えらんだ　ものを　へらして　ください。

changes-planned = これから　かわる　こと
changes-planned-counted = {$total}の　よてい（{$first}から　{$last}）
changes-planned-all = よていを　ぜんぶ　見る（{$count}）
changes-planned-note = 市の　よていです。かわる　ことが　あります。
changes-from = {$date}から
changes-planned-year = {$year}に、家で　できるように　する　よていです。何月か　まだ　わかりません。
changes-planned-or-later = {$year}か、その　あとに、家で　できるように　する　よていです。いつか　まだ　わかりません。

## 変更の種類

filter-kind = どう　かわったか
change-kind-went_online = ネットで　できる　ことが　ふえました
change-kind-withdrawn = ネットで　できる　ことが　へりました
change-kind-planned = これから　かわります
change-kind-excluded = ネットでは　しません
change-kind-included = ネットで　できるように　する　てつづきに　なりました
change-kind-other = ほかの　こと
change-kind-ended = なくなりました
change-kind-entry_withdrawn = まちがいでした

## 何が変わったか

change-availability = 家で　できるか：{$from} → {$to}
change-step = {$step}：{$from} → {$to}
change-excluded = インターネットでは　しない　ことに　なりました
change-included = インターネットで　できるように　する　てつづきに　なりました
change-will-be-excluded = インターネットでは　しない　ことに　なります
change-will-be-included = インターネットで　できるように　する　てつづきに　なります
change-ended = この　てつづきは　なくなりました
change-will-end = この　てつづきは　なくなります
change-entry-withdrawn = まちがえて　書いた　ものだったので、けしました

## フィード

feeds-label = 新しい　お知らせを　もらう
feed-link = フィード（Atom）
feed-help = フィードを　読む　アプリに　入れると、新しい　お知らせが　とどきます。
feed-for = フィード（Atom）：{$what}
feed-title = {$site}：かわった　てつづき
feed-title-for = {$site}：かわった　てつづき（{$what}）
feed-entry-title = {$name}：{$kind}
feed-entry-sample = 【れい（サンプル）】{$title}
feed-since = {$date}から
feed-will-be = {$date}から　かわる　よていです
feed-department = 市の　どこの　しごと：{$department}

footer-changes = かわった　てつづき
