# つかいかた（やさしい日本語）

help-title = つかいかた
help-lead = よく　する　ことの　やりかたです。さいごまで、みんなには　見えません。
help-begin-here = この　ページを　あける
help-terms = ことばの　いみ

## 入力担当

help-change = てつづきを　1つ　なおす
help-change-1 = 「{ staff-procedures-title }」で　さがして、「{ entries-edit }」を　おします。
help-change-2 = かわった　ところだけ　なおします。わからない　ところは　書きません。「わからない」と　出ます。「ない」では　ありません。
help-change-3 = 「{ entry-effective-on }」に、いつからかを　書きます。これからの　日なら、文や　お金は　その日に　かわります。
help-change-4 = 「{ entry-preview }」を　おして、まえと　あとを　見ます。
help-change-5 = 「{ proposal-send }」を　おします。たしかめる　人が　見てから、みんなに　見えます。

help-excel = Excelで　たくさん　なおす
help-excel-1 = 「{ import-title }」で　ひょうを　えらんで、ファイルを　もらいます。
help-excel-2 = かえる　行だけ　なおします。IDは　かえません。行を　けしても、データは　のこります。
help-excel-3 = ファイルを　おくると、かわる　ところが　ぜんぶ　見えます。まちがいが　あると、何も　かわりません。
help-excel-4 = 見てから、「{ proposal-send }」を　おします。

help-cards = 1か月の　カードの　数を　書く
help-cards-1 = 「{ typed-title }」で、しゅるいと　日を　えらびます。
help-cards-2 = 区の　カードの　数と　人の　数を　書きます。わからない　ところは　書きません。0では　ありません。
help-cards-3 = まえの　数と　くらべます。大きく　かわった　数には、しるしが　あります。
help-cards-4 = 「{ proposal-send }」を　おします。

help-confirm = 1年に　1かい　たしかめる
help-confirm-1 = 「{ staff-procedures-title }」で、「{ entries-todo-check }」を　えらびます。
help-confirm-2 = 正しい　てつづきを　えらんで、「{ entries-confirm }」を　おします。
help-confirm-3 = 正しくない　ものは、「{ entries-edit }」で　なおします。

help-bulk = たくさんの　てつづきを　同じに　する
help-bulk-1 = 「{ staff-procedures-title }」で　えらんで、「{ entries-bulk }」を　おします。
help-bulk-2 = かえる　ところだけ　えらびます。「{ bulk-leave }」の　ところは　そのままです。
help-bulk-3 = まえと　あとを　見てから、たしかめて　もらいます。

help-tables = まど口、お金、もくひょうの　ひょうを　なおす
help-tables-1 = 「{ tables-title }」で　ひょうを　あけます。その　ひょうを　もつ　課の　人が　なおします。
help-tables-2 = 1行ずつ　なおすか、Excelで　なおして　おくります。
help-tables-3 = まえと　あとを　見てから、たしかめて　もらいます。けす　ときは、なぜかを　書きます。

help-returned = もどって　きた　ものを　なおす
help-returned-1 = 「{ proposals-title }」で、なぜかを　読みます。
help-returned-2 = 「{ proposal-edit }」を　おして　なおします。もう一ど、たしかめて　もらいます。
help-returned-3 = いらない　ものは、「{ proposal-withdraw }」を　おします。

help-undo = まえに　もどす
help-undo-1 = てつづきは「{ entry-history-link }」から　もどします。ひょうの　行は、ひょうの　きろくから　もどします。ファイルは、その　ページから　もどします。
help-undo-2 = もどす　ときも、たしかめて　もらいます。
help-undo-3 = 数を　なおした　ことは、みんなの　ページに　のこります。

## 承認者

help-approve = ほかの　人の　ものを　たしかめる
help-approve-1 = 「{ proposals-title }」で、1つずつ　あけます。
help-approve-2 = まえと　あと、しるし、ページの　見えかたを　見ます。
help-approve-3 = 正しければ「{ proposal-approve }」を　おします。ちがえば、なぜかを　書いて「{ proposal-return }」を　おします。
help-approve-4 = あけて　見た　ものは、リストから　いっしょに　きめる　ことが　できます。
help-approve-5 = じぶんの　ものは、じぶんで　きめる　ことが　できません。

## 管理者

help-begin = はじめての　じゅんび
help-begin-1 = 「{ first-day-title }」で　市を　えらびます。
help-begin-2 = ひょうの　リストを　上から　見ます。何の　ひょうか、いくつ　あるかが　わかります。
help-begin-3 = あとで　する　ことも　できます。

help-people = はたらく　人を　入れる
help-people-1 = 「{ staff-people-title }」で　名前と　メールを　書いて、しごとと　課を　えらびます。
help-people-2 = 1かいだけの　パスワードを、その　人に　わたします。
help-people-3 = しごとが　かわった　ときは、課を　かえるか、つかえなく　します。きろくは　のこります。

help-password = パスワードを　わすれた　人を　たすける
help-password-1 = 本人が　言って　いるか　たしかめます。
help-password-2 = その　人の　ページで　1かいだけの　パスワードを　作って、わたします。
help-password-3 = その　人が　ログインして、新しい　パスワードを　きめます。

help-departments = だれが　たしかめるか、だれの　ひょうかを　きめる
help-departments-1 = 「{ departments-title }」を　あけます。
help-departments-2 = 課ごとに、見せる　まえに　たしかめるかを　えらびます。たしかめる　人は、書いた　人と　べつの　人です。
help-departments-3 = 課の　ページで、その　課の　ひょうを　えらびます。

help-reorganise = 課が　かわる　とき
help-reorganise-1 = 名前が　かわる　課、1つに　なる　課、分かれる　課を　いっしょに　書きます。
help-reorganise-2 = 多い　ときは、Excelに　書いて　おくります。
help-reorganise-3 = かわる　日を　書いて、てつづきが　どの　課に　行くかを　たしかめます。

## 用語

help-term-draft = { proposal-state-draft }
help-term-draft-means = のこして　ある　もの。まだ　だれにも　たのんで　いません。
help-term-waiting = { proposal-state-waiting }
help-term-waiting-means = たしかめて　もらって　いる　もの。べつの　人が　きめます。
help-term-returned = { proposal-state-returned }
help-term-returned-means = なぜかを　書いて、もどされた　もの。なおして、また　たのむ　ことが　できます。
help-term-scheduled = { proposal-state-scheduled }
help-term-scheduled-means = きまって、その日を　まって　いる　もの。
help-term-withdrawn = { proposal-state-withdrawn }
help-term-withdrawn-means = 見せない　ことに　した　もの。きろくは　のこります。
help-term-effective = { entry-effective-on }
help-term-effective-means = いつから　そうなるか。書いた　日とは　べつです。
help-term-unknown = わからない
help-term-unknown-means = 何も　書いて　いない　こと。0や「ない」では　ありません。
help-term-sample = サンプル
help-term-sample-means = れいの　ために　作った　もの。しるしが　あります。
