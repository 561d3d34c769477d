//! The user's own account: password changes and session management.

use domain::password::Password;
use domain::session::{Session, SessionId};
use store::error::AppError;
use store::{WriteKind, sessions, staff};

use super::login::new_session;
use super::login_throttle::Client;
use super::passwords::{PasswordCheck, is_common};
use super::secrets::Token;
use super::{AccountError, AuditAction, CurrentUser, Mistake, Refusal, audit};
use crate::server::state::AppState;

/// The three fields of the form.
#[derive(Debug)]
pub struct PasswordChange {
    pub current: Password,
    pub new: Password,
    pub repeated: Password,
    pub user_agent: String,
}

/// Replaces the password. All sessions of the account end, and this browser gets a new one.
///
/// # Errors
/// If it is refused, the database does not answer or no random numbers are available; the old password then stays.
pub async fn change_password(
    state: &AppState,
    user: &CurrentUser,
    change: PasswordChange,
) -> Result<Token, AccountError> {
    let now = state.now();
    let auth = state.auth();
    let member = &user.member;
    if !member.has_password || !auth.login_methods().take_passwords() {
        return Err(Mistake::NoPassword.into());
    }
    // At an unattended logged-in browser, guessing is no faster than on the login page.
    let attempt = auth.login_throttle.begin(member.id.as_str(), Client::Known("own account"), now);
    let attempt = attempt.map_err(|seconds| Refusal::TooMany { seconds })?;
    let account = staff::find_member(&mut state.db().read().await?, &member.id).await?;
    let old = account.and_then(|account| account.password_hash);
    let verified = auth.hasher.verify(change.current.clone(), old.clone()).await?;
    let mut mistakes = Vec::new();
    if verified == PasswordCheck::Wrong {
        mistakes.push(Mistake::CurrentPassword);
    } else {
        auth.login_throttle.succeeded(attempt, now);
    }
    match change.new.check(&member.e_mail, &member.name, is_common) {
        Err(mistake) => mistakes.push(mistake.into()),
        Ok(()) if change.new == change.current => mistakes.push(Mistake::PasswordSame),
        Ok(()) if change.new != change.repeated => mistakes.push(Mistake::PasswordRepeat),
        Ok(()) => {}
    }
    if !mistakes.is_empty() {
        return Err(Refusal::Mistakes(mistakes).into());
    }
    let hash = auth.hasher.hash(change.new).await?;
    let token = Token::new()?;
    let (old, hash, session, token_hash) = (&old, &hash, &new_session(&change.user_agent, now)?, &token.hash());
    state
        .db()
        .write(WriteKind::Audited(now), |transaction| {
            Box::pin(async move {
                let account = staff::find_member(transaction, &member.id).await?;
                if account.is_none_or(|account| account.member.disabled || account.password_hash != *old) {
                    // Another request has replaced the password meanwhile: the one typed as current no longer is.
                    return Err(AccountError::from(Mistake::CurrentPassword));
                }
                staff::save_password(transaction, &member.id, Some(hash), false, now).await?;
                let ended = sessions::end_sessions(transaction, &member.id, None).await?;
                sessions::add_session(transaction, session, &member.id, token_hash).await?;
                let detail = format!("sessions ended: {ended}");
                transaction.audit(audit(&user.actor(), AuditAction::ChangePassword, &member.id, detail));
                Ok(())
            })
        })
        .await?;
    Ok(token)
}

/// The current user's sessions, most recently used first.
///
/// # Errors
/// If the database does not answer.
pub async fn sessions_of(state: &AppState, user: &CurrentUser) -> Result<Vec<Session>, AppError> {
    sessions::list_sessions(&mut state.db().read().await?, &user.member.id, state.now()).await
}

/// Ends one other session of the current user, or all others.
///
/// # Errors
/// If the database does not answer.
pub async fn end_own_sessions(state: &AppState, user: &CurrentUser, one: Option<SessionId>) -> Result<(), AppError> {
    let (id, one) = (&user.member.id, one.as_ref());
    state
        .db()
        .write(WriteKind::Audited(state.now()), |transaction| {
            Box::pin(async move {
                let ended = match one {
                    Some(one) => u64::from(sessions::end_session(transaction, id, one).await?),
                    None => sessions::end_sessions(transaction, id, Some(&user.session.id)).await?,
                };
                if ended > 0 {
                    transaction.audit(audit(&user.actor(), AuditAction::EndSessions, id, format!("ended: {ended}")));
                }
                Ok(())
            })
        })
        .await
}
