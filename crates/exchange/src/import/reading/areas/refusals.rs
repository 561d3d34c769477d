//! What is said of a row whose area is not found: what would be right, with codes and names.

use std::cell::Cell as Count;

use domain::area::{AreaCode, AreaCodeError, AreaKind, PREFECTURES};
use domain::calendar::{date_en, date_ja};
use domain::local_governments::FormerLocalGovernment;

use super::places::{Place, Places};
use super::{AreaCells, Naming};
use crate::import::reading::rows::Errors;
use crate::import::request::Request;
use crate::import::table::kind::Kind;

/// The nearest names are looked up for this many rows of a table. With more, the table is one of other things.
const MOST_LOOKED_UP: u32 = 200;

/// How many areas of one name a message lists.
const MOST_LISTED: usize = 5;

#[derive(Debug)]
pub(super) struct Refusals<'a> {
    places: &'a Places,
    at_command_line: bool,
    /// Boundaries are for known areas only.
    of_map: bool,
    looked_up: Count<u32>,
}

fn shown(title: &str, code: &AreaCode) -> [String; 2] {
    [format!("{title} ({code})"), format!("{title}（{code}）")]
}

/// Names and codes as a list, in both languages.
fn listed<'a>(places: impl ExactSizeIterator<Item = &'a Place>) -> [String; 2] {
    let more = places.len().saturating_sub(MOST_LISTED);
    let (mut english, mut japanese) = (Vec::new(), Vec::new());
    for place in places.take(MOST_LISTED) {
        let [one, one_ja] = shown(&place.title, &place.area.code);
        english.push(one);
        japanese.push(one_ja);
    }
    let (mut english, mut japanese) = (english.join(", "), japanese.join("、"));
    if more > 0 {
        english.push_str(&format!(" and {more} more"));
        japanese.push_str(&format!(" ほか{more}団体"));
    }
    [english, japanese]
}

impl<'a> Refusals<'a> {
    pub(super) fn new(places: &'a Places, request: &Request) -> Self {
        Self {
            places,
            at_command_line: request.is_from_command_line(),
            of_map: request.kind == Kind::Boundaries,
            looked_up: Count::new(0),
        }
    }

    fn these<'b>(&'b self, places: &'b [usize]) -> impl ExactSizeIterator<Item = &'b Place> {
        places.iter().map(|place| self.places.get(*place))
    }

    /// The text in the column of prefectures is none.
    pub(super) fn no_prefecture(&self, text: &str, cells: &AreaCells<'_>, errors: &mut Errors) {
        let likeness = |name: &str| strsim::normalized_damerau_levenshtein(name, text);
        let names = PREFECTURES.iter().map(|(name, _)| *name);
        // A text that is more than twice as long as a name is not like it.
        let letters = text.chars().count();
        let nearest = names
            .filter(|name| letters <= 2 * name.chars().count())
            .map(|name| (likeness(name), name))
            .filter(|(likeness, _)| *likeness >= 0.5)
            .max_by(|(one, _), (other, _)| one.total_cmp(other))
            .map(|(_, name)| name);
        let (english, japanese) = nearest
            .map_or_else(Default::default, |name| (format!("; the nearest is {name}"), format!("。近い名称: {name}")));
        errors.refuse(
            &cells.prefecture,
            format!("one of the 47 prefectures, as 大阪府{english}"),
            format!("47都道府県のいずれか（大阪府 など）{japanese}"),
        );
    }

