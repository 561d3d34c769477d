//! `cargo xtask test`: runs every check in turn. A failure does not hide later checks.

use std::fs;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::cargo::Effort;
use crate::counts::{self, Counts};
use crate::places::Places;
use crate::postgres::Postgres;
use crate::toolchain::{self, BROWSER_TARGET, Toolchain};
use crate::{browser_tests, dependencies, frictionless, interrupt, program, server, site, step};

/// The address of the PostgreSQL started for the tests.
const POSTGRES_ADDRESS: &str = "TETSUZUKI_TEST_POSTGRES";

/// The file in which tests record that they were skipped. Their runner counts them as passed.
const SKIPPED_TESTS: &str = "TETSUZUKI_SKIPPED_TESTS";

/// The program that validates exported folders. Without it that test is skipped.
const FRICTIONLESS: &str = "TETSUZUKI_FRICTIONLESS";

/// Set to `no`, a snapshot that differs fails and no file is written.
const SNAPSHOT_UPDATES: &str = "INSTA_UPDATE";

/// The checks, in the order in which they run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Check {
    /// rustfmt
    Format,
    /// The site is built: the server embeds it
    Site,
    /// clippy over the server's half and xtask
    Lint,
    /// clippy over the browser's half
    LintBrowser,
    /// rustdoc
    Documentation,
    /// Unit and integration tests, on SQLite and on a PostgreSQL started for them
    Tests,
    /// xtask's own tests
    XtaskTests,
    /// cargo-deny: licences, doubled and banned crates, advisories
    Dependencies,
    /// Journeys in a real browser
    Browser,
}

impl Check {
    fn title(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Site => "site",
            Self::Lint => "lint",
            Self::LintBrowser => "lint-browser",
            Self::Documentation => "documentation",
            Self::Tests => "tests",
            Self::XtaskTests => "xtask-tests",
            Self::Dependencies => "dependencies",
            Self::Browser => "browser",
        }
    }
}

/// The tools and paths of a check.
#[derive(Debug)]
struct Bench<'a> {
    places: &'a Places,
    /// Builds both halves.
    toolchain: Toolchain,
    /// Built this program and runs its tests, so that its dependencies are not compiled again.
    active: Toolchain,
}

#[derive(Debug)]
struct Outcome {
    check: Check,
    counts: Counts,
    time: Duration,
    note: Option<String>,
}

/// Runs the requested checks, or all of them, and prints the results. The last line contains the totals.
pub fn run(places: &Places, only: &[Check]) -> Result<ExitCode> {
    let started = Instant::now();
    let bench = Bench { places, toolchain: toolchain::prepare()?, active: Toolchain::active()? };
    let mut outcomes = Vec::new();
    for check in Check::value_variants() {
        interrupt::check()?;
        if !only.is_empty() && !only.contains(check) {
            continue;
        }
        println!("\n━━ {} ━━", check.title());
        let began = Instant::now();
        let (counts, note) = match bench.perform(*check) {
            Ok(result) => result,
            Err(error) => {
                interrupt::check()?;
                let note = format!("{error:#}");
                eprintln!("✗ {note}");
                (Counts::FAILED, note.lines().next().map(str::to_owned))
            }
        };
        outcomes.push(Outcome { check: *check, counts, time: began.elapsed(), note });
    }
    Ok(report(&outcomes, started.elapsed()))
}

