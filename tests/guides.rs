//! Guides: from the answers of a resident to the list of what to do, on the guides of the demonstration.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::guide::{Guide, check};
use domain::text::MessageLanguage;
use exchange::import::{Kind, Request, import};
use scraper::{ElementRef, Html, Selector};
use store::guides::list_guides;
use tetsuzuki::server::settings::Settings;

use crate::support::hostile::PAYLOAD;
use crate::support::staff::{OFFICE, browser_of, office};
use crate::support::{Answer, City, World, noon_of_today, on_both, procedure};

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(page: &str, selector: &str) -> Vec<String> {
    select(&Html::parse_document(page), selector).into_iter().map(text_of).collect()
}

/// The entries that a page lists for certain, in order, by the part of the list that they are in.
fn entries(page: &str, part: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let selector = format!("section[aria-labelledby='{part}'] [data-tick]");
    select(&page, &selector).into_iter().map(|item| item.value().attr("data-tick").unwrap().to_owned()).collect()
}

/// The names of the procedures that a page links to in a part.
fn names(page: &str, part: &str) -> Vec<String> {
    texts(page, &format!("section[aria-labelledby='{part}'] .guide-name b"))
}

async fn page(city: &City, address: &str) -> String {
    let answer = city.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text());
    answer.assert_has_all_texts(address);
    answer.text()
}

/// Ward to ward, with a dog, a car and a child.
const WARD_TO_WARD: &str = "/guides/moving?q.from=here&q.to=here&q.with.child=yes&q.insurance=work&q.own.dog=yes\
                            &q.own.car=yes&q.nationality=japanese&q.card=yes&day=2026-12-25";

fn all_certain(page: &str) -> BTreeSet<String> {
    ["guide-home", "guide-office", "guide-elsewhere"].iter().flat_map(|part| entries(page, part)).collect()
}

