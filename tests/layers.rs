//! Rules about the source that the crates cannot enforce: words that are allowed in some files only. This reads the
//! source as text.

use std::path::{Path, PathBuf};

/// Words that are allowed in some files only.
struct Reserved {
    what: &'static str,
    words: &'static [&'static str],
    only_in: &'static [&'static str],
}

const RESERVED: &[Reserved] = &[
    Reserved {
        what: "SQL",
        words: &["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE SET ", "CREATE TABLE ", "sqlx::query"],
        only_in: &["crates/store"],
    },
    Reserved { what: "the database driver", words: &["sqlx::"], only_in: &["crates/store", "crates/domain"] },
    Reserved {
        what: "writing without a revision",
        words: &["WriteKind::Private"],
        only_in: &["crates/store", "src/server/reports", "src/server/staff", "src/server/editing"],
    },
    Reserved {
        what: "writing beside the published data",
        words: &["WriteKind::Audited"],
        only_in: &["crates/store", "src/server/staff", "src/server/editing"],
    },
    Reserved {
        what: "asking other servers",
        words: &["hyper_util::client", "hyper_rustls::", "openidconnect::"],
        only_in: &["src/server/staff/oidc"],
    },
    // The renderer does not escape the contents of these elements.
    Reserved {
        what: "what the renderer does not escape",
        words: &["<textarea", "inner_html", "<noscript", "InnerHtml"],
        // The pass over finished pages knows these elements, so that it leaves them alone.
        only_in: &["src/components/base/raw_markup", "src/server/http/furigana"],
    },
    // The document loads one script by its URL. Charts and the error page have tests of their own that they contain
    // none.
    Reserved {
        what: "script in a page",
        words: &["<script", "<Script"],
        only_in: &[
            "src/components/base/raw_markup",
            "src/app",
            "crates/charts",
            "src/pages/server_error",
            "src/server/http/furigana",
        ],
    },
    Reserved { what: "style in a page", words: &["<style", "<Style"], only_in: &["src/server/export/picture"] },
    Reserved {
        what: "a document written by hand",
        words: &["<!DOCTYPE", "Html("],
        only_in: &[
            "src/app",
            "src/pages/server_error",
            "src/server/http/middleware",
            "src/server/http/router",
            "crates/exchange/src/import/reading/file",
        ],
    },
    // These layers are inside one crate, so the compiler does not check them.
    Reserved {
        what: "the database",
        words: &["store::"],
        only_in: &[
            "crates/store",
            "crates/exchange",
            "crates/exchange-tests",
            "src/server",
            "src/main",
            "src/pages/server_error",
        ],
    },
    Reserved {
        what: "the router",
        words: &["server::http::router", "server::state"],
        only_in: &["src/server", "src/main"],
    },
    Reserved {
        what: "a page",
        words: &["crate::pages", "crate::components", "crate::app"],
        only_in: &["src/pages", "src/components", "src/app", "src/server/http/router"],
    },
];

/// All violations in a file, as `file:line: message`.
fn violations(file: &str, source: &str) -> Vec<String> {
    let text = without_comments(source);
    let mut violations = Vec::new();
    for reserved in RESERVED {
        if reserved.only_in.iter().any(|start| is_below(file.trim_end_matches(".rs"), start)) {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(word) = reserved.words.iter().find(|word| line.contains(**word)) {
                let places = reserved.only_in.join(", ");
                violations.push(format!("{file}:{number}: {} ({word}) is allowed only in {places}", reserved.what));
            }
        }
    }
    violations
}

fn is_below(path: &str, start: &str) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Removes comments, which may contain any word. String literals stay, because SQL is in them.
fn without_comments(source: &str) -> String {
    source
        .lines()
        .map(|line| match line.find("//").filter(|place| !line[..*place].ends_with(':')) {
            Some(place) => &line[..place],
            None => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().expect("the folder of the source can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            files_below(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn every_word_stands_where_it_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    files_below(&root.join("src"), &mut files);
    files_below(&root.join("crates"), &mut files);
    assert!(files.len() > 300, "only {} files were found", files.len());
    for place in RESERVED.iter().flat_map(|reserved| reserved.only_in) {
        let is_there = root.join(place).is_dir() || root.join(format!("{place}.rs")).is_file();
        assert!(is_there, "{place} is allowed something, but is not there");
    }
    let mut all = Vec::new();
    for file in files {
        let name = file.strip_prefix(root).expect("it was found there").to_string_lossy().replace('\\', "/");
        all.extend(violations(&name, &std::fs::read_to_string(&file).expect("source is UTF-8")));
    }
    assert!(all.is_empty(), "\n{}\n", all.join("\n"));
}

#[test]
fn sql_outside_its_crate_is_noticed_and_in_a_comment_is_not() {
    let found =
        violations("src/pages/home.rs", "// SELECT would be wrong here\nconst A: &str = \"SELECT name FROM areas\";\n");
    assert_eq!(found, ["src/pages/home.rs:2: SQL (SELECT ) is allowed only in crates/store"]);
    assert_eq!(
        violations("crates/store/src/areas.rs", "const A: &str = \"SELECT name FROM areas\";\n"),
        [] as [&str; 0]
    );
}

#[test]
fn a_page_that_reaches_for_the_database_or_the_router_is_noticed_and_so_is_a_formula_that_reaches_for_a_page() {
    for line in ["use store::areas;", "use crate::server::state::AppState;", "use crate::server::http::router::router;"]
    {
        assert_eq!(violations("src/pages/home.rs", line).len(), 1, "{line}");
    }
    assert_eq!(violations("src/server/read_model/catalogue.rs", "use crate::pages::PageContext;\n").len(), 1);
    assert_eq!(violations("src/server/http/router.rs", "use crate::pages::PageContext;\n"), [] as [&str; 0]);
}

#[test]
fn what_the_renderer_does_not_escape_is_noticed_outside_its_one_place() {
    for markup in ["<textarea name=\"a\">", "<div inner_html=text>", "<noscript>", "<script>", "<style>"] {
        let source = format!("fn a() {{ view! {{ {markup} }} }}\n");
        assert_eq!(violations("src/pages/home.rs", &source).len(), 1, "{markup}");
    }
    let allowed = "view! { <textarea inner_html=a></textarea> <script inner_html=b></script> }";
    assert_eq!(violations("src/components/base/raw_markup.rs", allowed), [] as [&str; 0]);
}
