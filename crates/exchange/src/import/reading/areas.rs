//! Finds the area of a row by its code and its name.
//!
//! A shortened code is not guessed: the name, the prefecture and the table's other rows decide between its readings. A
//! code and a name that contradict each other are refused, whatever the database holds.

mod code_cell;
mod places;
mod refusals;

use std::cell::Cell as Count;
use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use domain::area::{Area, AreaCode, AreaKind, PREFECTURES};
use domain::area_name::fold_area_name;
use domain::local_governments;
use domain::text::normalise_name;
use store::error::AppError;
use store::{Connection, areas};

pub(in crate::import::reading) use self::code_cell::bare_code;
use self::code_cell::{Shortening, shortening_of_table};
use self::places::Places;
use self::refusals::Refusals;
use super::cell::Cell;
use super::findings::Findings;
use super::rows::Errors;
use super::table::Table;
use crate::import::request::Request;
use crate::import::table::place::clip;

/// The areas of the national list and of the database.
#[derive(Debug)]
pub(crate) struct AreaMatcher {
    places: Places,
    /// The installation's city, whose wards may be named without it.
    own_city: Option<AreaCode>,
    wards: WardsByCity,
}

/// The wards of each city in the database.
pub(crate) type WardsByCity = HashMap<AreaCode, Vec<AreaCode>>;

impl Default for AreaMatcher {
    /// The areas of an empty database.
    fn default() -> Self {
        Self::new(Vec::new(), None)
    }
}

impl AreaMatcher {
    pub(crate) async fn load(connection: &mut Connection) -> Result<Self, AppError> {
        let known = areas::list_areas(connection).await?;
        let own_city = areas::find_city(connection, &known).await?;
        Ok(Self::new(known, own_city))
    }

    pub(crate) fn new(known: Vec<Area>, own_city: Option<AreaCode>) -> Self {
        let mut wards = WardsByCity::new();
        for area in known.iter().filter(|area| area.kind == AreaKind::Ward) {
            if let Some(city) = &area.parent {
                wards.entry(city.clone()).or_default().push(area.code.clone());
            }
        }
        Self { places: Places::new(known), own_city, wards }
    }

    pub(crate) fn wards(&self) -> &WardsByCity {
        &self.wards
    }

    /// An area by code alone, from the database or the national list.
    pub(crate) fn by_code(&self, code: &AreaCode) -> Option<Area> {
        self.places.find(code).map(|place| self.places.get(place).area.clone())
    }

    /// A finder for the rows of one table.
    pub(crate) fn for_table<'a>(&'a self, request: &'a Request, table: &Table<'_>) -> AreaFinder<'a> {
        AreaFinder {
            matcher: self,
            allows_new: request.allow_new_areas,
            shortening: shortening_of_table(table),
            refusals: Refusals::new(&self.places, request),
            counties: Count::new(0),
        }
    }

    /// Refuses a table that has prefectures, and municipalities in a column with an unknown header: its rows would be
    /// taken for those of prefectures.
    pub(crate) fn names_are_recognised(&self, table: &Table<'_>, findings: &mut Findings) -> bool {
        let has_names = ["area_code", "area_name"].iter().any(|key| table.column(key).is_some());
        if has_names || table.column("prefecture").is_none() {
            return true;
        }
        let is_municipality = |text: &str| {
            let places = self.places.named(&fold_area_name(text), None);
            places.iter().any(|place| matches!(self.places.get(*place).area.kind, AreaKind::City | AreaKind::Ward))
        };
        let mut rows = table.rows();
        while let Some(row) = rows.next_row() {
            let Ok(row) = row else { continue };
            let Some((header, text)) = row.filled_texts().find(|(_, text)| is_municipality(text)) else { continue };
            let (line, header, text) = (row.line(), clip(header), clip(text));
            findings.refuse_in_words(
                format!(
                    "the column '{header}' holds municipalities (line {line}: '{text}'), but its header is not known; \
                     expected 市区町村名"
                ),
                format!("列「{header}」には市区町村（{line}行目「{text}」）がありますが、見出しを判別できません。見出しを「市区町村名」にしてください"),
            );
            return false;
        }
        true
    }

    /// A finder for the features of a map, whose codes may be known to have no check digit.
    pub(crate) fn for_features<'a>(&'a self, request: &'a Request, has_five_digits: bool) -> AreaFinder<'a> {
        AreaFinder {
            matcher: self,
            allows_new: false,
            shortening: has_five_digits.then_some(Shortening::WithoutCheckDigit),
            refusals: Refusals::new(&self.places, request),
            counties: Count::new(0),
        }
    }

    /// Reports what the finder of a table noticed beside errors, and the areas of the file that the national list does not know.
    pub(crate) fn report(&self, finder: &AreaFinder<'_>, areas: &BTreeMap<AreaCode, Area>, findings: &mut Findings) {
        finder.report_counties(findings);
        let is_new = |area: &&Area| self.places.find(&area.code).is_none();
        let new: Vec<String> =
            areas.values().filter(is_new).map(|area| format!("{} {}", area.code, area.name)).collect();
        if !new.is_empty() {
            findings.note(
                format!("not in the national list, added because it was asked for: {}", new.join(", ")),
                format!("全国の団体一覧にありませんが、指定により登録します: {}", new.join("、")),
            );
        }
    }
}

