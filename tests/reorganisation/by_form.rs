//! The form: two steps without script, whose answer is a proposal like any other.

use axum::http::StatusCode;
use calamine::{Reader, Xlsx};
use domain::table_kind::TableKind;

use super::*;
use crate::support::on_both;
use crate::support::staff::charge;

on_both! {
    async fn a_department_is_renamed_in_two_steps_and_its_procedures_say_so(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        assert!(office.get("/staff/departments").await.text().contains(PAGE), "there is a way to it");
        let first = office.get(PAGE).await;
        assert_eq!(first.status, StatusCode::OK);
        let nothing = office.post(&format!("{PAGE}/choose"), &[("kind", "rename")]).await;
        assert_eq!(nothing.status, StatusCode::BAD_REQUEST, "no department");
        assert!(nothing.text().contains("href=\"#department\""), "{}", nothing.text());
        assert_eq!(choose(&mut office, "rename", &["tax"]).await, format!("{PAGE}?kind=rename&department=tax"));

        let values = [("name-tax", "市税課"), ("name_en-tax", "City Tax"), REASON];
        let answer = send(&mut office, "rename", &["tax"], &values).await;
        let draft = proposal(&answer);
        let page = office.get(&draft).await.text();
        assert!(page.contains("税務課") && page.contains("市税課") && page.contains("City Tax"), "{page}");
        assert!(!page.contains(">name") && !page.contains("name_en"), "columns are named in the language of the page: {page}");
        assert_eq!(state(database).await.departments[1].1, "税務課", "nothing is public yet");
        press(&mut office, &draft, "publish", &[]).await;
        let now = state(database).await;
        assert_eq!((now.departments[1].1.as_str(), now.of("tax-proof")), ("市税課", "tax"));
        assert_eq!(now.departments[1].2, "072-000-0002", "the telephone stays");
        assert_eq!(now.programmes, ["市税課"], "the programme takes the new name");
        assert!(office.get("/procedures/tax-proof").await.text().contains("市税課"));
        assert!(office.get("/changes").await.text().contains("名称が変わりました"));
        let table = office.get("/staff/tables/departments").await.text();
        assert!(table.contains(REASON.1) && table.contains(&draft), "the history of the table has it: {table}");
        assert!(is_well(database).await);
    }

    async fn a_form_that_is_refused_keeps_what_was_typed_beside_what_is_wrong(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let values = [("code", "civic life"), ("name", "市民生活課"), ("phone", "072-000-0009")];
        let answer = send(&mut office, "merge", &["citizens", "tax"], &values).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let page = answer.text();
        assert!(page.contains("value=\"市民生活課\"") && page.contains("value=\"072-000-0009\""), "{page}");
        assert!(page.contains("id=\"code-mistake\"") && page.contains("id=\"reason-mistake\""), "{page}");
        let form = sent_fields(&page, &format!("form[action='{PAGE}']"));
        let of = &form.iter().find(|(name, _)| name == "of").unwrap().1;
        assert!(of.contains("citizens") && of.contains("tax"), "the departments are still chosen: {of}");

        // What only the importer knows stands beside its field, too.
        let values = [("code", "life"), ("name", ""), REASON];
        let answer = send(&mut office, "merge", &["citizens", "tax"], &values).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(answer.text().contains("id=\"name-mistake\""), "{}", answer.text());
        let taken = send(&mut office, "merge", &["citizens", "tax"], &[("code", "welfare"), ("name", "福祉課"), REASON]).await;
        assert!(taken.text().contains("id=\"code-mistake\""), "{}", taken.text());
        let unchanged = send(&mut office, "rename", &["tax"], &[REASON]).await;
        assert_eq!(unchanged.status, StatusCode::BAD_REQUEST, "nothing would change");
        let day = send(&mut office, "rename", &["tax"], &[("name-tax", "市税課"), ("effective_on", "2026-02-30"), REASON]).await;
        assert!(day.text().contains("id=\"effective_on-mistake\"") && day.text().contains("value=\"市税課\""));
        assert_eq!(states_of_proposals(database).await, Vec::<String>::new());
    }

    async fn a_department_is_split_procedure_by_procedure(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let second = choose(&mut office, "split", &["tax", "welfare"]).await;
        let page = office.get(&second).await.text();
        assert!(page.contains("to-tax-proof") && page.contains("to-tax-relief") && !page.contains("to-moving-in"), "{page}");
        let values = [
            ("to-tax-proof", "new-1"),
            ("code-1", "proofs"),
            ("name-1", "証明課"),
            ("phone-1", "072-000-0005"),
            ("rest-tax", "to-welfare"),
            ("code-2", "digital"),
            ("name-2", "デジタル課"),
            REASON,
        ];
        let answer = send(&mut office, "split", &["tax", "welfare"], &values).await;
        publish(&mut office, &answer).await;
        let now = state(database).await;
        assert_eq!(now.codes(), ["citizens", "digital", "proofs", "welfare"]);
        assert_eq!((now.of("tax-proof"), now.of("tax-relief")), ("proofs", "welfare"));
        assert!(now.departments.contains(&("proofs".to_owned(), "証明課".to_owned(), "072-000-0005".to_owned())));
        assert_eq!(now.accounts[TAX], ["proofs", "welfare"], "nobody has said who does which work");
        let english = office.get("/en/changes").await.text();
        assert!(english.contains("was dissolved") && english.contains("is a new department"), "{english}");
        assert!(is_well(database).await);
    }

    async fn some_procedures_move_and_the_department_stays(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let values = [("to-tax-proof", "to-citizens"), REASON];
        let answer = send(&mut office, "split", &["citizens", "tax"], &values).await;
        let page = office.get(&proposal(&answer)).await.text();
        assert!(page.contains("移る人は /staff/people で変更してください"), "{page}");
        publish(&mut office, &answer).await;
        let now = state(database).await;
        assert_eq!((now.of("tax-proof"), now.of("tax-relief")), ("citizens", "tax"));
        assert_eq!(now.accounts[TAX], ["tax"]);
        let missing = send(&mut office, "split", &["tax"], &[("to-tax-relief", "new-1"), REASON]).await;
        assert!(missing.text().contains("id=\"code-1-mistake\""), "{}", missing.text());
        assert!(sent_fields(&missing.text(), &format!("form[action='{PAGE}']")).contains(&("to-tax-relief".to_owned(), "new-1".to_owned())));
    }

    async fn only_administrators_propose_it_and_a_department_that_is_charged_approves(database: &Database) {
        let city = city_on(database).await;
        add(database, "second@city.example.jp", "管理 二郎", roles(&["welfare"], false, true)).await;
        add(database, "decides@city.example.jp", "承認 七郎", roles(&["welfare"], true, false)).await;
        let mut editor = browser_of(&city, EDITOR).await;
        assert_eq!(editor.get(PAGE).await.status, StatusCode::FORBIDDEN);
        let fields = [("kind", "reorganisation"), REASON];
        let file = format!("{HEADER}tax,,,市税課,,\n");
        let refused = editor.post_file("/staff/import", &fields, "a.csv", file.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "nor as a file");

        let mut office = browser_of(&city, OFFICE).await;
        charge(&mut office, "welfare", &[TableKind::Reorganisation]).await;
        let page = office.get(PAGE).await.text();
        assert!(page.contains("その課に属する管理者だけが変更できます") && !page.contains(&format!("{PAGE}/choose")), "{page}");
        let mut second = browser_of(&city, "second@city.example.jp").await;
        let answer = send(&mut second, "rename", &["tax"], &[("name-tax", "市税課"), REASON]).await;
        let draft = proposal(&answer);
        let page = second.get(&draft).await.text();
        assert!(page.contains(&format!("{draft}/send")) && !page.contains(&format!("{draft}/publish")), "{page}");
        press(&mut second, &draft, "send", &[]).await;
        let mut decides = browser_of(&city, "decides@city.example.jp").await;
        let done = press(&mut decides, &draft, "approve", &[]).await;
        assert_eq!(done.header("location"), format!("{draft}?done=approve"), "{}", done.text());
        assert_eq!(state(database).await.departments[1].1, "市税課");
        let row = audit_rows(database).await.into_iter().find(|row| row.action == "import reorganisation").unwrap();
        assert!(!row.approved_by.is_empty() && row.approved_by != row.actor, "{row:?}");
        // The department that keeps reorganisations may itself be dissolved by one.
        let answer = send(&mut second, "merge", &["welfare", "tax"], &[("code", "care"), ("name", "福祉税務課"), REASON]).await;
        let draft = proposal(&answer);
        press(&mut second, &draft, "send", &[]).await;
        let done = press(&mut decides, &draft, "approve", &[]).await;
        assert_eq!(done.header("location"), format!("{draft}?done=approve"), "{}", done.text());
        let now = state(database).await;
        assert!(now.rules["care"].keeps.contains(&TableKind::Reorganisation), "{now:?}");
    }

    async fn a_form_from_before_changes_only_what_its_sender_changed_or_is_refused(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let address = choose(&mut office, "rename", &["tax", "welfare"]).await;
        let names = office.get(&address).await;
        let address = choose(&mut office, "merge", &["citizens", "tax"]).await;
        let merger = office.get(&address).await;
        let answer = send(&mut office, "rename", &["tax"], &[("name-tax", "市税課"), REASON]).await;
        publish(&mut office, &answer).await;
        let form = format!("form[action='{PAGE}']");
        let fields = typed(&names, &form, &[("name-welfare", "地域福祉課"), REASON]);
        let answer = office.post_fields(PAGE, &fields).await;
        publish(&mut office, &answer).await;
        let now = state(database).await;
        assert_eq!((now.departments[1].1.as_str(), now.departments[2].1.as_str()), ("市税課", "地域福祉課"));

        // A new department that is already there, however it is written.
        for taken in ["welfare", "ｗｅｌｆａｒｅ", "地域福祉課"] {
            let fields = typed(&merger, &form, &[("code", taken), ("name", "新名称課"), REASON]);
            let answer = office.post_fields(PAGE, &fields).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{taken}");
            assert!(answer.text().contains("このIDはすでに使われています"), "{taken}: {}", answer.text());
        }
        // One of its departments is gone.
        let answer = send(&mut office, "merge", &["tax"], &[("successor", "welfare"), REASON]).await;
        publish(&mut office, &answer).await;
        let before = state(database).await;
        let fields = typed(&merger, &form, &[("code", "both"), ("name", "市民税課"), REASON]);
        let answer = office.post_fields(PAGE, &fields).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text().contains("すでになくなったものがあります"), "{}", answer.text());
        assert_eq!(state(database).await, before);
    }

    async fn a_draft_is_opened_again_with_its_form_and_changed(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let values = [("name-tax", "市税課"), ("effective_on", "2027-01-01"), REASON];
        let draft = proposal(&send(&mut office, "rename", &["tax", "welfare"], &values).await);
        let id = draft.rsplit('/').next().unwrap();
        let link = format!("{PAGE}?proposal={id}");
        assert!(office.get(&draft).await.text().contains(&format!("href=\"{link}\"")), "there is a way back to the form");
        let page = office.get(&link).await;
        let form = format!("form[action='{PAGE}']");
        let fields = sent_fields(&page.text(), &form);
        for (name, value) in [("name-tax", "市税課"), ("effective_on", "2027-01-01"), REASON, ("proposal", id)] {
            assert!(fields.contains(&(name.to_owned(), value.to_owned())), "{name}: {fields:?}");
        }
        // Meanwhile another name has changed, which the draft leaves alone.
        let other = send(&mut office, "rename", &["welfare"], &[("name-welfare", "地域福祉課"), REASON]).await;
        publish(&mut office, &other).await;
        let changed = typed(&page, &form, &[("name-tax", "納税課"), ("effective_on", "")]);
        let answer = office.post_fields(PAGE, &changed).await;
        assert_eq!(proposal(&answer), draft, "the same draft");
        let stale = office.post_fields(PAGE, &changed).await;
        assert_eq!(stale.status, StatusCode::CONFLICT, "it was changed since");
        publish(&mut office, &answer).await;
        let now = state(database).await;
        assert_eq!((now.departments[1].1.as_str(), now.departments[2].1.as_str()), ("納税課", "地域福祉課"));
        let history = office.get("/staff/tables/departments/history").await.text();
        assert!(history.contains("納税課") && history.contains(&draft), "the table's history has it: {history}");

        // Another choice for the same draft.
        let draft = proposal(&send(&mut office, "rename", &["tax"], &[("name-tax", "税務課"), REASON]).await);
        let id = draft.rsplit('/').next().unwrap();
        let first = office.get(&format!("{PAGE}?kind=merge&proposal={id}")).await;
        let mut fields = sent_fields(&first.text(), &format!("form[action='{PAGE}/choose']"));
        assert!(fields.contains(&("proposal".to_owned(), id.to_owned())), "{fields:?}");
        fields.retain(|(name, _)| name != "department");
        fields.push(("department".to_owned(), "tax".to_owned()));
        let second = office.post_fields(&format!("{PAGE}/choose"), &fields).await.header("location").to_owned();
        let page = office.get(&second).await;
        let merged = typed(&page, &form, &[("successor", "welfare")]);
        assert_eq!(proposal(&office.post_fields(PAGE, &merged).await), draft);
        assert!(office.get(&draft).await.text().contains("地域福祉課"), "the draft says what it is now");
    }

    async fn the_template_and_a_file_go_the_same_way(database: &Database) {
        let city = city_on(database).await;
        let mut office = browser_of(&city, OFFICE).await;
        let template = office.get(&format!("{PAGE}/template.xlsx")).await;
        assert_eq!(template.status, StatusCode::OK);
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(template.body.to_vec())).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(range.get_value((0, 2)).map(ToString::to_string).as_deref(), Some("移管先"));
        let form = office.get("/staff/import?kind=reorganisation").await.text();
        assert!(form.contains("<option value=\"reorganisation\" selected"), "{form}");
        let file = "所管課,手続,移管先,新しい名称\n税務課,納税証明書,市民課,\n税務課,,福祉課,福祉税務課\n";
        let fields = [("kind", "reorganisation"), REASON];
        let answer = office.post_file("/staff/import", &fields, "改編.csv", file.as_bytes()).await;
        publish(&mut office, &answer).await;
        let now = state(database).await;
        assert_eq!((now.of("tax-proof"), now.of("tax-relief")), ("citizens", "welfare"));
        assert_eq!(now.departments[1].1, "福祉税務課");
        let wrong = "所管課,移管先\n税務課,福祉課\n";
        let draft = proposal(&office.post_file("/staff/import", &fields, "again.csv", wrong.as_bytes()).await);
        let page = office.get(&draft).await.text();
        assert!(page.contains("になりました") && page.contains("福祉税務課"), "it says what became of it: {page}");
    }
}
