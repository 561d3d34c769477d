//! Members of staff: who they are and which roles they have. The permissions that follow from that are decided in
//! [`Rights`](super::rights::Rights).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Duration, Utc};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::calendar::CLOCK_TOLERANCE;
use super::procedure::DepartmentCode;
use super::text::normalise_name;

identifier! {
    /// Identifies an account in the audit log, in the logs and in URLs: everywhere except on the pages that show whose
    /// it is.
    pub struct StaffId("staff id")
}

impl StaffId {
    /// A new id from 16 random bytes, as a UUID.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }
}

string_enum! {
    /// The roles of a member of staff.
    pub enum Role ("role") {
        /// Edits the entries of their departments.
        Editor = "editor",
        /// Approves other people's changes in their departments.
        Approver = "approver",
        /// Manages accounts. The role does not allow changing or approving anything that is published.
        Administrator = "administrator",
    }
}

/// An e-mail address in its normalised form for comparison, without differences of width and case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct Email(String);

/// Why a text is not an e-mail address. The error does not repeat the text, which may be someone's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("that is not an e-mail address; expected something like name@city.example.jp")]
pub struct InvalidEmail;

impl Email {
    /// The longest address that mail can be sent to (RFC 5321, 4.5.3.1.3).
    const LONGEST: usize = 254;
    /// The longest part before the `@` (RFC 5321, 4.5.3.1.1).
    const LONGEST_NAME: usize = 64;

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Email {
    type Err = InvalidEmail;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let folded: String = text.trim().nfkc().flat_map(char::to_lowercase).collect();
        let (name, host) = folded.split_once('@').ok_or(InvalidEmail)?;
        let is_name = (1..=Self::LONGEST_NAME).contains(&name.len())
            && name.chars().all(|letter| !letter.is_whitespace() && !letter.is_control());
        let is_host = host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
        });
        if is_name && is_host && folded.len() <= Self::LONGEST { Ok(Self(folded)) } else { Err(InvalidEmail) }
    }
}

/// Hides the address, so that it does not end up in logs by mistake.
impl fmt::Debug for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EMail(…)")
    }
}

/// The name of a member of staff.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct PersonName(String);

/// Why a text is not a valid name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("that is not a name; expected 1 to 80 characters, such as 手続 花子")]
pub struct InvalidName;

impl PersonName {
    const LONGEST: usize = 80;

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = normalise_name(text);
        if (1..=Self::LONGEST).contains(&name.chars().count()) { Ok(Self(name)) } else { Err(InvalidName) }
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PersonName(…)")
    }
}

/// The roles and departments of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roles {
    /// The departments whose entries may be changed; an empty set means none, never all.
    pub departments: BTreeSet<DepartmentCode>,
    pub is_approver: bool,
    pub is_administrator: bool,
}

impl Roles {
    /// The roles as a list, in order of declaration.
    #[must_use]
    pub fn named(&self) -> Vec<Role> {
        let held = [
            (Role::Editor, !self.departments.is_empty()),
            (Role::Approver, self.is_approver),
            (Role::Administrator, self.is_administrator),
        ];
        held.into_iter().filter(|(_, held)| *held).map(|(role, _)| role).collect()
    }
}

/// A member of staff, without any secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    pub id: StaffId,
    pub e_mail: Email,
    pub name: PersonName,
    pub roles: Roles,
    /// The member cannot log in. Accounts are never deleted, because the audit log refers to them.
    pub disabled: bool,
    /// The password is a one-time password: it must be replaced before anything else.
    pub must_change_password: bool,
    /// The one-time password has been used for its one login and is no longer valid.
    pub one_time_password_used: bool,
    /// Without a password, only single sign-on gives access to the account.
    pub has_password: bool,
    /// The account is linked to a user of the single sign-on provider.
    pub is_linked: bool,
    pub password_changed_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub last_login_at: Option<DateTime<Utc>>,
}

impl StaffMember {
    /// How long a one-time password is valid: long enough for a holiday week.
    pub const ONE_TIME_PASSWORD_LASTS: Duration = Duration::days(7);

    /// Whether the one-time password has expired, or was issued while a clock was ahead.
    #[must_use]
    pub fn one_time_password_has_expired(&self, now: DateTime<Utc>) -> bool {
        let age = now - self.password_changed_at;
        self.must_change_password && (age > Self::ONE_TIME_PASSWORD_LASTS || age < -CLOCK_TOLERANCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_however_it_is_typed() {
        let plain: Email = "hanako@city.example.jp".parse().expect("an address");
        for typed in
            [" Hanako@City.Example.JP ", "ｈａｎａｋｏ＠ｃｉｔｙ．ｅｘａｍｐｌｅ．ｊｐ", "HANAKO@city.example.jp"]
        {
            assert_eq!(typed.parse(), Ok(plain.clone()), "{typed}");
        }
    }

    #[test]
    fn what_mail_cannot_be_sent_to_is_no_address() {
        let long = format!("{}@example.jp", "a".repeat(65));
        for text in ["", "hanako", "@example.jp", "hanako@", "a b@example.jp", "a@b@c", "a@-b.jp", "a@b..jp", &long] {
            assert_eq!(text.parse::<Email>(), Err(InvalidEmail), "{text}");
        }
    }

    #[test]
    fn addresses_and_names_do_not_stand_in_what_is_logged() {
        let e_mail: Email = "hanako@example.jp".parse().expect("an address");
        let name: PersonName = "手続 花子".parse().expect("a name");
        let logged = format!("{e_mail:?} {name:?}");
        assert!(!logged.contains("hanako") && !logged.contains("花子"), "{logged}");
    }

    #[test]
    fn an_id_is_made_of_random_bytes_and_reads_back() {
        let id = StaffId::from_random([7; 16]);
        assert_eq!(id.as_str().parse(), Ok(id.clone()));
        assert_ne!(id, StaffId::from_random([8; 16]));
    }

    #[test]
    fn roles_are_named_in_their_order_and_no_department_is_no_role() {
        assert_eq!(Roles::default().named(), []);
        let all = Roles {
            departments: ["taxation".parse().expect("a code")].into(),
            is_approver: true,
            is_administrator: true,
        };
        assert_eq!(all.named(), Role::ALL);
    }
}
