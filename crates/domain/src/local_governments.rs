//! The national list of local governments: codes, names and readings, and those of the past with the day of their end.
//!
//! The lists are parsed on first use, so that a server that imports nothing does not hold them.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::area::{Area, AreaCode, AreaKind};
use super::area_name::fold_area_name;

/// The nation, a prefecture, a municipality, or a ward of a designated city.
///
/// Towns, villages and the special wards of Tokyo are municipalities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalGovernment {
    code: &'static str,
    /// The county (郡) of a town or village, or the island written in its place; the city of a ward; otherwise empty.
    pub within: &'static str,
    /// The name without county, city or prefecture.
    pub name: &'static str,
    /// Reading of the name in hiragana.
    pub kana: &'static str,
}

impl LocalGovernment {
    /// The code with its check digit.
    ///
    /// # Panics
    /// Never: a test parses every code of the list.
    #[must_use]
    pub fn code(&self) -> AreaCode {
        self.code.parse().expect("a test parses every code of the list")
    }

    /// The kind of area. A ward is told by its name and its city: Tokyo's special wards are municipalities.
    #[must_use]
    pub fn kind(&self) -> AreaKind {
        match &self.code[..5] {
            "00000" => AreaKind::Nation,
            five if five.ends_with("000") => AreaKind::Prefecture,
            _ if !self.within.is_empty() && self.name.ends_with('区') => AreaKind::Ward,
            _ => AreaKind::City,
        }
    }

    /// Whether it has an administration. The six villages of the Northern Territories have codes and are listed in the
    /// ministry's tables of population, but have none, and are not among the 1,741 municipalities.
    #[must_use]
    pub fn has_administration(&self) -> bool {
        !("016951"..="017001").contains(&self.code)
    }

    /// The area that contains it: a ward's city, a municipality's prefecture, a prefecture's nation.
    #[must_use]
    pub fn parent(&self) -> Option<AreaCode> {
        match self.kind() {
            AreaKind::Nation => None,
            AreaKind::Prefecture => Some(AreaCode::nation()),
            AreaKind::City => Some(self.code().prefecture()),
            AreaKind::Ward => municipality_before(self.code).map(Self::code),
        }
    }

    /// The name with those of what it lies in: 大阪府豊中市, 大阪府三島郡島本町.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.kind() {
            AreaKind::Nation | AreaKind::Prefecture => self.name.to_owned(),
            AreaKind::City | AreaKind::Ward => {
                format!("{}{}{}", self.code().prefecture_name(), self.within, self.name)
            }
        }
    }

    /// The area with its names. Only the nation and the prefectures have an English name in the list.
    #[must_use]
    pub fn area(&self) -> Area {
        let (code, kind) = (self.code(), self.kind());
        let name_en = match kind {
            AreaKind::Nation | AreaKind::Prefecture => code.prefecture_name_en(),
            AreaKind::City | AreaKind::Ward => "",
        };
        Area {
            name: self.name.to_owned(),
            kana: self.kana.to_owned(),
            name_en: name_en.to_owned(),
            kind,
            parent: self.parent(),
            code,
        }
    }
}

/// A local government, or a name of one, that exists no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerLocalGovernment {
    /// The first day on which it no longer existed under this name.
    pub ended: NaiveDate,
    /// The number of its prefecture, 1 to 47.
    pub prefecture: usize,
    code: &'static str,
    /// As in [`LocalGovernment`].
    pub within: &'static str,
    pub name: &'static str,
    now: &'static str,
}

impl FormerLocalGovernment {
    /// Its code; `None` where the list has none. A city that only changed its name keeps its code.
    ///
    /// # Panics
    /// Never, as [`LocalGovernment::code`].
    #[must_use]
    pub fn code(&self) -> Option<AreaCode> {
        (!self.code.is_empty()).then(|| self.code.parse().expect("a test parses every code of the list"))
    }

    /// What its place belongs to today.
    pub fn successors(&self) -> impl Iterator<Item = &'static LocalGovernment> {
        self.now.split(';').filter_map(find_text)
    }
}

static LIST: LazyLock<Vec<LocalGovernment>> = LazyLock::new(|| {
    rows(include_str!("../data/local_governments.tsv"))
        .map(|[code, within, name, kana]| LocalGovernment { code, within, name, kana })
        .collect()
});

