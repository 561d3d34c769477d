//! Rows that a file marks to be removed.

use exchange::import::Kind;

use super::city::*;
use super::installation::without_source;

async fn refused(city: &City, kind: Kind, table: &str) -> Vec<String> {
    city.refuse(&without_source(kind, "a.csv"), table.as_bytes()).await
}

#[tokio::test]
async fn a_row_is_removed_as_it_is_known_once_and_no_more() {
    let city = City::new().await;
    city.accept_text(Kind::Departments, "code,name,phone\nnew,新しい課,072\nnext,次の課,\n").await;
    let counts = async |table: &str| {
        let counts = city.accept_text(Kind::Departments, table).await.counts()[0];
        (counts.new, counts.changed, counts.unchanged, counts.removed)
    };
    // Other values than the known ones are those of a row that has changed since.
    let said = refused(&city, Kind::Departments, "code,name,phone,remove\nnew,新しい課,06,yes\n").await;
    assert!(said[0].contains("line 2, remove: 'new 新しい課'; expected the row as it is known: phone 072"), "{said:?}");
    // A column that the file does not have says nothing.
    let mixed = "所管課コード,所管課,削除\nnew,新しい課,○\nnext,次の次の課,\nlast,最後の課,×\n";
    assert_eq!(counts(mixed).await, (1, 1, 0, 1));
    assert_eq!(counts(mixed).await, (0, 0, 3, 0), "what is gone stays gone");
}

#[tokio::test]
async fn what_others_refer_to_is_not_removed() {
    let city = City::new().await;
    city.accept_text(Kind::Programmes, "id,name,fiscal_year,source\nict,ICT,2024,sheet\n").await;
    city.accept_text(Kind::Initiatives, "programme,id,name\nict,a,甲\n").await;
    city.accept_text(Kind::Milestones, "programme,initiative,name,state\nict,a,始め,done\nict,a,終わり,done\n").await;
    let said = refused(&city, Kind::Initiatives, "programme,id,name,remove\nict,a,甲,yes\n").await;
    assert!(said[0].contains("used by 2 milestones, which have to be changed first"), "{said:?}");
    let said = refused(&city, Kind::Sources, "id,title,remove\nsheet,sheet,yes\n").await;
    assert!(said[0].contains("1 programmes"), "{said:?}");
    let header = "programme,initiative,name,state,remove\n";
    city.accept_text(Kind::Milestones, &format!("{header}ict,a,始め,done,yes\nict,a,終わり,done,yes\n")).await;
    city.accept_text(Kind::Initiatives, "programme,id,name,remove\nict,a,甲,yes\n").await;
}

#[tokio::test]
async fn figures_are_withdrawn_and_words_too() {
    let city = City::new().await;
    let removed = async |kind: Kind, table: &str| {
        let report = city.accept_text(kind, table).await;
        report.counts().iter().map(|counts| counts.removed + counts.changed).sum::<usize>()
    };
    let cards = "area_code,measure,as_of,cards,population,population_as_of,source";
    let row = "271403,held,2025-01-31,10,100,2025-01-01,month";
    let by_age = "area_code,measure,as_of,age_band,cards,population,population_as_of,source";
    let of_age = "271403,held,2025-01-31,0-4,1,10,2025-01-01,month";
    city.accept_text(Kind::Cards, &format!("{cards}\n{row}\n")).await;
    city.accept_text(Kind::Cards, &format!("{by_age}\n{of_age}\n")).await;
    assert_eq!(removed(Kind::Cards, &format!("{cards},remove\n{row},yes\n")).await, 1);
    assert_eq!(removed(Kind::Cards, &format!("{by_age},remove\n{of_age},yes\n")).await, 1);
    let population = "area_code,as_of,population,source";
    city.accept_text(Kind::Population, &format!("{population}\n271403,2025-01-31,100,month\n")).await;
    assert_eq!(removed(Kind::Population, &format!("{population},remove\n271403,2025-01-31,100,month,yes\n")).await, 1);
    let usage = "procedure,fiscal_year,total,online,source";
    city.accept_text(Kind::Usage, &format!("{usage}\nT-001,2019,10,1,month\n")).await;
    assert_eq!(removed(Kind::Usage, &format!("{usage},remove\nT-001,2019,10,1,month,yes\n")).await, 1);
    city.accept_text(Kind::Synonyms, "word,means\n引っ越し,転出\n").await;
    assert_eq!(removed(Kind::Synonyms, "word,means,remove\n引っ越し,転出,yes\n").await, 1);
    assert_eq!(removed(Kind::Synonyms, "word,means,remove\n引っ越し,転出,yes\n").await, 0);
}

#[tokio::test]
async fn procedures_and_logs_keep_their_rows() {
    let city = City::new().await;
    let said = refused(&city, Kind::Procedures, "id,name,remove\nT-001,転出届,yes\n").await;
    assert!(said[0].contains("a procedure is not removed but ends on a day"), "{said:?}");
    let log = "code,name,kind,successor,successor_name,changed_on,remove\na,b,renamed,a,c,2026-04-01,yes\n";
    let said = refused(&city, Kind::DepartmentChanges, log).await;
    assert!(said[0].contains("a log keeps what was recorded"), "{said:?}");
}

#[tokio::test]
async fn an_event_that_was_entered_by_mistake_is_removed_as_it_is_known() {
    let city = City::new().await;
    let steps = "procedure_id,step,state,effective_on,recorded_on";
    let known = city.procedure("T-001").await.step_events.len();
    let two = format!("{steps}\nT-001,pay,counter,2024-04-01,2024-05-01\nT-001,pay,online,2024-04-01,2024-05-01\n");
    city.accept_text(Kind::StepEvents, &two).await;
    let said =
        refused(&city, Kind::StepEvents, &format!("{steps},remove\nT-001,pay,not_needed,2024-04-01,2024-05-01,yes\n"))
            .await;
    assert!(said[0].contains("expected the row as it is known: state online"), "{said:?}");
    let last = format!("{steps},remove\nT-001,pay,online,2024-04-01,2024-05-01,yes\n");
    let counts = async |kind: Kind, table: &str| city.accept_text(kind, table).await.counts()[0];
    assert_eq!(counts(Kind::StepEvents, &last).await.removed, 1);
    let events = city.procedure("T-001").await.step_events;
    assert_eq!(events.len(), known + 1);
    let day = day("2024-06-01");
    assert_eq!(city.procedure("T-001").await.steps_at(day, day).pay, Some(domain::procedure::StepState::Counter));
    // Undone and done again, in both tables.
    city.accept_text(Kind::StepEvents, &format!("{steps}\nT-001,pay,online,2024-04-01,2024-05-01\n")).await;
    assert_eq!(city.procedure("T-001").await.step_events.len(), known + 2);
    let exclusions = "procedure_id,excluded,reason,effective_on,recorded_on";
    let row = "T-001,yes,対面が必要,2024-04-01,2024-05-01";
    city.accept_text(Kind::ExclusionEvents, &format!("{exclusions}\n{row}\n")).await;
    assert_eq!(counts(Kind::ExclusionEvents, &format!("{exclusions},remove\n{row},yes\n")).await.removed, 1);
    assert!(city.procedure("T-001").await.exclusion_events.is_empty());
    assert_eq!(counts(Kind::ExclusionEvents, &format!("{exclusions},remove\n{row},yes\n")).await.removed, 0);
}
