//! The audit log as a hash chain, and the detection of tampering.
//!
//! Each row carries a keyed hash over itself and over the hash of the previous row. Without the key, nobody can write a
//! row that verifies. They can still edit, remove, move or truncate rows, and each of these leaves its own trace.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use super::ParseEnumError;
use super::audit_action::AuditAction;

/// The previous hash in the first row.
pub const GENESIS_HASH: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A change to the entry of one procedure; the subject is its id, the values are the changed fields.
pub const CHANGE_PROCEDURE: &str = AuditAction::ChangeProcedure.as_str();

/// A procedure that someone added; the subject is its id, the values are the fields.
pub const ADD_PROCEDURE: &str = AuditAction::AddProcedure.as_str();

/// An imported file of procedures; the values list the new ones.
pub const IMPORT_PROCEDURES: &str = "import procedures";

/// The texts of another row were erased; the subject is the number of that row.
pub const FORGET_TEXTS: &str = AuditAction::ForgetTexts.as_str();

/// Closes a day on which nothing was written; the subject is the day.
pub const BEGIN_DAY: &str = AuditAction::BeginDay.as_str();

/// The first row from which the rows of public data, accounts and proposals are covered by hashes.
pub const VOUCH_FOR_ROWS: &str = AuditAction::VouchForRows.as_str();

/// The actor of rows that no user requested.
pub const PROGRAM: &str = "program";

/// A backup replaced the existing data.
pub const RESTORE: &str = AuditAction::Restore.as_str();

/// A procedure's entry that is added or changed, as recorded in the log.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct EntryRow {
    pub number: i64,
    /// Id of the procedure.
    pub procedure: String,
    /// RFC 3339, UTC.
    pub recorded_at: String,
    pub revision: Option<i64>,
    /// An opaque id.
    pub actor: String,
    pub approved_by: String,
    /// [`ADD_PROCEDURE`] or [`CHANGE_PROCEDURE`].
    pub action: String,
    pub reason: String,
    pub detail: String,
    /// JSON; empty if it was erased.
    pub was: String,
    pub became: String,
}

impl EntryRow {
    /// Whether the entry was added with it. That is not undone: a procedure is withdrawn.
    #[must_use]
    pub fn is_addition(&self) -> bool {
        self.action == ADD_PROCEDURE
    }
}

/// The end of the log at some point in time, stored or published outside the database.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Head {
    /// The number of the last row, and therefore of all rows.
    pub number: i64,
    /// Its hash, 64 hexadecimal digits.
    pub hash: String,
}

impl fmt::Display for Head {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.number, self.hash)
    }
}

impl FromStr for Head {
    type Err = ParseEnumError;

    /// `NUMBER:HASH`, as `/data` publishes it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = text.trim().split_once(':').and_then(|(number, hash)| {
            let number: i64 = number.trim().parse().ok().filter(|number| *number > 0)?;
            let hash = hash.trim().to_ascii_lowercase();
            (hash.len() == 64 && hash.bytes().all(|digit| digit.is_ascii_hexdigit())).then_some(Self { number, hash })
        });
        read.ok_or_else(|| ParseEnumError {
            what: "head of the audit log",
            given: text.chars().take(80).collect(),
            expected: "a row number, ':' and 64 hexadecimal digits".to_owned(),
        })
    }
}

string_enum! {
    /// The kind of tampering with a row.
    pub enum Damage ("kind of damage") {
        /// One of its fields has been altered.
        Edited = "edited",
        /// It is missing, but rows after it still exist.
        Removed = "removed",
        /// It was not written by a holder of the key, or it is a copy of another row.
        Inserted = "inserted",
        /// It is in the place of another row.
        Reordered = "reordered",
        /// It is missing from the end of the log, according to a head that was stored outside.
        Cut = "cut",
        /// It is authentic, but not the row that belongs there or that was published.
        Replaced = "replaced",
        /// One of its fields is not valid for its column, so nothing more can be determined.
        Malformed = "malformed",
        /// It names a key that is not in the key file.
        KeyUnknown = "key_unknown",
        /// Its reason, detail or values have been altered.
        TextEdited = "text_edited",
        /// Its reason, detail and values are missing, and no row records that they were erased.
        TextRemoved = "text_removed",
    }
}

