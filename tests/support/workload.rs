//! The requests that clients send repeatedly during a drill. They are counted twice: by the client that got a response,
//! and in the database.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use domain::audit::CHANGE_PROCEDURE;
use store::audit::list_audit_rows;
use store::reports::list_reports;
use store::staff::find_member_by_e_mail;
use store::{Db, staff};
use tetsuzuki::server::read_model::snapshot::Snapshot;

use crate::support::process::{Client, Reply};
use crate::support::staff::{Browser, EDITOR, OFFICE, PASSWORD, add, office, roles, sent_fields};
use crate::support::{Database, close};

/// A numbered operation that one client repeats.
#[derive(Debug, Clone)]
pub enum Operation {
    /// Changes the roles of an account; the number determines the roles.
    Roles { account: String },
    /// Changes an entry and publishes it immediately; the number determines the texts.
    Edit { procedure: String },
    /// Reports that the page of a procedure was useful.
    Report { procedure: String },
}

/// The roles after change `number`: whether the account is an approver, and whether it has a department. Both change
/// together, so that half a change would be noticed.
fn roles_after(number: u64) -> (bool, bool) {
    (number & 1 != 0, number & 2 != 0)
}

/// Two fields of an entry after change `number`. They also change together.
fn texts_after(number: u64) -> (String, String) {
    let digits = ['れ', 'い', 'に', 'さ', 'よ', 'ご', 'ろ', 'な', 'は', 'く'];
    let kana = number.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect();
    (kana, format!("訓練 第{number}版"))
}

/// Opens a page, changes some values of its form, and sends it.
async fn fill_in(client: &mut Client, page: &str, form: &str, values: &[(&str, &str)]) -> io::Result<Reply> {
    let opened = client.get(page).await?;
    let mut fields = sent_fields(&opened.body, &format!("form[action='{form}']"));
    if fields.is_empty() {
        return Ok(opened);
    }
    for (name, value) in values {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    client.post(form, &fields).await
}

impl Operation {
    /// Whether the database counts both operations together.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Roles { account: one }, Self::Roles { account: other }) => one == other,
            (Self::Edit { procedure: one }, Self::Edit { procedure: other })
            | (Self::Report { procedure: one }, Self::Report { procedure: other }) => one == other,
            _ => false,
        }
    }

    /// The account that has to be logged in.
    pub fn account(&self) -> Option<&'static str> {
        match self {
            Self::Roles { .. } => Some(OFFICE),
            Self::Edit { .. } => Some(EDITOR),
            Self::Report { .. } => None,
        }
    }

    pub async fn send(&self, client: &mut Client, number: u64) -> io::Result<Reply> {
        match self {
            Self::Roles { account } => {
                let (approver, department) = roles_after(number);
                let mut fields = Vec::new();
                fields.extend(approver.then_some(("approver", "yes")));
                fields.extend(department.then_some(("department", "citizens")));
                client.post(&format!("/staff/people/{account}/roles"), &fields).await
            }
            Self::Edit { procedure } => {
                let address = format!("/staff/procedures/{procedure}/edit");
                let (kana, summary) = texts_after(number);
                let values = [("kana", kana.as_str()), ("summary", &summary), ("reason", "訓練")];
                let drafted = fill_in(client, &address, &address, &values).await?;
                let Some(proposal) = drafted.header("location").split('?').next().filter(|_| drafted.status == 303)
                else {
                    return Ok(drafted);
                };
                fill_in(client, proposal, &format!("{proposal}/publish"), &[]).await
            }
            Self::Report { procedure } => {
                // A client may report a few times about one procedure.
                client.becomes(u32::try_from(number).unwrap() / 4);
                client.post(&format!("/procedures/{procedure}/reports"), &[("kind", "useful")]).await
            }
        }
    }

    /// How often the operation was done, according to the database. Also checks that the database is consistent about
    /// it.
    pub async fn found(&self, db: &Db) -> u64 {
        let mut connection = db.read().await.unwrap();
        match self {
            Self::Roles { account } => {
                let rows = list_audit_rows(&mut connection, 1_000_000).await.unwrap();
                let subject = format!("staff {account}");
                let changes: Vec<_> =
                    rows.iter().filter(|row| row.subject == subject && row.action == "change roles").collect();
                let number = u64::try_from(changes.len()).unwrap();
                let member = staff::find_member(&mut connection, &account.parse().unwrap()).await.unwrap().unwrap();
                let roles = member.member.roles;
                let stands = (roles.is_approver, !roles.departments.is_empty());
                assert_eq!(stands, roles_after(number), "{number} changes of the roles of {account}");
                if let Some(newest) = changes.first() {
                    assert_eq!(newest.detail.contains("citizens"), stands.1, "{newest:?}");
                }
                number
            }
            Self::Edit { procedure } => {
                let rows = list_audit_rows(&mut connection, 1_000_000).await.unwrap();
                let changes: Vec<_> =
                    rows.iter().filter(|row| row.action == CHANGE_PROCEDURE && row.subject == *procedure).collect();
                let number = u64::try_from(changes.len()).unwrap();
                let snapshot = Snapshot::load(db).await.unwrap();
                let (_, entry) = snapshot.procedure(&procedure.parse().unwrap()).unwrap();
                if let Some(newest) = changes.first() {
                    let (kana, summary) = texts_after(number);
                    assert_eq!((&entry.kana, &entry.summary.ja), (&kana, &summary), "{number} changes of {procedure}");
                    assert!(newest.after.contains(&kana) && newest.after.contains(&summary), "{newest:?}");
                }
                number
            }
            Self::Report { procedure } => {
                let counts = list_reports(&mut connection).await.unwrap();
                let of_it = counts.iter().filter(|count| count.procedure.as_str() == procedure);
                of_it.map(|count| u64::try_from(count.number).unwrap()).sum()
            }
        }
    }
}

