furigana-on = Show readings of kanji
furigana-off = Hide readings of kanji
first-day-table-readings = Readings of words
readings-hint-missing = These kanji have no reading yet: { $words }. It is written directly after them: { $example }
readings-hint-title = Readings of kanji (furigana)
readings-hint-text = Public pages show the readings of all words in the list. You can also write readings into the text, as below, and correct them.
readings-button = Write the known readings into the easy Japanese
readings-button-hint = Nothing is saved yet. Check the text in this form.
