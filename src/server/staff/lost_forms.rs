//! Forms that arrived after their session had ended. What was typed is kept for the login that follows, so that it is not
//! lost.
//!
//! A form is kept in memory only, for a while, and is given back to the browser and the account that it came from. Only
//! browsers that an account has been used from can leave one, so that strangers cannot fill the memory.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::staff::StaffId;

use super::form::Form;
use super::secrets::Token;

/// How long a form is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(12);

/// The most forms kept for one browser. A further one replaces the oldest.
const MOST_OF_BROWSER: usize = 4;

/// The most bytes kept for all browsers together. Further ones replace the oldest.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Fields that are never kept, wherever they occur.
const SECRETS: [&str; 4] = ["password", "current", "new", "repeated"];

/// A form that was not carried out.
#[derive(Debug)]
struct LostForm {
    /// The hash of the browser's token.
    browser: String,
    /// The account of the session that ended, if it is known.
    owner: Option<StaffId>,
    kept_at: DateTime<Utc>,
    form: Form,
}

/// The forms that wait for a login, by a random name.
#[derive(Debug, Clone, Default)]
pub struct LostForms(Arc<Mutex<BTreeMap<String, LostForm>>>);

/// Where a form came from.
#[derive(Debug, Clone)]
pub struct LeftBy {
    pub browser: Token,
    pub owner: Option<StaffId>,
}

impl LostForms {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, LostForm>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps a form under a random name. Secrets are left out.
    pub fn keep(&self, name: String, by: &LeftBy, form: &Form, now: DateTime<Utc>) {
        let fields = form.fields().filter(|(name, _)| !SECRETS.contains(name));
        let form = Form::from_fields(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
        if form.size() > MOST_BYTES {
            return;
        }
        let browser = by.browser.hash();
        let mut all = self.all();
        all.insert(name, LostForm { browser: browser.clone(), owner: by.owner.clone(), kept_at: now, form });
        while all.values().filter(|lost| lost.browser == browser).count() > MOST_OF_BROWSER {
            remove_oldest(&mut all, |lost| lost.browser == browser);
        }
        while all.values().map(|lost| lost.form.size()).sum::<usize>() > MOST_BYTES {
            remove_oldest(&mut all, |_| true);
        }
    }

    /// A form that this browser left under a name, for the account that it came from.
    #[must_use]
    pub fn find(&self, name: &str, browser: Option<&Token>, account: &StaffId, now: DateTime<Utc>) -> Option<Form> {
        let browser = browser?.hash();
        let all = self.all();
        let lost = all.get(name)?;
        let is_owner = lost.owner.as_ref().is_none_or(|owner| owner == account);
        (lost.browser == browser && is_owner && now - lost.kept_at < KEPT).then(|| lost.form.clone())
    }

    /// Drops forms that nobody came back for.
    pub fn forget(&self, now: DateTime<Utc>) {
        self.all().retain(|_, lost| now - lost.kept_at < KEPT);
    }
}

fn remove_oldest(all: &mut BTreeMap<String, LostForm>, is_meant: impl Fn(&LostForm) -> bool) {
    let oldest = all.iter().filter(|(_, lost)| is_meant(lost)).min_by_key(|(_, lost)| lost.kept_at);
    if let Some(name) = oldest.map(|(name, _)| name.clone()) {
        all.remove(&name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        Form::from_fields(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    fn by(letter: char, owner: Option<&str>) -> LeftBy {
        let browser = letter.to_string().repeat(64).parse().expect("a token");
        LeftBy { browser, owner: owner.map(|id| id.parse().expect("an id")) }
    }

    const ME: &str = "00000000-0000-4000-8000-000000000001";
    const OTHER: &str = "00000000-0000-4000-8000-000000000002";

    fn found(forms: &LostForms, name: &str, by: &LeftBy, account: &str, now: DateTime<Utc>) -> Option<String> {
        let account = account.parse().expect("an id");
        forms.find(name, Some(&by.browser), &account, now).map(|form| form.text("why").to_owned())
    }

    #[test]
    fn a_form_comes_back_to_its_browser_and_its_account_for_a_while() {
        let (forms, now, me) = (LostForms::default(), DateTime::UNIX_EPOCH, by('a', Some(ME)));
        forms.keep("x".to_owned(), &me, &form(&[("why", "typed"), ("password", "secret")]), now);
        assert_eq!(found(&forms, "x", &me, ME, now).as_deref(), Some("typed"));
        assert_eq!(found(&forms, "x", &me, OTHER, now), None, "another account");
        assert_eq!(found(&forms, "x", &by('b', None), ME, now), None, "another browser");
        assert_eq!(found(&forms, "y", &me, ME, now), None, "another name");
        let account = ME.parse().expect("an id");
        let kept = forms.find("x", Some(&me.browser), &account, now).expect("a form");
        assert_eq!(kept.raw("password"), "", "no secret is kept");
        forms.forget(now + KEPT);
        assert_eq!(found(&forms, "x", &me, ME, now), None, "nobody came back");
    }

    #[test]
    fn forms_are_few_and_small_together() {
        let (forms, me) = (LostForms::default(), by('a', None));
        let at = |second: i64| DateTime::UNIX_EPOCH + TimeDelta::seconds(second);
        for number in 0..6 {
            forms.keep(number.to_string(), &me, &form(&[("why", "x")]), at(number));
        }
        let left: Vec<bool> =
            (0..6).map(|number: i64| found(&forms, &number.to_string(), &me, ME, at(6)).is_some()).collect();
        assert_eq!(left, [false, false, true, true, true, true], "the oldest of a browser go first");
        let large = "x".repeat(MOST_BYTES / 2);
        forms.keep("large".to_owned(), &by('b', None), &form(&[("why", &large)]), at(7));
        forms.keep("larger".to_owned(), &by('c', None), &form(&[("why", &large)]), at(8));
        assert!(found(&forms, "2", &me, ME, at(8)).is_none(), "the oldest of all make room");
        assert!(found(&forms, "larger", &by('c', None), ME, at(8)).is_some());
    }
}
