//! Procedures that have ended (廃止) and entries that were made by mistake (取消): where they count, where they show, and
//! what files and older databases say about them.

use axum::http::StatusCode;
use chrono::{TimeZone, Utc};
use domain::area::AreaKind;
use domain::procedure::StepState;
use domain::text::MessageLanguage;
use exchange::city::{CityOptions, export_city, import_city};
use exchange::export::tables::{ExportFilter, Table};
use exchange::import::report::Report;
use exchange::import::{Kind, Request, import};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use sqlx::Executor;
use store::procedures::list_procedures;
use store::{Db, revision};
use tetsuzuki::server::audit;
use tetsuzuki::server::settings::Settings;

use crate::support::{Answer, City, Database, TODAY, World, close, day, has, noon_of_today, on_both, procedure};

const WHY: &str = "新しい届出に統合したため";
const MISTAKE: &str = "同じ手続が二重に登録されていたため";

/// A set of five procedures: `old` and `middle` have ended, one after the other in favour of the next; `new` is in
/// force; `later` is about to end; `mistake` was withdrawn.
fn world() -> World {
    let of_set = |id: &str, name: &str| {
        procedure(id, name)
            .english(&format!("Notice {id}"))
            .department("citizens")
            .life_event("moving")
            .in_set("priority")
    };
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_department("citizens", "市民課")
        .with_life_event("moving", "引越し")
        .with_life_event("birth", "出産")
        .with_set("priority", "優先手続")
        .with_procedure(
            of_set("old", "古い届出")
                .life_event("birth")
                .complete_since("2020-04-01")
                .usage(2024, Some(100), Some(50))
                .usage(2026, Some(7), Some(7))
                .abolished_on("2026-04-01", WHY, "middle"),
        )
        .with_procedure(of_set("middle", "中間の届出").all_steps(StepState::Counter, "2020-04-01").abolished_on(
            "2026-10-01",
            "",
            "new",
        ))
        .with_procedure(of_set("new", "新しい届出").all_steps(StepState::Counter, "2020-04-01").usage(
            2026,
            Some(30),
            Some(3),
        ))
        .with_procedure(of_set("later", "いずれなくなる届出").complete_since("2020-04-01").abolished_on(
            "2027-04-01",
            "",
            "new",
        ))
        .with_procedure(
            of_set("mistake", "二重の届出")
                .complete_since("2020-04-01")
                .usage(2024, Some(1000), Some(1000))
                .withdrawn_on("2026-05-01", MISTAKE, "new"),
        )
}

