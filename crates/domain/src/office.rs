//! Offices (窓口のある施設): where they are, how to reach them, and what is done there.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::area::AreaCode;
use super::procedure::ProcedureId;
use super::source::SourceId;
use super::telephone::TelephoneNumber;

identifier! {
    /// The id of an office, which also stands in the address of its page.
    pub struct OfficeId ("office id")
}

string_enum! {
    /// The kind of an office, in the order of lists.
    pub enum OfficeKind ("kind of office") {
        /// 本庁
        Main = "main",
        /// 区役所
        Ward = "ward",
        /// 支所・出張所
        Branch = "branch",
        /// A centre for certain tasks, such as taxes or health.
        Centre = "centre",
        Other = "other",
    }
}

string_enum! {
    /// What makes a visit possible or easier.
    pub enum Facility ("facility") {
        /// 段差なし
        StepFree = "step_free",
        Elevator = "elevator",
        /// 多機能トイレ
        Toilet = "toilet",
        /// Parking for people with disabilities.
        Parking = "parking",
        TactilePaving = "tactile_paving",
        /// 手話通訳
        SignLanguage = "sign_language",
        /// 筆談
        Writing = "writing",
        HearingLoop = "hearing_loop",
        NursingRoom = "nursing_room",
        PlayArea = "play_area",
    }
}

string_enum! {
    /// A language other than Japanese in which an office can help, as its code of ISO 639-1 or 639-2.
    pub enum SpokenLanguage ("language") {
        English = "en",
        Chinese = "zh",
        Korean = "ko",
        Vietnamese = "vi",
        Portuguese = "pt",
        Spanish = "es",
        Filipino = "fil",
        Nepali = "ne",
        Indonesian = "id",
        Thai = "th",
        Burmese = "my",
        French = "fr",
        Russian = "ru",
        Ukrainian = "uk",
    }
}

/// A place on the earth, in degrees (世界測地系).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoPosition {
    pub latitude: f64,
    pub longitude: f64,
}

impl GeoPosition {
    /// The distance in kilometres along the surface, by the haversine formula on a sphere of 6,371 km. Within a city the
    /// error is below half a percent.
    #[must_use]
    pub fn distance_km(self, other: Self) -> f64 {
        const RADIUS_KM: f64 = 6371.0;
        let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
        let cosines = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        let chord = half(self.latitude, other.latitude) + cosines * half(self.longitude, other.longitude);
        2.0 * RADIUS_KM * chord.clamp(0.0, 1.0).sqrt().asin()
    }
}

/// A postcode (郵便番号), written `590-0000`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Postcode(String);

/// A text is not a postcode.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not a postcode; expected seven digits such as 590-0000")]
pub struct PostcodeError(String);

impl Postcode {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Postcode {
    type Err = PostcodeError;

    /// Reads a postcode with or without 〒 and dash, in any width.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || PostcodeError(text.chars().take(20).collect());
        let digits: String = text
            .nfkc()
            .filter(|letter| !matches!(letter, '〒' | '-' | '‐' | '‑' | '–' | '—' | '−' | 'ー' | ' '))
            .collect();
        if digits.len() != 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused());
        }
        Ok(Self(format!("{}-{}", &digits[..3], &digits[3..])))
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An office. Texts are empty where nothing is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Office {
    pub id: OfficeId,
    pub name: String,
    pub kana: String,
    pub name_en: String,
    pub kind: OfficeKind,
    /// The city or ward that it is in.
    pub area: Option<AreaCode>,
    pub postcode: Option<Postcode>,
    pub address: String,
    pub address_en: String,
    pub telephone: Option<TelephoneNumber>,
    pub position: Option<GeoPosition>,
    /// The map that the city has chosen; empty for one that follows from the position.
    pub map_url: String,
    /// The nearest station or bus stop, and the way from there.
    pub access: String,
    pub access_en: String,
    pub languages: Vec<SpokenLanguage>,
    pub facilities: Vec<Facility>,
    /// Every procedure of which the city names no other office is done here.
    pub does_every_procedure: bool,
    /// It keeps its hours on holidays too.
    pub is_open_on_holidays: bool,
    pub note: String,
    pub note_en: String,
    pub checked_on: Option<NaiveDate>,
    pub source: SourceId,
    pub sample: bool,
}

impl Office {
    /// The address of a map: the one that the city has chosen, or that of the Geospatial Information Authority of Japan
    /// at the position. `None` if neither is known.
    #[must_use]
    pub fn map_link(&self) -> Option<String> {
        if !self.map_url.is_empty() {
            return super::web_address::check(&self.map_url).is_ok().then(|| self.map_url.clone());
        }
        let GeoPosition { latitude, longitude } = self.position?;
        Some(format!("https://maps.gsi.go.jp/#17/{latitude:.6}/{longitude:.6}/"))
    }
}

/// A procedure that is done at an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeProcedure {
    pub office: OfficeId,
    pub procedure: ProcedureId,
    /// The counter in the office; empty if it has no name.
    pub counter: String,
    pub counter_en: String,
}

/// An area with addresses of a postcode. One postcode may belong to several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostcodeArea {
    pub postcode: Postcode,
    pub area: AreaCode,
    /// The town (町域), so that readers can see that the right place was found; empty if unknown.
    pub town: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_postcode_is_read_as_people_write_it() {
        for written in ["590-0000", "5900000", "〒590-0000", "５９０－００００", " 590 0000 "] {
            assert_eq!(
                written.parse::<Postcode>().map(|code| code.to_string()),
                Ok("590-0000".to_owned()),
                "{written}"
            );
        }
        for wrong in ["", "590", "590-000", "590-00000", "abc-defg", "堺区"] {
            assert!(wrong.parse::<Postcode>().expect_err(wrong).to_string().contains("590-0000"));
        }
    }

    #[test]
    fn a_degree_of_latitude_is_about_111_kilometres() {
        let at = |latitude, longitude| GeoPosition { latitude, longitude };
        let distance = at(34.0, 135.0).distance_km(at(35.0, 135.0));
        assert!((distance - 111.2).abs() < 0.1, "{distance}");
        // A degree of longitude shrinks with the cosine of the latitude.
        let distance = at(34.5, 135.0).distance_km(at(34.5, 136.0));
        assert!((distance - 111.2 * 34.5_f64.to_radians().cos()).abs() < 0.1, "{distance}");
    }

    proptest! {
        #[test]
        fn a_distance_is_the_same_in_both_directions_and_nothing_to_itself(
            first in (20.0_f64..46.0, 122.0_f64..154.0),
            second in (20.0_f64..46.0, 122.0_f64..154.0),
        ) {
            let at = |(latitude, longitude)| GeoPosition { latitude, longitude };
            let (first, second) = (at(first), at(second));
            prop_assert!((first.distance_km(second) - second.distance_km(first)).abs() < 1e-6);
            prop_assert!(first.distance_km(first).abs() < 1e-9);
            prop_assert!(first.distance_km(second) >= 0.0);
        }
    }
}
