//! The state of a connection, watched from outside: whether it is waiting, and since when it has made no progress.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::Limits;

/// The state that decides when a connection is closed.
#[derive(Debug)]
pub(super) struct ConnectionState {
    /// Whether it is one of those reserved for health checks.
    pub(super) is_beyond_limit: bool,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    since: Instant,
    /// Since when the client has not read pending data.
    blocked: Option<Instant>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Waiting for a request head, or receiving it.
    Head,
    /// Receiving a request or sending its response.
    Answering,
    /// The last response is complete.
    Idle,
}

impl ConnectionState {
    pub(super) fn new(is_beyond_limit: bool) -> Self {
        let state = State { phase: Phase::Head, since: Instant::now(), blocked: None };
        Self { is_beyond_limit, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, phase: Phase) {
        let mut state = self.state();
        state.phase = phase;
        state.since = Instant::now();
    }

    /// Called with a complete request head; the response ends when the returned guard is dropped.
    pub(super) fn begin(self: &Arc<Self>) -> UnderWay {
        self.enter(Phase::Answering);
        UnderWay(Arc::clone(self))
    }

    /// When the connection times out, unless something changes.
    pub(super) fn deadline(&self, limits: &Limits) -> Instant {
        let state = self.state();
        let longest = match state.phase {
            Phase::Head => limits.head,
            Phase::Answering => limits.whole,
            Phase::Idle => limits.idle,
        };
        let due = state.since + longest;
        state.blocked.map_or(due, |since| due.min(since + limits.stalled))
    }

    /// Since when it has waited for a request; `None` during a request.
    pub(super) fn waits_since(&self) -> Option<Instant> {
        let state = self.state();
        (state.phase != Phase::Answering && state.blocked.is_none()).then_some(state.since)
    }

    /// Since when its client has not read a response.
    pub(super) fn blocked_since(&self) -> Option<Instant> {
        self.state().blocked
    }

    fn has_read(&self) {
        let mut state = self.state();
        if state.phase == Phase::Idle {
            state.phase = Phase::Head;
            state.since = Instant::now();
        }
    }

    fn has_written(&self, written: &Poll<io::Result<usize>>) {
        let mut state = self.state();
        if written.is_ready() {
            state.blocked = None;
        } else if state.blocked.is_none() {
            state.blocked = Some(Instant::now());
        }
    }
}

/// A request, from its head to the end of its response.
#[derive(Debug)]
pub(super) struct UnderWay(Arc<ConnectionState>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.enter(Phase::Idle);
    }
}

/// A stream that reports its progress to the connection state.
#[derive(Debug)]
pub(super) struct WatchedStream {
    stream: TcpStream,
    line: Arc<ConnectionState>,
}

impl WatchedStream {
    pub(super) fn new(stream: TcpStream, line: Arc<ConnectionState>) -> Self {
        Self { stream, line }
    }
}

impl AsyncRead for WatchedStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        if into.filled().len() > before {
            self.line.has_read();
        }
        read
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.line.has_written(&written);
        written
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.line.has_written(&written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A response body; the request is in progress until it is dropped.
#[derive(Debug)]
pub(super) struct TrackedBody {
    body: Body,
    _under_way: UnderWay,
}

impl TrackedBody {
    pub(super) fn new(body: Body, under_way: UnderWay) -> Self {
        Self { body, _under_way: under_way }
    }
}

impl HttpBody for TrackedBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
