# Texts of every page

site-name = Thủ tục
site-tagline = những gì có thể làm trực tuyến
title-separator = {" | "}
title-of-city = {$city} {$site}
site-description = Bao nhiêu thủ tục hành chính của {$city} làm được trực tuyến, bao nhiêu cư dân có thẻ My Number, và thành phố đang đạt mục tiêu đến đâu.
site-description-without-city = Bao nhiêu thủ tục hành chính làm được trực tuyến, bao nhiêu cư dân có thẻ My Number, và thành phố đang đạt mục tiêu đến đâu.

skip-to-content = Đến phần nội dung
nav-label = Trình đơn chính
nav-home = Trang chủ
nav-procedures = Thủ tục
nav-cards = Thẻ
nav-targets = Mục tiêu
breadcrumbs-label = Bạn đang ở đây
languages-label = Ngôn ngữ

sample = Mẫu
sample-bar-label = Về dữ liệu mẫu
sample-bar = Mọi phần ghi “Mẫu” chỉ là ví dụ tự đặt ra, không phải tình hình thật.

source = Nguồn:
source-unknown = Nguồn: không rõ
as-of = tính đến {$date}
licence = Giấy phép: {$licence}
unknown = Không rõ
not-stated = Không ghi
list-separator = {", "}

footer-sources = Nguồn số liệu
footer-open-data = Dữ liệu mở
footer-about-data = Về dữ liệu
footer-procedures = Danh sách thủ tục
footer-cards = Thẻ đã cấp và đang giữ
footer-indicators = Mục tiêu và kết quả
footer-revision = Phiên bản dữ liệu {$revision}
footer-date = Dữ liệu tính đến {$date}.

previous = Trước
next = Sau
page-number = Trang {$page}
pagination-label = Các trang của danh sách

search-label = Tên hoặc từ khóa
search-hint = Ví dụ: tax, address hoặc child
search-button = Tìm
suggestions-label = Gợi ý
suggestions-found = Số gợi ý: %. Dùng phím mũi tên lên xuống để chọn.
suggestions-none = Không có gợi ý. Hãy dùng nút tìm.

not-found-title = Không tìm thấy trang
not-found-text = Không có trang nào ở địa chỉ này. Có thể bạn đã gõ sai, hoặc trang đã được chuyển đi hay gỡ bỏ.
not-found-asked = Địa chỉ bạn đã hỏi
not-found-ways = Bạn có thể đến
not-found-home = Trang chủ
not-found-procedures = Danh sách thủ tục
not-found-cards = Thẻ My Number
not-found-targets = Mục tiêu và kết quả

footer-staff = Dành cho nhân viên
sentence-separator = {" "}

## Before there is anything to publish

set-up-title = Trang này đang được chuẩn bị
set-up-text = Trang sẽ cho biết bao nhiêu thủ tục hành chính làm được trực tuyến.
set-up-when = Hiện chưa có gì để xem. Xin hãy quay lại sau.

## Reorganised departments

department-change-title = Các phòng ban được tổ chức lại
department-change-renamed = { $name } được đổi tên thành { $successors }.
department-change-dissolved = { $name } đã giải thể. Các thủ tục của phòng này nay thuộc { $successors }.
department-change-returned = { $name } đã giải thể. Các thủ tục của phòng này trở lại { $successors }.
department-change-split = Một số thủ tục của { $name } nay thuộc { $successors }.
department-change-founded = { $name } là phòng mới.
department-change-restored = { $name } lại là một phòng.
department-change-named-again = { $name } lấy lại tên cũ là { $successors }.
department-change-split-back = Một số thủ tục của { $name } trở lại { $successors }.
department-change-takes-back = Lần tổ chức lại ngày { $date } đã được hủy: { $what }
department-change-taken-back = { $what } (đã hủy ngày { $date })
department-former = { $name } đã kết thúc do tổ chức lại vào { $date }.
department-former-now = Nay các phòng sau phụ trách.

page-contents = Trên trang này
show-table = Xem dưới dạng bảng
footer-all-sources = Tất cả nguồn