fn report(outcomes: &[Outcome], time: Duration) -> ExitCode {
    println!();
    for outcome in outcomes {
        let sign = match outcome.counts {
            Counts { failed: 1.., .. } => "✗",
            Counts { passed: 0, .. } => "–",
            _ => "✓",
        };
        let title = outcome.check.title();
        let note = outcome.note.as_ref().map_or_else(String::new, |note| format!("  {note}"));
        println!("{sign} {title:<14}{:>14}  {}{note}", step::duration(outcome.time), outcome.counts);
    }
    let sum: Counts = outcomes.iter().map(|outcome| outcome.counts).sum();
    println!("\nAll checks took {}.", step::duration(time));
    println!("{sum}");
    if sum.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The counts of a check, and the note next to them in the summary.
type Verdict = Result<(Counts, Option<String>)>;

impl Bench<'_> {
    fn perform(&self, check: Check) -> Verdict {
        match check {
            Check::Format => {
                let color = if io::stdout().is_terminal() { "auto" } else { "never" };
                passes(self.cargo(&self.toolchain).args(["fmt", "--all", "--check", "--", "--color", color]))
            }
            Check::Site => self.site().map(|()| (Counts::PASSED, None)),
            Check::Lint => self.lint(),
            Check::LintBrowser => passes(
                self.cargo(&self.toolchain)
                    .args(["clippy", "--package", "tetsuzuki", "--lib", "--target", BROWSER_TARGET])
                    .args(["--no-default-features", "--features", "hydrate", "--", "-D", "warnings"]),
            ),
            Check::Documentation => self.documentation(),
            Check::Tests => self.tests(),
            Check::XtaskTests => self.test_package(&self.active, &["--package", "xtask"], None),
            Check::Dependencies => self.dependencies(),
            Check::Browser => {
                self.site()?;
                let binary = server::build_beside_tests(self.places, &self.toolchain)?;
                Ok((browser_tests::run(self.places, &binary)?, None))
            }
        }
    }

    fn cargo(&self, toolchain: &Toolchain) -> Command {
        let mut command = toolchain.cargo();
        command.current_dir(&self.places.root);
        command
    }

    fn site(&self) -> Result<()> {
        site::build(self.places, &self.toolchain, Effort::Quick)
    }

    /// One call per package. A single call would compile the features that xtask needs from a shared dependency into
    /// the server as well, and rebuild everything above it.
    fn lint(&self) -> Verdict {
        let mut server = self.cargo(&self.toolchain);
        server.arg("clippy").args(server::PRODUCT).args(["--all-targets", "--", "-D", "warnings"]);
        let mut xtask = self.cargo(&self.active);
        xtask.args(["clippy", "--package", "xtask", "--all-targets", "--", "-D", "warnings"]);
        all_pass([&mut server, &mut xtask])
    }

    fn documentation(&self) -> Verdict {
        let common = ["doc", "--no-deps", "--document-private-items"];
        let mut server = self.cargo(&self.toolchain);
        server.args(common).args(server::PRODUCT).env("RUSTDOCFLAGS", "-D warnings");
        let mut xtask = self.cargo(&self.active);
        xtask.args(common).args(["--package", "xtask"]).env("RUSTDOCFLAGS", "-D warnings");
        all_pass([&mut server, &mut xtask])
    }

    fn tests(&self) -> Verdict {
        let postgres = Postgres::start()?;
        let (counts, note) = self.test_package(&self.toolchain, &server::PRODUCT, Some(&postgres))?;
        drop(postgres);
        Ok((counts, note))
    }

    /// Runs a package's tests with cargo-nextest and its doc tests with cargo, or everything with cargo.
    fn test_package(&self, toolchain: &Toolchain, package: &[&str], postgres: Option<&Postgres>) -> Verdict {
        let list = self.places.root.join("target").join("skipped-tests");
        fs::create_dir_all(list.parent().expect("it lies in a folder"))?;
        fs::write(&list, "")?;
        let counts = self.run_tests(toolchain, package, postgres, &list)?;
        Ok(counts::with_skipped(counts, &fs::read_to_string(&list)?))
    }

    fn run_tests(
        &self,
        toolchain: &Toolchain,
        package: &[&str],
        postgres: Option<&Postgres>,
        skipped: &Path,
    ) -> Result<Counts> {
        // Only the product's tests need what PostgreSQL was started for.
        let frictionless = postgres.and_then(|_| match frictionless::find_or_bring() {
            Ok(found) => Some(found),
            Err(error) => {
                step::warn(format!("no frictionless, so exported folders are not validated: {error:#}"));
                None
            }
        });
        let prepare = |arguments: &[&str]| {
            let mut command = self.cargo(toolchain);
            command.args(arguments).args(package).env(SKIPPED_TESTS, skipped).env(SNAPSHOT_UPDATES, "no");
            if let Some(postgres) = postgres {
                command.env(POSTGRES_ADDRESS, &postgres.address);
            }
            if let Some(frictionless) = &frictionless {
                command.env(FRICTIONLESS, frictionless);
            }
            command
        };
        if program::find("cargo-nextest").is_none() {
            let (status, output) = program::run_and_keep(&mut prepare(&["test", "--no-fail-fast"]))?;
            return Ok(counts::of_cargo_test(&output).with_end(status.success()));
        }
        let (status, output) = program::run_and_keep(&mut prepare(&["nextest", "run", "--no-fail-fast"]))?;
        let tests = counts::of_nextest(&output).with_end(status.success());
        if package == ["--package", "xtask"] {
            // A program without a library has no doc tests.
            return Ok(tests);
        }
        let (status, output) = program::run_and_keep(&mut prepare(&["test", "--doc"]))?;
        let examples = counts::of_cargo_test(&output);
        let examples = if status.success() { examples } else { examples.with_end(false) };
        Ok([tests, examples].into_iter().sum())
    }

    fn dependencies(&self) -> Verdict {
        let cargo_deny = match dependencies::find_or_bring() {
            Ok(found) => found,
            Err(error) => {
                interrupt::check()?;
                let note = format!("{error:#}");
                println!("– {note}");
                return Ok((Counts::SKIPPED, note.lines().next().map(str::to_owned)));
            }
        };
        let prepare = |program: &Path| {
            let mut command = self.toolchain.command(program);
            command.current_dir(&self.places.root);
            command
        };
        let not_looked_at = dependencies::check(&cargo_deny, prepare)?;
        let skipped = if not_looked_at.is_some() { Counts::SKIPPED } else { Counts::default() };
        Ok(([Counts::PASSED, skipped].into_iter().sum(), not_looked_at))
    }
}

/// A check that passes if a program succeeds.
fn passes(command: &mut Command) -> Verdict {
    all_pass([command])
}

/// A check that passes if several programs succeed. All of them run, so that one call reports every failure.
fn all_pass<const N: usize>(commands: [&mut Command; N]) -> Verdict {
    let mut failed = false;
    for command in commands {
        failed |= !program::run(command)?.success();
    }
    if failed {
        bail!("its messages are above; install missing parts of Rust with `rustup component add clippy rustfmt`");
    }
    Ok((Counts::PASSED, None))
}
