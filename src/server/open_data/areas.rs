//! `/api/v1/areas`: the nation, prefectures, cities and wards.

use domain::area::{Area, AreaCode, AreaKind};
use domain::text::fold_for_search;
use serde::Serialize;

use super::list::{Asked, Content, List, given};
use crate::server::query::QueryError;

/// The list of areas, ordered by code.
pub(super) const LIST: List = List {
    name: "areas",
    parameters: &["kind", "parent", "q"],
    fields: &["code", "name", "kana", "name_en", "kind", "parent"],
    answer: list,
};

/// One area.
#[derive(Debug, Serialize)]
struct AreaRecord<'a> {
    /// Local government code (全国地方公共団体コード): six digits including the check digit, as a string to keep
    /// leading zeros.
    code: &'a AreaCode,
    name: &'a str,
    /// Reading in hiragana.
    kana: Option<&'a str>,
    name_en: Option<&'a str>,
    kind: AreaKind,
    /// Code of the area it is part of.
    parent: Option<&'a AreaCode>,
}

fn list(asked: &Asked<'_>) -> Result<Content, QueryError> {
    let kind: Option<AreaKind> = asked.parameters.read("kind")?;
    let parent: Option<AreaCode> = asked.parameters.read("parent")?;
    let q = asked.parameters.text("q").unwrap_or_default();
    let words: Vec<String> = q.split_whitespace().map(fold_for_search).filter(|word| !word.is_empty()).collect();
    let found: Vec<&Area> = asked
        .snapshot
        .areas
        .values()
        .filter(|area| kind.is_none_or(|kind| area.kind == kind))
        .filter(|area| parent.is_none() || area.parent == parent)
        .filter(|area| holds_all(area, &words))
        .collect();
    asked.render(&found, |area| AreaRecord {
        code: &area.code,
        name: &area.name,
        kana: given(&area.kana),
        name_en: given(&area.name_en),
        kind: area.kind,
        parent: area.parent.as_ref(),
    })
}

fn holds_all(area: &Area, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let fields = [area.name.as_str(), &area.kana, &area.name_en, area.code.as_str()].map(fold_for_search);
    words.iter().all(|word| fields.iter().any(|field| field.contains(word)))
}
