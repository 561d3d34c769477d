//! Areas shaded by rate, drawn from boundaries if all areas have one and as a honeycomb otherwise.

use charts::{AreaMap, MapArea, MapClass, Polygon, SchematicMap, Tile, area_map, schematic_map};
use domain::source::SourceId;
use leptos::prelude::*;

use crate::components::base::drawing::{Drawing, Sources, both_widths};
use crate::components::base::formatting::percent;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::Ranked;
use crate::server::read_model::snapshot::Snapshot;

/// The map of areas with its sources; empty if there are no areas.
#[must_use]
pub fn ward_map(context: &PageContext, id: &str, title: &str, placed: &[Ranked<'_>]) -> Markup {
    if placed.is_empty() {
        return ().into_markup();
    }
    let mut in_order: Vec<&Ranked<'_>> = placed.iter().collect();
    in_order.sort_by(|left, right| left.area.code.cmp(&right.area.code));
    let classes = classes(context, placed.iter().filter_map(Ranked::percent));
    let unknown_text = context.text("figure-unknown");
    let outline = |each: &&Ranked<'_>| context.snapshot.outline(&each.area.code).map(<[Polygon]>::to_vec);
    let outlines: Option<Vec<Vec<Polygon>>> = in_order.iter().map(outline).collect();
    let href = |each: &Ranked<'_>| Some(context.link(&format!("/cards/{}", each.area.code)));
    let desc = description(context, placed);
    let (drawings, credits) = match outlines {
        Some(outlines) => {
            let areas: Vec<MapArea> = in_order
                .iter()
                .zip(outlines)
                .map(|(each, polygons)| MapArea {
                    name: context.area_name(each.area),
                    percent: each.percent(),
                    polygons,
                    href: href(each),
                })
                .collect();
            let drawings = both_widths(id, title, &desc, |caption, width| {
                area_map(&AreaMap {
                    caption,
                    width,
                    areas: areas.clone(),
                    classes: classes.clone(),
                    unknown_text: unknown_text.clone(),
                })
            });
            (drawings, boundary_sources(&context.snapshot, placed))
        }
        None => {
            let tiles: Vec<Tile> = in_order
                .iter()
                .map(|each| Tile { name: context.area_name(each.area), percent: each.percent(), href: href(each) })
                .collect();
            let drawings = both_widths(id, title, &desc, |caption, width| {
                schematic_map(&SchematicMap {
                    caption,
                    width,
                    tiles: tiles.clone(),
                    classes: classes.clone(),
                    unknown_text: unknown_text.clone(),
                })
            });
            (drawings, Vec::new())
        }
    };
    let note =
        if credits.is_empty() { context.text("figure-map-schematic") } else { context.text("figure-map-simplified") };
    let counts = placed.iter().filter_map(|each| each.count);
    let sources: Vec<SourceId> = counts.clone().map(|count| count.source.clone()).chain(credits).collect();
    let sample = counts.clone().any(|count| count.sample);
    view! {
        <Drawing id=id.to_owned() title=title drawings=drawings>
            <Sources sources=sources sample=sample note=note />
        </Drawing>
    }
    .into_markup()
}

fn description(context: &PageContext, placed: &[Ranked<'_>]) -> String {
    let values: Vec<String> =
        placed.iter().map(|each| format!("{} {}", context.area_name(each.area), percent(each.percent()))).collect();
    values.join(&context.text("figure-list-separator"))
}

fn boundary_sources(snapshot: &Snapshot, placed: &[Ranked<'_>]) -> Vec<SourceId> {
    snapshot
        .boundaries
        .iter()
        .filter(|boundary| placed.iter().any(|each| each.area.code == boundary.area))
        .map(|boundary| boundary.source.clone())
        .collect()
}

/// Two to seven classes of equal, round width that cover the values.
fn classes(context: &PageContext, values: impl Iterator<Item = f64>) -> Vec<MapClass> {
    bounds(values)
        .into_iter()
        .map(|(from, below)| MapClass {
            below,
            label: context.format_text("figure-map-class", [("from", plain(from)), ("below", plain(below))]),
        })
        .collect()
}

/// The bounds of each class in percent.
fn bounds(values: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values {
        (least, most) = (least.min(value), most.max(value));
    }
    if !least.is_finite() || !most.is_finite() {
        return Vec::new();
    }
    let start = |breadth: f64| (least / breadth).floor();
    let count = |breadth: f64| (most / breadth).floor() - start(breadth) + 1.0;
    let breadth = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0].into_iter().find(|breadth| count(*breadth) <= 5.0).unwrap_or(20.0);
    let first = start(breadth);
    // A map needs more than one class.
    #[allow(clippy::cast_possible_truncation, reason = "at most 1000 classes of 0.1 % up to 100 %")]
    let classes = count(breadth).max(2.0) as i32;
    (0..classes).map(|at| ((first + f64::from(at)) * breadth, (first + f64::from(at + 1)) * breadth)).collect()
}

fn plain(value: f64) -> String {
    if value.fract().abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_cover_all_values_in_few_round_steps() {
        for values in [vec![56.1, 58.0, 62.9, 66.3], vec![60.0], vec![0.0, 100.0], vec![8.1, 9.9], vec![12.0, 12.0]] {
            let bounds = bounds(values.iter().copied());
            assert!((2..=7).contains(&bounds.len()), "{bounds:?}");
            for value in values {
                assert!(bounds.iter().any(|(from, below)| (*from..*below).contains(&value)), "{value} in {bounds:?}");
            }
        }
    }

    #[test]
    fn without_a_value_there_are_no_classes() {
        assert_eq!(bounds(std::iter::empty()), []);
    }
}
