//! Parts common to all figures: the named drawing, and the sources of its data.

use charts::{Caption, Width};
use domain::source::SourceId;
use domain::web_address::link;
use leptos::prelude::*;

use super::foreign::mark_japanese;
use super::markup::{IntoMarkup, Markup, MarkupChildren};
use super::raw_markup;
use super::sample_label::SampleLabel;
use super::table::TableRegion;
use crate::page_context::PageContext;
use crate::server::query::known_part;

/// Data for the script in the browser, embedded in the page. The chart's own texts contain the values of each date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// The accessible name of the readout.
    pub label: String,
    /// One row per line: the classes of its symbol, a tab, its name.
    pub lines: String,
    /// Positions of the dates in ten-thousandths of the width: one row for the wide chart, a second for the narrow one.
    pub places: String,
}

/// A named drawing in two widths. The style sheet shows one of them. Related content, such as a source, is in the
/// caption below.
#[component]
pub fn Drawing(
    /// Unique in the page, ASCII only. Used in the drawing's URL.
    #[prop(into)]
    id: String,
    #[prop(into)] title: String,
    /// The wide and the narrow drawing.
    drawings: [String; 2],
    /// The readout for each date, if the drawing has dates.
    #[prop(optional_no_strip)]
    readings: Option<Readings>,
    #[prop(optional)] children: Option<MarkupChildren>,
) -> Markup {
    let context = PageContext::current();
    if let Some(exports) = &context.exports {
        exports.begin_drawing(&id, &title, &drawings);
    }
    let below = children.map(|children| children.render());
    if let Some(exports) = &context.exports {
        exports.end_drawing();
    }
    let pair = raw_markup::drawings("chart-pair", &drawings);
    let pair = match readings {
        Some(Readings { label, lines, places }) => {
            let separator = context.text("figure-list-separator");
            view! {
                <div class="readable" data-label=label data-lines=lines data-places=places data-separator=separator>
                    {pair}
                </div>
            }
            .into_markup()
        }
        None => pair,
    };
    view! {
        <figure class="drawing stack" id=format!("drawing-{id}")>
            <figcaption>{mark_japanese(&context, &title)}</figcaption>
            {pair}
            {below}
            {files_of(&context, &id)}
        </figure>
    }
    .into_markup()
}

/// Links to download the drawing as a file or to embed it in another site.
fn files_of(context: &PageContext, id: &str) -> Markup {
    let file = |ending: &str| file_address(context, &format!("/drawings/{id}{ending}"));
    let frame = address_with_query(context, "/embed", &format!("/drawings/{id}"));
    let code = format!("<iframe src=\"{}\" width=\"100%\" height=\"480\"></iframe>", context.whole_address(&frame));
    view! {
        <details class="take-away no-print">
            <summary>{context.text("take-away")}</summary>
            <ul class="inline-list" role="list">
                <li><a href=file(".svg")>"SVG"</a></li>
                <li><a href=file(".png")>"PNG"</a></li>
                <li><a href=frame>{context.text("take-away-frame")}</a></li>
            </ul>
            <code lang="en">{code}</code>
        </details>
    }
    .into_markup()
}

/// The URL of a file of this page, with the page's query.
#[must_use]
pub fn file_address(context: &PageContext, file: &str) -> String {
    address_with_query(context, "/files", file)
}

fn address_with_query(context: &PageContext, folder: &str, file: &str) -> String {
    let page = context.link(&context.page);
    let page = match page.trim_end_matches('/') {
        "" => "/index",
        page => page,
    };
    let known = known_part(&context.query);
    let query = if known.is_empty() { String::new() } else { format!("?{known}") };
    format!("{folder}{page}{file}{query}")
}

/// A link to the workbook with the tables of the page.
#[must_use]
pub fn workbook_link(context: &PageContext) -> Markup {
    view! {
        <p class="no-print"><a href=file_address(context, ".xlsx")>{context.text("take-away-workbook")}</a></p>
    }
    .into_markup()
}

/// Draws the same data in both widths, each with its own id.
pub fn both_widths(id: &str, title: &str, desc: &str, draw: impl Fn(Caption, Width) -> String) -> [String; 2] {
    [(Width::Wide, "wide"), (Width::Narrow, "narrow")].map(|(width, suffix)| {
        let caption = Caption { id: format!("{id}-{suffix}"), title: title.to_owned(), desc: desc.to_owned() };
        draw(caption, width)
    })
}

/// Lists the sources of the figures above, and marks sample data.
#[component]
pub fn Sources(
    /// May contain duplicates.
    sources: Vec<SourceId>,
    /// Whether any of the figures is sample data.
    #[prop(optional)]
    sample: bool,
    /// A sentence after the sources.
    #[prop(optional, into)]
    note: String,
) -> Markup {
    let context = PageContext::current();
    if let Some(exports) = &context.exports {
        exports.sources(&sources, sample, &note);
    }
    let mut named: Vec<SourceId> = Vec::new();
    for source in sources {
        context.named_sources.add(&source);
        if !named.contains(&source) {
            named.push(source);
        }
    }
    let last = named.len().saturating_sub(1);
    let separator = context.text("figure-source-separator");
    let entries: Vec<Markup> = named
        .iter()
        .enumerate()
        .map(|(at, id)| {
            let separator = (at < last).then(|| separator.clone());
            view! { {source_name(&context, id)} {separator} }.into_markup()
        })
        .collect();
    let sources = (!entries.is_empty()).then(|| view! { {context.text("figure-source")} " " {entries} " " });
    let note = (!note.is_empty()).then_some(note);
    view! { <p class="source-note">{sources} {note} " " <SampleLabel sample=sample /></p> }.into_markup()
}

fn source_name(context: &PageContext, id: &SourceId) -> Markup {
    let name = context.source_name(id);
    let Some(source) = context.snapshot.source(id) else {
        return name.into_markup();
    };
    let lang = context.lang_of_pick(&source.title_en);
    if link(&source.url).is_none() {
        view! { <span lang=lang>{name}</span> }.into_markup()
    } else {
        view! { <a href=source.url.clone() lang=lang>{name}</a> }.into_markup()
    }
}

/// A table in its own scrollable region, for tables that are built before they are placed.
#[must_use]
pub fn table_region(label: &str, table: impl IntoView + 'static) -> Markup {
    let (label, table) = (label.to_owned(), table.into_markup());
    view! { <TableRegion label=label>{table}</TableRegion> }.into_markup()
}
