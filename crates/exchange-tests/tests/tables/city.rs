//! A city to import into, with its wards, an indicator and some procedures.

use std::path::Path;

use domain::card::{CardCount, Measure};
use domain::indicator::IndicatorValue;
use domain::procedure::{DepartmentCode, Procedure, ProcedureId};
use exchange::import::report::Report;
use exchange::import::{Kind, Request};
use store::{cards, indicators, procedures};

use super::installation::Installation;
pub(crate) use super::installation::{day, request};

/// The area of the city and its wards, with one old count each so that they are known.
pub(crate) const AREAS: &str = "団体コード,都道府県名,市区町村名,種別,基準日,枚数,人口,人口算出基準日,出典\n\
    271403,大阪府,堺市,交付,2016-12-31,7,834842,2016-01-01,t\n\
    271411,大阪府,堺区,交付,2016-12-31,1,146681,2016-01-01,t\n\
    271420,大阪府,中区,交付,2016-12-31,1,125161,2016-01-01,t\n\
    271438,大阪府,東区,交付,2016-12-31,1,85000,2016-01-01,t\n\
    271446,大阪府,西区,交付,2016-12-31,1,135000,2016-01-01,t\n\
    271454,大阪府,南区,交付,2016-12-31,1,146000,2016-01-01,t\n\
    271462,大阪府,北区,交付,2016-12-31,1,158000,2016-01-01,t\n\
    271471,大阪府,美原区,交付,2016-12-31,1,39000,2016-01-01,t\n";

pub(crate) const INDICATORS: &str = "id,kind,name,unit,source\nonline_rate,outcome,行政手続きのオンライン化率,%,t\n";

pub(crate) const CARD_HEADER: &str = "団体コード,種別,基準日,枚数,人口,人口算出基準日\n";

pub(crate) fn case(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)).unwrap()
}

/// A database with a city and its wards, an indicator and the procedures T-001 to T-004.
pub(crate) struct City {
    pub(crate) installation: Installation,
}

impl City {
    pub(crate) async fn new() -> Self {
        let city = Self { installation: Installation::empty().await };
        city.accept(&request(Kind::Cards, "areas.csv"), AREAS.as_bytes()).await;
        city.accept(&request(Kind::Indicators, "indicators.csv"), INDICATORS.as_bytes()).await;
        let base = "S00_base_procedures.csv";
        city.accept(&request(Kind::Procedures, base), &case(base)).await;
        city
    }

    pub(crate) async fn accept(&self, request: &Request, bytes: &[u8]) -> Report {
        self.installation.accept(request, bytes).await
    }

    pub(crate) async fn accept_case(&self, kind: Kind, name: &str) -> Report {
        self.accept(&request(kind, name), &case(name)).await
    }

    pub(crate) async fn accept_text(&self, kind: Kind, text: &str) -> Report {
        self.accept(&request(kind, "table.csv"), text.as_bytes()).await
    }

    pub(crate) async fn refuse(&self, request: &Request, bytes: &[u8]) -> Vec<String> {
        self.installation.refuse(request, bytes).await
    }

    pub(crate) async fn refuse_case(&self, kind: Kind, name: &str) -> Vec<String> {
        self.refuse(&request(kind, name), &case(name)).await
    }

    pub(crate) async fn cards(&self, area: &str, measure: Measure) -> Vec<CardCount> {
        let all = cards::list_card_counts(&mut self.installation.db.read().await.unwrap()).await.unwrap();
        let is_new = |count: &CardCount| count.as_of != day("2016-12-31");
        all.into_iter()
            .filter(|count| count.area.as_str() == area && count.measure == measure && is_new(count))
            .collect()
    }

    pub(crate) async fn procedure(&self, id: &str) -> Procedure {
        let id: ProcedureId = id.parse().unwrap();
        let all = procedures::list_procedures(&mut self.installation.db.read().await.unwrap()).await.unwrap();
        all.into_iter().find(|procedure| procedure.id == id).expect("it was imported")
    }

    pub(crate) async fn targets(&self) -> Vec<(i32, f64)> {
        let values = indicators::list_indicator_values(&mut self.installation.db.read().await.unwrap()).await.unwrap();
        values.into_iter().map(|(_, IndicatorValue { fiscal_year, value, .. })| (fiscal_year.0, value)).collect()
    }
}

pub(crate) fn department(name: &str) -> Option<DepartmentCode> {
    Some(name.parse().unwrap())
}
