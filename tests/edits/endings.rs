//! The end of a procedure in the form of its entry, and what the staff sees of procedures that have ended.

use axum::http::StatusCode;
use chrono::Duration;

use super::{
    APPROVER, REASON, allow_publishing_without_approval, browser_of, edit, full_office, press, proposal, typed,
};
use crate::support::staff::{Browser, EDITOR, sent_fields};
use crate::support::{Answer, City, noon_of_today, on_both};

fn listed(answer: &Answer) -> Vec<String> {
    answer.all("id").into_iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

async fn in_force(city: &City, as_of: &str) -> Vec<String> {
    listed(&city.get(&format!("/api/v1/procedures?department=citizens&sort=name{as_of}")).await)
}

const ENDED: [(&str, &str); 4] =
    [("ending", "abolished"), ("ended_on", "2026-11-01"), ("ending_reason", "統合のため"), ("successor", "moving-in")];

on_both! {
    async fn an_end_is_proposed_approved_published_and_taken_back(database: &Database) {
        let city = full_office(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let draft = proposal(&edit(&mut editor, "moving-out", &[&ENDED[..], &[REASON]].concat()).await);
        let page = editor.get(&draft).await.text();
        assert!(page.contains("統合のため") && page.contains("転入届 (moving-in)"), "{page}");
        assert!(page.contains("この手続は、令和8年11月1日（2026年11月1日）に廃止されました。"), "the preview shows it");
        assert_eq!(in_force(&city, "").await.len(), 2, "a draft ends nothing");
        press(&mut editor, &draft, "send", &[]).await;
        let mut approver = browser_of(&city, APPROVER).await;
        press(&mut approver, &draft, "approve", &[]).await;
        assert_eq!(in_force(&city, "").await, ["moving-in"]);
        // On the days before it was recorded, nobody knew.
        let next = city.at(|| noon_of_today() + Duration::days(3));
        assert_eq!(in_force(&next, "&as_of=2026-11-10").await.len(), 2);
        assert_eq!(in_force(&next, "&as_of=2026-11-22").await, ["moving-in"]);
        let history = editor.get("/procedures/moving-out/history").await.text();
        assert!(history.contains("廃止・取消") && history.contains("様式の見直し"));

        let mut editor = browser_of(&next, EDITOR).await;
        let undo = press(&mut editor, &draft, "undo", &[("reason", "誤りでした")]).await;
        let undo = proposal(&undo);
        press(&mut editor, &undo, "send", &[]).await;
        let mut approver = browser_of(&next, APPROVER).await;
        press(&mut approver, &undo, "approve", &[]).await;
        assert_eq!(in_force(&next, "").await.len(), 2);
        assert_eq!(in_force(&next, "&as_of=2026-11-24").await, ["moving-in"], "what was shown stays true of its day");
        assert_eq!(in_force(&next, "&as_of=2026-11-10").await.len(), 2);
        let past = editor.get("/en/procedures/moving-out?as_of=2026-11-24").await.text();
        assert!(past.contains("This procedure ended on 1 November 2026."));
        assert!(!editor.get("/en/procedures/moving-out").await.text().contains("This procedure ended"));
    }

    async fn an_end_to_come_is_announced_in_the_changes_and_the_feed(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let ends = [("ended_on", "2027-04-01"), REASON];
        let draft = proposal(&edit(&mut editor, "moving-out", &ends).await);
        press(&mut editor, &draft, "publish", &[]).await;
        assert_eq!(in_force(&city, "").await.len(), 2);
        let changes = editor.get("/en/changes").await.text();
        assert!(changes.contains("Will no longer be offered"));
        assert!(editor.get("/en/feeds/changes.atom").await.text().contains("2026-11-22T00:00:00+09:00"));
        let then = city.at(|| noon_of_today() + Duration::days(131));
        assert_eq!(in_force(&then, "").await, ["moving-in"], "on its day it ends without anybody's doing");
        assert!(Browser::new(&then).get("/en/changes").await.text().contains("No longer offered"));
    }

    async fn a_form_with_an_impossible_end_is_refused_with_words(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let draft = proposal(&edit(&mut editor, "moving-in", &[("ended_on", "2027-04-01"), ("successor", "moving-out"), REASON]).await);
        press(&mut editor, &draft, "publish", &[]).await;
        for (fields, field, words) in [
            (&[("ending", "abolished")][..], "ended_on", "廃止日・取消日を入力してください"),
            (&[("successor", "tax-proof")], "ended_on", "廃止日・取消日を入力してください"),
            (&[("ended_on", "いつか")], "ended_on", "日付で入力してください"),
            (&[("ended_on", "0203-04-01")], "ended_on", "日付で入力してください"),
            (&[("ended_on", "2026-11-01"), ("ending", "withdrawn")], "ending_reason", "取消の理由"),
            (
                &[("ended_on", "2026-11-23"), ("ending", "withdrawn"), ("ending_reason", "x")],
                "ended_on",
                "今日以前の日",
            ),
            (&[("ended_on", "2027-04-01"), ("successor", "moving-out")], "successor", "この手続そのもの"),
            (&[("ended_on", "2027-04-01"), ("successor", "nowhere")], "successor", "登録されていません"),
            (&[("ended_on", "2027-04-01"), ("successor", "moving-in")], "successor", "この手続に戻ります"),
        ] {
            let refused = edit(&mut editor, "moving-out", &[fields, &[REASON]].concat()).await;
            assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{fields:?}");
            let page = refused.text();
            assert!(page.contains(words) && page.contains(&format!("id=\"{field}-mistake\"")), "{fields:?}: {page}");
            let kept = sent_fields(&page, "form[action$='/edit']");
            assert!(fields.iter().all(|(name, value)| kept.iter().any(|(there, typed)| there == name && typed == value)));
        }
    }

    async fn two_ends_that_would_name_each_other_are_not_both_published(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let ends = |successor: &'static str| [("ended_on", "2027-04-01"), ("successor", successor), REASON];
        let one = proposal(&edit(&mut editor, "moving-out", &ends("moving-in")).await);
        let other = proposal(&edit(&mut editor, "moving-in", &ends("moving-out")).await);
        press(&mut editor, &one, "publish", &[]).await;
        let refused = press(&mut editor, &other, "publish", &[]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text().contains("後継をたどるとこの手続に戻ります"), "{}", refused.text());
    }

    async fn lists_mark_what_has_ended_and_leave_it_alone(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let report = [("kind", "not_useful")];
        assert_eq!(editor.post("/procedures/moving-out/reports", &report).await.status, StatusCode::SEE_OTHER);
        let open = editor.get("/staff/procedures").await;
        let before = open.text();
        assert!(before.contains("value=\"moving-out\"") && editor.get("/staff/reports").await.text().contains("moving-out"));
        let draft = proposal(&edit(&mut editor, "moving-out", &[&ENDED[..], &[("checked", ""), REASON]].concat()).await);
        press(&mut editor, &draft, "publish", &[]).await;
        let list = editor.get("/staff/procedures").await.text();
        assert!(list.contains("/staff/procedures/moving-out/edit") && list.replace("<!>", "").contains("廃止</span>"), "{list}");
        assert!(!list.contains("value=\"moving-out\""), "it cannot be ticked");
        assert!(!editor.get("/staff/procedures?ended=exclude").await.text().contains("moving-out/edit"));
        let only = editor.get("/staff/procedures?ended=only").await.text();
        assert!(only.contains("moving-out/edit") && !only.contains("moving-in/edit"));
        assert!(!editor.get("/staff/procedures?todo=check").await.text().contains("moving-out/edit"), "nor need be checked");
        assert!(!editor.get("/staff/procedures?todo=reported").await.text().contains("moving-out/edit"));
        assert!(!editor.get("/staff/reports").await.text().contains("moving-out"));
        assert!(editor.get("/staff/procedures/moving-out/edit").await.text().contains("2026年11月1日）に廃止されました"));

        let all = editor.post("/staff/bulk", &[("all", "yes"), ("filter", "")]).await;
        let ids = sent_fields(&all.text(), "form[action='/staff/bulk/propose']");
        assert!(ids.contains(&("procedure".to_owned(), "moving-in".to_owned())));
        assert!(!ids.contains(&("procedure".to_owned(), "moving-out".to_owned())));
        let fields = typed(&all, "form[action='/staff/bulk/propose']", &[("procedure", "moving-out"), ("apply", "online"), REASON]);
        let refused = editor.post_fields("/staff/bulk/propose", &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.text().contains("1件ずつの画面だけで変更できます"), "{}", refused.text());
        let confirmed = editor.post("/staff/procedures/checked", &[("procedure", "moving-out")]).await;
        assert_eq!(confirmed.status, StatusCode::CONFLICT);
        // Nobody can report on it any more either.
        let sent = editor.post("/procedures/moving-out/reports", &report).await;
        assert_eq!(sent.status, StatusCode::GONE);
    }

    async fn a_mistake_is_withdrawn_and_comes_back(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let withdrawn = [("ending", "withdrawn"), ("ended_on", "2026-11-22"), ("ending_reason", "二重の登録"), REASON];
        let draft = proposal(&edit(&mut editor, "moving-out", &withdrawn).await);
        press(&mut editor, &draft, "publish", &[]).await;
        assert_eq!(editor.get("/procedures/moving-out").await.status, StatusCode::GONE);
        assert!(editor.get("/staff/procedures?ended=only").await.text().contains("moving-out/edit"), "the staff still finds it");
        let next = city.at(|| noon_of_today() + Duration::days(2));
        assert_eq!(in_force(&next, "").await, ["moving-in"]);
        assert_eq!(in_force(&next, "&as_of=2026-11-21").await.len(), 2, "as it was known the day before");
        // The form takes it back: everything about the end is emptied.
        let mut editor = browser_of(&next, EDITOR).await;
        let emptied = [("ending", ""), ("ended_on", ""), ("ending_reason", ""), REASON];
        let back = proposal(&edit(&mut editor, "moving-out", &emptied).await);
        press(&mut editor, &back, "publish", &[]).await;
        assert_eq!(editor.get("/procedures/moving-out").await.status, StatusCode::OK);
        assert_eq!(in_force(&next, "&as_of=2026-11-23").await, ["moving-in"]);
    }
}
