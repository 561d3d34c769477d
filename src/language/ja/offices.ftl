# 窓口のページ

nav-offices = 窓口
data-list-offices = 窓口と開庁時間

## 一覧

offices-title = 窓口
offices-lead = 市の窓口が今開いているか、どこにあるか、どこに電話すればよいかを調べられます。
offices-list = 窓口の一覧
offices-all = すべての窓口を見る
offices-today = { $day }の開庁状況です。
offices-none = 窓口は登録されていません。
offices-pages = 全{ $total }件のうち、{ $pages }ページ中の{ $page }ページ目です。区や郵便番号を入れると、近い順に並びます。
offices-for-procedure = 次の手続ができる窓口です。
offices-find = 近くの窓口を探す
offices-area = 区
offices-area-any = 選んでいません
offices-postcode = 郵便番号
offices-postcode-hint = 区の代わりに入力できます。例：590-0000
offices-postcode-wrong = 「{ $postcode }」は郵便番号ではありません。590-0000のように7桁の数字を入力してください。
offices-postcode-unknown = 郵便番号「{ $postcode }」は表にありません。区を選んでください。
offices-near = { $area }に近い順に並べています（中心からの直線距離）。
offices-town = { $area }（{ $town }）
offices-show = 近い順に並べる

## 今開いているか

office-open-until = { $time }まで開いています
office-opens-today = 今は閉まっています。今日 { $time }に開きます
office-opens-weekday = 今は閉まっています。{ $weekday } { $time }に開きます
office-opens-day = 今は閉まっています。{ $day } { $time }に開きます
office-closed = 今は閉まっています。次に開く日は登録されていません
office-hours-unknown = 開庁時間は登録されていません
office-reason = 今日は通常と異なります：{ $reason }
office-exception-without-reason = 臨時の変更
office-holidays-end = { $date }より後の祝日は、まだ登録されていません。祝日は閉まることがあります。
office-holidays-unknown = 祝日は登録されていません。祝日は閉まることがあります。
office-holidays-until = 祝日は{ $date }まで登録されています。
office-day = { $date }（{ $weekday }）
weekday-mon = 月曜日
weekday-tue = 火曜日
weekday-wed = 水曜日
weekday-thu = 木曜日
weekday-fri = 金曜日
weekday-sat = 土曜日
weekday-sun = 日曜日

## 一つの窓口

office-description = { $name }の開庁時間、所在地、電話番号、扱う手続。
office-kind-main = 本庁
office-kind-ward = 区役所
office-kind-branch = 支所・出張所
office-kind-centre = 専門の窓口
office-kind-other = その他の窓口
office-counter = 窓口
office-telephone = 電話
office-address = 所在地
office-access = 最寄りの駅・バス停
office-languages = 対応言語（日本語のほか）
office-facilities = 設備
office-note = 備考
office-map = 地図を見る
office-reach-title = 連絡先と行き方
office-hours-title = 開庁時間
office-usual-caption = 通常の開庁時間
office-days-caption = 今日から7日間
office-weekdays-column = 曜日
office-day-column = 日
office-hours-column = 時間
office-notes-column = 備考
office-from-to = { $opens }〜{ $closes }
office-day-closed = 閉庁
office-day-unknown = 不明
office-day-may-be-holiday = 祝日かどうかは不明
office-open-on-holidays = 祝日も開いています。
office-closed-on-holidays = 祝日と市の休日は閉まります。
office-valid-from = { $date }から
office-valid-until = { $date }まで
office-exceptions-title = 臨時の開庁・閉庁
office-exception = { $days }：{ $hours }
office-procedures-title = ここでできる手続
office-every-procedure = 窓口が決められていない手続は、すべてここでできます。
office-no-procedures = ここでできる手続は登録されていません。
office-checked-on = { $date }に内容を確認しています。

## 手続のページ

office-where-title = 窓口
office-where-more = ほかの窓口（{ $count }か所）
office-where-nearest = 近い順に並べる・すべての窓口を見る
office-where-unknown = どの窓口でできるかは登録されていません。次のところにお問い合わせください。
office-where-list = 窓口の一覧
office-channel-counter = この手続の窓口
office-channel-others = ほかの窓口の電話番号
office-channel-post-several = 送り先：下の窓口のうち、お住まいの区の窓口
office-channel-no-number = 電話番号は登録されていません。
office-channel-no-address = 送り先の住所は登録されていません。

## 言語と設備

spoken-en = 英語
spoken-zh = 中国語
spoken-ko = 韓国・朝鮮語
spoken-vi = ベトナム語
spoken-pt = ポルトガル語
spoken-es = スペイン語
spoken-fil = フィリピノ語
spoken-ne = ネパール語
spoken-id = インドネシア語
spoken-th = タイ語
spoken-my = ミャンマー語
spoken-fr = フランス語
spoken-ru = ロシア語
spoken-uk = ウクライナ語
facility-step_free = 段差なし
facility-elevator = エレベーター
facility-toilet = 多機能トイレ
facility-parking = 障害者用駐車場
facility-tactile_paving = 点字ブロック
facility-sign_language = 手話通訳
facility-writing = 筆談
facility-hearing_loop = ヒアリングループ
facility-nursing_room = 授乳室
facility-play_area = キッズスペース

## 職員のページ

first-day-table-offices = 窓口
first-day-table-office-hours = 開庁時間
first-day-table-office-exceptions = 臨時の開庁・閉庁
first-day-table-office-procedures = 手続ごとの窓口
first-day-table-holidays = 休日
first-day-table-postcodes = 郵便番号
row-weekdays-hint = 例：月〜金、土、第2・第4土
row-time-hint = 例：9:00、17:30
row-telephone-hint = 市外局番から。例：072-000-0001
row-choices-hint = 次から選び「;」でつなぎます：{ $words }
row-condition-hint = 現在の条件：{$condition}

nearest-ask = 現在地に近い順に並べる
nearest-wait = 現在地を調べています…
nearest-sorted = 現在地に近い順に並べました（直線距離）。位置はこの端末だけで使い、送信していません。
nearest-refused = 位置の利用が許可されていません。区や郵便番号で探せます。
nearest-unknown = 現在地が分かりませんでした。区や郵便番号で探せます。
nearest-distance = 約#km
office-more = ほかに{ $count }件あります。
