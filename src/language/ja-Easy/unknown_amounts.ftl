budget-and-unknown = ほかに　わからない　もの　{ $count }つ
budget-source-unknown = どこからの　お金か　わからない
budget-sources-unknown = いくらか　わからない　お金が　あります。わからないは　0では　ありません。
budget-items-unknown = いくらか　わからない　ものが　あります。合計は、わかる　ものだけの　合計です。わからないは　0では　ありません。
