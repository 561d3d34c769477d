# The page on accessibility

accessibility-title = Khả năng tiếp cận
accessibility-lead = Mọi người đều dùng được trang này, bất kể tuổi tác, khuyết tật, thiết bị hay ngôn ngữ. Trang này giải thích chúng tôi hướng đến tiêu chuẩn nào, đã kiểm tra gì và chưa kiểm tra gì.

accessibility-aims = Mục tiêu của chúng tôi
accessibility-aims-text = Trang này theo hướng dẫn về trang web công của Bộ Nội vụ và Truyền thông và hướng đến các tiêu chuẩn sau.
accessibility-aim-jis = JIS X 8341-3:2016 (nội dung web), mức AA, theo nghĩa “có xem xét đến” (hairyo)
accessibility-aim-wcag = WCAG 2.2 (Hướng dẫn về khả năng tiếp cận nội dung web), tiêu chí mức A và AA, để tham khảo
accessibility-aims-word = “Có xem xét đến” chỉ mức chúng tôi hướng đến, không khẳng định là đã đạt: chưa có người kiểm tra mọi tiêu chí.
accessibility-aims-scope = Áp dụng cho mọi trang công khai bằng tiếng Nhật, tiếng Nhật đơn giản và tiếng Anh của trang này. Không áp dụng cho trang khác hoặc tập tin PDF được liên kết.

accessibility-offers = Trang này hỗ trợ thế nào
accessibility-offer-languages = Mọi trang đều có bằng tiếng Nhật, tiếng Nhật đơn giản và tiếng Anh, và có liên kết đến các ngôn ngữ khác.
accessibility-offer-keyboard = Có thể làm mọi việc chỉ bằng bàn phím. Liên kết đầu tiên của mỗi trang đưa đến phần nội dung.
accessibility-offer-size = Cỡ chữ và màu sáng tối theo cài đặt của thiết bị và trình duyệt. Trên màn hình hẹp và khi chữ to gấp đôi vẫn đọc được mà không phải cuộn ngang.
accessibility-offer-script = Mọi trang, kể cả tìm kiếm, đều dùng được khi tắt JavaScript. Chỉ các gợi ý khi gõ mới cần JavaScript.
accessibility-offer-charts = Mỗi biểu đồ có tên và phần mô tả, và số liệu cũng có trong bảng hoặc trong văn bản.
accessibility-offer-colour = Không có gì chỉ được thể hiện bằng màu. Chữ hoặc ký hiệu cũng nói điều đó.

accessibility-tested = Chúng tôi đã kiểm tra gì
accessibility-tested-on = Kiểm tra lần cuối: { $date } (phiên bản { $version })
accessibility-tested-data = Kiểm tra tự động đã mở phần mềm này với dữ liệu mẫu trong trình duyệt (Chromium).
accessibility-test-rules = Các quy tắc kiểm tra tự động được
accessibility-test-rules-how = axe-core đã kiểm tra các quy tắc của WCAG 2.0, 2.1 và 2.2, mức A và AA, trên mọi loại trang công khai, ở ba ngôn ngữ, màu sáng và tối, trên máy tính và điện thoại. Không phát hiện vấn đề.
accessibility-test-keyboard = Chỉ dùng bàn phím
accessibility-test-keyboard-how = Trên mọi loại trang công khai, phím Tab đến được mọi phần điều khiển, tiêu điểm nhìn thấy được và bàn phím không bị kẹt. Gợi ý tìm kiếm dùng được với phím mũi tên, Enter và Escape.
accessibility-test-width = Màn hình hẹp
accessibility-test-width-how = Ở độ rộng 320 điểm ảnh, không trang nào phải cuộn ngang cả trang. Bảng rộng tự cuộn riêng.
accessibility-test-text = Chữ lớn
accessibility-test-text-how = Với chữ 200%, trên máy tính và điện thoại, không trang nào phải cuộn ngang cả trang.
accessibility-test-colours = Độ tương phản cao (màu bắt buộc)
accessibility-test-colours-how = Khi trình duyệt áp màu riêng, viền tiêu điểm và các đường của biểu đồ vẫn nổi trên nền.
accessibility-test-motion = Giảm chuyển động
accessibility-test-motion-how = Không có gì chuyển động khi thiết bị yêu cầu giảm chuyển động.
accessibility-test-script = Không có JavaScript
accessibility-test-script-how = Kiểm tra tự động và các việc như tìm kiếm cũng đã được làm khi tắt JavaScript.

accessibility-untested = Chúng tôi chưa kiểm tra gì
accessibility-untested-text = Những điều sau chưa được kiểm tra. Kiểm tra tự động chỉ tìm được một phần trở ngại.
accessibility-untested-readers = Dùng với trình đọc màn hình thật (NVDA, PC-Talker, VoiceOver, TalkBack và các trình khác)
accessibility-untested-people = Người khuyết tật, người lớn tuổi và người đang học tiếng Nhật sử dụng
accessibility-untested-devices = Điện thoại thật, thiết bị hỗ trợ và các trình duyệt ngoài Chromium (Safari, Firefox và các trình khác)
accessibility-untested-criteria = Các tiêu chí cần con người đánh giá (kiểm tra theo JIS X 8341-3:2016, Phụ lục JB)
accessibility-untested-data = Văn bản do các phòng nhập có dễ hiểu không, và bản tiếng Anh, tiếng Nhật đơn giản có đúng không

accessibility-limits = Những hạn chế đã biết
accessibility-limit-japanese = Tên và phần giải thích thủ tục mà phòng chỉ nhập bằng tiếng Nhật cũng hiện bằng tiếng Nhật trên các trang ngôn ngữ khác. Chúng được đánh dấu là tiếng Nhật để trình đọc màn hình đọc đúng.
accessibility-limit-names = Từ tiếng Nhật trong tên biểu đồ và phần điều khiển có thể bị đọc như ngôn ngữ của trang.
accessibility-limit-easy = Tên và phần giải thích không có bản tiếng Nhật đơn giản hiện bằng tiếng Nhật thường.
accessibility-limit-elsewhere = Chúng tôi không cải thiện được các trang nộp đơn trực tuyến và tập tin PDF mà trang này liên kết đến.
accessibility-limit-tables = Trên màn hình hẹp, cần cuộn bên trong bảng rộng để đọc.
accessibility-limit-drawings = Biểu đồ giữ màu riêng trong chế độ tương phản cao để phân biệt các đường. Chúng không dùng màu bạn đã chọn.

accessibility-contact = Nếu bạn gặp khó khăn khi dùng trang này
accessibility-contact-text = Hãy cho phòng này biết bạn không đọc hoặc không dùng được gì. Nên nói rõ ở trang nào và chỗ nào.
accessibility-contact-none = Trang này chưa có nơi liên hệ về khả năng tiếp cận. Hãy hỏi quầy tiếp nhận chung của thành phố. Về một thủ tục, hãy hỏi phòng ghi trên trang của thủ tục đó.
accessibility-contact-procedures = Tìm thủ tục
accessibility-contact-counter = Quầy
accessibility-contact-hours = Giờ làm việc
accessibility-contact-phone = Điện thoại

accessibility-contact-office = Chưa có phòng nào phụ trách về khả năng tiếp cận. Xin hãy liên hệ văn phòng này của thành phố.
accessibility-contact-address = Địa chỉ
