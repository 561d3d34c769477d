# The page of data

data-title = Dữ liệu và nhật ký
data-lead = Bạn có thể tải và dùng lại mọi thứ trên trang này. Ở đây có các danh sách, các nguồn và bằng chứng là nhật ký không bị sửa.
data-lists = Danh sách
data-lists-text = Không cần khóa hay tài khoản. Tập tin CSV mở được trực tiếp bằng phần mềm bảng tính.
data-what = Nội dung
data-for-programs = Cho chương trình
data-for-spreadsheets = Cho bảng tính
data-list-procedures = Danh sách thủ tục
data-list-changes = Thay đổi của thủ tục
data-list-areas = Địa phương và quận
data-list-cards = Thẻ đã cấp và đang giữ
data-list-cards-by-age = Thẻ theo tuổi
data-list-indicators = Mục tiêu và kết quả
data-list-budget = Chi phí và nguồn tiền của chương trình
data-list-budget-items = Tiền dùng vào việc gì
data-list-corrections = Đính chính số liệu
data-list-guides = Hướng dẫn cho cư dân
data-list-audit-heads = Giá trị nhật ký theo ngày
data-workbooks = Bảng của trang dưới dạng sổ tính
data-workbooks-text = Các bảng trên một trang thành tập tin Excel, số được lưu là số, kèm nguồn và định nghĩa.
data-workbook-of = Các bảng của “{$page}” (Excel)
data-feeds = Nguồn tin về thay đổi
data-sources-text = Số liệu và văn bản lấy từ đâu, ngày nào, và được dùng thế nào.
data-heads = Giá trị nhật ký theo ngày
data-heads-text = Mỗi thay đổi dữ liệu thêm một dòng vào nhật ký. Mỗi dòng nối với dòng trước bằng một khóa giữ ngoài cơ sở dữ liệu, nên phát hiện được việc sửa, xóa, đổi thứ tự hoặc cắt bớt dòng. Giá trị cuối của mỗi ngày đã qua được công bố ở đây và sau đó không đổi nữa.
data-heads-caption = Giá trị cuối của các ngày đã qua, mới nhất trước, tối đa 30
data-heads-day = Ngày
data-heads-number = Tổng số dòng
data-heads-rows = Số dòng trong ngày
data-heads-hash = Mã băm của dòng cuối (HMAC-SHA256)
data-heads-note = Bạn có thể so một giá trị đã lưu với nhật ký: tetsuzuki verify --head ROWS:HASH
data-heads-csv = Giá trị của mọi ngày (CSV)
data-heads-none = Chưa có ngày nào trọn vẹn. Giá trị đầu tiên xuất hiện vào ngày sau khi nhật ký bắt đầu.

data-lists-table = Tập tin của từng danh sách
