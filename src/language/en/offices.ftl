# The pages of offices

nav-offices = Offices
data-list-offices = Offices and their hours

## The list

offices-title = Offices
offices-lead = See which office of the city is open now, where it is and whom to call.
offices-list = List of offices
offices-all = See all offices
offices-today = As of { $day }.
offices-none = No offices are listed yet.
offices-pages = { $total } in all, page { $page } of { $pages }. With a ward or a postcode, the nearest come first.
offices-for-procedure = Offices where you can do this:
offices-find = Find an office near you
offices-area = Ward
offices-area-any = Not chosen
offices-postcode = Postcode
offices-postcode-hint = Instead of a ward. For example 590-0000
offices-postcode-wrong = “{ $postcode }” is not a postcode. Type seven digits, such as 590-0000.
offices-postcode-unknown = The postcode “{ $postcode }” is not in the table. Choose a ward instead.
offices-near = Nearest to { $area } first (as the crow flies from its middle).
offices-town = { $area } ({ $town })
offices-show = Show the nearest first

## Whether it is open now

office-open-until = Open until { $time }
office-opens-today = Closed now. Opens today { $time }
office-opens-weekday = Closed now. Opens { $weekday } { $time }
office-opens-day = Closed now. Opens { $day }, { $time }
office-closed = Closed now. The next opening is not known
office-hours-unknown = The opening hours are not known
office-reason = Today is different: { $reason }
office-exception-without-reason = a change for this day
office-holidays-end = National holidays after { $date } are not known yet. The office may be closed on a holiday.
office-holidays-unknown = National holidays are not known here. The office may be closed on a holiday.
office-holidays-until = National holidays are known until { $date }.
office-day = { $weekday }, { $date }
weekday-mon = Monday
weekday-tue = Tuesday
weekday-wed = Wednesday
weekday-thu = Thursday
weekday-fri = Friday
weekday-sat = Saturday
weekday-sun = Sunday

## One office

office-description = Opening hours, address, telephone and procedures of { $name }.
office-kind-main = City hall
office-kind-ward = Ward office
office-kind-branch = Branch office
office-kind-centre = Office for certain tasks
office-kind-other = Other office
office-counter = Counter
office-telephone = Telephone
office-address = Address
office-access = Nearest station or bus stop
office-languages = Languages besides Japanese
office-facilities = Facilities
office-note = Note
office-map = Map
office-reach-title = How to reach it
office-hours-title = Opening hours
office-usual-caption = Usual opening hours
office-days-caption = The next 7 days
office-weekdays-column = Days
office-day-column = Day
office-hours-column = Hours
office-notes-column = Notes
office-from-to = { $opens } to { $closes }
office-day-closed = closed
office-day-unknown = not known
office-day-may-be-holiday = it is not known whether this is a holiday
office-open-on-holidays = Also open on holidays.
office-closed-on-holidays = Closed on national holidays and on the city’s own holidays.
office-valid-from = from { $date }
office-valid-until = until { $date }
office-exceptions-title = Exceptions
office-exception = { $days }: { $hours }
office-procedures-title = What you can do here
office-every-procedure = Everything for which no other office is named is done here.
office-no-procedures = It is not known what is done here.
office-checked-on = Checked on { $date }.

## The page of a procedure

office-where-title = Where to go
office-where-more = Other offices ({ $count })
office-where-nearest = See all offices, nearest first
office-where-unknown = It is not known which office does this. You can ask here:
office-where-list = List of offices
office-channel-counter = Offices that do this
office-channel-others = Numbers of the other offices
office-channel-post-several = Send to: the office of your ward, listed below
office-channel-no-number = No telephone number is known.
office-channel-no-address = No postal address is known.

## Languages and facilities

spoken-en = English
spoken-zh = Chinese
spoken-ko = Korean
spoken-vi = Vietnamese
spoken-pt = Portuguese
spoken-es = Spanish
spoken-fil = Filipino
spoken-ne = Nepali
spoken-id = Indonesian
spoken-th = Thai
spoken-my = Burmese
spoken-fr = French
spoken-ru = Russian
spoken-uk = Ukrainian
facility-step_free = step-free access
facility-elevator = lift
facility-toilet = accessible toilet
facility-parking = parking for people with disabilities
facility-tactile_paving = tactile paving
facility-sign_language = sign language
facility-writing = help in writing
facility-hearing_loop = hearing loop
facility-nursing_room = nursing room
facility-play_area = play area for children

## Staff pages

first-day-table-offices = Offices
first-day-table-office-hours = Opening hours
first-day-table-office-exceptions = Exceptions to opening hours
first-day-table-office-procedures = Procedures of offices
first-day-table-holidays = Holidays
first-day-table-postcodes = Postcodes
row-weekdays-hint = For example mon-fri, sat, 2sat;4sat
row-time-hint = For example 9:00 or 17:30
row-telephone-hint = With the area code, for example 072-000-0001
row-choices-hint = Some of these, joined by “;”: { $words }
row-condition-hint = The condition now: {$condition}

nearest-ask = Nearest to where I am
nearest-wait = Finding where you are…
nearest-sorted = Sorted by distance from where you are, in a straight line. Your position is used on this device only and was not sent.
nearest-refused = The browser was not allowed to use your position. You can search by ward or postcode.
nearest-unknown = Your position could not be found. You can search by ward or postcode.
nearest-distance = about # km
office-more = There are { $count } more.
