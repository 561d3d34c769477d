//! The tables of a programme's money: cost and funding, items, assessments and multi-year commitments.

use domain::budget::{BudgetStage, CostItem, Funding, KnownSum, MoneySource, Programme, ProgrammeBook};
use domain::calendar::FiscalYear;
use domain::rate::Rate;

use crate::components::base::city_text::{city_cell, city_words, untranslated_mark};
use crate::components::base::data_table::data_table;
use crate::components::base::foreign::lang_of;
use crate::components::base::markup::Markup;
use crate::page_context::PageContext;
use crate::server::read_model::provenance::budget::name_of;
use crate::server::read_model::provenance::{BudgetFigure, Figure};
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};

/// A programme and the context in which its page shows it.
#[derive(Debug, Clone, Copy)]
pub struct ProgrammeView<'a> {
    pub context: &'a PageContext,
    pub book: &'a ProgrammeBook,
    pub programme: &'a Programme,
}

impl<'a> ProgrammeView<'a> {
    /// A text of the programme.
    pub(super) fn wording(&self, text: &str) -> Cell {
        city_cell(self.context, text)
    }

    pub(super) fn sheet(&self, id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>) -> Sheet {
        Sheet {
            id: id.to_owned(),
            title: self.context.text(title),
            columns,
            rows,
            sources: vec![self.programme.source.clone()],
            note: String::new(),
        }
    }

    /// Cost and funding by fiscal year.
    pub fn funding(&self) -> impl Iterator<Item = &'a Funding> + use<'a> {
        let id = &self.programme.id;
        self.book.funding.iter().filter(move |funding| funding.programme == *id)
    }

    /// How firm a year's funding is.
    #[must_use]
    pub fn stage(&self, stage: BudgetStage) -> String {
        self.context.word("stage", stage.as_str())
    }
}

/// 新規 (new) and 拡充 (expanded), the sheet's two words for what is new about an item, in the page's language. Any
/// other word is returned unchanged.
#[must_use]
pub fn tag_name(context: &PageContext, tag: &str) -> String {
    match tag {
        "新規" => context.text("budget-tag-new"),
        "拡充" => context.text("budget-tag-expanded"),
        other => other.to_owned(),
    }
}

/// An amount in thousand yen. One that is not known says so and is no 0.
fn amount(context: &PageContext, amount: Option<i64>) -> Cell {
    amount.map_or_else(|| Cell::text(context.text("unknown")), Cell::thousand_yen)
}

/// A sum, with how many amounts are not known and not in it.
fn sum(context: &PageContext, sum: KnownSum) -> Cell {
    let cell = amount(context, (sum.known > 0 || sum.unknown == 0).then_some(sum.sum)).strong();
    if sum.known == 0 || sum.unknown == 0 {
        return cell;
    }
    cell.note(context.format_text("budget-and-unknown", [("count", sum.unknown.to_string())]))
}

/// A share that opens where it has a value.
fn share(rate: Rate, figure: impl FnOnce() -> Figure) -> Cell {
    match rate.percent() {
        Some(share) => Cell::percent(Some(share)).opens(figure()),
        None => Cell::nothing(),
    }
}

