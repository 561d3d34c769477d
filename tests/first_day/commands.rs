//! The first day on the command line: the city, accounts, and what keeps the demonstration apart.

use exchange::city::{CityOptions, export_city, import_city};
use store::{areas, revision};
use tetsuzuki::server::demonstration::fill;

use super::*;
use crate::support::process::{Client, Program};
use crate::support::{TODAY, close, day};

async fn refused(program: &Program, arguments: &[&str], code: i32) -> String {
    let output = program.run(arguments).await;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

async fn city_of(database: &Database) -> Option<String> {
    let db = database.open().await;
    let mut connection = db.read().await.unwrap();
    let known = areas::list_areas(&mut connection).await.unwrap();
    let city = areas::find_city(&mut connection, &known).await.unwrap();
    drop(connection);
    close(db).await;
    city.map(|code| code.to_string())
}

fn options() -> CityOptions {
    CityOptions {
        language: MessageLanguage::English,
        dry_run: false,
        allow_new_areas: false,
        reason: String::new(),
        actor: "command-line".to_owned(),
        now: noon_of_today(),
    }
}

on_both! {
    async fn the_command_sets_a_city_where_there_is_none_and_leaves_another_alone(database: &Database) {
        let program = Program::on(database);
        assert!(refused(&program, &["city", "府中市"], 2).await.contains("東京都府中市 (132063)"));
        let said = program.succeed(&["city", "豊中市"]).await;
        assert!(said.contains("大阪府豊中市 (272035)") && said.contains("/staff/first-day"), "{said}");
        assert!(program.succeed(&["city"]).await.contains("大阪府豊中市 (272035)"));
        assert!(program.succeed(&["city", "272035"]).await.contains("already"));
        let said = refused(&program, &["city", "浜松市"], 2).await;
        assert!(said.contains("this installation is about 大阪府豊中市 (272035); nothing was changed"), "{said}");
        assert_eq!(city_of(database).await.as_deref(), Some("272035"));
        let db = database.open().await;
        assert_eq!(area_codes(&db).await, ["000001", "270008", "272035"]);
        close(db).await;
        let said = refused(&program, &["serve", "--demo", "--listen", "127.0.0.1:0"], 1).await;
        assert!(said.contains("the demonstration needs an empty database, but this one has data of a city"), "{said}");
        assert_eq!(city_of(database).await.as_deref(), Some("272035"));
    }

    async fn serve_sets_the_city_once_and_serves_on_if_it_is_another(database: &Database) {
        let program = Program::on(database);
        for (asked, logged) in [("浜松市", "the city has been chosen"), ("豊中市", "--city names another city")] {
            let mut server = program.serve_with(&["--city", asked]).await;
            let home = Client::of(server.address, 1).get("/").await.unwrap();
            assert!(home.status == 200 && home.body.contains("浜松市") && !home.body.contains("豊中市"), "{asked}");
            assert!(server.process.log().contains(logged), "{}", server.process.log());
            server.process.kill();
        }
        assert_eq!(city_of(database).await.as_deref(), Some("221309"));
    }

    async fn the_demonstration_and_a_city_are_never_mixed(database: &Database) {
        let db = database.open().await;
        fill(&db, noon_of_today()).await.unwrap();
        let files = export_city(&db, day(TODAY)).await.unwrap();
        let own = Database::sqlite();
        let program = Program::on(&own);
        program.succeed(&["city", "豊中市"]).await;
        let own_db = own.open().await;
        let of_city = export_city(&own_db, day(TODAY)).await.unwrap();

        let report = import_city(&db, &of_city, &options()).await.unwrap();
        assert!(report.is_refused() && report.describe().contains("holds the demonstration"), "{}", report.describe());
        let report = import_city(&own_db, &files, &options()).await.unwrap();
        let said = report.describe();
        assert!(report.is_refused() && said.contains("the folder is the demonstration, and this database has data"), "{said}");
        assert_eq!(area_codes(&own_db).await, ["000001", "270008", "272035"], "nothing of it was written");
        assert!(fill(&own_db, noon_of_today()).await.is_err());

        // Parts that name no city may be tried out, and a database filled from the folder is a demonstration too.
        let mut part = files.clone();
        part.retain(|name, _| name == "departments.csv");
        assert!(!import_city(&db, &part, &options()).await.unwrap().is_refused());
        let copy = Database::sqlite();
        let copied = copy.open().await;
        assert!(!import_city(&copied, &files, &options()).await.unwrap().is_refused());
        assert!(import_city(&copied, &of_city, &options()).await.unwrap().is_refused());
        close(copied).await;
        let said = refused(&Program::on(&copy), &["city", "豊中市"], 2).await;
        assert!(said.contains("holds the demonstration"), "{said}");
        let said = refused(&Program::on(&copy), &["serve", "--city", "堺市", "--listen", "127.0.0.1:0"], 2).await;
        assert!(said.contains("holds the demonstration"), "{said}");
        let mark = revision::find_setting(&mut db.read().await.unwrap(), "demonstration").await.unwrap();
        assert_eq!(mark.as_deref(), Some("complete"));
        close(own_db).await;
        close(db).await;
    }
}

#[tokio::test]
async fn accounts_are_not_managed_where_there_is_no_database() {
    let database = Database::sqlite();
    let program = Program::on(&database);
    let account = ["--email", "a@city.example.jp"];
    let added = ["staff", "add", account[0], account[1], "--name", "甲", "--one-time-password"];
    let more = ["disable", "enable", "reset", "unlink", "end-sessions"]
        .map(|what| vec!["staff", what, account[0], account[1]])
        .into_iter()
        .map(|mut command| {
            command.extend((command[1] == "reset").then_some("--one-time-password"));
            command
        });
    for command in [added.to_vec(), vec!["staff", "list"], vec!["city"]].into_iter().chain(more) {
        let said = refused(&program, &command, 1).await;
        assert!(said.contains("there is no database at") && said.contains("`tetsuzuki migrate` creates one"), "{said}");
    }
    assert_eq!(std::fs::read_dir(database.folder()).unwrap().count(), 0, "and none was made");
    // A file without tables is none either.
    std::fs::write(database.folder().join("test.db"), "").unwrap();
    assert!(refused(&program, &["staff", "list"], 1).await.contains("it has no tables"));
    program.succeed(&["migrate"]).await;
    program.succeed(&added).await;
    assert!(program.succeed(&["staff", "list"]).await.contains("a@city.example.jp"));
    assert!(program.succeed(&["city"]).await.contains("no city has been chosen"));
}

#[tokio::test]
async fn a_database_without_tables_on_a_server_gets_no_accounts() {
    let Some(database) = Database::blank_postgres().await else {
        crate::support::skipped("TETSUZUKI_TEST_POSTGRES names no server");
        return;
    };
    let said = refused(&Program::on(&database), &["staff", "list"], 1).await;
    assert!(said.contains("it has no tables") && said.contains("`tetsuzuki migrate`"), "{said}");
    database.remove().await;
}
