//! Drawings: plain figures in, one inline `<svg>` out.
//!
//! Every function here is pure. It takes figures and texts that are already translated, and returns markup with a title
//! and a description for screen readers. The page adds the table of the same figures. The markup contains no colours:
//! shapes have classes, and `style/60-charts.css` defines their colours for light mode, dark mode and print.
//!
//! Plotters draws the charts with axes, on a backend that writes elements with classes (`svg_backend`). Pictures
//! without axes are written directly, with the same functions as the backend (`markup`).

mod area_map;
mod canvas;
mod cumulative;
mod gaps;
mod geometry;
mod ladder;
mod lettering;
mod line_ends;
mod markup;
mod money;
mod progress;
mod ranking;
mod scale;
mod schematic;
mod series;
mod shading;
mod small_multiples;
mod svg_backend;
mod target;
mod ticks;

pub use area_map::{AreaMap, MapArea, area_map};
pub use cumulative::{Cumulative, cumulative_chart};
pub use geometry::{Polygon, Position};
pub use ladder::{Ladder, LadderStep, StepState, ladder_picture};
pub use money::{LineValue, MoneyChart, MoneyColumn, money_chart};
pub use progress::{Progress, ProgressMark, progress_bar};
pub use ranking::{Ranking, RankingBar, ReferenceLine, ranking_chart};
pub use schematic::{SchematicMap, Tile, schematic_map};
pub use series::{Band, Point, Reading, Series, SeriesChart, StepMark, Stroke, TargetLine, date_places, series_chart};
pub use shading::MapClass;
pub use small_multiples::{Panel, SmallMultiples, Stretch, small_multiples};

pub use target::{Actual, ActualKind, FiscalYearColumn, Projected, TargetChart, TargetWords, target_chart};
pub use ticks::{Tick, TickUnit, YearStart};

/// The accessible name and description of a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caption {
    /// Unique in the page; the ids inside the drawing begin with it. A wide and a narrow drawing of the same figures
    /// need different ids. Characters other than ASCII letters, digits, `-` and `_` become `-`.
    pub id: String,
    /// Short name, which is read first.
    pub title: String,
    /// What the drawing shows, in one or two sentences.
    pub desc: String,
}

/// The width that a drawing is laid out for. Text does not shrink with the screen if the page embeds both widths and
/// the style sheet shows one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// 720 units, for columns of about 640 pixels and more.
    Wide,
    /// 360 units, for a phone held upright.
    Narrow,
}

impl Width {
    /// Width of the view box in its own units.
    const fn units(self) -> f64 {
        match self {
            Self::Wide => 720.0,
            Self::Narrow => 360.0,
        }
    }

    const fn as_class(self) -> &'static str {
        match self {
            Self::Wide => "chart-wide",
            Self::Narrow => "chart-narrow",
        }
    }

    /// Size of ordinary labels: on a screen of 340 pixels, 12.5 units are still 11.8 pixels.
    const fn label_size(self) -> f64 {
        match self {
            Self::Wide => 13.5,
            Self::Narrow => 12.5,
        }
    }

    /// Size of the smallest text in a drawing.
    const fn note_size(self) -> f64 {
        match self {
            Self::Wide => 12.5,
            Self::Narrow => 12.0,
        }
    }
}

use domain::rate::format_percent as percent;

/// The class of a colour of the palette, which begins again after eight.
fn palette_class(index: usize) -> String {
    format!("series-{}", index % 8 + 1)
}

/// A count for calculations with lengths.
fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod checks;
#[cfg(test)]
mod colours;
