# Page of a procedure: the steps for each way to apply, payment, checks, reports

## The steps for each way to apply

channel-short-mynaportal = Mynaportal
channel-short-city_system = City’s online system
channel-short-eltax = eLTAX
channel-short-other_online = Online
channel-short-mail = Post
channel-short-phone = Telephone
channel-short-counter = Counter

way-online = Online
way-counter = At the counter
way-counter_if_needed = At the counter, if needed
way-not_needed = Not needed
way-mail = By post
way-phone = By telephone
way-ask = Ask the department

channel-steps-label = The five steps for each way to apply
channel-steps-step = Step
channel-steps-note = “Ask the department” means that it is not stated how to do this step this way.

## Paying the fee

needed-payment = How to pay
pay-online = You pay online.
pay-counter = You pay at the counter.
pay-not_needed = There is nothing to pay.
pay-unknown = Not stated. Contact the department.

## Checks and related procedures

checked-by = {$department} confirmed this information on {$date}.
checked-old = This was more than a year ago, so something may have changed. Check with the department before you apply.
planned-past = It was planned to be online in {$year}, but some of it is not online yet.
related-title = Related procedures
entry-data = Data for this procedure:
linked-sample = Sample: made up as an example. It does not show the real situation.

## Reports

report-title = Give feedback on this page
report-question = Was this information useful?
report-kind-useful = Yes, it was useful
report-kind-not_useful = No, it was not useful
report-kind-could_not_finish = I could not finish online
report-step = Which step could you not complete?
report-reason = What was the main reason?
report-reason-system_error = A system error
report-reason-card = The card, its certificate or its PIN did not work
report-reason-paper = I could not send a document that was needed
report-reason-not_understood = I did not understand what to do
report-reason-counter_anyway = I had to go to the counter anyway
report-reason-other = Another reason
report-only-then = If you chose “I could not finish online”, answer these two questions as well.
report-privacy = We count your choices, the procedure, the language of the page and the date. What you write yourself is read by staff only and deleted after {$days} days at the latest. We store neither your name nor your IP address. You will not get a reply.
report-text = What happened, in your own words (optional)
report-text-hint = Up to {$most} characters, read by staff only. Do not write who you are: no name, address, telephone number, e-mail address, My Number or date of birth.
report-mistake-text_long = Your text is too long. Use at most {$most} characters.
report-mistake-text_alone = Your own words can only be sent with “I could not finish online”. Choose it, or delete what you wrote.
report-send = Send
report-thanks-title = Thank you
report-thanks-text = We have received your answer. It will help to improve this procedure.
report-page-title = Feedback on a procedure
report-back = Back to the procedure
report-mistakes-title = Not sent yet
report-mistake-kind = Choose “Yes, it was useful”, “No, it was not useful” or “I could not finish online”.
report-mistake-step = Choose which of the five steps you could not complete.
report-mistake-reason = Choose the main reason from the list.
report-mistake-form = The form contained something it should not have. Send it again using the form below.
report-too-many-title = We cannot accept your answer right now
report-too-many-text = Too many answers were sent in a short time. Wait about {$minutes} min and try again. Your choices are still filled in. If it is urgent, contact the department.

## Forms sent from other sites

origin-title = This form cannot be accepted
origin-advice = It was sent from another site, or we could not tell which page it came from. Open the page and send the form from there.
origin-back = Open the page

## A text that the city has in Japanese only

only-in-japanese = Some of this information is available in Japanese only.

## The end of a procedure, and the withdrawal of an entry

validity-ended = Ended
validity-withdrawn = Entry withdrawn
ending-label = The end of this procedure
ending-ended = This procedure ended on {$date}.
ending-will-end = This procedure will end on {$date}.
ending-withdrawn = The entry of this procedure was made by mistake and was withdrawn on {$date}.
ending-reason = Reason:
ending-successor = Use this procedure instead:
ending-successors = What replaced it, in order; use the last:
ending-answer = This procedure is no longer offered
ending-as-before = The steps below are as of the day before its end, {$date}.
ending-short = Ended on {$date}
ending-kind-abolished = Ended
ending-kind-withdrawn = Entry withdrawn
ending-cell-successor = Successor: {$name}
withdrawn-title = The entry of this procedure has been withdrawn
withdrawn-text = It was made by mistake and was withdrawn on {$date}.

## Personal data that must not be written

personal-data-e_mail = There seems to be an e-mail address. Take it out and send the form again.
personal-data-telephone = There seems to be a telephone number. Take it out and send the form again.
personal-data-my_number = There is a number of 12 digits that looks like a My Number. Take it out and send the form again.
personal-data-address = There seems to be an address or a postcode. Take it out and send the form again.
personal-data-birth_date = There is a date that looks like a date of birth. Take it out and send the form again.
