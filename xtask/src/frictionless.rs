//! Frictionless: validates the folder that `export city` writes, as others would. Installed into a folder of its own if
//! it is not there.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};

use crate::{dependencies, program, step};

const VERSION: &str = "5.21.0";

/// The program `frictionless`: the installed one, or else one installed with pip.
///
/// # Errors
/// Returns an error if there is no Python, or the download fails.
pub fn find_or_bring() -> Result<PathBuf> {
    if let Some(installed) = program::find("frictionless") {
        return Ok(installed);
    }
    let folder = dependencies::tool_folder(&format!("frictionless-{VERSION}"))?;
    let kept = folder.join("bin").join("frictionless");
    if kept.is_file() {
        return Ok(kept);
    }
    let python = program::find("python3").ok_or_else(|| anyhow!("there is no python3"))?;
    fs::create_dir_all(&folder).with_context(|| format!("no folder could be created at {}", folder.display()))?;
    step::doing(format!("Installing frictionless {VERSION} (pip)"));
    program::output(program::command(python).args(["-m", "venv"]).arg(&folder))?;
    let mut pip = program::command(folder.join("bin").join("pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]);
    program::output(pip.arg(format!("frictionless=={VERSION}")))?;
    if !kept.is_file() {
        bail!("pip installed no frictionless in {}", folder.display());
    }
    step::done(format!("frictionless {VERSION} installed"));
    Ok(kept)
}
