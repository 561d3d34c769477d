//! Pages in the languages of readers: nothing is left in Japanese without a reason, mistakes are explained in the language
//! of the page, and a language that is known by its texts only is offered everywhere.

use axum::http::StatusCode;
use scraper::{ElementRef, Html, Node, Selector};
use tetsuzuki::language::Language;
use tetsuzuki::server::settings::Settings;

use crate::support::{City, Database};

const SITE: &str = "https://tetsuzuki.example.jp";

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// The languages that the city's texts are not kept in.
fn further() -> impl Iterator<Item = Language> {
    Language::all().iter().copied().filter(|language| language.of_staff() != *language)
}

async fn demonstration(database: &Database) -> City {
    let settings = Settings { public_url: Some(SITE.parse().unwrap()), ..Settings::default() };
    City::demonstration(database).await.with_settings(settings)
}

/// The addresses of the sitemap in a language.
async fn pages_in(city: &City, language: Language) -> Vec<String> {
    let list = city.get("/sitemap/1.xml").await.text();
    let document = roxmltree::Document::parse(&list).unwrap();
    let locations = document.descendants().filter(|node| node.tag_name().name() == "loc");
    let paths = locations.filter_map(|node| node.text()?.strip_prefix(SITE).map(str::to_owned));
    paths.filter(|path| Language::split_path(path.split('?').next().unwrap_or_default()).0 == language).collect()
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
    })
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// Whether there is a reason for a Japanese text on a page in another language: it is the official name beside the name in
/// the reader's language, the name of a language, a wording that is given in both, or it says that it is not translated.
fn has_a_reason(element: ElementRef<'_>, marks: &[String]) -> bool {
    let around = || element.ancestors().filter_map(ElementRef::wrap);
    let is_named = |class: &str| around().chain([element]).any(|each| each.value().classes().any(|own| own == class));
    let is_language = around()
        .chain([element])
        .any(|each| each.attr("hreflang").is_some() || each.attr("type") == Some("application/atom+xml"));
    is_language
        || ["official-name", "paper-official", "languages", "language-notice", "wording"].into_iter().any(is_named)
        || around().take(3).any(|each| marks.iter().any(|mark| text_of(each).contains(mark.as_str())))
}

/// Japanese on a page that is not said to be Japanese, or is there without a reason.
fn left_over(page: &Html, marks: &[String]) -> Vec<String> {
    let body = page.select(&selector("body")).next().unwrap();
    let mut found = Vec::new();
    for node in body.descendants() {
        let Node::Text(text) = node.value() else { continue };
        let Some(element) = node.parent().and_then(ElementRef::wrap).filter(|_| is_japanese(text)) else { continue };
        // Linked data and the names of drawings have no elements that could be marked.
        if matches!(element.value().name(), "title" | "desc" | "script") {
            continue;
        }
        let lang = std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap));
        let lang = lang.filter_map(|each| each.attr("lang")).next().unwrap_or_default();
        if lang != "ja" || !has_a_reason(element, marks) {
            found.push(format!("{} {lang}: {}", element.value().name(), text.trim()));
        }
    }
    found
}

