//! Two processes act on the same proposal, or on accounts involved in it, at the same time: one wins, the other gets a
//! conflict, and nothing is lost or half written.
//!
//! `TETSUZUKI_RACE_ROUNDS` sets the number of rounds for each pair on each database; a few if it is not set.

mod office;

use std::collections::BTreeMap;

use chrono::Duration;
use domain::audit::CHANGE_PROCEDURE;
use domain::entry::ProcedurePatch;
use domain::proposal::{ProposalAction, ProposalId, ProposalKind, ProposalState};
use store::Db;
use tetsuzuki::server::editing::undo::UndoTarget;
use tetsuzuki::server::editing::{EditRefusal, Resolution};
use tetsuzuki::server::staff::accounts::Caller;
use tetsuzuki::server::staff::passwords::Hasher;
use tetsuzuki::server::staff::{AccountError, Refusal};

use self::office::{ENTRY, KANA, OTHER_OFFICE, Office, at_once, change, current_user, edits, edits_at, refusal_of};
use crate::support::staff::roles;
use crate::support::{noon_of_today, on_both};

#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn rounds() -> usize {
    std::env::var("TETSUZUKI_RACE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(4)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Racer {
    Save,
    Send,
    Withdraw,
    Approve,
    Return,
    Publish,
    Settle,
    Undo,
}

use Racer::{Approve, Publish, Return, Save, Send, Settle, Undo, Withdraw};
const RACERS: [Racer; 8] = [Save, Send, Withdraw, Approve, Return, Publish, Settle, Undo];

/// The state that both actions of a round begin with.
struct Round {
    id: ProposalId,
    version: i64,
    revision: i64,
    before: String,
    saved: String,
    side: Resolution,
}

impl Racer {
    /// The states in which the action is possible.
    fn starts(self) -> &'static [ProposalState] {
        match self {
            Save | Send | Publish | Settle => &[ProposalState::Draft],
            Withdraw => &[ProposalState::Draft, ProposalState::Waiting],
            Approve | Return => &[ProposalState::Waiting],
            Undo => &[ProposalState::Published],
        }
    }

    /// Whether the action succeeds without a competing one.
    fn moves(self, start: ProposalState, is_in_conflict: bool) -> bool {
        let goes_on = matches!(self, Send | Approve | Publish);
        self != Undo && self.starts().contains(&start) && !(goes_on && is_in_conflict)
    }

    async fn run(self, office: &Office, db: &Db, round: &Round) -> Option<EditRefusal> {
        let (edits, id, version) = (edits(db), &round.id, round.version);
        let step = |user, action, answer| edits.step(user, id, version, action, answer);
        refusal_of(match self {
            Save => {
                let changes = vec![change(&round.before, &round.saved, noon_of_today())];
                edits.replace(&office.author, id, version, "別の見直し", round.revision, changes).await
            }
            Send => step(&office.author, ProposalAction::Send, "").await,
            Withdraw => step(&office.author, ProposalAction::Withdraw, "").await,
            Return => step(&office.approver, ProposalAction::Return, "直してください").await,
            Approve => edits.publish(&office.approver, id, version, ProposalAction::Approve).await,
            Publish => edits.publish(&office.author, id, version, ProposalAction::Publish).await,
            Settle => {
                let choices = BTreeMap::from([((ENTRY.parse().unwrap(), KANA), round.side)]);
                edits.resolve_conflicts(&office.author, id, version, &choices).await.map(|_| ())
            }
            Undo => {
                let what = UndoTarget::Proposal(id.clone());
                edits.propose_undo(&office.author, &what, "戻す").await.map(|_| ())
            }
        })
    }
}

