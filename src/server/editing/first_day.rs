//! The first day of an installation: which city it is about, what there is of each table, and what is left for later.

use std::collections::BTreeSet;

use domain::area::{Area, AreaCode};
use domain::audit_action::AuditAction;
use domain::rights::DepartmentRules;
use exchange::city::{
    ChoiceOutcome, ChoiceRefusal, CityChoice, TableOverview, choose_city, is_demonstration, list_overviews, own_data,
    table_names,
};
use exchange::import::Kind;
use store::areas::{CITY_SETTING, find_city, list_areas};
use store::error::AppError;
use store::proposals::list_rules;
use store::revision::{find_setting, save_setting};
use store::{WriteKind, staff};

use super::Edits;
use crate::server::action_error::ActionError;
use crate::server::staff::{CurrentUser, row_of};

/// The setting with the names of the tables that are left for later, separated by spaces.
const LATER_SETTING: &str = "first_day_later";

string_enum! {
    /// Why an action of the first day was refused.
    pub enum FirstDayRefusal ("refusal") {
        NoRight = "no_right",
        /// No municipality of the national list was chosen.
        NoCity = "no_city",
        /// The installation is about another city already.
        OtherCity = "other_city",
        /// Somebody else has chosen a city in the meantime.
        Moved = "moved",
        /// Data of the present city would be published under the name of the new one.
        HasData = "has_data",
        /// What follows from changing the city was not confirmed.
        NotConfirmed = "not_confirmed",
        /// The database holds the demonstration.
        Demonstration = "demonstration",
        /// There is no such table.
        NoTable = "no_table",
    }
}

/// Why an action of the first day failed; nothing was written.
pub type FirstDayError = ActionError<FirstDayRefusal>;

impl From<FirstDayRefusal> for FirstDayError {
    fn from(refusal: FirstDayRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ChoiceRefusal> for FirstDayRefusal {
    fn from(refusal: ChoiceRefusal) -> Self {
        match refusal {
            ChoiceRefusal::Demonstration => Self::Demonstration,
            ChoiceRefusal::OtherCity(_) => Self::OtherCity,
            ChoiceRefusal::Moved => Self::Moved,
            ChoiceRefusal::HasData(_) => Self::HasData,
        }
    }
}

/// What there is, and what is missing.
#[derive(Debug, Clone)]
pub struct FirstDay {
    /// The city, chosen or told by its wards.
    pub city: Option<AreaCode>,
    /// Whether the city was chosen.
    pub is_chosen: bool,
    pub is_demonstration: bool,
    /// Every table, the most important first.
    pub tables: Vec<TableOverview>,
    /// The names of the tables that are left for later.
    pub later: BTreeSet<String>,
    /// Number of accounts that are not disabled.
    pub accounts: usize,
    /// Which department keeps which table.
    pub rules: DepartmentRules,
    /// The city and its wards that have no English name.
    pub without_english: Vec<Area>,
}

impl FirstDay {
    /// The tables that keep the city from being changed.
    #[must_use]
    pub fn own_data(&self) -> Vec<&'static str> {
        own_data(&self.tables)
    }

    /// Whether the city can be changed.
    #[must_use]
    pub fn may_change(&self) -> bool {
        self.city.is_some() && !self.is_demonstration && self.own_data().is_empty()
    }
}

/// The known tables of a stored setting.
fn later_of(setting: Option<&str>) -> BTreeSet<String> {
    let names = table_names();
    let stored = setting.unwrap_or_default().split_whitespace();
    stored.filter(|name| names.contains(name)).map(str::to_owned).collect()
}

impl Edits<'_> {
    /// What there is and what is missing, as it is now.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn first_day(self) -> Result<FirstDay, AppError> {
        let mut connection = self.db.read().await?;
        let areas = list_areas(&mut connection).await?;
        let city = find_city(&mut connection, &areas).await?;
        // Wards of other cities may be on record, too.
        let is_ward = |area: &Area| city.as_ref().is_some_and(|city| area.is_ward_of(city));
        let has_wards = areas.iter().any(is_ward);
        let mut tables = list_overviews(&mut connection).await?;
        // Outlines draw the map of wards; a city without wards has none.
        tables.retain(|table| table.kind != Kind::Boundaries || table.rows > 0 || has_wards);
        let is_own = |area: &&Area| Some(&area.code) == city.as_ref() || is_ward(area);
        let without_english = areas.iter().filter(is_own).filter(|area| area.name_en.is_empty()).cloned().collect();
        Ok(FirstDay {
            city,
            is_chosen: find_setting(&mut connection, CITY_SETTING).await?.is_some(),
            is_demonstration: is_demonstration(&mut connection).await?,
            tables,
            later: later_of(find_setting(&mut connection, LATER_SETTING).await?.as_deref()),
            rules: list_rules(&mut connection).await?,
            accounts: staff::list_members(&mut connection).await?.iter().filter(|member| !member.disabled).count(),
            without_english,
        })
    }

    /// Makes a municipality the city of the installation, or changes it on purpose.
    ///
    /// # Errors
    /// If the choice is refused, or the database does not answer.
    pub async fn choose_city(self, user: &CurrentUser, choice: &CityChoice) -> Result<(), FirstDayError> {
        self.db
            .write(WriteKind::Published(self.now), |transaction| {
                Box::pin(async move {
                    let user = user.now(transaction).await?.ok_or(FirstDayRefusal::NoRight)?;
                    if !user.rights.may_set_up() {
                        return Err(FirstDayRefusal::NoRight.into());
                    }
                    match choose_city(transaction, choice, row_of(&user, "", "")).await? {
                        ChoiceOutcome::Chosen | ChoiceOutcome::Unchanged => Ok(()),
                        ChoiceOutcome::Refused(refusal) => Err(FirstDayRefusal::from(refusal).into()),
                    }
                })
            })
            .await
    }

    /// Leaves a table for later, or takes it up again.
    ///
    /// # Errors
    /// If it is refused, or the database does not answer.
    pub async fn put_off(self, user: &CurrentUser, table: &str, is_later: bool) -> Result<(), FirstDayError> {
        self.db
            .write(WriteKind::Audited(self.now), |transaction| {
                Box::pin(async move {
                    let user = user.now(transaction).await?.ok_or(FirstDayRefusal::NoRight)?;
                    if !user.rights.may_set_up() {
                        return Err(FirstDayRefusal::NoRight.into());
                    }
                    if !table_names().contains(&table) {
                        return Err(FirstDayRefusal::NoTable.into());
                    }
                    let mut later = later_of(find_setting(transaction, LATER_SETTING).await?.as_deref());
                    let is_new = if is_later { later.insert(table.to_owned()) } else { later.remove(table) };
                    if is_new {
                        let names: Vec<String> = later.into_iter().collect();
                        save_setting(transaction, LATER_SETTING, &names.join(" ")).await?;
                        let action = if is_later { AuditAction::LeaveTable } else { AuditAction::TakeUpTable };
                        transaction.audit(row_of(&user, action.as_str(), format!("table {table}")));
                    }
                    Ok(())
                })
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_that_no_longer_exist_are_forgotten() {
        let later: Vec<String> = later_of(Some("cards  no-such funding")).into_iter().collect();
        assert_eq!(later, ["cards", "funding"]);
        assert!(later_of(None).is_empty());
    }
}
