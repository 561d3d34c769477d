//! Forms that arrived after their session had ended. What was typed is kept for the login that follows, so that it is not
//! lost.
//!
//! A form is kept in the database for a while, so that any process can give it back, also after a restart. It is encrypted
//! with the key of the installation and the token of the browser that sent it: only that browser can have it opened, and a
//! copy of the database says nothing. Only browsers that an account has been used from can leave one, so that strangers
//! cannot fill the database.

use chrono::{DateTime, TimeDelta, Utc};
use domain::staff::StaffId;
use serde::{Deserialize, Serialize};
use store::error::AppError;
use store::lost_forms::{LostFormLimits, add_lost_form, find_lost_form, remove_old_lost_forms};
use store::{Db, WriteKind};

use super::form::Form;
use super::secrets::Token;

/// How long a form is kept.
pub const KEPT: TimeDelta = TimeDelta::hours(12);

/// The most that is kept: forms for one browser, and bytes for all browsers together.
const LIMITS: LostFormLimits = LostFormLimits { forms_of_browser: 4, bytes: 16 * 1024 * 1024 };

/// Fields that are never kept, wherever they occur.
const SECRETS: [&str; 4] = ["password", "current", "new", "repeated"];

/// A form that was not carried out.
#[derive(Debug, Clone, Default)]
pub struct LostForm {
    pub form: Form,
    /// The name of the file that it came with; empty if there was none. The file itself is not kept.
    pub file: String,
}

/// What is encrypted.
#[derive(Serialize, Deserialize)]
struct Sealed {
    /// The account of the session that ended, if it is known.
    owner: Option<String>,
    fields: Vec<(String, String)>,
    file: String,
}

/// Where a form came from.
#[derive(Debug, Clone)]
pub struct LeftBy {
    pub browser: Token,
    pub owner: Option<StaffId>,
}

/// What a sealed form is bound to: it cannot be moved to another name or browser.
fn context_of(name: &str, browser: &str) -> String {
    format!("lost form {name} of {browser}")
}

/// Keeps a form under a random name, and returns whether it was kept. Secrets are left out.
///
/// # Errors
/// If the database does not answer.
pub async fn keep(db: &Db, name: &str, by: &LeftBy, lost: &LostForm, now: DateTime<Utc>) -> Result<bool, AppError> {
    let fields = lost.form.fields().filter(|(name, _)| !SECRETS.contains(name));
    let sealed = Sealed {
        owner: by.owner.as_ref().map(ToString::to_string),
        fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        file: lost.file.clone(),
    };
    let text = serde_json::to_vec(&sealed).map_err(|error| AppError::Internal(format!("a form: {error}")))?;
    let browser = by.browser.hash();
    let secret = by.browser.as_str().as_bytes();
    let Some(sealed) = db.audit_key().seal(secret, context_of(name, &browser).as_bytes(), &text)? else {
        return Ok(false);
    };
    if u64::try_from(sealed.len()).is_ok_and(|size| size > LIMITS.bytes) {
        return Ok(false);
    }
    let form = &store::lost_forms::LostForm { name, browser: &browser, kept_at: now, sealed: &sealed };
    db.write(WriteKind::Private, |transaction| {
        Box::pin(async move {
            remove_old_lost_forms(transaction, now - KEPT).await?;
            add_lost_form(transaction, form, LIMITS).await?;
            Ok::<_, AppError>(())
        })
    })
    .await?;
    Ok(true)
}

/// A form that this browser left under a name, for the account that it came from.
///
/// # Errors
/// If the database does not answer.
pub async fn find(
    db: &Db,
    name: &str,
    browser: Option<&Token>,
    account: &StaffId,
    now: DateTime<Utc>,
) -> Result<Option<LostForm>, AppError> {
    let Some(token) = browser else { return Ok(None) };
    let browser = token.hash();
    let sealed = find_lost_form(&mut db.read().await?, name, &browser, now - KEPT).await?;
    let context = context_of(name, &browser);
    let opened = sealed
        .and_then(|sealed| db.audit_key().unseal(token.as_str().as_bytes(), context.as_bytes(), &sealed))
        .and_then(|text| serde_json::from_slice::<Sealed>(&text).ok());
    let is_owner = |sealed: &Sealed| sealed.owner.as_ref().is_none_or(|owner| owner == account.as_str());
    Ok(opened.filter(is_owner).map(|sealed| LostForm { form: Form::from_fields(sealed.fields), file: sealed.file }))
}

/// Removes forms that nobody came back for.
///
/// # Errors
/// If the database does not answer.
pub async fn forget(db: &Db, now: DateTime<Utc>) -> Result<(), AppError> {
    db.write(WriteKind::Private, |transaction| {
        Box::pin(async move {
            remove_old_lost_forms(transaction, now - KEPT).await?;
            Ok::<_, AppError>(())
        })
    })
    .await
}
