//! The HTTP client for the provider. It uses TLS, except on this machine, follows no redirects, and limits the size and
//! duration of responses.

use std::time::Duration;

use axum::body::Bytes;
use futures::future::{BoxFuture, FutureExt};
use http::{Request, Response, Uri};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::AsyncHttpClient;
use thiserror::Error;

use crate::server::settings::is_protected;

/// Ten times the metadata and keys of large providers.
const LARGEST_ANSWER: usize = 256 * 1024;

/// A user is waiting for a page: two consecutive responses must arrive before the page times out.
const LONGEST_ANSWER: Duration = Duration::from_secs(5);

/// Why there is no response. The error does not repeat what the provider sent.
#[derive(Debug, Error)]
pub(super) enum HttpError {
    #[error("the system's certificates cannot be read: {0}")]
    NoCertificates(std::io::Error),
    #[error("the address neither uses TLS nor is on this machine")]
    NotProtected,
    #[error("it took longer than {} seconds", LONGEST_ANSWER.as_secs())]
    TooLate,
    #[error("the answer is larger than {LARGEST_ANSWER} bytes")]
    TooLarge,
    #[error("the connection failed")]
    Failed(#[source] hyper_util::client::legacy::Error),
    #[error("the answer broke off")]
    BrokeOff,
}

/// A client for one provider.
#[derive(Debug)]
pub(super) enum HttpClient {
    /// For a provider on this machine.
    WithoutTls(Client<HttpConnector, Full<Bytes>>),
    WithTls(Client<HttpsConnector<HttpConnector>, Full<Bytes>>),
}

impl HttpClient {
    pub(super) fn new(without_tls: bool) -> Result<Self, HttpError> {
        // No connections are kept open: hours may pass between two logins.
        let mut builder = Client::builder(TokioExecutor::new());
        let builder = builder.pool_max_idle_per_host(0);
        if without_tls {
            return Ok(Self::WithoutTls(builder.build_http()));
        }
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(HttpError::NoCertificates)?
            .https_only()
            .enable_http1()
            .build();
        Ok(Self::WithTls(builder.build(connector)))
    }

    /// Whether a URL named by the provider may be requested or passed to browsers.
    pub(super) fn may_lead_to(&self, uri: &Uri) -> bool {
        match self {
            Self::WithoutTls(_) => is_protected(uri),
            Self::WithTls(_) => uri.scheme_str() == Some("https"),
        }
    }

    async fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> {
        if !self.may_lead_to(request.uri()) {
            return Err(HttpError::NotProtected);
        }
        tokio::time::timeout(LONGEST_ANSWER, self.answer(request)).await.map_err(|_| HttpError::TooLate)?
    }

    async fn answer(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> {
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let answer = match self {
            Self::WithoutTls(client) => client.request(request).await,
            Self::WithTls(client) => client.request(request).await,
        };
        let (parts, body) = answer.map_err(HttpError::Failed)?.into_parts();
        let body = Limited::new(body, LARGEST_ANSWER)
            .collect()
            .await
            .map_err(|error| if error.is::<LengthLimitError>() { HttpError::TooLarge } else { HttpError::BrokeOff })?;
        Ok(Response::from_parts(parts, body.to_bytes().to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = BoxFuture<'c, Result<Response<Vec<u8>>, HttpError>>;

    fn call(&'c self, request: Request<Vec<u8>>) -> Self::Future {
        self.ask(request).boxed()
    }
}
