//! What people say, and what the catalogue calls it.

/// A word that people search by, with what it means in the words of procedures: 引っ越し means 転入届, 転出届, 転居届.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synonym {
    /// As people say or write it.
    pub word: String,
    /// Words that stand in names or summaries of procedures, the most likely first; never empty.
    pub means: Vec<String>,
}
