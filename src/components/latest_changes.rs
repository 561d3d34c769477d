//! Entries of the list of changes, for the home page and the list itself.

use domain::changes::ChangeKind;
use leptos::prelude::*;

use super::badge::ChangeBadge;
use super::procedure_name::ProcedureName;
use super::sample_label::SampleLabel;
use crate::components::markup::{IntoMarkup, Markup};
use crate::pages::PageContext;
use crate::server::changes::lines;
use crate::server::figures::{CatalogueChange, ChangeNews};

/// The latest changes with name, what changed and the effective date.
#[component]
pub fn LatestChanges(most: usize) -> Markup {
    let visit = PageContext::current();
    let changes = visit.snapshot.changes_on(visit.today);
    let latest: Vec<_> = changes.iter().filter(|change| change.kind() != ChangeKind::Planned).take(most).collect();
    if latest.is_empty() {
        return view! { <p>{visit.text("changes-none")}</p> }.into_markup();
    }
    change_list(&visit, &latest)
}

/// A vertical list of changes.
#[must_use]
pub fn change_list(visit: &PageContext, changes: &[&CatalogueChange]) -> Markup {
    let entries = changes.iter().map(|change| entry(visit, change)).collect_view();
    view! { <ol class="changes" role="list">{entries}</ol> }.into_markup()
}

fn entry(visit: &PageContext, change: &CatalogueChange) -> Markup {
    let procedure = &visit.snapshot.procedures[change.procedure];
    let lines = lines(visit.language, &change.news).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let when = match &change.news {
        ChangeNews::Day(day) => {
            let date = visit.short_date(day.on);
            let date = if day.kind == ChangeKind::Planned {
                visit.format_text("changes-from", [("date", date)])
            } else {
                date
            };
            view! { <time datetime=day.on.to_string()>{date}</time> }.into_markup()
        }
        ChangeNews::Plan(year) => view! { <span class="when">{visit.short_fiscal_year(*year)}</span> }.into_markup(),
    };
    // The heading above plans already says what the badge would say.
    let badge = (change.kind() != ChangeKind::Planned).then(|| view! { <p><ChangeBadge kind=change.kind() /></p> });
    view! {
        <li>
            {when}
            <div>
                <a href=visit.link(&format!("/procedures/{}", procedure.id))><ProcedureName procedure=procedure /></a>
                " "
                <SampleLabel sample=procedure.sample />
                {badge}
                <ul class="what-changed">{lines}</ul>
            </div>
        </li>
    }
    .into_markup()
}
