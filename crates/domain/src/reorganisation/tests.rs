use super::*;

fn code(text: &str) -> DepartmentCode {
    text.parse().expect("a code")
}

fn department(code_text: &str, name: &str) -> Department {
    Department {
        code: code(code_text),
        name: name.to_owned(),
        name_en: format!("{code_text} department"),
        counter: "本館1階".to_owned(),
        counter_en: String::new(),
        hours: "9時から17時".to_owned(),
        hours_en: String::new(),
        phone: format!("072-{code_text}"),
        sample: false,
    }
}

fn procedure(id: &str, name: &str, of: &str) -> KnownProcedure {
    KnownProcedure {
        id: id.parse().expect("an id"),
        name: name.to_owned(),
        department: (!of.is_empty()).then(|| code(of)),
    }
}

/// Three departments, the first two with two procedures each, and one procedure of nobody.
fn city() -> (Vec<Department>, Vec<KnownProcedure>) {
    let departments =
        vec![department("citizens", "市民課"), department("tax", "税務課"), department("welfare", "福祉課")];
    let procedures = vec![
        procedure("in", "転入届", "citizens"),
        procedure("out", "転出届", "citizens"),
        procedure("proof", "納税証明", "tax"),
        procedure("relief", "減免", "tax"),
        procedure("free", "所管なし", ""),
    ];
    (departments, procedures)
}

/// Rows of `department,procedure,successor,name,name_en`, from line 2 on.
fn rows(text: &str) -> Vec<Row> {
    let lines = text.lines().enumerate();
    lines
        .map(|(place, line)| {
            let mut cells = line.split(',').map(str::to_owned);
            let mut next = || cells.next().unwrap_or_default();
            Row {
                line: place as u64 + 2,
                department: next(),
                procedure: next(),
                successor: next(),
                name: next(),
                name_en: next(),
                ..Row::default()
            }
        })
        .collect()
}

fn planned(text: &str) -> Result<Reorganisation, Vec<Mistake>> {
    let (departments, procedures) = city();
    plan(&rows(text), Known { departments: &departments, procedures: &procedures, changes: &[] })
}

fn accepted(text: &str) -> Reorganisation {
    planned(text).expect("no mistake")
}

fn moves_of(reorganisation: &Reorganisation) -> Vec<String> {
    let all = reorganisation.moves.iter();
    all.map(|step| format!("{} {}>{}", step.procedure, step.from, step.to)).collect()
}

fn codes(of: &[&str]) -> BTreeSet<DepartmentCode> {
    of.iter().map(|text| code(text)).collect()
}

/// The departments and the department of each procedure afterwards.
fn carried_out(
    departments: &[Department],
    procedures: &[KnownProcedure],
    done: &Reorganisation,
) -> (Vec<Department>, Vec<KnownProcedure>) {
    let mut procedures = procedures.to_vec();
    for step in &done.moves {
        let moved = procedures.iter_mut().find(|one| one.id == step.procedure).expect("a known procedure");
        assert_eq!(moved.department.as_ref(), Some(&step.from));
        moved.department = Some(step.to.clone());
    }
    assert!(departments.iter().all(|one| done.after.contains_key(&one.code) || done.dissolution(&one.code).is_some()));
    (done.after.values().cloned().collect(), procedures)
}

#[test]
fn a_department_is_renamed_and_keeps_everything_but_its_old_english_name() {
    let done = accepted("税務課,,,市税課");
    assert_eq!((done.renamed.len(), done.moves.len(), done.dissolved.len(), done.new.len()), (1, 0, 0, 0));
    let after = &done.renamed[0].after;
    assert_eq!((after.name.as_str(), after.name_en.as_str(), after.phone.as_str()), ("市税課", "", "072-tax"));
    assert_eq!(accepted("tax,,,市税課,City Tax").renamed[0].after.name_en, "City Tax");
    assert_eq!(accepted("tax,,,,Tax").renamed[0].after.name, "税務課", "the English name alone");
    assert_eq!(accepted("tax,,,税務課").renamed, [], "it has this name already");
}

