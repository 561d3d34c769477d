//! A hundred concurrent searches without a match, so that each looks for similar spellings.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::http::{self, Worst};
use super::{Findings, Ground, Limits, served_catalogue};

const SEARCHES: usize = 100;
const TIMEOUT: Duration = Duration::from_secs(60);
const LONGEST_HEALTH: Duration = Duration::from_millis(100);

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    let mut server = served_catalogue(ground, Limits::default(), findings)?;
    let address = server.address;
    let searches: Vec<_> = (0..SEARCHES)
        .map(|number| {
            std::thread::spawn(move || {
                // "jūminhyō no utushi" with a number: misspelt, and a different search each time.
                let words = "%E4%BD%8F%E6%B0%91%E8%A1%A8%E3%81%AE%E5%86%99%E3%81%97%E3%81%97";
                let began = Instant::now();
                let answer = http::get(address, &format!("/procedures?q={words}{number}"), &[], TIMEOUT);
                (answer, began.elapsed())
            })
        })
        .collect();
    let mut health = Worst::default();
    while !searches.iter().all(std::thread::JoinHandle::is_finished) {
        health.ask(address, "/healthz", TIMEOUT);
        std::thread::sleep(Duration::from_millis(5));
    }
    let (mut answered, mut put_off, mut slowest) = (0, 0, Duration::ZERO);
    for search in searches {
        let Ok((answer, time)) = search.join() else { bail!("a client of the drill failed") };
        slowest = slowest.max(time);
        match answer {
            Ok(answer) if answer.status == 200 => answered += 1,
            Ok(answer) if answer.is_put_off() => put_off += 1,
            _ => {}
        }
    }
    findings.holds(
        "searches answered, or asked to come again",
        format!("{answered} and {put_off}"),
        answered + put_off == SEARCHES,
    );
    findings.noted("the slowest search", format!("{:.3} s", slowest.as_secs_f64()));
    findings.holds(
        "health answered",
        format!("{} of {}", health.answered, health.asked),
        health.asked == health.answered,
    );
    findings.at_most("health, the slowest", health.time, LONGEST_HEALTH);
    findings.holds("alive", "", server.is_alive()?);
    let stop = server.stop()?;
    findings.holds("ends without an error", format!("{}", stop.status), stop.status.success());
    Ok(())
}
