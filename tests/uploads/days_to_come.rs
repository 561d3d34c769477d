//! Files with an effective day to come: what they change waits for that day, and nothing of it is public before.

use axum::http::StatusCode;
use chrono::Duration;
use exchange::import::{Kind, Request, import};
use store::proposed_files::count_kept_files;
use tetsuzuki::server::audit;

use super::{
    APPROVER, PROCEDURES, REASON, audit_rows, browser_of, city_on, press, rows, save_rules, send_file, sheet, states,
};
use crate::support::staff::{Browser, EDITOR, sent_fields};
use crate::support::{City, noon_of_today, on_both};

/// The day on which [`later`] is.
fn day_to_come() -> String {
    (noon_of_today() + Duration::days(40)).date_naive().to_string()
}

/// The same city on the day to come, after the server has looked for what is due.
async fn later(city: &City) -> City {
    let then = city.at(|| noon_of_today() + Duration::days(40));
    then.state.publish_due().await.unwrap();
    then
}

/// Everything public in which a field of a procedure could be seen.
async fn all_that_is_public(city: &City) -> String {
    let mut reader = Browser::new(city);
    let mut all = String::new();
    for address in [
        "/procedures",
        "/procedures/moving-out",
        "/procedures/moving-out/history",
        "/changes",
        "/changes.atom",
        "/api/v1/procedures",
        "/api/v1/procedures.csv",
        "/api/v1/procedures/moving-out",
        "/api/v1/procedures/moving-out.jsonld",
        "/api/v1/changes",
    ] {
        all.push_str(&reader.get(address).await.text());
    }
    all
}

