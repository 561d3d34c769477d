# Mistakes in addresses, and requests that are refused

query-unknown = Trang này không có điều kiện “{$name}”. Có thể dùng: {$known}
query-none-known = Trang này không có điều kiện “{$name}”. Địa chỉ của trang không nhận gì sau dấu “?”.
query-twice = “{$name}” có hai lần trong địa chỉ. Chỉ được ghi một lần.
query-too-many = Có quá nhiều điều kiện. Một địa chỉ được ghi tối đa {$count} điều kiện.
passed-over-label = Về địa chỉ của trang này
passed-over-unknown = Trang này không dùng phần sau trong địa chỉ: {$names}
passed-over-repeated = Phần sau có nhiều lần trong địa chỉ; trang dùng lần đầu: {$names}
value-date = “{$given}” không phải là ngày. Hãy viết như 2022-12-31.
value-future = Hãy chọn ngày không muộn hơn hôm nay, {$today}. Chưa có dữ liệu cho tương lai.
value-too-early = Hãy chọn ngày từ {$first} đến hôm nay, {$today}. Không có dữ liệu sớm hơn.
value-after-to = Ngày đầu (from) muộn hơn ngày cuối (to). Hãy chọn ngày bằng hoặc sớm hơn.
value-number = Hãy ghi một số nguyên từ 1 đến {$most}.
value-whole-number = “{$given}” không phải là số nguyên. Hãy viết bằng chữ số như 1, 2, 3.
value-unknown-code = Ở đây không có mục nào mang mã “{$given}”.
value-choice = Không dùng được “{$given}” ở đây. Hãy dùng một trong các giá trị: {$expected}
value-identifier = “{$given}” không phải là mã. Mã gồm 1 đến 64 chữ cái hoặc chữ số, “-”, “_” hoặc “.”.
value-area = “{$given}” không phải là mã địa phương. Mã có sáu chữ số, như 131016.
value-age = “{$given}” không phải là nhóm tuổi. Hãy viết như 0-4, 7 hoặc 100+.
value-fiscal-year = “{$given}” không phải là tài khóa. Hãy viết như 2024.
value-rate = “{$given}” không phải là tỷ lệ mục tiêu. Hãy ghi số lớn hơn 0 và không quá 100, như 99.5.
value-postcode = “{$given}” không phải là mã bưu điện. Hãy viết bảy chữ số, như 590-0000.
value-missing = Thiếu “{$name}”. Cần có giá trị này để biết là số liệu nào.
value-department-became = Phòng “{$given}” đã trở thành {$expected} vào ngày {$date}.

refusal-start = Về trang chủ
refusal-title = Không thể trả lời yêu cầu này
refusal-text = Địa chỉ này không dùng được theo cách đó. Hãy tìm từ trang chủ.
refusal-too-large-title = Dữ liệu đã gửi quá lớn
refusal-too-large-text = Dữ liệu lớn hơn mức trang này nhận được và chưa được lưu. Hãy quay lại, chia nhỏ tập tin hoặc viết ngắn hơn.
address-too-long-title = Địa chỉ này quá dài
address-too-long-text = Phần sau dấu “?” của địa chỉ quá dài. Hãy bắt đầu từ trang không có phần đó.
address-too-long-way = Đến trang không có điều kiện
