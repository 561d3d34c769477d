//! One procedure as JSON-LD in the two vocabularies for public services: `GovernmentService` of schema.org, and
//! `cpsv:PublicService` of the European application profile CPSV-AP 3.2.
//!
//! Both are in one graph under one identifier. URLs are root-relative, so readers resolve them against the URL of the
//! document and the site need not know its own name. Unknown values are left out. Terms without matching data
//! (`termsOfService`, `cv:thematicArea`, `dct:language` of the service) are not filled with something similar.

mod particulars;

use chrono::NaiveDate;
use domain::area::Area;
use domain::ending::Ending;
use domain::procedure::{Audience, Channel, ChannelKind, Department, LocalText, Procedure};
use domain::procedure_details::DayKind;
use domain::web_address;
use serde_json::{Map, Value, json};

use crate::language::Language;
use crate::server::query::url_within;
use crate::server::read_model::related::related;
use crate::server::read_model::snapshot::Snapshot;

/// Maximum number of related procedures listed.
pub const MOST_RELATED: usize = 5;

/// The yen in the currency vocabulary that CPSV-AP recommends.
const YEN: &str = "http://publications.europa.eu/resource/authority/currency/JPY";

/// A procedure as of a date.
#[must_use]
pub fn linked_data(snapshot: &Snapshot, procedure: &Procedure, today: NaiveDate) -> Value {
    let source = Linked {
        snapshot,
        procedure,
        address: address_of(procedure),
        department: procedure.department.as_ref().and_then(|code| snapshot.department(code)),
        related: related(snapshot, procedure, today, MOST_RELATED)
            .into_iter()
            .map(|number| &snapshot.procedures[number])
            .collect(),
        ending: procedure.ending_known(today),
    };
    json!({
        "@context": ["https://schema.org", {
            "cpsv": "http://purl.org/vocab/cpsv#",
            "cv": "http://data.europa.eu/m8g/",
            "dct": "http://purl.org/dc/terms/",
            "eli": "http://data.europa.eu/eli/ontology#",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "time": "http://www.w3.org/2006/time#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        }],
        "@graph": [source.government_service(), source.public_service()],
    })
}

/// Serialises JSON for use inside a `script` element: no text in it can close the element or start a comment.
#[must_use]
pub fn in_script(document: &Value) -> String {
    document.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

struct Linked<'a> {
    snapshot: &'a Snapshot,
    procedure: &'a Procedure,
    address: String,
    department: Option<&'a Department>,
    related: Vec<&'a Procedure>,
    /// The end known on the date.
    ending: Option<&'a Ending>,
}

impl Linked<'_> {
    fn government_service(&self) -> Value {
        let procedure = self.procedure;
        let pages: Vec<Value> = Language::all()
            .iter()
            .map(|language| {
                node([
                    ("@type", json!("WebPage")),
                    ("url", json!(language.path(&self.address))),
                    ("inLanguage", json!(language.hreflang())),
                    ("lastReviewed", json!(procedure.checked_on)),
                ])
            })
            .collect();
        let related: Vec<Value> = self
            .related
            .iter()
            .map(|other| {
                node([
                    ("@type", json!("GovernmentService")),
                    ("@id", json!(address_of(other))),
                    ("name", texts(&other.name)),
                ])
            })
            .collect();
        let audience: Vec<Value> = procedure
            .audience
            .iter()
            .map(|audience| {
                let kind = if *audience == Audience::Business { "BusinessAudience" } else { "PeopleAudience" };
                node([("@type", json!(kind)), ("audienceType", words("audience", audience.as_str()))])
            })
            .collect();
        let service_type: Vec<Value> = self.life_events().flat_map(|(_, name)| list(texts(name))).collect();
        node([
            ("@id", json!(self.address)),
            ("@type", json!("GovernmentService")),
            ("identifier", json!(procedure.id)),
            ("url", json!(self.address)),
            ("name", texts(&procedure.name)),
            ("description", texts(&procedure.summary)),
            ("disambiguatingDescription", self.sample_note()),
            ("serviceType", Value::Array(service_type)),
            ("provider", self.provider()),
            ("areaServed", self.city().map_or(Value::Null, |city| area("AdministrativeArea", city))),
            ("audience", Value::Array(audience)),
            ("availableChannel", self.each_channel(|_, channel| self.service_channel(channel))),
            ("offers", self.offer()),
            ("isRelatedTo", Value::Array(related)),
            ("mainEntityOfPage", Value::Array(pages)),
        ])
    }

    /// The department within the city, or whichever of the two is known.
    fn provider(&self) -> Value {
        let department = self.department.map_or(Value::Null, |department| {
            node([
                ("@type", json!("GovernmentOrganization")),
                ("identifier", json!(department.code)),
                ("name", both(&department.name, &department.name_en)),
                ("telephone", given(&department.phone)),
            ])
        });
        self.city().map_or_else(
            || department.clone(),
            |city| {
                let mut organization = area("GovernmentOrganization", city);
                organization["department"] = department.clone();
                without_gaps(organization)
            },
        )
    }

    fn service_channel(&self, channel: &Channel) -> Value {
        let phone = self.department.map_or("", |department| &department.phone);
        let location = || {
            let counter =
                self.department.map_or(Value::Null, |department| both(&department.counter, &department.counter_en));
            let name = if channel.name.is_empty() { counter } else { japanese(&channel.name) };
            if is_gap(&name) { Value::Null } else { node([("@type", json!("Place")), ("name", name)]) }
        };
        node([
            ("@type", json!("ServiceChannel")),
            ("name", channel_name(channel)),
            ("serviceUrl", json!(web_address::link(&channel.url))),
            (
                "servicePhone",
                match channel.kind {
                    ChannelKind::Phone if !phone.is_empty() => {
                        node([("@type", json!("ContactPoint")), ("telephone", json!(phone))])
                    }
                    _ => Value::Null,
                },
            ),
            ("serviceLocation", if channel.kind == ChannelKind::Counter { location() } else { Value::Null }),
        ])
    }

    fn offer(&self) -> Value {
        self.yen().map_or(Value::Null, |yen| {
            node([
                ("@type", json!("Offer")),
                ("price", json!(yen)),
                ("priceCurrency", json!("JPY")),
                ("description", self.fee_note()),
            ])
        })
    }

    fn public_service(&self) -> Value {
        let procedure = self.procedure;
        let id = &procedure.id;
        let events: Vec<Value> = self
            .life_events()
            .map(|(code, name)| {
                node([("@type", json!("cv:LifeEvent")), ("dct:identifier", json!(code)), ("dct:title", texts(name))])
            })
            .collect();
        let papers: Vec<Value> = (1..)
            .zip(self.snapshot.papers_of(procedure))
            .map(|(number, needed)| self.evidence(number, &needed))
            .collect();
        let audience: Vec<Value> = procedure
            .audience
            .iter()
            .map(|audience| concept(audience.as_str(), words("audience", audience.as_str())))
            .collect();
        let sets: Vec<Value> = procedure
            .sets
            .iter()
            .filter_map(|code| self.snapshot.set(code))
            .map(|set| concept(set.code.as_str(), both(&set.name, &set.name_en)))
            .collect();
        let related: Vec<Value> = self.related.iter().map(|other| json!({ "@id": address_of(other) })).collect();
        let successor = self.ending.and_then(|ending| ending.successor.as_ref());
        let successor = successor.and_then(|id| self.snapshot.procedure(id)).map(|(_, other)| other);
        // The days of the details are the longest time; working days are no duration.
        let days = self.details().filter(|details| details.day_kind != Some(DayKind::Working));
        let days = days.and_then(|details| details.days_to).map(|days| format!("P{days}D"));
        let duration = Some(procedure.processing.trim().to_owned()).filter(|text| is_duration(text)).or(days);
        let legal_resource =
            || node([("@type", json!("eli:LegalResource")), ("dct:title", japanese(&procedure.legal_basis))]);
        node([
            ("@id", json!(self.address)),
            ("@type", json!("cpsv:PublicService")),
            ("dct:identifier", json!(id)),
            ("dct:title", texts(&procedure.name)),
            ("dct:description", texts(&procedure.summary)),
            ("rdfs:comment", self.sample_note()),
            ("cv:hasCompetentAuthority", self.authority()),
            ("cv:contactPoint", self.contact_point()),
            (
                "dct:spatial",
                self.city().map_or(Value::Null, |city| {
                    node([
                        ("@type", json!("dct:Location")),
                        ("dct:identifier", json!(city.code)),
                        ("rdfs:label", both(&city.name, &city.name_en)),
                    ])
                }),
            ),
            ("dct:audience", Value::Array(audience)),
            ("cv:isGroupedBy", Value::Array(events)),
            ("cv:isClassifiedBy", Value::Array(sets)),
            (
                "cv:hasChannel",
                self.each_channel(|number, channel| {
                    node([
                        ("@type", json!("cv:Channel")),
                        ("dct:identifier", json!(format!("{id}/channel/{number}"))),
                        ("dct:type", concept(channel.kind.as_str(), words("channel-short", channel.kind.as_str()))),
                        ("url", json!(web_address::link(&channel.url))),
                    ])
                }),
            ),
            ("cv:hasCost", self.cost()),
            ("cpsv:hasInput", Value::Array(papers)),
            ("foaf:page", self.forms()),
            ("cv:hasLegalResource", if procedure.legal_basis.is_empty() { Value::Null } else { legal_resource() }),
            (
                "cv:processingTime",
                duration.map_or(Value::Null, |text| json!({ "@type": "xsd:duration", "@value": text })),
            ),
            ("cv:relatedService", Value::Array(related)),
            ("dct:valid", self.validity()),
            ("dct:isReplacedBy", successor.map_or(Value::Null, |other| json!({ "@id": address_of(other) }))),
        ])
    }

    /// The last day on which the procedure is in force, as a DCMI period.
    fn validity(&self) -> Value {
        let last_day = self.ending.and_then(|ending| ending.on.pred_opt());
        last_day.map_or(Value::Null, |day| json!(format!("end={day}; scheme=W3C-DTF;")))
    }

    fn authority(&self) -> Value {
        let organisation = |code: Value, name: Value| {
            node([
                ("@type", json!("cv:PublicOrganisation")),
                ("dct:identifier", code),
                ("skos:prefLabel", name.clone()),
                ("dct:title", name),
            ])
        };
        match (self.department, self.city()) {
            (Some(department), _) => organisation(json!(department.code), both(&department.name, &department.name_en)),
            (None, Some(city)) => organisation(json!(city.code), both(&city.name, &city.name_en)),
            (None, None) => Value::Null,
        }
    }

    fn contact_point(&self) -> Value {
        let Some(department) = self.department else { return Value::Null };
        let hours = both(&department.hours, &department.hours_en);
        let hours = if is_gap(&hours) {
            Value::Null
        } else {
            node([("@type", json!("time:TemporalEntity")), ("dct:description", hours)])
        };
        if is_gap(&hours) && department.phone.is_empty() {
            return Value::Null;
        }
        node([
            ("@type", json!("cv:ContactPoint")),
            ("cv:telephone", given(&department.phone)),
            ("cv:openingHours", hours),
        ])
    }

    /// A cost without a known amount has only its note.
    fn cost(&self) -> Value {
        let fee = &self.procedure.fee;
        if self.yen().is_none() && fee.note.is_empty() {
            return Value::Null;
        }
        let value = |yen: i64| json!({ "@type": "xsd:double", "@value": yen.to_string() });
        node([
            ("@type", json!("cv:Cost")),
            ("dct:identifier", json!(format!("{}/cost", self.procedure.id))),
            ("cv:hasValue", self.yen().map_or(Value::Null, value)),
            ("cv:currency", self.yen().map_or(Value::Null, |_| json!({ "@id": YEN }))),
            ("dct:description", self.fee_note()),
        ])
    }

    /// The fee in yen; 0 if the procedure is recorded as free.
    fn yen(&self) -> Option<i64> {
        let fee = &self.procedure.fee;
        fee.yen.or_else(|| (fee.required == Some(false)).then_some(0))
    }

    fn city(&self) -> Option<&Area> {
        self.snapshot.home()
    }

    fn life_events(&self) -> impl Iterator<Item = (&str, &LocalText)> {
        self.procedure
            .life_events
            .iter()
            .filter_map(|code| self.snapshot.life_event(code))
            .map(|event| (event.code.as_str(), &event.name))
    }

    fn each_channel(&self, make: impl Fn(usize, &Channel) -> Value) -> Value {
        (1..).zip(&self.procedure.channels).map(|(number, channel)| make(number, channel)).collect()
    }

    /// The sample mark, present in both vocabularies like everywhere else sample data appears.
    fn sample_note(&self) -> Value {
        if self.procedure.sample { said("linked-sample") } else { Value::Null }
    }
}

fn address_of(procedure: &Procedure) -> String {
    url_within("/procedures", procedure.id.as_str())
}

fn area(kind: &str, area: &Area) -> Value {
    node([("@type", json!(kind)), ("identifier", json!(area.code)), ("name", both(&area.name, &area.name_en))])
}

fn concept(code: &str, label: Value) -> Value {
    node([("@type", json!("skos:Concept")), ("skos:notation", json!(code)), ("skos:prefLabel", label)])
}

fn channel_name(channel: &Channel) -> Value {
    if channel.name.is_empty() { words("channel-short", channel.kind.as_str()) } else { japanese(&channel.name) }
}

/// An object without its unknown properties.
fn node<const N: usize>(parts: [(&str, Value); N]) -> Value {
    let parts: Map<String, Value> = parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    without_gaps(Value::Object(parts))
}

fn without_gaps(mut value: Value) -> Value {
    if let Some(parts) = value.as_object_mut() {
        parts.retain(|_, part| !is_gap(part));
    }
    value
}

fn is_gap(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn list(value: Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values,
        Value::Null => Vec::new(),
        value => vec![value],
    }
}

fn given(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

fn tagged<'a>(texts: impl IntoIterator<Item = (Language, &'a str)>) -> Value {
    texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(language, text)| json!({ "@language": language.hreflang(), "@value": text }))
        .collect()
}

