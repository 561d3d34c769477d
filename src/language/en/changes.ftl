# The list of changes and its feeds

changes-title = Changes to procedures
changes-title-for = Changes to procedures: {$what}
changes-lead = Which procedures went online, which were withdrawn and which are about to change, newest first.
changes-counted = {$first} to {$last} of {$total} changes
changes-count = {$count} changes
changes-made = Changes so far
changes-none = No changes have been recorded since the procedures were first entered.
changes-none-found = No changes found.
changes-past-the-end = There are no changes on this page.
changes-first-page = Back to the first page
changes-all = See all changes
changes-filters-help = Try fewer filters.

changes-planned = Planned
changes-planned-counted = {$first} to {$last} of {$total} plans
changes-planned-all = See all plans ({$count})
changes-planned-note = These plans are as recorded by the city. They may still change.
changes-from = From {$date}
changes-planned-year = Planned to go online in {$year}, with no date set
changes-planned-or-later = Planned to go online in {$year} or later, with no year set

## Kinds of changes

filter-kind = Kind of change
change-kind-went_online = More online
change-kind-withdrawn = Less online
change-kind-planned = Planned
change-kind-excluded = Excluded
change-kind-included = No longer excluded
change-kind-other = Other change
change-kind-ended = Ended
change-kind-entry_withdrawn = Entry withdrawn

## What changed

change-availability = Availability online: {$from} → {$to}
change-step = {$step}: {$from} → {$to}
change-excluded = Now excluded from going online
change-included = No longer excluded from going online
change-will-be-excluded = Will be excluded from going online
change-will-be-included = Will no longer be excluded from going online
change-ended = No longer offered
change-will-end = Will no longer be offered
change-entry-withdrawn = The entry was made by mistake and has been withdrawn

## Feeds

feeds-label = Get notified of changes
feed-link = Feed (Atom)
feed-help = Add the feed to a feed reader to get notified of new changes.
feed-for = Feed (Atom): {$what}
feed-title = {$site}: changes to procedures
feed-title-for = {$site}: changes to procedures ({$what})
feed-entry-title = {$name}: {$kind}
feed-entry-sample = [Sample] {$title}
feed-since = From {$date}
feed-will-be = Changes on {$date}
feed-department = Department: {$department}

footer-changes = Changes to procedures
