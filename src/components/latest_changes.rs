//! What changed lately in the catalogue.

use leptos::prelude::*;

use super::sample_label::SampleLabel;
use crate::pages::Visit;
use crate::server::figures::{Change, ChangedProcedure, latest_changes};

/// The latest changes with name, what changed and since when.
#[component]
pub fn LatestChanges(most: usize) -> impl IntoView {
    let visit = Visit::current();
    let latest = latest_changes(&visit.snapshot.procedures, visit.today, most);
    if latest.is_empty() {
        return view! { <p>{visit.text("home-no-changes")}</p> }.into_any();
    }
    let entries = latest.iter().map(|each| entry(&visit, each)).collect_view();
    view! { <ol class="changes" role="list">{entries}</ol> }.into_any()
}

fn entry(visit: &Visit, changed: &ChangedProcedure<'_>) -> AnyView {
    let (name, language) = visit.language.of(&changed.procedure.name);
    let lang = visit.lang(language);
    let changes = changed.changes.iter().map(|change| view! { <li>{change_text(visit, *change)}</li> }).collect_view();
    view! {
        <li>
            <time datetime=changed.on.to_string()>{visit.short_date(changed.on)}</time>
            <div>
                <a href=visit.link(&format!("/procedures/{}", changed.procedure.id)) lang=lang>{name.to_owned()}</a>
                " "
                <SampleLabel sample=changed.procedure.sample />
                <ul class="what-changed">{changes}</ul>
            </div>
        </li>
    }
    .into_any()
}

fn change_text(visit: &Visit, change: Change) -> String {
    match change {
        Change::Step { step, from, to } => visit.say(
            "home-change-step",
            [
                ("step", visit.word("step", step.as_str())),
                ("from", visit.word("state", from.as_str())),
                ("to", visit.word("state", to.as_str())),
            ],
        ),
        Change::Excluded(true) => visit.text("home-change-excluded"),
        Change::Excluded(false) => visit.text("home-change-included"),
    }
}
