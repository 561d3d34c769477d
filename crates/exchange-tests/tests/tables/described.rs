//! Tables that are described as data: what is refused, and how a file lists what is wrong.

use domain::text::MessageLanguage;
use exchange::import::{Kind, Request};

use super::city::*;
use super::installation::without_source;

async fn refused(city: &City, kind: Kind, table: &str) -> Vec<String> {
    city.refuse(&without_source(kind, "a.csv"), table.as_bytes()).await
}

#[tokio::test]
async fn each_rule_of_a_description_names_the_cell_and_what_would_be_right() {
    let city = City::new().await;
    let programme = "id,name,fiscal_year,source\nict,ICT,2024,sheet\n";
    city.accept_text(Kind::Programmes, programme).await;
    city.accept_text(Kind::Roles, "programme,role\nict,a\n").await;
    city.accept_text(Kind::Initiatives, "programme,id,name\nict,i,取組\n").await;
    for (kind, table, expected) in [
        (Kind::Departments, "code,name\na b,市民課\n", "line 2, code: 'a b'; expected 1 to 64 letters or digits"),
        (Kind::Departments, "code,name,phone\na,,072\n", "line 2, name: ''; expected a value"),
        (Kind::Departments, "code,name\na,市民課\na,税務課\n", "expected a row that is not a duplicate of line 2"),
        (Kind::Departments, "code,name,sample\na,市民課,maybe\n", "line 2, sample: 'maybe'"),
        (Kind::Sources, "id,title,url\na,b,ftp://x\n", "line 2, url: 'ftp://x'"),
        (
            Kind::Areas,
            "code,name,kind\n271404,堺市,city\n",
            "line 2, code: '271404'; expected a code in the national list; --allow-new-areas adds others",
        ),
        (
            Kind::Areas,
            "code,name,kind\n271403,堺市,town\n",
            "line 2, kind: 'town'; expected one of: nation, prefecture, city, ward",
        ),
        (
            Kind::Milestones,
            "programme,initiative,name,state\nict,none,a,done\n",
            "line 2, initiative: 'none'; expected the id of an initiative of this programme",
        ),
        (
            Kind::Obligations,
            "programme,name,from_year,to_year,requested\nict,a,2026,2025,1\n",
            "line 2, from_year: '2026'; expected at most 2025, as in to_year",
        ),
        (
            Kind::Obligations,
            "programme,name,from_year,to_year,requested\nnone,a,2025,2026,1\n",
            "line 2, programme: 'none'; expected the id of a programme",
        ),
        (
            Kind::CostItems,
            "programme,position,fiscal_year,name,amount,general_fund\nict,1,2024,a,5,6\n",
            "line 2, general_fund: '6'; expected at most 5, as in amount",
        ),
        (Kind::Training, "programme,role,duty,staff,done\nict,a,required,-4,1\n", "line 2, staff: '-4'"),
        (
            Kind::Training,
            "programme,role,duty,course\nict,b,required,\n",
            "line 2, role: 'b'; expected the name of a role of this programme",
        ),
        (
            Kind::Training,
            "programme,role,duty,course\nict,a,required,BPR\n",
            "line 2, course: 'BPR'; expected the name of a course of this programme",
        ),
        (
            Kind::TrainingProgress,
            "programme,role,as_of,staff,done\nict,a,2025-03-31,4,5\n",
            "line 2, done: '5'; expected at most 4, as in staff",
        ),
        (
            Kind::TrainingProgress,
            "programme,role,as_of,done\nict,a,2025-03-31,\n",
            "line 2, done: ''; expected a value",
        ),
        (
            Kind::Effects,
            "programme,initiative,hours_before,hours_after,hours_saved\nict,i,9,5,3\n",
            "line 2, hours_saved: '3'; expected the difference, 4, or nothing",
        ),
        (
            Kind::StepEvents,
            "procedure_id,step,state,effective_on,recorded_on\nT-009,apply,online,2024-04-01,2024-04-01\n",
            "expected the id of a procedure in the catalogue",
        ),
        (Kind::Sets, "code,name\na,b\n", "the table has no column 'source'"),
    ] {
        let said = refused(&city, kind, table).await;
        assert!(said.len() == 1 && said[0].contains(expected), "{kind}: {said:?}");
    }
    city.accept_text(Kind::Offices, "id,name,kind,source\nhall,市役所,main,sheet\n").await;
    for (kind, table, expected) in [
        (
            Kind::Offices,
            "id,name,kind,latitude,longitude,source\na,b,main,34.5,,sheet\n",
            "line 2, longitude: ''; expected a value, as in the columns that belong to it",
        ),
        (
            Kind::Offices,
            "id,name,kind,latitude,longitude,source\na,b,main,134.5,135,sheet\n",
            "line 2, latitude: '134.5'; expected degrees from 20 to 46",
        ),
        (
            Kind::Offices,
            "id,name,kind,telephone,source\na,b,main,000-0001,sheet\n",
            "line 2, telephone: '000-0001'; expected a whole telephone number with its area code",
        ),
        (
            Kind::Offices,
            "id,name,kind,languages,source\na,b,main,英語;犬語,sheet\n",
            "line 2, languages: '英語;犬語'; expected some of: en;zh;ko",
        ),
        (
            Kind::OfficeHours,
            "office,days,opens,closes\nhall,月〜金,17:30,9:00\n",
            "line 2, closes: '9:00'; expected after 17:30, as in opens",
        ),
        (Kind::OfficeHours, "office,days,opens,closes\nhall,祝日,9:00,17:00\n", "line 2, days: '祝日'; expected days"),
        (Kind::OfficeHours, "office,days,opens,closes\nhall,月,九時,17:00\n", "line 2, opens: '九時'; expected a time"),
        (
            Kind::OfficeExceptions,
            "office,first_day,last_day\nhall,2026-12-29,2026-12-28\n",
            "line 2, last_day: '2026-12-28'; expected not before 2026-12-29, as in first_day",
        ),
        (
            Kind::OfficeExceptions,
            "office,first_day,opens,closes\nhall,2026-12-29,9:00,\n",
            "line 2, closes: ''; expected a value",
        ),
        (
            Kind::OfficeHours,
            "office,days,opens,closes\nnone,月,9:00,17:00\n",
            "line 2, office: 'none'; expected the id of an office",
        ),
        (Kind::Readings, "word,reading\n駅,eki\n", "line 2, reading: 'eki'; expected the reading in kana"),
        (Kind::Postcodes, "postcode,area,source\n59,271411,sheet\n", "line 2, postcode: '59'; expected a postcode"),
    ] {
        let said = refused(&city, kind, table).await;
        assert!(said.len() == 1 && said[0].contains(expected), "{kind}: {said:?}");
    }
    let funding = "事務事業ID,年度,段階,事業費（千円）,国支出金（千円）,府支出金,地方債,その他,受益者負担,一般財源\n\
                   ict,令和4年度,決算,10,1,2,0,0,0,6\n";
    let japanese = Request { language: MessageLanguage::Japanese, ..request(Kind::Funding, "財源.csv") };
    let said = city.refuse(&japanese, funding.as_bytes()).await;
    assert!(said.len() == 1 && said[0].contains("財源の合計（9）"), "{said:?}");
}

