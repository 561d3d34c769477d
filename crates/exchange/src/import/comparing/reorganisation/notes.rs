//! What a reader of the preview should know besides the cells that change.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use domain::calendar::{date_en, date_ja};
use domain::procedure::{Department, DepartmentCode};
use domain::reorganisation::{NewDepartment, Reorganisation};
use domain::text::normalise_name;

use super::followers::Followers;
use crate::import::table::place::clip;

/// A note in English and Japanese.
pub(super) type Note = (String, String);

/// New departments with notes of their own.
const MOST: usize = 5;

pub(super) fn of(
    done: &Reorganisation,
    before: &[Department],
    followers: &Followers,
    takes_effect_on: Option<NaiveDate>,
) -> Vec<Note> {
    let before: HashMap<&DepartmentCode, &Department> = before.iter().map(|one| (&one.code, one)).collect();
    let name = |code: &DepartmentCode| {
        let department = done.after.get(code).or_else(|| before.get(code).copied());
        clip(department.map_or(code.as_str(), |one| one.name.as_str()))
    };
    let mut notes: Vec<Note> = Vec::new();
    let mut note = |english: String, japanese: String| notes.push((english, japanese));
    if let Some(day) = takes_effect_on {
        note(
            format!("the public log will date this reorganisation {}", date_en(day)),
            format!("組織改編の日は{}として公開されます", date_ja(day)),
        );
    }
    // One that comes back is as it was.
    let told = |new: &&NewDepartment| {
        !new.is_restored && (new.has_their_contact || new.lacks_contact || new.department.name_en.is_empty())
    };
    let more = done.new.iter().filter(told).count().saturating_sub(MOST);
    for new in done.new.iter().filter(told).take(MOST) {
        let of = name(&new.department.code);
        if new.has_their_contact {
            note(
                format!(
                    "'{of}' takes over what the departments that it succeeds all say about counter, hours and telephone"
                ),
                format!("「{of}」は、移管元に共通する窓口・受付時間・電話番号を引き継ぎます"),
            );
        }
        if new.lacks_contact {
            note(
                format!("where and when to go to '{of}' is not fully known: enter it in the table of departments"),
                format!(
                    "「{of}」の窓口・受付時間・電話番号のうち、わからないものは空欄になります。所管課の表に入力してください"
                ),
            );
        }
        if new.department.name_en.is_empty() {
            note(format!("'{of}' has no English name"), format!("「{of}」には英語の名称がありません"));
        }
    }
    if more > 0 {
        note(
            format!("{more} more new departments lack an English name, or have to be checked for where and when to go"),
            format!("ほかに{more}件の新しい所管課で、英語の名称がないか、窓口・受付時間・電話番号の確認が必要です"),
        );
    }
    for renamed in &done.renamed {
        if renamed.after.name_en.is_empty() && !renamed.before.name_en.is_empty() {
            let (of, old) = (name(&renamed.after.code), clip(&renamed.before.name_en));
            if renamed.after.name == renamed.before.name {
                note(
                    format!("'{of}' has no English name any more; it was '{old}'"),
                    format!("「{of}」の英語の名称は空欄になります（いまは「{old}」です）"),
                );
            } else {
                note(
                    format!("'{of}' has no English name any more: '{old}' was that of its old name"),
                    format!("「{of}」の英語の名称は空欄になります（「{old}」は以前の名称のものです）"),
                );
            }
        }
    }
    for code in &done.emptied {
        let of = name(code);
        note(
            format!("'{of}' keeps no procedure; a row without a procedure would dissolve it"),
            format!("「{of}」の手続はなくなります（課を廃止するには、手続を空欄にした行を加えてください）"),
        );
    }
    same_names(done, &mut note);
    for (code, accounts) in followers.newcomers() {
        let of = name(code);
        note(
            format!(
                "{accounts} accounts come to '{of}' and may then change all of its procedures; /staff/people changes that"
            ),
            format!(
                "職員のアカウント{accounts}件が「{of}」に加わり、その手続をすべて変更できるようになります（/staff/people で変更できます）"
            ),
        );
    }
    // Who goes along with procedures to a department that has its own people, nobody has said.
    let new: BTreeSet<&DepartmentCode> = done.new.iter().map(|new| &new.department.code).collect();
    let stays = done.moves.iter().filter(|step| done.dissolution(&step.from).is_none() && !new.contains(&step.to));
    let unasked: BTreeSet<(&DepartmentCode, &DepartmentCode)> = stays.map(|step| (&step.from, &step.to)).collect();
    for (from, to) in unasked {
        let (from, to) = (name(from), name(to));
        note(
            format!("the accounts of '{from}' stay there; who goes along to '{to}' is set at /staff/people"),
            format!("「{from}」の職員のアカウントはそのままです。「{to}」へ移る人は /staff/people で変更してください"),
        );
    }
    for (code, rule) in &followers.rules {
        let (of, tables) = (name(code), rule.keeps.len());
        let (approval, approval_ja) =
            if rule.needs_approval { ("needs", "必要") } else { ("does not need", "不要") };
        note(
            format!("'{of}' {approval} approval and keeps {tables} tables, as the departments that it succeeds"),
            format!("「{of}」は、移管元と同じく、承認が{approval_ja}で、担当する表は{tables}件です"),
        );
    }
    for (from, to) in &followers.approval_lost {
        let (from, to) = (name(from), name(to));
        note(
            format!(
                "procedures go from '{from}', which needs approval, to '{to}', which does not: it is lost for them"
            ),
            format!(
                "承認が必要な「{from}」から、承認が不要な「{to}」へ手続が移ります。移った手続の変更に承認はいらなくなります"
            ),
        );
    }
    if followers.ambiguous_programmes > 0 {
        let many = followers.ambiguous_programmes;
        note(
            format!("{many} programmes name a department, but several have this name; they stay as they are"),
            format!(
                "同じ名称の所管課が複数あるため、どの課かわからない事務事業が{many}件あります。そのまま変更しません"
            ),
        );
    }
    if followers.unclear_programmes > 0 {
        let many = followers.unclear_programmes;
        note(
            format!("{many} programmes name a department with several successors and stay as they are"),
            format!("移管先が複数ある所管課の名称を書いた事務事業が{many}件あります。そのまま変更しません"),
        );
    }
    notes
}

/// That the log does not say what followed the reorganisation that is undone.
pub(super) fn nothing_recorded() -> Note {
    (
        "the audit log does not say which accounts, rules and programmes followed the reorganisation: everyone in a \
         department that goes belongs to all that come back, which /staff/people changes"
            .to_owned(),
        "元の組織改編に従ったアカウント・設定・事務事業が監査ログに残っていません。なくなる課の全員が、戻るすべての課に属します（/staff/people で変更できます）"
            .to_owned(),
    )
}

/// Departments that have the same name afterwards, of which one gets it now.
fn same_names(done: &Reorganisation, note: &mut impl FnMut(String, String)) {
    let mut named: HashMap<String, Vec<&DepartmentCode>> = HashMap::new();
    for department in done.after.values() {
        named.entry(normalise_name(&department.name)).or_default().push(&department.code);
    }
    let renamed = done.renamed.iter().map(|renamed| &renamed.after);
    for department in renamed.chain(done.new.iter().map(|new| &new.department)) {
        let same = named.get(&normalise_name(&department.name)).map(Vec::as_slice).unwrap_or_default();
        if let Some(other) = same.iter().find(|code| **code != &department.code) {
            let name = clip(&department.name);
            note(
                format!("'{name}' is also the name of '{other}'"),
                format!("「{name}」は、所管課「{other}」の名称でもあります"),
            );
        }
    }
}
