//! Changes with a day to come, and changes of the past.

use chrono::Duration;

use super::{REASON, allow_publishing_without_approval, audit_rows, browser_of, edit, full_office, press, proposal};
use crate::support::staff::{Browser, EDITOR};
use crate::support::{noon_of_today, on_both};

on_both! {
    async fn a_change_that_is_to_come_waits_for_its_day(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        assert!(!editor.get("/procedures/moving-out").await.text().contains("id=\"announced\""));
        let day = (noon_of_today() + Duration::days(40)).date_naive().to_string();
        let wanted = [("kana", "あした"), ("apply", "online"), ("effective_on", day.as_str()), ("checked", ""), REASON];
        let draft = proposal(&edit(&mut editor, "moving-out", &wanted).await);
        press(&mut editor, &draft, "publish", &[]).await;
        let entry = editor.get("/api/v1/procedures/moving-out").await.text();
        assert!(!entry.contains("あした") && !entry.contains("\"apply\":\"online\""), "{entry}");
        assert!(editor.get("/en/changes").await.text().contains("moving-out"), "the step is announced");
        for page in ["/procedures/moving-out", "/staff/procedures/moving-out/edit"] {
            let page = editor.get(page).await.text();
            let announced = page.split_once("id=\"announced\"").map_or("", |(_, rest)| &rest[..rest.find("</section>").unwrap()]);
            assert!(announced.contains(&format!("datetime=\"{day}\"")) && announced.contains("申請"), "{page}");
        }
        let before = proposal(&edit(&mut editor, "moving-out", &[("apply", "not_needed"), REASON]).await);
        assert!(editor.get(&before).await.text().contains("この変更が有効なのは"), "what is announced still holds");
        press(&mut editor, &before, "withdraw", &[]).await;
        city.state.publish_due().await.unwrap();
        assert!(!editor.get("/api/v1/procedures/moving-out").await.text().contains("あした"), "not before its day");

        let then = city.at(|| noon_of_today() + Duration::days(40));
        then.state.publish_due().await.unwrap();
        let mut reader = Browser::new(&then);
        let entry = reader.get("/api/v1/procedures/moving-out").await.text();
        assert!(entry.contains("あした") && entry.contains("\"apply\":\"online\""), "{entry}");
        let rows = audit_rows(database).await.len();
        then.state.publish_due().await.unwrap();
        assert_eq!(audit_rows(database).await.len(), rows, "it is done once");
    }

    async fn what_is_to_come_overwrites_nothing_that_came_between(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let day = (noon_of_today() + Duration::days(40)).date_naive().to_string();
        let later = proposal(&edit(&mut editor, "moving-out", &[("kana", "あした"), ("effective_on", &day), ("checked", ""), REASON]).await);
        press(&mut editor, &later, "publish", &[]).await;
        let between = proposal(&edit(&mut editor, "moving-out", &[("kana", "きょう"), REASON]).await);
        press(&mut editor, &between, "publish", &[]).await;
        let then = city.at(|| noon_of_today() + Duration::days(40));
        then.state.publish_due().await.unwrap();
        let mut author = browser_of(&then, EDITOR).await;
        assert!(author.get("/api/v1/procedures/moving-out").await.text().contains("きょう"));
        let page = author.get(&later).await.text();
        assert!(page.contains("keep moving-out kana"), "its author is asked to choose");
    }

    async fn a_change_of_the_past_is_known_from_today_and_holds_from_then(database: &Database) {
        let city = full_office(database).await;
        allow_publishing_without_approval(&city, &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let day = (noon_of_today() - Duration::days(100)).date_naive().to_string();
        let wanted = [("apply", "online"), ("effective_on", day.as_str()), REASON];
        let draft = proposal(&edit(&mut editor, "moving-out", &wanted).await);
        press(&mut editor, &draft, "publish", &[]).await;
        let entry = editor.get("/api/v1/procedures/moving-out").await.text();
        assert!(entry.contains("\"apply\":\"online\""), "{entry}");
        let history = editor.get("/en/procedures/moving-out/history").await.text();
        assert!(history.contains(&chrono::NaiveDate::format(&day.parse().unwrap(), "%-d %B %Y").to_string()));
    }
}
