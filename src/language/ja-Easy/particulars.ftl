# 手続のページ：書類、手数料の範囲、日数、代理、コンビニ交付、様式（やさしい日本語）

## 申請方法

start-without-address = インターネットで　できますが、アドレスが　書いて　ありません。市の　人に　聞いて　ください。
start-address-doubtful = インターネットで　できるか　わかりません。先に　市の　人に　聞いて　ください。
channel-front-page = サイトの　はじめの　ページが　ひらきます。てつづきの　名前で　さがして　ください。

## 必要なもの

needed-certificate = インターネットで　つかう　カードの　あんしょうばんごう
certificate-none = カードの　あんしょうばんごうは　つかいません。
papers-none-attached = いっしょに　出す　紙は　ありません。
paper-some-cases = いる　人だけ
paper-quantity = { $count }まい
paper-original-original = コピーでは　ない　もの
paper-original-copy = コピー
paper-original-either = コピーでも　いい
fee-range = { $from }から　{ $to }まで
fee-from = { $from }から
fee-to = { $to }まで
fee-charged = お金が　いります。
time-same-day = その　日
time-days = { $days }日
time-working-days = { $days }日（市が　休みの　日は　数えません）
time-range = { $from }から　{ $to }まで

## そのほかの条件

terms-title = だれが　できるか・書く　紙
needed-agent = ほかの　人が　かわりに　する　とき
agent-nobody = じぶんで　して　ください。ほかの　人は　できません。
agent-family = いっしょに　住んで　いる　人か　家ぞくが　できます。
agent-anyone = ほかの　人が　できます。
letter-required = たのんだ　ことを　書いた　紙が　いります。
letter-not_for_family = 家ぞくでは　ない　人は、たのんだ　ことを　書いた　紙が　いります。
letter-not_required = たのんだ　ことを　書いた　紙は　いりません。
needed-store = コンビニで　もらう
store-available = コンビニでも　もらえます。
store-not_available = コンビニでは　もらえません。
store-card = マイナンバーカードと　4つの　数字の　あんしょうばんごうが　いります。
store-card_or_phone = マイナンバーカードか、カードを　入れた　スマートフォンが　いります。
store-fee = コンビニでは　{ $fee }です。
needed-forms = 書く　紙
form-pages = { $pages }ページ
form-language-ja = 日本語
form-language-en = 英語
form-language-zh = 中国語
form-language-ko = 韓国語
form-language-vi = ベトナム語
form-language-pt = ポルトガル語
form-language-es = スペイン語
form-language-fil = フィリピノ語
form-language-ne = ネパール語
form-language-several = いろいろな　ことば

## 表の名前

first-day-table-papers = もって　くる　紙の　名前
first-day-table-procedure-papers = てつづきと　もって　くる　紙
first-day-table-procedure-details = てつづきの　くわしい　こと
first-day-table-procedure-forms = 書く　紙の　ファイル

## 登録内容の画面

entry-tables-title = この　てつづきの　紙・くわしい　こと
entry-tables-text = 紙の　一らんに　ある　ものは、ほかの　ことばでも　出ます。この　てつづきの　IDで、ほかの　表に　書けます。
entry-tables-only-words = 紙の　一らんに　ありません。書いた　とおりに　出ます。
entry-tables-when = いつ　いるかを　書く
entry-tables-change = いつ　いるかを　かえる
entry-tables-details = 日数・お金・だれが　できるか・コンビニを　かえる
entry-tables-no-details = 日数・お金・だれが　できるか・コンビニを　書く
entry-tables-add-form = 書く　紙の　ファイルを　たす
entry-tables-list = 紙の　一らんを　ひらく
