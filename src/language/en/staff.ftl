# Pages for the staff

footer-staff = For staff

role-editor = editor
role-approver = approver
role-administrator = administrator
role-means-approver = Approver: approves what others have changed in the departments chosen above
role-means-administrator = Administrator: looks after the accounts of the staff

staff-nav-label = Staff menu
staff-log-in = Log in
staff-log-out = Log out
staff-to-desk = To my procedures
staff-to-people = Look after the accounts of the staff

## Logging in

staff-login-title = Staff login
staff-login-lead = For members of staff who look after the procedures.
staff-logged-out = You have logged out.
staff-session-over = Your login has ended. Please log in again. What you have just sent has not been saved.
staff-e-mail = E-mail address
staff-password = Password
staff-login-help-title = If you cannot log in
staff-login-help = Accounts are made by administrators. If you have forgotten your password, ask an administrator for a one-time password.
staff-login-cookies = Logging in stores two cookies: one keeps you logged in, one says that this browser has been used. You are logged out after 60 minutes without use, and after 12 hours in any case.
staff-wrong-title = You could not be logged in
staff-wrong-text = The e-mail address or the password is wrong. Please check what you typed, upper and lower case included, and type it again.
staff-disabled-title = This account has been closed
staff-disabled-text = To log in, please ask an administrator to open it again.
staff-one-time-over-title = The one-time password is too old
staff-one-time-used-title = The one-time password has been used
staff-one-time-over-text = Please ask an administrator for a new one-time password.
staff-too-many-title = Please wait a little
staff-too-many-text = There were several mistakes in a row. Please try again in about {$minutes} minutes. If it is urgent, please ask an administrator.

## Without the right

staff-no-right-title = You have no right to use this page
staff-no-right-text = If you need it, please ask an administrator to give you the right.
staff-administrators = Administrators

## My procedures

staff-desk-title = My procedures
staff-you-are = {$name} ({$roles})
staff-clock-behind = The clock of the server is behind the last row of the audit log ({$moment}). It was ahead before, or is behind now. Until it has come there, new rows get that date and time. Please tell those who look after the server.
staff-foreign-rows = Rows of data were changed by something else than this system: {$count}. They are published as they are. Please tell those who look after the server; the command "tetsuzuki verify" names each of them.
staff-no-roles = no role
staff-no-departments = No department has been named for you. If you need one, please ask an administrator.
staff-no-departments-short = None
staff-procedure = Procedure
staff-last-checked = Last checked on
staff-check-is-old = Please check

## Account

staff-account-title = Account
staff-name = Name
staff-roles-title = Roles
staff-departments = Departments
staff-state = State
staff-state-open = In use
staff-state-disabled = Closed
staff-state-one-time = One-time password
staff-last-login = Last login
staff-never = Never
staff-must-change = You have logged in with a one-time password, which can be used only once. Please replace it now by a password that only you know.
staff-change-password = Change the password
staff-password-rule = At least {$letters} characters, of any kind; something long like a sentence is best. Common passwords and those close to your name or e-mail address are not taken. Changing it ends your logins in all other browsers.
staff-current-password = Current password
staff-new-password = New password
staff-repeated-password = New password, once more
staff-sessions-title = Where you are logged in
staff-sessions-short = Logins
staff-sessions-text = If there is one that you do not know, end it, and then change your password.
staff-no-sessions = Not logged in anywhere.
staff-browser = Browser
staff-browser-unknown = Unknown browser
staff-session-began = Logged in at
staff-session-used = Last used at
staff-session-action = What you can do
staff-this-session = This browser
staff-end-session = End
staff-end-session-of = End the login of {$browser}, last used at {$time}
staff-end-other-sessions = End all other logins
staff-end-all-sessions = End all logins

## People

staff-people-title = Staff
staff-person-title = Account of a member of staff
staff-person-unknown = There is no such account.
staff-add-title = Add an account
staff-add-text = A one-time password is shown once. Please give it to the person yourself.
staff-add = Add
staff-departments-hint = Only procedures of the departments chosen can be changed.
staff-further-roles = Further roles
staff-save-roles = Save the roles
staff-access-title = Access
staff-reset-text = Makes a new one-time password. The present one is no longer taken, and all logins end.
staff-reset = Make a one-time password
staff-disable-text = Closes the account. All logins end, and nobody can log in until it is opened again.
staff-disable = Close
staff-enable-text = Opens the account again, with the password and the roles that it had.
staff-enable = Open again
staff-own-account-note = Nobody can change roles or access of their own account. Please ask another administrator.
staff-one-time-title = One-time password
staff-one-time-text = It is shown only now. Please give it to the person yourself. It can be used once within {$days} days, and is replaced at that login.

staff-done-password = The password has been changed. All other logins have ended.
staff-done-sessions = Ended.
staff-done-roles = The roles have been saved.
staff-done-disabled = The account has been closed.
staff-done-enabled = The account has been opened again.

staff-not-done-title = Not done yet
staff-mistake-e_mail = Please type an e-mail address, such as name@city.example.jp.
staff-mistake-e_mail_taken = There is an account with this e-mail address already.
staff-mistake-name = Please type a name of up to 80 characters.
staff-mistake-department = Please choose departments from the list.
staff-mistake-current_password = The current password is wrong.
staff-mistake-password_too_short = The new password is too short. Please use at least 12 characters.
staff-mistake-password_too_long = The new password is too long. Please use at most 128 characters.
staff-mistake-password_common = This password is a common one. Please use something long, like a sentence.
staff-mistake-password_personal = This is too close to your name or e-mail address. Please use something else.
staff-mistake-password_same = This is the password that you have. Please use another.
staff-mistake-password_repeat = The two fields for the new password differ.
staff-mistake-form = Something was sent that this form does not have. Please send it again.
