# ウェブアクセシビリティのページ

accessibility-title = ウェブアクセシビリティ
accessibility-lead = 年齢、障害の有無、使う機器や言語にかかわらず、だれもが手続の情報にたどり着けることを目指しています。目標、試験したこと、試験していないことを、そのまま記します。

accessibility-aims = 目標
accessibility-aims-text = 総務省「みんなの公共サイト運用ガイドライン」の考え方に沿って、次の基準を目標としています。
accessibility-aim-jis = JIS X 8341-3:2016「高齢者・障害者等配慮設計指針―情報通信における機器，ソフトウェア及びサービス―第3部：ウェブコンテンツ」適合レベルAAに配慮
accessibility-aim-wcag = WCAG 2.2（Web Content Accessibility Guidelines）レベルAAの達成基準を参照
accessibility-aims-word = 「配慮」は、目標とする適合レベルを示すもので、適合を示すものではありません。達成基準のすべてについて人が試験した結果は、まだありません。
accessibility-aims-scope = 対象は、このサイトの公開ページすべて（日本語、やさしい日本語、英語）です。リンク先のサイトやPDFは含みません。

accessibility-offers = 使いやすくするための仕組み
accessibility-offer-languages = すべてのページに、日本語、やさしい日本語、英語があります。どのページからも、同じページの別の言語へ移れます。
accessibility-offer-keyboard = すべての操作をキーボードだけでできます。ページの先頭に「本文へ移動」があります。
accessibility-offer-size = 文字の大きさと画面の明暗は、お使いの機器やブラウザーの設定に従います。文字を2倍にしても、幅の狭い画面でも、横に動かさずに読めます。
accessibility-offer-script = JavaScriptを切っていても、検索を含むすべてのページを使えます。JavaScriptを使うのは、検索の候補の表示、図の値の読み取り、案内のチェック、現在地に近い窓口の並べ替えだけで、どれもなくても同じことを調べられます。
accessibility-offer-charts = 図には名前と説明があり、同じ数値が表や文章にもあります。
accessibility-offer-colour = 色だけで意味を伝えません。状態は、言葉と記号でも示します。

accessibility-tested = 試験したこと
accessibility-tested-on = 最終試験日：{ $date }（バージョン{ $version }）
accessibility-tested-data = 試験は、見本のデータを入れたこのソフトウェアを、ブラウザー（Chromium）で開いて、プログラムによって行いました。
accessibility-test-rules = 機械的に判定できる規則
accessibility-test-rules-how = axe-coreにより、WCAG 2.0、2.1、2.2のレベルAとAAの規則を、公開ページの全種類について、3つの言語、明るい配色と暗い配色、パソコンとスマートフォンの画面幅で検査し、問題がないことを確かめました。折りたたまれた部分はすべて開いて検査しています。検索の結果がある・ない、絞り込み、案内の答え、過去の日、誤ったアドレス、見つからないページ、埋め込みの図などの状態も、日本語と英語で検査しました。押せる部分の大きさ（24ピクセル以上、または十分な間隔）も含みます。
accessibility-test-keyboard = キーボードだけでの操作
accessibility-test-keyboard-how = 公開ページの全種類で、操作できる要素のすべてにTabキーで移れること、いまの位置が見えること、途中で抜けられなくならないことを確かめました。検索の候補は、矢印キー、Enterキー、Escキーで操作できます。
accessibility-test-width = 幅の狭い画面
accessibility-test-width-how = 幅320ピクセルで、ページ全体を横に動かさずに読めることを確かめました。幅1280ピクセルと1920ピクセルでは、どの表も端が切れないことを、3つの言語で確かめました。それより狭い画面で表がはみ出すときは、はみ出す側に影が出て、キーボードでも動かせます。
accessibility-test-text = 文字の拡大
accessibility-test-text-how = 文字を200%にして、ページ全体を横に動かさずに読めることを、パソコンとスマートフォンの画面幅で確かめました。
accessibility-test-colours = ハイコントラスト（強制カラーモード）
accessibility-test-colours-how = 配色をブラウザーに強制させた状態で、いまの位置の枠と、図の線が背景と見分けられることを確かめました。
accessibility-test-motion = 動きを減らす設定
accessibility-test-motion-how = 動きを減らす設定のとき、動く表現がないことを確かめました。
accessibility-test-script = JavaScriptを使わない場合
accessibility-test-script-how = JavaScriptを切った状態でも、機械的に判定できる規則の検査と、検索などの操作を行いました。

accessibility-untested = 試験していないこと
accessibility-untested-text = 次のことは、まだ確かめていません。プログラムによる検査で見つかるのは、問題の一部です。
accessibility-untested-readers = 実際のスクリーンリーダー（NVDA、PC-Talker、VoiceOver、TalkBackなど）での読み上げ
accessibility-untested-people = 障害のある方、高齢の方、日本語を学んでいる方による利用
accessibility-untested-devices = 実際のスマートフォンや支援機器、Chromium以外のブラウザー（Safari、Firefoxなど）
accessibility-untested-criteria = 人の判断が必要な達成基準の試験（JIS X 8341-3:2016 附属書JBによる試験）
accessibility-untested-data = 各所管課が登録した文章の分かりやすさと、英語・やさしい日本語の訳の正しさ

accessibility-limits = 分かっている限界
accessibility-limit-japanese = 手続の名前や説明のうち、所管課が日本語だけで登録したものは、英語のページでも日本語で表示します。その部分は、日本語として読み上げられるように示しています。
accessibility-limit-names = 英語のページで、図の名前や部品の名前に入る日本語は、英語として読み上げられることがあります。
accessibility-limit-easy = 手続の名前や説明のうち、やさしい日本語がないものは、ふつうの日本語で表示します。
accessibility-limit-elsewhere = 電子申請などのリンク先のサイトや、リンク先のPDFは、このサイトでは直せません。
accessibility-limit-tables = 幅の広い表は、狭い画面では、行ごとに縦に並べるか、表の中を横に動かして読みます。
accessibility-limit-drawings = 図は、ハイコントラスト（強制カラーモード）でも、読み分けられるように自分の配色のまま表示します。利用者が選んだ色にはなりません。

accessibility-contact = 使いにくいところがあったとき
accessibility-contact-text = 読めない、使えないところや、お気づきの点は、次の窓口へお知らせください。どのページの、どこで困ったかを添えていただくと、早く調べられます。
accessibility-contact-none = このサイトには、アクセシビリティの窓口がまだ登録されていません。市の代表窓口へお知らせください。手続の内容については、それぞれの手続のページにある所管課へお尋ねください。
accessibility-contact-procedures = 手続を探す
accessibility-contact-counter = 窓口
accessibility-contact-hours = 受付時間
accessibility-contact-phone = 電話

accessibility-contact-office = アクセシビリティの担当課は登録されていません。市の次の窓口にお問い合わせください。
accessibility-contact-address = 所在地
