# Pages for the staff

footer-staff = For staff

role-editor = editor
role-approver = approver
role-administrator = administrator
role-means-approver = Approver: approves changes made by others in the departments selected above
role-means-administrator = Administrator: manages staff accounts

staff-nav-label = Staff menu
staff-log-in = Log in
staff-log-out = Log out
staff-to-desk = Go to my procedures
staff-to-people = Manage staff accounts

## Logging in

staff-login-title = Staff login
staff-login-lead = For staff who maintain the procedures.
staff-logged-out = You have logged out.
staff-session-over = Your session has ended. Log in again. What you just sent has not been saved.
staff-e-mail = E-mail address
staff-password = Password
staff-login-help-title = If you cannot log in
staff-login-help = Administrators create accounts. If you have forgotten your password, ask an administrator for a one-time password.
staff-login-cookies = Logging in stores two cookies. One keeps you logged in, and one records that this browser has been used. You are logged out after 60 minutes of inactivity, and after 12 hours in any case.
staff-wrong-title = You could not be logged in
staff-wrong-text = The e-mail address or password is incorrect. Check what you typed, including upper and lower case, and try again.
staff-disabled-title = This account has been closed
staff-disabled-text = To log in, ask an administrator to reopen it.
staff-one-time-over-title = The one-time password has expired
staff-one-time-used-title = The one-time password has already been used
staff-one-time-over-text = Ask an administrator for a new one-time password.
staff-too-many-title = Try again later
staff-too-many-text = There were too many failed attempts. Wait about {$minutes} min and try again. If it is urgent, ask an administrator.

## Without the right

staff-no-right-title = You do not have permission to use this page
staff-no-right-text = If you need access, ask an administrator.
staff-administrators = Administrators

## My procedures

staff-desk-title = My procedures
staff-you-are = {$name} ({$roles})
staff-clock-behind = The server’s clock is behind the last row of the audit log ({$moment}). Either it was ahead before, or it is behind now. Until it catches up, new rows get that date and time. Tell the people who run the server.
staff-foreign-rows = Rows of data changed outside this system: {$count}. They are published as they are. Tell the people who run the server. The command "tetsuzuki verify" lists each of them.
staff-no-roles = no role
staff-no-departments = You have no departments yet. If you need one, ask an administrator.
staff-no-departments-short = None
staff-procedure = Procedure
staff-last-checked = Last checked on
staff-check-is-old = Check needed

## Account

staff-account-title = Account
staff-name = Name
staff-roles-title = Roles
staff-departments = Departments
staff-state = Status
staff-state-open = In use
staff-state-disabled = Closed
staff-state-one-time = One-time password
staff-last-login = Last login
staff-never = Never
staff-must-change = You logged in with a one-time password, which works only once. Replace it now with a password that only you know.
staff-change-password = Change password
staff-password-rule = At least {$letters} characters of any kind. Something long, like a sentence, works best. Common passwords, and those similar to your name or e-mail address, are not accepted. Changing your password logs you out of all other browsers.
staff-current-password = Current password
staff-new-password = New password
staff-repeated-password = Repeat new password
staff-sessions-title = Where you are logged in
staff-sessions-short = Sessions
staff-sessions-text = If you do not recognise one of these, end it and then change your password.
staff-no-sessions = Not logged in anywhere.
staff-browser = Browser
staff-browser-unknown = Unknown browser
staff-session-began = Logged in
staff-session-used = Last used
staff-session-action = Actions
staff-this-session = This browser
staff-end-session = End
staff-end-session-of = End the session in {$browser}, last used {$time}
staff-end-other-sessions = End all other sessions
staff-end-all-sessions = End all sessions

## People

staff-people-title = Staff
staff-person-title = Staff account
staff-person-unknown = This account does not exist.
staff-add-title = Add an account
staff-add-text = A one-time password is shown once. Give it to the person yourself.
staff-add = Add
staff-departments-hint = The person can only change procedures of the selected departments.
staff-further-roles = Additional roles
staff-save-roles = Save roles
staff-access-title = Access
staff-reset-text = Creates a new one-time password. The current password stops working, and all sessions end.
staff-reset = Create a one-time password
staff-disable-text = Closes the account. All sessions end, and nobody can log in until it is reopened.
staff-disable = Close account
staff-enable-text = Reopens the account with the same password and roles as before.
staff-enable = Reopen account
staff-own-account-note = You cannot change the roles or access of your own account. Ask another administrator.
staff-one-time-title = One-time password
staff-one-time-text = It is shown only now. Give it to the person yourself. It can be used once within {$days} days, and must be replaced when it is used.

staff-done-password = Your password has been changed. All other sessions have ended.
staff-done-sessions = The sessions you chose have ended.
staff-done-roles = The roles have been saved.
staff-done-disabled = The account has been closed.
staff-done-enabled = The account has been reopened.

staff-not-done-title = Not done yet
staff-mistake-e_mail = Enter an e-mail address, such as name@city.example.jp.
staff-mistake-e_mail_taken = An account with this e-mail address already exists.
staff-mistake-name = Enter a name of up to 80 characters.
staff-mistake-department = Choose departments from the list.
staff-mistake-current_password = The current password is incorrect.
staff-mistake-password_too_short = The new password is too short. Use at least 12 characters.
staff-mistake-password_too_long = The new password is too long. Use at most 128 characters.
staff-mistake-password_common = This is a common password. Use something long, like a sentence.
staff-mistake-password_personal = This is too similar to your name or e-mail address. Use something else.
staff-mistake-password_same = This is your current password. Use a different one.
staff-mistake-password_repeat = The new passwords do not match.
staff-mistake-form = The form contained something it should not have. Send it again.
form-restored = You are logged in again, and what you typed is still there. Nothing has been saved yet: check it and send the form again.
form-not-restored = What you typed before your session ended is no longer kept. Please enter it again.
