//! Reorganisations of departments: renamed, merged and split with their procedures, by form or as a file, and everything
//! that follows them.

mod by_form;
mod days_to_come;
mod files;
mod following;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use domain::department_change::DepartmentChange;
use domain::procedure::{Department, DepartmentCode, ProcedureId};
use domain::proposal::DepartmentRule;
use exchange::import::report::Report;
use exchange::import::{Kind, Request, import};
use store::audit::list_audit_rows;
use store::department_changes::list_department_changes;
use store::proposals::list_rules;
use store::{AuditRow, Db, catalogue, procedures, staff};
use tetsuzuki::server::audit;

use crate::support::staff::{Browser, EDITOR, OFFICE, add, browser_of, roles, sent_fields};
use crate::support::{Answer, City, Database, World, close, noon_of_today, procedure};

const APPROVER: &str = "approver@city.example.jp";
const TAX: &str = "tax@city.example.jp";
const BOTH: &str = "both@city.example.jp";
const REASON: (&str, &str) = ("reason", "組織の見直し");
const PAGE: &str = "/staff/reorganise";
const HEADER: &str = "department,procedure,successor,name,name_en,effective_on\n";

fn department(code: &str, name: &str, phone: &str) -> Department {
    Department {
        code: code.parse().unwrap(),
        name: name.to_owned(),
        name_en: String::new(),
        counter: "本館1階".to_owned(),
        counter_en: String::new(),
        hours: String::new(),
        hours_en: String::new(),
        phone: phone.to_owned(),
        sample: false,
    }
}

/// Three departments, two of them with procedures and a programme, with an editor each, one of both, an approver and an
/// administrator.
async fn city_on(database: &Database) -> City {
    let city = World::new()
        .with_department_of(department("citizens", "市民課", "072-000-0001"))
        .with_department_of(department("tax", "税務課", "072-000-0002"))
        .with_department("welfare", "福祉課")
        .with_procedure(procedure("moving-in", "転入届").department("citizens"))
        .with_procedure(procedure("moving-out", "転出届").department("citizens"))
        .with_procedure(procedure("tax-proof", "納税証明書").department("tax"))
        .with_procedure(procedure("tax-relief", "市税の減免").department("tax"))
        .with_file("programmes.csv", "id,name,fiscal_year,department,source\nict,ICT政策,2026,税務課,test\n")
        .on(database)
        .await;
    add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
    add(database, APPROVER, "承認 四郎", roles(&["citizens"], true, false)).await;
    add(database, TAX, "税 五郎", roles(&["tax"], false, false)).await;
    add(database, BOTH, "両方 六郎", roles(&["citizens", "tax"], false, false)).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    city
}

