//! The selected measure and dates of the card counts, and the controls to choose them.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::card::{Measure, TargetRate};
use leptos::prelude::*;

use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::query::QueryError;
use crate::server::read_model::figures::dates_of;

string_enum! {
    /// Which cities a page lists side by side instead of the wards of one city.
    pub enum CityList ("list of cities") {
        Municipalities = "municipalities",
        /// 政令指定都市
        DesignatedCities = "designated-cities",
    }
}

/// The selection, with the available days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardChoice {
    pub measure: Measure,
    /// The measures that have counts.
    pub offered: Vec<Measure>,
    /// Days with counts of this measure, newest first.
    pub dates: Vec<NaiveDate>,
    /// The selected day; `None` if there are no counts of this measure.
    pub as_of: Option<NaiveDate>,
    /// The earlier day to compare with; `None` if there is none.
    pub from: Option<NaiveDate>,
    /// The requested target rate.
    pub target: Option<TargetRate>,
    /// The requested date for reaching the target rate.
    pub by: Option<NaiveDate>,
    /// Requested days without counts, each with the last earlier day that has counts, which is shown instead.
    pub instead: Vec<(NaiveDate, NaiveDate)>,
}

/// Why a query cannot be answered.
#[derive(Debug)]
pub enum BadChoice {
    /// There are no counts on or before that day.
    NoSuchDate {
        wanted: NaiveDate,
        measure: Measure,
        dates: Vec<NaiveDate>,
    },
    /// The comparison day is not before the selected day.
    NotEarlier {
        measure: Measure,
        dates: Vec<NaiveDate>,
    },
    Query(QueryError),
}

impl From<QueryError> for BadChoice {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

impl CardChoice {
    /// Reads `measure`, `as_of` and `from` from the query. The defaults are the measure with the newest counts, its
    /// newest day, and the day before that. Any day up to today is accepted: a day without counts falls back to the last
    /// count before it, which is what was known then.
    ///
    /// # Errors
    /// Returns an error if a value cannot be parsed, a day is in the future, or there are no counts up to a day.
    pub fn read(context: &PageContext, areas: &[AreaCode]) -> Result<Self, BadChoice> {
        let parameters = context.parameters();
        let dates_of = |measure| dates_of(&context.snapshot, areas.iter(), measure);
        let measure = match parameters.read("measure")? {
            Some(measure) => measure,
            None if dates_of(Measure::Held).first() >= dates_of(Measure::Issued).first() => Measure::Held,
            None => Measure::Issued,
        };
        let dates = dates_of(measure);
        let offered = Measure::ALL.iter().copied().filter(|each| !dates_of(*each).is_empty()).collect();
        let day = |name| parameters.recorded_day(name, context.today);
        let (as_of, from) = (day("as_of")?, day("from")?);
        let mut instead = Vec::new();
        let mut counted = |wanted: Option<NaiveDate>| -> Result<Option<NaiveDate>, BadChoice> {
            let Some(wanted) = wanted else { return Ok(None) };
            let Some(found) = dates.iter().copied().find(|date| *date <= wanted) else {
                return Err(BadChoice::NoSuchDate { wanted, measure, dates: dates.clone() });
            };
            if found != wanted {
                instead.push((wanted, found));
            }
            Ok(Some(found))
        };
        let (as_of, from) = (counted(as_of)?, counted(from)?);
        let as_of = as_of.or_else(|| dates.first().copied());
        if let (Some(as_of), Some(from)) = (as_of, from)
            && from >= as_of
        {
            return Err(BadChoice::NotEarlier { measure, dates });
        }
        let from = from.or_else(|| as_of.and_then(|as_of| dates.iter().copied().find(|date| *date < as_of)));
        let (target, by) = (parameters.read("target")?, parameters.date("by")?);
        Ok(Self { measure, offered, dates, as_of, from, target, by, instead })
    }

