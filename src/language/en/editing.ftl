# Editing, approval and lists for the staff

## First page

staff-number-procedures = my procedures
staff-number-old = not checked for over a year
staff-number-reported = reported by residents
staff-number-waiting = waiting for my approval

## Lists of procedures

staff-procedures-title = My procedures
entries-words = Keywords
entries-department = Department
entries-availability = Availability
entries-todo = To do
entries-todo-check = Not checked for over a year
entries-todo-reported = Reported by residents
entries-ended = Ended or withdrawn
entries-ended-exclude = Leave out
entries-ended-include = Include
entries-ended-only = Only these
entries-any = All
entries-show = Show
entries-found = {$count} procedures
entries-none = No procedures match.
entries-more = The first {$most} of {$count} are shown. Narrow your search to see the rest.
entries-tick = Select
entries-tick-of = Select “{$name}”
entries-reports = Reports
entries-complaints = {$count}
entries-edit = Edit
entries-edit-of = Edit “{$name}”
entries-all = Select all {$count} matching procedures
entries-confirm = Checked, no changes
entries-bulk = Edit together
entries-confirm-text = “Checked, no changes” sets the date of the last check to today for all selected procedures. Nothing else changes, so no approval is needed.
entries-checked = {$count} procedures were marked as checked today.

## Form of an entry

entry-title = Edit a procedure
entry-new-title = Add a procedure
entry-id = Procedure id
entry-id-hint = Up to 64 letters, digits and “-”. You cannot change it later. Example: resident-card
entry-public-page = See the public page
entry-history-link = History and undo
entry-others = There are other open changes to this procedure.
entry-what = Name and description
entry-easy-hint = Write short sentences with easy kanji. After you save, you will see which parts may be hard to read.
entry-place = Categories
entry-required = {" "}(required)
entry-choose = Choose one
entry-steps-text = Choose the state of each step from the effective date on. Earlier states stay on record.
entry-excluded = Excluded by decision (will not be put online)
entry-excluded-reason = Reason for the exclusion
entry-papers-hint = One per line.
entry-fee-yen = Amount (yen)
entry-fee-note = Note on the fee
entry-year-hint = For example 2027, FY2027 or 令和9年度. Leave blank if not decided.
entry-year-or-later = In this year or later
entry-ending = End
entry-ending-text = Choose “Ended” if the procedure is abolished, and “Withdrawn” if the entry was made by mistake. To go back, empty all four fields, or undo the change in the history.
entry-ending-none = None (it goes on)
entry-ending-kind-abolished = Ended (廃止: the procedure is abolished)
entry-ending-kind-withdrawn = Withdrawn (取消: entered by mistake)
entry-ended-on = Day of the end or withdrawal
entry-ended-on-hint = For an end, the first day on which the procedure can no longer be used: 1 April, if 31 March is the last. A future day is announced as soon as the change is published. A withdrawal is today or earlier.
entry-ending-reason = Reason for the end or withdrawal
entry-ending-reason-hint = Shown on the public page. Required for a withdrawal.
entry-successor = Id of the successor
entry-successor-hint = If another procedure replaces this one. Example: resident-card
entry-origin = Source
entry-sample = This is sample data (shown as such on public pages)
entry-channels-text = Say where to apply. Empty rows are ignored.
entry-source-choose = Choose the source
entry-channel = Way to apply {$number}
entry-channel-kind = Kind
entry-channel-name = Name (of the system or counter)
entry-channel-url = Address (URL)
entry-no-channel = None
entry-change = About this change
entry-effective-on = Effective date
entry-effective-hint = A past date, today or a future date. With a future date, texts change on that date.
entry-reason = Reason for the change
entry-reason-hint = Shown in the public history. Do not include personal names.
entry-checked = I have checked the whole entry (sets the date of the last check to today)
entry-preview = Save and review the change
entry-preview-hint = Nothing is published yet. The next page shows the content before and after the change, and how it will look to residents.

## History for the staff

entry-history-title = History and undo
entry-history-added = The procedure was added with this entry.
entry-history-no-values = No values are recorded.
person-command-line = command line
person-gone = someone without an account here

## Changing many

