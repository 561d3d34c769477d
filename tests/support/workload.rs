//! What people do again and again while a drill goes on, and how it is counted on both sides: by who was answered, and
//! in the database.

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

/// Something that is done under numbers, one after the other, by one client.
#[derive(Debug, Clone)]
pub enum Deed {
    /// Gives an account other roles; which, the number says.
    Roles { account: String },
    /// Changes an entry and publishes that at once; to what, the number says.
    Edit { procedure: String },
    /// Reports that the page of a procedure was useful.
    Report { procedure: String },
}

/// The roles after change `number`: whether the account approves, and whether a department is named for it. They
/// change together, so that half a change would show.
fn roles_after(number: u64) -> (bool, bool) {
    (number & 1 != 0, number & 2 != 0)
}

/// Two fields of an entry after change `number`; they too change together.
fn texts_after(number: u64) -> (String, String) {
    let digits = ['れ', 'い', 'に', 'さ', 'よ', 'ご', 'ろ', 'な', 'は', 'く'];
    let kana = number.to_string().bytes().map(|digit| digits[usize::from(digit - b'0')]).collect();
    (kana, format!("訓練 第{number}版"))
}

/// Opens a page, types some values over what its form says, and sends it.
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

impl Deed {
    /// Whether it is counted together with another.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Roles { account: one }, Self::Roles { account: other }) => one == other,
            (Self::Edit { procedure: one }, Self::Edit { procedure: other })
            | (Self::Report { procedure: one }, Self::Report { procedure: other }) => one == other,
            _ => false,
        }
    }

    /// Who has to be logged in for it.
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
                // One resident may report a few times about one procedure.
                client.becomes(u32::try_from(number).unwrap() / 4);
                client.post(&format!("/procedures/{procedure}/reports"), &[("kind", "useful")]).await
            }
        }
    }

    /// How often it was done by what the database says; what else the database says of it must agree.
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

/// How often something was sent, and how often that was acknowledged (303).
#[derive(Debug, Default)]
pub struct Tally {
    pub sent: AtomicU64,
    pub acknowledged: AtomicU64,
}

impl Tally {
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::SeqCst)
    }

    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }
}

/// One client with what it does.
#[derive(Debug, Clone)]
pub struct Doer {
    pub client: Client,
    pub deed: Deed,
    pub tally: Arc<Tally>,
}

impl Doer {
    pub fn new(client: Client, deed: Deed) -> Self {
        Self { client, deed, tally: Arc::default() }
    }

    /// Does it `times` times, or until nobody answers any more or it is told to stop. Answers what was answered
    /// besides 303.
    pub async fn go_on(mut self, times: u64, stop: Arc<AtomicBool>) -> Vec<String> {
        let mut refused = Vec::new();
        for _ in 0..times {
            if stop.load(Ordering::SeqCst) {
                break;
            }
            let number = self.tally.sent.fetch_add(1, Ordering::SeqCst) + 1;
            match self.deed.send(&mut self.client, number).await {
                Ok(reply) if reply.status == 303 && !reply.header("location").contains("login") => {
                    self.tally.acknowledged.fetch_add(1, Ordering::SeqCst);
                }
                Ok(reply) => {
                    refused.push(format!("{} {} to {:?}", reply.status, reply.header("location"), self.deed));
                    break;
                }
                Err(error) => {
                    refused.push(format!("{error} of {:?}", self.deed));
                    break;
                }
            }
        }
        refused
    }
}

/// An office with accounts that others change, procedures that are reported on, and nobody connected to its database.
pub async fn office_with(database: &Database, accounts: usize) -> Vec<Deed> {
    let city = office(database).await;
    // What editors of this department publish, nobody else has to approve.
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
    let mut deeds = Vec::new();
    for number in 0..accounts {
        let e_mail = format!("clerk-{number}@city.example.jp").parse().unwrap();
        let account = find_member_by_e_mail(&mut connection, &e_mail).await.unwrap().unwrap();
        deeds.push(Deed::Roles { account: account.member.id.to_string() });
    }
    for id in ["moving-in", "moving-out"] {
        deeds.push(Deed::Edit { procedure: id.to_owned() });
        deeds.push(Deed::Report { procedure: id.to_owned() });
    }
    drop(connection);
    close(db).await;
    deeds
}
