# アドレスの誤りと、応じられない要求

query-unknown = このページに「{$name}」という条件はありません。使える条件：{$known}
query-none-known = このページに「{$name}」という条件はありません。このページのアドレスに条件は付きません。
query-twice = 「{$name}」がアドレスに2回あります。1回だけ書いてください。
query-too-many = 条件が多すぎます。{$count}個まで書けます。
passed-over-label = このページで使わなかった条件のお知らせ
passed-over-unknown = アドレスにある次の条件は、このページにないため使っていません：{$names}
passed-over-repeated = アドレスに2回ある条件は、はじめのものを使っています：{$names}
value-date = 「{$given}」は日付として読めません。2022-12-31のように書いてください。
value-future = {$today}（今日）以前の日を指定してください。先の日の記録はまだありません。
value-too-early = {$first}から{$today}（今日）までの日を指定してください。それより前の記録はありません。
value-after-to = 期間の初めの日（from）が、終わりの日（to）より後になっています。同じ日か、それより前の日にしてください。
value-number = 1から{$most}までの整数を指定してください。
value-whole-number = 「{$given}」は整数として読めません。1、2、3のような数字で書いてください。
value-unknown-code = コード「{$given}」のものは、ここにありません。
value-choice = 「{$given}」は使えません。使えるもの：{$expected}
value-identifier = 「{$given}」はコードとして読めません。コードは1〜64文字の文字・数字・「-」「_」「.」です。
value-area = 「{$given}」は全国地方公共団体コードではありません。131016のような6桁の数字で書いてください。
value-age = 「{$given}」は年齢の区分として読めません。0-4、7、100+のように書いてください。
value-fiscal-year = 「{$given}」は年度として読めません。2024のように書いてください。
value-rate = 「{$given}」は目標の率として読めません。99.5のような、0より大きく100以下の数字で書いてください。
value-postcode = 「{$given}」は郵便番号ではありません。590-0000のように7桁の数字で書いてください。
value-missing = 「{$name}」がありません。どの数値かを示すために必要です。
value-department-became = 所管課「{$given}」は、{$date}に{$expected}になりました。

refusal-start = トップページへ
refusal-title = この要求には応じられません
refusal-text = このアドレスは、この方法では使えません。トップページからお探しください。
refusal-too-large-title = 送られたものが大きすぎます
refusal-too-large-text = 受け取れる大きさを超えたため、何も保存していません。前の画面に戻り、ファイルを分けるか、文章を短くしてください。
address-too-long-title = アドレスが長すぎます
address-too-long-text = アドレスの「?」の後に続く条件が多すぎるため、読み取れません。条件のないページからお探しください。
address-too-long-way = 条件のないページへ
