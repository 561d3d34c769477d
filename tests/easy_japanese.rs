//! やさしい日本語: every word that a learner may not be able to read has its reading, and is spelled in one way.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::easy_japanese::{Hint, ONE_SPELLING, hints};
use domain::procedure::LocalText;
use domain::reading::{Readings, is_hard, plain_text, without_reading};
use scraper::{ElementRef, Html, Node, Selector};
use tetsuzuki::server::settings::Settings;

use crate::support::staff::{Browser, EDITOR, add, browser_of, roles, sent_fields};
use crate::support::{Answer, City, Database, World, on_both, procedure};

const SITE: &str = "https://tetsuzuki.example.jp";

/// The hard kanji of a page that have no reading, with what is around them.
fn unread(page: &Answer) -> BTreeSet<String> {
    let document = Html::parse_document(&page.source());
    let mut found = BTreeSet::new();
    for node in document.tree.root().descendants() {
        let Some(text) = node.value().as_text() else { continue };
        let shows_no_reading = node.ancestors().filter_map(ElementRef::wrap).any(|element| {
            let is_foreign = element.attr("lang").is_some_and(|lang| lang != "ja");
            is_foreign
                || matches!(
                    element.value().name(),
                    "ruby" | "svg" | "title" | "script" | "style" | "option" | "textarea" | "code" | "pre"
                )
        });
        if !shows_no_reading && text.chars().any(is_hard) {
            found.insert(text.trim().to_owned());
        }
    }
    found
}

fn main_text(page: &Answer) -> String {
    let document = Html::parse_document(&page.text());
    let main = document.select(&Selector::parse("main").unwrap()).next().expect("a main part");
    main.text().collect::<Vec<_>>().concat()
}

fn attribute(page: &Answer, selector: &str, name: &str) -> Option<String> {
    let document = Html::parse_document(&page.source());
    let found = document.select(&Selector::parse(selector).unwrap()).next()?;
    found.attr(name).map(str::to_owned)
}

/// The addresses of all easy pages in the sitemap.
async fn easy_pages(city: &City) -> Vec<String> {
    let list = city.get("/sitemap/1.xml").await.text();
    let pages = list.split("<loc>").skip(1).filter_map(|rest| rest.split_once("</loc>"));
    let pages = pages.filter_map(|(address, _)| address.strip_prefix(SITE));
    pages.filter(|page| *page == "/easy" || page.starts_with("/easy/")).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_easy_page_of_the_demonstration_has_the_reading_of_every_hard_kanji() {
    let database = Database::sqlite();
    let settings = Settings { public_url: Some(SITE.parse().unwrap()), ..Settings::default() };
    let city = City::demonstration(&database).await.with_settings(settings);
    let pages = easy_pages(&city).await;
    assert!(pages.len() > 80, "{}", pages.len());
    let mut missing: BTreeMap<String, String> = BTreeMap::new();
    for address in &pages {
        let page = city.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}");
        for text in unread(&page) {
            missing.entry(text).or_insert_with(|| address.clone());
        }
    }
    assert!(missing.is_empty(), "{} texts: {missing:#?}", missing.len());
}

#[tokio::test]
async fn a_page_says_the_same_with_and_without_readings() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for page in ["/easy", "/easy/procedures", "/easy/cards", "/easy/guides/moving", "/easy/offices", "/easy/budget"] {
        let with = city.get(page).await;
        let without = city.get(&format!("{page}?furigana=off")).await;
        assert!(with.source().contains("<rt>") && !without.source().contains("<rt>"), "{page}");
        assert_eq!(main_text(&with), main_text(&without), "{page}");
        let headings = Html::parse_document(&with.source());
        for heading in headings.select(&Selector::parse("h1").unwrap()) {
            let text: String = heading.text().collect();
            assert!(!text.contains("<ruby"), "{page}: {text}");
        }
    }
}

