//! The personal list: from home first, then by counter, then what others do.

use domain::guide::{
    Counter, EntryId, Given, Guide, Item, MergedPaper, PersonalList, QuestionKind, card_needs, longest_time,
    merged_papers, summed_fees,
};
use domain::paper::ProcedurePaper;
use domain::text::group_thousands;
use leptos::prelude::*;

use super::items::{item_list, item_title, undecided_list};
use super::local_text;
use crate::components::base::foreign::mark_japanese;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::{SampleLabel, titled};
use crate::components::catalogue::needed::time_text;
use crate::components::catalogue::papers::{paper_name, paper_terms};
use crate::page_context::PageContext;
use crate::server::guide_calendar::calendar_address;
use crate::server::query::url_within;
use crate::server::read_model::guides::GuideQuery;
use crate::server::read_model::snapshot::OfficeEntry;

/// The result of a guide.
#[must_use]
pub fn guide_result(context: &PageContext, guide: &Guide, query: &GuideQuery, list: &PersonalList<'_>) -> Markup {
    let home = (!list.home.is_empty()).then(|| section(context, "guide-home", item_list(context, guide, &list.home)));
    let elsewhere = (!list.elsewhere.is_empty())
        .then(|| section(context, "guide-elsewhere", item_list(context, guide, &list.elsewhere)));
    let perhaps = (!list.perhaps.is_empty()).then(|| {
        let items = undecided_list(context, guide, &list.perhaps);
        let body = view! { <p>{context.text("guide-perhaps-lead")}</p> {items} }.into_markup();
        section(context, "guide-perhaps", body)
    });
    let nothing = list.is_empty().then(|| view! { <p class="notice">{context.text("guide-nothing")}</p> });
    let has_dates = list.needed().iter().any(|item| item.due.is_some());
    let calendar = has_dates.then(|| {
        let address = query.address(guide, &context.link(&calendar_address(guide)));
        view! { <a href=address download="">{context.text("guide-calendar")}</a> }
    });
    let rest_day = has_dates.then(|| view! { <p class="small quiet">{context.text("guide-rest-day")}</p> });
    let again = (!query.is_empty()).then(|| {
        let page = context.link(&url_within("/guides", guide.id.as_str()));
        view! { <a class="no-print" href=page>{context.text("guide-start-over")}</a> }
    });
    view! {
        <section
            class="guide-result sections"
            id="result"
            aria-labelledby="summary"
            data-ticks=guide.id.to_string()
            data-tick-label=context.text("guide-tick")
        >
            <header class="stack">
                <h2 id="summary">{summary(context, list)}</h2>
                {answers(context, guide, query)}
                <p class="actions">{calendar} " " {again}</p>
            </header>
            {nothing}
            <div class="guide-groups">
                {home}
                {counters(context, guide, &list.counters)}
                {elsewhere}
                {perhaps}
            </div>
            {totals(context, list)}
            {rest_day}
        </section>
    }
    .into_markup()
}

