//! Papers of the shared list, details of procedures, and what contradicts itself: on pages, in guides, at the desk, in
//! files.

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::contradiction::Contradiction;
use domain::procedure::{CardRequirement, ChannelKind, Step, StepState};
use domain::text::MessageLanguage;
use exchange::city::{CityOptions, check_city, export_city, import_city};
use exchange::import::{Kind, Request, Watch, import, preview};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use store::Db;

use crate::support::staff::{EDITOR, OFFICE, add, browser_of, charge, roles};
use crate::support::{Answer, City, Database, World, day, noon_of_today, on_both, procedure};

const PAPERS: &str = "\
id,name,kana,name_easy,name_en,other_names,kind,note_en,source
dog-tag,犬の鑑札,いぬのかんさつ,犬の ふだ,Dog tag,鑑札,other,The metal plate,test
plan,図面,ずめん,,,,other,,test
";
const NEEDED: &str = "\
procedure_id,paper,position,needed,condition,condition_easy,condition_en,quantity,original
moving,dog-tag,1,in_some_cases,犬がいる人,犬が いる 人,If you have a dog,2,original
moving,residence-card,2,in_some_cases,外国籍の人,,,,
dog,dog-tag,1,always,,,,,
";
const DETAILS: &str = "\
procedure_id,days_from,days_to,day_kind,processing_en,fee_from,fee_to,fee_note_en,agent,letter,store,store_card,store_fee
moving,0,10,calendar,,400,1200,Depends on the item,family,not_for_family,available,card,200
dog,,3,working,,,,,,,,,
";
const FORMS: &str = "\
procedure_id,title,title_en,url,language,pages
moving,住民異動届,Notice of change of address,https://example.jp/form.pdf,ja,2
";

fn world() -> World {
    World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_department("citizens", "市民課")
        .with_procedure(
            procedure("moving", "転居届")
                .kana("てんきょとどけ")
                .department("citizens")
                .channel(ChannelKind::Mynaportal, "", "https://myna.go.jp/")
                .channel(ChannelKind::CitySystem, "", "https://example.jp/form/1")
                .paper("ほんにんかくにんしょるい")
                .paper("鑑札")
                .paper("大家の手紙")
                .card(CardRequirement::None)
                .fee(true, None)
                .step(Step::Apply, StepState::Online, "2024-04-01")
                .with(|one| {
                    one.processing = "当日（郵送は約10日）".to_owned();
                    one.fee.note = "品目による".to_owned();
                }),
        )
        .with_procedure(procedure("dog", "犬の登録").department("citizens").paper("犬の鑑札"))
        .with_procedure(procedure("plain", "名前だけの手続"))
        .with_file("papers.csv", PAPERS)
        .with_file("procedure-papers.csv", NEEDED)
        .with_file("procedure-details.csv", DETAILS)
        .with_file("procedure-forms.csv", FORMS)
}