async fn ids(city: &City, query: &str) -> Vec<String> {
    let found = city.get(&format!("/api/v1/procedures?sort=name{query}")).await;
    assert_eq!(found.status, StatusCode::OK, "{}", found.text());
    let mut ids: Vec<String> = found.all("id").into_iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

/// Numerator and denominator of a figure.
async fn fraction(city: &City, address: &str) -> (i64, i64) {
    let figure = city.get(&format!("/api/v1/figures/{address}")).await.json();
    let amount = |part: &str| figure[part]["amount"].as_i64().unwrap_or_else(|| panic!("{figure}"));
    (amount("numerator"), amount("denominator"))
}

fn texts(page: &Answer, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let page = Html::parse_document(&page.text());
    page.select(&selector).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
}

fn links(page: &Answer, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let page = Html::parse_document(&page.text());
    page.select(&selector).filter_map(|link| link.attr("href").map(str::to_owned)).collect()
}

on_both! {
    async fn what_has_ended_counts_before_its_end_and_a_mistake_only_until_it_was_known(database: &Database) {
        let city = world().on(database).await;
        assert_eq!(ids(&city, "").await, ["later", "new"]);
        assert_eq!(ids(&city, "&set=priority&event=birth").await, [""; 0]);
        assert_eq!(ids(&city, "&as_of=2026-09-30").await, ["later", "middle", "new"]);
        assert_eq!(ids(&city, "&as_of=2026-04-30").await, ["later", "middle", "mistake", "new"], "as it was known then");
        assert_eq!(ids(&city, "&as_of=2026-03-31").await, ["later", "middle", "mistake", "new", "old"]);
        // A rate of a past day as known today never had the mistake in it.
        for (on, expected) in [(TODAY, (1, 2)), ("2026-09-30", (1, 3)), ("2026-04-01", (1, 3)), ("2026-03-31", (2, 4))] {
            assert_eq!(fraction(&city, &format!("online-rate?set=priority&count=kinds&on={on}")).await, expected, "{on}");
            let strict = format!("online-rate?set=priority&count=strict&on={on}");
            assert_eq!(fraction(&city, &strict).await, expected, "{on}");
        }
        // Applications of a year are counted unless the procedure had ended before it.
        for (year, expected) in [(2024, (50, 100)), (2026, (3, 30))] {
            let rate = format!("usage-rate?set=priority&over=all&fiscal_year={year}");
            assert_eq!(fraction(&city, &rate).await, expected, "{year}");
        }
        let route = fraction(&city, &format!("online-rate-if-done?set=priority&count=kinds&on={TODAY}&first=9")).await;
        assert_eq!(route, (2, 2), "the route has only what is in force");
        assert_eq!(city.get("/api/v1/figures/procedure-usage?procedure=old&fiscal_year=2024").await.status, StatusCode::OK);
        let gone = city.get("/api/v1/figures/procedure-usage?procedure=mistake&fiscal_year=2024").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_list_can_have_what_has_ended_and_says_when_and_what_follows() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    assert_eq!(ids(&city, "&ended=include").await, ["later", "middle", "new", "old"]);
    assert_eq!(ids(&city, "&ended=only").await, ["middle", "old"]);
    assert_eq!(ids(&city, "&ended=only&as_of=2026-09-30").await, ["old"]);
    assert_eq!(city.get("/api/v1/procedures?ended=never").await.status, StatusCode::BAD_REQUEST);
    let ending =
        |record: &Value| json!([record["ended_on"], record["ending"], record["ending_reason"], record["successor"]]);
    let all = city.get("/api/v1/procedures?ended=include&sort=name").await.items();
    let of = |id: &str| all.iter().find(|record| record["id"] == id).map(ending).unwrap();
    assert_eq!(of("old"), json!(["2026-04-01", "abolished", WHY, "middle"]));
    assert_eq!(of("later"), json!(["2027-04-01", "abolished", null, "new"]), "an end to come is announced");
    assert_eq!(of("new"), json!([null, null, null, null]));
    let one = city.get("/api/v1/procedures/old").await;
    assert_eq!((one.status, ending(&one.json())), (StatusCode::OK, of("old")));
    let (header, rows) = city.get("/api/v1/procedures.csv?ended=only").await.csv();
    let place = header.iter().position(|column| column == "ended_on").unwrap();
    assert_eq!(rows.iter().map(|row| row[place].as_str()).collect::<Vec<_>>(), ["2026-04-01", "2026-10-01"]);
    let linked = city.get("/api/v1/procedures/old.jsonld").await.text();
    assert!(
        linked.contains("end=2026-03-31;") && linked.contains("\"dct:isReplacedBy\":{\"@id\":\"/procedures/middle\"}")
    );
}

#[tokio::test]
async fn the_page_of_an_ended_procedure_says_so_first_and_keeps_what_was() {
    let database = Database::sqlite();
    let settings =
        Settings { public_url: Some("https://tetsuzuki.example.jp".parse().unwrap()), ..Settings::default() };
    let city = world().on(&database).await.with_settings(settings);
    for (language, said, before) in [
        ("", "この手続は、令和8年4月1日（2026年4月1日）に廃止されました。", "2026年3月31日"),
        ("/easy", "なくなりました", "なくなる　前の　日"),
        ("/en", "This procedure ended on 1 April 2026.", "31 March 2026"),
    ] {
        let page = city.get(&format!("{language}/procedures/old")).await;
        assert_eq!(page.status, StatusCode::OK);
        let notice = texts(&page, "aside.ending").join(" ");
        assert!(notice.contains(said) && notice.contains(WHY), "{notice}");
        assert_eq!(
            links(&page, "aside.ending a"),
            [format!("{language}/procedures/middle"), format!("{language}/procedures/new")],
            "a successor that has ended is followed"
        );
        assert!(page.text().contains(before), "{language}");
        assert!(has(&page, "head meta[name=robots][content^=noindex]"), "{language}");
        assert!(has(&page, ".channel-steps, .ladder-list"), "its steps are kept");
        assert!(!has(&page, "form[action$='/reports']") && !has(&page, "script[type='application/ld+json']"));
        let history = city.get(&format!("{language}/procedures/old/history")).await;
        assert_eq!(history.status, StatusCode::OK);
        assert!(has(&history, "aside.ending") && has(&history, "head meta[name=robots][content^=noindex]"));
    }
    // Before its end it was a procedure like any other, and one that is about to end is one still.
    let then = city.get("/en/procedures/old?as_of=2026-03-31").await.text();
    assert!(then.contains("This procedure will end on 1 April 2026.") && !then.contains("no longer offered"), "{then}");
    let later = city.get("/en/procedures/later").await;
    assert!(texts(&later, "aside.ending").join(" ").contains("will end on 1 April 2027"));
    assert!(!has(&later, "head meta[name=robots]") && has(&later, "form[action$='/reports']"));
    let sitemap = city.get("/sitemap/1.xml").await.text();
    for id in ["old", "middle", "mistake"] {
        assert!(
            !sitemap.contains(&format!("/procedures/{id}<")) && !sitemap.contains(&format!("/procedures/{id}/")),
            "{id}"
        );
    }
    assert!(
        sitemap.contains("/procedures/later<") && !sitemap.contains("event=birth"),
        "nothing is left of that life event"
    );
    let form = city.get("/procedures/old/reports").await;
    assert_eq!(form.status, StatusCode::GONE);
    assert!(has(&form, "aside.ending") && !has(&form, "form[action$='/reports']"));
    assert!(!has(&city.get("/procedures/new").await, "aside.ending"));
}

#[tokio::test]
async fn a_search_says_that_what_it_finds_has_ended() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let page = city.get("/en/procedures?q=middle").await;
    assert!(!has(&page, ".procedure-item"), "it is not in the list");
    let only: Vec<String> = links(&page, "main a").into_iter().filter(|link| link.contains("ended=only")).collect();
    assert_eq!(only, ["/en/procedures?q=middle&ended=only"]);
    let ended = city.get(&only[0]).await;
    assert_eq!(links(&ended, ".procedure-item a"), ["/en/procedures/middle"]);
    assert!(texts(&ended, ".procedure-item").join(" ").contains("Ended on"), "with a mark");
    assert!(has(&ended, "head meta[name=robots][content^=noindex]"));
    let mistake = city.get("/en/procedures?q=mistake").await.text();
    assert!(!mistake.contains("ended=only"), "a mistake is found nowhere");
    let home = city.get("/en").await.text();
    assert!(home.contains("event=moving") && !home.contains("event=birth"), "no life event leads to an empty list");
    let related = links(&city.get("/en/procedures/new").await, ".related a");
    assert_eq!(related, ["/en/procedures/later"]);
}

#[tokio::test]
async fn an_entry_made_by_mistake_is_gone_and_says_when_and_why() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    for (language, date) in [("", "2026年5月1日"), ("/easy", "2026"), ("/en", "1 May 2026")] {
        for page in ["", "/history", "/reports", "?as_of=2026-03-31"] {
            let answer = city.get(&format!("{language}/procedures/mistake{page}")).await;
            assert_eq!(answer.status, StatusCode::GONE, "{language} {page}");
            let text = texts(&answer, "main").join(" ");
            assert!(text.contains(date) && text.contains(MISTAKE), "{language} {page}: {text}");
            let instead = format!("{language}/procedures/new");
            assert!(links(&answer, "main a").contains(&instead), "what to use instead");
            assert!(!answer.text().contains("rel=\"canonical\""));
        }
    }
    for address in [
        "/api/v1/procedures/mistake",
        "/api/v1/procedures/mistake.jsonld",
        "/api/v1/procedures/mistake?as_of=2026-03-31",
    ] {
        let answer = city.get(address).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::GONE, "application/problem+json"),
            "{address}"
        );
        let problem = answer.json();
        assert_eq!((&problem["ending"], &problem["ended_on"]), (&json!("withdrawn"), &json!("2026-05-01")));
        assert_eq!((&problem["ending_reason"], &problem["successor"]), (&json!(MISTAKE), &json!("new")));
        assert!(problem["detail"].as_str().unwrap().contains("2026-05-01"));
    }
    assert_eq!(ids(&city, "&ended=include").await, ["later", "middle", "new", "old"], "no list has it");
}

