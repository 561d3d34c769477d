# The first day: the page of a site that is being set up, the choice of the city, the list of tables

## The public pages while the site is being set up

set-up-title = This site is being set up
set-up-text = It will show how much of the administrative procedures can be done online.
set-up-when = There is nothing to see here yet. Please come back later.

## Choosing the city

first-day-title = First day
first-day-on-desk = It has not been decided which municipality this site is about. Until then, the public pages only say that the site is being set up.
first-day-begin = Begin
first-day-lead = First, choose which municipality this site is about. Until then, the public pages only say that the site is being set up.
first-day-change-lead = Choose another municipality. You will see what changes before anything is changed.
first-day-search-title = Find the municipality
first-day-name = Name of the municipality
first-day-name-hint = In Japanese, for example 豊中市, とよなか or 大阪府豊中市, or its code, 272035. Names of the past are found as well.
first-day-search = Search
first-day-found = Municipalities found: { $count }
first-day-none-found-text = The national list has no municipality of this name. Try it without 市, 町, 村 or 区, or in hiragana. For a ward of a designated city, type the name of the city.
first-day-more-found = There are { $count } more. Type a longer name.
first-day-code = code { $code }
first-day-former = (formerly { $name })
first-day-confirm = Choose { $city } (code { $code })?
first-day-name-everywhere = Its name appears in the header and title of every page, in feeds and in the open data.
first-day-areas = Its name and reading are recorded. Areas recorded with it: { $areas }
first-day-wards = Its wards of today are recorded: { $wards }
first-day-no-wards = It has no wards. There will be no map and no ranking by ward.
first-day-former-wards = Its former wards ({ $wards }) are added when figures of their time are imported.
first-day-words = Life events, words for the search and the set of procedures that the national government puts first are there from the start. You can change them later.
first-day-indicators = Also add the two indicators that this site computes (online rate, holding rate of cards). They have no values yet
first-day-choose-button = Choose { $city }
first-day-back = Choose another
first-day-chosen = The municipality is now { $city }. Fill in the tables below, from the top.

first-day-change = Change the municipality
first-day-may-change = If you chose the wrong one, you can change it now. Once data of the municipality has been recorded, you cannot.
first-day-may-not-change = The municipality cannot be changed, because these tables have data: { $tables }. They would be published under the name of another municipality. Use a database of its own for another municipality.
first-day-follows = What follows from the change
first-day-follows-name = The name on all pages, in feeds and in the open data changes from { $from } to { $to }.
first-day-follows-areas = Areas, population and card counts of { $from } stay, as areas to compare with.
first-day-follows-readers = Readers of the feeds get all entries again, as new ones.
first-day-follows-log = The audit log records the change.
first-day-confirmed = I have read this. Change { $from } to { $to }
first-day-change-button = Change to { $city }
first-day-without-english = Without an English name: { $areas }. English pages show the Japanese name until one is entered.
first-day-to-areas = Enter English names
first-day-inferred = Nobody has chosen the municipality. The wards on record say that it is { $city }.
first-day-fix = Choose it
first-day-is-demonstration = This database holds the demonstration. Its municipality cannot be changed. Use another database for the site of your own municipality.

first-day-refusal-no_right = Only an administrator may choose the municipality.
first-day-refusal-no_city = Choose a municipality from the national list.
first-day-refusal-other_city = Another municipality has been chosen already. Nothing was changed.
first-day-refusal-moved = Somebody else has chosen a municipality in the meantime. Nothing was changed.
first-day-refusal-has_data = The municipality cannot be changed, because it has data. Nothing was changed.
first-day-refusal-not_confirmed = Read what changes, and tick the box.
first-day-refusal-demonstration = This database holds the demonstration. Nothing was changed. Use another database for the site of your own municipality.
first-day-refusal-no_table = There is no table of this name.

## The list of tables

first-day-about = This site is about { $city } (code { $code }).
first-day-numbers = Tables with data: { $there }. Missing: { $missing }. Left for later: { $later }.
first-day-people = Who fills them in
first-day-people-text = Tables are filled in by the departments in charge of them. Create the staff accounts first, and decide which department keeps which table.
first-day-accounts = Accounts now: { $count }
first-day-to-departments = Decide who keeps which table
first-day-tables = Tables
first-day-tables-text = The most important come first. You do not have to fill in all of them. What you leave empty is published as unknown.
first-day-purpose = { $table ->
   *[other] What it holds: { $purpose }.
}
first-day-rows = Rows now: { $count }.
first-day-newest = Newest: { $newest }.
first-day-pages = Shown on:
first-day-workbook = Workbook with the current data
first-day-empty-workbook = Workbook to fill in
first-day-send = Send a file
first-day-by-departments = The staff of the departments enter these. Give an account at least one department, your own or another.
first-day-form = Type it in
first-day-put-off = Later
first-day-take-up = Not later
first-day-way-of = { $table }: { $way }
first-day-state-there = there
first-day-state-missing = missing
first-day-state-later = later

first-day-table-areas = Areas and wards
first-day-table-sources = Sources
first-day-table-departments = Departments
first-day-table-procedures = Procedures
first-day-table-channels = Ways to apply
first-day-table-cards = My Number cards
first-day-table-population = Population
first-day-table-indicators = Indicators
first-day-table-indicator-values = Values of the indicators
first-day-table-usage = Use of the procedures
first-day-table-step-events = History of the steps
first-day-table-guides = Guides
first-day-table-guide-questions = Questions of guides
first-day-table-guide-answers = Answers of guides
first-day-table-guide-entries = Entries of guides
first-day-table-programmes = Programmes
first-day-table-funding = Funding
first-day-table-life-events = Life events
first-day-table-sets = Sets of procedures
first-day-table-boundaries = Outlines of the wards
first-day-table-exclusion-events = History of exclusions
first-day-table-elsewhere = What others do
first-day-table-synonyms = Words for the search
first-day-table-translations = Translations of texts
first-day-table-cost-items = Cost items
first-day-table-assessments = Assessments
first-day-table-obligations = Multi-year commitments
first-day-table-schedule = Schedule
first-day-table-initiatives = Initiatives
first-day-table-milestones = Milestones
first-day-table-effects = Effects of the initiatives
first-day-table-training = Training
first-day-table-courses = Courses of training
first-day-table-roles = Roles in training
first-day-table-training-progress = Completions of training
first-day-table-sdg-actions = SDG actions
first-day-english-name = English name of the city
first-day-english-name-hint = Such as Toyonaka City. English pages show it; without it, they show the Japanese name.
