# What contradicts itself in an entry, for its editor; what public pages show instead

contradictions-title = 書いた　ことが　あって　いない　ところ
contradictions-text = どちらが　正しいか　見て　なおして　ください。みんなが　見る　ページには、りょうほうは　出しません。
staff-number-contradictions = あって　いない　ところが　ある　てつづき
entries-todo-contradiction = あって　いない　ところが　ある

contradiction-papers_but_none_attached = 紙は　いりませんと　書いて　ありますが、いる　紙も　書いて　あります。
contradiction-identification_but_not_identified = 本人の　かくにんは　いりませんと　書いて　ありますが、かくにんの　紙も　書いて　あります。
contradiction-certificate_listed_but_not_required = カードの　しょうめいは　いりませんと　書いて　ありますが、もって　くる　ものに　書いて　あります。
contradiction-certificate_but_not_online = カードの　しょうめいが　いると　書いて　ありますが、インターネットで　できません。まど口で　見せる　カードは、もって　くる　ものに　書きます。
contradiction-free_but_amount = ただと　お金が　いるの　りょうほうが　書いて　あります。
contradiction-free_but_paid = ただですが、お金を　はらう　ことに　なって　います。
contradiction-charged_but_not_paid = お金が　いりますが、はらわない　ことに　なって　います。
contradiction-amount_outside_range = お金が、いちばん　小さい　お金と　大きい　お金の　あいだに　ありません。
contradiction-amount_only_in_note = お金が　いくらか　書いて　ありませんが、せつめいに　書いて　あります。お金の　ところに　書きます。
contradiction-days_not_as_in_words = かかる　日の　数と、ことばで　書いた　日が　ちがいます。
contradiction-online_without_address = インターネットで　できると　書いて　ありますが、アドレスが　ありません。
contradiction-address_but_not_online = インターネットの　アドレスが　ありますが、インターネットで　できないと　書いて　あります。
contradiction-store_without_card = コンビニで　もらえますが、コンビニで　つかう　カードが　書いて　ありません。
contradiction-no_store_but_its_terms = コンビニで　もらえませんが、コンビニの　お金か　カードが　書いて　あります。
contradiction-no_agent_but_letter = ほかの　人は　できませんが、たのむ　紙が　書いて　あります。
contradiction-ended_but_open = おわった　てつづきですが、インターネットの　アドレスが　あります。
contradiction-complete_but_blocked = ぜんぶ　インターネットで　できますが、できない　りゆうが　書いて　あります。
contradiction-paper_listed_twice = 同じ　紙が　2回　書いて　あります。
contradiction-deadline_not_as_in_words = いつまでの　日の　数と、ことばで　書いた　日が　ちがいます。

contradiction-shown-papers_but_none_attached = 紙を　出します。ながれは　「わかりません」と　します。
contradiction-shown-identification_but_not_identified = 紙を　出します。ながれは　「わかりません」と　します。
contradiction-shown-certificate_listed_but_not_required = もって　くる　ものだけを　出します。
contradiction-shown-certificate_but_not_online = カードの　しょうめいは　出しません。
contradiction-shown-free_but_amount = お金は　「書いて　ありません」と　します。
contradiction-shown-free_but_paid = ただと　出します。はらう　ながれは　「わかりません」と　します。
contradiction-shown-charged_but_not_paid = お金を　出します。はらう　ながれは　「わかりません」と　します。
contradiction-shown-amount_outside_range = いちばん　小さい　お金と　大きい　お金を　出します。
contradiction-shown-amount_only_in_note = 「お金が　いります」と　せつめいだけを　出します。
contradiction-shown-days_not_as_in_words = ことばだけを　出します。
contradiction-shown-online_without_address = アドレスが　ないと　出します。
contradiction-shown-address_but_not_online = アドレスを　目立たせません。市の　人に　聞くように　出します。
contradiction-shown-store_without_card = マイナンバーカードが　いると　出します。
contradiction-shown-no_store_but_its_terms = コンビニでは　もらえないと　だけ　出します。
contradiction-shown-no_agent_but_letter = 「書いて　ありません」と　します。
contradiction-shown-ended_but_open = おわったと　だけ　出します。
contradiction-shown-complete_but_blocked = りゆうを　出しません。
contradiction-shown-paper_listed_twice = 1回だけ　出します。
contradiction-shown-deadline_not_as_in_words = ことばだけを　出します。
