# Texts of every page

site-name = Procedures
site-tagline = what you can do online
title-separator = {" | "}
title-of-city = {$city} {$site}
site-description = How far the administrative procedures of {$city} can be done online, how many residents hold a My Number Card, and how the city stands against its targets.
site-description-without-city = How far administrative procedures can be done online, how many residents hold a My Number Card, and how the city stands against its targets.

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
sample-bar = Everything marked “Sample” was made up as an example. It is not the real situation.

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
footer-date = As it stands on {$date}.
footer-more-sources = Each page names the source of every figure on it.

previous = Previous
next = Next
page-number = Page {$page}
pagination-label = Pages of the list

search-label = Name or words
search-hint = For example tax, address or child
search-button = Search
suggestions-label = Suggestions
suggestions-found = Suggestions: %. Use the up and down arrow keys to choose one.
suggestions-none = No suggestions. Use the search button instead.

not-found-title = Page not found
not-found-text = There is no page at this address. It may have been mistyped, or the page has moved or been withdrawn.
not-found-asked = Address asked for
not-found-ways = Where to go from here
not-found-home = Home
not-found-procedures = List of procedures
not-found-cards = My Number Card ownership
not-found-targets = Targets and results