    /// The text in the column of codes is none.
    pub(super) fn no_code(&self, error: &AreaCodeError, cells: &AreaCells<'_>, errors: &mut Errors) {
        let english = match error {
            AreaCodeError::Shape(_) => "a local government code of six digits, such as 131016".to_owned(),
            AreaCodeError::CheckDigit { right, .. } => {
                format!("a local government code; with a right check digit this one is {}", self.with_name(right)[0])
            }
            AreaCodeError::Prefecture(_) => {
                "a local government code; its first two digits run from 01 to 47, or are 00 for the nation".to_owned()
            }
        };
        let japanese = match error {
            AreaCodeError::Shape(_) => "6桁の全国地方公共団体コード（131016 など）".to_owned(),
            AreaCodeError::CheckDigit { right, .. } => {
                format!("全国地方公共団体コード。検査数字を正すと {}", self.with_name(right)[1])
            }
            AreaCodeError::Prefecture(_) => "全国地方公共団体コード。先頭2桁は01〜47（全国は00）です".to_owned(),
        };
        errors.refuse(&cells.code, english, japanese);
    }

    fn with_name(&self, code: &str) -> [String; 2] {
        let place = code.parse().ok().and_then(|code| self.places.find(&code)).map(|place| self.places.get(place));
        match place {
            Some(place) => [format!("{code} ({})", place.title), format!("{code}（{}）", place.title)],
            None => [code.to_owned(), code.to_owned()],
        }
    }

    /// A row with neither code nor name.
    pub(super) fn nothing_named(&self, cells: &AreaCells<'_>, errors: &mut Errors) {
        errors.refuse(&cells.code, "the code or the name of the area", "全国地方公共団体コードまたは団体名");
    }

    /// Code and name contradict each other. `known` has the readings of the code, `named` what the name may mean.
    pub(super) fn contradiction(
        &self,
        known: &[usize],
        naming: &Naming,
        named: &[usize],
        cells: &AreaCells<'_>,
        errors: &mut Errors,
    ) {
        let [of_code, of_code_ja] = listed(self.these(known));
        if named.is_empty() {
            let (cell, name) =
                if naming.key.is_empty() { (&cells.prefecture, "prefecture") } else { (&cells.name, "name") };
            let name_ja = if naming.key.is_empty() { "都道府県" } else { "団体名" };
            errors.refuse(
                cell,
                format!("the {name} that belongs to the code beside it, which is that of {of_code}"),
                format!("併記のコードの{name_ja}。コードは {of_code_ja} のものです"),
            );
            return;
        }
        let [of_name, of_name_ja] = listed(self.these(named));
        errors.refuse(
            &cells.code,
            format!("a code and a name of one area: the code is that of {of_code}, the name that of {of_name}"),
            format!("同じ団体のコードと名称。コードは {of_code_ja}、名称は {of_name_ja} のものです"),
        );
    }

    /// A code that can be read in several ways.
    pub(super) fn ambiguous_code(&self, places: &[usize], cells: &AreaCells<'_>, errors: &mut Errors) {
        let [list, list_ja] = listed(self.these(places));
        errors.refuse(
            &cells.code,
            format!("all six digits, or the name beside it; this may be {list}"),
            format!("6桁のコード、または団体名の併記。{list_ja} のどちらとも読めます"),
        );
    }

    /// A code that names no area. `named` has what the name beside it may mean.
    pub(super) fn unlisted(&self, readings: &[AreaCode], named: &[usize], cells: &AreaCells<'_>, errors: &mut Errors) {
        if !named.is_empty() {
            let [list, list_ja] = listed(self.these(named));
            errors.refuse(
                &cells.code,
                format!("the code that belongs to the name beside it: {list}"),
                format!("併記の団体のコード: {list_ja}"),
            );
            return;
        }
        let codes: Vec<&str> = readings.iter().map(AreaCode::as_str).collect();
        let (codes, codes_ja) = (codes.join(" or "), codes.join(" または "));
        let [add, add_ja] = if self.of_map {
            [
                "a new area is added with its population or cards first",
                "新しい団体は、先に人口またはカードの表で登録してください",
            ]
        } else if self.at_command_line {
            ["--allow-new-areas adds such areas", "新しい団体として登録するには --allow-new-areas を付けます"]
        } else {
            [
                "to add it as a new area, upload the file again with 'Add areas that are not in the national list'",
                "新しい団体として登録するには、ファイルを選ぶ画面で「一覧にない団体も登録する」を選んでください",
            ]
        };
        errors.refuse(
            &cells.code,
            format!("the code of an area in the national list, which {codes} is not; {add}"),
            format!("全国の団体一覧にあるコード（{codes_ja} はありません）。{add_ja}"),
        );
    }

