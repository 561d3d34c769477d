//! Renders a page as one complete document, without inline scripts.
//!
//! The renderer would append scripts that pass resolved resources to the browser. Pages here have no such resources,
//! and the content security policy forbids inline scripts: left in, every visit would log an error, and a random number
//! in them would make two responses for the same page differ.

use std::future::ready;
use std::pin::Pin;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use futures::stream::{Stream, StreamExt, once};
use leptos::prelude::IntoView;
use leptos_axum::handle_response_inner;
use leptos_meta::provide_meta_context;

use super::furigana::PageReadings;
use super::gate::{Gate, Work};

type Chunks = Pin<Box<dyn Stream<Item = String> + Send>>;

/// Renders on a blocking thread once a permit is available, for pages that are not cached.
pub async fn render_on_blocking_thread<V>(
    work: Work,
    request: Request,
    provide: impl Fn() + Clone + Send + 'static,
    document: impl FnOnce() -> V + Send + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    match request.extensions().get::<Gate>().cloned() {
        Some(gate) => {
            let made = gate.make(work, move |_| render(request, provide, document)).await;
            made.unwrap_or_else(IntoResponse::into_response)
        }
        None => render(request, provide, document).await,
    }
}

/// Renders what `document` creates; `provide` supplies the context of its components. Takes milliseconds, so
/// it is called where responses are computed (see `gate`).
pub async fn render<V>(
    request: Request,
    provide: impl Fn() + Clone + Send + 'static,
    document: impl FnOnce() -> V + Send + 'static,
) -> Response
where
    V: IntoView + 'static,
{
    let provide = move || {
        provide_meta_context();
        provide();
    };
    let readings = PageReadings::of(&request);
    let response = handle_response_inner(provide, document, request, document_alone).await;
    match readings {
        Some(readings) => readings.apply(response).await,
        None => response,
    }
}

fn document_alone<V>(
    document: V,
    _scripts: Box<dyn FnOnce() -> Chunks + Send>,
    _out_of_order: bool,
) -> Pin<Box<dyn Future<Output = Chunks> + Send>>
where
    V: IntoView + 'static,
{
    Box::pin(async move {
        let document: String = document.to_html_stream_in_order().collect().await;
        Box::pin(once(ready(document))) as Chunks
    })
}