#[test]
fn two_departments_are_merged_into_a_new_one() {
    let done = accepted("citizens,,life,市民生活課,Life\n税務課,,life,");
    assert_eq!(moves_of(&done), ["in citizens>life", "out citizens>life", "proof tax>life", "relief tax>life"]);
    let new = &done.new[0];
    assert_eq!(new.department.name_en, "Life");
    // They share the counter and the hours; whose telephone is the new one's, nobody has said.
    assert_eq!((new.department.counter.as_str(), new.department.phone.as_str()), ("本館1階", ""));
    assert!(new.has_their_contact && new.lacks_contact);
    assert_eq!(done.dissolved.iter().map(|one| one.department.code.as_str()).collect::<Vec<_>>(), ["citizens", "tax"]);
    assert_eq!(done.after.keys().map(DepartmentCode::as_str).collect::<Vec<_>>(), ["life", "welfare"]);
    assert_eq!(done.members_after(&codes(&["tax", "welfare"])), codes(&["life", "welfare"]));
}

#[test]
fn a_department_takes_another_in_and_gets_a_new_name() {
    let done = accepted("tax,,福祉課,福祉税務課");
    assert_eq!(moves_of(&done), ["proof tax>welfare", "relief tax>welfare"]);
    assert_eq!(done.after[&code("welfare")].name, "福祉税務課");
    assert_eq!(done.after[&code("welfare")].phone, "072-welfare", "it stays where it is");
}

#[test]
fn a_department_is_split_procedure_by_procedure() {
    let done = accepted("citizens,転入届,moving,転入課\ncitizens,,welfare,");
    assert_eq!(moves_of(&done), ["in citizens>moving", "out citizens>welfare"]);
    assert_eq!(done.dissolved[0].successors, [code("welfare"), code("moving")]);
    assert_eq!(done.new[0].department.phone, "", "it is not the whole department");
    let stays = accepted("citizens,in,moving,転入課\ncitizens,,citizens,市民窓口課");
    assert_eq!((moves_of(&stays), stays.dissolved.len()), (vec!["in citizens>moving".to_owned()], 0));
    assert_eq!(stays.after[&code("citizens")].name, "市民窓口課");
    assert_eq!(stays.members_after(&codes(&["citizens"])), codes(&["citizens", "moving"]));
    let to_known = accepted("citizens,in,welfare,");
    assert_eq!(to_known.members_after(&codes(&["citizens"])), codes(&["citizens"]), "welfare has its own people");
    assert_eq!(accepted("citizens,in,tax,\ncitizens,out,tax,").emptied, [code("citizens")]);
}

#[test]
fn a_new_department_may_succeed_nobody() {
    let done = accepted(",,digital,デジタル課");
    assert_eq!((done.new.len(), done.moves.len(), done.new[0].lacks_contact), (1, 0, false));
    let day = NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day");
    assert_eq!(done.changes(day)[0].kind, DepartmentChangeKind::Founded);
}

#[test]
fn approval_is_needed_where_one_of_them_needed_it_and_kept_tables_are_united() {
    use crate::table_kind::TableKind;
    let rule = |needs_approval, table| DepartmentRule { needs_approval, keeps: [table].into() };
    let rules: DepartmentRules = [
        (code("citizens"), rule(false, TableKind::Guides)),
        (code("tax"), rule(true, TableKind::Cards)),
        (code("welfare"), rule(false, TableKind::Sources)),
    ]
    .into_iter()
    .collect();
    let after = |text: &str| accepted(text).rules_after(&rules);
    let both: BTreeSet<TableKind> = [TableKind::Guides, TableKind::Cards].into();
    assert_eq!(
        after("citizens,,life,市民生活課\ntax,,life,"),
        [(code("life"), DepartmentRule { needs_approval: true, keeps: both })]
    );
    let alone = DepartmentRule { needs_approval: false, keeps: [TableKind::Guides].into() };
    assert_eq!(after("citizens,,life,市民生活課"), [(code("life"), alone)]);
    let both: BTreeSet<TableKind> = [TableKind::Sources, TableKind::Cards].into();
    assert_eq!(after("tax,,welfare,"), [(code("welfare"), DepartmentRule { needs_approval: true, keeps: both })]);
    // Only the main successor keeps the tables; approval is needed everywhere.
    let nothing = DepartmentRule { needs_approval: true, keeps: BTreeSet::new() };
    assert_eq!(after("tax,proof,proofs,証明課\ntax,,new-tax,市税課")[0].1.keeps, [TableKind::Cards].into());
    assert!(
        after("tax,proof,proofs,証明課\ntax,,new-tax,市税課").len() == 1,
        "without a rule approval is needed anyway"
    );
    assert_eq!(DepartmentRule::default(), nothing);
    assert_eq!(after("tax,,,市税課"), []);
}

