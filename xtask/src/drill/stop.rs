//! SIGTERM while clients are silent, have sent half a request head, or do not read their responses.

use std::io::Write;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;

use super::{Findings, Ground, Limits, Server, http};

const LONGEST: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(10);

pub fn run(ground: &Ground<'_>, findings: &mut Findings) -> Result<()> {
    // More pipelined responses than the system buffers for a client that does not read.
    let unread = |server: SocketAddr| format!("GET /procedures HTTP/1.1\r\nHost: {server}\r\n\r\n").repeat(2_000);
    for client in ["nobody", "silent", "half a head", "not reading"] {
        let server = Server::demonstration(ground, Limits::default())?;
        let mut connections = Vec::new();
        for _ in 0..3 {
            let mut stream = http::open(server.address, TIMEOUT)?;
            let words = match client {
                "nobody" => break,
                "silent" => String::new(),
                "half a head" => "GET / HTTP/1.1\r\nHos".to_owned(),
                _ => unread(server.address),
            };
            // The server stops reading requests while their responses are not read.
            stream.set_nonblocking(true)?;
            stream.write(words.as_bytes()).map(drop)?;
            connections.push(stream);
        }
        std::thread::sleep(Duration::from_secs(2));
        let stop = server.stop()?;
        findings.at_most(format!("from SIGTERM to the end, {client}"), stop.time, LONGEST);
        findings.holds(format!("ends without an error, {client}"), stop.status.to_string(), stop.status.success());
        let log = std::fs::metadata(ground.folder.join("tetsuzuki.db-wal")).map_or(0, |file| file.len());
        findings.bytes_at_most(format!("left in the write-ahead log, {client}"), log, 0);
    }
    Ok(())
}
