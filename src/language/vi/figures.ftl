# Words around figures, on several pages.

figure-source = Nguồn:
figure-source-name = { $publisher }, “{ $title }”
figure-source-separator = {"; "}
figure-list-separator = {"; "}
figure-unknown = không rõ
figure-no-values = Chưa có giá trị nào
figure-bad-address = Không đọc được điều kiện trong địa chỉ này
figure-held = Thẻ đang giữ
figure-issued = Thẻ đã cấp
figure-held-rate = Tỷ lệ giữ thẻ
figure-issued-rate = Tỷ lệ cấp thẻ
figure-map-class = từ { $from }% đến dưới { $below }%
figure-map-simplified = Ranh giới quận được đơn giản hóa.
figure-map-schematic = Không có dữ liệu ranh giới, nên hình này không thể hiện vị trí thật.
