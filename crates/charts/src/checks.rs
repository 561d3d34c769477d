//! Checks that apply to every drawing.

use chrono::{Days, NaiveDate};

use super::*;

const HOSTILE: &str = "</text><script>\"'&\u{7}堺区";

fn caption() -> Caption {
    Caption { id: "a b\"c".into(), title: HOSTILE.into(), desc: HOSTILE.into() }
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(number)
}

fn series(width: Width, value: f64) -> String {
    let points = [(0, 10.0), (400, value), (800, 30.0)];
    let points = points.map(|(at, percent)| Point { date: day(at), percent, tooltip: HOSTILE.into() });
    series_chart(&SeriesChart {
        caption: caption(),
        width,
        series: (0..8)
            .map(|colour| Series {
                name: HOSTILE.into(),
                colour,
                stroke: if colour % 2 == 0 { Stroke::Solid } else { Stroke::Dotted },
                emphasis: colour == 0,
                segments: vec![points.to_vec(), vec![]],
            })
            .collect(),
        bands: vec![Band {
            colour: 0,
            points: vec![(day(800), 20.0, value), (day(900), value, 90.0), (day(950), 1.0, 2.0)],
        }],
        step_marks: (0..4).map(|mark| StepMark { date: day(mark * 100), note: HOSTILE.into() }).collect(),
        readings: [0, 400, 800].map(|at| Reading { date: day(at), text: HOSTILE.into() }).to_vec(),
        target: Some(TargetLine { percent: value, label: HOSTILE.into() }),
        year_start: YearStart::January,
        marked: vec![],
        tick_label: &|tick| format!("<{}>", tick.date),
        nothing_text: HOSTILE.into(),
    })
}

fn ranking(width: Width, value: f64) -> String {
    let bar = |percent| RankingBar { name: HOSTILE.into(), percent, emphasis: true };
    ranking_chart(&Ranking {
        caption: caption(),
        width,
        bars: vec![bar(Some(value)), bar(None), bar(Some(20.0))],
        reference: Some(ReferenceLine { percent: value, label: HOSTILE.into() }),
        unknown_text: HOSTILE.into(),
    })
}

fn target(width: Width, value: f64) -> String {
    let column = |kind| FiscalYearColumn {
        label: HOSTILE.into(),
        second_label: HOSTILE.into(),
        target: Some(value),
        actual: Some(Actual { value: 50.0, kind, measure: 1 }),
        pace: Some(value),
        projected: Some(Projected { value, low: 10.0, high: value }),
    };
    target_chart(&TargetChart {
        caption: caption(),
        width,
        unit: "<%".into(),
        columns: [ActualKind::Baseline, ActualKind::Actual, ActualKind::Expected, ActualKind::Computed]
            .map(column)
            .to_vec(),
        measures: vec![HOSTILE.into(), HOSTILE.into()],
        words: TargetWords {
            target: HOSTILE.into(),
            baseline: HOSTILE.into(),
            actual: HOSTILE.into(),
            expected: HOSTILE.into(),
            computed: HOSTILE.into(),
            pace: HOSTILE.into(),
            projected: HOSTILE.into(),
        },
    })
}

fn ladder(width: Width, _: f64) -> String {
    let states = [StepState::Online, StepState::Counter, StepState::NotNeeded, StepState::Unknown, StepState::Online];
    let steps = states.map(|state| LadderStep { name: HOSTILE.into(), state, state_text: HOSTILE.into() });
    ladder_picture(&Ladder { caption: caption(), width, steps })
}

fn classes() -> Vec<MapClass> {
    [20.0, 40.0, 100.0].map(|below| MapClass { below, label: HOSTILE.into() }).to_vec()
}

fn map(width: Width, value: f64) -> String {
    let ring = |west: f64, side: f64| {
        [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)]
            .map(|(x, y)| Position { longitude: 135.0 + west + x, latitude: 34.0 + y })
            .to_vec()
    };
    let area = |west, percent| MapArea {
        name: HOSTILE.into(),
        percent,
        polygons: vec![Polygon { rings: vec![ring(west, 0.1), ring(west + 0.02, 0.01)] }],
        href: Some(HOSTILE.into()),
    };
    area_map(&AreaMap {
        caption: caption(),
        width,
        areas: vec![area(0.0, Some(value)), area(0.1, None), area(0.2, Some(30.0))],
        classes: classes(),
        unknown_text: HOSTILE.into(),
    })
}

