//! Single sign-on with OpenID Connect: authorization code flow with PKCE, state and nonce.
//!
//! A login starts with a random token that only the browser stores. State, nonce and PKCE verifier are derived from it.
//! The database stores only its hash, which is not enough to complete a login, and the provider's response is useful
//! only in the browser that started the login. Logging in at the provider never creates an account: an identity opens
//! the account linked with it, or at its first login the account with its verified e-mail address.

use std::net::IpAddr;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};
use domain::calendar::CLOCK_TOLERANCE;
use domain::staff::StaffId;
use store::error::AppError;
use store::pending_logins::{PendingLogin, add_pending_login, consume_pending_login};
use store::{WriteKind, identities, sessions, staff};

use super::cookies;
use super::login::{BrowserInfo, LoggedIn, LoginProof, start_session};
use super::login_throttle::Client;
use super::oidc::{Metadata, Person, ProviderError, Secrets, SignOn};
use super::secrets::Token;
use crate::language::Language;
use crate::server::action_error::ActionError;
use crate::server::state::AppState;

/// The time allowed at the provider, long enough to go and fetch a phone for a second factor.
pub const LOGIN_TIMEOUT: Duration = Duration::minutes(10);

string_enum! {
    /// Why single sign-on was refused; the word appears in the URL of the login page.
    pub enum SignOnRefusal ("reason") {
        /// Single sign-on is not configured, or the provider cannot be reached, or its response is too large or too late.
        OutOfReach = "out_of_reach",
        /// The response belongs to no login started in this browser, or was used before.
        UnknownLogin = "other_login",
        TooLate = "too_late",
        /// The provider refused the login.
        RefusedByProvider = "refused",
        /// The provider's response is invalid.
        InvalidResponse = "not_believed",
        /// No account is linked with the identity, and none has its verified e-mail address.
        NoAccount = "no_account",
        Disabled = "disabled",
        TooMany = "too_many",
    }
}

/// The account name for login attempts whose account is not known yet.
const NOBODY_YET: &str = "";

/// The redirect to the provider, and the tokens for the browser to store.
#[derive(Debug)]
pub struct SignOnStart {
    pub address: String,
    pub token: Token,
}

/// Starts a login. On success the browser is redirected to `next`, a staff page.
///
/// # Errors
/// If the login is refused, the database does not answer or no random numbers are available.
pub async fn begin(
    state: &AppState,
    language: Language,
    next: Option<String>,
    network: Option<IpAddr>,
    browser: Option<&Token>,
) -> Result<SignOnStart, ActionError<SignOnRefusal>> {
    let sign_on = state.auth().sign_on.as_deref().ok_or(SignOnRefusal::OutOfReach)?;
    let now = state.now();
    // Counted now, and subtracted if the login succeeds.
    let known = known_browser(state, browser, now).await?;
    if let Err(seconds) = sign_on.throttle.begin(NOBODY_YET, client(known.as_deref(), network), now) {
        tracing::warn!(seconds, "a single sign-on was delayed: too many attempts");
        return Err(SignOnRefusal::TooMany.into());
    }
    let metadata = sign_on.provider.metadata(now).await.map_err(|_| SignOnRefusal::OutOfReach)?;
    let token = Token::new()?;
    let address = sign_on.provider.authorization_url(&metadata, &Secrets::of(&token, language));
    let login = &PendingLogin { begun_at: now, next_page: next.unwrap_or_default() };
    let hash = &token.hash();
    let before = now - LOGIN_TIMEOUT;
    state
        .db()
        .write(WriteKind::Private, |transaction| Box::pin(add_pending_login(transaction, hash, login, before)))
        .await?;
    Ok(SignOnStart { address, token })
}

/// The hash of the browser's token, if any account has been used from it.
async fn known_browser(
    state: &AppState,
    browser: Option<&Token>,
    now: DateTime<Utc>,
) -> Result<Option<String>, AppError> {
    let Some(hash) = browser.map(Token::hash) else { return Ok(None) };
    let after = now - Duration::seconds(cookies::BROWSER_LASTS);
    let is_known = sessions::is_browser_of_anybody(&mut state.db().read().await?, &hash, after).await?;
    Ok(is_known.then_some(hash))
}

fn client(known: Option<&str>, network: Option<IpAddr>) -> Client<'_> {
    known.map_or(Client::Stranger(network), Client::Known)
}

/// The provider's callback parameters, and what the browser sends with them.
#[derive(Debug)]
pub struct SignOnCallback {
    pub state: String,
    pub code: Option<String>,
    /// The issuer, if the provider names itself.
    pub issuer: Option<String>,
    /// The token of the login started in this browser.
    pub token: Option<Token>,
    pub network: Option<IpAddr>,
    /// The browser's current session, which ends.
    pub session: Option<Token>,
    /// The token that identifies the browser.
    pub browser: Option<Token>,
    pub user_agent: String,
}

impl SignOnCallback {
    /// The language in which the login started, unverified: it only selects the language of a page.
    #[must_use]
    pub fn language(&self) -> Language {
        self.state.split_once('.').and_then(|(language, _)| Language::of_code(language)).unwrap_or(Language::Japanese)
    }
}

/// A successful login, and where to redirect.
#[derive(Debug)]
pub struct SignedOn {
    pub logged_in: LoggedIn,
    pub next: Option<String>,
}

/// Why the login failed, and whether it has ended in this browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignOnFailure {
    pub reason: SignOnRefusal,
    /// A response that was not for this browser ends nothing in it: otherwise any page could end its logins.
    pub is_over: bool,
}

