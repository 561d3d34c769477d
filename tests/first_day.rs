//! The first day: from an empty database, over the choice of the city, to the list of what is missing.

mod commands;

use axum::http::StatusCode;
use domain::text::MessageLanguage;
use exchange::city::table_names;
use exchange::import::{Kind, Request, import};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use scraper::{ElementRef, Html, Selector};
use store::audit::list_audit_rows;
use store::{Db, areas, indicators, revision};
use tetsuzuki::language::Language;
use tetsuzuki::server::settings::Settings;

use crate::support::figure_links::figure_links;
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, add, charge, office, roles, sent_fields};
use crate::support::{Answer, City, Database, World, given_source, has, noon_of_today, on_both, procedure};

const PAGE: &str = "/staff/first-day";
const CITY: &str = "/staff/first-day/city";
const LATER: &str = "/staff/first-day/later";

/// Public pages that have nothing to show before there is a city.
const PAGES: [&str; 7] = ["/", "/procedures", "/cards", "/targets", "/sdg", "/budget", "/changes"];

/// An installation in which nothing was done yet but adding the first administrator, who has logged in.
async fn empty_installation(database: &Database) -> (City, Browser) {
    let city = City::of(database.open().await).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    let mut chief = Browser::new(&city);
    assert_eq!(chief.log_in(OFFICE, PASSWORD).await.status, StatusCode::SEE_OTHER);
    (city, chief)
}

fn searched(name: &str) -> String {
    format!("{PAGE}?q={}", utf8_percent_encode(name, NON_ALPHANUMERIC))
}

/// The texts of the elements that a selector finds.
fn texts(page: &Answer, selector: &str) -> Vec<String> {
    let one_line =
        |element: ElementRef<'_>| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
    let page = Html::parse_document(&page.text());
    page.select(&Selector::parse(selector).unwrap()).map(one_line).collect()
}

fn text(page: &Answer, selector: &str) -> String {
    texts(page, selector).join("\n")
}

/// Confirms a city as a person does: with the form of the page, and whatever else is ticked.
async fn choose(browser: &mut Browser, address: &str, ticks: &[&str]) -> Answer {
    let page = browser.get(address).await;
    let mut fields = sent_fields(&page.text(), &format!("form[action='{CITY}']"));
    assert!(!fields.is_empty(), "{}", text(&page, "main"));
    fields.extend(ticks.iter().map(|name| ((*name).to_owned(), "yes".to_owned())));
    browser.post_fields(CITY, &fields).await
}

async fn revision_of(db: &Db) -> i64 {
    revision::find_revision(&mut db.read().await.unwrap()).await.unwrap()
}

async fn area_codes(db: &Db) -> Vec<String> {
    let areas = areas::list_areas(&mut db.read().await.unwrap()).await.unwrap();
    areas.iter().map(|area| area.code.to_string()).collect()
}

/// Imports a table as an operator does, and shows it. Returns the report.
async fn imported(city: &City, db: &Db, kind: Kind, table: &str) -> String {
    let request = Request {
        language: MessageLanguage::English,
        source: given_source("統計"),
        ..Request::new(kind, "table.csv", noon_of_today())
    };
    let report = import(db, &request, table.as_bytes(), &|_, _| {}).await.unwrap();
    city.state.refresh().await.unwrap();
    report.describe()
}

fn cards(rows: &[(&str, &str, i64, i64)]) -> String {
    let head = "area_code,measure,as_of,cards,population,population_as_of\n".to_owned();
    rows.iter()
        .fold(head, |table, (code, day, cards, people)| format!("{table}{code},held,{day},{cards},{people},{day}\n"))
}

/// Areas in the ranking of `/cards`.
async fn ranked(city: &City, query: &str) -> Vec<String> {
    texts(&city.get(&format!("/cards{query}")).await, "section[aria-labelledby=wards] tbody th")
}

