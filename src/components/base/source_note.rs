//! The source of a figure, shown beside it.

use chrono::NaiveDate;
use domain::source::SourceId;
use domain::web_address::link;
use leptos::prelude::*;

use super::city_text::city_words;
use super::foreign::mark_japanese;
use super::markup::{IntoMarkup, Markup};
use super::sample_label::SampleLabel;
use crate::page_context::PageContext;

/// Names the source with its publisher, the date of the figures and the licence. `as_of` is the date of the figures;
/// the default is the source's own date, if known.
#[component]
pub fn SourceNote(source: SourceId, #[prop(optional_no_strip)] as_of: Option<NaiveDate>) -> Markup {
    let context = PageContext::current();
    let language = context.language;
    context.named_sources.add(&source);
    let Some(source) = context.snapshot.source(&source) else {
        return view! { <p class="source-note">{context.text("source-unknown")}</p> }.into_markup();
    };
    let title = language.pick(&source.title, &source.title_en).to_owned();
    let foreign = context.lang_of_pick(&source.title_en);
    let title = if link(&source.url).is_none() {
        view! { <cite lang=foreign>{title}</cite> }.into_markup()
    } else {
        view! { <a href=source.url.clone() lang=foreign>{title}</a> }.into_markup()
    };
    let publisher = language.pick(&source.publisher, &source.publisher_en).to_owned();
    let date = as_of.or(source.as_of).map(|date| language.text_with("as-of", [("date", language.date(date).into())]));
    let licence = (!source.licence.is_empty())
        .then(|| language.text_with("licence", [("licence", city_words(&context, &source.licence).into())]));
    let details: Vec<_> = [(!publisher.is_empty()).then_some(publisher), date, licence]
        .into_iter()
        .flatten()
        .map(|part| view! { <span>{mark_japanese(&context, &part)}</span> })
        .collect();
    view! {
        <p class="source-note">
            <b>{context.text("source")}</b>
            " "
            {title}
            " "
            <span class="source-details">{details}</span>
            " "
            <SampleLabel sample=source.sample />
        </p>
    }
    .into_markup()
}
