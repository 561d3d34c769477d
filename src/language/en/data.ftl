# The page of data

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
data-list-corrections = Corrections of figures
data-list-guides = Guides for residents
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

data-lists-table = Files of each list
