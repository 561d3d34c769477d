//! The sources that the rows of a file name.

mod known;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::source::{Source, SourceId};
use domain::text::normalise_name;
use store::error::AppError;
use store::{Connection, sources};

use super::reading::cell::Cell;
use super::reading::findings::Findings;
use super::reading::rows::Errors;
use super::reading::table::Table;
use super::reading::warnings::NAMED_PLACES;
use super::request::{GivenSource, Request};
use super::table::place::clip;
pub(crate) use known::KnownSources;

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

impl GivenSource {
    /// The source as it is recorded if it is new.
    pub(crate) fn source(&self) -> Source {
        Source {
            publisher: self.publisher.clone(),
            publisher_en: self.publisher.clone(),
            url: self.url.clone(),
            as_of: self.as_of,
            ..named_source(&self.title)
        }
    }
}

/// The ministry's statistics of cards.
pub(crate) fn ministry_cards() -> Source {
    Source {
        id: "mic-cards".parse().expect("a plain identifier"),
        title: "マイナンバーカード交付状況".to_owned(),
        title_en: "My Number cards issued by municipality".to_owned(),
        publisher: "総務省".to_owned(),
        publisher_en: "Ministry of Internal Affairs and Communications".to_owned(),
        url: "https://www.soumu.go.jp/kojinbango_card/kofujokyo.html".to_owned(),
        as_of: None,
        licence: String::new(),
        sample: false,
    }
}

/// The national outlines of municipalities and wards.
pub(crate) fn national_boundaries() -> Source {
    Source {
        id: "n03".parse().expect("a plain identifier"),
        title: "国土数値情報（行政区域データ N03）".to_owned(),
        title_en: "National Land Numerical Information, administrative areas (N03)".to_owned(),
        publisher: "国土交通省".to_owned(),
        publisher_en: "Ministry of Land, Infrastructure, Transport and Tourism".to_owned(),
        url: "https://nlftp.mlit.go.jp/ksj/".to_owned(),
        as_of: None,
        licence: String::new(),
        sample: false,
    }
}

/// The sources that formats of files make certain, whether or not the database has them.
fn well_known() -> [Source; 2] {
    [ministry_cards(), national_boundaries()]
}

/// A source of which only the title is known.
pub(crate) fn named_source(title: &str) -> Source {
    Source {
        id: source_id(title),
        title: title.to_owned(),
        title_en: title.to_owned(),
        publisher: String::new(),
        publisher_en: String::new(),
        url: String::new(),
        as_of: None,
        licence: String::new(),
        sample: false,
    }
}

/// The distinct sources of the rows of a file, so that one that its sender gives can be added with the rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct NamedSources {
    named: BTreeMap<SourceId, Source>,
    known: Arc<KnownSources>,
    /// The source of rows that name none.
    rest: Option<Source>,
    /// The lines of rows without a source.
    without: Vec<u64>,
    /// Names that no source has, each with what would be right.
    unknown: BTreeMap<String, (String, String)>,
}

/// The most unknown names of a file that are compared with the known ones.
const MOST_COMPARED: usize = 50;

impl NamedSources {
    /// The sources of a file whose rows may name none: that of the request, or the one that the format of the file makes
    /// certain.
    pub(crate) fn of_request(request: &Request, known: &Arc<KnownSources>, certain: Option<Source>) -> Self {
        let given = request.source.as_ref().map(|given| match known.find(&given.title) {
            Some(known) => known.clone(),
            None => given.source(),
        });
        Self { rest: given.or(certain), known: Arc::clone(known), ..Self::default() }
    }

    /// The id of the source of a row: the one that its cell names by id or title, or that of the rows that name none.
    /// `None` if there is no such source; [`NamedSources::refuse_rows_without`] says so for all rows that name none at
    /// once.
    pub(crate) fn of(&mut self, cell: &Cell<'_>, errors: &mut Errors) -> Option<SourceId> {
        match errors.keep(cell.name())? {
            Some(name) => self.of_name(cell, &name, errors),
            None => {
                let rest = self.rest.clone();
                if rest.is_none() {
                    self.without.push(cell.line());
                }
                rest.map(|source| self.add(source))
            }
        }
    }

    /// Like [`NamedSources::of`], with a source of the row's own if neither it nor the request names another one.
    pub(crate) fn of_or_else(
        &mut self,
        cell: &Cell<'_>,
        errors: &mut Errors,
        own: impl FnOnce() -> Source,
    ) -> Option<SourceId> {
        match errors.keep(cell.name())? {
            Some(name) if self.find(&name).is_none() => {
                let own = own();
                // A file from another database names it, too.
                if [own.id.as_str(), &own.title].contains(&name.as_str()) {
                    return Some(self.add(own));
                }
                self.of_name(cell, &name, errors)
            }
            Some(name) => self.of_name(cell, &name, errors),
            None => {
                let source = self.rest.clone().unwrap_or_else(own);
                Some(self.add(source))
            }
        }
    }

    /// The id of the source that a row or the request names, if either does.
    pub(crate) fn of_if_named(&mut self, cell: &Cell<'_>, errors: &mut Errors) -> Option<SourceId> {
        match errors.keep(cell.name())? {
            Some(name) => self.of_name(cell, &name, errors),
            None => self.rest.clone().map(|source| self.add(source)),
        }
    }

