//! Mutated files. Whatever is wrong with a file, reading it ends in a plan within its limits or in a clear refusal,
//! within bounds of time and memory.
//!
//! A mutant is made of its stream and its number alone. `cargo xtask fuzz-import` runs the streams for longer;
//! a mutant that fails is written to a file and can be run again by its number.

mod contents;
mod dice;
mod mutation;
pub(crate) mod seeds;
mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use domain::text::MessageLanguage;
use exchange::import::{Format, Kind, Request};

use self::dice::Dice;
use self::seeds::Seed;
use self::trial::Outcome;
use super::city::City;
use super::installation::{day, request, without_source};
use super::skipped::skipped;

/// The environment variable with the minutes that a long run takes.
const MINUTES: &str = "TETSUZUKI_FUZZ_MINUTES";

/// The environment variable with the number of the first mutant of a long run.
const FIRST: &str = "TETSUZUKI_FUZZ_FIRST";

/// The number of mutants that every run of the tests tries of each stream.
const FEW: u64 = 150;

/// The longest file of the corpus that a quick run mutates, in bytes.
const SHORT: usize = 40_000;

/// The longest one of a long run.
const LONG: usize = 700_000;

/// When a run ends.
enum End {
    After(u64),
    At(Instant),
}

/// The city that the files are imported into.
async fn city() -> City {
    let city = City::new().await;
    for (kind, text) in seeds::BASE {
        city.accept(&without_source(kind, "base.csv"), text.as_bytes()).await;
    }
    city
}

/// Reads mutants and returns how they ended.
async fn run(stream: &str, seeds: &[Seed], first: u64, end: End) -> BTreeMap<Outcome, u64> {
    trial::limit_memory();
    let city = city().await;
    let current = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{stream}-current"));
    println!("{stream}: the mutant that is being read is {}", current.display());
    let mut outcomes = BTreeMap::new();
    let mut failed = Vec::new();
    for number in first.. {
        let (seed, request, mutant) = mutant(stream, seeds, number);
        // A process that is killed leaves the mutant that killed it.
        std::fs::write(&current, &mutant).unwrap();
        match trial::run(&city.installation.db, &request, mutant.clone()).await {
            Ok(outcome) => *outcomes.entry(outcome).or_insert(0) += 1,
            Err(faults) => {
                let file = format!("fuzz-{stream}-{number}-{}", seed.name.replace('/', "-"));
                let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file);
                std::fs::write(&file, mutant).unwrap();
                let (kind, file) = (request.kind, file.display());
                failed.push(format!("mutant {number}, a file of {kind} at {file}: {}", faults.join("; ")));
                println!("{}", failed[failed.len() - 1]);
            }
        }
        let is_over = match end {
            End::After(count) => number + 1 - first >= count,
            End::At(moment) => Instant::now() >= moment,
        };
        if is_over || failed.len() >= 50 {
            println!("{stream}: mutants {first} to {number}: {outcomes:?}, {} failed", failed.len());
            break;
        }
    }
    std::fs::remove_file(&current).unwrap();
    assert!(failed.is_empty(), "{} mutants failed:\n{}", failed.len(), failed.join("\n"));
    outcomes
}

/// A mutant by its number, with the file it was made of and a request with random options.
fn mutant<'seeds>(stream: &str, seeds: &'seeds [Seed], number: u64) -> (&'seeds Seed, Request, Vec<u8>) {
    let of_stream = stream.bytes().fold(0, |sum: u64, byte| sum.wrapping_mul(131).wrapping_add(u64::from(byte)));
    let mut dice = Dice::new(number.wrapping_mul(0xD6E8_FEB8_6659_FD93) ^ of_stream);
    let seed = dice.pick(seeds);
    let kind = if dice.once_in(10) { *dice.pick(Kind::ALL) } else { seed.kind };
    let name = dice.pick(&["table.csv", "table.xlsx", "表.xls", "~$a.xlsx"]);
    let given = |dice: &mut Dice| dice.once_in(2).then(|| day("2026-03-31"));
    let request = Request {
        format: if dice.once_in(30) { Format::Survey } else { seed.format },
        as_of: given(&mut dice),
        population_as_of: given(&mut dice),
        area: dice.once_in(4).then(|| "271403".parse().unwrap()),
        allow_new_areas: dice.once_in(2),
        sheet: dice.once_in(20).then(|| "Sheet1".to_owned()),
        language: if dice.once_in(2) { MessageLanguage::English } else { MessageLanguage::Japanese },
        ..request(kind, name)
    };
    (seed, request, mutation::mutate(&seed.bytes, &mut dice))
}

fn corpus(most: usize) -> Option<Vec<Seed>> {
    let folder = seeds::corpus_folder();
    if folder.is_none() {
        skipped("the corpus is not here");
    }
    folder.map(|folder| seeds::of_corpus(&folder, most))
}

/// A file that is refused anyway would test no mutation.
#[tokio::test]
async fn the_correct_files_are_of_every_kind_and_are_accepted_before_they_are_mutated() {
    let city = city().await;
    let mut refused = String::new();
    for seed in seeds::complete() {
        let request = Request { as_of: Some(day("2026-03-31")), dry_run: true, ..request(seed.kind, &seed.name) };
        let report = city.installation.run(&request, &seed.bytes).await;
        if report.is_refused() {
            refused += &report.describe();
        }
    }
    assert!(refused.is_empty(), "{refused}");
    let kinds: BTreeSet<Kind> = seeds::own().into_iter().map(|seed| seed.kind).collect();
    assert_eq!(kinds, Kind::ALL.iter().copied().collect());
}

#[tokio::test]
async fn a_mutated_file_of_the_project_is_refused_clearly_or_read_within_its_limits() {
    let outcomes = run("own", &seeds::own(), 0, End::After(FEW)).await;
    // A mutator that destroys every file would test nothing but refusals.
    assert!(outcomes.get(&Outcome::Accepted).is_some_and(|accepted| *accepted > FEW / 20), "{outcomes:?}");
}

#[tokio::test]
async fn a_mutated_file_of_another_hand_is_refused_clearly_or_read_within_its_limits() {
    let Some(seeds) = corpus(SHORT) else { return };
    run("corpus", &seeds, 0, End::After(FEW)).await;
}

#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn number_in(variable: &str) -> Option<u64> {
    Some(std::env::var(variable).ok()?.parse().unwrap_or_else(|_| panic!("{variable} is not a whole number")))
}

/// Run by `cargo xtask fuzz-import`.
#[tokio::test]
#[ignore = "it takes as many minutes as TETSUZUKI_FUZZ_MINUTES says"]
async fn mutated_files_are_read_for_minutes() {
    let minutes = number_in(MINUTES).unwrap_or(1);
    let first = number_in(FIRST).unwrap_or(FEW);
    let corpus = corpus(LONG);
    let streams = if corpus.is_some() { 2 } else { 1 };
    let share = Duration::from_secs(minutes * 60) / streams;
    run("own", &seeds::own(), first, End::At(Instant::now() + share)).await;
    if let Some(seeds) = corpus {
        run("corpus", &seeds, first, End::At(Instant::now() + share)).await;
    }
}
