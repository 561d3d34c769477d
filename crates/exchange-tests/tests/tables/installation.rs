//! An installation to import into, and the requests of these tests.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use domain::area::{Area, AreaCode};
use domain::local_governments;
use domain::source::Source;
use exchange::import::report::Report;
use exchange::import::{GivenSource, Kind, Request, import};
use store::{AuditRow, Db, KeyPlace, WriteKind, areas, cards, sources};
use tempfile::TempDir;

/// The name and the text of a case.
macro_rules! case {
    ($file:literal) => {
        ($file, include_str!(concat!("../cases/", $file)))
    };
}

/// The sources that rows of these tests name.
const SOURCES: [&str; 3] = ["t", "sheet", "month"];

/// A database of its own.
pub(crate) struct Installation {
    pub(crate) db: Db,
    _folder: TempDir,
}

pub(crate) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn code(text: &str) -> AreaCode {
    text.parse().unwrap()
}

impl Installation {
    pub(crate) async fn empty() -> Self {
        let folder = TempDir::new().unwrap();
        let address = format!("sqlite://{}", folder.path().join("test.db").display());
        let db = Db::open_with(&address, &KeyPlace::File(folder.path().join("audit-key"))).await.unwrap();
        let known = &SOURCES.map(|id| Source {
            id: id.parse().unwrap(),
            title: id.to_owned(),
            title_en: String::new(),
            publisher: String::new(),
            publisher_en: String::new(),
            url: String::new(),
            as_of: None,
            licence: String::new(),
            sample: false,
        });
        let saved: Result<(), store::error::AppError> = db
            .write(WriteKind::Published(now()), |transaction| {
                transaction.audit(AuditRow::new("test", "prepare", "sources"));
                Box::pin(async move { sources::save_sources(transaction, known).await })
            })
            .await;
        saved.unwrap();
        Self { db, _folder: folder }
    }

    /// The areas of the demonstration: a city with its wards.
    pub(crate) async fn of_sakai() -> Self {
        Self::with(&["271403", "271411", "271420", "271438", "271446", "271454", "271462", "271471"]).await
    }

    pub(crate) async fn with(codes: &[&str]) -> Self {
        let areas = codes.iter().map(|text| local_governments::find(&code(text)).expect("a listed code").area());
        Self::with_areas(areas.collect()).await
    }

    pub(crate) async fn with_areas(known: Vec<Area>) -> Self {
        let installation = Self::empty().await;
        let known = &known;
        let saved: Result<(), store::error::AppError> = installation
            .db
            .write(WriteKind::Published(now()), |transaction| {
                transaction.audit(AuditRow::new("test", "prepare", "areas"));
                Box::pin(async move { areas::save_areas(transaction, known).await })
            })
            .await;
        saved.unwrap();
        installation
    }

    pub(crate) async fn run(&self, request: &Request, file: impl AsRef<[u8]>) -> Report {
        import(&self.db, request, file, &|_, _| {}).await.unwrap()
    }

    pub(crate) async fn accept(&self, request: &Request, file: impl AsRef<[u8]>) -> Report {
        let report = self.run(request, file).await;
        assert!(!report.is_refused(), "{}", report.describe());
        report
    }

    /// The errors of a refused file, as a person reads them. Nothing was written.
    pub(crate) async fn refuse(&self, request: &Request, file: impl AsRef<[u8]>) -> Vec<String> {
        let before = self.areas().await.len();
        let report = self.run(request, file).await;
        assert!(report.is_refused(), "{}", report.describe());
        assert!(report.counts().is_empty() && self.areas().await.len() == before);
        let cells = report.bad_cells().iter().map(|cell| cell.describe(report.language()));
        report.refusal().map(ToOwned::to_owned).into_iter().chain(cells).collect()
    }

    pub(crate) async fn areas(&self) -> Vec<Area> {
        areas::list_areas(&mut self.db.read().await.unwrap()).await.unwrap()
    }

    pub(crate) async fn sources(&self) -> Vec<Source> {
        sources::list_sources(&mut self.db.read().await.unwrap()).await.unwrap()
    }

    pub(crate) async fn population(&self) -> Vec<(String, String, i64)> {
        let all = areas::list_population(&mut self.db.read().await.unwrap()).await.unwrap();
        all.into_iter().map(|count| (count.area.to_string(), count.as_of.to_string(), count.population.0)).collect()
    }

    pub(crate) async fn cards(&self) -> Vec<(String, i64)> {
        let all = cards::list_card_counts(&mut self.db.read().await.unwrap()).await.unwrap();
        all.into_iter().map(|count| (count.area.to_string(), count.cards.0)).collect()
    }
}

/// A request that says where the figures come from.
pub(crate) fn request(kind: Kind, file: &str) -> Request {
    Request { source: Some(named("the figures of this test")), ..without_source(kind, file) }
}

pub(crate) fn without_source(kind: Kind, file: &str) -> Request {
    Request::new(kind, file, now())
}

/// A known source, or a new one of a publisher.
pub(crate) fn named(title: &str) -> GivenSource {
    GivenSource { title: title.to_owned(), publisher: "堺市".to_owned(), ..GivenSource::default() }
}

/// A request for a table of cards that has no dates.
pub(crate) fn cards_of(file: &str) -> Request {
    Request { as_of: Some(day("2022-12-31")), population_as_of: Some(day("2022-01-01")), ..request(Kind::Cards, file) }
}

pub(crate) fn population_of(file: &str) -> Request {
    Request { as_of: Some(day("2022-01-01")), ..request(Kind::Population, file) }
}

/// The wards of Sakai.
pub(crate) const WARDS: [&str; 7] = ["271411", "271420", "271438", "271446", "271454", "271462", "271471"];