#[tokio::test]
async fn readers_of_japanese_pages_switch_readings_on_and_links_keep_the_choice() {
    let database = Database::sqlite();
    let settings = Settings { public_url: Some(SITE.parse().unwrap()), ..Settings::default() };
    let city = City::demonstration(&database).await.with_settings(settings);
    let plain = city.get("/cards?measure=held").await;
    assert!(!plain.source().contains("<rt>"));
    let switch = attribute(&plain, ".furigana-switch a", "href").expect("a switch");
    assert_eq!(switch, "/cards?measure=held&furigana=on");
    assert_eq!(attribute(&plain, ".furigana-switch a", "rel").as_deref(), Some("nofollow"));

    let read = city.get(&switch).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(read.source().contains("<rt>ほゆう"), "{}", read.source());
    assert_eq!(attribute(&read, "link[rel=canonical]", "href").as_deref(), Some(&*format!("{SITE}/cards")));
    assert_eq!(attribute(&read, "meta[name=robots]", "content").as_deref(), Some("noindex,follow"));
    assert_eq!(attribute(&read, ".furigana-switch a", "href").as_deref(), Some("/cards?measure=held&furigana=off"));
    assert_eq!(attribute(&read, "a.brand", "href").as_deref(), Some("/?furigana=on"));
    let list = city.get("/procedures?furigana=on").await;
    assert_eq!(attribute(&list, "form input[name=furigana]", "value").as_deref(), Some("on"));
    // A page in easy Japanese shows them anyway, and English has none.
    let languages = Html::parse_document(&read.source());
    let links: Vec<_> = languages
        .select(&Selector::parse(".languages a").unwrap())
        .filter_map(|link| link.attr("href").map(str::to_owned))
        .collect();
    assert!(links.iter().all(|link| !link.contains("furigana")), "{links:?}");
    assert!(city.get("/en/cards").await.source().matches("furigana-switch").count() == 0);

    let off = city.get("/easy?furigana=off").await;
    assert!(!off.source().contains("<rt>"));
    assert_eq!(attribute(&off, "a.brand", "href").as_deref(), Some("/easy?furigana=off"));
    let neither = city.get("/cards?furigana=maybe").await;
    assert_eq!(neither.status, StatusCode::OK);
    assert!(main_text(&neither).contains("furigana"), "the page names what it passed over");
}

