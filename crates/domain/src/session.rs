//! How long a session lasts.

use chrono::{DateTime, Duration, Utc};

use super::calendar::CLOCK_TOLERANCE;

identifier! {
    /// Identifies a session to its owner; it does not grant access.
    pub struct SessionId("session id")
}

impl SessionId {
    /// A new id from 16 random bytes, as a UUID.
    #[must_use]
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }
}

/// An unused session expires: a user who goes to lunch is logged out on return. The limit leaves enough time to read a
/// law between two entries (NIST SP 800-63B-4, 2.2.3, asks for an hour or less).
pub const IDLE_LIMIT: Duration = Duration::minutes(60);

/// Every session expires after this: the longest working day, and never overnight (NIST asks for 24 hours or less).
pub const ABSOLUTE_LIMIT: Duration = Duration::hours(12);

/// The last use of a session is stored at most this often, so that reading pages hardly ever writes.
pub const NOTED_EVERY: Duration = Duration::minutes(1);

/// A session as shown to its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    /// A short description, such as `Firefox, Windows`; empty if unknown.
    pub browser: String,
    pub created_at: DateTime<Utc>,
    /// Accurate to about [`NOTED_EVERY`].
    pub last_used_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl Session {
    /// Whether it has expired, or has a timestamp in the future: a session started or used while a clock was wrong is
    /// invalid.
    #[must_use]
    pub fn has_expired(&self, now: DateTime<Utc>) -> bool {
        let lies_ahead = self.created_at.max(self.last_used_at) > now + CLOCK_TOLERANCE;
        lies_ahead || now >= self.expires_at || now - self.last_used_at >= IDLE_LIMIT
    }

    /// Whether its last use has to be stored again.
    #[must_use]
    pub fn needs_touch(&self, now: DateTime<Utc>) -> bool {
        now - self.last_used_at >= NOTED_EVERY
    }
}

/// The names of a browser and its operating system, from its user agent string. Versions are left out: the result is
/// enough for owners to tell their sessions apart, and too little to identify a person.
#[must_use]
pub fn describe_browser(user_agent: &str) -> String {
    // The order matters: most browsers also name their predecessors.
    const BROWSERS: [(&str, &str); 7] = [
        ("Edg", "Microsoft Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Windows", "Windows"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    [find(&BROWSERS), find(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    fn at(hour: u32, minute: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 22, hour, minute, 0).single().expect("a moment")
    }

    fn session(last_used_at: DateTime<Utc>) -> Session {
        Session {
            id: SessionId::from_random([1; 16]),
            browser: String::new(),
            created_at: at(0, 0),
            last_used_at,
            expires_at: at(0, 0) + ABSOLUTE_LIMIT,
        }
    }

    #[test]
    fn a_session_ends_an_hour_after_its_last_use_and_in_any_case_after_a_day_of_work() {
        assert!(!session(at(3, 0)).has_expired(at(3, 59)));
        assert!(session(at(3, 0)).has_expired(at(4, 0)));
        assert!(!session(at(11, 50)).has_expired(at(11, 59)));
        assert!(session(at(11, 50)).has_expired(at(12, 0)));
    }

    #[test]
    fn a_session_that_begins_or_was_used_in_the_future_opens_nothing() {
        let begun_ahead = Session { created_at: at(9, 0), expires_at: at(9, 0) + ABSOLUTE_LIMIT, ..session(at(9, 0)) };
        assert!(begun_ahead.has_expired(at(8, 58)));
        assert!(!begun_ahead.has_expired(at(8, 59)), "clocks of two machines differ a little");
        assert!(session(at(9, 0)).has_expired(at(8, 58)), "used by a clock that was wrong");
        assert!(!session(at(9, 0)).has_expired(at(9, 0)));
    }

    #[test]
    fn its_use_is_written_down_once_a_minute() {
        assert!(!session(at(3, 0)).needs_touch(at(3, 0)));
        assert!(session(at(3, 0)).needs_touch(at(3, 1)));
    }

    #[test]
    fn a_browser_is_told_in_two_names_without_its_version() {
        let told = |text| describe_browser(text);
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0";
        assert_eq!(told(edge), "Microsoft Edge, Windows");
        assert_eq!(
            told("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/1.0 Safari/537.36"),
            "Chrome, Linux"
        );
        assert_eq!(
            told("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"),
            "Safari, iPhone"
        );
        assert_eq!(told("Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"), "Firefox, Windows");
        assert_eq!(told("curl/8"), "");
    }
}
