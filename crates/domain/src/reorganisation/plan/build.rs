//! The reorganisation that rows without mistakes describe.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;

use super::{Planner, Resolved, Said, Target};
use crate::procedure::{Department, DepartmentCode};
use crate::reorganisation::{Dissolved, Move, NewDepartment, Renamed, Reorganisation};

/// What was read of the rows.
pub(super) struct Read<'r, 'a> {
    pub resolved: &'r [Option<Resolved<'a>>],
    /// Where everything that no row names goes.
    pub rest: &'r HashMap<DepartmentCode, (usize, Target)>,
    /// The procedures that rows name.
    pub moved: &'r HashMap<&'a str, usize>,
    pub renamed: Vec<(DepartmentCode, Said)>,
    pub new: Vec<(DepartmentCode, Said)>,
    pub effective_on: Option<(usize, NaiveDate)>,
    pub takes_back: Option<NaiveDate>,
}

pub(super) fn build(planner: &Planner<'_>, read: &Read<'_, '_>) -> Reorganisation {
    let renamed: Vec<Renamed> = read.renamed.iter().filter_map(|(code, said)| renamed(planner, code, said)).collect();
    let dissolved = dissolved(planner, read);
    let places: HashMap<DepartmentCode, usize> =
        dissolved.iter().enumerate().map(|(place, one)| (one.department.code.clone(), place)).collect();
    let moves = moves(planner, read);
    let predecessors = predecessors(planner, read);
    let new = read.new.iter().map(|(code, said)| {
        let predecessors = predecessors.get(code).map(Vec::as_slice).unwrap_or_default();
        // A department that goes on somewhere else, too, says nothing about where to go now.
        let goes_on_here = |department: &&Department| {
            places.get(&department.code).is_some_and(|place| dissolved[*place].successors == [code.clone()])
        };
        let is_succession = !predecessors.is_empty() && predecessors.iter().all(goes_on_here);
        new_department(predecessors, is_succession, code, said)
    });
    let new: Vec<NewDepartment> = new.collect();
    let mut begun: HashMap<DepartmentCode, Vec<DepartmentCode>> = HashMap::new();
    for new in &new {
        for predecessor in &new.predecessors {
            begun.entry(predecessor.clone()).or_default().push(new.department.code.clone());
        }
    }
    let mut after: BTreeMap<DepartmentCode, Department> =
        planner.known.departments.iter().map(|one| (one.code.clone(), one.clone())).collect();
    after.retain(|code, _| !places.contains_key(code));
    let changed = renamed.iter().map(|renamed| &renamed.after).chain(new.iter().map(|new| &new.department));
    after.extend(changed.map(|department| (department.code.clone(), department.clone())));
    let emptied = emptied(planner, &moves, &after);
    let Read { effective_on, takes_back, .. } = *read;
    Reorganisation { renamed, new, dissolved, moves, emptied, effective_on, takes_back, after, places, begun }
}

fn renamed(planner: &Planner<'_>, code: &DepartmentCode, said: &Said) -> Option<Renamed> {
    let before = (*planner.by_code.get(code.as_str())?).clone();
    let name = Some(said.text("name")).filter(|name| !name.is_empty()).unwrap_or_else(|| before.name.clone());
    let name_en = match said.values.get("name_en") {
        Some((text, _)) => text.clone(),
        None if said.has_no_name_en => String::new(),
        // The English name is that of the old Japanese one.
        None if name != before.name => String::new(),
        None => before.name_en.clone(),
    };
    let after = Department { name, name_en, ..before.clone() };
    (after != before).then_some(Renamed { before, after, row: said.row })
}

/// The departments whose rest goes elsewhere, in the order of the rows that say so.
fn dissolved(planner: &Planner<'_>, read: &Read<'_, '_>) -> Vec<Dissolved> {
    let mut dissolved: Vec<Dissolved> = Vec::new();
    let mut ways: HashMap<&DepartmentCode, Vec<&DepartmentCode>> = HashMap::new();
    let mut known: HashSet<(&DepartmentCode, &DepartmentCode)> = HashSet::new();
    for row in read.resolved.iter().flatten() {
        let (Some(from), Some(to)) = (row.from, row.to.code()) else { continue };
        if known.insert((&from.code, to)) {
            ways.entry(&from.code).or_default().push(to);
        }
    }
    for (to, from) in restored(planner, read) {
        if known.insert((&from.code, to)) {
            ways.entry(&from.code).or_default().push(to);
        }
    }
    for (code, (row, to)) in read.rest {
        let (Some(main), Some(department)) = (to.code(), planner.by_code.get(code.as_str())) else { continue };
        let others = ways.get(code).into_iter().flatten().copied().filter(|to| *to != main);
        let successors: Vec<DepartmentCode> = std::iter::once(main).chain(others).cloned().collect();
        dissolved.push(Dissolved { department: (*department).clone(), main: main.clone(), successors, row: *row });
    }
    dissolved.sort_by_key(|dissolved| dissolved.row);
    dissolved
}

