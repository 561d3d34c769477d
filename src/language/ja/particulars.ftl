# 手続のページ：書類、手数料の範囲、日数、代理、コンビニ交付、様式

## 申請方法

start-without-address = オンラインで申請できますが、アドレスの情報がありません。所管課にご確認ください。
start-address-doubtful = 申請がオンラインでできるかは確認中です。始める前に所管課にご確認ください。
channel-front-page = サイトの入口が開きます。手続の名前でさがしてください。

## 必要なもの

needed-certificate = オンライン申請の電子証明書
certificate-none = 電子証明書は使いません。
papers-none-attached = 添える書類はありません。
paper-some-cases = 場合によって必要
paper-quantity = { $count }枚
paper-original-original = 原本
paper-original-copy = 写し
paper-original-either = 原本か写し
fee-range = { $from }～{ $to }
fee-from = { $from }から
fee-to = { $to }まで
fee-charged = 有料
time-same-day = 当日
time-days = { $days }日
time-working-days = 開庁日で{ $days }日
time-range = { $from }～{ $to }

## そのほかの条件

terms-title = 対象者・代理・様式
needed-agent = 代理の申請
agent-nobody = 本人だけができます。
agent-family = 同じ世帯の人か家族ができます。
agent-anyone = 代理の人ができます。
letter-required = 委任状が必要です。
letter-not_for_family = 家族以外の人は委任状が必要です。
letter-not_required = 委任状は要りません。
needed-store = コンビニ交付
store-available = コンビニでも受け取れます。
store-not_available = コンビニでは受け取れません。
store-card = マイナンバーカード（利用者証明用電子証明書）が必要です。
store-card_or_phone = マイナンバーカード、または電子証明書を入れたスマートフォンが必要です。
store-fee = コンビニでは{ $fee }です。
needed-forms = 様式
form-pages = { $pages }ページ
form-language-ja = 日本語
form-language-en = 英語
form-language-zh = 中国語
form-language-ko = 韓国・朝鮮語
form-language-vi = ベトナム語
form-language-pt = ポルトガル語
form-language-es = スペイン語
form-language-fil = フィリピノ語
form-language-ne = ネパール語
form-language-several = 複数の言語

## 表の名前

first-day-table-papers = 書類の一覧
first-day-table-procedure-papers = 手続ごとの書類
first-day-table-procedure-details = 手続の詳細
first-day-table-procedure-forms = 手続の様式

## 登録内容の画面

entry-tables-title = この手続の書類・詳細・様式
entry-tables-text = 書類の一覧にある書類は、よみと訳つきで表示されます。次の手続IDで、別の表に書き足せます。
entry-tables-only-words = 書類の一覧にありません。書いたとおりに、日本語で表示されます。
entry-tables-when = いつ要るかを書き足す
entry-tables-change = いつ要るかを変える
entry-tables-details = 日数・手数料の範囲・代理・コンビニ交付を変える
entry-tables-no-details = 日数・手数料の範囲・代理・コンビニ交付を書き足す
entry-tables-add-form = 様式を書き足す
entry-tables-list = 書類の一覧を開く