bulk-title = Edit together
bulk-choose = Select procedures from the list.
bulk-chosen = {$count} procedures selected
bulk-leave = Leave unchanged
bulk-fields = Fields
bulk-mode-leave = Leave unchanged
bulk-mode-set = Set as below
bulk-mode-clear = Clear
bulk-excluded-leave = Leave unchanged
bulk-excluded-set = Exclude, for the reason below
bulk-excluded-clear = No longer excluded
bulk-year = Planned fiscal year (if set above)
bulk-blockers = Blockers (if set above)
bulk-preview = Save and review each change
bulk-preview-hint = Nothing is published yet. The next page shows every procedure before and after the change.

## Proposals

proposals-title = Changes
proposals-lead = Drafts, changes waiting for approval, and published changes.
proposals-none = None.
proposals-waiting = Waiting for your approval
proposals-own = Your drafts and changes returned to you
proposals-under-way = Other open changes
proposals-ended = Published and withdrawn
proposal-kind-entry = Change to a procedure
proposal-kind-bulk = Change to several procedures
proposal-kind-file = Update by file
proposal-kind-undo = Undo a change
proposal-kind-table = Change to the table: { $table }
proposal-kind-table-undo = Undo a change: { $table }
proposal-many = {$count} procedures
proposal-state-draft = Draft
proposal-state-waiting = Waiting for approval
proposal-state-returned = Returned
proposal-state-scheduled = Scheduled
proposal-state-published = Published
proposal-state-withdrawn = Withdrawn
proposal-column-what = What
proposal-column-state = State
proposal-column-reason = Reason
proposal-column-departments = Departments
proposal-column-author = Author
proposal-column-since = Since
proposal-own = You
proposal-of-others = Someone else
proposal-without-reason = No reason given
proposal-decided-by = Approved or returned by
proposal-answer = Why it was returned
proposal-changes = What changes ({$count})
proposal-changes-label = Before and after
proposal-later-record = For “{$step}”, something is recorded from {$date} on ({$state}). This change holds until the day before.
proposal-effective = Effective from {$date}
proposal-more = And { $count } more.
proposal-already = {$count} fields already have these values.
proposal-unchanged = {$count} of the selected procedures already have these values and are not included.
proposal-nothing-left = There is nothing left to change.
proposal-meanwhile = What others have changed since you began
proposal-meanwhile-text = These changes are kept. Yours does not overwrite them.
proposal-who = By
proposal-when = When
proposal-conflict = Someone else has changed the same fields
proposal-conflict-text = Choose which version to keep. Nothing is published until you do.
proposal-was = When you began:
proposal-theirs = Keep the published version:
proposal-mine = Use this change:
proposal-settle = Save your choice
proposal-preview = How it will look to residents
proposal-preview-text = On {$date} the public page will look like this.
proposal-preview-show = Show the page
proposal-actions = What to do
proposal-publish = Publish
proposal-send = Send for approval
proposal-send-text = It will be published when an approver in the department, other than you, approves it.
proposal-approve = Approve and publish
proposal-return-answer = What needs to be done first (shown to the author)
proposal-return = Return to author
proposal-edit = Edit the draft
proposal-withdraw = Withdraw
proposal-waits = This change is waiting for an approver. To edit it, ask for it to be returned, or withdraw it.
proposal-scheduled-note = The steps and the exclusion are already on record. Withdrawing cancels only what was to change on the effective date. To undo the steps too, use the undo below.
proposal-undo = Create a change that undoes this
proposal-undo-reason = Reason for undoing it
proposal-done-kept = Your draft has been saved. Nothing is published yet.
proposal-done-send = The change has been sent for approval.
proposal-done-publish = The change has been published.
proposal-done-approve = The change has been approved and published.
proposal-done-scheduled = The steps and the exclusion are now on record. The rest will change on the effective date.
proposal-done-file-scheduled = What holds today has been published, and the steps and exclusions of later days are on record. The rest will change on its day, as listed below.
proposal-done-return = The change has been returned to its author.
proposal-done-withdraw = The change has been withdrawn.
proposal-done-settled = Your choice has been saved.
proposal-done-settled-withdrawn = Your choice has been saved. Nothing is left of your change, so it has been withdrawn.

