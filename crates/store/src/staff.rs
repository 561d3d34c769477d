//! Staff accounts with their roles.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::procedure::DepartmentCode;
use domain::staff::{Email, PersonName, Roles, StaffId, StaffMember};

use super::row_hashes::touch;
use super::{Connection, format_timestamp, parse_timestamp};
use crate::error::AppError;

statements! {
    ADD_MEMBER = "INSERT INTO staff (id, e_mail, name, is_approver, is_administrator, password_hash, \
                  password_changed_at, must_change_password, disabled, created_at) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (e_mail) DO NOTHING";
    FIND_MEMBER = "SELECT id, e_mail, name, is_approver, is_administrator, password_hash, password_changed_at, \
                   must_change_password, one_time_password_used, disabled, created_at, last_login_at, \
                   EXISTS (SELECT 1 FROM staff_identities i WHERE i.staff_id = staff.id) AS is_linked \
                   FROM staff WHERE id = $1";
    FIND_MEMBER_BY_E_MAIL = "SELECT id, e_mail, name, is_approver, is_administrator, password_hash, \
                             password_changed_at, must_change_password, one_time_password_used, disabled, created_at, last_login_at, \
                             EXISTS (SELECT 1 FROM staff_identities i WHERE i.staff_id = staff.id) AS is_linked \
                             FROM staff WHERE e_mail = $1";
    LIST_MEMBERS = "SELECT id, e_mail, name, is_approver, is_administrator, password_hash, password_changed_at, \
                    must_change_password, one_time_password_used, disabled, created_at, last_login_at, \
                    EXISTS (SELECT 1 FROM staff_identities i WHERE i.staff_id = staff.id) AS is_linked \
                    FROM staff ORDER BY name, id";
    LIST_DEPARTMENTS_OF = "SELECT department FROM staff_departments WHERE staff_id = $1 ORDER BY department";
    LIST_DEPARTMENTS_OF_ALL = "SELECT staff_id, department FROM staff_departments ORDER BY staff_id, department";
    REMOVE_DEPARTMENTS_OF = "DELETE FROM staff_departments WHERE staff_id = $1";
    ADD_DEPARTMENT_OF = "INSERT INTO staff_departments (staff_id, department) VALUES ($1, $2)";
    SAVE_ROLES = "UPDATE staff SET is_approver = $2, is_administrator = $3 WHERE id = $1";
    SAVE_DISABLED = "UPDATE staff SET disabled = $2 WHERE id = $1";
    SAVE_PASSWORD = "UPDATE staff SET password_hash = $2, password_changed_at = $3, must_change_password = $4, \
                     one_time_password_used = FALSE WHERE id = $1";
    USE_ONE_TIME_PASSWORD = "UPDATE staff SET one_time_password_used = TRUE \
                             WHERE id = $1 AND must_change_password AND NOT one_time_password_used";
    REPLACE_HASH = "UPDATE staff SET password_hash = $3 WHERE id = $1 AND password_hash = $2";
    NOTE_LOGIN = "UPDATE staff SET last_login_at = $2 WHERE id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: StaffId,
    e_mail: Email,
    name: PersonName,
    is_approver: bool,
    is_administrator: bool,
    password_hash: Option<String>,
    password_changed_at: String,
    must_change_password: bool,
    one_time_password_used: bool,
    disabled: bool,
    created_at: String,
    last_login_at: Option<String>,
    is_linked: bool,
}

impl Row {
    fn into_account(self, departments: BTreeSet<DepartmentCode>) -> Result<Account, AppError> {
        let member = StaffMember {
            id: self.id,
            e_mail: self.e_mail,
            name: self.name,
            roles: Roles { departments, is_approver: self.is_approver, is_administrator: self.is_administrator },
            disabled: self.disabled,
            must_change_password: self.must_change_password,
            one_time_password_used: self.one_time_password_used,
            has_password: self.password_hash.is_some(),
            is_linked: self.is_linked,
            password_changed_at: parse_timestamp(&self.password_changed_at)?,
            created_at: parse_timestamp(&self.created_at)?,
            last_login_at: self.last_login_at.as_deref().map(parse_timestamp).transpose()?,
        };
        Ok(Account { member, password_hash: self.password_hash })
    }
}

/// A member of staff with the password hash, which never leaves the server.
#[derive(Clone)]
pub struct Account {
    pub member: StaffMember,
    pub password_hash: Option<String>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Account").field(&self.member).finish()
    }
}

/// Adds an account; `false` if another account has the same e-mail address.
pub async fn add_member(
    connection: &mut Connection,
    member: &StaffMember,
    password_hash: Option<&str>,
) -> Result<bool, AppError> {
    touch(connection, "staff", vec![member.id.to_string()]).await?;
    let added = with_driver!(connection, inner => {
        sqlx::query(ADD_MEMBER)
            .bind(&member.id)
            .bind(&member.e_mail)
            .bind(&member.name)
            .bind(member.roles.is_approver)
            .bind(member.roles.is_administrator)
            .bind(password_hash)
            .bind(format_timestamp(member.password_changed_at))
            .bind(member.must_change_password)
            .bind(member.disabled)
            .bind(format_timestamp(member.created_at))
            .execute(inner)
            .await?
            .rows_affected()
    });
    if added == 1 {
        save_departments_of(connection, &member.id, &member.roles.departments).await?;
    }
    Ok(added == 1)
}