/// The cells of a row that identify its area.
pub(crate) struct AreaCells<'a> {
    pub code: Cell<'a>,
    pub prefecture: Cell<'a>,
    pub name: Cell<'a>,
    /// The day of the row's figures, which decides between areas of then and now.
    pub on: Option<NaiveDate>,
}

/// What the prefecture and the name of a row say.
#[derive(Debug, Default)]
struct Naming {
    /// The name without notes, as written.
    name: String,
    /// The folded name; empty if the row is about the prefecture.
    key: String,
    /// The number of the prefecture, 0 for the nation.
    prefecture: Option<usize>,
}

impl Naming {
    fn is_empty(&self) -> bool {
        self.key.is_empty() && self.prefecture.is_none()
    }
}

/// Finds the areas of one table's rows.
#[derive(Debug)]
pub(crate) struct AreaFinder<'a> {
    matcher: &'a AreaMatcher,
    allows_new: bool,
    shortening: Option<Shortening>,
    refusals: Refusals<'a>,
    /// Rows skipped because they are about a county.
    counties: Count<u64>,
}

impl AreaFinder<'_> {
    fn report_counties(&self, findings: &mut Findings) {
        let rows = self.counties.get();
        if rows > 0 {
            findings.note(
                format!("{rows} rows of counties (郡) skipped: they are sums of towns and villages"),
                format!("郡の計の{rows}行は、町村の合計のため読み飛ばしました"),
            );
        }
    }

    /// The area of a row; `None` without an error for a county, which is no local government. If the area is not found,
    /// the error is attached to the cell that should identify it.
    pub(crate) fn find(&self, cells: &AreaCells<'_>, errors: &mut Errors) -> Option<Area> {
        let mut naming = self.naming(cells, errors)?;
        let code = bare_code(&errors.text(&cells.code));
        if self.matcher.places.is_county(&naming.key, naming.prefecture) {
            self.counties.set(self.counties.get() + 1);
            return None;
        }
        if code.is_some() && is_subtotal(&naming.name) {
            naming = Naming { prefecture: naming.prefecture, ..Naming::default() };
        }
        let found = match code {
            Some(code) => self.find_by_code(&code, &naming, cells, errors)?,
            None => Found::Place(self.find_by_name(&naming, cells, errors)?),
        };
        match found {
            Found::New(area) => Some(area),
            Found::Place(place) => {
                let place = self.matcher.places.get(place);
                if !place.exists_on(cells.on) {
                    self.refusals.ended(place, cells, errors);
                    return None;
                }
                Some(place.area.clone())
            }
        }
    }

    /// What prefecture and name say. `None` if the prefecture is none, which is recorded as an error.
    fn naming(&self, cells: &AreaCells<'_>, errors: &mut Errors) -> Option<Naming> {
        let prefecture = errors.text(&cells.prefecture);
        let name = errors.text(&cells.name);
        let number = match prefecture_number(&prefecture) {
            Some(number) => number,
            None => {
                self.refusals.no_prefecture(&prefecture, cells, errors);
                return None;
            }
        };
        if is_total(&name) {
            // 全国 means the nation. A prefecture with `-`, 計 or an empty name means the prefecture itself.
            let nation = (number.is_none() && name == PREFECTURES[0].0).then_some(0);
            return Some(Naming { prefecture: number.or(nation), ..Naming::default() });
        }
        let is_known = |key: &str| {
            !self.matcher.places.named(key, None).is_empty() || !self.matcher.places.past(key, None).is_empty()
        };
        let key = fold_area_name(&name);
        let plain = without_notes(&name);
        let (name, key) =
            if !is_known(&key) && plain != name { (plain.to_owned(), fold_area_name(plain)) } else { (name, key) };
        Some(Naming { name, key, prefecture: number })
    }

    /// The places that a naming may mean.
    fn named(&self, naming: &Naming) -> Vec<usize> {
        match (naming.prefecture, naming.key.as_str()) {
            (Some(number), "") => self.matcher.places.find(&prefecture_code(number)).into_iter().collect(),
            (number, key) => self.matcher.places.named(key, number),
        }
    }

    fn find_by_code(&self, text: &str, naming: &Naming, cells: &AreaCells<'_>, errors: &mut Errors) -> Option<Found> {
        let readings = match AreaCode::readings(text) {
            Ok(readings) => readings,
            Err(error) => {
                self.refusals.no_code(&error, cells, errors);
                return None;
            }
        };
        let places = &self.matcher.places;
        let known: Vec<usize> = readings.iter().filter_map(|code| places.find(code)).collect();
        if known.is_empty() {
            return self.find_unlisted(text, &readings, naming, cells, errors).map(Found::New);
        }
        let fitting: Vec<usize> = known.iter().copied().filter(|place| self.fits(*place, naming)).collect();
        match fitting[..] {
            [only] => Some(Found::Place(only)),
            [] => {
                self.refusals.contradiction(&known, naming, &self.named(naming), cells, errors);
                None
            }
            _ => {
                let gives =
                    |place: &usize| self.shortening.is_some_and(|how| how.gives(&places.get(*place).area.code, text));
                let decided = fitting.iter().copied().find(gives);
                if decided.is_none() {
                    self.refusals.ambiguous_code(&fitting, cells, errors);
                }
                decided.map(Found::Place)
            }
        }
    }

    /// Whether a place has the name and the prefecture of a row, as far as the row gives them.
    fn fits(&self, place: usize, naming: &Naming) -> bool {
        if naming.key.is_empty() {
            let number = self.matcher.places.get(place).area.code.prefecture_number();
            return naming.prefecture.is_none_or(|prefecture| prefecture == number);
        }
        self.matcher.places.named(&naming.key, naming.prefecture).contains(&place)
    }

    /// The new area of a row whose code nobody knows, if the request allows it.
    fn find_unlisted(
        &self,
        text: &str,
        readings: &[AreaCode],
        naming: &Naming,
        cells: &AreaCells<'_>,
        errors: &mut Errors,
    ) -> Option<Area> {
        let named = self.named(naming);
        let code = match readings {
            [only] => Some(only),
            _ => readings.iter().find(|code| self.shortening.is_some_and(|how| how.gives(code, text))),
        };
        match code.filter(|_| self.allows_new && named.is_empty()) {
            Some(code) if !naming.name.is_empty() => Some(new_area(code.clone(), &naming.name)),
            Some(_) => {
                self.refusals.new_without_name(cells, errors);
                None
            }
            None => {
                self.refusals.unlisted(readings, &named, cells, errors);
                None
            }
        }
    }

    fn find_by_name(&self, naming: &Naming, cells: &AreaCells<'_>, errors: &mut Errors) -> Option<usize> {
        if naming.is_empty() {
            self.refusals.nothing_named(cells, errors);
            return None;
        }
        let all = self.named(naming);
        let found = self.of_its_time(&all, cells.on);
        match found[..] {
            [only] => Some(only),
            [] => {
                match self.matcher.places.past(&naming.key, naming.prefecture)[..] {
                    [former, ..] => self.refusals.past(former, cells, errors),
                    [] => self.refusals.unknown_name(&naming.key, naming.prefecture, cells, errors),
                }
                None
            }
            _ => {
                let own = self.of_own_city(&found);
                if own.is_none() {
                    self.refusals.ambiguous_name(&naming.name, &found, cells, errors);
                }
                own
            }
        }
    }

    /// The places of a name that existed on a day, or else all of them. A ward of the past and its successor may share
    /// their name: 浜松市天竜区 has another code since 2024.
    fn of_its_time(&self, all: &[usize], day: Option<NaiveDate>) -> Vec<usize> {
        let ended = |place: &usize| self.matcher.places.get(*place).ended;
        let code = |place: &usize| &self.matcher.places.get(*place).area.code;
        let there: Vec<usize> = match day {
            Some(_) => all.iter().copied().filter(|one| self.matcher.places.get(*one).exists_on(day)).collect(),
            None => all.iter().copied().filter(|place| ended(place).is_none()).collect(),
        };
        let is_too_late = |place: &usize| {
            let replaces = |former: &usize| {
                ended(former).is_some_and(|former| former.successors().any(|now| now.code() == *code(place)))
            };
            day.is_some() && there.iter().any(replaces)
        };
        let mut then: Vec<usize> = there.iter().copied().filter(|place| !is_too_late(place)).collect();
        if then.len() > 1 {
            // 泊村 without its county is the one that has residents.
            let has_administration =
                |place: &usize| local_governments::find(code(place)).is_none_or(|one| one.has_administration());
            then.retain(has_administration);
        }
        if then.is_empty() { all.to_vec() } else { then }
    }

    /// The installation's own city or its ward, among several areas of one name.
    fn of_own_city(&self, places: &[usize]) -> Option<usize> {
        let city = self.matcher.own_city.as_ref()?;
        let is_own = |place: &&usize| {
            let area = &self.matcher.places.get(**place).area;
            area.code == *city || area.parent.as_ref() == Some(city)
        };
        places.iter().find(is_own).copied()
    }
}

