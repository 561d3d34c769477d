//! The server of a drill: its own process with its own database, stopped by process id.

use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use super::Ground;
use crate::interrupt::Foreground;
use crate::{program, server};

/// How long a server may take to stop before it is killed.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Resource limits of the process, as set by `ulimit`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// Bytes of address space (`ulimit -v`).
    pub address_space: Option<u64>,
    /// Open files and connections (`ulimit -n`).
    pub descriptors: Option<u64>,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Its standard output and standard error.
    pub log: PathBuf,
    _foreground: Foreground,
}

/// Memory of a process in bytes, as counted by the system.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    pub resident: u64,
    /// The peak.
    pub peak: u64,
}

/// How a server stopped.
#[derive(Debug)]
pub struct Stop {
    pub status: ExitStatus,
    pub time: Duration,
}

impl Server {
    /// Serves the demonstration city from a SQLite file in the drill's folder.
    pub fn demonstration(ground: &Ground<'_>, limits: Limits) -> Result<Self> {
        let database = format!("sqlite://{}", ground.folder.join("tetsuzuki.db").display());
        Self::start(ground, limits, &["--demo", "--database", &database])
    }

    /// Starts `serve` with additional arguments on a free port and waits until it reports that it is ready.
    pub fn start(ground: &Ground<'_>, limits: Limits, arguments: &[&str]) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|probe| probe.local_addr())?;
        let log = ground.folder.join(format!("server-{}.log", address.port()));
        let mut command = limited(ground, limits);
        command.args(["serve", "--listen", &address.to_string()]).args(arguments).current_dir(ground.folder);
        command.env("RUST_LOG", "warn");
        let output = File::create(&log)?;
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let child = command.spawn().with_context(|| format!("could not start {}", ground.binary.display()))?;
        let foreground = Foreground::new(child.id());
        let mut served = Self { child, address, log, _foreground: foreground };
        if !server::wait_until_ready(&mut served.child, address)? {
            bail!("the server did not become ready. It said:\n{}", served.said());
        }
        Ok(served)
    }

    /// Its output so far.
    pub fn said(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    pub fn is_alive(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Its current and peak memory.
    pub fn memory(&self) -> Result<Memory> {
        memory(self.child.id())
    }

    /// Sends SIGTERM and waits for the process to stop.
    pub fn stop(mut self) -> Result<Stop> {
        let process = i32::try_from(self.child.id())
            .ok()
            .and_then(rustix::process::Pid::from_raw)
            .ok_or_else(|| anyhow!("the server has no process id"))?;
        let began = Instant::now();
        rustix::process::kill_process(process, rustix::process::Signal::TERM)?;
        while began.elapsed() < TIMEOUT {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Stop { status, time: began.elapsed() });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        bail!("the server has not ended {} seconds after it was asked to", TIMEOUT.as_secs())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The tested binary as a command with limits: the shell sets them and then executes the program.
pub fn limited(ground: &Ground<'_>, limits: Limits) -> Command {
    let mut settings = String::new();
    if let Some(bytes) = limits.address_space {
        settings.push_str(&format!("ulimit -v {} && ", bytes / 1024));
    }
    if let Some(descriptors) = limits.descriptors {
        settings.push_str(&format!("ulimit -n {descriptors} && "));
    }
    let mut command = program::command("sh");
    command.args(["-c", &format!("{settings}exec \"$0\" \"$@\"")]).arg(ground.binary);
    command
}

/// Memory of a process, as reported by the system.
pub fn memory(process: u32) -> Result<Memory> {
    let file = format!("/proc/{process}/status");
    let status = fs::read_to_string(&file).with_context(|| format!("{file} cannot be read"))?;
    let kilobytes = |name: &str| -> Result<u64> {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        number.map(|kilobytes| kilobytes * 1024).ok_or_else(|| anyhow!("{file} has no {name}"))
    };
    Ok(Memory { resident: kilobytes("VmRSS:")?, peak: kilobytes("VmHWM:")? })
}
