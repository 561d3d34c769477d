//! The log of what became of departments, which the product writes itself, and which a folder carries along.

use super::{Column, Description, Holds, InTwoLanguages, Saving};
use crate::import::table::kind::Kind;

const KINDS: &[InTwoLanguages] =
    &[("renamed", "名称変更"), ("dissolved", "廃止"), ("split", "一部移管"), ("founded", "新設"), ("restored", "復活")];

pub(super) const DEPARTMENT_CHANGES: Description = Description {
    kind: Kind::DepartmentChanges,
    table: "department_changes",
    noun: ("changes of departments", "所管課の変遷"),
    purpose: (
        "departments that were renamed, dissolved, split, founded or restored, which reorganisations record by themselves",
        "所管課の名称変更・廃止・一部移管・新設・復活（組織改編のときに自動で記録される）",
    ),
    columns: &[
        Column::required("code", &["所管課コード", "code"], Holds::Identifier)
            .about("of the department before the change, which may be gone", "変更前の所管課。今はないこともある"),
        Column::required("name", &["名称", "name"], Holds::Text).about("before the change", "変更前の名称"),
        Column::optional("name_en", &["名称（英語）", "name_en", "名称 英語"], Holds::Text),
        Column::required("kind", &["種別", "kind"], Holds::Choice(KINDS)),
        Column::required("successor", &["移管先コード", "successor"], Holds::Identifier).about(
            "of one that is renamed, founded or restored, its own code",
            "名称変更・新設・復活では、その課のコード",
        ),
        Column::required("successor_name", &["移管先", "successor_name"], Holds::Text)
            .about("after the change", "変更後の名称"),
        Column::optional("successor_name_en", &["移管先（英語）", "successor_name_en", "移管先 英語"], Holds::Text),
        Column::required("changed_on", &["適用日", "changed_on"], Holds::PastDay),
        Column::optional("takes_back", &["取り消した改編の適用日", "takes_back"], Holds::PastDay).about(
            "of a reorganisation that undoes another, the day of the other one; empty: it undoes none",
            "ほかの組織改編を取り消すものでは、その改編の適用日。空欄は、取り消しではないこと",
        ),
    ],
    key: &[
        "code",
        "name",
        "name_en",
        "kind",
        "successor",
        "successor_name",
        "successor_name_en",
        "changed_on",
        "takes_back",
    ],
    saving: Saving::Logged,
    references: &[],
    rules: &[],
    pages: &["/procedures", "/changes"],
};

#[cfg(test)]
mod tests {
    use domain::department_change::DepartmentChangeKind;

    use super::*;

    #[test]
    fn the_words_of_a_change_are_its_kinds() {
        let words: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
        assert_eq!(words, DepartmentChangeKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>());
    }
}
