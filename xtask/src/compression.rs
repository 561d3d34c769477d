//! Compresses files once, at build time, so that no request pays for it.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::cargo::Effort;

/// File extensions that compression makes smaller. Images and fonts are already compressed.
const COMPRESSIBLE: [&str; 13] =
    ["css", "csv", "geojson", "html", "ico", "js", "json", "map", "svg", "txt", "wasm", "webmanifest", "xml"];

/// Writes `.br` and `.gz` next to each file that they make smaller.
pub fn compress_all(files: &[PathBuf], effort: Effort) -> Result<()> {
    let files: Vec<&PathBuf> = files
        .iter()
        .filter(|file| file.extension().and_then(OsStr::to_str).is_some_and(|ending| COMPRESSIBLE.contains(&ending)))
        .collect();
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = compress(file, effort).with_context(|| format!("compressing {}", file.display()));
                    results.lock().expect("no thread panics while it holds the lock").push(result);
                }
            });
        }
    });
    results.into_inner().expect("no thread panics while it holds the lock").into_iter().collect()
}

/// Below this size in bytes, the best compression takes a moment and is never spared: what the browser tests weigh is then
/// what is deployed.
const SMALL: usize = 64 * 1024;

fn compress(file: &Path, effort: Effort) -> Result<()> {
    let content = fs::read(file)?;
    let effort = if content.len() < SMALL { Effort::Full } else { effort };
    for (ending, compressed) in [("br", brotli(&content, effort)?), ("gz", gzip(&content, effort)?)] {
        if compressed.len() < content.len() {
            let mut name = file.as_os_str().to_owned();
            name.push(".");
            name.push(ending);
            fs::write(name, compressed)?;
        }
    }
    Ok(())
}

fn brotli(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let quality = match effort {
        Effort::Quick => 5,
        Effort::Full => 11,
    };
    let mut compressed = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut compressed, 64 * 1024, quality, 22);
    writer.write_all(content)?;
    writer.flush()?;
    drop(writer);
    Ok(compressed)
}

fn gzip(content: &[u8], effort: Effort) -> Result<Vec<u8>> {
    let level = match effort {
        Effort::Quick => Compression::new(6),
        Effort::Full => Compression::best(),
    };
    let mut writer = GzEncoder::new(Vec::new(), level);
    writer.write_all(content)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_was_compressed_comes_back_whole() {
        let content = "手続".repeat(500).into_bytes();
        for effort in [Effort::Quick, Effort::Full] {
            let mut back = Vec::new();
            let small = brotli(&content, effort).expect("compressed");
            brotli::Decompressor::new(small.as_slice(), 4096).read_to_end(&mut back).expect("brotli");
            assert_eq!(back, content);

            back.clear();
            let small = gzip(&content, effort).expect("compressed");
            flate2::read::GzDecoder::new(small.as_slice()).read_to_end(&mut back).expect("gzip");
            assert_eq!(back, content);
        }
    }

    #[test]
    fn only_files_that_become_smaller_get_a_copy() {
        let folder = std::env::temp_dir().join(format!("xtask-compression-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let files = ["page.css", "tiny.txt", "photo.jpg"].map(|name| folder.join(name));
        fs::write(&files[0], "a{color:red}".repeat(100)).expect("written");
        fs::write(&files[1], "x").expect("written");
        fs::write(&files[2], "a".repeat(1_000)).expect("written");
        compress_all(&files, Effort::Quick).expect("compressed");
        let copies = ["page.css.br", "page.css.gz", "tiny.txt.br", "tiny.txt.gz", "photo.jpg.br", "photo.jpg.gz"]
            .map(|name| folder.join(name).exists());
        assert_eq!(copies, [true, true, false, false, false, false]);
        fs::remove_dir_all(&folder).expect("tidied up");
    }
}