on_both! {
    async fn what_a_file_changes_on_a_day_to_come_waits_for_that_day(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut approver) = (browser_of(&city, EDITOR).await, browser_of(&city, APPROVER).await);
        let day = day_to_come();
        let text = format!(
            "手続ID,手続名,所管課,手数料 円,申請,適用日\nmoving-out,転出の届出,市民課,4321,オンライン,{day}\nmoving-in,転入の届出,市民課,,,\n"
        );
        let draft = send_file(&mut editor, &PROCEDURES, "next-year.csv", text.as_bytes()).await;
        press(&mut editor, &draft, "send").await;
        let seen = approver.get(&draft).await.text();
        assert!(seen.contains("適用日がこれからの記載") && seen.contains("令和9年1月1日"), "the approver sees what waits: {seen}");
        assert_eq!(press(&mut approver, &draft, "approve").await.header("location"), format!("{draft}?done=approve"));

        let page = editor.get(&format!("{draft}?done=approve")).await.text();
        assert!(page.contains("そのほかの記載は、下のとおり適用日に変わります") && page.contains("に変わる手続：1件"), "{page}");
        assert!(page.contains("4,321円"), "what waits is on the page of the proposal: {page}");
        assert_eq!(states(database).await, ["scheduled"]);
        assert_eq!(count_kept_files(&mut database.open().await.read().await.unwrap()).await.unwrap(), 0, "the bytes are not needed any more");
        let public = all_that_is_public(&city).await;
        assert!(!public.contains("4321") && !public.contains("4,321") && !public.contains("転出の届出"), "{public}");
        let export = sheet(&editor.get("/staff/import/procedures.xlsx").await);
        assert!(!format!("{export:?}").contains("4321"), "{export:?}");
        assert!(public.contains("転入の届出"), "a row without a day holds at once");
        assert!(editor.get("/en/changes").await.text().contains("moving-out"), "the step is announced");
        city.state.publish_due().await.unwrap();
        assert!(!all_that_is_public(&city).await.contains("4321"), "not before its day");

        let then = later(&city).await;
        let public = all_that_is_public(&then).await;
        assert!(public.contains("4321") && public.contains("転出の届出"), "{public}");
        assert_eq!(states(database).await, ["published"]);
        let written = audit_rows(database).await.len();
        then.state.publish_due().await.unwrap();
        assert_eq!(audit_rows(database).await.len(), written, "it is done once");
        assert!(audit::verify(&database.open().await, &[]).await.unwrap().is_well());
        let page = browser_of(&then, EDITOR).await.get(&draft).await;
        assert!(page.text().contains("4,321円") && page.text().contains("next-year.csv"), "{}", page.text());
    }

    async fn what_a_file_left_overwrites_nothing_and_its_author_decides(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &[], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = format!("手続ID,手続名,所管課,適用日\nmoving-out,転出の届出,市民課,{}\n", day_to_come());
        let draft = send_file(&mut editor, &PROCEDURES, "later.csv", text.as_bytes()).await;
        assert_eq!(rows(&editor.get(&draft).await).len(), 2, "the name and the day");
        press(&mut editor, &draft, "publish").await;
        let between = send_file(&mut editor, &PROCEDURES, "now.csv", "手続ID,手続名,所管課\nmoving-out,今の名前,市民課\n".as_bytes()).await;
        press(&mut editor, &between, "publish").await;

        let then = later(&city).await;
        let mut author = browser_of(&then, EDITOR).await;
        assert!(author.get("/procedures/moving-out").await.text().contains("今の名前"));
        let page = author.get(&draft).await.text();
        assert!(page.contains("keep moving-out name") && !page.contains("もう保存されていません"), "{page}");
        let mut fields = sent_fields(&page, &format!("form[action='{draft}/settle']"));
        fields.retain(|(name, _)| name == "version");
        fields.push(("keep moving-out name".to_owned(), "mine".to_owned()));
        assert_eq!(author.post_fields(&format!("{draft}/settle"), &fields).await.status, StatusCode::SEE_OTHER);
        press(&mut author, &draft, "publish").await;
        assert!(author.get("/procedures/moving-out").await.text().contains("転出の届出"));
    }

    async fn a_file_of_any_table_waits_for_its_day_as_a_whole(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &["citizens"], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let day = day_to_come();
        let fields = [
            ("kind", "cards"),
            REASON,
            ("source", "月次報告"),
            ("source_publisher", "堺市"),
            ("effective_on", day.as_str()),
        ];
        let text = "団体コード,種別,基準日,枚数,人口,人口算出基準日\n271403,保有,2026-10-31,651,1000,2026-01-01\n";
        let draft = send_file(&mut editor, &fields, "cards.csv", text.as_bytes()).await;
        assert!(editor.get(&draft).await.text().contains("令和9年1月1日"), "the preview says from when");
        press(&mut editor, &draft, "publish").await;
        assert_eq!(states(database).await, ["scheduled"]);
        let counts = async |city: &City| Browser::new(city).get("/api/v1/cards.csv").await.text();
        assert!(!counts(&city).await.contains("651"), "nothing of it is public before");
        assert!(audit_rows(database).await.iter().all(|row| row.action != "import cards"));
        let then = later(&city).await;
        assert!(counts(&then).await.contains("651"));
        assert_eq!(states(database).await, ["published"]);
        // It is undone like any other.
        let mut author = browser_of(&then, EDITOR).await;
        let answer = author.post(&format!("{draft}/undo"), &[("reason", "取り違え")]).await;
        let undo = answer.header("location").split('?').next().unwrap().to_owned();
        press(&mut author, &undo, "publish").await;
        assert!(!counts(&then).await.contains("651"));
    }

    async fn what_a_file_left_can_be_withdrawn(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &[], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = format!("手続ID,手続名,所管課,適用日\nmoving-out,転出の届出,市民課,{}\n", day_to_come());
        let draft = send_file(&mut editor, &PROCEDURES, "later.csv", text.as_bytes()).await;
        press(&mut editor, &draft, "publish").await;
        press(&mut editor, &draft, "withdraw").await;
        let then = later(&city).await;
        assert!(!all_that_is_public(&then).await.contains("転出の届出"));
        assert_eq!(states(database).await, ["withdrawn"]);
    }

    async fn rows_of_different_days_each_wait_for_their_own(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &[], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = format!(
            "手続ID,手続名,所管課,適用日\nmoving-out,転出の届出,市民課,{}\nmoving-in,転入の届出,市民課,2099-04-01\n",
            day_to_come()
        );
        let draft = send_file(&mut editor, &PROCEDURES, "two.csv", text.as_bytes()).await;
        press(&mut editor, &draft, "publish").await;
        assert!(editor.get(&draft).await.text().contains("令和81年4月1日"), "each change has its day");
        let then = later(&city).await;
        let public = all_that_is_public(&then).await;
        assert!(public.contains("転出の届出") && !public.contains("転入の届出"), "{public}");
        assert_eq!(states(database).await, ["scheduled"]);
    }

    async fn a_new_procedure_is_public_at_once_and_that_is_said(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &[], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = format!("手続ID,手続名,所管課,申請,適用日\nbrand-new,新しい手続,市民課,オンライン,{}\n", day_to_come());
        let draft = send_file(&mut editor, &PROCEDURES, "new.csv", text.as_bytes()).await;
        let page = editor.get(&draft).await.text();
        assert!(page.contains("新しい手続1件も、すぐに公開されます"), "{page}");
        press(&mut editor, &draft, "publish").await;
        assert_eq!(editor.get("/procedures/brand-new").await.status, StatusCode::OK);
        assert_eq!(states(database).await, ["published"]);
    }

    async fn at_the_command_line_only_what_can_be_announced_may_be_of_a_day_to_come(database: &Database) {
        let city = city_on(database).await;
        let db = database.open().await;
        let day = day_to_come();
        let of_today = Request::new(Kind::Procedures, "later.csv", noon_of_today());
        for dry_run in [true, false] {
            let request = Request { dry_run, ..of_today.clone() };
            let text = format!("id,name,fee_yen,apply,effective_on\nmoving-in,転入届,,,\nmoving-out,転出届,4321,online,{day}\n");
            let refused = import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap();
            let told = refused.describe();
            assert!(refused.is_refused() && refused.bad_cells().len() == 1, "{told}");
            for expected in ["line 3", "effective_on", day.as_str(), "changes fee_yen,", "on that day", "/staff/import", "only the columns of the steps"] {
                assert!(told.contains(expected), "{expected}: {told}");
            }
        }
        assert!(!all_that_is_public(&city).await.contains("4321"));
        let announced = format!("id,name,apply,effective_on\nmoving-out,転出届,online,{day}\n");
        let report = import(&db, &of_today, announced.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(!report.is_refused(), "{}", report.describe());
        let known = format!("id,name,apply,effective_on\nmoving-out,転出届,online,{day}\n");
        let report = import(&db, &of_today, known.as_bytes(), &|_, _| {}).await.unwrap();
        assert!(report.describe().contains("nothing to write"), "{}", report.describe());
    }
}
