//! Bulk writes, described as table, key and columns.

/// Rows to insert, or to replace if their key already exists. The hash of a row covers the columns in this order, see
/// `row_hashes`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Upsert {
    pub table: &'static str,
    pub key: &'static [&'static str],
    /// The columns other than the key.
    pub columns: &'static [&'static str],
}

impl Upsert {
    /// SQLite allows 32,766 values per statement, PostgreSQL 65,535.
    const VALUES_A_STATEMENT: usize = 8_000;

    pub(crate) fn rows_a_statement(&self) -> usize {
        (Self::VALUES_A_STATEMENT / (self.key.len() + self.columns.len())).max(1)
    }

    pub(crate) fn head(&self) -> String {
        let columns = [self.key, self.columns].concat().join(", ");
        format!("INSERT INTO {} ({columns}) ", self.table)
    }

    pub(crate) fn tail(&self) -> String {
        let key = self.key.join(", ");
        if self.columns.is_empty() {
            return format!(" ON CONFLICT ({key}) DO NOTHING");
        }
        let columns: Vec<String> = self.columns.iter().map(|column| format!("{column} = excluded.{column}")).collect();
        format!(" ON CONFLICT ({key}) DO UPDATE SET {}", columns.join(", "))
    }

    /// The statement for a single row, as prepared by the test of all statements.
    pub(crate) fn for_one_row(&self) -> String {
        let count = self.key.len() + self.columns.len();
        let placeholders: Vec<String> = (1..=count).map(|number| format!("${number}")).collect();
        format!("{}VALUES ({}){}", self.head(), placeholders.join(", "), self.tail())
    }
}

/// Rows that never replace one with the same key. The column `sequence` counts them: it is `NULL` for the first row with
/// a key, then 1, 2 and so on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Append {
    pub table: &'static str,
    /// Different for all rows of one write.
    pub key: &'static [&'static str],
    /// The columns other than the key.
    pub columns: &'static [&'static str],
    /// The table has no rows with these keys yet, so there is nothing to look up. If there is one after all, the write
    /// fails.
    pub is_first: bool,
}

impl Append {
    pub(crate) fn rows_a_statement(&self) -> usize {
        (Upsert::VALUES_A_STATEMENT / (self.key.len() + self.columns.len())).max(1)
    }

    pub(crate) fn head(&self) -> String {
        let Self { table, key, .. } = self;
        let columns = [self.key, self.columns].concat().join(", ");
        if self.is_first {
            return format!("INSERT INTO {table} ({columns}) ");
        }
        // Both databases name the columns of a list of values like this.
        let same = key.iter().zip(1..).map(|(column, number)| format!("known.{column} = added.column{number}"));
        let same = same.collect::<Vec<_>>().join(" AND ");
        format!(
            "INSERT INTO {table} ({columns}, sequence) SELECT added.*, \
             (SELECT max(coalesce(known.sequence, 0)) + 1 FROM {table} known WHERE {same}) FROM ("
        )
    }

    pub(crate) const fn tail(&self) -> &'static str {
        if self.is_first { "" } else { ") AS added" }
    }
}

/// Rows that are only ever inserted. A duplicate key is an error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InsertOnly {
    pub table: &'static str,
    pub columns: &'static [&'static str],
}

impl InsertOnly {
    pub(crate) fn rows_a_statement(&self) -> usize {
        (Upsert::VALUES_A_STATEMENT / self.columns.len()).max(1)
    }

    pub(crate) fn head(&self) -> String {
        format!("INSERT INTO {} ({}) ", self.table, self.columns.join(", "))
    }

    #[allow(clippy::unused_self, reason = "the twin of an upsert's")]
    pub(crate) const fn tail(&self) -> &'static str {
        ""
    }
}
