//! Limits on input: characters of each text, the size of a figure and rows of each kind of table. The form, the import, their validation and
//! the documents all use this table.

/// Characters of a name: of a procedure in any spelling, and of what people call it. The longest in the national survey
/// of fiscal 2024 has 249.
pub const NAME: usize = 300;

/// Characters of any other text.
pub const TEXT: usize = 4_000;

/// Characters of a text that has a translation. It is part of a key, whose length databases limit.
pub const ORIGINAL: usize = 600;

/// Characters of what a reader adds to a report in their own words.
pub const REPORT_TEXT: usize = 300;

/// Bytes of one URL of a web page.
pub const ADDRESS: usize = 2_000;

/// Ways to apply for one procedure.
pub const CHANNELS: usize = 20;

/// The largest figure: cards, residents, applications, yen, the value of an indicator. The sum of a whole table of such
/// figures is still exact as `i64` and as `f64`.
pub const FIGURE: u64 = 999_999_999_999;

/// Yen of the fee of one procedure.
pub const FEE: i64 = 1_000_000_000;

/// Rows of a table of procedures or of their usage: the national survey has 75,071.
pub const ROWS_OF_PROCEDURES: usize = 100_000;

/// Rows of a table of figures. All of Japan's 1,741 municipalities with their age bands, for one month of both
/// measures, take a third of that.
pub const ROWS_OF_FIGURES: usize = 200_000;

/// Rows of a table of words.
pub const ROWS_OF_WORDS: usize = 50_000;

/// The maximum number of characters in a column of a template, which is also the form field of the same name.
#[must_use]
pub fn max_chars(column: &str) -> usize {
    match column {
        "name" | "name_easy" | "name_en" | "kana" | "word" => NAME,
        "original" => ORIGINAL,
        "mynaportal_url" | "city_system_url" | "eltax_url" => ADDRESS * CHANNELS,
        _ => TEXT,
    }
}
