# Page of a procedure: the steps for each way to apply, payment, checks, reports

## The steps for each way to apply

channel-short-mynaportal = Mynaportal
channel-short-city_system = Hệ thống của thành phố
channel-short-eltax = eLTAX
channel-short-other_online = Trực tuyến
channel-short-mail = Bưu điện
channel-short-phone = Điện thoại
channel-short-counter = Quầy

way-online = Trực tuyến
way-counter = Tại quầy
way-counter_if_needed = Tại quầy, nếu cần
way-not_needed = Không cần
way-mail = Qua bưu điện
way-phone = Qua điện thoại
way-ask = Hỏi phòng phụ trách

channel-steps-label = Năm bước theo từng cách nộp đơn
channel-steps-step = Bước
channel-steps-note = “Hỏi phòng phụ trách” nghĩa là không ghi cách làm bước này theo cách nộp đó.

## Paying the fee

needed-payment = Cách trả
pay-online = Trả trực tuyến.
pay-counter = Trả tại quầy.
pay-not_needed = Không phải trả gì.
pay-unknown = Không ghi. Hãy hỏi phòng phụ trách.

## Checks and related procedures

checked-by = {$department} đã xác nhận thông tin này vào {$date}.
checked-old = Đã hơn một năm, nên có thể có thay đổi. Hãy hỏi phòng phụ trách trước khi nộp đơn.
planned-past = Đã dự kiến trực tuyến vào {$year}, nhưng một phần chưa trực tuyến.
related-title = Thủ tục liên quan
entry-data = Dữ liệu của thủ tục này:
linked-sample = Mẫu: ví dụ tự đặt ra, không phải tình hình thật.

## Reports

report-title = Góp ý về trang này
report-question = Thông tin này có ích không?
report-kind-useful = Có, có ích
report-kind-not_useful = Không, không có ích
report-kind-could_not_finish = Tôi không làm xong được trực tuyến
report-step = Bạn không làm xong được bước nào?
report-reason = Lý do chính là gì?
report-reason-system_error = Lỗi hệ thống
report-reason-card = Thẻ, chứng thư hoặc mã PIN không dùng được
report-reason-paper = Tôi không gửi được giấy tờ cần thiết
report-reason-not_understood = Tôi không hiểu phải làm gì
report-reason-counter_anyway = Dù sao tôi cũng phải đến quầy
report-reason-other = Lý do khác
report-only-then = Nếu bạn chọn “Tôi không làm xong được trực tuyến”, hãy trả lời thêm hai câu này.
report-privacy = Chúng tôi đếm lựa chọn của bạn, thủ tục, ngôn ngữ của trang và ngày. Điều bạn tự viết chỉ nhân viên đọc và được xóa chậm nhất sau {$days} ngày. Chúng tôi không lưu tên hay địa chỉ IP của bạn. Bạn sẽ không nhận được trả lời.
report-text = Chuyện gì đã xảy ra, bằng lời của bạn (không bắt buộc)
report-text-hint = Tối đa {$most} ký tự, chỉ nhân viên đọc. Đừng viết bạn là ai: không viết tên, địa chỉ, số điện thoại, địa chỉ email, My Number hay ngày sinh.
report-mistake-text_long = Phần bạn viết quá dài. Hãy viết tối đa {$most} ký tự.
report-mistake-text_alone = Phần bạn viết chỉ gửi được khi chọn “Tôi không làm xong được trực tuyến”. Hãy chọn mục đó, hoặc xóa phần đã viết.
report-send = Gửi
report-thanks-title = Cảm ơn bạn
report-thanks-text = Chúng tôi đã nhận được câu trả lời của bạn. Nó sẽ giúp cải thiện thủ tục này.
report-page-title = Góp ý về một thủ tục
report-back = Về trang thủ tục
report-mistakes-title = Chưa gửi
report-mistake-kind = Hãy chọn “Có, có ích”, “Không, không có ích” hoặc “Tôi không làm xong được trực tuyến”.
report-mistake-step = Hãy chọn bước nào trong năm bước bạn không làm xong được.
report-mistake-reason = Hãy chọn lý do chính trong danh sách.
report-mistake-form = Biểu mẫu có nội dung không đúng. Hãy gửi lại bằng biểu mẫu dưới đây.
report-too-many-title = Hiện chúng tôi không nhận được câu trả lời của bạn
report-too-many-text = Có quá nhiều câu trả lời trong thời gian ngắn. Hãy thử lại sau khoảng {$minutes} phút. Lựa chọn của bạn vẫn còn. Nếu gấp, hãy liên hệ phòng phụ trách.

## Forms sent from other sites

origin-title = Không nhận được biểu mẫu này
origin-advice = Biểu mẫu được gửi từ trang khác, hoặc không rõ từ trang nào. Hãy mở trang và gửi biểu mẫu từ đó.
origin-back = Mở trang

## A text that the city has in Japanese only

only-in-japanese = Một phần thông tin này chỉ có bằng tiếng Nhật.

## The end of a procedure, and the withdrawal of an entry

validity-ended = Đã kết thúc
validity-withdrawn = Mục đã rút
ending-label = Việc kết thúc của thủ tục này
ending-ended = Thủ tục này đã kết thúc vào {$date}.
ending-will-end = Thủ tục này sẽ kết thúc vào {$date}.
ending-withdrawn = Mục của thủ tục này được nhập nhầm và đã được rút vào {$date}.
ending-reason = Lý do:
ending-successor = Hãy dùng thủ tục này:
ending-successors = Các thủ tục thay thế, theo thứ tự; hãy dùng thủ tục cuối:
ending-answer = Không còn thủ tục này nữa
ending-as-before = Các bước dưới đây là của ngày trước khi kết thúc, {$date}.
ending-short = Kết thúc vào {$date}
ending-kind-abolished = Đã kết thúc
ending-kind-withdrawn = Mục đã rút
ending-cell-successor = Thủ tục thay thế: {$name}
withdrawn-title = Mục của thủ tục này đã được rút
withdrawn-text = Mục được nhập nhầm và đã được rút vào {$date}.

## Thông tin cá nhân không được viết

personal-data-e_mail = Có vẻ có một địa chỉ email. Hãy xóa đi rồi gửi lại.
personal-data-telephone = Có vẻ có một số điện thoại. Hãy xóa đi rồi gửi lại.
personal-data-my_number = Có một số 12 chữ số giống My Number. Hãy xóa đi rồi gửi lại.
personal-data-address = Có vẻ có một địa chỉ hoặc mã bưu điện. Hãy xóa đi rồi gửi lại.
personal-data-birth_date = Có một ngày giống ngày sinh. Hãy xóa đi rồi gửi lại.
