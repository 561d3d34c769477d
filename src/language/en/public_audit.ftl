# Public audit: pages as of a past day, the history of a procedure, the page of data

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
field-card_requirement = My Number Card certificate
field-papers = Documents
field-fee = Fee
field-processing = How long it takes
field-blockers = Obstacles to going online
field-planned_fiscal_year = Year planned to be online
field-checked_on = Last check
field-source = Source
field-sample = Marked as sample

## The page of data

data-title = Data and its record
data-lead = You can download and reuse everything on this site. This page has the lists, the sources, and the proof that the record has not been altered.
data-lists = Lists
data-lists-text = You do not need a key or an account. CSV files open directly in spreadsheets.
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
data-list-budget-items = What the money pays for
data-list-audit-heads = Daily audit log values
data-workbooks = Page tables as workbooks
data-workbooks-text = The tables shown on a page as an Excel file, with numbers stored as numbers, and with sources and definitions.
data-workbook-of = Tables from “{$page}” (Excel)
data-feeds = Feeds of changes
data-sources-text = Where the figures and texts come from, their dates, and how you may use them.
data-heads = Daily audit log values
data-heads-text = Every change to the data adds a row to an audit log. Each row is linked to the one before it with a key that is kept outside the database, so editing, removing, reordering or cutting off rows can be detected. The final value of each completed day is published here, and never changes after that.
data-heads-caption = Final values of completed days, newest first, up to 30
data-heads-day = Day
data-heads-number = Total rows
data-heads-rows = Rows that day
data-heads-hash = Hash of the last row (HMAC-SHA256)
data-heads-note = You can check a value you have saved against the log: tetsuzuki verify --head ROWS:HASH
data-heads-csv = Values for all days (CSV)
data-heads-none = No day has been completed yet. The first value appears the day after the log began.
