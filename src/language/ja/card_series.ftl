# The course of card rates: its dates, its small charts, and what is read off a drawing.

series-dates = 基準日は{ $count }日分（{ $from }から{ $to }まで）です。
series-dates-repeated = 同じ月に2日以上ある月：{ $months }。
series-dates-month = { $month }（{ $days }）
series-and = と
series-dates-span = { $from }〜{ $to }
series-dates-missing = 値のない月：{ $months }。
series-dates-missing-count = 値のない月（{ $count }か月）
series-gap-note = 細い点線は、62日を超えて値がない間をつないだもので、測った値ではありません。
series-reader = 図の値を読む：{ $drawing }
series-interval = { $rate }（{ $low }〜{ $high }）
multiples-title = 区ごとの推移を並べて見る
multiples-drawing = 区ごとの{ $rate }の推移
multiples-description = { $count }つの小さな図を同じ目盛りで並べたもの。すべての値は推移の表にあります。
multiples-reference = 灰色の線は{ $area }全体です。
