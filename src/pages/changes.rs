//! `/changes`: procedures that went online, were withdrawn or are planned. Every state of the list has its own URL.

use leptos::prelude::*;

use super::PageContext;
use crate::components::breadcrumbs::Breadcrumbs;
use crate::components::change_results::ChangeResults;
use crate::components::feed_link::FeedInHead;
use crate::components::markup::{IntoMarkup, Markup};
use crate::components::mistake::Mistake;
use crate::components::page_head::PageHead;
use crate::server::changes::{ChangesQuery, Filter, PAGE, subject};
use crate::server::query::{Paging, Parameters, QueryError, page_address};

/// Changes per page of the list.
const PER_PAGE: usize = 20;

#[component]
pub fn ChangesPage() -> Markup {
    let visit = PageContext::current();
    let (question, paging, mistake) = match read(&visit.parameters()) {
        Ok((question, paging)) => (question, Some(paging), None),
        Err(mistake) => (ChangesQuery::default(), None, Some(mistake)),
    };
    let subject = subject(&visit.snapshot, &question, visit.language);
    let kind = question.kind.map(|kind| visit.word("change-kind", kind.as_str()));
    let what: Vec<String> = kind.into_iter().chain((!subject.is_empty()).then_some(subject)).collect();
    let title = if what.is_empty() {
        visit.text("changes-title")
    } else {
        visit.format_text("changes-title-for", [("what", what.join(&visit.text("list-separator")))])
    };
    let canonical = page_address(&visit.link(PAGE), &question.pairs(), paging.map_or(1, |paging| paging.page));
    view! {
        <PageHead title=title description=visit.text("changes-lead") canonical=canonical />
        <FeedInHead question=question.clone() />
        <Breadcrumbs current=visit.text("changes-title") />
        <div class="sections">
            <header class="stack">
                <h1>{visit.text("changes-title")}</h1>
                <p class="lead">{visit.text("changes-lead")}</p>
            </header>
            {mistake.map(|mistake| view! {
                <Mistake mistake=mistake page=PAGE page_name=visit.text("changes-all") />
            })}
            {paging.map(|paging| view! { <ChangeResults question=question paging=paging /> })}
        </div>
    }
    .into_markup()
}

/// Reads the query. The page size is fixed: only the page number comes from the URL.
fn read(parameters: &Parameters) -> Result<(ChangesQuery, Paging), QueryError> {
    let filters = Filter::ALL.iter().map(|filter| filter.as_str());
    parameters.only(&filters.chain(["page"]).collect::<Vec<_>>())?;
    Ok((ChangesQuery::of(parameters)?, Paging { page: parameters.paging(PER_PAGE)?.page, per_page: PER_PAGE }))
}
