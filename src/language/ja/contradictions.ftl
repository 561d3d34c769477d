# What contradicts itself in an entry, for its editor; what public pages show instead

contradictions-title = 登録内容が合っていないところ
contradictions-text = 片方が正しくないか、書き足りない項目です。公開するページでは、どちらが正しいか分からないものを並べて見せません。
staff-number-contradictions = 合っていないところがある手続
entries-todo-contradiction = 合っていないところがある

contradiction-papers_but_none_attached = 添付書類は「不要」ですが、添える書類が書かれています。
contradiction-identification_but_not_identified = 本人確認は「不要」ですが、本人確認の書類が書かれています。
contradiction-certificate_listed_but_not_required = 電子証明書は「不要」ですが、必要書類に電子証明書が書かれています。
contradiction-certificate_but_not_online = 電子証明書が必要とされていますが、オンラインの申請がありません。本人確認に使うカードは、必要書類に書きます。
contradiction-free_but_amount = 無料と有料の記載が合っていません（無料なのに金額がある、または有料なのに0円）。
contradiction-free_but_paid = 無料ですが、手数料の段階が「不要」になっていません。
contradiction-charged_but_not_paid = 手数料がありますが、手数料の段階が「不要」です。
contradiction-amount_outside_range = 手数料の金額が、下限と上限の間に入っていません。
contradiction-amount_only_in_note = 手数料の金額が空欄ですが、備考に金額が書かれています。金額の欄か、「手続の詳細」の下限と上限に書きます。
contradiction-days_not_as_in_words = 処理期間の日数（まで）が、言葉で書いた処理期間と違います。
contradiction-online_without_address = 申請は「オンライン」ですが、オンラインの申請方法のアドレスがありません。
contradiction-address_but_not_online = オンラインの申請方法のアドレスがありますが、申請は「オンライン」ではありません。
contradiction-store_without_card = コンビニで交付しますが、コンビニで使うカードが書かれていません。
contradiction-no_store_but_its_terms = コンビニでは交付しませんが、コンビニの手数料かカードが書かれています。
contradiction-no_agent_but_letter = 代理の申請はできませんが、委任状が書かれています。
contradiction-ended_but_open = 廃止されていますが、オンラインの申請方法のアドレスが残っています。
contradiction-complete_but_blocked = すべてオンラインでできますが、オンライン化の懸念点が残っています。
contradiction-paper_listed_twice = 同じ書類が2回以上書かれています。
contradiction-deadline_not_as_in_words = 案内の期限の日数が、言葉で書いた期限と違います。

contradiction-shown-papers_but_none_attached = 書類を表示し、添付の段階は「不明」とします。
contradiction-shown-identification_but_not_identified = 書類を表示し、本人確認の段階は「不明」とします。
contradiction-shown-certificate_listed_but_not_required = 書類だけを表示し、電子証明書の欄は出しません。
contradiction-shown-certificate_but_not_online = 電子証明書の欄を出しません。
contradiction-shown-free_but_amount = 手数料は「記載なし」とします。
contradiction-shown-free_but_paid = 無料と表示し、支払いの段階は「不明」とします。
contradiction-shown-charged_but_not_paid = 手数料を表示し、支払いの段階は「不明」とします。
contradiction-shown-amount_outside_range = 金額ではなく、下限と上限を表示します。
contradiction-shown-amount_only_in_note = 「有料」と備考だけを表示します。
contradiction-shown-days_not_as_in_words = 言葉で書いた処理期間だけを表示します。
contradiction-shown-online_without_address = アドレスの情報がないことを表示します。
contradiction-shown-address_but_not_online = アドレスを目立たせず、所管課に確認するよう表示します。
contradiction-shown-store_without_card = マイナンバーカードが要ると表示します（全国のコンビニ交付に共通）。
contradiction-shown-no_store_but_its_terms = コンビニでは受け取れないとだけ表示します。
contradiction-shown-no_agent_but_letter = 代理の欄は「記載なし」とします。
contradiction-shown-ended_but_open = 廃止されたことだけを表示し、申請方法は出しません。
contradiction-shown-complete_but_blocked = 懸念点を表示しません。
contradiction-shown-paper_listed_twice = 1回だけ表示します。
contradiction-shown-deadline_not_as_in_words = 言葉で書いた期限だけを表示します。
