# Pages as of a past day, and the history of a procedure

## Pages as of a past day

past-day-heading = See the state on a past date
past-day-choose = Date
past-day-show = Show
past-day-label = About the state on a past date
past-day-title = You are seeing the state on {$date}.
past-day-catalogue = Steps and availability are as of that date, based on what had been recorded by then. Names, categories and numbers are current.
past-day-procedure = Steps, availability and texts are as of that date, based on what had been recorded by then. Numbers, related procedures and the department’s contact details are current.
past-day-not-yet = This procedure was added to the catalogue later, on {$date}.
past-day-today = See the current state

## The history of a procedure

history-page-title = {$name}: history of changes
history-page-short = History of changes
history-page-link = History of changes (what changed, when and why)
history-page-lead = What changed about this procedure, when the change took effect, when it was recorded, and the values before and after.
history-first-recorded = This procedure was added to the catalogue on {$date}.
history-back = Back to the procedure
history-steps-title = Changes to steps and exclusion
history-steps-caption = Changes to steps and exclusion, newest first
history-steps-note = The date a change takes effect and the date it was recorded can differ. Both are shown.
history-entry-title = Changes to the entry
history-entry-caption = Changes to the entry, newest first
history-entry-note = “—” means that there was no value, or that none was recorded.
history-entry-none = No changes to the entry have been recorded.
history-column-effective = Took effect
history-column-recorded = Recorded
history-column-what = What changed
history-column-field = Field
history-column-from = Before
history-column-to = After
history-column-reason = Reason
history-column-approved = Approved
history-yes = Yes
history-no = No
history-forgotten = The content was removed from the record on {$date} by request
history-steps-only = Steps or exclusion (see the table above)
history-nobody = We do not publish who made or approved a change. You can find proof that the record has not been altered on this page:
history-first-reason = Reason: {$reason}

history-first-state = (first record)
