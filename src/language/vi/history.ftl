# Pages as of a past day, and the history of a procedure

## Pages as of a past day

past-day-heading = Xem tình trạng vào một ngày trước đây
past-day-choose = Ngày
past-day-show = Xem
past-day-label = Về tình trạng vào một ngày trước đây
past-day-title = Bạn đang xem tình trạng vào {$date}.
past-day-catalogue = Các bước và mức trực tuyến là của ngày đó, theo những gì đã được ghi đến lúc ấy. Tên, phân loại và số liệu là hiện nay.
past-day-procedure = Các bước, mức trực tuyến và văn bản là của ngày đó, theo những gì đã được ghi đến lúc ấy. Số liệu, thủ tục liên quan và thông tin liên hệ là hiện nay.
past-day-not-yet = Thủ tục này được thêm vào danh mục sau đó, vào {$date}.
past-day-today = Xem tình trạng hiện nay

## The history of a procedure

history-page-title = {$name}: lịch sử thay đổi
history-page-short = Lịch sử thay đổi
history-page-link = Lịch sử thay đổi (cái gì, khi nào và vì sao)
history-page-lead = Thủ tục này đã thay đổi gì, thay đổi có hiệu lực khi nào, được ghi khi nào, và giá trị trước sau.
history-first-recorded = Thủ tục này được thêm vào danh mục vào {$date}.
history-back = Về trang thủ tục
history-steps-title = Thay đổi của các bước và việc không áp dụng
history-steps-caption = Thay đổi của các bước và việc không áp dụng, mới nhất trước
history-steps-note = Ngày thay đổi có hiệu lực và ngày được ghi có thể khác nhau. Cả hai đều được hiển thị.
history-entry-title = Thay đổi của mục
history-entry-caption = Thay đổi của mục, mới nhất trước
history-entry-note = “—” nghĩa là không có giá trị hoặc không được ghi.
history-entry-none = Chưa có thay đổi nào của mục này.
history-column-effective = Có hiệu lực
history-column-recorded = Được ghi
history-column-what = Cái gì thay đổi
history-column-field = Trường
history-column-from = Trước
history-column-to = Sau
history-column-reason = Lý do
history-column-approved = Được duyệt
history-yes = Có
history-no = Không
history-forgotten = Nội dung đã được xóa khỏi nhật ký vào {$date} theo yêu cầu
history-steps-only = Các bước hoặc việc không áp dụng (xem bảng trên)
history-nobody = Chúng tôi không công bố ai đã thay đổi hoặc duyệt. Bằng chứng là nhật ký không bị sửa có ở trang này:
history-first-reason = Lý do: {$reason}

history-first-state = (ghi lần đầu)
