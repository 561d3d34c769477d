//! Statistics, uploaded or typed: only departments that own them may send them.

use axum::http::StatusCode;

use super::{
    APPROVER, REASON, audit_rows, browser_of, city_on, press, proposal, revision_of, rows, save_rules, send_file, sheet,
};
use crate::support::on_both;
use crate::support::staff::{EDITOR, send_confirmed, sent_fields};

on_both! {
    async fn figures_are_sent_by_who_keeps_them_and_by_nobody_else(database: &Database) {
        let city = city_on(database).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let text = "団体コード,種別,枚数,人口\n271403,保有,650,1000\n";
        let dates = [("as_of", "2026-10-31"), ("population_as_of", "2026-01-01")];
        let fields = [[("kind", "cards"), REASON, ("source", "月次報告"), ("source_publisher", "堺市")].as_slice(), &dates].concat();
        let refused = editor.post_file("/staff/import", &fields, "cards.csv", text.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert!(!editor.get("/staff/import").await.text().contains("value=\"cards\""));
        assert!(editor.get("/staff/cards").await.text().contains("その表を担当する所管課"));
        save_rules(&city, &["citizens"], &[]).await;
        // Figures without a source are refused in the preview, and a publisher alone is no source.
        let unnamed: Vec<_> = fields.iter().copied().filter(|(name, _)| !name.starts_with("source")).collect();
        let draft = send_file(&mut editor, &unnamed, "cards.csv", text.as_bytes()).await;
        let said = editor.get(&draft).await.text();
        assert!(said.contains("表に列「出典」がありません") && !said.contains("--source"), "{said}");
        let publisher = [unnamed.as_slice(), &[("source_publisher", "堺市")]].concat();
        let refused = editor.post_file("/staff/import", &publisher, "cards.csv", text.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("数値の出典を書いてください"));
        // A title alone is more likely a mistyped one.
        let alone: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "source_publisher").collect();
        let refused = editor.post_file("/staff/import", &alone, "cards.csv", text.as_bytes()).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        assert!(refused.text().contains("登録されていない出典です") && refused.text().contains("月次報告"));
        let draft = send_file(&mut editor, &fields, "cards.csv", text.as_bytes()).await;
        assert!(editor.get(&draft).await.text().contains("月次報告"));
        // What is missing is named with the field of the form, which has this label.
        let undated: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "as_of").collect();
        let undated = send_file(&mut editor, &undated, "cards.csv", text.as_bytes()).await;
        let said = editor.get(&undated).await.text();
        assert!(said.contains("ファイルを送る画面の「基準日」") && !said.contains("--as-of"), "{said}");
        let form = editor.get("/staff/import").await.text();
        assert!(["基準日", "人口算出基準日", "年度"].iter().all(|label| form.contains(&format!(">{label}<"))), "{form}");
        press(&mut editor, &draft, "send").await;
        // The rule is checked again when the file is published.
        save_rules(&city, &["tax"], &[]).await;
        let mut approver = browser_of(&city, APPROVER).await;
        assert_eq!(press(&mut approver, &draft, "approve").await.status, StatusCode::FORBIDDEN);
        save_rules(&city, &["citizens"], &[]).await;
        let before = revision_of(database).await;
        press(&mut approver, &draft, "approve").await;
        assert_eq!(revision_of(database).await, before + 1);
        let counts = sheet(&editor.get("/staff/import/cards.xlsx").await);
        assert!(counts.iter().any(|row| row.contains(&"650".to_owned())), "{counts:?}");
        assert_eq!(sheet(&editor.get("/staff/import/cards-by-age.xlsx").await).len(), 1);
        assert_eq!(sheet(&editor.get("/en/staff/import/usage.xlsx?empty=yes").await)[0][0], "procedure");
        assert_eq!(editor.get("/staff/import/staff.xlsx").await.status, StatusCode::NOT_FOUND);
    }

    async fn a_changed_figure_is_announced_before_and_corrected_once_it_is_published(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &["citizens"], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let fields = [("kind", "cards"), REASON, ("source", "月次報告"), ("source_publisher", "堺市")];
        let table = |ward: u32, whole: u32| {
            format!(
                "団体コード,種別,基準日,枚数,人口,人口算出基準日\n271411,保有,2026-09-30,{ward},600,2022-01-01\n\
                 271403,保有,2026-09-30,{whole},1000,2022-01-01\n"
            )
        };
        let draft = send_file(&mut editor, &fields, "cards.csv", table(401, 601).as_bytes()).await;
        let said = editor.get(&draft).await.text();
        assert!(said.contains("公開中の数値が2件変わります"), "{said}");
        assert!(!editor.get("/cards/271411").await.text().contains("数値の訂正"), "nothing is public yet");
        press(&mut editor, &draft, "publish").await;
        for page in ["/cards/271411", "/en/cards/271411", "/changes", "/api/v1/corrections"] {
            let said = editor.get(page).await.text();
            assert!(said.contains(REASON.1) && (said.contains("401")), "{page}: {said}");
        }
        assert!(!editor.get("/cards/271454").await.text().contains("数値の訂正"), "another ward");
        // The same figures again change nothing, and say so.
        let draft = send_file(&mut editor, &fields, "cards.csv", table(401, 601).as_bytes()).await;
        assert!(!editor.get(&draft).await.text().contains("公開中の数値が"));
        assert_eq!(editor.get("/api/v1/corrections").await.items().len(), 2);
    }

    async fn a_month_of_cards_is_typed_and_goes_the_same_way(database: &Database) {
        let city = city_on(database).await;
        save_rules(&city, &["citizens"], &["citizens"]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let begun = sent_fields(&editor.get("/staff/cards").await.text(), "form[action='/staff/cards']");
        let value = |name: &str| begun.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str()).unwrap();
        assert_eq!((value("population-271411"), value("population-271454"), value("population-271403")), ("600", "400", "1000"));
        assert!(!value("population_as_of").is_empty() && value("cards-271411").is_empty());
        let typed = |values: &[(&str, &str)]| {
            let mut fields: Vec<(String, String)> =
                begun.iter().filter(|(name, _)| values.iter().all(|(typed, _)| typed != name)).cloned().collect();
            fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
            fields
        };
        let day = ("as_of", "2026-10-31");
        for (values, said) in [
            (vec![day, REASON], "枚数を1つ以上"),
            (vec![day, REASON, ("cards-271411", "約400")], "堺区：0以上の整数"),
            (vec![day, REASON, ("cards-271411", "601")], "堺区：保有枚数が人口より"),
            (vec![day, REASON, ("cards-271411", "4"), ("population-271411", "")], "堺区：枚数を入力した団体の人口"),
            (vec![day, REASON, ("cards-271411", "450"), ("cards-271454", "300"), ("cards-271403", "751")], "堺市：区の合計は750、市の値は751"),
            (vec![day, REASON, ("source", ""), ("cards-271411", "450")], "数値の出典を書いて"),
            (vec![day, REASON, ("source", ""), ("other_source", "月報"), ("cards-271411", "450")], "登録されていない出典です"),
            (vec![("as_of", "2027-10-31"), REASON, ("cards-271411", "450")], "今日までの日"),
            (vec![day, ("cards-271411", "450")], "変更の理由"),
        ] {
            let answer = editor.post_fields("/staff/cards", &typed(&values)).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{said}");
            assert!(answer.text().contains(said), "{said}: {}", answer.text());
        }
        let values = [day, REASON, ("cards-271411", "４５０"), ("cards-271454", ""), ("cards-271403", "７,００"), ("population-271403", "1,000")];
        assert_eq!(editor.post_fields("/staff/cards", &typed(&values)).await.status, StatusCode::BAD_REQUEST, "a stray separator");
        let values = [day, REASON, ("cards-271411", "４５０"), ("cards-271454", ""), ("cards-271403", "７００"), ("population-271403", "1,000")];
        let draft = proposal(&send_confirmed(&mut editor, "/staff/cards", &typed(&values)).await);
        let page = editor.get(&draft).await;
        let found = rows(&page);
        assert_eq!(found.len(), 2, "what is empty is not known, and never 0: {found:?}");
        press(&mut editor, &draft, "publish").await;
        let all = sheet(&editor.get("/staff/import/cards.xlsx").await);
        let of_day: Vec<&Vec<String>> = all.iter().filter(|row| row[4].contains("2026-10-31") || row[4].starts_with("46326")).collect();
        assert_eq!(of_day.len(), 2, "{all:?}");
        assert!(audit_rows(database).await.iter().any(|row| row.action == "import cards" && row.reason == "年度の見直し"));
    }
}
