//! Guides as they would be after a file: what a condition names is there, and its parts do not exclude one another.

use std::collections::BTreeMap;
use std::str::FromStr;

use domain::guide::{
    Answer, AnswerId, Condition, Duty, Entry, EntryId, Finding, FindingKind, FindingPlace, Guide, GuideId, Place,
    Question, QuestionId, QuestionKind, check,
};
use domain::procedure::LocalText;
use domain::text::MessageLanguage;
use store::Connection;
use store::error::AppError;
use store::guides::list_guides;

use super::row_rules::bad_cell;
use crate::import::reading::cell::CellError;
use crate::import::reading::rows::Located;
use crate::import::table::described::{DescribedRow, InTwoLanguages};
use crate::import::table::kind::Kind;

/// What a file would do to guides.
#[derive(Debug, Default)]
pub(super) struct GuideFindings {
    pub bad_cells: Vec<CellError>,
    /// In English and Japanese.
    pub notes: Vec<(String, String)>,
}

/// Whether rows of a kind belong to guides.
pub(super) const fn is_of_guides(kind: Kind) -> bool {
    matches!(kind, Kind::Guides | Kind::GuideQuestions | Kind::GuideAnswers | Kind::GuideEntries)
}

/// Checks the guides that a file changes. It is refused for what it makes wrong, not for what was wrong before.
pub(super) async fn check_guides(
    connection: &mut Connection,
    kind: Kind,
    saved: &[Located<DescribedRow>],
    removed: &[Located<DescribedRow>],
    language: MessageLanguage,
) -> Result<GuideFindings, AppError> {
    let mut found = GuideFindings::default();
    // The texts of a guide are part of no condition.
    if kind == Kind::Guides {
        return Ok(found);
    }
    let before: BTreeMap<GuideId, Guide> =
        list_guides(connection).await?.into_iter().map(|guide| (guide.id.clone(), guide)).collect();
    let mut after = before.clone();
    for Located { what: row, .. } in saved {
        put(&mut after, kind, row, true);
    }
    for Located { what: row, .. } in removed {
        put(&mut after, kind, row, false);
    }
    for (id, guide) in &after {
        let known = before.get(id).map(check).unwrap_or_default();
        for finding in check(guide).into_iter().filter(|finding| !known.contains(finding)) {
            let is_refused = finding.kind.is_refused()
                // The answers of a new question come after it.
                && !(kind == Kind::GuideQuestions && finding.kind == FindingKind::UnknownAnswer);
            if is_refused {
                found.bad_cells.extend(cell_of(id, &finding, saved, removed, language));
            } else if kind == Kind::GuideEntries {
                // Only when the entries are there, a question or an answer leads nowhere.
                found.notes.push(note(id, &finding));
            }
        }
    }
    Ok(found)
}

fn parsed<T: FromStr>(row: &DescribedRow, column: &str) -> Option<T> {
    row.get(column).as_str()?.parse().ok()
}

fn condition(row: &DescribedRow, column: &str) -> Condition {
    parsed(row, column).unwrap_or_default()
}

/// Puts a row into its guide, or takes it out, as far as the check looks at it.
fn put(guides: &mut BTreeMap<GuideId, Guide>, kind: Kind, row: &DescribedRow, stays: bool) -> Option<()> {
    let guide = guides.get_mut(&parsed::<GuideId>(row, "guide")?)?;
    let position = row.get("position").as_i64().unwrap_or_default();
    match kind {
        Kind::GuideQuestions => {
            let id: QuestionId = parsed(row, "id")?;
            let answers = guide.question(&id).map(|question| question.answers.clone()).unwrap_or_default();
            guide.questions.retain(|question| question.id != id);
            if stays {
                let kind = parsed(row, "kind").unwrap_or(QuestionKind::One);
                let (text, help) = (LocalText::default(), LocalText::default());
                guide.questions.push(Question {
                    id,
                    position,
                    text,
                    help,
                    kind,
                    asked_if: condition(row, "asked_if"),
                    answers,
                });
                guide.questions.sort_by(|one, other| (one.position, &one.id).cmp(&(other.position, &other.id)));
            }
        }
        Kind::GuideAnswers => {
            let (question, id) = (parsed::<QuestionId>(row, "question")?, parsed::<AnswerId>(row, "id")?);
            let question = guide.questions.iter_mut().find(|one| one.id == question)?;
            question.answers.retain(|answer| answer.id != id);
            if stays {
                question.answers.push(Answer { id, text: LocalText::default() });
            }
        }
        _ => {
            let id: EntryId = parsed(row, "id")?;
            guide.entries.retain(|entry| entry.id != id);
            if stays {
                guide.entries.push(Entry {
                    id,
                    position,
                    procedure: None,
                    title: LocalText::default(),
                    place: Place::City,
                    who: LocalText::default(),
                    address: String::new(),
                    phone: String::new(),
                    url: String::new(),
                    condition: condition(row, "condition"),
                    days: None,
                    deadline: LocalText::default(),
                    duty: Duty::Advised,
                    note: LocalText::default(),
                });
            }
        }
    }
    Some(())
}

