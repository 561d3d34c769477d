# Fields of a procedure: the staff form and the history

field-name = Tên
field-name_easy = Tên bằng tiếng Nhật đơn giản
field-name_en = Tên bằng tiếng Anh
field-kana = Cách đọc
field-summary = Tóm tắt
field-summary_easy = Tóm tắt bằng tiếng Nhật đơn giản
field-summary_en = Tóm tắt bằng tiếng Anh
field-department = Phòng phụ trách
field-legal_basis = Cơ sở pháp lý
field-life_events = Sự kiện trong đời
field-audience = Dành cho ai
field-sets = Nhóm thủ tục
field-channels = Cách nộp đơn
field-card_requirement = Chứng thư của thẻ My Number
field-papers = Giấy tờ
field-fee = Lệ phí
field-processing = Thời gian
field-blockers = Trở ngại cho việc đưa lên trực tuyến
field-planned_fiscal_year = Năm dự kiến trực tuyến
field-ending = Kết thúc
field-checked_on = Lần kiểm tra cuối
field-source = Nguồn
field-sample = Đánh dấu là mẫu
