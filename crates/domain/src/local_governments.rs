//! The national list of local governments: codes, names and readings, and those of the past with the day of their end.
//!
//! The lists are parsed on first use, so that a server that imports nothing does not hold them.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::area::{Area, AreaCode, AreaKind};

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
