//! What a file contains, and how it is laid out.

pub use domain::table_kind::TableKind as Kind;

string_enum! {
    /// The layout of the file.
    pub enum Format ("format") {
        /// Tetsuzuki's own templates, and tables with equivalent headers.
        Template = "template",
        /// 行政手続等の悉皆調査. Its header tells the fiscal year.
        Survey = "survey",
    }
}
