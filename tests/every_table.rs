//! Every table at the desk, one after another: a row typed, changed by a file, undone, withdrawn, each time approved by
//! somebody else and written to the audit log. docs/DATA.md says what each table allows.

mod history;

use axum::http::StatusCode;
use domain::area::AreaKind;
use domain::card::Measure;
use domain::table_kind::TableKind;
use exchange::city_table::CityTable;
use exchange::document::allowed::{Ability, EVERY_TABLE, RESPECTS};
use store::audit::list_audit_rows;

use self::history::{remove_events, undo_event};
use crate::support::staff::{Browser, EDITOR, OFFICE, add, browser_of, charge, press, roles, sent_fields};
use crate::support::{Answer, City, Database, World, close, on_both, procedure};

const APPROVER: &str = "approver@city.example.jp";

type Cells = &'static [(&'static str, &'static str)];

/// A new row of each table, and what a file changes in it; in an order in which rows only refer to earlier ones.
const ROWS: &[(&str, Cells, Cells)] = &[
    ("sources", &[("id", "monthly"), ("title", "月次報告")], &[("publisher", "堺市")]),
    ("areas", &[("code", "272035"), ("name", "豊中市"), ("kind", "city")], &[("kana", "とよなかし")]),
    ("departments", &[("code", "welfare"), ("name", "福祉課")], &[("phone", "072-000-0000")]),
    ("life-events", &[("code", "pets"), ("name", "ペット")], &[("name_en", "Pets")]),
    (
        "elsewhere",
        &[("id", "gas"), ("title", "ガス"), ("words", "ガス;gas"), ("provider", "ガス会社")],
        &[("title_en", "Gas")],
    ),
    (
        "translations",
        &[("language", "en"), ("original", "本人確認書類"), ("translation", "Identification")],
        &[("translation", "Proof of identity")],
    ),
    ("readings", &[("word", "見本台"), ("reading", "みほんだい")], &[("reading", "みほんのだい")]),
    (
        "papers",
        &[("id", "bank-book"), ("name", "預金の通帳"), ("kind", "proof")],
        &[("name_en", "Bank book"), ("kana", "よきんのつうちょう")],
    ),
    ("sets", &[("code", "ours"), ("name", "市が優先する手続")], &[("description", "国が示した")]),
    (
        "population",
        &[("area_code", "271411"), ("as_of", "2026-01-01"), ("population", "600")],
        &[("population", "601")],
    ),
    (
        "cards",
        &[
            ("area_code", "271411"),
            ("measure", "held"),
            ("as_of", "2026-09-30"),
            ("cards", "400"),
            ("population", "600"),
            ("population_as_of", "2026-01-01"),
        ],
        &[("cards", "401")],
    ),
    (
        "indicators",
        &[("id", "visits"), ("kind", "activity"), ("name", "来庁"), ("unit", "件")],
        &[("name_en", "Visits")],
    ),
    (
        "indicator-values",
        &[("indicator", "visits"), ("fiscal_year", "2025"), ("kind", "target"), ("value", "90")],
        &[("value", "95")],
    ),
    ("channels", &[("procedure_id", "moving-out"), ("position", "1"), ("kind", "mail")], &[("name", "郵送")]),
    (
        "procedure-papers",
        &[("procedure_id", "moving-out"), ("paper", "bank-book"), ("needed", "always")],
        &[("needed", "場合による"), ("condition", "口座を変える人"), ("quantity", "2")],
    ),
    (
        "procedure-details",
        &[("procedure_id", "moving-out"), ("days_to", "3")],
        &[("days_to", "5"), ("agent", "同じ世帯の人・家族")],
    ),
    (
        "procedure-forms",
        &[
            ("procedure_id", "moving-out"),
            ("position", "1"),
            ("title", "転出届"),
            ("url", "https://example.jp/form.pdf"),
        ],
        &[("title_en", "Notice of moving out"), ("pages", "1")],
    ),
    (
        "step-events",
        &[
            ("procedure_id", "moving-out"),
            ("step", "apply"),
            ("state", "online"),
            ("effective_on", "2025-04-01"),
            ("recorded_on", "2025-04-02"),
        ],
        &[],
    ),
    (
        "exclusion-events",
        &[
            ("procedure_id", "moving-out"),
            ("excluded", "yes"),
            ("reason", "現物を渡すため"),
            ("effective_on", "2025-04-01"),
            ("recorded_on", "2025-04-02"),
        ],
        &[],
    ),
    (
        "usage",
        &[("procedure", "moving-out"), ("fiscal_year", "2024"), ("total", "100"), ("online", "50")],
        &[("online", "51")],
    ),
    ("synonyms", &[("word", "住みかえ"), ("means", "転出届")], &[("means", "転出届;転入届")]),
    ("guides", &[("id", "pets"), ("title", "ペット"), ("life_event", "moving")], &[("title_en", "Pets")]),
    (
        "guide-questions",
        &[("guide", "pets"), ("id", "kind"), ("text", "どの動物ですか"), ("kind", "one")],
        &[("text_en", "Which animal?")],
    ),
    (
        "guide-answers",
        &[("guide", "pets"), ("question", "kind"), ("id", "dog"), ("text", "犬")],
        &[("text_en", "A dog")],
    ),
    (
        "guide-entries",
        &[
            ("guide", "pets"),
            ("id", "registration"),
            ("procedure_id", "moving-out"),
            ("place", "city"),
            ("condition", "kind=dog"),
            ("days", "-14"),
            ("duty", "legal"),
        ],
        &[("days", "30"), ("note", "鑑札を付けます")],
    ),
    ("programmes", &[("id", "dx"), ("name", "推進事業"), ("fiscal_year", "2026")], &[("plan", "基本計画")]),
    (
        "funding",
        &[
            ("programme", "dx"),
            ("fiscal_year", "2026"),
            ("stage", "requested"),
            ("total", "100"),
            ("national_grant", "40"),
            ("prefectural_grant", "0"),
            ("bonds", "0"),
            ("other", "0"),
            ("beneficiary_fees", "0"),
            ("general_fund", "60"),
        ],
        &[("other", "10"), ("total", "110")],
    ),
    (
        "cost-items",
        &[
            ("programme", "dx"),
            ("position", "1"),
            ("fiscal_year", "2026"),
            ("name", "研修"),
            ("amount", "100"),
            ("general_fund", "50"),
        ],
        &[("amount", "101")],
    ),
    (
        "assessments",
        &[
            ("programme", "dx"),
            ("position", "1"),
            ("scope", "総額"),
            ("fiscal_year", "2026"),
            ("requested", "100"),
            ("assessed", "90"),
        ],
        &[("opinion", "精査")],
    ),
    (
        "obligations",
        &[
            ("programme", "dx"),
            ("name", "システムの運用"),
            ("from_year", "2026"),
            ("to_year", "2027"),
            ("requested", "10"),
        ],
        &[("note", "債務負担行為")],
    ),
    (
        "schedule",
        &[("programme", "dx"), ("period", "R8"), ("position", "1"), ("entry", "移行")],
        &[("entry", "移行の支援")],
    ),
    ("initiatives", &[("programme", "dx"), ("id", "office"), ("name", "庁内の改革")], &[("point", "紙を減らす")]),
    (
        "milestones",
        &[
            ("programme", "dx"),
            ("initiative", "office"),
            ("position", "1"),
            ("name", "開始"),
            ("planned_on", "2026-04-01"),
            ("state", "running"),
        ],
        &[("planned_on", "2026-05-01")],
    ),
    ("effects", &[("programme", "dx"), ("initiative", "office"), ("steps_before", "9")], &[("steps_after", "5")]),
    ("courses", &[("programme", "dx"), ("course", "BPR")], &[("name_en", "Redesign")]),
    ("roles", &[("programme", "dx"), ("role", "管理職")], &[("name_en", "Managers")]),
    (
        "training",
        &[
            ("programme", "dx"),
            ("role", "管理職"),
            ("position", "1"),
            ("course", "BPR"),
            ("mode", "video"),
            ("duty", "required"),
        ],
        &[("due_on", "2027-03-31")],
    ),
    (
        "training-progress",
        &[
            ("programme", "dx"),
            ("role", "管理職"),
            ("course", "BPR"),
            ("as_of", "2026-03-31"),
            ("staff", "10"),
            ("done", "5"),
        ],
        &[("done", "6")],
    ),
    ("sdg-actions", &[("target", "16.9"), ("goal", "16"), ("action", "普及促進")], &[("kpi_name", "保有率")]),
    (
        "offices",
        &[("id", "hall"), ("name", "市役所"), ("kind", "main"), ("area", "271403"), ("telephone", "072-000-0001")],
        &[("address", "堺市堺区見本町1番1号")],
    ),
    (
        "office-hours",
        &[("office", "hall"), ("position", "1"), ("days", "月〜金"), ("opens", "09:00"), ("closes", "17:30")],
        &[("note", "窓口により異なる")],
    ),
    (
        "office-exceptions",
        &[("office", "hall"), ("position", "1"), ("first_day", "2026-12-28"), ("reason", "点検")],
        &[("last_day", "2026-12-29")],
    ),
    ("office-procedures", &[("office", "hall"), ("procedure_id", "moving-out")], &[("counter", "1階 3番")]),
    ("holidays", &[("kind", "city"), ("day", "2026-12-29"), ("name", "年末")], &[("name_en", "New Year")]),
    ("postcodes", &[("postcode", "590-0000"), ("area", "271411")], &[("town", "見本町")]),
];