/// Damage and the rows it concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Finding {
    /// The first affected row, by its current or former number.
    pub number: i64,
    /// The last affected row.
    pub until: i64,
    pub damage: Damage,
    /// For a moved row: the number under which it was written.
    pub written_as: Option<i64>,
}

impl Finding {
    #[must_use]
    pub const fn of(damage: Damage, number: i64) -> Self {
        Self { number, until: number, damage, written_as: None }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.number == self.until {
            write!(formatter, "row {}: ", self.number)?;
        } else {
            write!(formatter, "rows {} to {}: ", self.number, self.until)?;
        }
        match self.damage {
            Damage::Edited => formatter.write_str("edited: a field has been altered"),
            Damage::Removed => formatter.write_str("removed"),
            Damage::Inserted => formatter.write_str("inserted: written without the key, or a copy"),
            Damage::Reordered => match self.written_as {
                Some(number) => write!(formatter, "reordered: this was written as row {number}"),
                None => formatter.write_str("reordered"),
            },
            Damage::Cut => formatter.write_str("cut off the end"),
            Damage::Replaced => {
                formatter.write_str("replaced: authentic, but not the row that followed or was published")
            }
            Damage::Malformed => formatter.write_str("edited: a field is invalid, such as a date that does not exist"),
            Damage::KeyUnknown => formatter.write_str(
                "names a key that is not in the key file: edited, or an old key is missing from \
                                     the file",
            ),
            Damage::TextEdited => formatter.write_str("edited: its texts have been altered"),
            Damage::TextRemoved => {
                formatter.write_str("its texts were removed, but no row records that they were forgotten")
            }
        }
    }
}

/// A row as seen by the verification of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The number of the row in storage.
    pub number: i64,
    /// The number for which its hash verifies; `None` if there is none.
    pub written_as: Option<i64>,
    pub previous_hash: String,
    pub hash: String,
}

/// All damage to a log, in order of its rows. `links` are in order of their numbers; `heads` are ends of the log that
/// were stored outside.
#[must_use]
pub fn find_damage(links: &[Link], heads: &[Head]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let genuine = without_duplicates(links, &mut findings);
    let last_head = heads.iter().map(|head| head.number).max();
    let last_genuine = genuine.iter().map(|(number, _)| *number).max().unwrap_or(0);
    // Without a head, nothing shows where the log ended: unverifiable rows at the end count as rows of the log.
    let last_stored = links.last().map_or(0, |link| link.number);
    let last = last_genuine.max(last_head.unwrap_or(last_stored));
    let there: HashSet<i64> = genuine.iter().map(|(number, _)| *number).collect();
    let mut missing: BTreeSet<i64> = (1..=last).filter(|number| !there.contains(number)).collect();
    find_unverifiable_rows(links, &mut missing, &mut findings);
    find_gaps(&missing, last_genuine.max(last_stored.min(last)), &mut findings);
    find_moves(&genuine, &mut findings);
    find_broken_links(&genuine, heads, &mut findings);
    findings.sort();
    findings.dedup();
    findings
}

/// The rows that verify, each once, with the number under which they were written.
fn without_duplicates<'a>(links: &'a [Link], findings: &mut Vec<Finding>) -> Vec<(i64, &'a Link)> {
    let in_place: HashSet<i64> =
        links.iter().filter(|link| link.written_as == Some(link.number)).map(|link| link.number).collect();
    let mut seen = HashSet::new();
    let mut genuine = Vec::new();
    for link in links {
        let Some(number) = link.written_as else { continue };
        let is_copy = (number != link.number && in_place.contains(&number)) || !seen.insert(number);
        if is_copy {
            findings.push(Finding::of(Damage::Inserted, link.number));
        } else {
            genuine.push((number, link));
        }
    }
    genuine
}

