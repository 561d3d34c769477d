# 使い方（職員用）

help-title = 使い方
help-lead = よく行う作業の手順を、担当ごとにまとめています。どの作業も、途中では何も公開されません。
help-begin-here = このページを開く
help-terms = 用語

## 入力担当

help-change = 手続を1件直す
help-change-1 = 「{ staff-procedures-title }」で手続を探し、「{ entries-edit }」を押します。
help-change-2 = 変わったところだけを直します。わからない項目は空欄のままにします。空欄は「不明」と公開され、「なし」とは扱われません。
help-change-3 = 「{ entry-effective-on }」に、その内容になる日を入力します。これからの日にすると、説明や手数料はその日まで変わらず、各段階の変更は予告されます。
help-change-4 = 「{ entry-preview }」を押し、変更前と変更後、公開後の見え方を確かめます。
help-change-5 = 「{ proposal-send }」を押します。承認者が承認すると公開されます。

help-excel = Excelでまとめて直す
help-excel-1 = 「{ import-title }」で表を選び、いまのデータをダウンロードします。
help-excel-2 = 直す行だけを直します。手続IDなど、行を見分ける列は変えません。ファイルから行を除いても、登録されたデータは消えません。
help-excel-3 = ファイルを送ると、変わるところを1か所ずつ表示します。誤りがあるときは、行と列、正しい書き方を示し、何も書き込みません。
help-excel-4 = 内容を確かめ、「{ proposal-send }」を押します。

help-cards = 1か月分のカードの枚数を入力する
help-cards-1 = 「{ typed-title }」を開き、種別と基準日を選びます。保有枚数と交付枚数は別の数値です。
help-cards-2 = 区ごとに枚数と人口を入力します。わからないところは空欄にします。0とは扱われません。
help-cards-3 = 次のページで、前回の値と比べます。大きく変わった値には印が付きます。桁の誤りがないかを確かめます。
help-cards-4 = 「{ proposal-send }」を押します。

help-confirm = 年に1回、内容を確認する
help-confirm-1 = 「{ staff-procedures-title }」を「{ entries-todo-check }」で絞り込みます。
help-confirm-2 = いまの内容で正しい手続を選択し、「{ entries-confirm }」を押します。
help-confirm-3 = 違うところがある手続は、「{ entries-edit }」から直します。

help-bulk = 多くの手続を同じ内容に変える
help-bulk-1 = 「{ staff-procedures-title }」で手続を選択し、「{ entries-bulk }」を押します。
help-bulk-2 = 変える項目だけを選びます。「{ bulk-leave }」の項目はそのまま残ります。
help-bulk-3 = 手続ごとの変更前と変更後を確かめてから、承認を依頼します。

help-tables = 窓口、予算、指標などの表を直す
help-tables-1 = 「{ tables-title }」で表を開きます。変更できるのは、その表を担当する所管課の職員です。
help-tables-2 = 1行ずつ直すか、Excelのファイルをダウンロードして直し、送ります。
help-tables-3 = 変更前と変更後を確かめ、承認を依頼します。行を削除するときは理由を書きます。

help-returned = 差し戻された変更を直す
help-returned-1 = 「{ proposals-title }」で、差戻しの理由を読みます。
help-returned-2 = 「{ proposal-edit }」を押して直し、もう一度承認を依頼します。
help-returned-3 = 不要になった変更は「{ proposal-withdraw }」を押します。

help-undo = 公開した変更を元に戻す
help-undo-1 = 手続は「{ entry-history-link }」から、表の行はその表の履歴から、ファイルは公開済みの変更のページから元に戻します。
help-undo-2 = 元に戻すことも1つの変更です。内容を確かめ、承認を依頼します。
help-undo-3 = 公開した数値を直したり削除したりすると、公開ページに訂正の記録が残ります。

## 承認者

help-approve = ほかの職員の変更を承認する
help-approve-1 = 「{ proposals-title }」で、承認を待つ変更を1件ずつ開きます。
help-approve-2 = 変更前と変更後、前回の値、注意の印、公開後の見え方を確かめます。
help-approve-3 = 正しければ「{ proposal-approve }」を押します。直す必要があれば、理由を書いて「{ proposal-return }」を押します。理由は作成者に伝わります。
help-approve-4 = 開いて確かめた変更は、一覧からまとめて承認することもできます。
help-approve-5 = 自分が作成した変更は承認できません。ほかの承認者が決めます。

## 管理者

help-begin = はじめて使うときの準備
help-begin-1 = 「{ first-day-title }」で市区町村を選びます。
help-begin-2 = 表の一覧を上から順に進めます。それぞれ、何に使う表か、いま何件あるかを表示しています。
help-begin-3 = すぐに用意できない表は後に回せます。あとから同じページで続けられます。

help-people = 職員を追加する、異動に対応する
help-people-1 = 「{ staff-people-title }」で氏名とメールアドレスを入力し、役割と所管課を選びます。
help-people-2 = 表示された一時パスワードを本人に渡します。1回だけ使えます。
help-people-3 = 異動や退職のときは、所管課と役割を変えるか、アカウントを停止します。これまでの記録は残ります。

help-password = パスワードを忘れた職員に対応する
help-password-1 = 本人からの依頼であることを確かめます。
help-password-2 = その職員のページで一時パスワードを発行し、本人に渡します。
help-password-3 = 本人がログインすると、新しいパスワードを決めるページが開きます。

help-departments = 承認の要否と、表の担当を決める
help-departments-1 = 「{ departments-title }」を開きます。
help-departments-2 = 所管課ごとに、公開の前に承認が必要かを選びます。必要とする所管課には、作成者のほかに承認者が要ります。
help-departments-3 = 所管課のページで、市全体の表（指標、予算、窓口など）のうち担当する表を選びます。

help-reorganise = 組織改編に対応する
help-reorganise-1 = 名称の変更、統合、分割を、手続の移し先とともに1つの変更にまとめます。
help-reorganise-2 = 多いときは、Excelの様式に入力して送ります。
help-reorganise-3 = 適用日を改編の日とし、手続の移し先を確かめてから公開します。

## 用語

help-term-draft = { proposal-state-draft }
help-term-draft-means = 保存した変更。公開も依頼もされていません。
help-term-waiting = { proposal-state-waiting }
help-term-waiting-means = 承認を依頼した変更。作成者以外の承認者が決めます。
help-term-returned = { proposal-state-returned }
help-term-returned-means = 承認者が理由を付けて作成者に返した変更。直して、もう一度依頼できます。
help-term-scheduled = { proposal-state-scheduled }
help-term-scheduled-means = 承認され、適用日を待っている変更。
help-term-withdrawn = { proposal-state-withdrawn }
help-term-withdrawn-means = 公開しないことにした変更。記録は残ります。
help-term-effective = { entry-effective-on }
help-term-effective-means = その内容になる日。入力した日とは別に記録されます。
help-term-unknown = 不明
help-term-unknown-means = 値が登録されていないこと。0や「なし」とは別に扱い、割合の計算にも含めません。
help-term-sample = サンプル
help-term-sample-means = 表示例として作成した情報。公開ページに印が付きます。
