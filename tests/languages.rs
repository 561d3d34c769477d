//! Text in another language than the page's is marked with its language, for screen readers.

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::card::Measure;
use domain::indicator::{IndicatorKind, ValueKind};
use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, LocalText};
use scraper::{ElementRef, Html, Node};
use tetsuzuki::server::settings::Settings;

use crate::support::{City, Database, World, indicator, procedure, value};

/// A city with texts in Japanese only.
async fn japanese_city(database: &Database) -> City {
    let japanese = |ja: &str| LocalText { ja: ja.to_owned(), ..LocalText::default() };
    let mut rate = indicator("online_rate", IndicatorKind::Outcome, "オンライン化率");
    rate.set = Some("priority".parse().unwrap());
    rate.plan = "実施計画".to_owned();
    (rate.formula, rate.reason, rate.caveat) = (japanese("計算式"), japanese("選定の理由"), japanese("注意"));
    let mut noted = value(2022, ValueKind::Actual, 96.0);
    noted.note = "見込みを含む".to_owned();
    let values = [value(2019, ValueKind::Baseline, 58.1), noted, value(2025, ValueKind::Target, 100.0)];
    let mut held = indicator("holding_rate", IndicatorKind::Outcome, "保有枚数率");
    held.measure = Some(Measure::Held);
    World::new()
        .with_area("270008", "大阪府", AreaKind::Prefecture, None)
        .with_area("271403", "堺市", AreaKind::City, Some("270008"))
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271420", "中区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Held, "2023-03-31", 500_000, 826_158)
        .with_cards("271403", Measure::Held, "2024-03-31", 600_000, 816_000)
        .with_cards("271411", Measure::Held, "2023-03-31", 90_000, 147_500)
        .with_cards("271411", Measure::Held, "2024-03-31", 100_000, 147_000)
        .with_cards("271420", Measure::Held, "2024-03-31", 80_000, 120_000)
        .with_cards_of_age("271403", Measure::Held, "2024-03-31", "0-4", [15_000, 28_000])
        .with_cards_of_age("271411", Measure::Held, "2024-03-31", "0+", [99_000, 146_000])
        .with_department("citizens", "市民課")
        .with_life_event("moving", "引越し")
        .with_set("priority", "優先手続")
        .with_procedure(
            procedure("moving-out", "転出届")
                .kana("てんしゅつとどけ")
                .department("citizens")
                .life_event("moving")
                .in_set("priority")
                .audience(Audience::Residents)
                .channel(ChannelKind::CitySystem, "堺市電子申請システム", "https://example.jp/")
                .channel(ChannelKind::Counter, "市民課の窓口", "")
                .card(CardRequirement::Signature)
                .paper("本人確認書類")
                .blocker(Blocker::NoSystem)
                .fee(true, Some(300))
                .usage(2023, Some(1000), Some(100))
                .complete_since("2024-04-01"),
        )
        .with_procedure(
            procedure("talk", "対面の相談").in_set("priority").excluded_since("2023-05-01", "対面が必要なため"),
        )
        .with_indicator(rate, &values)
        .with_indicator(held, &values)
        .on(database)
        .await
        .with_settings(Settings { contact_department: Some("citizens".parse().unwrap()), ..Settings::default() })
}

/// Place names, which also occur inside sentences. They are the same in every language, and WCAG 2.2 (success criterion
/// 3.1.2) does not require them to be marked.
const PLACES: [&str; 4] = ["大阪府", "堺市", "堺区", "中区"];

