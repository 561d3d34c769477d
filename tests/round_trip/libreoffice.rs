//! Files that LibreOffice has opened and saved again.

use super::*;

#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
fn office() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)))
        .find(|path| path.exists())
}

/// LibreOffice, and a database with the demonstration. Reports a skipped test if LibreOffice is missing.
async fn demonstration_and_office() -> Option<(PathBuf, Database, Db)> {
    let Some(office) = office() else {
        support::skipped("neither soffice nor libreoffice is on the path");
        return None;
    };
    let database = Database::sqlite();
    let db = database.open_demonstration().await;
    Some((office, database, db))
}

/// Converts files with LibreOffice. Returns the folder with the results.
fn converted(office: &Path, folder: &Path, files: &[String], filter: &str, into: &str) -> PathBuf {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let written = folder.join(into);
    std::fs::create_dir_all(&written).unwrap();
    let output = Command::new(office)
        .args([profile.as_str(), "--headless", "--norestore", "--convert-to", filter, "--outdir"])
        .arg(&written)
        .args(files.iter().map(|file| folder.join(file)))
        .output()
        .unwrap();
    let ending = filter.split(':').next().unwrap();
    for file in files {
        let path = written.join(Path::new(file).with_extension(ending).file_name().unwrap());
        assert!(path.exists(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    }
    written
}

/// UTF-8, comma-separated, every cell as shown.
const AS_CSV: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1";

async fn all_come_back_from_libreoffice(office: &Path, db: &Db) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let (mut files, mut rows) = (Vec::new(), Vec::new());
    for (number, selection) in selections().iter().enumerate() {
        let table = table(db, selection, MessageLanguage::Japanese).await;
        let file = format!("{number}.xlsx");
        std::fs::write(folder.join(&file), table.as_workbook().unwrap()).unwrap();
        files.push(file);
        rows.push((selection.kind, table.length()));
    }
    for (filter, ending, into) in [("xlsx", "xlsx", "again"), (AS_CSV, "csv", "text"), ("xls", "xls", "old")] {
        let written = converted(office, folder, &files, filter, into);
        for (number, (kind, rows)) in rows.iter().enumerate() {
            let report = dry(db, *kind, &std::fs::read(written.join(format!("{number}.{ending}"))).unwrap()).await;
            is_all_unchanged(&report, *kind, *rows);
        }
    }
}

#[tokio::test]
async fn what_libreoffice_wrote_again_changes_nothing() {
    let Some((office, _database, db)) = demonstration_and_office().await else { return };
    all_come_back_from_libreoffice(&office, &db).await;
}

#[tokio::test]
async fn what_is_changed_in_libreoffice_is_all_that_changes() {
    let Some((office, _database, db)) = demonstration_and_office().await else { return };
    let table = table(&db, &ExportFilter::all(Kind::Procedures), MessageLanguage::Japanese).await;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("procedures.xlsx"), table.as_workbook().unwrap()).unwrap();

    // A flat document is text: two cells are changed as a person would, and LibreOffice makes the workbook.
    let file = |ending: &str| format!("procedures.{ending}");
    let flat = converted(&office, folder, &[file("xlsx")], "fods", "flat");
    let text = std::fs::read_to_string(flat.join(file("fods"))).unwrap();
    let row = text.find(">転出届<").expect("the demonstration has this procedure");
    let (before, after) = text.split_at(row);
    let changed = after.replacen(">転出届<", ">転出の届出<", 1).replacen(">オンライン<", ">窓口<", 1);
    std::fs::write(folder.join(file("fods")), format!("{before}{changed}")).unwrap();
    for (filter, ending, into) in [("xlsx", "xlsx", "edited"), (AS_CSV, "csv", "edited-text")] {
        let edited = converted(&office, folder, &[file("fods")], filter, into);
        let report = dry(&db, Kind::Procedures, &std::fs::read(edited.join(file(ending))).unwrap()).await;
        let changed: Vec<_> = report.changes().iter().flat_map(|one| &one.changed).collect();
        let [change] = changed.as_slice() else { panic!("{}", report.describe()) };
        let cells: Vec<(&str, &str, &str)> =
            change.cells.iter().map(|cell| (cell.key, cell.old.as_str(), cell.new.as_str())).collect();
        assert_eq!(cells.len(), 3, "{cells:?}");
        assert_eq!(cells[0], ("name", "転出届", "転出の届出"));
        assert_eq!((cells[1].1, cells[1].2), ("online", "counter"));
        assert_eq!(cells[2], ("effective_on", "", support::TODAY));
    }
}
