# アドレスの まちがい

query-unknown = この ページに 「{$name}」は ありません。つかえる もの：{$known}
query-none-known = この ページに 「{$name}」は ありません。アドレスの 「?」の あとを けして ください。
query-twice = 「{$name}」が 2回 あります。1回だけ 書いて ください。
query-too-many = おおすぎます。{$count}こまで 書けます。
passed-over-label = つかわなかった もの
passed-over-unknown = アドレスの　中の　これは　この　ページで　つかいません：{$names}
passed-over-repeated = アドレスに　2つ　あります。はじめの　ものを　つかいました：{$names}
value-date = 「{$given}」は 日づけでは ありません。2022-12-31の ように 書いて ください。
value-future = 今日（{$today}）か、今日より 前の 日を 書いて ください。
value-too-early = {$first}から 今日（{$today}）までの 日を 書いて ください。
value-after-to = はじめの 日（from）が おわりの 日（to）より あとです。はじめの 日を 前に して ください。
value-number = 1から {$most}までの 数字を 書いて ください。
value-whole-number = 「{$given}」は 数字では ありません。1、2、3の ような 数字を 書いて ください。
value-unknown-code = 「{$given}」は ここに ありません。
value-choice = 「{$given}」は つかえません。つかえる もの：{$expected}
value-identifier = 「{$given}」は つかえません。文字、数字、「-」「_」「.」で 64文字まで 書けます。
value-area = 「{$given}」は 市や 区の ばんごうでは ありません。131016の ように 6つの 数字を 書いて ください。
value-age = 「{$given}」は 年れいでは ありません。0-4、7、100+の ように 書いて ください。
value-fiscal-year = 「{$given}」は 年度では ありません。2024の ように 書いて ください。
value-rate = 「{$given}」は つかえません。0より 大きくて 100までの 数字を 書いて ください。
value-postcode = 「{$given}」は ゆうびんばんごうでは ありません。590-0000の ように 7つの 数字を 書いて ください。
value-missing = 「{$name}」が ありません。どの 数字か わかりません。
value-department-became = 「{$given}」は {$date}に {$expected}に かわりました。

refusal-start = はじめの ページへ
refusal-title = この 使い方は できません
refusal-text = はじめの ページから さがしてください。
refusal-too-large-title = 送った ものが 大きすぎます
refusal-too-large-text = 何も のこって いません。前の ページに もどって、ファイルを 小さく するか、文を みじかく してください。
address-too-long-title = アドレスが 長すぎます
address-too-long-text = アドレスの 「?」の あとが 長すぎて、読むことが できません。
address-too-long-way = はじめから さがす
