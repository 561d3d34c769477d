//! A drawing area of plotters with CSS classes instead of colours.
//!
//! Plotters only supports colours, which it writes as attributes, and integer coordinates. Each shape is therefore
//! drawn at ten times the size, in a marker colour that is an index into a table of marks. Afterwards `classed`
//! replaces the marker colours with classes and restores the size. Nothing outside this module depends on this.

use std::cell::RefCell;
use std::fmt::Write as _;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::markup::{Anchor, escape, number};

/// Units of the drawing area per unit of the finished picture.
const FINENESS: f64 = 10.0;
/// Plotters divides font sizes by this when it writes them.
const FONT_SIZE_DIVISOR: f64 = 1.24;
/// The SVG element that plotters writes for a line.
const LINE: &str = "polyline";
const CANNOT_FAIL: &str = "drawing into a string does not fail";

/// How a shape is written in the finished picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    class: String,
    tooltip: Option<String>,
    attributes: String,
}

impl Mark {
    pub(super) fn class(class: impl Into<String>) -> Self {
        Self { class: class.into(), tooltip: None, attributes: String::new() }
    }

    /// Adds a tooltip to the shape.
    pub(super) fn tooltip(mut self, tooltip: &str) -> Self {
        self.tooltip = Some(tooltip.to_owned());
        self
    }

    /// Adds markup that is already escaped and begins with a space.
    pub(super) fn attributes(mut self, attributes: String) -> Self {
        self.attributes = attributes;
        self
    }
}

/// A picture being drawn, in units of the view box with the origin at the top left.
pub(super) struct Canvas<'buffer> {
    area: DrawingArea<SVGBackend<'buffer>, Shift>,
    marks: RefCell<Vec<Mark>>,
}

/// Draws a picture of the given size and returns its elements without the enclosing `<svg>`.
pub(super) fn paint(width: f64, height: f64, draw: impl FnOnce(&Canvas<'_>)) -> String {
    let mut drawn = String::new();
    let size = (fine(width).unsigned_abs(), fine(height).unsigned_abs());
    let marks = {
        let canvas = Canvas {
            area: SVGBackend::with_string(&mut drawn, size).into_drawing_area(),
            marks: RefCell::new(Vec::new()),
        };
        draw(&canvas);
        canvas.area.present().expect(CANNOT_FAIL);
        canvas.marks.take()
    };
    classed(&drawn, &marks)
}

/// A length in units of the drawing area.
#[expect(clippy::cast_possible_truncation, reason = "a picture is a few thousand units wide, and `as` saturates")]
pub(super) fn fine(length: f64) -> i32 {
    (length * FINENESS).round() as i32
}

/// A length of the drawing area in units of the picture.
pub(super) fn coarse(length: i32) -> f64 {
    f64::from(length) / FINENESS
}

impl Canvas<'_> {
    pub(super) fn line(&self, points: &[(f64, f64)], mark: Mark) {
        let points: Vec<_> = points.iter().map(|&(x, y)| (fine(x), fine(y))).collect();
        let style = self.ink(mark).stroke_width(1);
        self.area.draw(&PathElement::new(points, style)).expect(CANNOT_FAIL);
    }

    /// A filled shape.
    pub(super) fn polygon(&self, points: &[(f64, f64)], mark: Mark) {
        let points: Vec<_> = points.iter().map(|&(x, y)| (fine(x), fine(y))).collect();
        let style = self.ink(mark).filled();
        self.area.draw(&Polygon::new(points, style)).expect(CANNOT_FAIL);
    }

    pub(super) fn rect(&self, x: f64, y: f64, width: f64, height: f64, mark: Mark) {
        let corners = [(fine(x), fine(y)), (fine(x + width.max(0.0)), fine(y + height.max(0.0)))];
        let style = self.ink(mark).filled();
        self.area.draw(&Rectangle::new(corners, style)).expect(CANNOT_FAIL);
    }

    pub(super) fn circle(&self, x: f64, y: f64, radius: f64, mark: Mark) {
        let style = self.ink(mark).filled();
        self.area.draw(&Circle::new((fine(x), fine(y)), fine(radius), style)).expect(CANNOT_FAIL);
    }

    /// One line of text; `y` is its baseline.
    pub(super) fn text(&self, x: f64, y: f64, anchor: Anchor, size: f64, content: &str, class: &str) {
        let side = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let ink = self.ink(Mark::class(class));
        let style =
            ("inherit", size * FINENESS * FONT_SIZE_DIVISOR).into_font().color(&ink).pos(Pos::new(side, VPos::Bottom));
        // Plotters escapes text, but keeps characters that XML does not allow.
        let content: String = content.chars().filter(|letter| !letter.is_control()).collect();
        self.area.draw_text(&content, &style, (fine(x), fine(y))).expect(CANNOT_FAIL);
    }

    /// Adds an entry to the table of marks and returns its marker colour.
    fn ink(&self, mark: Mark) -> RGBColor {
        let mut marks = self.marks.borrow_mut();
        let place = u32::try_from(marks.len()).expect("a picture has fewer than four thousand million shapes");
        marks.push(mark);
        let [_, red, green, blue] = place.to_be_bytes();
        RGBColor(red, green, blue)
    }
}

