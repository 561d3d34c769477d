//! What became of departments: each change of a reorganisation (組織改編), and where an old code leads today.

use chrono::NaiveDate;

use super::calendar::{date_en, date_ja};
use super::procedure::DepartmentCode;
use super::text::normalise_name;

string_enum! {
    /// What happened to a department.
    pub enum DepartmentChangeKind ("kind of change") {
        /// 名称変更: its code stays.
        Renamed = "renamed",
        /// 廃止: its procedures belong to its successors.
        Dissolved = "dissolved",
        /// 一部移管: some of its procedures belong to another department, and it stays.
        Split = "split",
        /// 新設: it is new and succeeds no other department.
        Founded = "founded",
        /// 復活: it was dissolved, and is there again beside the department that succeeded it.
        Restored = "restored",
    }
}

/// One change of a department, with the names at that time. A department with several successors has a change for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentChange {
    pub code: DepartmentCode,
    /// The name before the change.
    pub name: String,
    /// Empty if there was none.
    pub name_en: String,
    pub kind: DepartmentChangeKind,
    /// The department that is there after the change. Of one that is renamed, founded or restored, its own code.
    pub successor: DepartmentCode,
    /// The name of the successor after the change.
    pub successor_name: String,
    /// Empty if there was none.
    pub successor_name_en: String,
    pub changed_on: NaiveDate,
    /// The day of the reorganisation that it takes back, if it undoes one.
    pub takes_back: Option<NaiveDate>,
}

impl DepartmentChange {
    /// Whether a later change takes this one back: it says so, and does the opposite.
    #[must_use]
    pub fn is_taken_back_by(&self, later: &Self) -> bool {
        use DepartmentChangeKind::{Dissolved, Renamed, Restored, Split};
        let is_opposite = match (self.kind, later.kind) {
            (Renamed, Renamed) => {
                self.code == later.code && (&self.name, &self.successor_name) == (&later.successor_name, &later.name)
            }
            (Dissolved | Split, Dissolved | Split) => (&self.code, &self.successor) == (&later.successor, &later.code),
            (Dissolved, Restored) | (Restored, Dissolved) => self.code == later.code,
            _ => false,
        };
        later.takes_back == Some(self.changed_on) && is_opposite
    }
}

/// What became of a department that is not there any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerDepartment<'a> {
    /// The change with which it was dissolved; the first of several.
    pub last: &'a DepartmentChange,
    /// The departments of today that its successors lead to, each once. Empty if none of them is there any more and no
    /// change says what became of them.
    pub successors: Vec<DepartmentCode>,
}

impl FormerDepartment<'_> {
    /// That it was dissolved, and when, in English and Japanese.
    #[must_use]
    pub fn describe(&self) -> (String, String) {
        let (name, day) = (&self.last.name, self.last.changed_on);
        (format!("{name} was dissolved on {}", date_en(day)), format!("「{name}」は{}に廃止されました", date_ja(day)))
    }
}

/// The changes, among those from a place on, with which a department was last dissolved. They were recorded together.
fn dissolution(changes: &[DepartmentChange], code: &DepartmentCode, from: usize) -> Option<(usize, usize)> {
    let is_of = |change: &DepartmentChange| change.code == *code && change.kind == DepartmentChangeKind::Dissolved;
    let last = changes.iter().skip(from).rposition(is_of)? + from;
    let day = changes[last].changed_on;
    let before = changes[from..last].iter().rev().take_while(|change| is_of(change) && change.changed_on == day);
    Some((last - before.count(), last))
}

/// Follows the successors of a department to those of today. `changes` are in the order in which they were recorded.
/// Returns `None` for a department that is there, and for one of which nothing is known.
#[must_use]
pub fn became_of<'a>(
    code: &DepartmentCode,
    changes: &'a [DepartmentChange],
    is_there: impl Fn(&DepartmentCode) -> bool,
) -> Option<FormerDepartment<'a>> {
    if is_there(code) {
        return None;
    }
    let (first, last) = dissolution(changes, code, 0)?;
    let mut successors: Vec<DepartmentCode> = Vec::new();
    // Each step looks only at later changes, so that departments that come and go by turns end somewhere.
    let mut open: Vec<(&DepartmentCode, usize)> =
        changes[first..=last].iter().rev().map(|change| (&change.successor, last + 1)).collect();
    while let Some((next, from)) = open.pop() {
        if is_there(next) {
            if !successors.contains(next) {
                successors.push(next.clone());
            }
        } else if let Some((first, last)) = dissolution(changes, next, from) {
            open.extend(changes[first..=last].iter().rev().map(|change| (&change.successor, last + 1)));
        }
    }
    Some(FormerDepartment { last: &changes[first], successors })
}

