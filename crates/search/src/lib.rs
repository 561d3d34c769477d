//! The search over the catalogue, without pages and database.
//!
//! It works in stages, and a later one begins only where the earlier ones found nothing:
//!
//! 1. [`SearchIndex::find`] is exact. A procedure matches if it contains every word of the query, as typed or by a
//!    synonym. It finds exactly what a plain scan of the normalised text finds.
//! 2. [`understand`] looks for known words inside the query: synonyms, names, life events, what other offices do. It
//!    passes over punctuation, emoji and the rest of a sentence, and reads romaji.
//! 3. Where nothing is known, the nearest known spelling is taken.
//!
//! `crates/search/tests/questions.rs` measures it with questions as people type them.

mod index;
mod latin;
mod lexicon;
mod question;
mod romaji;
mod spelling;
mod words;

pub use self::index::{Field, Hit, Match, SearchIndex};
pub use self::latin::{MIN_BEGINNING, latin_word, latin_words};
pub use self::lexicon::{Lexicon, Topics};
pub use self::question::{Catalogue, Found, Understanding, understand};
pub use self::romaji::romanised;
pub use self::spelling::Spelling;
pub use self::words::{Synonyms, Word, Words};
