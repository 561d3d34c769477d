# Initiatives: statutory dates, milestones and effects.

budget-indicator-served = Indicator served
budget-no-indicator = none is named
budget-deadline = Statutory date
budget-legal-basis = Basis:
deadline-left = { $days } left
deadline-today = ends today
deadline-ended = ended { $days } ago
deadline-met-on-day = done on the last day, { $done }
deadline-met = done on { $done }, { $days } before the end
deadline-met-late = done on { $done }, { $days } late
deadline-not-recorded = It is not recorded as done. Whether it was done in time is not known.
count-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
budget-milestones-title = Milestones
budget-no-milestones = No milestones have been recorded.
milestone-planned = planned
milestone-running = in progress
milestone-done = done
milestone-dropped = dropped
milestone-is-late = late
milestone-is-dropped = Planned for: { $planned }
milestone-is-done = Planned for: { $planned }. Done on: { $done }. Whether it was late is not known.
milestone-is-on-time = Done as planned on { $done }
milestone-was-early = Done on { $done }, { $days } earlier than planned ({ $planned })
milestone-was-late = Done on { $done }, { $days } later than planned ({ $planned })
milestone-is-overdue = Planned for { $planned }, { $days } ago, and not done
milestone-is-today = Planned for today
milestone-is-ahead = Planned for { $planned }, in { $days }
milestone-is-undated = The planned day is not known.
budget-days-late = Days late
budget-days-late-note = From the planned day to the day it was done, or to today. A negative number means that it was early.
budget-effects-title = Effects
budget-effect-unknown = No figures have been recorded.
effect-steps = Steps of work
effect-hours = Working hours per year
effect-paper = Sheets of paper per year
effect-part = { $what }: before { $before }, after { $after }
effect-same = { $what }: { $before } before and after
effect-less = { $what }: { $before } → { $after } ({ $change } fewer)
effect-more = { $what }: { $before } → { $after } ({ $change } more)
effect-hours-saved = Working hours saved per year: { $hours }
effect-as-of = As of { $day }
effect-undated = The date of the figures is not known.
budget-before = before
budget-after = after
budget-hours-saved = Hours saved per year
budget-effect-as-of = As of
budget-as-tables = Milestones and effects as tables
data-list-initiatives = Initiatives, milestones and effects
