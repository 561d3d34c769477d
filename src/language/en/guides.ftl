## Guides

guides-title = Guides for your situation
guides-lead = Answer a few questions and get the list of what you have to do.
guides-none = There are no guides yet.
guide-privacy = Your answers are not stored anywhere. Send the address of the result to show the same list to somebody else.
guide-question-number = Question { $number } of { $total }
guide-several = Choose all that apply.
guide-answer-none = None of these
guide-answer-unknown = I do not know
guide-day = that day
guide-day-label = Date of { $day }, if you know it
guide-day-hint = With it, deadlines are shown as dates.
guide-show = Show my list
guide-show-again = Update my list
guide-start-over = Start over
guide-open-questions = { $count ->
        [one] One question is not answered yet.
       *[other] { $count } questions are not answered yet.
    } Answer to make the list more exact.
guide-summary = { $total ->
        [one] One thing to do
       *[other] { $total } things to do
    }: { $parts }.
guide-summary-none = Nothing is needed for certain with these answers.
guide-summary-perhaps = { $count ->
        [one] One more may be needed.
       *[other] { $count } more may be needed.
    }
guide-part-home = { $count } from home
guide-part-office = { $count } with the city ({ $counters ->
        [one] one counter
       *[other] { $counters } counters
    })
guide-part-elsewhere = { $count } elsewhere
guide-home = From home
guide-office = With the city, at a counter
guide-counter-unknown = Counter not stated; ask the city
guide-counter-offices = All of it can be done at:
guide-elsewhere = Elsewhere
guide-perhaps = Perhaps needed
guide-perhaps-lead = It depends on questions that you have not answered, or to which you do not know the answer.
guide-decided-by = Decided by:
guide-nothing = With these answers there is nothing to do.
guide-duty-legal = Required by law
guide-duty-advised = Advised
guide-days-within = Within { $days } days of { $day }
guide-days-by = By { $day }
guide-days-before = { $days } days before { $day }
guide-rest-day = Dates are counted from the day you gave. If the office is closed on a date, go earlier or ask.
guide-site = Website
guide-calendar = Add the deadlines to a calendar (.ics)
guide-calendar-day = Deadline: { $name }
guide-tick = Done
guide-totals = What to bring, costs and time
guide-papers = To bring to the counters
guide-papers-home = To have ready at home
guide-papers-unstated = Nothing is stated for:
guide-papers-none = No papers are needed.
guide-card = My Number card
guide-card-unknown = Not stated for:
guide-fees = Fees of the city
guide-fees-total = { $yen } altogether
guide-fees-unknown = { $count ->
        [one] and one of unknown amount:
       *[other] and { $count } of unknown amount:
    }
guide-time = What takes the longest
guide-time-unknown = ({ $count } others are not stated)
guide-checked = This guide was checked on { $date }.
guide-not-checked = It is not recorded when this guide was checked.
guide-to-event = All procedures:
guide-from-event = Answer a few questions to see only what you need.
guide-leads-here = Guides that lead here
guide-drawings = See the questions and what they lead to:
guide-drawing = From the questions to the entries
guide-drawing-lead = Questions, answers, and the entries that they lead to. Follow a name to change its row.
guide-drawing-public = The public page
guide-drawing-always = Whatever is answered, or unless something is
guide-drawing-asked-if = Asked if
guide-drawing-asks = Then asks:
guide-drawing-written = In conditions:
guide-condition-term = {$question}: {$answers}
guide-condition-not = {$question}: not {$answers}
guide-condition-or = {" or "}
guide-condition-and = {"; and "}
guide-findings = What the check found
guide-findings-none = Nothing is wrong: every answer leads to an entry, and every entry is reached.
guide-finding-refused = Wrong:
guide-finding-told = Note:
guide-place-guide = the guide
guide-place-question = question { $id }
guide-place-answer = answer { $id }
guide-place-entry = entry { $id }
guide-finding-unknown_question = its condition names a question that does not exist:
guide-finding-unknown_answer = its condition names an answer that does not exist:
guide-finding-contradiction = its condition never holds:
guide-finding-asked_too_early = it is asked depending on a question that does not come before:
guide-finding-reserved_answer = this id is offered with every question:
guide-finding-same_field = two fields of the form have the same name:
guide-finding-too_many_fields = there are too many questions and answers:
guide-finding-never_asked = it is never asked:
guide-finding-unreachable = no answers lead there:
guide-finding-leads_nowhere = it leads to no entry.
guide-finding-no_answers = it has no answers.
guide-finding-unused = no condition depends on it.
guide-finding-no_entries = it has no entries.
