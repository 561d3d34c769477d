//! Recomputes figures by plain arithmetic from the exported files and nothing else.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::NaiveDate;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::support::{Answer, City, TODAY};

/// A row of a file, by column name.
pub type Record = BTreeMap<String, String>;

pub fn records(answer: &Answer) -> Vec<Record> {
    let (header, rows) = answer.csv();
    rows.into_iter().map(|row| header.iter().cloned().zip(row).collect()).collect()
}

pub fn amount(record: &Record, field: &str) -> i64 {
    record[field].parse().unwrap_or_else(|_| panic!("{field} of {record:?}"))
}

/// The query string of an address.
pub fn parameters(href: &str) -> Record {
    let query = href.split_once('?').map_or("", |(_, query)| query);
    let decoded = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// The exported files of a city.
#[derive(Debug)]
pub struct Files {
    city: City,
    counts: BTreeMap<(String, String, String), (i64, i64)>,
    parents: BTreeMap<String, String>,
    /// The catalogue by date.
    catalogue: BTreeMap<String, Vec<Record>>,
    indicators: Vec<Record>,
    budget: Vec<Record>,
    items: Vec<Record>,
    training: Vec<Record>,
    training_counts: Vec<Record>,
    ages: Vec<Record>,
    /// Requested and assessed amounts, in the order of the page.
    assessments: Vec<(i64, i64)>,
}

/// The list in a cell.
fn list(cell: &str) -> Vec<&str> {
    if cell.is_empty() { Vec::new() } else { cell.split(';').collect() }
}

fn percent(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64 * 100.0)
}

impl Files {
    pub async fn of(city: &City) -> Self {
        let get = async |address: &str| records(&city.get(address).await);
        let key = |record: &Record| ["area", "measure", "as_of"].map(|field| record[field].clone()).into();
        let counts = get("/api/v1/cards.csv").await;
        let areas = get("/api/v1/areas.csv").await;
        Self {
            city: city.clone(),
            counts: counts
                .iter()
                .map(|record| (key(record), (amount(record, "cards"), amount(record, "population"))))
                .collect(),
            parents: areas.into_iter().map(|area| (area["code"].clone(), area["parent"].clone())).collect(),
            catalogue: BTreeMap::new(),
            indicators: get("/api/v1/indicators.csv").await,
            budget: get("/api/v1/budget.csv").await,
            items: get("/api/v1/budget-items.csv").await,
            training: get("/api/v1/training.csv").await,
            training_counts: get("/api/v1/training-counts.csv").await,
            ages: get("/api/v1/cards-by-age.csv").await,
            assessments: assessments(city).await,
        }
    }

    /// The catalogue as it was on a day, by what is known today.
    async fn catalogue(&mut self, on: &str) -> &[Record] {
        if !self.catalogue.contains_key(on) {
            let mut read = records(&self.city.get("/api/v1/procedures.csv").await);
            // A file as of a day holds what was known on that day. What is known of it today is in the histories.
            for record in read.iter_mut().filter(|record| on < TODAY && !record["sets"].is_empty()) {
                let procedure = self.city.get(&format!("/api/v1/procedures/{}", record["id"])).await.json();
                stand_as_on(record, &procedure, on);
            }
            self.catalogue.insert(on.to_owned(), read);
        }
        &self.catalogue[on]
    }

