budget-and-unknown = plus { $count } unknown
budget-source-unknown = Source not known
budget-sources-unknown = The amounts of some sources are not known. Unknown is not 0.
budget-items-unknown = The amounts of some items are not known, and the totals are of the known ones only. Unknown is not 0.