/// Replaces marker colours with classes in plotters' output and scales it to the size of the picture.
fn classed(drawn: &str, marks: &[Mark]) -> String {
    let mut finished = String::with_capacity(drawn.len());
    for piece in drawn.split('<').skip(1) {
        let (tag, content) = piece.split_once('>').expect("every tag that plotters opens is closed");
        if tag.starts_with("svg") || tag.starts_with("/svg") {
            continue;
        }
        if tag.starts_with('/') {
            let _ = writeln!(finished, "<{tag}>");
            continue;
        }
        let empty = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let (place, kept) = attributes_of(name, attributes);
        let name = if name == LINE { "path" } else { name };
        let mark = place.and_then(|place| marks.get(place)).expect("every shape is drawn in a colour of the table");
        let _ = write!(finished, "<{name} class=\"{}\"{kept}{}", mark.class, mark.attributes);
        match (&mark.tooltip, empty) {
            (Some(tooltip), true) => {
                let _ = writeln!(finished, "><title>{}</title></{name}>", escape(tooltip));
            }
            (None, true) => finished.push_str("/>\n"),
            (_, false) => {
                let _ = write!(finished, ">{}", content.trim());
            }
        }
    }
    finished
}

/// The index in the table of marks, from the marker colour, and the attributes to keep.
fn attributes_of(element: &str, attributes: &str) -> (Option<usize>, String) {
    let mut place = None;
    let mut kept = String::new();
    let mut quoted = attributes.split('"');
    while let (Some(name), Some(value)) = (quoted.next(), quoted.next()) {
        let name = name.trim().trim_end_matches('=');
        match name {
            "fill" | "stroke" if value.starts_with('#') => {
                place = usize::from_str_radix(&value[1..], 16).ok();
            }
            "fill" => {
                let _ = write!(kept, " fill=\"{value}\"");
            }
            // The style sheet sets colour, width and font; text is positioned by its baseline.
            "stroke" | "opacity" | "stroke-width" | "font-family" | "dy" => {}
            "points" if element == LINE => {
                let _ = write!(kept, " d=\"{}\"", outline(value));
            }
            "points" => {
                let points: Vec<String> = value
                    .split_whitespace()
                    .map(|point| point.split(',').map(reduced).collect::<Vec<_>>().join(","))
                    .collect();
                let _ = write!(kept, " points=\"{}\"", points.join(" "));
            }
            "x" | "y" | "width" | "height" | "cx" | "cy" | "r" | "x1" | "y1" | "x2" | "y2" | "font-size" => {
                let _ = write!(kept, " {name}=\"{}\"", reduced(value));
            }
            _ => {
                let _ = write!(kept, " {name}=\"{value}\"");
            }
        }
    }
    (place, kept)
}

