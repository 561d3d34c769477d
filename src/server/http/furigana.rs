//! Readings of kanji (furigana) in finished public pages.
//!
//! Pages are written as strings, and each text comes from another place. So the finished document is gone through once:
//! texts get `<ruby>` where readers want it, and everywhere else the notation of readings becomes plain text. Texts are
//! escaped by then, and nothing that is escaped is part of a word with a reading. See
//! docs/adr/0034-readings-from-a-list.md.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::reading::{Readings, plain_text};

use super::request_snapshot::RequestSnapshot;
use crate::language::Language;
use crate::server::query::{FURIGANA, Furigana, without_furigana};
use crate::server::read_model::snapshot::Snapshot;
use crate::server::staff::access::is_staff_page;

/// How the texts of one page are shown.
#[derive(Debug)]
pub struct PageReadings {
    snapshot: Arc<Snapshot>,
    shown: bool,
    /// The reader's choice, where it is not what the language does by itself; links of the page keep it.
    carried: Option<Furigana>,
}

impl PageReadings {
    /// What a request wants; `None` for a page of the staff, which shows texts as they were typed.
    #[must_use]
    pub fn of(request: &Request) -> Option<Self> {
        let (language, page) = Language::split_path(request.uri().path());
        if is_staff_page(page) {
            return None;
        }
        let snapshot = Arc::clone(&request.extensions().get::<RequestSnapshot>()?.snapshot);
        let (choice, _) = without_furigana(request.uri().query().unwrap_or_default());
        let by_itself = Furigana::of(language);
        let choice = choice.filter(|_| language.is_japanese());
        let shown = choice.unwrap_or(by_itself) == Furigana::On;
        Some(Self { snapshot, shown, carried: choice.filter(|choice| *choice != by_itself) })
    }

    /// The response with its document as readers want it.
    pub async fn apply(&self, response: Response) -> Response {
        let (parts, body) = response.into_parts();
        let body = match to_bytes(body, usize::MAX).await {
            Ok(body) => body,
            Err(error) => {
                tracing::error!(%error, "a page broke off while it was being written");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let written = std::str::from_utf8(&body).ok().and_then(|html| {
            let is_as_it_is = !self.shown && self.carried.is_none() && !html.contains("《");
            (!is_as_it_is).then(|| rewrite(html, self.shown.then_some(&self.snapshot.readings), self.carried))
        });
        Response::from_parts(parts, written.map_or_else(|| Body::from(body), Body::from))
    }
}

/// A response that is no page, without the notation: files of data, feeds, calendars.
#[must_use]
pub fn without_notation(headers: &HeaderMap, body: axum::body::Bytes) -> axum::body::Bytes {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // A page has gone through `PageReadings`. What is no text has none of it.
    let is_text = ["application/json", "application/ld+json", "application/problem+json", "application/atom+xml"]
        .iter()
        .any(|text| kind.starts_with(text))
        || (kind.starts_with("text/") && !kind.starts_with("text/html"));
    if !is_text {
        return body;
    }
    let plain = match std::str::from_utf8(&body).map(plain_text) {
        Ok(Cow::Owned(plain)) => Some(plain),
        _ => None,
    };
    plain.map_or(body, Into::into)
}

/// Elements with text that holds no markup.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];

/// Elements with text that shows no readings: they cannot hold them, or have readings of their own.
const PLAIN: [&str; 8] = ["svg", "option", "ruby", "code", "pre", "kbd", "samp", "noscript"];

/// Elements without an end.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "wbr", "col"];

/// Addresses that are no pages.
const NO_PAGES: [&str; 8] =
    ["/assets/", "/api/", "/files/", "/embed/", "/feeds/", "/staff", "/suggestions", "/sitemap"];

/// Goes through a document: texts get readings if there is a list, links keep the choice of the reader.
#[must_use]
pub fn rewrite(html: &str, readings: Option<&Readings>, carried: Option<Furigana>) -> String {
    let mut document = Document {
        written: String::with_capacity(html.len() + if readings.is_some() { html.len() / 2 } else { 64 }),
        readings,
        carried,
        plain_in: None,
        before: None,
    };
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        document.text(&rest[..open]);
        rest = document.tag(&rest[open..]);
    }
    document.text(rest);
    document.written
}

struct Document<'a> {
    written: String,
    readings: Option<&'a Readings>,
    carried: Option<Furigana>,
    /// The element that shows no readings, and how many of its name are open.
    plain_in: Option<(&'a str, usize)>,
    /// The character before a text, if only a comment is between them.
    before: Option<char>,
}

impl<'a> Document<'a> {
    fn text(&mut self, text: &'a str) {
        if text.is_empty() {
            return;
        }
        match self.readings.filter(|_| self.plain_in.is_none()) {
            Some(readings) => {
                for segment in readings.segments(text, self.before) {
                    match &segment.reading {
                        Some(reading) => self.word(segment.base, reading),
                        None => self.written.push_str(segment.base),
                    }
                }
            }
            None => self.written.push_str(&plain_text(text)),
        }
        self.before = text.chars().next_back();
    }

