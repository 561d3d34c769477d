//! Versions as printed by programs, compared number by number.

use std::fmt;

/// The numbers of a version, the most significant first: `v20.20.2` is `[20, 20, 2]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(Vec<u64>);

impl Version {
    /// Parses the first word of `text` that begins with a digit, or with `v` and a digit. Ignores what follows the
    /// numbers (`-beta`, `rc1`).
    pub fn find(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(|word| {
            let word = word.trim_start_matches(['(', 'v']);
            let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
            let numbers: Vec<u64> = word[..end].split('.').map_while(|number| number.parse().ok()).collect();
            (!numbers.is_empty()).then_some(Self(numbers))
        })
    }

    pub fn major(&self) -> u64 {
        self.0[0]
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(u64::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::find(text).expect("a version")
    }

    #[test]
    fn a_version_is_found_in_what_programs_print() {
        assert_eq!(version("v20.20.2").to_string(), "20.20.2");
        assert_eq!(version("postgres (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)").to_string(), "15.13");
        assert_eq!(version("LLVM version: 22.1.8").major(), 22);
        assert_eq!(version("postgres (PostgreSQL) 18beta1").major(), 18);
    }

    #[test]
    fn text_without_a_version_has_none() {
        assert_eq!(Version::find("command not found"), None);
        assert_eq!(Version::find(""), None);
    }

    #[test]
    fn versions_compare_by_number_not_by_letter() {
        assert!(version("9.6") < version("15.2"));
        assert!(version("15.2") < version("15.13"));
        assert!(version("18") < version("18.1"));
    }
}
