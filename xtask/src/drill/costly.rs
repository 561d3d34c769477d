//! Three hundred clients for half a minute on the most expensive URL, the whole catalogue of a past day as a compressed
//! file. The server is limited to a gigabyte of address space.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::http::{self, Worst};
use super::{Findings, Ground, Limits, served_catalogue};
use crate::step;

const CLIENTS: usize = 300;
const LASTS: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(60);
const ADDRESS_SPACE: u64 = 1 << 30;
const MOST_MEMORY: u64 = 400_000_000;
const LONGEST_PAGE: Duration = Duration::from_secs(1);
const LONGEST_HEALTH: Duration = Duration::from_millis(100);

/// Pages that readers open in the meantime.
const PAGES: [&str; 4] = ["/", "/cards", "/procedures", "/en/targets"];

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    let limits = Limits { address_space: Some(ADDRESS_SPACE), ..Limits::default() };
    let mut server = served_catalogue(ground, limits, findings)?;
    let address = server.address;
    let days = days(address)?;
    let (over, whole, put_off, lost) =
        (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)), Arc::default(), Arc::default());
    let bytes = Arc::new(AtomicU64::new(0));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (days, over, whole) = (Arc::clone(&days), Arc::clone(&over), Arc::clone(&whole));
            let (put_off, lost): (Arc<AtomicU32>, Arc<AtomicU32>) = (Arc::clone(&put_off), Arc::clone(&lost));
            let bytes = Arc::clone(&bytes);
            std::thread::Builder::new().stack_size(256 * 1024).spawn(move || {
                for turn in 0.. {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    let target = format!("/api/v1/procedures.csv?as_of={}", days[(client + turn * 7) % days.len()]);
                    let count = match http::get(address, &target, &[("Accept-Encoding", "br")], TIMEOUT) {
                        Ok(answer) if answer.status == 200 => {
                            bytes.fetch_add(answer.length as u64, Ordering::Relaxed);
                            &whole
                        }
                        Ok(answer) if answer.is_put_off() => &put_off,
                        _ => &lost,
                    };
                    count.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect::<std::io::Result<_>>()?;
    let (mut page, mut health) = (Worst::default(), Worst::default());
    let began = Instant::now();
    while began.elapsed() < LASTS {
        for target in PAGES {
            page.ask(address, target, TIMEOUT);
            health.ask(address, "/healthz", TIMEOUT);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    over.store(true, Ordering::Relaxed);
    for client in clients {
        if client.join().is_err() {
            bail!("a client of the drill failed");
        }
    }
    let memory = server.memory()?;
    findings.noted("whole catalogues sent", whole.load(Ordering::Relaxed).to_string());
    findings.noted("bytes of them, compressed", step::size(bytes.load(Ordering::Relaxed)));
    findings.noted("clients asked to come again", put_off.load(Ordering::Relaxed).to_string());
    let lost = lost.load(Ordering::Relaxed);
    findings.holds("answered otherwise", lost.to_string(), lost == 0);
    findings.bytes_at_most("memory at its highest", memory.peak, MOST_MEMORY);
    for (name, worst, bound) in [("pages", page, LONGEST_PAGE), ("health", health, LONGEST_HEALTH)] {
        let seen = format!("{} of {}", worst.answered, worst.asked);
        findings.holds(format!("{name} answered"), seen, worst.asked == worst.answered);
        findings.at_most(format!("{name}, the slowest"), worst.time, bound);
    }
    findings.holds("alive under a gigabyte of address space", "", server.is_alive()?);
    let stop = server.stop()?;
    findings.holds("ends without an error", format!("{}", stop.status), stop.status.success());
    Ok(())
}

/// The days of last year for which the server accepts a catalogue request.
fn days(address: SocketAddr) -> Result<Arc<Vec<String>>> {
    let year = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_secs() / 31_556_952 + 1970;
    let all = (1..=12).flat_map(|month| (1..=28).map(move |day| format!("{}-{month:02}-{day:02}", year - 1)));
    let mut taken = Vec::new();
    for day in all {
        let target = format!("/api/v1/procedures?per_page=1&as_of={day}");
        if http::get(address, &target, &[], TIMEOUT)?.status == 200 {
            taken.push(day);
        }
    }
    if taken.is_empty() {
        bail!("the server takes no day of last year");
    }
    Ok(Arc::new(taken))
}