    /// A new area that the request allows, but that has no name.
    pub(super) fn new_without_name(&self, cells: &AreaCells<'_>, errors: &mut Errors) {
        errors.refuse(
            &cells.name,
            "the name of the new area, whose code is not in the national list",
            "新しい団体の名称（コードは全国の団体一覧にありません）",
        );
    }

    /// A name that no area has.
    pub(super) fn unknown_name(
        &self,
        key: &str,
        prefecture: Option<usize>,
        cells: &AreaCells<'_>,
        errors: &mut Errors,
    ) {
        let (of, of_ja) = match prefecture {
            Some(number) => (format!("of {}", PREFECTURES[number].0), format!("{}の", PREFECTURES[number].0)),
            None => ("in the national list".to_owned(), "全国の団体一覧にある".to_owned()),
        };
        self.looked_up.set(self.looked_up.get() + 1);
        let nearest = if self.looked_up.get() > MOST_LOOKED_UP {
            Vec::new()
        } else {
            // Without one in its prefecture, the prefecture may be the wrong one.
            let inside = self.places.nearest(key, prefecture);
            if inside.is_empty() { self.places.nearest(key, None) } else { inside }
        };
        let [near, near_ja] = if nearest.is_empty() {
            [String::new(), String::new()]
        } else {
            let [near, near_ja] = listed(nearest.into_iter());
            [format!("; nearest: {near}"), format!("。近い名称: {near_ja}")]
        };
        errors.refuse(
            &cells.name,
            format!("the name of a municipality {of}, or its code{near}"),
            format!("{of_ja}団体の名称、またはそのコード{near_ja}"),
        );
    }

    /// A name that several areas have.
    pub(super) fn ambiguous_name(&self, name: &str, places: &[usize], cells: &AreaCells<'_>, errors: &mut Errors) {
        let [list, list_ja] = listed(self.these(places));
        errors.refuse(
            &cells.name,
            format!(
                "the name with its city or prefecture, or its code; {} areas are called {name}: {list}",
                places.len()
            ),
            format!(
                "市名または都道府県名を付けた名称、または団体コード。{name}は{}団体あります: {list_ja}",
                places.len()
            ),
        );
    }

    /// An area that exists no longer on the day of the figures.
    pub(super) fn ended(&self, place: &Place, cells: &AreaCells<'_>, errors: &mut Errors) {
        if let Some(former) = place.ended {
            let what = "an area that exists on the day of the figures";
            refuse_past(former, [what, "基準日に存在する団体"], cells, errors);
        }
    }

    /// The name of a local government of the past whose code is not known.
    pub(super) fn past(&self, former: &FormerLocalGovernment, cells: &AreaCells<'_>, errors: &mut Errors) {
        refuse_past(former, ["the name of an area of today", "現在の団体の名称"], cells, errors);
    }
}

fn refuse_past(former: &FormerLocalGovernment, [what, what_ja]: [&str; 2], cells: &AreaCells<'_>, errors: &mut Errors) {
    let (mut english, mut japanese) = (Vec::new(), Vec::new());
    for now in former.successors() {
        let city = if now.kind() == AreaKind::Ward { now.within } else { "" };
        let [one, one_ja] = shown(&format!("{city}{}", now.name), &now.code());
        english.push(one);
        japanese.push(one_ja);
    }
    let (english, japanese) = (english.join(" and "), japanese.join("と"));
    let (name, day) = (format!("{}{}", former.within, former.name), former.ended);
    let cell = if cells.name.is_empty() { &cells.code } else { &cells.name };
    errors.refuse(
        cell,
        format!("{what}; {name} ended on {} and belongs to {english} today", date_en(day)),
        format!("{what_ja}。{name}は{}に廃止され、現在は{japanese}です", date_ja(day)),
    );
}
