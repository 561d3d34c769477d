//! Every area that a table may name: those of the national list, those of the past, and those that only this
//! installation knows.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::area::{Area, AreaCode, AreaKind, PREFECTURES};
use domain::area_name::fold_area_name;
use domain::local_governments::{self, FormerLocalGovernment, LocalGovernment};

/// An area that a table may name.
#[derive(Debug)]
pub(super) struct Place {
    pub area: Area,
    /// The name with the city of a ward in front, as messages show it.
    pub title: String,
    /// Folded names without the prefecture, for the search of the nearest.
    pub spellings: Vec<String>,
    /// Set if it exists no longer.
    pub ended: Option<&'static FormerLocalGovernment>,
}

impl Place {
    /// Whether it exists on a day; true if the day is unknown.
    pub(super) fn exists_on(&self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| self.ended.is_none_or(|former| day < former.ended))
    }
}

/// The area names and codes to match rows against.
#[derive(Debug, Default)]
pub(super) struct Places {
    all: Vec<Place>,
    by_code: HashMap<AreaCode, usize>,
    /// Folded names, with and without county, city and prefecture.
    by_name: HashMap<String, Vec<usize>>,
    /// Folded names of those of the past whose code is not in the list.
    past: HashMap<String, Vec<&'static FormerLocalGovernment>>,
    /// Folded names of counties (郡) with the numbers of their prefectures.
    counties: HashSet<(usize, String)>,
}

/// The ways in which a table may write a name, folded, first without and then with the prefecture.
fn spellings(prefecture: usize, within: &str, name: &str) -> [Vec<String>; 2] {
    let mut bare = vec![fold_area_name(name)];
    if !within.is_empty() {
        bare.push(fold_area_name(&format!("{within}{name}")));
    }
    let prefecture = fold_area_name(PREFECTURES[prefecture].0);
    let whole = bare.iter().map(|name| format!("{prefecture}{name}")).collect();
    [bare, whole]
}

impl Places {
    /// The national list with the areas of the database. Where the list has a code, it also says what the area is
    /// called: a wrong name in the database does not spread.
    pub(super) fn new(known: Vec<Area>) -> Self {
        let mut known: BTreeMap<AreaCode, Area> = known.into_iter().map(|area| (area.code.clone(), area)).collect();
        let cities: HashMap<AreaCode, String> =
            known.values().map(|area| (area.code.clone(), area.name.clone())).collect();
        let mut places = Self::default();
        // The ministry's tables sum up Tokyo's islands as they do counties.
        places.counties.insert((13, fold_area_name("島しょ")));
        let mut own_names = Vec::new();
        for one in local_governments::list() {
            let area = known.remove(&one.code());
            let place = places.add_listed(one, area.as_ref());
            own_names.extend(area.map(|area| (place, area.name)));
        }
        for former in local_governments::list_former() {
            places.add_former(former, &mut known);
        }
        for area in known.into_values() {
            let within = area.parent.as_ref().filter(|_| area.kind == AreaKind::Ward).and_then(|city| cities.get(city));
            let within = within.cloned().unwrap_or_default();
            let title = format!("{within}{}", area.name);
            let names = spellings(area.code.prefecture_number(), &within, &area.name);
            places.add(Place { area, title, spellings: Vec::new(), ended: None }, names);
        }
        for (place, name) in own_names {
            // A name that only this installation uses. One that the list gives to another area stays with that area.
            places.by_name.entry(fold_area_name(&name)).or_insert_with(|| vec![place]);
        }
        places
    }

    fn add(&mut self, place: Place, [bare, whole]: [Vec<String>; 2]) -> usize {
        let number = self.all.len();
        self.by_code.insert(place.area.code.clone(), number);
        self.add_names(number, bare.iter().chain(&whole));
        self.all.push(Place { spellings: bare, ..place });
        number
    }

