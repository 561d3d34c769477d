//! The rows that are hashed: those of public data, accounts and proposals.

use crate::Upsert;
use crate::areas::{SAVE_AREAS, SAVE_BOUNDARIES, SAVE_POPULATION};
use crate::budget::{
    SAVE_ASSESSMENTS, SAVE_COST_ITEMS, SAVE_COURSES, SAVE_EFFECTS, SAVE_FUNDING, SAVE_INITIATIVES, SAVE_MILESTONES,
    SAVE_OBLIGATIONS, SAVE_PROGRAMMES, SAVE_ROLES, SAVE_SCHEDULE, SAVE_SDG_ACTIONS, SAVE_TRAINING_COUNTS,
};
use crate::cards::{SAVE_AGE_COUNTS, SAVE_CARD_COUNTS};
use crate::catalogue::{SAVE_DEPARTMENTS, SAVE_LIFE_EVENTS, SAVE_PROCEDURE_SETS};
use crate::corrections::ADD_CORRECTIONS;
use crate::department_changes::ADD_CHANGES;
use crate::elsewhere::SAVE_ELSEWHERE;
use crate::guides::{SAVE_ANSWERS, SAVE_ENTRIES, SAVE_GUIDES, SAVE_QUESTIONS};
use crate::indicators::SAVE_INDICATORS;
use crate::offices::{
    SAVE_HOLIDAYS, SAVE_OFFICE_EXCEPTIONS, SAVE_OFFICE_HOURS, SAVE_OFFICE_PROCEDURES, SAVE_OFFICES, SAVE_POSTCODES,
};
use crate::papers::{SAVE_PAPERS, SAVE_PROCEDURE_DETAILS, SAVE_PROCEDURE_FORMS, SAVE_PROCEDURE_PAPERS};
use crate::procedures;
use crate::proposals::SAVE_CHANGES;
use crate::readings::SAVE_READINGS;
use crate::sources::SAVE_SOURCES;
use crate::synonyms::SAVE_SYNONYMS;
use crate::translations::SAVE_TRANSLATIONS;

/// A table whose rows are hashed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Covered {
    pub table: &'static str,
    /// The first column of the key, a text column. Rows are looked up by it.
    pub owner: &'static str,
    /// The other columns of the key; empty if all rows of an owner are hashed together.
    pub rest: &'static [&'static str],
    /// The hashed columns in their order: all columns except those listed in [`NOT_COVERED`].
    columns: [&'static [&'static str]; 2],
    /// The columns that were added after rows had been hashed. They are hashed with their names, and only where they are
    /// not `NULL`, so the hashes made before the column existed stay valid.
    pub added: &'static [&'static str],
    /// Whether the product always rewrites the hashed unit as a whole, so that nothing of its earlier state remains.
    pub is_written_whole: bool,
}

impl Covered {
    /// All hashed columns; the added ones are the last.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'static str> {
        let first = self.columns.into_iter().flatten().copied().filter(|column| !self.added.contains(column));
        first.chain(self.added.iter().copied())
    }

    /// Marks columns as added after rows had been hashed. A migration adds them as `NULL`, without a default.
    pub(super) const fn with_added(self, added: &'static [&'static str]) -> Self {
        Self { added, ..self }
    }
}

/// A table that is saved as described: each row is hashed by itself, its key first.
const fn each_row(saved: Upsert) -> Covered {
    let [owner, rest @ ..] = saved.key else { panic!("a row is replaced by its key") };
    whole(saved.table, owner, rest, [saved.key, saved.columns])
}

/// A table that is saved as described: all rows of an owner are hashed together.
const fn all_of_an_owner(saved: Upsert) -> Covered {
    whole(saved.table, saved.key[0], &[], [saved.key, saved.columns])
}

const fn whole(
    table: &'static str,
    owner: &'static str,
    rest: &'static [&'static str],
    columns: [&'static [&'static str]; 2],
) -> Covered {
    Covered { table, owner, rest, columns, added: &[], is_written_whole: true }
}

/// A table with its columns listed here: other statements write it, or its hashes were first made in another order.
const fn listed(
    table: &'static str,
    owner: &'static str,
    rest: &'static [&'static str],
    columns: &'static [&'static str],
) -> Covered {
    whole(table, owner, rest, [columns, &[]])
}

const fn in_part(
    table: &'static str,
    owner: &'static str,
    rest: &'static [&'static str],
    columns: &'static [&'static str],
) -> Covered {
    Covered { is_written_whole: false, ..listed(table, owner, rest, columns) }
}

/// Tables whose rows are not hashed, each with the reason. The audit log protects itself; the revision and the tables
/// have a number and a fingerprint of their own.
pub const NOT_COVERED: &[(&str, &str)] = &[
    ("sessions", "who is logged in changes with every page"),
    ("known_browsers", "it opens nothing"),
    ("pending_logins", "it lives for minutes"),
    ("lost_forms", "it lives for hours, and cannot be changed unnoticed"),
    ("proposal_views", "it changes with every page that an approver opens"),
    ("reports", "reader reports are not recorded one by one"),
    ("report_cases", "it changes with every reader report"),
    ("report_texts", "reader reports are not recorded one by one"),
    ("proposed_files.content", "the bytes of an upload; what its preview is based on is covered"),
];

