# Page of a procedure: papers, range of fees, days, agents, convenience stores, forms

## How to apply

start-without-address = You can apply online, but the address is not stated. Contact the department.
start-address-doubtful = It is not certain that you can apply online. Contact the department before you start.
channel-front-page = This opens the front page of the site. Look for the name of the procedure there.

## What you need

needed-certificate = Certificate to apply online
certificate-none = No certificate of the My Number card is used.
papers-none-attached = There is nothing to attach.
paper-some-cases = in some cases
paper-quantity = { $count ->
    [one] 1 copy
   *[other] { $count } copies
}
paper-original-original = original
paper-original-copy = photocopy
paper-original-either = original or photocopy
fee-range = { $from } to { $to }
fee-from = from { $from }
fee-to = up to { $to }
fee-charged = There is a fee.
time-same-day = The same day
time-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
time-working-days = { $days ->
    [one] 1 working day
   *[other] { $days } working days
}
time-range = { $from } to { $to }

## Further terms

terms-title = Who can apply, agents and forms
needed-agent = Applying for somebody else
agent-nobody = Only the person concerned can apply.
agent-family = Members of the household or family can apply.
agent-anyone = An agent can apply.
letter-required = A letter of authority is needed.
letter-not_for_family = Anybody who is not family needs a letter of authority.
letter-not_required = No letter of authority is needed.
needed-store = Convenience stores
store-available = You can also get it at a convenience store.
store-not_available = You cannot get it at a convenience store.
store-card = You need the My Number card with its user identification certificate.
store-card_or_phone = You need the My Number card, or a telephone with its certificate.
store-fee = It costs { $fee } there.
needed-forms = Forms
form-pages = { $pages ->
    [one] 1 page
   *[other] { $pages } pages
}
form-language-ja = Japanese
form-language-en = English
form-language-zh = Chinese
form-language-ko = Korean
form-language-vi = Vietnamese
form-language-pt = Portuguese
form-language-es = Spanish
form-language-fil = Filipino
form-language-ne = Nepali
form-language-several = several languages

## Names of tables

first-day-table-papers = Papers
first-day-table-procedure-papers = When papers are needed
first-day-table-procedure-details = Details of the procedures
first-day-table-procedure-forms = Forms

## Form of an entry

entry-tables-title = Papers, details and forms of this entry
entry-tables-text = Papers of the shared list appear with readings and translations. With this id, more can be entered in other tables:
entry-tables-only-words = Not in the shared list. It appears as written, in Japanese.
entry-tables-when = Say when it is needed
entry-tables-change = Change when it is needed
entry-tables-details = Change days, range of the fee, agents and convenience stores
entry-tables-no-details = Enter days, range of the fee, agents and convenience stores
entry-tables-add-form = Add a form
entry-tables-list = Open the list of papers