/// Days of what happened or was counted are today at most; the tests' day is 2026-11-22. Plans may be to come.
#[tokio::test]
async fn what_happened_or_was_counted_is_of_a_day_and_a_year_that_have_come() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\n").await;
    city.accept_text(Kind::Roles, "programme,role\nict,a\n").await;
    city.accept_text(Kind::Initiatives, "programme,id,name\nict,i,取組\n").await;
    let funding = "programme,fiscal_year,stage,total,national_grant,prefectural_grant,bonds,other,beneficiary_fees,\
        general_fund\n";
    for (kind, table, column) in [
        (Kind::Sources, "id,title,as_of\na,b,2026-11-23\n", "as_of"),
        (
            Kind::StepEvents,
            "procedure_id,step,state,effective_on,recorded_on\nT-001,apply,online,2027-04-01,2026-11-23\n",
            "recorded_on",
        ),
        (
            Kind::ExclusionEvents,
            "procedure_id,excluded,reason,effective_on,recorded_on\nT-001,yes,a,2027-04-01,2026-11-23\n",
            "recorded_on",
        ),
        (Kind::Initiatives, "programme,id,name,due_on,done_on\nict,i,取組,2027-03-31,2026-11-23\n", "done_on"),
        (
            Kind::Milestones,
            "programme,initiative,name,state,planned_on,done_on\nict,i,a,done,2027-03-31,2026-11-23\n",
            "done_on",
        ),
        (Kind::Effects, "programme,initiative,steps_before,as_of\nict,i,9,2026-11-23\n", "as_of"),
        (Kind::Roles, "programme,role,staff,as_of\nict,b,4,2026-11-23\n", "as_of"),
        (Kind::Training, "programme,role,duty,as_of,due_on\nict,a,required,2026-11-23,2027-03-31\n", "as_of"),
        (Kind::TrainingProgress, "programme,role,as_of,done\nict,a,2026-11-23,4\n", "as_of"),
        (
            Kind::Corrections,
            "kind,subject,record_name,figure,value_before,corrected_on\ncards,271403,a,cards,7,2026-11-23\n",
            "corrected_on",
        ),
        (
            Kind::DepartmentChanges,
            "code,name,kind,successor,successor_name,changed_on\na,b,renamed,a,c,2026-11-23\n",
            "changed_on",
        ),
        (Kind::Procedures, "id,name,checked_on\nT-001,a,2026-11-23\n", "checked_on"),
    ] {
        let said = refused(&city, kind, table).await;
        let (place, is_today) = (format!("line 2, {column}: '2026-11-23'"), table.replace("2026-11-23", "2026-11-22"));
        assert!(
            said.len() == 1 && said[0].contains(&place) && said[0].contains("22 November 2026"),
            "{kind}: {said:?}"
        );
        city.accept_text(kind, &is_today).await;
    }
    for (kind, table, column) in [
        (Kind::Usage, "procedure,fiscal_year,total,online,source\nT-001,2027,5,4,t\n".to_owned(), "fiscal_year"),
        (
            Kind::Procedures,
            "id,name,usage_fiscal_year,total,online\nT-002,a,2027,5,4\n".to_owned(),
            "usage_fiscal_year",
        ),
        (
            Kind::Indicators,
            "indicator,fiscal_year,kind,value,source\nonline_rate,2027,actual,5,t\n".to_owned(),
            "fiscal_year",
        ),
        (
            Kind::Indicators,
            "indicator,fiscal_year,kind,value,source\nonline_rate,2027,baseline,5,t\n".to_owned(),
            "fiscal_year",
        ),
        (Kind::Funding, format!("{funding}ict,2027,settled,1,0,0,0,0,0,1\n"), "fiscal_year"),
    ] {
        let said = refused(&city, kind, &table).await;
        let place = format!("line 2, {column}: '2027'; expected a fiscal year that has begun, 2026 at most");
        assert!(said.len() == 1 && said[0].contains(&place), "{kind}: {said:?}");
        city.accept_text(kind, &table.replace(",2027,", ",2026,")).await;
    }
    city.accept_text(Kind::Funding, &format!("{funding}ict,2027,requested,1,0,0,0,0,0,1\n")).await;
    city.accept_text(Kind::Indicators, "indicator,fiscal_year,kind,value\nonline_rate,2030,target,5\n").await;
}