#[tokio::test]
async fn an_end_is_among_the_changes_and_in_the_feed() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let told: Vec<(Value, Value, Value)> = city
        .get("/api/v1/changes")
        .await
        .items()
        .into_iter()
        .map(|change| (change["procedure"].clone(), change["kind"].clone(), change["effective_on"].clone()))
        .collect();
    let change = |id: &str, kind: &str, on: &str| (json!(id), json!(kind), json!(on));
    assert_eq!(
        told,
        [
            change("later", "planned", "2027-04-01"),
            change("middle", "ended", "2026-10-01"),
            change("mistake", "entry_withdrawn", "2026-05-01"),
            change("old", "ended", "2026-04-01"),
        ]
    );
    let page = city.get("/en/changes").await.text();
    for words in ["No longer offered", "Will no longer be offered", "made by mistake and has been withdrawn"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(city.get("/api/v1/changes?kind=ended").await.items().len(), 2);
    let feed = city.get("/en/feeds/changes.atom").await.text();
    assert!(
        feed.contains("<title>Notice middle: Ended</title>")
            && feed.contains("<title>Notice mistake: Entry withdrawn</title>")
    );
    assert!(!feed.contains("Notice later"), "nobody can say when the end of an entry from elsewhere was announced");
}

async fn read(db: &Db, bytes: &[u8], language: MessageLanguage) -> Report {
    let request = Request { language, ..Request::new(Kind::Procedures, "手続.csv", noon_of_today()) };
    import(db, &request, bytes, &|_, _| {}).await.unwrap()
}

