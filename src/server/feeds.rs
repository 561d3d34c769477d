//! Atom feeds of changes (RFC 4287), one per language, covering all changes or those of a life event or a department.
//! Corrections of published figures are among them, one entry for a day and a table, because a file may correct many.
//!
//! References in a feed are relative (RFC 4287, section 2). Readers resolve them against the URL of the site if it is
//! configured, otherwise against the URL of the feed. The host named in a request is never used: the visitor controls
//! it, and a cached feed would pass one visitor's value on to all readers. Ids are derived from the city's code and the
//! subject of the entry, so they stay the same if the host is renamed or the data moves to another machine.

use std::collections::BTreeMap;

use axum::Extension;
use axum::Router;
use axum::extract::RawQuery;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::NaiveDate;
use domain::correction::{CorrectedTable, Correction, FigureChange};
use domain::procedure::Procedure;
use domain::text::group_thousands;
use domain::timeline::ChangeKind;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::writer::Writer;
use uuid::Uuid;

use super::http::request_snapshot::RequestSnapshot;
use super::open_data::Problem;
use super::query::{Parameters, QueryError};
use super::query_reason::Reason;
use super::read_model::change_search::{ChangesQuery, PAGE, lines, subject};
use super::read_model::corrections;
use super::read_model::departments::no_such_department;
use super::read_model::figures::{CatalogueChange, ChangeNews};
use super::read_model::snapshot::Snapshot;
use super::settings::PublicUrl;
use crate::language::Language;

/// The URL of the feed, without the language prefix.
pub const FEED: &str = "/feeds/changes.atom";

/// The media type of a feed.
pub const MEDIA_TYPE: &str = "application/atom+xml";

/// Maximum number of entries in a feed.
const MOST_ENTRIES: usize = 100;

/// Maximum number of corrections listed in an entry; the rest are counted.
const MOST_LINES: usize = 20;

/// The namespace of all ids generated here, drawn at random once. Changing it would make every entry appear new to
/// every reader.
const NAMES: Uuid = Uuid::from_u128(0x138d_a5ba_c444_43d3_8605_8eda_a1ed_334c);

/// The routes below `/feeds`, in each language.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Language::all().iter().fold(Router::new(), |router, language| {
        router.route(&language.path(FEED), get(move |data, query| answer(*language, data, query)))
    })
}

/// The URL of the feed closest to a query: that of its life event and its department.
#[must_use]
pub fn address_for(language: Language, query: &ChangesQuery) -> String {
    let known =
        ChangesQuery { event: query.event.clone(), department: query.department.clone(), ..ChangesQuery::default() };
    known.address(&language.path(FEED))
}

/// The title of a feed about a subject, or about all changes if the subject is empty.
#[must_use]
pub fn title(language: Language, site: String, subject: String) -> String {
    if subject.is_empty() {
        language.text_with("feed-title", [("site", site.into())])
    } else {
        language.text_with("feed-title-for", [("site", site.into()), ("what", subject.into())])
    }
}

async fn answer(
    language: Language,
    Extension(data): Extension<RequestSnapshot>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::of(&query.unwrap_or_default());
    match read(&data.snapshot, &parameters) {
        Ok(query) => {
            let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
            let feed = Feed {
                snapshot: &data.snapshot,
                today: data.today,
                site: data.settings.public_url.as_ref(),
                language,
                query: &query,
            };
            ([(header::CONTENT_TYPE, kind)], feed.document()).into_response()
        }
        Err(error) => match moved(&data.snapshot, language, &parameters) {
            Some(location) => {
                let headers = [(header::LOCATION, location.as_str()), (header::CACHE_CONTROL, MOVED_FOR)];
                (StatusCode::MOVED_PERMANENTLY, headers).into_response()
            }
            None => Problem::from(error).into_response(),
        },
    }
}

/// How long a reader may follow a redirect without asking again. A reorganisation can be undone, so not for good.
const MOVED_FOR: &str = "public, max-age=86400";

/// Where the feed of a department that has one successor goes on. A feed reader follows by itself.
fn moved(snapshot: &Snapshot, language: Language, parameters: &Parameters) -> Option<String> {
    parameters.only(&["event", "department"]).ok()?;
    let query = ChangesQuery::of(parameters).ok()?;
    let former = query.department.as_ref().filter(|code| snapshot.department(code).is_none())?;
    let successor = snapshot.department_today(former)?.code.clone();
    Some(address_for(language, &ChangesQuery { department: Some(successor), ..query }))
}