    /// The value of a figure, by the address of its page; `None` if there is nothing to divide by. Panics if the files lack its data.
    pub async fn value(&mut self, href: &str) -> Option<f64> {
        let asked = parameters(href);
        let count = |day: &str| {
            let key = (asked["area"].clone(), asked["measure"].clone(), asked[day].clone());
            *self.counts.get(&key).unwrap_or_else(|| panic!("no count of {key:?}"))
        };
        let rate = |(cards, population): (i64, i64)| percent(cards, population).unwrap();
        let kind = href.split(['/', '?']).skip_while(|part| *part != "figures").nth(1).unwrap();
        // The target rate as a fraction, and the number of cards that reach it.
        let goal = || match asked["goal"].as_str() {
            "whole" => {
                let parent = self.parents[&asked["area"]].clone();
                self.counts[&(parent, asked["measure"].clone(), asked["as_of"].clone())]
            }
            #[allow(clippy::cast_possible_truncation)]
            target => ((target.parse::<f64>().unwrap() * 100.0).round() as i64, 10_000),
        };
        let missing = || {
            let (cards, population) = count("as_of");
            let (numerator, denominator) = goal();
            ((numerator * population + denominator - 1) / denominator - cards).max(0)
        };
        Some(match kind {
            "card-rate" => rate(count("as_of")),
            "card-rate-by-age" => {
                // One age band, or several consecutive ones.
                let (from, to) = asked["age"].split_once(['-', '+']).unwrap();
                let (from, to): (i64, Option<i64>) = (from.parse().unwrap(), to.parse().ok());
                let same =
                    |row: &&Record| ["area", "measure", "as_of"].iter().all(|field| row[*field] == asked[*field]);
                let within = |row: &&Record| {
                    amount(row, "age_from") >= from
                        && to.is_none_or(|to| row["age_to"].parse().is_ok_and(|last: i64| last <= to))
                };
                let bands: Vec<&Record> = self.ages.iter().filter(same).filter(within).collect();
                let sum = |field: &str| bands.iter().map(|band| amount(band, field)).sum();
                percent(sum("cards"), sum("population"))?
            }
            "card-change" => rate(count("to")) - rate(count("from")),
            "card-points-behind" => rate(count("as_of")) - rate(goal()),
            "card-cards-behind" => missing() as f64,
            "card-pace" => (missing() as f64 / whole_months(&asked["as_of"], &asked["by"]) as f64).ceil(),
            "without-card" => {
                let (cards, population) = count("as_of");
                (population - cards) as f64
            }
            "digital-reach" => {
                let holding = rate(count("as_of"));
                let on = asked["on"].clone();
                let members: Vec<Record> = self.catalogue(&on).await.to_vec();
                let (part, whole) = halves(&members, "strict-volume");
                percent(part, whole).unwrap() * holding / 100.0
            }
            "online-rate" | "online-rate-if-done" => {
                let members = self.members(&asked["set"], &asked["on"]).await;
                let (part, whole) = halves(&members, &asked["count"]);
                percent(part + gained(&members, &asked), whole)?
            }
            "usage-rate" => {
                let (set, year) = (asked["set"].clone(), asked["fiscal_year"].clone());
                // The state of the procedures at the end of the year, or today if the year is not over.
                let end = format!("{}-03-31", year.parse::<i32>().unwrap() + 1);
                let on = end.min(TODAY.to_owned());
                let members = self.members(&set, &on).await;
                let counted = members.iter().filter(|member| {
                    asked["over"] == "all" || ["complete", "partial"].contains(&member["availability"].as_str())
                });
                let known: Vec<(i64, i64)> = counted.filter_map(|member| usage(member, &year)).collect();
                let sum = |pick: fn(&(i64, i64)) -> i64| known.iter().map(pick).sum::<i64>();
                percent(sum(|pair| pair.1), sum(|pair| pair.0))?
            }
            "procedure-usage" => {
                let today = TODAY.to_owned();
                let catalogue = self.catalogue(&today).await;
                let own = catalogue.iter().find(|record| record["id"] == asked["procedure"]).unwrap();
                let (total, online) = usage(own, &asked["fiscal_year"]).unwrap();
                percent(online, total)?
            }
            "recorded-value" => self.recorded(&asked, if asked["kind"] == "target" { "target" } else { "actual" })?,
            "achievement" => self.recorded(&asked, "actual")? / self.recorded(&asked, "target")? * 100.0,
            "progress" => self.progress(&asked),
            "fund-share" => {
                let year = self.budget.iter().find(|year| {
                    ["programme", "fiscal_year", "stage"].iter().all(|field| year[*field] == asked[*field])
                });
                let year = year.unwrap();
                percent(amount(year, &asked["source"]), amount(year, "total"))?
            }
            "item-general-fund" => {
                let item = self.items.iter().find(|item| {
                    item["programme"] == asked["programme"]
                        && item["fiscal_year"] == asked["fiscal_year"]
                        && item["position"] == asked["item"]
                });
                let item = item.unwrap();
                percent(amount(item, "general_fund"), amount(item, "amount"))?
            }
            "assessed-share" => {
                let (requested, assessed) = self.assessments[asked["item"].parse::<usize>().unwrap() - 1];
                percent(assessed, requested)?
            }
            "training-share" => {
                // A count without a course is of everything that is required.
                let course = asked.get("course").cloned().unwrap_or_default();
                let count = self.training_counts.iter().find(|count| {
                    count["course"] == course
                        && ["programme", "role", "as_of"].iter().all(|field| count[*field] == asked[*field])
                });
                let count = count.unwrap();
                percent(amount(count, "done"), amount(count, "people"))?
            }
            "training-progress" => {
                let known = || {
                    self.training.iter().filter(|entry| {
                        ["programme", "role"].iter().all(|field| entry[*field] == asked[*field])
                            && entry["duty"] == "required"
                            && !entry["done"].is_empty()
                            && !entry["people"].is_empty()
                    })
                };
                let sum = |field: &str| known().map(|entry| amount(entry, field)).sum();
                percent(sum("done"), sum("people"))?
            }
            "card-projection" => self.projected_rate(&asked),
            "projection" => self.projected_value(&asked),
            other => panic!("no file is known from which {other} could be worked out"),
        })
    }

