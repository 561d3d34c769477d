# The list of procedures and the page of each

## Steps and their states

step-apply = Nộp đơn
step-identify = Xác minh
step-attach = Giấy tờ
step-pay = Lệ phí
step-receive = Nhận kết quả
step-means-apply = Nộp đơn hoặc thông báo
step-means-identify = Chứng minh bạn là ai
step-means-attach = Nộp giấy tờ cần thiết
step-means-pay = Trả lệ phí
step-means-receive = Nhận giấy chứng nhận hoặc quyết định

state-online = Trực tuyến
state-counter = Tại quầy
state-not_needed = Không cần
state-unknown = Không rõ

ladder-label = Năm bước
ladder-spoken = {$step}: {$state}

## Availability

availability-complete = Trực tuyến hoàn toàn
availability-partial = Trực tuyến một phần
availability-counter = Chỉ tại quầy
availability-excluded = Không áp dụng
availability-unknown = Không rõ

answer-home = Bạn có thể làm mọi bước tại nhà
answer-home_then_fetch = Nộp đơn tại nhà, rồi đến quầy nhận
answer-home_then_counter = Nộp đơn tại nhà, rồi đến quầy cho một hoặc vài bước
answer-home_then_unknown = Nộp đơn tại nhà. Chưa rõ có cần đến quầy hay không
answer-partly_online = Nộp đơn tại quầy; một số bước làm được trực tuyến
answer-counter_or_mail = Đến quầy hoặc gửi qua bưu điện
answer-counter = Đến quầy
answer-excluded = Không làm trực tuyến, theo quyết định của thành phố
answer-unknown = Chưa rõ có làm trực tuyến được hay không

## List

procedures-title = Tìm thủ tục
procedures-title-for = Kết quả cho “{$q}”
procedures-description = Tìm thủ tục theo tên, từ khóa, sự kiện trong đời hoặc phòng phụ trách, và xem bao nhiêu phần làm được trực tuyến.
procedures-all = Xem tất cả thủ tục

filters = Lọc
filters-jump = Lọc
facet-more = Xem thêm {$count}
facet-count = tìm thấy {$count}
filter-q = Từ khóa
filter-event = Sự kiện trong đời
filter-availability = Mức trực tuyến
filter-step = Bước cần đến quầy
filter-fee = Lệ phí
filter-audience = Dành cho ai
filter-card = Chứng thư của thẻ My Number
filter-department = Phòng phụ trách
filter-set = Nhóm thủ tục
filter-sort = Sắp xếp theo
filter-ended = Thủ tục đã kết thúc
ended-exclude = Không gồm
ended-include = Gồm cả
ended-only = Chỉ các thủ tục này

audience-residents = Cư dân
audience-business = Doanh nghiệp

fee-kind-free = Miễn phí
fee-kind-charged = Có lệ phí
department-unknown = Không ghi phòng phụ trách

card-none = Không cần thẻ
card-identification = Thẻ: chứng thư xác nhận người dùng
card-signature = Thẻ: chứng thư chữ ký
card-means-none = Không cần chứng thư của thẻ My Number.
card-means-identification = Cần thẻ My Number và mã PIN 4 chữ số của chứng thư xác nhận người dùng.
card-means-signature = Cần thẻ My Number và mật khẩu (6 đến 16 chữ và số) của chứng thư chữ ký.

sort-relevance = Phù hợp nhất
sort-name = Tên (thứ tự tiếng Nhật)
sort-volume = Dùng nhiều nhất
sort-changed = Mới thay đổi

results-counted = {$first} đến {$last} trong {$total} thủ tục
results-nothing-found = Không tìm thấy thủ tục
results-first-page = Xem trang đầu
results-meanings = Cũng đã tìm:
results-past-the-end = Trang này không có thủ tục nào
chips-label = Điều kiện lọc đang dùng
chip = {$filter}: {$value}
chip-remove = – bỏ
chips-clear = Bỏ mọi điều kiện lọc

nothing-found-shorter = Hãy thử từ khóa ngắn hơn, như “tax” hoặc “address”.
nothing-found-other-words = Hãy thử từ khác cùng nghĩa.
nothing-found-filters = Hãy bớt điều kiện lọc.
nothing-found-near = Có phải bạn tìm
nothing-found-elsewhere = Bỏ các điều kiện lọc khác thì có {$count} kết quả cho “{$q}”.
nothing-found-ended = Trong các thủ tục đã kết thúc, tìm được {$count}.
by-life-event = Xem theo sự kiện trong đời

