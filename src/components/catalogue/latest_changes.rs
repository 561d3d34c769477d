//! Entries of the list of changes, for the home page and the list itself.

use domain::timeline::{ChangeKind, DailyChanges};
use leptos::prelude::*;

use super::procedure_name::ProcedureName;
use crate::components::base::badge::ChangeBadge;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::sample_label::SampleLabel;
use crate::page_context::PageContext;
use crate::server::read_model::change_search::lines;
use crate::server::read_model::figures::{CatalogueChange, ChangeNews, EndNews};

/// The latest changes with name, what changed and the effective date.
#[component]
pub fn LatestChanges(most: usize) -> Markup {
    let context = PageContext::current();
    let changes = context.snapshot.changes_on(context.as_of);
    let latest: Vec<_> = changes.iter().filter(|change| change.kind() != ChangeKind::Planned).take(most).collect();
    if latest.is_empty() {
        return view! { <p>{context.text("changes-none")}</p> }.into_markup();
    }
    change_list(&context, &latest)
}

/// A vertical list of changes.
#[must_use]
pub fn change_list(context: &PageContext, changes: &[&CatalogueChange]) -> Markup {
    let entries = changes.iter().map(|change| entry(context, change)).collect_view();
    view! { <ol class="changes" role="list">{entries}</ol> }.into_markup()
}

fn entry(context: &PageContext, change: &CatalogueChange) -> Markup {
    let procedure = &context.snapshot.procedures[change.procedure];
    let lines = lines(context.language, &change.news).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let when = match &change.news {
        ChangeNews::Day(DailyChanges { on, kind, .. }) | ChangeNews::End(EndNews { on, kind, .. }) => {
            let date = context.short_date(*on);
            let date =
                if *kind == ChangeKind::Planned { context.format_text("changes-from", [("date", date)]) } else { date };
            view! { <time datetime=on.to_string()>{date}</time> }.into_markup()
        }
        ChangeNews::Plan(plan) => view! { <span class="when">{context.short_planned_year(*plan)}</span> }.into_markup(),
    };
    // The heading above plans already says what the badge would say.
    let badge = (change.kind() != ChangeKind::Planned).then(|| view! { <p><ChangeBadge kind=change.kind() /></p> });
    view! {
        <li>
            {when}
            <div>
                <a href=context.link(&format!("/procedures/{}", procedure.id))><ProcedureName procedure=procedure /></a>
                " "
                <SampleLabel sample=procedure.sample />
                {badge}
                <ul class="what-changed">{lines}</ul>
            </div>
        </li>
    }
    .into_markup()
}