## Refusals and mistakes

edit-refusal-no_right = You do not have permission to do this. You can only change procedures of your own departments. An administrator can add departments to your account.
edit-refusal-own_proposal = You cannot approve or return your own change. Another approver decides on it; you can withdraw it.
edit-refusal-not_found = The procedure or change was not found. Choose it from the list again.
edit-refusal-moved = Someone else has already acted on this change. You are seeing its current state.
edit-refusal-state = You cannot do this while the change is in its current state.
edit-refusal-conflict = Someone else has changed the same fields. Choose which version to keep.
edit-refusal-nothing = Nothing would change.
edit-refusal-reason = Give a reason of up to 500 characters.
edit-refusal-exists = A procedure with this id already exists. Choose another id.
edit-refusal-gone = One of the departments is no longer there. Choose again; nothing was changed.
edit-refusal-ended = One of the procedures has ended, or its entry is withdrawn. Such a procedure can only be changed in its own form.
edit-refusal-successor = A successor does not exist, or its own successors lead back to the procedure. Correct the id of the successor.
entry-mistake-name = Enter the name, up to 300 characters.
entry-mistake-long = This is too long. Names can have up to 300 characters, other texts up to 4,000.
entry-mistake-id = Enter an id of up to 64 letters, digits and “-”. It cannot be only dots.
entry-mistake-id_taken = This id is already in use. Choose another one.
entry-mistake-choice = Choose from the list.
entry-mistake-url = The address must start with https:// or http://.
entry-mistake-url_user = The address must not contain a user name or password (the part before “@”). Enter it like this: https://example.jp/.
entry-mistake-channel_kind = Choose the kind of each way to apply.
entry-mistake-yen = Enter the amount in whole yen, such as 300.
entry-mistake-yen_of_free = Leave the amount blank if it is free.
entry-mistake-fiscal_year = Enter the fiscal year, such as 2027 or 令和9年度.
entry-mistake-day = Enter a date within 30 years of today, such as 2027-04-01.
entry-mistake-exclusion_reason = Enter the reason for the exclusion.
entry-mistake-ended_on = Enter the day of the end or withdrawal as a date, such as 2027-04-01.
entry-mistake-ending_day = Enter the day of the end or withdrawal. If the procedure goes on, leave all fields about its end empty.
entry-mistake-ending_reason = Enter why the entry is withdrawn.
entry-mistake-ending_later = Enter today or an earlier day for a withdrawal.
entry-mistake-successor_itself = A procedure cannot be its own successor. Enter the id of another one.
entry-mistake-successor_unknown = There is no procedure with this id. Enter the id of one in the catalogue.
entry-mistake-successor_circle = The successors of this procedure lead back to the one you are changing. Enter another id.
entry-mistake-reason = Enter the reason for the change, up to 500 characters.
entry-mistake-form = The form contained fields it should not have. Open the page again and resend the form.

## Hints on easy Japanese

easy-hints-title = About the texts in easy Japanese
easy-hints-text = This may be hard to read. You can still publish it.
easy-hint-long = Long sentence ({$letters} characters; up to {$most} is easy to read): {$sentence}
easy-hint-kanji = Hard kanji (write in kana, or add the reading: 漢字《かんじ》): {$letters}
easy-hint-word = “{$instead}” is easier to understand than “{$word}”.

## Reports

staff-reports-title = Reports from residents
staff-reports-text = Answers to “Was this information useful?” on public pages, counted since the last check.
staff-reports-none = Nothing has been reported since the last check.
staff-report-detail = {$step}: {$reason} ({$count})
staff-report-last = Last report

## Departments

departments-title = Departments
departments-text = If a department needs approval, its changes are published when one of its approvers, other than the author, approves them. The tables of the whole city are changed by staff of the departments that keep them. Changes you make here are recorded.
departments-approval = Needs approval (number of approvers)
departments-approval-of = Changes of {$name} need approval
departments-nobody = No approvers
departments-none = No departments are recorded yet.
departments-none-add = Add departments
departments-save = Save
departments-done = Saved.