/// Rows that verify under no number: if a row is missing in that place, it was edited; otherwise the row was inserted.
fn find_unverifiable_rows(links: &[Link], missing: &mut BTreeSet<i64>, findings: &mut Vec<Finding>) {
    let mut before = 0;
    for link in links {
        if let Some(number) = link.written_as {
            before = number;
            continue;
        }
        let place = [link.number, before + 1].into_iter().find(|place| missing.contains(place));
        match place {
            Some(place) => {
                missing.remove(&place);
                before = place;
                findings.push(Finding::of(Damage::Edited, link.number));
            }
            None => findings.push(Finding::of(Damage::Inserted, link.number)),
        }
    }
}

/// Missing numbers, grouped into ranges.
fn find_gaps(missing: &BTreeSet<i64>, last_there: i64, findings: &mut Vec<Finding>) {
    let mut span: Option<Finding> = None;
    for number in missing {
        let damage = if *number > last_there { Damage::Cut } else { Damage::Removed };
        match &mut span {
            Some(open) if open.until + 1 == *number && open.damage == damage => open.until = *number,
            _ => {
                findings.extend(span.take());
                span = Some(Finding::of(damage, *number));
            }
        }
    }
    findings.extend(span);
}

/// Rows that are out of order, and rows with a number that nothing explains.
fn find_moves(genuine: &[(i64, &Link)], findings: &mut Vec<Finding>) {
    // Removed or inserted rows shift the numbers of later rows; that is already reported.
    let is_shifted = findings.iter().any(|finding| matches!(finding.damage, Damage::Removed | Damage::Inserted));
    let mut smallest_behind = vec![i64::MAX; genuine.len() + 1];
    for (place, (number, _)) in genuine.iter().enumerate().rev() {
        smallest_behind[place] = smallest_behind[place + 1].min(*number);
    }
    let mut largest_before = 0;
    for (place, (number, link)) in genuine.iter().enumerate() {
        let out_of_order = *number < largest_before || *number > smallest_behind[place + 1];
        largest_before = largest_before.max(*number);
        if *number == link.number {
            continue;
        }
        if out_of_order {
            let written_as = Some(*number);
            findings.push(Finding { written_as, ..Finding::of(Damage::Reordered, link.number) });
        } else if !is_shifted {
            findings.push(Finding::of(Damage::Edited, link.number));
        }
    }
}

