//! The drawing backend of plotters that writes SVG elements with classes instead of colours.
//!
//! Plotters hands a backend only colours, stroke widths and fonts. This one ignores them: each element is written in
//! the [`Style`] that was set before. Coordinates of plotters are whole numbers, so a pixel of the backend is a tenth
//! of a unit of the picture, which is also the precision of the markup.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt::Write as _;

use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::markup::{self, Anchor, Style, number};

const PIXELS_PER_UNIT: f64 = 10.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A length in pixels of the backend.
#[expect(clippy::cast_possible_truncation, reason = "a picture is a few thousand units wide, and `as` saturates")]
pub(super) fn to_pixels(length: f64) -> i32 {
    (length * PIXELS_PER_UNIT).round() as i32
}

/// A length of the backend in units of the picture.
pub(super) fn from_pixels(length: i32) -> f64 {
    f64::from(length) / PIXELS_PER_UNIT
}

/// Writes what plotters draws as elements without the enclosing `<svg>`.
pub(super) struct SvgBackend {
    size: (u32, u32),
    style: Style,
    markup: String,
}

impl SvgBackend {
    /// A backend for a picture of this size in its own units.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let size = (to_pixels(width).unsigned_abs(), to_pixels(height).unsigned_abs());
        Self { size, style: Style::default(), markup: String::new() }
    }

    /// The style of the elements that follow.
    pub(super) fn set_style(&mut self, style: Style) {
        self.style = style;
    }

    /// Returns the elements that have been written since the last call.
    pub(super) fn take_markup(&mut self) -> String {
        std::mem::take(&mut self.markup)
    }
}

/// An outline is not filled, whatever its class.
fn style_of_shape(style: &Style, fill: bool) -> Cow<'_, Style> {
    if fill { Cow::Borrowed(style) } else { Cow::Owned(style.clone().attribute("fill", "none")) }
}

impl DrawingBackend for SvgBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect((x, y), (x + 1, y + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        _: &S,
        fill: bool,
    ) -> Drawn {
        let style = style_of_shape(&self.style, fill);
        let [x, y, width, height] = [left, top, right - left, bottom - top].map(from_pixels);
        markup::rect(&mut self.markup, &style, x, y, width, height);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        markup::line(&mut self.markup, &self.style, &path_data(path));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, _: &S, fill: bool) -> Drawn {
        let style = style_of_shape(&self.style, fill);
        let radius = f64::from(radius) / PIXELS_PER_UNIT;
        markup::circle(&mut self.markup, &style, from_pixels(x), from_pixels(y), radius);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, corners: I, _: &S) -> Drawn {
        let corners = corners.into_iter().map(|(x, y)| (from_pixels(x), from_pixels(y)));
        markup::polygon(&mut self.markup, &self.style, corners);
        Ok(())
    }

    /// Writes one line of horizontal text whose baseline is at the given position. The style sheet sets the font.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let size = style.size() / PIXELS_PER_UNIT;
        markup::text(&mut self.markup, &self.style, from_pixels(x), from_pixels(y), anchor, size, text);
        Ok(())
    }
}

/// Path data of a line. It uses relative steps, which are shorter than coordinates. Lines over the same dates repeat
/// them, which compresses much better.
fn path_data(points: impl IntoIterator<Item = BackendCoord>) -> String {
    let mut data = String::new();
    let mut from = (0, 0);
    for (place, (x, y)) in points.into_iter().enumerate() {
        let command = match place {
            0 => "M",
            1 => "l",
            _ => " ",
        };
        let _ = write!(data, "{command}{},{}", short_number(x - from.0), short_number(y - from.1));
        from = (x, y);
    }
    data
}

