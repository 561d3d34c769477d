//! Fast reads of whole tables: the database returns each row as one line of bytes.
//!
//! Decoding single values in the driver takes longer than the database takes to read them. Each value in a line is
//! prefixed with its length, so that two different rows never produce the same line, and a malformed value can be read
//! like any other.

use std::collections::VecDeque;

use futures::TryStreamExt;
use sqlx::QueryBuilder;
use tokio::task::JoinHandle;

use super::Connection;
use crate::error::AppError;

/// Chunks being processed or queued while the next one is read.
const AT_ONCE: usize = 4;

/// Rows in the first chunk. Later chunks depend on the length of the lines.
const FIRST_ROWS: i64 = 32;
const MOST_ROWS: i64 = 2_000;

/// Target size of a chunk in bytes.
const CHUNK: usize = 256 * 1024;

/// What to read from a table or from joined tables.
pub(super) struct Lines {
    /// Expressions with one value each, valid on both databases.
    pub values: Vec<String>,
    /// The expressions that are fractions. SQLite loses their last digits when it converts them to text.
    pub fractions: &'static [&'static str],
    /// The text after `FROM`.
    pub from: &'static str,
    /// SQLite only: a unique integer used to read the rows in chunks.
    pub number: &'static str,
    /// PostgreSQL only: the `ORDER BY` clause, or empty.
    pub order: &'static str,
}

/// One row.
pub(super) struct Line<'a> {
    /// The whole line, as the database wrote it.
    pub bytes: &'a [u8],
    /// The values as text; `None` for `NULL`.
    pub values: Vec<Option<&'a [u8]>>,
    /// Whether a value has a type that the product never writes into these tables.
    pub is_odd: bool,
}

impl Line<'_> {
    /// The line without its last values, as it is for a table that does not have them.
    pub(super) fn without_last(&self, count: usize) -> Vec<u8> {
        let length = |value: &Option<&[u8]>| match value {
            Some(value) => (value.len().checked_ilog10().unwrap_or(0) + 1) as usize + value.len() + 2,
            None => "-1,".len(),
        };
        let last: usize = self.values[self.values.len() - count..].iter().map(length).sum();
        let (values, is_odd) = self.bytes.split_at(self.bytes.len() - "0,".len());
        [&values[..values.len() - last], is_odd].concat()
    }
}

impl Lines {
    /// Reads all rows, or those whose `only.0` is one of `only.1`. `work` runs on other threads while the next chunk is
    /// read. `take` gets its results in the order of the chunks.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn read<T: Send + 'static>(
        &self,
        connection: &mut Connection,
        only: Option<(&str, &[String])>,
        work: impl Fn(Vec<Line<'_>>) -> T + Clone + Send + 'static,
        take: impl FnMut(T),
    ) -> Result<(), AppError> {
        let mut pipeline = Pipeline { columns: self.values.len(), work, take, waiting: VecDeque::new() };
        match connection {
            Connection::Sqlite(transaction) => {
                let select = self.select_of_sqlite();
                let (mut after, mut rows) = (None, FIRST_ROWS);
                loop {
                    let mut query = QueryBuilder::new(select.as_str());
                    if let Some(after) = after {
                        query.push(format!(" AND {} > ", self.number)).push_bind(after);
                    }
                    if let Some((column, wanted)) = only {
                        push_only(&mut query, column, wanted);
                    }
                    query.push(format!(" ORDER BY {} LIMIT ", self.number)).push_bind(rows).push(")");
                    let (last, chunk): (Option<i64>, Option<Vec<u8>>) =
                        query.build_query_as().fetch_one(&mut **transaction).await?;
                    let (Some(last), Some(chunk)) = (last, chunk) else { break };
                    after = Some(last);
                    rows = match chunk.len() {
                        0..CHUNK => (rows * 2).min(MOST_ROWS),
                        _ => (rows / 2).max(1),
                    };
                    pipeline.push(chunk).await?;
                }
            }
            Connection::Postgres(transaction) => {
                let mut query = QueryBuilder::new(self.select_of_postgres());
                if let Some((column, wanted)) = only {
                    push_only(&mut query, column, wanted);
                }
                query.push(self.order);
                let mut rows = query.build_query_scalar::<Vec<u8>>().fetch(&mut **transaction);
                let mut chunk = Vec::new();
                while let Some(line) = rows.try_next().await? {
                    chunk.extend(line);
                    if chunk.len() >= CHUNK {
                        pipeline.push(std::mem::take(&mut chunk)).await?;
                    }
                }
                pipeline.push(chunk).await?;
            }
        }
        pipeline.end().await
    }

    fn select_of_sqlite(&self) -> String {
        let text = |value: &String| {
            if self.fractions.contains(&value.as_str()) { format!("quote({value})") } else { value.clone() }
        };
        let values = self.values.iter().map(text).map(|value| format!("ifnull(octet_length({value}), -1), {value}"));
        // Every other type sorts before a BLOB, even an empty one.
        let is_odd = self.values.iter().map(|value| format!("{value} >= x''")).collect::<Vec<_>>().join(" OR ");
        format!(
            "SELECT max(place), CAST(group_concat(line, '') AS BLOB) FROM (SELECT {number} AS place, \
             concat_ws(',', {values}, ifnull({is_odd}, 0), '') AS line FROM {from} WHERE 1 = 1",
            number = self.number,
            values = values.collect::<Vec<_>>().join(", "),
            from = self.from,
        )
    }

