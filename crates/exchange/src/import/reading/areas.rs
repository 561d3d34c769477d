//! Finds the area of a row by its code, or by its name if the code is missing.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use domain::area::{Area, AreaCode, AreaKind, PREFECTURES};
use domain::text::normalise_name;
use store::error::AppError;
use store::{Connection, areas};

use super::cell::Cell;
use super::rows::Errors;

/// Every municipality of Japan: prefecture and name by code.
static MUNICIPALITIES: LazyLock<BTreeMap<AreaCode, String>> = LazyLock::new(|| {
    let text = include_str!("../../../../../migrations/seed/facts/local_governments.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record.expect("the list of municipalities is a well-formed table");
            (record[0].parse().expect("its codes have right check digits"), record[2].to_owned())
        })
        .collect()
});

/// Finds areas by code or name, in the database and in the national list.
#[derive(Debug)]
pub(crate) struct AreaMatcher {
    known: BTreeMap<AreaCode, Area>,
    by_name: HashMap<(String, String), AreaCode>,
}

/// The cells of a row that identify its area.
pub(crate) struct AreaCells<'a> {
    pub code: Cell<'a>,
    pub prefecture: Cell<'a>,
    pub name: Cell<'a>,
}

impl AreaMatcher {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        Ok(Self::new(areas::list_areas(connection).await?))
    }

    pub(crate) fn new(known: Vec<Area>) -> Self {
        let key = |code: &AreaCode, name: &str| (code.prefecture_name().to_owned(), name.to_owned());
        let mut by_name: HashMap<(String, String), AreaCode> =
            MUNICIPALITIES.iter().map(|(code, name)| (key(code, name), code.clone())).collect();
        by_name.extend(known.iter().map(|area| (key(&area.code, &area.name), area.code.clone())));
        for (number, (name, _)) in PREFECTURES.iter().enumerate() {
            let code = AreaCode::from_five(&format!("{number:02}000")).expect("prefectures are numbered 00 to 47");
            by_name.insert(((*name).to_owned(), String::new()), code);
        }
        Self { known: known.into_iter().map(|area| (area.code.clone(), area)).collect(), by_name }
    }

    /// The area of a row. If it is not found, the error is attached to the cell that should identify it.
    pub(crate) fn find(&self, cells: &AreaCells<'_>, errors: &mut Errors) -> Option<Area> {
        let code_text = errors.text(&cells.code).to_uppercase();
        let prefecture = errors.text(&cells.prefecture);
        // Total rows: 合計 or 全国 means the nation. A prefecture with `-` or an empty name means the prefecture
        // itself.
        let prefecture = if is_total(&prefecture) { PREFECTURES[0].0.to_owned() } else { prefecture };
        let name = errors.text(&cells.name);
        let name = if is_total(&name) || matches!(name.as_str(), "-" | "－") { String::new() } else { name };
        let code_is_missing = code_text.is_empty() || matches!(code_text.as_str(), "<NA>" | "NA" | "N/A" | "-");
        if code_is_missing {
            return self.find_by_name(&prefecture, &name, cells, errors);
        }
        let code = match AreaCode::restore(&code_text) {
            Ok(code) => code,
            Err(error) => {
                errors.refuse(&cells.code, error.to_string(), format!("全国地方公共団体コード（{error}）"));
                return None;
            }
        };
        if let Some(area) = self.known.get(&code) {
            return Some(area.clone());
        }
        let name = if name.is_empty() { MUNICIPALITIES.get(&code).cloned().unwrap_or_default() } else { name };
        if name.is_empty() && !code.as_str()[2..5].eq("000") {
            errors.refuse(
                &cells.code,
                "the code of a known area, or its name next to it",
                "登録済みの団体のコード、または団体名の併記",
            );
            return None;
        }
        Some(area(code, name))
    }

    /// An area by code alone, from the database or the national list.
    pub(crate) fn by_code(&self, code: &AreaCode) -> Option<Area> {
        let listed = || MUNICIPALITIES.get(code).map(|name| area(code.clone(), name.clone()));
        let whole = || code.as_str()[2..5].eq("000").then(|| area(code.clone(), String::new()));
        self.known.get(code).cloned().or_else(listed).or_else(whole)
    }

    fn find_by_name(&self, prefecture: &str, name: &str, cells: &AreaCells<'_>, errors: &mut Errors) -> Option<Area> {
        if prefecture.is_empty() {
            let mut codes = self.by_name.iter().filter(|((_, known), _)| !name.is_empty() && known == name);
            return match (codes.next(), codes.next()) {
                (Some((_, code)), None) => {
                    Some(self.known.get(code).cloned().unwrap_or_else(|| area(code.clone(), name.to_owned())))
                }
                (Some(_), Some(_)) => {
                    errors.refuse(
                        &cells.name,
                        "a code or prefecture next to the name; several areas have this name",
                        "団体コードまたは都道府県名（同じ名称の団体が複数あります）",
                    );
                    None
                }
                (None, _) => {
                    errors.refuse(&cells.code, "the code of the area", "全国地方公共団体コード");
                    None
                }
            };
        }
        let Some(code) = self.by_name.get(&(prefecture.to_owned(), name.to_owned())) else {
            errors.refuse(
                &cells.name,
                format!("a municipality of {prefecture}, or its code"),
                format!("{prefecture}の市区町村名、または団体コード"),
            );
            return None;
        };
        Some(self.known.get(code).cloned().unwrap_or_else(|| area(code.clone(), name.to_owned())))
    }
}

