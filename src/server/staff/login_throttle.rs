//! Login throttling. A failed login makes the client wait, longer each time; no account and no address is ever locked.
//!
//! Guarantees:
//!
//! - From one address, an account can be tried [`Limits::of_one_account`] times an hour without waiting. The wait
//!   between two attempts is then 30 seconds, one minute, two, and so on up to 15 minutes. Other accounts keep their
//!   own limit at that address, up to [`Limits::from_one_network`] failures; the address then waits 30 seconds between
//!   any two attempts.
//! - Attempts from one address never delay another address: an account as a whole waits only after failures from more
//!   than [`Limits::networks_of_one_account`] addresses within the hour, and at most 15 minutes.
//! - A browser that the user has logged in from before has its own limit. No other client delays it, even from
//!   behind the same address.
//! - A refused attempt is not counted, so repeated attempts do not prolong the wait; a successful one is subtracted.
//!   However many attempts there were, once they stop, nobody waits longer than 15 minutes, and a client whose address
//!   has not tried the account waits no longer than 30 seconds.
//! - All unknown clients together are allowed [`Limits::altogether_a_minute`] attempts a minute. Half of these are
//!   reserved for addresses with no more than [`FEW`] failures within the hour, so that addresses with more failures
//!   cannot use them up.
//!
//! Not guaranteed: a browser that was never used before cannot be told apart from an attacker's behind the same
//! address. While an account is tried from very many addresses, no unknown browser can be told apart from the others.
//! As long as the attack goes on, every allowed attempt may be the attacker's.
//!
//! Counters are kept in memory for an hour, keyed by hashes ([`Counters`]); each process has its own.

use std::net::IpAddr;

use chrono::{DateTime, Utc};

use crate::server::hourly_counters::{Counter, Counters, Hour};

/// Failures an hour, or attempts a minute, allowed without waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// For one account from one address. People mistype, and forget which keyboard layout is active.
    pub of_one_account: u32,
    /// From one address for all accounts. A city hall is often behind one.
    pub from_one_network: u32,
    /// Addresses that one account is tried from.
    pub networks_of_one_account: u32,
    /// For one account from a browser that it has been used from before.
    pub from_known_browser: u32,
    /// Attempts a minute from all unknown clients together: bounds the memory of the counters and the work of hashing.
    /// The limit is per minute, not per hour, so that a flood blocks nobody once it is over.
    pub altogether_a_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            of_one_account: 5,
            from_one_network: 50,
            networks_of_one_account: 20,
            from_known_browser: 10,
            altogether_a_minute: 340,
        }
    }
}

/// Seconds of the first wait; each failure doubles it.
const FIRST_WAIT: u64 = 30;
/// The longest wait between two attempts at an account under attack, in seconds.
const LONGEST_WAIT: u64 = 15 * 60;

/// The number of failures within the hour up to which an address may use the reserved half of all attempts.
pub const FEW: u32 = 5;
const MINUTE: i64 = 60;

/// The client of a login attempt.
#[derive(Debug, Clone, Copy)]
pub enum Client<'a> {
    /// A browser that the account has been used from, by the hash of its token.
    Known(&'a str),
    Stranger(Option<IpAddr>),
}

/// An allowed attempt, counted as failed until it succeeds.
#[derive(Debug)]
#[must_use]
pub struct Attempt {
    /// Reset on success.
    own: u64,
    /// Decremented on success.
    shared: Vec<u64>,
}

/// The attempts of the current hour.
#[derive(Debug, Default)]
pub struct LoginThrottle {
    most: Limits,
    counters: Counters,
}

impl LoginThrottle {
    #[must_use]
    pub fn of(most: Limits) -> Self {
        Self { most, ..Self::default() }
    }

    /// Drops the counters of an hour that is over.
    pub fn forget(&self, now: DateTime<Utc>) {
        self.counters.discard_past_hour(now);
    }