    async fn members(&mut self, set: &str, on: &str) -> Vec<Record> {
        let catalogue = self.catalogue(on).await;
        catalogue.iter().filter(|record| list(&record["sets"]).contains(&set)).cloned().collect()
    }

    /// The value that the city recorded for a year.
    fn recorded(&self, asked: &Record, field: &str) -> Option<f64> {
        let indicator = self.indicators.iter().find(|each| each["id"] == asked["indicator"]).unwrap();
        let years = list(&indicator["values.fiscal_year"]);
        let at = years.iter().position(|year| *year == asked["fiscal_year"])?;
        list(&indicator[&format!("values.{field}")])[at].parse().ok()
    }

    /// The rate if the gap to 100 % continues to close as between the last two counts, with a quarter of the change of
    /// pace, at most a quarter of the pace, fading away.
    fn projected_rate(&self, asked: &Record) -> f64 {
        let months = |from: NaiveDate, to: NaiveDate| (to - from).num_days() as f64 / 30.4375;
        // The logarithm of the gap by date, newest first.
        let gaps: Vec<(NaiveDate, f64)> = self
            .counts
            .iter()
            .rev()
            .filter(|((area, measure, as_of), (_, population))| {
                *area == asked["area"] && *measure == asked["measure"] && *as_of <= asked["as_of"] && *population > 0
            })
            .map(|((_, _, as_of), (cards, population))| (day(as_of), (1.0 - *cards as f64 / *population as f64).ln()))
            .collect();
        let last = gaps[0];
        let pace_until = |later: (NaiveDate, f64)| {
            let earlier = *gaps.iter().find(|gap| (later.0 - gap.0).num_days() >= 28)?;
            Some((earlier, (earlier.1 - later.1) / months(earlier.0, later.0)))
        };
        let (before, pace) = pace_until(last).unwrap();
        let change = pace_until(before).map_or(0.0, |(_, pace_before)| (pace - pace_before) / 4.0);
        let ahead = months(last.0, day(&asked["on"]));
        let bounded = change.abs().min(pace.abs() / 4.0) * change.signum();
        100.0 - 100.0 * (last.1 - pace * ahead - bounded * (1.0 - (-ahead).exp())).exp()
    }

    /// The value if the average change of an indicator whose values all have the same measure continues.
    fn projected_value(&self, asked: &Record) -> f64 {
        let actual = self.years(asked, "values.actual");
        let (first, last) = (actual[0], *actual.last().unwrap());
        last.1 + (last.1 - first.1) / (last.0 - first.0) * (asked["fiscal_year"].parse::<f64>().unwrap() - last.0)
    }

    /// The values of an indicator in one column, with their fiscal years.
    fn years(&self, asked: &Record, field: &str) -> Vec<(f64, f64)> {
        let indicator = self.indicators.iter().find(|each| each["id"] == asked["indicator"]).unwrap();
        list(&indicator["values.fiscal_year"])
            .into_iter()
            .zip(list(&indicator[field]))
            .filter_map(|(year, value)| Some((year.parse().ok()?, value.parse().ok()?)))
            .collect()
    }

    /// A progress figure of an indicator whose values all have the same measure.
    fn progress(&self, asked: &Record) -> f64 {
        let (actual, target) =
            (self.years(asked, "values.actual"), *self.years(asked, "values.target").last().unwrap());
        let (first, newest) = (actual[0], *actual.last().unwrap());
        let pace = |to: (f64, f64)| (to.1 - first.1) / (to.0 - first.0);
        let growth = |to: (f64, f64)| (to.1 / first.1).powf(1.0 / (to.0 - first.0)) - 1.0;
        match asked["part"].as_str() {
            "required-pace" => pace(target),
            "observed-pace" => pace(newest),
            "distance" => newest.1 - target.1,
            "growth-ratio" => growth(newest) / growth(target),
            other => panic!("no part {other}"),
        }
    }
}