/// The area of a row.
enum Found {
    Place(usize),
    New(Area),
}

/// The number of a prefecture, with or without its last character (大阪, 東京); 0 for the nation and for totals. The
/// outer `None` is a text that names no prefecture, the inner one an empty text.
fn prefecture_number(text: &str) -> Option<Option<usize>> {
    if text.is_empty() || matches!(text, "-" | "－") {
        return Some(None);
    }
    if is_total(text) {
        return Some(Some(0));
    }
    let folded = fold_area_name(text);
    let names = |(name, _): &(&str, &str)| {
        let whole = fold_area_name(name);
        let short = whole.strip_suffix(['都', '府', '県']).unwrap_or(&whole);
        folded == whole || folded == short
    };
    PREFECTURES.iter().position(names).map(Some)
}

fn prefecture_code(number: usize) -> AreaCode {
    AreaCode::from_five(&format!("{number:02}000")).expect("prefectures are numbered 00 to 47")
}

/// Whether a name is that of a total or missing.
fn is_total(text: &str) -> bool {
    matches!(text, "" | "-" | "－" | "計" | "合計" | "全国" | "総計" | "総数" | "都計" | "道計" | "府計" | "県計")
}

/// Whether a name is that of a sum, which beside a code is the sum of the area with that code: （市計）.
fn is_subtotal(name: &str) -> bool {
    let bare = name.trim_matches(['(', ')', '（', '）', '【', '】', '[', ']', ' ', '　']);
    is_total(bare) || matches!(bare, "市計" | "区計" | "町計" | "村計" | "市区町村計" | "市町村計" | "小計")
}