fn texts(text: &LocalText) -> Value {
    tagged([
        (Language::Japanese, text.ja.as_str()),
        (Language::Easy, text.easy.as_str()),
        (Language::English, text.en.as_str()),
    ])
}

fn both(japanese: &str, english: &str) -> Value {
    tagged([(Language::Japanese, japanese), (Language::English, english)])
}

fn japanese(text: &str) -> Value {
    tagged([(Language::Japanese, text)])
}

/// A message of the user interface in Japanese and English.
fn said(name: &str) -> Value {
    let [japanese, english] = [Language::Japanese, Language::English].map(|language| language.text(name));
    both(&japanese, &english)
}

fn words(family: &str, member: &str) -> Value {
    said(&format!("{family}-{member}"))
}

/// Whether a text is an ISO 8601 duration, such as `P14D` or `PT30M`. Cities enter free text, and only text that
/// already is a duration is published as one.
fn is_duration(text: &str) -> bool {
    fn is_run(text: &str, designators: &str) -> bool {
        let mut left = designators;
        let mut rest = text;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, behind) = rest.split_at(digits);
            let Some(designator) = behind.chars().next() else { return false };
            let Some(place) = left.find(designator).filter(|_| !number.is_empty()) else { return false };
            left = &left[place + designator.len_utf8()..];
            rest = &behind[designator.len_utf8()..];
        }
        true
    }
    let Some(period) = text.strip_prefix('P') else { return false };
    match period.split_once('T') {
        Some((_, "")) => false,
        Some((date, time)) => is_run(date, "YMD") && is_run(time, "HMS"),
        None => !period.is_empty() && is_run(period, "YMD"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_duration_is_published_as_one() {
        for text in ["P14D", "P1Y2M", "PT30M", "P1DT12H"] {
            assert!(is_duration(text), "{text}");
        }
        for text in ["", "P", "PT", "P1", "PD", "P1D1Y", "P1DT", "約2週間", "14D", "p14d", "P14日", "P1M "] {
            assert!(!is_duration(text), "{text}");
        }
    }

    #[test]
    fn no_text_can_end_the_element_it_stands_in() {
        let written = in_script(&json!({ "name": "</script><!-- & ü" }));
        assert_eq!(written, r#"{"name":"\u003c/script\u003e\u003c!-- \u0026 ü"}"#);
        let read: Value = serde_json::from_str(&written).expect("still JSON");
        assert_eq!(read["name"], "</script><!-- & ü");
    }
}
