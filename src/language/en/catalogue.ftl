# The list of procedures and the page of each

## Steps and their states

step-apply = Apply
step-identify = Identify
step-attach = Attach
step-pay = Pay
step-receive = Receive
step-means-apply = Hand in the form or notification
step-means-identify = Show that you are who you are
step-means-attach = Add the papers that are needed
step-means-pay = Pay the fee
step-means-receive = Receive the certificate or the decision

state-online = Online
state-counter = At the counter
state-not_needed = Not needed
state-unknown = Unknown

ladder-label = The five steps
ladder-spoken = {$step}: {$state}

## Availability

availability-complete = Fully online
availability-partial = Partly online
availability-counter = Counter only
availability-excluded = Excluded
availability-unknown = Unknown

answer-home = You can do all of it from home
answer-home_then_fetch = Apply from home, collect at the counter
answer-home_then_counter = Apply from home, then visit the counter for one or more steps
answer-home_then_unknown = Apply from home; whether you need the counter is not yet known
answer-partly_online = Apply at the counter; some steps can be done online
answer-counter_or_mail = Go to the counter, or send it by post
answer-counter = Go to the counter
answer-excluded = Not available online, by decision
answer-unknown = Whether it can be done online is not yet known

## List

procedures-title = Find a procedure
procedures-title-for = Results for “{$q}”
procedures-description = Find a procedure by its name, a word, a life event or a department, and see how far it can be done online.
procedures-all = See all procedures

filters = Narrow down
filters-jump = Narrow down
facet-more = {$count} more
facet-count = {$count} found
filter-q = Words
filter-event = Life event
filter-availability = Online?
filter-step = Step that needs the counter
filter-fee = Fee
filter-audience = For whom
filter-card = Certificate of the My Number Card
filter-department = Department
filter-set = Group of procedures
filter-sort = Order

audience-residents = Residents
audience-business = Businesses

fee-kind-free = Free of charge
fee-kind-charged = Costs something
department-unknown = Department not stated

card-none = No card needed
card-identification = Card: identification certificate
card-signature = Card: signature certificate
card-means-none = You do not need a certificate of the My Number Card.
card-means-identification = You need your My Number Card and the 4-digit PIN of its identification certificate.
card-means-signature = You need your My Number Card and the password (6 to 16 letters and digits) of its signature certificate.

sort-relevance = Best match
sort-name = Name (Japanese order)
sort-volume = Most used
sort-changed = Last changed

results-counted = {$first} to {$last} of {$total} procedures
results-nothing-found = No procedure was found
results-first-page = See the first page
results-meanings = The search also looked for:
results-past-the-end = There are no procedures on this page
chips-label = Filters in use
chip = {$filter}: {$value}
chip-remove = – remove
chips-clear = Remove all

nothing-found-shorter = Try a shorter word, such as “tax” or “address”.
nothing-found-other-words = Try another word for the same thing.
nothing-found-filters = Try with fewer filters.
nothing-found-near = Did you mean
nothing-found-elsewhere = Without the other choices there are results for “{$q}”: {$count}.
by-life-event = Find by life event

event-title = {$event}: what to do
event-description = {$title}, in which order, and what of it from home.
event-counted = Procedures for this: {$total}.
from-home-complete = can be finished at home
from-home-partial = can be done in part online
from-home-counter = are done at a counter or by mail
from-home-excluded = are left out of going online by decision
from-home-unknown = are being checked
event-any-time = At any time
event-others = Other procedures that may concern you
event-procedures = Procedures

mistake-title = This address cannot be read
mistake-text = The value of “{$name}” is not right.
official-name = Official name:

## Page of a procedure

start-title = How to apply
start-unknown = How to apply is not stated. Please ask the department.
channel-mynaportal = Apply on Mynaportal
channel-city_system = Apply on the city’s online system
channel-eltax = File with eLTAX
channel-other_online = Apply online
channel-mail = By post
channel-phone = By telephone
channel-counter = At the counter
channel-means-mynaportal = You can apply online.
channel-means-city_system = You can apply online.
channel-means-eltax = You can file online.
channel-means-other_online = You can apply online.
channel-means-mail = Send the papers to the department.
channel-means-phone = Telephone the department.
channel-means-counter = Visit the counter.

needed-title = What you need
needed-card = My Number Card
needed-papers = Papers
papers-not-stated = Not stated. Please ask the department.
needed-fee = Fee
needed-time = How long it takes
needed-who = Who can apply
legal-basis = Legal basis
fee-none = Free of charge
fee-yen = {$yen} yen
fee-some = There is a fee; the amount is not stated

steps-title = The five steps
contact-title = Department and counter
contact-department = Department
contact-counter = Counter
contact-hours = Hours
contact-phone = Telephone

obstacles-title = Why not all of it is online, and what is planned
blockers-not-stated = No reason is stated.
blocker-planned = It is planned to be put online.
blocker-law_change_no_time = A law has to change first, and it is not decided when.
blocker-law_change_low_priority = A law has to change first, which has low priority.
blocker-no_system = There is no system to receive applications.
blocker-original_on_paper = An original on paper is needed.
blocker-should_not_be_electronic = It is not suited to being done online, for example because somebody has to be seen in person.
blocker-cost_benefit = The benefit is small for the cost, or not known.
blocker-other = There is another reason.
planned = It is planned to be online in {$year}.
planned-unknown = When it will be online is not decided or not stated.

usage-title = Applications by fiscal year
usage-unknown = The number of applications is not known.
fiscal-year = Fiscal year
usage-total = All
usage-online = Online
usage-share = Share online

history-title = What has changed
history-none = No change has been recorded.
history-first = {$step}: {$to}
history-change = {$step}: {$from} → {$to}

about-entry = About this entry
checked-on = Confirmed by the department on {$date}
checked-unknown = When the department last confirmed it is not known.
