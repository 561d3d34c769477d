//! What a page passed over in its query: names that it does not know, and what is there twice.
//!
//! An address that somebody shared, with a parameter of another site, has to work. A filter with a mistake in its name must
//! not look as if it had been used. So the page is shown, and a notice on it names what had no effect.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// Names with which other sites count the visitors that they send. They are never a mistyped filter.
const OF_OTHER_SITES: [&str; 8] = ["fbclid", "gclid", "mc_cid", "mc_eid", "msclkid", "twclid", "yclid", "_gl"];

/// What the names of the same kind begin with.
const CAMPAIGN: &str = "utm_";

/// At most this many names are listed, with this many characters each.
const MOST_NAMED: usize = 5;
const LONGEST_NAME: usize = 40;

/// The names of parameters that a page knows: those that it declared or read. Cheap to clone; all clones share the list.
#[derive(Debug, Clone, Default)]
pub struct Understood(Arc<Mutex<BTreeSet<String>>>);

impl Understood {
    pub(super) fn add(&self, name: &str) {
        // A page that panicked during rendering shows nothing.
        if let Ok(mut names) = self.0.lock()
            && !names.contains(name)
        {
            names.insert(name.to_owned());
        }
    }

    fn contains(&self, name: &str) -> bool {
        self.0.lock().is_ok_and(|names| names.contains(name))
    }
}

/// The names of parameters that had no effect on a page, in alphabetical order, shortened for showing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PassedOver {
    /// Not known to the page.
    pub unknown: Vec<String>,
    /// There with two values, of which the page used the first.
    pub repeated: Vec<String>,
}

impl PassedOver {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.unknown.is_empty() && self.repeated.is_empty()
    }
}

/// What of a query had no effect on the page that understood these names. Blank values have none anywhere.
#[must_use]
pub fn passed_over(query: &str, understood: &Understood) -> PassedOver {
    let mut values: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()).take(super::MOST_PARAMETERS) {
        if !value.trim().is_empty() {
            values.entry(name.trim().to_owned()).or_default().insert(value.trim().to_owned());
        }
    }
    values.retain(|name, _| !OF_OTHER_SITES.contains(&name.as_str()) && !name.starts_with(CAMPAIGN));
    let shown = |name: &String| name.chars().take(LONGEST_NAME).collect::<String>();
    let (known, unknown): (Vec<_>, Vec<_>) = values.iter().partition(|(name, _)| understood.contains(name));
    PassedOver {
        unknown: unknown.into_iter().map(|(name, _)| shown(name)).take(MOST_NAMED).collect(),
        repeated: known
            .into_iter()
            .filter(|(_, values)| values.len() > 1)
            .map(|(name, _)| shown(name))
            .take(MOST_NAMED)
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Parameters;
    use super::*;

    fn on_page(query: &str, known: &[&str]) -> PassedOver {
        let understood = Understood::default();
        Parameters::of_page(query, &understood).only(known).expect("pages refuse no name");
        passed_over(query, &understood)
    }

    #[test]
    fn what_a_page_does_not_know_is_named() {
        let found = on_page("q=a&colour=red&evnt=moving", &["q", "event"]);
        assert_eq!((found.unknown, found.repeated), (vec!["colour".to_owned(), "evnt".to_owned()], Vec::new()));
    }

    #[test]
    fn what_is_read_is_known_also_without_a_declaration() {
        let understood = Understood::default();
        let parameters = Parameters::of_page("page=2", &understood);
        assert_eq!(parameters.text("page"), Some("2"));
        assert!(passed_over("page=2", &understood).is_empty());
    }

    #[test]
    fn two_values_are_named_and_the_same_value_twice_is_not() {
        assert_eq!(on_page("q=a&q=b", &["q"]).repeated, ["q"]);
        assert!(on_page("q=a&q=a&q=", &["q"]).is_empty());
    }

    #[test]
    fn what_other_sites_add_and_blank_fields_are_passed_over_without_a_word() {
        assert!(on_page("utm_source=letter&fbclid=1&colour=&q=a", &["q"]).is_empty());
    }

    #[test]
    fn a_long_list_of_long_names_is_cut() {
        let query: Vec<String> = (0..20).map(|number| format!("{number:02}{}=1", "a".repeat(200))).collect();
        let found = on_page(&query.join("&"), &[]);
        assert_eq!(found.unknown.len(), MOST_NAMED);
        assert!(found.unknown.iter().all(|name| name.chars().count() == LONGEST_NAME));
    }
}