/// What a column requires is what the database requires, so that a preview that finds nothing wrong can be published. A
/// text that is not said is an empty text, a mark that is not made is none, and a place is counted.
#[tokio::test]
async fn a_column_may_be_empty_where_the_database_lets_it_be() {
    use exchange::import::table::described::{DESCRIPTIONS, Holds};
    use store::tables::{ColumnKind, find_table};
    let city = City::new().await;
    let mut connection = city.installation.db.read().await.unwrap();
    for description in DESCRIPTIONS {
        let table = find_table(&mut connection, description.table).await.unwrap();
        for column in description.columns {
            let stored = &table.columns[table.place(column.spec.key).expect(column.spec.key)];
            let name = format!("{}.{}", description.table, column.spec.key);
            let has_a_value = stored.kind == ColumnKind::Text || matches!(column.holds, Holds::Mark | Holds::Position);
            assert!(stored.may_be_empty || has_a_value || column.is_required(), "{name} is empty and must not be");
            assert!(!stored.may_be_empty || !column.is_required(), "{name} is required for nothing");
        }
    }
}

#[tokio::test]
async fn a_figure_that_is_said_to_be_unknown_is_refused_where_the_table_needs_one() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\n").await;
    city.accept_text(Kind::Roles, "programme,role\nict,a\n").await;
    for unknown in ["不明", "-", "…", "unknown"] {
        for (kind, table, column) in [
            (
                Kind::Funding,
                format!("programme,fiscal_year,stage,total,general_fund\nict,2024,settled,{unknown},1\n"),
                "total",
            ),
            (Kind::TrainingProgress, format!("programme,role,as_of,done\nict,a,2025-03-31,{unknown}\n"), "done"),
        ] {
            let said = refused(&city, kind, &table).await;
            let place = format!("line 2, {column}: '{unknown}'; expected a whole number, 0 or more");
            assert!(said.len() == 1 && said[0].contains(&place), "{kind}: {said:?}");
        }
    }
    // Letters that nobody sees are no name.
    let said = refused(&city, Kind::Departments, "code,name\na,\u{200b}\u{200b}\n").await;
    assert!(said.len() == 1 && said[0].contains("expected a value"), "{said:?}");
}

