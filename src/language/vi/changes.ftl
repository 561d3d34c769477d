# The list of changes and its feeds

changes-title = Thay đổi của thủ tục
changes-title-for = Thay đổi của thủ tục: {$what}
changes-lead = Thủ tục nào đã lên trực tuyến, thủ tục nào bị rút và thủ tục nào sắp thay đổi, mới nhất trước.
changes-counted = {$first} đến {$last} trong {$total} thay đổi
changes-count = {$count} thay đổi
changes-made = Thay đổi đến nay
changes-none = Chưa có thay đổi nào từ khi các thủ tục được nhập lần đầu.
changes-none-found = Không tìm thấy thay đổi.
changes-past-the-end = Trang này không có thay đổi nào.
changes-first-page = Về trang đầu
changes-all = Xem mọi thay đổi
changes-filters-help = Hãy bớt điều kiện lọc.

changes-planned = Dự kiến
changes-planned-counted = {$first} đến {$last} trong {$total} kế hoạch
changes-planned-all = Xem mọi kế hoạch ({$count})
changes-planned-note = Các kế hoạch này do thành phố ghi và vẫn có thể thay đổi.
changes-from = Từ {$date}
changes-planned-year = Dự kiến trực tuyến vào {$year}, chưa có ngày
changes-planned-or-later = Dự kiến trực tuyến vào {$year} hoặc sau đó, chưa có năm

## Kinds of changes

filter-kind = Loại thay đổi
change-kind-went_online = Trực tuyến hơn
change-kind-withdrawn = Ít trực tuyến hơn
change-kind-planned = Dự kiến
change-kind-excluded = Không áp dụng
change-kind-included = Lại áp dụng
change-kind-other = Thay đổi khác
change-kind-ended = Kết thúc
change-kind-entry_withdrawn = Rút mục đã nhập

## What changed

change-availability = Mức trực tuyến: {$from} → {$to}
change-step = {$step}: {$from} → {$to}
change-excluded = Nay không áp dụng việc đưa lên trực tuyến
change-included = Nay lại áp dụng việc đưa lên trực tuyến
change-will-be-excluded = Sẽ không áp dụng việc đưa lên trực tuyến
change-will-be-included = Sẽ lại áp dụng việc đưa lên trực tuyến
change-ended = Không còn thủ tục này
change-will-end = Sẽ không còn thủ tục này
change-entry-withdrawn = Mục này được nhập nhầm và đã được rút

## Feeds

feeds-label = Nhận tin khi có thay đổi
feed-link = Nguồn tin (Atom)
feed-help = Thêm nguồn tin này vào trình đọc tin để biết khi có thay đổi mới.
feed-for = Nguồn tin (Atom): {$what}
feed-title = {$site}: thay đổi của thủ tục
feed-title-for = {$site}: thay đổi của thủ tục ({$what})
feed-entry-title = {$name}: {$kind}
feed-entry-sample = [Mẫu] {$title}
feed-since = Từ {$date}
feed-will-be = Thay đổi vào {$date}
feed-department = Phòng phụ trách: {$department}

footer-changes = Thay đổi của thủ tục
