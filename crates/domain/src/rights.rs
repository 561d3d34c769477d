//! What a member of staff may do. Every permission of the staff area is decided here and nowhere else.

use std::collections::BTreeMap;

use super::procedure::DepartmentCode;
use super::proposal::DepartmentRule;
use super::staff::{Role, Roles, StaffId, StaffMember};
use super::table_kind::TableKind;

/// The permissions of one member of staff, derived from the current state of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    staff: StaffId,
    roles: Roles,
    must_change_password: bool,
}

impl Rights {
    /// A disabled account, or one with a one-time password that someone else has seen, has no permissions at all.
    #[must_use]
    pub fn of(member: &StaffMember) -> Self {
        let in_force = !member.disabled && !member.must_change_password;
        Self {
            staff: member.id.clone(),
            roles: if in_force { member.roles.clone() } else { Roles::default() },
            must_change_password: member.must_change_password,
        }
    }

    /// Whether the one-time password must be replaced before anything else.
    #[must_use]
    pub const fn must_change_password(&self) -> bool {
        self.must_change_password
    }

    /// Whether entries of a department may be changed.
    #[must_use]
    pub fn may_edit(&self, department: &DepartmentCode) -> bool {
        self.roles.departments.contains(department)
    }

    /// Whether a change by `author` to an entry of a department may be approved. Only an approver of that department
    /// may do so, and never the author, whatever other roles the author has.
    #[must_use]
    pub fn may_approve(&self, department: &DepartmentCode, author: &StaffId) -> bool {
        self.roles.is_approver && self.roles.departments.contains(department) && *author != self.staff
    }

    /// Whether the entries of all these departments may be changed. An entry without a department belongs to nobody; an
    /// editor takes it over by assigning it to one of their departments.
    #[must_use]
    pub fn may_edit_all(&self, departments: &[DepartmentCode]) -> bool {
        !departments.is_empty() && departments.iter().all(|department| self.may_edit(department))
    }

    /// Whether a change by `author` may be approved, or returned, for all of these departments.
    #[must_use]
    pub fn may_approve_all(&self, departments: &[DepartmentCode], author: &StaffId) -> bool {
        !departments.is_empty() && departments.iter().all(|department| self.may_approve(department, author))
    }

    /// Whether the user's own changes to these departments' entries are published without approval by someone else.
    #[must_use]
    pub fn may_publish_alone(&self, departments: &[DepartmentCode], rules: &DepartmentRules) -> bool {
        self.may_edit_all(departments) && departments.iter().all(|department| !rules.of(department).needs_approval)
    }

    /// The user's departments that keep a table of the whole city. One such department is enough to propose changes to
    /// it, except where only administrators may.
    #[must_use]
    pub fn departments_keeping(&self, table: TableKind, rules: &DepartmentRules) -> Vec<DepartmentCode> {
        if !self.may_propose(table) {
            return Vec::new();
        }
        self.roles
            .departments
            .iter()
            .filter(|department| rules.of(department).keeps.contains(&table))
            .cloned()
            .collect()
    }

    /// Whether changes to a table may be proposed at all, whoever keeps it: a reorganisation of departments also moves
    /// accounts and their permissions, which only administrators change.
    #[must_use]
    pub fn may_propose(&self, table: TableKind) -> bool {
        !table.is_of_administrators() || self.may_administer()
    }

    /// Whether the user, as an administrator, keeps a table that no department is charged with: so that an empty
    /// installation can be filled, departments and all.
    #[must_use]
    pub fn keeps_as_administrator(&self, table: TableKind, rules: &DepartmentRules) -> bool {
        self.may_administer() && !table.is_of_procedures() && !table.is_log() && !rules.is_kept(table)
    }

    /// The tables that the user may change by file or row by row.
    #[must_use]
    pub fn open_tables(&self, rules: &DepartmentRules) -> Vec<TableKind> {
        let is_open = |table: &TableKind| match table.is_of_procedures() {
            true => !self.roles.departments.is_empty(),
            false if table.is_log() => false,
            false => !self.departments_keeping(*table, rules).is_empty() || self.keeps_as_administrator(*table, rules),
        };
        TableKind::ALL.iter().copied().filter(is_open).collect()
    }

    /// Whether pending changes to these departments may be seen: by those who work for one of them. Changes that are no
    /// department's are seen by administrators, so that one of them can act when the author is away.
    #[must_use]
    pub fn may_see(&self, departments: &[DepartmentCode], author: &StaffId) -> bool {
        *author == self.staff
            || departments.iter().any(|department| self.may_edit(department))
            || (departments.is_empty() && self.may_administer())
    }

