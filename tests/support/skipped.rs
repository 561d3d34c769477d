//! Tests that cannot do their work where they run, and say so.

use std::fs::OpenOptions;
use std::io::Write;

/// Names a file in which whoever runs the tests wants to hear of those that skip, a line each.
const LIST: &str = "TETSUZUKI_SKIPPED_TESTS";

/// Says that the running test does not do its work, and why. A runner of tests takes it for passed; `cargo xtask test`
/// counts what is listed here.
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
pub fn skipped(why: &str) {
    println!("skipped: {why}");
    let Some(list) = std::env::var_os(LIST) else { return };
    let program = std::env::current_exe().unwrap().file_stem().unwrap().to_string_lossy().into_owned();
    // cargo-nextest says which test it is; cargo itself gives each a thread of its name.
    let test = std::env::var("NEXTEST_TEST_NAME").ok();
    let test = test.or_else(|| std::thread::current().name().map(str::to_owned)).unwrap_or_default();
    // In one piece: other tests write at the same time.
    let line = format!("{program} {test}\t{why}\n");
    OpenOptions::new().append(true).create(true).open(list).unwrap().write_all(line.as_bytes()).unwrap();
}
