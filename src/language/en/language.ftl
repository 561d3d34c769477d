# What this language is. docs/LANGUAGES.md says what each of these means.

language-name = English
language-address = en
language-tag = en
language-hreflang = en
language-direction = ltr
language-content = en
language-checked-by-native-reader = yes

## A language whose texts nobody has checked. The sentence is on its pages in the language itself and in Japanese.

language-notice-label = About this language
language-unchecked = No native reader has checked the pages in {$language} yet. Texts entered by the city, such as the names of procedures, are shown in English or Japanese.
language-not-translated = (not translated)

## Dates and times

month-name = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
month-name-short = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
date-day = {$day} {month-name} {$year}
date-month = {month-name} {$year}
date-month-of-axis = {month-name-short} {$year}
date-year-of-axis = {$year}
date-fiscal-year = FY{$year}
date-fiscal-year-end = end FY{$year}
date-day-of-month = {$day}
date-with-time = {$date}, {$time}
time-of-day = {$hour}:{$minutes}
weekday-short-mon = Monday
weekday-short-tue = Tuesday
weekday-short-wed = Wednesday
weekday-short-thu = Thursday
weekday-short-fri = Friday
weekday-short-sat = Saturday
weekday-short-sun = Sunday
weekday-span = {$from} to {$to}
weekday-of-month = { $nth ->
    [1] 1st
    [2] 2nd
    [3] 3rd
    [4] 4th
   *[5] 5th
} {$weekday}
weekday-separator = {", "}
