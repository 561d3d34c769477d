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
async fn procedures_and_histories_keep_their_rows() {
    let city = City::new().await;
    let said = refused(&city, Kind::Procedures, "id,name,remove\nT-001,転出届,yes\n").await;
    assert!(said[0].contains("a procedure is not removed but ends on a day"), "{said:?}");
    let history =
        "procedure_id,step,state,effective_on,recorded_on,remove\nT-001,apply,online,2024-04-01,2024-05-01,yes\n";
    let said = refused(&city, Kind::StepEvents, history).await;
    assert!(said[0].contains("a history keeps what was known"), "{said:?}");
}