/// The cell of the file that a finding is about; if the row is not in it, that of the first one that makes it so.
fn cell_of(
    guide: &GuideId,
    finding: &Finding,
    saved: &[Located<DescribedRow>],
    removed: &[Located<DescribedRow>],
    language: MessageLanguage,
) -> Option<CellError> {
    let of_guide = |row: &&Located<DescribedRow>| row.what.text("guide") == guide.as_str();
    let is = |row: &DescribedRow, column: &str, id: &str| row.text(column) == id;
    let (column, row) = match &finding.place {
        FindingPlace::Question(id) => {
            ("asked_if", saved.iter().filter(of_guide).find(|row| is(&row.what, "id", id.as_str())))
        }
        FindingPlace::Entry(id) => {
            ("condition", saved.iter().filter(of_guide).find(|row| is(&row.what, "id", id.as_str())))
        }
        FindingPlace::Answer(question, id) => (
            "id",
            saved
                .iter()
                .filter(of_guide)
                .find(|row| is(&row.what, "question", question.as_str()) && is(&row.what, "id", id.as_str())),
        ),
        FindingPlace::Guide => ("id", None),
    };
    let words = expected(finding.kind, &finding.detail);
    // A question and an entry may have the same id, but are of different tables.
    if let Some(row) = row.filter(|row| row.what.description.column(column).is_some()) {
        return Some(bad_cell(&row.what, row.line, column, words, language));
    }
    let row = removed.iter().chain(saved).find(of_guide)?;
    let place = place_name(&finding.place);
    let words = (format!("{} ({})", words.0, place.0), format!("{}（{}）", words.1, place.1));
    Some(bad_cell(&row.what, row.line, "id", words, language))
}

/// What would be right, worded to follow "expected" and 「正しくは」.
fn expected(kind: FindingKind, detail: &str) -> (String, String) {
    let (english, japanese): InTwoLanguages = match kind {
        FindingKind::UnknownQuestion => (
            "ids of questions of the guide; there is none with this id: ",
            "この案内にある質問ID。次のIDの質問はありません：",
        ),
        FindingKind::UnknownAnswer => {
            ("answers of the questions; there is none such as ", "質問にある回答ID。次の回答はありません：")
        }
        FindingKind::Contradiction => {
            ("parts that can hold together; this never holds: ", "両立する条件。次の条件は成り立ちません：")
        }
        FindingKind::AskedTooEarly => (
            "a condition on earlier questions; this one does not come before: ",
            "前の質問だけの条件。次の質問は前にありません：",
        ),
        FindingKind::ReservedAnswer => {
            ("another id; every question is offered with this one: ", "別のID。次のIDはどの質問にも使われます：")
        }
        FindingKind::SameField => {
            ("ids that do not give two fields of the form the same name: ", "入力欄の名前が重ならないID。重なる名前：")
        }
        FindingKind::TooManyFields => {
            ("fewer questions and answers; the fields are ", "質問と回答を減らしてください。入力欄の数：")
        }
        _ => ("", ""),
    };
    (format!("{english}{detail}"), format!("{japanese}{detail}"))
}

fn place_name(place: &FindingPlace) -> (String, String) {
    match place {
        FindingPlace::Guide => ("the guide".to_owned(), "案内".to_owned()),
        FindingPlace::Question(id) => (format!("question {id}"), format!("質問 {id}")),
        FindingPlace::Answer(question, id) => (format!("answer {question}={id}"), format!("回答 {question}={id}")),
        FindingPlace::Entry(id) => (format!("entry {id}"), format!("項目 {id}")),
    }
}

/// What the author of a guide should know, though it can be published.
fn note(guide: &GuideId, finding: &Finding) -> (String, String) {
    let (english, japanese) = match finding.kind {
        FindingKind::Unreachable => ("no answers lead there", "どの回答からも導かれません"),
        FindingKind::NeverAsked => ("it is never asked", "たずねられることがありません"),
        FindingKind::LeadsNowhere => ("it leads to no entry", "どの項目にもつながりません"),
        FindingKind::NoAnswers => ("it has no answers", "回答がありません"),
        FindingKind::Unused => ("no condition depends on it", "どの条件でも使われていません"),
        _ => ("it has no entries", "項目がありません"),
    };
    let place = place_name(&finding.place);
    (format!("guide {guide}, {}: {english}", place.0), format!("案内 {guide}、{}：{japanese}", place.1))
}
