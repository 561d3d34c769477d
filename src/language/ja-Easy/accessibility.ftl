# ウェブアクセシビリティのページ（やさしい日本語）

accessibility-title = だれでも　つかえる　ページに　する　ために
accessibility-lead = みんなが　つかえる　ページを　作りたいです。お年よりも、しょうがいが　ある　人も、外国から　来た　人もです。できた　ことと、まだ　できて　いない　ことを　書きます。

accessibility-aims = もくひょう
accessibility-aims-text = 国が　きめた　考え方（みんなの公共サイト運用ガイドライン）を　もとに　して　います。つぎの　きまりを　もくひょうに　して　います。
accessibility-aim-jis = JIS X 8341-3:2016　レベルAAに　「配慮」して　います。
accessibility-aim-wcag = WCAG 2.2　レベルAAの　きまりを　見て　作りました。
accessibility-aims-word = 「配慮」は、もくひょうに　して　いると　いう　ことばです。ぜんぶ　できたと　いう　いみでは　ありません。ぜんぶの　きまりを　人が　たしかめた　けっかは、まだ　ありません。
accessibility-aims-scope = この　サイトの　ページの　ことです。ほかの　サイトや　PDFの　ことでは　ありません。

accessibility-offers = つかいやすく　する　ために　した　こと
accessibility-offer-languages = ことばを　えらべます。日本語、やさしい日本語、英語です。どの　ページでも　かえられます。
accessibility-offer-keyboard = マウスが　なくても　つかえます。キーボードだけで　ぜんぶ　できます。
accessibility-offer-size = 字を　大きく　できます。くらい　いろの　画面にも　できます。スマートフォンや　パソコンの　せっていで　かえて　ください。字を　2ばいに　しても　読めます。
accessibility-offer-script = JavaScriptが　なくても　つかえます。出ない　ものは　4つです。「これですか？」、グラフの　数字、チェックの　しるし、近い　まど口の　ボタンです。
accessibility-offer-charts = 絵（グラフ）には　せつめいが　あります。同じ　数字が、ひょうや　文にも　あります。
accessibility-offer-colour = いろだけで　つたえません。ことばと　しるしも　あります。

accessibility-tested = たしかめた　こと
accessibility-tested-on = さいごに　たしかめた　日：{ $date }（バージョン{ $version }）
accessibility-tested-data = れい（サンプル）の　データを　入れて、コンピューターの　プログラムで　たしかめました。ブラウザーは　Chromiumです。
accessibility-test-rules = プログラムで　わかる　きまり
accessibility-test-rules-how = axe-coreと　いう　プログラムで　しらべました。WCAG 2.0、2.1、2.2の　レベルAと　AAの　きまりです。ぜんぶの　しゅるいの　ページを　しらべました。3つの　ことば、明るい　いろと　くらい　いろで　しらべました。パソコンと　スマートフォンの　はばでも　しらべました。とじて　いる　ところも　ぜんぶ　あけて　しらべました。さがした　あとの　ページや、まちがった　ときの　ページも　しらべました。もんだいは　ありませんでした。
accessibility-test-keyboard = キーボード
accessibility-test-keyboard-how = Tabキーで　ぜんぶの　ところへ　行けます。いま　どこに　いるか　見えます。とちゅうで　とまりません。「これですか？」は、やじるし、Enter、Escで　つかえます。
accessibility-test-width = せまい　画面
accessibility-test-width-how = はばが　320ピクセルの　画面で　しらべました。ページを　よこに　うごかさなくても　読めます。パソコンの　画面では、ひょうは　切れません。せまい　画面では、ひょうの　つづきが　ある　ほうに　かげが　出ます。
accessibility-test-text = 大きい　字
accessibility-test-text-how = 字を　2ばい（200%）に　して　しらべました。パソコンと　スマートフォンの　はばで、ページを　よこに　うごかさなくても　読めます。
accessibility-test-colours = はっきりした　いろ（ハイコントラスト）
accessibility-test-colours-how = いま　いる　ところの　わくと、グラフの　線が　見えます。
accessibility-test-motion = うごきを　へらす　せってい
accessibility-test-motion-how = うごくものは　ありません。
accessibility-test-script = JavaScriptを　つかわない　とき
accessibility-test-script-how = JavaScriptを　とめて、きまりを　しらべました。さがす　ことも　できました。

accessibility-untested = まだ　たしかめて　いない　こと
accessibility-untested-text = つぎの　ことは　まだです。プログラムで　見つかる　もんだいは、ぜんぶでは　ありません。
accessibility-untested-readers = ページを　声で　読む　ソフト（NVDA、PC-Talker、VoiceOver、TalkBackなど）
accessibility-untested-people = しょうがいが　ある　人、お年より、日本語を　べんきょうして　いる　人に　つかって　もらう　こと
accessibility-untested-devices = 本当の　スマートフォン、ほかの　ブラウザー（Safari、Firefoxなど）
accessibility-untested-criteria = 人が　考えて　きめる　きまり（JIS X 8341-3:2016　附属書JBの　テスト）
accessibility-untested-data = 市の　人が　書いた　文が　わかりやすいか、英語と　やさしい日本語が　ただしいか

accessibility-limits = まだ　できない　こと
accessibility-limit-japanese = てつづきの　名前や　せつめいは、日本語だけの　ときが　あります。英語の　ページでも　日本語で　出ます。声で　読む　ソフトには、日本語だと　つたえます。
accessibility-limit-names = 英語の　ページの　グラフには、日本語の　名前が　あります。声で　読む　ソフトは　まちがえる　ことが　あります。
accessibility-limit-easy = やさしい日本語が　ない　てつづきは、ふつうの　日本語で　出ます。
accessibility-limit-elsewhere = ほかの　サイトや　PDFは、ここでは　なおせません。
accessibility-limit-tables = せまい　画面では、大きい　ひょうを　よこに　うごかすか、たてに　ならべて　読みます。
accessibility-limit-drawings = グラフの　いろは、ハイコントラストでも　かわりません。線が　見えるように　する　ためです。

accessibility-contact = こまった　とき
accessibility-contact-text = 読めない　ところや、つかえない　ところを　おしえて　ください。どの　ページの　どこかも　おしえて　ください。
accessibility-contact-none = この　サイトには、つたえる　ところが　まだ　書いて　ありません。市役所の　ひとに　つたえて　ください。てつづきの　ことは、それぞれの　てつづきの　ページに　ある　係に　きいて　ください。
accessibility-contact-procedures = てつづきを　さがす
accessibility-contact-counter = まど口
accessibility-contact-hours = あいて　いる　時間
accessibility-contact-phone = 電話

accessibility-contact-office = たんとうの　かは　きまって　いません。この　まど口に　聞いて　ください。
accessibility-contact-address = ところ