static FORMER: LazyLock<Vec<FormerLocalGovernment>> = LazyLock::new(|| {
    rows(include_str!("../data/former_local_governments.tsv"))
        .map(|[ended, prefecture, code, within, name, now]| FormerLocalGovernment {
            ended: ended.parse().expect("a test reads the whole list"),
            prefecture: prefecture.parse().expect("a test reads the whole list"),
            code,
            within,
            name,
            now,
        })
        .collect()
});

/// The rows of a list below its notes and its header.
fn rows<const COLUMNS: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        fields.try_into().expect("a test reads the whole list")
    })
}

/// All that exist, in order of their codes.
#[must_use]
pub fn list() -> &'static [LocalGovernment] {
    &LIST
}

/// Those that exist no longer, in order of the days on which they ended, from 2003 on.
#[must_use]
pub fn list_former() -> &'static [FormerLocalGovernment] {
    &FORMER
}

/// The local government with a code; `None` if none that exists has it.
#[must_use]
pub fn find(code: &AreaCode) -> Option<&'static LocalGovernment> {
    find_text(code.as_str())
}

fn find_text(code: &str) -> Option<&'static LocalGovernment> {
    LIST.binary_search_by(|one| one.code.cmp(code)).ok().map(|place| &LIST[place])
}

/// The last municipality of a list before a code: the city of a ward, whose code follows that of its city.
fn municipality_before(code: &str) -> Option<&'static LocalGovernment> {
    let end = LIST.partition_point(|one| one.code < code);
    LIST[..end].iter().rev().find(|one| one.kind() == AreaKind::City)
}

/// The municipalities that have an administration: those that an installation can be about.
pub fn municipalities() -> impl Iterator<Item = &'static LocalGovernment> {
    LIST.iter().filter(|one| one.kind() == AreaKind::City && one.has_administration())
}

/// A municipality that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMunicipality {
    pub municipality: &'static LocalGovernment,
    /// The name of the past that was typed, if it was found by one: 篠山市 for 丹波篠山市.
    pub former_name: Option<&'static str>,
}

/// The municipalities whose name, reading or code somebody may mean, the nearest first: those with exactly this name,
/// those whose name begins with it, all others that contain it, and those that had such a name in the past.
///
/// Names are compared in their variants, with or without county and prefecture. A code may lack its check digit. Nothing
/// is found for an empty text.
#[must_use]
pub fn search_municipalities(text: &str) -> Vec<FoundMunicipality> {
    let typed = fold_area_name(text);
    if typed.is_empty() {
        return Vec::new();
    }
    let is_code = typed.len() >= 5 && typed.bytes().all(|letter| letter.is_ascii_digit());
    let rank = |one: &LocalGovernment| {
        let (name, kana) = (fold_area_name(one.name), fold_area_name(one.kana));
        let prefecture = one.code().prefecture_name();
        let full = fold_area_name(&format!("{prefecture}{}{}", one.within, one.name));
        let short = fold_area_name(&format!("{prefecture}{}", one.name));
        if is_code {
            return one.code.starts_with(&typed).then_some(0);
        }
        if [&name, &kana, &full, &short].contains(&&typed) {
            Some(0)
        } else if name.starts_with(&typed) || kana.starts_with(&typed) {
            Some(1)
        } else {
            (full.contains(&typed) || short.contains(&typed) || kana.contains(&typed)).then_some(2)
        }
    };
    let mut found: Vec<(u8, FoundMunicipality)> = municipalities()
        .filter_map(|municipality| Some((rank(municipality)?, FoundMunicipality { municipality, former_name: None })))
        .collect();
    let former = list_former().iter().filter(|former| !former.name.ends_with('区'));
    for former in former.filter(|former| !is_code && fold_area_name(former.name) == typed) {
        let successors = former.successors().filter_map(|now| match now.kind() {
            AreaKind::City => Some(now),
            AreaKind::Ward => city_of_ward(&now.code()),
            AreaKind::Nation | AreaKind::Prefecture => None,
        });
        for municipality in successors {
            if found.iter().all(|(_, known)| known.municipality != municipality) {
                found.push((3, FoundMunicipality { municipality, former_name: Some(former.name) }));
            }
        }
    }
    found.sort_by_key(|(rank, one)| (*rank, one.municipality.code));
    found.into_iter().map(|(_, one)| one).collect()
}

