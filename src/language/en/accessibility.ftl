# The page on accessibility

accessibility-title = Accessibility
accessibility-lead = Everyone should be able to use this site, whatever their age, disability, device or language. This page explains the standards we aim for, what we have tested and what we have not.

accessibility-aims = What we aim for
accessibility-aims-text = This site follows the approach of the Ministry of Internal Affairs and Communications’ guidelines for public websites, and aims to meet these standards.
accessibility-aim-jis = JIS X 8341-3:2016 (web content), conformance level AA, in the sense of “with consideration for” (hairyo)
accessibility-aim-wcag = WCAG 2.2 (Web Content Accessibility Guidelines), success criteria of level A and AA, as a reference
accessibility-aims-word = “With consideration for” names the level we aim for. It is not a claim of conformance: people have not yet tested every success criterion.
accessibility-aims-scope = This applies to all public pages of this site in Japanese, easy Japanese and English. It does not apply to the other sites or PDF files that it links to.

accessibility-offers = How this site supports access
accessibility-offer-languages = Every page is available in Japanese, easy Japanese and English, and links to its other versions.
accessibility-offer-keyboard = You can do everything with the keyboard alone. The first link on each page skips to the content.
accessibility-offer-size = Text size and light or dark colours follow your device and browser settings. You can read without scrolling sideways on narrow screens and with text at double size.
accessibility-offer-script = All pages, including search, work with JavaScript turned off. JavaScript is used only for suggestions in the search field, for reading values off charts, for ticks in guides, and for sorting offices by where you are; without it the same can be found out.
accessibility-offer-charts = Each chart has a name and a description, and its figures are also given in a table or in the text.
accessibility-offer-colour = Nothing is shown by colour alone. Words or symbols say the same.

accessibility-tested = What we tested
accessibility-tested-on = Last tested: { $date } (version { $version })
accessibility-tested-data = Automated tests opened this software, filled with sample data, in a browser (Chromium).
accessibility-test-rules = Rules that can be checked automatically
accessibility-test-rules-how = With axe-core, the rules of WCAG 2.0, 2.1 and 2.2 at levels A and AA were checked on every kind of public page, in three languages, in light and dark colours, at the width of a computer and of a phone, and nothing was found. Everything that can be unfolded was open. States were checked as well, in Japanese and English: searches with and without results, filters, answered guides, past days, wrong addresses, missing pages, embedded drawings. The size of what can be pressed (24 pixels, or enough room around it) is among the rules.
accessibility-test-keyboard = Keyboard alone
accessibility-test-keyboard-how = On every kind of public page, the Tab key reaches every control, the focus is visible, and the keyboard never gets trapped. Search suggestions work with the arrow keys, Enter and Escape.
accessibility-test-width = Narrow screens
accessibility-test-width-how = At a width of 320 pixels, pages can be read without scrolling sideways. At 1280 and 1920 pixels no table is cut off, in any of the three languages. Where a table does not fit a narrower screen, a shadow appears at that side, and the keyboard scrolls it too.
accessibility-test-text = Large text
accessibility-test-text-how = With text at 200%, at desktop and phone widths, no page scrolls sideways as a whole.
accessibility-test-colours = High contrast (forced colours)
accessibility-test-colours-how = When the browser forces its own colours, the focus outline and the lines of charts stand out from their background.
accessibility-test-motion = Reduced motion
accessibility-test-motion-how = Nothing moves when your device asks for reduced motion.
accessibility-test-script = Without JavaScript
accessibility-test-script-how = The automatic checks, and tasks such as searching, were also run with JavaScript switched off.

accessibility-untested = What we have not tested
accessibility-untested-text = The following has not been tested yet. Automated tests find only some barriers.
accessibility-untested-readers = Use with real screen readers (NVDA, PC-Talker, VoiceOver, TalkBack and others)
accessibility-untested-people = Use by disabled people, older people, and people learning Japanese
accessibility-untested-devices = Real phones and assistive devices, and browsers other than Chromium (Safari, Firefox and others)
accessibility-untested-criteria = Success criteria that need human judgement (tests under JIS X 8341-3:2016, Annex JB)
accessibility-untested-data = Whether the texts that departments enter are easy to understand, and whether their English and easy Japanese are correct

accessibility-limits = Known limitations
accessibility-limit-japanese = Names and descriptions of procedures that a department has entered only in Japanese appear in Japanese on English pages too. They are marked as Japanese so that screen readers pronounce them correctly.
accessibility-limit-names = Japanese words inside the names of charts and controls may be read aloud as if they were English.
accessibility-limit-easy = Names and descriptions without an easy Japanese version appear in ordinary Japanese.
accessibility-limit-elsewhere = We cannot improve the online application sites and PDF files that this site links to.
accessibility-limit-tables = On narrow screens, the rows of wide tables are stacked, or the table is scrolled sideways.
accessibility-limit-drawings = Charts keep their own colours in high contrast mode so that their lines can be told apart. They do not use the colours you have chosen.

accessibility-contact = If you have difficulty using this site
accessibility-contact-text = Tell this department what you cannot read or use. It helps to say on which page, and where on it.
accessibility-contact-none = This site does not name a contact for accessibility yet. Contact the city’s general enquiry desk instead. For questions about a procedure, contact the department named on its page.
accessibility-contact-procedures = Find a procedure
accessibility-contact-counter = Counter
accessibility-contact-hours = Opening hours
accessibility-contact-phone = Telephone

accessibility-contact-office = This site does not name a contact for accessibility yet. Please contact this office of the city.
accessibility-contact-address = Address