    /// Starts an attempt for an account. It counts at once, so that concurrent attempts gain nothing over sequential
    /// ones.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn begin(&self, account: &str, client: Client<'_>, now: DateTime<Utc>) -> Result<Attempt, u64> {
        let most = self.most;
        match client {
            Client::Known(browser) => {
                let own = self.counters.key(("browser", account, browser));
                let mut hour = self.counters.lock_current_hour(now);
                wait(hour.counter(own), most.from_known_browser, LONGEST_WAIT, now)?;
                hour.add(own, now);
                Ok(Attempt { own, shared: Vec::new() })
            }
            Client::Stranger(network) => {
                let own = self.counters.key(("account from network", account, network));
                let of_network = self.counters.key(("network", network));
                let of_account = self.counters.key(("account", account));
                let mut hour = self.counters.lock_current_hour(now);
                wait(hour.counter(own), most.of_one_account, LONGEST_WAIT, now)?;
                wait(hour.counter(of_network), most.from_one_network, FIRST_WAIT, now)?;
                wait(hour.counter(of_account), most.networks_of_one_account, LONGEST_WAIT, now)?;
                let of_all = self.reserve_slot(&hour, hour.counter(of_network), now)?;
                let mut shared = vec![of_network, of_all];
                // An address counts once against the account as a whole, however often it tries.
                if hour.counter(own).count == 0 {
                    shared.push(of_account);
                }
                for key in shared.iter().chain([&own]) {
                    hour.add(*key, now);
                }
                Ok(Attempt { own, shared })
            }
        }
    }

    /// The half of this minute's attempts that has room for an unknown client from this address.
    fn reserve_slot(&self, hour: &Hour, network: Counter, now: DateTime<Utc>) -> Result<u64, u64> {
        let minute = now.timestamp().div_euclid(MINUTE);
        let of_few = (network.count <= FEW).then_some("few failures");
        [of_few, Some("all")]
            .into_iter()
            .flatten()
            .map(|half| self.counters.key(("minute", minute, half)))
            .find(|half| hour.counter(*half).count < self.most.altogether_a_minute / 2)
            .ok_or((MINUTE - now.timestamp().rem_euclid(MINUTE)).unsigned_abs())
    }

    /// Takes back the last attempt for an account, if its outcome became known only in another request.
    pub fn refund(&self, account: &str, client: Client<'_>, now: DateTime<Utc>) {
        let network = match client {
            Client::Known(browser) => {
                self.counters.lock_current_hour(now).refund(self.counters.key(("browser", account, browser)));
                return;
            }
            Client::Stranger(network) => network,
        };
        let own = self.counters.key(("account from network", account, network));
        let mut hour = self.counters.lock_current_hour(now);
        hour.refund(own);
        hour.refund(self.counters.key(("network", network)));
        // A network counts once against the account.
        if hour.counter(own).count == 0 {
            hour.refund(self.counters.key(("account", account)));
        }
    }

    /// Takes back a successful attempt, and resets earlier failures from the same place.
    pub fn succeeded(&self, attempt: Attempt, now: DateTime<Utc>) {
        let mut hour = self.counters.lock_current_hour(now);
        hour.remove(attempt.own);
        for key in attempt.shared {
            hour.refund(key);
        }
    }
}

