//! The demonstration city: facts are unchanged, sample data is labelled and adds up.

use chrono::{TimeZone, Utc};
use domain::age::AgeCount;
use domain::area::AreaCode;
use domain::availability::Availability;
use domain::card::Measure;
use domain::indicator::{achievement, year_rows};
use store::{budget, revision};
use tetsuzuki::server::demonstration::fill;
use tetsuzuki::server::read_model::snapshot::Snapshot;

use crate::support;
use crate::support::day;
use crate::support::on_both;

on_both! {
    async fn it_fills_an_empty_database_once(database: &Database) {
        let db = database.open().await;
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 3, 0, 0).unwrap();
        fill(&db, now).await.unwrap();
        let first = revision::find_revision(&mut db.read().await.unwrap()).await.unwrap();
        fill(&db, now).await.unwrap();
        assert_eq!(revision::find_revision(&mut db.read().await.unwrap()).await.unwrap(), first);

        let snapshot = Snapshot::load(&db).await.unwrap();
        let city = snapshot.home().expect("the demonstration sets its city");
        wards_add_up(&snapshot, city);
        ages_add_up(&snapshot, city);
        indicators_are_the_sheets(&snapshot);
        every_procedure_is_labelled(&snapshot);
        the_online_rate_rises_year_by_year(&snapshot);
        budget_adds_up(&mut db.read().await.unwrap()).await;
    }
}

fn wards_add_up(snapshot: &Snapshot, city: &domain::area::Area) {
    let series = snapshot.card_series(&city.code, Measure::Issued);
    assert_eq!(series.len(), 47);
    assert!(series.iter().all(|count| !count.sample), "the city's own counts are real");
    for count in series {
        let wards: Vec<_> = snapshot
            .wards(&city.code)
            .map(|ward| {
                snapshot.card_count_at(&ward.code, Measure::Issued, count.as_of).expect("each ward has a count")
            })
            .collect();
        assert_eq!(wards.len(), 7);
        assert!(wards.iter().all(|ward| ward.as_of == count.as_of && ward.sample));
        assert_eq!(wards.iter().map(|ward| ward.cards.0).sum::<i64>(), count.cards.0, "on {}", count.as_of);
        assert_eq!(wards.iter().map(|ward| ward.population.0).sum::<i64>(), count.population.0, "on {}", count.as_of);
    }
    assert!(snapshot.card_series(&city.code, Measure::Held).is_empty(), "no count of cards held is public");
    assert_eq!(snapshot.boundaries.len(), 7);
}

/// The bands add up to the cards of each area, and the wards to the city; nowhere are there more cards than residents.
/// Residents by age are a few fewer than the total, because the register does not know the age of everyone.
fn ages_add_up(snapshot: &Snapshot, city: &domain::area::Area) {
    let day = day("2022-12-31");
    let ages = |area: &AreaCode| snapshot.ages.on(area, Measure::Issued, day);
    let of_city = ages(&city.code);
    assert_eq!(of_city.len(), 11);
    assert_eq!(snapshot.ages.all().len(), 8 * 11);
    assert!(snapshot.ages.all().iter().all(|age| age.count.sample && age.count.cards.0 <= age.count.population.0));
    let wards: Vec<&AreaCode> = snapshot.wards(&city.code).map(|ward| &ward.code).collect();
    for (place, age) in of_city.iter().enumerate() {
        let sum = |amount: fn(&AgeCount) -> i64| {
            wards
                .iter()
                .map(|ward| ages(ward))
                .inspect(|of_ward| assert_eq!(of_ward[place].band, age.band))
                .map(|of_ward| amount(&of_ward[place]))
                .sum::<i64>()
        };
        assert_eq!(sum(|age| age.count.cards.0), age.count.cards.0, "{}", age.band);
        assert_eq!(sum(|age| age.count.population.0), age.count.population.0, "{}", age.band);
    }
    for area in wards.into_iter().chain([&city.code]) {
        let all = AgeCount::merged(ages(area)).expect("the bands follow one another");
        let whole = snapshot.card_count_at(area, Measure::Issued, day).expect("a count of the same day");
        assert!(all.band.covers_all_ages() && whole.as_of == day);
        assert_eq!(all.count.cards, whole.cards, "{area}");
        assert!((0..=4).contains(&(whole.population.0 - all.count.population.0)), "{area}");
    }
}

