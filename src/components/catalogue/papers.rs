//! Papers: their names in the language of the page, and when they are needed.

use domain::paper::{NeededPaper, Paper, PaperNeed, ProcedurePaper};
use leptos::prelude::*;

use crate::components::base::city_text::{city_local_text, city_text, official_name, untranslated};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::language::Language;
use crate::page_context::PageContext;

/// The papers of a procedure, each with when it is needed.
#[must_use]
pub fn paper_list(context: &PageContext, papers: &[NeededPaper<'_>]) -> Markup {
    let item = |needed: &NeededPaper<'_>| {
        let note = needed.paper.and_then(|paper| paper_note(context, paper));
        let terms = needed.details.and_then(|details| paper_terms(context, details));
        view! { <li>{paper_name(context, needed.paper, needed.words)} " " {terms} {note}</li> }
    };
    let items: Vec<_> = papers.iter().map(item).collect();
    view! { <ul class="papers">{items}</ul> }.into_markup()
}

/// The name of a paper, on a page in another language beside its official one. `words` are those of the city, for a paper
/// that is not in the shared list.
#[must_use]
pub fn paper_name(context: &PageContext, paper: Option<&Paper>, words: &str) -> Markup {
    let Some(paper) = paper else { return view! { <b>{city_text(context, words)}</b> }.into_markup() };
    let (name, of) = context.language.of(&paper.name);
    let official = || official_name(context, &paper.name.ja, &paper.kana);
    match context.language {
        Language::Japanese => view! { <b>{name.to_owned()}</b> }.into_markup(),
        language if language.is_met_by(of) && name == paper.name.ja => view! { <b>{name.to_owned()}</b> }.into_markup(),
        language if language.is_met_by(of) => {
            view! { <b>{name.to_owned()}</b> " " <span class="paper-official small quiet">{official()}</span> }
                .into_markup()
        }
        Language::Easy => view! { <b>{official()}</b> }.into_markup(),
        Language::English | Language::Further(_) => {
            view! { <b>{official()}</b> " " {untranslated(context)} }.into_markup()
        }
    }
}

/// In which cases a paper is needed, how many, original or copy; `None` if nothing is said.
#[must_use]
pub fn paper_terms(context: &PageContext, details: &ProcedurePaper) -> Option<Markup> {
    let mut terms: Vec<Markup> = Vec::new();
    if !details.condition.ja.is_empty() {
        terms.push(city_local_text(context, &details.condition));
    } else if details.needed == PaperNeed::InSomeCases {
        terms.push(context.text("paper-some-cases").into_markup());
    }
    if let Some(count) = details.count.filter(|count| *count > 1) {
        terms.push(context.language.text_with("paper-quantity", [("count", count.into())]).into_markup());
    }
    terms.extend(details.original.map(|original| context.word("paper-original", original.as_str()).into_markup()));
    if terms.is_empty() {
        return None;
    }
    let terms: Vec<_> = terms.into_iter().map(|term| view! { <li>{term}</li> }).collect();
    let class = match details.needed {
        PaperNeed::Always => "paper-terms small",
        PaperNeed::InSomeCases => "paper-terms paper-sometimes small",
    };
    Some(view! { <ul role="list" class=class>{terms}</ul> }.into_markup())
}

/// What the paper is, in the language of the page; `None` if nothing is said in it.
fn paper_note(context: &PageContext, paper: &Paper) -> Option<Markup> {
    let (words, of) = context.language.of(&paper.note);
    let is_own = !words.is_empty() && context.language.is_met_by(of);
    is_own.then(|| view! { <p class="paper-note small quiet">{words.to_owned()}</p> }.into_markup())
}
