//! The HTML document around every page, and the route table of the public pages. The staff pages have their own in
//! `server::http::router::staff`.

use leptos::prelude::*;
use leptos_meta::MetaTags;
use leptos_router::components::{Outlet, ParentRoute, Route, Router, Routes};
use leptos_router::{MatchNestedRoutes, PartialPathMatch, PathSegment, PossibleRouteMatch, SsrMode, path};

use crate::components::base::layout::Layout;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::passed_over::with_passed_over;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::pages::accessibility::AccessibilityPage;
use crate::pages::being_set_up::once_set_up;
use crate::pages::budget::BudgetPage;
use crate::pages::card_area::CardAreaPage;
use crate::pages::cards::CardsPage;
use crate::pages::changes::ChangesPage;
use crate::pages::data::DataPage;
use crate::pages::definitions::DefinitionsPage;
use crate::pages::figure::FigurePage;
use crate::pages::guide::GuidePage;
use crate::pages::guides::GuidesPage;
use crate::pages::home::HomePage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::office::OfficePage;
use crate::pages::offices::OfficesPage;
use crate::pages::procedure::ProcedurePage;
use crate::pages::procedure_history::ProcedureHistoryPage;
use crate::pages::procedures::ProceduresPage;
use crate::pages::report::ReportPage;
use crate::pages::route::RoutePage;
use crate::pages::sdg::SdgPage;
use crate::pages::target::TargetPage;
use crate::pages::targets::TargetsPage;
use crate::server::http::assets;
use crate::server::staff::CurrentUser;

/// The whole document of a public page, or of an address that nothing is found at.
pub fn public_document() -> Markup {
    document(view! { <App /> }.into_markup())
}

/// The whole document of a staff page, with the bar of the user who is logged in.
pub fn staff_document(user: Option<CurrentUser>, page: Markup) -> Markup {
    document(view! { <Layout user=user>{page}</Layout> }.into_markup())
}

/// Styles that only some public pages need, and all of the staff, with how the addresses of these pages begin.
const STYLES_OF_PARTS: [(&str, &[&str]); 5] = [
    ("staff.css", &[]),
    ("procedures.css", &["/procedures", "/changes"]),
    ("offices.css", &["/offices", "/procedures/"]),
    ("guides.css", &["/guides"]),
    ("stacked.css", &["/budget", "/data", "/procedures/", "/sdg", "/targets/"]),
];

/// The document around a body.
fn document(body: Markup) -> Markup {
    let context = use_context::<PageContext>();
    let language = context.as_ref().map_or(Language::Japanese, |context| context.language);
    let kind = Some("easy").filter(|_| language == Language::Easy);
    // Old phones are spared the styles of what a page does not show.
    let of_parts: Vec<_> = STYLES_OF_PARTS
        .into_iter()
        .filter(|(_, pages)| {
            let is_one = |context: &PageContext| {
                context.is_for_staff() || pages.iter().any(|start| context.page.starts_with(start))
            };
            context.as_ref().is_some_and(is_one)
        })
        .map(|(name, _)| view! { <link rel="stylesheet" href=assets::address(name) /> })
        .collect();
    view! {
        <!DOCTYPE html>
        <html lang=language.html_lang() dir=language.html_dir() class=kind>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=assets::address("pkg/tetsuzuki.css") />
                {of_parts}
                <link rel="icon" href=assets::address("icon.svg") type="image/svg+xml" />
                <script type="module" src=assets::address("start.js")></script>
                <MetaTags />
            </head>
            <body>{body}</body>
        </html>
    }
    .into_markup()
}

/// The part of a path that says the language of a page. The list of languages is not known when this is compiled, so the
/// list of routes has the pages without a language, and `server::http::router` adds one address for each language.
#[derive(Debug, Clone, Copy)]
struct LanguagePrefix;

impl PossibleRouteMatch for LanguagePrefix {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let (language, _) = Language::split_path(path);
        let (prefix, rest) = path.split_at(language.prefix().len());
        Some(PartialPathMatch::new(rest, Vec::new(), prefix))
    }

    fn generate_path(&self, _: &mut Vec<PathSegment>) {}
}

/// The routes: every public page, in whatever language.
#[component]
pub fn App() -> Markup {
    view! {
        <Router>
            <Layout>
                <Routes fallback=NotFoundPage>
                    <ParentRoute path=LanguagePrefix view=with_passed_over(Outlet)>
                        <Pages />
                    </ParentRoute>
                </Routes>
            </Layout>
        </Router>
    }
    .into_markup()
}

#[component(transparent)]
fn Pages() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("") view=once_set_up(HomePage) ssr=SsrMode::Async />
        <Route path=path!("/procedures") view=once_set_up(ProceduresPage) ssr=SsrMode::Async />
        <Route path=path!("/procedures/:id") view=ProcedurePage ssr=SsrMode::Async />
        <Route path=path!("/procedures/:id/reports") view=ReportPage ssr=SsrMode::Async />
        <Route path=path!("/procedures/:id/history") view=ProcedureHistoryPage ssr=SsrMode::Async />
        <Route path=path!("/guides") view=once_set_up(GuidesPage) ssr=SsrMode::Async />
        <Route path=path!("/guides/:id") view=GuidePage ssr=SsrMode::Async />
        <Route path=path!("/offices") view=once_set_up(OfficesPage) ssr=SsrMode::Async />
        <Route path=path!("/offices/:id") view=OfficePage ssr=SsrMode::Async />
        <Route path=path!("/cards") view=once_set_up(CardsPage) ssr=SsrMode::Async />
        <Route path=path!("/cards/:area") view=CardAreaPage ssr=SsrMode::Async />
        <Route path=path!("/changes") view=once_set_up(ChangesPage) ssr=SsrMode::Async />
        <Route path=path!("/targets") view=once_set_up(TargetsPage) ssr=SsrMode::Async />
        <Route path=path!("/targets/:indicator") view=TargetPage ssr=SsrMode::Async />
        <Route path=path!("/targets/:indicator/route") view=RoutePage ssr=SsrMode::Async />
        <Route path=path!("/sdg") view=once_set_up(SdgPage) ssr=SsrMode::Async />
        <Route path=path!("/budget") view=once_set_up(BudgetPage) ssr=SsrMode::Async />
        <Route path=path!("/figures/:figure") view=FigurePage ssr=SsrMode::Async />
        <Route path=path!("/data") view=DataPage ssr=SsrMode::Async />
        <Route path=path!("/definitions") view=DefinitionsPage ssr=SsrMode::Async />
        <Route path=path!("/accessibility") view=AccessibilityPage ssr=SsrMode::Async />
    }
    .into_inner()
}