/// A name without the marks and brackets of notes behind it: 堺市※, 堺市（注1）.
fn without_notes(name: &str) -> &str {
    let mut rest = name.trim();
    loop {
        let before = rest;
        rest = rest.trim_end_matches(['※', '*', '＊', '†']).trim_end();
        if rest.ends_with([')', '）'])
            && let Some(start) = rest.rfind(['(', '（']).filter(|start| *start > 0)
        {
            rest = rest[..start].trim_end();
        }
        if rest == before {
            return rest;
        }
    }
}

/// A new area that neither the national list nor the database has.
fn new_area(code: AreaCode, name: &str) -> Area {
    let number: u32 = code.as_str()[2..5].parse().expect("a code is digits");
    let city = local_governments::city_of_ward(&code);
    let name = normalise_name(name);
    // Numbers from 101 are designated cities, each followed by its wards. In Tokyo they are the special wards, which are
    // municipalities themselves.
    let is_ward = matches!(number, 101..=199) && code.prefecture_number() != 13 && name.ends_with('区');
    match city.filter(|_| is_ward) {
        Some(city) => {
            // Tables of all municipalities prefix a ward with the name of its city.
            let name = name.strip_prefix(city.name).map(str::trim).filter(|rest| !rest.is_empty()).unwrap_or(&name);
            let (name, parent) = (name.to_owned(), Some(city.code()));
            Area { code, name, kana: String::new(), name_en: String::new(), kind: AreaKind::Ward, parent }
        }
        None => {
            let parent = Some(code.prefecture());
            Area { code, name, kana: String::new(), name_en: String::new(), kind: AreaKind::City, parent }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_ward_belongs_to_the_designated_city_before_it() {
        let ward = new_area("141194".parse().expect("a code"), "横浜市新しい区");
        assert_eq!((ward.kind, ward.name.as_str()), (AreaKind::Ward, "新しい区"));
        assert_eq!(ward.parent.map(|code| code.to_string()), Some("141003".to_owned()));
    }

    #[test]
    fn notes_behind_a_name_are_no_part_of_it() {
        for name in ["堺市", "堺市※", "堺市（注1）", "堺市 (政令市)※", "堺市*"] {
            assert_eq!(without_notes(name), "堺市", "{name}");
        }
        assert_eq!(without_notes("（注）"), "（注）");
    }
}
