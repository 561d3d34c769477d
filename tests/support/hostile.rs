//! Texts made to become mark-up, and a reader that looks for what became of them as browsers and other parsers would.

use domain::text::without_controls;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;

/// Around every hostile text, so that it is found again; between the opening one and the text stands where it is kept.
pub const OPEN: char = '⟦';
pub const NAME_ENDS: char = '⟧';

/// Ends every element in which texts stand, and opens what only a text can have brought.
pub const PAYLOAD: &str = "</textarea></div></form><form method=post action=/marker><hostile-marker>\
     &lt;b&gt;&amp;amp;\"><hostile-marker onmarker=1></script><hostile-marker>]]></title><hostile-marker/>\
     </option></select></style></svg></desc><hostile-marker>--><hostile-marker> ' onmarker='1 ` onmarker=1 \
     <script>marker()</script><!-- <![CDATA[ \u{2028}\u{202e}x\u{202c}\\u003c/終";

/// A hostile text that says where it is kept. A line break before it shows whether it is kept to the letter.
pub fn hostile(place: &str) -> String {
    format!("\n{OPEN}{place}{NAME_ENDS}{PAYLOAD}")
}

/// White space as drawings and attributes of XML show it.
fn settled(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Places of the hostile texts in a text, and those that are not there to the letter.
fn hostile_places(text: &str, payload: &str) -> (Vec<String>, Vec<String>) {
    let (mut whole, mut broken) = (Vec::new(), Vec::new());
    for rest in text.split(OPEN).skip(1) {
        let Some((place, after)) = rest.split_once(NAME_ENDS) else {
            broken.push(rest.chars().take(80).collect());
            continue;
        };
        // What is typed into a form loses what shows nothing.
        let is_as_typed = place.starts_with("typed") && after.starts_with(&without_controls(payload));
        if after.starts_with(payload) || is_as_typed {
            whole.push(place.to_owned());
        } else {
            broken.push(format!("{place}: {}", after.chars().take(payload.chars().count()).collect::<String>()));
        }
    }
    (whole, broken)
}

/// What was read so far, and what was wrong with it.
#[derive(Debug, Default)]
pub struct Reading {
    pub wrong: Vec<String>,
    /// Places of all texts that were seen to the letter, wherever.
    pub seen: std::collections::BTreeSet<String>,
    /// Those that stood in a field of a form.
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

    /// What may not come from data, in any mark-up.
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

    /// A page, as a browser reads it. Answers the addresses on the same site that it names.
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
        // Of few elements: the text of each would be the page once more for every level of it.
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
                // Papers stand one a line, and the empty line is none of them; what was sent by a form was tidied.
                let is_sent = address.starts_with("the form");
                let begins = |place: &str| text.starts_with(&format!("{OPEN}{place}"));
                let is_tidied = element.attr("name") == Some("papers") || begins("typed") || is_sent;
                let is_whole = is_tidied || text.starts_with(&format!("\n{OPEN}"));
                if !is_whole || !(text.ends_with(PAYLOAD) || text.ends_with(&without_controls(PAYLOAD))) {
                    self.wrong(address, format_args!("the field {:?} holds {text:?}", element.attr("name")));
                }
                self.in_fields.extend(places);
            }
            _ => {}
        }
        for (name, value) in attributes.iter().filter(|(_, value)| value.contains(OPEN)) {
            // What a form remembers of the entry when it was opened.
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

    /// A feed, a drawing or a list of pages, as a reader of XML reads it.
    pub fn xml(&mut self, address: &str, source: &str) {
        let document = match roxmltree::Document::parse(source) {
            Ok(document) => document,
            Err(error) => return self.wrong(address, format_args!("no XML: {error}")),
        };
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let attributes: Vec<(&str, &str)> = node.attributes().map(|one| (one.name(), one.value())).collect();
            self.element(address, node.tag_name().name(), &attributes);
            let text: String = node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
            // What stands on the drawing itself is cut into lines and shortened.
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

    /// A table: as many cells in each row as in its head, and every text whole.
    pub fn csv(&mut self, address: &str, source: &str) {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(source.as_bytes());
        // In a list inside a cell, the sign between its entries stands for itself in another width.
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

/// Whether an address leads to this site, to a page of the web without anybody's password, to writing or to calling.
fn is_harmless_address(address: &str) -> bool {
    let here = url::Url::parse("https://tetsuzuki.example.jp/").unwrap();
    let Ok(url) = here.join(address) else { return false };
    matches!(url.scheme(), "https" | "http" | "mailto" | "tel") && url.username().is_empty() && url.password().is_none()
}
