//! Reads a file of any kind into a plan.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use domain::text::MessageLanguage;
use store::Connection;
use store::error::AppError;

use super::file::{ReadError, ReadLimits, TableFile, read_table_file};
use super::findings::{Findings, few};
use super::progress::ProgressSink;
use super::table::{Table, find_table, fitting_sheets};
use super::{
    areas, boundaries, cards, described, indicators, population, procedures, reorganisation, survey, synonyms, usage,
};
use crate::import::request::Request;
use crate::import::sources::{KnownSources, refuse_unknown_source};
use crate::import::table as tables;
use crate::import::table::columns::HeaderSpec;
use crate::import::table::described::Description;
use crate::import::table::kind::{Format, Kind};
use crate::import::table::place::clip;

/// Reference data that the rows of a file must match.
pub(crate) struct ReferenceData {
    sources: Arc<KnownSources>,
    of_kind: KindData,
}

/// Reference data of one kind of file.
enum KindData {
    Procedures(procedures::ReferenceData),
    Cards(cards::ReferenceData),
    Population(population::ReferenceData),
    Usage(usage::ReferenceData),
    Indicators(indicators::ReferenceData),
    Synonyms,
    /// Its rows are about departments and procedures as they are when they are compared.
    Reorganisation,
    Boundaries(areas::AreaMatcher),
    Described(described::ReferenceData),
}

impl ReferenceData {
    pub(crate) async fn load(connection: &mut Connection, kind: Kind) -> Result<Self, AppError> {
        let sources = Arc::new(KnownSources::load(connection).await?);
        Ok(Self { sources, of_kind: KindData::load(connection, kind).await? })
    }
}

impl KindData {
    async fn load(connection: &mut Connection, kind: Kind) -> Result<Self, AppError> {
        if let Some(description) = Description::of(kind) {
            return Ok(Self::Described(described::ReferenceData::load(connection, description).await?));
        }
        Ok(match kind {
            Kind::Procedures => Self::Procedures(procedures::ReferenceData::load(connection).await?),
            Kind::Cards => Self::Cards(cards::ReferenceData::load(connection).await?),
            Kind::Population => Self::Population(population::ReferenceData::load(connection).await?),
            Kind::Usage => Self::Usage(usage::ReferenceData::load(connection).await?),
            Kind::Indicators => Self::Indicators(indicators::ReferenceData::load(connection).await?),
            Kind::Synonyms => Self::Synonyms,
            Kind::Reorganisation => Self::Reorganisation,
            Kind::Boundaries => Self::Boundaries(areas::AreaMatcher::load(connection).await?),
            _ => return Err(AppError::Internal(format!("files of {kind} cannot be read"))),
        })
    }
}

/// A plan of any kind.
pub(crate) enum AnyPlan {
    Catalogue(procedures::CataloguePlan),
    Cards(cards::CardPlan),
    Population(population::PopulationPlan),
    Usage(usage::UsagePlan),
    Definitions(indicators::DefinitionPlan),
    Values(indicators::ValuePlan),
    Synonyms(synonyms::SynonymPlan),
    Boundaries(boundaries::BoundaryPlan),
    Reorganisation(reorganisation::ReorganisationPlan),
    Described(described::DescribedPlan),
}

