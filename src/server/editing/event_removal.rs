//! Removing a row of a history that was entered by mistake. What is true from a later day on is another row.

use std::sync::Arc;

use domain::proposal::ProposalId;
use domain::text::MessageLanguage;
use exchange::city_table::CityTable;

use super::files::NewFile;
use super::proposed_file::FileOptions;
use super::tables::FileLine;
use super::{EditError, EditRefusal, Edits};
use crate::server::staff::CurrentUser;

impl Edits<'_> {
    /// Proposes to remove one row of a history. `cells` are all of its values in English: several rows of a history may have
    /// the same key. The proposal is a file of one row, so it is approved, logged and undone as files are.
    ///
    /// # Errors
    /// If the removal is refused, as where the row is not there any more, or the database does not answer.
    pub async fn propose_event_removal(
        self,
        user: &CurrentUser,
        table: CityTable,
        cells: &[String],
        reason: &str,
        language: MessageLanguage,
    ) -> Result<ProposalId, EditError> {
        let (rules, kind) = (self.rules().await?, table.kind);
        if !user.rights.open_tables(&rules).contains(&kind) {
            return Err(EditRefusal::NoRight.into());
        }
        let rows = self.table_rows(table, MessageLanguage::English).await?;
        let at = rows.rows.iter().position(|row| row.cells == cells).ok_or(EditRefusal::NotFound)?;
        let places: Vec<usize> = (0..rows.columns.len()).collect();
        let line = FileLine { at: Some(at), cells: cells.to_vec(), is_removal: true };
        let content: Arc<[u8]> = rows.file_of(&places, vec![line], MessageLanguage::English).into();
        let name = format!("{}.csv", table.name);
        let outcome = self.check_file(user, kind, &name, &content, language).await?;
        if outcome.is_refused() {
            return Err(EditRefusal::State.into());
        }
        if !outcome.changes_something() {
            return Err(EditRefusal::Nothing.into());
        }
        let department = user.rights.departments_keeping(kind, &rules).into_iter().next();
        let file = NewFile { kind, name, options: FileOptions::default(), department, content };
        self.propose_file(user, file, reason).await
    }
}
