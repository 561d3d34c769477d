//! State shared by all requests: the database, the current snapshot, the clock and the settings.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::extract::FromRef;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use domain::calendar::{time_in_japan, today_in_japan};
use leptos::config::LeptosOptions;
use store::error::AppError;
use store::{Db, revision};
use tokio::sync::{Mutex, watch};

use super::audit;
use super::editing::Edits;
use super::editing::files::previews::Previews;
use super::http::client_address::ClientAddress;
use super::http::gate::Gate;
use super::http::readiness::{LastLook, Readiness};
use super::read_model::snapshot::Snapshot;
use super::reports::throttle::{ReportLimits, ReportThrottle};
use super::settings::Settings;
use super::staff::accounts::Accounts;
use super::staff::oidc::{OidcConfig, SignOn};
use super::staff::{AuthServices, lost_forms};

/// Most changed rows that one log line names.
const MAX_ROWS_LOGGED: usize = 10;

/// Shared by all requests; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    db: Db,
    snapshot: Arc<watch::Sender<Arc<Snapshot>>>,
    /// Held while a snapshot is loaded, so that an older snapshot cannot replace a newer one.
    loading: Arc<Mutex<()>>,
    clock: fn() -> DateTime<Utc>,
    client_address: ClientAddress,
    report_limits: Arc<ReportThrottle>,
    auth: AuthServices,
    previews: Previews,
    gate: Gate,
    settings: Arc<Settings>,
    readiness: Arc<LastLook>,
    /// Number of rows that differed from what the product wrote when they were last compared.
    rows_changed_outside: Arc<AtomicUsize>,
}

