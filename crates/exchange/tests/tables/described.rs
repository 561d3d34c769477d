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
            "id,name,kind,latitude,longitude,source\na,b,main,134.5,35,sheet\n",
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
    let table = format!("{header}ict,課長級,2025-03-31,5,\nict,課長級,2025-06-30,6,研修管理システム\n");
    city.accept(&without_source(Kind::TrainingProgress, "a.csv"), table.as_bytes()).await;
    let sources = async || {
        let mut connection = city.installation.db.read().await.unwrap();
        let counts = store::budget::list_training_counts(&mut connection).await.unwrap();
        counts.into_iter().map(|count| count.source.map(|source| source.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(sources().await, [None, Some("研修管理システム".to_owned())]);
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