    /// The source with this id or title: a known one, or the one that the sender of the file gives.
    fn find(&self, name: &str) -> Option<&Source> {
        let is_given = |source: &&Source| source.id.as_str() == name || normalise_name(&source.title) == name;
        self.known.find(name).or_else(|| self.rest.as_ref().filter(is_given))
    }

    /// The id of the source that a cell names. A mistyped name must not become a new source, so it is refused.
    fn of_name(&mut self, cell: &Cell<'_>, name: &str, errors: &mut Errors) -> Option<SourceId> {
        let mut found = self.find(name).cloned();
        if found.is_none() && errors.leaves_unchecked("sources") {
            found = Some(named_source(name));
        }
        if found.is_none() {
            let (english, japanese) = self.expected(name);
            errors.refuse(cell, english, japanese);
        }
        found.map(|source| self.add(source))
    }

    fn expected(&mut self, name: &str) -> (String, String) {
        if let Some(expected) = self.unknown.get(name) {
            return expected.clone();
        }
        if self.unknown.len() >= MOST_COMPARED {
            return KnownSources::expected_of_many();
        }
        self.unknown.entry(name.to_owned()).or_insert_with(|| self.known.expected(name)).clone()
    }

    /// The source that the member of a file names, as its cells would.
    ///
    /// # Errors
    /// What would be right, in English and Japanese.
    pub(crate) fn of_member(&mut self, name: &str) -> Result<SourceId, (String, String)> {
        match self.find(name).cloned() {
            Some(source) => Ok(self.add(source)),
            None => Err(self.known.expected(name)),
        }
    }

    pub(crate) const fn has_rest(&self) -> bool {
        self.rest.is_some()
    }

    /// The source of everything in the file that names none.
    pub(crate) fn of_rest(&mut self) -> Option<SourceId> {
        self.rest.clone().map(|source| self.add(source))
    }

    pub(crate) fn add(&mut self, source: Source) -> SourceId {
        let id = source.id.clone();
        self.named.entry(id.clone()).or_insert(source);
        id
    }

    #[cfg(test)]
    pub(crate) fn titles(&self) -> impl Iterator<Item = &str> {
        self.named.values().map(|source| source.title.as_str())
    }

    /// Refuses a table with rows whose source is not known.
    pub(crate) fn refuse_rows_without(&self, request: &Request, table: &Table<'_>, findings: &mut Findings) {
        if self.without.is_empty() || findings.refusal.is_some() {
            return;
        }
        let (english, japanese) = if table.column("source").is_none() {
            ("the table has no column 'source'".to_owned(), "表に列「出典」がありません".to_owned())
        } else {
            let count = self.without.len();
            let more = if count > NAMED_PLACES { ", …" } else { "" };
            let lines = self.without.iter().take(NAMED_PLACES).map(u64::to_string).collect::<Vec<_>>().join(", ");
            (
                format!("{count} rows name no source (lines {lines}{more})"),
                format!("出典のない行が{count}行あります（{lines}{more}行目）"),
            )
        };
        let (how, how_ja) = how_to_name_a_source(request);
        findings.refuse_in_words(
            format!("{english}; {how}, or fill the column 'source'"),
            format!("{japanese}。{how_ja}、列「出典」に入れてください"),
        );
    }

    /// Adds sources missing from the database. Existing ones are left unchanged.
    pub(crate) async fn save_new(&self, connection: &mut Connection) -> Result<(), AppError> {
        self.save_new_of(connection, |_| true).await
    }

    /// Like [`NamedSources::save_new`], for those that are used.
    pub(crate) async fn save_new_of(
        &self,
        connection: &mut Connection,
        is_used: impl Fn(&SourceId) -> bool,
    ) -> Result<(), AppError> {
        let known = sources::list_sources(connection).await?;
        let is_new = |source: &&Source| is_used(&source.id) && known.iter().all(|known| known.id != source.id);
        let new: Vec<Source> = self.named.values().filter(is_new).cloned().collect();
        sources::save_sources(connection, &new).await
    }
}

/// Refuses a file whose sender names a new source without saying who published it: it is more likely that the title of a
/// known one was mistyped.
pub(crate) fn refuse_unknown_source(request: &Request, known: &KnownSources, findings: &mut Findings) {
    let Some(given) = request.source.as_ref().filter(|given| given.publisher.is_empty()) else { return };
    if known.find(&given.title).is_some() {
        return;
    }
    let (english, japanese) = known.expected(&normalise_name(&given.title));
    let (how, how_ja) = if request.is_from_command_line() {
        ("with --source-publisher", "新しい出典なら、発行者も --source-publisher で指定してください")
    } else {
        ("under 'Publisher'", "新しい出典なら、「発行者」も書いてください")
    };
    let title = clip(&given.title);
    findings.refuse_in_words(
        format!("the source '{title}' is not known; expected {english}, or say {how} who published it"),
        format!("出典「{title}」は登録されていません。{how_ja}。そうでなければ、正しくは {japanese}"),
    );
}

/// How the sender of a file names the source of rows that name none: in English to follow a semicolon, in Japanese to be
/// followed by an alternative.
pub(crate) fn how_to_name_a_source(request: &Request) -> (&'static str, &'static str) {
    if request.is_from_command_line() {
        (
            "say where the figures come from with --source TITLE (and --source-publisher, --source-url, --source-date)",
            "数値の出典を --source で指定するか（--source-publisher、--source-url、--source-date も使えます）",
        )
    } else {
        (
            "say where the figures come from under 'Source' when you upload the file",
            "ファイルを送る画面の「出典」に数値の出典を書くか",
        )
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
