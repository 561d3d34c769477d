//! Texts that try to become markup, and a reader that parses pages and files to see whether they did.

use domain::text::without_controls;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

/// Marks every hostile text so that it can be found again. Between the two marks is the place where it is stored.
pub const OPEN: char = '⟦';
pub const NAME_ENDS: char = '⟧';

/// Closes every element that contains text, and opens elements that can only come from a text.
pub const PAYLOAD: &str = "</textarea></div></form><form method=post action=/marker><hostile-marker>\
     &lt;b&gt;&amp;amp;\"><hostile-marker onmarker=1></script><hostile-marker>]]></title><hostile-marker/>\
     </option></select></style></svg></desc><hostile-marker>--><hostile-marker> ' onmarker='1 ` onmarker=1 \
     <script>marker()</script><!-- <![CDATA[ \u{2028}\u{202e}x\u{202c}\\u003c/終｜《い》《終》";

/// A hostile text that names where it is stored. The line break before it shows whether it is kept exactly.
pub fn hostile(place: &str) -> String {
    format!("\n{OPEN}{place}{NAME_ENDS}{PAYLOAD}")
}

/// Collapses white space as drawings and XML attributes do.
fn settled(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The places of hostile texts in a text that are complete, and those that were altered.
fn hostile_places(text: &str, payload: &str) -> (Vec<String>, Vec<String>) {
    let (mut whole, mut broken) = (Vec::new(), Vec::new());
    for rest in text.split(OPEN).skip(1) {
        let Some((place, after)) = rest.split_once(NAME_ENDS) else {
            broken.push(rest.chars().take(80).collect());
            continue;
        };
        // Invisible characters are removed from what is typed into a form.
        let is_as_typed = place.starts_with("typed") && after.starts_with(&without_controls(payload));
        if after.starts_with(payload) || is_as_typed {
            whole.push(place.to_owned());
        } else {
            broken.push(format!("{place}: {}", after.chars().take(payload.chars().count()).collect::<String>()));
        }
    }
    (whole, broken)
}

/// What was read so far, and the errors found.
#[derive(Debug, Default)]
pub struct Reading {
    pub wrong: Vec<String>,
    /// Places of all texts that were seen unaltered anywhere.
    pub seen: std::collections::BTreeSet<String>,
    /// Those among them that were in a form field.
    pub in_fields: std::collections::BTreeSet<String>,
}

impl Reading {
    fn wrong(&mut self, address: &str, what: impl std::fmt::Display) {
        self.wrong.push(format!("{address}: {what}"));
    }

    fn text(&mut self, address: &str, what: &str, text: &str) -> Vec<String> {
        let (whole, broken) = hostile_places(text, PAYLOAD);
        for broken in broken {
            self.wrong(address, format_args!("{what} is not what is stored: {broken}"));
        }
        self.seen.extend(whole.iter().cloned());
        whole
    }

    /// Checks for elements and attributes that may not come from data, in any markup.
    fn element(&mut self, address: &str, name: &str, attributes: &[(&str, &str)]) {
        if name.contains("hostile") {
            self.wrong(address, format_args!("an element {name} came from a text"));
        }
        for (attribute, value) in attributes {
            if attribute.starts_with("on") || attribute.contains(['\'', '<', '`']) {
                self.wrong(address, format_args!("an attribute {attribute} of {name} came from a text"));
            }
            let leads = matches!(*attribute, "href" | "src" | "action" | "formaction" | "xlink:href" | "data" | "cite");
            if leads && !is_harmless_address(value) {
                self.wrong(address, format_args!("{name} leads to {value:?}"));
            }
            if name == "form" && *attribute == "action" && !value.starts_with('/') {
                self.wrong(address, format_args!("a form leads to {value:?}"));
            }
        }
    }

    /// Reads a page as a browser does. Returns the addresses on the same site that it links to.
    pub fn page(&mut self, address: &str, source: &str) -> Vec<String> {
        let page = Html::parse_document(source);
        let mut links = Vec::new();
        let mut shown = String::new();
        for node in page.tree.nodes() {
            match node.value() {
                Node::Text(text) => {
                    let in_drawing = node.ancestors().any(|above| {
                        above.value().as_element().is_some_and(|element| matches!(element.name(), "svg" | "script"))
                    });
                    if !in_drawing {
                        shown.push_str(text);
                    }
                }
                Node::Element(element) => {
                    let attributes: Vec<(&str, &str)> = element.attrs().collect();
                    self.element(address, element.name(), &attributes);
                    let element = ElementRef::wrap(node).unwrap();
                    self.page_element(address, element, &attributes);
                    let link = attributes.iter().find(|(name, _)| matches!(*name, "href" | "src"));
                    links.extend(link.map(|(_, link)| (*link).to_owned()));
                }
                _ => {}
            }
        }
        self.text(address, "a text", &shown);
        links.retain(|link| link.starts_with('/') && !link.starts_with("//"));
        links
    }

    fn page_element(&mut self, address: &str, around: ElementRef<'_>, attributes: &[(&str, &str)]) {
        let element = around.value();
        // Only for a few elements: the text of every element would be the whole page again for each level.
        let has_text_of_its_own = matches!(element.name(), "script" | "title" | "desc" | "textarea");
        let text = if has_text_of_its_own { around.text().collect::<String>() } else { String::new() };
        match element.name() {
            "form" if element.attr("action") == Some("/marker") => self.wrong(address, "a form came from a text"),
            "script" if element.attr("type") == Some("application/ld+json") => match serde_json::from_str(&text) {
                Ok(data) => self.json(address, &data),
                Err(error) => self.wrong(address, format_args!("linked data is no JSON: {error}")),
            },
            "script" if element.attr("src").is_none() => self.wrong(address, "a script came from a text"),
            "title" | "desc" if text.contains(OPEN) && settled(&text).contains(NAME_ENDS) => {
                let (_, broken) = hostile_places(&settled(&text), &settled(PAYLOAD));
                for broken in broken {
                    self.wrong(address, format_args!("a {} is not what is stored: {broken}", element.name()));
                }
            }
            "textarea" if text.contains(OPEN) => {
                let places = self.text(address, "a field", &text);
                // Papers are one per line without empty lines, and text sent by a form has been trimmed.
                let is_sent = address.starts_with("the form");
                let begins = |place: &str| text.starts_with(&format!("{OPEN}{place}"));
                let is_tidied = element.attr("name") == Some("papers") || begins("typed") || is_sent;
                // The words of a list are on lines of their own, and in a table behind a separator.
                let is_listed = element.attr("name") == Some("cell-means") && text.starts_with(&format!(";{OPEN}"));
                let is_whole = is_tidied || is_listed || text.starts_with(&format!("\n{OPEN}"));
                if !is_whole || !(text.ends_with(PAYLOAD) || text.ends_with(&without_controls(PAYLOAD))) {
                    self.wrong(address, format_args!("the field {:?} holds {text:?}", element.attr("name")));
                }
                self.in_fields.extend(places);
            }
            _ => {}
        }
        for (name, value) in attributes.iter().filter(|(_, value)| value.contains(OPEN)) {
            // The entry as it was when the form was opened.
            if element.attr("type") == Some("hidden")
                && let Ok(data) = serde_json::from_str(value)
            {
                self.json(address, &data);
                continue;
            }
            let places = self.text(address, &format!("the attribute {name} of {}", element.name()), value);
            if element.name() == "input" {
                self.in_fields.extend(places);
            }
        }
    }

    /// Reads a feed, a drawing or a sitemap as XML.
    pub fn xml(&mut self, address: &str, source: &str) {
        let document = match roxmltree::Document::parse(source) {
            Ok(document) => document,
            Err(error) => return self.wrong(address, format_args!("no XML: {error}")),
        };
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let attributes: Vec<(&str, &str)> = node.attributes().map(|one| (one.name(), one.value())).collect();
            self.element(address, node.tag_name().name(), &attributes);
            let text: String = node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
            // Text in the drawing itself is broken into lines and shortened.
            let is_drawn = matches!(node.tag_name().name(), "text" | "tspan");
            if text.contains(OPEN) && !is_drawn {
                let (whole, broken) = hostile_places(&settled(&text), &settled(PAYLOAD));
                for broken in broken {
                    self.wrong(address, format_args!("{} is not what is stored: {broken}", node.tag_name().name()));
                }
                self.seen.extend(whole);
            }
        }
    }

    pub fn json(&mut self, address: &str, data: &Value) {
        match data {
            Value::String(text) => {
                self.text(address, "a text of JSON", text);
            }
            Value::Array(all) => all.iter().for_each(|one| self.json(address, one)),
            Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                if name.contains("hostile") || name.contains(OPEN) {
                    self.wrong(address, format_args!("a field {name} came from a text"));
                }
                self.json(address, value);
            }),
            _ => {}
        }
    }

    /// Reads a CSV file: each row has as many cells as the header, and every text is complete.
    pub fn csv(&mut self, address: &str, source: &str) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(source.as_bytes());
        // Inside a list in a cell, the separator is written in its full-width form.
        let (in_list, in_address) = (PAYLOAD.replace(';', "；"), PAYLOAD.replace(';', "%3B"));
        for row in reader.records() {
            match row {
                Err(error) => self.wrong(address, format_args!("no CSV: {error}")),
                Ok(row) => row.iter().filter(|cell| cell.contains(OPEN)).for_each(|cell| {
                    let broken = [PAYLOAD, &in_list, &in_address].map(|payload| hostile_places(cell, payload).1);
                    if broken.iter().all(|broken| !broken.is_empty()) {
                        self.wrong(address, format_args!("a cell is not what is stored: {cell:?}"));
                    }
                }),
            }
        }
    }
}

/// Whether an address is on this site, a web page without credentials, an e-mail address or a phone number.
fn is_harmless_address(address: &str) -> bool {
    let here = url::Url::parse("https://tetsuzuki.example.jp/").unwrap();
    let Ok(url) = here.join(address) else { return false };
    matches!(url.scheme(), "https" | "http" | "mailto" | "tel") && url.username().is_empty() && url.password().is_none()
}
