//! Whether every record in a database is within its limits.

use std::fmt::Display;

use chrono::{Datelike, NaiveDate};
use domain::calendar::FiscalYear;
use domain::card::CardCount;
use domain::ending::EndingKind;
use domain::limits;
use domain::procedure::{LocalText, Procedure};
use domain::usage::Usage;
use domain::web_address;
use store::error::AppError;
use store::{Connection, areas, cards, catalogue, guides, indicators, procedures, sources, synonyms};

/// Collects what is wrong.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn check(&mut self, is_right: bool, what: impl Display) {
        if !is_right && self.0.len() < 10 {
            self.0.push(what.to_string().chars().take(500).collect());
        }
    }

    fn text(&mut self, column: &str, text: &str) {
        let length = text.chars().count();
        self.check(length <= limits::max_chars(column), format_args!("{column} has {length} characters"));
        let bad = text.chars().find(|letter| letter.is_control() || *letter == char::REPLACEMENT_CHARACTER);
        self.check(bad.is_none(), format_args!("{column} has the character {bad:?}: {text:?}"));
    }

    fn texts(&mut self, column: &str, text: &LocalText) {
        let LocalText { ja, easy, en } = text;
        self.text(column, ja);
        self.text(column, easy);
        self.text(column, en);
    }

    fn count(&mut self, what: &str, count: i64) {
        let right = 0..=i64::try_from(limits::FIGURE).unwrap_or(i64::MAX);
        self.check(right.contains(&count), format_args!("{what} is {count}"));
    }

    fn day(&mut self, what: &str, day: NaiveDate) {
        self.check((1873..=2199).contains(&day.year()), format_args!("{what} is {day}"));
    }

    fn year(&mut self, what: &str, year: FiscalYear) {
        self.check((1873..=2199).contains(&year.0), format_args!("{what} is {}", year.0));
    }

    fn usage(&mut self, usage: &Usage) {
        self.year("fiscal year of usage", usage.fiscal_year);
        let (total, online) = (usage.total, usage.online);
        total.iter().chain(&online).for_each(|count| self.count("usage", *count));
        self.check(total.zip(online).is_none_or(|(total, online)| online <= total), "more online than in total");
    }

    fn cards(&mut self, count: &CardCount) {
        self.count("cards", count.cards.0);
        self.count("population", count.population.0);
        self.day("day of cards", count.as_of);
        self.day("day of population", count.population_as_of);
    }

    fn procedure(&mut self, procedure: &Procedure) {
        self.texts("name", &procedure.name);
        self.check(!procedure.name.ja.is_empty(), "a procedure has no name");
        self.text("kana", &procedure.kana);
        self.texts("summary", &procedure.summary);
        self.text("legal_basis", &procedure.legal_basis);
        self.text("processing", &procedure.processing);
        self.text("fee_note", &procedure.fee.note);
        procedure.papers.iter().for_each(|paper| self.text("papers", paper));
        self.check(procedure.papers.iter().all(|paper| !paper.is_empty()), "an empty paper");
        procedure.fee.yen.iter().for_each(|yen| self.count("fee", *yen));
        procedure.checked_on.iter().for_each(|day| self.day("day of the check", *day));
        if let Some(ending) = &procedure.ending {
            self.day("day of the end", ending.on);
            self.text("ending_reason", &ending.reason);
            let has_reason = ending.kind == EndingKind::Abolished || !ending.reason.is_empty();
            self.check(has_reason, "an entry is withdrawn without a reason");
            self.check(ending.successor.as_ref() != Some(&procedure.id), "a procedure is its own successor");
        }
        procedure.planned_fiscal_year.iter().for_each(|plan| self.year("planned year", plan.first_year()));
        procedure.usage.iter().for_each(|usage| self.usage(usage));
        self.check(procedure.channels.len() <= limits::CHANNELS, format_args!("{} channels", procedure.channels.len()));
        for channel in &procedure.channels {
            let is_right = channel.url.is_empty()
                || (channel.url.len() <= limits::ADDRESS && web_address::check(&channel.url).is_ok());
            self.check(is_right, format_args!("a channel at {} bytes: {}", channel.url.len(), channel.url));
        }
        procedure.step_events.iter().for_each(|event| self.day("day of a step", event.effective_on));
        procedure.exclusion_events.iter().for_each(|event| {
            self.day("day of an exclusion", event.effective_on);
            self.text("excluded_reason", &event.reason);
        });
    }
}