/// How much there is to do, in a sentence.
#[must_use]
pub fn summary(context: &PageContext, list: &PersonalList<'_>) -> String {
    let language = context.language;
    let (home, office, elsewhere) = (list.home.len(), list.at_counters().len(), list.elsewhere.len());
    let total = home + office + elsewhere;
    let part = |name: &str, count: usize| language.text_with(name, [("count", count.into())]);
    let parts: Vec<String> = [
        (home > 0).then(|| part("guide-part-home", home)),
        (office > 0).then(|| {
            let values = [("count", office.into()), ("counters", list.counters.len().into())];
            language.text_with("guide-part-office", values)
        }),
        (elsewhere > 0).then(|| part("guide-part-elsewhere", elsewhere)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let parts = parts.join(&context.text("list-separator"));
    let certain = match total {
        0 => context.text("guide-summary-none"),
        _ => language.text_with("guide-summary", [("total", total.into()), ("parts", parts.into())]),
    };
    match list.perhaps.len() {
        0 => certain,
        more => format!(
            "{certain}{}{}",
            context.text("sentence-separator"),
            language.text_with("guide-summary-perhaps", [("count", more.into())])
        ),
    }
}

fn section(context: &PageContext, title: &'static str, body: Markup) -> Markup {
    view! {
        <section class="stack" aria-labelledby=title>
            <h3 id=title>{context.text(title)}</h3>
            {body}
        </section>
    }
    .into_markup()
}

/// What was answered, for who reads the list on paper or was sent it.
fn answers(context: &PageContext, guide: &Guide, query: &GuideQuery) -> Markup {
    let said = |given: &Given, question: &domain::guide::Question| {
        let mut words: Vec<Markup> = question.chosen(given).map(|answer| local_text(context, &answer.text)).collect();
        if given.rest_is_unknown {
            words.push(context.text("guide-answer-unknown").into_markup());
        } else if words.is_empty() && question.kind == QuestionKind::Several {
            words.push(context.text("guide-answer-none").into_markup());
        }
        words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()
    };
    let asked = guide.asked(&query.given);
    let open = asked.iter().filter(|asked| asked.given.is_none()).count();
    let rows: Vec<_> = asked
        .iter()
        .filter_map(|asked| {
            let given = asked.given?;
            Some(view! {
                <div>
                    <dt>{local_text(context, &asked.question.text)}</dt>
                    <dd><ul role="list">{said(given, asked.question)}</ul></dd>
                </div>
            })
        })
        .collect();
    let day = query.day.map(|day| {
        view! { <div><dt>{local_text(context, &guide.day)}</dt><dd>{context.date(day)}</dd></div> }
    });
    let open = (open > 0 && !rows.is_empty()).then(|| {
        let words = context.language.text_with("guide-open-questions", [("count", open.into())]);
        view! { <p class="notice no-print"><a href="#questions">{words}</a></p> }
    });
    let rows = (!rows.is_empty() || day.is_some()).then(|| view! { <dl class="guide-said small">{rows} {day}</dl> });
    view! { {open} {rows} }.into_markup()
}

/// Offices that are named at a counter.
const MOST_OFFICES: usize = 30;

/// The offices at which all of this is done, as far as it is known of every single thing.
fn offices(context: &PageContext, counter: &Counter<'_>) -> Option<Markup> {
    let mut common: Option<Vec<&OfficeEntry>> = None;
    for item in &counter.items {
        let found = context.snapshot.offices.of_procedure(&item.facts?.procedure.id);
        common = Some(match common {
            None => found,
            Some(before) => {
                before.into_iter().filter(|one| found.iter().any(|other| other.office.id == one.office.id)).collect()
            }
        });
    }
    let link = |entry: &OfficeEntry| {
        let office = &entry.office;
        let page = context.link(&url_within("/offices", office.id.as_str()));
        view! {
            <li>
                <a href=page lang=context.lang_of_pick(&office.name_en)>{context.office_name(office)}</a>
                " "
                <SampleLabel sample=office.sample />
            </li>
        }
    };
    let common = common?;
    let others = common.len().saturating_sub(MOST_OFFICES);
    let others = (others > 0).then(|| {
        let list = context.link("/offices");
        let words = context.format_text("office-more", [("count", others.to_string())]);
        view! { <p><a href=list>{words}</a></p> }
    });
    let links: Vec<_> = common.into_iter().take(MOST_OFFICES).map(link).collect();
    (!links.is_empty()).then(|| {
        view! {
            <div class="small">
                <p>{context.text("guide-counter-offices")}</p>
                <ul role="list" class="chips">{links}</ul>
                {others}
            </div>
        }
        .into_markup()
    })
}

/// The visit: each counter with how to reach it, and the offices where it is.
fn counters(context: &PageContext, guide: &Guide, counters: &[Counter<'_>]) -> Option<Markup> {
    if counters.is_empty() {
        return None;
    }
    let parts: Vec<_> = counters
        .iter()
        .map(|counter| {
            let department = counter.department.and_then(|code| context.snapshot.department(code));
            let (title, sample) = match department {
                Some(department) => {
                    (mark_japanese(context, &context.language.department_name(department)), department.sample)
                }
                None => (context.text("guide-counter-unknown").into_markup(), false),
            };
            let line = |name: &str, japanese: &str, english: &str| {
                let text = context.language.pick(japanese, english).to_owned();
                let foreign = context.lang_of_pick(english);
                (!text.is_empty()).then(|| view! { <li>{context.text(name)} " " <span lang=foreign>{text}</span></li> })
            };
            let contact = department.map(|department| {
                view! {
                    <ul role="list" class="details">
                        {line("contact-counter", &department.counter, &department.counter_en)}
                        {line("contact-hours", &department.hours, &department.hours_en)}
                        {line("contact-phone", &department.phone, &department.phone)}
                    </ul>
                }
            });
            view! {
                <div class="guide-counter stack">
                    {titled(view! { <h4>{title}</h4> }, sample)}
                    {contact}
                    {offices(context, counter)}
                    {item_list(context, guide, &counter.items)}
                </div>
            }
        })
        .collect();
    Some(section(context, "guide-office", parts.into_markup()))
}

/// Papers, fees, time and the card, over everything that the city does.
fn totals(context: &PageContext, list: &PersonalList<'_>) -> Option<Markup> {
    let all = list.by_the_city();
    if all.is_empty() {
        return None;
    }
    let names = |ids: &[&EntryId]| names_of(context, &all, ids);
    let fees = summed_fees(&all);
    let yen = context.format_text("fee-yen", [("yen", group_thousands(fees.yen))]);
    let known = match (fees.known, fees.yen) {
        (0, _) => None,
        (_, 0) => Some(context.text("fee-none")),
        _ => Some(context.format_text("guide-fees-total", [("yen", yen)])),
    };
    let unknown_fees = (!fees.unknown.is_empty()).then(|| {
        let words = context.language.text_with("guide-fees-unknown", [("count", fees.unknown.len().into())]);
        view! { <div>{words} " " {names(&fees.unknown)}</div> }
    });
    let time = longest_time(&all).map(|longest| {
        let more = (longest.unknown > 0)
            .then(|| context.language.text_with("guide-time-unknown", [("count", longest.unknown.into())]));
        let facts = longest.facts;
        let found = context.snapshot.contradictions_on(facts.procedure, context.as_of);
        let time = time_text(context, facts.procedure, facts.supplement.details.as_ref(), &found);
        view! {
            <div>
                <dt>{context.text("guide-time")}</dt>
                <dd>{time} " " {names(&[longest.entry])} " " {more}</dd>
            </div>
        }
    });
    let cards = card_needs(&all);
    let card = |word: &str, ids: &[&EntryId]| {
        (!ids.is_empty()).then(|| view! { <div>{context.word("card", word)} " " {names(ids)}</div> })
    };
    let needs_card = !cards.signature.is_empty() || !cards.identification.is_empty();
    let unknown_card = (!cards.unknown.is_empty())
        .then(|| view! { <div>{context.text("guide-card-unknown")} " " {names(&cards.unknown)}</div> });
    let no_card = (!needs_card && cards.unknown.is_empty()).then(|| context.word("card", "none"));
    let at_counters = list.at_counters();
    let bring = (!at_counters.is_empty()).then(|| papers(context, "guide-papers", &at_counters));
    let at_hand = (!list.home.is_empty()).then(|| papers(context, "guide-papers-home", &list.home));
    let totals = view! {
        <section class="guide-totals stack" aria-labelledby="guide-totals">
            <h3 id="guide-totals">{context.text("guide-totals")}</h3>
            <dl class="facts">
                {bring}
                {at_hand}
                <div>
                    <dt>{context.text("guide-card")}</dt>
                    <dd>
                        {card("signature", &cards.signature)}
                        {card("identification", &cards.identification)}
                        {unknown_card}
                        {no_card}
                    </dd>
                </div>
                <div><dt>{context.text("guide-fees")}</dt><dd>{known.map(|known| view! { <p>{known}</p> })} {unknown_fees}</dd></div>
                {time}
            </dl>
        </section>
    };
    Some(totals.into_markup())
}

/// The papers of these items, each of them once.
fn papers(context: &PageContext, title: &'static str, items: &[Item<'_>]) -> Markup {
    let merged = merged_papers(items, &context.snapshot.supplements.papers);
    let needed: Vec<_> = merged.needed.iter().map(|paper| merged_paper(context, items, paper)).collect();
    let unstated = (!merged.unstated.is_empty()).then(|| {
        view! { <div>{context.text("guide-papers-unstated")} " " {names_of(context, items, &merged.unstated)}</div> }
    });
    let nothing = (merged.needed.is_empty() && merged.unstated.is_empty()).then(|| context.text("guide-papers-none"));
    let needed = (!needed.is_empty()).then(|| view! { <ul class="guide-papers">{needed}</ul> });
    view! { <div><dt>{context.text(title)}</dt><dd>{needed} {unstated} {nothing}</dd></div> }.into_markup()
}

/// A paper once, with what it is needed for: how many, and in which cases.
fn merged_paper(context: &PageContext, items: &[Item<'_>], paper: &MergedPaper<'_>) -> Markup {
    let count = (paper.count > 1).then(|| {
        let words = context.language.text_with("paper-quantity", [("count", paper.count.into())]);
        view! { <span class="small">{words}</span> " " }
    });
    let named = paper.entries.iter().filter_map(|id| {
        let item = items.iter().find(|item| item.entry.id == **id)?;
        // The number of all together stands beside the name.
        let details = paper.details.iter().find(|(entry, _)| entry == id).map(|(_, details)| (*details).clone());
        let terms = details.and_then(|details| paper_terms(context, &ProcedurePaper { count: None, ..details }));
        Some(view! { <li>{item_title(context, item)} " " {terms}</li> })
    });
    let named: Vec<_> = named.collect();
    view! {
        <li>
            {paper_name(context, paper.paper, paper.name)} " " {count}
            <ul role="list" class="guide-names small">{named}</ul>
        </li>
    }
    .into_markup()
}

/// The names of entries, in small letters behind what they have in common.
fn names_of(context: &PageContext, items: &[Item<'_>], ids: &[&EntryId]) -> Markup {
    let named = ids.iter().filter_map(|id| items.iter().find(|item| item.entry.id == **id));
    let names: Vec<_> = named.map(|item| view! { <li>{item_title(context, item)}</li> }).collect();
    view! { <ul role="list" class="guide-names small">{names}</ul> }.into_markup()
}
