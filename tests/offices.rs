//! Offices: whether one is open, where to go, and what is said where nothing is known.

use std::sync::atomic::{AtomicI64, Ordering};

use axum::http::StatusCode;
use chrono::{DateTime, Duration, TimeZone, Utc};
use domain::area::AreaKind;
use domain::procedure::{ChannelKind, Department};
use scraper::{Html, Selector};

use crate::support::{Answer, City, Database, World, has, noon_of_today, on_both, procedure};

const OFFICES: &str = "\
id,name,name_en,kind,area,postcode,address,address_en,telephone,latitude,longitude,does_every_procedure,languages,source,sample
hall,堺市役所,City Hall,main,271411,5900001,堺市堺区見本町10番,,072-000-0010,34.5735,135.4825,,en;zh,test,
naka,中区役所,Naka Ward Office,ward,271420,,堺市中区見本町2番,,072-000-0002,34.523,135.506,yes,,test,yes
sakai,堺区役所,Sakai Ward Office,ward,271411,,堺市堺区見本町1番,,072-000-0001,34.5733,135.483,yes,,test,
silent,相談室,,other,,,,,,,,,,test,
";
const HOURS: &str = "\
office,days,opens,closes,note
hall,月〜金,9:00,17:30,
naka,月〜金,9:00,12:00,
naka,月〜金,13:00,17:00,
naka,第4日,9:00,14:00,カードの受け取りだけ
sakai,mon-fri,9:00,17:30,
";
const EXCEPTIONS: &str = "\
office,first_day,last_day,opens,closes,reason,reason_en
hall,2026-11-22,,10:00,15:00,臨時開庁,Open specially
sakai,2026-11-24,2026-11-26,,,停電,Power cut
";
const PROCEDURES: &str = "\
office,procedure_id,counter,counter_en
hall,tax,1階 3番,\"1st floor, 3\"
";
const HOLIDAYS: &str = "\
kind,day,name,name_en,source
national,2026-11-23,勤労感謝の日,Labour Thanksgiving Day,test
";
const POSTCODES: &str = "\
postcode,area,town,source
590-0001,271411,見本町,test
599-0002,271420,,test
";

fn department(phone: &str) -> Department {
    Department {
        code: "citizens".parse().unwrap(),
        name: "市民課".to_owned(),
        name_en: String::new(),
        counter: String::new(),
        counter_en: String::new(),
        hours: String::new(),
        hours_en: String::new(),
        phone: phone.to_owned(),
        sample: false,
    }
}

fn areas() -> World {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_area("271420", "中区", AreaKind::Ward, Some("271403"))
}

/// Today is Sunday, 22 November 2026, the fourth Sunday of the month; the day after is a holiday.
async fn city(database: &Database) -> City {
    let all = procedure("move", "転入届")
        .department("citizens")
        .channel(ChannelKind::Phone, "", "")
        .channel(ChannelKind::Mail, "", "")
        .channel(ChannelKind::Counter, "", "");
    let tax = procedure("tax", "納税証明書").channel(ChannelKind::Phone, "", "").channel(ChannelKind::Mail, "", "");
    areas()
        .with_department_of(department("072-000-0099（代表）"))
        .with_procedure(all)
        .with_procedure(tax)
        .with_file("offices.csv", OFFICES)
        .with_file("office-hours.csv", HOURS)
        .with_file("office-exceptions.csv", EXCEPTIONS)
        .with_file("office-procedures.csv", PROCEDURES)
        .with_file("holidays.csv", HOLIDAYS)
        .with_file("postcodes.csv", POSTCODES)
        .on(database)
        .await
}

/// The text of the elements at a selector, without the spaces around it.
fn texts(answer: &Answer, selector: &str) -> Vec<String> {
    let page = Html::parse_document(&answer.text());
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
}

