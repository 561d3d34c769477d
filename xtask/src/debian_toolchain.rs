//! A Rust toolchain from Debian's packages, for machines whose rustup cannot download. Municipal networks often allow
//! only a mirror of packages and of crates.
//!
//! Unpacks Debian's compiler (the one it keeps current for building browsers), its sources and the linker of the same
//! LLVM into a folder. Nothing is installed on the system. The standard library for WebAssembly is then built once from
//! those sources.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use walkdir::WalkDir;

use crate::debian::{self, Lists};
use crate::toolchain::BROWSER_TARGET;
use crate::version::Version;
use crate::{program, step};

/// The toolchain's name in rustup.
pub const NAME: &str = "debian-wasm";

const PACKAGES: [&str; 6] =
    ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "rust-web-clippy", "rustfmt-web"];

/// Makes the toolchain and registers it with rustup: about three minutes, 1.3 GB.
pub fn make() -> Result<()> {
    let started = Instant::now();
    let folder = folder()?;
    let root = folder.join("usr");

    step::doing("Downloading Debian's Rust compiler, sources and linker (a few hundred MB)");
    unpack(&folder, &PACKAGES)?;
    gather_compiler_libraries(&root)?;
    link_sources(&root)?;
    program::output(program::command("rustup").args(["toolchain", "link", NAME]).arg(&root))?;

    let compiler = program::output(program::command("rustc").env("RUSTUP_TOOLCHAIN", NAME).arg("-vV"))
        .context("Debian's compiler does not start")?;
    let llvm = value_of(&compiler, "LLVM version")
        .and_then(Version::find)
        .ok_or_else(|| anyhow!("Debian's compiler does not say which LLVM it uses"))?
        .major();
    let host = value_of(&compiler, "host").ok_or_else(|| anyhow!("Debian's compiler does not report its host"))?;
    unpack(&folder, &[&format!("lld-{llvm}")])?;
    gather_compiler_libraries(&root)?;
    link_linker(&root, llvm, host)?;

    step::doing(format!("Building the standard library for {BROWSER_TARGET} (a minute or two)"));
    build_standard_library(&folder, &root)?;
    remove_folder(&folder.join("lists"))?;
    step::done(format!("Toolchain {NAME} created in {}", step::duration(started.elapsed())));
    Ok(())
}

fn folder() -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .ok_or_else(|| anyhow!("neither HOME nor XDG_CACHE_HOME names a folder to store it in"))?;
    Ok(cache.join("tetsuzuki").join("toolchain"))
}

/// Downloads packages with their missing dependencies, and unpacks them into the folder.
fn unpack(folder: &Path, packages: &[&str]) -> Result<()> {
    let archives = folder.join("archives");
    fs::create_dir_all(archives.join("partial"))
        .with_context(|| format!("no folder could be created at {}", archives.display()))?;
    let own_lists = folder.join("lists");
    let lists = if debian::is_root() { Lists::OfSystem } else { Lists::In(&own_lists) };
    debian::with_fresh_lists(&lists, || {
        let mut command = debian::apt_get(&lists);
        command
            .arg("-o")
            .arg(format!("Dir::Cache::archives={}", archives.display()))
            // The download runs as the user who owns the folder.
            .args(["-o", "APT::Sandbox::User="])
            .args(["-y", "install", "--download-only", "--reinstall", "--no-install-recommends"])
            .args(packages);
        program::output(&mut command).map(drop)
    })?;
    for entry in fs::read_dir(&archives)? {
        let package = entry?.path();
        if package.extension() == Some(OsStr::new("deb")) {
            program::output(program::command("dpkg").arg("-x").arg(&package).arg(folder))?;
        }
    }
    remove_folder(&archives)
}

fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

/// Moves libraries one folder up. rustup puts `lib/` of a linked toolchain on the loader's path, and Debian keeps
/// libraries one folder deeper.
fn gather_compiler_libraries(root: &Path) -> Result<()> {
    let libraries = root.join("lib");
    let found = WalkDir::new(&libraries).min_depth(2).max_depth(2).into_iter().flatten().filter(|entry| {
        let in_architecture_folder = entry
            .path()
            .parent()
            .and_then(Path::file_name)
            .is_some_and(|name| name.to_string_lossy().contains("-linux-gnu"));
        // A dangling link is left alone.
        in_architecture_folder && entry.file_name().to_string_lossy().contains(".so") && entry.path().exists()
    });
    for entry in found {
        let to = libraries.join(entry.file_name());
        if to.symlink_metadata().is_err() {
            match fs::read_link(entry.path()) {
                // The target of the link moves up as well; a library with three names is kept once.
                Ok(beside) if beside.components().count() == 1 => replace_link(&beside, &to)?,
                _ => drop(fs::copy(entry.path(), &to).with_context(|| format!("copying {}", entry.path().display()))?),
            }
        }
    }
    Ok(())
}

