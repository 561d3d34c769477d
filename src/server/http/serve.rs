//! Runs the server: the listener, polling for new revisions, graceful shutdown.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use store::error::AppError;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::connections::{self, Limits};
use super::router::router;
use crate::server::state::AppState;

/// Number of revision polls between two clean-ups of abandoned files.
const LOOKS_BETWEEN: u64 = 600;

/// Interval between revision polls.
const EVERY: Duration = Duration::from_secs(1);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How many new connections the system keeps until they are accepted. Where a thousand clients come at once and find the
/// usual 1,024 places taken, theirs is the second attempt of their system, a second later.
const WAITING: u32 = 4096;

/// Serves until the process is asked to stop, and returns once no connection and no background task is left.
///
/// # Errors
/// Returns an error if the address cannot be bound.
pub async fn serve(state: AppState, listen: SocketAddr) -> Result<(), AppError> {
    let listener = bind(listen).map_err(|cause| AppError::File {
        context: format!("cannot listen on {listen}; choose another address with --listen"),
        cause,
    })?;
    let address = listener.local_addr().unwrap_or(listen);
    println!("http://{address}");
    if let Some(code) = state.settings().contact_department.as_ref()
        && state.snapshot().department_today(code).is_none()
    {
        tracing::warn!(%code, "the contact department is not among the departments; /accessibility names no contact");
    }
    let heard = Arc::new(Notify::new());
    let mut background = JoinSet::new();
    background.spawn(follow_revisions(state.clone(), Arc::clone(&heard)));
    background.spawn(listen_for_revisions(state.clone(), heard));
    background.spawn(compare_rows_daily(state.clone()));
    connections::serve(listener, router(state), Limits::default(), shutdown_signal()).await;
    background.shutdown().await;
    Ok(())
}

fn bind(listen: SocketAddr) -> io::Result<TcpListener> {
    let socket = if listen.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // After a restart the address is free at once. On Windows the option would let another process take it.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(listen)?;
    socket.listen(WAITING)
}

/// Follows revisions written by other processes to the same database, such as an import at the command line or a second
/// replica. The database is polled once a second, and immediately when it sends a notification.
async fn follow_revisions(state: AppState, heard: Arc<Notify>) {
    let mut every_second = tokio::time::interval(EVERY);
    every_second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut reachable, mut goes_on, mut publishes, mut forgets) = (true, true, true, true);
    let mut looks: u64 = 0;
    loop {
        tokio::select! {
            _ = every_second.tick() => {}
            () = heard.notified() => {}
        }
        state.evict_expired();
        let began = Instant::now();
        match state.refresh().await {
            Ok(is_new) => {
                reachable = true;
                if is_new {
                    // However much is being written, reloading takes up at most half of the time.
                    tokio::time::sleep(began.elapsed()).await;
                }
            }
            // Logged once, not every second.
            Err(error) if reachable => {
                reachable = false;
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "the database cannot be read; serving the last revision"
                );
            }
            Err(_) => {}
        }
        // What is broken is logged once, not every second. While the database is only busy, each try has waited long.
        match state.begin_new_day().await {
            Ok(()) => goes_on = true,
            Err(error) if goes_on && reachable => {
                goes_on = error.is_busy();
                error.log("the audit log cannot begin a new day; run `tetsuzuki verify` to check it");
            }
            Err(_) => {}
        }
        match state.publish_due().await {
            Ok(()) => publishes = true,
            Err(error) if publishes && reachable => {
                publishes = error.is_busy();
                error.log("what was scheduled for today could not be published");
            }
            Err(_) => {}
        }
        if looks.is_multiple_of(LOOKS_BETWEEN) {
            match state.delete_abandoned_uploads().await {
                Ok(()) => forgets = true,
                Err(error) if forgets && reachable => {
                    forgets = error.is_busy();
                    error.log("old files could not be deleted");
                }
                Err(_) => {}
            }
        }
        looks += 1;
    }
}

/// Compares all rows with what the product wrote, at the start and once a day.
async fn compare_rows_daily(state: AppState) {
    let mut every_day = tokio::time::interval(DAY);
    every_day.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        every_day.tick().await;
        if let Err(error) = state.compare_rows().await {
            error.log("the rows of data could not be compared");
        }
    }
}

/// Waits for revision notifications, if the database supports them. Reconnects when the connection is lost.
async fn listen_for_revisions(state: AppState, heard: Arc<Notify>) {
    let mut is_heard = true;
    loop {
        let lost = match state.db().listen().await {
            Ok(None) => return,
            Ok(Some(mut listener)) => {
                is_heard = true;
                // Notifications sent while disconnected are lost, so check once now.
                heard.notify_one();
                loop {
                    match listener.next_notification().await {
                        Ok(()) => heard.notify_one(),
                        Err(error) => break error,
                    }
                }
            }
            Err(error) => error,
        };
        // Logged once, not every second.
        if std::mem::take(&mut is_heard) {
            tracing::warn!(
                error = &lost as &dyn std::error::Error,
                "lost the notification connection to the database; polling once a second until it is back"
            );
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn shutdown_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => tokio::select! {
                () = interrupt => {},
                _ = terminate.recv() => {},
            },
            Err(_) => interrupt.await,
        }
    }
    #[cfg(not(unix))]
    interrupt.await;
}
