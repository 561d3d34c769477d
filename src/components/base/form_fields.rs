//! Form fields that show the submitted value and its error.

use leptos::prelude::*;

use super::foreign::mark_japanese;
use super::markup::{IntoMarkup, Markup};
use super::not_done::mistakes_summary;
use super::raw_markup::MultiLineField;
use crate::page_context::PageContext;
use crate::server::http::forms::FormErrors;
use crate::server::staff::form::Form;

/// A form with its submitted values.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    pub context: &'a PageContext,
    pub form: &'a Form,
    pub mistakes: &'a FormErrors,
}

/// Texts around a field.
#[derive(Debug, Clone, Default)]
pub struct Label {
    pub words: String,
    /// Help for filling in the field; empty if there is none.
    pub hint: String,
    /// The language of the expected input, if it differs from that of the page.
    pub lang: Option<&'static str>,
    /// Whether the form is refused without it.
    pub is_required: bool,
}

impl Label {
    #[must_use]
    pub fn of(words: impl Into<String>) -> Self {
        Self { words: words.into(), ..Self::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    #[must_use]
    pub const fn lang(mut self, lang: Option<&'static str>) -> Self {
        self.lang = lang;
        self
    }
}

impl Fields<'_> {
    fn wrong(&self, name: &str) -> Option<String> {
        let (_, mistake) = self.mistakes.iter().find(|(field, _)| *field == name)?;
        Some(self.context.word("entry-mistake", mistake.as_str()))
    }

    /// The ids of the field's hint and error, for `aria-describedby`.
    fn described(&self, name: &str, hint: &str) -> Option<String> {
        let parts: Vec<String> = [(!hint.is_empty(), "hint"), (self.wrong(name).is_some(), "mistake")]
            .into_iter()
            .filter(|(there, _)| *there)
            .map(|(_, what)| format!("{name}-{what}"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn around(&self, name: &'static str, label: &Label, input: Markup) -> Markup {
        let wrong = self.wrong(name).map(|wrong| {
            view! { <p class="mistake" id=format!("{name}-mistake")>{wrong}</p> }
        });
        let hint = (!label.hint.is_empty()).then(|| {
            view! { <p class="small quiet" id=format!("{name}-hint")>{mark_japanese(self.context, &label.hint)}</p> }
        });
        // Beside the label: assistive technology hears it of the field.
        let required = label
            .is_required
            .then(|| view! { <span class="quiet" aria-hidden="true">{self.context.text("entry-required")}</span> });
        view! {
            <div>
                <label for=name>{mark_japanese(self.context, &label.words)}</label>
                {required}
                {hint}
                {wrong}
                {input}
            </div>
        }
        .into_markup()
    }

    /// A single-line field. `kind` is the input type.
    #[must_use]
    pub fn line(&self, name: &'static str, label: &Label, kind: &'static str) -> Markup {
        let invalid = self.wrong(name).map(|_| "true");
        let input = view! {
            <input
                id=name
                name=name
                type=kind
                value=self.form.raw(name).to_owned()
                lang=label.lang
                autocomplete="off"
                aria-describedby=self.described(name, &label.hint)
                aria-invalid=invalid
                aria-required=label.is_required.then_some("true")
            />
        };
        self.around(name, label, input.into_markup())
    }

    /// A multi-line field.
    #[must_use]
    pub fn lines(&self, name: &'static str, label: &Label, rows: u8) -> Markup {
        let input = view! {
            <MultiLineField
                id=name
                name=name
                rows=rows
                text=self.form.raw(name)
                lang=label.lang
                described_by=self.described(name, &label.hint)
                is_wrong=self.wrong(name).is_some()
            />
        };
        self.around(name, label, input.into_markup())
    }

    /// A single choice among options, given as value and label.
    #[must_use]
    pub fn choice(&self, name: &'static str, label: &Label, options: Vec<(String, String)>) -> Markup {
        let invalid = self.wrong(name).map(|_| "true");
        let chosen = self.form.text(name).to_owned();
        let options = options_of(options, &chosen);
        let input = view! {
            <select
                id=name
                name=name
                aria-describedby=self.described(name, &label.hint)
                aria-invalid=invalid
                aria-required=label.is_required.then_some("true")
            >
                {options}
            </select>
        };
        self.around(name, label, input.into_markup())
    }

    /// A multiple choice among options.
    #[must_use]
    pub fn ticks(&self, name: &'static str, label: &Label, options: Vec<(String, String)>) -> Markup {
        let ticked: Vec<&str> = self.form.all(name).collect();
        let boxes = options
            .into_iter()
            .map(|(value, words)| {
                let is_ticked = ticked.contains(&value.as_str());
                view! {
                    <label class="choice">
                        <input type="checkbox" name=name value=value checked=is_ticked />
                        <span>{mark_japanese(self.context, &words)}</span>
                    </label>
                }
            })
            .collect_view();
        let wrong = self.wrong(name).map(|wrong| view! { <p class="mistake">{wrong}</p> });
        let hint = (!label.hint.is_empty())
            .then(|| view! { <p class="small quiet">{mark_japanese(self.context, &label.hint)}</p> });
        view! {
            <fieldset class="plain-fieldset" id=name tabindex="-1">
                <legend>{mark_japanese(self.context, &label.words)}</legend>
                {hint}
                {wrong}
                <div class="tick-columns">{boxes}</div>
            </fieldset>
        }
        .into_markup()
    }

    /// A checkbox.
    #[must_use]
    pub fn tick(&self, name: &'static str, words: &str) -> Markup {
        view! {
            <label class="choice">
                <input id=name type="checkbox" name=name value="yes" checked=self.form.is_checked(name) />
                <span>{mark_japanese(self.context, words)}</span>
            </label>
        }
        .into_markup()
    }

    /// A hidden field.
    #[must_use]
    pub fn hidden(&self, name: &'static str) -> Markup {
        view! { <input type="hidden" name=name value=self.form.raw(name).to_owned() /> }.into_markup()
    }

    /// The summary of all errors, each linked to its field.
    #[must_use]
    pub fn mistakes(&self) -> Markup {
        let words = self
            .mistakes
            .iter()
            .map(|(name, mistake)| (Some((*name).to_owned()), self.context.word("entry-mistake", mistake.as_str())));
        mistakes_summary(self.context, words)
    }
}

/// Options of a select element, with the chosen one selected.
#[must_use]
pub fn options_of(options: Vec<(String, String)>, chosen: &str) -> Markup {
    options
        .into_iter()
        .map(|(value, words)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{words}</option> }
        })
        .collect_view()
        .into_markup()
}
