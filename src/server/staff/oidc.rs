//! OpenID Connect: its configuration, the provider, and the values that tie a login to one browser.

mod http_client;
mod provider;

use std::fmt;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use store::error::AppError;

use self::provider::Provider;
pub(super) use self::provider::{Metadata, Person, ProviderError};
use super::login_throttle::{Limits, LoginThrottle};
use super::secrets::Token;
use crate::language::Language;
use crate::server::settings::{Issuer, PublicUrl};

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

/// Values derived from a login token; none reveals another.
pub(super) struct Secrets {
    pub(super) state: String,
    pub(super) nonce: String,
    /// The PKCE verifier; its hash goes to the provider first, the verifier itself last.
    pub(super) verifier: String,
}

impl Secrets {
    /// The state includes the language, so that the page explaining a failed login uses it.
    pub(super) fn of(token: &Token, language: Language) -> Self {
        let part = |name: &str| hex::encode(Sha256::digest(format!("tetsuzuki {name} {}", token.as_str())));
        Self { state: format!("{language}.{}", part("state")), nonce: part("nonce"), verifier: part("verifier") }
    }
}

/// Single sign-on of one installation.
#[derive(Debug)]
pub struct SignOn {
    pub(super) provider: Provider,
    only: bool,
    pub(super) throttle: LoginThrottle,
}

impl SignOn {
    /// # Errors
    /// If browsers would not keep the login cookies at this URL.
    pub fn of(config: &OidcConfig) -> Result<Self, AppError> {
        if !config.site.takes_logins() {
            return Err(AppError::Configuration(format!(
                "{} does not use TLS: single sign-on needs a --public-url with https, or on 127.0.0.1 or localhost",
                config.site
            )));
        }
        let provider = Provider::of(config).ok_or_else(|| {
            AppError::Configuration("the addresses in --oidc-issuer and --public-url cannot be read".to_owned())
        })?;
        let most = Limits {
            of_one_account: u32::MAX,
            networks_of_one_account: u32::MAX,
            from_one_network: FROM_ONE_NETWORK,
            from_known_browser: FROM_KNOWN_BROWSER,
            ..Limits::default()
        };
        Ok(Self { provider, only: config.only, throttle: LoginThrottle::of(most) })
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
        self.provider.logout_url()
    }

    pub(super) fn forget(&self, now: DateTime<Utc>) {
        self.throttle.forget(now);
    }
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
        let config = |site: &str| OidcConfig {
            issuer: "https://login.example.jp".parse().expect("an issuer"),
            client_id: "tetsuzuki".to_owned(),
            client_secret: ClientSecret::of(" secret\n").expect("a secret"),
            site: site.parse().expect("a site"),
            only: false,
        };
        assert!(SignOn::of(&config("https://tetsuzuki.example.jp")).is_ok());
        assert!(SignOn::of(&config("http://127.0.0.1:3000")).is_ok());
        let refused = SignOn::of(&config("http://tetsuzuki.example.jp")).expect_err("no TLS");
        assert!(refused.to_string().contains("--public-url with https"), "{refused}");
        let kept = config("https://tetsuzuki.example.jp");
        assert_eq!(kept.client_secret.as_str(), "secret");
        assert!(!format!("{kept:?}").contains("\"secret\""));
        assert!(ClientSecret::of(" \n").is_err());
    }
}
