//! `/procedures/{id}/reports`: the feedback form of a procedure on a separate page. A rejected form is shown here as
//! it was submitted, with its errors.

use domain::ending::Validity;
use domain::procedure::ProcedureId;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::not_found::NotFoundPage;
use super::withdrawn::WithdrawnPage;
use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::catalogue::ending::EndingNotice;
use crate::components::catalogue::procedure_name::ProcedureName;
use crate::components::catalogue::report_form::{ReportForm, mistake_in_words};
use crate::page_context::PageContext;
use crate::server::reports::{RejectedReport, ReportRejection};

#[component]
pub fn ReportPage() -> Markup {
    let context = PageContext::current();
    let page = context.page.strip_suffix("/reports").unwrap_or(&context.page);
    let about = PageContext { page: page.to_owned(), ..context.clone() };
    let id = about.last_part().parse::<ProcedureId>().ok();
    let Some((_, procedure)) = id.as_ref().and_then(|id| context.snapshot.procedure(id)) else {
        return view! { <NotFoundPage /> }.into_markup();
    };
    let is_in_force = match procedure.validity(context.today, context.today) {
        Validity::Withdrawn => return view! { <WithdrawnPage procedure=procedure /> }.into_markup(),
        validity => validity == Validity::InForce,
    };
    if !is_in_force && let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(http::StatusCode::GONE);
    }
    let page = format!("/procedures/{}", procedure.id);
    let name = context.language.of(&procedure.name).0.to_owned();
    let refused = use_context::<RejectedReport>();
    let choices = refused.as_ref().map(|refused| refused.choices.clone()).unwrap_or_default();
    let mistakes = match &refused {
        Some(RejectedReport { refusal: ReportRejection::Mistakes(mistakes), .. }) => mistakes.clone(),
        _ => Vec::new(),
    };
    let notice = refused.map(|refused| notice(&context, &refused.refusal));
    let title = context.text("report-page-title");
    view! {
        <PageHead title=title.clone() canonical=context.link(&page) />
        <Breadcrumbs
            trail=vec![(context.text("nav-procedures"), "/procedures".to_owned()), (name, page.clone())]
            current=title.clone()
        />
        <div class="sections">
            <header class="stack">
                <h1>{title}</h1>
                <p class="lead"><ProcedureName procedure=procedure /></p>
            </header>
            {notice}
            <EndingNotice procedure=procedure />
            {is_in_force.then(|| view! { <ReportForm procedure=&procedure.id choices=choices mistakes=mistakes /> })}
            <p><a href=context.link(&page)>{context.text("report-back")}</a></p>
        </div>
    }
    .into_markup()
}

/// The errors, each linked to its question.
fn notice(context: &PageContext, refusal: &ReportRejection) -> Markup {
    match refusal {
        ReportRejection::Mistakes(mistakes) => {
            let mistakes: Vec<_> = mistakes
                .iter()
                .map(|mistake| {
                    view! {
                        <li>
                            <a href=format!("#report-{}", mistake.question())>{mistake_in_words(context, *mistake)}</a>
                        </li>
                    }
                })
                .collect();
            view! {
                <div class="notice error stack" role="alert">
                    <h2>{context.text("report-mistakes-title")}</h2>
                    <ul>{mistakes}</ul>
                </div>
            }
            .into_markup()
        }
        ReportRejection::TooMany { seconds } => {
            let minutes = seconds.div_ceil(60).to_string();
            view! {
                <div class="notice caution stack" role="alert">
                    <h2>{context.text("report-too-many-title")}</h2>
                    <p>{context.format_text("report-too-many-text", [("minutes", minutes)])}</p>
                </div>
            }
            .into_markup()
        }
    }
}
