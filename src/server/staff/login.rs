//! Login and logout.

use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::password::Password;
use domain::session::{ABSOLUTE_LIMIT, Session, SessionId, describe_browser};
use domain::staff::{Email, StaffId};
use store::error::AppError;
use store::identities::Identity;
use store::random::random_bytes;
use store::{Connection, WriteKind, WriteTransaction, identities, sessions, staff};

use super::login_throttle::Client;
use super::passwords::PasswordCheck;
use super::secrets::Token;
use super::{Actor, AuditAction, CurrentUser, audit, cookies, origin};
use crate::server::action_error::ActionError;
use crate::server::state::AppState;

/// A login request.
#[derive(Debug)]
pub struct LoginRequest {
    /// As typed.
    pub e_mail: String,
    pub password: Password,
    /// The network that the request comes from, if known.
    pub network: Option<IpAddr>,
    /// The browser's current session, which ends.
    pub session: Option<Token>,
    /// The token that identifies the browser.
    pub browser: Option<Token>,
    pub user_agent: String,
}

/// Why a login was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoginRefusal {
    /// The installation allows only single sign-on.
    NoPasswords,
    /// The account does not exist or has another password; the response does not say which.
    Wrong,
    /// Shown only after a correct password.
    Disabled,
    /// Shown only after a correct password.
    OneTimePasswordIsOver,
    /// The password has been used before, or was replaced. Shown only after a correct password.
    OneTimePasswordIsUsed,
    TooMany {
        seconds: u64,
    },
}

/// Why a login failed.
pub type LoginError = ActionError<LoginRefusal>;

