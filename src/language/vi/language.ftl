# What this language is. docs/LANGUAGES.md says what each of these means.

language-name = Tiếng Việt
language-address = vi
language-tag = vi
language-direction = ltr
language-content = en
language-offered = yes
language-checked-by-native-reader = no

## A language whose texts nobody has checked. The sentence is on its pages in the language itself and in Japanese.

language-notice-label = Về ngôn ngữ này
language-unchecked = Các trang bằng {$language} chưa được người bản ngữ kiểm tra và có thể có lỗi. Nội dung do thành phố nhập, như tên và phần giải thích thủ tục, được hiển thị bằng tiếng Anh hoặc tiếng Nhật.
language-not-translated = (chưa dịch)

## Dates and times

month-name = tháng {$month}
month-name-short = {$month}
date-day = {$day}/{$month}/{$year}
date-month = {month-name}/{$year}
date-month-of-axis = {month-name-short}/{$year}
date-year-of-axis = {$year}
date-fiscal-year = tài khóa {$year}
date-fiscal-year-end = cuối tài khóa {$year}
date-day-of-month = {$day}
date-with-time = {$date}, {$time}
time-of-day = {$hour}:{$minutes}
weekday-short-mon = thứ Hai
weekday-short-tue = thứ Ba
weekday-short-wed = thứ Tư
weekday-short-thu = thứ Năm
weekday-short-fri = thứ Sáu
weekday-short-sat = thứ Bảy
weekday-short-sun = Chủ nhật
weekday-span = {$from} đến {$to}
weekday-of-month = {$weekday} tuần thứ {$nth} trong tháng
weekday-separator = {", "}
