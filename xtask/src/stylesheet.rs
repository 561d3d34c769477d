//! Minifies style sheets without changing their meaning: removes comments and unneeded white space, and keeps strings
//! and URLs unchanged.

/// Characters next to which white space never has a meaning.
const SEPARATORS: [char; 4] = ['{', '}', ';', ','];

/// The same style sheet with fewer characters.
pub fn shrink(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    // White space that has been read but not written: whether it is needed depends on what follows.
    let mut space = false;
    // A comment that has been read: it separates two words that touch it on both sides.
    let mut comment = false;
    // The last token if it is a single character. Escapes, strings and URLs do not count.
    let mut last = None;
    while let Some(next) = rest.chars().next() {
        if next.is_ascii_whitespace() {
            space = true;
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
            continue;
        }
        if let Some(text) = rest.strip_prefix("/*") {
            comment = true;
            rest = text.find("*/").map_or("", |end| &text[end + 2..]);
            continue;
        }
        let length = token_length(rest, next);
        if !out.is_empty() {
            out.push_str(between(last, next, space, comment));
        }
        if next == '}' && last == Some(';') {
            out.pop();
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
        last = (length == next.len_utf8()).then_some(next);
        space = false;
        comment = false;
    }
    out
}

/// The text needed between the last token and one that begins with `next`.
fn between(last: Option<char>, next: char, space: bool, comment: bool) -> &'static str {
    if SEPARATORS.contains(&next) || last.is_some_and(|last| SEPARATORS.contains(&last)) {
        return "";
    }
    match (space, comment) {
        // `color: red` is a declaration, `a :hover` a selector: only white space after the colon can be removed.
        (true, _) if last == Some(':') => "",
        (true, _) => " ",
        (false, true) => "/**/",
        (false, false) => "",
    }
}

/// The number of bytes from here that form a token and are copied unchanged.
fn token_length(rest: &str, next: char) -> usize {
    match next {
        '"' | '\'' => string_length(rest, next),
        '\\' => next.len_utf8() + rest[1..].chars().next().map_or(0, char::len_utf8),
        'u' | 'U' if rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("url(")) => address_length(rest),
        _ => next.len_utf8(),
    }
}

fn string_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + character.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// An unquoted `url(…)` may contain `/*` or a semicolon; a quoted one may contain a parenthesis.
fn address_length(rest: &str) -> usize {
    let inside = &rest[4..];
    let skipped = inside.len() - inside.trim_start().len();
    if let Some(quote @ ('"' | '\'')) = inside[skipped..].chars().next() {
        return 4 + skipped + string_length(&inside[skipped..], quote);
    }
    inside.find(')').map_or(rest.len(), |end| 4 + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_and_comments_go() {
        let css = "/* the page */\nbody {\n  color: red;\n  margin: 0 auto; /* centred */\n}\n\nh1, h2 {\n}\n";
        assert_eq!(shrink(css), "body{color:red;margin:0 auto}h1,h2{}");
    }

    #[test]
    fn a_selector_keeps_the_space_that_means_something() {
        assert_eq!(shrink("nav :hover > a + b {}"), "nav :hover > a + b{}");
        assert_eq!(shrink("a:hover ,\n b:focus{}"), "a:hover,b:focus{}");
    }

    #[test]
    fn a_calculation_keeps_its_spaces() {
        assert_eq!(shrink("p { width: calc( 100% - 2 * 1rem ) }"), "p{width:calc( 100% - 2 * 1rem )}");
    }

    #[test]
    fn a_media_query_keeps_its_words_apart() {
        assert_eq!(
            shrink("@media (min-width: 40em)  and (width < 60em) { a { b: c } }"),
            "@media (min-width:40em) and (width < 60em){a{b:c}}"
        );
    }

    #[test]
    fn strings_stay_as_they_are() {
        let css = r#"a::before{content:"  /* no comment */ ; } \" ,"}b{quotes:'「' '」'}"#;
        assert_eq!(shrink(css), css);
    }

    #[test]
    fn an_address_stays_as_it_is() {
        let css = "a{background:url(data:image/svg+xml;utf8,<svg/**/>)}b{background:url( \"a)b;  c\" )}";
        assert_eq!(shrink(css), "a{background:url(data:image/svg+xml;utf8,<svg/**/>)}b{background:url( \"a)b;  c\" )}");
    }

    #[test]
    fn a_comment_that_parts_two_words_keeps_them_apart_without_white_space() {
        assert_eq!(shrink("a/* x */.b{}"), "a/**/.b{}");
        assert_eq!(shrink("a /* x */ .b{}"), "a .b{}");
    }

    #[test]
    fn an_escaped_character_is_kept() {
        assert_eq!(shrink(r".md\:wide { top: 0 }"), r".md\:wide{top:0}");
        assert_eq!(shrink(r#".a\" { b: c }"#), r#".a\"{b:c}"#);
        assert_eq!(shrink(r".a\, b {}"), r".a\, b{}");
    }

    #[test]
    fn text_that_breaks_off_ends_there() {
        assert_eq!(shrink("a{b:\"c"), "a{b:\"c");
        assert_eq!(shrink("a{} /* open"), "a{}");
        assert_eq!(shrink(""), "");
    }

    #[test]
    fn letters_beyond_ascii_pass_through() {
        assert_eq!(
            shrink("body { font-family: \"游ゴシック\", sans-serif; }"),
            "body{font-family:\"游ゴシック\",sans-serif}"
        );
    }

    #[test]
    fn shrinking_twice_changes_nothing_more() {
        let css = "a /* x */ { b : c ; d: e !important ; } @layer base , page ; f/*y*/g{}";
        let once = shrink(css);
        assert_eq!(shrink(&once), once);
    }
}