/// One round. Returns the action that won, if any.
async fn race(office: &Office, [one, other]: [Racer; 2], number: usize) -> Option<Racer> {
    let common: Vec<ProposalState> =
        one.starts().iter().filter(|start| other.starts().contains(start)).copied().collect();
    let starts = if common.is_empty() { [one.starts(), other.starts()].concat() } else { common };
    let start = starts[number / 2 % starts.len()];
    let what = format!("{one:?} and {other:?} from {start}, round {number}");
    let before = office.kana().await;
    let mine = format!("{one:?}-{other:?}-{number}");
    let id = office.draft(&office.author, &before, &mine).await;
    let author = edits(&office.one);
    match start {
        ProposalState::Waiting => author.step(&office.author, &id, 1, ProposalAction::Send, "").await.unwrap(),
        ProposalState::Published => author.publish(&office.author, &id, 1, ProposalAction::Publish).await.unwrap(),
        _ => {}
    }
    let is_in_conflict = [one, other].contains(&Settle) && start != ProposalState::Published;
    let theirs = format!("{mine}-theirs");
    if is_in_conflict {
        let theirs = office.draft(&office.second, &before, &theirs).await;
        edits(&office.other).publish(&office.second, &theirs, 1, ProposalAction::Publish).await.unwrap();
    }
    let seen = office.proposal(&id).await;
    assert_eq!(seen.state, start, "{what}");
    let side = if number % 4 < 2 { Resolution::Mine } else { Resolution::Theirs };
    let revision = office.revision().await;
    let round = Round { id, version: seen.version, revision, before, saved: format!("{mine}-saved"), side };

    let racing = at_once(number, one.run(office, &office.one, &round), other.run(office, &office.other, &round));
    let (first, second) = racing.await;

    let results = [(one, first), (other, second)];
    let able: Vec<Racer> = [one, other].into_iter().filter(|racer| racer.moves(start, is_in_conflict)).collect();
    let winners: Vec<Racer> = results
        .iter()
        .filter(|(racer, refusal)| *racer != Undo && refusal.is_none())
        .map(|(racer, _)| *racer)
        .collect();
    assert_eq!(winners.len(), able.len().min(1), "{what}: {results:?}");
    assert!(winners.iter().all(|winner| able.contains(winner)), "{what}: {results:?}");
    if able.len() == 2 {
        let told: Vec<_> = results.iter().filter_map(|(_, refusal)| *refusal).collect();
        assert_eq!(told, [EditRefusal::Moved], "{what}: who came second is told so");
    }
    let winner = winners.first().copied();
    let now = office.proposal(&round.id).await;
    assert_eq!(now.version, round.version + i64::from(winner.is_some()), "{what}: {results:?}");
    let is_left = side == Resolution::Mine;
    let state = match winner {
        Some(Send) => ProposalState::Waiting,
        Some(Return) => ProposalState::Returned,
        Some(Withdraw) => ProposalState::Withdrawn,
        Some(Approve | Publish) => ProposalState::Published,
        Some(Settle) if !is_left => ProposalState::Withdrawn,
        Some(Save | Settle | Undo) | None => start,
    };
    assert_eq!(now.state, state, "{what}: {results:?}");
    let wanted = office.wanted(&round.id).await;
    assert_eq!(wanted, if winner == Some(Save) { &*round.saved } else { &*mine }, "{what}: {results:?}");
    let published = match state {
        ProposalState::Published => &wanted,
        _ if is_in_conflict => &theirs,
        _ => &round.before,
    };
    assert_eq!(office.kana().await, *published, "{what}: what is published is what the proposals say");
    let raised = i64::from(matches!(winner, Some(Approve | Publish)));
    assert_eq!(office.revision().await, round.revision + raised, "{what}");

    let log = office.log().await;
    let own = format!("proposal {}", round.id);
    let entries = log.iter().filter(|row| row.action == CHANGE_PROCEDURE && row.detail == own).count();
    assert_eq!(entries, usize::from(state == ProposalState::Published), "{what}");
    let rows = |action: &str| log.iter().filter(|row| row.action == action && row.subject == round.id.as_str()).count();
    let of = |racer: Racer, is_so: bool| usize::from(winner == Some(racer) && is_so);
    assert_eq!(rows("send proposal"), usize::from(start == ProposalState::Waiting) + of(Send, true), "{what}");
    assert_eq!(rows("return proposal"), of(Return, true), "{what}");
    assert_eq!(rows("withdraw proposal"), of(Withdraw, true) + of(Settle, !is_left), "{what}");
    assert_eq!(rows("settle proposal"), of(Settle, is_left), "{what}");
    if let Some((_, undone)) = results.iter().find(|(racer, _)| *racer == Undo) {
        let may_be = state == ProposalState::Published;
        let must_be = start == ProposalState::Published;
        assert!(if undone.is_none() { may_be } else { !must_be }, "{what}: only what is published is taken back");
    }
    winner
}