on_both! {
    async fn a_family_with_a_dog_and_a_car_moves_from_ward_to_ward(database: &Database) {
        let city = City::demonstration(database).await;
        let page = page(&city, WARD_TO_WARD).await;
        let certain = all_certain(&page);
        for needed in ["moving-within", "card-address", "child-allowance-address", "dog", "car", "car-parking", "water", "post"] {
            assert!(certain.contains(needed), "{needed}: {certain:?}");
        }
        for not_needed in ["moving-in", "moving-out", "nhi-join", "nhi-address", "moped-address", "residence-card", "licence", "seal"] {
            assert!(!certain.contains(not_needed), "{not_needed}: {certain:?}");
        }
        assert_eq!(texts(&page, "section[aria-labelledby='guide-perhaps']"), Vec::<String>::new());
        // Deadlines are days in Japan: 14 days after the move for the notification, 30 for the dog.
        let due = |entry: &str| texts(&page, &format!("[data-tick='{entry}'] .guide-due"));
        assert_eq!(due("moving-within"), ["2027年1月8日"]);
        assert_eq!(due("dog"), ["2027年1月24日"]);
        assert_eq!(due("electricity-gas"), ["2026年12月18日"]);
        // The answers stand on paper, too, and every question is answered.
        let said = texts(&page, ".guide-said dt");
        assert_eq!(said.len(), 8, "{said:?}");
        assert_eq!(texts(&page, "a[href='#questions']"), Vec::<String>::new());
        // The summary counts what is listed.
        let summary = &texts(&page, "#summary")[0];
        assert!(summary.contains(&format!("することは{}つ", certain.len())), "{summary}");
        let home = entries(&page, "guide-home").len();
        assert!(summary.contains(&format!("家から{home}")), "{summary}");
    }

    async fn papers_are_merged_as_a_hand_would(database: &Database) {
        let city = City::demonstration(database).await;
        let page = page(&city, WARD_TO_WARD).await;
        let snapshot = city.state.snapshot();
        // By hand: each paper of each procedure at a counter, once.
        let document = Html::parse_document(&page);
        let linked = select(&document, "section[aria-labelledby='guide-office'] .guide-name a");
        let ids = linked.iter().map(|link| link.value().attr("href").unwrap().trim_start_matches("/procedures/").to_owned());
        let wanted: BTreeSet<String> = ids
            .filter_map(|id| snapshot.procedure(&id.parse().unwrap()).map(|(_, one)| one.papers.clone()))
            .flatten()
            .collect();
        let shown = texts(&page, ".guide-papers b");
        let different: BTreeSet<String> = shown.iter().cloned().collect();
        assert!(!wanted.is_empty(), "{page}");
        assert!(wanted.is_subset(&different), "{wanted:?} {shown:?}");
        assert_eq!(shown.len(), different.len(), "each paper once: {shown:?}");
    }

    async fn somebody_moves_in_from_abroad_in_english(database: &Database) {
        let city = City::demonstration(database).await;
        let address = "/en/guides/moving?q.from=abroad&q.with.none=yes&q.insurance=nhi&q.own.none=yes&q.nationality=foreign\
                       &q.card=no&day=2026-12-01";
        let page = page(&city, address).await;
        let certain = all_certain(&page);
        for needed in ["moving-in", "residence-card", "nhi-join", "pension-from-abroad", "card-application"] {
            assert!(certain.contains(needed), "{needed}: {certain:?}");
        }
        assert!(!certain.contains("moving-out-before"), "{certain:?}");
        assert_eq!(texts(&page, "[data-tick='moving-in'] .guide-deadline"), ["Within 14 days of the day you move 15 December 2026"]);
        // The question where to is not asked of people from elsewhere.
        assert_eq!(texts(&page, "input[name='q.to']").len(), 0);
        assert!(page.contains("lang=\"en\""));
        let summary = &texts(&page, "#summary")[0];
        assert!(summary.contains("things to do:") && !summary.contains('{'), "{summary}");
    }

    async fn a_child_is_born_in_easy_japanese(database: &Database) {
        let city = City::demonstration(database).await;
        let address = "/easy/guides/birth?q.stage=born&q.first=first&q.insurance=work&q.job=employee&q.nationality=japanese&day=2026-11-10";
        let page = page(&city, address).await;
        let certain = all_certain(&page);
        for needed in ["birth-registration", "child-allowance", "work-insurance", "medical-subsidy", "leave"] {
            assert!(certain.contains(needed), "{needed}: {certain:?}");
        }
        assert!(!certain.contains("child-allowance-more") && !certain.contains("residence-status"), "{certain:?}");
        // The day of the birth counts, so the fourteenth day is thirteen days later.
        assert_eq!(texts(&page, "[data-tick='birth-registration'] .guide-due"), ["2026年11月23日"]);
        assert!(texts(&page, "legend").iter().all(|legend| !legend.is_empty()));
    }

    async fn a_son_reports_a_death(database: &Database) {
        let city = City::demonstration(database).await;
        let address = "/guides/death?q.pension=yes&q.insurance=late&q.head=yes&q.had.care=yes&q.had.land=yes&day=2026-11-20";
        let page = page(&city, address).await;
        let certain = all_certain(&page);
        for needed in ["death-registration", "head", "late", "funeral-cost", "pension", "care", "land", "family-register"] {
            assert!(certain.contains(needed), "{needed}: {certain:?}");
        }
        for not_needed in ["nhi", "child-allowance", "car", "tax-return", "disability"] {
            assert!(!certain.contains(not_needed), "{not_needed}: {certain:?}");
        }
        assert_eq!(texts(&page, "[data-tick='death-registration'] .guide-due"), ["2026年11月26日"]);
        // What the catalogue has leads to its page, and back.
        let back = self::page(&city, "/procedures/death-registration").await;
        assert!(back.contains("href=\"/guides/death\""), "the procedure leads back to the guide");
        let event = self::page(&city, "/procedures?event=death").await;
        assert!(event.contains("href=\"/guides/death\""));
    }

    async fn what_is_not_known_is_perhaps_needed_and_says_what_decides_it(database: &Database) {
        let city = City::demonstration(database).await;
        let page = page(&city, "/guides/moving?q.from=here&q.to=unknown&q.own.dog=yes&q.own.unknown=yes").await;
        let perhaps = names(&page, "guide-perhaps");
        assert!(perhaps.iter().any(|name| name.contains("転居届")), "{perhaps:?}");
        let decided = texts(&page, "section[aria-labelledby='guide-perhaps'] .guide-item li");
        assert!(decided.iter().any(|question| question.contains("どこへ引っ越しますか")), "{decided:?}");
        assert!(!all_certain(&page).contains("moving-within"));
        // Questions that are not answered are counted.
        assert_eq!(texts(&page, "a[href='#questions']").len(), 1);
        // Without any answer there is no list, only the questions that come first.
        let first = self::page(&city, "/guides/moving").await;
        assert_eq!(texts(&first, "#summary"), Vec::<String>::new());
        let asked = texts(&first, "legend");
        assert_eq!(asked.len(), 6, "{asked:?}");
        assert!(asked[0].contains("いま（引っ越す前）の住所"), "{asked:?}");
    }

    async fn the_answers_are_in_the_address_and_nowhere_else(database: &Database) {
        let city = City::demonstration(database).await;
        let answer = city.get(WARD_TO_WARD).await;
        assert!(answer.header("set-cookie").is_empty() && !answer.header("etag").is_empty(), "it can be cached");
        let page = answer.text();
        let document = Html::parse_document(&page);
        let ticked: BTreeSet<String> =
            select(&document, "input[checked]").iter().map(|input| input.value().attr("name").unwrap().to_owned()).collect();
        let wanted = ["q.from", "q.to", "q.with.child", "q.insurance", "q.own.dog", "q.own.car", "q.nationality", "q.card"];
        assert_eq!(ticked, wanted.map(str::to_owned).into());
        // Other languages get the same answers.
        let english = select(&document, "a[hreflang='en']");
        assert!(english.iter().any(|link| link.value().attr("href").unwrap().contains("q.own.dog=yes")));
        assert_eq!(select(&document, "meta[name='robots']").len(), 1, "one reader's answers are not to be found");
        // Every question is a group with its name.
        assert_eq!(select(&document, "fieldset.guide-question").len(), select(&document, "fieldset.guide-question > legend").len());
    }

    async fn a_parameter_or_an_answer_that_is_not_there_is_named(database: &Database) {
        let city = City::demonstration(database).await;
        for (query, part) in [
            ("q.from=moon", "“moon” cannot be used here. Use one of: here, away, abroad, unknown"),
            ("q.own.dog=no", "“no” cannot be used here. Use one of: yes"),
            ("day=tomorrow", "“tomorrow” is not a date"),
        ] {
            let answer = city.get(&format!("/en/guides/moving?{query}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
            let said = texts(&answer.text(), "[role=alert]").concat();
            assert!(said.contains(part), "{query}: {said}");
            let calendar = city.get(&format!("/guides/moving.ics?{query}")).await;
            assert_eq!(calendar.status, StatusCode::BAD_REQUEST, "{query}");
            assert_eq!(calendar.header("content-type"), "application/problem+json");
        }
        for (query, part) in [
            ("q.colour=red", "does not use this part of its address: q.colour"),
            ("q.own=dog", "does not use this part of its address: q.own"),
            ("q.from=here&q.from=away", "more than once; the first was used: q.from"),
        ] {
            let answer = city.get(&format!("/en/guides/moving?{query}")).await;
            assert_eq!(answer.status, StatusCode::OK, "{query}");
            let said = texts(&answer.text(), ".passed-over").concat();
            assert!(said.contains(part), "{query}: {said}");
            assert_eq!(city.get(&format!("/guides/moving.ics?{query}")).await.status, StatusCode::BAD_REQUEST, "{query}");
        }
        assert_eq!(city.get("/guides/nothing").await.status, StatusCode::NOT_FOUND);
        assert_eq!(city.get("/guides/nothing.ics?day=2026-12-01").await.status, StatusCode::NOT_FOUND);
        assert_eq!(city.get("/guides/moving.ics?q.from=here").await.status, StatusCode::BAD_REQUEST, "no day, no dates");
    }

    async fn hostile_values_stay_texts(database: &Database) {
        let city = City::demonstration(database).await;
        let text = percent_encoding::utf8_percent_encode(PAYLOAD, percent_encoding::NON_ALPHANUMERIC).to_string();
        // A name that the guide does not have is named in a notice; a value that cannot be right is an error.
        let (refused, named) = (StatusCode::BAD_REQUEST, StatusCode::OK);
        for (query, status) in [
            (format!("q.from={text}"), refused),
            (format!("q.{text}=yes"), named),
            (format!("day={text}"), refused),
            (format!("{text}={text}"), named),
        ] {
            let answer = city.get(&format!("/guides/moving?{query}")).await;
            assert_eq!(answer.status, status, "{query}");
            let page = Html::parse_document(&answer.text());
            assert_eq!(select(&page, ".passed-over").len(), usize::from(status == named), "{query}");
            assert_eq!(select(&page, "hostile-marker").len(), 0, "{query}");
        }
    }

    async fn deadlines_go_into_a_calendar(database: &Database) {
        let settings = Settings { public_url: "https://tetsuzuki.example.jp".parse().ok(), ..Settings::default() };
        let city = City::demonstration(database).await.with_settings(settings);
        let answer = city.get(&WARD_TO_WARD.replace("/guides/moving?", "/guides/moving.ics?")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"moving.ics\"");
        let file = answer.text();
        assert!(file.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{file}");
        let lines: Vec<String> = file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect();
        let events = lines.iter().filter(|line| *line == "BEGIN:VEVENT").count();
        let page = page(&city, WARD_TO_WARD).await;
        assert_eq!(events, texts(&page, "[data-tick] .guide-due").len(), "an event for each date of the page");
        assert!(lines.contains(&"DTSTART;VALUE=DATE:20270108".to_owned()) && lines.contains(&"DTEND;VALUE=DATE:20270109".to_owned()));
        assert!(lines.iter().any(|line| line.starts_with("SUMMARY:期限：") && line.contains("転居届")), "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("URL:https://tetsuzuki.example.jp/guides/moving?q.from=here")));
        let ids: BTreeSet<&String> = lines.iter().filter(|line| line.starts_with("UID:")).collect();
        assert_eq!(ids.len(), events);
        assert_eq!(city.get(&WARD_TO_WARD.replace("/guides/moving?", "/guides/moving.ics?")).await.text(), file);
    }

    async fn the_guides_of_every_city_and_of_the_demonstration_are_sound(database: &Database) {
        // With anything of its own, it is set up.
        let own = procedure("own", "市の手続");
        let every_city = World::new().with_life_event("moving", "引っ越し").with_procedure(own).on(database).await;
        let guides = every_city.state.snapshot().guides.clone();
        assert!(guides.len() >= 11, "{}", guides.len());
        let wrong = |guides: &[Guide]| -> Vec<String> {
            let all = guides.iter().flat_map(|guide| check(guide).into_iter().map(move |finding| (guide, finding)));
            all.map(|(guide, finding)| format!("{} {} {:?} {}", guide.id, finding.kind, finding.place, finding.detail)).collect()
        };
        assert_eq!(wrong(&guides), Vec::<String>::new());
        assert!(guides.iter().flat_map(|guide| &guide.entries).all(|entry| entry.procedure.is_none()));
        for guide in &guides {
            let texts = [&guide.title, &guide.intro];
            let of_questions = guide.questions.iter().flat_map(|one| one.answers.iter().map(|answer| &answer.text).chain([&one.text]));
            for text in texts.into_iter().chain(of_questions).chain(guide.entries.iter().map(|entry| &entry.title)) {
                assert!(!text.ja.is_empty() && !text.easy.is_empty() && !text.en.is_empty(), "{} {text:?}", guide.id);
            }
        }
        let page = page(&every_city, "/guides/moving?q.from=away&q.with.none=yes&q.own.none=yes").await;
        assert!(names(&page, "guide-office").iter().any(|name| name.contains("転入届")), "it names what has no procedure");
        let listed = page_links(&self::page(&every_city, "/guides").await);
        assert!(guides.iter().all(|guide| listed.contains(&format!("/guides/{}", guide.id))), "{listed:?}");
    }

    async fn files_that_would_break_a_guide_are_refused(database: &Database) {
        let city = World::new().with_life_event("moving", "引っ越し").with_procedure(procedure("in", "転入届")).on(database).await;
        let db = database.open().await;
        let read = async |kind: Kind, table: &str| {
            let request = Request { language: MessageLanguage::English, ..Request::new(kind, "a.csv", noon_of_today()) };
            import(&db, &request, table.as_bytes(), &|_, _| {}).await.unwrap()
        };
        let header = "guide,id,title,place,condition,duty\n";
        for (row, part) in [
            ("moving,x,何か,city,from=moon,legal", "there is none such as from=moon"),
            ("moving,x,何か,city,colour=red,legal", "there is none with this id: colour"),
            ("moving,x,何か,city,from=here;from=away,legal", "this never holds: from=here;from=away"),
            ("moving,x,何か,city,from,legal", "'from' has neither '=' nor '!='"),
            ("moving,x,,city,,legal", "a value here or in procedure_id"),
            ("nothing,x,何か,city,,legal", "the id of a guide"),
        ] {
            let report = read(Kind::GuideEntries, &format!("{header}{row}\n")).await;
            assert!(report.is_refused() && report.describe().contains(part), "{row}: {}", report.describe());
        }
        let report = read(Kind::GuideQuestions, "guide,id,position,text,kind,asked_if\nmoving,x,0,何か,one,to=here\n").await;
        assert!(report.is_refused() && report.describe().contains("does not come before: to"), "{}", report.describe());
        let report = read(Kind::GuideAnswers, "guide,question,id,text\nmoving,from,unknown,わからない\n").await;
        assert!(report.is_refused() && report.describe().contains("offered with this one: unknown"), "{}", report.describe());
        // An answer that conditions name stays.
        let before = list_guides(&mut db.read().await.unwrap()).await.unwrap();
        let from = &before[0].questions[0].answers[2];
        let row = format!("moving,from,abroad,3,{},{},{},yes\n", from.text.ja, from.text.easy, from.text.en);
        let report = read(Kind::GuideAnswers, &format!("guide,question,id,position,text,text_easy,text_en,remove\n{row}")).await;
        assert!(report.is_refused() && report.describe().contains("from=abroad"), "{}", report.describe());
        // What is only not reached is published, and told.
        let report = read(Kind::GuideEntries, &format!("{header}moving,x,何か,city,from=away;to=here,legal\n")).await;
        assert!(!report.is_refused(), "{}", report.describe());
        assert!(report.notes().iter().any(|note| note.contains("entry x: no answers lead there")), "{:?}", report.notes());
        drop(city);
    }

    async fn an_author_sees_the_guide_as_a_drawing_with_what_is_wrong(database: &Database) {
        let city = office(database).await;
        let mut browser = browser_of(&city, OFFICE).await;
        let page = browser.get("/staff/guides/moving").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        let text = page.text();
        assert!(texts(&text, ".guide-drawing > li").len() >= 7, "{text}");
        let snapshot = city.state.snapshot();
        let guide = snapshot.guide(&"moving".parse().unwrap()).unwrap();
        let from = guide.questions.iter().find(|question| question.id.as_str() == "from").unwrap();
        let here = from.answers.iter().find(|answer| answer.id.as_str() == "here").unwrap();
        let words = format!("{}：{}", from.text.ja, here.text.ja);
        let leaves = texts(&text, ".guide-leaf");
        assert!(leaves.iter().any(|leaf| leaf.contains(&words)), "{words}: {leaves:?}");
        assert!(!leaves.iter().any(|leaf| leaf.contains("from=")), "conditions are words, not ids: {leaves:?}");
        let rows = browser.get("/staff/tables/guide-entries?q=moving-within").await.text();
        assert!(rows.contains(&words), "so are they in the list of rows");
        assert_eq!(texts(&text, ".guide-findings"), Vec::<String>::new());
        assert_eq!(browser.get("/staff/guides/nothing").await.status, StatusCode::NOT_FOUND);
        let anybody = city.get("/staff/guides/moving").await;
        assert_eq!(anybody.status, StatusCode::SEE_OTHER);
    }

    async fn guides_are_open_data(database: &Database) {
        let city = City::demonstration(database).await;
        let listed = city.get("/api/v1/guides?event=moving").await.items();
        assert_eq!(listed.len(), 1);
        let guide: Answer = city.get("/api/v1/guides/moving").await;
        let guide = guide.json();
        assert_eq!(guide["questions"].as_array().unwrap().len(), listed[0]["question_count"].as_u64().unwrap() as usize);
        let entry = guide["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == "moving-within").unwrap().clone();
        assert_eq!((entry["procedure"].as_str(), entry["condition"].as_str(), entry["days"].as_i64()), (Some("moving-within"), Some("from=here;to=here"), Some(14)));
        assert_eq!(city.get("/api/v1/guides/nothing").await.status, StatusCode::NOT_FOUND);
        assert_eq!(city.get("/api/v1/guides/moving?x=1").await.status, StatusCode::BAD_REQUEST);
    }
}

fn page_links(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    select(&page, "main a").into_iter().filter_map(|link| link.value().attr("href").map(str::to_owned)).collect()
}