fn wait(counter: Counter, free: u32, longest: u64, now: DateTime<Utc>) -> Result<(), u64> {
    let Some(over) = counter.count.checked_sub(free) else { return Ok(()) };
    let wait = FIRST_WAIT.saturating_mul(1_u64.checked_shl(over).unwrap_or(u64::MAX)).min(longest);
    let passed = u64::try_from(now.timestamp() - counter.last).unwrap_or(0);
    if passed >= wait { Ok(()) } else { Err(wait - passed) }
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone};

    use super::*;

    const OWNER: Client<'static> = Client::Stranger(Some(IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 7))));

    fn start() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).single().expect("a moment")
    }

    fn at(second: i64) -> DateTime<Utc> {
        start() + Duration::seconds(second)
    }

    fn from(number: u16) -> Client<'static> {
        let [high, low] = number.to_be_bytes();
        Client::Stranger(Some(IpAddr::from([203, 0, high, low])))
    }

    fn fails(tries: &LoginThrottle, account: &str, client: Client<'_>, second: i64) -> Result<(), u64> {
        tries.begin(account, client, at(second)).map(|_| ())
    }

    #[test]
    fn who_fails_waits_longer_each_time_and_what_is_refused_does_not_count() {
        let tries = LoginThrottle::default();
        for _ in 0..5 {
            assert_eq!(fails(&tries, "a", from(1), 0), Ok(()));
        }
        assert_eq!(fails(&tries, "a", from(1), 0), Err(30));
        assert_eq!(fails(&tries, "a", from(1), 20), Err(10), "trying on prolongs nothing");
        assert_eq!(fails(&tries, "a", from(1), 30), Ok(()));
        assert_eq!(fails(&tries, "a", from(1), 31), Err(59));
        assert_eq!(fails(&tries, "a", from(1), 90), Ok(()));
        for (second, wait) in [(90, 120), (210, 240), (450, 480), (930, 900)] {
            assert_eq!(fails(&tries, "a", from(1), second), Err(wait), "{second}");
            assert_eq!(fails(&tries, "a", from(1), second + wait as i64), Ok(()), "{second}");
        }
    }

    #[test]
    fn nobody_at_one_address_delays_anybody_at_another() {
        let tries = LoginThrottle::default();
        for second in 0..3000 {
            let _ = fails(&tries, "a", from(1), second);
        }
        assert_eq!(fails(&tries, "a", OWNER, 3000), Ok(()));
    }

    #[test]
    fn nobody_delays_a_browser_that_the_account_was_used_from() {
        let tries = LoginThrottle::of(Limits { altogether_a_minute: 300, ..Limits::default() });
        for number in 0..1000 {
            let _ = fails(&tries, "a", from(number), 0);
            let _ = fails(&tries, "a", OWNER, 0);
        }
        assert!(fails(&tries, "a", OWNER, 0).is_err(), "a new browser waits");
        assert_eq!(fails(&tries, "a", Client::Known("token"), 0), Ok(()));
        for _ in 1..10 {
            assert_eq!(fails(&tries, "a", Client::Known("token"), 0), Ok(()));
        }
        assert_eq!(fails(&tries, "a", Client::Known("token"), 0), Err(30), "it has a measure of its own");
    }

    #[test]
    fn an_account_tried_from_many_addresses_waits_a_quarter_of_an_hour_at_most() {
        let tries = LoginThrottle::default();
        for number in 0..20 {
            assert_eq!(fails(&tries, "a", from(number), 0), Ok(()));
        }
        assert_eq!(fails(&tries, "a", OWNER, 0), Err(30));
        assert_eq!(fails(&tries, "b", OWNER, 0), Ok(()), "another account does not");
        for round in 1..100 {
            let _ = fails(&tries, "a", from(100 + round), i64::from(round) * 30);
        }
        let wait = fails(&tries, "a", OWNER, 2970).expect_err("it waits");
        assert!(wait <= 15 * 60, "{wait}");
    }

    #[test]
    fn one_address_that_tries_many_accounts_waits_half_a_minute() {
        let tries = LoginThrottle::default();
        for number in 0..50 {
            assert_eq!(fails(&tries, &format!("account {number}"), from(1), 0), Ok(()));
        }
        assert_eq!(fails(&tries, "another", from(1), 0), Err(30));
        assert_eq!(fails(&tries, "another", from(1), 30), Ok(()));
        assert_eq!(fails(&tries, "one more", from(1), 31), Err(29), "no longer each time: others may be behind it");
        assert_eq!(fails(&tries, "another", from(2), 31), Ok(()));
    }

    #[test]
    fn success_is_taken_back() {
        let tries = LoginThrottle::default();
        for _ in 0..200 {
            let attempt = tries.begin("a", OWNER, at(0)).expect("nobody waits");
            tries.succeeded(attempt, at(0));
        }
        assert_eq!(tries.counters.kept(), 0);
    }

    #[test]
    fn what_succeeds_in_another_request_is_taken_back_one_by_one() {
        let tries = LoginThrottle::of(Limits { from_one_network: 2, of_one_account: u32::MAX, ..Limits::default() });
        let network = Client::Stranger(Some(IpAddr::from([203, 0, 113, 7])));
        for client in [network, Client::Known("token")] {
            for _ in 0..50 {
                assert_eq!(fails(&tries, "", client, 0), Ok(()));
                tries.refund("", client, at(0));
            }
        }
        assert_eq!(tries.counters.kept(), 1, "what was let through in this minute");
        assert_eq!(fails(&tries, "", network, 0), Ok(()));
        assert_eq!(fails(&tries, "", network, 0), Ok(()));
        assert_eq!(fails(&tries, "", network, 0), Err(30));
    }

    #[test]
    fn all_strangers_together_are_bounded_by_the_minute() {
        let tries = LoginThrottle::of(Limits { altogether_a_minute: 100, ..Limits::default() });
        for number in 0..1000 {
            let _ = fails(&tries, &format!("account {number}"), from(number), 60);
        }
        assert!(tries.counters.kept() <= 302);
        assert_eq!(fails(&tries, "a", OWNER, 60), Err(60));
        assert_eq!(fails(&tries, "a", OWNER, 90), Err(30));
        assert_eq!(fails(&tries, "a", OWNER, 120), Ok(()));
    }

    #[test]
    fn memory_stays_bounded_over_an_hour_of_tries_from_ever_other_addresses() {
        let tries = LoginThrottle::default();
        for second in 0..3600 {
            for number in 0..16 {
                let place = u16::try_from(second * 16 + number).expect("fewer than 65,536");
                let _ = fails(&tries, &format!("account {place}"), from(place), i64::from(second));
            }
        }
        assert!(tries.counters.kept() <= 3 * 60 * 340 + 120, "{}", tries.counters.kept());
    }

    #[test]
    fn who_is_behind_an_address_from_which_twenty_thousand_tries_came_gets_in_soon_after() {
        let tries = LoginThrottle::default();
        let behind = from(1);
        for number in 0..20_000 {
            let _ = fails(&tries, "a", behind, 100 + number / 10);
            let _ = fails(&tries, &format!("account {number}"), behind, 100 + number / 10);
        }
        // Another account is delayed only by the limit of the address as a whole.
        let wait = fails(&tries, "another", behind, 2100).expect_err("a moment ago somebody tried");
        assert!(wait <= 30, "{wait}");
        assert_eq!(fails(&tries, "another", behind, 2130), Ok(()));
        // The account itself waits as if it had failed itself, although the hour is not over.
        let waits = (2160..3600).take_while(|second| fails(&tries, "a", behind, *second).is_err()).count();
        assert!(waits < 15 * 60, "{waits}");
    }

    #[test]
    fn twenty_thousand_tries_from_everywhere_do_not_keep_an_address_out_from_which_nobody_failed() {
        let tries = LoginThrottle::default();
        for minute in 0..20 {
            // The attackers are as fast as possible: each tries again before anyone else does in this minute.
            for number in 0..1000 {
                let _ = fails(&tries, &format!("account {minute} {number}"), from(number % 400), minute * 60);
            }
            if minute == 0 {
                assert_eq!(fails(&tries, "a", OWNER, 0), Err(60), "the first minute is theirs");
            }
        }
        // 400 addresses have failed six times each by now: half of the attempts are reserved for others.
        assert!(fails(&tries, "b", from(7), 19 * 60).is_err());
        assert_eq!(fails(&tries, "a", OWNER, 19 * 60), Ok(()));
    }
}
