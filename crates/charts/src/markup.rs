//! Writing SVG: escaping, numbers, elements, and the frame that all drawings share.

use std::fmt::{Arguments, Write as _};

use super::{Caption, Width, lettering::wrap};

/// Escapes `text` for use between tags and inside quoted attributes. Characters that XML does not allow are removed.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

/// A coordinate with at most one decimal. A value that is not a number becomes 0, so that the picture stays valid.
pub(super) fn number(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let tenths = (value * 10.0).round() / 10.0;
    // Adding zero turns -0 into 0.
    let tenths = tenths + 0.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}

/// The alignment of a text relative to its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// How an element is presented. It has a class instead of colours, which the style sheet defines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    class: String,
    tooltip: Option<String>,
    /// As markup; each attribute begins with a space.
    attributes: String,
}

impl Style {
    /// One class or several, separated by spaces.
    pub(super) fn class(class: impl Into<String>) -> Self {
        Self { class: class.into(), ..Self::default() }
    }

    /// Adds a text that is shown on hover.
    pub(super) fn tooltip(mut self, tooltip: &str) -> Self {
        self.tooltip = Some(tooltip.to_owned());
        self
    }

    /// Adds an attribute that is written after those of the geometry.
    pub(super) fn attribute(mut self, name: &'static str, value: &str) -> Self {
        let _ = write!(self.attributes, " {name}=\"{}\"", escape(value));
        self
    }

    /// Fills the element with the pattern that [`hatch`] defines for the same id and name.
    pub(super) fn hatched(self, id: &str, name: &str) -> Self {
        self.attribute("fill", &format!("url(#{}-{name})", clean_id(id)))
    }
}

/// How assistive technology presents a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An image: only its title and description are read.
    Picture,
    /// A picture with links. The role `img` would hide the links from assistive technology although the keyboard still
    /// reaches them.
    LinkGroup,
}

impl Role {
    pub(super) const fn with_links(any: bool) -> Self {
        if any { Self::LinkGroup } else { Self::Picture }
    }
}

/// The `<svg>` around `body`, with title and description. `kind` is the class of the drawing.
pub(super) fn frame(caption: &Caption, kind: &str, width: Width, height: f64, role: Role, body: &str) -> String {
    let id = clean_id(&caption.id);
    let role = match role {
        Role::Picture => "img",
        Role::LinkGroup => "group",
    };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart {kind} {width_class}\" width=\"100%\" \
         viewBox=\"0 0 {width} {height}\" role=\"{role}\" aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{desc}</desc>\n{body}</svg>",
        width_class = width.as_class(),
        width = number(width.units()),
        height = number(height),
        title = escape(&caption.title),
        desc = escape(&caption.desc),
    )
}

/// The caller's id, made safe for an attribute that lists ids.
pub(super) fn clean_id(id: &str) -> String {
    id.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' }).collect()
}

/// A pattern of diagonal lines named `{id}-{name}`. Its background has the class `{class}-ground`, its lines have
/// `{class}-line`.
pub(super) fn hatch(id: &str, name: &str, class: &str) -> String {
    format!(
        "<defs><pattern id=\"{id}-{name}\" class=\"{class}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"{class}-ground\" width=\"6\" height=\"6\"/>\
         <rect class=\"{class}-line\" width=\"2\" height=\"6\"/></pattern></defs>\n",
        id = clean_id(id),
    )
}

/// Draws inside a link labelled `name`, or without one if there is no address.
pub(super) fn linked(markup: &mut String, href: Option<&str>, name: &str, draw: impl FnOnce(&mut String)) {
    if let Some(href) = href {
        let _ = writeln!(markup, "<a class=\"area\" href=\"{}\" aria-label=\"{}\">", escape(href), escape(name));
    }
    draw(markup);
    if href.is_some() {
        markup.push_str("</a>\n");
    }
}

/// Writes one element. `geometry` is its first attributes, as markup.
fn element(markup: &mut String, name: &str, style: &Style, geometry: Arguments<'_>, content: Option<&str>) {
    let Style { class, tooltip, attributes } = style;
    let _ = write!(markup, "<{name} class=\"{}\" {geometry}{attributes}", escape(class));
    if tooltip.is_none() && content.is_none() {
        markup.push_str("/>\n");
        return;
    }
    markup.push('>');
    if let Some(tooltip) = tooltip {
        let _ = write!(markup, "<title>{}</title>", escape(tooltip));
    }
    let _ = writeln!(markup, "{}</{name}>", escape(content.unwrap_or_default()));
}

/// One line of text; `y` is its baseline.
pub(super) fn text(markup: &mut String, style: &Style, x: f64, y: f64, anchor: Anchor, size: f64, content: &str) {
    let (x, y, anchor, size) = (number(x), number(y), anchor.as_str(), number(size));
    let geometry = format_args!("x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"{size}\"");
    element(markup, "text", style, geometry, Some(content));
}

/// The position of a wrapped text: the baseline of its first line and its limits.
pub(super) struct Paragraph<'a> {
    pub class: &'a str,
    pub x: f64,
    pub y: f64,
    pub anchor: Anchor,
    pub size: f64,
    pub limit: f64,
    pub lines: usize,
}

/// Writes `content` in lines; returns the number of lines.
pub(super) fn paragraph(markup: &mut String, place: &Paragraph<'_>, content: &str) -> usize {
    let lines = wrap(content, place.size, place.limit, place.lines);
    for (line, y) in lines.iter().zip((0..).map(|line| place.y + f64::from(line) * place.size * 1.25)) {
        text(markup, &Style::class(place.class), place.x, y, place.anchor, place.size, line);
    }
    lines.len()
}

pub(super) fn rect(markup: &mut String, style: &Style, x: f64, y: f64, width: f64, height: f64) {
    let (x, y, width, height) = (number(x), number(y), number(width.max(0.0)), number(height.max(0.0)));
    let geometry = format_args!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"");
    element(markup, "rect", style, geometry, None);
}

pub(super) fn circle(markup: &mut String, style: &Style, x: f64, y: f64, radius: f64) {
    let (x, y, radius) = (number(x), number(y), number(radius));
    element(markup, "circle", style, format_args!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\""), None);
}

pub(super) fn polygon(markup: &mut String, style: &Style, corners: impl Iterator<Item = (f64, f64)>) {
    let corners: Vec<String> = corners.map(|(x, y)| format!("{},{}", number(x), number(y))).collect();
    element(markup, "polygon", style, format_args!("points=\"{}\"", corners.join(" ")), None);
}

/// `data` is path data: the commands of an outline.
pub(super) fn path(markup: &mut String, style: &Style, data: &str) {
    element(markup, "path", style, format_args!("d=\"{data}\""), None);
}

/// A path that encloses nothing.
pub(super) fn line(markup: &mut String, style: &Style, data: &str) {
    element(markup, "path", style, format_args!("fill=\"none\" d=\"{data}\""), None);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_outside_cannot_open_a_tag_or_end_an_attribute() {
        assert_eq!(escape("<a b=\"c\" d='e'>&\u{1}"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
    }

    #[test]
    fn coordinates_are_short_and_always_numbers() {
        assert_eq!(number(12.04), "12");
        assert_eq!(number(12.06), "12.1");
        assert_eq!(number(-0.01), "0");
        assert_eq!(number(f64::NAN), "0");
    }

    #[test]
    fn an_id_with_spaces_stays_one_id() {
        assert_eq!(clean_id("ward map\"1"), "ward-map-1");
    }
}