#[tokio::test]
async fn english_pages_have_no_japanese_without_a_reason() {
    let database = Database::sqlite();
    let city = demonstration(&database).await;
    let marks = ["language-not-translated"].map(|name| Language::English.text(name));
    let addresses = pages_in(&city, Language::English).await;
    assert!(addresses.len() > 150, "{} pages", addresses.len());
    let mut found = std::collections::BTreeMap::new();
    for address in addresses {
        let answer = city.get(&address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        let left = left_over(&Html::parse_document(&answer.text()), &marks);
        if !left.is_empty() {
            found.insert(address, left);
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[tokio::test]
async fn the_budget_of_the_demonstration_is_translated_and_what_is_not_says_so() {
    let database = Database::sqlite();
    let city = demonstration(&database).await;
    let english = city.get("/en/budget").await.text();
    for expected in
        ["ICT policy promotion", "Promoting the use of generative AI", "Until fiscal 2023", "Network plan decided"]
    {
        assert!(english.contains(expected), "{expected}");
    }
    let japanese = city.get("/budget").await.text();
    assert!(japanese.contains("ICT政策推進事務") && !japanese.contains("未翻訳"));
    for (page, licence) in
        [("/data", "出典を示して数値と短い文言を使用"), ("/en/data", "short wordings taken with the source named")]
    {
        assert!(city.get(page).await.text().contains(licence), "{page}");
    }
    // A reading is in letters that readers can say.
    let procedure = city.get("/en/procedures/child-allowance-claim").await.text();
    let page = Html::parse_document(&procedure);
    let name = page.select(&selector(".official-name")).next().map(text_of).unwrap_or_default();
    assert!(name.contains("jidouteate"), "{name}");
    assert!(page.select(&selector(".official-name rt")).next().is_none());
    let easy = city.get("/easy/procedures/child-allowance-claim").await.text();
    assert!(!easy.contains("jidouteate"));
}

/// Addresses with a mistake, of every page that reads parameters.
const WRONG: [&str; 22] = [
    "/procedures?page=abc",
    "/procedures?as_of=2030-01-01",
    "/procedures?as_of=1900-01-01",
    "/procedures?as_of=soon",
    "/procedures?sort=up",
    "/procedures?fee=maybe",
    "/procedures?event=a%2Fb",
    "/procedures/child-allowance-claim?as_of=2030-01-01",
    "/procedures/child-allowance-claim?as_of=1900-01-01",
    "/cards?as_of=2030-01-01",
    "/cards?target=zero",
    "/cards?list=all",
    "/cards?list=municipalities&prefecture=99",
    "/cards/271411?measure=lost",
    "/changes?page=0",
    "/changes?from=2024-02-01&to=2024-01-01",
    "/offices?area=1",
    "/offices?area=131016",
    "/guides/moving?day=tomorrow",
    "/targets/online_rate/route?count=all",
    "/figures/card-rate?area=271403",
    "/changes?to=2024-13-01",
];

#[tokio::test]
async fn a_mistake_in_an_address_is_explained_in_the_language_of_the_page_below_a_heading() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let mut said: std::collections::BTreeMap<&str, Vec<String>> = std::collections::BTreeMap::new();
    for wrong in WRONG {
        for language in Language::all() {
            let address = format!("{}{wrong}", language.prefix());
            let answer = city.get(&address).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
            let text = answer.text();
            assert!(!text.contains("Unknown localization"), "{address}");
            let page = Html::parse_document(&text);
            assert_eq!(page.select(&selector("h1")).count(), 1, "{address}");
            let notices: Vec<String> = page.select(&selector("[role=alert]")).map(text_of).collect();
            assert_eq!(notices.len(), 1, "{address}");
            assert!(!notices[0].contains("expected") && !notices[0].contains("parameter"), "{address}: {notices:?}");
            if language.html_lang() == "ja" {
                assert!(is_japanese(&notices[0]), "{address}: {notices:?}");
            } else {
                assert!(!is_japanese(&notices[0]), "{address}: {notices:?}");
            }
            said.entry(wrong).or_default().push(notices[0].clone());
        }
    }
    for (wrong, mut notices) in said {
        let all = notices.len();
        notices.sort();
        notices.dedup();
        assert_eq!(notices.len(), all, "{wrong}: two languages say the same");
    }
}

#[tokio::test]
async fn every_page_is_there_in_a_language_that_is_known_by_its_texts_only() {
    let database = Database::sqlite();
    let city = demonstration(&database).await;
    assert!(further().next().is_some(), "one ships");
    for language in further() {
        let addresses = pages_in(&city, language).await;
        assert_eq!(addresses.len(), pages_in(&city, Language::English).await.len(), "{language}");
        for address in addresses {
            let answer = city.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            let text = answer.text();
            assert!(!text.contains("Unknown localization"), "{address}");
            let page = Html::parse_document(&text);
            assert_eq!(page.root_element().attr("lang"), Some(language.html_lang()), "{address}");
            let wrong: Vec<&str> = page
                .select(&selector("main a[href^='/'], header a[href^='/'], footer a[href^='/']"))
                .filter(|link| link.attr("hreflang").is_none() && link.attr("type").is_none())
                .filter_map(|link| link.attr("href"))
                .filter(|href| {
                    let (of, page) = Language::split_path(href.split(['?', '#']).next().unwrap_or_default());
                    let is_file = ["/api", "/files", "/assets", "/feeds"].iter().any(|start| page.starts_with(start));
                    // Its language is inside the address of a drawing.
                    let is_drawing = href.starts_with(&format!("/embed{}/", language.prefix()));
                    of != language && !page.starts_with("/staff") && !is_file && !is_drawing
                })
                .collect();
            assert!(wrong.is_empty(), "{address} leaves its language: {wrong:?}");
        }
        for (page, status) in [("/no-such-page", StatusCode::NOT_FOUND), ("/procedures/no-such", StatusCode::NOT_FOUND)]
        {
            let answer = city.get(&language.path(page)).await;
            assert_eq!(answer.status, status, "{language}{page}");
            assert!(answer.text().contains(&language.text("not-found-title")), "{language}{page}");
        }
        let feed = city.get(&language.path("/feeds/changes.atom")).await.text();
        assert!(feed.contains(&format!("xml:lang=\"{}\"", language.html_lang())), "{language}");
        let suggestions = city.get(&format!("{}?q=moving", language.path("/suggestions"))).await.text();
        assert!(suggestions.contains(&format!("{}/", language.prefix())), "{suggestions}");
    }
}

#[tokio::test]
async fn a_language_that_nobody_has_checked_says_so_on_every_page_in_two_languages() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for page in ["/", "/procedures", "/procedures/child-allowance-claim", "/cards", "/no-such-page"] {
        for language in Language::all() {
            let document = Html::parse_document(&city.get(&language.path(page)).await.text());
            let notice = document.select(&selector(".language-notice")).next();
            assert_eq!(notice.is_some(), !language.is_checked(), "{language}{page}");
            let Some(notice) = notice else { continue };
            let paragraphs: Vec<_> = notice.select(&selector("p")).collect();
            assert_eq!(paragraphs.len(), 2, "{language}{page}");
            assert!(text_of(paragraphs[0]).contains(language.own_name()) && paragraphs[0].attr("lang").is_none());
            assert!(
                text_of(paragraphs[1]).contains("確認を受けていません") && paragraphs[1].attr("lang") == Some("ja")
            );
            let link = selector("a");
            let ways: Vec<Option<&str>> = notice.select(&link).map(|way| way.attr("href")).collect();
            assert_eq!(ways, [Some(language.of_staff().path(page).as_str()), Some(page)], "{language}{page}");
        }
    }
}

#[tokio::test]
async fn texts_of_the_city_are_marked_with_their_language_in_a_language_they_are_not_kept_in() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for language in further() {
        let page = Html::parse_document(&city.get(&language.path("/procedures/child-allowance-claim")).await.text());
        let name = page.select(&selector("h1 [lang]")).next().unwrap();
        assert_eq!(name.attr("lang"), Some(language.of_staff().html_lang()), "{language}");
        assert!(page.select(&selector("h1 ruby")).next().is_none());
        // The words of the interface are those of the page.
        let title =
            page.select(&selector("h3")).map(text_of).any(|title| title.contains(&language.text("start-title")));
        assert!(title, "{language}");
    }
}
