//! What the audit log records, and what its rows are about.

use std::fmt;
use std::str::FromStr;

use super::ParseEnumError;
use super::table_kind::TableKind;

string_enum! {
    /// An action that the audit log records. Files that are written to tables have actions of their own: `import` and the
    /// kind of the table.
    pub enum AuditAction ("action") {
        AddProcedure = "add procedure",
        ChangeProcedure = "change procedure",
        AddStaff = "add staff",
        ChangeRoles = "change roles",
        DisableStaff = "disable staff",
        EnableStaff = "enable staff",
        ResetPassword = "reset password",
        ChangePassword = "change password",
        EndSessions = "end sessions",
        LogIn = "log in",
        LogOut = "log out",
        LinkIdentity = "link identity",
        UnlinkIdentities = "unlink identities",
        SendProposal = "send proposal",
        ReturnProposal = "return proposal",
        WithdrawProposal = "withdraw proposal",
        SettleProposal = "settle proposal",
        ScheduleProposal = "schedule proposal",
        EndScheduledProposal = "end scheduled proposal",
        EndOldDraft = "end old draft",
        ChangeDepartmentRule = "change department rule",
        TakeReport = "take report",
        NoteReport = "note report",
        CloseReport = "close report",
        ChooseCity = "choose city",
        Fill = "fill",
        LeaveTable = "leave table for later",
        TakeUpTable = "take up table",
        Restore = "restore",
        ForgetTexts = "forget audit texts",
        BeginDay = "begin day",
        VouchForRows = "vouch for rows",
    }
}

impl AuditAction {
    /// What its rows are about.
    #[must_use]
    pub const fn area(self) -> AuditArea {
        match self {
            Self::AddProcedure | Self::ChangeProcedure => AuditArea::Table(TableKind::Procedures),
            Self::AddStaff
            | Self::ChangeRoles
            | Self::DisableStaff
            | Self::EnableStaff
            | Self::ResetPassword
            | Self::ChangePassword
            | Self::EndSessions
            | Self::LogIn
            | Self::LogOut
            | Self::LinkIdentity
            | Self::UnlinkIdentities => AuditArea::Accounts,
            Self::SendProposal
            | Self::ReturnProposal
            | Self::WithdrawProposal
            | Self::SettleProposal
            | Self::ScheduleProposal
            | Self::EndScheduledProposal
            | Self::EndOldDraft => AuditArea::Proposals,
            Self::ChangeDepartmentRule => AuditArea::DepartmentRules,
            Self::TakeReport | Self::NoteReport | Self::CloseReport => AuditArea::Reports,
            Self::ChooseCity
            | Self::Fill
            | Self::LeaveTable
            | Self::TakeUpTable
            | Self::Restore
            | Self::ForgetTexts
            | Self::BeginDay
            | Self::VouchForRows => AuditArea::Installation,
        }
    }
}

/// The action of a file that is written to a table.
#[must_use]
pub fn import_action(kind: TableKind) -> String {
    format!("import {kind}")
}

/// The kind of table that an action writes a file to; `None` if it does something else.
#[must_use]
pub fn imported_kind(action: &str) -> Option<TableKind> {
    action.strip_prefix("import ")?.parse().ok()
}

/// What a row of the audit log is about: a table, or something that is in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditArea {
    Table(TableKind),
    /// Accounts of staff and their logins.
    Accounts,
    Proposals,
    DepartmentRules,
    /// Residents' reports.
    Reports,
    /// The whole database, the log itself and the city.
    Installation,
}

impl AuditArea {
    /// What is in no table.
    pub const OTHERS: [Self; 5] =
        [Self::Accounts, Self::Proposals, Self::DepartmentRules, Self::Reports, Self::Installation];

    /// Every area, tables first.
    pub fn all() -> impl Iterator<Item = Self> {
        TableKind::ALL.iter().map(|kind| Self::Table(*kind)).chain(Self::OTHERS)
    }

    /// The area of an action; `None` if the action is not known.
    #[must_use]
    pub fn of(action: &str) -> Option<Self> {
        let known = action.parse::<AuditAction>().ok().map(AuditAction::area);
        known.or_else(|| imported_kind(action).map(Self::Table))
    }

    /// Every action that is about it.
    #[must_use]
    pub fn actions(self) -> Vec<String> {
        let import = match self {
            Self::Table(kind) => Some(import_action(kind)),
            _ => None,
        };
        let own = AuditAction::ALL.iter().filter(|action| action.area() == self);
        own.map(ToString::to_string).chain(import).collect()
    }

    /// Its spelling in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Table(kind) => kind.as_str(),
            Self::Accounts => "accounts",
            Self::Proposals => "proposals",
            Self::DepartmentRules => "department-rules",
            Self::Reports => "reports",
            Self::Installation => "installation",
        }
    }
}

impl fmt::Display for AuditArea {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for AuditArea {
    type Err = ParseEnumError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::all().find(|area| area.as_str() == text).ok_or_else(|| ParseEnumError {
            what: "table or kind of record",
            given: text.chars().take(80).collect(),
            expected: Self::all().map(Self::as_str).collect::<Vec<_>>().join(", "),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_area_reads_back_and_has_actions_that_lead_to_it() {
        for area in AuditArea::all() {
            assert_eq!(area.as_str().parse(), Ok(area));
            let actions = area.actions();
            assert!(!actions.is_empty(), "{area}");
            for action in actions {
                assert_eq!(AuditArea::of(&action), Some(area), "{action}");
            }
        }
    }

    #[test]
    fn what_nobody_knows_is_about_nothing() {
        assert_eq!(AuditArea::of("import nothing"), None);
        assert_eq!(AuditArea::of("dance"), None);
        assert!("dance".parse::<AuditArea>().is_err());
    }
}
