//! Calls of cargo that leave files, and which files they left.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::program;

/// How much the optimiser does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For work and tests: ready soon.
    Quick,
    /// For people: small and fast.
    Full,
}

impl Effort {
    pub fn of(release: bool) -> Self {
        if release { Self::Full } else { Self::Quick }
    }

    /// The profile of the server's half.
    pub fn server_profile(self) -> &'static str {
        match self {
            Self::Quick => "dev",
            Self::Full => "release",
        }
    }

    /// How cargo is asked for the browser's half.
    pub fn browser_arguments(self) -> &'static [&'static str] {
        match self {
            // No profile of its own: macros and build scripts are then shared with the server's half.
            Self::Quick => &["--profile", "dev", "--config", "profile.dev.opt-level=\"s\""],
            Self::Full => &["--profile", "wasm-release"],
        }
    }
}

/// Runs a building cargo command to success and answers the files it made or found fresh.
pub fn build(command: &mut Command) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    command.arg("--message-format=json-render-diagnostics");
    let status = program::each_line(command, |line| files.extend(files_of(line)))?;
    if !status.success() {
        bail!("the build failed; its messages stand above");
    }
    Ok(files)
}

/// The files that one line of cargo's messages tells of.
fn files_of(line: &str) -> Vec<PathBuf> {
    let Ok(message) = serde_json::from_str::<Value>(line) else { return Vec::new() };
    if message["reason"] != "compiler-artifact" {
        return Vec::new();
    }
    let files = message["filenames"].as_array().into_iter().flatten();
    files.chain([&message["executable"]]).filter_map(Value::as_str).map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_an_artifact_are_found() {
        let line = r#"{"reason":"compiler-artifact","filenames":["/t/tetsuzuki.wasm"],"executable":null}"#;
        assert_eq!(files_of(line), [PathBuf::from("/t/tetsuzuki.wasm")]);
    }

    #[test]
    fn other_messages_tell_of_no_file() {
        assert!(files_of(r#"{"reason":"build-finished","success":true}"#).is_empty());
        assert!(files_of("warning: something").is_empty());
    }
}