/// Parses a file into a plan; `None` if the report says why not. A file that makes a reader panic is refused as
/// damaged. Its partial result is dropped.
pub(crate) fn read(
    request: &Request,
    bytes: &[u8],
    known: ReferenceData,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> Option<AnyPlan> {
    let reading = AssertUnwindSafe(|| read_kind(request, bytes, known, progress, findings));
    let panicked = match std::panic::catch_unwind(reading) {
        Ok(plan) => return plan,
        Err(_) => ReadError::Damaged { cause: "its parser panicked".to_owned() },
    };
    tracing::error!(kind = %request.kind, "a file made its parser panic and was refused");
    findings.refuse(panicked.describe(request.language));
    None
}

fn read_kind(
    request: &Request,
    bytes: &[u8],
    known: ReferenceData,
    progress: ProgressSink<'_>,
    findings: &mut Findings,
) -> Option<AnyPlan> {
    let ReferenceData { sources, of_kind: known } = known;
    refuse_unknown_source(request, &sources, findings);
    if findings.refusal.is_some() {
        return None;
    }
    if let KindData::Boundaries(matcher) = known {
        return boundaries::read(request, bytes, &matcher, &sources)
            .map_err(|refusal| findings.refuse(refusal))
            .ok()
            .map(AnyPlan::Boundaries);
    }
    let limits = ReadLimits { rows: request.kind.most_rows(), ..ReadLimits::default() };
    let mut file = read_table_file(&request.file, bytes, &limits)
        .map_err(|error| findings.refuse(error.describe(request.language)))
        .ok()?;
    if let Some(sheet) = &request.sheet
        && let Err(names) = file.choose_sheet(sheet)
    {
        let names = few(&names.iter().map(|name| clip(name)).collect::<Vec<_>>());
        findings.refuse(match request.language {
            MessageLanguage::English => format!("there is no sheet '{sheet}'; expected one of: {names}"),
            MessageLanguage::Japanese => {
                format!("シート「{sheet}」はありません。次のいずれかを指定してください: {names}")
            }
        });
        return None;
    }
    findings.set_form(file.form());
    let survey = request.format == Format::Survey;
    if survey && request.kind != Kind::Procedures {
        findings.refuse(match request.language {
            MessageLanguage::Japanese => "形式 survey は procedures でのみ使えます".to_owned(),
            MessageLanguage::English => "the format survey only works with 'procedures'".to_owned(),
        });
        return None;
    }
    Some(match known {
        KindData::Procedures(_) if survey => {
            let table = table(request, &file, &tables::survey::header(), findings)?;
            AnyPlan::Catalogue(survey::read(&table, progress, findings)?)
        }
        KindData::Procedures(words) => {
            // The template finds some of its columns in the survey, but not what they mean there.
            if find_table(&file, &tables::survey::header()).is_ok() {
                findings.refuse_in_words(
                    "this is the national survey of procedures; import it on the command line with --format survey"
                        .to_owned(),
                    "行政手続等の悉皆調査の表です。コマンドで --format survey を付けて取り込んでください".to_owned(),
                );
                return None;
            }
            let table = table(request, &file, &tables::procedures::header(), findings)?;
            AnyPlan::Catalogue(procedures::read(request, &table, &words, &sources, progress, findings))
        }
        KindData::Cards(known) => {
            let table = table(request, &file, &tables::cards::header(request.area.is_some()), findings)?;
            AnyPlan::Cards(cards::read(request, &table, known, &sources, progress, findings))
        }
        KindData::Population(known) => {
            let table = table(request, &file, &tables::population::header(), findings)?;
            AnyPlan::Population(population::read(request, &table, &known, &sources, progress, findings))
        }
        KindData::Usage(known) => {
            let table = table(request, &file, &tables::usage::header(), findings)?;
            AnyPlan::Usage(usage::read(request, &table, &known, &sources, progress, findings))
        }
        // Definitions and values are separate tables. The header tells which one this is.
        KindData::Indicators(known) => match find_table(&file, &tables::indicators::definitions_header()) {
            Ok(_) => {
                let table = table(request, &file, &tables::indicators::definitions_header(), findings)?;
                AnyPlan::Definitions(indicators::read_definitions(
                    request, &table, &known, &sources, progress, findings,
                ))
            }
            Err(_) => {
                let table = table(request, &file, &tables::indicators::values_header(), findings)?;
                AnyPlan::Values(indicators::read_values(request, &table, &known, &sources, progress, findings))
            }
        },
        KindData::Synonyms => {
            let table = table(request, &file, &tables::synonyms::header(), findings)?;
            AnyPlan::Synonyms(synonyms::read(&table, progress, findings))
        }
        KindData::Reorganisation => {
            let table = table(request, &file, &tables::reorganisation::header(), findings)?;
            AnyPlan::Reorganisation(reorganisation::read(&table, progress, findings))
        }
        KindData::Described(known) => {
            let description = known.description();
            let table = table(request, &file, &description.header(), findings)?;
            AnyPlan::Described(described::read(request, &table, &known, &sources, progress, findings))
        }
        KindData::Boundaries(_) => unreachable!("boundaries are no table and were answered above"),
    })
}

fn table<'file>(
    request: &Request,
    file: &'file TableFile<'_>,
    header: &HeaderSpec,
    findings: &mut Findings,
) -> Option<Table<'file>> {
    let header = &match request.format {
        Format::Template => header.clone().with_removals(),
        Format::Survey => header.clone(),
    };
    match find_table(file, header) {
        Ok(table) => {
            findings.add_titles(&table);
            let read = table.sheet_name();
            let others: Vec<&str> =
                fitting_sheets(file, header).into_iter().filter(|name| Some(*name) != read).collect();
            findings.add_other_sheets(&others, request.is_from_command_line());
            Some(table)
        }
        Err(error) => {
            findings.refuse(error.describe(findings.language));
            None
        }
    }
}