fn texts(page: &Answer, selector: &str) -> Vec<String> {
    let document = Html::parse_document(&page.text());
    document
        .select(&Selector::parse(selector).unwrap())
        .map(|found| found.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn main_of(page: &Answer) -> String {
    texts(page, "main").join(" ")
}

/// The place of each word in a text, in which all must be in this order.
fn are_in_order(text: &str, words: &[&str]) {
    let mut from = 0;
    for word in words {
        let place = text[from..].find(word).unwrap_or_else(|| panic!("{word} does not follow in {text}"));
        from += place + word.len();
    }
}

async fn notes(db: &Db, kind: Kind, text: &str) -> Vec<String> {
    let request = Request { language: MessageLanguage::English, ..Request::new(kind, "edited.csv", noon_of_today()) };
    let report = preview(db, request, text.as_bytes().into(), &Watch::silent()).await.unwrap();
    assert!(!report.is_refused(), "{}", report.describe());
    report.notes().iter().filter(|note| note.starts_with("contradiction")).cloned().collect()
}

on_both! {
    async fn papers_of_the_shared_list_are_shown_in_each_language(database: &Database) {
        let city = world().on(database).await;
        let japanese = city.get("/procedures/moving").await;
        assert_eq!(texts(&japanese, ".papers:not(.forms) b"), ["本人確認書類", "犬の鑑札", "大家の手紙", "在留カード"]);
        let dog = &texts(&japanese, ".papers:not(.forms) > li")[1];
        for words in ["犬がいる人", "2枚", "原本"] {
            assert!(dog.contains(words), "{dog}");
        }
        let easy = city.get("/easy/procedures/moving").await;
        assert_eq!(texts(&easy, ".papers:not(.forms) b")[1], "犬の ふだ");
        let dog = &texts(&easy, ".papers:not(.forms) > li")[1];
        assert!(dog.contains("犬の鑑札"), "the name to say at the counter: {dog}");
        let english = city.get("/en/procedures/moving").await;
        assert_eq!(texts(&english, ".papers:not(.forms) b")[..2], ["Identification", "Dog tag"]);
        let dog = &texts(&english, ".papers:not(.forms) > li")[1];
        for words in ["犬の鑑札", "inunokansatsu", "If you have a dog", "2 copies", "original", "The metal plate"] {
            assert!(dog.contains(words), "{dog}");
        }
        // What nobody has translated is in Japanese, and marked.
        let letter = &texts(&english, ".papers:not(.forms) > li")[2];
        assert_eq!(letter, "大家の手紙 (not translated)");
        let card = &texts(&english, ".papers:not(.forms) > li")[3];
        assert!(card.contains("外国籍の人 (not translated)"), "{card}");
        assert_eq!(texts(&english, ".papers span[lang=ja]").len(), 5, "{}", english.text());
    }

    async fn english_pages_have_romaji_and_easy_ones_kana_beside_official_names(database: &Database) {
        let city = world().on(database).await;
        let english = city.get("/en/procedures/moving").await;
        assert_eq!(texts(&english, ".official-name [lang=ja-Latn]"), ["tenkyotodoke"]);
        assert_eq!(texts(&english, ".official-name ruby"), Vec::<String>::new());
        let easy = city.get("/easy/procedures/moving").await;
        assert!(easy.source().contains("<rt>てんきょとどけ</rt>"), "{}", easy.source());
    }

    async fn time_fee_agents_stores_and_forms_are_structured(database: &Database) {
        let city = world().on(database).await;
        for (address, words) in [
            ("/procedures/moving", ["400円～1200円", "当日（郵送は約10日）", "同じ世帯の人か家族", "家族以外の人は委任状", "コンビニでも", "コンビニでは200円"]),
            ("/easy/procedures/moving", ["400円から 1200円まで", "その 日から 10日まで", "家ぞくが できます", "たのんだ ことを 書いた 紙が いります", "コンビニでも もらえます", "200円です"]),
            ("/en/procedures/moving", ["400 yen to 1,200 yen", "The same day to 10 days", "household or family", "not family needs a letter", "convenience store", "It costs 200 yen"]),
        ] {
            let main = main_of(&city.get(address).await).replace("1,200円", "1200円");
            for words in words {
                assert!(main.contains(words), "{address}: {words}\n{main}");
            }
        }
        let english = city.get("/en/procedures/moving").await;
        assert!(main_of(&english).contains("Depends on the item"));
        assert_eq!(texts(&english, ".forms > li"), ["Notice of change of address Japanese, 2 pages"]);
        // Working days are said to be.
        assert!(main_of(&city.get("/en/procedures/dog").await).contains("3 working days"));
        // A portal's front page is told from a form.
        assert_eq!(texts(&english, ".front-page").len(), 1);
        let fact = city.get("/api/v1/procedures/moving").await.json();
        assert_eq!(fact["channels"][0]["leads_to"], "front_page");
        assert_eq!(fact["channels"][1]["leads_to"], "form");
    }

    async fn the_interface_and_linked_data_say_the_same(database: &Database) {
        let city = world().on(database).await;
        let fact = city.get("/api/v1/procedures/moving").await.json();
        assert_eq!(fact["papers"], json!(["ほんにんかくにんしょるい", "鑑札", "大家の手紙"]), "as the entry words them");
        let papers: Vec<&Value> = fact["needed_papers"].as_array().unwrap().iter().map(|one| &one["paper"]).collect();
        assert_eq!(papers, [&json!("identification"), &json!("dog-tag"), &Value::Null, &json!("residence-card")]);
        let dog = &fact["needed_papers"][1];
        assert_eq!((&dog["needed"], &dog["quantity"], &dog["original"]), (&json!("in_some_cases"), &json!(2), &json!("original")));
        assert_eq!(fact["days"], json!({ "from": 0, "to": 10, "kind": "calendar" }));
        assert_eq!((&fact["fee"]["from"], &fact["fee"]["to"], &fact["fee"]["yen"]), (&json!(400), &json!(1200), &Value::Null));
        assert_eq!((&fact["agent"]["rule"], &fact["store"]["service"]), (&json!("family"), &json!("available")));
        assert_eq!(fact["forms"][0]["url"], "https://example.jp/form.pdf");
        let plain = city.get("/api/v1/procedures/plain").await.json();
        assert_eq!((&plain["needed_papers"], &plain["days"]["to"], &plain["agent"]["rule"]), (&json!([]), &Value::Null, &Value::Null));
        let document = city.get("/api/v1/procedures/moving.jsonld").await.json();
        let public = &document["@graph"][1];
        let inputs = public["cpsv:hasInput"].as_array().unwrap();
        assert_eq!(inputs[1]["dct:identifier"], "paper/dog-tag");
        assert_eq!(inputs[1]["dct:title"].as_array().unwrap().len(), 3);
        assert_eq!(inputs[2]["dct:title"], json!([{ "@language": "ja", "@value": "大家の手紙" }]));
        assert_eq!(public["cv:processingTime"]["@value"], "P10D");
        assert_eq!(public["foaf:page"][0]["url"], "https://example.jp/form.pdf");
        // Three working days are no duration of three days.
        let dog = city.get("/api/v1/procedures/dog.jsonld").await.json();
        assert!(dog["@graph"][1].get("cv:processingTime").is_none(), "{dog}");
    }

    async fn what_a_resident_needs_comes_before_statistics_and_history(database: &Database) {
        let city = world().on(database).await;
        let page = city.get("/procedures/moving").await;
        let main = main_of(&page);
        // The contents name the same sections before them.
        let behind_contents = &main[main.find("必要なもの").unwrap()..];
        assert!(main.find("申請方法") < main.find("必要なもの"), "{main}");
        let order =
            ["犬の鑑札", "対象者・代理・様式", "5つの段階", "年度別の件数", "これまでの変更", "この情報について"];
        are_in_order(behind_contents, &order);
        // Each link of the contents leads to a heading of the page.
        let document = Html::parse_document(&page.text());
        let links = Selector::parse("nav.closed-contents a").unwrap();
        let targets: Vec<String> =
            document.select(&links).map(|link| link.attr("href").unwrap().trim_start_matches('#').to_owned()).collect();
        assert!(targets.len() >= 5, "{targets:?}");
        for target in targets {
            let heading = Selector::parse(&format!("h2#{target}")).unwrap();
            assert_eq!(document.select(&heading).count(), 1, "{target}");
        }
    }

    async fn nothing_that_is_attached_is_no_gap(database: &Database) {
        let city = World::new()
            .with_procedure(procedure("none", "手続").step(Step::Attach, StepState::NotNeeded, "2024-04-01"))
            .with_procedure(procedure("unknown", "手続"))
            .on(database)
            .await;
        let main = async |id: &str| main_of(&city.get(&format!("/procedures/{id}")).await);
        let none = main("none").await;
        assert!(none.contains("添える書類はありません") && !none.contains("書類の情報がありません"), "{none}");
        assert!(main("unknown").await.contains("書類の情報がありません"));
    }

    async fn both_sides_of_a_contradiction_are_never_shown(database: &Database) {
        let city = World::new()
            .with_procedure(
                procedure("identify", "手続")
                    .channel(ChannelKind::Counter, "", "")
                    .paper("本人確認書類")
                    .step(Step::Apply, StepState::Counter, "2024-04-01")
                    .step(Step::Identify, StepState::NotNeeded, "2024-04-01"),
            )
            .with_procedure(procedure("fee", "手続").fee(true, None).with(|one| {
                one.fee.note = "400円から1,200円".to_owned();
            }))
            .with_procedure(
                procedure("card", "手続")
                    .card(CardRequirement::None)
                    .paper("マイナンバーカード")
                    .channel(ChannelKind::Counter, "", "")
                    .step(Step::Apply, StepState::Counter, "2024-04-01"),
            )
            .with_procedure(procedure("online", "手続").step(Step::Apply, StepState::Online, "2024-04-01"))
            .on(database)
            .await;
        let page = async |id: &str| city.get(&format!("/procedures/{id}")).await;
        let identify = page("identify").await;
        let row = texts(&identify, ".channel-steps tbody tr")[1].clone();
        assert!(row.contains("本人確認") && !row.contains("不要"), "{row}");
        let fee = main_of(&page("fee").await);
        assert!(fee.contains("有料 400円から1,200円") && !fee.contains("金額の情報がありません"), "{fee}");
        let card = main_of(&page("card").await);
        assert!(card.contains("マイナンバーカード") && !card.contains("必要ありません") && !card.contains("使いません"), "{card}");
        assert!(main_of(&page("online").await).contains("アドレスの情報がありません"));
    }

    async fn the_demonstration_contradicts_itself_nowhere(database: &Database) {
        let city = City::demonstration(database).await;
        let snapshot = city.state.snapshot();
        assert!(snapshot.procedures.len() >= 62);
        let on = day(crate::support::TODAY);
        let found: Vec<(String, Vec<Contradiction>)> = snapshot
            .procedures
            .iter()
            .map(|one| (one.id.to_string(), snapshot.contradictions_on(one, on)))
            .filter(|(_, found)| !found.is_empty())
            .collect();
        assert_eq!(found, Vec::new());
        // Every paper is one of the shared list, with a reading and both translations.
        for one in &snapshot.procedures {
            for needed in snapshot.papers_of(one) {
                let paper = needed.paper.unwrap_or_else(|| panic!("{}: {}", one.id, needed.words));
                let texts = [&paper.kana, &paper.name.easy, &paper.name.en];
                assert!(texts.iter().all(|text| !text.is_empty()), "{}", paper.id);
            }
        }
    }

    async fn a_guide_merges_papers_by_what_they_are(database: &Database) {
        let guide = "\
id,position,title,day
pets,1,ペット,その日
";
        let entries = "\
guide,id,position,procedure_id,place,condition,duty
pets,a,1,moving,city,,legal
pets,b,2,dog,city,,legal
";
        let city = world().with_file("guides.csv", guide).with_file("guide-entries.csv", entries).on(database).await;
        let page = city.get("/en/guides/pets").await;
        assert_eq!(page.status, StatusCode::OK);
        let named = texts(&page, ".guide-papers > li > b");
        assert_eq!(named.iter().filter(|name| *name == "Dog tag").count(), 1, "{named:?}");
        let dog = texts(&page, ".guide-papers > li").into_iter().find(|item| item.starts_with("Dog tag")).unwrap();
        for words in ["転居届", "犬の登録", "If you have a dog", "2 copies"] {
            assert!(dog.contains(words), "{dog}");
        }
    }

    async fn a_folder_comes_back_as_it_was(database: &Database) {
        let city = world().on(database).await;
        drop(city);
        let db = database.open().await;
        let today = day(crate::support::TODAY);
        let files = export_city(&db, today).await.unwrap();
        for file in ["papers.csv", "procedure-papers.csv", "procedure-details.csv", "procedure-forms.csv"] {
            assert!(files.contains_key(file), "{file}");
        }
        let procedures = String::from_utf8(files["procedures.csv"].clone()).unwrap();
        assert!(procedures.contains("ほんにんかくにんしょるい;鑑札;大家の手紙"), "the words of the entry are kept: {procedures}");
        let options = CityOptions {
            language: MessageLanguage::English,
            dry_run: false,
            allow_new_areas: false,
            reason: "again".to_owned(),
            actor: "test".to_owned(),
            now: noon_of_today(),
        };
        let report = import_city(&db, &files, &options).await.unwrap();
        assert!(report.is_unchanged(), "{}", report.describe());
        assert_eq!(export_city(&db, today).await.unwrap(), files);
    }

    async fn a_preview_warns_of_what_a_file_makes_contradictory_and_of_nothing_older(database: &Database) {
        world().on(database).await;
        let db = database.open().await;
        let found = notes(&db, Kind::ProcedureDetails, "procedure_id,days_to\nmoving,3\n").await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("moving 転居届") && found[0].contains("longest time"), "{found:?}");
        assert_eq!(notes(&db, Kind::ProcedureDetails, "procedure_id,days_to\nmoving,10\n").await, Vec::<String>::new());
        let found = notes(&db, Kind::Procedures, "id,name,papers,fee_yen\ndog,犬の登録,犬の鑑札;鑑札,0\n").await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("listed more than once"), "{found:?}");
        let found = notes(&db, Kind::Channels, "procedure_id,position,kind,url\nmoving,1,mynaportal,\nmoving,2,city_system,\n").await;
        assert!(found.len() == 1 && found[0].contains("no way to apply online has an address"), "{found:?}");
        // It was so before the file: its author has not done it.
        let request = Request { language: MessageLanguage::English, ..Request::new(Kind::ProcedureDetails, "a.csv", noon_of_today()) };
        import(&db, &request, "procedure_id,days_to\nmoving,3\n", &|_, _| {}).await.unwrap();
        assert_eq!(notes(&db, Kind::ProcedureDetails, "procedure_id,agent\nmoving,anyone\n").await, Vec::<String>::new());
    }

    async fn the_check_of_a_folder_names_what_contradicts_itself(database: &Database) {
        world().on(database).await;
        let db = database.open().await;
        let mut files = export_city(&db, day(crate::support::TODAY)).await.unwrap();
        files.insert("procedure-details.csv".to_owned(), b"procedure_id,days_to\nmoving,3\n".to_vec());
        files.insert("offices.csv".to_owned(), "id,name,kind,source\nhall,市役所,main,test\n".as_bytes().to_vec());
        let empty = Database::sqlite();
        let scratch = empty.open().await;
        let options = CityOptions {
            language: MessageLanguage::English,
            dry_run: false,
            allow_new_areas: false,
            reason: String::new(),
            actor: "test".to_owned(),
            now: noon_of_today(),
        };
        let check = check_city(&scratch, &files, &options).await.unwrap();
        let said = check.describe();
        assert!(said.contains("contradiction in moving 転居届: the longest time in days"), "{said}");
        assert!(said.contains("offices without hours in office-hours.csv: 市役所"), "{said}");
    }

    async fn editors_see_what_contradicts_itself_and_find_it_in_their_list(database: &Database) {
        let city = world()
            .with_procedure(
                procedure("wrong", "間違いのある手続")
                    .department("citizens")
                    .fee(false, Some(0))
                    .step(Step::Pay, StepState::Counter, "2024-04-01"),
            )
            .on(database)
            .await;
        add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
        add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
        let mut office = browser_of(&city, OFFICE).await;
        charge(&mut office, "citizens", &[domain::table_kind::TableKind::ProcedurePapers]).await;
        let mut editor = browser_of(&city, EDITOR).await;
        let entry = editor.get("/staff/procedures/wrong/edit").await;
        let warned = texts(&entry, ".contradictions li");
        assert_eq!(warned.len(), 1, "{warned:?}");
        assert!(warned[0].contains("無料ですが") && warned[0].contains("不明"), "{warned:?}");
        let entry = editor.get("/staff/procedures/moving/edit").await;
        assert_eq!(texts(&entry, ".contradictions li"), Vec::<String>::new());
        let rows = texts(&entry, ".entry-tables li");
        assert!(rows.iter().any(|row| row.contains("大家の手紙") && row.contains("一覧にありません")), "{rows:?}");
        let list = editor.get("/staff/procedures?todo=contradiction").await;
        assert_eq!(texts(&list, "tbody th a"), ["間違いのある手続"]);
        assert!(texts(&list, "tbody th .contradictions")[0].contains("無料ですが"));
        let desk = editor.get("/staff").await;
        assert!(texts(&desk, ".numbers-list li").iter().any(|line| line.starts_with("1 ") && line.contains("合っていない")));
    }
}
