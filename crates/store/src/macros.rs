//! What the statements of this crate are written with.

/// Runs an expression on whichever database is behind a [`Connection`]. In it, `$inner` is the driver's own connection.
macro_rules! with_driver {
    ($connection:expr, $inner:ident => $body:expr) => {
        match $connection {
            $crate::Connection::Sqlite(transaction) => {
                let $inner = &mut **transaction;
                $body
            }
            $crate::Connection::Postgres(transaction) => {
                let $inner = &mut **transaction;
                $body
            }
        }
    };
}

/// Declares the statements of a file and lists them, so that a test can prepare each of them on both databases.
macro_rules! statements {
    ($( $(#[$meta:meta])* $name:ident = $sql:expr; )+) => {
        $( $(#[$meta])* const $name: &str = $sql; )+
        /// Every statement of this file by name.
        pub(in crate) const STATEMENTS: &[(&str, &str)] = &[$( (stringify!($name), $name), )+];
    };
}

/// Writes many rows in few statements: `save_rows!(connection, UPSERT, rows, |values, row| { … })`.
macro_rules! save_rows {
    ($connection:expr, $upsert:expr, $rows:expr, |$values:ident, $row:ident| $binds:block) => {
        with_driver!($connection, inner => {
            let mut statements = $rows.chunks($upsert.rows_a_statement()).map(|chunk| {
                let mut builder = sqlx::QueryBuilder::new($upsert.head());
                builder.push_values(chunk, |mut $values, $row| $binds);
                builder.push($upsert.tail());
                // A statement with fewer rows than usual may never be used again, and prepared statements take memory.
                (builder, chunk.len() == $upsert.rows_a_statement())
            });
            let mut following = statements.next();
            while let Some((mut builder, is_usual)) = following.take() {
                let mut execution = std::pin::pin!(builder.build().persistent(is_usual).execute(&mut *inner));
                // The first poll sends the statement. The next one is built while the database works.
                let at_once = futures::poll!(execution.as_mut());
                following = statements.next();
                match at_once {
                    std::task::Poll::Ready(done) => done?,
                    std::task::Poll::Pending => execution.await?,
                };
            }
        })
    };
}
