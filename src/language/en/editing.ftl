# Editing, approval and lists for the staff

## First page

staff-number-procedures = my procedures
staff-number-old = not checked for a year
staff-number-reported = reported by residents
staff-number-waiting = waiting for my approval

## Lists of procedures

staff-procedures-title = My procedures
entries-words = Words
entries-department = Department
entries-availability = Availability
entries-todo = To do
entries-todo-check = Not checked for a year
entries-todo-reported = Reported by residents
entries-any = All
entries-show = Show
entries-found = {$count} procedures
entries-none = No procedure matches.
entries-more = The first {$most} of {$count} are shown. Please narrow the choice.
entries-tick = Choose
entries-tick-of = Choose “{$name}”
entries-reports = Reports
entries-complaints = {$count}
entries-edit = Change
entries-edit-of = Change “{$name}”
entries-all = Choose all {$count} procedures that match
entries-confirm = Checked, nothing changed
entries-bulk = Change together
entries-confirm-text = “Checked, nothing changed” sets the day of the last check to today for all that are chosen. Nothing else changes, so nobody needs to approve it.
entries-checked = {$count} procedures were noted as checked today.

## Form of an entry

entry-title = Change a procedure
entry-new-title = Add a procedure
entry-id = Procedure id
entry-id-hint = Letters, digits and “-”, up to 64. It cannot be changed later. Example: resident-card
entry-public-page = See the public page
entry-history-link = History and undo
entry-others = Other changes to this procedure are on their way.
entry-what = Name and description
entry-easy-hint = Write short sentences with easy kanji. After saving you are told what may be hard to read.
entry-place = Where it belongs
entry-choose = Please choose
entry-steps-text = Choose how each step stands from the effective date on. What was before stays on record.
entry-excluded = Excluded by decision (not to be put online)
entry-excluded-reason = Reason for the exclusion
entry-papers-hint = One a line.
entry-fee-yen = Amount (yen)
entry-fee-note = Note on the fee
entry-year-hint = Such as 2027, FY2027 or 令和9年度. Blank means not decided.
entry-origin = Source
entry-sample = This is sample data (public pages say so)
entry-channels-text = Say where to apply. Empty rows are not kept.
entry-channel = Way to apply {$number}
entry-channel-kind = Kind
entry-channel-name = Name (of the system or counter)
entry-channel-url = Address (URL)
entry-no-channel = None
entry-change = About this change
entry-effective-on = Effective date
entry-effective-hint = A past day, today, or a day to come. With a day to come, texts change on that day.
entry-reason = Reason for the change
entry-reason-hint = Shown in the public history. Do not name persons.
entry-checked = I have checked the whole entry (sets the day of the check to today)
entry-preview = Save and look at the change
entry-preview-hint = Nothing is published yet. The next page shows what was, what becomes, and how citizens will see it.

## History for the staff

entry-history-title = History and undo
entry-history-no-values = No values are on record.
person-command-line = command line
person-gone = somebody without an account here

## Changing many

bulk-title = Change together
bulk-choose = Please choose procedures in the list.
bulk-chosen = {$count} procedures chosen
bulk-leave = Leave as it is
bulk-fields = Fields
bulk-mode-leave = Leave as it is
bulk-mode-set = Set as below
bulk-mode-clear = Clear
bulk-excluded-leave = Leave as it is
bulk-excluded-set = Exclude, for the reason below
bulk-excluded-clear = No longer excluded
bulk-year = Planned fiscal year (if set above)
bulk-blockers = Blockers (if set above)
bulk-preview = Save and look at each change
bulk-preview-hint = Nothing is published yet. The next page shows what was and what becomes for every procedure.

## Proposals

