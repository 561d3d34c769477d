//! The rows that undo a reorganisation.

use std::collections::{BTreeMap, BTreeSet};

use super::{Dissolved, NewDepartment, Reorganisation, Row};
use crate::procedure::{Department, DepartmentCode};

impl Reorganisation {
    /// The department that a new one goes back to: the first that was dissolved into it, or else the first that gave it
    /// procedures. One that was founded goes back to none.
    fn origin<'a>(&'a self, new: &'a NewDepartment) -> Option<&'a DepartmentCode> {
        let dissolved = new.predecessors.iter().find(|code| self.dissolution(code).is_some());
        dissolved.or_else(|| new.predecessors.first())
    }

    /// The rows of a file that undoes it: departments get their names back, those that were dissolved are new again, with
    /// where and when to go and the people of their main successor, and each procedure goes back to where it came from.
    /// Procedures that a new department has got since go where it goes back to. A department that was founded stays.
    /// Accounts and rules are not in these rows.
    #[must_use]
    pub fn undo(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut named: BTreeSet<&DepartmentCode> = BTreeSet::new();
        let origins: BTreeMap<&DepartmentCode, &DepartmentCode> =
            self.new.iter().filter_map(|new| Some((&new.department.code, self.origin(new)?))).collect();
        let mut back = |from: &DepartmentCode, procedure: &str, to: &'_ DepartmentCode| {
            let row = Row {
                department: from.to_string(),
                procedure: procedure.to_owned(),
                successor: to.to_string(),
                ..Row::default()
            };
            let again = self.dissolution(to).filter(|dissolved| named.insert(&dissolved.department.code));
            rows.push(match again {
                Some(dissolved) => described(row, dissolved),
                None => row,
            });
        };
        for step in &self.moves {
            if origins.get(&step.to) != Some(&&step.from) {
                back(&step.to, step.procedure.as_str(), &step.from);
            }
        }
        for (new, origin) in &origins {
            back(new, "", origin);
        }
        let without_procedures = self.dissolved.iter().filter(|dissolved| !named.contains(&dissolved.department.code));
        let founded = without_procedures.map(|dissolved| {
            let successor = dissolved.department.code.to_string();
            described(Row { successor, ..Row::default() }, dissolved)
        });
        let renamed = self.renamed.iter().map(|renamed| Row {
            department: renamed.before.code.to_string(),
            name: renamed.before.name.clone(),
            name_en: renamed.before.name_en.clone(),
            says_name_en: true,
            ..Row::default()
        });
        let rest: Vec<Row> = founded.chain(renamed).collect();
        rows.extend(rest);
        rows
    }
}

/// A row with everything that is known of the department that it brings back.
fn described(row: Row, dissolved: &Dissolved) -> Row {
    let Department { code: _, name, name_en, counter, counter_en, hours, hours_en, phone, sample } =
        dissolved.department.clone();
    let restored_from = dissolved.main.to_string();
    Row { name, name_en, counter, counter_en, hours, hours_en, phone, sample: Some(sample), restored_from, ..row }
}
