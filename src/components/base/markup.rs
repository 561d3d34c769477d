//! Views that are written out where they are made.
//!
//! A page is rendered once, on the server, in one pass. A view type of the library carries code for building and
//! rebuilding a document in the browser, for streaming in order and out of order, and for waiting, and a type that is
//! made of all the views inside it. [`Markup`] keeps the HTML and drops the type: one way to render is compiled for
//! each view, and the views around it do not know what it was made of. See docs/adr/0021-views-are-written-out.md.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::children::ToChildren;
use leptos::prelude::*;
use leptos::tachys::html::{InertElement, InertElementState};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState};

/// A rendered view.
#[derive(Debug, Clone, Default)]
pub struct Markup {
    html: String,
    /// What a text that follows has to know: two texts are kept apart by a comment.
    end: Position,
}

/// Renders a view to [`Markup`].
pub trait IntoMarkup {
    fn into_markup(self) -> Markup;
}

impl<V: IntoView> IntoMarkup for V {
    fn into_markup(self) -> Markup {
        let view = self.into_view();
        let mut html = String::with_capacity(view.html_len());
        let mut end = Position::FirstChild;
        view.to_html_with_buf(&mut html, &mut end, true, false, Vec::new());
        Markup { html, end }
    }
}

impl Markup {
    /// The same view with its HTML written anew.
    #[must_use]
    pub fn rewritten(self, write: impl FnOnce(&str) -> String) -> Self {
        Self { html: write(&self.html), end: self.end }
    }

    /// The headings of the second level that can be linked to: their ids, and what is inside, in order. Only what this
    /// program has rendered itself is searched, in which `id` is the first attribute. A heading that is a link is left
    /// out: a link to it would hold another.
    #[must_use]
    pub fn headings(&self) -> Vec<(String, Self)> {
        let mut found: Vec<(String, Self)> = Vec::new();
        let mut rest = self.html.as_str();
        while let Some((_, after)) = rest.split_once("<h2 id=\"") {
            let Some((heading, next)) = after.split_once("</h2>") else { break };
            rest = next;
            let Some((id, inside)) = heading.split_once("\">") else { continue };
            if !inside.contains("<a ") && found.iter().all(|(other, _)| other != id) {
                found.push((id.to_owned(), Self { html: inside.to_owned(), end: Position::NextChild }));
            }
        }
        found
    }

    fn starts_with_text(&self) -> bool {
        self.html.bytes().next().is_some_and(|first| first != b'<')
    }
}

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.html.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        if matches!(position, Position::NextChildAfterText) && self.starts_with_text() {
            buf.push_str("<!>");
        }
        buf.push_str(&self.html);
        *position = self.end;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        InertElement::new(self.html).hydrate::<FROM_SERVER>(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}

// What the trait asks for beside HTML; nothing here runs in a browser.
impl Render for Markup {
    type State = InertElementState;

    fn build(self) -> Self::State {
        InertElement::new(self.html).build()
    }

    fn rebuild(self, state: &mut Self::State) {
        InertElement::new(self.html).rebuild(state);
    }
}

impl AddAnyAttr for Markup {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self
    where
        Self: RenderHtml,
    {
        unreachable!("attributes are given to elements, not to what is already written out")
    }
}

/// Children of a component.
pub struct MarkupChildren(Box<dyn FnOnce() -> Markup + Send>);

impl std::fmt::Debug for MarkupChildren {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MarkupChildren")
    }
}

impl MarkupChildren {
    #[must_use]
    pub fn render(self) -> Markup {
        (self.0)()
    }
}

impl<F, V> ToChildren<F> for MarkupChildren
where
    F: FnOnce() -> V + Send + 'static,
    V: IntoView,
{
    fn to_children(children: F) -> Self {
        Self(Box::new(move || children().into_markup()))
    }
}
