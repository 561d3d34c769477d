# Corrections of published figures

correction-title = Corrections
correction-lead = Figures that were changed or withdrawn after they had been published. Each entry says when, what and why.
correction-caption = Corrected figures, newest first
correction-many = Show {$count} corrections (the newest of {$date})
correction-more = The newest {$shown} are shown. The CSV file has all {$count}.
correction-file = All corrections (CSV)
correction-withdrawn = withdrawn
correction-no-reason = no reason given
correction-takes-back = back to the value before the correction of { $date }
correction-taken-back = on { $date } the figure went back to the value before this correction
correction-column-day = Corrected on
correction-column-subject = About
correction-column-record = Record
correction-column-figure = Figure
correction-column-before = Before
correction-column-after = After
correction-column-reason = Reason
correction-line = {$subject}, {$record}, {$figure}: {$before} → {$after}
correction-line-reason = {$line} (reason: {$reason})
correction-of = {$what} of {$subject}
feed-correction-title = Corrected: {$what} ({$count})
feed-correction-more = and {$count} more
file-corrections = {$count} published figures change. When the file is published, each becomes public as a correction, with the reason of the change.

## Tables

correction-table-cards = card counts
correction-table-population = population
correction-table-usage = applications
correction-table-indicators = indicator values
correction-table-programmes = programmes
correction-table-funding = cost and funding
correction-table-cost-items = cost items
correction-table-assessments = requested and approved amounts
correction-table-obligations = multi-year commitments
correction-table-effects = effects of initiatives
correction-table-training = training

## Figures

correction-figure-cards-cards = Cards
correction-figure-cards-population = Residents
correction-figure-cards-population_as_of = Date of the residents count
correction-figure-population-population = Residents
correction-figure-usage-total = All applications
correction-figure-usage-online = Online applications
correction-figure-indicators-value = Value
correction-figure-programmes-served_residents = Residents served
correction-figure-programmes-served_staff = Staff served
correction-figure-funding-total = Cost (thousand yen)
correction-figure-funding-national_grant = National grants (thousand yen)
correction-figure-funding-prefectural_grant = Prefectural grants (thousand yen)
correction-figure-funding-bonds = Bonds (thousand yen)
correction-figure-funding-other = Other (thousand yen)
correction-figure-funding-beneficiary_fees = Beneficiary fees (thousand yen)
correction-figure-funding-general_fund = General fund (thousand yen)
correction-figure-cost-items-amount = Amount (thousand yen)
correction-figure-cost-items-general_fund = General fund (thousand yen)
correction-figure-assessments-requested = Requested (thousand yen)
correction-figure-assessments-assessed = Approved (thousand yen)
correction-figure-obligations-from_year = First year
correction-figure-obligations-to_year = Last year
correction-figure-obligations-requested = Limit (thousand yen)
correction-figure-effects-steps_before = Steps before
correction-figure-effects-steps_after = Steps after
correction-figure-effects-hours_saved = Hours saved per year
correction-figure-effects-hours_before = Hours per year before
correction-figure-effects-hours_after = Hours per year after
correction-figure-effects-paper_before = Sheets of paper before
correction-figure-effects-paper_after = Sheets of paper after
correction-figure-training-staff = People to train
correction-figure-training-done = People who completed it
