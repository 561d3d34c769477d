//! The browser tests: Node, its packages, a Chromium, and Playwright.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use crate::counts::{self, Counts};
use crate::fingerprint::Fingerprint;
use crate::places::Places;
use crate::version::Version;
use crate::{debian, program, step};

/// The oldest major version of Node that Playwright runs on.
const OLDEST_NODE: u64 = 20;

/// The browser and the program that drives it.
#[derive(Debug)]
pub struct Browser {
    pub node: PathBuf,
    pub chromium: PathBuf,
}

/// Finds both, and installs the packages in the Node lockfile.
pub fn prepare(places: &Places) -> Result<Browser> {
    let node = find_node()?;
    install_packages(places)?;
    Ok(Browser { node, chromium: find_or_install_chromium()? })
}

/// Runs all browser tests against the server at `binary`.
pub fn run(places: &Places, binary: &Path) -> Result<Counts> {
    let Browser { node, chromium } = prepare(places)?;
    let report = places.root.join("target/end2end/report.json");
    if report.exists() {
        fs::remove_file(&report)?;
    }
    step::doing(format!("Running the browser tests in {}", chromium.display()));
    let status = program::run(
        program::command(node)
            .current_dir(places.browser_tests())
            .args(["node_modules/@playwright/test/cli.js", "test"])
            .env("TETSUZUKI_BIN", binary)
            .env("TETSUZUKI_REPORT", &report)
            .env("CHROMIUM", &chromium),
    )?;
    let counts = fs::read_to_string(&report).ok().and_then(|report| counts::of_playwright(&report));
    Ok(counts.unwrap_or_default().with_end(status.success()))
}

fn find_node() -> Result<PathBuf> {
    let install = || format!("install Node {OLDEST_NODE} or later with npm: https://nodejs.org");
    let node = program::find("node").ok_or_else(|| anyhow!("no Node was found; {}", install()))?;
    let text = program::output(program::command(&node).arg("--version"))?;
    match Version::find(&text) {
        Some(version) if version.major() >= OLDEST_NODE => Ok(node),
        Some(version) => bail!("Node {version} is too old; {}", install()),
        None => bail!("`node --version` printed no version; {}", install()),
    }
}

/// Installs exactly the packages in the lockfile, unless that has been done.
fn install_packages(places: &Places) -> Result<()> {
    let folder = places.browser_tests();
    let mut fingerprint = Fingerprint::default();
    for file in ["package.json", "package-lock.json"] {
        fingerprint.add_path(&folder, file)?;
    }
    let current = fingerprint.finish();
    let record = folder.join("node_modules/.installed-from");
    if fs::read_to_string(&record).is_ok_and(|recorded| recorded == current) {
        step::done_already("Node packages of the browser tests");
        return Ok(());
    }
    step::doing("Installing the Node packages of the browser tests (npm ci)");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    program::output(
        program::command(npm)
            .current_dir(&folder)
            .args(["ci", "--no-audit", "--no-fund"])
            // The system's Chromium is used.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )
    .context("the Node packages could not be installed; can npm reach its registry?")?;
    fs::write(record, current)?;
    Ok(())
}

fn find_or_install_chromium() -> Result<PathBuf> {
    if let Some(chosen) = env::var_os("CHROMIUM").filter(|path| !path.is_empty()) {
        let chosen = PathBuf::from(chosen);
        if !chosen.is_file() {
            bail!("CHROMIUM names {}, which does not exist", chosen.display());
        }
        return Ok(chosen);
    }
    if let Some(found) = find_chromium() {
        return Ok(found);
    }
    // Includes a Japanese font: without one, every page would show empty squares.
    debian::install(&["chromium", "fonts-noto-cjk"])
        .context("no Chromium was found; set CHROMIUM if it is installed elsewhere")?;
    find_chromium().ok_or_else(|| anyhow!("the package chromium was installed, but no chromium is on the search path"))
}

fn find_chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        .iter()
        .find_map(|name| program::find(name))
}
