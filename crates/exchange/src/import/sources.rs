//! The sources that the rows of a file name.

use std::collections::BTreeMap;

use domain::source::{Source, SourceId};
use domain::text::normalise_name;
use store::error::AppError;
use store::{Connection, sources};

/// A source id derived from any text: the text itself if it is a valid id.
pub(crate) fn source_id(text: &str) -> SourceId {
    text.parse().unwrap_or_else(|_| {
        let kept: String = text.chars().filter(|letter| letter.is_alphanumeric() || *letter == '-').take(40).collect();
        // Two long names with the same beginning must remain two sources. FNV-1a is stable across versions and
        // machines.
        let mark = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |mark, byte| (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{kept}-{:08x}", mark >> 32).parse().expect("at most 49 letters, digits and '-'")
    })
}

/// Keeps the known id if reading it back from a file would give the id just read.
pub(crate) fn keep_source(source: &mut SourceId, known: &SourceId) {
    if source != known && *source == source_id(&normalise_name(known.as_str())) {
        source.clone_from(known);
    }
}

/// The distinct sources named by rows, so that new ones can be added with the rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedSources(BTreeMap<SourceId, Source>);

impl NamedSources {
    /// The id of the source that a row names by id or title; the file's own source if it names none.
    pub(crate) fn of(&mut self, named: Option<&str>, default: &Source, sample: bool) -> SourceId {
        let source = match named {
            Some(title) => Source {
                id: source_id(title),
                title: title.to_owned(),
                title_en: title.to_owned(),
                publisher: String::new(),
                publisher_en: String::new(),
                url: String::new(),
                as_of: None,
                licence: String::new(),
                sample,
            },
            None => default.clone(),
        };
        let id = source.id.clone();
        self.0.entry(id.clone()).or_insert(source);
        id
    }

    pub(crate) fn add(&mut self, source: Source) {
        self.0.entry(source.id.clone()).or_insert(source);
    }

    /// Adds sources missing from the database. Existing ones are left unchanged.
    pub(crate) async fn save_new(&self, connection: &mut Connection) -> Result<(), AppError> {
        let known = sources::list_sources(connection).await?;
        let new: Vec<Source> =
            self.0.values().filter(|source| known.iter().all(|known| known.id != source.id)).cloned().collect();
        sources::save_sources(connection, &new).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_keeps_its_name_as_identifier_where_it_can() {
        assert_eq!(source_id("mic-cards").as_str(), "mic-cards");
        let long = "総務省 マイナンバーカード交付状況（令和4年12月末時点） 別紙1 市区町村別の状況 その2 第3版";
        assert_ne!(source_id(long), source_id(&format!("{long}a")));
        assert_eq!(source_id(long), source_id(long));
    }
}
