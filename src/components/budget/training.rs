//! Training: which role takes which course, the courses themselves, and how far each role has got.

use domain::source::SourceId;
use domain::text::group_thousands;
use domain::training::{
    Completion, Duty, PlannedCourse, PlannedRole, RoleSchedule, Training, TrainingCount, TrainingMode, TrainingPlan,
};
use leptos::prelude::*;

use super::tables::{ProgrammeView, number, text};
use crate::components::base::city_text::city_words;
use crate::components::base::data_table::data_table;
use crate::components::base::drawing::Sources;
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;
use crate::server::read_model::provenance::TrainingFigure;
use crate::server::read_model::report_table::{Cell, Column, Row};

/// The training plan and its progress.
#[must_use]
pub fn training(shown: ProgrammeView<'_>) -> Markup {
    let context = shown.context;
    let plan = TrainingPlan::of(shown.book, &shown.programme.id);
    if plan.is_empty() {
        return view! { <p>{context.text("budget-no-training")}</p> }.into_markup();
    }
    let sources: Vec<SourceId> =
        std::iter::once(shown.programme.source.clone()).chain(own_sources(&plan).cloned()).collect();
    let sample = is_sample(&plan);
    let marks = plan.entries().next().is_some();
    view! {
        {marks.then(|| matrix(shown, &plan))}
        {unassigned(shown, &plan)}
        {progress(shown, &plan)}
        <details>
            <summary>{context.text("training-more-tables")}</summary>
            {courses(shown, &plan)}
            {counts(shown, &plan)}
        </details>
        <Sources sources=sources sample=sample />
    }
    .into_markup()
}

/// The sources that rows name instead of that of the programme.
fn own_sources<'a>(plan: &TrainingPlan<'a>) -> impl Iterator<Item = &'a SourceId> {
    let roles = plan.roles.iter().filter_map(|role| role.role?.source.as_ref());
    let courses = plan.courses.iter().filter_map(|course| course.course?.source.as_ref());
    let entries = plan.entries().filter_map(|entry| entry.source.as_ref());
    let counts = plan.counts().iter().filter_map(|count| count.source.as_ref());
    roles.chain(courses).chain(entries).chain(counts)
}

fn is_sample(plan: &TrainingPlan<'_>) -> bool {
    plan.roles.iter().filter_map(|role| role.role).any(|role| role.sample)
        || plan.courses.iter().filter_map(|course| course.course).any(|course| course.sample)
        || plan.entries().any(|entry| entry.sample)
        || plan.counts().iter().any(|count| count.sample)
}

/// A name in the page's language, with its English spelling if it has one.
fn named(context: &PageContext, name: &str, english: &str) -> Cell {
    Cell::text(context.language.pick(name, english)).lang(context.lang_of_pick(english))
}

fn role_cell(context: &PageContext, role: &PlannedRole<'_>) -> Cell {
    named(context, role.name, role.role.map_or("", |role| role.name_en.as_str()))
}

fn course_title(context: &PageContext, course: &PlannedCourse<'_>) -> String {
    context.language.pick(course.name, course.course.map_or("", |course| course.name_en.as_str())).to_owned()
}

fn level<'a>(course: &PlannedCourse<'a>) -> &'a str {
    course.course.map_or("", |course| course.level.as_str())
}

/// Whether and how a role takes a course: 必修・動画, 任意（★）, 選抜・オンサイト.
fn mark(context: &PageContext, duty: Duty, mode: Option<TrainingMode>) -> String {
    let duty = context.word("duty", duty.as_str());
    match mode {
        Some(mode) => {
            let mode = context.word("training", mode.as_str());
            context.format_text("training-mark", [("duty", duty), ("mode", mode)])
        }
        None => duty,
    }
}

