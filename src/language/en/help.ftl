# How to use the staff side

help-title = Help
help-lead = The steps of the most frequent tasks, by role. Nothing is published along the way.
help-begin-here = Open this page
help-terms = Terms

## Editor

help-change = Change one procedure
help-change-1 = Find the procedure under “{ staff-procedures-title }” and press “{ entries-edit }”.
help-change-2 = Change only what is different. Leave empty what you do not know: it is published as unknown, not as none.
help-change-3 = Under “{ entry-effective-on }”, enter the day from which it holds. With a day to come, descriptions and fees stay as they are until that day, and changes of steps are announced.
help-change-4 = Press “{ entry-preview }” and compare the values before and after, and the page as it will be.
help-change-5 = Press “{ proposal-send }”. It is published when an approver has approved it.

help-excel = Change many rows in Excel
help-excel-1 = Choose a table under “{ import-title }” and download the current data.
help-excel-2 = Change only the rows that are different. Leave the columns that identify a row, such as the ID. A row that is not in the file is kept.
help-excel-3 = Send the file. Every change is shown, cell by cell. If there are mistakes, you see row, column and what would be right, and nothing is written.
help-excel-4 = Check the changes and press “{ proposal-send }”.

help-cards = Enter a month of card counts
help-cards-1 = Open “{ typed-title }”, and choose the kind and the day. Cards held and cards issued are two different figures.
help-cards-2 = Enter cards and population of each ward. Leave empty what you do not know; it is not taken as 0.
help-cards-3 = On the next page, compare with the values before. Large changes are marked: look for missing digits.
help-cards-4 = Press “{ proposal-send }”.

help-confirm = Confirm entries once a year
help-confirm-1 = Filter “{ staff-procedures-title }” by “{ entries-todo-check }”.
help-confirm-2 = Select the procedures that are right as they are and press “{ entries-confirm }”.
help-confirm-3 = Change the others with “{ entries-edit }”.

help-bulk = Change many procedures in the same way
help-bulk-1 = Select procedures under “{ staff-procedures-title }” and press “{ entries-bulk }”.
help-bulk-2 = Choose only the fields to change. Those with “{ bulk-leave }” stay as they are.
help-bulk-3 = Compare the values before and after of each procedure, then ask for approval.

help-tables = Change offices, budget, indicators and other tables
help-tables-1 = Open the table under “{ tables-title }”. Staff of the department that keeps a table can change it.
help-tables-2 = Change row by row, or download the table, change it in Excel and send it.
help-tables-3 = Compare the values before and after, and ask for approval. Removing a row needs a reason.

help-returned = Correct a change that was returned
help-returned-1 = Read the reason under “{ proposals-title }”.
help-returned-2 = Press “{ proposal-edit }”, correct it and ask for approval again.
help-returned-3 = If it is no longer needed, press “{ proposal-withdraw }”.

help-undo = Undo a published change
help-undo-1 = Undo a procedure under “{ entry-history-link }”, a row of a table in its history, and a file on the page of its published change.
help-undo-2 = An undo is a change too. Check it and ask for approval.
help-undo-3 = When a published figure is changed or removed, a note of correction stays on the public page.

## Approver

help-approve = Approve other people’s changes
help-approve-1 = Open each change that waits for approval under “{ proposals-title }”.
help-approve-2 = Look at the values before and after, the last count, the warnings and the page as it will be.
help-approve-3 = If it is right, press “{ proposal-approve }”. Otherwise write why and press “{ proposal-return }”; the author sees the reason.
help-approve-4 = Changes that you have opened can also be approved together in the list.
help-approve-5 = You cannot approve your own changes. Another approver decides.

## Administrator

help-begin = Prepare a new site
help-begin-1 = Choose the municipality under “{ first-day-title }”.
help-begin-2 = Go through the list of tables from the top. It says what each is for and how many rows there are.
help-begin-3 = Tables that cannot be prepared now can be put off and continued on the same page.

help-people = Add staff, and follow changes of posts
help-people-1 = Under “{ staff-people-title }”, enter name and e-mail address, and choose roles and departments.
help-people-2 = Give the one-time password that is shown to that person. It works once.
help-people-3 = When somebody moves or leaves, change their departments and roles or disable the account. What they did stays on record.

help-password = Help somebody who has forgotten the password
help-password-1 = Make sure that the request comes from that person.
help-password-2 = Create a one-time password on the page of the account and pass it on.
help-password-3 = After logging in, the person is asked to choose a new password.

help-departments = Decide on approval and on who keeps which table
help-departments-1 = Open “{ departments-title }”.
help-departments-2 = Choose for each department whether changes need approval before they are published. A department with approval needs an approver besides the author.
help-departments-3 = On the page of a department, choose which tables of the whole city (indicators, budget, offices and others) it keeps.

help-reorganise = Reorganise departments
help-reorganise-1 = Put renamed, merged and split departments, and where their procedures go, into one change.
help-reorganise-2 = If there are many, fill in the workbook and send it.
help-reorganise-3 = Take the day of the reorganisation as the effective day, and check where procedures go before publishing.

## Terms

help-term-draft = { proposal-state-draft }
help-term-draft-means = A saved change, neither published nor sent to anybody.
help-term-waiting = { proposal-state-waiting }
help-term-waiting-means = A change for which approval was asked. An approver other than its author decides.
help-term-returned = { proposal-state-returned }
help-term-returned-means = A change that an approver gave back with a reason. It can be corrected and sent again.
help-term-scheduled = { proposal-state-scheduled }
help-term-scheduled-means = An approved change that waits for its effective day.
help-term-withdrawn = { proposal-state-withdrawn }
help-term-withdrawn-means = A change that will not be published. It stays on record.
help-term-effective = { entry-effective-on }
help-term-effective-means = The day from which it holds. It is recorded apart from the day of entry.
help-term-unknown = Unknown
help-term-unknown-means = No value is recorded. It is neither 0 nor “none”, and left out of rates.
help-term-sample = Sample
help-term-sample-means = Information made up as an example. It is marked on public pages.
