## Answers to what people type

answer-understood = No procedure matches “{$q}” word for word. These are the results for:
answer-nearest = Nothing matches “{$q}”. These are the results for the nearest known word:
answer-event = All procedures, in the order of doing
answer-guide = A few questions, then the list of what to do
elsewhere-heading = Not done by the city
elsewhere-page = Their page
elsewhere-checked = Checked by the city on {$date}
elsewhere-unchecked = Not yet checked by the city
