# 年齢別のカード

ages-span = { $from }〜{ $to }歳
ages-open = { $from }歳以上
ages-one = { $age }歳
ages-everybody = 全年齢
provenance-ages-of = { $area } { $ages }
ages-title = 年齢別
ages-title-of = 年齢別（{ $date }）
ages-none = { $area }の{ $measure }は、{ $date }までの年齢別が登録されていません（不明であり、0ではありません）。
ages-drawing = { $area }の年齢別の{ $rate }（{ $date }）
ages-caption = 年齢別の枚数と{ $rate }（{ $date }）
ages-age = 年齢
ages-sum = 年齢別の計
ages-whole = 全体
ages-nobody = 人口0人
ages-add-up = 年齢別の計は、全体の枚数と人口に一致します。
ages-unknown = 全体は、年齢別の計より人口が{ $people }人、枚数が{ $cards }枚多くなっています。年齢のわからない人がいるためと考えられます。
ages-differ = 年齢別の計と全体の差は{ $cards }枚、{ $people }人です。数えた日や資料が異なる可能性があります。
ages-not-all = 登録された年齢区分は全年齢にわたらないため、合計を全体と比べられません。
ages-no-whole = 同じ日の全体の枚数が登録されていないため、合計を確かめられません。
under-fives-title = 5歳未満
under-fives-table = { $ages }の人口とカード（{ $date }）
under-fives-no-indicator = これはカードの枚数です。指標16.9.1（5歳未満の出生登録の割合）の値ではありません。カードのない子どもも、出生の届出により登録されています。
definition-rate-by-age-name = 年齢別の率
definition-rate-by-age-formula = その年齢の人のカードの枚数 ÷ その年齢の住民基本台帳人口
definition-rate-by-age-source = 総務省の年齢別の公表方法による。交付枚数は累計なので、返納・失効・死亡した人の分を含む。