/// Debian keeps the sources under `src/`; cargo looks for them under `lib/rustlib/src/rust`.
fn link_sources(root: &Path) -> Result<()> {
    let wanted = root.join("lib/rustlib/src/rust");
    if wanted.join("library").exists() {
        return Ok(());
    }
    let sources = [root.join("src"), root.join("lib/rustlib/src")]
        .iter()
        .flat_map(|folder| WalkDir::new(folder).min_depth(1).max_depth(1).into_iter().flatten())
        .find(|entry| {
            entry.file_name().to_string_lossy().starts_with("rustc-") && entry.path().join("library").exists()
        })
        .ok_or_else(|| anyhow!("Debian's package rust-web-src contains no standard library"))?;
    replace_link(sources.path(), &wanted)
}

/// Links the WebAssembly linker under the name that the compiler uses.
fn link_linker(root: &Path, llvm: u64, host: &str) -> Result<()> {
    let linker = root.join(format!("lib/llvm-{llvm}/bin/lld"));
    if !linker.exists() {
        bail!("Debian's package lld-{llvm} contains no linker");
    }
    replace_link(&linker, &root.join("lib/rustlib").join(host).join("bin/rust-lld"))
}

fn replace_link(to: &Path, at: &Path) -> Result<()> {
    if let Some(parent) = at.parent() {
        fs::create_dir_all(parent)?;
    }
    if at.symlink_metadata().is_ok_and(|found| found.is_dir()) {
        fs::remove_dir_all(at)?;
    } else if at.symlink_metadata().is_ok() {
        fs::remove_file(at)?;
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(to, at).with_context(|| format!("linking {} failed", at.display()))?;
    #[cfg(not(unix))]
    bail!("{} cannot be linked to {} on this system", at.display(), to.display());
    Ok(())
}

fn build_standard_library(folder: &Path, root: &Path) -> Result<()> {
    let seed = folder.join("seed");
    fs::create_dir_all(seed.join("src"))?;
    fs::write(
        seed.join("Cargo.toml"),
        "[package]\nname = \"seed\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n",
    )?;
    fs::write(seed.join("src/lib.rs"), "#![no_std]\n")?;
    program::output(
        program::command("cargo")
            .env("RUSTUP_TOOLCHAIN", NAME)
            // Allows a stable compiler to build its own standard library, for this call only.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Cembed-bitcode=yes")
            .env("CARGO_TARGET_DIR", seed.join("target"))
            .current_dir(&seed)
            .args(["build", "--quiet", "--release", "-Z", "build-std=std,panic_abort", "--target", BROWSER_TARGET]),
    )
    .context("the standard library could not be built; can cargo reach its registry?")?;

    let libraries = root.join("lib/rustlib").join(BROWSER_TARGET).join("lib");
    fs::create_dir_all(&libraries)?;
    let mut crates = BTreeSet::new();
    for entry in fs::read_dir(seed.join("target").join(BROWSER_TARGET).join("release/deps"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("lib") && name.ends_with(".rlib") && !name.starts_with("libseed-") {
            fs::copy(entry.path(), libraries.join(&name))?;
            crates.insert(name);
        }
    }
    if !crates.iter().any(|name| name.starts_with("libstd-")) {
        bail!("the build succeeded but left no standard library");
    }
    remove_folder(&seed)
}

/// The value of a `key: value` line.
fn value_of<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':')).map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPILER: &str = "rustc 1.96.0\nbinary: rustc\nhost: aarch64-unknown-linux-gnu\nLLVM version: 22.1.8\n";

    #[test]
    fn the_compiler_tells_its_host_and_llvm() {
        assert_eq!(value_of(COMPILER, "host"), Some("aarch64-unknown-linux-gnu"));
        assert_eq!(value_of(COMPILER, "LLVM version"), Some("22.1.8"));
        assert_eq!(value_of(COMPILER, "release"), None);
    }
}
