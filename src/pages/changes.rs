//! `/changes`: procedures that went online, were withdrawn or are planned. Every state of the list has its own URL.

use leptos::prelude::*;

use crate::components::base::breadcrumbs::Breadcrumbs;
use crate::components::base::corrections::corrections_section;
use crate::components::base::feed_link::FeedInHead;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::page_head::PageHead;
use crate::components::base::query_error::QueryErrorNotice;
use crate::components::catalogue::change_results::ChangeResults;
use crate::components::catalogue::former_department::{department_changes, former_department_note};
use crate::page_context::PageContext;
use crate::server::query::{Paging, Parameters, QueryError, page_address};
use crate::server::read_model::change_search::{ChangesQuery, Filter, PAGE, subject};
use crate::server::read_model::departments::told_changes;

/// Changes per page of the list.
const PER_PAGE: usize = 20;

#[component]
pub fn ChangesPage() -> Markup {
    let context = PageContext::current();
    let (query, paging, mistake) = match read(&context.parameters()) {
        Ok((query, paging)) => (query, Some(paging), None),
        Err(mistake) => (ChangesQuery::default(), None, Some(mistake)),
    };
    let subject = subject(&context.snapshot, &query, context.language);
    let kind = query.kind.map(|kind| context.word("change-kind", kind.as_str()));
    let what: Vec<String> = kind.into_iter().chain((!subject.is_empty()).then_some(subject)).collect();
    let title = if what.is_empty() {
        context.text("changes-title")
    } else {
        context.format_text("changes-title-for", [("what", what.join(&context.text("list-separator")))])
    };
    // Corrections are no kind of change, and stand on the first page only.
    let is_beginning = paging.is_some_and(|paging| paging.page == 1) && query.kind.is_none();
    let corrections = if is_beginning { query.corrections(&context.snapshot, context.as_of) } else { Vec::new() };
    let told = if is_beginning { told_changes(&context.snapshot, &query, context.as_of) } else { Vec::new() };
    let former = query.department.as_ref().and_then(|code| context.snapshot.former_department(code)).map(|former| {
        former_department_note(&context, &former, |code| {
            query.with(Filter::Department, Some(code.as_str())).address(&context.link(PAGE))
        })
    });
    let canonical = page_address(&context.link(PAGE), &query.pairs(), paging.map_or(1, |paging| paging.page));
    view! {
        <PageHead title=title description=context.text("changes-lead") canonical=canonical />
        <FeedInHead query=query.clone() />
        <Breadcrumbs current=context.text("changes-title") />
        <div class="sections">
            <header class="stack">
                <h1>{context.text("changes-title")}</h1>
                <p class="lead">{context.text("changes-lead")}</p>
            </header>
            {mistake.map(|mistake| view! {
                <QueryErrorNotice mistake=mistake page=PAGE page_name=context.text("changes-all") />
            })}
            {former}
            {paging.map(|paging| view! { <ChangeResults query=query paging=paging /> })}
            {department_changes(&context, &told)}
            {corrections_section(&context, &corrections, None)}
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
