//! Several proposals approved at once, by somebody who has opened each.

use axum::http::StatusCode;

use super::{APPROVER, PROCEDURES, REASON, browser_of, city_on, press, proposal, send_file, states};
use crate::support::on_both;
use crate::support::staff::{Browser, EDITOR, sent_fields};

const LIST: &str = "/staff/proposals";
const APPROVE: &str = "/staff/proposals/approve";

/// What could be ticked on the list.
async fn tickable(browser: &mut Browser) -> Vec<String> {
    let page = browser.get(LIST).await.text();
    let boxes = page.split("name=\"proposal\" value=\"").skip(1);
    boxes.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// A proposal with a file, and one from the form of an entry, both sent for approval.
async fn two_sent(editor: &mut Browser) -> [String; 2] {
    let text = "手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\n";
    let file = send_file(editor, &PROCEDURES, "a.csv", text.as_bytes()).await;
    press(editor, &file, "send").await;
    let form = "/staff/procedures/moving-in/edit";
    let mut fields = sent_fields(&editor.get(form).await.text(), "form[action$='/edit']");
    fields.retain(|(name, _)| !matches!(name.as_str(), "kana" | "reason"));
    fields.extend([("kana".to_owned(), "てんにゅう".to_owned()), (REASON.0.to_owned(), REASON.1.to_owned())]);
    let entry = proposal(&editor.post_fields(form, &fields).await);
    press(editor, &entry, "send").await;
    [file, entry]
}

on_both! {
    async fn what_was_not_opened_is_not_approved_with_others(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut approver) = (browser_of(&city, EDITOR).await, browser_of(&city, APPROVER).await);
        let [file, entry] = two_sent(&mut editor).await;
        let id = |proposal: &str| proposal.rsplit('/').next().unwrap().to_owned();
        assert_eq!(tickable(&mut approver).await, Vec::<String>::new());
        assert!(approver.get(LIST).await.text().contains("まだ開いていない"));
        let forced = approver.post(APPROVE, &[("proposal", &format!("{} 2", id(&file)))]).await;
        assert_eq!(forced.status, StatusCode::CONFLICT);
        assert!(forced.text().contains("まだ内容を開いていないか"), "{}", forced.text());
        assert_eq!(states(database).await, ["waiting", "waiting"]);
        let nothing = approver.post(APPROVE, &[]).await;
        assert_eq!(nothing.status, StatusCode::BAD_REQUEST);

        for proposal in [&file, &entry] {
            // Reading a file may take longer than the page waits.
            for _ in 0..200 {
                if !approver.get(proposal).await.text().contains("このページは自動で更新されます") {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
        let ticked = tickable(&mut approver).await;
        assert_eq!(ticked.len(), 2, "{ticked:?}");
        // A colleague who has opened nothing, and an author, cannot.
        let fields: Vec<(String, String)> = ticked.iter().map(|value| ("proposal".to_owned(), value.clone())).collect();
        assert_eq!(editor.post_fields(APPROVE, &fields).await.status, StatusCode::CONFLICT);
        let done = approver.post_fields(APPROVE, &fields).await;
        assert_eq!(done.header("location"), format!("{LIST}?done=approve&count=2"), "{}", done.text());
        assert_eq!(states(database).await, ["published", "published"]);
        assert!(approver.get(done.header("location")).await.text().contains("2件の変更を承認し、公開しました"));
        assert!(approver.get("/procedures/moving-out").await.text().contains("転出の届出"));
        // What was published is still there to be looked at, with what it replaced.
        let page = approver.get(&file).await.text();
        assert!(page.contains("<del>") && page.contains("転出届") && page.contains("転出の届出"), "{page}");
    }

    async fn a_proposal_that_was_changed_has_to_be_opened_again(database: &Database) {
        let city = city_on(database).await;
        let (mut editor, mut approver) = (browser_of(&city, EDITOR).await, browser_of(&city, APPROVER).await);
        let [_, entry] = two_sent(&mut editor).await;
        approver.get(&entry).await;
        let before = tickable(&mut approver).await;
        assert_eq!(before.len(), 1, "{before:?}");
        press_with_answer(&mut approver, &entry).await;
        press(&mut editor, &entry, "send").await;
        assert_eq!(tickable(&mut approver).await, Vec::<String>::new(), "another version");
        let stale = approver.post(APPROVE, &[("proposal", &before[0])]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        assert_eq!(states(database).await, ["waiting", "waiting"]);
    }
}

/// Gives a proposal back to its author.
async fn press_with_answer(approver: &mut Browser, proposal: &str) {
    let page = approver.get(proposal).await;
    let mut fields = sent_fields(&page.text(), &format!("form[action='{proposal}/return']"));
    fields.retain(|(name, _)| name != "answer");
    fields.push(("answer".to_owned(), "見直してください".to_owned()));
    let answer = approver.post_fields(&format!("{proposal}/return"), &fields).await;
    assert_eq!(answer.header("location"), format!("{proposal}?done=return"), "{}", answer.text());
}