/// The tables that have another way in: the form of procedures, a map, and what the product itself writes. Outlines are
/// sent by [`fill_outlines`].
const OTHERS: [&str; 4] = ["boundaries", "corrections", "department-changes", "procedures"];

async fn city_on(database: &Database) -> City {
    let city = World::new()
        .with_area("271403", "堺市", AreaKind::City, None)
        .with_area("271411", "堺区", AreaKind::Ward, Some("271403"))
        .with_cards("271403", Measure::Held, "2026-09-30", 600, 1000)
        .with_department("citizens", "市民課")
        .with_life_event("moving", "引っ越し")
        .with_procedure(procedure("moving-out", "転出届").department("citizens").life_event("moving"))
        .on(database)
        .await;
    add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
    add(database, APPROVER, "承認 四郎", roles(&["citizens"], true, false)).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    let mut office = browser_of(&city, OFFICE).await;
    let charged: Vec<TableKind> =
        TableKind::ALL.iter().copied().filter(|kind| !kind.is_of_procedures() && !kind.is_log()).collect();
    charge(&mut office, "citizens", &charged).await;
    city
}

/// The desk of an editor and of the approver of the same department.
struct Desk {
    editor: Browser,
    approver: Browser,
}

impl Desk {
    /// Has what an answer of the editor redirects to approved by somebody else, and returns its address.
    async fn approved(&mut self, what: &str, answer: &Answer) -> String {
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what}: {}", answer.text());
        let proposal = answer.header("location").split('?').next().unwrap().to_owned();
        let page = self.editor.get(&proposal).await.text();
        assert!(!page.contains(&format!("{proposal}/publish")), "{what}: nobody publishes alone");
        press(&mut self.editor, &proposal, "send").await;
        let done = press(&mut self.approver, &proposal, "approve").await;
        assert_eq!(done.header("location"), format!("{proposal}?done=approve"), "{what}: {}", done.text());
        proposal
    }

    /// The fields of the form of a row, `None` if there is no such row.
    async fn row(&mut self, address: &str) -> Option<Vec<(String, String)>> {
        let page = self.editor.get(address).await;
        (page.status == StatusCode::OK).then(|| sent_fields(&page.text(), "form.staff-form"))
    }
}