/// Parses the parameters of a feed. A URL in a feed reader is never checked again, so an unknown code would go
/// unnoticed; it is an error here.
fn read(snapshot: &Snapshot, parameters: &Parameters) -> Result<ChangesQuery, QueryError> {
    parameters.only(&["event", "department"])?;
    let query = ChangesQuery::of(parameters)?;
    if let Some(event) = query.event.as_ref().filter(|code| snapshot.life_event(code).is_none()) {
        let known = snapshot.life_events.iter().map(|event| event.code.as_str());
        return Err(no_such("event", "life event", event.as_str(), known));
    }
    if let Some(department) = query.department.as_ref().filter(|code| snapshot.department(code).is_none()) {
        return Err(no_such_department(snapshot, department));
    }
    Ok(query)
}

fn no_such<'a>(name: &'static str, what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> QueryError {
    let known = known.collect::<Vec<_>>().join(", ");
    let english = format!("there is no {what} '{given}' here; expected one of: {known}");
    let values = [("given", given.to_owned()), ("expected", known)];
    QueryError::BadValue { name, reason: Reason::new(english, "value-choice", values) }
}

/// A change with a date, as an entry of a feed.
#[derive(Debug)]
struct Dated<'a> {
    change: &'a CatalogueChange,
    on: NaiveDate,
    updated: NaiveDate,
}

impl<'a> Dated<'a> {
    /// `None` if nothing says when it was recorded.
    fn of(change: &'a CatalogueChange, today: NaiveDate) -> Option<Self> {
        let (on, updated) = match &change.news {
            ChangeNews::Day(day) => (day.on, day.recorded_since(today)),
            ChangeNews::End(end) => (end.on, end.recorded_since(today)?),
            ChangeNews::Plan(_) => return None,
        };
        Some(Self { change, on, updated })
    }
}

/// A feed being written.
#[derive(Debug, Clone, Copy)]
struct Feed<'a> {
    snapshot: &'a Snapshot,
    today: NaiveDate,
    /// The URL of the site, if it is configured.
    site: Option<&'a PublicUrl>,
    language: Language,
    query: &'a ChangesQuery,
}

/// What an entry says.
#[derive(Debug)]
enum News<'a> {
    Change(Dated<'a>),
    Corrections(DayOfCorrections<'a>),
}

/// The corrections of one table on one day.
#[derive(Debug)]
struct DayOfCorrections<'a> {
    day: NaiveDate,
    table: CorrectedTable,
    corrections: Vec<&'a Correction>,
}

impl DayOfCorrections<'_> {
    /// The only subject that all of them are about, as one of them names it.
    fn subject(&self) -> Option<&FigureChange> {
        let first = &self.corrections.first()?.change;
        self.corrections.iter().all(|one| one.change.subject == first.subject).then_some(first)
    }
}

