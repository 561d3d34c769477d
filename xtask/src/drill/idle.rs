//! Start-up time and memory of the demonstration city without requests.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::{Findings, Ground, Limits, Server};

/// The design's budget for a city of three thousand procedures, which is larger than the demonstration.
const MOST_MEMORY: u64 = 35_000_000;
const LONGEST_START: Duration = Duration::from_millis(500);

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    // The first start fills the database; only the second is measured.
    Server::demonstration(ground, Limits::default())?.stop()?;
    let began = Instant::now();
    let server = Server::demonstration(ground, Limits::default())?;
    findings.at_most("from the command to the first answer", began.elapsed(), LONGEST_START);
    std::thread::sleep(Duration::from_secs(2));
    findings.bytes_at_most("resident memory after two seconds", server.memory()?.resident, MOST_MEMORY);
    let stop = server.stop()?;
    findings.at_most("from SIGTERM to the end", stop.time, Duration::from_secs(10));
    findings.holds("ends without an error", format!("{}", stop.status), stop.status.success());
    Ok(())
}