    fn select_of_postgres(&self) -> String {
        let values = self
            .values
            .iter()
            .map(|value| format!("coalesce(octet_length(CAST({value} AS TEXT)), -1), CAST({value} AS TEXT)"));
        format!(
            "SELECT convert_to(concat_ws(',', {}, 0, ''), 'UTF8') FROM {} WHERE 1 = 1",
            values.collect::<Vec<_>>().join(", "),
            self.from
        )
    }
}

/// Restricts a query to some values of a column.
fn push_only<DB: sqlx::Database>(query: &mut QueryBuilder<DB>, column: &str, wanted: &[String])
where
    String: sqlx::Type<DB> + for<'q> sqlx::Encode<'q, DB>,
{
    query.push(format!(" AND {column} IN ("));
    let mut list = query.separated(", ");
    for value in wanted {
        list.push_bind(value.clone());
    }
    query.push(")");
}

/// Processes chunks on other threads and keeps their order.
struct Pipeline<T, W, F> {
    columns: usize,
    work: W,
    take: F,
    waiting: VecDeque<JoinHandle<Option<T>>>,
}

impl<T, W, F> Pipeline<T, W, F>
where
    T: Send + 'static,
    W: Fn(Vec<Line<'_>>) -> T + Clone + Send + 'static,
    F: FnMut(T),
{
    async fn push(&mut self, chunk: Vec<u8>) -> Result<(), AppError> {
        let (columns, work) = (self.columns, self.work.clone());
        self.waiting.push_back(tokio::task::spawn_blocking(move || parse(&chunk, columns).map(work)));
        if self.waiting.len() >= AT_ONCE {
            self.take_next().await?;
        }
        Ok(())
    }

    async fn take_next(&mut self) -> Result<(), AppError> {
        if let Some(next) = self.waiting.pop_front() {
            let done = next.await.ok().flatten();
            let done = done.ok_or_else(|| AppError::Internal("the rows could not be read".to_owned()))?;
            (self.take)(done);
        }
        Ok(())
    }

    async fn end(mut self) -> Result<(), AppError> {
        while !self.waiting.is_empty() {
            self.take_next().await?;
        }
        Ok(())
    }
}

/// The lines of a chunk; `None` if it does not have the format of the statements above.
fn parse(chunk: &[u8], columns: usize) -> Option<Vec<Line<'_>>> {
    let mut lines = Vec::new();
    let mut rest = chunk;
    while !rest.is_empty() {
        let start = rest;
        let mut values = Vec::with_capacity(columns);
        for _ in 0..columns {
            values.push(match number(&mut rest)? {
                -1 => None,
                length => {
                    let (value, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
                    rest = after.strip_prefix(b",")?;
                    Some(value)
                }
            });
        }
        let is_odd = number(&mut rest)? != 0;
        lines.push(Line { bytes: &start[..start.len() - rest.len()], values, is_odd });
    }
    Some(lines)
}

/// The line that the statements above write for a row with these values.
#[cfg(test)]
pub(super) fn write_line(values: &[Option<&[u8]>], is_odd: bool) -> Vec<u8> {
    let mut line = Vec::new();
    for value in values {
        match value {
            Some(value) => {
                line.extend(format!("{},", value.len()).into_bytes());
                line.extend_from_slice(value);
                line.push(b',');
            }
            None => line.extend_from_slice(b"-1,"),
        }
    }
    line.extend_from_slice(if is_odd { b"1," } else { b"0," });
    line
}

/// Reads an integer and the comma after it.
fn number(rest: &mut &[u8]) -> Option<i64> {
    let end = rest.iter().position(|byte| *byte == b',')?;
    let number = str::from_utf8(&rest[..end]).ok()?.parse().ok()?;
    *rest = &rest[end + 1..];
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_every_value_whatever_is_in_it() {
        let chunk = b"2,1,,-1,0,,0,3,a\0\xff,1,b,-1,1,";
        let lines = parse(chunk, 3).unwrap();
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].values, [Some(b"1,".as_slice()), None, Some(b"".as_slice())]);
        assert_eq!(lines[1].values, [Some(b"a\0\xff".as_slice()), Some(b"b".as_slice()), None]);
        assert_eq!([lines[0].is_odd, lines[1].is_odd], [false, true]);
        assert_eq!([lines[0].bytes, lines[1].bytes].concat(), chunk);
        for line in &lines {
            assert_eq!(write_line(&line.values, line.is_odd), line.bytes);
            for count in 0..=3 {
                let first = &line.values[..3 - count];
                assert_eq!(line.without_last(count), write_line(first, line.is_odd), "without {count}");
            }
        }
        for end in 1..chunk.len() {
            assert!(end == lines[0].bytes.len() || parse(&chunk[..end], 3).is_none(), "{end}");
        }
    }
}
