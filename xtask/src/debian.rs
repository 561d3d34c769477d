//! Packages of Debian and what descends from it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::program;
use crate::step;

/// Whether this machine takes its programs from apt-get.
pub fn is_here() -> bool {
    cfg!(target_os = "linux") && program::find("apt-get").is_some() && program::find("dpkg").is_some()
}

/// Whether this program may install on the system.
#[cfg(unix)]
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
pub fn is_root() -> bool {
    false
}

/// Installs packages on the system.
///
/// # Errors
/// Elsewhere than on a Debian-family machine, without the right to install, or where apt-get fails: each
/// time with the command that a person can type.
pub fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!("apt-get install {}", packages.join(" "));
    if !is_here() {
        bail!("please install: {}", packages.join(", "));
    }
    if !is_root() {
        bail!("please install it: sudo {by_hand}");
    }
    step::doing(format!("Installing {} (apt-get)", packages.join(", ")));
    with_fresh_lists(&Lists::OfSystem, || {
        let mut command = apt_get(&Lists::OfSystem);
        command.args(["-y", "install", "--no-install-recommends"]).args(packages);
        program::output(&mut command).map(drop)
    })
    .with_context(|| format!("apt-get could not install; please try: {by_hand}"))
}

/// Which package lists apt-get reads.
#[derive(Debug)]
pub enum Lists<'a> {
    OfSystem,
    /// In a folder of our own, where the person may not change the system's.
    In(&'a Path),
}

/// apt-get, silent and never asking.
pub fn apt_get(lists: &Lists<'_>) -> Command {
    let mut command = program::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
    if let Lists::In(folder) = lists {
        command.args(["-o", "Debug::NoLocking=1"]).arg("-o").arg(format!("Dir::State::lists={}", folder.display()));
    }
    command
}

/// Does `work`, after fetching the package lists where there are none, and once more with fresh lists
/// where it fails: a package that the list names may be gone from the server.
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
