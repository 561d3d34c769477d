# Cards by age

ages-span = { $from } to { $to }
ages-open = { $from } and over
ages-one = { $age }
ages-everybody = 0 and over
provenance-ages-of = { $area }, age { $ages }
ages-title = By age
ages-title-of = By age, { $date }
ages-none = { $measure } of { $area }: no counts by age have been recorded until { $date }, which is unknown and not zero.
ages-drawing = { $rate } of { $area } by age, { $date }
ages-caption = Cards and { $rate } by age, { $date }
ages-age = Age
ages-sum = Sum of the ages
ages-whole = Everybody
ages-nobody = nobody of this age
ages-add-up = The ages add up to everybody, in cards and in residents.
ages-unknown = The count of everybody is greater than the sum of the ages (cards: { $cards }, residents: { $people }). Presumably the age of some people is not known.
ages-differ = The sum of the ages and the count of everybody differ (cards: { $cards }, residents: { $people }). They may have been counted on other days or come from other tables.
ages-not-all = The ages recorded are not all ages, so their sum cannot be held against everybody.
ages-no-whole = No count of everybody has been recorded for the same day, so the sum cannot be checked.
under-fives-title = Under five
under-fives-table = Residents and cards, age { $ages }, { $date }
under-fives-no-indicator = These are cards and not values of indicator 16.9.1, the share of children under five whose births are registered. Children without a card have been registered at birth too.
definition-rate-by-age-name = Rate by age
definition-rate-by-age-formula = cards of people of these ages ÷ residents of these ages
definition-rate-by-age-source = As the Ministry of Internal Affairs and Communications publishes it by age. Cards issued are cumulative and include those returned, expired or of people who have died.