/// The days on which a ward existed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WardPeriod {
    /// The first day, if the ward took the place of others; `None` if the lists know no earlier wards.
    pub from: Option<NaiveDate>,
    /// The first day on which it no longer existed.
    pub until: Option<NaiveDate>,
}

impl WardPeriod {
    /// Whether the ward existed on a day.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// When a ward existed. Wards were rearranged in 浜松市 in 2024 only; all others have existed as long as the lists reach
/// back.
#[must_use]
pub fn period_of_ward(code: &AreaCode) -> WardPeriod {
    let is_ward = |former: &&FormerLocalGovernment| former.name.ends_with('区') && !former.within.is_empty();
    let former = || FORMER.iter().filter(is_ward);
    let until = former().find(|one| one.code == code.as_str()).map(|one| one.ended);
    let replaced = |one: &&FormerLocalGovernment| one.now.split(';').any(|now| now == code.as_str());
    WardPeriod { from: former().filter(replaced).map(|one| one.ended).max(), until }
}

/// The designated city that a ward with this code would belong to, whether or not the list has the ward.
#[must_use]
pub fn city_of_ward(code: &AreaCode) -> Option<&'static LocalGovernment> {
    municipality_before(code.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::area::PREFECTURES;

    #[test]
    fn every_code_has_its_check_digit_and_stands_once_in_order() {
        for one in list() {
            assert!(one.code.parse::<AreaCode>().is_ok(), "{one:?}");
        }
        assert!(list().is_sorted_by(|one, next| one.code < next.code));
    }

    #[test]
    fn every_prefecture_has_as_many_municipalities_as_the_ministry_counts() {
        // 総務省 全国地方公共団体コード, 2024-01-01: cities, towns, villages and Tokyo's special wards.
        const COUNTS: [usize; 47] = [
            179, 40, 33, 35, 25, 35, 59, 44, 25, 35, 63, 54, 62, 33, 30, 15, 19, 17, 27, 77, 42, 35, 54, 29, 19, 26,
            43, 41, 39, 30, 19, 19, 27, 23, 19, 24, 17, 20, 34, 60, 20, 21, 45, 18, 26, 43, 41,
        ];
        let mut counted = [0; 48];
        let is_municipality = |one: &&LocalGovernment| one.kind() == AreaKind::City && one.has_administration();
        for one in list().iter().filter(is_municipality) {
            counted[one.code().prefecture_number()] += 1;
        }
        assert_eq!(counted[1..], COUNTS);
        assert_eq!(COUNTS.iter().sum::<usize>(), 1741);
        assert_eq!(list().iter().filter(|one| !one.has_administration()).count(), 6);
    }

    #[test]
    fn the_twenty_designated_cities_have_171_wards() {
        let mut wards: BTreeMap<&str, usize> = BTreeMap::new();
        for ward in list().iter().filter(|one| one.kind() == AreaKind::Ward) {
            let city = ward.parent().as_ref().and_then(find).expect("a ward has a city");
            assert_eq!(city.name, ward.within);
            assert!(city.area().is_designated_city(), "{city:?}");
            *wards.entry(city.name).or_default() += 1;
        }
        assert_eq!((wards.len(), wards.values().sum::<usize>()), (20, 171));
        assert_eq!([wards["堺市"], wards["浜松市"], wards["横浜市"]], [7, 3, 18]);
    }

    #[test]
    fn the_prefectures_are_those_of_the_standard() {
        let names: Vec<&str> =
            list().iter().filter(|one| one.kind() == AreaKind::Prefecture).map(|one| one.name).collect();
        assert_eq!(names, PREFECTURES[1..].iter().map(|(name, _)| *name).collect::<Vec<_>>());
    }

    #[test]
    fn names_are_unique_within_their_prefecture_and_readings_are_hiragana() {
        let mut seen = BTreeMap::new();
        for one in list() {
            // 北海道 has a 泊村 in 古宇郡 and one without administration in 国後郡.
            let needs_within = one.kind() == AreaKind::Ward || !one.has_administration();
            let within = if needs_within { one.within } else { "" };
            let before = seen.insert((one.code().prefecture_number(), within, one.name), one.code);
            assert_eq!(before, None, "{one:?}");
            assert!(!one.name.is_empty() && !one.name.contains(char::is_whitespace), "{one:?}");
            let is_kana = |character| matches!(character, 'ぁ'..='ゖ' | 'ー');
            assert!(!one.kana.is_empty() && one.kana.chars().all(is_kana), "{one:?}");
        }
    }

    #[test]
    fn a_city_that_changed_its_name_keeps_its_code() {
        let former = list_former().iter().find(|one| one.name == "篠山市").expect("a former name");
        assert_eq!(former.ended.to_string(), "2019-05-01");
        let code = former.code().expect("its code");
        assert_eq!(find(&code).map(|now| now.name), Some("丹波篠山市"));
    }

    #[test]
    fn the_wards_of_hamamatsu_before_2024_lead_to_those_of_today() {
        let lead: Vec<(&str, String, Vec<&str>)> = list_former()
            .iter()
            .filter(|one| one.within == "浜松市")
            .map(|one| (one.name, one.ended.to_string(), one.successors().map(|now| now.name).collect()))
            .collect();
        let day = || "2024-01-01".to_owned();
        assert_eq!(
            lead,
            [
                ("中区", day(), vec!["中央区"]),
                ("東区", day(), vec!["中央区"]),
                ("西区", day(), vec!["中央区"]),
                ("南区", day(), vec!["中央区"]),
                ("北区", day(), vec!["中央区", "浜名区"]),
                ("浜北区", day(), vec!["浜名区"]),
                ("天竜区", day(), vec!["天竜区"]),
            ]
        );
    }

    #[test]
    fn the_wards_of_hamamatsu_follow_one_another_and_others_have_always_been_there() {
        let period = |code: &str| period_of_ward(&code.parse().expect("a code"));
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let (last, first) = (day("2023-12-31"), day("2024-01-01"));
        for former in ["221317", "221376"] {
            assert!(period(former).contains(last) && !period(former).contains(first), "{former}");
        }
        for now in ["221384", "221392", "221406"] {
            assert!(!period(now).contains(last) && period(now).contains(first), "{now}");
        }
        // 美原町 became a ward of 堺市, 蒲原町 a part of one that existed already.
        for always in ["271471", "221031", "141011"] {
            assert_eq!(period(always), WardPeriod::default(), "{always}");
        }
    }

    #[test]
    fn a_municipality_is_found_by_what_people_type() {
        let found = |text: &str| -> Vec<String> {
            search_municipalities(text).iter().map(|one| one.municipality.full_name()).collect()
        };
        for text in ["豊中市", "豊中", "とよなか", "大阪府豊中市", "　豊中市 ", "豐中市", "272035", "27203"]
        {
            assert_eq!(found(text)[0], "大阪府豊中市", "{text}");
        }
        assert_eq!(found("府中市"), ["東京都府中市", "広島県府中市"]);
        assert_eq!(found("島本町"), ["大阪府三島郡島本町"]);
        assert_eq!(found("大阪府島本町"), ["大阪府三島郡島本町"]);
        assert!(found("大阪府").len() == 43, "all of a prefecture");
        let mine = |text: &str| {
            search_municipalities(text).into_iter().map(|one| (one.municipality.name, one.former_name)).next()
        };
        assert_eq!(mine("篠山市"), Some(("丹波篠山市", None)), "the name of today contains it");
        assert_eq!(mine("浜北市"), Some(("浜松市", Some("浜北市"))), "a city that became a ward");
        for nothing in ["", "　", "中央区役所", "271411", "016951", "00000", "大阪"] {
            let names = found(nothing);
            assert!(names.iter().all(|name| nothing == "大阪" && name.contains("大阪")), "{nothing}: {names:?}");
        }
    }

    #[test]
    fn every_former_local_government_leads_to_ones_that_exist() {
        assert!(list_former().len() > 1700);
        for one in list_former() {
            let successors = one.successors().count();
            assert!(successors > 0 && successors == one.now.split(';').count(), "{one:?}");
            assert!((1..=47).contains(&one.prefecture), "{one:?}");
            assert!(one.code().is_none_or(|code| code.prefecture_number() == one.prefecture), "{one:?}");
        }
    }
}
