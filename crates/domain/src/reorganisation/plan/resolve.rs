//! What the words of each row mean.

use super::{Planner, Resolved, Target};
use crate::calendar::{date_en, date_ja};
use crate::department_change::{DepartmentChange, DepartmentChangeKind, became_of, departments_now};
use crate::is_identifier;
use crate::procedure::{Department, DepartmentCode};
use crate::reorganisation::KnownProcedure;
use crate::text::normalise_name;

impl<'a> Planner<'a> {
    /// A present department by its code or name.
    ///
    /// # Errors
    /// What would be right, in English and Japanese.
    pub(super) fn department(&self, word: &str) -> Result<&'a Department, (String, String)> {
        if let Some(department) = self.by_code.get(word) {
            return Ok(department);
        }
        match self.by_name.get(word).map(Vec::as_slice) {
            Some([only]) => Ok(only),
            Some(several) if !several.is_empty() => {
                let codes = several.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join(", ");
                Err((
                    format!("the code, because several departments have this name: {codes}"),
                    format!("所管課コード（同じ名称の所管課が複数あります: {codes}）"),
                ))
            }
            _ => Err(self.unknown(word)),
        }
    }

    /// What would be right instead of a word that names no present department: what became of it, if that is known.
    fn unknown(&self, word: &str) -> (String, String) {
        let is_there = |code: &DepartmentCode| self.by_code.contains_key(code.as_str());
        let became = departments_now(word, self.known.changes, is_there);
        match became {
            Some((day, successors)) => {
                let names = self.names(&successors);
                (
                    format!("a present department: this one became {names} on {}", date_en(day)),
                    format!("いまある所管課（この課は{}に {names} になりました）", date_ja(day)),
                )
            }
            None => ("the code or name of a present department".to_owned(), "いまある所管課のコードか名称".to_owned()),
        }
    }

    fn names(&self, codes: &[DepartmentCode]) -> String {
        let present = codes.iter().filter_map(|code| self.by_code.get(code.as_str()));
        present.map(|department| format!("{} {}", department.code, department.name)).collect::<Vec<_>>().join(", ")
    }

    /// What would be right instead of the code or name of a department of the past as that of a new one, which would be
    /// founded without a word; `None` if no department had it.
    fn former(&self, word: &str) -> Option<(String, String)> {
        let is_of = |change: &&DepartmentChange| {
            let is_gone = change.kind == DepartmentChangeKind::Dissolved;
            (is_gone && change.code.as_str() == word) || normalise_name(&change.name) == word
        };
        let is_there = |code: &DepartmentCode| self.by_code.contains_key(code.as_str());
        let change = self.known.changes.iter().rev().find(is_of)?;
        let former = became_of(&change.code, self.known.changes, is_there);
        let (name, day, now) = match &former {
            Some(former) if former.successors.is_empty() => {
                let (english, japanese) = former.describe();
                return Some((
                    format!("a present department or another code: {english}"),
                    format!("いまある所管課か、別のコード（{japanese}）"),
                ));
            }
            Some(former) => (&former.last.name, former.last.changed_on, former.successors.clone()),
            // It has another name now.
            None if is_there(&change.code) => (&change.name, change.changed_on, vec![change.code.clone()]),
            None => return None,
        };
        let now = self.names(&now);
        Some((
            format!("a present department or another code: {name} became {now} on {}", date_en(day)),
            format!("いまある所管課か、別のコード（「{name}」は{}に {now} になりました）", date_ja(day)),
        ))
    }

    /// The code of a new department that a word stands for: the word itself, or the code of the row that gives the new
    /// department this name.
    fn new_code(&self, word: &str) -> Option<DepartmentCode> {
        let code = self.introduced.get(word).copied().filter(|code| self.department(code).is_err());
        let code = code.unwrap_or(word);
        Some(code).filter(|code| is_identifier(code))?.parse().ok()
    }

    fn target(&mut self, place: usize, from: Option<&Department>) -> Option<Target> {
        let word = self.rows[place].successor.as_str();
        if word.is_empty() {
            return Some(Target::None);
        }
        let is_ambiguous = self.by_name.get(word).is_some_and(|several| several.len() > 1);
        match self.department(word) {
            Ok(department) if from.is_some_and(|from| from.code == department.code) => Some(Target::Itself),
            Ok(department) => Some(Target::Known(department.code.clone())),
            Err((english, japanese)) if is_ambiguous => {
                self.refuse(place, "successor", english, japanese);
                None
            }
            Err(_) => {
                let code = self.new_code(word);
                let of_new = code.as_ref().map_or(word, |code| code.as_str());
                let is_restored = self.restored.contains(word) || self.restored.contains(of_new);
                if let Some((english, japanese)) = self.former(of_new).filter(|_| !is_restored) {
                    self.refuse(place, "successor", english, japanese);
                    return None;
                }
                if code.is_none() {
                    self.refuse(
                        place,
                        "successor",
                        "the code or name of a present department, or the code of a new one: 1 to 64 letters or digits",
                        "いまある所管課のコードか名称、または新しい所管課のコード（64文字までの文字か数字）",
                    );
                }
                code.map(Target::New)
            }
        }
    }

    fn procedure(&mut self, place: usize, from: &Department) -> Option<&'a KnownProcedure> {
        let word = self.rows[place].procedure.as_str();
        let is_own = |one: &&KnownProcedure| one.department.as_ref() == Some(&from.code);
        let found = match self.by_id.get(word) {
            Some(found) => Some(*found),
            None => {
                let named = self.named.get(word).map(Vec::as_slice).unwrap_or_default();
                let own: Vec<&&KnownProcedure> = named.iter().filter(|one| is_own(one)).collect();
                match own.as_slice() {
                    [] => named.first().copied(),
                    [only] => Some(**only),
                    several => {
                        let ids = several.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
                        self.refuse(
                            place,
                            "procedure",
                            format!("the id, because several procedures have this name: {ids}"),
                            format!("手続ID（同じ名称の手続が複数あります: {ids}）"),
                        );
                        return None;
                    }
                }
            }
        };
        let name = &from.name;
        match found {
            Some(found) if is_own(&found) => return Some(found),
            Some(found) => {
                let (of, of_ja) = match &found.department {
                    Some(code) => {
                        (format!("this one belongs to '{code}'"), format!("この手続の所管課は「{code}」です"))
                    }
                    None => {
                        ("this one belongs to no department".to_owned(), "この手続には所管課がありません".to_owned())
                    }
                };
                self.refuse(
                    place,
                    "procedure",
                    format!("a procedure of '{name}'; {of}"),
                    format!("「{name}」の手続（{of_ja}）"),
                );
            }
            None => self.refuse(
                place,
                "procedure",
                format!("the id or name of a procedure of '{name}'"),
                format!("「{name}」の手続のIDか名称"),
            ),
        }
        None
    }

    /// The words of each row; `None` for a row with a word that is not understood.
    pub(super) fn resolve(&mut self) -> Vec<Option<Resolved<'a>>> {
        (0..self.rows.len()).map(|place| self.resolve_row(place)).collect()
    }

    fn resolve_row(&mut self, place: usize) -> Option<Resolved<'a>> {
        let row = &self.rows[place];
        if row.department.is_empty() {
            return self.founded(place);
        }
        let from = match self.department(&row.department) {
            Ok(from) => from,
            Err((english, japanese)) => {
                self.refuse(place, "department", english, japanese);
                return None;
            }
        };
        let to = self.target(place, Some(from));
        let procedure = if row.procedure.is_empty() { None } else { Some(self.procedure(place, from)?) };
        let to = to?;
        match &to {
            Target::None if procedure.is_some() => {
                self.refuse(place, "successor", "the department that the procedure moves to", "手続を移す先の所管課")
            }
            Target::None if row.name.is_empty() && row.name_en.is_empty() => self.refuse(
                place,
                "successor",
                "a successor, or a new name in the column 'name'",
                "移管先、または「新しい名称」の列に新しい名称",
            ),
            Target::Itself if procedure.is_some() => self.refuse(
                place,
                "successor",
                "another department; a procedure that stays needs no row",
                "別の所管課（移らない手続の行は不要です）",
            ),
            _ => return Some(Resolved { from: Some(from), procedure, to }),
        }
        None
    }

    /// A row without a department.
    fn founded(&mut self, place: usize) -> Option<Resolved<'a>> {
        let row = &self.rows[place];
        if !row.procedure.is_empty() || row.successor.is_empty() {
            self.refuse(
                place,
                "department",
                "the code or name of a present department; it is empty only where a new department is founded",
                "いまある所管課のコードか名称（空欄にできるのは、移管元のない新設のときだけです）",
            );
            return None;
        }
        match self.target(place, None)? {
            to @ Target::New(_) => Some(Resolved { from: None, procedure: None, to }),
            _ => {
                self.refuse(
                    place,
                    "department",
                    "the department that it succeeds: this successor is there already",
                    "移管元の所管課（この移管先は、すでにある所管課です）",
                );
                None
            }
        }
    }
}
