//! Connections: how many are allowed, how long each may take, and how they end.
//!
//! A client that sends nothing, trickles bytes or does not read its response costs a file descriptor and memory, and
//! nothing in HTTP makes it leave. The timers of `hyper` cover only the head of a request, and cannot tell it from the
//! pause between two requests. Here each connection is watched from outside (`watched`). Only HTTP/1.1 is supported:
//! with TLS, the reverse proxy speaks HTTP/2 to browsers.

mod watched;

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, Version, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, Id, JoinSet};
use tokio::time::{Instant, sleep_until};
use tower::ServiceExt;
use tower_http::timeout::TimeoutBody;

use watched::{ConnectionState, TrackedBody, WatchedStream};

/// The limits of connections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// From the start of a connection, or from the first byte of a further request, to the end of the request head.
    pub head: Duration,
    /// Between two requests.
    pub idle: Duration,
    /// Without progress in reading a request body or writing a response.
    pub stalled: Duration,
    /// For a request and its response as a whole.
    pub whole: Duration,
    /// For finishing responses after the process is asked to stop.
    pub stop: Duration,
    /// Maximum number of connections.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            stalled: Duration::from_secs(30),
            // The largest file over a connection of 0.5 Mbit/s.
            whole: Duration::from_secs(600),
            stop: Duration::from_secs(7),
            connections: max_connections(descriptors()),
        }
    }
}

/// Additional connections beyond the limit, for health checks; other requests on them are told to retry.
const FOR_HEALTH: usize = 16;

/// Connections that were closed to make room and may still have a descriptor each. Fewer than are reserved for everything
/// else.
const CLOSING: usize = 32;

/// Time for the request head on such a connection, before it makes room for the next.
const HEAD_FOR_HEALTH: Duration = Duration::from_secs(2);

/// Time for a partially received request head after the process is asked to stop.
const HEAD_AT_STOP: Duration = Duration::from_secs(1);

/// A response that has not progressed for this long may be closed in favour of another connection.
const SLOW: Duration = Duration::from_secs(5);

/// The pause when no file descriptor is left for the next connection; otherwise the listener would loop.
const PAUSE: Duration = Duration::from_millis(100);

/// Holds a request head, and data waiting to be read or sent besides one chunk of a response.
const BUFFER: usize = 64 * 1024;

/// The cap on connections: more would only use memory. A proxy in front needs a few hundred.
const MOST_CONNECTIONS: u64 = 4_096;

/// Reserved for the database and its files, imports, the listener, single sign-on, and connections just closed.
const OTHER_DESCRIPTORS: u64 = 128;

/// The number of connections that the descriptor limit allows.
fn max_connections(descriptors: Option<u64>) -> usize {
    let most = descriptors.map_or(MOST_CONNECTIONS, |most| {
        let others = OTHER_DESCRIPTORS.min(most / 2);
        (most - others).clamp(1, MOST_CONNECTIONS)
    });
    usize::try_from(most).expect("a few thousand")
}

/// The process's limit on file descriptors; `None` if unlimited.
fn descriptors() -> Option<u64> {
    #[cfg(unix)]
    return rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    #[cfg(not(unix))]
    None
}

/// Marks a request on a connection reserved for health checks; anything else on it is refused.
#[derive(Debug, Clone, Copy)]
pub struct BeyondLimit;

/// Marks an HTTP/1.1 request that names no host, or more than one: two readers might disagree on the site (RFC 9112,
/// section 3.2).
#[derive(Debug, Clone, Copy)]
pub struct UnclearHost;

/// Serves connections until told to stop, and returns when all of them have ended.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let (stopping, told) = watch::channel(false);
    let mut open = OpenConnections { limits, lines: HashMap::new(), tasks: JoinSet::new() };
    let mut stop = pin!(stop);
    let mut wait_until = None;
    let mut last_said: Option<Instant> = None;
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(ended) = open.tasks.join_next_with_id() => {
                open.forget(ended);
                continue;
            }
            accepted = accept(&listener, wait_until), if open.may_accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                wait_until = None;
                open.take(stream, peer, &router, &told);
            }
            Err(error) if is_client_error(&error) => {}
            Err(error) => {
                if last_said.is_none_or(|said| said.elapsed() > Duration::from_secs(60)) {
                    last_said = Some(Instant::now());
                    tracing::error!(%error, "connections cannot be accepted; retrying ten times a second");
                }
                open.close_oldest(false);
                wait_until = Some(Instant::now() + PAUSE);
            }
        }
    }
    drop(listener);
    stopping.send_replace(true);
    let all = async { while open.tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(open.limits.stop, all).await.is_err() {
        tracing::warn!(connections = open.tasks.len(), "connections were closed in the middle of their answers");
        open.tasks.shutdown().await;
    }
}

async fn accept(listener: &TcpListener, wait_until: Option<Instant>) -> io::Result<(TcpStream, SocketAddr)> {
    if let Some(moment) = wait_until {
        sleep_until(moment).await;
    }
    listener.accept().await
}