/// The fields of a form with some values changed. New names are added.
fn typed(page: &Answer, form: &str, values: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields = sent_fields(&page.text(), form);
    fields.retain(|(name, _)| values.iter().all(|(typed, _)| typed != name));
    fields.extend(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    fields
}

/// The address of the second step for some departments.
async fn choose(office: &mut Browser, kind: &str, departments: &[&str]) -> String {
    let mut fields = vec![("kind".to_owned(), kind.to_owned())];
    fields.extend(departments.iter().map(|code| ("department".to_owned(), (*code).to_owned())));
    let answer = office.post_fields(&format!("{PAGE}/choose"), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

/// Fills in the second step and sends it.
async fn send(office: &mut Browser, kind: &str, departments: &[&str], values: &[(&str, &str)]) -> Answer {
    let address = choose(office, kind, departments).await;
    let page = office.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let fields = typed(&page, &format!("form[action='{PAGE}']"), values);
    office.post_fields(PAGE, &fields).await
}

/// The address of the proposal that an answer redirects to.
fn proposal(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let location = answer.header("location").to_owned();
    assert!(location.starts_with("/staff/proposals/"), "{location}");
    location.split('?').next().unwrap().to_owned()
}

/// Presses a button on the page of a proposal.
async fn press(browser: &mut Browser, proposal: &str, action: &str, values: &[(&str, &str)]) -> Answer {
    let page = browser.get(proposal).await;
    let fields = typed(&page, &format!("form[action='{proposal}/{action}']"), values);
    assert!(!fields.is_empty(), "no form for {action}: {}", page.text());
    browser.post_fields(&format!("{proposal}/{action}"), &fields).await
}

/// Publishes a proposal without anybody else, and returns its address.
async fn publish(browser: &mut Browser, answer: &Answer) -> String {
    let draft = proposal(answer);
    let done = press(browser, &draft, "publish", &[]).await;
    assert_eq!(done.header("location"), format!("{draft}?done=publish"), "{}", done.text());
    draft
}

fn request() -> Request {
    Request { reason: REASON.1.to_owned(), ..Request::new(Kind::Reorganisation, "reorganisation.csv", noon_of_today()) }
}

/// Imports a table at the command line.
async fn run_table(database: &Database, request: &Request, table: &str) -> Report {
    let db = database.open().await;
    let report = import(&db, request, table.as_bytes(), &|_, _| {}).await.unwrap();
    close(db).await;
    report
}

/// Imports rows of a reorganisation at the command line.
async fn run(database: &Database, request: &Request, rows: &str) -> Report {
    run_table(database, request, &format!("{HEADER}{rows}")).await
}

async fn accepted(database: &Database, rows: &str) -> Report {
    let report = run(database, &request(), rows).await;
    assert!(!report.is_refused(), "{}", report.describe());
    report
}

/// Everything that a reorganisation may change, as it is in the database.
#[derive(Debug, Clone, PartialEq)]
struct State {
    departments: Vec<(String, String, String)>,
    procedures: BTreeMap<String, Option<String>>,
    accounts: BTreeMap<String, Vec<String>>,
    rules: BTreeMap<String, DepartmentRule>,
    programmes: Vec<String>,
    changes: Vec<DepartmentChange>,
}

async fn state(database: &Database) -> State {
    let db = database.open().await;
    let connection = &mut db.read().await.unwrap();
    let departments = catalogue::list_departments(connection).await.unwrap();
    let mut departments: Vec<(String, String, String)> =
        departments.into_iter().map(|one| (one.code.to_string(), one.name, one.phone)).collect();
    departments.sort();
    let procedures = procedures::list_departments_of_procedures(connection).await.unwrap();
    let codes = |(id, code): (ProcedureId, Option<DepartmentCode>)| (id.to_string(), code.map(|code| code.to_string()));
    let accounts = staff::list_members(connection).await.unwrap();
    let accounts = accounts.into_iter().map(|member| {
        let departments = member.roles.departments.iter().map(ToString::to_string).collect();
        (member.e_mail.as_str().to_owned(), departments)
    });
    let rules = list_rules(connection).await.unwrap();
    let rules = departments
        .iter()
        .map(|(code, _, _)| (code.clone(), rules.of(&code.parse().unwrap())))
        .filter(|(_, rule)| *rule != DepartmentRule::default())
        .collect();
    let programmes = store::budget::list_programmes(connection).await.unwrap();
    State {
        procedures: procedures.into_iter().map(codes).collect(),
        accounts: accounts.collect(),
        rules,
        programmes: programmes.into_iter().map(|programme| programme.department).collect(),
        changes: list_department_changes(connection).await.unwrap(),
        departments,
    }
}

impl State {
    fn codes(&self) -> Vec<&str> {
        self.departments.iter().map(|(code, _, _)| code.as_str()).collect()
    }

    fn of(&self, procedure: &str) -> &str {
        self.procedures[procedure].as_deref().unwrap_or("nobody")
    }
}

async fn audit_rows(database: &Database) -> Vec<AuditRow> {
    list_audit_rows(&mut database.open().await.read().await.unwrap(), 1000).await.unwrap()
}

async fn states_of_proposals(database: &Database) -> Vec<String> {
    const SQL: &str = "SELECT state FROM proposals ORDER BY created_at, id";
    match database.open().await {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(SQL).fetch_all(&readers).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(SQL).fetch_all(&pool).await.unwrap(),
    }
}

/// Whether the log and the hashes of all rows are sound.
async fn is_well(database: &Database) -> bool {
    let db = database.open().await;
    let report = audit::verify(&db, &[]).await.unwrap();
    close(db).await;
    report.is_well()
}
