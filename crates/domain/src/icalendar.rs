//! Calendars of whole days (RFC 5545), as other programs import them.

use chrono::{Days, NaiveDate};

/// A day in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarDay {
    /// The same for the same event in every file, and different for different ones.
    pub uid: String,
    pub on: NaiveDate,
    pub summary: String,
    /// May be empty.
    pub description: String,
    /// May be empty.
    pub url: String,
}

/// Octets of a line without its end (RFC 5545, section 3.1).
const LONGEST_LINE: usize = 75;

/// A calendar file. `made_on` is the day of the data, so that the same data give the same file.
#[must_use]
pub fn calendar(name: &str, made_on: NaiveDate, days: &[CalendarDay]) -> String {
    let mut file = String::new();
    let stamp = format!("{}T000000Z", made_on.format("%Y%m%d"));
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tetsuzuki//Guide//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    {
        write_line(&mut file, line);
    }
    write_line(&mut file, &format!("X-WR-CALNAME:{}", escaped(name)));
    for day in days {
        let date = |date: NaiveDate| date.format("%Y%m%d").to_string();
        write_line(&mut file, "BEGIN:VEVENT");
        write_line(&mut file, &format!("UID:{}", escaped(&day.uid)));
        write_line(&mut file, &format!("DTSTAMP:{stamp}"));
        write_line(&mut file, &format!("DTSTART;VALUE=DATE:{}", date(day.on)));
        if let Some(next) = day.on.checked_add_days(Days::new(1)) {
            write_line(&mut file, &format!("DTEND;VALUE=DATE:{}", date(next)));
        }
        write_line(&mut file, &format!("SUMMARY:{}", escaped(&day.summary)));
        if !day.description.is_empty() {
            write_line(&mut file, &format!("DESCRIPTION:{}", escaped(&day.description)));
        }
        if !day.url.is_empty() {
            // An address is not escaped like a text; a control character would end the line.
            write_line(&mut file, &format!("URL:{}", day.url.replace(char::is_control, "")));
        }
        // A deadline does not occupy the day.
        write_line(&mut file, "TRANSP:TRANSPARENT");
        write_line(&mut file, "END:VEVENT");
    }
    write_line(&mut file, "END:VCALENDAR");
    file
}

/// A text value (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => {
                written.push('\\');
                written.push(letter);
            }
            '\r' => {
                // A line break of two characters is one.
                letters.next_if_eq(&'\n');
                written.push_str("\\n");
            }
            '\n' => written.push_str("\\n"),
            _ if letter.is_control() && letter != '\t' => {}
            _ => written.push(letter),
        }
    }
    written
}

/// A line, folded so that none is too long and no character is split. Each line that goes on begins with a space.
fn write_line(file: &mut String, line: &str) {
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LONGEST_LINE {
            file.push_str("\r\n ");
            length = 1;
        }
        file.push(letter);
        length += letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(summary: &str) -> CalendarDay {
        CalendarDay {
            uid: "a@b".to_owned(),
            on: NaiveDate::from_ymd_opt(2026, 12, 31).expect("a day"),
            summary: summary.to_owned(),
            description: String::new(),
            url: String::new(),
        }
    }

    fn made() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
    }

    /// The lines of a file, put together again.
    fn unfolded(file: &str) -> Vec<String> {
        file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_deadline_is_a_whole_day() {
        let with_all = CalendarDay {
            description: "14日以内\n市民課; 1階, 北".to_owned(),
            url: "https://example.jp/guides/moving?q.from=here".to_owned(),
            ..day("転入届")
        };
        let file = calendar("引っ越し", made(), &[with_all]);
        assert_eq!(
            unfolded(&file),
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Tetsuzuki//Guide//EN",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "X-WR-CALNAME:引っ越し",
                "BEGIN:VEVENT",
                "UID:a@b",
                "DTSTAMP:20261122T000000Z",
                "DTSTART;VALUE=DATE:20261231",
                "DTEND;VALUE=DATE:20270101",
                "SUMMARY:転入届",
                "DESCRIPTION:14日以内\\n市民課\\; 1階\\, 北",
                "URL:https://example.jp/guides/moving?q.from=here",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
    }

    #[test]
    fn no_text_ends_a_line_or_begins_a_property() {
        let hostile = "a\r\nATTENDEE:mailto:x@example.jp\nb\rc\u{0}d\\;,";
        let lines = unfolded(&calendar("x", made(), &[CalendarDay { url: hostile.to_owned(), ..day(hostile) }]));
        assert!(lines.contains(&"SUMMARY:a\\nATTENDEE:mailto:x@example.jp\\nb\\ncd\\\\\\;\\,".to_owned()), "{lines:?}");
        assert!(lines.iter().all(|line| !line.starts_with("ATTENDEE")));
    }

    proptest! {
        #[test]
        fn every_line_is_short_and_whole(text in "\\PC{0,200}") {
            let file = calendar(&text, made(), &[day(&text)]);
            prop_assert!(file.ends_with("\r\n"));
            for line in file.split("\r\n") {
                prop_assert!(line.len() <= LONGEST_LINE, "{line}");
            }
            let expected = format!("SUMMARY:{}", escaped(&text));
            prop_assert!(unfolded(&file).contains(&expected));
        }
    }
}
