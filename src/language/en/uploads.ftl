# Updates by file, entering figures

## Downloading and uploading

import-title = Update by file
import-lead = Download the current data as an Excel file, edit it, and upload it here. You see every cell that would change before anything is published.
import-no-right = There is no data that you can update by file. An administrator can add departments to your account.
import-take = Download
import-take-text = Cells list the values they accept. Columns that identify rows, such as ids, are locked. Procedures are those of your departments; figures are those of the city and its wards.
import-table-procedures = Procedures
import-table-usage = Usage of procedures
import-table-cards = My Number cards
import-table-cards-by-age = My Number cards by age
import-table-population = Population
import-table-indicators = Values of indicators
import-empty = column headings only
import-empty-of = {$table}: column headings only
import-some = Choose procedures to download (my procedures)
import-send = Upload
import-send-text = The file only needs the rows that you changed. Anything not in the file stays unchanged.
import-kind = Kind of data
import-file = File
import-file-hint = Excel (.xlsx, .xls) or CSV, up to {$most} MB.
import-button = Upload and review the changes
import-button-text = Nothing is published yet. The next page shows values before and after the change.
import-in-the-table = Stated in the table
import-department = Department responsible for the figures
import-effective-hint = With a future date, the table changes on that date once it is published. Blank: as soon as it is published. Tables of procedures have a column for it.
import-options = What the table does not say
import-options-text = Only for tables of figures that have no columns for dates, years or areas.
import-source = Source of the figures
import-source-text = Needed for tables of figures with rows that name no source. It is published with the figures. The name of the file is not.
import-source-hint = Title, such as “Resident register, end of month”, or the id or title of a source that is already known
import-source-publisher = Publisher
import-source-url = Address (URL)
import-source-date = Date of the source
import-area = Area
import-new-areas = Add areas that are not in the national list
entries-as-workbook = Download these procedures as Excel

## Entering a month of figures

typed-title = Enter card counts
typed-lead = Enter the counts for one date, ward by ward. The next page shows values before and after the change.
typed-lead-city = Enter the counts for one date. The next page shows values before and after the change.
typed-no-right = Only members of a department that keeps the card counts can enter them. An administrator decides which departments these are.
typed-no-areas = Neither the city nor its wards have been recorded yet.
typed-colon = {": "}
typed-measure = Measure
typed-as-of = Date of the figures
typed-population-as-of = Date of the population
typed-source = Source
typed-other-source = Another source
typed-other-source-title = Title of the other source
typed-other-source-hint = Only if you chose “Another source”. Where do the figures come from? It is published with them.
typed-other-publisher = Publisher of the other source
typed-text = Leave blank what is not known. Blank means unknown, never 0. You can use full-width digits and separators, as in 1,234. The latest known population is filled in. If you enter every ward, the city’s figure is checked against their sum.
typed-table = Cards and population
typed-cards = Cards
typed-population = Population
typed-cards-of = Cards in {$area}
typed-population-of = Population of {$area}
typed-wards-sum = The wards add up to {$sum}, but the city has {$city}. Correct one of them.
typed-button = Send and review the changes

## Preview of a file

file-title = Contents of the file
file-gone = This file is no longer stored. Withdraw the change and upload the file again.
file-in-line = Waiting for other files to be checked first ({$count} ahead of this one).
file-begins = Starting to read the file.
file-reading = The file is being read ({$percent} %).
file-progress = Progress
file-progress-text = This page refreshes automatically.
file-look-again = Refresh now
file-abandon = Stop reading
file-abandoned = Reading was stopped. Nothing has been changed.
file-failed = The file could not be checked. Nothing has been changed. Try again later.
file-read-again = Read it again
file-overtaken-since = The data has changed since the author sent this file for approval. The differences shown are from the current data.
file-refused = This file cannot be used
file-wrong-text = Nothing can be published, because {$count} cells are wrong. Correct the file, withdraw this change, and upload the file again.
file-not-yet = Nothing has been changed yet. Check what would change.
file-nothing = The file matches the current data.
file-waiting-text = Fields that change on a day to come stay as they are until that day. Steps and exclusions are announced at once.
file-waiting =
    { $count ->
        [one] 1 procedure changes on { $date }
       *[other] { $count } procedures change on { $date }
    }
file-scheduled-note = What the file changed at once is published. Withdrawing cancels only what is to change on its day.
file-report = Full report:
file-counts = Number
file-more = And {$count} more, all listed in the report.
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
file-column-right = Correct value
file-column-value = Value
file-report-more = More lines are in the CSV report:

edit-refusal-overtaken = The data has changed since you reviewed it. Nothing has been changed. Check the differences from the current data.
edit-refusal-wrong = Nothing has been changed, because something in the file is wrong.
edit-refusal-space = There is not enough space for this file. The files of your open changes can take up 64 MB in total. Withdraw or finish older ones, then upload it again.
entry-mistake-file = Choose a file that is not empty.
entry-mistake-file_large = The file is too large. Upload only the rows that you changed, in several files if necessary.
entry-mistake-figures_day = Enter a date no later than today, such as 2026-10-31.
entry-mistake-source = Enter where the figures come from.
entry-mistake-publisher = This source is not known. Enter the publisher of a new source, or check the title or id of a known one.
entry-mistake-count = Enter a whole number of 0 or more, such as 1,234.
entry-mistake-no_counts = Enter at least one count.
entry-mistake-population = Enter the population of each area for which you entered cards.
entry-mistake-above_population = There are more cards than residents.
entry-mistake-sum = This does not match the sum of the wards.
file-typed = typed into a form
file-undoes = made by the product to undo a change
file-column-values = Values
file-before = Before: {$value} ({$when}), {$change}
file-jump = unlikely: look twice
file-written = What was changed
file-replace = Change the file or what is said about it
file-undo-brings = Undoing it removes what was added ({$new}) and brings back what was changed ({$changed}) or removed ({$removed}).
file-undo-procedures = Undoing brings the changed procedures back to what they were. Procedures that the file added stay; withdraw their entries one by one.
file-undo-prepared = A change that undoes this one has been prepared
file-undone = This change was undone
import-kept = {$file} is kept and need not be chosen again. To send another file instead, choose it here.
