//! What changed lately in the catalogue.

use leptos::prelude::*;

use super::figure::SampleLabel;
use crate::domain::procedure::{Step, StepState};
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
    let lang = (language != visit.language).then(|| language.html_lang());
    let changes = changed.changes.iter().map(|change| view! { <li>{change_text(visit, *change)}</li> }).collect_view();
    view! {
        <li>
            <time datetime=changed.on.to_string()>{visit.short_date(changed.on)}</time>
            <div>
                <a href=visit.link(&format!("/procedures/{}", changed.procedure.id)) lang=lang>{name.to_owned()}</a>
                " "
                <SampleLabel when=changed.procedure.sample />
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
            [("step", step_name(visit, step)), ("from", state_name(visit, from)), ("to", state_name(visit, to))],
        ),
        Change::Excluded(true) => visit.text("home-change-excluded"),
        Change::Excluded(false) => visit.text("home-change-included"),
    }
}

fn step_name(visit: &Visit, step: Step) -> String {
    visit.text(match step {
        Step::Apply => "home-step-apply",
        Step::Identify => "home-step-identify",
        Step::Attach => "home-step-attach",
        Step::Pay => "home-step-pay",
        Step::Receive => "home-step-receive",
    })
}

fn state_name(visit: &Visit, state: StepState) -> String {
    visit.text(match state {
        StepState::Online => "home-state-online",
        StepState::Counter => "home-state-counter",
        StepState::NotNeeded => "home-state-not-needed",
    })
}