#[test]
fn what_is_recorded_names_old_and_new_departments() {
    let day = NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day");
    let told = |text: &str| -> Vec<String> {
        let all = accepted(text).changes(day);
        all.iter().map(|one| format!("{} {} {} > {}", one.code, one.kind, one.name, one.successor_name)).collect()
    };
    assert_eq!(told("tax,,,市税課"), ["tax renamed 税務課 > 市税課"]);
    assert_eq!(
        told("citizens,in,moving,転入課\ncitizens,,tax,"),
        ["citizens dissolved 市民課 > 税務課", "citizens dissolved 市民課 > 転入課"]
    );
    assert_eq!(
        told("citizens,in,moving,転入課\ncitizens,,,窓口課"),
        ["citizens renamed 市民課 > 窓口課", "citizens split 市民課 > 転入課"]
    );
}

#[test]
fn what_undoes_it_brings_every_department_and_procedure_back() {
    let (departments, procedures) = city();
    for text in [
        "tax,,,市税課,City Tax",
        "tax,,,市税課",
        "citizens,,life,市民生活課,Life\ntax,,life,",
        "tax,,welfare,福祉税務課",
        "welfare,,tax,",
        "welfare,,life,市民生活課\ncitizens,,life,",
        "welfare,,life,市民生活課",
        "citizens,in,moving,転入課\ncitizens,,welfare,",
        "citizens,in,moving,転入課\ncitizens,out,moving,",
        "citizens,in,tax,\ntax,proof,citizens,",
        "citizens,,a,甲課\ntax,proof,a,\ntax,,b,乙課\nwelfare,,b,",
    ] {
        let done = accepted(text);
        let (then, moved) = carried_out(&departments, &procedures, &done);
        let undo: Vec<Row> = done.undo().into_iter().zip(2..).map(|(row, line)| Row { line, ..row }).collect();
        let known = Known { departments: &then, procedures: &moved, changes: &[] };
        let undone = plan(&undo, known).unwrap_or_else(|mistakes| panic!("{text}: {mistakes:?} in {undo:#?}"));
        let (again, back) = carried_out(&then, &moved, &undone);
        assert_eq!(again, departments, "{text}: {undo:#?}");
        assert_eq!(back, procedures, "{text}");
        assert!(undone.new.iter().all(|new| new.is_restored && !new.lacks_contact && !new.has_their_contact), "{text}");
        // Who belonged to a department that was dissolved belongs to it again.
        for dissolved in &done.dissolved {
            let code = &dissolved.department.code;
            let members = undone.members_after(&done.members_after(&[code.clone()].into()));
            assert!(members.contains(code), "{text}: {members:?}");
        }
    }
    assert_eq!(accepted(",,digital,デジタル課").undo(), [], "a founded department stays");
}

#[test]
fn a_department_without_procedures_comes_back_with_people_and_is_not_founded() {
    let (departments, procedures) = city();
    let day = NaiveDate::from_ymd_opt(2027, 4, 1).expect("a day");
    let undone = |text: &str| {
        let done = accepted(text);
        let (then, moved) = carried_out(&departments, &procedures, &done);
        let changes = done.changes(day);
        plan(&done.undo(), Known { departments: &then, procedures: &moved, changes: &changes }).expect("no mistake")
    };
    let told = |done: &Reorganisation| -> Vec<String> {
        done.changes(day).iter().map(|one| format!("{} {} {}", one.code, one.kind, one.successor)).collect()
    };
    let into_known = undone("welfare,,tax,");
    assert_eq!(told(&into_known), ["welfare restored welfare"]);
    assert_eq!(into_known.members_after(&codes(&["tax"])), codes(&["tax", "welfare"]));
    let into_new = undone("welfare,,life,市民生活課\ncitizens,,life,");
    assert_eq!(told(&into_new), ["life dissolved welfare", "life dissolved citizens"]);
    assert_eq!(into_new.members_after(&codes(&["life"])), codes(&["citizens", "welfare"]));
    let second = undone("citizens,,life,市民生活課\nwelfare,,life,");
    assert_eq!(told(&second), ["life dissolved citizens", "life dissolved welfare"]);
    assert_eq!(second.members_after(&codes(&["life"])), codes(&["citizens", "welfare"]));
}