    /// Whether the user may decide which departments need approval.
    #[must_use]
    pub const fn may_edit_rules(&self) -> bool {
        self.may_administer()
    }

    /// Whether the user may decide which city the installation is about, and what of its first day is left for later.
    #[must_use]
    pub const fn may_set_up(&self) -> bool {
        self.may_administer()
    }

    /// Whether the user may read who did what, in all departments.
    #[must_use]
    pub const fn may_read_audit_log(&self) -> bool {
        self.may_administer()
    }

    /// Whether residents' reports about a procedure of a department may be read and dealt with: by those who edit it.
    #[must_use]
    pub fn may_handle_reports(&self, department: Option<&DepartmentCode>) -> bool {
        department.is_some_and(|department| self.may_edit(department))
    }

    /// Whether the user may manage accounts.
    #[must_use]
    pub const fn may_administer(&self) -> bool {
        self.roles.is_administrator
    }

    /// Whether roles, password and access of an account may be changed: by an administrator, and never by its owner.
    /// Nobody can grant themselves a permission, and the last administrator cannot be removed by mistake.
    #[must_use]
    pub fn may_change(&self, account: &StaffId) -> bool {
        self.may_administer() && *account != self.staff
    }

    /// Whether sessions of an account may be listed and ended: by its owner and by administrators.
    #[must_use]
    pub fn may_end_sessions_of(&self, account: &StaffId) -> bool {
        *account == self.staff || self.may_administer()
    }

    /// The roles in force.
    #[must_use]
    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// Whether a role is in force.
    #[must_use]
    pub fn has(&self, role: Role) -> bool {
        self.roles.named().contains(&role)
    }
}

/// The administrators' settings, by department.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DepartmentRules(BTreeMap<DepartmentCode, DepartmentRule>);

impl DepartmentRules {
    /// The rule of a department; without one, approval is needed.
    #[must_use]
    pub fn of(&self, department: &DepartmentCode) -> DepartmentRule {
        self.0.get(department).cloned().unwrap_or_default()
    }

    /// Whether any department keeps a table.
    #[must_use]
    pub fn is_kept(&self, table: TableKind) -> bool {
        self.0.values().any(|rule| rule.keeps.contains(&table))
    }

    /// The departments that keep a table.
    pub fn keepers(&self, table: TableKind) -> impl Iterator<Item = &DepartmentCode> {
        self.0.iter().filter(move |(_, rule)| rule.keeps.contains(&table)).map(|(department, _)| department)
    }
}