/// A length of the backend in units of the picture, in its shortest form for a path.
fn short_number(length: i32) -> String {
    let text = number(from_pixels(length));
    match text.split_once("0.") {
        Some((sign @ ("" | "-"), decimals)) => format!("{sign}.{decimals}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use plotters::style::text_anchor::{Pos, VPos};
    use plotters::style::{BLACK, IntoFont, TextStyle};

    use super::*;

    fn drawn(style: Style, draw: impl FnOnce(&mut SvgBackend) -> Drawn) -> String {
        let mut backend = SvgBackend::new(100.0, 50.0);
        backend.set_style(style);
        draw(&mut backend).unwrap();
        backend.take_markup()
    }

    fn right_aligned() -> TextStyle<'static> {
        TextStyle::from(("inherit", 125.0).into_font()).pos(Pos::new(HPos::Right, VPos::Bottom))
    }

    #[test]
    fn a_shape_is_written_with_its_class_and_its_geometry_and_nothing_of_its_colour() {
        let style = || Style::class("bar emphasis");
        assert_eq!(
            drawn(style(), |backend| backend.draw_rect((10, 20), (45, 60), &BLACK, true)),
            "<rect class=\"bar emphasis\" x=\"1\" y=\"2\" width=\"3.5\" height=\"4\"/>\n"
        );
        assert_eq!(
            drawn(style(), |backend| backend.draw_circle((50, 55), 25, &BLACK, true)),
            "<circle class=\"bar emphasis\" cx=\"5\" cy=\"5.5\" r=\"2.5\"/>\n"
        );
        assert_eq!(
            drawn(style(), |backend| backend.fill_polygon([(0, 0), (10, 5), (-3, 0)], &BLACK)),
            "<polygon class=\"bar emphasis\" points=\"0,0 1,0.5 -0.3,0\"/>\n"
        );
        assert_eq!(
            drawn(style(), |backend| backend.draw_path([(50, 4), (53, 100), (48, 96)], &BLACK)),
            "<path class=\"bar emphasis\" fill=\"none\" d=\"M5,.4l.3,9.6 -.5,-.4\"/>\n"
        );
    }

    #[test]
    fn a_line_is_a_path_and_a_pixel_a_small_rectangle() {
        let line = drawn(Style::class("grid"), |backend| backend.draw_line((0, 10), (100, 10), &BLACK));
        assert_eq!(line, drawn(Style::class("grid"), |backend| backend.draw_path([(0, 10), (100, 10)], &BLACK)));
        let colour = BackendColor { alpha: 1.0, rgb: (0, 0, 0) };
        assert_eq!(
            drawn(Style::class("dot"), |backend| backend.draw_pixel((10, 20), colour)),
            "<rect class=\"dot\" x=\"1\" y=\"2\" width=\"0.1\" height=\"0.1\"/>\n"
        );
    }

    #[test]
    fn an_outline_is_not_filled() {
        let rect = drawn(Style::class("box"), |backend| backend.draw_rect((0, 0), (10, 10), &BLACK, false));
        let circle = drawn(Style::class("box"), |backend| backend.draw_circle((0, 0), 10, &BLACK, false));
        assert!(rect.ends_with("height=\"1\" fill=\"none\"/>\n"), "{rect}");
        assert!(circle.ends_with("r=\"1\" fill=\"none\"/>\n"), "{circle}");
    }

    #[test]
    fn a_tooltip_becomes_the_title_inside_its_element() {
        let style = Style::class("bar").tooltip("1 < 2 & \"3\"");
        assert_eq!(
            drawn(style.clone(), |backend| backend.draw_rect((0, 0), (10, 10), &BLACK, true)),
            "<rect class=\"bar\" x=\"0\" y=\"0\" width=\"1\" height=\"1\">\
             <title>1 &lt; 2 &amp; &quot;3&quot;</title></rect>\n"
        );
        let text = drawn(style, |backend| backend.draw_text("a", &right_aligned(), (0, 0)));
        assert!(text.ends_with("><title>1 &lt; 2 &amp; &quot;3&quot;</title>a</text>\n"), "{text}");
    }

    #[test]
    fn text_is_escaped_once_and_keeps_its_anchor_and_size() {
        assert_eq!(
            drawn(Style::class("label"), |backend| {
                backend.draw_text("</text>A & 'B' \"C\"\u{7}", &right_aligned(), (30, 40))
            }),
            "<text class=\"label\" x=\"3\" y=\"4\" text-anchor=\"end\" font-size=\"12.5\">\
             &lt;/text&gt;A &amp; &#39;B&#39; &quot;C&quot;</text>\n"
        );
    }

    #[test]
    fn classes_and_attributes_cannot_end_their_quotes() {
        let style = Style::class("a\" onload=\"b").attribute("data-name", "\"><script>");
        let drawn = drawn(style, |backend| backend.draw_circle((0, 0), 10, &BLACK, true));
        assert!(drawn.starts_with("<circle class=\"a&quot; onload=&quot;b\" cx="), "{drawn}");
        assert!(drawn.ends_with(" data-name=\"&quot;&gt;&lt;script&gt;\"/>\n"), "{drawn}");
    }

    #[test]
    fn elements_follow_each_other_each_in_the_style_set_before_it() {
        let mut backend = SvgBackend::new(10.0, 10.0);
        for class in ["first", "second"] {
            backend.set_style(Style::class(class));
            backend.draw_circle((0, 0), 10, &BLACK, true).unwrap();
        }
        let written = backend.take_markup();
        let classes: Vec<&str> = written.lines().filter_map(|line| line.split('"').nth(1)).collect();
        assert_eq!(classes, ["first", "second"]);
        assert_eq!(backend.take_markup(), "");
    }

    #[test]
    fn the_size_is_that_of_the_picture_in_pixels() {
        assert_eq!(SvgBackend::new(720.0, 80.5).get_size(), (7200, 805));
        assert_eq!((to_pixels(10.25), from_pixels(103)), (103, 10.3));
    }
}