/// What is uncertain about an item, and that its name is not translated.
fn notes_of(context: &PageContext, item: &CostItem) -> String {
    [untranslated_mark(context, &item.name), city_words(context, &item.doubt)]
        .into_iter()
        .filter(|note| !note.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(super) fn number(context: &PageContext, name: &str) -> Column {
    Column::number(context.text(name))
}

pub(super) fn text(context: &PageContext, name: &str) -> Column {
    Column::text(context.text(name))
}

/// The share of the general fund in a year.
fn general_share(funding: &Funding) -> Cell {
    let source = MoneySource::GeneralFund;
    share(funding.share(source), || BudgetFigure::fund_share(funding, source))
}

/// Every fiscal year with every source of funding. The sources add up to the total, where all of them are known.
#[must_use]
pub fn funding_table(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let sources = MoneySource::ALL.iter().map(|source| number(context, name_of(*source)));
    let columns = [text(context, "budget-year"), text(context, "budget-stage")]
        .into_iter()
        .chain(sources)
        .chain([number(context, "budget-total"), number(context, "budget-general-share")])
        .collect();
    let rows = shown
        .funding()
        .map(|funding| {
            let amounts = MoneySource::ALL.iter().map(|source| amount(context, funding.from(*source)));
            let cells = [Cell::text(context.fiscal_year(funding.fiscal_year)), Cell::text(shown.stage(funding.stage))]
                .into_iter()
                .chain(amounts)
                .chain([Cell::thousand_yen(funding.total).strong(), general_share(funding)]);
            Row::of(cells.collect())
        })
        .collect();
    let mut sheet = shown.sheet("funding", "budget-funding-title", columns, rows);
    sheet.note = context.text("budget-stages-differ");
    if shown.funding().any(|funding| funding.sum_of_sources().unknown > 0) {
        sheet.note = format!("{} {}", sheet.note, context.text("budget-sources-unknown"));
    }
    data_table(context, &sheet, "compact")
}

/// What the money pays for, with both years side by side and the sums compared with the years' totals.
#[must_use]
pub fn items_table(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let items = || shown.book.cost_items.iter().filter(|item| item.programme == shown.programme.id);
    let mut years: Vec<FiscalYear> = items().map(|item| item.fiscal_year).collect();
    years.sort_unstable();
    years.dedup();
    let mut positions: Vec<i64> = items().map(|item| item.position).collect();
    positions.sort_unstable();
    positions.dedup();
    let mut columns = vec![text(context, "budget-item"), text(context, "budget-tag")];
    for year in &years {
        let name = context.short_fiscal_year(*year);
        columns.push(Column::number(context.format_text("budget-amount-of", [("year", name.clone())])));
        columns.push(Column::number(context.format_text("budget-general-of", [("year", name.clone())])));
        columns.push(Column::number(context.format_text("budget-share-of", [("year", name)])));
    }
    let mut rows: Vec<Row> = positions
        .iter()
        .filter_map(|position| {
            let of_year =
                |year: FiscalYear| items().find(|item| item.position == *position && item.fiscal_year == year);
            let named = years.iter().rev().find_map(|year| of_year(*year))?;
            let mut cells = vec![
                shown.wording(&named.name).note(notes_of(context, named)),
                Cell::text(tag_name(context, &named.tag)),
            ];
            for year in &years {
                match of_year(*year) {
                    Some(item) => cells.extend([
                        amount(context, item.amount),
                        amount(context, item.general_fund),
                        share(item.general_fund_share(), || BudgetFigure::item_share(item)),
                    ]),
                    None => cells.extend([Cell::nothing(), Cell::nothing(), Cell::nothing()]),
                }
            }
            Some(Row::of(cells))
        })
        .collect();
    let mut total = vec![Cell::text(context.text("budget-sum")), Cell::text("")];
    let (mut differs, mut is_unknown) = (false, false);
    for year in &years {
        let of_year = |of: fn(&CostItem) -> Option<i64>| -> KnownSum {
            items().filter(|item| item.fiscal_year == *year).map(of).collect()
        };
        let (amounts, general) = (of_year(|item| item.amount), of_year(|item| item.general_fund));
        let funding = shown.funding().find(|funding| funding.fiscal_year == *year);
        differs |= funding.is_some_and(|funding| {
            !amounts.can_be(funding.total) || funding.general_fund.is_some_and(|fund| !general.can_be(fund))
        });
        is_unknown |= amounts.unknown > 0 || general.unknown > 0;
        let is_whole = |funding: &&Funding| {
            amounts.whole() == Some(funding.total)
                && general.whole().is_some_and(|sum| funding.general_fund == Some(sum))
        };
        total.extend([
            sum(context, amounts),
            sum(context, general),
            funding.filter(is_whole).map_or_else(Cell::nothing, general_share),
        ]);
    }
    rows.push(Row::of(total).kind(RowKind::Whole));
    let mut sheet = shown.sheet("items", "budget-items-title", columns, rows);
    sheet.note = context.text(match (differs, is_unknown) {
        (true, _) => "budget-items-differ",
        (false, true) => "budget-items-unknown",
        (false, false) => "budget-items-add-up",
    });
    data_table(context, &sheet, "compact")
}

/// Requested against assessed amounts, with the assessor's remark.
#[must_use]
pub fn assessments_table(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let columns = vec![
        text(context, "budget-scope"),
        text(context, "budget-year"),
        number(context, "budget-requested"),
        number(context, "budget-assessed"),
        number(context, "budget-assessed-less"),
        number(context, "budget-assessed-share"),
        text(context, "budget-remark"),
    ];
    let rows = shown
        .book
        .assessments
        .iter()
        .filter(|assessment| assessment.programme == shown.programme.id)
        .map(|each| {
            let remarks: Vec<String> = [&each.opinion, &each.detail]
                .into_iter()
                .filter(|text| !text.is_empty())
                .map(|text| city_words(context, text))
                .collect();
            let remarks = remarks.join(&context.text("list-separator"));
            let lang = lang_of(context, &remarks);
            Row::of(vec![
                shown.wording(&each.scope),
                Cell::text(context.fiscal_year(each.fiscal_year)),
                amount(context, each.requested),
                amount(context, each.assessed).strong(),
                each.assessed
                    .zip(each.requested)
                    .map_or_else(Cell::nothing, |(assessed, requested)| Cell::thousand_yen(assessed - requested)),
                share(each.assessed_share(), || BudgetFigure::assessed(each)),
                if remarks.is_empty() { Cell::nothing() } else { Cell::text(remarks).lang(lang) },
            ])
        })
        .collect();
    data_table(context, &shown.sheet("assessments", "budget-assessments-title", columns, rows), "roomy stacked")
}

/// Multi-year commitments.
#[must_use]
pub fn obligations_table(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let columns = vec![
        text(context, "budget-item"),
        text(context, "budget-from"),
        text(context, "budget-to"),
        number(context, "budget-years"),
        number(context, "budget-limit"),
        text(context, "budget-remark"),
    ];
    let rows = shown
        .book
        .obligations
        .iter()
        .filter(|obligation| obligation.programme == shown.programme.id)
        .map(|each| {
            Row::of(vec![
                shown.wording(&each.name),
                Cell::text(context.fiscal_year(each.from_year)),
                Cell::text(context.fiscal_year(each.to_year)),
                Cell::count(each.to_year.0 - each.from_year.0 + 1),
                amount(context, each.requested).strong(),
                shown.wording(&each.note),
            ])
        })
        .collect();
    data_table(context, &shown.sheet("obligations", "budget-obligations-title", columns, rows), "roomy stacked")
}
