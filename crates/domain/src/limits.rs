//! How much is taken: letters of each text and rows of each kind of table. The form and its check, the import and its
//! check, and the documents follow from this one table.

/// Letters of a name, of a procedure in any spelling and of what people call it. The longest of the national survey of
/// fiscal 2024 has 249.
pub const NAME: usize = 300;

/// Letters of any other text.
pub const TEXT: usize = 4_000;

/// Bytes of one address of a web page.
pub const ADDRESS: usize = 2_000;

/// Ways to apply for one procedure.
pub const CHANNELS: usize = 20;

/// Rows of a table of procedures or of how often they are used: the national survey has 75,071.
pub const ROWS_OF_PROCEDURES: usize = 100_000;

/// Rows of a table of figures: all of Japan's 1,741 municipalities with their age bands, for a month of both measures,
/// are a third of that.
pub const ROWS_OF_FIGURES: usize = 200_000;

/// Rows of a table of words.
pub const ROWS_OF_WORDS: usize = 50_000;

/// How many letters a column of a template, which is a field of the form by the same name, may hold.
#[must_use]
pub fn letters(column: &str) -> usize {
    match column {
        "name" | "name_easy" | "name_en" | "kana" | "word" => NAME,
        "mynaportal_url" | "city_system_url" | "eltax_url" => ADDRESS * CHANNELS,
        _ => TEXT,
    }
}