#[test]
fn an_english_name_is_emptied_by_a_row_that_names_the_department() {
    let (departments, procedures) = city();
    let known = Known { departments: &departments, procedures: &procedures, changes: &[] };
    let name_en = |text: &str| -> String {
        let rows: Vec<Row> = rows(text).into_iter().map(|row| Row { says_name_en: true, ..row }).collect();
        plan(&rows, known).expect("no mistake").after[&code("tax")].name_en.clone()
    };
    assert_eq!(name_en("tax,,,税務課"), "");
    assert_eq!(name_en("tax,,税務課,税務課\nwelfare,,tax,"), "");
    assert_eq!(name_en("tax,,,税務課\nwelfare,,tax,,Tax"), "Tax", "another row says it");
    assert_eq!(name_en("welfare,,tax,税務課"), "tax department", "it is only named as a successor");
    assert_eq!(accepted("tax,,,税務課").renamed, [], "the file has no such column");
    // An English name that was added goes again.
    let mut without = departments.clone();
    without[1].name_en.clear();
    let known = Known { departments: &without, ..known };
    let done = plan(&rows("tax,,,,Tax"), known).expect("no mistake");
    let (then, _) = carried_out(&without, &procedures, &done);
    let undone = plan(&done.undo(), Known { departments: &then, ..known }).expect("no mistake");
    assert_eq!(undone.after.into_values().collect::<Vec<_>>(), without);
}

#[test]
fn a_name_of_several_departments_is_ambiguous() {
    let (mut departments, procedures) = city();
    departments.push(department("tax2", "税務課"));
    let known = Known { departments: &departments, procedures: &procedures, changes: &[] };
    let done =
        plan(&rows("tax,,,市税課\ncitizens,in,a,甲課\ncitizens,,b,乙課\nwelfare,,b,"), known).expect("no mistake");
    let names = done.names_after(&departments);
    assert_eq!(names["税務課"], NameAfter::Ambiguous);
    assert_eq!(names["市民課"], NameAfter::Several);
    assert_eq!(names["福祉課"], NameAfter::One("乙課".to_owned()));
}

#[test]
fn approval_is_lost_only_where_procedures_go_to_others_without_it() {
    let without = DepartmentRule { needs_approval: false, keeps: BTreeSet::new() };
    let rules: DepartmentRules = [(code("welfare"), without)].into_iter().collect();
    let lost = |text: &str| -> Vec<String> {
        accepted(text).approval_lost(&rules).iter().map(|(from, to)| format!("{from}>{to}")).collect()
    };
    assert_eq!(lost("tax,proof,welfare,\ncitizens,in,tax,"), ["tax>welfare"]);
    assert_eq!(lost("tax,,welfare,"), [""; 0], "the successor of a whole department needs approval");
}

