//! Lighthouse on a simulated slow phone, against a release build of the demonstration city.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, ExitCode};

use anyhow::{Context, Result, bail};

use crate::cargo::Effort;
use crate::interrupt::Foreground;
use crate::places::Places;
use crate::{browser_tests, program, server, site, step, toolchain};

/// Measures the pages of `address`, or of a release that is built and served for the purpose.
pub fn run(places: &Places, address: Option<&str>) -> Result<ExitCode> {
    if let Some(address) = address {
        return measure(places, address.trim_end_matches('/'));
    }
    let toolchain = toolchain::prepare()?;
    site::build(places, &toolchain, Effort::Full)?;
    let binary = server::build(places, &toolchain, Effort::Full)?;
    let listen = free_address()?;
    let served = Served::start(places, &binary, listen)?;
    let code = measure(places, &format!("http://{listen}"));
    drop(served);
    code
}

fn measure(places: &Places, address: &str) -> Result<ExitCode> {
    let browser = browser_tests::prepare(places)?;
    step::doing(format!("Measuring {address} on a simulated slow phone, five runs a page"));
    let status = program::run(
        program::command(&browser.node)
            .current_dir(places.browser_tests())
            .args(["lighthouse.mjs", address])
            .env("CHROMIUM", &browser.chromium),
    )?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn free_address() -> Result<SocketAddr> {
    let probe = TcpListener::bind("127.0.0.1:0").context("the system has no free port")?;
    Ok(probe.local_addr()?)
}

/// A server with its own database; stops when dropped.
#[derive(Debug)]
struct Served {
    child: Child,
    _foreground: Foreground,
}

impl Served {
    fn start(places: &Places, binary: &Path, listen: SocketAddr) -> Result<Self> {
        let folder = places.root.join("target/lighthouse");
        std::fs::create_dir_all(&folder)?;
        let mut command = program::command(binary);
        command.current_dir(&places.root).args(["serve", "--demo", "--listen", &listen.to_string()]);
        // As deployed: the site knows its public URL.
        command.args(["--public-url", &format!("http://{listen}")]);
        command.args(["--database", &format!("sqlite://{}", folder.join("tetsuzuki.db").display())]);
        command.env("RUST_LOG", "warn");
        let child = command.spawn().with_context(|| format!("could not start {}", binary.display()))?;
        let foreground = Foreground::new(child.id());
        let mut served = Self { child, _foreground: foreground };
        if !server::wait_until_ready(&mut served.child, listen)? {
            bail!("the server did not become ready; its last messages are above");
        }
        Ok(served)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have exited already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