impl AppState {
    /// Loads the first snapshot.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn new(db: Db, clock: fn() -> DateTime<Utc>) -> Result<Self, AppError> {
        let snapshot = Arc::new(Snapshot::load(&db).await?);
        Ok(Self {
            db,
            snapshot: Arc::new(watch::Sender::new(snapshot)),
            loading: Arc::default(),
            clock,
            client_address: ClientAddress::default(),
            report_limits: Arc::default(),
            auth: AuthServices::default(),
            previews: Previews::default(),
            gate: Gate::default(),
            settings: Arc::default(),
            readiness: Arc::default(),
            rows_changed_outside: Arc::default(),
        })
    }

    /// Trusts a header in which a reverse proxy passes the client's address.
    #[must_use]
    pub fn with_client_address(mut self, client_address: ClientAddress) -> Self {
        self.client_address = client_address;
        self
    }

    /// Replaces the hourly limits on reports.
    #[must_use]
    pub fn with_report_limits(mut self, limits: ReportLimits) -> Self {
        self.report_limits = Arc::new(ReportThrottle::of(limits));
        self
    }

    /// Replaces the limits on concurrent work.
    #[must_use]
    pub fn with_gate(self, gate: Gate) -> Self {
        Self { gate, ..self }
    }

    /// Enables single sign-on.
    ///
    /// # Errors
    /// Returns an error if the configuration is invalid.
    pub fn with_single_sign_on(mut self, config: &OidcConfig) -> Result<Self, AppError> {
        self.auth.sign_on = Some(Arc::new(SignOn::of(config)?));
        Ok(self)
    }

    /// Replaces the clock.
    #[must_use]
    pub fn with_clock(self, clock: fn() -> DateTime<Utc>) -> Self {
        Self { clock, ..self }
    }

    pub(super) fn db(&self) -> &Db {
        &self.db
    }

    pub(super) fn client_address(&self) -> &ClientAddress {
        &self.client_address
    }

    pub(super) fn report_limits(&self) -> &ReportThrottle {
        &self.report_limits
    }

    /// The staff accounts.
    pub(super) fn accounts(&self) -> Accounts<'_> {
        Accounts { db: &self.db, hasher: &self.auth.hasher, now: self.now() }
    }

    /// Catalogue editing at the current time.
    pub(super) fn edits(&self) -> Edits<'_> {
        Edits { db: &self.db, now: self.now(), today: self.today() }
    }

    /// Import previews in progress.
    pub(super) fn previews(&self) -> &Previews {
        &self.previews
    }

    /// The gate for uncached work.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(super) fn auth(&self) -> &AuthServices {
        &self.auth
    }

    /// Evicts expired entries.
    pub(super) fn evict_expired(&self) {
        self.report_limits.forget(self.now());
        self.auth.forget(self.now());
        self.previews.forget_old(self.now());
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Replaces the settings.
    #[must_use]
    pub fn with_settings(self, settings: Settings) -> Self {
        Self { settings: Arc::new(settings), ..self }
    }

    #[must_use]
    pub fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.settings)
    }

    /// The current public data.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.borrow())
    }

    /// Today in Japan; read once per request and passed on from there.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        today_in_japan((self.clock)())
    }

    /// The date and time in Japan; read once per request and passed on from there.
    #[must_use]
    pub fn now_in_japan(&self) -> NaiveDateTime {
        let now = (self.clock)();
        today_in_japan(now).and_time(time_in_japan(now))
    }

    /// Replaces the snapshot if the database has a newer revision, whichever process wrote it.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read; the old snapshot then stays in use.
    pub async fn refresh(&self) -> Result<bool, AppError> {
        let _alone = self.loading.lock().await;
        let newest = revision::find_revision(&mut self.db.read().await?).await?;
        if newest == self.snapshot().revision {
            return Ok(false);
        }
        let snapshot = Arc::new(Snapshot::load_after(&self.db, &self.snapshot()).await?);
        tracing::info!(revision = snapshot.revision, "serving a new revision");
        self.snapshot.send_replace(snapshot);
        Ok(true)
    }

    /// Begins the day in the audit log if its last row is from an earlier day. The head of that day is published with
    /// the next snapshot.
    ///
    /// # Errors
    /// Returns an error if the database fails, or the log cannot be continued.
    pub async fn begin_new_day(&self) -> Result<(), AppError> {
        if self.snapshot().audit_log.last_day.is_some_and(|last| last < self.today()) {
            audit::checkpoint_day(&self.db, self.now()).await?;
        }
        Ok(())
    }

    /// Publishes scheduled changes that are due.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn publish_due(&self) -> Result<(), AppError> {
        let published = self.edits().publish_due().await?;
        if published > 0 {
            tracing::info!(published, "published what was scheduled for today");
            self.refresh().await?;
        }
        Ok(())
    }

    /// Deletes uploaded files that were abandoned, what nobody came back for, and what readers added to reports long ago.
    ///
    /// # Errors
    /// Returns an error if the database fails.
    pub async fn delete_abandoned_uploads(&self) -> Result<(), AppError> {
        lost_forms::forget(&self.db, self.now()).await?;
        self.edits().forget_views().await?;
        let texts = self.edits().delete_report_texts(self.settings.report_texts).await?;
        if texts > 0 {
            tracing::info!(texts, "deleted what readers had added to reports");
        }
        let forgotten = self.edits().delete_abandoned_files().await?;
        if forgotten > 0 {
            tracing::info!(forgotten, "deleted old files");
        }
        Ok(())
    }

    /// Whether the service can handle requests, for `/readyz`. The result is reused for half a second and shared by
    /// concurrent requests, so that checks do not get in the way of real work.
    pub(super) async fn readiness(&self) -> Readiness {
        self.readiness.look(async || Readiness::of(&self.db, self.now(), self.rows_changed_outside()).await).await
    }

    /// Number of rows that differed from what the product wrote when they were last compared.
    pub(super) fn rows_changed_outside(&self) -> usize {
        self.rows_changed_outside.load(Ordering::Relaxed)
    }

    /// Compares all rows with what the product wrote, and logs an error that names those that differ. They are served
    /// nevertheless: the city decides what is right, and a site that is down helps nobody.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub async fn compare_rows(&self) -> Result<(), AppError> {
        let found = audit::compare_rows(&self.db).await?.damage;
        self.rows_changed_outside.store(found.len(), Ordering::Relaxed);
        if !found.is_empty() {
            let named: Vec<String> = found.iter().take(MAX_ROWS_LOGGED).map(ToString::to_string).collect();
            tracing::error!(
                rows = found.len(),
                first = named.join("; "),
                "data was changed outside this program; `tetsuzuki verify` lists every row"
            );
        }
        Ok(())
    }

    /// The time of the last row of the audit log, if the clock is behind it.
    ///
    /// # Errors
    /// Returns an error if the database cannot be read.
    pub(super) async fn log_ahead_of_clock(&self) -> Result<Option<DateTime<Utc>>, AppError> {
        self.db.find_audit_row_after(self.now()).await
    }

    /// Logs a warning at startup if the clock is behind the last row of the audit log.
    pub async fn warn_about_clock(&self) {
        if let Ok(Some(last_row)) = self.log_ahead_of_clock().await {
            tracing::warn!(
                clock = %self.now(),
                %last_row,
                "the clock is behind the last row of the audit log: was it ahead before, or is it behind now? Until \
                 it catches up, new rows get the timestamp of that row"
            );
        }
    }
}

/// Leptos requires its own options; only the name of the WebAssembly file is used.
impl FromRef<AppState> for LeptosOptions {
    fn from_ref(_: &AppState) -> Self {
        Self::builder().output_name("tetsuzuki").build()
    }
}
