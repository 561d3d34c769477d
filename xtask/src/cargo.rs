//! Calls of cargo that produce files, and the paths of those files.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::program;

/// How much to optimise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// For development and tests: fast to build.
    Quick,
    /// For deployment: small and fast.
    Full,
}

impl Effort {
    pub fn of(release: bool) -> Self {
        if release { Self::Full } else { Self::Quick }
    }

    /// The profile of the server half.
    pub fn server_profile(self) -> &'static str {
        match self {
            Self::Quick => "dev",
            Self::Full => "release",
        }
    }

    /// The cargo arguments of the browser half.
    pub fn browser_arguments(self) -> &'static [&'static str] {
        match self {
            // Not a separate profile, so that macros and build scripts are shared with the server half.
            Self::Quick => &["--profile", "dev", "--config", "profile.dev.opt-level=\"s\""],
            Self::Full => &["--profile", "wasm-release"],
        }
    }
}

/// Runs a cargo build and returns the files it made or found fresh.
pub fn build(command: &mut Command) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    command.arg("--message-format=json-render-diagnostics");
    let status = program::each_line(command, |line| files.extend(files_of(line)))?;
    if !status.success() {
        bail!("the build failed; its messages are above");
    }
    Ok(files)
}

/// The files named in one line of cargo's messages.
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
