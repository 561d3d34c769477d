//! The words of cells: the names of reference data, in the language of the table.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::hash::Hash;
use std::sync::Arc;

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::calendar::FiscalYear;
use domain::planned_year::PlannedYear;
use domain::procedure::{DepartmentCode, LifeEventCode, SetCode};
use domain::text::{MessageLanguage, normalise_name};
use store::error::AppError;
use store::{Connection, areas, catalogue};

use super::value::Value;

/// The names of reference data, and the day for which step states are looked up.
#[derive(Debug, Clone)]
pub struct Wording {
    pub language: MessageLanguage,
    pub(crate) on: NaiveDate,
    /// Whether the changes will be confirmed, so that a base is needed.
    pub(crate) to_be_confirmed: bool,
    /// Whether rows that undo the changes are kept.
    pub(crate) keeps_undo: bool,
    names: Arc<Names>,
}

#[derive(Debug)]
struct Names {
    departments: HashMap<DepartmentCode, String>,
    life_events: HashMap<LifeEventCode, String>,
    sets: HashMap<SetCode, String>,
    areas: HashMap<AreaCode, String>,
}

/// The names that files use, so that each can be read back: the Japanese name, or the code if the name is missing,
/// ambiguous or would be split as a list.
fn names<C: Clone + Eq + Hash + Display>(all: impl IntoIterator<Item = (C, String)>) -> HashMap<C, String> {
    let all: Vec<(C, String)> = all.into_iter().collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for (code, name) in &all {
        *uses.entry(normalise_name(name)).or_default() += 1;
        *uses.entry(normalise_name(&code.to_string())).or_default() += 1;
    }
    all.into_iter()
        .map(|(code, name)| {
            let is_plain = !name.is_empty() && !name.contains([';', '；', '、', '､', '\n', '\r']);
            let is_only = uses.get(&name) == Some(&1);
            let word = if is_plain && is_only { name } else { code.to_string() };
            (code, word)
        })
        .collect()
}

impl Wording {
    pub async fn load(connection: &mut Connection, language: MessageLanguage, on: NaiveDate) -> Result<Self, AppError> {
        let departments = catalogue::list_departments(connection).await?;
        let life_events = catalogue::list_life_events(connection).await?;
        let sets = catalogue::list_procedure_sets(connection).await?;
        let areas = areas::list_areas(connection).await?;
        Ok(Self {
            language,
            on,
            to_be_confirmed: false,
            keeps_undo: false,
            names: Arc::new(Names {
                departments: names(departments.into_iter().map(|one| (one.code, one.name))),
                life_events: names(life_events.into_iter().map(|one| (one.code, one.name.ja))),
                sets: names(sets.into_iter().map(|one| (one.code, one.name))),
                areas: areas.into_iter().map(|area| (area.code, area.name)).collect(),
            }),
        })
    }

    /// A wording that knows no names.
    pub(crate) fn without_names(language: MessageLanguage) -> Self {
        let names = Names {
            departments: HashMap::new(),
            life_events: HashMap::new(),
            sets: HashMap::new(),
            areas: HashMap::new(),
        };
        Self { language, on: NaiveDate::MIN, to_be_confirmed: false, keeps_undo: false, names: Arc::new(names) }
    }

    /// The same wording for another day.
    pub(crate) fn on(&self, on: NaiveDate) -> Self {
        Self { on, ..self.clone() }
    }

    /// The same wording in English, the language of the audit log.
    pub(crate) fn in_english(&self) -> Self {
        Self { language: MessageLanguage::English, ..self.clone() }
    }

    fn named<C: Eq + Hash + Display>(&self, names: &HashMap<C, String>, code: &C) -> String {
        let name = names.get(code).filter(|_| self.language == MessageLanguage::Japanese);
        name.cloned().unwrap_or_else(|| code.to_string())
    }

    pub(crate) fn department(&self, code: &DepartmentCode) -> String {
        self.named(&self.names.departments, code)
    }

    pub(crate) fn life_event(&self, code: &LifeEventCode) -> String {
        self.named(&self.names.life_events, code)
    }

    pub(crate) fn set(&self, code: &SetCode) -> String {
        self.named(&self.names.sets, code)
    }

