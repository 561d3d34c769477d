//! What a page knows about its request.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::calendar::{time_in_japan, today_in_japan};
use domain::source::SourceId;
use leptos::prelude::*;

use crate::language::Language;
use crate::server::page_exports::ExportCollector;
use crate::server::query::{Furigana, Parameters, Understood, known_part};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::settings::Settings;
use crate::server::staff::access::is_staff_page;

/// Everything a page knows about its request, computed once.
#[derive(Debug, Clone)]
pub struct PageContext {
    pub snapshot: Arc<Snapshot>,
    /// Today in Japan.
    pub today: NaiveDate,
    /// The date and time in Japan.
    pub now: NaiveDateTime,
    /// The day whose figures the page shows: today, or the past day that was asked for.
    pub as_of: NaiveDate,
    pub language: Language,
    /// The page's path without language and query, such as `/cards`.
    pub page: String,
    /// The query string after the `?`, not decoded.
    pub query: String,
    /// What the reader chose about readings of kanji, if anything. It is not part of the query.
    pub furigana: Option<Furigana>,
    pub settings: Arc<Settings>,
    /// Collects the tables and drawings of the page when one of its files is requested.
    pub exports: Option<ExportCollector>,
    /// The sources that the page has named so far. The footer, which is rendered last, lists them.
    pub named_sources: NamedSources,
    /// The query parameters that the page has read so far. A notice names the others.
    pub understood: Understood,
}

/// The sources that a page names beside its figures and entries. Cheap to clone; all clones share the list.
#[derive(Debug, Clone, Default)]
pub struct NamedSources(Arc<Mutex<Vec<SourceId>>>);

impl NamedSources {
    pub fn add(&self, source: &SourceId) {
        // A page that panicked during rendering has no footer.
        if let Ok(mut named) = self.0.lock()
            && !named.contains(source)
        {
            named.push(source.clone());
        }
    }

    /// Whether the page has named this source.
    #[must_use]
    pub fn contains(&self, source: &SourceId) -> bool {
        self.0.lock().is_ok_and(|named| named.contains(source))
    }
}

impl PageContext {
    /// For words that are written without a request, such as those of a command.
    #[must_use]
    pub fn outside_a_request(snapshot: Arc<Snapshot>, language: Language, now: DateTime<Utc>) -> Self {
        let today = today_in_japan(now);
        Self {
            snapshot,
            today,
            now: today.and_time(time_in_japan(now)),
            as_of: today,
            language,
            page: "/".to_owned(),
            query: String::new(),
            furigana: None,
            settings: Arc::default(),
            exports: None,
            named_sources: NamedSources::default(),
            understood: Understood::default(),
        }
    }

    /// The context of the current request.
    #[must_use]
    pub fn current() -> Self {
        use_context::<Self>().expect("every page is rendered with its context provided")
    }

    #[must_use]
    pub fn parameters(&self) -> Parameters {
        Parameters::of_page(&self.query, &self.understood)
    }

    /// An interface text.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.language.text(name)
    }

    /// The word for an enum variant, such as `word("step", "apply")`.
    #[must_use]
    pub fn word(&self, family: &str, member: &str) -> String {
        self.language.word(family, member)
    }

    /// The name of the installation's city; `None` if it is not known.
    #[must_use]
    pub fn city_name(&self) -> Option<String> {
        self.snapshot.home().map(|city| self.language.pick(&city.name, &city.name_en).to_owned())
    }

    /// The name of the whole site: the city's name and the product's.
    #[must_use]
    pub fn site_title(&self) -> String {
        let site = self.text("site-name");
        match self.city_name() {
            Some(city) => self.language.text_with("title-of-city", [("city", city.into()), ("site", site.into())]),
            None => site,
        }
    }

    /// Whether this is a staff page.
    #[must_use]
    pub fn is_for_staff(&self) -> bool {
        is_staff_page(&self.page)
    }

    /// The URL of another page in the language of this one.
    #[must_use]
    pub fn link(&self, page: &str) -> String {
        self.language.path(page)
    }

    /// A URL of this site as search engines need it: absolute, if the site knows its own origin.
    #[must_use]
    pub fn whole_address(&self, address: &str) -> String {
        self.settings.public_url.as_ref().map_or_else(|| address.to_owned(), |site| site.of(address))
    }

    /// The URL of this page, with its query, in another language.
    #[must_use]
    pub fn address_in(&self, language: Language) -> String {
        let page = language.path(&self.page);
        let query = known_part(&self.query);
        if query.is_empty() { page } else { format!("{page}?{query}") }
    }

    /// The last path segment, decoded: the id of the item shown.
    #[must_use]
    pub fn last_part(&self) -> String {
        let last = self.page.rsplit('/').next().unwrap_or_default();
        percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned()
    }
}
