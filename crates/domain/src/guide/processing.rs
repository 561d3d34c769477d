//! How long a procedure takes, out of the city's own words.

use unicode_normalization::UnicodeNormalization;

/// The longest time that a text names, in days: 当日 is 0, a week 7, a month 30 and a year 365. `None` if it names none,
/// which does not mean that there is nothing to wait for.
#[must_use]
pub fn processing_days(words: &str) -> Option<i64> {
    let text: String = words.nfkc().collect();
    let same_day = (text.contains("当日") || text.contains("即日")).then_some(0);
    durations(&text).into_iter().map(|(days, _)| days).chain(same_day).max()
}

/// The times within which something is to be done, in days: those before 以内 or まで.
#[must_use]
pub fn deadline_days(words: &str) -> Vec<i64> {
    let text: String = words.nfkc().collect();
    let ends = |rest: &str| rest.contains("以内") || rest.contains("まで");
    durations(&text).into_iter().filter(|(_, rest)| ends(rest)).map(|(days, _)| days).collect()
}

/// The durations that a normalised text names, in days, each with its unit and what follows closely.
fn durations(text: &str) -> Vec<(i64, String)> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
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
        let rest: String = letters[place..].iter().take(6).collect();
        let days = match rest.as_str() {
            // 9時から17時30分 and 4月1日 are no durations.
            unit if unit.starts_with("日") => 1,
            unit if unit.starts_with("週") => 7,
            unit if ["か月", "ヶ月", "カ月", "ヵ月", "ケ月", "箇月"].iter().any(|month| unit.starts_with(month)) => {
                30
            }
            unit if unit.starts_with("年") => 365,
            _ => continue,
        };
        let follows_month = start >= 1 && letters[start - 1] == '月';
        if let Some(number) = number.filter(|_| !follows_month) {
            found.push((number * days, rest));
        }
    }
    found
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

    #[test]
    fn a_deadline_is_what_stands_before_its_end() {
        for (words, days) in [
            ("14日以内", &[14][..]),
            ("10日以内（国民年金は14日以内）", &[10, 14]),
            ("引っ越す日の1週間前まで", &[7]),
            ("引っ越す前（おおむね14日前から）", &[]),
            ("３か月以内", &[90]),
            ("4月1日まで", &[]),
            ("早めに", &[]),
        ] {
            assert_eq!(deadline_days(words), days, "{words}");
        }
    }
}