/// A test compares this list with the tables of both databases.
pub(super) const COVERED: &[Covered] = &[
    listed("settings", "name", &[], &["name", "value"]),
    each_row(SAVE_SOURCES),
    each_row(SAVE_AREAS),
    each_row(SAVE_BOUNDARIES),
    each_row(SAVE_POPULATION),
    each_row(SAVE_CARD_COUNTS),
    each_row(SAVE_AGE_COUNTS),
    each_row(SAVE_DEPARTMENTS),
    each_row(SAVE_LIFE_EVENTS),
    each_row(SAVE_PROCEDURE_SETS),
    each_row(procedures::SAVE_PROCEDURES).with_added(&[
        "planned_or_later",
        "ended_on",
        "ending",
        "ending_reason",
        "successor_id",
    ]),
    in_part("procedure_steps", "procedure_id", &[], &["procedure_id", "step", "state", "effective_on", "recorded_on"])
        .with_added(&["sequence"]),
    in_part(
        "procedure_exclusions",
        "procedure_id",
        &[],
        &["procedure_id", "excluded", "reason", "effective_on", "recorded_on"],
    )
    .with_added(&["sequence"]),
    all_of_an_owner(procedures::SAVE_CHANNELS),
    all_of_an_owner(procedures::SAVE_LIFE_EVENTS),
    all_of_an_owner(procedures::SAVE_SETS),
    each_row(procedures::SAVE_USAGE),
    each_row(SAVE_INDICATORS),
    in_part(
        "indicator_values",
        "indicator",
        &["fiscal_year", "kind", "recorded_on"],
        &["id", "indicator", "fiscal_year", "kind", "value", "measure", "recorded_on", "note", "source", "sample"],
    )
    .with_added(&["sequence"]),
    each_row(SAVE_PROGRAMMES),
    each_row(SAVE_FUNDING),
    each_row(SAVE_COST_ITEMS),
    each_row(SAVE_ASSESSMENTS),
    each_row(SAVE_OBLIGATIONS),
    each_row(SAVE_SCHEDULE),
    each_row(SAVE_INITIATIVES).with_added(&["due_on", "legal_basis", "done_on"]),
    each_row(SAVE_MILESTONES),
    each_row(SAVE_EFFECTS).with_added(&[
        "hours_before",
        "hours_after",
        "paper_before",
        "paper_after",
        "as_of",
        "source",
    ]),
    each_row(SAVE_COURSES),
    each_row(SAVE_ROLES),
    listed(
        "training",
        "programme",
        &["role", "position"],
        &[
            "programme",
            "role",
            "role_position",
            "position",
            "course",
            "mode",
            "duty",
            "staff",
            "done",
            "as_of",
            "sample",
        ],
    )
    .with_added(&["due_on", "source"]),
    each_row(SAVE_TRAINING_COUNTS),
    each_row(SAVE_SDG_ACTIONS),
    listed("corrections", "subject", &["sequence"], ADD_CORRECTIONS.columns),
    listed("department_changes", "code", &["sequence"], ADD_CHANGES.columns).with_added(&["takes_back"]),
    each_row(SAVE_OFFICES),
    each_row(SAVE_OFFICE_HOURS),
    each_row(SAVE_OFFICE_EXCEPTIONS),
    each_row(SAVE_OFFICE_PROCEDURES),
    each_row(SAVE_HOLIDAYS),
    each_row(SAVE_POSTCODES),
    each_row(SAVE_SYNONYMS),
    each_row(SAVE_TRANSLATIONS),
    each_row(SAVE_ELSEWHERE),
    each_row(SAVE_READINGS),
    each_row(SAVE_PAPERS),
    each_row(SAVE_PROCEDURE_PAPERS),
    each_row(SAVE_PROCEDURE_DETAILS),
    each_row(SAVE_PROCEDURE_FORMS),
    each_row(SAVE_GUIDES),
    each_row(SAVE_QUESTIONS),
    each_row(SAVE_ANSWERS),
    each_row(SAVE_ENTRIES),
    in_part(
        "staff",
        "id",
        &[],
        &[
            "id",
            "e_mail",
            "name",
            "is_approver",
            "is_administrator",
            "password_hash",
            "password_changed_at",
            "must_change_password",
            "one_time_password_used",
            "disabled",
            "created_at",
            "last_login_at",
        ],
    ),
    listed("staff_departments", "staff_id", &[], &["staff_id", "department"]),
    in_part("staff_identities", "staff_id", &[], &["issuer", "subject", "staff_id", "linked_at"]),
    listed("department_rules", "department", &[], &["department", "needs_approval", "keeps_figures"])
        .with_added(&["keeps_tables"]),
    in_part(
        "proposals",
        "id",
        &[],
        &[
            "id",
            "kind",
            "author",
            "state",
            "reason",
            "seen_revision",
            "created_at",
            "changed_at",
            "decided_by",
            "answer",
            "version",
        ],
    ),
    listed("proposal_departments", "proposal", &[], &["proposal", "department"]),
    each_row(SAVE_CHANGES),
    in_part("proposed_files", "proposal", &[], &["proposal", "kind", "name", "options", "base", "summary"])
        .with_added(&["waits_until"]),
];

/// Every table whose rows are hashed, with its hashed columns.
pub fn covered_tables() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    COVERED.iter().map(|covered| (covered.table, covered.columns().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column named by `with_added` changes this digest, which is then replaced here. Nothing else may change it: in
    /// another order, no row of an existing database would match its hash.
    #[test]
    fn the_hashed_columns_and_their_order_are_pinned() {
        let tables = COVERED.iter().map(|covered| {
            let columns = covered.columns().collect::<Vec<_>>().join(",");
            assert!(covered.added.iter().all(|added| !covered.rest.contains(added)), "a key is not added later");
            format!("{} {} {}: {columns}", covered.table, covered.owner, covered.rest.join(","))
        });
        let text = tables.collect::<Vec<_>>().join("\n");
        let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
        assert_eq!(
            hex::encode(digest.as_ref()),
            "e120c93f7ac8de077d30cc6dd005b73e7c580ae1911d7c2062569aff3a92e8e6",
            "{text}"
        );
    }
}
