//! A reorganisation with a day to come waits as a whole, and is read again on its day.

use chrono::Duration;

use super::*;
use crate::support::on_both;

const DAY: &str = "2027-01-01";

/// The same city on the day to come, after the server has looked for what is due.
async fn later(city: &City) -> City {
    let then = city.at(|| noon_of_today() + Duration::days(40));
    then.state.publish_due().await.unwrap();
    then
}

/// Another file, imported at the command line.
async fn import_procedures(database: &Database, text: &str) {
    let db = database.open().await;
    let request = Request::new(Kind::Procedures, "procedures.csv", noon_of_today());
    let report = import(&db, &request, text.as_bytes(), &|_, _| {}).await.unwrap();
    assert!(!report.is_refused(), "{}", report.describe());
    close(db).await;
}

/// Schedules a merger of the tax department into a new one.
async fn schedule(office: &mut Browser) -> String {
    let values = [("code", "revenue"), ("name", "市税課"), ("effective_on", DAY), REASON];
    let answer = send(office, "merge", &["tax"], &values).await;
    let page = office.get(&proposal(&answer)).await.text();
    assert!(page.contains("この変更は全体が令和9年1月1日"), "the preview says so: {page}");
    publish(office, &answer).await
}

on_both! {
    async fn nothing_changes_before_its_day_and_everything_on_it(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let before = state(database).await;
        let draft = schedule(&mut office).await;
        assert_eq!(states_of_proposals(database).await, ["scheduled"]);
        assert_eq!(state(database).await, before);
        assert!(office.get(&format!("{draft}?done=publish")).await.text().contains("適用日に、全体を公開します"));
        city.state.publish_due().await.unwrap();
        assert_eq!(state(database).await, before, "not before its day");
        // A procedure that is added meanwhile follows its department.
        import_procedures(database, "id,name,department\ntax-new,新しい証明,tax\n").await;

        let then = later(&city).await;
        let now = state(database).await;
        assert_eq!(states_of_proposals(database).await, ["published"]);
        assert_eq!((now.of("tax-proof"), now.of("tax-new")), ("revenue", "revenue"));
        assert_eq!(now.changes[0].changed_on.to_string(), DAY);
        assert_eq!(now.accounts[TAX], ["revenue"]);
        assert!(then.get("/procedures/tax-new").await.text().contains("市税課"));
        let written = audit_rows(database).await;
        assert_eq!(written.iter().filter(|row| row.action == "import reorganisation").count(), 1);
        then.state.publish_due().await.unwrap();
        assert_eq!(audit_rows(database).await.len(), written.len(), "it is done once");
        // What undoes it was computed on the day.
        let mut office = browser_of(&then, OFFICE).await;
        let undo = press(&mut office, &draft, "undo", &[("reason", "取りやめ")]).await;
        publish(&mut office, &undo).await;
        assert_eq!(state(database).await.of("tax-new"), "tax");
        assert!(is_well(database).await);
    }

    async fn what_is_wrong_by_then_returns_to_its_author(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let values = [("to-tax-proof", "to-welfare"), ("effective_on", DAY), REASON];
        let answer = send(&mut office, "split", &["tax", "welfare"], &values).await;
        let draft = publish(&mut office, &answer).await;
        import_procedures(database, "id,name,department\ntax-proof,納税証明書,citizens\n").await;
        let before = state(database).await;
        let then = later(&city).await;
        assert_eq!(states_of_proposals(database).await, ["returned"]);
        assert_eq!(state(database).await, before);
        let page = browser_of(&then, OFFICE).await.get(&draft).await.text();
        assert!(page.contains("この手続の所管課は「citizens」です"), "{page}");
        assert!(audit_rows(database).await.iter().any(|row| row.action == "end scheduled proposal"));
        assert!(is_well(database).await);
    }

    async fn a_department_that_is_dissolved_meanwhile_is_not_founded_again(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let file = format!("{HEADER}tax,,welfare,福祉課,,{DAY}\n");
        let fields = [("kind", "reorganisation"), REASON];
        let answer = office.post_file("/staff/import", &fields, "a.csv", file.as_bytes()).await;
        let draft = publish(&mut office, &answer).await;
        accepted(database, "welfare,,citizens,,,\n").await;
        let before = state(database).await;
        let then = later(&city).await;
        assert_eq!((states_of_proposals(database).await, state(database).await), (vec!["returned".to_owned()], before));
        let page = browser_of(&then, OFFICE).await.get(&draft).await.text();
        assert!(page.contains("citizens 市民課 になりました"), "{page}");
    }

    async fn what_waits_can_be_withdrawn(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let before = state(database).await;
        let draft = schedule(&mut office).await;
        assert!(office.get(&draft).await.text().contains("取り下げると、何も変わりません"));
        press(&mut office, &draft, "withdraw", &[]).await;
        later(&city).await;
        assert_eq!((states_of_proposals(database).await, state(database).await), (vec!["withdrawn".to_owned()], before));
    }

    async fn another_administrator_sees_what_waits_and_withdraws_it(database: &Database) {
        const OTHER: &str = "other@city.example.jp";
        let city = city_on(database).await;
        add(database, OTHER, "管理 七郎", roles(&[], false, true)).await;
        let mut office = browser_of(&city, OFFICE).await;
        let before = state(database).await;
        let draft = schedule(&mut office).await;
        assert_eq!(browser_of(&city, EDITOR).await.get(&draft).await.status, StatusCode::NOT_FOUND);
        let mut other = browser_of(&city, OTHER).await;
        assert!(other.get("/staff/proposals").await.text().contains(&draft));
        press(&mut other, &draft, "withdraw", &[]).await;
        later(&city).await;
        assert_eq!((states_of_proposals(database).await, state(database).await), (vec!["withdrawn".to_owned()], before));
    }

    async fn of_several_that_are_due_the_earlier_day_comes_first(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        // Sent in the other order, and often enough that chance does not hide it.
        for code in ["citizens", "tax", "welfare"] {
            for day in [DAY, "2026-12-31"] {
                let values = [(&*format!("name-{code}"), &*format!("{code} {day}")), ("effective_on", day), REASON];
                let answer = send(&mut office, "rename", &[code], &values).await;
                publish(&mut office, &answer).await;
            }
        }
        later(&city).await;
        assert_eq!(states_of_proposals(database).await, ["published"; 6]);
        let db = database.open().await;
        let departments = catalogue::list_departments(&mut db.read().await.unwrap()).await.unwrap();
        let names: Vec<&str> = departments.iter().map(|department| department.name.as_str()).collect();
        assert_eq!(names, ["citizens 2027-01-01", "tax 2027-01-01", "welfare 2027-01-01"]);
        close(db).await;
    }

    async fn at_the_command_line_nobody_keeps_it_until_then(database: &Database) {
        city_on(database).await;
        let before = state(database).await;
        let report = run(database, &request(), &format!("tax,,,市税課,,{DAY}\n")).await;
        assert!(report.is_refused() && report.describe().contains("where it waits for its day"), "{}", report.describe());
        assert_eq!(state(database).await, before);
        // A day of the past is the day that is recorded.
        accepted(database, "tax,,,市税課,,2026-10-01\n").await;
        assert_eq!(state(database).await.changes[0].changed_on.to_string(), "2026-10-01");
    }
}