/// Turns today's record of a procedure into that of an earlier day, using its dated events.
fn stand_as_on(record: &mut Record, procedure: &Value, on: &str) {
    let newest = |list: &str, step: Option<&str>| -> Option<Value> {
        let events = procedure[list].as_array().unwrap().iter();
        let of_step = events.filter(|event| step.is_none_or(|step| event["step"] == step));
        let until = of_step.filter(|event| event["effective_on"].as_str().unwrap() <= on);
        let key = |event: &&Value| ["effective_on", "recorded_on"].map(|day| event[day].as_str().unwrap().to_owned());
        until.max_by_key(key).cloned()
    };
    let mut states = Vec::new();
    for step in ["apply", "identify", "attach", "pay", "receive"] {
        let state = newest("history", Some(step))
            .map_or_else(String::new, |event| event["state"].as_str().unwrap_or_default().to_owned());
        record.insert(format!("steps.{step}"), state.clone());
        states.push(state);
    }
    let excluded = newest("exclusions", None).is_some_and(|event| event["excluded"] == true);
    let there = states[0] == "online" && states.iter().all(|state| state == "online" || state == "not_needed");
    let by_steps = match (there, states.iter().any(|state| state == "online"), states[0].is_empty()) {
        (true, ..) => "complete",
        (_, true, _) => "partial",
        (_, _, false) => "counter",
        _ => "",
    };
    record.insert("availability".to_owned(), if excluded { "excluded" } else { by_steps }.to_owned());
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Whole calendar months between two days.
fn whole_months(from: &str, to: &str) -> i64 {
    let parts = |day: &str| -> Vec<i64> { day.split('-').map(|part| part.parse().unwrap()).collect() };
    let (from, to) = (parts(from), parts(to));
    let last = |year: i64, month: i64| match month {
        2 => 28 + i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let reached = to[2] >= from[2].min(last(to[0], to[1]));
    (to[0] - from[0]) * 12 + to[1] - from[1] - i64::from(!reached)
}

fn counts(member: &Record, count: &str) -> bool {
    if count.starts_with("strict") { member["availability"] == "complete" } else { member["steps.apply"] == "online" }
}

fn weight(member: &Record, count: &str) -> Option<i64> {
    if count.ends_with("volume") { member["latest_usage.total"].parse().ok() } else { Some(1) }
}

/// Numerator and denominator of an online rate.
fn halves(members: &[Record], count: &str) -> (i64, i64) {
    let included = || members.iter().filter(|member| member["availability"] != "excluded");
    let sum = |there: bool| {
        included().filter(|member| !there || counts(member, count)).filter_map(|member| weight(member, count)).sum()
    };
    (sum(true), sum(false))
}

/// What the first procedures of a route, and those named, would add to the numerator.
fn gained(members: &[Record], asked: &Record) -> i64 {
    let count = &asked["count"];
    let named = |member: &Record| {
        asked.get("done").is_some_and(|done| done.split(';').any(|id| id == member["id"] || id == "planned"))
    };
    assert!(!asked.contains_key("done") || !asked.contains_key("first"), "which of them are the first is not said");
    let mut weights: Vec<i64> = members
        .iter()
        .filter(|member| member["availability"] != "excluded" && !counts(member, count))
        .filter(|member| asked.get("department").is_none_or(|department| member["department"] == *department))
        .filter(|member| !asked.contains_key("done") || named(member))
        .filter_map(|member| weight(member, count))
        .collect();
    weights.sort_unstable_by(|left, right| right.cmp(left));
    let first = asked.get("first").map_or(0, |first| first.parse().unwrap());
    weights.iter().take(if asked.contains_key("done") { weights.len() } else { first }).sum()
}

/// All and online applications of a year, if both are known.
fn usage(member: &Record, year: &str) -> Option<(i64, i64)> {
    let at = list(&member["usage.fiscal_year"]).iter().position(|each| *each == year)?;
    let of = |field: &str| list(&member[field]).get(at)?.parse().ok();
    Some((of("usage.total")?, of("usage.online")?))
}

/// Requested and assessed amounts from the workbook of the page.
async fn assessments(city: &City) -> Vec<(i64, i64)> {
    let file = city.get("/files/en/budget.xlsx").await;
    // The workbook of a city without a programme has no such tables.
    if !file.status.is_success() {
        return Vec::new();
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.body)).unwrap();
    let mut found = Vec::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).unwrap();
        let heads = |row: &[Data]| {
            let at = |word: &str| row.iter().position(|cell| *cell == *word);
            Some((at("Requested")?, at("Approved")?))
        };
        let Some((at, columns)) = sheet.rows().enumerate().find_map(|(at, row)| Some((at, heads(row)?))) else {
            continue;
        };
        let number = |cell: &Data| match cell {
            #[allow(clippy::cast_possible_truncation)]
            Data::Float(value) => Some(*value as i64),
            Data::Int(value) => Some(*value),
            _ => None,
        };
        let rows = sheet.rows().skip(at + 1);
        found.extend(rows.filter_map(|row| Some((number(&row[columns.0])?, number(&row[columns.1])?))));
    }
    found
}
