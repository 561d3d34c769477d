//! The folders of `src/` are layers: each may use those below it only. This reads the source as text and names every
//! line that reaches where it may not.

use std::path::{Path, PathBuf};

/// A room of the house: where its files lie, and which rooms its lines may name.
struct Room {
    name: &'static str,
    /// Beginnings of the paths of its files below `src/`.
    files: &'static [&'static str],
    /// Beginnings of module paths that it may use, besides its own.
    may_use: &'static [&'static str],
    /// Beginnings that it may not use although they lie in a room it may.
    except: &'static [&'static str],
}

/// The first room that a file belongs to counts.
const ROOMS: &[Room] = &[
    Room { name: "domain", files: &["domain"], may_use: &[], except: &[] },
    Room { name: "error", files: &["error"], may_use: &["domain"], except: &[] },
    Room { name: "language", files: &["language"], may_use: &["domain"], except: &[] },
    Room { name: "islands", files: &["islands"], may_use: &[], except: &[] },
    Room { name: "server::db", files: &["server/db"], may_use: &["domain", "error"], except: &[] },
    Room { name: "server::charts", files: &["server/charts"], may_use: &["domain", "language"], except: &[] },
    // The one place where addresses meet what answers them.
    Room {
        name: "server::router",
        files: &["server/router"],
        may_use: &["domain", "error", "language", "server", "calls", "pages", "app"],
        except: &["server::db"],
    },
    Room { name: "server", files: &["server"], may_use: &["domain", "error", "language"], except: &[] },
    Room { name: "calls", files: &["calls"], may_use: &["domain", "error", "language", "server"], except: &[] },
    Room {
        name: "components",
        files: &["components"],
        may_use: &["domain", "language", "server", "islands", "calls", "pages::Visit"],
        except: &["server::db", "server::router", "server::state", "server::import"],
    },
    Room {
        name: "pages",
        files: &["pages"],
        may_use: &["domain", "error::Unavailable", "language", "server", "islands", "calls", "components"],
        except: &["server::db", "server::router", "server::state", "server::import"],
    },
    Room {
        name: "app",
        files: &["app"],
        may_use: &["pages", "components", "language", "server::assets", "server::middleware"],
        except: &[],
    },
    // The crate's root lists the modules, and the command line starts everything.
    Room { name: "the root", files: &["lib", "main"], may_use: &[""], except: &[] },
];

/// Words that may stand in some files only.
struct Reserved {
    what: &'static str,
    words: &'static [&'static str],
    only_in: &'static [&'static str],
}

const RESERVED: &[Reserved] = &[
    Reserved {
        what: "SQL",
        words: &["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE SET ", "CREATE TABLE ", "sqlx::query"],
        only_in: &["server/db"],
    },
    Reserved { what: "the database driver", words: &["sqlx::"], only_in: &["server/db", "domain", "error"] },
    Reserved {
        what: "writing without a revision",
        words: &["write_unpublished(", "write_unpublished_unless("],
        only_in: &["server/db", "server/reports", "server/staff", "server/edits"],
    },
    Reserved {
        what: "writing beside the published data",
        words: &["write_recorded("],
        only_in: &["server/db", "server/staff", "server/edits"],
    },
    Reserved {
        what: "asking other servers",
        words: &["hyper_util::client", "hyper_rustls::", "openidconnect::"],
        only_in: &["server/staff/sign_on"],
    },
    // The renderer does not escape what stands in these.
    Reserved {
        what: "what the renderer does not escape",
        words: &["<textarea", "inner_html", "<noscript", "InnerHtml"],
        only_in: &["components/raw_markup"],
    },
    // The document has one script, by its address; drawings and the page of an error check themselves that they have
    // none.
    Reserved {
        what: "script in a page",
        words: &["<script", "<Script"],
        only_in: &["components/raw_markup", "app", "server/charts", "pages/server_error"],
    },
    Reserved { what: "style in a page", words: &["<style", "<Style"], only_in: &["server/export/picture"] },
    Reserved { what: "the title of a document", words: &["<Title"], only_in: &["components/page_head"] },
    Reserved {
        what: "a document written by hand",
        words: &["<!DOCTYPE", "Html("],
        only_in: &["app", "pages/server_error", "server/middleware", "server/router", "server/import/read"],
    },
    Reserved { what: "plotters", words: &["plotters::"], only_in: &["server/charts"] },
];

