//! The desk: nobody approves blindly, nothing typed is lost, and what two people change at once is decided by one of them.

mod restored;

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::card::Measure;
use domain::proposal::FIGURES;

use crate::support::staff::{
    Browser, EDITOR, OFFICE, PASSWORD, add, browser_of, button, charge, list_lost_forms, press, roles, send_confirmed,
    sent_fields,
};
use crate::support::{Answer, City, Database, World, noon_of_today, on_both, procedure};

const OTHER: &str = "other@city.example.jp";
const WHY: (&str, &str) = ("why", "年次の見直し");
const REASON: (&str, &str) = ("reason", "年次の見直し");

/// A city with one ward whose departments keep all tables that these tests change, with two people in one of them.
async fn city_on(database: &Database) -> City {
    let city = World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Held, "2026-09-30", 118_000, 200_000)
        .with_department("citizens", "市民課")
        .with_department("tax", "税務課")
        .with_procedure(procedure("moving-out", "転出届").department("citizens"))
        .on(database)
        .await;
    add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
    add(database, OTHER, "同僚 三郎", roles(&["citizens"], false, false)).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    let mut office = browser_of(&city, OFFICE).await;
    let mut tables = FIGURES.to_vec();
    tables.extend([domain::table_kind::TableKind::Departments, domain::table_kind::TableKind::Sets]);
    charge(&mut office, "citizens", &tables).await;
    let page = office.get("/staff/departments").await;
    let mut fields = sent_fields(&page.text(), "form[action='/staff/departments']");
    fields.retain(|(name, _)| name.ends_with("_seen"));
    office.post_fields("/staff/departments", &fields).await;
    city
}

fn row(table: &str, key: &str) -> String {
    let key: String = form_urlencoded::byte_serialize(format!("[\"{key}\"]").as_bytes()).collect();
    format!("/staff/tables/{table}/row?row={key}")
}

fn with(fields: &[(String, String)], values: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = fields.to_vec();
    fields.retain(|(name, _)| values.iter().all(|(typed, _)| typed != name));
    fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

/// The fields of the form at an address, with some values typed over.
async fn typed(browser: &mut Browser, address: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let page = browser.get(address).await;
    assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text());
    with(&sent_fields(&page.text(), "form.staff-form"), values)
}

fn proposal(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let location = answer.header("location").to_owned();
    assert!(location.starts_with("/staff/proposals/"), "{location}");
    location.split('?').next().unwrap().to_owned()
}

/// Types a row and publishes it.
async fn change(browser: &mut Browser, address: &str, values: &[(&str, &str)]) -> String {
    let fields = typed(browser, address, values).await;
    let proposal = proposal(&browser.post_fields(address, &fields).await);
    assert_eq!(press(browser, &proposal, "publish").await.header("location"), format!("{proposal}?done=publish"));
    proposal
}