/// Counts requests that were sent, and those that were acknowledged (303).
#[derive(Debug, Default)]
pub struct Counter {
    pub sent: AtomicU64,
    pub acknowledged: AtomicU64,
}

impl Counter {
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }
}

/// A client and its operation.
#[derive(Debug, Clone)]
pub struct Worker {
    pub client: Client,
    pub operation: Operation,
    pub counter: Arc<Counter>,
}

impl Worker {
    pub fn new(client: Client, operation: Operation) -> Self {
        Self { client, operation, counter: Arc::default() }
    }

    /// Repeats the operation `times` times, or until the server does not answer or `stop` is set. Returns every
    /// response that was not 303.
    pub async fn run(mut self, times: u64, stop: Arc<AtomicBool>) -> Vec<String> {
        let mut refused = Vec::new();
        for _ in 0..times {
            if stop.load(Ordering::SeqCst) {
                break;
            }
            let number = self.counter.sent.fetch_add(1, Ordering::SeqCst) + 1;
            match self.operation.send(&mut self.client, number).await {
                Ok(reply) if reply.status == 303 && !reply.header("location").contains("login") => {
                    self.counter.acknowledged.fetch_add(1, Ordering::SeqCst);
                }
                Ok(reply) => {
                    refused.push(format!("{} {} to {:?}", reply.status, reply.header("location"), self.operation));
                    break;
                }
                Err(error) => {
                    refused.push(format!("{error} of {:?}", self.operation));
                    break;
                }
            }
        }
        refused
    }
}

/// Prepares an office with accounts to change and procedures to report about. Nobody is connected to its database
/// afterwards.
pub async fn office_workload(database: &Database, accounts: usize) -> Vec<Operation> {
    let city = office(database).await;
    // Editors of this department publish without approval.
    let mut administrator = Browser::new(&city);
    administrator.log_in(OFFICE, PASSWORD).await;
    let page = administrator.get("/staff/departments").await.text();
    let mut fields = sent_fields(&page, "form[action='/staff/departments']");
    fields.retain(|(name, value)| name != "approval" || value != "citizens");
    assert_eq!(administrator.post_fields("/staff/departments", &fields).await.status, 303);
    drop((administrator, city));
    for number in 0..accounts {
        add(database, &format!("clerk-{number}@city.example.jp"), "係員 一郎", roles(&[], false, false)).await;
    }
    let db = database.open().await;
    let mut connection = db.read().await.unwrap();
    let mut operations = Vec::new();
    for number in 0..accounts {
        let e_mail = format!("clerk-{number}@city.example.jp").parse().unwrap();
        let account = find_member_by_e_mail(&mut connection, &e_mail).await.unwrap().unwrap();
        operations.push(Operation::Roles { account: account.member.id.to_string() });
    }
    for id in ["moving-in", "moving-out"] {
        operations.push(Operation::Edit { procedure: id.to_owned() });
        operations.push(Operation::Report { procedure: id.to_owned() });
    }
    drop(connection);
    close(db).await;
    operations
}
