# 全ページ共通の文言

site-name = 手続
site-tagline = どこまでオンラインでできるか
title-separator = ｜
title-of-city = {$city} {$site}
site-description = {$city}の行政手続がどこまでオンラインでできるか、マイナンバーカードの普及状況、目標の達成状況を公開しています。
site-description-without-city = 行政手続がどこまでオンラインでできるか、マイナンバーカードの普及状況、目標の達成状況を公開しています。

skip-to-content = 本文へ移動
nav-label = 主なメニュー
nav-home = トップ
nav-procedures = 手続
nav-cards = カード
nav-targets = 目標
breadcrumbs-label = 現在の位置
languages-label = 表示する言語

sample = サンプル
sample-bar-label = サンプルについて
sample-bar = 「サンプル」の印が付いた情報は、表示例として作成したものです。実際の状況ではありません。

source = 出典
source-unknown = 出典：不明
as-of = {$date}時点
licence = ライセンス：{$licence}
unknown = 不明
not-stated = 情報がありません
list-separator = 、

footer-sources = 数値の出典
footer-open-data = オープンデータ
footer-about-data = データについて
footer-procedures = 手続の一覧
footer-cards = カードの交付・保有枚数
footer-indicators = 目標と実績
footer-revision = データの版：第{$revision}版
footer-date = {$date}現在の内容です。
footer-all-sources = すべての出典

previous = 前へ
next = 次へ
page-number = {$page}ページ
pagination-label = ページの切り替え

search-label = 手続の名前や言葉
search-hint = 例：転出、税、児童手当
search-button = 検索
suggestions-label = 検索の候補
suggestions-found = 候補 %件。上下の矢印キーで選べます。
suggestions-none = 候補はありません。検索ボタンで探してください。

not-found-title = ページが見つかりません
not-found-text = お探しのアドレスのページはありません。アドレスの入力間違いか、ページが移動または終了した可能性があります。
not-found-asked = 指定されたアドレス
not-found-ways = 次の方法でお探しください
not-found-home = トップページ
not-found-procedures = 手続の一覧
not-found-cards = カードの普及状況
not-found-targets = 目標の達成状況

page-contents = このページの目次
show-table = 表で見る
