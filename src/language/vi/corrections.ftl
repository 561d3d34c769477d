# Corrections of published figures

correction-title = Đính chính
correction-lead = Số liệu được đổi hoặc rút sau khi đã công bố. Mỗi mục ghi khi nào, cái gì và vì sao.
correction-caption = Số liệu được đính chính, mới nhất trước
correction-many = Xem {$count} đính chính (mới nhất: {$date})
correction-more = Hiện {$shown} mục mới nhất. Tập tin CSV có tất cả {$count}.
correction-file = Tất cả đính chính (CSV)
correction-withdrawn = đã rút
correction-no-reason = không ghi lý do
correction-column-day = Ngày đính chính
correction-column-subject = Về
correction-column-record = Mục
correction-column-figure = Số liệu
correction-column-before = Trước
correction-column-after = Sau
correction-column-reason = Lý do
correction-line = {$subject}, {$record}, {$figure}: {$before} → {$after}
correction-line-reason = {$line} (lý do: {$reason})
correction-of = {$what} của {$subject}
feed-correction-title = Đính chính: {$what} ({$count})
feed-correction-more = và {$count} mục nữa

## Tables

correction-table-cards = số thẻ
correction-table-population = dân số
correction-table-usage = số đơn
correction-table-indicators = giá trị chỉ số
correction-table-programmes = chương trình
correction-table-funding = chi phí và nguồn tiền
correction-table-cost-items = hạng mục chi phí
correction-table-assessments = số tiền yêu cầu và được duyệt
correction-table-obligations = cam kết nhiều năm
correction-table-effects = hiệu quả của hoạt động
correction-table-training = đào tạo

## Figures

correction-figure-cards-cards = Thẻ
correction-figure-cards-population = Cư dân
correction-figure-cards-population_as_of = Ngày của số cư dân
correction-figure-population-population = Cư dân
correction-figure-usage-total = Tất cả đơn
correction-figure-usage-online = Đơn trực tuyến
correction-figure-indicators-value = Giá trị
correction-figure-programmes-served_residents = Cư dân được phục vụ
correction-figure-programmes-served_staff = Nhân viên được phục vụ
correction-figure-funding-total = Chi phí (nghìn yên)
correction-figure-funding-national_grant = Trợ cấp của nhà nước (nghìn yên)
correction-figure-funding-prefectural_grant = Trợ cấp của tỉnh (nghìn yên)
correction-figure-funding-bonds = Trái phiếu (nghìn yên)
correction-figure-funding-other = Khác (nghìn yên)
correction-figure-funding-beneficiary_fees = Phí của người sử dụng (nghìn yên)
correction-figure-funding-general_fund = Ngân sách chung (nghìn yên)
correction-figure-cost-items-amount = Số tiền (nghìn yên)
correction-figure-cost-items-general_fund = Ngân sách chung (nghìn yên)
correction-figure-assessments-requested = Yêu cầu (nghìn yên)
correction-figure-assessments-assessed = Được duyệt (nghìn yên)
correction-figure-obligations-from_year = Năm đầu
correction-figure-obligations-to_year = Năm cuối
correction-figure-obligations-requested = Hạn mức (nghìn yên)
correction-figure-effects-steps_before = Số bước trước
correction-figure-effects-steps_after = Số bước sau
correction-figure-effects-hours_saved = Số giờ tiết kiệm mỗi năm
correction-figure-effects-hours_before = Số giờ mỗi năm, trước
correction-figure-effects-hours_after = Số giờ mỗi năm, sau
correction-figure-effects-paper_before = Số tờ giấy, trước
correction-figure-effects-paper_after = Số tờ giấy, sau
correction-figure-training-staff = Số người cần đào tạo
correction-figure-training-done = Số người đã hoàn thành
correction-takes-back = trở lại giá trị trước đính chính ngày { $date }
correction-taken-back = vào { $date }, số liệu đã trở lại giá trị trước đính chính này