    /// The selection if only the measure is given: its newest day.
    fn newest(measure: Measure, dates: Vec<NaiveDate>) -> Self {
        let as_of = dates.first().copied();
        Self { measure, offered: vec![measure], as_of, from: None, target: None, by: None, dates, instead: Vec::new() }
    }
}

/// Says which day's counts are shown instead of the requested ones.
#[must_use]
pub fn fallback_notice(context: &PageContext, choice: &CardChoice) -> Markup {
    choice
        .instead
        .iter()
        .map(|(asked, shown)| {
            let values = [("asked", context.date(*asked)), ("shown", context.date(*shown))];
            view! { <p class="notice" role="status">{context.format_text("cards-date-instead", values)}</p> }
        })
        .collect_view()
        .into_markup()
}

/// The two measures as links, with the chosen one marked. They are different series and never replace each other. One
/// without counts is no choice: it comes last, and says that it has none.
#[component]
pub fn MeasureSwitch(
    measure: Measure,
    /// The measures that have counts.
    offered: Vec<Measure>,
    /// The page's path without query, such as `/cards`.
    page: String,
    /// The other query parameters to keep, such as `list=municipalities`.
    #[prop(optional, into)]
    keeps: String,
) -> Markup {
    let context = PageContext::current();
    let without = Measure::ALL.iter().copied().filter(|each| !offered.contains(each));
    let links: Vec<Markup> = offered
        .iter()
        .copied()
        .chain(without)
        .map(|each| {
            if each != measure && !offered.contains(&each) {
                return view! {
                    <li class="quiet">
                        <p><b>{context.measure_name(each)}</b> " " <span>{context.text("cards-measure-empty")}</span></p>
                    </li>
                }
                .into_markup();
            }
            let separator = if keeps.is_empty() { "" } else { "&" };
            let address = format!("{}?measure={each}{separator}{keeps}", context.link(&page));
            let current = (each == measure).then_some("true");
            let hint = context.text(match each {
                Measure::Held => "cards-held-hint",
                Measure::Issued => "cards-issued-hint",
            });
            view! {
                <li>
                    <a href=address aria-current=current>
                        <b>{context.measure_name(each)}</b>
                        " "
                        <span>{hint}</span>
                    </a>
                </li>
            }
            .into_markup()
        })
        .collect();
    view! {
        <nav class="measure-switch" aria-label=context.text("cards-measure")>
            <ul role="list">{links}</ul>
        </nav>
    }
    .into_markup()
}

/// Form for the day and, if the page compares, the day to compare with.
#[component]
pub fn DateForm(
    choice: CardChoice,
    #[prop(optional)] compares: bool,
    /// The selected list of cities, which is kept.
    #[prop(optional)]
    list: Option<CityList>,
) -> impl IntoView {
    let context = PageContext::current();
    let options = |chosen: Option<NaiveDate>, dates: &[NaiveDate]| -> Vec<Markup> {
        dates
            .iter()
            .map(|date| {
                let selected = chosen == Some(*date);
                view! { <option value=date.to_string() selected=selected>{context.date(*date)}</option> }.into_markup()
            })
            .collect()
    };
    let oldest = choice.dates.last().copied();
    let earlier: Vec<NaiveDate> = choice.dates.iter().copied().filter(|date| Some(*date) < choice.as_of).collect();
    // A comparison needs an earlier day.
    let compare = (compares && !earlier.is_empty()).then(|| {
        view! {
            <div>
                <label for="from">{context.text("cards-choose-from")}</label>
                <select id="from" name="from">
                    {options(choice.from, &earlier)}
                </select>
            </div>
        }
    });
    let form = view! {
        <form class="date-form no-print" method="get" action=context.link("/cards")>
            {list.map(|list| view! { <input type="hidden" name="list" value=list.as_str() /> })}
            <input type="hidden" name="measure" value=choice.measure.as_str() />
            <div>
                <label for="as_of">{context.text("cards-choose-date")}</label>
                <select id="as_of" name="as_of">
                    {options(choice.as_of, &choice.dates)}
                </select>
            </div>
            {compare}
            <button class="button secondary" type="submit">
                {context.text("cards-show")}
            </button>
        </form>
    };
    oldest.map(|_| form)
}

/// The last day with counts in each fiscal year, as links.
#[must_use]
pub fn year_ends(context: &PageContext, choice: &CardChoice) -> Markup {
    let mut years: Vec<(FiscalYear, NaiveDate)> = Vec::new();
    // Newest first: the first day found in a year is its last.
    for date in &choice.dates {
        let year = FiscalYear::of(*date);
        if years.last().is_none_or(|(last, _)| *last != year) {
            years.push((year, *date));
        }
    }
    if years.is_empty() {
        return ().into_markup();
    }
    let links = years
        .into_iter()
        .map(|(year, date)| {
            let href = format!("{}?measure={}&as_of={date}", context.link("/cards"), choice.measure);
            let current = (choice.as_of == Some(date)).then_some("true");
            let values = [("year", context.short_fiscal_year(year)), ("date", context.short_date(date))];
            view! { <li><a href=href aria-current=current>{context.format_text("cards-year-end", values)}</a></li> }
        })
        .collect_view();
    view! {
        <details class="no-print">
            <summary>{context.text("cards-year-ends")}</summary>
            <ul class="inline-list" role="list">{links}</ul>
        </details>
    }
    .into_markup()
}

/// Form for the target rate and the date to reach it by.
#[must_use]
pub fn target_form(context: &PageContext, choice: &CardChoice, target: TargetRate, by: NaiveDate) -> Markup {
    let hidden = [("as_of", choice.as_of), ("from", choice.from)]
        .into_iter()
        .filter_map(|(name, date)| Some(view! { <input type="hidden" name=name value=date?.to_string() /> }))
        .collect_view();
    view! {
        <form class="date-form no-print" method="get" action=format!("{}#distance", context.link("/cards"))>
            <input type="hidden" name="measure" value=choice.measure.as_str() />
            {hidden}
            <div>
                <label for="target">{context.text("cards-choose-target")}</label>
                <input id="target" name="target" type="number" min="0.01" max="100" step="any" value=target.to_string() />
            </div>
            <div>
                <label for="by">{context.text("cards-choose-by")}</label>
                <input id="by" name="by" type="date" value=by.to_string() />
            </div>
            <button class="button secondary" type="submit">{context.text("cards-show")}</button>
        </form>
    }
    .into_markup()
}

/// Says why the query cannot be answered and which queries are possible.
#[component]
pub fn BadChoiceNotice(why: BadChoice) -> Markup {
    let context = PageContext::current();
    let (title, detail, form) = match why {
        BadChoice::NoSuchDate { wanted, measure, dates } => {
            let title = context.format_text("cards-no-such-date", [("date", context.date(wanted))]);
            (title, context.text("cards-choose-another"), Some(CardChoice::newest(measure, dates)))
        }
        BadChoice::NotEarlier { measure, dates } => (
            context.text("cards-not-earlier"),
            context.text("cards-choose-another"),
            Some(CardChoice::newest(measure, dates)),
        ),
        BadChoice::Query(error) => (context.text("figure-bad-address"), error.in_words(context.language), None),
    };
    view! {
        <div class="notice error stack" role="alert">
            <h2>{title}</h2>
            <p>{detail}</p>
        </div>
        {form.map(|choice| view! { <DateForm choice=choice /> })}
        <p>
            <a href=context.link("/cards")>{context.text("cards-to-newest")}</a>
        </p>
    }
    .into_markup()
}
