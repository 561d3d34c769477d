//! How long a search over the whole national survey takes, and whether it finds what a plain scan finds.
//!
//! `cargo bench --bench search --features ssr`. The survey is read from `../shared/corpus/survey`, or from the file that
//! `TETSUZUKI_SURVEY` names; where it is not there, this says so and does nothing.
//!
//! A plain program rather than a bench library: the goal is the p50 and p99 over many different queries, and
//! bench libraries give the spread of one closure called many times. What a query takes is the median of its rounds, so
//! that a moment in which the machine did something else is not counted as the query's.

#![allow(clippy::unwrap_used, reason = "a measurement may fail")]
#![allow(clippy::disallowed_methods, reason = "the clock measures, and the surroundings name the file")]

#[path = "../tests/support/words.rs"]
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use chrono::{NaiveDate, Utc};
use domain::calendar::today_in_japan;
use exchange::import::{Format, Kind, Request, import};
use store::Db;
use tetsuzuki::server::query::{Parameters, address};
use tetsuzuki::server::read_model::catalogue::{CatalogueQuery, search_catalogue};
use tetsuzuki::server::read_model::search::answer;
use tetsuzuki::server::read_model::snapshot::Snapshot;

use words::{Dice, PlainScan};

/// Different queries of each kind.
const QUERIES: usize = 500;

/// How often each is measured.
const ROUNDS: usize = 9;

/// Queries of each kind whose results are compared with a plain scan.
const HELD_AGAINST_A_SCAN: usize = 100;

/// The same queries in every run.
const SEED: u64 = 20_261_124;

/// What the slowest of a hundred searches may take.
const MOST: Duration = Duration::from_millis(20);

/// What the slowest of a hundred pages may take that find nothing as typed.
const MOST_OF_DEAD_ENDS: Duration = Duration::from_millis(10);

#[tokio::main]
async fn main() -> ExitCode {
    // `cargo test --benches` and `cargo nextest` ask what there is to test: nothing.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return ExitCode::SUCCESS;
    }
    let Some(survey) = survey() else { return ExitCode::SUCCESS };
    let folder = tempfile::TempDir::new().unwrap();
    let started = Instant::now();
    let (snapshot, plain) = read(&survey, folder.path()).await;
    println!("{} procedures read in {:.1} s", snapshot.procedures.len(), started.elapsed().as_secs_f64());

    let today = today_in_japan(Utc::now());
    let mut dice = Dice(SEED);
    println!("{:<18}{:>9}{:>14}{:>12}{:>12}{:>12}", "words", "queries", "median hits", "p50", "p99", "slowest");
    let mut good = true;
    for kind in words::Kind::ALL {
        let queries = plain.sample(kind, QUERIES, &mut dice);
        let questions: Vec<CatalogueQuery> = queries.iter().map(|query| question(query)).collect();
        good &= held_against_a_scan(&snapshot, &plain, &queries, today);
        let figures = measure(&questions, |question| search_catalogue(&snapshot, question, today).procedures.len());
        good &= figures.p99 <= MOST;
        figures.print(kind.name(), queries.len());
        if kind == words::Kind::Absent {
            let figures = measure(&questions, |question| answer(&snapshot, question, today).results.procedures.len());
            good &= figures.p99 <= MOST_OF_DEAD_ENDS;
            figures.print("dead end", queries.len());
        }
    }
    if good {
        println!("recall and precision are 1.0, and p99 is at most {}", in_milliseconds(MOST));
        ExitCode::SUCCESS
    } else {
        println!(
            "✗ an answer differs from the plain scan, or p99 is above {}, or that of dead ends above {}",
            in_milliseconds(MOST),
            in_milliseconds(MOST_OF_DEAD_ENDS)
        );
        ExitCode::FAILURE
    }
}

fn survey() -> Option<PathBuf> {
    let named = std::env::var_os("TETSUZUKI_SURVEY").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/survey/procedures_r6_full.csv.gz");
    let path = named.unwrap_or(beside);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: {} is not here; TETSUZUKI_SURVEY can name the survey's file", path.display());
    None
}

/// The way of every catalogue: imported into a database, then read into memory.
async fn read(survey: &Path, folder: &Path) -> (Snapshot, PlainScan) {
    let db = Db::open(&format!("sqlite://{}", folder.join("bench.db").display())).await.unwrap();
    let name = survey.file_name().unwrap().to_string_lossy().into_owned();
    let request = Request { format: Format::Survey, ..Request::new(Kind::Procedures, &name, Utc::now()) };
    let report = import(&db, &request, &std::fs::read(survey).unwrap(), &|_, _| {}).await.unwrap();
    assert!(!report.is_refused(), "{}", report.describe());
    let snapshot = Snapshot::load(&db).await.unwrap();
    let plain = PlainScan::of(&snapshot, &db).await;
    (snapshot, plain)
}

fn question(query: &str) -> CatalogueQuery {
    let address = address("", [("q", query)]);
    CatalogueQuery::of(&Parameters::of(address.trim_start_matches('?'))).unwrap()
}

fn held_against_a_scan(snapshot: &Snapshot, plain: &PlainScan, queries: &[String], today: NaiveDate) -> bool {
    queries.iter().take(HELD_AGAINST_A_SCAN).all(|query| {
        let mut found = search_catalogue(snapshot, &question(query), today).procedures;
        found.sort_unstable();
        let same = found == plain.find(query);
        if !same {
            println!("✗ '{query}' does not find what a plain scan finds");
        }
        same
    })
}

#[derive(Debug)]
struct Figures {
    /// Median of how many procedures a query finds.
    hits: usize,
    p50: Duration,
    p99: Duration,
    slowest: Duration,
}

impl Figures {
    fn print(&self, name: &str, queries: usize) {
        println!(
            "{name:<18}{queries:>9}{:>14}{:>12}{:>12}{:>12}",
            self.hits,
            in_milliseconds(self.p50),
            in_milliseconds(self.p99),
            in_milliseconds(self.slowest),
        );
    }
}

/// Each question as a page asks it: words folded, matched, ranked. `ask` returns how many procedures it finds.
fn measure(questions: &[CatalogueQuery], ask: impl Fn(&CatalogueQuery) -> usize) -> Figures {
    let mut rounds = vec![Vec::with_capacity(ROUNDS); questions.len()];
    let mut hits = Vec::with_capacity(questions.len());
    // Round by round, so that no query finds what its last round left in the processor's caches.
    for round in 0..ROUNDS {
        for (question, times) in questions.iter().zip(&mut rounds) {
            let started = Instant::now();
            let found = std::hint::black_box(ask(question));
            times.push(started.elapsed());
            if round == 0 {
                hits.push(found);
            }
        }
    }
    let mut times: Vec<Duration> = rounds
        .iter_mut()
        .map(|times| {
            times.sort_unstable();
            times[ROUNDS / 2]
        })
        .collect();
    times.sort_unstable();
    hits.sort_unstable();
    // The nearest rank: p99 is the time of a query, and at most one query in a hundred takes longer.
    let rank = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1];
    Figures { hits: hits[hits.len() / 2], p50: rank(50), p99: rank(99), slowest: times[times.len() - 1] }
}

fn in_milliseconds(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}
