# Card rates over time: their dates, small charts, and reading values from a chart.

series-dates = { $count ->
    [1] There are figures for 1 date, { $from }.
   *[other] There are figures for { $count } dates, from { $from } to { $to }.
}
series-dates-repeated = Months with more than one date: { $months }.
series-dates-month = { $month } (days { $days })
series-and = {" and "}
series-dates-span = { $from } to { $to }
series-dates-missing = Months without figures: { $months }.
series-dates-missing-count = { $count ->
    [1] 1 month without figures
   *[other] { $count } months without figures
}
series-gap-note = A thin dotted line spans gaps of more than 62 days without figures. It is not a measurement.
series-reader = Read values from the chart: { $drawing }
series-interval = { $rate } ({ $low } to { $high })
multiples-title = All wards side by side
multiples-drawing = { $rate } over time, by ward
multiples-description = { $count } small charts side by side, on the same axes. The table of rates over time holds all values.
multiples-reference = The grey line is { $area } as a whole.