    fn word(&mut self, base: &str, reading: &str) {
        for part in ["<ruby>", base, "<rp>（</rp><rt>", reading, "</rt><rp>）</rp></ruby>"] {
            self.written.push_str(part);
        }
    }

    /// Writes the tag that the text begins with, and the content of an element that holds no markup. Returns the rest.
    fn tag(&mut self, text: &'a str) -> &'a str {
        if let Some(inside) = text.strip_prefix("<!--") {
            let end = inside.find("-->").map_or(text.len(), |end| end + "<!---->".len());
            self.written.push_str(&text[..end]);
            return &text[end..];
        }
        let (tag, rest) = text.split_at(end_of_tag(text));
        if tag.starts_with("<!") {
            self.written.push_str(tag);
            return rest;
        }
        self.before = None;
        if let Some(name) = tag.strip_prefix("</") {
            self.written.push_str(tag);
            self.close(name.trim_end_matches('>').trim());
            return rest;
        }
        let name = tag[1..].split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').next().unwrap_or("");
        self.open(name, tag);
        if !RAW.contains(&name) {
            return rest;
        }
        let end = end_of_raw(rest, name);
        // What a reader has typed into a field comes back as it was.
        match name {
            "title" | "script" => self.written.push_str(&plain_text(&rest[..end])),
            _ => self.written.push_str(&rest[..end]),
        }
        &rest[end..]
    }

    fn open(&mut self, name: &'a str, tag: &'a str) {
        let tag = plain_text(tag);
        match self.carried {
            Some(choice) if name == "a" => self.written.push_str(&with_choice(&tag, choice)),
            Some(choice) if name == "form" && !tag.contains(" method=\"post\"") => {
                self.written.push_str(&tag);
                if attribute(&tag, "action").is_none_or(|action| keeps_choice(&tag[action], choice)) {
                    let field = format!("<input type=\"hidden\" name=\"{FURIGANA}\" value=\"{choice}\">");
                    self.written.push_str(&field);
                }
            }
            _ => self.written.push_str(&tag),
        }
        let is_whole = VOID.contains(&name) || tag.ends_with("/>");
        match &mut self.plain_in {
            Some((outer, depth)) if *outer == name && !is_whole => *depth += 1,
            Some(_) => {}
            None => {
                let is_foreign = || attribute(&tag, "lang").is_some_and(|lang| !tag[lang].starts_with("ja"));
                if !is_whole && (PLAIN.contains(&name) || is_foreign()) {
                    self.plain_in = Some((name, 1));
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((outer, depth)) = &mut self.plain_in
            && *outer == name
        {
            *depth -= 1;
            if *depth == 0 {
                self.plain_in = None;
            }
        }
    }
}

/// The bytes of the tag that a text begins with. A > inside a value does not end it.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Where the content of an element without markup ends.
fn end_of_raw(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(found) = text[from..].find("</") {
        let at = from + found;
        if text[at + 2..].get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

/// The range of an attribute's value in a tag.
fn attribute(tag: &str, name: &str) -> Option<std::ops::Range<usize>> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(start..start + tag[start..].find('"')?)
}

/// Whether a link to an address has to say what the reader chose.
fn keeps_choice(address: &str, choice: Furigana) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let (language, page) = Language::split_path(path);
    path.starts_with('/')
        && !path.starts_with("//")
        && !NO_PAGES.iter().any(|start| page.starts_with(start))
        && ![".ics", ".atom", ".xml", ".csv", ".xlsx"].iter().any(|ending| page.ends_with(ending))
        && language.is_japanese()
        && Furigana::of(language) != choice
        && !address.contains("furigana=")
}

/// A link that keeps the choice of the reader.
fn with_choice(tag: &str, choice: Furigana) -> Cow<'_, str> {
    let Some(href) = attribute(tag, "href").filter(|href| keeps_choice(&tag[href.clone()], choice)) else {
        return Cow::Borrowed(tag);
    };
    let address = &tag[href.clone()];
    let (page, place) = address.split_at(address.find('#').unwrap_or(address.len()));
    let separator = if page.contains('?') { "&amp;" } else { "?" };
    Cow::Owned(format!("{}{page}{separator}{FURIGANA}={choice}{place}{}", &tag[..href.start], &tag[href.end..]))
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    fn list() -> Readings {
        Readings::of([("転出", "てんしゅつ"), ("〜届", "とどけ"), ("〜階", "かい")])
    }

    fn ruby(html: &str) -> String {
        rewrite(html, Some(&list()), None)
    }

    const MOVING: &str = "<ruby>転出<rp>（</rp><rt>てんしゅつ</rt><rp>）</rp></ruby>";

    #[test]
    fn texts_get_readings_and_attributes_do_not() {
        assert_eq!(
            ruby("<p title=\"転出《てんしゅつ》\">転出の 日</p>"),
            format!("<p title=\"転出\">{MOVING}の 日</p>")
        );
        assert_eq!(ruby("3<!>階"), "3<!><ruby>階<rp>（</rp><rt>かい</rt><rp>）</rp></ruby>");
    }

    #[test]
    fn elements_that_cannot_hold_readings_get_plain_text() {
        for (html, expected) in [
            ("<title>転出《てんしゅつ》</title>", "<title>転出</title>"),
            ("<option value=\"a\">転出《てんしゅつ》</option>", "<option value=\"a\">転出</option>"),
            ("<svg><g><text>転出</text></g></svg>", "<svg><g><text>転出</text></g></svg>"),
            ("<textarea>\n転出《てんしゅつ》</textarea>", "<textarea>\n転出《てんしゅつ》</textarea>"),
            ("<script>{\"a\":\"転出《てんしゅつ》\"}</script>", "<script>{\"a\":\"転出\"}</script>"),
            ("<ruby>転出<rt>x</rt></ruby>", "<ruby>転出<rt>x</rt></ruby>"),
            (
                "<span lang=\"en\">転出<span>転出</span>転出</span>",
                "<span lang=\"en\">転出<span>転出</span>転出</span>",
            ),
        ] {
            assert_eq!(ruby(html), expected);
        }
        assert_eq!(ruby("<svg><text>転出</text></svg>転出"), format!("<svg><text>転出</text></svg>{MOVING}"));
    }

    #[test]
    fn without_a_list_only_the_notation_goes() {
        let page = |html: &str| rewrite(html, None, None);
        assert_eq!(page("<p>｜転出《てんしゅつ》の 届</p>"), "<p>転出の 届</p>");
        let plain = "<p class=\"a\">転出 &amp; 届</p><!-- 転出 --><br>";
        assert_eq!(page(plain), plain);
    }

    #[test]
    fn text_without_readings_is_the_plain_text() {
        let source = "<h1>転出届<b>転出</b> &lt;転出&gt;</h1>";
        let mut text = ruby(source);
        for (open, close) in [("<rp>", "</rp>"), ("<rt>", "</rt>")] {
            while let Some((before, after)) = text.split_once(open) {
                let (_, behind) = after.split_once(close).expect("an end");
                text = format!("{before}{behind}");
            }
        }
        let text: String = Html::parse_fragment(&text).root_element().text().collect();
        assert_eq!(text, "転出届転出 <転出>");
    }

    #[test]
    fn links_of_pages_keep_the_choice_of_the_reader_and_others_do_not() {
        let page = |html: &str| rewrite(html, None, Some(Furigana::On));
        for (html, expected) in [
            ("<a href=\"/cards\">", "<a href=\"/cards?furigana=on\">"),
            ("<a href=\"/cards?list=a#b\">", "<a href=\"/cards?list=a&amp;furigana=on#b\">"),
            ("<a href=\"/easy/cards\">", "<a href=\"/easy/cards\">"),
            ("<a href=\"/en\">", "<a href=\"/en\">"),
            ("<a href=\"/files/cards.xlsx\">", "<a href=\"/files/cards.xlsx\">"),
            ("<a href=\"https://example.jp/\">", "<a href=\"https://example.jp/\">"),
            ("<a href=\"//example.jp/\">", "<a href=\"//example.jp/\">"),
            ("<a href=\"#main\">", "<a href=\"#main\">"),
            ("<a href=\"/?furigana=off\">", "<a href=\"/?furigana=off\">"),
            (
                "<form action=\"/cards\">",
                "<form action=\"/cards\"><input type=\"hidden\" name=\"furigana\" value=\"on\">",
            ),
            ("<form method=\"post\" action=\"/cards\">", "<form method=\"post\" action=\"/cards\">"),
        ] {
            assert_eq!(page(html), expected);
        }
    }

    #[test]
    fn hostile_texts_stay_harmless() {
        for text in [
            "&lt;script&gt;転出《てんしゅつ》",
            "転出《&lt;b&gt;》",
            "｜&lt;転出《てんしゅつ》",
            "｜転&amp;出《てん》",
            "《《｜｜》》転出《》",
            "転出《てん\"onclick=》",
        ] {
            let page = ruby(&format!("<p title=\"{}\">{text}</p>", text.replace('"', "&quot;")));
            let parsed = Html::parse_fragment(&page);
            let names = parsed.tree.values().filter_map(|node| node.as_element()).map(|it| it.name().to_owned());
            let odd: Vec<_> =
                names.filter(|name| !["html", "body", "p", "ruby", "rp", "rt"].contains(&name.as_str())).collect();
            assert!(odd.is_empty(), "{odd:?} in {page}");
        }
    }

    #[test]
    fn unfinished_documents_do_not_fail() {
        for html in ["<", "<p", "<p title=\"", "<!--", "<!", "</", "<title>", "転出<script>", "<textarea></text"] {
            assert!(ruby(html).len() >= html.len(), "{html}");
        }
    }

    #[test]
    fn a_large_page_is_gone_through_in_time_in_proportion_to_its_length() {
        let page = "<tr><td class=\"a\">転出届は、3階</td><td>かな &amp; text</td></tr>".repeat(5_000);
        let began = std::time::Instant::now();
        assert!(ruby(&page).len() > page.len());
        assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    }
}
