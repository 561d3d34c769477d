//! Account lookup.

use domain::session::Session;
use domain::staff::{Email, Roles, StaffId, StaffMember};
use store::error::AppError;
use store::{catalogue, sessions, staff};
use strsim::osa_distance;

use super::Accounts;

impl Accounts<'_> {
    /// All accounts by name, each with its number of sessions.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn list(self) -> Result<Vec<(StaffMember, i64)>, AppError> {
        let mut connection = self.db.read().await?;
        let counts = sessions::count_sessions(&mut connection, self.now).await?;
        let members = staff::list_members(&mut connection).await?;
        Ok(members
            .into_iter()
            .map(|member| {
                let count = counts.get(&member.id).copied().unwrap_or(0);
                (member, count)
            })
            .collect())
    }

    /// An account with its sessions.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn find(self, id: &StaffId) -> Result<Option<(StaffMember, Vec<Session>)>, AppError> {
        let mut connection = self.db.read().await?;
        let Some(account) = staff::find_member(&mut connection, id).await? else { return Ok(None) };
        Ok(Some((account.member, sessions::list_sessions(&mut connection, id, self.now).await?)))
    }

    /// The account with this e-mail address.
    ///
    /// # Errors
    /// If there is no such account, or the database does not answer.
    pub async fn find_by_e_mail(self, e_mail: &Email) -> Result<StaffId, AppError> {
        staff::find_member_by_e_mail(&mut self.db.read().await?, e_mail)
            .await?
            .map(|account| account.member.id)
            .ok_or_else(|| {
                AppError::BadInput("no account has this e-mail address; 'staff list' shows all accounts".to_owned())
            })
    }

    /// Rejects unknown department codes and suggests similar ones.
    ///
    /// # Errors
    /// Names the first unknown code.
    pub async fn check_departments(self, roles: &Roles) -> Result<(), AppError> {
        let all = catalogue::list_departments(&mut self.db.read().await?).await?;
        let known = |code: &str| all.iter().any(|department| department.code.as_str() == code);
        let Some(wrong) = roles.departments.iter().find(|code| !known(code.as_str())) else { return Ok(()) };
        let mut near: Vec<(usize, String)> = all
            .iter()
            .map(|department| {
                let distance = osa_distance(wrong.as_str(), department.code.as_str())
                    .min(osa_distance(wrong.as_str(), &department.name));
                (distance, format!("{} ({})", department.code, department.name))
            })
            .collect();
        near.sort();
        // Up to a third of the characters may differ; if no code is similar, all are listed.
        let allowed = (wrong.as_str().chars().count() / 3).max(2);
        let is_near = near.iter().any(|(distance, _)| *distance <= allowed);
        let shown: Vec<String> =
            near.into_iter().filter(|(distance, _)| !is_near || *distance <= allowed).map(|(_, shown)| shown).collect();
        Err(AppError::BadInput(match (shown.is_empty(), is_near) {
            (true, _) => format!(
                "there is no department '{wrong}', and there are no departments yet: import \
                                  procedures first"
            ),
            (false, true) => format!("there is no department '{wrong}'; did you mean: {}", shown.join(", ")),
            (false, false) => format!("there is no department '{wrong}'; there are: {}", shown.join(", ")),
        }))
    }
}