#[tokio::test]
async fn an_amount_that_nobody_knows_yet_is_kept_as_unknown_and_is_no_zero() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\n").await;
    for (position, unknown) in (1..).zip(["不明", "-", "…", "unknown", ""]) {
        let assessment =
            format!("programme,position,scope,fiscal_year,requested,assessed\nict,{position},a,2024,100,{unknown}\n");
        city.accept_text(Kind::Assessments, &assessment).await;
        let item = format!(
            "programme,position,fiscal_year,name,amount,general_fund\nict,{position},2024,a,{unknown},{unknown}\n"
        );
        city.accept_text(Kind::CostItems, &item).await;
        let limit = format!("programme,name,from_year,to_year,requested\nict,{position},2025,2026,{unknown}\n");
        city.accept_text(Kind::Obligations, &limit).await;
    }
    let mut connection = city.installation.db.read().await.unwrap();
    let assessments = store::budget::list_assessments(&mut connection).await.unwrap();
    assert_eq!(assessments.len(), 5);
    assert!(assessments.iter().all(|one| (one.requested, one.assessed) == (Some(100), None)));
    let items = store::budget::list_cost_items(&mut connection).await.unwrap();
    assert!(items.len() == 5 && items.iter().all(|item| (item.amount, item.general_fund) == (None, None)));
    let obligations = store::budget::list_obligations(&mut connection).await.unwrap();
    assert!(obligations.len() == 5 && obligations.iter().all(|one| one.requested.is_none()));
}

/// A file that says less than a row knows is checked against the whole row.
#[tokio::test]
async fn known_parts_are_at_most_the_total_also_with_what_a_file_does_not_say() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\n").await;
    let header = "programme,fiscal_year,stage,total,national_grant,prefectural_grant,bonds,other,beneficiary_fees,\
                  general_fund\n";
    let expect = async |kind, table: &str, expected: &str| {
        let said = refused(&city, kind, table).await;
        assert!(said.len() == 1 && said[0].contains(expected), "{kind}: {said:?}");
    };
    let too_small = format!("{header}ict,2024,budget,7,不明,2,0,0,0,6\n");
    let known = "line 2, total: '7'; expected at least the sum of the known sources of money, 8";
    expect(Kind::Funding, &too_small, known).await;
    city.accept_text(Kind::Funding, &format!("{header}ict,2024,budget,10,不明,2,0,0,0,6\n")).await;
    let some = "programme,fiscal_year,stage,total,national_grant\n";
    let whole = "line 2, total: '10'; expected the sum of the sources of money, 11";
    expect(Kind::Funding, &format!("{some}ict,2024,budget,10,3\n"), whole).await;
    city.accept_text(Kind::Funding, &format!("{some}ict,2024,budget,10,2\n")).await;
    let mut connection = city.installation.db.read().await.unwrap();
    let funding = store::budget::list_funding(&mut connection).await.unwrap();
    assert_eq!((funding[0].national_grant, funding[0].sum_of_sources().whole()), (Some(2), Some(10)));
    drop(connection);
    let item = "programme,position,fiscal_year,name,amount,general_fund\nict,1,2024,a,5,4\n";
    city.accept_text(Kind::CostItems, item).await;
    let less = "programme,position,fiscal_year,name,amount\nict,1,2024,a,3\n";
    expect(Kind::CostItems, less, "line 2, general_fund: '4'; expected at most 3, as in amount").await;
    // A file that is about neither of them is not held up by them.
    city.accept_text(Kind::CostItems, "programme,position,fiscal_year,name\nict,1,2024,b\n").await;
}

