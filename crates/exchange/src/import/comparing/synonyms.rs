//! Compares everyday words with those stored.

use domain::synonym::Synonym;
use domain::text::fold_for_search;
use store::Connection;
use store::error::AppError;
use store::synonyms::{delete_synonym, list_synonyms, save_synonyms};

use super::applied::{Applied, Plan};
use super::diff::{Compared, compare, differing};
use crate::import::reading::rows::Located;
use crate::import::reading::synonyms::SynonymPlan;
use crate::import::request::Request;
use crate::import::table::columns::FileColumns;
use crate::import::table::record::Record;
use crate::import::table::synonyms::COLUMNS;
use crate::import::table::wording::Wording;

impl Plan for SynonymPlan {
    async fn apply(
        &self,
        connection: &mut Connection,
        request: &Request,
        wording: &Wording,
    ) -> Result<Applied, AppError> {
        let known = list_synonyms(connection).await?;
        // Words that fold to the same text are one word for the search, whatever their spelling.
        let spellings_of = |word: &str| -> Vec<&Synonym> {
            let folded = fold_for_search(word);
            known.iter().filter(|synonym| fold_for_search(&synonym.word) == folded).collect()
        };
        let (meaning, emptied): (Vec<_>, Vec<_>) =
            self.synonyms.iter().cloned().partition(|synonym| !synonym.what.means.is_empty());
        let Compared { to_save, mut changes, .. } = compare(&known, &meaning, &FileColumns::new(), wording);
        for Located { line, what: synonym, .. } in &emptied {
            match spellings_of(&synonym.word).first() {
                None => changes.counts.unchanged += 1,
                Some(there) => {
                    let cells = differing(COLUMNS, &there.line(wording), &synonym.line(wording), wording);
                    changes.add_changed(*line, synonym.label(wording), cells);
                    changes.record_audit_values(*there, synonym, wording);
                    changes.add_undo(*there, false, wording);
                }
            }
        }
        if !request.dry_run {
            for synonym in to_save.iter().chain(emptied.iter().map(|emptied| &emptied.what)) {
                for spelling in spellings_of(&synonym.word) {
                    delete_synonym(connection, &spelling.word).await?;
                }
            }
            save_synonyms(connection, &to_save).await?;
        }
        Ok(vec![changes].into())
    }
}
