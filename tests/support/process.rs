//! Runs the program in separate processes, sends it requests over the network, and kills it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use store::KeyPlace;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Database;

/// How long a test waits for anything.
pub const TIMEOUT: Duration = Duration::from_secs(60);

/// The program and its database.
#[derive(Debug, Clone)]
pub struct Program {
    address: String,
    key: PathBuf,
    folder: PathBuf,
}

impl Program {
    pub fn on(database: &Database) -> Self {
        let KeyPlace::File(key) = database.key() else { panic!("tests name their key") };
        Self { address: database.address(), key, folder: database.folder().to_owned() }
    }

    /// The same with another address for the same database.
    pub fn with_address(mut self, change: impl FnOnce(&str) -> String) -> Self {
        self.address = change(&self.address);
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tetsuzuki"));
        command.arg("--database").arg(&self.address).arg("--audit-key-file").arg(&self.key).args(arguments);
        command.current_dir(&self.folder).stdin(Stdio::null()).env("LC_ALL", "C.UTF-8").env_remove("RUST_LOG");
        command
    }

    /// Runs a command to its end.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
    }

    /// Runs a command that has to succeed, and returns its output.
    pub async fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{arguments:?} ended with {}:\n{said}\n{told}", output.status);
        said.into_owned()
    }

    /// Starts a command. Its output goes to a file.
    pub fn start(&self, arguments: &[&str]) -> Process {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let log = self.folder.join(format!("process-{}.log", COUNT.fetch_add(1, Ordering::Relaxed)));
        let file = File::create(&log).unwrap();
        let child = self.command(arguments).stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        Process { child, log }
    }

    /// Serves on a port chosen by the system, behind a proxy that names the clients.
    pub async fn serve(&self) -> Server {
        self.serve_with(&[]).await
    }

    /// The same with more options.
    pub async fn serve_with(&self, options: &[&str]) -> Server {
        let fixed = ["serve", "--listen", "127.0.0.1:0", "--client-address-header", "x-client"];
        let mut process = self.start(&[&fixed[..], options].concat());
        let out = process.child.stdout.take().unwrap();
        let line = tokio::task::spawn_blocking(move || {
            let mut line = String::new();
            BufReader::new(out).read_line(&mut line).map(|_| line)
        });
        let line = tokio::time::timeout(TIMEOUT, line).await.expect("it says where it listens").unwrap().unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|address| address.parse().ok());
        let Some(address) = address else { panic!("it did not start serving: {line}\n{}", process.log()) };
        Server { process, address }
    }
}

/// A running process. Dropping this value kills it.
#[derive(Debug)]
pub struct Process {
    child: Child,
    log: PathBuf,
}

impl Process {
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends SIGKILL, like a power cut or the out-of-memory killer: nothing can be cleaned up. Returns whether the
    /// process was still running.
    pub fn kill(&mut self) -> bool {
        let was_running = self.child.try_wait().unwrap().is_none();
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        was_running && !status.success()
    }

    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// What the process has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // The process may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A process that runs `serve`.
#[derive(Debug)]
pub struct Server {
    pub process: Process,
    pub address: SocketAddr,
}

/// A response.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }
}

/// A browser over a real connection, with its cookies and its own IP address.
#[derive(Debug, Clone)]
pub struct Client {
    server: SocketAddr,
    number: u32,
    from: String,
    cookies: BTreeMap<String, String>,
    /// How often a form is sent while the answer is that the database is busy.
    tries: usize,
}

impl Client {
    /// Client `number` of a server.
    pub fn of(server: SocketAddr, number: u32) -> Self {
        Self { server, number, from: address_of(number), cookies: BTreeMap::new(), tries: 1 }
    }

    /// From now on, sends requests from another IP address.
    pub fn becomes(&mut self, other: u32) {
        self.from = address_of((self.number + 10) * 1_000 + other);
    }

    /// The same browser on another server.
    pub fn at(mut self, server: SocketAddr) -> Self {
        self.server = server;
        self
    }

    /// Sends a form again when the answer says that the database was busy, so that nothing was written, and when to come
    /// back. With many writers on a slow machine some wait too long for their turn.
    pub fn patient(mut self) -> Self {
        self.tries = 12;
        self
    }

    pub async fn get(&mut self, address: &str) -> io::Result<Reply> {
        self.send("GET", address, "").await
    }

    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> io::Result<Reply> {
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let mut reply = self.send("POST", address, &pairs.join("&")).await?;
        for _ in 1..self.tries {
            if reply.status != 503 || reply.header("retry-after").is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
            reply = self.send("POST", address, &pairs.join("&")).await?;
        }
        Ok(reply)
    }

    pub async fn log_in(&mut self, e_mail: &str, password: &str) -> io::Result<Reply> {
        self.post("/staff/login", &[("e_mail", e_mail), ("password", password)]).await
    }

    /// HTTP/1.0: the response comes in one piece and ends with the connection.
    fn request(&self, method: &str, address: &str, body: &str) -> String {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!(
            "{method} {address} HTTP/1.0\r\nhost: {}\r\nsec-fetch-site: same-origin\r\nx-client: {}\r\ncookie: {}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            self.server,
            self.from,
            cookies.join("; "),
            body.len(),
        )
    }

    async fn send(&mut self, method: &str, address: &str, body: &str) -> io::Result<Reply> {
        let request = self.request(method, address, body);
        let answer = async {
            let mut stream = TcpStream::connect(self.server).await?;
            stream.write_all(request.as_bytes()).await?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await?;
            Ok::<_, io::Error>(answer)
        };
        let answer = tokio::time::timeout(TIMEOUT, answer).await.map_err(|_| io::ErrorKind::TimedOut)??;
        let reply = read(&answer).ok_or(io::ErrorKind::UnexpectedEof)?;
        for (_, line) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Ok(reply)
    }

    /// Sends a form and disconnects without waiting for the response.
    pub async fn send_and_leave(&self, address: &str, body: &str, after: Duration) -> io::Result<()> {
        let mut stream = TcpStream::connect(self.server).await?;
        stream.write_all(self.request("POST", address, body).as_bytes()).await?;
        tokio::time::sleep(after).await;
        Ok(())
    }
}

fn address_of(number: u32) -> String {
    std::net::Ipv4Addr::from(0xC633_0000_u32 + number).to_string()
}

/// `None` if the head of the response is incomplete: then nothing was answered.
fn read(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Some(Reply { status, headers, body: String::from_utf8_lossy(&answer[end + 4..]).into_owned() })
}

/// Polls until the condition is true. Returns how long that took.
pub async fn until(what: &str, mut asked: impl AsyncFnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !asked().await {
        assert!(began.elapsed() < TIMEOUT, "gave up waiting until {what}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    began.elapsed()
}
