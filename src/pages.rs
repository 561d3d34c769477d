//! One file a URL. A page loads from the snapshot and arranges; what several pages show stands in `components`.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::language::Language;
use crate::server::query::{Parameters, known_part};
use crate::server::settings::Settings;
use crate::server::snapshot::Snapshot;
use crate::server::staff::door::is_staff_page;
use crate::server::take_away::ExportCollector;

pub mod accessibility;
pub mod budget;
pub mod card_area;
pub mod cards;
pub mod changes;
pub mod data;
pub mod definitions;
pub mod figure;
pub mod home;
pub mod not_found;
pub mod procedure;
pub mod procedure_history;
pub mod procedures;
pub mod report;
pub mod route;
pub mod sdg;
pub mod server_error;
pub mod staff;
pub mod target;
pub mod targets;

/// Everything a page knows about the request it answers, taken once.
#[derive(Debug, Clone)]
pub struct PageContext {
    pub snapshot: Arc<Snapshot>,
    /// Today in Japan.
    pub today: NaiveDate,
    pub language: Language,
    /// Address of the page without language and query, such as `/cards`.
    pub page: String,
    /// What stands behind the `?`, not decoded.
    pub query: String,
    pub settings: Arc<Settings>,
    /// Where what the page shows is gathered, when somebody wants its files.
    pub take_away: Option<ExportCollector>,
}

impl PageContext {
    /// The visit that is being answered.
    #[must_use]
    pub fn current() -> Self {
        use_context::<Self>().expect("every page is rendered with its visit provided")
    }

    #[must_use]
    pub fn parameters(&self) -> Parameters {
        Parameters::of_page(&self.query)
    }

    /// A text of the interface.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.language.text(name)
    }

    /// The word for a member of a closed set, such as `word("step", "apply")`.
    #[must_use]
    pub fn word(&self, family: &str, member: &str) -> String {
        self.language.word(family, member)
    }

    /// Name of the city whose installation this is; `None` where it is not known.
    #[must_use]
    pub fn city_name(&self) -> Option<String> {
        self.snapshot.home().map(|city| self.language.pick(&city.name, &city.name_en).to_owned())
    }

    /// Name of the whole site: the city's and the product's.
    #[must_use]
    pub fn site_title(&self) -> String {
        let site = self.text("site-name");
        match self.city_name() {
            Some(city) => self.language.text_with("title-of-city", [("city", city.into()), ("site", site.into())]),
            None => site,
        }
    }

    /// Whether the page is one of the staff side.
    #[must_use]
    pub fn is_for_staff(&self) -> bool {
        is_staff_page(&self.page)
    }

    /// The address of another page in the language of this one.
    #[must_use]
    pub fn link(&self, page: &str) -> String {
        self.language.path(page)
    }

    /// An address of this site as search engines ask for it: whole, where the site knows its own.
    #[must_use]
    pub fn whole_address(&self, address: &str) -> String {
        self.settings.public_url.as_ref().map_or_else(|| address.to_owned(), |site| site.of(address))
    }

    /// The address of this page, with its query, in a language.
    #[must_use]
    pub fn address_in(&self, language: Language) -> String {
        let page = language.path(&self.page);
        let query = known_part(&self.query);
        if query.is_empty() { page } else { format!("{page}?{query}") }
    }

    /// The last part of the address, decoded: the id of what the page shows.
    #[must_use]
    pub fn last_part(&self) -> String {
        let last = self.page.rsplit('/').next().unwrap_or_default();
        percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned()
    }
}
