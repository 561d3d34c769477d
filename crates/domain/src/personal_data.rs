//! Finds personal data in what somebody has typed, before it is sent: e-mail addresses, telephone numbers, My Numbers,
//! addresses and dates of birth. It looks for their patterns alone, in half-width and full-width characters: names are not
//! found, and a text in which nothing is found may still be about somebody.

mod addresses;
mod dates;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

string_enum! {
    /// A kind of personal data.
    pub enum PersonalData ("kind of personal data") {
        Email = "e_mail",
        Telephone = "telephone",
        /// 個人番号
        MyNumber = "my_number",
        Address = "address",
        BirthDate = "birth_date",
    }
}

/// The kinds of personal data that a text seems to contain, each once.
#[must_use]
pub fn find_personal_data(text: &str, today: NaiveDate) -> Vec<PersonalData> {
    let letters = folded(text);
    let numbers = Numbers::of(&letters);
    let found = |kind: &PersonalData| match kind {
        PersonalData::Email => has_email(&letters),
        PersonalData::Telephone => numbers.iter().any(Numbers::has_telephone),
        PersonalData::MyNumber => numbers.iter().any(Numbers::has_my_number),
        PersonalData::Address => addresses::has_address(&letters),
        PersonalData::BirthDate => dates::has_birth_date(&letters, today),
    };
    PersonalData::ALL.iter().copied().filter(found).collect()
}

/// One spelling of letters and digits. Everything that people type as a hyphen between digits becomes one.
fn folded(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    for place in 1..letters.len() {
        let is_hyphen = "‐‑‒–—―−ー".contains(letters[place]);
        if is_hyphen && (letters[place - 1].is_ascii_digit() || letters[place - 1] == '-') {
            letters[place] = '-';
        }
    }
    letters
}

/// Whether the letters at a place begin with a word.
fn is_at(letters: &[char], place: usize, word: &str) -> bool {
    let mut rest = letters.get(place..).unwrap_or_default().iter();
    word.chars().all(|letter| rest.next() == Some(&letter))
}

/// The digits at a place, and the place behind them.
fn digits_at(letters: &[char], place: usize) -> (&[char], usize) {
    let rest = letters.get(place..).unwrap_or_default();
    let length = rest.iter().take_while(|letter| letter.is_ascii_digit()).count();
    (&rest[..length], place + length)
}

fn number(digits: &[char]) -> Option<u32> {
    digits.iter().collect::<String>().parse().ok()
}

fn has_email(letters: &[char]) -> bool {
    let is_local = |letter: &char| letter.is_ascii_alphanumeric() || "._%+'-".contains(*letter);
    let is_host = |letter: &&char| letter.is_alphanumeric() || ".-".contains(**letter);
    letters.iter().enumerate().filter(|(_, letter)| **letter == '@').any(|(place, _)| {
        let before = letters[..place].iter().rev().find(|letter| **letter != ' ');
        let behind = letters[place + 1..].iter().skip_while(|letter| **letter == ' ');
        let host: String = behind.take_while(is_host).collect();
        let (name, top) = host.trim_end_matches(['.', '-']).rsplit_once('.').unwrap_or_default();
        before.is_some_and(is_local) && !name.is_empty() && top.chars().count() >= 2
    })
}

/// Groups of digits that follow one another, with nothing but what separates the parts of one number between them.
struct Numbers {
    groups: Vec<String>,
    /// Whether a plus sign stands before the first one.
    is_international: bool,
}

impl Numbers {
    /// The most characters between two parts of a number.
    const LONGEST_GAP: usize = 3;

    fn of(letters: &[char]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let (mut place, mut end) = (0, None);
        while place < letters.len() {
            let (digits, behind) = digits_at(letters, place);
            if digits.is_empty() {
                place += 1;
                continue;
            }
            let group: String = digits.iter().collect();
            let follows = end.is_some_and(|end: usize| {
                place - end <= Self::LONGEST_GAP && letters[end..place].iter().all(|letter| " -().・".contains(*letter))
            });
            match all.last_mut().filter(|_| follows) {
                Some(last) => last.groups.push(group),
                None => {
                    let is_international = place > 0 && letters[place - 1] == '+';
                    all.push(Self { groups: vec![group], is_international });
                }
            }
            (place, end) = (behind, Some(behind));
        }
        all
    }

    /// The numbers that neighbouring groups make up, with whether the first group is one of them.
    fn joined(&self) -> impl Iterator<Item = (bool, String)> {
        (0..self.groups.len()).flat_map(move |first| {
            (first + 1..=self.groups.len()).map(move |end| (first == 0, self.groups[first..end].concat()))
        })
    }

