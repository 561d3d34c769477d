//! The filter of the audit log's page, from the parameters of its address.

use chrono::NaiveDate;
use domain::audit_action::AuditArea;
use store::audit::browse::LogFilter;

use crate::server::query::{Parameters, address};
use crate::server::read_model::snapshot::Snapshot;

/// The page.
pub const AUDIT: &str = "/staff/audit";

/// The filtered rows as a file.
pub const AUDIT_FILE: &str = "/staff/audit/rows.csv";

string_enum! {
    /// What is wrong with a filter.
    pub enum FilterMistake ("mistake") {
        Kind = "kind",
        From = "from",
        To = "to",
        /// The days are in the wrong order.
        Days = "days",
        Before = "before",
    }
}

/// The filter as it was typed, with what it means.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// As the log names the actor; empty for everybody.
    pub who: String,
    pub area: Option<AuditArea>,
    /// The id of a record, or the name of a procedure.
    pub record: String,
    /// The days as they were typed.
    pub days: [String; 2],
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// Only rows with smaller numbers.
    pub before: Option<i64>,
    pub mistakes: Vec<FilterMistake>,
}

impl AuditQuery {
    #[must_use]
    pub fn of(query: &str) -> Self {
        let parameters = Parameters::of(query);
        let text = |name: &str| parameters.text(name).unwrap_or_default().to_owned();
        let mut mistakes = Vec::new();
        fn read<T: std::str::FromStr>(
            text: &str,
            mistake: FilterMistake,
            mistakes: &mut Vec<FilterMistake>,
        ) -> Option<T> {
            let read = text.parse().ok();
            if read.is_none() && !text.is_empty() {
                mistakes.push(mistake);
            }
            read
        }
        let days = [text("from"), text("to")];
        let area = read(&text("kind"), FilterMistake::Kind, &mut mistakes);
        let from: Option<NaiveDate> = read(&days[0], FilterMistake::From, &mut mistakes);
        let to: Option<NaiveDate> = read(&days[1], FilterMistake::To, &mut mistakes);
        let before = read(&text("before"), FilterMistake::Before, &mut mistakes);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            mistakes.push(FilterMistake::Days);
        }
        Self { who: text("by"), area, record: text("q"), days, from, to, before, mistakes }
    }

    /// The rows that it asks for. A procedure is also found by its exact name.
    #[must_use]
    pub fn filter(&self, snapshot: &Snapshot) -> LogFilter {
        let named = || snapshot.procedures.iter().find(|procedure| procedure.name.ja == self.record);
        let subject = match self.area {
            _ if self.record.is_empty() => String::new(),
            Some(AuditArea::Accounts) => with_prefix("staff ", &self.record),
            Some(AuditArea::DepartmentRules) => with_prefix("department ", &self.record),
            Some(AuditArea::Reports) => with_prefix("report ", &self.record),
            _ => named().map_or_else(|| self.record.clone(), |procedure| procedure.id.to_string()),
        };
        LogFilter {
            actor: self.who.clone(),
            actions: self.area.map(AuditArea::actions).unwrap_or_default(),
            subject,
            from: self.from,
            to: self.to,
        }
    }

    /// The address of a page with this filter, from the row before `before` on.
    #[must_use]
    pub fn address(&self, page: &str, before: Option<i64>) -> String {
        let before = before.map(|number| number.to_string()).unwrap_or_default();
        let area = self.area.map(AuditArea::as_str).unwrap_or_default();
        let [from, to] = &self.days;
        let pairs = [("by", self.who.as_str()), ("kind", area), ("q", &self.record), ("from", from), ("to", to)];
        address(page, pairs.into_iter().chain([("before", before.as_str())]).filter(|(_, value)| !value.is_empty()))
    }
}

fn with_prefix(prefix: &str, text: &str) -> String {
    if text.starts_with(prefix) { text.to_owned() } else { format!("{prefix}{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::table_kind::TableKind;

    #[test]
    fn a_filter_reads_back_from_its_address() {
        let query = AuditQuery::of("by=staff+a&kind=cards&q=x&from=2026-04-01&to=2026-04-30");
        assert_eq!(query.mistakes, []);
        assert_eq!(query.area, Some(AuditArea::Table(TableKind::Cards)));
        let address = query.address(AUDIT, Some(7));
        let (page, again) = address.split_once('?').expect("a query");
        assert_eq!((page, AuditQuery::of(again)), (AUDIT, AuditQuery { before: Some(7), ..query }));
        assert_eq!(AuditQuery::default().address(AUDIT, None), AUDIT);
    }

    #[test]
    fn what_cannot_be_read_is_a_mistake_and_stays_as_it_was_typed() {
        let query = AuditQuery::of("kind=dances&from=yesterday&to=2026-02-30");
        assert_eq!(query.mistakes, [FilterMistake::Kind, FilterMistake::From, FilterMistake::To]);
        assert_eq!(query.days, ["yesterday", "2026-02-30"]);
        assert_eq!(AuditQuery::of("from=2026-04-02&to=2026-04-01").mistakes, [FilterMistake::Days]);
    }
}
