//! The site: everything the browser loads besides the pages, ready to be embedded into the server.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use crate::cargo::Effort;
use crate::fingerprint::{Fingerprint, files_below, relative};
use crate::places::Places;
use crate::toolchain::Toolchain;
use crate::{browser_half, compression, step, stylesheet};

/// The inputs of the site. xtask is one of them because it contains the build steps.
const SOURCES: [&str; 7] = ["src", "style", "public", "xtask/src", "xtask/Cargo.toml", "Cargo.toml", "Cargo.lock"];

/// Builds the site if its sources, the effort or the compiler changed.
pub fn build(places: &Places, toolchain: &Toolchain, effort: Effort) -> Result<()> {
    let site = places.site();
    let record = site.with_extension("fingerprint");
    let current = fingerprint(places, toolchain, effort)?;
    let complete = site.join("version.txt").is_file();
    if complete && fs::read_to_string(&record).is_ok_and(|recorded| recorded == current) {
        step::done_already("Site (its sources are unchanged)");
        return Ok(());
    }

    let started = Instant::now();
    let fresh = site.with_extension("new");
    remove_folder(&fresh)?;
    let package = fresh.join("pkg");
    fs::create_dir_all(&package).with_context(|| format!("making {}", package.display()))?;
    browser_half::build(places, toolchain, effort, &package)?;
    step::doing("Assembling the site");
    fs::write(package.join("tetsuzuki.css"), style_sheet(&places.root.join("style"))?)?;
    copy_public_files(&places.root.join("public"), &fresh)?;
    compression::compress_all(&files_below(&fresh)?, effort)?;
    let version = version(&fresh)?;
    fs::write(fresh.join("version.txt"), &version)?;

    // The build itself may have written the lockfile, so the sources are read once more.
    let current = fingerprint(places, toolchain, effort)?;
    if fs::read_to_string(site.join("version.txt")).is_ok_and(|present| present == version) {
        // Left in place: new modification times on the same files would make cargo rebuild the server.
        remove_folder(&fresh)?;
    } else {
        replace(&fresh, &site)?;
    }
    fs::write(&record, current)?;
    step::done(format!("Site {version} built in {}", step::duration(started.elapsed())));
    print_sizes(&site);
    Ok(())
}

fn fingerprint(places: &Places, toolchain: &Toolchain, effort: Effort) -> Result<String> {
    let mut fingerprint = Fingerprint::default();
    fingerprint.add("effort", effort.browser_arguments().join(" ").as_bytes());
    fingerprint.add("compiler", toolchain.description().as_bytes());
    for path in SOURCES {
        fingerprint.add_path(&places.root, path)?;
    }
    Ok(fingerprint.finish())
}

/// Joins all style sheets of the folder in name order.
fn style_sheet(folder: &Path) -> Result<String> {
    let mut css = String::new();
    for file in files_below(folder)?.iter().filter(|file| file.extension() == Some(OsStr::new("css"))) {
        css.push_str(&fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?);
        css.push('\n');
    }
    if css.is_empty() {
        step::warn("style/ contains no style sheet: the pages will be unstyled");
    }
    Ok(stylesheet::shrink(&css))
}

fn copy_public_files(from: &Path, to: &Path) -> Result<()> {
    for file in files_below(from)? {
        let copy = to.join(relative(from, &file));
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        let copying = || format!("copying {}", file.display());
        if file.extension() == Some(OsStr::new("js")) {
            let script = fs::read_to_string(&file).with_context(copying)?;
            fs::write(&copy, without_comment_lines(&script)).with_context(copying)?;
        } else {
            fs::copy(&file, &copy).with_context(copying)?;
        }
    }
    Ok(())
}

/// A script without its empty lines and whole-line comments, which no browser needs.
fn without_comment_lines(script: &str) -> String {
    let is_comment = |line: &str| line.starts_with("//") || line.starts_with("/**") && line.ends_with("*/");
    let kept = script.lines().filter(|line| !line.trim().is_empty() && !is_comment(line.trim()));
    kept.flat_map(|line| [line, "\n"]).collect()
}