/// Authentic rows that do not follow one another, and rows that differ from the heads stored outside.
fn find_broken_links(genuine: &[(i64, &Link)], heads: &[Head], findings: &mut Vec<Finding>) {
    let by_number: HashMap<i64, &Link> = genuine.iter().map(|(number, link)| (*number, *link)).collect();
    for (number, link) in genuine {
        let before = match by_number.get(&(number - 1)) {
            Some(before) => before.hash.as_str(),
            None if *number == 1 => GENESIS_HASH,
            None => continue,
        };
        if link.previous_hash != before {
            findings.push(Finding::of(Damage::Replaced, link.number));
        }
    }
    for head in heads {
        if by_number.get(&head.number).is_some_and(|link| link.hash != head.hash) {
            findings.push(Finding::of(Damage::Replaced, head.number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hash(number: i64) -> String {
        format!("{number:064x}")
    }

    fn link(number: i64, written_as: i64) -> Link {
        Link { number, written_as: Some(written_as), previous_hash: hash(written_as - 1), hash: hash(written_as) }
    }

    fn whole(rows: i64) -> Vec<Link> {
        (1..=rows).map(|number| link(number, number)).collect()
    }

    fn head(number: i64) -> Head {
        Head { number, hash: hash(number) }
    }

    fn stranger(number: i64) -> Link {
        Link { written_as: None, ..link(number, number) }
    }

    fn kinds(links: &[Link], heads: &[Head]) -> Vec<(Damage, i64, i64)> {
        find_damage(links, heads).into_iter().map(|found| (found.damage, found.number, found.until)).collect()
    }

    #[test]
    fn a_whole_log_has_no_damage() {
        for rows in [0, 1, 2, 50] {
            assert_eq!(kinds(&whole(rows), &[]), []);
            if rows > 0 {
                assert_eq!(kinds(&whole(rows), &[head(rows), head(1)]), []);
            }
        }
    }

    #[test]
    fn an_edited_row_is_named_wherever_it_stands() {
        for place in 0..5_usize {
            let mut links = whole(5);
            links[place].written_as = None;
            let number = links[place].number;
            assert_eq!(kinds(&links, &[head(5)]), [(Damage::Edited, number, number)]);
            assert_eq!(kinds(&links, &[]), [(Damage::Edited, number, number)]);
        }
    }

    #[test]
    fn removed_rows_are_named_whether_the_others_were_renumbered_or_not() {
        let gap: Vec<Link> = whole(6).into_iter().filter(|link| !(3..=4).contains(&link.number)).collect();
        assert_eq!(kinds(&gap, &[head(6)]), [(Damage::Removed, 3, 4)]);
        let closed: Vec<Link> = (1..).zip([1, 2, 5, 6]).map(|(number, was)| link(number, was)).collect();
        assert_eq!(kinds(&closed, &[head(6)]), [(Damage::Removed, 3, 4)]);
        let first: Vec<Link> = whole(3).into_iter().skip(1).collect();
        assert_eq!(kinds(&first, &[head(3)]), [(Damage::Removed, 1, 1)]);
    }

    #[test]
    fn a_cut_end_is_found_by_a_head_and_only_by_a_head() {
        assert_eq!(kinds(&whole(4), &[head(6)]), [(Damage::Cut, 5, 6)]);
        assert_eq!(kinds(&[], &[head(2)]), [(Damage::Cut, 1, 2)]);
        assert_eq!(kinds(&whole(4), &[]), []);
    }

    #[test]
    fn rows_that_changed_places_are_both_named() {
        let links = [link(1, 1), link(2, 2), link(3, 4), link(4, 3), link(5, 5)];
        let found = find_damage(&links, &[head(5)]);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].damage, found[0].number, found[0].written_as), (Damage::Reordered, 3, Some(4)));
        assert_eq!((found[1].damage, found[1].number, found[1].written_as), (Damage::Reordered, 4, Some(3)));
    }

    #[test]
    fn an_inserted_row_is_named_and_those_it_pushed_on_are_not() {
        let pushed = [link(1, 1), link(2, 2), stranger(3), link(4, 3), link(5, 4)];
        assert_eq!(kinds(&pushed, &[head(4)]), [(Damage::Inserted, 3, 3)]);
        let mut at_the_end = whole(4);
        at_the_end.push(stranger(5));
        assert_eq!(kinds(&at_the_end, &[head(4)]), [(Damage::Inserted, 5, 5)]);
        let mut copied = whole(4);
        copied.push(link(5, 2));
        assert_eq!(kinds(&copied, &[head(4)]), [(Damage::Inserted, 5, 5)]);
    }

    #[test]
    fn a_row_under_another_number_was_edited() {
        let links = [link(1, 1), link(2, 2), link(7, 3)];
        assert_eq!(kinds(&links, &[head(3)]), [(Damage::Edited, 7, 7)]);
    }

    #[test]
    fn an_authentic_end_that_is_not_the_one_published_is_named() {
        let mut links = whole(4);
        links[3].hash = hash(400);
        assert_eq!(kinds(&links, &[head(4)]), [(Damage::Replaced, 4, 4)]);
        links[3].previous_hash = hash(399);
        assert_eq!(kinds(&links, &[]), [(Damage::Replaced, 4, 4)]);
    }

    #[test]
    fn a_head_is_read_as_it_is_published() {
        let head = head(12);
        assert_eq!(head.to_string().parse::<Head>(), Ok(head));
        for wrong in ["", "12", "0:ab", "12:xyz", &format!("-1:{}", hash(1))] {
            assert!(wrong.parse::<Head>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_taken_out_or_moved_is_noticed(
            rows in 2i64..20, from in 0usize..20, to in 0usize..20, renumber in any::<bool>(), takes_out in any::<bool>(),
        ) {
            let mut links = whole(rows);
            let (from, to) = (from % links.len(), to % links.len());
            if takes_out {
                links.remove(from);
            } else {
                prop_assume!(from != to);
                links.swap(from, to);
            }
            if renumber || !takes_out {
                for (number, link) in (1..).zip(&mut links) {
                    link.number = number;
                }
            }
            prop_assert!(!find_damage(&links, &[head(rows)]).is_empty());
        }
    }
}
