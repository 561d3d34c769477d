# Fields of a procedure: the staff form and the history

field-name = Name
field-name_easy = Name in easy Japanese
field-name_en = Name in English
field-kana = Reading
field-summary = Summary
field-summary_easy = Summary in easy Japanese
field-summary_en = Summary in English
field-department = Department
field-legal_basis = Legal basis
field-life_events = Life events
field-audience = Who it is for
field-sets = Sets of procedures
field-channels = Ways to apply
field-card_requirement = My Number Card certificate
field-papers = Documents
field-fee = Fee
field-processing = How long it takes
field-blockers = Obstacles to going online
field-planned_fiscal_year = Year planned to be online
field-ending = End
field-checked_on = Last check
field-source = Source
field-sample = Marked as sample