fn map_without_boundaries(width: Width, value: f64) -> String {
    area_map(&AreaMap {
        caption: caption(),
        width,
        areas: vec![MapArea { name: HOSTILE.into(), percent: Some(value), polygons: vec![], href: None }],
        classes: vec![],
        unknown_text: HOSTILE.into(),
    })
}

fn tiles(width: Width, value: f64) -> String {
    let tile = |percent| Tile { name: HOSTILE.into(), percent, href: Some(HOSTILE.into()) };
    schematic_map(&SchematicMap {
        caption: caption(),
        width,
        tiles: vec![tile(Some(value)), tile(None), tile(Some(80.0))],
        classes: classes(),
        unknown_text: HOSTILE.into(),
    })
}

fn progress(width: Width, value: f64) -> String {
    let mark = |percent| Some(ProgressMark { percent, label: HOSTILE.into() });
    progress_bar(&Progress {
        caption: caption(),
        width,
        percent: Some(value),
        target: mark(100.0),
        pace: mark(value),
        unknown_text: HOSTILE.into(),
    })
}

fn money(width: Width, value: f64) -> String {
    let column = |amounts, value| MoneyColumn {
        label: HOSTILE.into(),
        second_label: HOSTILE.into(),
        amounts,
        value: Some(LineValue { percent: value, tooltip: HOSTILE.into(), note: HOSTILE.into(), firm: value < 50.0 }),
    };
    money_chart(&MoneyChart {
        caption: caption(),
        width,
        unit: HOSTILE.into(),
        parts: vec![HOSTILE.into(), HOSTILE.into()],
        columns: vec![column(Some(vec![value, 10.0]), value), column(None, 20.0), column(Some(vec![]), value)],
        line: Some(HOSTILE.into()),
        joins: vec![true, false],
    })
}

fn money_alone(width: Width, value: f64) -> String {
    let column =
        MoneyColumn { label: HOSTILE.into(), second_label: HOSTILE.into(), amounts: Some(vec![value]), value: None };
    money_chart(&MoneyChart {
        caption: caption(),
        width,
        unit: HOSTILE.into(),
        parts: vec![HOSTILE.into()],
        columns: vec![column],
        line: None,
        joins: vec![],
    })
}

fn cumulative(width: Width, value: f64) -> String {
    cumulative_chart(&Cumulative {
        caption: caption(),
        width,
        now: 10.0,
        steps: vec![(value, HOSTILE.into()), (100.0, HOSTILE.into())],
        half: Some((1, HOSTILE.into())),
        axis_label: HOSTILE.into(),
    })
}

fn cumulative_of_nothing(width: Width, value: f64) -> String {
    cumulative_chart(&Cumulative {
        caption: caption(),
        width,
        now: value,
        steps: vec![],
        half: None,
        axis_label: HOSTILE.into(),
    })
}

fn multiples(width: Width, value: f64) -> String {
    let stretches = vec![vec![(day(0), 10.0), (day(40), value)], vec![(day(200), value)], vec![]];
    let panel = |href: Option<String>, compared, stretches| Panel { name: HOSTILE.into(), href, stretches, compared };
    small_multiples(&SmallMultiples {
        caption: caption(),
        width,
        panels: vec![
            panel(Some(HOSTILE.into()), false, stretches.clone()),
            panel(None, true, stretches.clone()),
            panel(Some(HOSTILE.into()), true, vec![]),
        ],
        reference: stretches,
        year_start: YearStart::April,
        tick_label: &|tick| format!("<{}>", tick.date),
        nothing_text: HOSTILE.into(),
    })
}

fn multiples_of_nothing(width: Width, value: f64) -> String {
    small_multiples(&SmallMultiples {
        caption: caption(),
        width,
        panels: vec![Panel { name: HOSTILE.into(), href: None, stretches: vec![vec![]], compared: true }],
        reference: vec![vec![(day(0), if value.is_finite() { f64::NAN } else { value })]],
        year_start: YearStart::April,
        tick_label: &|tick| format!("<{}>", tick.date),
        nothing_text: HOSTILE.into(),
    })
}

type Drawing = fn(Width, f64) -> String;

const DRAWINGS: [Drawing; 14] = [
    series,
    ranking,
    target,
    ladder,
    map,
    map_without_boundaries,
    tiles,
    progress,
    money,
    money_alone,
    cumulative,
    cumulative_of_nothing,
    multiples,
    multiples_of_nothing,
];

fn every_drawing() -> impl Iterator<Item = String> {
    DRAWINGS.into_iter().flat_map(|draw| {
        [Width::Wide, Width::Narrow].into_iter().flat_map(move |width| {
            [0.0, 55.5, 250.0, -3.0, f64::NAN, f64::INFINITY].map(move |value| draw(width, value))
        })
    })
}

