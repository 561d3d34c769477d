//! Packages of Debian and its derivatives.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::program;
use crate::step;

/// Whether this machine uses apt-get.
pub fn is_here() -> bool {
    cfg!(target_os = "linux") && program::find("apt-get").is_some() && program::find("dpkg").is_some()
}

/// Whether this program may install system packages.
#[cfg(unix)]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

/// Installs system packages.
///
/// # Errors
/// Returns an error if this is not a Debian-family machine, if the right to install is missing, or if apt-get fails.
/// The message contains the command to type.
pub fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if !is_here() {
        bail!("please install: {}", packages.join(", "));
    }
    if !is_root() {
        bail!("install it with: sudo {by_hand}");
    }
    step::doing(format!("Installing {} (apt-get)", packages.join(", ")));
    with_fresh_lists(&Lists::OfSystem, || {
        let mut command = apt_get(&Lists::OfSystem);
        command.args(["-y", "install", "--no-install-recommends"]).args(packages);
        program::output(&mut command).map(drop)
    })
    .with_context(|| format!("apt-get could not install; try: {by_hand}"))
}

/// The package lists that apt-get reads.
#[derive(Debug)]
pub enum Lists<'a> {
    OfSystem,
    /// In a separate folder, for users who may not change the system's lists.
    In(&'a Path),
}

/// apt-get, quiet and non-interactive.
pub fn apt_get(lists: &Lists<'_>) -> Command {
    let mut command = program::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
    if let Lists::In(folder) = lists {
        command.args(["-o", "Debug::NoLocking=1"]).arg("-o").arg(format!("Dir::State::lists={}", folder.display()));
    }
    command
}

/// Runs `work`, after fetching the package lists if there are none. Retries once with fresh lists if it fails, because
/// a listed package may be gone from the server.
pub fn with_fresh_lists(lists: &Lists<'_>, work: impl Fn() -> Result<()>) -> Result<()> {
    let folder = match lists {
        Lists::OfSystem => Path::new("/var/lib/apt/lists"),
        Lists::In(folder) => folder,
    };
    let update = || {
        step::doing("Fetching the package lists (apt-get update)");
        if let Lists::In(folder) = lists {
            fs::create_dir_all(folder.join("partial"))?;
        }
        program::output(apt_get(lists).arg("update")).map(drop)
    };
    if !any_list_in(folder) {
        update()?;
        return work();
    }
    work().or_else(|first| {
        update().with_context(|| format!("{first:#}"))?;
        work()
    })
}

fn any_list_in(folder: &Path) -> bool {
    fs::read_dir(folder)
        .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains("_Packages")))
}
