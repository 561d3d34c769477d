## Answers to what people type

answer-understood = Không có thủ tục nào khớp đúng với “{$q}”. Đây là kết quả cho:
answer-nearest = Không có gì khớp với “{$q}”. Đây là kết quả cho từ gần nhất:
answer-event = Tất cả thủ tục, theo thứ tự nên làm
answer-guide = Vài câu hỏi, rồi danh sách việc cần làm
elsewhere-heading = Không do thành phố làm
elsewhere-page = Trang của nơi đó
elsewhere-checked = Thành phố đã kiểm tra vào {$date}
elsewhere-unchecked = Thành phố chưa kiểm tra
