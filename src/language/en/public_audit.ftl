# Memory: pages as of a past day, the history of a procedure, the page of data

## Pages as of a past day

past-day-heading = See the state of a past day
past-day-choose = Day
past-day-show = Show the state of that day
past-day-label = About the state of a past day
past-day-title = This is the state of {$date}.
past-day-catalogue = Steps and availability are those of that day, by what had been recorded until then. Names, categories and numbers are those of today.
past-day-procedure = Steps, availability and the text of the entry are those of that day, by what had been recorded until then. Numbers, related procedures and the department’s contact are those of today.
past-day-not-yet = This procedure came into the catalogue later, on {$date}.
past-day-today = See the state of today

## The history of a procedure

history-page-title = {$name}: history of changes
history-page-short = History of changes
history-page-link = History of changes (when recorded, from what to what, why)
history-page-lead = What changed about this procedure, from when, when it was recorded, and from what to what.
history-first-recorded = It came into the catalogue on {$date}.
history-back = Back to the procedure
history-steps-title = Changes of steps and exclusion
history-steps-caption = Changes of steps and exclusion, newest first
history-steps-note = A change takes effect on one day and is recorded on another; both are shown.
history-entry-title = Changes of the entry
history-entry-caption = Changes of the entry, newest first
history-entry-note = “—” means that nothing stood there, or that nothing is recorded.
history-entry-none = No changes of the entry have been recorded.
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
history-forgotten = What it said was removed from the record on {$date} by request
history-steps-only = Steps or exclusion (see the table above)
history-nobody = Who made or approved a change is not published. What proves that the record was not changed afterwards is on this page:

## Fields of a procedure

field-name = Name
field-name_easy = Name in easy Japanese
field-name_en = Name in English
field-kana = Reading
field-summary = Summary
field-summary_easy = Summary in easy Japanese
field-summary_en = Summary in English
field-department = Department
field-legal_basis = Legal basis
field-life_events = Life events
field-audience = Who it is for
field-sets = Sets of procedures
field-channels = Ways to apply
field-card_requirement = Card certificate
field-papers = Papers
field-fee = Fee
field-processing = Time it takes
field-blockers = What stands in the way
field-planned_fiscal_year = Year in which it is to be online
field-checked_on = Last check
field-source = Source
field-sample = Marked as sample

## The page of data

data-title = Data and its record
data-lead = Everything on this site can be taken away and used. Here are the lists, the sources, and what proves that the record was not changed afterwards.
data-lists = Lists
data-lists-text = No key and no registration is needed. CSV files open in spreadsheets as they are.
data-what = What
data-for-programs = For programs
data-for-spreadsheets = For spreadsheets
data-list-procedures = List of procedures
data-list-changes = Changes to procedures
data-list-areas = Municipalities and wards
data-list-cards = Cards issued and held
data-list-cards-by-age = Cards by age
data-list-indicators = Targets and results
data-list-budget = Cost and funding of programmes
data-list-budget-items = What the money is for
data-list-audit-heads = Heads of the audit log by day
data-workbooks = Tables of pages as workbooks
data-workbooks-text = The tables that a page shows, with numbers as numbers, sources and definitions, as an Excel file.
data-workbook-of = Tables of “{$page}” (Excel)
data-feeds = Feeds of changes
data-sources-text = Where figures and texts come from, of which day they are, and how they may be used.
data-heads = Heads of the audit log by day
data-heads-text = Every change of the data leaves a row in an audit log. Each row is tied to the one before it by a key that is not in the database: editing, removing, reordering or cutting rows shows. The end of each day that is over is published here, and never changes once it is.
data-heads-caption = Ends of the days that are over, newest first, at most 30
data-heads-day = Day
data-heads-number = Rows until then
data-heads-rows = Rows of the day
data-heads-hash = Hash of the last row (HMAC-SHA256)
data-heads-note = A value that was kept can be held against the log: tetsuzuki verify --head ROWS:HASH
data-heads-csv = The values of all days (CSV)
data-heads-none = No day is over yet. The first is shown the day after the log began.