fn is_total(text: &str) -> bool {
    matches!(text, "計" | "合計" | "全国" | "総計")
}

/// A new area that is not in the database yet.
fn area(code: AreaCode, name: String) -> Area {
    let number: u32 = code.as_str()[2..5].parse().expect("a code is digits");
    let kind = match (code.prefecture_number(), number) {
        (0, _) => AreaKind::Nation,
        (_, 0) => AreaKind::Prefecture,
        // Numbers from 101 are designated cities, each followed by its wards. In Tokyo they are the special wards,
        // which are municipalities themselves.
        (prefecture, 100..=199) if prefecture != 13 && !MUNICIPALITIES.contains_key(&code) => AreaKind::Ward,
        _ => AreaKind::City,
    };
    let parent = match kind {
        AreaKind::Nation => None,
        AreaKind::Prefecture => Some(AreaCode::nation()),
        AreaKind::City => Some(code.prefecture()),
        AreaKind::Ward => MUNICIPALITIES.range(..&code).next_back().map(|(city, _)| city.clone()),
    };
    let (name, name_en) = match kind {
        AreaKind::Nation | AreaKind::Prefecture => {
            (code.prefecture_name().to_owned(), code.prefecture_name_en().to_owned())
        }
        AreaKind::City => (normalise_name(&name), String::new()),
        // Tables of all municipalities prefix a ward with the name of its city.
        AreaKind::Ward => {
            let name = normalise_name(&name);
            let city = parent.as_ref().and_then(|city| MUNICIPALITIES.get(city)).map_or("", String::as_str);
            (name.strip_prefix(city).filter(|rest| !rest.is_empty()).unwrap_or(&name).to_owned(), String::new())
        }
    };
    Area { code, name, kana: String::new(), name_en, kind, parent }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_national_list_holds_every_municipality_with_a_right_code() {
        assert_eq!(MUNICIPALITIES.len(), 1741);
    }

    #[test]
    fn a_ward_that_is_not_known_belongs_to_the_designated_city_before_it() {
        let ward = area("141011".parse().expect("a code"), "鶴見区".to_owned());
        assert_eq!((ward.kind, ward.parent.map(|code| code.to_string())), (AreaKind::Ward, Some("141003".to_owned())));
    }

    #[test]
    fn a_special_ward_of_tokyo_is_a_municipality() {
        let ward = area("131016".parse().expect("a code"), "千代田区".to_owned());
        assert_eq!((ward.kind, ward.parent.map(|code| code.to_string())), (AreaKind::City, Some("130001".to_owned())));
    }
}
