//! Single sign-on with OpenID Connect: authorization code flow with PKCE, state and nonce.
//!
//! A login starts with a random token that only the browser stores. State, nonce and PKCE verifier are derived from it.
//! The database stores only its hash, which is not enough to complete a login, and the provider's response is useful
//! only in the browser that started the login. Logging in at the provider never creates an account: an identity opens
//! the account linked with it, or at its first login the account with its verified e-mail address.

mod asking;
mod provider;

use std::fmt;
use std::net::IpAddr;

use chrono::{DateTime, Duration, Utc};
use domain::calendar::CLOCK_TOLERANCE;
use sha2::{Digest, Sha256};
use store::error::AppError;
use store::pending_logins::{PendingLogin, add_pending_login, consume_pending_login};
use store::{WriteKind, identities, sessions, staff};

use self::provider::{Provider, ProviderError};
use super::cookies;
use super::login::{BrowserInfo, LoggedIn, LoginProof, start_session};
use super::login_throttle::{Client, Limits, LoginThrottle};
use super::secrets::Token;
use crate::language::Language;
use crate::server::action_error::ActionError;
use crate::server::settings::{Issuer, PublicUrl};
use crate::server::state::AppState;

/// The time allowed at the provider, long enough to go and fetch a phone for a second factor.
pub const LASTS: Duration = Duration::minutes(10);

/// Unfinished logins that one network may start in an hour before it waits. A city hall is often behind one, and
/// successful logins are subtracted.
const FROM_ONE_NETWORK: u32 = 100;

/// The same from a known browser: no other client can use up its limit, not even all unknown clients together.
const FROM_KNOWN_BROWSER: u32 = 30;

/// The client secret shared with the provider.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// # Errors
    /// If the text is empty.
    pub fn of(text: &str) -> Result<Self, AppError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AppError::Configuration("the file given by --oidc-client-secret-file is empty".to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClientSecret(…)")
    }
}

/// The OpenID Connect configuration of the installation.
#[derive(Debug, Clone)]
pub struct OidcConfig {
    pub issuer: Issuer,
    pub client_id: String,
    pub client_secret: ClientSecret,
    /// The public URL of this installation.
    pub site: PublicUrl,
    /// Whether password login is disabled.
    pub only: bool,
}

/// The available login methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoginMethods {
    #[default]
    Passwords,
    PasswordsAndSignOn,
    SignOn,
}

impl LoginMethods {
    #[must_use]
    pub const fn take_passwords(self) -> bool {
        !matches!(self, Self::SignOn)
    }

    #[must_use]
    pub const fn offer_sign_on(self) -> bool {
        !matches!(self, Self::Passwords)
    }
}

string_enum! {
    /// Why single sign-on was refused; the word appears in the URL of the login page.
    pub enum SignOnRefusal ("reason") {
        /// The provider cannot be reached, or its response is too large or too late.
        OutOfReach = "out_of_reach",
        /// The response belongs to no login started in this browser, or was used before.
        OtherLogin = "other_login",
        TooLate = "too_late",
        /// The provider refused the login.
        Refused = "refused",
        /// The provider's response is invalid.
        NotBelieved = "not_believed",
        /// No account is linked with the identity, and none has its verified e-mail address.
        NoAccount = "no_account",
        Disabled = "disabled",
        TooMany = "too_many",
    }
}

/// Values derived from a login token; none reveals another.
struct Secrets {
    state: String,
    nonce: String,
    /// The PKCE verifier; its hash goes to the provider first, the verifier itself last.
    verifier: String,
}

impl Secrets {
    /// The state includes the language, so that the page explaining a failed login uses it.
    fn of(token: &Token, language: Language) -> Self {
        let part = |name: &str| hex::encode(Sha256::digest(format!("tetsuzuki {name} {}", token.as_str())));
        Self { state: format!("{language}.{}", part("state")), nonce: part("nonce"), verifier: part("verifier") }
    }
}

/// Single sign-on of one installation.
#[derive(Debug)]
pub struct SignOn {
    provider: Provider,
    only: bool,
    tries: LoginThrottle,
}

impl SignOn {
    /// # Errors
    /// If browsers would not keep the login cookies at this URL.
    pub fn of(arrangement: &OidcConfig) -> Result<Self, AppError> {
        if !arrangement.site.takes_logins() {
            return Err(AppError::Configuration(format!(
                "{} does not use TLS: single sign-on needs a --public-url with https, or on 127.0.0.1 or localhost",
                arrangement.site
            )));
        }
        let provider = Provider::of(arrangement).ok_or_else(|| {
            AppError::Configuration("the addresses in --oidc-issuer and --public-url cannot be read".to_owned())
        })?;
        let most = Limits {
            of_one_account: u32::MAX,
            networks_of_one_account: u32::MAX,
            from_one_network: FROM_ONE_NETWORK,
            from_known_browser: FROM_KNOWN_BROWSER,
            ..Limits::default()
        };
        Ok(Self { provider, only: arrangement.only, tries: LoginThrottle::of(most) })
    }

    #[must_use]
    pub fn login_methods(&self) -> LoginMethods {
        if self.only { LoginMethods::SignOn } else { LoginMethods::PasswordsAndSignOn }
    }

    /// Whether the provider recently failed to answer.
    #[must_use]
    pub fn is_out_of_reach(&self, now: DateTime<Utc>) -> bool {
        self.provider.is_out_of_reach(now)
    }

    /// The provider's logout URL, if it is already known.
    #[must_use]
    pub fn logout_url(&self) -> Option<String> {
        self.provider.way_out()
    }

