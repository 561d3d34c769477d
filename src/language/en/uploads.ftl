# Updating by files, typing figures

## Taking away and sending

import-title = Update by file
import-lead = Take the present data away as an Excel file, change it, and send it back here. You see every cell that would change before anything is published.
import-no-right = There is no data that you may update by a file. An administrator can add departments to your account.
import-take = Take away
import-take-text = Cells offer the values that they may hold. Columns by which rows are told apart, such as ids, are locked. Procedures are those of your departments; figures are those of the city and its wards.
import-table-procedures = Procedures
import-table-usage = Usage of procedures
import-table-cards = My Number cards
import-table-cards-by-age = My Number cards by age
import-table-population = Population
import-table-indicators = Values of indicators
import-empty = columns only
import-empty-of = {$table}: columns only
import-some = Choose procedures to take away (my procedures)
import-send = Send
import-send-text = A file of only the rows that you changed will do. Whatever is not in the file stays as it is.
import-kind = Kind of data
import-file = File
import-file-hint = Excel (.xlsx, .xls) or CSV, up to {$most} MB.
import-button = Send and look at the changes
import-button-text = Nothing is published yet. The next page shows what was and what becomes.
import-in-the-table = The table says so
import-department = Department that keeps the figures
import-options = What the table does not say
import-options-text = Only for tables of figures without columns for dates or areas.
import-area = Area
entries-as-workbook = Take these procedures away as Excel

## A month of figures

typed-title = Type card counts
typed-lead = Type the counts of one day, ward by ward. The next page shows what was and what becomes.
typed-no-right = Card counts are typed by members of a department that keeps the figures. An administrator can say which those are.
typed-no-areas = Neither the city nor its wards are known yet.
typed-colon = {": "}
typed-measure = What is counted
typed-as-of = Date of the figures
typed-population-as-of = Date of the population
typed-source = Source
typed-own-source = What is typed here (a new source)
typed-text = Leave blank what is not known: blank is unknown and never 0. Full-width digits and separators as in 1,234 are read too. The newest known population is filled in. Where every ward is typed, the city is checked against their sum.
typed-table = Cards and population
typed-cards = Cards
typed-population = Population
typed-cards-of = Cards of {$area}
typed-population-of = Population of {$area}
typed-wards-sum = The wards add up to {$sum}, but the city has {$city}. Please correct one of them.
typed-button = Send and look at the changes

## What a file would do

file-title = What is in the file
file-gone = This file is kept no more. Please withdraw the change and send the file again.
file-in-line = Waiting for other files to be looked at first ({$count} before this one).
file-begins = The file is about to be read.
file-reading = The file is being read ({$percent} %).
file-progress = How far it has come
file-progress-text = This page renews itself.
file-look-again = Renew it now
file-abandon = Stop reading
file-abandoned = Reading was stopped. Nothing was written.
file-failed = The file could not be looked at. Nothing was written. Please try again in a while.
file-read-again = Read it again
file-overtaken-since = The data has changed since its author sent this on. What is shown is the difference to the data of now.
file-refused = This file cannot be used
file-wrong-text = Nothing can be published, for {$count} cells are wrong. Please correct the file, withdraw this change, and send the file again.
file-not-yet = Nothing is written yet. Please check what would change.
file-nothing = The file says the same as the present data.
file-report = The whole report:
file-counts = How many
file-more = And {$count} more. The report has all of them.
file-empty = blank
file-wrong = Wrong ({$count})
file-changed = What changes ({$count} cells)
file-new = New ({$count})
file-what-wrong = wrong
file-what-changed = changed
file-what-new = new
file-what-unchanged = unchanged
file-what-refused = file refused
file-column-what = What
file-column-row = Row
file-column-record = Record
file-column-column = Column
file-column-old = Before
file-column-new = After
file-column-right = Right would be
file-column-value = Value
file-report-more = More lines, in the report as CSV:

edit-refusal-overtaken = The data has changed since you looked. Nothing was written. Please check the difference to the data of now.
edit-refusal-wrong = Nothing was written, for something in the file is wrong.
edit-refusal-space = There is no room for this file: the files of your open changes may take 64 MB together. Please withdraw or finish older ones, then send it again.
entry-mistake-file = Please choose a file that is not empty.
entry-mistake-file_large = The file is too large. Please send only the rows that you changed, in several files if need be.
entry-mistake-figures_day = Please give a date up to today, such as 2026-10-31.
entry-mistake-count = Please give a whole number, 0 or more, such as 1,234.
entry-mistake-no_counts = Please type at least one count.
entry-mistake-population = Please give the population of each area whose cards you typed.
entry-mistake-above_population = More cards are held than people live there.
entry-mistake-sum = This is not what the wards add up to.