    fn add_names<'a>(&mut self, place: usize, names: impl IntoIterator<Item = &'a String>) {
        for name in names {
            let places = self.by_name.entry(name.clone()).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }

    fn add_listed(&mut self, one: &LocalGovernment, known: Option<&Area>) -> usize {
        let area = known.cloned().unwrap_or_else(|| one.area());
        let (number, kind) = (area.code.prefecture_number(), one.kind());
        let city = if kind == AreaKind::Ward { one.within } else { "" };
        let title = format!("{city}{}", one.name);
        let names = match kind {
            AreaKind::Nation | AreaKind::Prefecture => [vec![fold_area_name(one.name)], Vec::new()],
            AreaKind::City | AreaKind::Ward => spellings(number, one.within, one.name),
        };
        if one.within.ends_with('郡') {
            self.counties.insert((number, fold_area_name(one.within)));
        }
        self.add(Place { area, title, spellings: Vec::new(), ended: None }, names)
    }

    fn add_former(&mut self, former: &'static FormerLocalGovernment, known: &mut BTreeMap<AreaCode, Area>) {
        let [bare, whole] = spellings(former.prefecture, former.within, former.name);
        let Some(code) = former.code() else {
            for name in bare.into_iter().chain(whole) {
                self.past.entry(name).or_default().push(former);
            }
            return;
        };
        if let Some(place) = self.by_code.get(&code).copied() {
            // The city has another name today, and the same code.
            self.add_names(place, bare.iter().chain(&whole));
            self.all[place].spellings.extend(bare);
            return;
        }
        let is_ward = former.name.ends_with('区');
        let city = if is_ward { former.within } else { "" };
        let area = known.remove(&code).unwrap_or_else(|| super::new_area(code, former.name));
        let title = format!("{city}{}", former.name);
        self.add(Place { area, title, spellings: Vec::new(), ended: Some(former) }, [bare, whole]);
    }

    /// Whether a folded name is that of a county, in one prefecture if it is given.
    pub(super) fn is_county(&self, name: &str, prefecture: Option<usize>) -> bool {
        let is_there = |number: usize| self.counties.contains(&(number, name.to_owned()));
        !name.is_empty() && prefecture.map_or_else(|| (1..PREFECTURES.len()).any(is_there), is_there)
    }

    pub(super) fn get(&self, place: usize) -> &Place {
        &self.all[place]
    }

    pub(super) fn find(&self, code: &AreaCode) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    /// The places with a folded name, in one prefecture if it is given.
    pub(super) fn named(&self, name: &str, prefecture: Option<usize>) -> Vec<usize> {
        let is_there =
            |place: &usize| prefecture.is_none_or(|number| self.all[*place].area.code.prefecture_number() == number);
        self.by_name.get(name).into_iter().flatten().copied().filter(is_there).collect()
    }

    /// The local governments of the past with a folded name, in one prefecture if it is given.
    pub(super) fn past(&self, name: &str, prefecture: Option<usize>) -> Vec<&'static FormerLocalGovernment> {
        let is_there = |former: &&FormerLocalGovernment| prefecture.is_none_or(|number| former.prefecture == number);
        self.past.get(name).into_iter().flatten().copied().filter(is_there).collect()
    }

    /// The places whose names are most like a folded name, the nearest first.
    pub(super) fn nearest(&self, name: &str, prefecture: Option<usize>) -> Vec<&Place> {
        const MOST: usize = 3;
        /// Below this, two names have too little in common to have been meant for each other.
        const LEAST: f64 = 0.5;
        // A name that is more than twice as long has too little in common, and would take long to compare.
        let letters = name.chars().count();
        let mut near: Vec<(f64, &Place)> = self
            .all
            .iter()
            .filter(|place| prefecture.is_none_or(|number| place.area.code.prefecture_number() == number))
            .filter_map(|place| {
                let likeness = |spelling: &String| strsim::normalized_damerau_levenshtein(spelling, name);
                let is_comparable = |spelling: &&String| letters <= 2 * spelling.chars().count();
                let best = place.spellings.iter().filter(is_comparable).map(likeness).fold(0.0, f64::max);
                (best >= LEAST).then_some((best, place))
            })
            .collect();
        near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        near.into_iter().take(MOST).map(|(_, place)| place).collect()
    }
}