/// The first 16 digits of a hash over all files.
fn version(folder: &Path) -> Result<String> {
    let mut fingerprint = Fingerprint::default();
    fingerprint.add_path(folder, "")?;
    let mut version = fingerprint.finish();
    version.truncate(16);
    Ok(version)
}

/// Replaces the old site with the fresh one, so that a half-built site is never served.
fn replace(fresh: &Path, site: &Path) -> Result<()> {
    let old = site.with_extension("old");
    remove_folder(&old)?;
    if site.exists() {
        fs::rename(site, &old).with_context(|| format!("moving {} away", site.display()))?;
    }
    fs::rename(fresh, site).with_context(|| format!("moving the new site to {}", site.display()))?;
    remove_folder(&old)
}

fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))?;
    }
    Ok(())
}

fn print_sizes(site: &Path) {
    println!("  {:<22}{:>12}{:>12}", "", "raw", "brotli");
    for (label, file) in [
        ("WebAssembly", "pkg/tetsuzuki.wasm"),
        ("its script", "pkg/tetsuzuki.js"),
        ("style sheet", "pkg/tetsuzuki.css"),
    ] {
        let raw = site.join(file);
        let compressed = PathBuf::from(format!("{}.br", raw.display()));
        let size = |path: &Path| fs::metadata(path).map_or_else(|_| "—".to_owned(), |found| step::size(found.len()));
        println!("  {label:<22}{:>12}{:>12}", size(&raw), size(&compressed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-site-{name}-{}", std::process::id()));
        remove_folder(&folder).expect("tidied up");
        fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    #[test]
    fn style_sheets_are_joined_in_the_order_of_their_names() {
        let style = folder("style");
        fs::write(style.join("20-page.css"), "b { c: d }").expect("written");
        fs::write(style.join("10-tokens.css"), "a { b: c }").expect("written");
        fs::write(style.join("notes.md"), "not a style sheet").expect("written");
        assert_eq!(style_sheet(&style).expect("joined"), "a{b:c}b{c:d}");
        remove_folder(&style).expect("tidied up");
    }

    #[test]
    fn the_version_changes_with_any_file_and_only_then() {
        let site = folder("version");
        fs::create_dir_all(site.join("pkg")).expect("a folder");
        fs::write(site.join("pkg/a.js"), "1").expect("written");
        let first = version(&site).expect("a version");
        assert_eq!(first.len(), 16);
        assert_eq!(version(&site).expect("a version"), first);
        fs::write(site.join("pkg/a.js"), "2").expect("written");
        assert_ne!(version(&site).expect("a version"), first);
        remove_folder(&site).expect("tidied up");
    }

    #[test]
    fn a_fresh_site_takes_the_place_of_the_old_one() {
        let place = folder("replace");
        let (fresh, site) = (place.join("site.new"), place.join("site"));
        fs::create_dir_all(&site).expect("a folder");
        fs::write(site.join("gone.txt"), "old").expect("written");
        fs::create_dir_all(&fresh).expect("a folder");
        fs::write(fresh.join("there.txt"), "new").expect("written");
        replace(&fresh, &site).expect("replaced");
        assert!(site.join("there.txt").exists() && !site.join("gone.txt").exists() && !fresh.exists());
        remove_folder(&place).expect("tidied up");
    }

    #[test]
    fn a_script_loses_its_comments_and_nothing_else() {
        let script = "// why\n\nconst a = \"// no comment\"; // beside code\n  /** what */\n  b(a);\n";
        assert_eq!(without_comment_lines(script), "const a = \"// no comment\"; // beside code\n  b(a);\n");
    }

    #[test]
    fn the_list_for_cargo_leptos_names_every_style_sheet_in_order() {
        let style = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
        let list = fs::read_to_string(style.join("main.scss")).expect("the list is there");
        let listed: Vec<&str> =
            list.lines().filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";")).collect();
        let mut there: Vec<String> = fs::read_dir(&style)
            .expect("the folder is there")
            .filter_map(|entry| entry.expect("readable").file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".css").map(str::to_owned))
            .collect();
        there.sort();
        assert_eq!(listed, there);
    }
}
