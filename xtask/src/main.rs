//! `cargo xtask`: builds, runs and checks Tetsuzuki. All set-up happens here. The only prerequisites are Rust, and Node
//! for the browser tests.

mod backtest;
mod browser_half;
mod browser_tests;
mod cargo;
mod check;
mod compression;
mod counts;
mod debian;
mod debian_toolchain;
mod dependencies;
#[cfg(target_os = "linux")]
mod drill;
mod fingerprint;
mod frictionless;
mod fuzz_import;
mod interrupt;
mod lighthouse;
mod places;
mod postgres;
mod program;
mod server;
mod site;
mod step;
mod stylesheet;
mod toolchain;
mod version;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::cargo::Effort;
use crate::check::Check;
use crate::places::Places;

/// Builds, runs and checks Tetsuzuki.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build everything and serve the demonstration city
    Run {
        /// Optimise fully
        #[arg(long)]
        release: bool,
        /// Address to listen on
        #[arg(long, default_value = "127.0.0.1:3000")]
        listen: SocketAddr,
        /// Options passed to `tetsuzuki serve`
        #[arg(last = true)]
        further: Vec<String>,
    },
    /// Build everything into one binary
    Build {
        /// Optimise fully: the binary to deploy
        #[arg(long)]
        release: bool,
    },
    /// Run every check; the last line has the totals
    Test {
        /// Run only these checks
        #[arg(long, value_enum, num_args = 1..)]
        only: Vec<Check>,
    },
    /// Measure pages on a simulated slow phone with Lighthouse; fails below 98 of 100
    Lighthouse {
        /// The site to measure, such as http://127.0.0.1:3000; by default a release of the demonstration city
        #[arg(long)]
        address: Option<String>,
    },
    /// Stress-test a release and measure it; fails if a limit is exceeded
    #[cfg(target_os = "linux")]
    Drill {
        /// The drills to run; all of them by default
        #[arg(value_enum)]
        drills: Vec<drill::Drill>,
        /// The server binary to test; by default a release is built
        #[arg(long)]
        binary: Option<PathBuf>,
        /// A second binary for drills that compare two, such as the previous release
        #[arg(long)]
        against: Option<PathBuf>,
        /// The national survey of fiscal 2024 as published; by default the one next to the checkout, if any
        #[arg(long)]
        survey: Option<PathBuf>,
    },
    /// Compare the projection of card rates with other methods on past counts; fails where the published results differ
    Backtest {
        /// The counts of the designated cities; without it those beside the checkout
        #[arg(long)]
        counts: Option<PathBuf>,
        /// A Python with statsmodels, for one more method to compare with
        #[arg(long, default_value = "python3")]
        python: PathBuf,
    },
    /// Import mutated files for minutes; fails if one is not refused clearly or exceeds a limit
    FuzzImport {
        /// How long it runs
        #[arg(long, default_value_t = 10)]
        minutes: u32,
        /// Number of the first mutant, to run one again or to go on where another run ended
        #[arg(long)]
        first: Option<u64>,
        /// Optimise fully
        #[arg(long)]
        release: bool,
    },
    /// Build what the browser loads: WebAssembly, scripts, style sheet, public files
    Site {
        /// Optimise fully
        #[arg(long)]
        release: bool,
    },
}

fn main() -> ExitCode {
    match work(Arguments::parse().task) {
        Ok(code) => code,
        Err(error) if interrupt::asked_to_stop() => {
            eprintln!("✗ {error:#}");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("✗ {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn work(task: Task) -> Result<ExitCode> {
    interrupt::listen()?;
    let places = Places::find()?;
    match task {
        Task::Run { release, listen, further } => {
            server::demand_free(listen)?;
            let effort = Effort::of(release);
            let toolchain = toolchain::prepare()?;
            site::build(&places, &toolchain, effort)?;
            let binary = server::build(&places, &toolchain, effort)?;
            server::run(&places, &binary, listen, &further)?;
        }
        Task::Build { release } => {
            let effort = Effort::of(release);
            let toolchain = toolchain::prepare()?;
            site::build(&places, &toolchain, effort)?;
            server::build(&places, &toolchain, effort)?;
        }
        Task::Lighthouse { address } => return lighthouse::run(&places, address.as_deref()),
        Task::Test { only } => return check::run(&places, &only),
        #[cfg(target_os = "linux")]
        Task::Drill { drills, binary, against, survey } => {
            return drill::run(&places, &drills, binary.as_deref(), against.as_deref(), survey.as_deref());
        }
        Task::Backtest { counts, python } => return backtest::run(&places, counts.as_deref(), &python),
        Task::FuzzImport { minutes, first, release } => return fuzz_import::run(&places, minutes, first, release),
        Task::Site { release } => {
            let toolchain = toolchain::prepare()?;
            site::build(&places, &toolchain, Effort::of(release))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
