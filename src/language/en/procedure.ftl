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
channel-steps-note = “Ask the department” means that how this step is done in this way has not been stated.

## Paying the fee

needed-payment = How to pay
pay-online = You pay online.
pay-counter = You pay at the counter.
pay-not_needed = There is nothing to pay.
pay-unknown = Not stated. Please ask the department.

## Checks and related procedures

checked-by = {$department} confirmed this entry on {$date}.
checked-old = This was more than a year ago. Something may have changed: please ask the department before you apply.
planned-past = It was planned to be online in {$year}, but not all of it is yet.
related-title = Related procedures
entry-data = Data of this procedure:
linked-sample = Sample: made up as an example. It is not the real situation.

## Reports

report-title = Tell us about this page
report-question = Was this information useful?
report-kind-useful = Yes, it was useful
report-kind-not_useful = No, it was not useful
report-kind-could_not_finish = I could not finish online
report-step = At which step could you not go on?
report-reason = What was the main reason?
report-reason-system_error = An error of the system
report-reason-card = The card, its certificate or its PIN did not work
report-reason-paper = A paper that was needed could not be sent
report-reason-not_understood = I did not understand what to do
report-reason-counter_anyway = I had to go to the counter anyway
report-reason-other = Another reason
report-only-then = If you chose “I could not finish online”, please answer these two as well.
report-privacy = Only what you chose, the procedure, the language of the page and the day are counted. Nothing about you is stored, neither your name nor your IP address. There will be no reply.
report-send = Send
report-thanks-title = Thank you
report-thanks-text = Your answer has been received. It helps to make this procedure better.
report-page-title = Report about a procedure
report-back = Back to the procedure
report-mistakes-title = Not sent yet
report-mistake-kind = Please choose one of “Yes, it was useful”, “No, it was not useful” and “I could not finish online”.
report-mistake-step = Please choose the step at which you could not go on, one of the five.
report-mistake-reason = Please choose the main reason, one of the list.
report-mistake-form = Something was sent that this form does not have. Please send it again from the form below.
report-too-many-title = It cannot be taken just now
report-too-many-text = Many answers were sent in a short time. Please send it again in about {$minutes} minutes. What you chose is still there. If it is urgent, please ask the department.

## Forms sent from other sites

origin-title = This form cannot be accepted
origin-advice = It was sent from another site, or it could not be told from which page. Please open the page and send it from there.
origin-back = Open the page

## A text that the city has in Japanese only

only-in-japanese = Some of this information is available in Japanese only.
