//! The reader of a chart in the browser. Written to the document directly: as a view of signals it would more than
//! double what this adds to the WebAssembly.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// How many dates a page up or down goes: a year, where each month has one.
const PAGE: usize = 12;

/// The slider with its marker in the wide and in the narrow drawing, and the panel of what is read.
const PARTS: &str = "<div role=\"slider\" tabindex=\"0\" aria-valuemin=\"1\"><span class=\"reader-wide\"><i></i></span>\
                     <span class=\"reader-narrow\"><i></i></span></div><div class=\"reading\"></div>";

/// What the lines say on one date.
struct Reading {
    /// Where it stands in the wide and in the narrow drawing, in ten-thousandths of the width.
    places: [i32; 2],
    date: String,
    /// Class of the sign, name and value of each line that has one, highest first.
    values: Vec<[String; 3]>,
    /// The text of the drawing, with all of it.
    spoken: String,
}

/// Between the date and the values in a text of the drawing.
const AFTER_DATE: char = '\u{2002}';

/// Takes the texts of the drawing apart.
fn readings(drawing: &Element, [lines, places]: [&str; 2], separator: &str) -> Vec<Reading> {
    let lines: Vec<(&str, &str)> = lines.split('\n').filter_map(|line| line.split_once('\t')).collect();
    let numbers = |row: Option<&str>| -> Vec<i32> {
        row.unwrap_or_default().split(' ').filter_map(|number| number.parse().ok()).collect()
    };
    let mut places = places.split('\n');
    let (wide, narrow) = (numbers(places.next()), numbers(places.next()));
    let Ok(texts) = drawing.query_selector_all(".reach > title") else { return Vec::new() };
    let value = |said: &str| {
        lines.iter().find_map(|(class, name)| {
            let value = said.strip_prefix(name)?.strip_prefix(' ')?;
            Some([*class, *name, value].map(str::to_owned))
        })
    };
    let reading = |(at, (wide, narrow)): (usize, (i32, i32))| {
        let spoken = texts.item(u32::try_from(at).ok()?)?.text_content()?;
        let (date, values) = spoken.split_once(AFTER_DATE)?;
        let values = values.split(separator).filter_map(value).collect();
        Some(Reading { places: [wide, narrow], date: date.to_owned(), values, spoken })
    };
    wide.into_iter().zip(narrow).enumerate().filter_map(reading).collect()
}

struct Reader {
    slider: HtmlElement,
    panel: HtmlElement,
    /// What the markers stand in; the style sheet shows one of them.
    widths: [HtmlElement; 2],
    markers: [HtmlElement; 2],
    readings: Vec<Reading>,
    at: Cell<usize>,
    focused: Cell<bool>,
}

/// Makes the reader in its place over the drawing.
pub(super) fn wake(place: &HtmlElement, label: &str, given: [&str; 2], separator: &str) {
    let Some(drawing) = place.parent_element() else { return };
    let readings = readings(&drawing, given, separator);
    place.set_inner_html(PARTS);
    let part = |selector: &str| place.query_selector(selector).ok()??.dyn_into::<HtmlElement>().ok();
    let (Some(slider), Some(panel)) = (part("div"), part(".reading")) else { return };
    let (Some(wide), Some(wide_marker)) = (part("span"), part("i")) else { return };
    let (Some(narrow), Some(narrow_marker)) = (part("span + span"), part("span + span > i")) else { return };
    let Some(last) = readings.len().checked_sub(1) else { return };
    let reader = Rc::new(Reader {
        slider: slider.clone(),
        panel,
        widths: [wide, narrow],
        markers: [wide_marker, narrow_marker],
        readings,
        at: Cell::new(last),
        focused: Cell::new(false),
    });
    set(&slider, "aria-label", label);
    set(&slider, "aria-valuemax", &(last + 1).to_string());
    reader.show(last);
    reader.open(false);
    let hear = Closure::<dyn Fn(Event)>::new(move |event: Event| reader.hear(&event));
    let listener = hear.as_ref().unchecked_ref();
    // A browser that cannot listen has a reader that does nothing.
    for event in ["keydown", "pointerdown", "pointermove", "focus", "blur"] {
        let _ = slider.add_event_listener_with_callback(event, listener);
    }
    let _ = place.add_event_listener_with_callback("pointerleave", listener);
    // Wherever the focus is: what a pointer has opened must not stay in the way.
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback("keyup", listener);
    }
    // It is heard as long as the page is there.
    hear.forget();
    place.set_hidden(false);
}

fn set(element: &Element, name: &str, value: &str) {
    // Refused only where the name is no name.
    let _ = element.set_attribute(name, value);
}

impl Reader {
    fn hear(&self, event: &Event) {
        match event.type_().as_str() {
            "keydown" => self.press(event.unchecked_ref()),
            "keyup" if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" => self.open(false),
            "pointerdown" | "pointermove" => self.point(event.unchecked_ref()),
            // A finger leaves when it is lifted, and what it pointed at is still to be read.
            "pointerleave" if event.unchecked_ref::<PointerEvent>().pointer_type() == "mouse" => {
                self.open(self.focused.get() && !self.panel.hidden());
            }
            "focus" => {
                self.focused.set(true);
                self.open(true);
            }
            "blur" => {
                self.focused.set(false);
                self.open(false);
            }
            _ => {}
        }
    }

    fn press(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let (now, last) = (self.at.get(), self.readings.len() - 1);
        let next = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => now.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => now + 1,
            "PageDown" => now.saturating_sub(PAGE),
            "PageUp" => now + PAGE,
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        self.show(next.min(last));
        self.open(true);
    }

    /// Reads the date that stands nearest to the pointer.
    fn point(&self, event: &PointerEvent) {
        let is_narrow = self.widths[0].offset_width() == 0;
        let here = event.offset_x() * 10_000 / self.slider.offset_width().max(1);
        let away = |place: &usize| (self.readings[*place].places[usize::from(is_narrow)] - here).abs();
        if let Some(nearest) = (0..self.readings.len()).min_by_key(away) {
            self.show(nearest);
            self.open(true);
        }
    }

    fn open(&self, open: bool) {
        for part in self.markers.iter().chain([&self.panel]) {
            part.set_hidden(!open);
        }
    }

    fn show(&self, place: usize) {
        let Some(document) = self.slider.owner_document() else { return };
        let reading = &self.readings[place];
        self.at.set(place);
        for (marker, place) in self.markers.iter().zip(reading.places) {
            let _ = marker.style().set_property("left", &format!("calc({place}% / 100)"));
        }
        let add = |parent: &Element, name: &str, text: &str| {
            let child = document.create_element(name).ok()?;
            child.set_text_content(Some(text));
            parent.append_child(&child).ok()?;
            Some(child)
        };
        self.panel.set_text_content(None);
        add(&self.panel, "p", &reading.date);
        if let Some(list) = add(&self.panel, "ul", "") {
            set(&list, "role", "list");
            for [class, name, value] in &reading.values {
                let Some(entry) = add(&list, "li", "") else { continue };
                if let Some(sign) = add(&entry, "i", "") {
                    sign.set_class_name(class);
                }
                add(&entry, "span", name);
                add(&entry, "b", value);
            }
        }
        set(&self.slider, "aria-valuenow", &(place + 1).to_string());
        set(&self.slider, "aria-valuetext", &reading.spoken);
    }
}