/// Rows with one wrong cell: its place, its column, and a part of what would be right.
const WRONG: [(&str, usize, &str, &str); 28] = [
    ("nobody,,tax,", 0, "department", "the code or name of a present department"),
    (",in,tax,", 0, "department", "empty only where a new department is founded"),
    (",,tax,", 0, "department", "this successor is there already"),
    ("citizens,proof,welfare,", 0, "procedure", "a procedure of '市民課'; this one belongs to 'tax'"),
    ("citizens,free,welfare,", 0, "procedure", "this one belongs to no department"),
    ("citizens,納税証明,welfare,", 0, "procedure", "this one belongs to 'tax'"),
    ("citizens,nothing,welfare,", 0, "procedure", "the id or name of a procedure of '市民課'"),
    ("citizens,in,,", 0, "successor", "the department that the procedure moves to"),
    ("citizens,in,市民課,", 0, "successor", "a procedure that stays needs no row"),
    ("citizens,,,", 0, "successor", "a successor, or a new name"),
    ("citizens,,a b,新しい課", 0, "successor", "or the code of a new one"),
    ("citizens,,life,", 0, "name", "the name of the new department 'life'"),
    ("citizens,,life,甲課\ntax,,life,乙課", 1, "name", "'甲課', as in line 2"),
    ("tax,,,甲課\ntax,,,乙課", 1, "name", "'甲課', as in line 2"),
    ("citizens,,tax,\ntax,,welfare,", 0, "successor", "line 3 dissolves 'tax'; name 'welfare' directly"),
    ("citizens,,tax,\ntax,,citizens,", 0, "successor", "the two lead to each other"),
    ("citizens,in,tax,\ntax,,welfare,", 0, "successor", "line 3 dissolves 'tax'"),
    ("citizens,,tax,\ncitizens,,welfare,", 1, "successor", "the same as in line 2, where '市民課' goes to 'tax'"),
    ("citizens,,,窓口課\ncitizens,,welfare,", 1, "successor", "the same as in line 2, where '市民課' stays"),
    ("citizens,,welfare,\ncitizens,,welfare,", 1, "department", "not a duplicate of line 2"),
    ("citizens,,welfare,\ncitizens,,福祉課,", 1, "department", "not a duplicate of line 2"),
    ("citizens,,life,市民生活課\ncitizens,,市民生活課,", 1, "department", "not a duplicate of line 2"),
    ("tax,,tax,市税課\ntax,,税務課,", 1, "department", "not a duplicate of line 2"),
    ("tax,,tax,", 0, "successor", "nothing changes for this one"),
    ("tax,,税務課,\ncitizens,,welfare,", 0, "successor", "nothing changes for this one"),
    ("citizens,in,welfare,\ncitizens,in,tax,", 1, "procedure", "that line 2 does not name already"),
    ("citizens,,life,市民生活課\ntax,in,life,", 1, "procedure", "this one belongs to 'citizens'"),
    ("tax,,,市税課,Tax\ntax,,tax,,Revenue", 1, "name_en", "'Tax', as in line 2"),
];

#[test]
fn every_contradiction_is_found_in_its_cell() {
    for (text, row, column, expected) in WRONG {
        let mistakes = planned(text).expect_err(text);
        let found = mistakes.iter().find(|mistake| (mistake.row, mistake.column) == (row, column));
        let found = found.unwrap_or_else(|| panic!("{text}: {mistakes:?}"));
        assert!(found.english.contains(expected), "{text}: {}", found.english);
        assert!(!found.japanese.is_empty() && found.japanese != found.english, "{text}");
    }
}

#[test]
fn two_of_one_name_are_told_apart_by_their_codes() {
    let (mut departments, mut procedures) = city();
    departments.push(department("tax2", "税務課"));
    procedures.push(procedure("in2", "転入届", "citizens"));
    let known = Known { departments: &departments, procedures: &procedures, changes: &[] };
    let wrong = |text: &str| plan(&rows(text), known).expect_err(text).remove(0).english;
    assert!(wrong("税務課,,,市税課").contains("tax, tax2"));
    assert!(wrong("citizens,,税務課,").contains("tax, tax2"));
    assert!(wrong("citizens,転入届,tax,").contains("in, in2"));
}

