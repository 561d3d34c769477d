//! Header, main part and footer of every page.

use domain::web_address::link;
use leptos::prelude::*;

use super::furigana_switch::FuriganaSwitch;
use super::language_notice::unchecked_language;
use super::markup::{IntoMarkup, Markup, MarkupChildren};
use crate::components::staff::bar::StaffBar;
use crate::language::Language;
use crate::page_context::PageContext;
use crate::server::staff::CurrentUser;

/// The layout of every page. On staff pages, `user` is who is logged in; public pages are the same for everyone.
#[component]
pub fn Layout(#[prop(optional_no_strip)] user: Option<CurrentUser>, children: MarkupChildren) -> Markup {
    // The route list is generated without a request; only the routes matter then.
    let Some(context) = use_context::<PageContext>() else {
        return children.render().into_markup();
    };
    view! {
        <a class="skip-link" href="#main">{context.text("skip-to-content")}</a>
        <Header />
        <StaffBar user=user />
        {unchecked_language(&context)}
        {context.snapshot.has_sample_data().then(|| view! {
            <aside class="sample-bar" aria-label=context.text("sample-bar-label")>
                <p class="wrap">{context.text("sample-bar")}</p>
            </aside>
        })}
        <main id="main" tabindex="-1">
            <div class="wrap">{children.render()}</div>
        </main>
        <Footer />
    }
    .into_markup()
}

#[component]
fn Header() -> Markup {
    let context = PageContext::current();
    let parts: Vec<_> = [
        ("nav-procedures", "/procedures"),
        ("nav-offices", "/offices"),
        ("nav-cards", "/cards"),
        ("nav-targets", "/targets"),
        ("nav-sdg", "/sdg"),
        ("nav-budget", "/budget"),
    ]
    .into_iter()
    .map(|(name, page)| {
        // "page" on the page itself, "true" on pages below it.
        let current = if context.page == page {
            Some("page")
        } else {
            context.page.strip_prefix(page).is_some_and(|rest| rest.starts_with('/')).then_some("true")
        };
        view! {
            <li>
                <a href=context.link(page) aria-current=current>{context.text(name)}</a>
            </li>
        }
    })
    .collect();
    // All of these would say the same while the site is being set up.
    let navigation = (!context.snapshot.is_being_set_up()).then(|| {
        view! {
            <nav class="main-navigation" aria-label=context.text("nav-label")>
                <ul role="list">{parts}</ul>
            </nav>
        }
    });
    view! {
        <header class="site-header">
            <div class="wrap">
                <a class="brand" href=context.link("/") aria-current=(context.page == "/").then_some("page")>
                    <b>
                        {context.city_name().map(|city| view! { {city} " " })}
                        <i>{context.text("site-name")}</i>
                    </b>
                    " "
                    <span>{context.text("site-tagline")}</span>
                </a>
                <Languages />
                <FuriganaSwitch />
                {navigation}
            </div>
        </header>
    }
    .into_markup()
}

/// Links to the same page, with the same query, in another language.
#[component]
fn Languages() -> Markup {
    let context = PageContext::current();
    let languages: Vec<_> = Language::all()
        .iter()
        .map(|language| {
            let name = language.own_name();
            if *language == context.language {
                view! { <li><span aria-current="true" lang=language.html_lang()>{name}</span></li> }.into_markup()
            } else {
                view! {
                    <li>
                        <a href=context.address_in(*language) lang=language.html_lang() hreflang=language.html_lang()>
                            {name}
                        </a>
                    </li>
                }
                .into_markup()
            }
        })
        .collect();
    view! {
        <nav class="languages" aria-label=context.text("languages-label")>
            <ul role="list">{languages}</ul>
        </nav>
    }
    .into_markup()
}

#[component]
fn Footer() -> Markup {
    let context = PageContext::current();
    if context.snapshot.is_being_set_up() {
        return footer_while_being_set_up(&context);
    }
    let language = context.language;
    let sources: Vec<_> = context
        .snapshot
        .sources
        .iter()
        // What the page does not show is not listed as its source. Pages are rendered before their footer.
        .filter(|(id, source)| !source.sample && context.named_sources.contains(id))
        .map(|(_, source)| {
            let title = language.pick(&source.title, &source.title_en).to_owned();
            let foreign = context.lang_of_pick(&source.title_en);
            if link(&source.url).is_none() {
                view! { <li lang=foreign>{title}</li> }.into_markup()
            } else {
                view! { <li><a href=source.url.clone() lang=foreign>{title}</a></li> }.into_markup()
            }
        })
        .collect();
    let data: Vec<_> = [
        ("footer-procedures", "procedures"),
        ("footer-changes", "changes"),
        ("footer-cards", "cards"),
        ("footer-indicators", "indicators"),
        ("footer-budget", "budget"),
    ]
    .into_iter()
    .map(|(name, list)| {
        let (json, csv) = (format!("/api/v1/{list}"), format!("/api/v1/{list}.csv"));
        view! { <li>{context.text(name)} " " <a href=json>"JSON"</a> " " <a href=csv>"CSV"</a></li> }
    })
    .collect();
    let revision = language.text_with("footer-revision", [("revision", context.snapshot.revision.to_string().into())]);
    let date = language.text_with("footer-date", [("date", language.date(context.today).into())]);
    view! {
        <footer class="site-footer">
            <div class="wrap grid">
                <section>
                    <h2>{context.text("footer-sources")}</h2>
                    {(!sources.is_empty()).then(|| view! { <ul role="list">{sources}</ul> })}
                    <p><a href=format!("{}#sources", context.link("/data"))>{context.text("footer-all-sources")}</a></p>
                </section>
                <section>
                    <h2>{context.text("footer-open-data")}</h2>
                    <ul role="list">{data}</ul>
                </section>
                <section class="data-date">
                    <h2>{context.text("footer-about-data")}</h2>
                    <p>{date} " " {revision}</p>
                    <ul role="list">
                        <li><a href=context.link("/offices")>{context.text("offices-title")}</a></li>
                        <li><a href=context.link("/changes")>{context.text("footer-changes")}</a></li>
                        <li><a href=context.link("/data")>{context.text("data-title")}</a></li>
                        <li><a href=context.link("/definitions")>{context.text("definitions-title")}</a></li>
                        <li><a href=context.link("/accessibility")>{context.text("accessibility-title")}</a></li>
                        <li><a href=staff_login(&context) rel="nofollow">{context.text("footer-staff")}</a></li>
                    </ul>
                </section>
            </div>
        </footer>
    }
    .into_markup()
}

fn staff_login(context: &PageContext) -> String {
    context.language.of_staff().path("/staff/login")
}

/// The ways that lead somewhere before there is anything to publish.
fn footer_while_being_set_up(context: &PageContext) -> Markup {
    view! {
        <footer class="site-footer">
            <div class="wrap">
                <ul role="list">
                    <li><a href=context.link("/definitions")>{context.text("definitions-title")}</a></li>
                    <li><a href=context.link("/accessibility")>{context.text("accessibility-title")}</a></li>
                    <li><a href=staff_login(context) rel="nofollow">{context.text("footer-staff")}</a></li>
                </ul>
            </div>
        </footer>
    }
    .into_markup()
}
