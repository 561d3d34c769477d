//! The HTML shell and the route table.

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::{MatchNestedRoutes, SsrMode, path};

use crate::components::base::layout::Layout;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::pages::accessibility::AccessibilityPage;
use crate::pages::budget::BudgetPage;
use crate::pages::card_area::CardAreaPage;
use crate::pages::cards::CardsPage;
use crate::pages::changes::ChangesPage;
use crate::pages::data::DataPage;
use crate::pages::definitions::DefinitionsPage;
use crate::pages::figure::FigurePage;
use crate::pages::home::HomePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::procedure::ProcedurePage;
use crate::pages::procedure_history::ProcedureHistoryPage;
use crate::pages::procedures::ProceduresPage;
use crate::pages::report::ReportPage;
use crate::pages::route::RoutePage;
use crate::pages::sdg::SdgPage;
use crate::pages::staff::account::AccountPage;
use crate::pages::staff::bulk::BulkPage;
use crate::pages::staff::departments::DepartmentsPage;
use crate::pages::staff::desk::DeskPage;
use crate::pages::staff::entries::EntriesPage;
use crate::pages::staff::entry::EntryPage;
use crate::pages::staff::entry_history::EntryHistoryPage;
use crate::pages::staff::import::ImportPage;
use crate::pages::staff::login::LoginPage;
use crate::pages::staff::no_right::{NoRight, NoRightPage};
use crate::pages::staff::people::PeoplePage;
use crate::pages::staff::person::PersonPage;
use crate::pages::staff::proposal::ProposalPage;
use crate::pages::staff::proposals::ProposalsPage;
use crate::pages::staff::reports::ReportsPage;
use crate::pages::staff::typed_cards::TypedCardsPage;
use crate::pages::target::TargetPage;
use crate::pages::targets::TargetsPage;
use crate::server::http::assets;

/// The whole document around a page.
pub fn shell() -> Markup {
    let context = use_context::<PageContext>();
    let language = context.as_ref().map_or("ja", |context| context.language.html_lang());
    // Staff styles are not loaded on public pages, to spare old phones.
    let of_the_staff = context.is_some_and(|context| context.is_for_staff()).then(|| {
        view! { <link rel="stylesheet" href=assets::address("staff.css") /> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=language>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=assets::address("pkg/tetsuzuki.css") />
                {of_the_staff}
                <link rel="icon" href=assets::address("icon.svg") type="image/svg+xml" />
                <script type="module" src=assets::address("start.js")></script>
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
    .into_markup()
}

/// The routes: every page in each language.
#[component]
pub fn App() -> Markup {
    provide_meta_context();
    view! {
        <Router>
            <Layout>
                <Routes fallback=Elsewhere>
                    <ParentRoute path=path!("") view=Outlet>
                        <Pages />
                        <StaffPages />
                    </ParentRoute>
                    <ParentRoute path=path!("/easy") view=Outlet>
                        <Pages />
                        <StaffPages />
                    </ParentRoute>
                    <ParentRoute path=path!("/en") view=Outlet>
                        <Pages />
                        <StaffPages />
                    </ParentRoute>
                </Routes>
            </Layout>
        </Router>
    }
    .into_markup()
}

/// The fallback: a 404 page, or a page that says the user has no permission.
#[component]
fn Elsewhere() -> Markup {
    match use_context::<NoRight>() {
        Some(told) => view! { <NoRightPage told=told /> }.into_markup(),
        None => view! { <NotFoundPage /> }.into_markup(),
    }
}

/// The pages behind login. Their URLs have their own handlers in the router.
#[component(transparent)]
fn StaffPages() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/staff") view=DeskPage ssr=SsrMode::Async />
        <Route path=path!("/staff/login") view=LoginPage ssr=SsrMode::Async />
        <Route path=path!("/staff/account") view=AccountPage ssr=SsrMode::Async />
        <Route path=path!("/staff/people") view=PeoplePage ssr=SsrMode::Async />
        <Route path=path!("/staff/people/:id") view=PersonPage ssr=SsrMode::Async />
        <Route path=path!("/staff/departments") view=DepartmentsPage ssr=SsrMode::Async />
        <Route path=path!("/staff/procedures") view=EntriesPage ssr=SsrMode::Async />
        <Route path=path!("/staff/procedures/new") view=EntryPage ssr=SsrMode::Async />
        <Route path=path!("/staff/procedures/:id/edit") view=EntryPage ssr=SsrMode::Async />
        <Route path=path!("/staff/procedures/:id/history") view=EntryHistoryPage ssr=SsrMode::Async />
        <Route path=path!("/staff/bulk") view=BulkPage ssr=SsrMode::Async />
        <Route path=path!("/staff/reports") view=ReportsPage ssr=SsrMode::Async />
        <Route path=path!("/staff/import") view=ImportPage ssr=SsrMode::Async />
        <Route path=path!("/staff/cards") view=TypedCardsPage ssr=SsrMode::Async />
        <Route path=path!("/staff/proposals") view=ProposalsPage ssr=SsrMode::Async />
        <Route path=path!("/staff/proposals/:id") view=ProposalPage ssr=SsrMode::Async />
    }
    .into_inner()
}

#[component(transparent)]
fn Pages() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("") view=HomePage ssr=SsrMode::Async />
        <Route path=path!("/procedures") view=ProceduresPage ssr=SsrMode::Async />
        <Route path=path!("/procedures/:id") view=ProcedurePage ssr=SsrMode::Async />
        <Route path=path!("/procedures/:id/reports") view=ReportPage ssr=SsrMode::Async />
        <Route path=path!("/procedures/:id/history") view=ProcedureHistoryPage ssr=SsrMode::Async />
        <Route path=path!("/cards") view=CardsPage ssr=SsrMode::Async />
        <Route path=path!("/cards/:area") view=CardAreaPage ssr=SsrMode::Async />
        <Route path=path!("/changes") view=ChangesPage ssr=SsrMode::Async />
        <Route path=path!("/targets") view=TargetsPage ssr=SsrMode::Async />
        <Route path=path!("/targets/:indicator") view=TargetPage ssr=SsrMode::Async />
        <Route path=path!("/targets/:indicator/route") view=RoutePage ssr=SsrMode::Async />
        <Route path=path!("/sdg") view=SdgPage ssr=SsrMode::Async />
        <Route path=path!("/budget") view=BudgetPage ssr=SsrMode::Async />
        <Route path=path!("/figures/:figure") view=FigurePage ssr=SsrMode::Async />
        <Route path=path!("/data") view=DataPage ssr=SsrMode::Async />
        <Route path=path!("/definitions") view=DefinitionsPage ssr=SsrMode::Async />
        <Route path=path!("/accessibility") view=AccessibilityPage ssr=SsrMode::Async />
    }
    .into_inner()
}