on_both! {
    async fn what_is_approved_is_seen_with_the_figure_before_it(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let values = [("as_of", "2026-10-31"), ("cards-271403", "11800"), ("population-271403", "200000"), ("population_as_of", "2026-09-30"), REASON];
        let fields = typed(&mut editor, "/staff/cards", &values).await;
        let draft = proposal(&send_confirmed(&mut editor, "/staff/cards", &fields).await);
        let page = editor.get(&draft).await.text();
        for said in ["11,800", "2026年10月31日", "前回：118,000（2026年9月30日）、−90.0%", "大きな変化です", "保有枚数"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let english = editor.get(&format!("/en{draft}")).await.text();
        for said in ["31 October 2026", "Before: 118,000 (30 September 2026), −90.0%", "unlikely: look twice"] {
            assert!(english.contains(said), "{said}: {english}");
        }
        // What was published is still there to be looked at, and the report has the values too.
        let report = editor.get(&format!("{draft}/report.csv")).await.csv();
        assert!(report.1[0][5].contains("枚数: 11800"), "{report:?}");
        press(&mut editor, &draft, "publish").await;
        let page = editor.get(&draft).await.text();
        assert!(page.contains("変更した内容") && page.contains("11,800"), "{page}");
        // In the words of the reader, also where they were kept in those of whoever published it.
        let english = editor.get(&format!("/en{draft}")).await.text();
        assert!(english.contains("card counts") && !english.contains(">カード枚数<"), "{english}");
        let history = editor.get("/staff/tables/cards/history").await.text();
        assert!(history.contains("保有") && !history.contains(">held<"), "{history}");
        assert!(editor.get("/en/staff/tables/cards/history").await.text().contains(">held<"));
    }

    async fn unusual_figures_are_typed_twice_and_stand_beside_those_before_them(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let form = editor.get("/staff/cards").await.text();
        assert!(form.contains("の前回：118,000（2026年9月30日）") && form.contains("前回：200,000"), "{form}");
        let values = [("as_of", "2026-10-31"), ("cards-271403", "11800"), ("population-271403", "200000"), ("population_as_of", "2026-09-30"), REASON];
        let fields = typed(&mut editor, "/staff/cards", &values).await;
        let asked = editor.post_fields("/staff/cards", &fields).await;
        assert_eq!(asked.status, StatusCode::OK, "nothing is sent yet");
        let page = asked.text();
        for said in ["いつもと違う数値があります", "118,000から11,800へ、1割を超えて", "href=\"#cards-271403\"", "value=\"11800\""] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let again = sent_fields(&page, "form[action='/staff/cards']");
        let unticked = editor.post_fields("/staff/cards", &again).await;
        assert_eq!(unticked.status, StatusCode::OK, "somebody has to say that they have looked");
        let other = with(&again, &[("cards-271403", "1180"), ("confirmed", "yes")]);
        let other = editor.post_fields("/staff/cards", &other).await;
        assert!(other.status == StatusCode::OK && other.text().contains("118,000から1,180へ"), "{}", other.text());
        proposal(&editor.post_fields("/staff/cards", &with(&again, &[("confirmed", "yes")])).await);
        // What is not unusual is sent at once, and what cannot be right names both figures.
        let usual = with(&fields, &[("cards-271403", "118500")]);
        proposal(&editor.post_fields("/staff/cards", &usual).await);
        let above = editor.post_fields("/staff/cards", &with(&fields, &[("cards-271403", "200001")])).await;
        assert_eq!(above.status, StatusCode::BAD_REQUEST);
        assert!(above.text().contains("枚数200,001、人口200,000"), "{}", above.text());
        let english = editor.post_fields("/en/staff/cards", &fields).await.text();
        assert!(english.contains("more than a tenth away from 118,000 on 30 September 2026"), "{english}");
    }

    async fn typed_figures_wait_for_their_day(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let values = |day: &'static str| {
            [("as_of", "2026-10-31"), ("cards-271403", "119000"), ("population-271403", "200000"), ("population_as_of", "2026-09-30"), ("effective_on", day), REASON]
        };
        let past = typed(&mut editor, "/staff/cards", &values("2026-01-01")).await;
        let refused = editor.post_fields("/staff/cards", &past).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        let said = refused.text();
        assert!(said.contains("今日からあとの日に") && said.contains("id=\"effective_on-mistake\"") && said.contains("119000"), "{said}");
        let fields = typed(&mut editor, "/staff/cards", &values("2027-01-01")).await;
        let draft = proposal(&editor.post_fields("/staff/cards", &fields).await);
        let link = format!("/staff/cards?proposal={}", draft.rsplit('/').next().unwrap());
        let again = typed(&mut editor, &link, &[]).await;
        assert!(again.contains(&("effective_on".to_owned(), "2027-01-01".to_owned())), "{again:?}");
        press(&mut editor, &draft, "publish").await;
        let counts = async |city: &City| Browser::new(city).get("/api/v1/cards.csv").await.text();
        assert!(!counts(&city).await.contains("119000"), "not before its day");
        let then = city.at(|| noon_of_today() + chrono::Duration::days(40));
        then.state.publish_due().await.unwrap();
        assert!(counts(&then).await.contains("119000"));
    }

    async fn what_waited_is_put_beside_the_rows_of_its_day(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut other) = (browser_of(&city, EDITOR).await, browser_of(&city, OTHER).await);
        let address = row("departments", "tax");
        let day = ("effective_on", "2027-01-01");
        let mine = typed(&mut editor, &address, &[("cell-name", "市税課"), day, WHY]).await;
        let waits = proposal(&editor.post_fields(&address, &mine).await);
        press(&mut editor, &waits, "publish").await;
        let citizens = row("departments", "citizens");
        let mine = typed(&mut editor, &citizens, &[("cell-name", "市民総務課"), day, WHY]).await;
        let disputed = proposal(&editor.post_fields(&citizens, &mine).await);
        press(&mut editor, &disputed, "publish").await;
        // Meanwhile others change another column of one row, and the same of the other.
        change(&mut other, &address, &[("cell-phone", "072-000-0000"), WHY]).await;
        change(&mut other, &citizens, &[("cell-name", "市民生活課"), WHY]).await;
        let then = city.at(|| noon_of_today() + chrono::Duration::days(40));
        then.state.publish_due().await.unwrap();
        let mut author = browser_of(&then, EDITOR).await;
        let table = author.get("/staff/tables/departments").await.text();
        assert!(table.contains("市税課") && table.contains("072-000-0000"), "both stand: {table}");
        assert!(table.contains("市民生活課") && !table.contains("市民総務課"), "nothing goes back silently: {table}");
        let page = author.get(&disputed).await.text();
        assert!(page.contains("先に変更しました") && page.contains("市民総務課") && page.contains("市民生活課"), "{page}");
        let past = typed(&mut author, &address, &[("cell-name", "税務課"), ("effective_on", "2026-01-01"), WHY]).await;
        let refused = author.post_fields(&address, &past).await;
        assert!(refused.status == StatusCode::BAD_REQUEST && refused.text().contains("id=\"effective_on-mistake\""), "{}", refused.text());
        let english = author.post_fields(&format!("/en{address}"), &past).await.text();
        assert!(english.contains("Give a day after today"), "{english}");
    }

    async fn a_row_goes_back_to_what_it_was_from_its_history(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut other) = (browser_of(&city, EDITOR).await, browser_of(&city, OTHER).await);
        let address = row("departments", "tax");
        change(&mut editor, &address, &[("cell-name", "市税課"), WHY]).await;
        change(&mut other, &address, &[("cell-phone", "072-000-0000"), WHY]).await;
        let history = address.replacen("/row", "/history", 1);
        let undo = address.replacen("/row", "/history/undo", 1);
        let page = editor.get(&history).await.text();
        // Newest first.
        let numbers: Vec<&str> = page
            .split("name=\"number\" value=\"")
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap())
            .collect();
        assert_eq!(numbers.len(), 2, "{page}");
        let without = editor.post(&undo, &[("number", numbers[1])]).await;
        assert_eq!(without.status, StatusCode::BAD_REQUEST, "a reason is needed");
        let unknown = editor.post(&undo, &[("number", "0"), ("reason", "取り違え")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let back = proposal(&editor.post(&undo, &[("number", numbers[1]), ("reason", "取り違え")]).await);
        let shown = editor.get(&back).await.text();
        assert!(shown.contains("税務課") && shown.contains("市税課") && !shown.contains("072-000-0000"), "that change alone: {shown}");
        press(&mut editor, &back, "publish").await;
        let table = editor.get("/staff/tables/departments").await.text();
        assert!(table.contains(">税務課<") && table.contains("072-000-0000") && !table.contains("市税課"), "{table}");
        // What is undone is not offered again; what stands is.
        let offered = editor.get(&history).await.text();
        let offers = |number: &str| offered.contains(&format!("name=\"number\" value=\"{number}\""));
        assert!(!offers(numbers[1]) && offers(numbers[0]), "{offered}");
        // Where somebody has changed the same since, both are shown.
        change(&mut other, &address, &[("cell-phone", "072-000-0001"), WHY]).await;
        let disputed = proposal(&editor.post(&undo, &[("number", numbers[0]), ("reason", "取り違え")]).await);
        assert!(editor.get(&disputed).await.text().contains("先に変更しました"));
        // The whole file is undone from the history of the table.
        let all = editor.get("/staff/tables/departments/history").await.text();
        assert!(all.contains("/undo") && all.contains("この変更をまとめて元に戻す"), "{all}");
        // And a row is removed where its history is.
        assert!(page.contains("/staff/tables/departments/row/remove?row="), "{page}");
        let removal = address.replacen("/row", "/row/remove", 1);
        let gone = proposal(&editor.post(&removal, &[WHY]).await);
        press(&mut editor, &gone, "publish").await;
        let page = editor.get(&history).await.text();
        assert!(!page.contains("/row/remove"), "there is nothing to remove any more: {page}");
        let newest = page.split("name=\"number\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let again = proposal(&editor.post(&undo, &[("number", newest), ("reason", "必要だった")]).await);
        press(&mut editor, &again, "publish").await;
        assert!(editor.get("/staff/tables/departments").await.text().contains("072-000-0001"), "as it was");
    }

    async fn a_new_row_shows_its_references_by_name_in_the_language_of_the_reader(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = "手続ID,年度,総手続件数,オンライン手続件数,出典\nmoving-out,令和7年度,1200,300,test\n";
        let sent = editor.post_file("/staff/import", &[("kind", "usage"), REASON], "a.csv", text.as_bytes()).await;
        let draft = proposal(&sent);
        let page = editor.get(&draft).await.text();
        assert!(page.contains("転出届 (moving-out)") && page.contains("1,200"), "{page}");
        assert!(editor.get(&format!("/en{draft}")).await.text().contains("FY2025"));
    }

    async fn a_draft_keeps_what_a_colleague_changes_and_asks_where_both_changed_the_same(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut other) = (browser_of(&city, EDITOR).await, browser_of(&city, OTHER).await);
        let address = row("departments", "tax");
        let mine = typed(&mut editor, &address, &[("cell-name", "市税課"), WHY]).await;
        let draft = proposal(&editor.post_fields(&address, &mine).await);
        // Another column: both stand.
        change(&mut other, &address, &[("cell-name_en", "Tax Office"), WHY]).await;
        let page = editor.get(&draft).await.text();
        assert!(!page.contains("先に変更しました") && !page.contains("Tax Office"), "only what is the author's: {page}");
        // The same column: somebody chooses.
        change(&mut other, &address, &[("cell-name", "納税課"), WHY]).await;
        let page = editor.get(&draft).await;
        assert!(page.text().contains("先に変更しました") && page.text().contains("納税課") && page.text().contains("市税課"), "{}", page.text());
        assert!(button(&page, &draft, "publish").is_empty() && button(&page, &draft, "send").is_empty());
        let forced = [("version", "1"), ("base", "1-v5-0123456789abcdef")];
        assert_eq!(editor.post(&format!("{draft}/publish"), &forced).await.status, StatusCode::CONFLICT);
        let settle = sent_fields(&page.text(), &format!("form[action='{draft}/settle']"));
        let undecided = editor.post_fields(&format!("{draft}/settle"), &settle).await;
        assert_eq!(undecided.status, StatusCode::CONFLICT);
        let chosen = with(&settle, &[("keep 0 name", "mine")]);
        assert_eq!(editor.post_fields(&format!("{draft}/settle"), &chosen).await.header("location"), format!("{draft}?done=settled"));
        press(&mut editor, &draft, "publish").await;
        let table = editor.get("/staff/tables/departments").await.text();
        assert!(table.contains("市税課") && table.contains("Tax Office") && !table.contains("納税課"), "{table}");
    }

    async fn a_form_shows_both_sides_and_loses_nothing(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut other) = (browser_of(&city, EDITOR).await, browser_of(&city, OTHER).await);
        let address = row("departments", "tax");
        let mine = typed(&mut editor, &address, &[("cell-name", "市税課"), ("cell-phone", "072-000-0000"), WHY]).await;
        change(&mut other, &address, &[("cell-name", "納税課"), WHY]).await;
        let answer = editor.post_fields(&address, &mine).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        let page = answer.text();
        assert!(page.contains("納税課") && page.contains("value=\"市税課\"") && page.contains("072-000-0000"), "{page}");
        assert!(page.contains(WHY.1), "the reason too");
        let again = sent_fields(&page, "form.staff-form");
        assert_eq!(editor.post_fields(&address, &again).await.status, StatusCode::CONFLICT, "somebody has to choose");
        let draft = proposal(&editor.post_fields(&address, &with(&again, &[("keep 0 name", "theirs")])).await);
        press(&mut editor, &draft, "publish").await;
        let table = editor.get("/staff/tables/departments").await.text();
        assert!(table.contains("納税課") && table.contains("072-000-0000"), "the rest of the form stands: {table}");
    }

    async fn a_row_that_was_removed_or_added_meanwhile_is_decided_about(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut other) = (browser_of(&city, EDITOR).await, browser_of(&city, OTHER).await);
        change(&mut other, "/staff/tables/sets/row", &[("cell-code", "ours"), ("cell-name", "市が優先する手続"), ("cell-source", "test"), WHY]).await;
        let address = row("sets", "ours");
        let mine = typed(&mut editor, &address, &[("cell-name", "優先手続"), WHY]).await;
        let removed = other.post(&address.replacen("/row", "/row/remove", 1), &[WHY]).await;
        let removal = proposal(&removed);
        press(&mut other, &removal, "publish").await;
        let answer = editor.post_fields(&address, &mine).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("ほかの人が削除しました") && answer.text().contains("優先手続"), "{}", answer.text());
        let again = sent_fields(&answer.text(), "form.staff-form");
        let stands = editor.post_fields(&address, &with(&again, &[("keep 0 row", "theirs")])).await;
        assert_eq!(stands.header("location"), "/staff/tables/sets");
        let draft = proposal(&editor.post_fields(&address, &with(&again, &[("keep 0 row", "mine")])).await);
        press(&mut editor, &draft, "publish").await;
        assert!(editor.get("/staff/tables/sets").await.text().contains("優先手続"));
        // One that somebody else has added.
        let new = typed(&mut other, "/staff/tables/sets/row", &[("cell-code", "ours"), ("cell-name", "別の名前"), ("cell-source", "test"), WHY]).await;
        let answer = other.post_fields("/staff/tables/sets/row", &new).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("すでに別の内容で登録されています") && answer.text().contains("優先手続"), "{}", answer.text());
    }

    async fn typed_figures_are_gone_on_with_and_registered_ones_are_not_replaced_unseen(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut other) = (browser_of(&city, EDITOR).await, browser_of(&city, OTHER).await);
        let values = |cards: &'static str| {
            [("as_of", "2026-10-31"), ("cards-271403", cards), ("population-271403", "200000"), ("population_as_of", "2026-09-30"), REASON]
        };
        let fields = typed(&mut editor, "/staff/cards", &values("119000")).await;
        let draft = proposal(&editor.post_fields("/staff/cards", &fields).await);
        let link = format!("/staff/cards?proposal={}", draft.rsplit('/').next().unwrap());
        assert!(editor.get(&draft).await.text().contains(&link));
        let again = typed(&mut editor, &link, &[("cards-271403", "119100")]).await;
        assert!(again.contains(&("as_of".to_owned(), "2026-10-31".to_owned())), "{again:?}");
        assert!(again.contains(&("reason".to_owned(), REASON.1.to_owned())), "{again:?}");
        assert_eq!(proposal(&editor.post_fields("/staff/cards", &again).await), draft, "the same draft");
        // A colleague registers the month first.
        let theirs = typed(&mut other, "/staff/cards", &values("119200")).await;
        let first = proposal(&other.post_fields("/staff/cards", &theirs).await);
        press(&mut other, &first, "publish").await;
        let page = editor.get(&draft).await.text();
        assert!(page.contains("119,200") && page.contains("119,100") && page.contains("すでに別の内容で登録されています"), "{page}");
        let third = typed(&mut editor, "/staff/cards", &values("119300")).await;
        let answer = editor.post_fields("/staff/cards", &third).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("119,200") && answer.text().contains("value=\"119300\""), "{}", answer.text());
    }

    async fn an_entry_that_is_gone_on_with_keeps_its_conflicts(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut other) = (browser_of(&city, EDITOR).await, browser_of(&city, OTHER).await);
        let address = "/staff/procedures/moving-out/edit";
        let page = editor.get(address).await.text();
        let mine = with(&sent_fields(&page, "form[action$='/edit']"), &[("kana", "わたしの"), REASON]);
        let draft = proposal(&editor.post_fields(address, &mine).await);
        let theirs = with(&sent_fields(&page, "form[action$='/edit']"), &[("kana", "ほかのひとの"), REASON]);
        let first = proposal(&other.post_fields(address, &theirs).await);
        press(&mut other, &first, "publish").await;
        let id = draft.rsplit('/').next().unwrap();
        let opened = editor.get(&format!("{address}?proposal={id}")).await.text();
        let saved = sent_fields(&opened, "form[action$='/edit']");
        assert_eq!(proposal(&editor.post_fields(address, &saved).await), draft);
        let page = editor.get(&draft).await;
        assert!(page.text().contains("id=\"conflict\"") && page.text().contains("ほかのひとの"), "{}", page.text());
        assert!(button(&page, &draft, "publish").is_empty());
    }

    async fn histories_are_in_the_words_of_the_reader_and_begin_at_the_beginning(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        change(&mut editor, "/staff/tables/departments/row", &[("cell-code", "welfare"), ("cell-name", "福祉課"), WHY]).await;
        let last = change(&mut editor, &row("departments", "welfare"), &[("cell-name", "福祉総務課"), WHY]).await;
        let history = row("departments", "welfare").replacen("/row", "/history", 1);
        let page = editor.get(&history).await.text();
        for said in ["福祉課", "福祉総務課", "所管課", WHY.1, "編集 次郎", "新規 1", "変更 1"] {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("税務課") && !page.contains("unchanged"), "{page}");
        let english = editor.get(&format!("/en{history}")).await.text();
        assert!(english.contains("Name") && english.contains("changed 1"), "{english}");
        // What was undone offers no undo again, and says so.
        let undo = proposal(&editor.post(&format!("{last}/undo"), &[("reason", "取り違え")]).await);
        let page = editor.get(&last).await.text();
        assert!(page.contains("元に戻す変更を作成済みです") && !page.contains(&format!("{last}/undo")), "{page}");
        press(&mut editor, &undo, "publish").await;
        let page = editor.get(&last).await.text();
        assert!(page.contains("この変更は元に戻しました") && !page.contains(&format!("{last}/undo")), "{page}");
        assert_eq!(editor.post(&format!("{last}/undo"), &[("reason", "もう一度")]).await.status, StatusCode::CONFLICT);
    }

    async fn the_reason_of_a_new_procedure_stands_in_its_history(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = "手続ID,手続名,所管課,出典\nbrand-new,新しい手続,市民課,test\n";
        let sent = editor.post_file("/staff/import", &[("kind", "procedures"), ("reason", "条例の施行")], "a.csv", text.as_bytes()).await;
        let draft = proposal(&sent);
        let page = editor.get(&draft).await.text();
        assert!(page.contains("新しい手続") && page.contains("市民課"), "everything that it says: {page}");
        press(&mut editor, &draft, "publish").await;
        for page in ["/procedures/brand-new/history", "/staff/procedures/brand-new/history"] {
            let said = editor.get(page).await.text();
            assert!(said.contains("条例の施行"), "{page}: {said}");
        }
    }

    async fn a_table_is_searched_as_people_write_days_and_says_how_many_rows_match(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let page = editor.get("/staff/tables/cards?q=令和8年9月").await.text();
        assert!(page.contains("1件のうち、合うもの1件") && page.contains("2026年9月30日") && page.contains("118,000"), "{page}");
        let none = editor.get("/staff/tables/cards?q=令和7年").await.text();
        assert!(none.contains("合うもの0件"), "{none}");
    }

    async fn a_file_of_procedures_is_undone_as_a_whole(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = "手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\n";
        let sent = editor.post_file("/staff/import", &[("kind", "procedures"), REASON], "a.csv", text.as_bytes()).await;
        let draft = proposal(&sent);
        press(&mut editor, &draft, "publish").await;
        let page = editor.get(&draft).await.text();
        assert!(page.contains(&format!("{draft}/undo")), "{page}");
        let undo = proposal(&editor.post(&format!("{draft}/undo"), &[("reason", "取り違え")]).await);
        assert!(editor.get(&undo).await.text().contains("転出の届出"), "what comes back is shown first");
        press(&mut editor, &undo, "publish").await;
        assert!(!editor.get("/procedures/moving-out").await.text().contains("転出の届出"));
    }

    async fn a_correction_of_an_indicator_stands_on_the_sheet_too(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let definition = [("cell-id", "visits"), ("cell-kind", "activity"), ("cell-name", "来庁"), ("cell-unit", "件"), ("cell-source", "manual"), WHY];
        let source = [("cell-id", "manual"), ("cell-title", "月次報告"), WHY];
        let mut office = browser_of(&city, OFFICE).await;
        let fields = typed(&mut office, "/staff/tables/sources/row", &source).await;
        let new = proposal(&office.post_fields("/staff/tables/sources/row", &fields).await);
        press(&mut office, &new, "publish").await;
        change(&mut editor, "/staff/tables/indicators/row", &definition).await;
        let value = [("cell-indicator", "visits"), ("cell-fiscal_year", "令和6年度"), ("cell-kind", "実績値"), ("cell-value", "90"), ("cell-source", "manual"), WHY];
        change(&mut editor, "/staff/tables/indicator-values/row", &value).await;
        let key: String = form_urlencoded::byte_serialize(br#"["visits","2024","actual",""]"#).collect();
        change(&mut editor, &format!("/staff/tables/indicator-values/row?row={key}"), &[("cell-value", "95"), ("why", "集計の誤り")]).await;
        for page in ["/targets", "/targets/visits", "/en/targets"] {
            let said = editor.get(page).await.text();
            assert!(said.contains("集計の誤り") && said.contains("id=\"corrections\""), "{page}: {said}");
        }
    }
}