on_both! {
    async fn before_there_is_a_city_the_public_pages_say_only_that_the_site_is_being_set_up(database: &Database) {
        let settings = Settings { public_url: Some("https://city.example.jp".parse().unwrap()), ..Settings::default() };
        let city = City::of(database.open().await).await.with_settings(settings);
        for (language, words) in
            [(Language::Japanese, "準備中です"), (Language::Easy, "いま じゅんび して います"), (Language::English, "This site is being set up")]
        {
            for page in PAGES {
                let address = language.path(page);
                let answer = city.get(&address).await;
                assert_eq!(answer.status, StatusCode::OK, "{address}");
                assert_eq!(text(&answer, "h1"), words, "{address}");
                assert!(!text(&answer, "main").contains(|letter: char| letter.is_ascii_digit()), "{address}: no figures");
                assert!(has(&answer, "meta[name=robots][content^=noindex]"), "{address}");
                assert!(!has(&answer, ".main-navigation") && has(&answer, "footer a[rel=nofollow]"), "{address}");
            }
            for page in ["/definitions", "/accessibility"] {
                let answer = city.get(&language.path(page)).await;
                assert_eq!(answer.status, StatusCode::OK, "{page}");
                assert!(text(&answer, "h1") != words && has(&answer, "meta[name=robots][content^=noindex]"), "{page}");
            }
            for page in ["/cards/272035", "/targets/online_rate", "/procedures/moving-out"] {
                assert_eq!(city.get(&language.path(page)).await.status, StatusCode::NOT_FOUND, "{page}");
            }
        }
        for page in ["/healthz", "/readyz", "/staff/login", "/feeds/changes.atom", "/robots.txt"] {
            assert_eq!(city.get(page).await.status, StatusCode::OK, "{page}");
        }
        assert!(!city.get("/robots.txt").await.text().contains("Sitemap"));
        for page in ["/sitemap.xml", "/sitemap/1.xml", "/files/index.xlsx"] {
            assert_eq!(city.get(page).await.status, StatusCode::NOT_FOUND, "{page}");
        }
        for list in ["procedures", "cards", "areas", "indicators"] {
            assert_eq!(city.get(&format!("/api/v1/{list}")).await.json()["total"], 0, "{list}");
        }
    }

    async fn what_can_be_shown_without_a_city_is_shown(database: &Database) {
        let db = database.open().await;
        let city = City::of(db.clone()).await;
        assert_eq!(text(&city.get("/cards").await, "h1"), "準備中です");
        let report = imported(&city, &db, Kind::Cards, &cards(&[("272035", "2024-03-31", 5, 10)])).await;
        assert!(report.contains("1 new"), "{report}");
        let page = city.get("/cards").await;
        assert!(text(&page, "main").contains("豊中市") && has(&page, ".main-navigation"));
        assert_ne!(text(&city.get("/").await, "h1"), "準備中です");
    }

    async fn a_city_without_wards_is_chosen_once_and_named_everywhere(database: &Database) {
        let (city, mut chief) = empty_installation(database).await;
        let db = database.open().await;
        assert!(has(&chief.get("/staff").await, &format!("main a[href='{PAGE}']")), "the desk leads there");
        let begin = chief.get(PAGE).await;
        assert!(has(&begin, "form[role=search] input[name=q]") && !has(&begin, ".city-choices"));

        let found = chief.get(&searched("とよなか")).await;
        assert_eq!(texts(&found, ".city-choices a"), ["大阪府豊中市"]);
        assert!(has(&found, &format!(".city-choices a[href='{PAGE}?area=272035']")));
        assert_eq!(texts(&chief.get(&searched("府中市")).await, ".city-choices a"), ["東京都府中市", "広島県府中市"]);
        assert!(text(&chief.get(&searched("篠山")).await, ".city-choices").contains("丹波篠山市"));
        assert!(text(&chief.get(&searched("浜北市")).await, ".city-choices").contains("（旧 浜北市）"));
        let none = chief.get(&searched("どこでもない市")).await;
        assert!(!has(&none, ".city-choices a") && text(&none, "main").contains("全国の一覧にありません"));

        let confirm = chief.get(&format!("{PAGE}?area=272035")).await;
        let words = text(&confirm, "main");
        assert!(words.contains("大阪府豊中市（団体コード 272035）を選びますか") && words.contains("区はありません"), "{words}");
        assert_eq!(text(&city.get("/").await, "h1"), "準備中です", "looking changes nothing");
        let before = revision_of(&db).await;
        let chosen = choose(&mut chief, &format!("{PAGE}?area=272035"), &[]).await;
        assert_eq!((chosen.status, chosen.header("location")), (StatusCode::SEE_OTHER, "/staff/first-day?done=yes"));

        assert_eq!(revision_of(&db).await, before + 1, "one transaction");
        assert_eq!(area_codes(&db).await, ["000001", "270008", "272035"]);
        let known = indicators::list_indicators(&mut db.read().await.unwrap()).await.unwrap();
        assert_eq!(known.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["online_rate", "card_holding_rate"]);
        let rows = list_audit_rows(&mut db.read().await.unwrap(), 100).await.unwrap();
        let row = rows.iter().find(|row| row.action == "choose city").unwrap();
        assert!(row.subject == "city 272035" && row.actor.starts_with("staff ") && row.after.contains("270008"), "{row:?}");

        for language in Language::all() {
            let home = city.get(&language.path("/")).await;
            assert!(text(&home, ".brand").contains("豊中市") && text(&home, "h1").contains("豊中市"), "{language}");
            assert!(text(&home, "title").contains("豊中市") && !has(&home, "meta[name=robots]"), "{language}");
            assert!(figure_links(&Html::parse_document(&home.text())).is_empty(), "no figures yet");
            let cards = city.get(&language.path("/cards")).await;
            assert!(text(&cards, "main").contains("豊中市") && !has(&cards, "[aria-labelledby=wards]"), "{language}");
            for page in PAGES {
                assert_eq!(city.get(&language.path(page)).await.status, StatusCode::OK, "{page}");
            }
        }
        assert!(text(&city.get("/").await, "main").contains("まだ何も登録されていません"));
        assert!(text(&city.get("/cards").await, "main").contains("豊中市には区がないため"));
        assert!(city.get("/feeds/changes.atom").await.text().contains("<name>豊中市</name>"));
        assert_eq!(city.get("/api/v1/areas").await.all("code"), ["000001", "270008", "272035"]);

        let list = chief.get(PAGE).await;
        assert!(text(&list, "main").contains("英語の名称がありません：豊中市。"), "{}", list.text());
        assert!(!has(&list, "#table-boundaries") && has(&list, "#table-population"), "there is no map to draw");
        let again = chief.post(CITY, &[("area", "221309"), ("from", ""), ("indicators", "yes")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(text(&again, "[role=alert]").contains("すでに別の市区町村が選ばれています"));
        assert_eq!(revision_of(&db).await, before + 1);

        // The wards of a city to compare with are not its own.
        let wards = "code,name,kind,parent\n271403,堺市,city,270008\n271411,堺区,ward,271403\n";
        imported(&city, &db, Kind::Areas, wards).await;
        let list = chief.get(PAGE).await;
        assert!(text(&list, "main").contains("英語の名称がありません：豊中市。"), "{}", list.text());
        assert!(!has(&list, "#table-boundaries"), "there is still no map to draw");
    }

    async fn the_figures_of_a_city_without_wards_stand_alone(database: &Database) {
        let (city, mut chief) = empty_installation(database).await;
        let db = database.open().await;
        choose(&mut chief, &format!("{PAGE}?area=272035"), &[]).await;
        let table = cards(&[("272035", "2024-03-31", 300, 400), ("272035", "2025-03-31", 320, 400), ("272027", "2025-03-31", 1, 2)]);
        let report = imported(&city, &db, Kind::Cards, &table).await;
        assert!(report.contains("3 new"), "{report}");
        let page = city.get("/cards").await;
        let words = text(&page, "main");
        assert!(words.contains("80.0%") && words.contains("豊中市には区がないため"), "{words}");
        assert!(!has(&page, "#wards") && !has(&page, "#ward-map") && has(&page, "#series"), "no map and no ranking");
        assert!(has(&page, "main a[href='/cards?list=municipalities']"), "others are a link away");
        assert_eq!(city.get("/cards?as_of=2024-03-31&measure=held").await.status, StatusCode::OK);
        assert_eq!(city.get("/files/cards.xlsx").await.status, StatusCode::OK);
        assert_eq!(city.get("/cards/272035").await.status, StatusCode::OK);
        let home = city.get("/").await;
        assert!(text(&home, "main").contains("80.0%") && !has(&home, "#wards") && has(&home, "main a[href='/cards']"));
        assert!(text(&city.get("/sdg").await, "caption").contains("人口とカード"));
        assert!(text(&city.get("/en/sdg").await, "caption").contains("Population and cards"));

        // Typed by hand, there is one line, of the city.
        let departments = imported(&city, &db, Kind::Departments, "code,name\nstatistics,統計課\n").await;
        assert!(departments.contains("1 new"), "{departments}");
        add(database, EDITOR, "編集 次郎", roles(&["statistics"], false, false)).await;
        charge(&mut chief, "statistics", &[domain::table_kind::TableKind::Cards]).await;
        let mut editor = Browser::new(&city);
        editor.log_in(EDITOR, PASSWORD).await;
        let form = editor.get("/staff/cards").await;
        assert_eq!(texts(&form, ".staff-table tbody th"), ["豊中市"]);
        assert!(!text(&form, "main").contains("区ごと"), "{}", text(&form, "main"));
    }

    async fn a_designated_city_begins_with_its_wards_of_today_and_shows_those_of_each_day(database: &Database) {
        let (city, mut chief) = empty_installation(database).await;
        let db = database.open().await;
        let confirm = chief.get(&format!("{PAGE}?area=221309")).await;
        let words = text(&confirm, "main");
        assert!(words.contains("中央区、浜名区、天竜区") && words.contains("以前の区（中区、東区"), "{words}");
        choose(&mut chief, &format!("{PAGE}?area=221309"), &[]).await;
        assert_eq!(area_codes(&db).await, ["000001", "220001", "221309", "221384", "221392", "221406"]);
        assert!(text(&city.get("/").await, "title").contains("浜松市"));

        let former = ["221317", "221325", "221333", "221341", "221350", "221368", "221376"];
        let mut before: Vec<(&str, &str, i64, i64)> = former.iter().map(|code| (*code, "2023-03-31", 10, 20)).collect();
        before.push(("221309", "2023-03-31", 70, 140));
        let report = imported(&city, &db, Kind::Cards, &cards(&before)).await;
        assert!(report.contains("8 new"), "{report}");
        let now = ["221384", "221392", "221406"];
        let mut after: Vec<(&str, &str, i64, i64)> = now.iter().map(|code| (*code, "2024-03-31", 30, 50)).collect();
        after.push(("221309", "2024-03-31", 91, 150));
        let wrong = imported(&city, &db, Kind::Cards, &cards(&after)).await;
        assert!(wrong.contains("the sum of the wards, 90"), "the wards of that day are three: {wrong}");
        after[3].2 = 90;
        let report = imported(&city, &db, Kind::Cards, &cards(&after)).await;
        assert!(report.contains("4 new"), "{report}");

        assert_eq!(ranked(&city, "?as_of=2024-03-31").await, ["中央区", "浜名区", "天竜区", "浜松市"]);
        let then = ranked(&city, "?as_of=2023-03-31").await;
        assert_eq!((then.len(), then[0].as_str(), then[7].as_str()), (8, "中区", "浜松市"));
        assert!(!then.contains(&"中央区".to_owned()), "{then:?}");
        let of_home = texts(&city.get("/").await, "section[aria-labelledby=wards] svg title");
        assert!(!of_home.is_empty());
        let rows = texts(&city.get("/sdg").await, "section[aria-labelledby=residents] tbody th");
        assert_eq!(rows, ["中央区", "浜名区", "天竜区", "浜松市"]);
        assert!(text(&city.get("/cards/221384").await, "main").contains("浜松市の3区のうち1番目"));
    }

    async fn the_list_begins_with_what_matters_most_and_remembers_what_is_left_for_later(database: &Database) {
        let (_, mut chief) = empty_installation(database).await;
        choose(&mut chief, &format!("{PAGE}?area=272035"), &[]).await;
        let page = chief.get(&format!("{PAGE}?done=yes")).await;
        assert!(text(&page, "[role=status]").contains("豊中市にしました"));
        // A city without wards has no map to draw.
        let asked = table_names().into_iter().filter(|name| *name != "boundaries");
        let ids: Vec<String> = asked.map(|name| format!("table-{name}")).collect();
        let document = Html::parse_document(&page.text());
        let items = Selector::parse(".table-overviews > li").unwrap();
        let shown: Vec<&str> = document.select(&items).filter_map(|item| item.attr("id")).collect();
        assert_eq!(shown, ids);
        assert_eq!(shown[..4], ["table-areas", "table-sources", "table-departments", "table-procedures"]);
        let item = |name: &str| text(&page, &format!("#table-{name}"));
        assert!(item("areas").contains("あり") && item("areas").contains("いまの行数：3"), "{}", item("areas"));
        assert!(item("departments").contains("まだ") && !item("departments").contains("行数"), "unknown is not 0");
        assert!(has(&page, "#table-cards a[href='/staff/import/cards.xlsx'][download]"));
        assert!(has(&page, "#table-cards a[href='/staff/import?kind=cards']"));
        assert!(has(&page, "#table-departments a[href='/staff/tables/departments/file.xlsx']"));
        assert!(has(&page, "#table-departments a[href='/staff/tables/departments']"));
        assert!(has(&page, "main a[href='/staff/departments']") && has(&page, "main a[href='/staff/people']"));

        let fields = sent_fields(&page.text(), &format!("#table-funding form[action='{LATER}']"));
        let answer = chief.post_fields(LATER, &fields).await;
        assert_eq!(answer.header("location"), "/staff/first-day#table-funding");
        let page = chief.get(PAGE).await;
        assert!(text(&page, "#table-funding .badge").contains("あとで"));
        assert!(text(&page, "main").contains("あとで埋める表：1"));
        // A new process knows it too.
        let mut other = Browser::new(&City::of(database.open().await).await);
        other.log_in(OFFICE, PASSWORD).await;
        let page = other.get("/en/staff/first-day").await;
        assert!(text(&page, "#table-funding .badge").contains("later"));
        let fields = sent_fields(&page.text(), "#table-funding form");
        other.post_fields(LATER, &fields).await;
        assert!(text(&other.get(PAGE).await, "#table-funding .badge").contains("まだ"));
        for wrong in [&[("table", "no-such"), ("later", "yes")][..], &[("table", "funding")], &[("table", "funding"), ("later", "maybe")]] {
            assert_eq!(other.post(LATER, wrong).await.status, StatusCode::BAD_REQUEST, "{wrong:?}");
        }
        let rows = list_audit_rows(&mut database.open().await.read().await.unwrap(), 100).await.unwrap();
        let noted: Vec<&str> = rows.iter().filter(|row| row.subject == "table funding").map(|row| row.action.as_str()).collect();
        assert_eq!(noted.len(), 2, "{noted:?}");
    }

    async fn the_city_is_changed_on_purpose_and_only_while_it_has_no_data(database: &Database) {
        let (city, mut chief) = empty_installation(database).await;
        let db = database.open().await;
        choose(&mut chief, &format!("{PAGE}?area=272035"), &[]).await;
        let page = chief.get(PAGE).await;
        assert!(has(&page, &format!("a[href='{PAGE}?todo=change']")));
        let confirm = format!("{PAGE}?area=221309&todo=change");
        let words = text(&chief.get(&confirm).await, "main");
        assert!(words.contains("豊中市から浜松市に変わります") && words.contains("監査ログ"), "{words}");
        let refused = choose(&mut chief, &confirm, &[]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(text(&refused, "[role=alert]").contains("しるしを付けて") && has(&refused, "input[name=confirmed]"));
        assert!(text(&city.get("/").await, "title").contains("豊中市"));

        // Card counts name their area: they stay, as those of another city.
        imported(&city, &db, Kind::Cards, &cards(&[("272035", "2024-03-31", 5, 10)])).await;
        let changed = choose(&mut chief, &confirm, &["confirmed"]).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", text(&changed, "main"));
        assert!(text(&city.get("/").await, "title").contains("浜松市"));
        assert!(area_codes(&db).await.contains(&"272035".to_owned()));
        let late = chief.post(CITY, &[("area", "271403"), ("from", "272035"), ("confirmed", "yes")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "the city that was seen is not the city any more");

        // A department says nothing about whose it is.
        imported(&city, &db, Kind::Departments, "code,name\ncitizens,市民課\n").await;
        let page = chief.get(PAGE).await;
        assert!(!has(&page, &format!("a[href='{PAGE}?todo=change']")));
        assert!(text(&page, "section[aria-labelledby=change]").contains("変更できません：所管課"), "{}", text(&page, "main"));
        assert!(!has(&chief.get(&format!("{PAGE}?todo=change&area=271403")).await, &format!("form[action='{CITY}']")));
        let refused = chief.post(CITY, &[("area", "271403"), ("from", "221309"), ("confirmed", "yes")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(text(&refused, "[role=alert]").contains("データが登録されているため"));
        assert!(text(&city.get("/").await, "title").contains("浜松市"));
    }

    async fn what_was_known_before_the_choice_is_kept(database: &Database) {
        let (city, mut chief) = empty_installation(database).await;
        let db = database.open().await;
        let named = "code,name,name_en,kind,parent\n272035,豊中市,Toyonaka,city,270008\n";
        imported(&city, &db, Kind::Areas, named).await;
        // Without indicators, if that is what is wanted.
        let page = chief.get(&format!("{PAGE}?area=272035")).await;
        let mut fields = sent_fields(&page.text(), &format!("form[action='{CITY}']"));
        fields.retain(|(name, _)| name != "indicators");
        chief.post_fields(CITY, &fields).await;
        assert!(text(&city.get("/en").await, "title").contains("Toyonaka"));
        assert!(indicators::list_indicators(&mut db.read().await.unwrap()).await.unwrap().is_empty());
    }

    async fn a_city_told_by_its_wards_is_confirmed_without_being_changed(database: &Database) {
        let (city, mut chief) = empty_installation(database).await;
        let db = database.open().await;
        let wards = "code,name,kind,parent\n271403,堺市,city,270008\n271411,堺区,ward,271403\n";
        imported(&city, &db, Kind::Areas, wards).await;
        let page = chief.get(PAGE).await;
        assert!(text(&page, "main").contains("堺市と判断しています"), "{}", text(&page, "main"));
        let other = chief.post(CITY, &[("area", "272035"), ("from", "")]).await;
        assert_eq!(other.status, StatusCode::CONFLICT, "another city is a change");
        let chosen = choose(&mut chief, &format!("{PAGE}?area=271403"), &[]).await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER);
        assert!(!text(&chief.get(PAGE).await, "main").contains("判断しています"));
        assert_eq!(area_codes(&db).await.len(), 10, "the nation, the prefecture, the city and seven wards");
    }

    async fn only_administrators_choose_and_nothing_else_is_taken_for_a_city(database: &Database) {
        let city = office(database).await;
        let (mut editor, mut chief) = (Browser::new(&city), Browser::new(&city));
        editor.log_in(EDITOR, PASSWORD).await;
        chief.log_in(OFFICE, PASSWORD).await;
        assert!(!has(&editor.get("/staff").await, "a[href='/staff/first-day']"));
        assert_eq!(editor.get(PAGE).await.status, StatusCode::FORBIDDEN);
        for address in [CITY, LATER] {
            let refused = editor.post(address, &[("area", "272035"), ("table", "cards"), ("later", "yes")]).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{address}");
        }
        let before = revision_of(&database.open().await).await;
        // A ward, a prefecture, an island without administration, no code, and fields that the form does not have.
        for area in ["271411", "270008", "016951", "", "272036", "豊中市"] {
            let refused = chief.post(CITY, &[("area", area), ("from", "")]).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{area}");
        }
        for fields in [&[("area", "272035"), ("from", "x")][..], &[("area", "272035"), ("more", "1")]] {
            assert_eq!(chief.post(CITY, fields).await.status, StatusCode::BAD_REQUEST, "{fields:?}");
        }
        assert_eq!(revision_of(&database.open().await).await, before);
        // The roles that hold are those of the moment.
        let id = chief.id_of(OFFICE).await;
        add(database, "second@city.example.jp", "管理 二郎", roles(&[], false, true)).await;
        let mut second = Browser::new(&city);
        second.log_in("second@city.example.jp", PASSWORD).await;
        second.post(&format!("/staff/people/{id}/disable"), &[]).await;
        assert_eq!(chief.post(CITY, &[("area", "272035"), ("from", "")]).await.status, StatusCode::SEE_OTHER);
        assert!(area_codes(&database.open().await).await.is_empty(), "sent to the login instead");
    }

    async fn a_catalogue_without_a_city_is_published_and_can_get_one(database: &Database) {
        let city = World::new().with_procedure(procedure("moving-out", "転出届")).on(database).await;
        add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
        assert_ne!(text(&city.get("/").await, "h1"), "準備中です");
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        let chosen = choose(&mut chief, &format!("{PAGE}?area=272035"), &[]).await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER);
        assert!(text(&city.get("/procedures/moving-out").await, "title").contains("豊中市"));
    }

    async fn the_demonstration_keeps_its_city(database: &Database) {
        let city = City::demonstration(database).await;
        add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
        let mut chief = Browser::new(&city);
        chief.log_in(OFFICE, PASSWORD).await;
        for (page, words) in [
            (PAGE, "デモ用のデータ"),
            ("/easy/staff/first-day", "見本です"),
            ("/en/staff/first-day", "holds the demonstration"),
        ] {
            let page = chief.get(page).await;
            assert!(text(&page, "main").contains(words) && !has(&page, "section[aria-labelledby=change]"));
        }
        for fields in [&[("area", "272035"), ("from", "")][..], &[("area", "272035"), ("from", "271403"), ("confirmed", "yes")]] {
            let refused = chief.post(CITY, fields).await;
            assert_eq!(refused.status, StatusCode::CONFLICT);
            assert!(text(&refused, "[role=alert]").contains("デモ用"), "{}", text(&refused, "main"));
        }
        assert!(text(&city.get("/").await, "title").contains("堺市"));
    }
}