on_both! {
    async fn the_notation_is_shown_as_readings_and_is_plain_everywhere_else(database: &Database) {
        let easy = |text: &str| LocalText { easy: text.to_owned(), ..LocalText::default() };
        let city = World::new()
            .with_area("271403", "堺市", AreaKind::City, None)
            .with_procedure(procedure("moving-out", "転出届").with(|procedure| {
                procedure.name.easy = "｜出立《しゅったつ》の 紙".to_owned();
                procedure.summary = LocalText { ja: "市を出る人".to_owned(), ..easy("旅立《たびだ》ちの 紙") };
            }))
            .with_file("readings.csv", "word,reading\n見本台,みほんだい\n")
            .on(database)
            .await;
        let page = city.get("/easy/procedures/moving-out").await;
        for expected in ["<ruby>出立<rp>（</rp><rt>しゅったつ</rt><rp>）</rp></ruby>", "<rt>たびだ</rt>"] {
            assert!(page.source().contains(expected), "{}", page.source());
        }
        assert!(!page.source().contains('《') && !page.source().contains("｜出"), "{}", page.source());
        let title: String = Html::parse_document(&page.source())
            .select(&Selector::parse("title").unwrap())
            .flat_map(|title| title.text().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert!(title.contains("出立の 紙"), "{title}");
        for address in ["/api/v1/procedures", "/api/v1/procedures.csv", "/api/v1/procedures/moving-out.jsonld"] {
            let text = city.get(address).await.text();
            assert!(!text.contains('《') && !text.contains('｜'), "{address}: {text}");
        }
        for query in ["出立", "しゅったつ", "旅立ち", "たびだち"] {
            let words: String = form_urlencoded::byte_serialize(query.as_bytes()).collect();
            let found = city.get(&format!("/api/v1/procedures?q={words}")).await;
            assert_eq!(found.all("id"), ["moving-out"], "{query}");
        }
    }

    async fn a_city_adds_words_of_its_own(database: &Database) {
        let world = |readings: &str| {
            World::new()
                .with_area("271403", "堺市", AreaKind::City, None)
                .with_procedure(procedure("gate", "騏驎棟の使用"))
                .with_file("readings.csv", readings)
        };
        let city = world("word,reading\n騏驎,きりん\n〜棟,とう\n").on(database).await;
        let page = city.get("/easy/procedures/gate").await;
        assert!(page.source().contains("<ruby>騏驎<rp>（</rp><rt>きりん</rt><rp>）</rp></ruby>"), "{}", page.source());
        assert!(page.source().contains("<rt>とう</rt>"), "{}", page.source());
    }

    async fn the_desk_says_which_kanji_lack_a_reading_and_writes_what_it_knows(database: &Database) {
        let city = World::new()
            .with_area("271403", "堺市", AreaKind::City, None)
            .with_department("citizens", "市民課")
            .with_procedure(procedure("moving-out", "転出届").department("citizens").with(|procedure| {
                procedure.name.easy = "転出の 紙".to_owned();
                procedure.summary.easy = "騏驎の 紙".to_owned();
            }))
            .on(database)
            .await;
        add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
        let mut editor: Browser = browser_of(&city, EDITOR).await;
        let address = "/staff/procedures/moving-out/edit";
        let page = editor.get(address).await;
        assert!(page.text().contains("騏驎") && page.text().contains("転出《てんしゅつ》の 紙"), "{}", page.text());
        let mut fields = sent_fields(&page.text(), "form.entry-form");
        fields.retain(|(name, _)| name != "fill_readings");
        fields.push(("fill_readings".to_owned(), "yes".to_owned()));
        let filled = editor.post_fields(address, &fields).await;
        assert_eq!(filled.status, StatusCode::OK, "nothing is saved, so there is nowhere to go");
        let sent = sent_fields(&filled.text(), "form.entry-form");
        let value = |name: &str| sent.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
        assert_eq!(value("name_easy"), Some("転出《てんしゅつ》の 紙"));
        assert_eq!(value("name"), Some("転出届"));
        assert!(value("summary_easy").is_some_and(|text| text.contains("騏驎の 紙")), "{:?}", value("summary_easy"));
    }
}

/// Files that only the staff side shows.
const STAFF: [&str; 9] = [
    "editing.ftl",
    "fields.ftl",
    "first_day.ftl",
    "readings.ftl",
    "reorganisation.ftl",
    "staff.ftl",
    "staff_sign_on.ftl",
    "tables.ftl",
    "uploads.ftl",
];

/// Names of things that have no easier one, in the sentences that name them.
const TOO_LONG: [&str; 1] = ["accessibility-untested-readers"];

/// The easy texts of the public pages: file, name and text without its variables.
fn public_texts() -> Vec<(String, String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/ja-Easy");
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if STAFF.contains(&file.as_str()) {
            continue;
        }
        let mut name = String::new();
        for line in fs::read_to_string(&path).unwrap().lines() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let text = match line.split_once(" =") {
                Some((key, text)) if !line.starts_with(' ') => {
                    key.clone_into(&mut name);
                    text
                }
                // A variant of the text above: [one] …
                _ => line.split_once(']').map_or(line, |(_, text)| text),
            };
            let mut shown = String::new();
            for (part, rest) in text.split('{').enumerate() {
                // What a variable stands for is a word of its own, with its own reading; most are numbers.
                let rest = if part == 0 { rest } else { rest.split_once('}').map_or("", |(_, rest)| rest) };
                shown.push_str(if part == 0 { "" } else { "1" });
                shown.push_str(rest);
            }
            texts.push((file.clone(), name.clone(), shown));
        }
    }
    assert!(texts.len() > 500, "{}", texts.len());
    texts
}