on_both! {
    async fn of_two_moves_of_one_proposal_one_is_done_and_the_other_told(database: &Database) {
        let office = Office::open(database).await;
        for (place, one) in RACERS.into_iter().enumerate() {
            for other in RACERS.into_iter().skip(place) {
                let mut won: BTreeMap<String, usize> = BTreeMap::new();
                for number in 0..rounds() {
                    let winner = race(&office, [one, other], number).await;
                    *won.entry(winner.map_or("nobody".to_owned(), |winner| format!("{winner:?}"))).or_default() += 1;
                }
                assert!(office.is_well().await, "{one:?} and {other:?}");
                println!("{one:?} and {other:?}: {} rounds, won by {won:?}", rounds());
            }
        }
    }

    async fn of_two_changes_of_the_same_field_one_is_published_and_the_other_has_to_choose(database: &Database) {
        let office = Office::open(database).await;
        for number in 0..rounds() {
            let before = office.kana().await;
            let (mine, theirs) = (format!("mine {number}"), format!("theirs {number}"));
            let one = office.draft(&office.author, &before, &mine).await;
            let other = office.draft(&office.second, &before, &theirs).await;
            let (first, second) = at_once(
                number,
                edits(&office.one).publish(&office.author, &one, 1, ProposalAction::Publish),
                edits(&office.other).publish(&office.second, &other, 1, ProposalAction::Publish),
            ).await;
            let won = match (refusal_of(first), refusal_of(second)) {
                (None, Some(EditRefusal::Conflict)) => mine,
                (Some(EditRefusal::Conflict), None) => theirs,
                both => panic!("{both:?}"),
            };
            assert_eq!(office.kana().await, won);
        }
        assert!(office.is_well().await);
    }

    async fn what_is_due_is_published_once_by_two_processes(database: &Database) {
        let office = Office::open(database).await;
        let then = noon_of_today() + Duration::days(40);
        for number in 0..rounds() {
            let (before, becomes) = (office.kana().await, format!("due {number}"));
            let changes = vec![
                change(&before, &becomes, then),
                // Another entry of the same proposal, with a later date.
                ProcedurePatch { procedure: "moving-in".parse().unwrap(), ..change("", &becomes, then + Duration::days(40)) },
            ];
            let revision = office.revision().await;
            let own = edits(&office.one);
            let id = own.propose(&office.author, ProposalKind::Bulk, "見直し", revision, changes).await.unwrap();
            own.publish(&office.author, &id, 1, ProposalAction::Publish).await.unwrap();
            assert_eq!(office.proposal(&id).await.state, ProposalState::Scheduled);
            let revision = office.revision().await;
            let (first, second) =
                at_once(number, edits_at(&office.one, then).publish_due(), edits_at(&office.other, then).publish_due()).await;
            assert_eq!(first.unwrap() + second.unwrap(), 1);
            assert_eq!((office.kana().await, office.revision().await), (becomes, revision + 1));
            let log = office.log().await;
            let count = |action: &str, text: &str| {
                log.iter().filter(|row| row.action == action && (row.subject == text || row.detail == text)).count()
            };
            assert_eq!(count(CHANGE_PROCEDURE, &format!("proposal {id}")), 1);
            assert_eq!(count("schedule proposal", id.as_str()), 2, "once when it was published and once for what is left");
            let left = office.proposal(&id).await;
            assert_eq!((left.state, left.version), (ProposalState::Scheduled, 3));
            own.step(&office.author, &id, 3, ProposalAction::Withdraw, "").await.unwrap();
        }
        assert!(office.is_well().await);
    }

    async fn what_is_due_is_published_or_withdrawn_and_never_both(database: &Database) {
        let office = Office::open(database).await;
        let then = noon_of_today() + Duration::days(40);
        for number in 0..rounds() {
            let (before, becomes) = (office.kana().await, format!("due {number}"));
            let own = edits(&office.one);
            let changes = vec![change(&before, &becomes, then)];
            let id = own.propose(&office.author, ProposalKind::Entry, "見直し", 1, changes).await.unwrap();
            own.publish(&office.author, &id, 1, ProposalAction::Publish).await.unwrap();
            let (published, withdrawn) = at_once(
                number,
                edits_at(&office.one, then).publish_due(),
                edits_at(&office.other, then).step(&office.author, &id, 2, ProposalAction::Withdraw, ""),
            ).await;
            let now = office.proposal(&id).await;
            match (published.unwrap(), refusal_of(withdrawn)) {
                (1, Some(EditRefusal::Moved)) => {
                    assert_eq!((now.state, office.kana().await), (ProposalState::Published, becomes));
                }
                (0, None) => assert_eq!((now.state, office.kana().await), (ProposalState::Withdrawn, before)),
                both => panic!("{both:?}"),
            }
            assert_eq!(now.version, 3);
        }
        assert!(office.is_well().await);
    }

    async fn nothing_is_approved_by_an_account_after_it_was_closed(database: &Database) {
        let office = Office::open(database).await;
        let hasher = Hasher::default();
        let id = office.approver.member.id.clone();
        let by = Caller::User(&office.administrator);
        for number in 0..rounds() {
            let before = office.kana().await;
            let proposal = office.draft(&office.author, &before, &format!("approved {number}")).await;
            edits(&office.one).step(&office.author, &proposal, 1, ProposalAction::Send, "").await.unwrap();
            let (approved, closed) = at_once(
                number,
                edits(&office.one).publish(&office.approver, &proposal, 2, ProposalAction::Approve),
                office.accounts(&office.other, &hasher).save_disabled(by, &id, true),
            ).await;
            closed.unwrap();
            let log = office.log().await;
            let place = |action: &str| log.iter().position(|row| row.action == action).unwrap();
            match refusal_of(approved) {
                None => assert!(place(CHANGE_PROCEDURE) > place("disable staff"), "the newest row is the first"),
                Some(refusal) => {
                    assert_eq!(refusal, EditRefusal::NoRight);
                    assert_eq!(office.kana().await, before);
                }
            }
            office.accounts(&office.one, &hasher).save_disabled(by, &id, false).await.unwrap();
        }
        assert!(office.is_well().await);
    }

    async fn whose_rights_were_taken_away_since_the_page_was_opened_changes_nothing(database: &Database) {
        let office = Office::open(database).await;
        let hasher = Hasher::default();
        let accounts = office.accounts(&office.one, &hasher);
        let by = Caller::User(&office.administrator);
        let draft = office.draft(&office.author, "", "草案").await;
        let sent = office.draft(&office.author, "", "依頼").await;
        let edits = edits(&office.other);
        edits.step(&office.author, &sent, 1, ProposalAction::Send, "").await.unwrap();
        let (author, approver) = (&office.author, &office.approver);
        accounts.save_roles(by, &approver.member.id, roles(&["tax"], true, false)).await.unwrap();
        let late = edits.publish(approver, &sent, 2, ProposalAction::Approve).await;
        assert_eq!(refusal_of(late), Some(EditRefusal::NotFound), "it is no longer theirs to see");
        accounts.save_disabled(by, &author.member.id, true).await.unwrap();
        let changes = || vec![change("", "遅い", noon_of_today())];
        let rows = office.log().await.len();
        let refused = Some(EditRefusal::NoRight);
        assert_eq!(refusal_of(edits.propose(author, ProposalKind::Entry, "見直し", 1, changes()).await), refused);
        assert_eq!(refusal_of(edits.replace(author, &draft, 1, "見直し", 1, changes()).await), refused);
        assert_eq!(refusal_of(edits.resolve_conflicts(author, &draft, 1, &BTreeMap::new()).await), refused);
        assert_eq!(refusal_of(edits.publish(author, &draft, 1, ProposalAction::Publish).await), refused);
        for (id, version, action) in [(&draft, 1, ProposalAction::Send), (&draft, 1, ProposalAction::Withdraw), (&sent, 2, ProposalAction::Withdraw)] {
            assert_eq!(refusal_of(edits.step(author, id, version, action, "").await), refused);
        }
        assert_eq!(refusal_of(edits.confirm(author, &[ENTRY.parse().unwrap()]).await), refused);
        accounts.save_roles(Caller::CommandLine, &office.administrator.member.id, roles(&[], false, false)).await.unwrap();
        assert_eq!(refusal_of(edits.save_rules(&office.administrator, &BTreeMap::new()).await), refused);
        let late = accounts.save_disabled(by, &author.member.id, false).await;
        assert!(matches!(late, Err(AccountError::Refused(Refusal::NoRight))), "{late:?}");
        assert_eq!(office.log().await.len(), rows + 1, "the roles of the administrator");
        assert_eq!(office.wanted(&draft).await, "草案");
    }

    async fn of_two_administrators_who_close_each_others_accounts_one_stays(database: &Database) {
        let office = Office::open(database).await;
        let hasher = Hasher::default();
        let one = office.administrator.clone();
        let other = current_user(&office.one, OTHER_OFFICE).await;
        for number in 0..rounds() {
            let (first, second) = at_once(
                number,
                office.accounts(&office.one, &hasher).save_disabled(Caller::User(&one), &other.member.id, true),
                office.accounts(&office.other, &hasher).save_disabled(Caller::User(&other), &one.member.id, true),
            ).await;
            let closed = match (first, second) {
                (Ok(()), Err(AccountError::Refused(Refusal::NoRight))) => &other,
                (Err(AccountError::Refused(Refusal::NoRight)), Ok(())) => &one,
                both => panic!("{both:?}"),
            };
            let accounts = office.accounts(&office.one, &hasher);
            accounts.save_disabled(Caller::CommandLine, &closed.member.id, false).await.unwrap();
        }
    }
}
