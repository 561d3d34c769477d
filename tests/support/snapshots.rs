//! Compares whole answers with the files in `tests/snapshots`.
//!
//! After an intended change, `INSTA_UPDATE=always` writes the files again; review them with `git diff`.

use insta::Settings;
use serde_json::Value;

fn in_the_folder(check: impl FnOnce()) {
    let mut settings = Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(check);
}

pub fn assert_json(name: &str, value: &Value) {
    in_the_folder(|| insta::assert_json_snapshot!(name, value));
}

pub fn assert_text(name: &str, text: &str) {
    in_the_folder(|| insta::assert_snapshot!(name, text));
}