/// Roles in rows, courses in columns. Only entries that say which course they are can stand in it.
fn matrix(shown: ProgrammeView<'_>, plan: &TrainingPlan<'_>) -> Option<Markup> {
    let context = shown.context;
    if !plan.names_courses() {
        return None;
    }
    let columns = std::iter::once(text(context, "budget-role"))
        .chain(
            plan.courses
                .iter()
                .map(|course| Column::text(course_title(context, course)).under(city_words(context, level(course)))),
        )
        .collect();
    let rows = plan
        .roles
        .iter()
        .map(|role| {
            let has_unassigned = role.entries.iter().any(|entry| entry.course.is_empty());
            let mut cells = vec![role_cell(context, role)];
            cells.extend(plan.courses.iter().map(|course| {
                let entries: Vec<&Training> =
                    role.entries.iter().copied().filter(|entry| entry.course == course.name).collect();
                match entries.as_slice() {
                    // One of the marks without a course may belong here.
                    [] if has_unassigned => Cell::nothing(),
                    [] => Cell::text(context.text("training-not-taken")),
                    entries => matrix_cell(context, plan, entries),
                }
            }));
            Row::of(cells).sample(role.entries.iter().any(|entry| plan.completion(entry).sample || entry.sample))
        })
        .collect();
    let mut sheet = shown.sheet("training", "training-matrix", columns, rows);
    sheet.note = context.text("training-matrix-note");
    Some(data_table(context, &sheet, "compact matrix"))
}

/// The marks of a role for one course, with the numbers that are known.
fn matrix_cell<'a>(context: &PageContext, plan: &TrainingPlan<'a>, entries: &[&'a Training]) -> Cell {
    let separator = context.text("figure-list-separator");
    let marks: Vec<String> = entries.iter().map(|entry| mark(context, entry.duty, entry.mode)).collect();
    let notes: Vec<String> = entries
        .iter()
        .flat_map(|entry| {
            let due = entry.due_on.map(|day| context.format_text("training-due", [("day", context.short_date(day))]));
            [people_and_done(context, &plan.completion(entry)), due]
        })
        .flatten()
        .collect();
    Cell::text(marks.join(&separator)).note(notes.join(&separator))
}

/// How many have done it, of how many who have to, and when that was counted; `None` if neither is known.
fn people_and_done(context: &PageContext, completion: &Completion<'_>) -> Option<String> {
    let people = completion.people.map(|people| ("people", group_thousands(people)));
    let done = completion.done.map(|done| ("done", group_thousands(done)));
    let day = completion.as_of.map(|day| ("day", context.short_date(day)));
    Some(match (people, done, day) {
        (Some(people), Some(done), Some(day)) => context.format_text("training-done-on", [people, done, day]),
        (Some(people), Some(done), None) => context.format_text("training-done", [people, done]),
        (Some(people), None, _) => context.format_text("training-only-people", [people]),
        (None, Some(done), Some(day)) => context.format_text("training-only-done-on", [done, day]),
        (None, Some(done), None) => context.format_text("training-only-done", [done]),
        (None, None, _) => return None,
    })
}

/// The marks whose course is not known, counted for each role.
fn unassigned(shown: ProgrammeView<'_>, plan: &TrainingPlan<'_>) -> Option<Markup> {
    let context = shown.context;
    let without = || plan.entries().filter(|entry| entry.course.is_empty());
    without().next()?;
    let modes = || TrainingMode::ALL.iter().map(|mode| Some(*mode)).chain([None]);
    let kinds: Vec<(Duty, Option<TrainingMode>)> = Duty::ALL
        .iter()
        .flat_map(|duty| modes().map(move |mode| (*duty, mode)))
        .filter(|kind| without().any(|entry| (entry.duty, entry.mode) == *kind))
        .collect();
    let columns = std::iter::once(text(context, "budget-role"))
        .chain(kinds.iter().map(|(duty, mode)| Column::number(mark(context, *duty, *mode))))
        .collect();
    let rows = plan
        .roles
        .iter()
        .filter(|role| role.entries.iter().any(|entry| entry.course.is_empty()))
        .map(|role| {
            let of_kind = |kind: &(Duty, Option<TrainingMode>)| {
                let is_one = |entry: &&&Training| entry.course.is_empty() && (entry.duty, entry.mode) == *kind;
                Cell::count(role.entries.iter().filter(is_one).count())
            };
            let cells = std::iter::once(role_cell(context, role)).chain(kinds.iter().map(of_kind)).collect();
            Row::of(cells).sample(role.entries.iter().any(|entry| entry.course.is_empty() && entry.sample))
        })
        .collect();
    let sheet = shown.sheet("training-marks", "training-marks", columns, rows);
    Some(
        view! {
            <p class="prose">{context.text("training-unassigned")}</p>
            {data_table(context, &sheet, "compact")}
        }
        .into_markup(),
    )
}

