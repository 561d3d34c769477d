//! The Rust toolchain for both halves: one compiler for the host and for WebAssembly.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::{debian, debian_toolchain, interrupt, program, step};

/// The target of the browser half.
pub const BROWSER_TARGET: &str = "wasm32-unknown-unknown";

/// A Rust toolchain.
#[derive(Debug, Clone)]
pub struct Toolchain {
    /// The rustup name; `None` means whichever Rust is on the search path.
    name: Option<String>,
    /// What `rustc -vV` prints: version, commit and host.
    description: String,
}

impl Toolchain {
    /// The toolchain that runs this program.
    pub fn active() -> Result<Self> {
        Self::named(env::var("RUSTUP_TOOLCHAIN").ok())
    }

    /// A toolchain by its rustup name.
    pub fn named(name: Option<String>) -> Result<Self> {
        let mut toolchain = Self { name, description: String::new() };
        toolchain.description = program::output(toolchain.command("rustc").arg("-vV"))
            .context("no working Rust compiler; install Rust from https://rustup.rs")?;
        Ok(toolchain)
    }

    /// The compiler's description of itself. A different text means a different compiler.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// A program of this toolchain: `cargo`, `rustc`.
    pub fn command(&self, name: impl AsRef<OsStr>) -> Command {
        let mut command = program::command(name);
        if let Some(toolchain) = &self.name {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    pub fn cargo(&self) -> Command {
        self.command("cargo")
    }

    /// Whether it has a standard library for WebAssembly.
    pub fn builds_for_the_browser(&self) -> bool {
        program::output(self.command("rustc").args(["--print", "target-libdir", "--target", BROWSER_TARGET]))
            .is_ok_and(|folder| holds_standard_library(Path::new(folder.trim())))
    }

    fn label(&self) -> String {
        let version = self.description.lines().next().unwrap_or_default();
        let version = version.split(" (").next().unwrap_or(version);
        match &self.name {
            Some(name) => format!("{version}, toolchain {name}"),
            None => version.to_owned(),
        }
    }
}

fn holds_standard_library(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".rlib")
        })
    })
}

/// Finds a toolchain that builds for the host and for the browser, or makes one.
///
/// # Errors
/// Returns an error if every method failed; the message lists each of them.
pub fn prepare() -> Result<Toolchain> {
    let active = Toolchain::active()?;
    if active.builds_for_the_browser() {
        step::done_already(format!("Rust for the browser ({})", active.label()));
        return Ok(active);
    }
    if program::find("rustup").is_some() {
        let name = debian_toolchain::NAME;
        if let Some(made) = Toolchain::named(Some(name.to_owned())).ok().filter(Toolchain::builds_for_the_browser) {
            step::done_already(format!("Rust for the browser ({})", made.label()));
            return Ok(made);
        }
    }

    let by_rustup = match add_target(&active) {
        Ok(()) => {
            step::done(format!("Rust for the browser ({})", active.label()));
            return Ok(active);
        }
        Err(error) => error,
    };
    interrupt::check()?;
    let by_debian = match from_debian() {
        Ok(toolchain) => {
            step::done(format!("Rust for the browser ({})", toolchain.label()));
            return Ok(toolchain);
        }
        Err(error) => error,
    };
    interrupt::check()?;
    Err(anyhow!(
        "no Rust installation here builds for {BROWSER_TARGET}. Tried:\n1. {} as it is: it has no standard library \
         for that target.\n2. rustup: {by_rustup:#}\n3. Debian's packages: {by_debian:#}\nOne of these is enough: \
         `rustup target add {BROWSER_TARGET}` from a network that reaches static.rust-lang.org, or a Debian-family \
         machine that reaches a mirror of its packages.",
        active.label(),
    ))
}

fn add_target(active: &Toolchain) -> Result<()> {
    if program::find("rustup").is_none() {
        bail!("it is not installed (https://rustup.rs)");
    }
    step::doing(format!("Adding {BROWSER_TARGET} to Rust (rustup target add)"));
    program::output(active.command("rustup").args(["target", "add", BROWSER_TARGET]))?;
    if !active.builds_for_the_browser() {
        bail!("`rustup target add` succeeded, but the standard library is missing");
    }
    Ok(())
}

fn from_debian() -> Result<Toolchain> {
    if program::find("rustup").is_none() {
        bail!("rustup is needed to link them");
    }
    if !debian::is_here() {
        bail!("this is not a Debian-family machine (no apt-get and dpkg)");
    }
    debian_toolchain::make()?;
    let toolchain = Toolchain::named(Some(debian_toolchain::NAME.to_owned()))?;
    if !toolchain.builds_for_the_browser() {
        bail!("the toolchain was created, but its standard library for {BROWSER_TARGET} is missing");
    }
    Ok(toolchain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_or_missing_folder_holds_no_standard_library() {
        let folder = env::temp_dir().join(format!("xtask-target-libdir-{}", std::process::id()));
        assert!(!holds_standard_library(&folder));
        fs::create_dir_all(&folder).expect("a folder");
        assert!(!holds_standard_library(&folder));
        fs::write(folder.join("libstd-0123456789abcdef.rlib"), "").expect("a file");
        assert!(holds_standard_library(&folder));
        fs::remove_dir_all(&folder).expect("tidied up");
    }
}
