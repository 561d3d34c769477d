//! Counts of passed, failed and skipped tests, parsed from the runners' output.

use std::collections::BTreeMap;
use std::fmt;
use std::iter::Sum;

use serde_json::Value;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    pub const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Counts with the runner's exit status. An exit without success and without a failed test (it did not compile, it
    /// was killed) is a failure of its own. So is a success without any test.
    pub fn with_end(mut self, success: bool) -> Self {
        if (!success && self.failed == 0) || (success && self == Self::default()) {
            self.failed += 1;
        }
        self
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            passed: sum.passed + one.passed,
            failed: sum.failed + one.failed,
            skipped: sum.skipped + one.skipped,
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Text without terminal colours.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // `ESC [ … letter`
            for part in characters.by_ref() {
                if part.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            out.push(character);
        }
    }
    out
}

/// The number before a word: 8 in `10 tests run: 8 passed (1 slow), 2 failed` for `passed`.
fn number_before(line: &str, word: &str) -> Option<u64> {
    let words: Vec<&str> = line.split([' ', ',', ';', '.', ':']).filter(|part| !part.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok())
}

/// Sums the summaries in the output of cargo nextest.
pub fn of_nextest(output: &str) -> Counts {
    plain(output)
        .lines()
        .filter(|line| line.trim_start().starts_with("Summary [") && line.contains(" run: "))
        .map(|line| {
            let (_, told) = line.split_once(" run: ").unwrap_or_default();
            let number = |word| number_before(told, word).unwrap_or(0);
            // `2 failed` and `1 timed out` appear side by side; `exec failed` is another kind of failure.
            let timed_out = number_before(&told.replace("timed out", "timed-out"), "timed-out").unwrap_or(0);
            let not_started = number_before(&told.replace("exec failed", "exec-failed"), "exec-failed").unwrap_or(0);
            Counts {
                passed: number("passed"),
                failed: number("failed") + timed_out + not_started,
                skipped: number("skipped"),
            }
        })
        .sum()
}

/// Sums the summaries of `cargo test`, one per program it ran.
pub fn of_cargo_test(output: &str) -> Counts {
    plain(output)
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("test result: "))
        .map(|told| {
            let number = |word| number_before(told, word).unwrap_or(0);
            Counts { passed: number("passed"), failed: number("failed"), skipped: number("ignored") }
        })
        .sum()
}

/// Moves tests that reported a skip from passed to skipped, and returns their reasons. Each line of the list contains a
/// test and its reason. A test that skips several of its parts appears several times.
pub fn with_skipped(counts: Counts, list: &str) -> (Counts, Option<String>) {
    let tests: BTreeMap<&str, &str> = list.lines().filter_map(|line| line.split_once('\t')).collect();
    let skipped = u64::try_from(tests.len()).unwrap_or(u64::MAX).min(counts.passed);
    if skipped == 0 {
        return (counts, None);
    }
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for reason in tests.values() {
        *reasons.entry(reason).or_default() += 1;
    }
    let told: Vec<String> = reasons.into_iter().map(|(reason, tests)| format!("{reason} ({tests})")).collect();
    let counts = Counts { passed: counts.passed - skipped, skipped: counts.skipped + skipped, ..counts };
    (counts, Some(format!("skipped: {}", told.join("; "))))
}

/// The counts in Playwright's JSON report. A test that passed only on retry counts as failed.
pub fn of_playwright(report: &str) -> Option<Counts> {
    let report: Value = serde_json::from_str(report).ok()?;
    let number = |name: &str| report["stats"][name].as_u64();
    let errors = report["errors"].as_array().map_or(0, |errors| errors.len() as u64);
    Some(Counts {
        passed: number("expected")?,
        failed: number("unexpected")? + number("flaky")? + errors,
        skipped: number("skipped")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_says_that_it_skips_has_not_passed() {
        let ran = Counts { passed: 10, failed: 1, skipped: 2 };
        let list = "corpus-1 reads\ta.csv is not here\ncorpus-1 reads\tb.csv is not here\nfiles-2 opens\tno office\n\
                    files-2 closes\tno office\n";
        let (counts, note) = with_skipped(ran, list);
        assert_eq!(counts, Counts { passed: 7, failed: 1, skipped: 5 });
        assert_eq!(note.as_deref(), Some("skipped: b.csv is not here (1); no office (2)"));
        assert_eq!(with_skipped(ran, ""), (ran, None));
    }

    #[test]
    fn a_summary_of_nextest_is_read() {
        let output = "     Summary [   0.012s] 10 tests run: 8 passed (1 slow), 2 failed, 3 skipped\n";
        assert_eq!(of_nextest(output), Counts { passed: 8, failed: 2, skipped: 3 });
        let timed = "     Summary [  60.0s] 3/9 tests run: 1 passed, 1 failed, 1 timed out, 0 skipped";
        assert_eq!(of_nextest(timed), Counts { passed: 1, failed: 2, skipped: 0 });
    }

    #[test]
    fn one_test_alone_is_read_too() {
        let output = "     Summary [   0.5s] 1 test run: 1 passed, 0 skipped";
        assert_eq!(of_nextest(output), Counts { passed: 1, failed: 0, skipped: 0 });
    }

    #[test]
    fn the_colours_of_a_terminal_do_not_hide_a_summary() {
        let output = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.0s] \u{1b}[1m4\u{1b}[0m tests run: \u{1b}[1m4\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m \u{1b}[33;1mskipped\u{1b}[0m";
        assert_eq!(of_nextest(output), Counts { passed: 4, failed: 0, skipped: 0 });
    }

    #[test]
    fn the_programs_of_cargo_test_are_added_up() {
        let output = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
                      noise\ntest result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(of_cargo_test(output), Counts { passed: 7, failed: 1, skipped: 1 });
    }

    #[test]
    fn a_report_of_playwright_is_read() {
        let report = r#"{"stats":{"expected":11,"unexpected":1,"flaky":1,"skipped":2},"errors":[{"message":"x"}]}"#;
        assert_eq!(of_playwright(report), Some(Counts { passed: 11, failed: 3, skipped: 2 }));
        assert_eq!(of_playwright("{}"), None);
    }

    #[test]
    fn an_end_without_success_is_never_counted_as_passed() {
        assert_eq!(Counts::default().with_end(false), Counts::FAILED);
        assert_eq!(Counts::PASSED.with_end(false).failed, 1);
        assert_eq!(Counts::FAILED.with_end(false), Counts::FAILED);
    }

    #[test]
    fn a_run_without_a_single_test_is_a_failure() {
        assert_eq!(Counts::default().with_end(true), Counts::FAILED);
    }

    #[test]
    fn the_last_line_names_all_three() {
        let sum: Counts = [Counts::PASSED, Counts::PASSED, Counts::SKIPPED].into_iter().sum();
        assert_eq!(sum.to_string(), "2 passed, 0 failed, 1 skipped");
    }
}
