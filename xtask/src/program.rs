//! External programs: finding them, running them, reading their output.

use std::env;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

use crate::interrupt::{self, Foreground};

/// A command without the environment that cargo and rustup set for this program alone. Their variables would affect
/// every nested cargo, and their library folders every other program.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        let set_by_cargo = name.to_str().is_some_and(|name| {
            matches!(
                name,
                "CARGO" | "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "CARGO_PRIMARY_PACKAGE" | "RUSTC" | "RUSTDOC"
            ) || name.starts_with("CARGO_PKG_")
                || name.starts_with("RUSTUP_TOOLCHAIN_")
                || name == "RUST_RECURSION_COUNT"
        });
        if set_by_cargo {
            command.env_remove(name);
        }
    }
    for name in ["LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"] {
        if let Some(folders) = env::var_os(name) {
            match folders_of_the_person(&folders) {
                Some(rest) => command.env(name, rest),
                None => command.env_remove(name),
            };
        }
    }
    command
}

/// The library folders that cargo and rustup did not add.
fn folders_of_the_person(folders: &OsStr) -> Option<OsString> {
    let built_beside = env::current_exe().ok().and_then(|program| program.parent().map(Path::to_path_buf));
    let toolchain = env::var_os("CARGO").and_then(|cargo| Path::new(&cargo).ancestors().nth(2).map(Path::to_path_buf));
    let added = [built_beside, toolchain];
    let kept: Vec<PathBuf> = env::split_paths(folders)
        .filter(|folder| !folder.as_os_str().is_empty())
        .filter(|folder| !added.iter().flatten().any(|prefix| folder.starts_with(prefix)))
        .collect();
    if kept.is_empty() { None } else { env::join_paths(kept).ok() }
}

/// Finds a program on the search path.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

fn name_of(command: &Command) -> String {
    let mut name = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        name.push(' ');
        name.push_str(&argument.to_string_lossy());
    }
    name
}

/// Runs a program to its end, with its output on the terminal.
pub fn run(command: &mut Command) -> Result<ExitStatus> {
    let mut child = command.spawn().with_context(|| format!("could not start `{}`", name_of(command)))?;
    let foreground = Foreground::new(child.id());
    let status = child.wait().with_context(|| format!("lost sight of `{}`", name_of(command)))?;
    drop(foreground);
    interrupt::check()?;
    Ok(status)
}

/// Runs silently. Returns the program's output, or an error with the end of its error output.
pub fn output(command: &mut Command) -> Result<String> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A backtrace of a Rust program would push its message out of the part that is shown.
        .env("RUST_BACKTRACE", "0");
    let child = command.spawn().with_context(|| format!("could not start `{}`", name_of(command)))?;
    let foreground = Foreground::new(child.id());
    let output = child.wait_with_output().with_context(|| format!("lost sight of `{}`", name_of(command)))?;
    drop(foreground);
    interrupt::check()?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = complaint.lines().filter(|line| !line.trim().is_empty()).collect();
        let end = lines[lines.len().saturating_sub(5)..].join("\n  ");
        bail!("`{}` failed ({}):\n  {end}", name_of(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs and passes on standard output line by line. Standard error goes to the terminal.
pub fn each_line(command: &mut Command, mut line: impl FnMut(&str)) -> Result<ExitStatus> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start `{}`", name_of(command)))?;
    let foreground = Foreground::new(child.id());
    let output = child.stdout.take().expect("standard output was asked for above");
    for text in BufReader::new(output).split(b'\n') {
        line(&String::from_utf8_lossy(&text.context("reading what the program prints failed")?));
    }
    let status = child.wait()?;
    drop(foreground);
    interrupt::check()?;
    Ok(status)
}

/// Runs with the output on the terminal as it arrives, and also returns it.
pub fn run_and_keep(command: &mut Command) -> Result<(ExitStatus, String)> {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{}`", name_of(command)))?;
    let foreground = Foreground::new(child.id());
    let output = child.stdout.take().expect("standard output was asked for above");
    let complaints = child.stderr.take().expect("standard error was asked for above");
    let complaints = std::thread::spawn(move || show_and_keep(complaints, std::io::stderr()));
    let mut kept = show_and_keep(output, std::io::stdout());
    kept.extend(complaints.join().expect("showing text cannot panic"));
    let status = child.wait()?;
    drop(foreground);
    interrupt::check()?;
    Ok((status, String::from_utf8_lossy(&kept).into_owned()))
}

fn show_and_keep(mut from: impl Read, mut to: impl Write) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut piece = [0; 8192];
    loop {
        match from.read(&mut piece) {
            Ok(0) | Err(_) => return kept,
            Ok(length) => {
                // A closed terminal is no reason to lose the result.
                let _ = to.write_all(&piece[..length]).and_then(|()| to.flush());
                kept.extend_from_slice(&piece[..length]);
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_prints_is_answered() {
        assert_eq!(output(command("echo").arg("手続")).expect("echo works"), "手続\n");
    }

    #[test]
    fn a_failed_program_is_named_with_its_last_words() {
        let error = output(command("sh").args(["-c", "echo no room >&2; exit 3"])).expect_err("it failed");
        assert!(error.to_string().contains("no room"), "{error}");
    }

    #[test]
    fn both_streams_are_kept() {
        let (status, text) = run_and_keep(command("sh").args(["-c", "echo one; echo two >&2"])).expect("sh works");
        assert!(status.success());
        assert!(text.contains("one\n") && text.contains("two\n"), "{text}");
    }

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert_eq!(find("no-program-has-this-name"), None);
        assert!(find("sh").is_some());
    }
}