#[test]
fn every_drawing_is_well_formed_with_its_texts_escaped() {
    for drawing in every_drawing() {
        let parsed = roxmltree::Document::parse(&drawing).unwrap_or_else(|error| panic!("{error}: {drawing}"));
        assert!(!drawing.contains("<script"), "{drawing}");
        let title = parsed.root_element().first_element_child().unwrap();
        assert_eq!(title.text(), Some("</text><script>\"'&堺区"));
        assert!(
            parsed.descendants().filter(|node| node.is_text()).all(|node| !node.text().unwrap_or("").contains("&lt;")),
            "escaped twice: {drawing}"
        );
    }
}

#[test]
fn no_drawing_holds_a_style_a_colour_a_script_or_something_that_is_not_a_number() {
    for drawing in every_drawing() {
        let parsed = roxmltree::Document::parse(&drawing).unwrap();
        for node in parsed.descendants() {
            assert_ne!(node.tag_name().name(), "style");
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(name != "style" && !name.starts_with("on"), "{name} in {drawing}");
                if matches!(name, "href" | "aria-label") {
                    continue;
                }
                assert!(!value.contains("NaN") && !value.contains("inf"), "{name}={value}");
                assert!(!value.starts_with('#') && !value.starts_with("rgb"), "{name}={value}");
                if matches!(name, "fill" | "stroke") {
                    assert!(value == "none" || value.starts_with("url(#a-b-c-"), "{name}={value}");
                }
                if matches!(name, "width" | "height" | "r") && value != "100%" {
                    assert!(value.parse::<f64>().is_ok_and(|length| length >= 0.0), "{name}={value}");
                }
            }
        }
    }
}

#[test]
fn every_drawing_is_named_and_described_and_refers_only_to_what_it_holds() {
    for drawing in every_drawing() {
        let parsed = roxmltree::Document::parse(&drawing).unwrap();
        let ids: Vec<&str> = parsed.descendants().filter_map(|node| node.attribute("id")).collect();
        let root = parsed.root_element();
        assert_eq!(root.attribute("width"), Some("100%"));
        assert!(root.attribute("viewBox").is_some());
        let names: Vec<&str> = root.attribute("aria-labelledby").unwrap().split(' ').collect();
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|name| ids.contains(name)), "{names:?} in {ids:?}");
        assert!(ids.iter().enumerate().all(|(place, id)| !ids[..place].contains(id)), "{ids:?}");
        for fill in parsed.descendants().filter_map(|node| node.attribute("fill")).filter(|fill| *fill != "none") {
            let id = fill.trim_start_matches("url(#").trim_end_matches(')');
            assert!(ids.contains(&id), "{fill}");
        }
        // The role `img` hides links from assistive technology.
        let linked = parsed.descendants().any(|node| node.tag_name().name() == "a");
        assert_eq!(root.attribute("role"), Some(if linked { "group" } else { "img" }));
    }
}

#[test]
fn the_same_figures_are_drawn_the_same_way() {
    assert!(every_drawing().eq(every_drawing()));
}

#[test]
fn no_date_is_named_twice_in_a_drawn_chart() {
    for days in (30..=3650).step_by(37) {
        for width in [Width::Wide, Width::Narrow] {
            let point = |at| Point { date: day(at), percent: 50.0, tooltip: String::new() };
            let drawn = series_chart(&SeriesChart {
                caption: caption(),
                width,
                series: vec![Series {
                    name: "北区".into(),
                    colour: 0,
                    stroke: Stroke::Solid,
                    emphasis: false,
                    segments: vec![vec![point(17), point(17 + days)]],
                }],
                bands: vec![],
                step_marks: vec![],
                readings: vec![],
                target: None,
                year_start: YearStart::April,
                marked: vec![],
                tick_label: &|tick| tick.date.format("%Y年%-m月").to_string(),
                nothing_text: String::new(),
            });
            let parsed = roxmltree::Document::parse(&drawn).unwrap();
            let named = parsed
                .descendants()
                .filter(|node| node.tag_name().name() == "text")
                .filter(|node| node.text().is_some_and(|text| text.contains('年')))
                .count();
            let distinct: std::collections::BTreeSet<&str> = parsed
                .descendants()
                .filter(|node| node.tag_name().name() == "text")
                .filter_map(|node| node.text())
                .filter(|text| text.contains('年'))
                .collect();
            assert!(named > 0 && named == distinct.len(), "{days} days: {distinct:?}");
        }
    }
}