#[tokio::test]
async fn rows_without_a_position_follow_the_order_of_the_file_each_list_by_itself() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\nold,旧,2020,sheet\n").await;
    let initiatives = "programme,id,name\nict,b,乙\nold,z,旧\nict,a,甲\n";
    city.accept_text(Kind::Initiatives, initiatives).await;
    let schedule = "programme,period,entry\nict,R6,x\nict,R6,y\nict,R7,z\n";
    city.accept_text(Kind::Schedule, schedule).await;
    let mut connection = city.installation.db.read().await.unwrap();
    let found = store::budget::list_initiatives(&mut connection).await.unwrap();
    let order: Vec<(&str, i64)> = found.iter().map(|one| (one.id.as_str(), one.position)).collect();
    assert_eq!(order, [("b", 1), ("a", 2), ("z", 1)]);
    let found = store::budget::list_schedule(&mut connection).await.unwrap();
    let order: Vec<(&str, i64)> = found.iter().map(|one| (one.entry.as_str(), one.position)).collect();
    assert_eq!(order, [("x", 1), ("y", 2), ("z", 1)]);
    drop(connection);
    // What is known stays in its place where a later file has no positions.
    let report = city.accept_text(Kind::Initiatives, "programme,id,name\nict,a,甲\n").await;
    assert!(report.counts().iter().all(|counts| counts.changed == 0 && counts.new == 0), "{}", report.describe());
}

#[tokio::test]
async fn a_history_takes_each_new_row_and_never_one_twice() {
    let city = City::new().await;
    let header = "procedure_id,step,state,effective_on,recorded_on\n";
    let first =
        format!("{header}T-001,apply,counter,2020-04-01,2020-04-01\nT-001,apply,online,2024-04-01,2024-05-01\n");
    let counts = async |text: &str| {
        let report = city.accept_text(Kind::StepEvents, text).await;
        let counts = report.counts()[0];
        (counts.new, counts.unchanged)
    };
    let before = city.procedure("T-001").await.step_events.len();
    assert_eq!(counts(&first).await, (2, 0));
    assert_eq!(counts(&first).await, (0, 2));
    // A correction of the same two days stands beside the first record, in one file or in two.
    let corrected =
        format!("{first}T-001,apply,counter,2024-04-01,2024-05-01\nT-001,apply,not_needed,2024-04-01,2024-05-01\n");
    assert_eq!(counts(&corrected).await, (2, 2));
    assert_eq!(counts(&corrected).await, (0, 4));
    let events = city.procedure("T-001").await.step_events;
    assert_eq!(events.len(), before + 4);
    assert_eq!(
        events.iter().rfind(|event| event.effective_on == day("2024-04-01")).unwrap().state.to_string(),
        "not_needed"
    );
    let exclusions = "procedure_id,excluded,reason,effective_on,recorded_on\nT-001,yes,対面が必要,2024-04-01,2024-05-01\n\
                      T-001,,,2024-06-01,2024-06-01\n";
    let report = city.accept_text(Kind::ExclusionEvents, exclusions).await;
    assert_eq!(report.counts()[0].new, 2);
    let decided = city.procedure("T-001").await.exclusion_events;
    assert_eq!(decided.iter().map(|event| event.excluded).collect::<Vec<_>>(), [true, false]);
}

#[tokio::test]
async fn a_row_names_a_source_of_its_own_only_where_it_has_another_than_its_programme() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\n").await;
    city.accept_text(Kind::Roles, "programme,role\nict,課長級\n").await;
    let header = "programme,role,as_of,done,source\n";
    let table = format!("{header}ict,課長級,2025-03-31,5,\nict,課長級,2025-06-30,6,month\n");
    city.accept(&without_source(Kind::TrainingProgress, "a.csv"), table.as_bytes()).await;
    let sources = async || {
        let mut connection = city.installation.db.read().await.unwrap();
        let counts = store::budget::list_training_counts(&mut connection).await.unwrap();
        counts.into_iter().map(|count| count.source.map(|source| source.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(sources().await, [None, Some("month".to_owned())]);
    // What the sender of the file says is the source of rows that name none.
    let later = "programme,role,as_of,done\nict,課長級,2025-09-30,7\n";
    city.accept_text(Kind::TrainingProgress, later).await;
    assert!(sources().await[2].is_some(), "{:?}", sources().await);
}

/// With `TETSUZUKI_WRITE_DOCS` set, writes the document instead.
#[test]
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn the_document_of_all_tables_is_what_the_importer_knows() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/DATA.md");
    let text = exchange::document::document();
    if std::env::var_os("TETSUZUKI_WRITE_DOCS").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    assert!(written == text, "docs/DATA.md is out of date; run this test with TETSUZUKI_WRITE_DOCS=1");
}
