//! A thousand silent and three hundred dripping connections against a server with 1,024 file descriptors.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::http::{self, Worst};
use super::{Findings, Ground, Limits, Server};

const DESCRIPTORS: u64 = 1_024;
const SILENT: usize = 1_000;
const DRIPPING: usize = 300;
const LASTS: Duration = Duration::from_secs(20);
const TIMEOUT: Duration = Duration::from_secs(10);
const LONGEST_PAGE: Duration = Duration::from_secs(1);
const LONGEST_HEALTH: Duration = Duration::from_millis(100);

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    raise_own_descriptors()?;
    let mut server = Server::demonstration(ground, Limits { descriptors: Some(DESCRIPTORS), ..Limits::default() })?;
    let address = server.address;
    http::get(address, "/", &[], TIMEOUT)?;
    let over = Arc::new(AtomicBool::new(false));
    let silent = {
        let over = Arc::clone(&over);
        std::thread::spawn(move || strain(address, SILENT, b"", &over))
    };
    let dripping = {
        let over = Arc::clone(&over);
        std::thread::spawn(move || strain(address, DRIPPING, b"a", &over))
    };
    std::thread::sleep(Duration::from_secs(3));
    let (mut page, mut health) = (Worst::default(), Worst::default());
    let began = Instant::now();
    while began.elapsed() < LASTS {
        health.ask(address, "/healthz", TIMEOUT);
        page.ask(address, "/procedures", TIMEOUT);
        std::thread::sleep(Duration::from_millis(100));
    }
    over.store(true, Ordering::Relaxed);
    for thread in [silent, dripping] {
        let Ok(opened) = thread.join() else { bail!("a thread of the drill failed") };
        findings.noted("connections opened", opened.to_string());
    }
    for (name, worst, bound) in [("pages", page, LONGEST_PAGE), ("health", health, LONGEST_HEALTH)] {
        let seen = format!("{} of {}", worst.answered, worst.asked);
        findings.holds(format!("{name} answered"), seen, worst.asked > 0 && worst.answered == worst.asked);
        findings.at_most(format!("{name}, the slowest"), worst.time, bound);
    }
    findings.holds("alive", "", server.is_alive()?);
    let stop = server.stop()?;
    findings.holds("ends without an error", format!("{}", stop.status), stop.status.success());
    Ok(())
}

/// Keeps a number of connections open. Each sends an endless head byte by byte, or nothing. A closed connection is
/// replaced by a new one. Returns the number of connections opened.
fn strain(server: SocketAddr, number: usize, says: &[u8], over: &AtomicBool) -> usize {
    let mut opened = 0;
    let mut streams: Vec<Option<TcpStream>> = std::iter::repeat_with(|| None).take(number).collect();
    while !over.load(Ordering::Relaxed) {
        for place in &mut streams {
            if place.as_mut().is_some_and(|stream| is_open(stream, says)) {
                continue;
            }
            *place = TcpStream::connect_timeout(&server, Duration::from_secs(1)).ok();
            if let Some(stream) = place {
                opened += 1;
                let begun = if says.is_empty() { &b""[..] } else { b"GET / HTTP/1.1\r\nHost: a\r\nX-Drip: " };
                let usable = stream.write_all(begun).and_then(|()| stream.set_nonblocking(true));
                if usable.is_err() {
                    *place = None;
                }
            }
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    opened
}

fn is_open(stream: &mut TcpStream, says: &[u8]) -> bool {
    let mut byte = [0; 64];
    match stream.read(&mut byte) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => stream.write_all(says).is_ok(),
        _ => false,
    }
}

/// The drill itself needs a descriptor for each connection.
fn raise_own_descriptors() -> Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let needed = (SILENT + DRIPPING + 200) as u64;
    let now = getrlimit(Resource::Nofile);
    if now.current.is_some_and(|current| current < needed) {
        setrlimit(Resource::Nofile, Rlimit { current: Some(needed), maximum: now.maximum })?;
    }
    Ok(())
}
