//! The browser half: the islands, compiled to WebAssembly, with the script that loads them.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use crate::cargo::{self, Effort};
use crate::places::Places;
use crate::toolchain::{BROWSER_TARGET, Toolchain};
use crate::{program, step};

/// WebAssembly features beyond the first version that the compiled code may use; every recent browser has them.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Compiles the islands and writes `tetsuzuki.js` and `tetsuzuki.wasm` into `folder`. The names are the same as with
/// cargo-leptos.
pub fn build(places: &Places, toolchain: &Toolchain, effort: Effort, folder: &Path) -> Result<()> {
    let how = match effort {
        Effort::Quick => "quick",
        Effort::Full => "as small as possible",
    };
    step::doing(format!("Compiling the browser part to WebAssembly ({how})"));
    let files = cargo::build(
        toolchain
            .cargo()
            .current_dir(&places.root)
            .args(["rustc", "--package", "tetsuzuki", "--lib", "--crate-type", "cdylib"])
            .args(["--target", BROWSER_TARGET, "--no-default-features", "--features", "hydrate"])
            .args(effort.browser_arguments()),
    )
    .context("the browser part")?;
    let module = files
        .iter()
        .rev()
        .find(|file| file.extension() == Some(OsStr::new("wasm")))
        .ok_or_else(|| anyhow!("cargo built no WebAssembly from the library"))?;

    Bindgen::new()
        .input_path(module)
        .out_name("tetsuzuki")
        .web(true)?
        .typescript(false)
        .debug(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
        .context("wasm-bindgen failed")?;

    let module = folder.join("tetsuzuki.wasm");
    fs::rename(folder.join("tetsuzuki_bg.wasm"), &module).context("naming the WebAssembly")?;
    if effort == Effort::Full {
        optimise(&module)?;
    }
    Ok(())
}

/// Shrinks the module by a few per cent if wasm-opt is installed; otherwise does nothing.
fn optimise(module: &Path) -> Result<()> {
    let Some(optimiser) = program::find("wasm-opt") else {
        step::warn("wasm-opt is not installed (package binaryen): the WebAssembly will be a few per cent larger");
        return Ok(());
    };
    step::doing("Making the WebAssembly smaller (wasm-opt -Oz)");
    let smaller = module.with_extension("smaller");
    let mut command = program::command(optimiser);
    command.arg("-Oz").args(WASM_FEATURES).arg(module).arg("-o").arg(&smaller);
    match program::output(&mut command) {
        Ok(_) => fs::rename(&smaller, module)?,
        Err(error) => {
            crate::interrupt::check()?;
            step::warn(format!("the WebAssembly stays as it was: {error:#}"));
            // wasm-opt may have left a half-written file.
            let _ = fs::remove_file(&smaller);
        }
    }
    Ok(())
}
