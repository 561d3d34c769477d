//! Reports tests that cannot run here.

use std::fs::OpenOptions;
use std::io::Write;

/// The environment variable with the path of a file to which each skipped test adds a line.
const LIST: &str = "TETSUZUKI_SKIPPED_TESTS";

/// Reports that the running test is skipped, and why. Test runners count it as passed; `cargo xtask test` counts the
/// lines of the file.
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
pub fn skipped(why: &str) {
    println!("skipped: {why}");
    let Some(list) = std::env::var_os(LIST) else { return };
    let program = std::env::current_exe().unwrap().file_stem().unwrap().to_string_lossy().into_owned();
    // cargo-nextest sets a variable with the name of the test; cargo names the thread after it.
    let test = std::env::var("NEXTEST_TEST_NAME").ok();
    let test = test.or_else(|| std::thread::current().name().map(str::to_owned)).unwrap_or_default();
    // One write, because other tests write to the file at the same time.
    let line = format!("{program} {test}\t{why}\n");
    OpenOptions::new().append(true).create(true).open(list).unwrap().write_all(line.as_bytes()).unwrap();
}