    /// Numbers of Japan have ten digits, or eleven for mobile telephones and the like. Numbers with the code of a country
    /// begin with a plus sign.
    fn has_telephone(&self) -> bool {
        self.joined().any(|(is_first, number)| {
            let is_of_japan = number.starts_with('0') && !number.starts_with("00");
            let is_mobile = ["020", "050", "060", "070", "080", "090"].iter().any(|head| number.starts_with(head));
            match number.len() {
                10 if is_of_japan => true,
                11 if is_mobile => true,
                10..=15 => is_first && self.is_international,
                _ => false,
            }
        })
    }

    fn has_my_number(&self) -> bool {
        self.joined().any(|(_, number)| is_my_number(&number))
    }
}

/// Whether twelve digits end in the check digit that the ordinance on My Numbers (平成26年総務省令第85号, article 5)
/// prescribes.
fn is_my_number(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let [first @ .., check] = digits.as_slice() else { return false };
    if first.len() != 11 {
        return false;
    }
    // The digits before the last are weighed from the right: 2 to 7, then 2 to 6.
    let sum: u32 = first.iter().rev().zip((2..=7).chain(2..=6)).map(|(digit, weight)| digit * weight).sum();
    let expected = match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    *check == expected
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<PersonalData> {
        find_personal_data(text, NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"))
    }

    fn assert_found(kind: PersonalData, texts: &[&str]) {
        for text in texts {
            assert!(found(text).contains(&kind), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn e_mail_addresses_are_found_in_either_width() {
        assert_found(
            PersonalData::Email,
            &[
                "taro@example.jp まで",
                "連絡先：ｔａｒｏ．ｙ＠ｅｘａｍｐｌｅ．ｃｏ．ｊｐ",
                "taro @ example.jp",
                "TARO@EXAMPLE.JP",
            ],
        );
        assert_eq!(found("＠で始まる欄 a@b"), []);
    }

    #[test]
    fn telephone_numbers_are_found_however_they_are_written() {
        assert_found(
            PersonalData::Telephone,
            &[
                "090-1234-5678に電話を",
                "０９０－１２３４－５６７８",
                "０９０ー１２３４ー５６７８",
                "09012345678",
                "(072) 233-1101",
                "072（233）1101",
                "0722331101",
                "+81 90 1234 5678",
                "＋８４ ９１２ ３４５ ６７８",
            ],
        );
    }

    #[test]
    fn a_my_number_is_told_by_its_check_digit() {
        // Made up for this test: the digit follows from the rule.
        assert!(is_my_number("123456789018") && !is_my_number("123456789012"));
        assert_found(
            PersonalData::MyNumber,
            &["123456789018", "1234 5678 9018", "１２３４－５６７８－９０１８です", "2026 123456789018"],
        );
        assert_eq!(found("受付番号は123456789012でした"), []);
    }

    #[test]
    fn addresses_are_found_with_or_without_a_postcode() {
        assert_found(
            PersonalData::Address,
            &[
                "〒590-0078",
                "590-0078 堺市堺区南瓦町",
                "堺市堺区南瓦町3-1",
                "堺区南瓦町３－１に住んでいます",
                "北区長曽根町一丁目",
                "西区鳳東町4丁444番地",
                "中区深井沢町2470番7号",
            ],
        );
        for text in
            ["堺区役所の3番窓口で聞いた", "区役所は9-17時まで", "市のページの手順3-1で止まる", "画面5の町名が選べない"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn dates_of_birth_are_found_by_the_words_beside_them_or_because_they_are_long_ago() {
        assert_found(
            PersonalData::BirthDate,
            &[
                "生年月日 2024年5月3日",
                "生年月日：２０２４／５／３",
                "2024-05-03生まれの子",
                "昭和50年1月2日",
                "昭和５０年１月２日生",
                "S50.1.2",
                "1980/12/31",
                "19801231",
                "born on 3 May 2020",
                "May 3, 1980",
                "Ngày sinh 03/05/2020",
            ],
        );
        for text in
            ["2026年11月3日にエラーが出た", "令和8年10月1日から使えない", "11/3の夜", "3.1.2の画面", "2026/11/03 21:00"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn what_says_what_went_wrong_is_no_personal_data() {
        for text in [
            "",
            "暗証番号を入力した後、画面が白くなって進めませんでした。",
            "エラーコード E-1024 が出ました。3回試しました。",
            "手数料450円が600円と表示される",
            "The page stopped at step 3 of 5, error 502.",
            "iPhone 12, iOS 17.4.1",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
