//! `cargo xtask backtest`: compares the projection of card rates with other methods on the counts of the designated
//! cities.
//!
//! The methods and the comparison are in the crate `domain`; its example `backtest` prints the table. It is run as a
//! program of its own, so that xtask builds without the domain and what that needs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::places::Places;
use crate::toolchain::Toolchain;
use crate::{program, step};

/// The counts beside the checkout.
const COUNTS: &str = "../shared/corpus/cards/designated_cities_cards_2017-2022.csv";

/// Forecasts with statsmodels.
const SCRIPT: &str = include_str!("backtest.py");

pub fn run(places: &Places, counts: Option<&Path>, python: &Path) -> Result<ExitCode> {
    let counts = counts.map_or_else(|| places.root.join(COUNTS), Path::to_path_buf);
    if !counts.is_file() {
        bail!(
            "the counts of the designated cities are not at {}; --counts names another file, a CSV with the columns \
             算出基準日, 市区町村名, population and cards_issued",
            counts.display()
        );
    }
    let forecasts = statsmodels(places, &counts, python)?;
    step::doing("projecting from every past count");
    let mut command = Toolchain::active()?.cargo();
    command.current_dir(&places.root);
    command.args(["run", "--quiet", "--package", "tetsuzuki-domain", "--example", "backtest", "--"]);
    command.arg(counts.canonicalize()?).args(forecasts);
    let status = program::run(&mut command)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The file with the forecasts of statsmodels; `None`, with a warning, if Python or statsmodels is missing.
fn statsmodels(places: &Places, counts: &Path, python: &Path) -> Result<Option<PathBuf>> {
    let version = "import statsmodels; print(statsmodels.__version__)";
    let Ok(version) = program::output(program::command(python).args(["-c", version])) else {
        step::warn(format!(
            "{} has no statsmodels, so its exponential smoothing is left out (pip install statsmodels; --python names \
             another Python)",
            python.display()
        ));
        return Ok(None);
    };
    step::doing(format!("forecasting with statsmodels {}", version.trim()));
    let forecasts = program::output(program::command(python).args(["-c", SCRIPT]).arg(counts))?;
    let folder = places.root.join("target");
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let file = folder.join("backtest-statsmodels.csv");
    fs::write(&file, forecasts).with_context(|| format!("could not write {}", file.display()))?;
    Ok(Some(file))
}
