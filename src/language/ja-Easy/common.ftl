# 全ページ共通の文言（やさしい日本語）

site-name = てつづき
site-tagline = インターネットで　できる　こと
title-separator = ｜
title-of-city = {$city} {$site}
site-description = {$city}の　てつづきの　ページです。インターネットで　できるか　わかります。マイナンバーカードを　もって　いる　人の　かずも　わかります。
site-description-without-city = 市の　てつづきの　ページです。インターネットで　できるか　わかります。マイナンバーカードを　もって　いる　人の　かずも　わかります。

skip-to-content = ページの　中みへ　行く
nav-label = メニュー
nav-home = はじめの　ページ
nav-procedures = てつづき
nav-cards = カード
nav-targets = もくひょう
breadcrumbs-label = いま　見て　いる　ところ
languages-label = ことばを　えらぶ

sample = れい（サンプル）
sample-bar-label = れい（サンプル）に　ついて
sample-bar = 「れい（サンプル）」と　書いて　ある　ものは、見本です。本当の　ことでは　ありません。

source = どこの　データか
source-unknown = どこの　データか　わかりません
as-of = {$date}の　データ
licence = つかう　ときの　きまり：{$licence}
unknown = わかりません
not-stated = 書いて　ありません
list-separator = 、

footer-sources = どこの　データか
footer-open-data = だれでも　つかえる　データ
footer-about-data = データに　ついて
footer-procedures = てつづきの　リスト
footer-cards = カードの　かず
footer-indicators = もくひょうと　けっか
footer-revision = データの　ばんごう：{$revision}
footer-date = {$date}の　ページです。
footer-all-sources = データを　つくった　ところを　ぜんぶ　見る

previous = まえへ
next = つぎへ
page-number = {$page}ページ
pagination-label = ページを　かえる

search-label = てつづきの　ことば
search-hint = 「税」「じゅうしょ」「子ども」などの　ことばを　入れて　ください。
search-button = さがす
suggestions-label = これですか？
suggestions-found = %つ　見つかりました。上と　下の　やじるしで　えらびます。
suggestions-none = 見つかりません。「さがす」を　おして　ください。

not-found-title = ページが　ありません
not-found-text = この　ページは　ありません。アドレスが　まちがって　いるかも　しれません。ページが　なくなったかも　しれません。
not-found-asked = アドレス
not-found-ways = ここから　さがして　ください
not-found-home = はじめの　ページ
not-found-procedures = てつづきの　リスト
not-found-cards = カードを　もって　いる　人
not-found-targets = もくひょうと　けっか

page-contents = この　ページに　あること
show-table = 表で　見る
