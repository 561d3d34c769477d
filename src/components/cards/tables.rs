//! Tables of card counts: ranked, over time, and changes split into their causes.

use chrono::NaiveDate;
use domain::area::AreaCode;
use domain::card::{CardCount, TargetRate, cards_a_month, split_change, target_gap};
use leptos::prelude::*;

use super::charts::RateLine;
use crate::components::base::data_table::data_table;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::figures::Ranked;
use crate::server::read_model::provenance::{CardFigure, Goal};
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};

/// Areas with rank, cards, population and rate. The total comes last, without a rank.
#[must_use]
pub fn ranking_table(
    context: &PageContext,
    id: &str,
    caption: &str,
    placed: &[Ranked<'_>],
    whole: Option<&Ranked<'_>>,
) -> Markup {
    // Municipalities of different prefectures can share a name.
    let several_prefectures =
        placed.windows(2).any(|pair| pair[0].area.code.prefecture_number() != pair[1].area.code.prefecture_number());
    // On an area's page this is the area itself; in a list of cities, the installation's own city.
    let page_of = context.page.rsplit('/').next();
    let own = |code: &AreaCode| page_of == Some(code.as_str()) || context.snapshot.city.as_ref() == Some(code);
    let row = |each: &Ranked<'_>, is_whole: bool| {
        let code = &each.area.code;
        let mut name = Cell::text(context.area_name(each.area)).leads_to(format!("/cards/{code}"));
        if several_prefectures {
            name = name.note(context.language.pick(code.prefecture_name(), code.prefecture_name_en()));
        }
        let unknown = || Cell::text(context.text("figure-unknown"));
        let figures = match each.count {
            Some(count) => [
                Cell::percent(count.rate().percent()).opens(CardFigure::rate_of(count)).strong(),
                Cell::count(count.cards.0),
                Cell::count(count.population.0),
            ],
            None => [Cell::nothing(), unknown(), unknown()],
        };
        let place = each.place.filter(|_| !is_whole).map_or_else(Cell::nothing, Cell::count);
        let kind = match (is_whole, own(code)) {
            (true, _) => RowKind::Whole,
            (false, true) => RowKind::Own,
            (false, false) => RowKind::Part,
        };
        let cells = [name, place].into_iter().chain(figures).collect();
        Row::of(cells).kind(kind).sample(each.count.is_some_and(|count| count.sample))
    };
    let measure = placed.iter().chain(whole).find_map(|each| each.count).map(|count| count.measure);
    let (cards, rate) = measure.map_or_else(
        || (String::new(), String::new()),
        |measure| (context.measure_name(measure), context.rate_name(measure)),
    );
    let sheet = Sheet {
        id: id.to_owned(),
        title: caption.to_owned(),
        columns: vec![
            Column::text(context.text("cards-area")),
            Column::number(context.text("cards-place")),
            Column::number(rate),
            Column::number(cards),
            Column::number(context.text("cards-population")),
        ],
        rows: placed.iter().map(|each| row(each, false)).chain(whole.map(|each| row(each, true))).collect(),
        sources: placed.iter().chain(whole).filter_map(|each| each.count).map(|count| count.source.clone()).collect(),
        note: String::new(),
    };
    data_table(context, &sheet, "")
}

/// All values behind the lines: one row per day, one column per area, newest first.
#[must_use]
pub fn values_table(context: &PageContext, caption: &str, lines: &[RateLine<'_>]) -> Markup {
    let mut dates: Vec<_> = lines.iter().flat_map(|line| line.counts).map(|count| count.as_of).collect();
    dates.sort_unstable_by(|left, right| right.cmp(left));
    dates.dedup();
    let heads = lines.iter().map(|line| {
        Column::number(context.area_name_in_time(line.area)).sample(line.counts.iter().any(|count| count.sample))
    });
    let rows = dates.into_iter().map(|date| {
        let cells = lines.iter().map(|line| {
            line.count_on(date).map_or_else(Cell::nothing, |count| {
                Cell::percent(count.rate().percent()).opens(CardFigure::rate_of(count))
            })
        });
        let base = lines.iter().find_map(|line| line.count_on(date));
        let base = base.map_or_else(Cell::nothing, |count| Cell::date(count.population_as_of));
        Row::of(std::iter::once(Cell::date(date)).chain(cells).chain([base]).collect())
    });
    let sheet = Sheet {
        id: "values".to_owned(),
        title: caption.to_owned(),
        columns: std::iter::once(Column::text(context.text("cards-date")))
            .chain(heads)
            .chain([Column::number(context.text("cards-base"))])
            .collect(),
        rows: rows.collect(),
        sources: lines.iter().flat_map(|line| line.counts).map(|count| count.source.clone()).collect(),
        note: String::new(),
    };
    view! {
        <details class="all-values">
            <summary>{caption.to_owned()}</summary>
            {data_table(context, &sheet, "compact")}
        </details>
    }
    .into_markup()
}

/// A change to split: its name and both counts.
#[derive(Debug, Clone)]
pub struct SplitRow<'a> {
    pub name: String,
    pub before: Option<&'a CardCount>,
    pub after: Option<&'a CardCount>,
}

