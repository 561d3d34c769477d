//! Everyday words, and the catalogue's words for the same thing.

/// A search word and the words of procedures that it stands for: 引っ越し means 転入届, 転出届, 転居届.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// The word as people say or write it.
    pub word: String,
    /// Words from names or summaries of procedures, the most likely first; never empty.
    pub means: Vec<String>,
}
