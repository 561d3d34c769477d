# The page on accessibility

accessibility-title = Accessibility
accessibility-lead = Everybody should be able to reach this information, whatever their age, disability, device or language. This page says what the site aims at, what was tested and what was not.

accessibility-aims = Aims
accessibility-aims-text = The site follows the thinking of the Ministry of Internal Affairs and Communications’ guideline for public websites and aims at these standards.
accessibility-aim-jis = JIS X 8341-3:2016 (web content), conformance level AA, in the sense of “with consideration for” (hairyo)
accessibility-aim-wcag = WCAG 2.2 (Web Content Accessibility Guidelines), success criteria of level A and AA, as a reference
accessibility-aims-word = “With consideration for” names the level that is aimed at. It is not a claim of conformance: people have not tested all success criteria yet.
accessibility-aims-scope = This covers all public pages of this site in Japanese, easy Japanese and English. It does not cover other sites or PDF files that it links to.

accessibility-offers = What the site does for access
accessibility-offer-languages = Every page exists in Japanese, easy Japanese and English, and leads to itself in the other languages.
accessibility-offer-keyboard = Everything can be done by keyboard alone. The first stop on each page skips to the content.
accessibility-offer-size = Text size and light or dark colours follow your device and browser. With text at double size, and on narrow screens, you can read without scrolling sideways.
accessibility-offer-script = Every page, search included, works with JavaScript switched off. Only the suggestions while you type need it.
accessibility-offer-charts = Each chart has a name and a description, and the same figures stand in a table or in the text.
accessibility-offer-colour = Nothing is told by colour alone. Words and signs say the same.

accessibility-tested = What was tested
accessibility-tested-on = Last tested: { $date } (version { $version })
accessibility-tested-data = The tests were run by programs that opened this software, filled with sample data, in a browser (Chromium).
accessibility-test-rules = Rules that a program can check
accessibility-test-rules-how = axe-core checked the rules of WCAG 2.0, 2.1 and 2.2, levels A and AA, on every kind of public page, in three languages, in light and dark colours, at the width of a computer and of a phone. It found nothing to report.
accessibility-test-keyboard = Keyboard alone
accessibility-test-keyboard-how = On every kind of public page, each thing that can be operated is reached by the Tab key, the focus can be seen, and nothing holds it captive. Search suggestions work with the arrow keys, Enter and Escape.
accessibility-test-width = Narrow screens
accessibility-test-width-how = At a width of 320 pixels no page has to be scrolled sideways as a whole. Wide tables scroll by themselves.
accessibility-test-text = Large text
accessibility-test-text-how = With text at 200%, at the width of a computer and of a phone, no page has to be scrolled sideways as a whole.
accessibility-test-colours = High contrast (forced colours)
accessibility-test-colours-how = With colours forced by the browser, the outline of the focus and the lines of charts stand out from their background.
accessibility-test-motion = Reduced motion
accessibility-test-motion-how = Where less motion is asked for, nothing moves.
accessibility-test-script = Without JavaScript
accessibility-test-script-how = The rules that a program can check, and tasks such as searching, were also tested with JavaScript switched off.

accessibility-untested = What was not tested
accessibility-untested-text = The following has not been tested yet. Programs find only some of the barriers.
accessibility-untested-readers = Reading aloud by real screen readers (NVDA, PC-Talker, VoiceOver, TalkBack and others)
accessibility-untested-people = Use by people with disabilities, by older people, and by people who are learning Japanese
accessibility-untested-devices = Real phones and assistive devices, and browsers other than Chromium (Safari, Firefox and others)
accessibility-untested-criteria = Success criteria that need human judgement (tests under JIS X 8341-3:2016, Annex JB)
accessibility-untested-data = Whether the texts that departments enter are easy to understand, and whether their English and easy Japanese are right

accessibility-limits = Known limits
accessibility-limit-japanese = Names and descriptions of procedures that a department has entered in Japanese only appear in Japanese on English pages too. They are marked as Japanese, so that they are read aloud as such.
accessibility-limit-names = Japanese words inside the names of charts and controls may be read aloud as if they were English.
accessibility-limit-easy = Names and descriptions without an easy Japanese version appear in ordinary Japanese.
accessibility-limit-elsewhere = Sites for online applications and PDF files that this site links to cannot be improved here.
accessibility-limit-tables = On narrow screens wide tables are read by scrolling inside the table.
accessibility-limit-drawings = Charts keep their own colours in high contrast mode, so that their lines can be told apart. They do not take on the colours you have chosen.

accessibility-contact = If something is hard to use
accessibility-contact-text = Please tell this department what you cannot read or use. It helps to say on which page, and where.
accessibility-contact-none = This site does not name a contact for accessibility yet. Please tell the city’s general enquiry desk. For questions about a procedure, ask the department named on its page.
accessibility-contact-procedures = Look for a procedure
accessibility-contact-counter = Counter
accessibility-contact-hours = Hours
accessibility-contact-phone = Telephone
