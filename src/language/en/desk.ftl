# Forms of the staff, and checking changes

entry-mistake-past_day = Give a day after today on which it is to be published, such as 2027-04-01, or leave the field empty to publish it at once.
entry-mistake-own_day = The day cannot be given here for this kind of file. Leave the field empty, and write the day into the column effective_on of the table.
typed-published-on = Publish on
typed-before = { $measure } before: { $value } ({ $when })
typed-before-population = Before: { $value } ({ $when })
typed-above-population = There are more cards held, { $cards }, than people, { $population }. Correct one of them.
typed-unusual = Some figures are unusual
typed-unusual-text = Look for mistakes. Correct what is wrong; if the figures are right, tick the box below and send the form again. Nothing is saved yet.
typed-confirmed = I have checked the unusual figures. Send them as they are

## Undoing from the history

row-undo-text = Proposes to undo what this change did to this row alone. You can check it before it is published. What others have changed since stays.
table-undo = Undo this change as a whole
cell-yes = yes
cell-no = no
cell-unknown = unknown
record-column-department = Department
record-column-departments = Departments
record-column-keeps = Tables kept
record-column-needs_approval = Needs approval
record-column-successors = Successors

## What arrived after the end of a session

staff-session-over-kept = Your session has ended. Log in again. What you just sent has not been saved yet; after the login it is there in the same form.
form-restored-file = The file ({ $file }) was not kept. Choose it again.

## Approving several

edit-refusal-unseen = You have not opened this change, or it has been changed since. Open it and check it before you approve it.
proposals-approve = Approve and publish the ticked changes
proposals-approve-text = Changes that you have opened and checked can be ticked and approved together. Open those first that you have not opened, or that have been changed since.
proposals-seen = Checked
proposals-tick = checked
proposals-unseen = not opened yet
proposals-approved = { $count } changes were approved and published.
proposals-not-approved = These changes were not approved. The others that you ticked were approved and published.

## First day

first-day-next = Next, fill in: { $table }
first-day-drafts = Changes that you have entered and not published yet: { $count }
first-day-departments-first = There are no departments yet. Fill in the table of departments before you decide which account belongs to which
first-day-by-keepers = The staff of the departments in charge fill this table in.