/// Whether a department was dissolved into one that had been dissolved into it, so that its procedures are back where they
/// were.
#[must_use]
pub fn goes_back(change: &DepartmentChange, earlier: &[DepartmentChange]) -> bool {
    let is_dissolved = |change: &DepartmentChange| change.kind == DepartmentChangeKind::Dissolved;
    let is_opposite =
        |before: &DepartmentChange| (&before.code, &before.successor) == (&change.successor, &change.code);
    is_dissolved(change) && earlier.iter().any(|before| is_dissolved(before) && is_opposite(before))
}

/// The departments of today that a word of the past leads to, a code or a name that a department had, with the day of the
/// change. Returns `None` for a word of which nothing is known.
#[must_use]
pub fn departments_now(
    word: &str,
    changes: &[DepartmentChange],
    is_there: impl Fn(&DepartmentCode) -> bool,
) -> Option<(NaiveDate, Vec<DepartmentCode>)> {
    let is_of = |change: &&DepartmentChange| change.code.as_str() == word || normalise_name(&change.name) == word;
    let change = changes.iter().rev().find(is_of)?;
    let now = match became_of(&change.code, changes, &is_there) {
        Some(former) => former.successors,
        // It had another name.
        None => Some(change.code.clone()).filter(|code| is_there(code)).into_iter().collect(),
    };
    (!now.is_empty()).then_some((change.changed_on, now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DepartmentCode {
        text.parse().expect("a code")
    }

    fn change(of: &str, kind: DepartmentChangeKind, successor: &str, day: &str) -> DepartmentChange {
        DepartmentChange {
            code: code(of),
            name: of.to_uppercase(),
            name_en: String::new(),
            kind,
            successor: code(successor),
            successor_name: successor.to_uppercase(),
            successor_name_en: String::new(),
            changed_on: day.parse().expect("a day"),
            takes_back: None,
        }
    }

    fn dissolved(of: &str, successor: &str, day: &str) -> DepartmentChange {
        change(of, DepartmentChangeKind::Dissolved, successor, day)
    }

    fn leads_to(of: &str, changes: &[DepartmentChange], there: &[&str]) -> Option<Vec<String>> {
        let found = became_of(&code(of), changes, |code| there.contains(&code.as_str()))?;
        Some(found.successors.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn an_old_code_leads_to_the_departments_of_today() {
        let changes = [
            dissolved("a", "m", "2026-04-01"),
            dissolved("b", "m", "2026-04-01"),
            change("m", DepartmentChangeKind::Renamed, "m", "2026-10-01"),
            dissolved("m", "x", "2027-04-01"),
            dissolved("m", "y", "2027-04-01"),
        ];
        assert_eq!(leads_to("a", &changes, &["x", "y"]), Some(vec!["x".to_owned(), "y".to_owned()]));
        assert_eq!(leads_to("m", &changes, &["x", "y"]), Some(vec!["x".to_owned(), "y".to_owned()]));
        assert_eq!(leads_to("x", &changes, &["x", "y"]), None, "it is there");
        assert_eq!(leads_to("z", &changes, &["x", "y"]), None, "nothing is known of it");
        assert_eq!(leads_to("a", &changes, &["y"]), Some(vec!["y".to_owned()]));
        let found = became_of(&code("b"), &changes, |code| code.as_str() == "x").expect("a former department");
        assert_eq!((found.last.name.as_str(), found.last.changed_on.to_string().as_str()), ("B", "2026-04-01"));
    }

    #[test]
    fn departments_that_came_and_went_by_turns_lead_to_the_last_one() {
        let changes =
            [dissolved("a", "m", "2026-04-01"), dissolved("m", "a", "2026-04-02"), dissolved("a", "n", "2026-04-02")];
        assert_eq!(leads_to("m", &changes, &["n"]), Some(vec!["n".to_owned()]));
        assert_eq!(leads_to("a", &changes, &["n"]), Some(vec!["n".to_owned()]));
        let round = [dissolved("a", "b", "2026-04-01"), dissolved("b", "a", "2026-04-02")];
        assert_eq!(leads_to("a", &round, &[]), Some(Vec::new()), "it ends");
    }

    #[test]
    fn an_old_name_leads_to_the_department_that_has_another_one_now() {
        let changes =
            [change("a", DepartmentChangeKind::Renamed, "a", "2026-04-01"), dissolved("b", "a", "2026-10-01")];
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let now = |word: &str| departments_now(word, &changes, |code| code.as_str() == "a");
        assert_eq!(now("A"), Some((day("2026-04-01"), vec![code("a")])));
        assert_eq!(now("B"), Some((day("2026-10-01"), vec![code("a")])));
        assert_eq!(now("b"), now("B"));
        assert_eq!(now("C"), None);
    }

    #[test]
    fn a_department_is_back_if_it_was_dissolved_into_the_one_that_goes() {
        use DepartmentChangeKind::{Dissolved, Split};
        let of = |code, kind, successor| change(code, kind, successor, "2026-04-01");
        let merged = [of("tax", Dissolved, "life"), of("citizens", Dissolved, "life")];
        assert!(goes_back(&of("life", Dissolved, "tax"), &merged));
        assert!(!goes_back(&of("life", Dissolved, "welfare"), &merged), "that one was never part of it");
        assert!(!goes_back(&of("tax", Dissolved, "life"), &merged), "the same again takes nothing back");
        assert!(!goes_back(&of("life", Split, "tax"), &merged), "it stays");
        assert!(!goes_back(&of("life", Dissolved, "tax"), &[of("tax", Split, "life")]), "tax never went");
        assert!(!goes_back(&of("life", Dissolved, "tax"), &[]));
    }

    #[test]
    fn what_takes_a_change_back_says_so_and_does_the_opposite() {
        use DepartmentChangeKind::{Dissolved, Founded, Renamed, Restored, Split};
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let undo = |of, kind, successor| DepartmentChange {
            takes_back: Some(day("2026-04-01")),
            ..change(of, kind, successor, "2026-04-10")
        };
        let of = |code, kind, successor| change(code, kind, successor, "2026-04-01");
        assert!(of("tax", Dissolved, "life").is_taken_back_by(&undo("life", Dissolved, "tax")));
        assert!(of("tax", Dissolved, "life").is_taken_back_by(&undo("life", Split, "tax")));
        assert!(of("tax", Dissolved, "life").is_taken_back_by(&undo("tax", Restored, "tax")));
        assert!(of("tax", Split, "life").is_taken_back_by(&undo("life", Split, "tax")));
        assert!(!of("tax", Dissolved, "life").is_taken_back_by(&undo("life", Dissolved, "welfare")));
        assert!(!of("tax", Founded, "tax").is_taken_back_by(&undo("tax", Restored, "tax")), "what is founded stays");
        let says_nothing = change("life", Dissolved, "tax", "2026-04-10");
        assert!(!of("tax", Dissolved, "life").is_taken_back_by(&says_nothing), "another reorganisation");
        let other_day = change("tax", Dissolved, "life", "2026-04-02");
        assert!(!other_day.is_taken_back_by(&undo("life", Dissolved, "tax")));
        let named = |before: &str, after: &str, one: DepartmentChange| DepartmentChange {
            name: before.to_owned(),
            successor_name: after.to_owned(),
            ..one
        };
        let renamed = named("税務課", "市税課", of("tax", Renamed, "tax"));
        assert!(renamed.is_taken_back_by(&named("市税課", "税務課", undo("tax", Renamed, "tax"))));
        assert!(!renamed.is_taken_back_by(&named("市税課", "納税課", undo("tax", Renamed, "tax"))));
    }

    #[test]
    fn a_department_that_only_gave_some_procedures_away_is_no_former_one() {
        let changes = [change("a", DepartmentChangeKind::Split, "b", "2026-04-01")];
        assert_eq!(leads_to("a", &changes, &["b"]), None);
    }
}
