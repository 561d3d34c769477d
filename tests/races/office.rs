//! Two processes on one database, and the people who use them.

use std::collections::BTreeMap;
use std::time::Duration as Pause;

use chrono::{DateTime, Duration, Utc};
use domain::calendar::today_in_japan;
use domain::entry::{EditableField, EditableValue, FieldChange, ProcedurePatch};
use domain::procedure_fields::{FieldValue, ProcedureField};
use domain::proposal::{DepartmentRule, Proposal, ProposalId, ProposalKind};
use domain::rights::Rights;
use domain::session::{Session, SessionId};
use store::audit::list_audit_rows;
use store::{AuditRow, Db, procedures, proposals, revision};
use tetsuzuki::server::audit::verify;
use tetsuzuki::server::editing::rules::RuleTurn;
use tetsuzuki::server::editing::{EditError, EditRefusal, Edits};
use tetsuzuki::server::staff::CurrentUser;
use tetsuzuki::server::staff::accounts::Accounts;
use tetsuzuki::server::staff::passwords::Hasher;
use tokio::sync::Barrier;

use crate::support::staff::{EDITOR, OFFICE, add, office, roles};
use crate::support::{Database, noon_of_today};

pub(super) const SECOND: &str = "second@city.example.jp";
pub(super) const APPROVER: &str = "approver@city.example.jp";
pub(super) const OTHER_OFFICE: &str = "office2@city.example.jp";
pub(super) const ENTRY: &str = "moving-out";
pub(super) const KANA: EditableField = EditableField::Field(ProcedureField::Kana);

/// Two processes on one database, and the members of staff.
pub(super) struct Office {
    pub(super) one: Db,
    pub(super) other: Db,
    pub(super) author: CurrentUser,
    pub(super) second: CurrentUser,
    pub(super) approver: CurrentUser,
    pub(super) administrator: CurrentUser,
}

impl Office {
    pub(super) async fn open(database: &Database) -> Self {
        office(database).await;
        add(database, SECOND, "編集 三郎", roles(&["citizens"], false, false)).await;
        add(database, APPROVER, "承認 四郎", roles(&["citizens"], true, false)).await;
        add(database, OTHER_OFFICE, "管理 二子", roles(&[], false, true)).await;
        let (one, other) = (database.open().await, database.open().await);
        let author = current_user(&one, EDITOR).await;
        let second = current_user(&one, SECOND).await;
        let approver = current_user(&one, APPROVER).await;
        let administrator = current_user(&one, OFFICE).await;
        let was = DepartmentRule::default();
        let becomes = DepartmentRule { needs_approval: false, ..was.clone() };
        let alone = RuleTurn { was, becomes };
        let rules = BTreeMap::from([("citizens".parse().unwrap(), alone)]);
        edits(&one).save_rules(&administrator, &rules).await.unwrap();
        Self { one, other, author, second, approver, administrator }
    }

    pub(super) async fn kana(&self) -> String {
        let mut connection = self.one.read().await.unwrap();
        procedures::find_procedure(&mut connection, &ENTRY.parse().unwrap()).await.unwrap().unwrap().kana
    }

    pub(super) async fn proposal(&self, id: &ProposalId) -> Proposal {
        proposals::find_proposal(&mut self.one.read().await.unwrap(), id).await.unwrap().unwrap()
    }

    /// The proposed value of the field.
    pub(super) async fn wanted(&self, id: &ProposalId) -> String {
        let mut connection = self.one.read().await.unwrap();
        let changes = proposals::list_changes_of_proposal(&mut connection, id).await.unwrap();
        match &changes[0].fields[&KANA].becomes {
            EditableValue::Field(FieldValue::Kana(kana)) => kana.clone(),
            other => panic!("{other:?}"),
        }
    }

    pub(super) async fn revision(&self) -> i64 {
        revision::find_revision(&mut self.one.read().await.unwrap()).await.unwrap()
    }

    /// The last rows of the log, newest first.
    pub(super) async fn log(&self) -> Vec<AuditRow> {
        list_audit_rows(&mut self.one.read().await.unwrap(), 40).await.unwrap()
    }

    /// A draft that changes the field.
    pub(super) async fn draft(&self, author: &CurrentUser, was: &str, becomes: &str) -> ProposalId {
        let changes = vec![change(was, becomes, noon_of_today())];
        edits(&self.one).propose(author, ProposalKind::Entry, "見直し", self.revision().await, changes).await.unwrap()
    }

    pub(super) fn accounts<'a>(&self, db: &'a Db, hasher: &'a Hasher) -> Accounts<'a> {
        Accounts { db, hasher, now: noon_of_today() }
    }

    pub(super) async fn is_well(&self) -> bool {
        verify(&self.one, &[]).await.unwrap().is_well()
    }
}

pub(super) async fn current_user(db: &Db, e_mail: &str) -> CurrentUser {
    let (hasher, now) = (Hasher::default(), noon_of_today());
    let all = Accounts { db, hasher: &hasher, now }.list().await.unwrap();
    let member = all.into_iter().map(|(member, _)| member).find(|member| member.e_mail.as_str() == e_mail).unwrap();
    let session = Session {
        id: SessionId::from_random([7; 16]),
        browser: String::new(),
        created_at: now,
        last_used_at: now,
        expires_at: now + Duration::hours(8),
    };
    CurrentUser { rights: Rights::of(&member), member, session, origin: "test".to_owned() }
}

pub(super) fn edits_at(db: &Db, now: DateTime<Utc>) -> Edits<'_> {
    Edits { db, now, today: today_in_japan(now) }
}

pub(super) fn edits(db: &Db) -> Edits<'_> {
    edits_at(db, noon_of_today())
}

pub(super) fn change(was: &str, becomes: &str, on: DateTime<Utc>) -> ProcedurePatch {
    let kana = |text: &str| EditableValue::from(FieldValue::Kana(text.to_owned()));
    let field_change = FieldChange { was: Some(kana(was)), becomes: kana(becomes) };
    ProcedurePatch {
        procedure: ENTRY.parse().unwrap(),
        is_new: false,
        effective_on: today_in_japan(on),
        fields: BTreeMap::from([(KANA, field_change)]),
    }
}

pub(super) fn refusal_of<T: std::fmt::Debug>(result: Result<T, EditError>) -> Option<EditRefusal> {
    match result {
        Ok(_) => None,
        Err(EditError::Refused(refusal)) => Some(refusal),
        Err(EditError::Failed(error)) => panic!("{error:?}"),
    }
}

/// Runs two futures at the same time. One of them starts slightly later, which one and how much changes every round.
pub(super) async fn at_once<A, B>(
    round: usize,
    one: impl Future<Output = A>,
    other: impl Future<Output = B>,
) -> (A, B) {
    let barrier = Barrier::new(2);
    let late = Pause::from_millis([0, 1, 0, 2, 3][round % 5]);
    let (first, second) = if round.is_multiple_of(2) { (Pause::ZERO, late) } else { (late, Pause::ZERO) };
    let wait = async |pause: Pause| {
        barrier.wait().await;
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    };
    tokio::join!(
        async {
            wait(first).await;
            one.await
        },
        async {
            wait(second).await;
            other.await
        }
    )
}
