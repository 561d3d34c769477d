//! What tables of the city are called at the desk.

use domain::table_kind::TableKind;
use domain::text::MessageLanguage;
use exchange::city_table::CityTable;
use exchange::import::table::columns::ColumnSpec;
use exchange::import::table::described::InTwoLanguages;
use exchange::import::table::reorganisation;

use crate::language::Language;
use crate::page_context::PageContext;

/// A text of the importer in the language of the page. It has no easy Japanese.
#[must_use]
pub fn in_language(context: &PageContext, (english, japanese): InTwoLanguages) -> &'static str {
    if context.language == Language::English { english } else { japanese }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The language of texts of the importer and of checks on a page.
#[must_use]
pub fn message_language(context: &PageContext) -> MessageLanguage {
    if context.language == Language::English { MessageLanguage::English } else { MessageLanguage::Japanese }
}

/// The name of a table.
#[must_use]
pub fn table_name(context: &PageContext, table: CityTable) -> String {
    capitalised(in_language(context, table.noun()))
}

/// The name of what a file contains. Two tables of indicators are one kind of file.
#[must_use]
pub fn kind_name(context: &PageContext, kind: TableKind) -> String {
    if !kind.is_table() {
        return capitalised(in_language(context, reorganisation::NOUN));
    }
    let tables = CityTable::all().into_iter().filter(|table| table.kind == kind);
    tables.map(|table| table_name(context, table)).collect::<Vec<_>>().join(&context.text("list-separator"))
}

/// The name of a column.
#[must_use]
pub fn column_name(context: &PageContext, column: &ColumnSpec) -> String {
    if context.language == Language::English {
        capitalised(&column.key.replace('_', " "))
    } else {
        column.spellings.first().copied().unwrap_or(column.key).to_owned()
    }
}
