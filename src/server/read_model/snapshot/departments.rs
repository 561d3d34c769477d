//! The departments of today, and what became of those of the past.

use domain::department_change::{FormerDepartment, became_of};
use domain::procedure::{Department, DepartmentCode};

use super::Snapshot;
use crate::language::Language;

impl Snapshot {
    #[must_use]
    pub fn department(&self, code: &DepartmentCode) -> Option<&Department> {
        self.departments.iter().find(|department| department.code == *code)
    }

    /// What became of a department that is not there any more; `None` if it is there, or nothing is known of it.
    #[must_use]
    pub fn former_department(&self, code: &DepartmentCode) -> Option<FormerDepartment<'_>> {
        became_of(code, &self.department_changes, |code| self.department(code).is_some())
    }

    /// A department, or the only one that it became.
    #[must_use]
    pub fn department_today(&self, code: &DepartmentCode) -> Option<&Department> {
        self.department(code).or_else(|| match self.former_department(code)?.successors.as_slice() {
            [only] => self.department(only),
            _ => None,
        })
    }

    /// The name of a department, also of one that is not there any more. A code that nothing is known of stays a code.
    #[must_use]
    pub fn department_name(&self, code: &DepartmentCode, language: Language) -> String {
        if let Some(department) = self.department(code) {
            return language.department_name(department);
        }
        let former = self.former_department(code);
        former.map_or_else(
            || code.to_string(),
            |former| language.pick(&former.last.name, &former.last.name_en).to_owned(),
        )
    }
}