/// Every offence of a file, as `file:line: what is wrong`.
fn offences(file: &str, source: &str) -> Vec<String> {
    let module = file.trim_end_matches(".rs");
    let Some(room) = ROOMS.iter().find(|room| room.files.iter().any(|start| lies_in(module, start, '/'))) else {
        return vec![format!("src/{file}: this file belongs to no room; the list of rooms is in tests/layers.rs")];
    };
    let text = without_comments(source);
    let mut offences = Vec::new();
    for (line, path) in used_paths(&text, &own_path(module)) {
        let known = ROOMS.iter().flat_map(|room| room.files).any(|start| under(&path, &start.replace('/', "::")));
        let own = room.files.iter().any(|start| under(&path, &start.replace('/', "::")));
        let allowed = room.may_use.iter().any(|start| start.is_empty() || under(&path, start));
        let excepted = room.except.iter().any(|start| under(&path, start));
        if known && !own && (!allowed || excepted) {
            offences.push(format!("src/{file}:{line}: {} may not use {path}", room.name));
        }
    }
    for reserved in RESERVED {
        if reserved.only_in.iter().any(|start| lies_in(module, start, '/')) {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(word) = reserved.words.iter().find(|word| line.contains(**word)) {
                let places = reserved.only_in.join(", ");
                offences.push(format!("src/{file}:{number}: {} ({word}) stands only in {places}", reserved.what));
            }
        }
    }
    offences
}

fn lies_in(path: &str, start: &str, separator: char) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

fn under(path: &str, start: &str) -> bool {
    path == start || path.starts_with(&format!("{start}::"))
}

/// `server/db/areas` is the module `server::db::areas`.
fn own_path(module: &str) -> Vec<String> {
    module.trim_end_matches("/mod").split('/').map(str::to_owned).collect()
}

/// Comments may name anything. What stands in texts stays, because SQL stands in texts.
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

/// Every path below the crate's root that a file names, with its line: `crate::…`, `tetsuzuki::…` and `super::…`, with
/// the branches of a `use` taken apart.
fn used_paths(text: &str, own: &[String]) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for start in ["crate::", "tetsuzuki::", "super::"] {
        for (place, _) in text.match_indices(start) {
            let before = text[..place].chars().next_back();
            // `super::super::` is read from its first word on, `$crate::` like `crate::`.
            let inside = before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':');
            if inside {
                continue;
            }
            let line = text[..place].matches('\n').count() + 1;
            let mut rest = &text[place..];
            let mut root: Vec<String> = Vec::new();
            if start == "super::" {
                root = own.to_vec();
                root.extend(modules_around(text, place));
                while let Some(shorter) = rest.strip_prefix("super::") {
                    root.pop();
                    rest = shorter;
                }
            } else {
                rest = &rest[start.len()..];
            }
            let mut branches = Vec::new();
            take_branches(rest, &root.join("::"), &mut branches);
            found.extend(branches.into_iter().map(|branch| (line, branch)));
        }
    }
    found.sort();
    found
}

/// Names of the modules written inside this file that a place lies in, such as `tests`.
fn modules_around(text: &str, place: usize) -> Vec<String> {
    let mut around = Vec::new();
    for (start, _) in text[..place].match_indices("mod ") {
        let declaration = &text[start + 4..];
        let end = declaration.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(0);
        if end == 0 || !declaration[end..].starts_with(" {") {
            continue;
        }
        let mut depth = 0;
        let closed = text[start..place].chars().any(|letter| {
            depth += match letter {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            letter == '}' && depth == 0
        });
        if !closed {
            around.push(declaration[..end].to_owned());
        }
    }
    around
}

/// Reads `a::{b, c::d}` into `a::b` and `a::c::d`; returns what stands behind.
fn take_branches<'a>(text: &'a str, root: &str, found: &mut Vec<String>) -> &'a str {
    let join = |name: &str| if root.is_empty() { name.to_owned() } else { format!("{root}::{name}") };
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = take_branches(rest, root, found).trim_start();
            // `as name` does not matter here.
            rest = rest.trim_start_matches(|letter: char| letter != ',' && letter != '}');
            match rest.strip_prefix(',') {
                Some(next) if !next.trim_start().starts_with('}') => rest = next,
                Some(next) => return next.trim_start().strip_prefix('}').unwrap_or(next),
                None => return rest.strip_prefix('}').unwrap_or(rest),
            }
        }
    }
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    match rest.strip_prefix("::") {
        Some(next)
            if next.starts_with('{') || next.starts_with(|first: char| first.is_alphabetic() || first == '_') =>
        {
            take_branches(next, &join(name), found)
        }
        _ => {
            if !name.is_empty() {
                found.push(join(name));
            }
            rest
        }
    }
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
fn every_file_uses_only_what_lies_below_it() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    files_below(&source, &mut files);
    assert!(files.len() > 50, "only {} files were found", files.len());
    let mut all = Vec::new();
    for file in files {
        let name = file.strip_prefix(&source).expect("it was found there").to_string_lossy().replace('\\', "/");
        all.extend(offences(&name, &std::fs::read_to_string(&file).expect("source is UTF-8")));
    }
    assert!(all.is_empty(), "\n{}\n", all.join("\n"));
}

