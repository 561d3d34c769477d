# What this language is. docs/LANGUAGES.md says what each of these means.

language-name = 日本語
language-address = {""}
language-tag = ja
language-hreflang = ja
language-direction = ltr
language-content = ja
language-checked-by-native-reader = yes

## A language whose texts nobody has checked. The sentence is on its pages in the language itself and in Japanese.

language-notice-label = この言語について
language-unchecked = この{$language}の画面は、まだ{$language}を母語とする人の確認を受けていません。手続の名前や説明など、市が登録した文章は、英語か日本語で表示しています。
language-not-translated = （未翻訳）

## Dates and times

month-name = {$month}月
month-name-short = {$month}月
date-day = {$year}年{month-name}{$day}日
date-month = {$year}年{month-name}
date-month-of-axis = {$year}年{month-name-short}
date-year-of-axis = {$year}年
date-fiscal-year = {$year}年度
date-fiscal-year-end = {$year}年度末
date-day-of-month = {$day}日
date-with-time = {$date} {$time}
time-of-day = { $minute ->
    [0] {$hour}時
   *[other] {$hour}時{$minute}分
}
weekday-short-mon = 月
weekday-short-tue = 火
weekday-short-wed = 水
weekday-short-thu = 木
weekday-short-fri = 金
weekday-short-sat = 土
weekday-short-sun = 日
weekday-span = {$from}〜{$to}
weekday-of-month = 第{$nth}{$weekday}
weekday-separator = 、
