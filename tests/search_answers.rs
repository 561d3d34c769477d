//! What a page of results shows besides what matches as typed: how a question was understood, life events, what others
//! do; and the suggestions, which follow it. What is found is measured in `crates/search/tests/questions.rs`.

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::support::{City, Database, World, on_both, procedure};

fn encoded(words: &str) -> String {
    percent_encoding::utf8_percent_encode(words, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    let all = page.select(&selector).map(|element| element.text().collect::<String>());
    all.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn links(page: &str, selector: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    let all = page.select(&selector).filter_map(|link| link.value().attr("href"));
    all.map(str::to_owned).collect()
}

fn town() -> World {
    World::new()
        .with_department("citizens", "市民課")
        .with_life_event("moving", "引っ越し")
        .with_procedure(
            procedure("moving-in", "転入届").kana("てんにゅうとどけ").department("citizens").life_event("moving"),
        )
        .with_procedure(
            procedure("resident-record", "住民票の写しの交付請求").kana("じゅうみんひょうのうつしのこうふせいきゅう"),
        )
        .with_file(
            "elsewhere.csv",
            "id,title,title_en,words,provider,provider_en,url,checked_on,source\n\
             library,県立図書館,Prefectural library,県立図書館;prefectural library,県,The prefecture,https://example.jp/,\
             2026-04-01,other-offices\n",
        )
}

async fn page_for(city: &City, language: &str, words: &str) -> String {
    let answer = city.get(&format!("{language}/procedures?q={}", encoded(words))).await;
    assert_eq!(answer.status, StatusCode::OK, "{words}");
    answer.text()
}

on_both! {
    async fn a_question_is_understood_and_the_page_says_so(database: &Database) {
        let city = town().on(database).await;
        for (words, found) in [
            ("住民票がほしいのですが、どうすればいいですか？", "/procedures/resident-record"),
            ("juminhyo no utsushi", "/procedures/resident-record"),
            ("転入届🏠", "/procedures/moving-in"),
            ("tennyuu todoke", "/procedures/moving-in"),
        ] {
            let page = page_for(&city, "", words).await;
            assert_eq!(links(&page, ".procedure-list h3 a").first().map(String::as_str), Some(found), "{words}");
            assert_eq!(texts(&page, ".understood li").len(), 1, "{words}");
        }
        // What matches as typed needs no explanation.
        let page = page_for(&city, "", "転入届").await;
        assert!(texts(&page, ".understood").is_empty());
    }

    async fn a_life_event_that_is_asked_for_comes_first(database: &Database) {
        let city = town().on(database).await;
        for words in ["引っ越し", "引っ越したらどうする", "hikkoshi"] {
            let page = page_for(&city, "", words).await;
            assert_eq!(links(&page, ".event-answer a"), ["/guides/moving"], "{words}");
            assert!(links(&page, ".procedure-list h3 a").contains(&"/procedures/moving-in".to_owned()), "{words}");
        }
        assert!(links(&page_for(&city, "", "住民票").await, ".event-answer a").is_empty());
    }

    async fn what_others_do_is_shown_with_who_does_it_and_when_it_was_checked(database: &Database) {
        let city = town().on(database).await;
        let page = page_for(&city, "/en", "prefectural libraries").await;
        assert_eq!(texts(&page, ".elsewhere h3"), ["Prefectural library"]);
        assert!(texts(&page_for(&city, "", "県立図書館").await, ".understood").is_empty(), "it is known as typed");
        assert_eq!(links(&page, ".elsewhere a"), ["https://example.jp/"]);
        assert!(texts(&page, ".elsewhere li")[0].contains("The prefecture"));
        assert!(texts(&page, ".elsewhere li")[0].contains("2026"));
        // Every city starts with what is the same in the whole country.
        let page = page_for(&city, "", "パスポートを更新したい").await;
        assert_eq!(texts(&page, ".elsewhere h3").len(), 1, "{page}");
        assert!(texts(&page, ".elsewhere").concat().contains("確認はまだ"));
    }

    async fn suggestions_follow_the_page_in_its_language(database: &Database) {
        let city = town().on(database).await;
        let suggested = async |address: String| -> Vec<(String, String)> {
            let answer = city.get(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            let text = |item: &serde_json::Value, key: &str| item[key].as_str().unwrap().to_owned();
            answer.items().iter().map(|item| (text(item, "kind"), text(item, "address"))).collect()
        };
        let pair = |kind: &str, address: &str| (kind.to_owned(), address.to_owned());
        assert_eq!(
            suggested(format!("/en/suggestions?q={}", encoded("hikkoshi"))).await,
            [pair("event", "/en/guides/moving"), pair("procedure", "/en/procedures/moving-in")]
        );
        assert_eq!(suggested("/suggestions?q=".to_owned()).await, []);
        assert_eq!(suggested(format!("/suggestions?q={}", encoded("zzzzqqqq"))).await, []);
        let passport = suggested("/easy/suggestions?q=passport".to_owned()).await;
        assert_eq!(passport.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["elsewhere"]);
        // Each leads to a page that has it.
        let page = city.get(&passport[0].1).await.text();
        assert_eq!(texts(&page, ".elsewhere h3").len(), 1);
        let refused = city.get("/suggestions?words=a").await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("words"), "{}", refused.text());
    }
}

#[tokio::test]
async fn the_interface_finds_only_what_matches_as_typed() {
    let database = Database::sqlite();
    let city = town().on(&database).await;
    for words in ["tennyuu todoke", "住民票がほしい", "passport"] {
        let answer = city.get(&format!("/api/v1/procedures?q={}", encoded(words))).await;
        assert!(answer.all("id").is_empty(), "{words}");
    }
}