#[test]
fn every_hard_kanji_of_the_interface_has_its_reading() {
    let missing: Vec<_> = public_texts()
        .into_iter()
        .map(|(file, name, text)| (file, name, without_reading(&text, Readings::standard())))
        .filter(|(.., words)| !words.is_empty())
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The spellings of a text that are not those of the list.
fn other_spellings(text: &str) -> Vec<String> {
    let of_word = |(word, others): &(&str, &[&str])| {
        let found = others.iter().filter(|other| text.contains(*other));
        found.map(|other| format!("{other}, not {word}: {text}")).collect::<Vec<_>>()
    };
    ONE_SPELLING.iter().flat_map(of_word).collect()
}

#[test]
fn each_word_of_the_interface_has_one_spelling() {
    let of_text = |(file, name, text): (String, String, String)| {
        other_spellings(&text).into_iter().map(move |found| format!("{file}: {name} has {found}"))
    };
    let wrong: Vec<String> = public_texts().into_iter().flat_map(of_text).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The easy texts in the tables of a folder: those of the columns that end in `_easy`.
fn easy_cells(folder: &Path) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut rows = csv::Reader::from_path(&path).unwrap();
        let header = rows.headers().unwrap().clone();
        for row in rows.records().map(Result::unwrap) {
            let easy = header.iter().zip(&row).filter(|(column, text)| column.ends_with("_easy") && !text.is_empty());
            cells.extend(easy.map(|(_, text)| (file.clone(), plain_text(text).into_owned())));
        }
    }
    cells
}

#[test]
fn each_word_of_the_demonstration_and_of_what_cities_start_from_has_one_spelling() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (folder, least) in [("migrations/demonstration", 800), ("crates/exchange/data/standard", 20)] {
        let cells = easy_cells(&root.join(folder));
        assert!(cells.len() > least, "{folder}: {}", cells.len());
        let of_cell = |(file, text): &(String, String)| {
            let file = file.clone();
            other_spellings(text).into_iter().map(move |found| format!("{file} has {found}"))
        };
        let wrong: Vec<String> = cells.iter().flat_map(of_cell).collect();
        assert!(wrong.is_empty(), "{folder}: {wrong:#?}");
    }
}

on_both! {
    async fn each_word_of_a_new_city_has_one_spelling(database: &Database) {
        let city = World::new().on(database).await;
        let snapshot = city.state.snapshot();
        let mut texts: Vec<&str> = snapshot.life_events.iter().map(|event| event.name.easy.as_str()).collect();
        for guide in &snapshot.guides {
            texts.extend([guide.title.easy.as_str(), &guide.intro.easy, &guide.day.easy]);
            for question in &guide.questions {
                texts.extend([question.text.easy.as_str(), &question.help.easy]);
                texts.extend(question.answers.iter().map(|answer| answer.text.easy.as_str()));
            }
            for entry in &guide.entries {
                texts.extend([entry.title.easy.as_str(), &entry.who.easy, &entry.deadline.easy, &entry.note.easy]);
            }
        }
        assert!(texts.len() > 300, "{}", texts.len());
        let wrong: Vec<String> = texts.into_iter().flat_map(|text| other_spellings(&plain_text(text))).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}

#[test]
fn sentences_of_the_interface_are_short() {
    let mut long = Vec::new();
    for (file, name, text) in public_texts() {
        for hint in hints(&plain_text(&text)) {
            if let Hint::LongSentence { sentence, letters } = hint
                && !TOO_LONG.contains(&name.as_str())
            {
                long.push(format!("{file}: {name} ({letters}): {sentence}"));
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

/// The text of a page is in text nodes: none of them is the notation.
#[tokio::test]
async fn no_public_page_of_the_demonstration_shows_the_notation() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    for address in ["/", "/easy", "/en", "/budget", "/easy/budget", "/procedures", "/easy/guides/death"] {
        let page = Html::parse_document(&city.get(address).await.source());
        for node in page.tree.root().descendants() {
            if let Node::Text(text) = node.value() {
                let text: &str = text;
                assert_eq!(plain_text(text), text, "{address}");
            }
        }
    }
}