event-title = {$event}: cần làm gì
event-description = {$title}, theo thứ tự nào, và bao nhiêu phần làm được tại nhà.
event-counted = {$total} thủ tục cho sự kiện này.
from-home-complete = làm xong được tại nhà
from-home-partial = làm được một phần trực tuyến
from-home-counter = làm tại quầy hoặc qua bưu điện
from-home-excluded = sẽ không làm trực tuyến, theo quyết định của thành phố
from-home-unknown = đang được kiểm tra
event-any-time = Bất cứ lúc nào
event-others = Thủ tục khác có thể liên quan đến bạn
event-procedures = Thủ tục

mistake-title = Địa chỉ này có chỗ sai
mistake-text = Giá trị của “{$name}” không hợp lệ.
official-name = Tên chính thức:

## Page of a procedure

start-title = Cách nộp đơn
start-unknown = Không ghi cách nộp đơn. Hãy hỏi phòng phụ trách.
channel-mynaportal = Nộp trên Mynaportal
channel-city_system = Nộp trên hệ thống trực tuyến của thành phố
channel-eltax = Khai bằng eLTAX
channel-other_online = Nộp trực tuyến
channel-mail = Qua bưu điện
channel-phone = Qua điện thoại
channel-counter = Tại quầy
channel-means-mynaportal = Bạn có thể nộp trực tuyến.
channel-means-city_system = Bạn có thể nộp trực tuyến.
channel-means-eltax = Bạn có thể khai trực tuyến.
channel-means-other_online = Bạn có thể nộp trực tuyến.
channel-means-mail = Gửi giấy tờ đến phòng phụ trách.
channel-means-phone = Gọi cho phòng phụ trách.
channel-means-counter = Đến quầy.

needed-title = Những gì cần có
needed-papers = Giấy tờ
papers-not-stated = Không ghi. Hãy hỏi phòng phụ trách.
needed-fee = Lệ phí
needed-time = Thời gian
needed-who = Ai nộp được
legal-basis = Cơ sở pháp lý
fee-none = Miễn phí
fee-yen = {$yen} yên
fee-some = Có lệ phí, nhưng không ghi số tiền

steps-title = Năm bước
contact-title = Phòng phụ trách và quầy
contact-department = Phòng phụ trách
contact-counter = Quầy
contact-hours = Giờ làm việc
contact-phone = Điện thoại

obstacles-title = Vì sao một phần chưa trực tuyến, và kế hoạch
blockers-not-stated = Không ghi lý do.
blocker-planned = Có kế hoạch đưa lên trực tuyến.
blocker-law_change_no_time = Trước hết phải sửa luật, và chưa có thời hạn.
blocker-law_change_low_priority = Trước hết phải sửa luật, và việc này ít ưu tiên.
blocker-no_system = Chưa có hệ thống nhận đơn trực tuyến.
blocker-original_on_paper = Cần bản gốc bằng giấy.
blocker-should_not_be_electronic = Không phù hợp để làm trực tuyến, ví dụ vì cần gặp trực tiếp.
blocker-cost_benefit = Lợi ích nhỏ so với chi phí, hoặc không rõ.
blocker-other = Có lý do khác.
planned = Dự kiến trực tuyến vào {$year}.
planned-or-later = Dự kiến trực tuyến vào {$year} hoặc sau đó.
year-or-later = {$year} hoặc sau đó
planned-unknown = Chưa có thời hạn đưa lên trực tuyến, hoặc không ghi.

usage-title = Số đơn theo tài khóa
usage-unknown = Không rõ số đơn.
fiscal-year = Tài khóa
usage-total = Tổng
usage-online = Trực tuyến
usage-share = Tỷ lệ trực tuyến

announced-title = Những thay đổi sắp tới
history-title = Những gì đã thay đổi
history-none = Chưa có thay đổi nào.
history-first = {$step}: {$to}
history-change = {$step}: {$from} → {$to}

about-entry = Về trang này
checked-on = Phòng phụ trách đã xác nhận vào {$date}
checked-unknown = Không rõ lần cuối phòng phụ trách xác nhận thông tin này.