impl FromIterator<(DepartmentCode, DepartmentRule)> for DepartmentRules {
    fn from_iter<T: IntoIterator<Item = (DepartmentCode, DepartmentRule)>>(rules: T) -> Self {
        Self(rules.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn member(id: &str, departments: &[&str], is_approver: bool, is_administrator: bool) -> StaffMember {
        StaffMember {
            id: id.parse().expect("an id"),
            e_mail: "a@example.jp".parse().expect("an address"),
            name: "花子".parse().expect("a name"),
            roles: Roles {
                departments: departments.iter().map(|code| code.parse().expect("a code")).collect(),
                is_approver,
                is_administrator,
            },
            disabled: false,
            must_change_password: false,
            one_time_password_used: false,
            has_password: true,
            is_linked: false,
            password_changed_at: DateTime::UNIX_EPOCH,
            created_at: DateTime::UNIX_EPOCH,
            last_login_at: None,
        }
    }

    fn code(text: &str) -> DepartmentCode {
        text.parse().expect("a code")
    }

    fn id(text: &str) -> StaffId {
        text.parse().expect("an id")
    }

    #[test]
    fn an_editor_touches_the_departments_named_for_them_and_no_other() {
        let rights = Rights::of(&member("a", &["taxation", "insurance"], false, false));
        assert!(rights.may_edit(&code("taxation")) && rights.may_edit(&code("insurance")));
        assert!(!rights.may_edit(&code("election")));
        assert!(!rights.may_approve(&code("taxation"), &id("b")) && !rights.may_administer());
    }

    #[test]
    fn nobody_approves_what_they_have_changed_themselves() {
        for is_administrator in [false, true] {
            let rights = Rights::of(&member("a", &["taxation"], true, is_administrator));
            assert!(rights.may_approve(&code("taxation"), &id("b")));
            assert!(!rights.may_approve(&code("taxation"), &id("a")));
            assert!(!rights.may_approve(&code("election"), &id("b")), "only departments named for them");
        }
    }

    #[test]
    fn one_foreign_department_among_many_is_enough_to_refuse() {
        let rights = Rights::of(&member("a", &["taxation", "insurance"], true, false));
        assert!(rights.may_edit_all(&[code("taxation"), code("insurance")]));
        assert!(!rights.may_edit_all(&[code("taxation"), code("election")]));
        assert!(rights.may_approve_all(&[code("taxation")], &id("b")));
        assert!(!rights.may_approve_all(&[code("taxation"), code("election")], &id("b")));
        assert!(!rights.may_approve_all(&[code("taxation")], &id("a")), "their own");
        assert!(!rights.may_edit_all(&[]) && !rights.may_approve_all(&[], &id("b")), "nobody's is not everybody's");
    }

    #[test]
    fn approval_is_needed_until_an_administrator_says_otherwise() {
        let rights = Rights::of(&member("a", &["taxation", "insurance"], false, false));
        let free = DepartmentRule { needs_approval: false, keeps: [TableKind::Cards].into() };
        let rules: DepartmentRules = [(code("taxation"), free.clone()), (code("election"), free)].into_iter().collect();
        assert!(rights.may_publish_alone(&[code("taxation")], &rules));
        assert!(!rights.may_publish_alone(&[code("insurance")], &rules));
        assert!(!rights.may_publish_alone(&[code("taxation"), code("insurance")], &rules));
        assert!(!rights.may_publish_alone(&[code("election")], &rules), "no right to edit, none to publish");
        assert_eq!(rights.departments_keeping(TableKind::Cards, &rules), [code("taxation")]);
        assert_eq!(rights.departments_keeping(TableKind::Sources, &rules), []);
        assert_eq!(rights.open_tables(&rules), [TableKind::Procedures, TableKind::Cards, TableKind::Usage]);
    }

    #[test]
    fn a_reorganisation_is_proposed_by_administrators_only() {
        let table = TableKind::Reorganisation;
        let kept: DepartmentRules =
            [(code("taxation"), DepartmentRule { needs_approval: true, keeps: [table].into() })].into_iter().collect();
        let free = DepartmentRules::default();
        let rights =
            |departments: &[&str], is_administrator| Rights::of(&member("a", departments, false, is_administrator));
        assert!(rights(&[], true).open_tables(&free).contains(&table));
        assert!(!rights(&["taxation"], false).open_tables(&free).contains(&table));
        assert!(!rights(&["taxation"], false).open_tables(&kept).contains(&table), "not even where it is kept");
        assert!(!rights(&[], true).open_tables(&kept).contains(&table), "a department is charged with it");
        assert!(rights(&["taxation"], true).open_tables(&kept).contains(&table));
    }

    #[test]
    fn an_administrator_looks_after_accounts_and_changes_nothing_published() {
        let rights = Rights::of(&member("a", &[], false, true));
        assert!(rights.may_administer() && rights.may_change(&id("b")));
        assert!(!rights.may_edit(&code("taxation")) && !rights.may_approve(&code("taxation"), &id("b")));
    }

    #[test]
    fn no_administrator_changes_their_own_account_and_no_one_else_changes_any() {
        assert!(!Rights::of(&member("a", &[], false, true)).may_change(&id("a")));
        assert!(!Rights::of(&member("a", &["taxation"], true, false)).may_change(&id("b")));
    }

    #[test]
    fn sessions_are_ended_by_their_owner_and_by_administrators() {
        let owner = Rights::of(&member("a", &[], false, false));
        assert!(owner.may_end_sessions_of(&id("a")) && !owner.may_end_sessions_of(&id("b")));
        assert!(Rights::of(&member("c", &[], false, true)).may_end_sessions_of(&id("a")));
    }

    #[test]
    fn a_disabled_account_and_a_one_time_password_have_no_right() {
        let full = member("a", &["taxation"], true, true);
        let disabled = Rights::of(&StaffMember { disabled: true, ..full.clone() });
        let new = Rights::of(&StaffMember { must_change_password: true, ..full.clone() });
        for rights in [&disabled, &new] {
            assert!(!rights.may_edit(&code("taxation")) && !rights.may_approve(&code("taxation"), &id("b")));
            assert!(!rights.may_administer() && Role::ALL.iter().all(|role| !rights.has(*role)));
        }
        assert!(new.must_change_password() && !Rights::of(&full).must_change_password());
    }
}
