//! A city that answers requests.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use chrono::{DateTime, Utc};
use store::Db;
use tetsuzuki::server::http::router::router;
use tetsuzuki::server::settings::Settings;
use tetsuzuki::server::state::AppState;
use tower::ServiceExt;

use super::{Answer, Database, noon_of_today};

/// A city that answers requests, in the test's own process.
#[derive(Debug, Clone)]
pub struct City {
    pub router: Router,
    pub state: AppState,
}

impl City {
    /// The same city with other settings.
    pub fn with_settings(self, settings: Settings) -> Self {
        let state = self.state.with_settings(settings);
        Self { router: router(state.clone()), state }
    }

    /// The same city at another time.
    pub fn at(&self, clock: fn() -> DateTime<Utc>) -> Self {
        let state = self.state.clone().with_clock(clock);
        Self { router: router(state.clone()), state }
    }

    /// The city of `serve --demo`.
    pub async fn demonstration(database: &Database) -> Self {
        Self::of(database.open_demonstration().await).await
    }

    /// The city in a database.
    pub async fn of(db: Db) -> Self {
        let state = AppState::new(db, noon_of_today).await.unwrap();
        Self { router: router(state.clone()), state }
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    pub async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        answer.assert_has_all_texts(address);
        answer
    }
}