async fn state_of(city: &City, office: &str, prefix: &str) -> (String, Vec<String>) {
    let answer = city.get(&format!("{prefix}/offices/{office}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{office}");
    (texts(&answer, "header .opening").concat(), texts(&answer, "header .opening-note"))
}

/// The names of the list, in order.
async fn listed(city: &City, address: &str) -> Vec<String> {
    let answer = city.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    texts(&answer, ".office h3 a")
}

macro_rules! clock {
    ($name:ident, $($part:literal),+) => {
        fn $name() -> DateTime<Utc> {
            Utc.with_ymd_and_hms($($part),+).unwrap()
        }
    };
}

// In UTC: nine hours before the time in Japan.
clock!(noon_on_monday, 2026, 11, 23, 3, 0, 0);
clock!(noon_on_friday, 2026, 11, 27, 3, 30, 0);
clock!(after_the_last_year, 2027, 1, 4, 3, 30, 0);

on_both! {
    async fn an_office_is_open_by_its_exceptions_holidays_and_hours(database: &Database) {
        let city = city(database).await;
        let (sentence, notes) = state_of(&city, "hall", "").await;
        assert_eq!((sentence.as_str(), notes), ("15時まで開いています", vec!["今日は通常と異なります：臨時開庁".to_owned()]));
        let (sentence, notes) = state_of(&city, "naka", "").await;
        assert_eq!((sentence.as_str(), notes), ("14時まで開いています", vec!["カードの受け取りだけ".to_owned()]));
        // Over the holiday on Monday and the power cut until Thursday.
        assert_eq!(state_of(&city, "sakai", "").await.0, "今は閉まっています。金曜日 9時に開きます");
        let monday = city.at(noon_on_monday);
        let (sentence, notes) = state_of(&monday, "hall", "").await;
        assert_eq!(sentence, "今は閉まっています。火曜日 9時に開きます");
        assert_eq!(notes, ["今日は通常と異なります：勤労感謝の日"]);
        // The break at noon.
        let friday = city.at(noon_on_friday);
        assert_eq!(state_of(&friday, "naka", "").await.0, "今は閉まっています。今日 13時に開きます");
        assert_eq!(state_of(&friday, "sakai", "").await.0, "17時30分まで開いています");
    }

    async fn hours_that_nobody_entered_are_unknown_and_not_closed(database: &Database) {
        let city = city(database).await;
        for (prefix, sentence) in [
            ("", "開庁時間は登録されていません"),
            ("/easy", "あいて　いる　時間は　わかりません"),
            ("/en", "The opening hours are not known"),
        ] {
            assert_eq!(state_of(&city, "silent", prefix).await.0, sentence);
        }
        let office = city.get("/api/v1/offices/silent").await.json();
        assert_eq!(office["hours"], serde_json::json!([]));
        assert!(office["days"].as_array().unwrap().iter().all(|day| day["open"].is_null()), "{office}");
        assert!(office["telephone"].is_null() && office["address"].is_null());
    }

    async fn after_the_end_of_the_list_of_holidays_the_page_says_so(database: &Database) {
        let city = city(database).await.at(after_the_last_year);
        for (prefix, sentence, note) in [
            ("", "17時30分まで開いています", "2026年12月31日より後の祝日は、まだ登録されていません"),
            ("/en", "Open until 17:30", "National holidays after 31 December 2026 are not known yet"),
        ] {
            let (said, notes) = state_of(&city, "hall", prefix).await;
            assert_eq!(said, sentence);
            assert!(notes.iter().any(|one| one.starts_with(note)), "{notes:?}");
        }
        let office = city.get("/api/v1/offices/hall").await.json();
        assert_eq!(office["holidays_known_until"], "2026-12-31");
        assert_eq!(office["days"][0]["may_be_holiday"], true);
    }

    async fn a_ward_or_a_postcode_puts_the_nearest_office_first(database: &Database) {
        let city = city(database).await;
        assert_eq!(listed(&city, "/offices").await, ["堺市役所", "堺区役所", "中区役所", "相談室"]);
        assert_eq!(listed(&city, "/offices?area=271420").await[0], "中区役所");
        assert_eq!(listed(&city, "/offices?postcode=5990002").await[0], "中区役所");
        assert_eq!(listed(&city, "/offices?area=271420").await[3], "相談室", "nobody knows where it is");
        let answer = city.get("/offices?postcode=%EF%BC%95%EF%BC%99%EF%BC%90-0001").await;
        assert!(answer.text().contains("堺区（見本町）に近い順"), "{}", answer.text());
        let unknown = city.get("/offices?postcode=100-0001").await;
        assert_eq!(unknown.status, StatusCode::OK);
        assert!(unknown.text().contains("「100-0001」は表にありません"));
        let wrong = city.get("/offices?postcode=59&area=271420").await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert!(has(&wrong, "#postcode[value='59'][aria-invalid='true']"), "what was typed stays");
        assert!(has(&wrong, "#area option[value='271420'][selected]"));
        assert_eq!(texts(&wrong, ".office h3 a").len(), 4, "the list is still there");
        for refused in ["/offices?area=131016", "/offices?procedure=none"] {
            assert_eq!(city.get(refused).await.status, StatusCode::BAD_REQUEST, "{refused}");
        }
    }

    async fn a_long_list_of_offices_has_pages(database: &Database) {
        let header = OFFICES.lines().next().unwrap();
        let office = |number: usize| format!("o{number:03},窓口{number:03},,other,,,,,,,,yes,,test,\n");
        let offices = format!("{header}\n{}", (1..=130).map(office).collect::<String>());
        let hours = |number: usize| format!("o001,月,{}:{:02},{}:{:02},\n", number / 60, number % 60, number / 60, number % 60 + 1);
        let hours = format!("office,days,opens,closes,note\n{}", (0..58).map(hours).collect::<String>());
        let city = areas()
            .with_procedure(procedure("move", "転入届"))
            .with_file("offices.csv", &offices)
            .with_file("office-hours.csv", &hours)
            .on(database)
            .await;
        let first = city.get("/offices").await;
        assert_eq!(texts(&first, ".office h3 a").len(), 60);
        assert!(has(&first, ".pagination a[href='/offices?page=3']"));
        assert!(!has(&first, "[data-nearest]"), "a script could only sort this page");
        let with_filter = city.get("/offices?procedure=move").await;
        assert!(has(&with_filter, ".pagination a[href='/offices?procedure=move&page=2']"), "links keep the filter");
        assert_eq!(listed(&city, "/offices?page=3").await.len(), 10);
        let past = city.get("/offices?page=4").await;
        assert_eq!(past.status, StatusCode::NOT_FOUND);
        assert!(has(&past, "main a[href='/offices']"), "the way back");
        let page = city.get("/offices/o001").await;
        assert_eq!(texts(&page, ".office-hours tbody tr th").iter().filter(|day| *day == "月").count(), 50);
        assert!(page.text().contains("ほかに8件"), "the rest is counted");
        let procedure = city.get("/procedures/move").await;
        assert_eq!(texts(&procedure, ".office h3 a").len(), 30);
        assert!(procedure.text().contains("ほかに100件"));
    }

    async fn a_procedure_says_where_it_is_done_whom_to_call_and_where_to_write(database: &Database) {
        let city = city(database).await;
        let tax = city.get("/procedures/tax").await;
        assert_eq!(texts(&tax, ".office h3 a"), ["堺市役所"]);
        assert!(has(&tax, "ul.ways a[href='tel:0720000010']"), "the office is called");
        let post = texts(&tax, "ul.ways .channel-contact");
        assert!(post.iter().any(|line| line.contains("〒590-0001") && line.contains("堺市堺区見本町10番")), "{post:?}");
        assert!(tax.text().contains("1階 3番"));
        let general = city.get("/procedures/move").await;
        assert_eq!(texts(&general, ".office h3 a"), ["堺区役所", "中区役所"], "offices that do every procedure");
        assert!(has(&general, "ul.ways a[href='tel:0720000001']") && has(&general, "ul.ways a[href='#offices']"));
        assert!(has(&general, "a[href='/offices?procedure=move']"));
        assert_eq!(listed(&city, "/offices?procedure=tax").await, ["堺市役所"]);
        assert!(has(&general, "aside a[href='tel:0720000099']"), "the department's number dials without its note");
    }

    async fn where_no_office_is_named_the_page_leads_to_the_department_and_the_main_office(database: &Database) {
        let call = procedure("call", "相談").department("citizens").channel(ChannelKind::Phone, "", "");
        let letter = procedure("letter", "申請").channel(ChannelKind::Mail, "", "").channel(ChannelKind::Phone, "", "");
        let city = areas()
            .with_department_of(department("072-000-0099"))
            .with_procedure(call)
            .with_procedure(letter)
            .with_file("offices.csv", "id,name,kind,address,telephone,source\nhall,市役所,main,堺市見本町1番,072-000-0010,test\n")
            .on(database)
            .await;
        let call = city.get("/procedures/call").await;
        assert!(has(&call, "ul.ways a[href='tel:0720000099']") && call.text().contains("どの窓口でできるかは登録されていません"));
        assert!(has(&call, "a[href='/offices/hall']"));
        let letter = city.get("/procedures/letter").await;
        assert!(has(&letter, "ul.ways a[href='tel:0720000010']"));
        assert!(texts(&letter, "ul.ways .channel-contact").concat().contains("堺市見本町1番"));
    }

    async fn where_nothing_is_known_the_page_says_so(database: &Database) {
        let letter = procedure("letter", "申請").channel(ChannelKind::Mail, "", "").channel(ChannelKind::Phone, "", "");
        let city = areas().with_procedure(letter).on(database).await;
        let text = city.get("/procedures/letter").await.text();
        assert!(text.contains("電話番号は登録されていません") && text.contains("送り先の住所は登録されていません"), "{text}");
        let list = city.get("/offices").await;
        assert_eq!(list.status, StatusCode::OK);
        assert!(list.text().contains("窓口は登録されていません"));
        assert_eq!(city.get("/offices/none").await.status, StatusCode::NOT_FOUND);
        assert_eq!(city.get("/api/v1/offices/none").await.status, StatusCode::NOT_FOUND);
    }

    async fn what_is_made_up_carries_its_mark_and_every_language_has_its_page(database: &Database) {
        let city = city(database).await;
        for (prefix, mark, name) in
            [("", "サンプル", "中区役所"), ("/easy", "れい（サンプル）", "中区役所"), ("/en", "Sample", "Naka Ward Office")]
        {
            let page = city.get(&format!("{prefix}/offices/naka")).await;
            assert_eq!(texts(&page, ".titled .sample-label"), [mark], "{prefix}");
            assert!(texts(&page, "h1")[0].contains(name));
            assert!(has(&page, "a[href='tel:0720000002']"));
            let real = city.get(&format!("{prefix}/offices/hall")).await;
            assert!(texts(&real, ".titled .sample-label").is_empty());
            assert_eq!(city.get(&format!("{prefix}/offices")).await.status, StatusCode::OK);
        }
        let items = city.get("/api/v1/offices").await.items();
        let samples: Vec<_> = items.iter().filter(|item| item["sample"] == true).map(|item| &item["id"]).collect();
        assert_eq!(samples, ["naka"]);
    }

    async fn the_interface_has_the_hours_as_they_are_entered(database: &Database) {
        let city = city(database).await;
        let items = city.get("/api/v1/offices?near=271420").await.items();
        assert_eq!(items[0]["id"], "naka");
        assert_eq!(items[0]["hours"][2], serde_json::json!({
            "days": "4sun", "opens": "09:00", "closes": "14:00", "valid_from": null, "valid_until": null,
            "note": "カードの受け取りだけ", "note_en": null,
        }));
        let hall = city.get("/api/v1/offices/hall").await.json();
        assert_eq!(hall["languages"], serde_json::json!(["en", "zh"]));
        assert_eq!(hall["procedures"][0]["procedure"], "tax");
        assert_eq!(hall["days"][0]["open"], serde_json::json!([{ "opens": "10:00", "closes": "15:00" }]));
        assert_eq!(hall["days"][1]["reason"], "勤労感謝の日");
        assert_eq!(hall["days"][1]["open"], serde_json::json!([]));
        let csv = city.get("/api/v1/offices.csv").await.text();
        assert!(csv.contains("mon-fri;mon-fri;4sun") && csv.contains("09:00;13:00;09:00"), "{csv}");
        assert_eq!(city.get("/api/v1/offices?area=999999").await.status, StatusCode::BAD_REQUEST);
        let page = city.get("/offices/hall").await;
        let data: serde_json::Value =
            serde_json::from_str(&texts(&page, "script[type='application/ld+json']").concat()).unwrap();
        assert_eq!(data["@type"], "GovernmentOffice");
        assert_eq!(data["openingHoursSpecification"][0]["dayOfWeek"][4], "Friday");
        assert_eq!(data["specialOpeningHoursSpecification"][0]["opens"], "10:00");
    }
}

#[tokio::test]
async fn a_new_city_begins_with_the_national_holidays() {
    use domain::national_holidays::national_holidays;
    use exchange::city::{begin_city, find_city};

    let database = Database::sqlite();
    let db = database.open().await;
    let files = begin_city(&db, find_city("堺市").unwrap(), noon_of_today()).await.unwrap();
    let holidays = String::from_utf8(files["holidays.csv"].clone()).unwrap();
    assert_eq!(holidays.lines().count(), national_holidays().len() + 1);
    assert!(holidays.contains("national,2027-11-23,勤労感謝の日"), "{holidays}");
    for empty in ["offices", "office-hours", "office-exceptions", "office-procedures", "postcodes"] {
        assert_eq!(String::from_utf8_lossy(&files[&format!("{empty}.csv")]).lines().count(), 1, "{empty}");
    }
    db.close().await;
}

/// Seconds since noon of the day of all tests, for the one test whose clock moves.
static SECONDS: AtomicI64 = AtomicI64::new(0);

fn moving_clock() -> DateTime<Utc> {
    noon_of_today() + Duration::seconds(SECONDS.load(Ordering::Relaxed))
}

#[tokio::test]
async fn a_cached_page_never_says_that_an_office_is_open_when_it_is_not() {
    let database = Database::sqlite();
    // One service with one cache, as in production, whose clock moves.
    let city = city(&database).await.at(moving_clock);
    let three_hours = 3 * 3600;
    for page in ["/offices", "/offices/hall", "/procedures/tax", "/en/offices", "/easy/procedures/tax"] {
        let at = async |seconds: i64| {
            SECONDS.store(seconds, Ordering::Relaxed);
            city.get(page).await
        };
        let (open, still_open, closed) = (at(0).await, at(7000).await, at(three_hours).await);
        let states = |answer: &Answer| texts(answer, ".opening.open").len();
        assert_eq!(open.header("etag"), still_open.header("etag"), "{page}: nothing has changed");
        assert_eq!(open.text(), still_open.text(), "{page}");
        assert!(states(&open) > states(&closed), "{page}: it closed at 15:00");
        assert_ne!(open.header("etag"), closed.header("etag"), "{page}: a browser asks with the old tag");
        let again = at(three_hours + 60).await;
        assert_eq!(again.text(), closed.text(), "{page}");
    }
    // Pages and lists without a state keep their tags over the day.
    for page in ["/procedures", "/api/v1/offices", "/api/v1/offices/hall"] {
        SECONDS.store(0, Ordering::Relaxed);
        let before = city.get(page).await;
        SECONDS.store(three_hours, Ordering::Relaxed);
        assert_eq!(before.header("etag"), city.get(page).await.header("etag"), "{page}");
    }
}
