//! Where things lie.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::program;

/// The folders of this checkout.
#[derive(Debug)]
pub struct Places {
    /// The repository's root.
    pub root: PathBuf,
    /// Where cargo builds: `CARGO_TARGET_DIR` and cargo's own configuration decide.
    pub target: PathBuf,
}

impl Places {
    pub fn find() -> Result<Self> {
        // cargo says where the package is at run time; the place of compiling may be another checkout.
        let package = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().ok_or_else(|| anyhow!("xtask lies outside a repository"))?.to_path_buf();
        let metadata = program::output(
            program::command("cargo").current_dir(&root).args(["metadata", "--no-deps", "--format-version", "1"]),
        )?;
        let metadata: serde_json::Value = serde_json::from_str(&metadata).context("cargo metadata is no JSON")?;
        let target = metadata["target_directory"].as_str().ok_or_else(|| anyhow!("cargo names no target folder"))?;
        Ok(Self { target: PathBuf::from(target), root })
    }

    /// The built site, always in the checkout: the server embeds it from there.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// The browser tests.
    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// A path as a person in the checkout would type it.
    pub fn shown(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }
}