/// The list of courses.
fn courses(shown: ProgrammeView<'_>, plan: &TrainingPlan<'_>) -> Option<Markup> {
    let context = shown.context;
    if plan.courses.is_empty() {
        return None;
    }
    let known = || plan.courses.iter().filter_map(|course| course.course);
    let has_notes = known().any(|course| !course.note.is_empty());
    let mut columns = vec![text(context, "training-course"), text(context, "training-level")];
    columns.extend(has_notes.then(|| text(context, "budget-remark")));
    let rows = plan
        .courses
        .iter()
        .map(|course| {
            let mut cells = vec![
                named(context, course.name, course.course.map_or("", |course| course.name_en.as_str())),
                shown.wording(level(course)),
            ];
            cells.extend(has_notes.then(|| shown.wording(course.course.map_or("", |course| course.note.as_str()))));
            Row::of(cells).sample(course.course.is_some_and(|course| course.sample))
        })
        .collect();
    Some(data_table(context, &shown.sheet("courses", "training-courses", columns, rows), "compact"))
}

/// How far each role has got against the plan.
fn progress(shown: ProgrammeView<'_>, plan: &TrainingPlan<'_>) -> Option<Markup> {
    let context = shown.context;
    if plan.roles.is_empty() {
        return None;
    }
    let columns = vec![
        text(context, "budget-role"),
        number(context, "training-people"),
        number(context, "training-required"),
        number(context, "training-whole"),
        number(context, "training-whole-share"),
        number(context, "training-completions"),
        number(context, "training-completions-share"),
        text(context, "training-against-plan"),
    ];
    let rows = plan.roles.iter().map(|role| progress_row(shown, plan, role)).collect();
    let mut sheet = shown.sheet("training-progress", "training-progress", columns, rows);
    sheet.note = context.text("training-progress-note");
    Some(data_table(context, &sheet, "compact roomy stacked"))
}

fn progress_row<'a>(shown: ProgrammeView<'_>, plan: &TrainingPlan<'a>, role: &PlannedRole<'a>) -> Row {
    let context = shown.context;
    let unknown = || Cell::text(context.text("unknown"));
    let day = |day: chrono::NaiveDate| context.short_date(day);
    let people = match role.role.and_then(|role| Some((role.staff?, role.as_of))) {
        Some((people, as_of)) => Cell::count(people).note(as_of.map(day).unwrap_or_default()),
        None => unknown(),
    };
    let required = role.entries.iter().filter(|entry| entry.duty == Duty::Required).count();
    let whole = plan.whole_role(role.name);
    let whole_cell = whole.map_or_else(unknown, |count| Cell::count(count.done).note(day(count.as_of)));
    let whole_share = whole.and_then(|count| {
        let share = plan.completion_of_count(count).share().percent()?;
        Some(Cell::percent(Some(share)).opens(TrainingFigure::share(count)))
    });
    let progress = plan.progress(role);
    let (completions, share) = match progress.share().percent() {
        Some(percent) => {
            let of = group_thousands(i64::try_from(progress.share().denominator).unwrap_or(i64::MAX));
            let mut notes = vec![context.format_text("training-of-completions", [("people", of)])];
            notes.extend(progress.days().map(|(oldest, newest)| {
                if oldest == newest {
                    day(newest)
                } else {
                    context.format_text("training-days", [("from", day(oldest)), ("to", day(newest))])
                }
            }));
            if !progress.unknown.is_empty() {
                let unknown = progress.unknown.len().to_string();
                notes.push(context.format_text("training-courses-unknown", [("count", unknown)]));
            }
            let note = notes.join(&context.text("figure-list-separator"));
            (
                Cell::count(progress.share().numerator).note(note),
                Cell::percent(Some(percent)).opens(TrainingFigure::progress(&shown.programme.id, role.name)),
            )
        }
        None => (unknown(), unknown()),
    };
    let schedule = schedule(context, plan.schedule(role, context.as_of));
    let is_sample = role.role.is_some_and(|role| role.sample && role.staff.is_some())
        || whole.is_some_and(|count| count.sample)
        || progress.is_sample();
    Row::of(vec![
        role_cell(context, role),
        people,
        Cell::count(required),
        whole_cell,
        whole_share.unwrap_or_else(unknown),
        completions,
        share,
        Cell::text(schedule),
    ])
    .sample(is_sample)
}

