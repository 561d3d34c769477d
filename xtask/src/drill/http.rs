//! HTTP/1.1 over a raw socket, one request per connection: enough to send requests, and to misbehave.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

/// A response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Status line and headers, as received.
    pub head: String,
    /// Bytes of the body as received, chunked or not.
    pub length: usize,
}

/// Totals of a request sent repeatedly.
#[derive(Debug, Default)]
pub struct Worst {
    pub asked: u32,
    /// Responses with status 200.
    pub answered: u32,
    /// Responses with status 503 and `Retry-After`.
    pub put_off: u32,
    /// The slowest of all, successful or not.
    pub time: Duration,
}

impl Worst {
    /// Sends the request once more.
    pub fn ask(&mut self, server: SocketAddr, target: &str, patience: Duration) {
        let began = Instant::now();
        let answer = get(server, target, &[], patience);
        self.asked += 1;
        if let Ok(answer) = answer {
            self.answered += u32::from(answer.status == 200);
            self.put_off += u32::from(answer.is_put_off());
        }
        self.time = self.time.max(began.elapsed());
    }
}

impl Answer {
    /// Whether the response is a 503 with a `Retry-After` header.
    pub fn is_put_off(&self) -> bool {
        self.status == 503 && self.head.to_ascii_lowercase().contains("\r\nretry-after:")
    }
}

/// Sends a GET request and reads the response to its end.
pub fn get(server: SocketAddr, target: &str, headers: &[(&str, &str)], patience: Duration) -> Result<Answer> {
    let mut stream = open(server, patience)?;
    stream.write_all(request(server, target, headers).as_bytes())?;
    let mut bytes = Vec::new();
    let mut part = vec![0; 64 * 1024];
    let mut head = None;
    let mut length = 0;
    loop {
        let read = stream.read(&mut part).context("no answer within the time")?;
        if read == 0 {
            break;
        }
        if head.is_some() {
            length += read;
            continue;
        }
        bytes.extend_from_slice(&part[..read]);
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            length = bytes.len() - end - 4;
            bytes.truncate(end);
            head = Some(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    let head = head.ok_or_else(|| anyhow!("the connection ended without an answer"))?;
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or_else(|| anyhow!("no status in {head:?}"))?;
    Ok(Answer { status, head, length })
}

/// The head and the whole body of a response. HTTP/1.0 has no chunked encoding.
pub fn whole(server: SocketAddr, target: &str, patience: Duration) -> Result<(String, Vec<u8>)> {
    let mut stream = open(server, patience)?;
    write!(stream, "GET {target} HTTP/1.0\r\nHost: {server}\r\n\r\n")?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).context("no answer within the time")?;
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
    let end = end.ok_or_else(|| anyhow!("the connection ended without an answer"))?;
    let body = bytes.split_off(end + 4);
    Ok((String::from_utf8_lossy(&bytes).into_owned(), body))
}

/// A connection with read and write timeouts.
pub fn open(server: SocketAddr, patience: Duration) -> Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&server, patience).context("no connection within the time")?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    Ok(stream)
}

/// The text of a request that closes its connection.
pub fn request(server: SocketAddr, target: &str, headers: &[(&str, &str)]) -> String {
    let further: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("GET {target} HTTP/1.1\r\nHost: {server}\r\n{further}Connection: close\r\n\r\n")
}