    pub(crate) fn area(&self, code: &AreaCode) -> &str {
        self.names.areas.get(code).map_or("", String::as_str)
    }

    /// The allowed values of a column that accepts a fixed list.
    pub(crate) fn known_words(&self, key: &str) -> Option<Vec<String>> {
        fn sorted<C: Eq + Hash + Display>(wording: &Wording, names: &HashMap<C, String>) -> Vec<String> {
            let mut words: Vec<String> = names.keys().map(|code| wording.named(names, code)).collect();
            words.sort_unstable();
            words
        }
        match key {
            "department" => Some(sorted(self, &self.names.departments)),
            "life_events" => Some(sorted(self, &self.names.life_events)),
            "sets" => Some(sorted(self, &self.names.sets)),
            _ => None,
        }
    }

    pub(crate) fn known_codes_of_sets(&self) -> Vec<String> {
        let mut codes: Vec<String> = self.names.sets.keys().map(ToString::to_string).collect();
        codes.sort_unstable();
        codes
    }

    pub(crate) fn yes_or_no(&self, yes: bool) -> Value {
        let [no, affirmed] = match self.language {
            MessageLanguage::Japanese => ["×", "○"],
            MessageLanguage::English => ["no", "yes"],
        };
        Value::Text(if yes { affirmed } else { no }.to_owned())
    }

    /// A tick for yes. An empty cell means no.
    pub(crate) fn ticked(&self, yes: bool) -> Value {
        if yes { self.yes_or_no(true) } else { Value::Nothing }
    }

    /// A count, or the word for one that is not known. An empty cell would also stand for a forgotten figure.
    pub(crate) fn count_or_unknown(&self, count: Option<i64>) -> Value {
        count.map_or_else(
            || {
                Value::Text(match self.language {
                    MessageLanguage::Japanese => "不明".to_owned(),
                    MessageLanguage::English => "unknown".to_owned(),
                })
            },
            Value::Count,
        )
    }

    pub(crate) fn fiscal_year(&self, year: FiscalYear) -> Value {
        Value::Text(match self.language {
            MessageLanguage::Japanese => year.era_label_ja(),
            MessageLanguage::English => year.0.to_string(),
        })
    }

    /// A plan for a year, or for a year or later: `令和12年度以降`.
    pub(crate) fn planned_year(&self, plan: PlannedYear) -> Value {
        match (plan, self.language) {
            (PlannedYear::In(year), _) => self.fiscal_year(year),
            (PlannedYear::OrLater(year), MessageLanguage::Japanese) => {
                Value::Text(format!("{}以降", year.era_label_ja()))
            }
            (PlannedYear::OrLater(_), MessageLanguage::English) => Value::Text(plan.to_string()),
        }
    }

    /// One of a list of words that a described column accepts.
    pub(crate) fn choice(&self, (word, japanese): (&'static str, &'static str)) -> String {
        match self.language {
            MessageLanguage::Japanese => japanese.to_owned(),
            MessageLanguage::English => word.to_owned(),
        }
    }

    /// A value of a closed set: its first Japanese spelling, or its own spelling.
    pub(crate) fn word<T: Copy + PartialEq + Display>(&self, value: T, spellings: &[(&str, T)]) -> String {
        let japanese = spellings.iter().find(|(_, word)| *word == value).map(|(spelling, _)| (*spelling).to_owned());
        japanese.filter(|_| self.language == MessageLanguage::Japanese).unwrap_or_else(|| value.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_two_have_or_that_reads_as_a_list_gives_way_to_the_code() {
        let code = |text: &str| text.parse::<DepartmentCode>().expect("a code");
        let words = names([
            (code("a"), "市民課".to_owned()),
            (code("b"), "税務課".to_owned()),
            (code("c"), "税務課".to_owned()),
            (code("d"), "福祉、介護課".to_owned()),
            (code("e"), "ＩＴ課".to_owned()),
            (code("f"), String::new()),
        ]);
        let word = |text: &str| words[&code(text)].as_str();
        assert_eq!([word("a"), word("b"), word("c"), word("d")], ["市民課", "b", "c", "d"]);
        assert_eq!([word("e"), word("f")], ["e", "f"], "what reading would change names nothing");
    }
}