/// Whether the client disconnected before its connection was accepted, which is not an error here.
fn is_client_error(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// The open connections.
struct OpenConnections {
    limits: Limits,
    lines: HashMap<Id, (Arc<ConnectionState>, AbortHandle)>,
    tasks: JoinSet<()>,
}

impl OpenConnections {
    fn forget(&mut self, ended: Result<(Id, ()), tokio::task::JoinError>) {
        let id = match ended {
            Ok((id, ())) => id,
            Err(error) => error.id(),
        };
        self.lines.remove(&id);
    }

    /// Whether there is a descriptor for one more connection. One that was closed to make room keeps its own until the
    /// runtime has dropped it, which takes a while when many clients come at once.
    fn may_accept(&self) -> bool {
        self.tasks.len() < self.limits.connections + FOR_HEALTH + CLOSING
    }

    fn count(&self, beyond: bool) -> usize {
        self.lines.values().filter(|(line, _)| line.is_beyond_limit == beyond).count()
    }

    /// Accepts a connection, closing another if necessary. If there is no room, the connection is closed at once.
    fn take(&mut self, stream: TcpStream, peer: SocketAddr, router: &Router, told: &watch::Receiver<bool>) {
        // Counted only when there are many.
        let beyond = self.lines.len() >= self.limits.connections
            && self.count(false) >= self.limits.connections
            && !self.close_oldest(false);
        if beyond && self.count(true) >= FOR_HEALTH && !self.close_oldest(true) {
            return;
        }
        // Small responses are sent at once.
        let _ = stream.set_nodelay(true);
        let line = Arc::new(ConnectionState::new(beyond));
        let mut limits = self.limits.clone();
        if beyond {
            limits.head = limits.head.min(HEAD_FOR_HEALTH);
        }
        let attended = attend(stream, peer, router.clone(), Arc::clone(&line), limits, told.clone());
        let task = self.tasks.spawn(attended);
        self.lines.insert(task.id(), (line, task));
    }

    /// Closes the connection that has been idle longest, or else the one whose response has been blocked longest. Even
    /// the longest wait may be short: when a thousand clients come back at once, it is still longer than that of the
    /// client that would be turned away instead. A quota per address would be unfair to clients behind one proxy.
    /// Returns whether there was such a connection.
    fn close_oldest(&mut self, beyond: bool) -> bool {
        let now = Instant::now();
        let candidates = || self.lines.iter().filter(|(_, (line, _))| line.is_beyond_limit == beyond);
        let waits =
            candidates().filter_map(|(id, (line, _))| Some((line.waits_since()?, *id))).min_by_key(|(since, _)| *since);
        let slow = || {
            candidates()
                .filter_map(|(id, (line, _))| Some((line.blocked_since()?, *id)))
                .filter(|(since, _)| now.duration_since(*since) >= SLOW)
                .min_by_key(|(since, _)| *since)
        };
        let Some((_, id)) = waits.or_else(slow) else { return false };
        if let Some((_, task)) = self.lines.remove(&id) {
            task.abort();
        }
        true
    }
}

/// Serves one connection until it ends, is too slow, or the process stops.
async fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    line: Arc<ConnectionState>,
    limits: Limits,
    mut told: watch::Receiver<bool>,
) {
    let stalled = limits.stalled;
    let answering = Arc::clone(&line);
    let service = service_fn(move |request: Request<Incoming>| {
        let (router, line) = (router.clone(), Arc::clone(&answering));
        async move { Ok::<_, Infallible>(answer(request, peer, router, line, stalled).await) }
    });
    let connection = http1::Builder::new()
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(WatchedStream::new(stream, Arc::clone(&line))), service);
    let mut connection = pin!(connection);
    let mut stop = pin!(told.wait_for(|stopping| *stopping));
    let mut stopped_at = None;
    let mut alarm = pin!(sleep_until(line.deadline(&limits)));
    poll_fn(|context| {
        if stopped_at.is_none() && stop.as_mut().poll(context).is_ready() {
            stopped_at = Some(Instant::now());
            connection.as_mut().graceful_shutdown();
        }
        // A transmission error is left for the client to notice.
        if connection.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        let mut due = line.deadline(&limits);
        if let Some(stopped_at) = stopped_at
            && line.waits_since().is_some()
        {
            due = due.min(stopped_at + HEAD_AT_STOP);
        }
        if due < alarm.deadline() {
            alarm.as_mut().reset(due);
        }
        while alarm.as_mut().poll(context).is_ready() {
            if due <= Instant::now() {
                return Poll::Ready(());
            }
            alarm.as_mut().reset(due);
        }
        Poll::Pending
    })
    .await;
}

async fn answer(
    request: Request<Incoming>,
    peer: SocketAddr,
    router: Router,
    line: Arc<ConnectionState>,
    stalled: Duration,
) -> Response<TrackedBody> {
    let under_way = line.begin();
    let mut request = request.map(|body| Body::new(TimeoutBody::new(stalled, body)));
    request.extensions_mut().insert(ConnectInfo(peer));
    if line.is_beyond_limit {
        request.extensions_mut().insert(BeyondLimit);
    }
    if request.version() == Version::HTTP_11 && request.headers().get_all(header::HOST).iter().count() != 1 {
        request.extensions_mut().insert(UnclearHost);
    }
    let mut response = match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if line.is_beyond_limit {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response.map(|body| TrackedBody::new(body, under_way))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_room_for_the_files_of_the_process() {
        assert_eq!(max_connections(Some(1_024)), 896);
        assert_eq!(max_connections(Some(64)), 32);
        assert_eq!(max_connections(Some(1)), 1);
        assert_eq!(max_connections(Some(0)), 1);
        assert_eq!(max_connections(Some(1_048_576)), 4_096);
        assert_eq!(max_connections(None), 4_096);
    }
}