impl From<SignOnRefusal> for SignOnFailure {
    fn from(reason: SignOnRefusal) -> Self {
        Self { reason, is_over: true }
    }
}

impl From<SignOnRefusal> for ActionError<SignOnRefusal> {
    fn from(reason: SignOnRefusal) -> Self {
        Self::Refused(reason)
    }
}

impl From<SignOnFailure> for ActionError<SignOnFailure> {
    fn from(failure: SignOnFailure) -> Self {
        Self::Refused(failure)
    }
}

impl From<SignOnRefusal> for ActionError<SignOnFailure> {
    fn from(reason: SignOnRefusal) -> Self {
        Self::Refused(reason.into())
    }
}

impl From<ProviderError> for ActionError<SignOnFailure> {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::OutOfReach => SignOnRefusal::OutOfReach,
            ProviderError::Refused => SignOnRefusal::RefusedByProvider,
            ProviderError::InvalidResponse => SignOnRefusal::InvalidResponse,
        }
        .into()
    }
}

/// Completes a login started in this browser.
///
/// # Errors
/// If the login is refused, the database does not answer or no random numbers are available.
pub async fn complete_sign_on(
    state: &AppState,
    returned: SignOnCallback,
) -> Result<SignedOn, ActionError<SignOnFailure>> {
    let now = state.now();
    let not_ours = SignOnFailure { reason: SignOnRefusal::UnknownLogin, is_over: false };
    let (Some(sign_on), Some(token)) = (state.auth().sign_on.as_deref(), &returned.token) else {
        tracing::warn!("a single sign-on returned to a browser that did not start it");
        return Err(not_ours.into());
    };
    let secrets = Secrets::of(token, returned.language());
    if returned.state != secrets.state {
        tracing::warn!("a single sign-on returned with the state of another one");
        return Err(not_ours.into());
    }
    // The token is used up, whatever the outcome.
    let hash = &token.hash();
    let taken =
        state.db().write(WriteKind::Private, |transaction| Box::pin(consume_pending_login(transaction, hash))).await?;
    let Some(pending) = taken else {
        tracing::warn!("a single sign-on returned that was used before or never started");
        return Err(SignOnRefusal::UnknownLogin.into());
    };
    let age = now - pending.begun_at;
    if age > LOGIN_TIMEOUT || age < -CLOCK_TOLERANCE {
        return Err(SignOnRefusal::TooLate.into());
    }
    let network = returned.network;
    let (person, metadata) = identify(sign_on, &returned, &secrets, now).await?;
    let identity = person.identity.clone();
    let id = find_account(state, sign_on, person, &metadata).await?;
    // Checked before the login makes the browser known: the attempt was counted under its earlier status.
    let known = known_browser(state, returned.browser.as_ref(), now).await?;
    let browser_info =
        BrowserInfo { network, session: returned.session, browser: returned.browser, user_agent: returned.user_agent };
    let refusal_if_gone = SignOnFailure::from(SignOnRefusal::NoAccount);
    let logged_in = start_session(state, &id, browser_info, LoginProof::SignOn(identity), refusal_if_gone).await?;
    sign_on.throttle.refund(NOBODY_YET, client(known.as_deref(), network), now);
    let next = Some(pending.next_page).filter(|page| !page.is_empty());
    Ok(SignedOn { logged_in, next })
}

/// The account that the person logs in to: the one linked to the identity, or else the one with the verified e-mail
/// address.
async fn find_account(
    state: &AppState,
    sign_on: &SignOn,
    person: Person,
    metadata: &Metadata,
) -> Result<StaffId, ActionError<SignOnFailure>> {
    let identity = person.identity.clone();
    let mut connection = state.db().read().await?;
    let account = match identities::find_owner(&mut connection, &identity).await? {
        Some(owner) => staff::find_member(&mut connection, &owner).await?,
        None => {
            drop(connection);
            let Some(e_mail) = sign_on.provider.verified_e_mail(metadata, person).await? else {
                tracing::warn!("a single sign-on was refused: no verified e-mail address");
                return Err(SignOnRefusal::NoAccount.into());
            };
            let mut connection = state.db().read().await?;
            let account = staff::find_member_by_e_mail(&mut connection, &e_mail).await?;
            if let Some(account) = &account
                && identities::is_linked_at(&mut connection, &account.member.id, &identity.issuer).await?
            {
                tracing::warn!(staff = %account.member.id, "a single sign-on was refused: someone else is linked");
                return Err(SignOnRefusal::NoAccount.into());
            }
            account
        }
    };
    let Some(account) = account else {
        tracing::warn!("a single sign-on was refused: no account");
        return Err(SignOnRefusal::NoAccount.into());
    };
    let id = account.member.id;
    if account.member.disabled {
        tracing::warn!(staff = %id, "a single sign-on was refused: the account is closed");
        return Err(SignOnRefusal::Disabled.into());
    }
    Ok(id)
}

/// The identity asserted by the provider.
async fn identify(
    sign_on: &SignOn,
    returned: &SignOnCallback,
    secrets: &Secrets,
    now: DateTime<Utc>,
) -> Result<(Person, Arc<Metadata>), ProviderError> {
    let metadata = sign_on.provider.metadata(now).await?;
    if !sign_on.provider.sent(&metadata, returned.issuer.as_deref()) {
        tracing::warn!("a single sign-on returned from another provider");
        return Err(ProviderError::InvalidResponse);
    }
    let Some(code) = returned.code.clone() else {
        tracing::warn!("the single sign-on provider refused the login");
        return Err(ProviderError::Refused);
    };
    let person = sign_on.provider.identify(&metadata, code, secrets, now).await?;
    Ok((person, metadata))
}