fn indicators_are_the_sheets(snapshot: &Snapshot) {
    let rows = year_rows(snapshot.indicator_values(&"online_rate".parse().unwrap()), day(support::TODAY));
    let of = |year: i32| rows.iter().find(|row| row.fiscal_year.0 == year).unwrap();
    assert_eq!(of(2022).achievement.map(f64::round), Some(113.0));
    assert_eq!((of(2025).target, of(2025).actual), (Some(100.0), None));
    assert_eq!(achievement(69.0, 100.0).map(f64::round), Some(69.0));
    let cards = year_rows(snapshot.indicator_values(&"card_holding_rate".parse().unwrap()), day(support::TODAY));
    assert_eq!(cards[0].measure, Some(Measure::Issued), "fiscal 2022 was the issue rate");
    assert_eq!(cards[1].measure, Some(Measure::Held));
}

fn every_procedure_is_labelled(snapshot: &Snapshot) {
    assert!(snapshot.procedures.len() >= 50);
    assert!(snapshot.procedures.iter().all(|procedure| procedure.sample));
    assert!(snapshot.has_sample_data());
    let states = snapshot.states_on(day(support::TODAY));
    for wanted in Availability::ALL {
        assert!(states.iter().any(|state| state.availability == Some(*wanted)), "some procedure is {wanted}");
    }
    assert!(states.iter().any(|state| state.availability.is_none()), "some procedure is unknown");
}

fn the_online_rate_rises_year_by_year(snapshot: &Snapshot) {
    let set = "priority".parse().unwrap();
    let online: Vec<u64> = (2019..=2025)
        .map(|year| {
            let end = domain::calendar::FiscalYear(year).last_day();
            snapshot.online_rates(&set, end, end).online
        })
        .collect();
    assert!(online.is_sorted() && online[0] > 0 && online[6] > online[0], "{online:?}");
}

async fn budget_adds_up(connection: &mut store::Connection) {
    let funding = budget::list_funding(connection).await.unwrap();
    assert_eq!(funding.len(), 5);
    assert!(funding.iter().all(|year| year.sum_of_sources().whole() == Some(year.total)));
    let items = budget::list_cost_items(connection).await.unwrap();
    for (year, total, general) in [(2023, 2_460_584, 1_948_099), (2024, 2_974_237, 2_459_850)] {
        let of_year = || items.iter().filter(|item| item.fiscal_year.0 == year);
        assert_eq!(of_year().map(|item| item.amount.unwrap()).sum::<i64>(), total);
        assert_eq!(of_year().map(|item| item.general_fund.unwrap()).sum::<i64>(), general);
    }
    assert_eq!(budget::list_initiatives(connection).await.unwrap().len(), 5);
    assert_eq!(budget::list_schedule(connection).await.unwrap().len(), 9);
    assert_eq!(budget::list_obligations(connection).await.unwrap().len(), 1);
    assert_eq!(budget::list_assessments(connection).await.unwrap().len(), 2);
    assert_eq!(budget::list_programmes(connection).await.unwrap().len(), 1);
    assert_eq!(budget::list_courses(connection).await.unwrap().len(), 13);
    assert_eq!(budget::list_roles(connection).await.unwrap().len(), 8);
    let training = budget::list_training(connection).await.unwrap();
    assert_eq!(training.len(), 89);
    let is_unread = |entry: &domain::training::Training| {
        entry.course.is_empty() && entry.staff.is_none() && entry.done.is_none() && !entry.sample
    };
    assert!(training.iter().all(is_unread), "the sheet's columns were lost, and so were its courses");
    assert!(budget::list_training_counts(connection).await.unwrap().iter().all(|count| count.sample));
    let actions = budget::list_sdg_actions(connection).await.unwrap();
    assert_eq!((actions.len(), actions[0].target_value.as_str()), (1, ""), "what the sheet leaves blank stays blank");
}
