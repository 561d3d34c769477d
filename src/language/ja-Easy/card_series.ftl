# The course of card rates: its dates, its small charts, and what is read off a drawing.

series-dates = { $from }から　{ $to }まで、{ $count }日ぶんの　数字が　あります。
series-dates-repeated = 同じ　月に　2日　いじょう　ある　月：{ $months }。
series-dates-month = { $month }（{ $days }）
series-and = と
series-dates-span = { $from }〜{ $to }
series-dates-missing = 数字が　ない　月：{ $months }。
series-dates-missing-count = 数字が　ない　月（{ $count }か月）
series-gap-note = 細い　点の　線の　ところは、62日より　長い　あいだ　数字が　ありません。
series-reader = 図の　数字を　読む：{ $drawing }
series-interval = { $rate }（{ $low }〜{ $high }）
multiples-title = 区を　ならべて　見る
multiples-drawing = 区ごとの　{ $rate }
multiples-description = { $count }つの　小さい　図を　ならべて　います。目もりは　同じです。数字は　上の　表に　あります。
multiples-reference = 灰色の　線は　{ $area }の　ぜんたいです。
