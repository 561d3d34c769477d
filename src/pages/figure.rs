use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::PageContext;
use super::not_found::NotFoundPage;
use crate::components::account::account_view;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::foreign::mark_japanese;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::mistake::Mistake;
use crate::components::page_head::PageHead;
use crate::components::sample_label::SampleLabel;
use crate::server::accounts::Figure;

/// One figure in detail: formula, numerator and denominator, rows, exclusions, dates and sources.
#[component]
pub fn FigurePage() -> Markup {
    let visit = PageContext::current();
    let read = Figure::read(&visit.last_part(), &visit.parameters());
    let opened = match read {
        Ok(figure) => figure.and_then(|figure| Some((figure.account(&visit.snapshot, visit.today)?, figure))),
        Err(mistake) => {
            let title = visit.text("account-title");
            return view! {
                <PageHead title=title.clone() />
                <h1>{title}</h1>
                <Mistake mistake=mistake page="/definitions" page_name=visit.text("definitions-title") />
            }
            .into_markup();
        }
    };
    let Some((account, figure)) = opened else {
        expect_context::<ResponseOptions>().set_status(http::StatusCode::NOT_FOUND);
        return view! { <NotFoundPage /> }.into_markup();
    };
    let subject = visit.language.of(&account.subject).0.to_owned();
    let name = visit.definition(account.definition, "name");
    let title = visit.format_text("account-title-of", [("subject", subject), ("name", name.clone())]);
    let trail = vec![(visit.text("definitions-title"), "/definitions".to_owned())];
    view! {
        <PageHead title=title.clone() description=visit.text("account-lead") canonical=visit.link(&figure.address()) />
        <Breadcrumbs trail=trail current=name />
        <div class="sections">
            <div class="stack">
                <h1>{mark_japanese(&visit, &title)} " " <SampleLabel sample=account.sample /></h1>
                <p class="lead">{visit.text("account-lead")}</p>
            </div>
            {account_view(&visit, &figure, &account)}
        </div>
    }
    .into_markup()
}
