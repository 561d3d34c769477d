//! What the charts with axes are drawn on: a drawing area of plotters, in units of the picture.

use std::cell::RefCell;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_backend::BackendCoord;

use super::markup::{Anchor, Role, Style, frame};
use super::svg_backend::{SvgBackend, to_pixels};
use super::{Caption, Width};

/// Plotters requires a colour for each shape; the backend ignores it.
const ANY_COLOUR: RGBColor = BLACK;
const CANNOT_FAIL: &str = "writing to a string does not fail, and nothing else borrows the backend meanwhile";

/// A picture being drawn, in units of the view box with the origin at the top left.
pub(super) struct Canvas {
    backend: Rc<RefCell<SvgBackend>>,
    area: DrawingArea<SvgBackend, Shift>,
}

/// Draws a picture of the given size and returns its elements without the enclosing `<svg>`.
pub(super) fn paint(width: f64, height: f64, draw: impl FnOnce(&Canvas)) -> String {
    let backend = Rc::new(RefCell::new(SvgBackend::new(width, height)));
    draw(&Canvas { area: DrawingArea::from(&backend), backend: Rc::clone(&backend) });
    backend.borrow_mut().take_markup()
}

/// A drawing that says why there is nothing to draw. `kind` is the class of the drawing.
pub(super) fn empty_chart(caption: &Caption, kind: &str, width: Width, text: &str) -> String {
    let height = 80.0;
    let body = paint(width.units(), height, |canvas| {
        canvas.text(width.units() / 2.0, height / 2.0, Anchor::Middle, width.label_size(), text, "label");
    });
    frame(caption, kind, width, height, Role::Picture, &body)
}

fn pixel((x, y): (f64, f64)) -> BackendCoord {
    (to_pixels(x), to_pixels(y))
}

impl Canvas {
    pub(super) fn line(&self, points: &[(f64, f64)], style: Style) {
        let points: Vec<_> = points.iter().copied().map(pixel).collect();
        self.draw(&PathElement::new(points, ANY_COLOUR), style);
    }

    /// A filled shape.
    pub(super) fn polygon(&self, points: &[(f64, f64)], style: Style) {
        let points: Vec<_> = points.iter().copied().map(pixel).collect();
        self.draw(&Polygon::new(points, ANY_COLOUR.filled()), style);
    }

    pub(super) fn rect(&self, x: f64, y: f64, width: f64, height: f64, style: Style) {
        let corners = [pixel((x, y)), pixel((x + width.max(0.0), y + height.max(0.0)))];
        self.draw(&Rectangle::new(corners, ANY_COLOUR.filled()), style);
    }

    pub(super) fn circle(&self, x: f64, y: f64, radius: f64, style: Style) {
        self.draw(&Circle::new(pixel((x, y)), to_pixels(radius), ANY_COLOUR.filled()), style);
    }

    /// One line of text; `y` is its baseline.
    pub(super) fn text(&self, x: f64, y: f64, anchor: Anchor, size: f64, content: &str, class: &str) {
        let side = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let font = ("inherit", f64::from(to_pixels(size))).into_font();
        self.backend.borrow_mut().set_style(Style::class(class));
        // Not an element: plotters would move the text into the area, and the labels of an axis may be beside it.
        let style = TextStyle::from(font).pos(Pos::new(side, VPos::Bottom));
        self.area.draw_text(content, &style, pixel((x, y))).expect(CANNOT_FAIL);
    }

    fn draw<'a, E>(&self, element: &'a E, style: Style)
    where
        &'a E: PointCollection<'a, BackendCoord>,
        E: Drawable<SvgBackend>,
    {
        self.backend.borrow_mut().set_style(style);
        self.area.draw(element).expect(CANNOT_FAIL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_of_each() -> String {
        paint(100.0, 50.0, |canvas| {
            canvas.line(&[(0.0, 0.0), (10.25, 5.5)], Style::class("line"));
            canvas.rect(1.0, 2.0, 3.0, 4.0, Style::class("bar").tooltip("1 < 2"));
            canvas.circle(5.0, 5.0, 2.5, Style::class("dot").attribute("fill", "url(#a)"));
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
        let drawn = paint(20.0, 20.0, |canvas| canvas.line(&points, Style::class("line")));
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
                canvas.rect(0.0, 0.0, 1.0, 1.0, Style::class(format!("bar-{place}")));
            }
        });
        assert!(drawn.contains("class=\"bar-699\"") && drawn.contains("class=\"bar-256\""));
    }
}
