# Cards by age

ages-span = { $from } to { $to }
ages-open = { $from } and over
ages-one = { $age }
ages-everybody = all ages
provenance-ages-of = { $area }, age { $ages }
ages-title = By age
ages-title-of = By age, { $date }
ages-none = { $measure } in { $area }: no counts by age have been recorded up to { $date }. This means unknown, not zero.
ages-drawing = { $rate } in { $area } by age, { $date }
ages-caption = Cards and { $rate } by age, { $date }
ages-age = Age
ages-sum = Sum of all age groups
ages-whole = All ages
ages-nobody = no residents of this age
ages-add-up = The age groups add up to the totals, for both cards and residents.
ages-unknown = The totals are greater than the sums of the age groups (cards: { $cards }, residents: { $people }). The age of some people is probably not known.
ages-differ = The totals differ from the sums of the age groups (cards: { $cards }, residents: { $people }). They may have been counted on different days or come from different tables.
ages-not-all = Some age groups have not been recorded, so their sum cannot be compared with the total.
ages-no-whole = No total has been recorded for the same day, so the sum cannot be checked.
under-fives-title = Under five
under-fives-table = Residents and cards, age { $ages }, { $date }
under-fives-no-indicator = These figures count cards. They are not values of indicator 16.9.1, the share of children under five whose births are registered. The births of children without a card have been registered too.
definition-rate-by-age-name = Rate by age
definition-rate-by-age-formula = cards of people of these ages ÷ residents of these ages
definition-rate-by-age-source = As published by age by the Ministry of Internal Affairs and Communications. Cards issued are cumulative and include cards that were returned or have expired, and cards of people who have died.