/// What is wrong with the records in a database.
pub(super) async fn faults(connection: &mut Connection) -> Result<Vec<String>, AppError> {
    let mut faults = Faults::default();
    for procedure in procedures::list_procedures(connection).await? {
        faults.procedure(&procedure);
    }
    for record in procedures::list_usage(connection).await? {
        faults.usage(&record.usage);
    }
    for department in catalogue::list_departments(connection).await? {
        faults.text("department", &department.name);
    }
    for source in sources::list_sources(connection).await? {
        faults.text("source", &source.title);
        faults.check(!source.title.trim().is_empty(), "a source has no title");
    }
    for area in areas::list_areas(connection).await? {
        faults.text("name", &area.name);
        faults.check(!area.name.is_empty(), format_args!("the area {} has no name", area.code));
    }
    for count in areas::list_population(connection).await? {
        faults.count("population", count.population.0);
        faults.day("day of population", count.as_of);
    }
    for count in cards::list_card_counts(connection).await? {
        faults.cards(&count);
    }
    for age in cards::list_age_counts(connection).await? {
        faults.cards(&age.count);
    }
    for boundary in areas::list_boundaries(connection).await? {
        faults.check(is_outline(&boundary.geometry), format_args!("an outline: {}", boundary.geometry));
    }
    for indicator in indicators::list_indicators(connection).await? {
        faults.texts("name", &indicator.name);
        [&indicator.unit, &indicator.plan].into_iter().for_each(|text| faults.text("unit", text));
        [&indicator.formula, &indicator.reason, &indicator.caveat]
            .into_iter()
            .for_each(|text| faults.texts("formula", text));
    }
    for (_, value) in indicators::list_indicator_values(connection).await? {
        #[allow(clippy::cast_precision_loss, reason = "the limit is below 2^53")]
        let right = 0.0..=limits::FIGURE as f64;
        faults.check(right.contains(&value.value), format_args!("a value is {}", value.value));
        faults.year("year of a value", value.fiscal_year);
        faults.text("note", &value.note);
    }
    for guide in guides::list_guides(connection).await? {
        faults.texts("title", &guide.title);
        faults.check(!guide.title.ja.is_empty(), format_args!("the guide {} has no title", guide.id));
        for entry in &guide.entries {
            faults.texts("note", &entry.note);
            faults.check(entry.days.is_none_or(|days| days.abs() <= 3_660), format_args!("{} days", entry.id));
            let is_named = entry.procedure.is_some() || !entry.title.ja.is_empty();
            faults.check(is_named, format_args!("the entry {} has no name", entry.id));
        }
        let refused = domain::guide::check(&guide).into_iter().filter(|finding| finding.kind.is_refused());
        for finding in refused.filter(|finding| !matches!(finding.place, domain::guide::FindingPlace::Question(_))) {
            faults.check(false, format_args!("the guide {}: {} {:?}", guide.id, finding.kind, finding.place));
        }
    }
    for synonym in synonyms::list_synonyms(connection).await? {
        faults.text("word", &synonym.word);
        synonym.means.iter().for_each(|word| faults.text("means", word));
        faults.check(!synonym.means.is_empty(), format_args!("{} means nothing", synonym.word));
    }
    Ok(faults.0)
}

/// Whether a text is an outline and nothing else: finite coordinates on earth, no members that nobody asked for.
fn is_outline(geometry: &str) -> bool {
    let Ok(serde_json::Value::Object(members)) = serde_json::from_str(geometry) else { return false };
    let is_known = |name: &String| matches!(name.as_str(), "type" | "coordinates");
    members.keys().all(is_known) && members.len() == 2
}
