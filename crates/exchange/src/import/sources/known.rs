//! The sources that rows may name, and what to say of one that they may not.

use std::collections::BTreeMap;

use domain::source::{Source, SourceId};
use domain::text::normalise_name;
use store::error::AppError;
use store::{Connection, sources};

use super::well_known;
use crate::import::table::place::clip;

/// How many known sources a refusal names.
const NEAREST: usize = 3;

/// How many characters of two names are compared.
const COMPARED: usize = 64;

const EXPECTED: &str = "the id or title of a known source";
const EXPECTED_JA: &str = "登録済みの出典のIDか題名";
const ENTER: &str = "A new source is entered in the table 'sources' first";
const ENTER_JA: &str = "新しい出典は、先に表「出典」（sources）に登録してください";

/// The sources that rows may name: those of the database, which a folder has filled from its own table first, and those
/// that every city may name.
#[derive(Debug, Default)]
pub(crate) struct KnownSources {
    sources: BTreeMap<SourceId, Source>,
    /// Their ids, then their titles in both languages, as cells are read. Of several with one title, the first is taken,
    /// and an id is never read as the title of another source.
    words: BTreeMap<String, SourceId>,
}

impl KnownSources {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        Ok(Self::of(sources::list_sources(connection).await?))
    }

    pub(crate) fn of(recorded: Vec<Source>) -> Self {
        let mut known = Self::default();
        for source in recorded.into_iter().chain(well_known()) {
            known.sources.entry(source.id.clone()).or_insert(source);
        }
        let exact = known.sources.keys().map(|id| (id.to_string(), id));
        let read = known.sources.keys().map(|id| (normalise_name(id.as_str()), id));
        let titles = known
            .sources
            .values()
            .flat_map(|source| [&source.title, &source.title_en].map(|title| (normalise_name(title), &source.id)));
        for (word, id) in exact.chain(read).chain(titles).filter(|(word, _)| !word.is_empty()) {
            known.words.entry(word).or_insert_with(|| id.clone());
        }
        known
    }

    /// The source with this id or title.
    pub(crate) fn find(&self, name: &str) -> Option<&Source> {
        let id = self.words.get(name).or_else(|| self.words.get(&normalise_name(name)))?;
        self.sources.get(id)
    }

    /// The ids and titles of the known sources whose id or title is nearest to a name, nearest first.
    fn nearest(&self, name: &str) -> Vec<String> {
        // Comparing takes the product of both lengths, and the beginning tells enough.
        let beginning = |text: &str| -> String { text.chars().take(COMPARED).collect() };
        let name = beginning(name);
        let likeness = |source: &Source| {
            [source.id.as_str(), &source.title, &source.title_en]
                .iter()
                .map(|word| strsim::jaro_winkler(&beginning(&normalise_name(word)), &name))
                .fold(0.0, f64::max)
        };
        let mut near: Vec<(f64, &Source)> = self.sources.values().map(|source| (likeness(source), source)).collect();
        near.sort_by(|one, other| other.0.total_cmp(&one.0));
        let named = near.iter().take(NEAREST);
        named.map(|(_, source)| format!("{} ({})", clip(&source.title), source.id)).collect()
    }

    /// What would be right instead of a name that no known source has, worded to follow "expected" and 「正しくは」.
    pub(crate) fn expected(&self, name: &str) -> (String, String) {
        let near = self.nearest(name).join(", ");
        (
            format!("{EXPECTED}; the nearest are {near}. {ENTER}"),
            format!("{EXPECTED_JA}（近いもの: {near}）。{ENTER_JA}"),
        )
    }

    /// The same without the nearest ones, for the many names of a file whose sources are all unknown.
    pub(crate) fn expected_of_many() -> (String, String) {
        (format!("{EXPECTED}. {ENTER}"), format!("{EXPECTED_JA}。{ENTER_JA}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::sources::named_source;

    fn source(id: &str, title: &str) -> Source {
        Source { title: title.to_owned(), title_en: format!("{title} in English"), ..named_source(id) }
    }

    #[test]
    fn a_source_is_found_by_its_id_before_any_title_and_by_titles_of_any_width() {
        let known =
            KnownSources::of(vec![source("monthly", "月報"), source("other", "monthly"), source("ＡＢＣ", "ABC")]);
        let id = |name: &str| known.find(name).map(|source| source.id.as_str());
        assert_eq!(id("monthly"), Some("monthly"), "an id is no title of another");
        assert_eq!((id("月報"), id("月報 in English")), (Some("monthly"), Some("monthly")));
        assert_eq!((id("ABC"), id("ＡＢＣ")), (Some("ＡＢＣ"), Some("ＡＢＣ")));
        assert_eq!((id("mic-cards"), id("月")), (Some("mic-cards"), None));
    }

    #[test]
    fn a_name_that_is_not_known_is_answered_with_the_nearest_and_the_way_to_enter_it() {
        let known = KnownSources::of(vec![source("monthly-report", "月次報告"), source("sheet", "予算要求シート")]);
        let (english, japanese) = known.expected("monthly-reprot");
        assert!(
            english.contains("the nearest are 月次報告 (monthly-report), ") && english.contains("'sources'"),
            "{english}"
        );
        assert!(japanese.contains("月次報告 (monthly-report)") && japanese.contains("表「出典」"), "{japanese}");
    }
}