impl From<LoginRefusal> for LoginError {
    fn from(refusal: LoginRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The tokens for the browser to store.
#[derive(Debug)]
pub struct LoggedIn {
    pub session: Token,
    pub browser: Token,
    pub must_change_password: bool,
}

/// Logs a user in.
///
/// # Errors
/// If the login is refused, the database does not answer or no random numbers are available.
pub async fn log_in(state: &AppState, given: LoginRequest) -> Result<LoggedIn, LoginError> {
    if !state.auth().login_methods().take_passwords() {
        tracing::warn!("a password login was refused: only single sign-on is allowed");
        return Err(LoginRefusal::NoPasswords.into());
    }
    let now = state.now();
    let e_mail = given.e_mail.parse::<Email>().ok();
    let mut connection = state.db().read().await?;
    let account = match &e_mail {
        Some(e_mail) => staff::find_member_by_e_mail(&mut connection, e_mail).await?,
        None => None,
    };
    let known = known_browser(&mut connection, account.as_ref().map(|one| &one.member.id), &given, now).await?;
    drop(connection);

    // An unknown address has the same limits: the wait does not reveal whether the account exists.
    let tried = e_mail.as_ref().map_or_else(|| given.e_mail.chars().take(100).collect(), |one| one.as_str().to_owned());
    let client = known.as_deref().map_or(Client::Stranger(given.network), Client::Known);
    let attempt = state.auth().login_throttle.begin(&tried, client, now).map_err(|seconds| {
        tracing::warn!(staff = name(account.as_ref()), seconds, "a login was delayed: too many attempts");
        LoginRefusal::TooMany { seconds }
    })?;
    let hash = account.as_ref().and_then(|account| account.password_hash.clone());
    let verified = state.auth().hasher.verify(given.password, hash.clone()).await?;
    let (account, hash) = match (account, hash) {
        (Some(account), Some(hash)) if verified != PasswordCheck::Wrong => (account, hash),
        (account, _) => {
            tracing::warn!(staff = name(account.as_ref()), "a login failed");
            return Err(LoginRefusal::Wrong.into());
        }
    };
    let member = account.member;
    let refused = if member.disabled {
        Some(LoginRefusal::Disabled)
    } else if member.one_time_password_used {
        Some(LoginRefusal::OneTimePasswordIsUsed)
    } else {
        member.one_time_password_has_expired(now).then_some(LoginRefusal::OneTimePasswordIsOver)
    };
    if let Some(not_in) = refused {
        tracing::warn!(staff = %member.id, disabled = member.disabled, "a login was refused");
        return Err(not_in.into());
    }
    state.auth().login_throttle.succeeded(attempt, now);
    let new_hash = match verified {
        PasswordCheck::RightAndHashedAgain(new) => Some(new),
        PasswordCheck::Right | PasswordCheck::Wrong => None,
    };
    let browser = BrowserInfo {
        network: given.network,
        session: given.session,
        browser: given.browser,
        user_agent: given.user_agent,
    };
    let proof = LoginProof::Password { hash, new_hash };
    // Another login has meanwhile replaced the password or used up the one-time password.
    let otherwise = if member.must_change_password { LoginRefusal::OneTimePasswordIsUsed } else { LoginRefusal::Wrong };
    start_session(state, &member.id, browser, proof, otherwise).await
}

/// What a request says about the browser.
#[derive(Debug)]
pub(super) struct BrowserInfo {
    pub network: Option<IpAddr>,
    pub session: Option<Token>,
    pub browser: Option<Token>,
    pub user_agent: String,
}

/// Starts a session for an authenticated user; refused with `otherwise` if the account has changed meanwhile.
pub(super) async fn start_session<R: Copy + Send + Sync>(
    state: &AppState,
    staff: &StaffId,
    says: BrowserInfo,
    proof: LoginProof,
    otherwise: R,
) -> Result<LoggedIn, ActionError<R>> {
    let now = state.now();
    let session = Token::new()?;
    let browser = says.browser.map_or_else(Token::new, Ok)?;
    let way = proof.in_a_word();
    let opening = &SessionCandidate {
        actor: Actor::Member { id: staff.clone(), origin: origin(state.db(), says.network) },
        staff: staff.clone(),
        session: new_session(&says.user_agent, now)?,
        token_hash: session.hash(),
        browser_hash: browser.hash(),
        old_session: says.session.map(|token| token.hash()),
        proof,
        now,
    };
    let must_change_password = state
        .db()
        .write(WriteKind::Audited(now), |transaction| Box::pin(open(transaction, opening, otherwise)))
        .await?;
    tracing::info!(%staff, way, "logged in");
    Ok(LoggedIn { session, browser, must_change_password })
}

/// The proof of a user's identity.
#[derive(Debug, Clone)]
pub(super) enum LoginProof {
    /// A password, with the hash it was checked against and the hash that replaces it.
    Password { hash: String, new_hash: Option<String> },
    /// The identity asserted by the single sign-on provider.
    SignOn(Identity),
}

impl LoginProof {
    const fn in_a_word(&self) -> &'static str {
        match self {
            Self::Password { .. } => "password",
            Self::SignOn(_) => "single sign-on",
        }
    }
}

/// The account's name for the log.
fn name(account: Option<&staff::Account>) -> &str {
    account.map_or("unknown", |account| account.member.id.as_str())
}

/// The hash of the browser's token, if this account has been used from it.
async fn known_browser(
    connection: &mut Connection,
    staff: Option<&StaffId>,
    given: &LoginRequest,
    now: DateTime<Utc>,
) -> Result<Option<String>, AppError> {
    let (Some(staff), Some(token)) = (staff, &given.browser) else { return Ok(None) };
    let hash = token.hash();
    let after = now - Duration::seconds(cookies::BROWSER_LASTS);
    Ok(sessions::is_known_browser(connection, staff, &hash, after).await?.then_some(hash))
}

/// A new session.
pub(super) fn new_session(user_agent: &str, now: DateTime<Utc>) -> Result<Session, AppError> {
    Ok(Session {
        id: SessionId::from_random(random_bytes()?),
        browser: describe_browser(user_agent),
        created_at: now,
        last_used_at: now,
        expires_at: now + ABSOLUTE_LIMIT,
    })
}

/// What a login writes.
#[derive(Clone)]
struct SessionCandidate {
    actor: Actor,
    staff: StaffId,
    session: Session,
    token_hash: String,
    browser_hash: String,
    old_session: Option<String>,
    proof: LoginProof,
    now: DateTime<Utc>,
}

/// Whether the password must be replaced before anything else. Refused with `otherwise` if, while the proof was being
/// verified, the account was disabled, given another password, opened with its one-time password or linked to another
/// identity.
async fn open<R>(
    transaction: &mut WriteTransaction<'_>,
    opening: &SessionCandidate,
    otherwise: R,
) -> Result<bool, ActionError<R>> {
    let SessionCandidate { staff, now, actor, .. } = opening;
    let Some(account) = staff::find_member(transaction, staff).await?.filter(|account| !account.member.disabled) else {
        return Err(ActionError::Refused(otherwise));
    };
    let mut must_change_password = account.member.must_change_password;
    match &opening.proof {
        LoginProof::Password { hash, new_hash } => {
            if account.password_hash.as_ref() != Some(hash) {
                return Err(ActionError::Refused(otherwise));
            }
            if must_change_password && !staff::use_one_time_password(transaction, staff).await? {
                return Err(ActionError::Refused(otherwise));
            }
            if let Some(new) = new_hash {
                staff::replace_hash(transaction, staff, hash, new).await?;
            }
        }
        LoginProof::SignOn(identity) => {
            match identities::find_owner(transaction, identity).await? {
                Some(owner) if owner == *staff => {}
                None if !identities::is_linked_at(transaction, staff, &identity.issuer).await? => {
                    identities::add_identity(transaction, identity, staff, *now).await?;
                    transaction.audit(audit(actor, AuditAction::LinkIdentity, staff, ""));
                }
                _ => return Err(ActionError::Refused(otherwise)),
            }
            // Someone else has seen the one-time password, and it is no longer needed.
            if must_change_password {
                staff::save_password(transaction, staff, None, false, *now).await?;
                transaction.audit(audit(
                    actor,
                    AuditAction::ResetPassword,
                    staff,
                    "the one-time password is void: single sign-on",
                ));
                must_change_password = false;
            }
        }
    }
    sessions::remove_expired(transaction, *now, *now - Duration::seconds(cookies::BROWSER_LASTS)).await?;
    // The browser's previous session ends, whoever owned it: nothing is carried over.
    if let Some(old) = &opening.old_session
        && let Some((old, owner)) = sessions::find_session(transaction, old).await?
    {
        sessions::end_session(transaction, &owner, &old.id).await?;
    }
    sessions::add_session(transaction, &opening.session, staff, &opening.token_hash).await?;
    sessions::save_known_browser(transaction, staff, &opening.browser_hash, *now).await?;
    staff::note_login(transaction, staff, *now).await?;
    transaction.audit(audit(actor, AuditAction::LogIn, staff, opening.proof.in_a_word()));
    Ok(must_change_password)
}

/// Ends the current user's session.
///
/// # Errors
/// If the database does not answer.
pub async fn log_out(state: &AppState, user: &CurrentUser) -> Result<(), AppError> {
    let staff = &user.member.id;
    state
        .db()
        .write(WriteKind::Audited(state.now()), |transaction| {
            Box::pin(async move {
                if sessions::end_session(transaction, staff, &user.session.id).await? {
                    transaction.audit(audit(&user.actor(), AuditAction::LogOut, staff, ""));
                }
                Ok(())
            })
        })
        .await
}
