# Texts of every page

site-name = Procedures
site-tagline = what you can do online
title-separator = {" | "}
title-of-city = {$city} {$site}
site-description = How much of {$city}’s administrative procedures can be done online, how many residents hold a My Number Card, and how the city is doing against its targets.
site-description-without-city = How much of the administrative procedures can be done online, how many residents hold a My Number Card, and how the city is doing against its targets.

skip-to-content = Skip to content
nav-label = Main menu
nav-home = Home
nav-procedures = Procedures
nav-cards = Cards
nav-targets = Targets
breadcrumbs-label = You are here
languages-label = Language

sample = Sample
sample-bar-label = About the sample data
sample-bar = Everything marked “Sample” is made up as an example. It does not show the real situation.

source = Source:
source-unknown = Source: unknown
as-of = as of {$date}
licence = Licence: {$licence}
unknown = Unknown
not-stated = Not stated
list-separator = {", "}

footer-sources = Sources of the figures
footer-open-data = Open data
footer-about-data = About the data
footer-procedures = List of procedures
footer-cards = Cards issued and held
footer-indicators = Targets and results
footer-revision = Data revision {$revision}
footer-date = Data as of {$date}.
footer-all-sources = All sources

previous = Previous
next = Next
page-number = Page {$page}
pagination-label = Pages of the list

search-label = Name or keyword
search-hint = For example, tax, address or child
search-button = Search
suggestions-label = Suggestions
suggestions-found = Suggestions: %. Use the up and down arrow keys to choose one.
suggestions-none = No suggestions. Use the search button instead.

not-found-title = Page not found
not-found-text = There is no page at this address. You may have mistyped it, or the page may have been moved or removed.
not-found-asked = Address you asked for
not-found-ways = Where to go next
not-found-home = Home
not-found-procedures = List of procedures
not-found-cards = My Number cards
not-found-targets = Targets and results

page-contents = On this page
show-table = Show as a table
