//! Addresses: a postcode with its mark or with a place behind it, or a place with the number of a house.

use super::{digits_at, is_at};

/// What ends the name of a municipality or of a part of one.
const PLACES: &str = "市区町村郡";

/// How far behind a postcode a place is looked for.
const BEHIND_POSTCODE: usize = 20;

/// How far behind a place the number of a house is looked for.
const BEHIND_PLACE: usize = 14;

/// What is in no name of a place. Hiragana that names of towns contain are not among them.
const NOT_IN_A_NAME: &str = "。、，,.\n 「」()をはでの";

pub(super) fn has_address(letters: &[char]) -> bool {
    (0..letters.len()).any(|place| match letters[place] {
        '〒' => postcode_end(letters, place + 1 + spaces_at(letters, place + 1)).is_some(),
        letter if letter.is_ascii_digit() => is_postcode_with_place(letters, place),
        letter if PLACES.contains(letter) => has_house_number(letters, place + 1),
        _ => false,
    })
}

fn spaces_at(letters: &[char], place: usize) -> usize {
    letters.get(place..).unwrap_or_default().iter().take_while(|letter| **letter == ' ').count()
}

/// The place behind a postcode, such as `590-0078` or `5900078`.
fn postcode_end(letters: &[char], place: usize) -> Option<usize> {
    let (first, end) = digits_at(letters, place);
    match first.len() {
        7 => Some(end),
        3 if letters.get(end) == Some(&'-') => {
            let (second, end) = digits_at(letters, end + 1);
            (second.len() == 4).then_some(end)
        }
        _ => None,
    }
}

fn is_postcode_with_place(letters: &[char], place: usize) -> bool {
    let follows_digit = place > 0 && (letters[place - 1].is_ascii_digit() || letters[place - 1] == '-');
    let Some(end) = postcode_end(letters, place).filter(|_| !follows_digit) else { return false };
    let names_a_place = letters[end..].iter().take(BEHIND_POSTCODE).any(|letter| "都道府県市区町村".contains(*letter));
    letters.get(end) != Some(&'-') && names_a_place
}

/// Whether the number of a house stands behind the name of a place, such as `南瓦町3-1` or `鳳東町一丁目`.
fn has_house_number(letters: &[char], from: usize) -> bool {
    let is_numeral = |letter: char| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter);
    let mut place = from;
    while place < letters.len() && place - from < BEHIND_PLACE && !NOT_IN_A_NAME.contains(letters[place]) {
        if !is_numeral(letters[place]) {
            place += 1;
            continue;
        }
        let length = letters[place..].iter().take_while(|letter| is_numeral(**letter)).count();
        let is_digits = letters[place].is_ascii_digit();
        let end = place + length;
        let followed = |word: &str| is_at(letters, end, word);
        let next_is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
        if followed("丁目") || followed("番地") || (is_digits && followed("丁") && next_is_digit(end + 1)) {
            return true;
        }
        if is_digits && (followed("番") || followed("-")) && next_is_digit(end + 1) {
            let (_, behind) = digits_at(letters, end + 1);
            let is_time_or_amount = letters.get(behind).is_some_and(|letter| "時日月年円人件分:".contains(*letter));
            if !is_time_or_amount {
                return true;
            }
        }
        place = end;
    }
    false
}
