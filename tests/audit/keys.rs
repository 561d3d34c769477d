//! The key of the audit log.

use domain::audit::Damage;
use store::{Db, KeyPlace};
use tetsuzuki::server::audit;

use super::{damage, found, log_of, row, verdict, write_at};
use crate::support::{Database, noon_of_today, on_both};

/// Writes a key that only the owner can read.
pub(super) fn write_key(path: &std::path::Path, text: &str) {
    std::fs::write(path, text).unwrap();
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

on_both! {
    async fn a_wrong_or_missing_key_is_an_error_and_never_a_new_chain(database: &Database) {
        let db = log_of(database, 2).await;
        let other = KeyPlace::File(database.folder().join("other-key"));
        let refused = Db::open_with(&database.address(), &other).await.unwrap_err();
        assert!(refused.to_string().contains("--audit-key-file"), "{refused}");
        assert!(!database.folder().join("other-key").exists(), "no new key was made");
        write_key(&database.folder().join("other-key"), &"ab".repeat(32));
        let refused = Db::open_with(&database.address(), &other).await.unwrap_err();
        assert!(refused.to_string().contains("not in"), "{refused}");
        let looked_at = Db::open_without_migrating(&database.address(), &other).await.unwrap();
        assert!(audit::verify(&looked_at, &[]).await.is_err(), "no row is of that key");
        assert!(write_at(&looked_at, noon_of_today(), row("by another key")).await.is_err());
        write_key(&database.folder().join("other-key"), "no key");
        assert!(Db::open_with(&database.address(), &other).await.unwrap_err().to_string().contains("openssl"));
        assert!(verdict(&db).await.is_well());
    }

    async fn a_key_can_be_replaced_and_older_rows_still_verify(database: &Database) {
        let first = log_of(database, 2).await;
        let second = database.open().await;
        let path = database.folder().join("audit-key");
        let keys = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{keys}{}\n", "cd".repeat(32))).unwrap();
        let restarted = database.open().await;
        write_at(&restarted, noon_of_today(), row("under the new key")).await.unwrap();
        // Running processes learn of the new key from the row before theirs.
        write_at(&first, noon_of_today(), row("by one that ran")).await.unwrap();
        write_at(&second, noon_of_today(), row("by another")).await.unwrap();
        assert!(verdict(&first).await.is_well());
        std::fs::write(&path, format!("{}\n", "cd".repeat(32))).unwrap();
        let lost = damage(&first).await;
        assert_eq!(lost, [found(Damage::KeyUnknown, 1), found(Damage::KeyUnknown, 2)], "the old key is needed for them");
    }

    async fn where_something_came_from_is_a_mark_that_only_the_key_can_make(database: &Database) {
        let db = log_of(database, 1).await;
        let mark = db.hash_origin("192.0.2.7");
        assert_eq!(mark, db.hash_origin("192.0.2.7"));
        assert_ne!(mark, db.hash_origin("192.0.2.8"));
        assert!(!mark.contains("192"), "{mark}");
    }
}

#[tokio::test]
async fn postgresql_wants_the_key_to_be_named_and_says_how_to_make_one() {
    let refused = Db::open("postgres://nobody@127.0.0.1:1/none").await.unwrap_err().to_string();
    assert!(refused.contains("--audit-key-file") && refused.contains("openssl rand -hex 32"), "{refused}");
}

#[tokio::test]
async fn sqlite_keeps_its_key_beside_the_file() {
    let database = Database::sqlite();
    let db = Db::open(&database.address()).await.unwrap();
    let path = database.folder().join("test.db.audit-key");
    assert!(!path.exists(), "nothing is written yet");
    write_at(&db, noon_of_today(), row("first")).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap().trim().len(), 64);
    assert!(database.folder().join("test.db.audit-key.head").exists());
    assert!(audit::verify(&db, &[]).await.unwrap().is_well());
    drop(db);
    std::fs::remove_file(&path).unwrap();
    let refused = Db::open(&database.address()).await.unwrap_err().to_string();
    assert!(refused.contains("test.db.audit-key"), "{refused}");
    assert!(!path.exists());
}
