//! Estimates the width of a text without a font file.
//!
//! The font depends on the reader's device, so the estimates are generous: ideographs and kana fill their em, Latin
//! letters about 0.55 of it.

use super::to_f64;

/// Estimated width of `text` at font size `size`, in the same unit.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(em_width).sum::<f64>() * size
}

fn em_width(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | 'f' | 't' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '(' | ')' | ' ' => 0.34,
        '%' | 'm' | 'w' | 'M' | 'W' | '@' | '—' => 0.9,
        'A'..='Z' => 0.68,
        '\u{0}'..='\u{2E7F}' => 0.57,
        // Half-width katakana.
        '\u{FF61}'..='\u{FF9F}' => 0.5,
        _ => 1.0,
    }
}

/// Returns `text` unchanged, or its beginning with an ellipsis if it is wider than `limit`.
pub(super) fn shorten(text: &str, size: f64, limit: f64) -> String {
    if text_width(text, size) <= limit {
        return text.to_owned();
    }
    let room = limit - text_width("…", size);
    let mut used = 0.0;
    let mut kept = String::new();
    for letter in text.chars() {
        used += em_width(letter) * size;
        if used > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

/// Breaks `text` into at most `lines` lines no wider than `limit`: at spaces if there are any, otherwise between any
/// two characters. Text that does not fit is shortened.
pub(super) fn wrap(text: &str, size: f64, limit: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    let mut rest = text.trim();
    let limit = if rest.contains([' ', '\u{3000}']) { limit } else { even_limit(rest, size, limit, lines) };
    while !rest.is_empty() {
        if wrapped.len() + 1 >= lines || text_width(rest, size) <= limit {
            wrapped.push(shorten(rest, size, limit));
            return wrapped;
        }
        let cut = line_break(rest, size, limit);
        wrapped.push(rest[..cut].trim_end().to_owned());
        rest = rest[cut..].trim_start();
    }
    wrapped
}

/// The width at which a text without spaces fills its lines evenly, so that the last line is not a single character.
fn even_limit(text: &str, size: f64, limit: f64, lines: usize) -> f64 {
    let whole = text_width(text, size);
    let most = to_f64(lines);
    let needed = (whole / limit).ceil().clamp(1.0, most.max(1.0));
    (whole / needed + size * 0.9).min(limit)
}

/// Byte position at which the first line of `text` ends; at least one character.
fn line_break(text: &str, size: f64, limit: f64) -> usize {
    let mut used = 0.0;
    let mut last_space = None;
    for (at, letter) in text.char_indices() {
        if letter == ' ' || letter == '\u{3000}' {
            last_space = Some(at);
        }
        used += em_width(letter) * size;
        if used > limit && at > 0 {
            return last_space.filter(|space| *space > 0).unwrap_or_else(|| allowed_break(text, at));
        }
    }
    text.len()
}

/// The last position up to `at` at which a line may begin: not with a small kana, a long-vowel mark or closing
/// punctuation.
fn allowed_break(text: &str, at: usize) -> usize {
    let never_first = "ぁぃぅぇぉっゃゅょァィゥェォッャュョー、。，．）」』】〉》・％";
    text.char_indices()
        .map(|(place, _)| place)
        .skip(1)
        .take_while(|place| *place <= at)
        .filter(|place| text[*place..].chars().next().is_none_or(|letter| !never_first.contains(letter)))
        .last()
        .unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ideographs_fill_their_em_and_latin_letters_about_half() {
        assert!((text_width("堺市", 10.0) - 20.0).abs() < 1e-9);
        let latin = text_width("ownership", 10.0);
        assert!((40.0..60.0).contains(&latin), "{latin}");
    }

    #[test]
    fn a_wrapped_text_keeps_to_its_width_and_number_of_lines() {
        for text in ["マイナンバーカードの保有枚数率", "Not needed for this procedure", "短い"] {
            let lines = wrap(text, 12.0, 70.0, 2);
            assert!(lines.len() <= 2);
            assert!(lines.iter().all(|line| text_width(line, 12.0) <= 70.0), "{lines:?}");
        }
        assert_eq!(wrap("Not needed", 12.0, 45.0, 2), ["Not", "needed"]);
        assert_eq!(wrap("インターネット", 12.0, 61.0, 2), ["インター", "ネット"]);
        assert!(wrap("", 12.0, 45.0, 2).is_empty());
    }
}