#[test]
fn a_formula_that_reaches_for_the_server_is_noticed_with_its_line() {
    let found = offences("domain/rate.rs", "//! A rate.\n\nuse crate::server::snapshot::Snapshot;\n");
    assert_eq!(found, ["src/domain/rate.rs:3: domain may not use server::snapshot::Snapshot"]);
}

#[test]
fn each_branch_of_a_use_is_looked_at() {
    let found = offences(
        "pages/home.rs",
        "use crate::{\n    domain::rate::Rate,\n    server::{snapshot::Snapshot, db::{Db, areas}},\n};\n",
    );
    assert_eq!(
        found,
        [
            "src/pages/home.rs:1: pages may not use server::db::Db",
            "src/pages/home.rs:1: pages may not use server::db::areas"
        ]
    );
}

#[test]
fn a_path_in_an_expression_and_one_that_climbs_are_noticed() {
    let found = offences("islands/suggest.rs", "fn a() { crate::server::search::find(); }\n");
    assert_eq!(found, ["src/islands/suggest.rs:1: islands may not use server::search::find"]);
    let found = offences("server/db/cards.rs", "use super::super::snapshot::Snapshot;\n");
    assert_eq!(found, ["src/server/db/cards.rs:1: server::db may not use server::snapshot::Snapshot"]);
}

#[test]
fn a_module_inside_a_file_climbs_one_step_less_far() {
    let inside = "mod a {\n    fn b() {}\n}\nmod tests {\n    use super::super::snapshot::Snapshot;\n}\n";
    assert_eq!(offences("server/db/cards.rs", inside), [] as [&str; 0]);
    let climbing = inside.replace("super::super", "super::super::super");
    let found = offences("server/db/cards.rs", &climbing);
    assert_eq!(found, ["src/server/db/cards.rs:5: server::db may not use server::snapshot::Snapshot"]);
}

#[test]
fn nothing_below_reaches_for_a_page() {
    assert_eq!(offences("server/catalogue.rs", "use crate::pages::Visit;\n").len(), 1);
    assert_eq!(offences("components/layout.rs", "use crate::pages::Visit;\n"), [] as [&str; 0]);
    assert_eq!(offences("components/layout.rs", "use crate::pages::home::HomePage;\n").len(), 1);
    assert_eq!(offences("server/router.rs", "use crate::pages::Visit;\n"), [] as [&str; 0]);
}

#[test]
fn sql_outside_its_room_is_noticed_and_in_a_comment_is_not() {
    let found =
        offences("pages/home.rs", "// SELECT would be wrong here\nconst A: &str = \"SELECT name FROM areas\";\n");
    assert_eq!(found, ["src/pages/home.rs:2: SQL (SELECT ) stands only in server/db"]);
    assert_eq!(offences("server/db/areas.rs", "const A: &str = \"SELECT name FROM areas\";\n"), [] as [&str; 0]);
}

#[test]
fn drawing_outside_its_room_is_noticed() {
    let found = offences("components/chart.rs", "use plotters::prelude::*;\n");
    assert_eq!(found, ["src/components/chart.rs:1: plotters (plotters::) stands only in server/charts"]);
}

#[test]
fn a_file_in_no_room_is_noticed() {
    assert_eq!(offences("helpers.rs", "").len(), 1);
}

#[test]
fn what_the_renderer_does_not_escape_is_noticed_outside_its_one_place() {
    for markup in
        ["<textarea name=\"a\">", "<div inner_html=text>", "<noscript>", "<script>", "<style>", "<Title text=a />"]
    {
        let source = format!("fn a() {{ view! {{ {markup} }} }}\n");
        assert_eq!(offences("pages/home.rs", &source).len(), 1, "{markup}");
    }
    let allowed = "view! { <textarea inner_html=a></textarea> <script inner_html=b></script> }";
    assert_eq!(offences("components/raw_markup.rs", allowed), [] as [&str; 0]);
}