fn is_unchanged(report: &Report) -> bool {
    !report.is_refused() && report.counts().iter().all(|counts| counts.is_unchanged())
}

/// The errors of a refused file.
async fn refused(db: &Db, text: &str) -> Vec<String> {
    let before = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
    let report = read(db, text.as_bytes(), MessageLanguage::English).await;
    assert!(report.is_refused(), "{}", report.describe());
    assert_eq!(revision::find_revision(&mut db.read().await.unwrap()).await.unwrap(), before, "nothing was written");
    report.bad_cells().iter().map(|cell| cell.describe(MessageLanguage::English)).collect()
}

async fn ending_of(db: &Db, id: &str) -> Option<(String, String, String, Option<String>)> {
    let all = list_procedures(&mut db.read().await.unwrap()).await.unwrap();
    let ending = all.into_iter().find(|one| one.id.as_str() == id).unwrap().ending?;
    let successor = ending.successor.as_ref().map(ToString::to_string);
    Some((ending.kind.to_string(), ending.on.to_string(), ending.reason.clone(), successor))
}

on_both! {
    async fn a_file_ends_procedures_and_takes_it_back(database: &Database) {
        world().on(database).await;
        let db = database.open().await;
        let told = |kind: &str, on: &str, reason: &str, successor: Option<&str>| {
            Some((kind.to_owned(), on.to_owned(), reason.to_owned(), successor.map(str::to_owned)))
        };
        let ends = "手続ID,手続名,廃止日,廃止区分,廃止理由,後継手続ID\n\
                    new,新しい届出,令和9年4月1日,廃止,制度の終わり,newest\nnewest,最新の届出,,,,\n";
        let report = read(&db, ends.as_bytes(), MessageLanguage::Japanese).await;
        assert!(!report.is_refused(), "{}", report.describe());
        assert_eq!(ending_of(&db, "new").await, told("abolished", "2027-04-01", "制度の終わり", Some("newest")));
        // A day alone changes the day, and columns that are not there say nothing.
        read(&db, "id,name,ended_on\nnew,新しい届出,2027-05-01\nold,古い届出,2026-04-01\n".as_bytes(), MessageLanguage::English).await;
        assert_eq!(ending_of(&db, "new").await, told("abolished", "2027-05-01", "制度の終わり", Some("newest")));
        assert_eq!(ending_of(&db, "old").await, told("abolished", "2026-04-01", WHY, Some("middle")));
        read(&db, "id,name\nnew,新しい届出\n".as_bytes(), MessageLanguage::English).await;
        assert!(ending_of(&db, "new").await.is_some());
        read(&db, "id,name,ended_on\nnew,新しい届出,\n".as_bytes(), MessageLanguage::English).await;
        assert_eq!(ending_of(&db, "new").await, None, "an empty cell takes it back");
        close(db).await;
    }

    async fn a_file_with_an_impossible_end_is_refused_with_words(database: &Database) {
        world().on(database).await;
        let db = database.open().await;
        let head = "id,name,ended_on,ending,ending_reason,successor\n";
        for (row, words) in [
            ("new,a,2027-04-01,,,new", "the id of another procedure"),
            ("new,a,2027-04-01,,,nowhere", "the id of a procedure in the catalogue or in this file"),
            ("new,a,2027-04-01,,,old", "do not lead back to this one"),
            ("a,a,2027-04-01,,,b\nb,b,2027-04-01,,,a", "do not lead back to this one"),
            ("new,a,,abolished,,", "the day of the end"),
            ("new,a,,,why,", "the day of the end"),
            ("new,a,2026-04-01,withdrawn,,", "why the entry is withdrawn"),
            ("new,a,2026-11-23,withdrawn,why,", "today or a day before"),
            ("new,a,2026-04-01,gone,,", "one of: 廃止, 取消"),
        ] {
            let errors = refused(&db, &format!("{head}{row}\n")).await;
            assert!(!errors.is_empty() && errors.iter().all(|error| error.contains(words)), "{row}: {errors:?}");
        }
        // A row that ends the circle is read together with the one that would close it.
        let turned = format!("{head}middle,中間の届出,2026-10-01,,,\nnew,新しい届出,2027-04-01,,,old\n");
        let report = read(&db, turned.as_bytes(), MessageLanguage::English).await;
        assert!(!report.is_refused(), "{}", report.describe());
        close(db).await;
    }

    async fn a_successor_may_stand_thousands_of_rows_below(database: &Database) {
        let db = database.open().await;
        let rows: String = (0..4_100).map(|number| format!("p{number:04},手続{number},,\n")).collect();
        let file = format!("id,name,ended_on,successor\na,はじめ,2026-04-01,zz\n{rows}zz,終わり,,\n");
        let report = read(&db, file.as_bytes(), MessageLanguage::English).await;
        assert!(!report.is_refused(), "{}", report.describe());
        assert_eq!(ending_of(&db, "a").await.unwrap().3.as_deref(), Some("zz"));
        let second = read(&db, file.as_bytes(), MessageLanguage::English).await;
        assert!(is_unchanged(&second), "{}", second.describe());
        // One that is known already may name one that the same file adds.
        let later = "id,name,ended_on,successor\np0000,手続0,2026-04-01,zzz\nzzz,さらに後,,\n";
        let report = read(&db, later.as_bytes(), MessageLanguage::English).await;
        assert!(!report.is_refused(), "{}", report.describe());
        close(db).await;
    }

    async fn a_folder_with_ends_comes_back_to_the_byte(database: &Database) {
        let origin = Database::sqlite();
        world().on(&origin).await;
        let files = export_city(&origin.open().await, day(TODAY)).await.unwrap();
        let procedures = std::str::from_utf8(&files["procedures.csv"]).unwrap();
        assert!(procedures.contains("2026-05-01,withdrawn,同じ手続が二重に登録されていたため,new"), "{procedures}");
        let package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
        let part = package["resources"].as_array().unwrap().iter().find(|part| part["name"] == "procedures").unwrap();
        let keys = part["schema"]["foreignKeys"].as_array().unwrap();
        assert!(keys.contains(&json!({ "fields": ["successor"], "reference": { "resource": "", "fields": ["id"] } })));
        let db = database.open().await;
        let options = CityOptions {
            language: MessageLanguage::English,
            dry_run: false,
            allow_new_areas: false,
            reason: "a folder".to_owned(),
            actor: "command-line".to_owned(),
            now: Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap(),
        };
        let report = import_city(&db, &files, &options).await.unwrap();
        assert!(!report.is_refused(), "{}", report.describe());
        for (name, bytes) in export_city(&db, day(TODAY)).await.unwrap() {
            assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&files[&name]), "{name}");
        }
        let city = City::of(database.open().await).await;
        assert_eq!(ids(&city, "").await, ["later", "new"]);
        assert_eq!(ids(&city, "&as_of=2026-04-30").await, ["later", "middle", "mistake", "new"]);
        close(db).await;
    }

    async fn usage_of_a_name_belongs_to_the_procedure_that_had_not_ended(database: &Database) {
        World::new()
            .with_procedure(procedure("a", "同じ名の届出").abolished_on("2025-04-01", "", "b"))
            .with_procedure(procedure("b", "同じ名の届出"))
            .with_procedure(procedure("c", "同じ名の届出").withdrawn_on("2025-04-01", MISTAKE, ""))
            .on(database)
            .await;
        let db = database.open().await;
        let usage = async |text: &str| {
            let request = Request::new(Kind::Usage, "件数.csv", noon_of_today());
            import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap()
        };
        let report = usage("手続名,年度,総手続件数,オンライン手続件数,出典\n同じ名の届出,2025,10,1,test\n").await;
        assert!(!report.is_refused(), "{}", report.describe());
        let all = list_procedures(&mut db.read().await.unwrap()).await.unwrap();
        let counted: Vec<(&str, usize)> = all.iter().map(|one| (one.id.as_str(), one.usage.len())).collect();
        assert_eq!(counted, [("a", 0), ("b", 1), ("c", 0)]);
        let report = usage("手続名,年度,総手続件数,オンライン手続件数,出典\n同じ名の届出,2024,10,1,test\n").await;
        assert!(report.is_refused(), "in that year there may have been both");
        close(db).await;
    }

    async fn the_entries_of_an_older_database_stay_as_they_are(database: &Database) {
        World::new()
            .with_department("citizens", "市民課")
            .with_procedure(procedure("moving-in", "転入届").department("citizens").planned_or_later(2030))
            .with_procedure(procedure("moving-out", "転出届").complete_since("2024-04-01").usage(2024, Some(9), None))
            .with_procedure(procedure("none", "名前だけの手続"))
            .on(database)
            .await;
        let db = database.open().await;
        let before = list_procedures(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(before.len(), 3);
        // The database as version 18 of its tables left it.
        for statement in [
            "DROP INDEX procedures_successor",
            "ALTER TABLE procedures DROP COLUMN successor_id",
            "ALTER TABLE procedures DROP COLUMN ending_reason",
            "ALTER TABLE procedures DROP COLUMN ending",
            "ALTER TABLE procedures DROP COLUMN ended_on",
            "DELETE FROM _sqlx_migrations WHERE version = 21",
        ] {
            run(&db, statement).await;
        }
        close(db).await;
        let db = database.open().await;
        assert_eq!(list_procedures(&mut db.read().await.unwrap()).await.unwrap(), before);
        let verdict = audit::verify(&db, &[]).await.unwrap();
        assert!(verdict.is_well(), "{}", verdict.describe(db.audit_key()));
        // And they can end now.
        let id = before[0].id.to_string();
        let file = format!("id,name,ended_on\n{id},{},2026-04-01\n", before[0].name.ja);
        let report = read(&db, file.as_bytes(), MessageLanguage::English).await;
        assert!(!report.is_refused(), "{}", report.describe());
        assert!(ending_of(&db, &id).await.is_some());
        assert!(audit::verify(&db, &[]).await.unwrap().is_well());
        close(db).await;
    }
}

async fn run(db: &Db, statement: &'static str) {
    match db {
        Db::Sqlite { writer, .. } => drop(writer.execute(sqlx::raw_sql(statement)).await.unwrap()),
        Db::Postgres { pool, .. } => drop(pool.execute(sqlx::raw_sql(statement)).await.unwrap()),
    }
}

#[tokio::test]
async fn an_export_of_procedures_keeps_what_has_ended() {
    let database = Database::sqlite();
    world().on(&database).await;
    let db = database.open().await;
    for language in [MessageLanguage::Japanese, MessageLanguage::English] {
        let table = Table::load(&db, &ExportFilter::all(Kind::Procedures), language, day(TODAY)).await.unwrap();
        assert_eq!(table.length(), 5);
        let report = read(&db, &table.as_csv(), language).await;
        assert!(is_unchanged(&report), "{}", report.describe());
    }
}