fn moves(planner: &Planner<'_>, read: &Read<'_, '_>) -> Vec<Move> {
    let mut of_department: HashMap<&DepartmentCode, Vec<&str>> = HashMap::new();
    for procedure in planner.known.procedures {
        if let Some(department) = &procedure.department {
            of_department.entry(department).or_default().push(procedure.id.as_str());
        }
    }
    let mut moves = Vec::new();
    for (place, row) in read.resolved.iter().enumerate() {
        let Some(Resolved { from: Some(from), procedure, to }) = row else { continue };
        let Some(to) = to.code() else { continue };
        let ids: Vec<&str> = match procedure {
            Some(procedure) => vec![procedure.id.as_str()],
            None => {
                let all = of_department.get(&from.code).into_iter().flatten().copied();
                all.filter(|id| !read.moved.contains_key(id)).collect()
            }
        };
        moves.extend(ids.into_iter().filter_map(|id| {
            let procedure = planner.by_id.get(id)?.id.clone();
            Some(Move { procedure, from: from.code.clone(), to: to.clone(), row: place })
        }));
    }
    moves
}

/// The departments that come back, each with the one that it comes back from.
fn restored<'r, 'a>(
    planner: &'r Planner<'a>,
    read: &'r Read<'_, 'a>,
) -> impl Iterator<Item = (&'r DepartmentCode, &'a Department)> {
    read.new.iter().filter_map(|(code, said)| {
        let (word, _) = said.values.get("restored_from")?;
        Some((code, planner.department(word).ok()?))
    })
}

/// The departments that each successor takes procedures or people from, in the order of the rows.
fn predecessors<'r, 'a>(
    planner: &'r Planner<'a>,
    read: &'r Read<'_, 'a>,
) -> HashMap<&'r DepartmentCode, Vec<&'a Department>> {
    let mut predecessors: HashMap<&DepartmentCode, Vec<&Department>> = HashMap::new();
    let mut known: HashSet<(&DepartmentCode, &DepartmentCode)> = HashSet::new();
    let of_rows = read.resolved.iter().flatten().filter_map(|row| Some((row.to.code()?, row.from?)));
    for (to, from) in of_rows.chain(restored(planner, read)) {
        if known.insert((to, &from.code)) {
            predecessors.entry(to).or_default().push(from);
        }
    }
    predecessors
}

fn new_department(
    predecessors: &[&Department],
    is_succession: bool,
    code: &DepartmentCode,
    said: &Said,
) -> NewDepartment {
    let is_restored = said.values.contains_key("restored_from");
    let (mut has_theirs, mut lacks) = (false, false);
    let mut contact = |column: &str, of: fn(&Department) -> &str| -> String {
        let text = said.text(column);
        // One that comes back is as its rows say it was.
        if !text.is_empty() || is_restored {
            return text;
        }
        let theirs: HashSet<&str> = predecessors.iter().map(|one| of(one)).collect();
        // Of several departments that are merged, only what all of them say can be true of the new one.
        match theirs.into_iter().collect::<Vec<_>>().as_slice() {
            [] | [""] => String::new(),
            [one] if is_succession => {
                has_theirs = true;
                (*one).to_owned()
            }
            _ => {
                lacks = true;
                String::new()
            }
        }
    };
    let (counter, counter_en) = (contact("counter", |one| &one.counter), contact("counter_en", |one| &one.counter_en));
    let (hours, hours_en) = (contact("hours", |one| &one.hours), contact("hours_en", |one| &one.hours_en));
    let phone = contact("phone", |one| &one.phone);
    let sample = match said.text("sample").as_str() {
        "" => predecessors.iter().any(|one| one.sample),
        text => text == "yes",
    };
    let department = Department {
        code: code.clone(),
        name: said.text("name"),
        name_en: said.text("name_en"),
        counter,
        counter_en,
        hours,
        hours_en,
        phone,
        sample,
    };
    NewDepartment {
        department,
        predecessors: predecessors.iter().map(|one| one.code.clone()).collect(),
        is_restored,
        has_their_contact: has_theirs,
        lacks_contact: lacks,
        row: said.row,
    }
}

/// The departments that had procedures, and of which neither they nor any others are left.
fn emptied(planner: &Planner<'_>, moves: &[Move], after: &BTreeMap<DepartmentCode, Department>) -> Vec<DepartmentCode> {
    let to: HashMap<&str, &DepartmentCode> = moves.iter().map(|step| (step.procedure.as_str(), &step.to)).collect();
    let (mut had, mut has) = (HashSet::new(), HashSet::new());
    for procedure in planner.known.procedures {
        let Some(department) = &procedure.department else { continue };
        had.insert(department);
        has.insert(to.get(procedure.id.as_str()).copied().unwrap_or(department));
    }
    after.keys().filter(|code| had.contains(code) && !has.contains(code)).cloned().collect()
}