/// How the required courses of a role stand against the days that the plan sets, in words.
fn schedule(context: &PageContext, schedule: RoleSchedule) -> String {
    let mut words = Vec::new();
    if schedule.late > 0 {
        let days = context.language.text_with("count-days", [("count", schedule.days_late.into())]);
        words.push(context.format_text("training-late", [("count", schedule.late.to_string()), ("days", days)]));
    }
    if schedule.past_unknown > 0 {
        words.push(context.format_text("training-past-unknown", [("count", schedule.past_unknown.to_string())]));
    }
    words.extend(schedule.next.map(|day| context.format_text("training-next", [("day", context.short_date(day))])));
    match (words.is_empty(), schedule.dated) {
        (true, 0) => context.text("training-no-due"),
        (true, _) => context.text("training-all-done"),
        (false, _) => words.join(&context.text("figure-list-separator")),
    }
}

/// The dated counts, role by role and the oldest first.
fn counts(shown: ProgrammeView<'_>, plan: &TrainingPlan<'_>) -> Option<Markup> {
    let context = shown.context;
    if plan.counts().is_empty() {
        return None;
    }
    let columns = vec![
        text(context, "budget-role"),
        text(context, "training-course"),
        text(context, "training-as-of"),
        number(context, "training-to-train"),
        number(context, "training-trained"),
        number(context, "training-share"),
    ];
    let known = |name: &str| plan.roles.iter().position(|role| role.name == name).unwrap_or(usize::MAX);
    let course = |name: &str| plan.courses.iter().position(|course| course.name == name);
    let mut ordered: Vec<&TrainingCount> = plan.counts().to_vec();
    ordered.sort_by_key(|count| (known(&count.role), course(&count.course), count.as_of));
    let rows = ordered.into_iter().map(|count| count_row(context, plan, count)).collect();
    Some(data_table(context, &shown.sheet("training-counts", "training-counts", columns, rows), "compact"))
}

fn count_row<'a>(context: &PageContext, plan: &TrainingPlan<'a>, count: &'a TrainingCount) -> Row {
    let completion = plan.completion_of_count(count);
    let role = match plan.role(&count.role) {
        Some(role) => role_cell(context, role),
        None => named(context, &count.role, ""),
    };
    let course = match plan.courses.iter().find(|course| course.name == count.course) {
        _ if count.course.is_empty() => Cell::text(context.text("training-everything")),
        Some(course) => named(context, course.name, course.course.map_or("", |course| course.name_en.as_str())),
        None => named(context, &count.course, ""),
    };
    let share = match completion.share().percent() {
        Some(share) => Cell::percent(Some(share)).opens(TrainingFigure::share(count)),
        None => Cell::text(context.text("unknown")),
    };
    Row::of(vec![
        role,
        course,
        Cell::date(count.as_of),
        completion.people.map_or_else(|| Cell::text(context.text("unknown")), Cell::count),
        Cell::count(count.done),
        share,
    ])
    .sample(count.sample)
}