fn is_japanese(text: &str) -> bool {
    let text = PLACES.iter().fold(text.to_owned(), |text, place| text.replace(place, ""));
    text.chars().any(|letter| {
        matches!(letter, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
    })
}

/// The language of an element, from its `lang` attribute or that of an ancestor.
fn language_of(element: ElementRef<'_>) -> String {
    let own = element.attr("lang").map(str::to_owned);
    own.or_else(|| {
        element.ancestors().filter_map(ElementRef::wrap).find_map(|around| around.attr("lang").map(str::to_owned))
    })
    .unwrap_or_default()
}

/// Japanese words on a page that are not marked as Japanese. Linked data has its own language tags. Parts of attributes
/// and of the titles of drawings cannot be marked; `/accessibility` lists this limitation.
fn unmarked(page: &Html) -> Vec<String> {
    let mut found = Vec::new();
    let body = page.select(&scraper::Selector::parse("body").unwrap()).next().unwrap();
    for node in body.descendants() {
        if let Node::Text(text) = node.value()
            && is_japanese(text)
        {
            let around = node.parent().and_then(ElementRef::wrap).unwrap();
            if !matches!(around.value().name(), "title" | "desc" | "script") && language_of(around) != "ja" {
                found.push(format!("{}: {}", around.value().name(), text.trim()));
            }
        }
    }
    found
}

async fn every_japanese_word_is_marked(city: &City, addresses: &[&str]) {
    let mut found = Vec::new();
    for address in addresses {
        let answer = city.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        let page = Html::parse_document(&answer.text());
        assert_eq!(page.root_element().attr("lang"), Some("en"), "{address}");
        found.extend(unmarked(&page).into_iter().map(|words| format!("{address}: {words}")));
    }
    assert!(found.is_empty(), "not said to be Japanese: {found:#?}");
}

#[tokio::test]
async fn on_english_pages_what_exists_in_japanese_only_is_marked_as_japanese() {
    let database = Database::sqlite();
    let city = japanese_city(&database).await;
    every_japanese_word_is_marked(
        &city,
        &[
            "/en",
            "/en/procedures",
            "/en/procedures?event=moving",
            "/en/procedures?department=citizens&set=priority",
            "/en/procedures/moving-out",
            "/en/procedures/talk",
            "/en/cards",
            "/en/cards?list=municipalities",
            "/en/cards/271411",
            "/en/targets",
            "/en/targets/online_rate",
            "/en/targets/holding_rate",
            "/en/accessibility",
        ],
    )
    .await;
}

#[tokio::test]
async fn the_demonstration_marks_its_japanese_on_english_pages() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    every_japanese_word_is_marked(
        &city,
        &[
            "/en",
            "/en/procedures",
            "/en/procedures/child-allowance-claim",
            "/en/cards",
            "/en/cards/271411",
            "/en/targets",
            "/en/targets/online_rate",
            "/en/targets/card_holding_rate",
            "/en/budget",
            "/en/accessibility",
        ],
    )
    .await;
}

#[tokio::test]
async fn the_page_on_accessibility_names_the_contact_that_the_city_names_and_no_other() {
    let database = Database::sqlite();
    let named = japanese_city(&database).await;
    let nobody = named.clone().with_settings(Settings::default());
    let unknown = Settings { contact_department: Some("no-such".parse().unwrap()), ..Settings::default() };
    let unknown = named.clone().with_settings(unknown);
    for address in ["/accessibility", "/easy/accessibility", "/en/accessibility"] {
        assert!(named.get(address).await.text().contains("市民課"), "{address}");
        for city in [&nobody, &unknown] {
            let text = city.get(address).await.text();
            assert!(!text.contains("市民課"), "{address}");
            assert!(!text.contains("Unknown localization"), "{address}");
        }
    }
    assert!(nobody.get("/en/accessibility").await.text().contains("does not name a contact"));
}

#[tokio::test]
async fn every_page_leads_to_the_page_on_accessibility_in_its_language() {
    let database = Database::sqlite();
    let city = japanese_city(&database).await;
    for (address, expected) in
        [("/cards", "/accessibility"), ("/easy", "/easy/accessibility"), ("/en/no-such", "/en/accessibility")]
    {
        let page = Html::parse_document(&city.get(address).await.text());
        let link = scraper::Selector::parse(&format!("footer a[href='{expected}']")).unwrap();
        assert_eq!(page.select(&link).count(), 1, "{address}");
    }
}
