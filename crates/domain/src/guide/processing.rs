//! How long a procedure takes, out of the city's own words.

use unicode_normalization::UnicodeNormalization;

/// The longest time that a text names, in days: 当日 is 0, a week 7, a month 30 and a year 365. `None` if it names none,
/// which does not mean that there is nothing to wait for.
#[must_use]
pub fn processing_days(words: &str) -> Option<i64> {
    let text: String = words.nfkc().collect();
    let letters: Vec<char> = text.chars().collect();
    let mut longest = (text.contains("当日") || text.contains("即日")).then_some(0);
    let mut place = 0;
    while place < letters.len() {
        let start = place;
        while letters.get(place).is_some_and(char::is_ascii_digit) {
            place += 1;
        }
        if place == start {
            place += 1;
            continue;
        }
        let number = letters[start..place].iter().collect::<String>().parse::<i64>().ok().filter(|one| *one <= 1_000);
        let unit: String = letters[place..].iter().take(3).collect();
        let days = match unit.as_str() {
            // 9時から17時30分 and 4月1日 are no durations.
            unit if unit.starts_with("日") => 1,
            unit if unit.starts_with("週") => 7,
            unit if ["か月", "ヶ月", "カ月", "ヵ月", "ケ月", "箇月", "ヶ月"]
                .iter()
                .any(|month| unit.starts_with(month)) =>
            {
                30
            }
            unit if unit.starts_with("年") => 365,
            _ => continue,
        };
        let follows_month = start >= 1 && letters[start - 1] == '月';
        if let Some(number) = number.filter(|_| !follows_month) {
            longest = longest.max(Some(number * days));
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_time_of_a_text_is_found() {
        for (words, days) in [
            ("当日", Some(0)),
            ("約10日", Some(10)),
            ("受付は当日、戸籍への記載は約1週間", Some(7)),
            ("当日（郵送は約10日）", Some(10)),
            ("約２か月", Some(60)),
            ("被害の調査の後、約2週間", Some(14)),
            ("1ヶ月から3ヶ月", Some(90)),
            ("１年", Some(365)),
            ("用意ができしだい連絡", None),
            ("", None),
            ("4月1日", None),
            ("平日9時から17時30分", None),
            ("99999999999999999999日", None),
        ] {
            assert_eq!(processing_days(words), days, "{words}");
        }
    }
}