pub async fn find_member(connection: &mut Connection, id: &StaffId) -> Result<Option<Account>, AppError> {
    let row: Option<Row> =
        with_driver!(connection, inner => sqlx::query_as(FIND_MEMBER).bind(id).fetch_optional(inner).await?);
    with_departments(connection, row).await
}

pub async fn find_member_by_e_mail(connection: &mut Connection, e_mail: &Email) -> Result<Option<Account>, AppError> {
    let row: Option<Row> = with_driver!(connection, inner => sqlx::query_as(FIND_MEMBER_BY_E_MAIL).bind(e_mail).fetch_optional(inner).await?);
    with_departments(connection, row).await
}

async fn with_departments(connection: &mut Connection, row: Option<Row>) -> Result<Option<Account>, AppError> {
    let Some(row) = row else { return Ok(None) };
    let departments: Vec<DepartmentCode> = with_driver!(connection, inner => sqlx::query_scalar(LIST_DEPARTMENTS_OF).bind(&row.id).fetch_all(inner).await?);
    row.into_account(departments.into_iter().collect()).map(Some)
}

/// All accounts by name, including disabled ones.
pub async fn list_members(connection: &mut Connection) -> Result<Vec<StaffMember>, AppError> {
    let rows: Vec<Row> = with_driver!(connection, inner => sqlx::query_as(LIST_MEMBERS).fetch_all(inner).await?);
    let pairs: Vec<(StaffId, DepartmentCode)> =
        with_driver!(connection, inner => sqlx::query_as(LIST_DEPARTMENTS_OF_ALL).fetch_all(inner).await?);
    let mut departments: BTreeMap<StaffId, BTreeSet<DepartmentCode>> = BTreeMap::new();
    for (staff, department) in pairs {
        departments.entry(staff).or_default().insert(department);
    }
    rows.into_iter()
        .map(|row| {
            let of_row = departments.remove(&row.id).unwrap_or_default();
            row.into_account(of_row).map(|account| account.member)
        })
        .collect()
}

pub async fn save_roles(connection: &mut Connection, id: &StaffId, roles: &Roles) -> Result<(), AppError> {
    touch(connection, "staff", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_ROLES).bind(id).bind(roles.is_approver).bind(roles.is_administrator).execute(inner).await?;
    });
    save_departments_of(connection, id, &roles.departments).await
}

async fn save_departments_of(
    connection: &mut Connection,
    id: &StaffId,
    departments: &BTreeSet<DepartmentCode>,
) -> Result<(), AppError> {
    touch(connection, "staff_departments", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(REMOVE_DEPARTMENTS_OF).bind(id).execute(&mut *inner).await?;
        for department in departments {
            sqlx::query(ADD_DEPARTMENT_OF).bind(id).bind(department).execute(&mut *inner).await?;
        }
    });
    Ok(())
}

pub async fn save_disabled(connection: &mut Connection, id: &StaffId, disabled: bool) -> Result<(), AppError> {
    touch(connection, "staff", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_DISABLED).bind(id).bind(disabled).execute(inner).await?;
    });
    Ok(())
}

/// Sets or removes the password of an account. `must_change` marks a one-time password.
pub async fn save_password(
    connection: &mut Connection,
    id: &StaffId,
    hash: Option<&str>,
    must_change: bool,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    touch(connection, "staff", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(SAVE_PASSWORD)
            .bind(id)
            .bind(hash)
            .bind(format_timestamp(now))
            .bind(must_change)
            .execute(inner)
            .await?;
    });
    Ok(())
}

/// Consumes a one-time password at login; `false` if it was used before or has been replaced.
pub async fn use_one_time_password(connection: &mut Connection, id: &StaffId) -> Result<bool, AppError> {
    touch(connection, "staff", vec![id.to_string()]).await?;
    let used = with_driver!(connection, inner => {
        sqlx::query(USE_ONE_TIME_PASSWORD).bind(id).execute(inner).await?.rows_affected()
    });
    Ok(used == 1)
}

/// Saves a new hash of the same password, unless the password was changed in the meantime.
pub async fn replace_hash(connection: &mut Connection, id: &StaffId, old: &str, new: &str) -> Result<(), AppError> {
    touch(connection, "staff", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(REPLACE_HASH).bind(id).bind(old).bind(new).execute(inner).await?;
    });
    Ok(())
}

pub async fn note_login(connection: &mut Connection, id: &StaffId, now: DateTime<Utc>) -> Result<(), AppError> {
    touch(connection, "staff", vec![id.to_string()]).await?;
    with_driver!(connection, inner => {
        sqlx::query(NOTE_LOGIN).bind(id).bind(format_timestamp(now)).execute(inner).await?;
    });
    Ok(())
}
