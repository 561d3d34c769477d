# 年齢別のカード

ages-span = { $from }〜{ $to }さい
ages-open = { $from }さいから　上
ages-one = { $age }さい
ages-everybody = ぜんぶの　年れい
provenance-ages-of = { $area }　{ $ages }
ages-title = 年れいで　見る
ages-title-of = 年れいで　見る（{ $date }）
ages-none = { $area }の　「{ $measure }」は、{ $date }までの　年れいごとの　数字が　ありません。0と　いう　意味では　ありません。
ages-drawing = { $area }の　年れいごとの　{ $rate }（{ $date }）
ages-caption = 年れいごとの　カードと　{ $rate }（{ $date }）
ages-age = 年れい
ages-sum = たした　数
ages-whole = ぜんぶ
ages-nobody = この　年れいの　人は　いません
ages-add-up = 年れいごとの　数を　たすと、ぜんぶの　数と　同じに　なります。
ages-unknown = ぜんぶの　数は、年れいごとの　数を　たした　数より　カードが　{ $cards }まい、人が　{ $people }人　多いです。年れいが　わからない　人の　ぶんです。
ages-differ = 年れいごとの　数を　たした　数と　ぜんぶの　数は、カードが　{ $cards }まい、人が　{ $people }人　ちがいます。数えた　日が　ちがう　かも　しれません。
ages-not-all = ぜんぶの　年れいの　数字が　ないので、ぜんぶの　数と　くらべる　ことは　できません。
ages-no-whole = 同じ　日の　ぜんぶの　数が　ないので、くらべる　ことは　できません。
under-fives-title = 5さいより　小さい　子ども
under-fives-table = { $ages }の　人と　カード（{ $date }）
under-fives-no-indicator = これは　カードの　数です。16.9.1の　数字では　ありません。カードが　ない　子どもも、生まれた　ことを　役所に　書いて　あります。
definition-rate-by-age-name = 年れいごとの　わりあい
definition-rate-by-age-formula = その　年れいの　人の　カードの　数 ÷ その　年れいの　人の　数
definition-rate-by-age-source = 総務省の　やりかたです。わたした　カードには、かえした　カードも　入ります。
