//! The server: built with everything embedded, and run with the demonstration city.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::cargo::{self, Effort};
use crate::interrupt::{self, Foreground};
use crate::places::Places;
use crate::toolchain::Toolchain;
use crate::{program, step};

/// Timeout of a start; the first one fills a database.
const TIMEOUT: Duration = Duration::from_secs(120);

/// Builds the server and returns its path.
pub fn build(places: &Places, toolchain: &Toolchain, effort: Effort) -> Result<PathBuf> {
    let mut command = toolchain.cargo();
    command.current_dir(&places.root).args(["build", "--package", "tetsuzuki", "--bin", "tetsuzuki"]).args([
        "--no-default-features",
        "--features",
        "ssr",
        "--profile",
        effort.server_profile(),
    ]);
    build_with(&mut command, effort)
}

/// All packages of the server's half. Checks name them in one way, so that dependencies are compiled with the same
/// features by all of them.
pub const PRODUCT: [&str; 5] = ["--workspace", "--exclude", "xtask", "--features", "tetsuzuki/ssr"];

/// Builds the server as the tests do, with the same features of every dependency, so that nothing is compiled twice.
pub fn build_beside_tests(places: &Places, toolchain: &Toolchain) -> Result<PathBuf> {
    let mut command = toolchain.cargo();
    command.current_dir(&places.root).arg("build").args(PRODUCT).args(["--bin", "tetsuzuki", "--tests"]);
    build_with(&mut command, Effort::Quick)
}

fn build_with(command: &mut std::process::Command, effort: Effort) -> Result<PathBuf> {
    step::doing(format!("Compiling the server (profile {})", effort.server_profile()));
    let started = Instant::now();
    let name = format!("tetsuzuki{}", std::env::consts::EXE_SUFFIX);
    let binary = cargo::build(command)
        .context("the server's half")?
        .into_iter()
        .rfind(|file| file.file_name().is_some_and(|found| found == name.as_str()))
        .ok_or_else(|| anyhow!("cargo built no binary named tetsuzuki"))?;
    step::done(format!(
        "Server: {} ({}) in {}",
        binary.display(),
        step::size(fs::metadata(&binary)?.len()),
        step::duration(started.elapsed())
    ));
    Ok(binary)
}

/// # Errors
/// Returns an error if another program uses the address or it does not belong to this machine.
pub fn demand_free(address: SocketAddr) -> Result<()> {
    TcpListener::bind(address).map(drop).with_context(|| {
        format!(
            "{address} cannot be used: another program, perhaps an earlier `cargo xtask run`, listens there. Stop it, \
             or choose another address: cargo xtask run --listen 127.0.0.1:3001"
        )
    })
}

/// Runs the demonstration until the server stops or is interrupted.
pub fn run(places: &Places, binary: &Path, listen: SocketAddr, further: &[String]) -> Result<()> {
    let mut command = program::command(binary);
    command.current_dir(&places.root).args(["serve", "--demo", "--listen", &listen.to_string()]);
    if !further.iter().any(|argument| argument == "--database" || argument.starts_with("--database=")) {
        fs::create_dir_all(places.root.join("target/demo"))?;
        command.args(["--database", "sqlite://target/demo/tetsuzuki.db"]);
    }
    command.args(further);

    step::doing("Starting the server with the demonstration city");
    let mut child = command.spawn().with_context(|| format!("could not start {}", binary.display()))?;
    let foreground = Foreground::new(child.id());
    if wait_until_ready(&mut child, listen)? {
        println!("\n  Tetsuzuki is ready: http://{}\n  Press Ctrl-C to stop it.\n", reachable(listen));
    }
    let status = child.wait()?;
    drop(foreground);
    if !status.success() && !interrupt::asked_to_stop() {
        bail!("the server ended with {status}; its last messages are above");
    }
    Ok(())
}

/// Returns whether the server answered before it exited or was asked to.
pub fn wait_until_ready(child: &mut Child, listen: SocketAddr) -> Result<bool> {
    let started = Instant::now();
    while started.elapsed() < TIMEOUT {
        if interrupt::asked_to_stop() || child.try_wait()?.is_some() {
            return Ok(false);
        }
        if is_ready(reachable(listen)) {
            return Ok(true);
        }
        thread::sleep(Duration::from_millis(100));
    }
    step::warn(format!("the server was not ready within {}", step::duration(TIMEOUT)));
    Ok(false)
}

/// The address at which a browser on this machine reaches a server that listens on `listen`.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let mut address = listen;
    if listen.ip().is_unspecified() {
        address.set_ip(match listen {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        stream.write_all(format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())?;
        let mut start = [0; 12];
        stream.read_exact(&mut start)?;
        Ok(&start == b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answering(text: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("somebody asks");
            let mut question = [0; 512];
            let _ = stream.read(&mut question);
            stream.write_all(text.as_bytes()).expect("answered");
        });
        address
    }

    /// Cargo ignores `strip = "symbols"` for a binary whose own package has settings in the profile; the names of view
    /// types made it 12 MB larger.
    #[test]
    fn the_release_is_stripped() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let manifest = fs::read_to_string(manifest).expect("the manifest of the workspace");
        let section = |name: &str| {
            let begin = manifest.find(name).unwrap_or_else(|| panic!("{name} is in the manifest")) + name.len();
            manifest[begin..].lines().take_while(|line| !line.starts_with('[')).collect::<Vec<_>>()
        };
        assert!(section("\n[profile.release]\n").contains(&"strip = \"symbols\""));
        let settings = section("\n[profile.release.package]\n");
        assert!(settings.iter().all(|line| !line.starts_with("tetsuzuki.")), "its level stands in the profile itself");
    }

    #[test]
    fn a_server_is_ready_when_it_says_so() {
        assert!(is_ready(answering("HTTP/1.1 200 OK\r\n\r\n")));
        assert!(!is_ready(answering("HTTP/1.1 503 Service Unavailable\r\n\r\n")));
    }

    #[test]
    fn a_taken_port_is_told_with_the_way_out() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let error = demand_free(listener.local_addr().expect("an address")).expect_err("it is taken");
        assert!(error.to_string().contains("--listen"), "{error}");
    }

    #[test]
    fn a_server_on_every_address_is_reached_on_this_machine() {
        let every: SocketAddr = "0.0.0.0:3000".parse().expect("an address");
        assert_eq!(reachable(every).to_string(), "127.0.0.1:3000");
    }
}
