# Words around figures, on several pages.

figure-source = Source:
figure-source-name = { $publisher }, “{ $title }”
figure-source-separator = {"; "}
figure-list-separator = {"; "}
figure-unknown = not known
figure-no-values = No values have been recorded
figure-bad-address = The conditions in this address could not be read
figure-held = Cards held
figure-issued = Cards issued
figure-held-rate = Holding rate
figure-issued-rate = Issue rate
figure-map-class = { $from }% to under { $below }%
figure-map-simplified = Ward boundaries are simplified.
figure-map-schematic = No boundary data is available, so this diagram does not show actual locations.
