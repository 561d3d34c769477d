//! Ctrl-C and other stop requests. The program in the foreground is asked to stop, the current work returns an error,
//! and every guard (a database, a folder) cleans up on drop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail};

static ASKED_TO_STOP: AtomicBool = AtomicBool::new(false);
static IN_FOREGROUND: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Whether a stop was requested.
pub fn asked_to_stop() -> bool {
    ASKED_TO_STOP.load(Ordering::SeqCst)
}

/// # Errors
/// Returns an error if a stop was requested.
pub fn check() -> Result<()> {
    if asked_to_stop() {
        bail!("interrupted");
    }
    Ok(())
}

/// A program that receives stop requests as long as this value lives.
#[derive(Debug)]
pub struct Foreground(u32);

impl Foreground {
    pub fn new(process: u32) -> Self {
        IN_FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner).push(process);
        Self(process)
    }
}

impl Drop for Foreground {
    fn drop(&mut self) {
        IN_FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner).retain(|process| *process != self.0);
    }
}

/// Listens for stop requests for the rest of the process.
#[cfg(unix)]
pub fn listen() -> Result<()> {
    use std::io::IsTerminal;

    use anyhow::Context;
    use rustix::process::{Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals =
        signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]).context("listening for Ctrl-C failed")?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            ASKED_TO_STOP.store(true, Ordering::SeqCst);
            // A terminal sends Ctrl-C to every program of the group. A second signal would make some of them exit
            // without cleaning up.
            if signal == SIGINT && std::io::stdin().is_terminal() {
                continue;
            }
            for process in IN_FOREGROUND.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                if let Some(process) = i32::try_from(*process).ok().and_then(rustix::process::Pid::from_raw) {
                    // It may have exited just now.
                    let _ = kill_process(process, Signal::TERM);
                }
            }
        }
    });
    Ok(())
}

/// On other systems, the operating system stops the whole group of programs.
#[cfg(not(unix))]
pub fn listen() -> Result<()> {
    Ok(())
}