/// The value of a column in the form of a row.
fn cell<'fields>(fields: &'fields [(String, String)], column: &str) -> &'fields str {
    let name = format!("cell-{column}");
    fields.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
}

fn row_address(table: CityTable, cells: Cells) -> String {
    let value = |column: &&str| cells.iter().find(|(key, _)| key == column).map_or("", |(_, value)| value);
    let key = serde_json::to_string(&table.key().iter().map(value).collect::<Vec<_>>()).unwrap();
    let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect();
    format!("/staff/tables/{}/row?row={key}", table.name)
}

/// A file with the row as it was typed and the changes.
fn file_of(cells: Cells, changes: Cells, has_source: bool) -> Vec<u8> {
    let source = has_source.then_some(("source", "monthly"));
    let kept = cells.iter().filter(|(column, _)| changes.iter().all(|(changed, _)| changed != column));
    let all: Vec<_> = kept.chain(changes).chain(&source).collect();
    let line =
        |pick: fn(&&(&'static str, &'static str)) -> &'static str| all.iter().map(pick).collect::<Vec<_>>().join(",");
    format!("{}\n{}\n", line(|cell| cell.0), line(|cell| cell.1)).into_bytes()
}

/// Types a row, changes it by a file, and undoes the file.
async fn fill(desk: &mut Desk, table: CityTable, cells: Cells, changes: Cells) {
    let name = table.name;
    let form = format!("/staff/tables/{name}/row");
    let mut fields = desk.row(&form).await.unwrap_or_else(|| panic!("{name} has a form"));
    let has_source = name != "sources" && fields.iter().any(|(field, _)| field == "cell-source");
    let source = has_source.then_some(("source", "monthly"));
    fields.retain(|(field, _)| {
        field != "why" && cells.iter().chain(&source).all(|(column, _)| *field != format!("cell-{column}"))
    });
    let typed = cells.iter().chain(&source).map(|(column, value)| (format!("cell-{column}"), (*value).to_owned()));
    fields.extend(typed);
    fields.push(("why".to_owned(), "はじめの登録".to_owned()));
    let answer = desk.editor.post_fields(&form, &fields).await;
    let typed_as = desk.approved(&format!("{name}, typed"), &answer).await;
    let page = desk.editor.get(&format!("/staff/tables/{name}")).await.text();
    assert!(
        page.contains("はじめの登録") && page.contains("編集 次郎") && page.contains("承認 四郎"),
        "{name}: {page}"
    );
    if table.is_history() {
        undo_event(desk, table, &typed_as).await;
        return;
    }

    let address = row_address(table, cells);
    let before = desk.row(&address).await.unwrap_or_else(|| panic!("{name} has the row {address}"));
    let file = file_of(cells, changes, has_source);
    let sent = [("kind", table.kind.as_str()), ("reason", "見直し")];
    let answer = desk.editor.post_file("/staff/import", &sent, "table.csv", &file).await;
    let proposal = desk.approved(&format!("{name}, sent as a file"), &answer).await;
    let after = desk.row(&address).await.unwrap();
    for (column, value) in changes {
        assert_eq!(cell(&after, column), *value, "{name}, {column}");
        assert_ne!(cell(&before, column), *value, "{name}, {column}");
    }
    let answer = desk.editor.post(&format!("{proposal}/undo"), &[("reason", "取り違え")]).await;
    desk.approved(&format!("{name}, undone"), &answer).await;
    assert_eq!(desk.row(&address).await.unwrap(), before, "{name}");
    is_undone(desk, name, &proposal).await;
}

