# The list of procedures and the page of each

## Steps and their states

step-apply = Apply
step-identify = Identify
step-attach = Attach
step-pay = Pay
step-receive = Receive
step-means-apply = Submit the form or notification
step-means-identify = Prove who you are
step-means-attach = Provide the documents needed
step-means-pay = Pay the fee
step-means-receive = Get the certificate or decision

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

answer-home = You can do everything from home
answer-home_then_fetch = Apply from home, then collect at the counter
answer-home_then_counter = Apply from home, then visit the counter for one or more steps
answer-home_then_unknown = Apply from home. It is not yet known whether you need to visit the counter
answer-partly_online = Apply at the counter; some steps can be done online
answer-counter_or_mail = Go to the counter, or apply by post
answer-counter = Go to the counter
answer-excluded = Not available online, by decision of the city
answer-unknown = It is not yet known whether you can do this online

## List

procedures-title = Find a procedure
procedures-title-for = Results for “{$q}”
procedures-description = Find a procedure by name, keyword, life event or department, and see how much of it you can do online.
procedures-all = See all procedures

filters = Filter
filters-jump = Filter
facet-more = Show {$count} more
facet-count = {$count} found
filter-q = Keywords
filter-event = Life event
filter-availability = Availability online
filter-step = Step that needs a visit
filter-fee = Fee
filter-audience = Who it is for
filter-card = My Number Card certificate
filter-department = Department
filter-set = Group of procedures
filter-sort = Sort by
filter-ended = Procedures that have ended
ended-exclude = Left out
ended-include = Included
ended-only = Only these

audience-residents = Residents
audience-business = Businesses

fee-kind-free = Free
fee-kind-charged = Fee charged
department-unknown = Department not stated

card-none = No card needed
card-identification = Card: identification certificate
card-signature = Card: signature certificate
card-means-none = You do not need a My Number Card certificate.
card-means-identification = You need your My Number Card and the 4-digit PIN for its identification certificate.
card-means-signature = You need your My Number Card and the password (6 to 16 letters and digits) for its signature certificate.

sort-relevance = Best match
sort-name = Name (Japanese order)
sort-volume = Most used
sort-changed = Last changed

results-counted = {$first} to {$last} of {$total} procedures
results-nothing-found = No procedures found
results-first-page = See the first page
results-meanings = The search also included:
results-past-the-end = There are no procedures on this page
chips-label = Filters applied
chip = {$filter}: {$value}
chip-remove = – remove
chips-clear = Clear all filters

nothing-found-shorter = Try a shorter keyword, such as “tax” or “address”.
nothing-found-other-words = Try a different word for the same thing.
nothing-found-filters = Try fewer filters.
nothing-found-near = Did you mean
nothing-found-elsewhere = Without the other filters, there are {$count} results for “{$q}”.
nothing-found-ended = Among procedures that have ended, this search finds {$count}.
by-life-event = Browse by life event

event-title = {$event}: what to do
event-description = {$title}, in what order, and how much of it you can do from home.
event-counted = {$total} procedures for this life event.
from-home-complete = can be completed from home
from-home-partial = can be partly done online
from-home-counter = are done at a counter or by post
from-home-excluded = will not be available online, by decision of the city
from-home-unknown = are being checked
event-any-time = At any time
event-others = Other procedures that may apply to you
event-procedures = Procedures

mistake-title = Something is wrong with this address
mistake-text = The value of “{$name}” is not valid.
official-name = Official name:

## Page of a procedure

start-title = How to apply
start-unknown = How to apply is not stated. Contact the department.
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
channel-means-mail = Send the documents to the department.
channel-means-phone = Call the department.
channel-means-counter = Go to the counter.

needed-title = What you need
needed-papers = Documents
papers-not-stated = Not stated. Contact the department.
needed-fee = Fee
needed-time = How long it takes
needed-who = Who can apply
legal-basis = Legal basis
fee-none = Free
fee-yen = {$yen} yen
fee-some = There is a fee, but the amount is not stated

steps-title = The five steps
contact-title = Department and counter
contact-department = Department
contact-counter = Counter
contact-hours = Opening hours
contact-phone = Telephone

obstacles-title = Why some of it is not online, and what is planned
blockers-not-stated = No reason is stated.
blocker-planned = There are plans to put it online.
blocker-law_change_no_time = The law has to change first, and there is no date for this.
blocker-law_change_low_priority = The law has to change first, and this has low priority.
blocker-no_system = There is no system to receive applications online.
blocker-original_on_paper = A paper original is needed.
blocker-should_not_be_electronic = It is not suitable for doing online, for example because you need to be seen in person.
blocker-cost_benefit = The benefit is small compared with the cost, or is not known.
blocker-other = There is another reason.
planned = Planned to be online in {$year}.
planned-or-later = Planned to be online in {$year} or later.
year-or-later = {$year} or later
planned-unknown = There is no date for putting it online, or none is stated.

usage-title = Applications by fiscal year
usage-unknown = The number of applications is not known.
fiscal-year = Fiscal year
usage-total = Total
usage-online = Online
usage-share = Share online

announced-title = Changes to come
history-title = What has changed
history-none = No changes have been recorded.
history-first = {$step}: {$to}
history-change = {$step}: {$from} → {$to}

about-entry = About this page
checked-on = Confirmed by the department on {$date}
checked-unknown = It is not known when the department last confirmed this information.