#[test]
fn what_is_taken_back_is_one_reorganisation_of_the_past_and_is_said_of_every_change() {
    let (departments, procedures) = city();
    let day = |day: u32| NaiveDate::from_ymd_opt(2026, 4, day).expect("a day");
    let recorded = DepartmentChange {
        code: code("tax"),
        name: "税務課".to_owned(),
        name_en: String::new(),
        kind: DepartmentChangeKind::Renamed,
        successor: code("tax"),
        successor_name: "市税課".to_owned(),
        successor_name_en: String::new(),
        changed_on: day(1),
        takes_back: None,
    };
    let changes = [recorded];
    let known = Known { departments: &departments, procedures: &procedures, changes: &changes };
    let taking_back = |days: [Option<NaiveDate>; 2]| {
        let rows = rows("tax,,,市税課\nwelfare,,,福祉総務課").into_iter().zip(days);
        let rows: Vec<Row> = rows.map(|(row, takes_back)| Row { takes_back, ..row }).collect();
        plan(&rows, known)
    };
    let undo = taking_back([Some(day(1)), None]).expect("no mistake");
    let told = undo.changes(day(9));
    assert!(told.len() == 2 && told.iter().all(|change| change.takes_back == Some(day(1))), "{told:?}");
    let other = taking_back([None, None]).expect("no mistake");
    assert!(other.changes(day(9)).iter().all(|change| change.takes_back.is_none()));
    let mistakes = taking_back([Some(day(2)), None]).expect_err("nothing happened on that day");
    assert_eq!((mistakes[0].row, mistakes[0].column), (0, "takes_back"));
    let mistakes = taking_back([Some(day(1)), Some(day(2))]).expect_err("two days");
    assert!(mistakes[0].row == 1 && mistakes[0].english.contains("as in line 2"), "{mistakes:?}");
}

#[test]
fn a_department_that_is_gone_says_what_became_of_it() {
    let (departments, procedures) = city();
    let day = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
    let gone = DepartmentChange {
        code: code("old"),
        name: "旧税務課".to_owned(),
        name_en: String::new(),
        kind: DepartmentChangeKind::Dissolved,
        successor: code("tax"),
        successor_name: "税務課".to_owned(),
        successor_name_en: String::new(),
        changed_on: day,
        takes_back: None,
    };
    let changes = [gone];
    let known = Known { departments: &departments, procedures: &procedures, changes: &changes };
    for word in ["old", "旧税務課"] {
        let mistakes = plan(&rows(&format!("{word},,welfare,")), known).expect_err(word);
        assert!(mistakes[0].english.contains("became tax 税務課 on 1 April 2026"), "{mistakes:?}");
    }
    // It is not founded again without a word, by its code or by its name.
    for text in [
        "welfare,,old,旧税務課",
        "welfare,,old,別の課",
        "welfare,,旧税務課,旧税務課",
        ",,old,旧税務課",
        "tax,proof,old,証明課",
    ] {
        let mistakes = plan(&rows(text), known).expect_err(text);
        assert_eq!((mistakes[0].row, mistakes[0].column), (0, "successor"), "{text}");
        assert!(mistakes[0].english.contains("旧税務課 became tax 税務課 on 1 April 2026"), "{mistakes:?}");
    }
    let mut back = rows(",,old,旧税務課");
    back[0].restored_from = "税務課".to_owned();
    assert_eq!(plan(&back, known).expect("no mistake").new[0].predecessors, [code("tax")]);
    back[0].restored_from = "nobody".to_owned();
    let mistakes = plan(&back, known).expect_err("nobody");
    assert_eq!((mistakes[0].row, mistakes[0].column), (0, "restored_from"));
    // A new department may have a name of the past.
    assert_eq!(plan(&rows(",,new,旧税務課\nwelfare,,旧税務課,"), known).expect("no mistake").new.len(), 1);
}

#[test]
fn all_rows_have_one_day_and_only_new_departments_say_where_to_go() {
    let (departments, procedures) = city();
    let known = Known { departments: &departments, procedures: &procedures, changes: &[] };
    let day = |day| NaiveDate::from_ymd_opt(2027, 4, day);
    let mut two = rows("tax,,,市税課\ncitizens,,welfare,");
    two[1].effective_on = day(1);
    assert_eq!(plan(&two, known).expect("no mistake").effective_on, day(1).map(|day| (1, day)));
    two[0].effective_on = day(2);
    let mistakes = plan(&two, known).expect_err("two days");
    assert_eq!((mistakes[0].row, mistakes[0].column), (1, "effective_on"));
    let mut with_phone = rows("tax,,,市税課\ncitizens,,life,市民生活課");
    with_phone[1].phone = "072-1".to_owned();
    assert_eq!(plan(&with_phone, known).expect("no mistake").new[0].department.phone, "072-1");
    with_phone[0].phone = "072-2".to_owned();
    let mistakes = plan(&with_phone, known).expect_err("it is there already");
    assert_eq!((mistakes[0].row, mistakes[0].column), (0, "phone"));
}