/// A change that was undone says so and does not offer it again.
async fn is_undone(desk: &mut Desk, name: &str, proposal: &str) {
    let page = desk.editor.get(proposal).await.text();
    assert!(page.contains("この変更は元に戻しました") && !page.contains(&format!("{proposal}/undo")), "{name}: {page}");
}

/// The outline of a ward as a file: a square from this longitude on. `more` are properties besides its code.
fn square(longitude: f64, more: &str) -> Vec<u8> {
    let (west, east) = (longitude, longitude + 0.1);
    format!(
        r#"{{"type":"FeatureCollection","source":"monthly","features":[{{"type":"Feature","properties":{{"code":"271411"{more}}},"geometry":{{"type":"Polygon","coordinates":[[[{west},34.5],[{east},34.5],[{east},34.6],[{west},34.5]]]}}}}]}}"#
    )
    .into_bytes()
}

async fn outlines(database: &Database) -> Vec<String> {
    let db = database.open().await;
    let all = store::areas::list_boundaries(&mut db.read().await.unwrap()).await.unwrap();
    close(db).await;
    all.into_iter().map(|outline| format!("{} {} {}", outline.area, outline.source, outline.geometry)).collect()
}

/// Outlines are sent, changed and removed by file, and each of these is undone.
async fn fill_outlines(desk: &mut Desk, database: &Database) {
    assert_eq!(outlines(database).await, Vec::<String>::new());
    let mut stood = Vec::new();
    for (longitude, more) in [(135.0, ""), (136.0, ""), (136.0, r#","remove":true"#)] {
        let before = outlines(database).await;
        let sent = [("kind", "boundaries"), ("reason", "見直し")];
        let answer = desk.editor.post_file("/staff/import", &sent, "wards.geojson", &square(longitude, more)).await;
        let proposal = desk.approved("boundaries, sent as a file", &answer).await;
        let after = outlines(database).await;
        assert_ne!(after, before, "{longitude} {more}");
        stood.push(after.len());
        let mut last = proposal.clone();
        for expected in [&before, &after] {
            let answer = desk.editor.post(&format!("{last}/undo"), &[("reason", "取り違え")]).await;
            let undo = desk.approved("boundaries, undone", &answer).await;
            assert_eq!(outlines(database).await, *expected, "{longitude} {more}");
            if expected == &before {
                is_undone(desk, "boundaries", &proposal).await;
            }
            last = undo;
        }
    }
    assert_eq!(stood, [1, 1, 0]);
}

/// Removes a row; what is true of a history later is another row.
async fn empty(desk: &mut Desk, table: CityTable, cells: Cells) {
    let address = row_address(table, cells);
    let removal = address.replacen("/row", "/row/remove", 1);
    let answer = desk.editor.post(&removal, &[("why", "取り下げ")]).await;
    if table.is_history() {
        assert!(answer.status.is_client_error(), "{}: {}", table.name, answer.status);
        remove_events(desk, table, &address.replacen("/row", "/history", 1)).await;
        return;
    }
    desk.approved(&format!("{}, removed", table.name), &answer).await;
    assert_eq!(desk.row(&address).await, None, "{}", table.name);
}

on_both! {
    async fn every_table_is_typed_sent_undone_and_emptied_with_approval_and_an_entry_in_the_log(database: &Database) {
        let city = city_on(database).await;
        let mut desk = Desk { editor: browser_of(&city, EDITOR).await, approver: browser_of(&city, APPROVER).await };
        let all: Vec<&str> = ROWS.iter().map(|(name, ..)| *name).chain(OTHERS).collect();
        let tables = CityTable::all();
        assert!(tables.iter().all(|table| all.contains(&table.name)), "{all:?}");
        let rows = || ROWS.iter().map(|(name, cells, changes)| (CityTable::named(name).unwrap(), *cells, *changes));
        // What the document says that this test shows is all that it goes through, and nothing else.
        for allowed in exchange::document::allowed::all() {
            let is_shown_here = ROWS.iter().any(|(name, ..)| *name == allowed.name);
            let by_this_test = |ability: &Ability| matches!(ability, Ability::Shown { by, .. } if *by == EVERY_TABLE);
            let shown = allowed.abilities.iter().filter(|ability| by_this_test(ability)).count();
            let expected = match allowed.name {
                "boundaries" => RESPECTS.len() - 1,
                _ if is_shown_here => RESPECTS.len(),
                _ => 0,
            };
            assert_eq!(shown, expected, "{}", allowed.name);
        }
        for (table, cells, changes) in rows() {
            fill(&mut desk, table, cells, changes).await;
        }
        fill_outlines(&mut desk, database).await;
        for (table, cells, _) in rows().rev() {
            empty(&mut desk, table, cells).await;
        }
        // Four decisions about each table, and as many about each history.
        let db = database.open().await;
        let log = list_audit_rows(&mut db.read().await.unwrap(), 10_000).await.unwrap();
        let published = log.iter().filter(|row| !row.approved_by.is_empty()).count();
        assert!(published >= 4 * ROWS.len(), "{published} of {}", log.len());
        close(db).await;
    }
}
