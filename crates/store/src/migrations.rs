//! The list of migrations.

/// A migration with its SQL for each database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MigrationSource {
    pub number: i64,
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// A migration with a file for each database, or with one for both, in `migrations/both`. Some of the latter speak of a twin
/// in another folder: they had one when they were released, and a released migration never changes.
macro_rules! migration {
    ($number:literal, $name:literal, both $file:literal) => {
        MigrationSource {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/both/", $file, ".sql")),
            postgres: include_str!(concat!("../../../migrations/both/", $file, ".sql")),
        }
    };
    ($number:literal, $name:literal, $file:literal) => {
        MigrationSource {
            number: $number,
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $file, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $file, ".sql")),
        }
    };
}

/// All migrations, in the order in which they run. A released one never changes.
pub(crate) const MIGRATIONS: &[MigrationSource] = &[
    migration!(1, "foundation", "0001_foundation"),
    migration!(2, "standard words", both "0002_standard_words"),
    migration!(3, "finding", "0003_finding"),
    migration!(4, "reports", "0004_reports"),
    migration!(5, "programme", both "0005_programme"),
    migration!(6, "age bands", both "0006_age_bands"),
    migration!(7, "staff", both "0007_staff"),
    migration!(8, "audit chain", "0008_audit_chain"),
    migration!(9, "proposals", "0009_proposals"),
    migration!(10, "single sign-on", both "0010_single_sign_on"),
    migration!(14, "row hashes", "0014_row_hashes"),
    migration!(16, "one-time passwords", both "0016_one_time_passwords"),
    migration!(17, "plans or later", both "0017_plans_or_later"),
    migration!(18, "records of one day", "0018_records_of_one_day"),
    migration!(19, "kept tables", both "0019_kept_tables"),
    migration!(20, "training and deadlines", "0020_training_and_deadlines"),
    migration!(21, "endings", both "0021_endings"),
    migration!(22, "corrections", "0022_corrections"),
    migration!(23, "department changes", "0023_department_changes"),
    migration!(24, "offices", both "0024_offices"),
    migration!(27, "elsewhere", "0027_elsewhere"),
    migration!(30, "guides", both "0030_guides"),
    migration!(31, "unknown amounts", "0031_unknown_amounts"),
    migration!(32, "reorganisations taken back", both "0032_reorganisations_taken_back"),
    migration!(35, "lost forms", "0035_lost_forms"),
    migration!(36, "proposal views", "0036_proposal_views"),
    migration!(37, "papers", both "0037_papers"),
    migration!(38, "standard papers", both "0038_standard_papers"),
    migration!(42, "readings", both "0042_readings"),
    migration!(44, "translations", both "0044_translations"),
    migration!(54, "one spelling", both "0054_one_spelling"),
    migration!(61, "audit filters", both "0061_audit_filters"),
    migration!(62, "report cases", both "0062_report_cases"),
];
