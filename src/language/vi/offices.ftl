# The pages of offices

nav-offices = Văn phòng
data-list-offices = Văn phòng và giờ làm việc

## The list

offices-title = Văn phòng
offices-lead = Xem văn phòng nào của thành phố đang mở cửa, ở đâu và gọi số nào.
offices-list = Danh sách văn phòng
offices-all = Xem tất cả văn phòng
offices-today = Tính đến { $day }.
offices-none = Chưa có văn phòng nào.
offices-pages = Có tất cả { $total }, trang { $page } trên { $pages }. Nhập quận hoặc mã bưu chính để xem nơi gần nhất trước.
offices-for-procedure = Văn phòng làm được thủ tục này:
offices-find = Tìm văn phòng gần bạn
offices-area = Quận
offices-area-any = Chưa chọn
offices-postcode = Mã bưu điện
offices-postcode-hint = Có thể ghi thay cho quận. Ví dụ 590-0000
offices-postcode-wrong = “{ $postcode }” không phải là mã bưu điện. Hãy gõ bảy chữ số, như 590-0000.
offices-postcode-unknown = Mã bưu điện “{ $postcode }” không có trong bảng. Hãy chọn quận.
offices-near = Gần { $area } nhất trước (theo đường thẳng từ trung tâm).
offices-town = { $area } ({ $town })
offices-show = Xếp gần nhất trước

## Whether it is open now

office-open-until = Mở cửa đến { $time }
office-opens-today = Hiện đóng cửa. Hôm nay mở lúc { $time }
office-opens-weekday = Hiện đóng cửa. Mở lại { $weekday } lúc { $time }
office-opens-day = Hiện đóng cửa. Mở lại { $day }, lúc { $time }
office-closed = Hiện đóng cửa. Không rõ khi nào mở lại
office-hours-unknown = Không rõ giờ làm việc
office-reason = Hôm nay khác thường lệ: { $reason }
office-exception-without-reason = thay đổi riêng cho ngày này
office-holidays-end = Chưa rõ các ngày lễ sau { $date }. Văn phòng có thể đóng cửa vào ngày lễ.
office-holidays-unknown = Ở đây không rõ các ngày lễ. Văn phòng có thể đóng cửa vào ngày lễ.
office-holidays-until = Đã rõ các ngày lễ đến { $date }.
office-day = { $weekday }, { $date }
weekday-mon = Thứ Hai
weekday-tue = Thứ Ba
weekday-wed = Thứ Tư
weekday-thu = Thứ Năm
weekday-fri = Thứ Sáu
weekday-sat = Thứ Bảy
weekday-sun = Chủ nhật

## One office

office-description = Giờ làm việc, địa chỉ, điện thoại và thủ tục của { $name }.
office-kind-main = Tòa thị chính
office-kind-ward = Văn phòng quận
office-kind-branch = Chi nhánh
office-kind-centre = Văn phòng cho một số việc
office-kind-other = Văn phòng khác
office-counter = Quầy
office-telephone = Điện thoại
office-address = Địa chỉ
office-access = Ga hoặc trạm xe buýt gần nhất
office-languages = Ngôn ngữ ngoài tiếng Nhật
office-facilities = Tiện nghi
office-note = Ghi chú
office-map = Bản đồ
office-reach-title = Cách liên hệ và đi đến
office-hours-title = Giờ làm việc
office-usual-caption = Giờ làm việc thường lệ
office-days-caption = 7 ngày tới
office-weekdays-column = Thứ
office-day-column = Ngày
office-hours-column = Giờ
office-notes-column = Ghi chú
office-from-to = { $opens } đến { $closes }
office-day-closed = đóng cửa
office-day-unknown = không rõ
office-day-may-be-holiday = không rõ hôm đó có phải ngày lễ không
office-open-on-holidays = Mở cửa cả ngày lễ.
office-closed-on-holidays = Đóng cửa vào ngày lễ của nhà nước và ngày nghỉ của thành phố.
office-valid-from = từ { $date }
office-valid-until = đến { $date }
office-exceptions-title = Ngày khác thường lệ
office-exception = { $days }: { $hours }
office-procedures-title = Làm được gì ở đây
office-every-procedure = Mọi thủ tục không ghi văn phòng khác đều làm ở đây.
office-no-procedures = Không rõ làm được gì ở đây.
office-checked-on = Kiểm tra vào { $date }.

## The page of a procedure

office-where-title = Đi đâu
office-where-more = Văn phòng khác ({ $count })
office-where-nearest = Xem tất cả văn phòng, gần nhất trước
office-where-unknown = Không rõ văn phòng nào làm thủ tục này. Bạn có thể hỏi ở đây:
office-where-list = Danh sách văn phòng
office-channel-counter = Văn phòng làm thủ tục này
office-channel-others = Số của các văn phòng khác
office-channel-post-several = Gửi đến: văn phòng quận của bạn, ghi ở dưới
office-channel-no-number = Không rõ số điện thoại.
office-channel-no-address = Không rõ địa chỉ bưu điện.

## Languages and facilities

spoken-en = tiếng Anh
spoken-zh = tiếng Trung
spoken-ko = tiếng Hàn
spoken-vi = tiếng Việt
spoken-pt = tiếng Bồ Đào Nha
spoken-es = tiếng Tây Ban Nha
spoken-fil = tiếng Philippines
spoken-ne = tiếng Nepal
spoken-id = tiếng Indonesia
spoken-th = tiếng Thái
spoken-my = tiếng Miến Điện
spoken-fr = tiếng Pháp
spoken-ru = tiếng Nga
spoken-uk = tiếng Ukraina
facility-step_free = lối đi không bậc
facility-elevator = thang máy
facility-toilet = nhà vệ sinh cho người khuyết tật
facility-parking = chỗ đậu xe cho người khuyết tật
facility-tactile_paving = lối đi có gạch nổi
facility-sign_language = ngôn ngữ ký hiệu
facility-writing = trao đổi bằng chữ viết
facility-hearing_loop = vòng cảm ứng trợ thính
facility-nursing_room = phòng cho con bú
facility-play_area = chỗ chơi cho trẻ em

nearest-ask = Gần chỗ tôi nhất
nearest-wait = Đang tìm vị trí của bạn…
nearest-sorted = Xếp theo khoảng cách đường thẳng từ chỗ bạn. Vị trí của bạn chỉ được dùng trên thiết bị này và không được gửi đi.
nearest-refused = Trình duyệt không được phép dùng vị trí của bạn. Bạn có thể tìm theo quận hoặc mã bưu điện.
nearest-unknown = Không tìm được vị trí của bạn. Bạn có thể tìm theo quận hoặc mã bưu điện.
nearest-distance = khoảng # km
office-more = Còn { $count } văn phòng nữa.