/// The path of a line through points of the drawing area. It uses relative steps, which are shorter than coordinates.
/// Lines over the same dates repeat them, which compresses much better.
fn outline(points: &str) -> String {
    let mut outline = String::with_capacity(points.len());
    let mut before = None;
    for point in points.split_whitespace() {
        let Some((Ok(x), Ok(y))) = point.split_once(',').map(|(x, y)| (x.parse::<i32>(), y.parse::<i32>())) else {
            continue;
        };
        let (start, (from_x, from_y)) = match before {
            None => ("M", (0, 0)),
            Some((place, false)) => ("l", place),
            Some((place, true)) => (" ", place),
        };
        let _ = write!(outline, "{start}{},{}", step(x - from_x), step(y - from_y));
        before = Some(((x, y), before.is_some()));
    }
    outline
}

/// A length of the drawing area in units of the picture, in its shortest form for a path.
fn step(length: i32) -> String {
    let text = number(coarse(length));
    match text.split_once("0.") {
        Some((sign @ ("" | "-"), decimals)) => format!("{sign}.{decimals}"),
        _ => text,
    }
}

/// Converts a coordinate of the drawing area, as text, to units of the picture.
fn reduced(coordinate: &str) -> String {
    number(coordinate.parse::<f64>().map_or(0.0, |value| value / FINENESS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_of_each() -> String {
        paint(100.0, 50.0, |canvas| {
            canvas.line(&[(0.0, 0.0), (10.25, 5.5)], Mark::class("line"));
            canvas.rect(1.0, 2.0, 3.0, 4.0, Mark::class("bar").tooltip("1 < 2"));
            canvas.circle(5.0, 5.0, 2.5, Mark::class("dot").attributes(" fill=\"url(#a)\"".to_owned()));
            canvas.text(3.0, 4.0, Anchor::End, 12.5, "A & B \"C\"", "label");
        })
    }

    #[test]
    fn every_shape_gets_its_class_and_keeps_no_colour() {
        let drawn = one_of_each();
        for class in ["line", "bar", "dot", "label"] {
            assert_eq!(drawn.matches(&format!("class=\"{class}\"")).count(), 1, "{class} in {drawn}");
        }
        assert!(!drawn.contains("opacity") && !drawn.contains("stroke=") && !drawn.contains("\"#"), "{drawn}");
        assert!(drawn.contains("<circle class=\"dot\" cx=\"5\" cy=\"5\" r=\"2.5\" fill=\"url(#a)\"/>"), "{drawn}");
    }

    #[test]
    fn coordinates_come_back_at_the_size_of_the_picture() {
        let drawn = one_of_each();
        assert!(drawn.contains("d=\"M0,0l10.3,5.5\""), "{drawn}");
        assert!(drawn.contains("x=\"1\" y=\"2\" width=\"3\" height=\"4\""), "{drawn}");
        assert!(drawn.contains("x=\"3\" y=\"4\" text-anchor=\"end\" font-size=\"12.5\""), "{drawn}");
    }

    #[test]
    fn a_line_goes_on_in_steps_that_add_up_to_its_points() {
        let points = [(5.0, 0.4), (5.3, 10.0), (4.8, 9.6), (5.3, 9.6)];
        let drawn = paint(20.0, 20.0, |canvas| canvas.line(&points, Mark::class("line")));
        assert!(drawn.contains("d=\"M5,.4l.3,9.6 -.5,-.4 .5,0\""), "{drawn}");
    }

    #[test]
    fn texts_and_tooltips_are_escaped_once() {
        let drawn = one_of_each();
        assert!(drawn.contains(">A &amp; B &quot;C&quot;</text>"), "{drawn}");
        assert!(drawn.contains("<title>1 &lt; 2</title></rect>"), "{drawn}");
    }

    #[test]
    fn more_shapes_than_one_byte_counts_keep_their_own_classes() {
        let drawn = paint(10.0, 10.0, |canvas| {
            for place in 0..700 {
                canvas.rect(0.0, 0.0, 1.0, 1.0, Mark::class(format!("bar-{place}")));
            }
        });
        assert!(drawn.contains("class=\"bar-699\"") && drawn.contains("class=\"bar-256\""));
    }
}
