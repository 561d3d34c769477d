# Card rates over time: their dates, small charts, and reading values from a chart.

series-dates = Có số liệu cho { $count } ngày, từ { $from } đến { $to }.
series-dates-repeated = Tháng có hơn một ngày số liệu: { $months }.
series-dates-month = { $month } (ngày { $days })
series-and = {" và "}
series-dates-span = { $from } đến { $to }
series-dates-missing = Tháng không có số liệu: { $months }.
series-dates-missing-count = { $count } tháng không có số liệu
series-gap-note = Đường chấm mảnh nối các khoảng hơn 62 ngày không có số liệu. Đó không phải là số đo.
series-reader = Đọc giá trị trên biểu đồ: { $drawing }
series-interval = { $rate } ({ $low } đến { $high })
multiples-title = Tất cả các quận cạnh nhau
multiples-drawing = { $rate } theo thời gian, từng quận
multiples-description = { $count } biểu đồ nhỏ cạnh nhau, cùng trục. Bảng tỷ lệ theo thời gian có mọi giá trị.
multiples-reference = Đường màu xám là toàn { $area }.