impl<'a> Feed<'a> {
    fn corrections(&self) -> Vec<DayOfCorrections<'a>> {
        let mut days: BTreeMap<(NaiveDate, CorrectedTable), Vec<&Correction>> = BTreeMap::new();
        for correction in self.query.corrections(self.snapshot, self.today) {
            days.entry((correction.corrected_on, correction.change.table)).or_default().push(correction);
        }
        let days = days.into_iter().rev();
        days.map(|((day, table), corrections)| DayOfCorrections { day, table, corrections }).collect()
    }

    fn document(&self) -> Vec<u8> {
        let changes = self.snapshot.changes_on(self.today);
        // A plan without a date has no update time, which an entry must have.
        let mut entries: Vec<News<'_>> = self
            .query
            .results(self.snapshot, &changes)
            .into_iter()
            .filter_map(|change| Dated::of(change, self.today).map(News::Change))
            .collect();
        let corrections = self.corrections();
        let updated = self.updated().max(corrections.first().map_or(NaiveDate::MIN, |newest| newest.day));
        entries.extend(corrections.into_iter().map(News::Corrections));
        // The lists are already in date order; this moves changes that were recorded late to the top.
        entries.sort_by_key(|news| {
            std::cmp::Reverse(match news {
                News::Change(dated) => dated.updated,
                News::Corrections(corrections) => corrections.day,
            })
        });
        entries.truncate(MOST_ENTRIES);

        let mut feed = Writer::new(Vec::new());
        let why = "writing to memory cannot fail";
        feed.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).expect(why);
        feed.create_element("feed")
            .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
            .with_attribute(("xml:lang", self.language.html_lang()))
            .with_attributes(self.site.map(|site| site.of("/")).iter().map(|base| ("xml:base", base.as_str())))
            .write_inner_content(|feed| {
                self.head(feed, updated)?;
                entries.iter().try_for_each(|news| {
                    feed.create_element("entry").write_inner_content(|entry| match news {
                        News::Change(dated) => self.entry(entry, dated),
                        News::Corrections(corrections) => self.entry_of_corrections(entry, corrections),
                    })?;
                    Ok(())
                })
            })
            .expect(why);
        feed.into_inner()
    }

    fn head(&self, feed: &mut Writer<Vec<u8>>, updated: NaiveDate) -> std::io::Result<()> {
        let language = self.language;
        let city = self.snapshot.home().map(|city| language.pick(&city.name, &city.name_en));
        let site = language.text("site-name");
        let whole = city.map_or_else(
            || site.clone(),
            |city| {
                language.text_with("title-of-city", [("city", city.to_owned().into()), ("site", site.clone().into())])
            },
        );
        let title = title(language, whole, subject(self.snapshot, self.query, language));
        let about = format!("feed{}", self.query.address(""));
        text(feed, "id", &self.id(&about))?;
        text(feed, "title", &title)?;
        text(feed, "subtitle", &language.text("changes-lead"))?;
        text(feed, "updated", &request_data(updated))?;
        let author = city.unwrap_or(&site);
        feed.create_element("author").write_inner_content(|feed| text(feed, "name", author))?;
        link(feed, "self", MEDIA_TYPE, &address_for(language, self.query))?;
        link(feed, "alternate", "text/html", &self.query.address(&language.path(PAGE)))
    }

    fn entry(&self, entry: &mut Writer<Vec<u8>>, dated: &Dated<'_>) -> std::io::Result<()> {
        let language = self.language;
        let procedure = &self.snapshot.procedures[dated.change.procedure];
        let kind = dated.change.kind();
        // A plan that has taken effect is a new entry, because feed readers do not show an entry twice.
        let phase = match (&dated.change.news, kind) {
            (ChangeNews::End(_), ChangeKind::Planned) => "end-planned",
            (ChangeNews::End(_), _) => "ended",
            (_, ChangeKind::Planned) => "planned",
            _ => "changed",
        };
        let name = language.of(&procedure.name).0.to_owned();
        let kind = language.word("change-kind", kind.as_str());
        let title = language.text_with("feed-entry-title", [("name", name.into()), ("kind", kind.into())]);
        let title =
            if procedure.sample { language.text_with("feed-entry-sample", [("title", title.into())]) } else { title };
        text(entry, "id", &self.id(&format!("procedures/{}/{}/{phase}", procedure.id, dated.on)))?;
        text(entry, "title", &title)?;
        text(entry, "updated", &request_data(dated.updated))?;
        link(entry, "alternate", "text/html", &language.path(&format!("/procedures/{}", procedure.id)))?;
        for code in &procedure.life_events {
            let label = self.snapshot.life_event(code).map_or(code.as_str(), |event| language.of(&event.name).0);
            entry
                .create_element("category")
                .with_attribute(("term", code.as_str()))
                .with_attribute(("label", clean(label).as_str()))
                .write_empty()?;
        }
        let content = self.content(procedure, dated);
        entry
            .create_element("content")
            .with_attribute(("type", "text"))
            .write_text_content(BytesText::new(&clean(&content)))?;
        Ok(())
    }

    fn entry_of_corrections(&self, entry: &mut Writer<Vec<u8>>, of_day: &DayOfCorrections<'_>) -> std::io::Result<()> {
        let DayOfCorrections { day, table, corrections: all } = of_day;
        let (snapshot, language) = (self.snapshot, self.language);
        let what = language.word("correction-table", table.as_str());
        let subject = of_day.subject();
        let what = match subject {
            Some(change) => {
                let subject = corrections::subject_name(snapshot, language, change);
                language.text_with("correction-of", [("subject", subject.into()), ("what", what.into())])
            }
            None => what,
        };
        let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let title = language
            .text_with("feed-correction-title", [("what", what.into()), ("count", group_thousands(count).into())]);
        let page = subject.and_then(|change| corrections::page_of(snapshot, change));
        let page = page.or_else(|| table.is_of_programmes().then(|| "/budget".to_owned()));
        let page = page.unwrap_or_else(|| self.query.address(PAGE));
        // A feed of a part has entries of its own, because they list its part only.
        let part = self.query.address("");
        text(entry, "id", &self.id(&format!("corrections/{table}/{day}{part}")))?;
        text(entry, "title", &title)?;
        text(entry, "updated", &request_data(*day))?;
        link(entry, "alternate", "text/html", &format!("{}#corrections", language.path(&page)))?;
        let lines = all.iter().take(MOST_LINES).map(|one| corrections::line(snapshot, language, one));
        let more = all.len().checked_sub(MOST_LINES).filter(|more| *more > 0).map(|more| {
            let more = group_thousands(i64::try_from(more).unwrap_or(i64::MAX));
            language.text_with("feed-correction-more", [("count", more.into())])
        });
        let content: Vec<String> = lines.chain(more).collect();
        entry
            .create_element("content")
            .with_attribute(("type", "text"))
            .write_text_content(BytesText::new(&clean(&content.join("\n"))))?;
        Ok(())
    }

    /// The date, the changes and the department in charge.
    fn content(&self, procedure: &Procedure, dated: &Dated<'_>) -> String {
        let language = self.language;
        let when = if dated.change.kind() == ChangeKind::Planned { "feed-will-be" } else { "feed-since" };
        let when = language.text_with(when, [("date", language.date(dated.on).into())]);
        let department =
            procedure.department.as_ref().and_then(|code| self.snapshot.department(code)).map(|department| {
                let name = language.department_name(department);
                language.text_with("feed-department", [("department", name.into())])
            });
        let said = lines(language, &dated.change.news);
        std::iter::once(when).chain(said).chain(department).collect::<Vec<_>>().join("\n")
    }

    /// The last day on which anything about these procedures was recorded or took effect, including changes that were
    /// later corrected. If nothing was ever recorded, it is 1 January 1970.
    fn updated(&self) -> NaiveDate {
        let about = self.snapshot.procedures.iter().filter(|procedure| self.query.is_about(procedure));
        about
            .flat_map(|procedure| {
                let steps = procedure.step_events.iter().map(|event| (event.effective_on, event.recorded_on));
                let exclusions = procedure.exclusion_events.iter();
                let exclusions = exclusions.map(|event| (event.effective_on, event.recorded_on));
                // An end that came with its entry has no day of recording.
                let end = procedure.ending_known(self.today).map(|ending| ending.on);
                let end = end.filter(|on| *on <= self.today).map(|on| (on, on));
                let past_endings = procedure.past_endings.iter().map(|past| (past.until, past.until));
                steps.chain(exclusions).chain(end).chain(past_endings)
            })
            .filter(|(_, recorded_on)| *recorded_on <= self.today)
            .map(
                |(effective_on, recorded_on)| {
                    if effective_on <= self.today { effective_on.max(recorded_on) } else { recorded_on }
                },
            )
            .max()
            .unwrap_or_default()
    }

    /// The id of an entry for this city and language. Translations have separate ids, because readers may subscribe to
    /// several languages.
    fn id(&self, about: &str) -> String {
        let city = self.snapshot.city.as_ref().map_or("", |city| city.as_str());
        let name = format!("{city}/{}/{about}", self.language);
        Uuid::new_v5(&NAMES, name.as_bytes()).urn().to_string()
    }
}

/// The start of a day in Japan.
fn request_data(day: NaiveDate) -> String {
    format!("{day}T00:00:00+09:00")
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> std::io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&clean(content)))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, relation: &str, kind: &str, address: &str) -> std::io::Result<()> {
    writer
        .create_element("link")
        .with_attribute(("rel", relation))
        .with_attribute(("type", kind))
        .with_attribute(("href", address))
        .write_empty()?;
    Ok(())
}

/// Removes the characters that XML does not allow (XML 1.0, section 2.2).
fn clean(text: &str) -> String {
    let allowed = |letter: &char| matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(allowed).collect()
}
