//! `cargo xtask fuzz-import`: reads mutated files for minutes.
//!
//! The mutator and the limits are a test of the crate `exchange`, which every run of the tests tries for some seconds.

use std::process::ExitCode;

use anyhow::Result;

use crate::places::Places;
use crate::toolchain::Toolchain;
use crate::{program, step};

/// The environment variables of the test.
const MINUTES: &str = "TETSUZUKI_FUZZ_MINUTES";
const FIRST: &str = "TETSUZUKI_FUZZ_FIRST";

pub fn run(places: &Places, minutes: u32, first: Option<u64>, is_release: bool) -> Result<ExitCode> {
    step::doing(format!("reading mutated files for {minutes} minutes"));
    let mut command = Toolchain::active()?.cargo();
    command.current_dir(&places.root).env(MINUTES, minutes.to_string());
    if let Some(first) = first {
        command.env(FIRST, first.to_string());
    }
    command.args(["test", "--package", "tetsuzuki-exchange-tests", "--test", "tables"]);
    if is_release {
        command.arg("--release");
    }
    command.args(["--", "--ignored", "--exact", "--nocapture", "fuzz::mutated_files_are_read_for_minutes"]);
    let status = program::run(&mut command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
