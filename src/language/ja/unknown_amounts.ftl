budget-and-unknown = ほかに不明{ $count }件
budget-source-unknown = 財源の不明な額
budget-sources-unknown = 額の不明な財源があります。不明は0ではありません。
budget-items-unknown = 額の不明な項目があるため、合計は分かっている額だけのものです。不明は0ではありません。
