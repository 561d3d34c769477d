# What contradicts itself in an entry, for its editor; what public pages show instead

contradictions-title = Contradictions in this entry
contradictions-text = One side is wrong, or something is missing. Public pages do not show both.
staff-number-contradictions = entries that contradict themselves
entries-todo-contradiction = contradicts itself

contradiction-papers_but_none_attached = Attaching papers is not needed, but papers to attach are listed.
contradiction-identification_but_not_identified = Identification is not needed, but identification papers are listed.
contradiction-certificate_listed_but_not_required = No certificate of the card is required, but one is listed among the papers.
contradiction-certificate_but_not_online = A certificate of the card is required, but nothing is applied for online. The card as identification belongs to the papers.
contradiction-free_but_amount = It is said to be free and to cost something (free with an amount, or a fee of 0 yen).
contradiction-free_but_paid = It is free, but the step of paying is needed.
contradiction-charged_but_not_paid = There is a fee, but the step of paying is not needed.
contradiction-amount_outside_range = The amount of the fee is not within its range.
contradiction-amount_only_in_note = The amount of the fee is not known, but the note names one. Enter it, or its range in the details of the procedure.
contradiction-days_not_as_in_words = The longest time in days is another one than in words.
contradiction-online_without_address = Applying is online, but no way to apply online has an address.
contradiction-address_but_not_online = There is the address of a way to apply online, but applying is not online.
contradiction-store_without_card = Convenience stores issue it, but the card that is needed there is not stated.
contradiction-no_store_but_its_terms = Convenience stores do not issue it, but their fee or card is given.
contradiction-no_agent_but_letter = Nobody may apply for another, but a letter of authority is asked for.
contradiction-ended_but_open = The procedure has ended, but it still has the address of a way to apply.
contradiction-complete_but_blocked = All of it is online, but obstacles to that are recorded.
contradiction-paper_listed_twice = The same paper is listed more than once.
contradiction-deadline_not_as_in_words = The days of a deadline in a guide are others than its words.

contradiction-shown-papers_but_none_attached = The papers are shown, and the step of attaching is unknown.
contradiction-shown-identification_but_not_identified = The papers are shown, and the step of identifying is unknown.
contradiction-shown-certificate_listed_but_not_required = Only the papers are shown; the certificate is left out.
contradiction-shown-certificate_but_not_online = The certificate is left out.
contradiction-shown-free_but_amount = The fee is “not stated”.
contradiction-shown-free_but_paid = It is shown as free, and the step of paying is unknown.
contradiction-shown-charged_but_not_paid = The fee is shown, and the step of paying is unknown.
contradiction-shown-amount_outside_range = The range is shown instead of the amount.
contradiction-shown-amount_only_in_note = Only that there is a fee, and the note, are shown.
contradiction-shown-days_not_as_in_words = Only the time in words is shown.
contradiction-shown-online_without_address = It is shown that the address is not stated.
contradiction-shown-address_but_not_online = The address does not stand out, and readers are told to ask the department.
contradiction-shown-store_without_card = It is shown that the My Number card is needed, as at every convenience store in Japan.
contradiction-shown-no_store_but_its_terms = It is only shown that convenience stores do not issue it.
contradiction-shown-no_agent_but_letter = Agents are “not stated”.
contradiction-shown-ended_but_open = Only that it has ended is shown; no way to apply.
contradiction-shown-complete_but_blocked = The obstacles are left out.
contradiction-shown-paper_listed_twice = It is shown once.
contradiction-shown-deadline_not_as_in_words = Only the deadline in words is shown.
