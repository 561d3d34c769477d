# 各手続のページ：申請方法ごとの段階、支払い、確認、報告

## 申請方法ごとの段階

channel-short-mynaportal = マイナポータル
channel-short-city_system = 市の電子申請システム
channel-short-eltax = eLTAX
channel-short-other_online = オンライン申請
channel-short-mail = 郵送
channel-short-phone = 電話
channel-short-counter = 窓口

way-online = オンライン
way-counter = 窓口
way-counter_if_needed = 必要なら窓口
way-not_needed = 不要
way-mail = 郵送
way-phone = 電話
way-ask = 所管課に確認

channel-steps-label = 申請方法ごとの5つの段階
channel-steps-step = 段階
channel-steps-note = 「所管課に確認」は、その申請方法でどう行うかの情報がないことを示します。

## 手数料の支払い

needed-payment = 支払い方法
pay-online = オンラインで支払えます。
pay-counter = 窓口で支払います。
pay-not_needed = 支払いの手続はありません。
pay-unknown = 情報がありません。所管課にご確認ください。

## 確認と関連

checked-by = {$department}が{$date}に内容を確認しました。
checked-old = 最後の確認から1年以上たっています。変わっていることがあるため、申請の前に所管課にご確認ください。
planned-past = {$year}にオンライン化する予定でしたが、まだすべてはオンラインになっていません。
related-title = 関連する手続
entry-data = この手続のデータ：
linked-sample = サンプル：表示例として作成した情報で、実際の状況ではありません。

## 報告

report-title = このページについてお聞かせください
report-question = この情報は役に立ちましたか
report-kind-useful = 役に立った
report-kind-not_useful = 役に立たなかった
report-kind-could_not_finish = オンラインで完了できなかった
report-step = どの段階でできませんでしたか
report-reason = 主な理由は何ですか
report-reason-system_error = システムのエラーで進めなかった
report-reason-card = カードや電子証明書、暗証番号が使えなかった
report-reason-paper = 必要な書類を送れなかった
report-reason-not_understood = やり方が分からなかった
report-reason-counter_anyway = 結局、窓口へ行く必要があった
report-reason-other = その他
report-only-then = 「オンラインで完了できなかった」を選んだ方は、次の2つにもお答えください。
report-privacy = 選んだ項目、手続、ページの言語、日付を件数として記録します。ご自身で書いた内容は職員だけが読み、遅くとも{$days}日後に消します。お名前やIPアドレスは保存しません。回答への返信はありません。
report-text = くわしい状況（任意）
report-text-hint = {$most}文字まで。職員だけが読みます。氏名、住所、電話番号、メールアドレス、マイナンバー、生年月日など、個人が分かることは書かないでください。
report-mistake-text_long = 「くわしい状況」が長すぎます。{$most}文字以内にしてください。
report-mistake-text_alone = 「くわしい状況」は「オンラインで完了できなかった」を選んだときだけ送れます。それを選ぶか、書いた内容を消してください。
report-send = 送信する
report-thanks-title = ご回答ありがとうございました
report-thanks-text = 回答を受け付けました。手続の改善に役立てます。
report-page-title = 手続についての報告
report-back = 手続のページへ戻る
report-mistakes-title = まだ送信されていません
report-mistake-kind = 「役に立った」「役に立たなかった」「オンラインで完了できなかった」のいずれかを選んでください。
report-mistake-step = できなかった段階を、5つの中から1つ選んでください。
report-mistake-reason = 主な理由を、一覧の中から1つ選んでください。
report-mistake-form = このページの用紙にない項目が送られました。次の用紙からもう一度送信してください。
report-too-many-title = いまは受け付けられません
report-too-many-text = 短い時間に多くの回答が送られたため、受け付けを止めています。およそ{$minutes}分後にもう一度送信してください。選んだ内容はそのまま残っています。お急ぎのときは所管課にお問い合わせください。

## ほかのサイトからの送信

origin-title = この送信は受け付けられません
origin-advice = ほかのサイトから送られたか、どのページから送られたかを確かめられませんでした。元のページを開き、そこから送信してください。
origin-back = ページを開く

## 日本語だけの情報

only-in-japanese = 一部の情報は、日本語だけで書かれています。

## 廃止と登録の取消

validity-ended = 廃止
validity-withdrawn = 登録の取消
ending-label = 廃止について
ending-ended = この手続は、{$date}に廃止されました。
ending-will-end = この手続は、{$date}に廃止される予定です。
ending-withdrawn = この手続の登録は誤りだったため、{$date}に取り消されました。
ending-reason = 理由：
ending-successor = 代わりの手続：
ending-successors = 代わりの手続（順に引き継がれ、最後のものを使います）：
ending-answer = 廃止された手続です
ending-as-before = 下の各段階は、廃止の前日（{$date}）の状態です。
ending-short = {$date}に廃止
ending-kind-abolished = 廃止
ending-kind-withdrawn = 登録の取消
ending-cell-successor = 後継：{$name}
withdrawn-title = この手続の登録は取り消されました
withdrawn-text = 誤って登録されていたため、{$date}に登録を取り消しました。

## 書いてはいけない個人情報

personal-data-e_mail = メールアドレスのような部分があります。消してから、もう一度送ってください。
personal-data-telephone = 電話番号のような部分があります。消してから、もう一度送ってください。
personal-data-my_number = マイナンバー（個人番号）のような12桁の数字があります。消してから、もう一度送ってください。
personal-data-address = 住所や郵便番号のような部分があります。消してから、もう一度送ってください。
personal-data-birth_date = 生年月日のような日付があります。消してから、もう一度送ってください。
