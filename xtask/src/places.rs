//! Paths in the checkout.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, anyhow};

/// The folders of this checkout.
#[derive(Debug)]
pub struct Places {
    /// The repository's root.
    pub root: PathBuf,
}

impl Places {
    pub fn find() -> Result<Self> {
        // cargo sets the package path at run time; the path at compile time may belong to another checkout.
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.parent().ok_or_else(|| anyhow!("xtask is outside a repository"))?.to_path_buf();
        Ok(Self { root })
    }

    /// The built site, always inside the checkout because the server embeds it from there.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// The browser tests.
    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("end2end")
    }
}