    pub(super) fn forget(&self, now: DateTime<Utc>) {
        self.tries.forget(now);
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
    let sign_on = state.reception().sign_on.as_deref().ok_or(SignOnRefusal::OutOfReach)?;
    let now = state.now();
    // Counted now, and subtracted if the login succeeds.
    let known = known_browser(state, browser, now).await?;
    if let Err(seconds) = sign_on.tries.begin(NOBODY_YET, client(known.as_deref(), network), now) {
        tracing::warn!(seconds, "a single sign-on was delayed: too many attempts");
        return Err(SignOnRefusal::TooMany.into());
    }
    let metadata = sign_on.provider.metadata(now).await.map_err(|_| SignOnRefusal::OutOfReach)?;
    let token = Token::new()?;
    let address = sign_on.provider.way_in(&metadata, &Secrets::of(&token, language));
    let login = &PendingLogin { begun_at: now, next_page: next.unwrap_or_default() };
    let hash = &token.hash();
    let before = now - LASTS;
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
        self.state.split_once('.').and_then(|(language, _)| language.parse().ok()).unwrap_or(Language::Japanese)
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
    fn from(trouble: ProviderError) -> Self {
        match trouble {
            ProviderError::OutOfReach => SignOnRefusal::OutOfReach,
            ProviderError::Refused => SignOnRefusal::Refused,
            ProviderError::NotBelieved => SignOnRefusal::NotBelieved,
        }
        .into()
    }
}

/// Completes a login started in this browser.
///
/// # Errors
/// If the login is refused, the database does not answer or no random numbers are available.
pub async fn finish(state: &AppState, returned: SignOnCallback) -> Result<SignedOn, ActionError<SignOnFailure>> {
    let now = state.now();
    let not_ours = SignOnFailure { reason: SignOnRefusal::OtherLogin, is_over: false };
    let (Some(sign_on), Some(token)) = (state.reception().sign_on.as_deref(), &returned.token) else {
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
        return Err(SignOnRefusal::OtherLogin.into());
    };
    let age = now - pending.begun_at;
    if age > LASTS || age < -CLOCK_TOLERANCE {
        return Err(SignOnRefusal::TooLate.into());
    }
    let network = returned.network;
    let (person, metadata) = identify(sign_on, &returned, &secrets, now).await?;
    let identity = person.identity.clone();
    let mut connection = state.db().read().await?;
    let account = match identities::find_owner(&mut connection, &identity).await? {
        Some(owner) => staff::find_member(&mut connection, &owner).await?,
        None => {
            drop(connection);
            let Some(e_mail) = sign_on.provider.verified_e_mail(&metadata, person).await? else {
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
    // Checked before the login makes the browser known: the attempt was counted under its earlier status.
    let known = known_browser(state, returned.browser.as_ref(), now).await?;
    let says =
        BrowserInfo { network, session: returned.session, browser: returned.browser, user_agent: returned.user_agent };
    let otherwise = SignOnFailure::from(SignOnRefusal::NoAccount);
    let logged_in = start_session(state, &id, says, LoginProof::SignOn(identity), otherwise).await?;
    sign_on.tries.refund(NOBODY_YET, client(known.as_deref(), network), now);
    let next = Some(pending.next_page).filter(|page| !page.is_empty());
    Ok(SignedOn { logged_in, next })
}

/// The identity asserted by the provider.
async fn identify(
    sign_on: &SignOn,
    returned: &SignOnCallback,
    secrets: &Secrets,
    now: DateTime<Utc>,
) -> Result<(provider::Person, std::sync::Arc<provider::Metadata>), ProviderError> {
    let metadata = sign_on.provider.metadata(now).await?;
    if !sign_on.provider.sent(&metadata, returned.issuer.as_deref()) {
        tracing::warn!("a single sign-on returned from another provider");
        return Err(ProviderError::NotBelieved);
    }
    let Some(code) = returned.code.clone() else {
        tracing::warn!("the single sign-on provider refused the login");
        return Err(ProviderError::Refused);
    };
    let person = sign_on.provider.identify(&metadata, code, secrets, now).await?;
    Ok((person, metadata))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_from_a_token_tells_neither_it_nor_one_another() {
        let token = Token::new().expect("random numbers");
        let secrets = Secrets::of(&token, Language::English);
        let state = secrets.state.strip_prefix("en.").expect("the language").to_owned();
        let parts = [state, secrets.nonce, secrets.verifier, token.as_str().to_owned(), token.hash()];
        for (place, part) in parts.iter().enumerate() {
            assert_eq!(part.len(), 64, "a proof key has 43 to 128 letters");
            assert!(!parts[..place].contains(part));
        }
        assert_eq!(Secrets::of(&token, Language::English).nonce, parts[1]);
        let other = Token::new().expect("random numbers");
        assert_ne!(Secrets::of(&other, Language::English).nonce, parts[1]);
    }

    #[test]
    fn a_site_without_tls_cannot_have_single_sign_on() {
        let arrangement = |site: &str| OidcConfig {
            issuer: "https://login.example.jp".parse().expect("an issuer"),
            client_id: "tetsuzuki".to_owned(),
            client_secret: ClientSecret::of(" secret\n").expect("a secret"),
            site: site.parse().expect("a site"),
            only: false,
        };
        assert!(SignOn::of(&arrangement("https://tetsuzuki.example.jp")).is_ok());
        assert!(SignOn::of(&arrangement("http://127.0.0.1:3000")).is_ok());
        let refused = SignOn::of(&arrangement("http://tetsuzuki.example.jp")).expect_err("no TLS");
        assert!(refused.to_string().contains("--public-url with https"), "{refused}");
        let kept = arrangement("https://tetsuzuki.example.jp");
        assert_eq!(kept.client_secret.as_str(), "secret");
        assert!(!format!("{kept:?}").contains("\"secret\""));
        assert!(ClientSecret::of(" \n").is_err());
    }
}
