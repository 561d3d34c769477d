//! The tables of a programme's money: cost and funding, items, assessments and multi-year commitments.

use domain::budget::{BudgetStage, Funding, MoneySource, Programme, ProgrammeBook};
use domain::calendar::FiscalYear;

use crate::components::base::data_table::data_table;
use crate::components::base::markup::Markup;
use crate::page_context::PageContext;
use crate::server::read_model::provenance::BudgetFigure;
use crate::server::read_model::provenance::budget::name_of;
use crate::server::read_model::report_table::{Cell, Column, Row, RowKind, Sheet};

/// A programme and the context in which its page shows it.
#[derive(Debug, Clone, Copy)]
pub struct ProgrammeView<'a> {
    pub context: &'a PageContext,
    pub book: &'a ProgrammeBook,
    pub programme: &'a Programme,
}

impl<'a> ProgrammeView<'a> {
    /// A text of the programme, which is in Japanese.
    pub(super) fn wording(&self, text: &str) -> Cell {
        if text.is_empty() { Cell::nothing() } else { Cell::text(text).lang(self.context.lang_of_japanese()) }
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

pub(super) fn number(context: &PageContext, name: &str) -> Column {
    Column::number(context.text(name))
}

pub(super) fn text(context: &PageContext, name: &str) -> Column {
    Column::text(context.text(name))
}

/// Every fiscal year with every source of funding. The sources add up to the total.
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
            let amounts = MoneySource::ALL.iter().map(|source| Cell::thousand_yen(funding.from(*source)));
            let cells = [Cell::text(context.fiscal_year(funding.fiscal_year)), Cell::text(shown.stage(funding.stage))]
                .into_iter()
                .chain(amounts)
                .chain([
                    Cell::thousand_yen(funding.total).strong(),
                    Cell::percent(funding.share(MoneySource::GeneralFund).percent())
                        .opens(BudgetFigure::fund_share(funding, MoneySource::GeneralFund)),
                ]);
            Row::of(cells.collect())
        })
        .collect();
    let mut sheet = shown.sheet("funding", "budget-funding-title", columns, rows);
    sheet.note = context.text("budget-stages-differ");
    data_table(context, &sheet, "compact wrapped-heads")
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
            let mut cells =
                vec![shown.wording(&named.name).note(named.doubt.clone()), Cell::text(tag_name(context, &named.tag))];
            for year in &years {
                match of_year(*year) {
                    Some(item) => cells.extend([
                        Cell::thousand_yen(item.amount),
                        Cell::thousand_yen(item.general_fund),
                        match item.general_fund_share().percent() {
                            Some(share) => Cell::percent(Some(share)).opens(BudgetFigure::item_share(item)),
                            None => Cell::nothing(),
                        },
                    ]),
                    None => cells.extend([Cell::nothing(), Cell::nothing(), Cell::nothing()]),
                }
            }
            Some(Row::of(cells))
        })
        .collect();
    let mut total = vec![Cell::text(context.text("budget-sum")), Cell::text("")];
    let mut differs = false;
    for year in &years {
        let amount: i64 = items().filter(|item| item.fiscal_year == *year).map(|item| item.amount).sum();
        let general: i64 = items().filter(|item| item.fiscal_year == *year).map(|item| item.general_fund).sum();
        let funding = shown.funding().find(|funding| funding.fiscal_year == *year);
        differs |= funding.is_some_and(|funding| (funding.total, funding.general_fund) != (amount, general));
        let share = funding.filter(|funding| funding.total == amount && funding.general_fund == general);
        total.extend([
            Cell::thousand_yen(amount).strong(),
            Cell::thousand_yen(general).strong(),
            share.map_or_else(Cell::nothing, |funding| {
                Cell::percent(funding.share(MoneySource::GeneralFund).percent())
                    .opens(BudgetFigure::fund_share(funding, MoneySource::GeneralFund))
            }),
        ]);
    }
    rows.push(Row::of(total).kind(RowKind::Whole));
    let mut sheet = shown.sheet("items", "budget-items-title", columns, rows);
    sheet.note = context.text(if differs { "budget-items-differ" } else { "budget-items-add-up" });
    data_table(context, &sheet, "compact wrapped-heads")
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
            let remarks: Vec<&str> =
                [each.opinion.as_str(), each.detail.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
            Row::of(vec![
                shown.wording(&each.scope),
                Cell::text(context.fiscal_year(each.fiscal_year)),
                Cell::thousand_yen(each.requested),
                Cell::thousand_yen(each.assessed).strong(),
                Cell::thousand_yen(each.assessed - each.requested),
                Cell::percent(each.assessed_share().percent()).opens(BudgetFigure::assessed(each)),
                shown.wording(&remarks.join("、")),
            ])
        })
        .collect();
    data_table(context, &shown.sheet("assessments", "budget-assessments-title", columns, rows), "roomy wrapped-heads")
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
                Cell::thousand_yen(each.requested).strong(),
                shown.wording(&each.note),
            ])
        })
        .collect();
    data_table(context, &shown.sheet("obligations", "budget-obligations-title", columns, rows), "roomy")
}
