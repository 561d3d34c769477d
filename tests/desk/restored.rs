//! What was typed when a session ended is given back.

use super::*;

on_both! {
    async fn what_was_typed_survives_a_session_that_ended(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let address = row("departments", "tax");
        let mine = typed(&mut editor, &address, &[("cell-name", "市税課"), WHY]).await;
        let later = city.at(|| noon_of_today() + chrono::Duration::hours(2));
        editor.city = later.clone();
        let answer = editor.post_fields(&address, &mine).await;
        let login = answer.header("location").to_owned();
        assert!(login.starts_with("/staff/login?next=") && login.contains("typed"), "{login}");
        let page = editor.get(&login).await.text();
        let next = sent_fields(&page, "form[action='/staff/login']").into_iter().find(|(name, _)| name == "next").unwrap().1;
        // Neither a stranger nor a colleague at another browser sees it.
        let mut other = Browser::new(&later);
        other.log_in(OTHER, PASSWORD).await;
        let elsewhere = other.get(&next).await.text();
        assert!(!elsewhere.contains("市税課") && elsewhere.contains("もう残っていません"), "{elsewhere}");
        let in_again = editor.post("/staff/login", &[("e_mail", EDITOR), ("password", PASSWORD), ("next", &next)]).await;
        assert_eq!(in_again.header("location"), next);
        let page = editor.get(&next).await;
        assert_eq!(page.status, StatusCode::OK);
        let said = page.text();
        assert!(said.contains("入力した内容は残っています") && said.contains("value=\"市税課\"") && said.contains(WHY.1), "{said}");
        let draft = proposal(&editor.post_fields(&address, &sent_fields(&said, "form.staff-form")).await);
        assert!(editor.get(&draft).await.text().contains("市税課"));
    }

    async fn what_was_typed_is_given_back_by_another_process_and_nobody_reads_it_in_the_database(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let address = row("departments", "tax");
        let mine = typed(&mut editor, &address, &[("cell-name", "市税課"), WHY]).await;
        editor.city = city.at(|| noon_of_today() + chrono::Duration::hours(2));
        let login = editor.post_fields(&address, &mine).await.header("location").to_owned();
        assert!(editor.get(&login).await.text().contains("ログインすると同じ画面に残っています"));
        let kept = list_lost_forms(database).await;
        assert_eq!(kept.len(), 1);
        let is_readable = |words: &str| kept[0].windows(words.len()).any(|part| part == words.as_bytes());
        assert!(!is_readable("市税課") && !is_readable(WHY.1) && !is_readable("cell-name"), "it is encrypted");
        // The process that took it has ended.
        editor.city = City::of(database.open().await).await.at(|| noon_of_today() + chrono::Duration::hours(2));
        editor.log_in(EDITOR, PASSWORD).await;
        let next = form_urlencoded::parse(login.split_once('?').unwrap().1.as_bytes()).find(|(name, _)| name == "next").unwrap().1.into_owned();
        let page = editor.get(&next).await.text();
        assert!(page.contains("入力した内容は残っています") && page.contains("value=\"市税課\""), "{page}");
        assert!(!page.contains("選び直してください"), "there was no file: {page}");
        // Another browser of the same account cannot have it opened.
        let mut elsewhere = Browser::new(&editor.city);
        elsewhere.log_in(EDITOR, PASSWORD).await;
        assert!(elsewhere.get(&next).await.text().contains("もう残っていません"));
        // After some hours it is gone.
        editor.city = city.at(|| noon_of_today() + chrono::Duration::hours(15));
        editor.log_in(EDITOR, PASSWORD).await;
        assert!(editor.get(&next).await.text().contains("もう残っていません"));
        editor.city.state.delete_abandoned_uploads().await.unwrap();
        assert_eq!(list_lost_forms(database).await.len(), 0);
    }

    async fn a_browser_leaves_a_few_forms_and_a_file_is_named_that_has_to_be_chosen_again(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        editor.city = city.at(|| noon_of_today() + chrono::Duration::hours(2));
        let mut first = String::new();
        for number in 0..6 {
            let why = format!("理由{number}");
            let sent = editor.post_file("/staff/import", &[("kind", "cards"), ("reason", &why)], "月次.csv", b"a,b").await;
            if number == 5 {
                first = sent.header("location").to_owned();
            }
        }
        assert_eq!(list_lost_forms(database).await.len(), 4, "the oldest make room");
        editor.log_in(EDITOR, PASSWORD).await;
        let next = form_urlencoded::parse(first.split_once('?').unwrap().1.as_bytes()).find(|(name, _)| name == "next").unwrap().1.into_owned();
        let page = editor.get(&next).await.text();
        assert!(page.contains("ファイル（月次.csv）は残していません") && page.contains("理由5"), "{page}");
    }

    async fn every_form_that_holds_texts_is_restored_and_no_password_is(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let procedure = "/staff/procedures/moving-out/edit";
        let entry = editor.get(procedure).await.text();
        let entry = with(&sent_fields(&entry, "form[action$='/edit']"), &[("kana", "てんしゅつ"), REASON]);
        let cards = typed(&mut editor, "/staff/cards", &[("cards-271403", "119400"), REASON]).await;
        editor.city = city.at(|| noon_of_today() + chrono::Duration::hours(2));
        let mut next = Vec::new();
        for (address, fields) in [(procedure, entry), ("/staff/cards", cards)] {
            next.push(editor.post_fields(address, &fields).await.header("location").to_owned());
        }
        let upload = editor.post_file("/staff/import", &[("kind", "cards"), ("source", "月次報告"), REASON], "a.csv", b"a,b").await;
        next.push(upload.header("location").to_owned());
        let password = editor.post("/staff/account/password", &[("current", PASSWORD), ("new", "x"), ("repeated", "x")]).await;
        assert!(!password.header("location").contains("typed"), "{}", password.header("location"));
        let mut stranger = Browser::new(&editor.city);
        let left = stranger.post(procedure, &[("kana", "だれか")]).await;
        assert_eq!(left.header("location"), "/staff/login", "a browser that nobody has used leaves nothing");
        editor.log_in(EDITOR, PASSWORD).await;
        for (login, said) in next.iter().zip(["てんしゅつ", "119400", "月次報告"]) {
            let page = form_urlencoded::parse(login.split_once('?').unwrap().1.as_bytes()).find(|(name, _)| name == "next").unwrap().1;
            let shown = editor.get(&page).await.text();
            assert!(shown.contains(said) && shown.contains(REASON.1), "{page}: {shown}");
        }
    }

    async fn a_wrong_field_keeps_the_file_that_was_chosen(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = "手続ID,手続名,所管課\nmoving-out,転出の届出,市民課\n";
        let sent = editor.post_file("/staff/import", &[("kind", "procedures")], "手続.csv", text.as_bytes()).await;
        assert_eq!(sent.status, StatusCode::BAD_REQUEST);
        let page = sent.text();
        assert!(page.contains("手続.csv を預かっています") && page.contains("変更の理由"), "{page}");
        let kept = with(&sent_fields(&page, "form[action='/staff/import']"), &[REASON]);
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| *name != "file").collect();
        let draft = proposal(&editor.post_file("/staff/import", &kept, "", b"").await);
        let page = editor.get(&draft).await.text();
        assert!(page.contains("転出の届出") && page.contains("手続.csv") && page.contains(REASON.1), "{page}");
        // A file with a mistake is replaced in its draft; kind and reason stay.
        let id = draft.rsplit('/').next().unwrap();
        let form = editor.get(&format!("/staff/import?proposal={id}")).await.text();
        let fields = sent_fields(&form, "form[action='/staff/import']");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).filter(|(name, _)| *name != "file").collect();
        let other = "手続ID,手続名,所管課\nmoving-out,転出届出,市民課\n";
        assert_eq!(proposal(&editor.post_file("/staff/import", &fields, "b.csv", other.as_bytes()).await), draft);
        assert!(editor.get(&draft).await.text().contains("転出届出"));
    }
}