/// Changes of a rate in points, each split into the effect of the cards and that of the population base.
#[must_use]
pub fn split_table(context: &PageContext, caption: &str, first_head: &str, rows: &[SplitRow<'_>]) -> Markup {
    let counts = || rows.iter().flat_map(|row| [row.before, row.after]).flatten();
    let sheet_rows = rows.iter().map(|row| {
        let rate = |count: Option<&CardCount>| {
            count.map_or_else(Cell::nothing, |count| {
                Cell::percent(count.rate().percent()).opens(CardFigure::rate_of(count))
            })
        };
        let pair = row.before.zip(row.after);
        let split = pair.and_then(|(before, after)| split_change(before, after).ok());
        let total = Cell::points(split.map(|split| split.total), 2);
        let total = match pair.filter(|_| split.is_some()) {
            Some((before, after)) => total.opens(CardFigure::change_of(before, after)),
            None => total,
        };
        let parts =
            [Cell::points(split.map(|split| split.cards), 2), Cell::points(split.map(|split| split.population), 2)];
        let cells = [Cell::text(row.name.clone()), rate(row.before), rate(row.after), total].into_iter().chain(parts);
        Row::of(cells.collect()).sample([row.before, row.after].into_iter().flatten().any(|count| count.sample))
    });
    let heads =
        ["cards-split-before", "cards-split-after", "cards-split-total", "cards-split-cards", "cards-split-population"];
    let sheet = Sheet {
        id: "split".to_owned(),
        title: caption.to_owned(),
        columns: std::iter::once(Column::text(first_head))
            .chain(heads.map(|name| Column::number(context.text(name))))
            .collect(),
        rows: sheet_rows.collect(),
        sources: counts().map(|count| count.source.clone()).collect(),
        note: String::new(),
    };
    data_table(context, &sheet, "")
}

/// The distance of each area from the target and from the overall rate: in points, in cards, and in cards per month.
#[must_use]
pub fn distance_table(
    context: &PageContext,
    placed: &[Ranked<'_>],
    whole: Option<&Ranked<'_>>,
    target: TargetRate,
    by: NaiveDate,
) -> Markup {
    let goal = Goal::Target(target);
    // A city alone is not compared with itself.
    let shown = if placed.is_empty() { 5 } else { 7 };
    let row = |each: &Ranked<'_>, is_whole: bool| {
        let name = Cell::text(context.area_name(each.area)).leads_to(format!("/cards/{}", each.area.code));
        let kind = if is_whole { RowKind::Whole } else { RowKind::Part };
        let Some(count) = each.count else {
            let cells = std::iter::once(name).chain((0..6).map(|_| Cell::nothing())).take(shown).collect();
            return Row::of(cells).kind(kind);
        };
        let points = |goal: Goal| {
            let gap = goal.rate(&context.snapshot, count).and_then(|rate| target_gap(count, rate));
            match gap {
                Some(gap) => [
                    Cell::points(Some(gap.points), 1).opens(CardFigure::points_behind(count, goal)),
                    Cell::count(gap.cards).opens(CardFigure::cards_behind(count, goal)),
                ],
                None => [Cell::nothing(), Cell::nothing()],
            }
        };
        let missing = target_gap(count, target.rate()).map(|gap| gap.cards);
        let pace = missing
            .and_then(|missing| cards_a_month(missing, count.as_of, by))
            .map_or_else(Cell::nothing, |cards| Cell::count(cards).opens(CardFigure::pace(count, goal, by)));
        let rate = Cell::percent(count.rate().percent()).opens(CardFigure::rate_of(count)).strong();
        let cells = [name, rate].into_iter().chain(points(goal)).chain([pace]).chain(points(Goal::Whole));
        Row::of(cells.take(shown).collect()).kind(kind).sample(count.sample)
    };
    let month = context.short_date(by);
    let with = |name: &str| context.format_text(name, [("target", format!("{target}%")), ("date", month.clone())]);
    let sheet = Sheet {
        id: "distance".to_owned(),
        title: with("cards-distance-caption"),
        columns: [
            Column::text(context.text("cards-area")),
            Column::number(context.text("cards-distance-rate")),
            Column::number(with("cards-distance-points")),
            Column::number(with("cards-distance-cards")),
            Column::number(with("cards-distance-pace")),
            Column::number(context.text("cards-distance-whole-points")),
            Column::number(context.text("cards-distance-whole-cards")),
        ]
        .into_iter()
        .take(shown)
        .collect(),
        rows: placed.iter().map(|each| row(each, false)).chain(whole.map(|each| row(each, true))).collect(),
        sources: placed.iter().chain(whole).filter_map(|each| each.count).map(|count| count.source.clone()).collect(),
        note: context.text("cards-distance-note"),
    };
    data_table(context, &sheet, "")
}