proposals-title = Changes
proposals-lead = Drafts, changes that wait for approval, and those that were published.
proposals-none = None.
proposals-waiting = Waiting for your approval
proposals-own = Your drafts and what was given back
proposals-under-way = Others on their way
proposals-ended = Published and withdrawn
proposal-kind-entry = Change of a procedure
proposal-kind-bulk = Change of many
proposal-kind-file = Change by a file
proposal-kind-undo = Undo of a change
proposal-many = {$count} procedures
proposal-state-draft = Draft
proposal-state-waiting = Waiting for approval
proposal-state-returned = Given back
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
proposal-of-others = Somebody else
proposal-without-reason = No reason given
proposal-decided-by = Approved or given back by
proposal-answer = Why it was given back
proposal-changes = What changes ({$count})
proposal-changes-label = What was and what becomes
proposal-effective = Effective from {$date}
proposal-already = {$count} fields are so already.
proposal-unchanged = {$count} of those chosen are so already and are not included.
proposal-nothing-left = Nothing is left to change.
proposal-meanwhile = What others have changed since this was begun
proposal-meanwhile-text = These stay. Your change does not overwrite them.
proposal-who = By
proposal-when = When
proposal-conflict = Somebody else has changed the same
proposal-conflict-text = Please choose which is to stand. Nothing is published before.
proposal-was = When you began:
proposal-theirs = Keep what is published now:
proposal-mine = Take this change:
proposal-settle = Take what is chosen
proposal-preview = As citizens will see it
proposal-preview-text = On {$date} the public page will look like this.
proposal-preview-show = Show the page
proposal-actions = What to do
proposal-publish = Publish
proposal-send = Send for approval
proposal-send-text = It is published once an approver of the department, other than you, has approved it.
proposal-approve = Approve and publish
proposal-return-answer = What is to be done first (told to the author)
proposal-return = Give back
proposal-edit = Change the draft
proposal-withdraw = Withdraw
proposal-waits = It waits for an approver. To change it, ask for it to be given back, or withdraw it.
proposal-scheduled-note = Steps and exclusion are on record already. Withdrawing stops only what was to change on the effective date; to take back the steps too, use the undo below.
proposal-undo = Make a change that takes this back
proposal-undo-reason = Why it is taken back
proposal-done-kept = The draft is saved. Nothing is published yet.
proposal-done-send = It was sent for approval.
proposal-done-publish = It is published.
proposal-done-approve = It is approved and published.
proposal-done-scheduled = Steps and exclusion are on record. The rest changes on the effective date.
proposal-done-return = It was given back.
proposal-done-withdraw = It was withdrawn.
proposal-done-settled = Your choice was kept.
proposal-done-settled-withdrawn = Your choice was kept. Nothing of your change is left, so it was withdrawn.

## Refusals and mistakes

edit-refusal-no_right = You have no right to this. Only procedures of your own departments can be changed; an administrator can add departments to your account.
edit-refusal-not_found = The procedure or change was not found. Please choose it from the list again.
edit-refusal-moved = Somebody else has moved this on. It is shown as it is now.
edit-refusal-state = This cannot be done in its present state.
edit-refusal-conflict = Somebody else has changed the same. Please choose which is to stand.
edit-refusal-nothing = Nothing would change.
edit-refusal-reason = Please say why, in up to 500 letters.
edit-refusal-exists = There is a procedure with this id already. Please take another id.
entry-mistake-name = Please give the name, in up to 300 letters.
entry-mistake-long = This is too long: up to 300 letters for names, 4,000 for other texts.
entry-mistake-id = Please give an id of letters, digits and “-”, up to 64, and not dots alone.
entry-mistake-id_taken = This id is taken. Please choose another.
entry-mistake-choice = Please choose from the list.
entry-mistake-url = The address must begin with https:// or http://.
entry-mistake-url_user = The address must not hold the name or password of a user (what stands before “@”). Right would be such as https://example.jp/.
entry-mistake-channel_kind = Please choose the kind of each way to apply.
entry-mistake-yen = Please give the amount in whole yen, such as 300.
entry-mistake-yen_of_free = Where it is free, please leave the amount blank.
entry-mistake-fiscal_year = Please give the fiscal year such as 2027 or 令和9年度.
entry-mistake-day = Please give a day within 30 years of today, such as 2027-04-01.
entry-mistake-exclusion_reason = Please give the reason for the exclusion.
entry-mistake-reason = Please give the reason for the change, in up to 500 letters.
entry-mistake-form = The form had fields that are not its own. Please open the page again and send it once more.

## Hints on easy Japanese

easy-hints-title = About the texts in easy Japanese
easy-hints-text = This may be hard to read. It can be published as it is.
easy-hint-long = Long sentence ({$letters} letters; up to {$most} read well): {$sentence}
easy-hint-kanji = Hard kanji (write kana, or the reading in brackets after it): {$letters}
easy-hint-word = “{$instead}” is easier to understand than “{$word}”.

## Reports

staff-reports-title = Reports of residents
staff-reports-text = Answers to “Was this page useful?” on public pages, counted from the day of the last check on.
staff-reports-none = Nothing was reported since the last check.
staff-report-detail = {$step}: {$reason} ({$count})
staff-report-last = Last report

## Departments

departments-title = Departments
departments-text = Changes of a department that needs approval are published once one of its approvers, other than the author, has approved them. Staff of departments that keep the figures can update cards, population and indicators. What you change here is recorded.
departments-approval = Needs approval (number of approvers)
departments-approval-of = Changes of {$name} need approval
departments-figures = Keeps the figures
departments-figures-of = {$name} keeps the figures
departments-nobody = Nobody to approve
departments-save = Save
departments-done = Saved.
