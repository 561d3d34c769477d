# Mistakes in addresses, and requests that are refused

query-unknown = This page has no “{$name}”. It takes: {$known}
query-none-known = This page has no “{$name}”. Its address takes nothing after the “?”.
query-twice = “{$name}” is in the address twice. It can be there only once.
query-too-many = There are too many conditions. An address can have up to {$count}.
passed-over-label = About the address of this page
passed-over-unknown = This page does not use this part of its address: {$names}
passed-over-repeated = This is in the address more than once; the first was used: {$names}
value-date = “{$given}” is not a date. Write it like 2022-12-31.
value-future = Give a day up to today, {$today}. The future is not recorded.
value-too-early = Give a day from {$first} to today, {$today}. Nothing was recorded earlier.
value-after-to = The first day (from) is after the last day (to). Give a day on or before it.
value-number = Give a whole number from 1 to {$most}.
value-whole-number = “{$given}” is not a whole number. Write it in digits, like 1, 2 or 3.
value-unknown-code = Nothing here has the code “{$given}”.
value-choice = “{$given}” cannot be used here. Use one of: {$expected}
value-identifier = “{$given}” is not a code. A code has 1 to 64 letters or digits, “-”, “_” or “.”.
value-area = “{$given}” is not a local government code. It has six digits, like 131016.
value-age = “{$given}” is not an age group. Write it like 0-4, 7 or 100+.
value-fiscal-year = “{$given}” is not a fiscal year. Write it like 2024.
value-rate = “{$given}” is not a target rate. Give a percentage above 0 and up to 100, like 99.5.
value-postcode = “{$given}” is not a postcode. Write seven digits, like 590-0000.
value-missing = “{$name}” is missing. It is needed to know which figure is meant.
value-department-became = The department “{$given}” became {$expected} on {$date}.

refusal-start = Go to the home page
refusal-title = This request cannot be answered
refusal-text = This address cannot be used in this way. Find what you need from the home page.
refusal-too-large-title = What you sent is too large
refusal-too-large-text = It is larger than this site accepts, and nothing was saved. Go back, and split the file or shorten the text.
address-too-long-title = This address is too long
address-too-long-text = The part of this address after the “?” is too long. Start from the page without it.
address-too-long-way = Go to the page without it
