//! The OpenID Connect provider: its metadata, fetched on demand and cached, and its ID tokens.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{DateTime, Duration, Utc};
use domain::staff::Email;
use http::Uri;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreGrantType, CoreIdTokenClaims, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalProviderMetadata, AuthType, AuthorizationCode, ClaimsVerificationError,
    ClientId, ClientSecret, CsrfToken, DiscoveryError, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, ProviderMetadata, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    SubjectIdentifier, TokenResponse, UserInfoError,
};
use serde::{Deserialize, Serialize};
use store::identities::Identity;

use super::http_client::{HttpClient, HttpError};
use super::{OidcConfig, Secrets};
use crate::server::staff::access::SIGNED_ON;

/// The age at which the provider's metadata is fetched again.
const KEPT_FOR: Duration = Duration::hours(1);
/// How long cached metadata is used while the provider cannot be reached: withdrawn keys are not trusted after that.
const USED_FOR: Duration = Duration::hours(24);
/// The pause after the provider failed to answer.
const LEFT_ALONE_FOR: Duration = Duration::seconds(10);
/// How long a provider that failed to answer is shown as unreachable, unless it answers.
const OUT_OF_REACH_FOR: Duration = Duration::minutes(5);
/// The shortest interval between fetches for an unknown key: otherwise every forged token would cause a request.
const NEW_KEYS_EVERY: Duration = Duration::minutes(1);
/// The allowed clock skew between the provider and this machine.
const CLOCKS_APART: Duration = Duration::minutes(1);

/// Accepted signing algorithms. None uses a shared secret, and `none` is never accepted: public knowledge must not be
/// enough to sign.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Provider metadata beyond OpenID Connect Discovery.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::server::staff) struct Further {
    /// The logout endpoint (RP-Initiated Logout).
    end_session_endpoint: Option<String>,
    /// Whether the callback includes the issuer (RFC 9207).
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Further {}

pub(in crate::server::staff) type Metadata = ProviderMetadata<
    Further,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Why the provider asserted no valid identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::server::staff) enum ProviderError {
    OutOfReach,
    /// The provider rejects the code.
    Refused,
    /// The provider's response is invalid.
    InvalidResponse,
}

/// An identity named by the provider, and what further requests about it need.
#[derive(Debug)]
pub(in crate::server::staff) struct Person {
    pub identity: Identity,
    claims: CoreIdTokenClaims,
    access_token: AccessToken,
    /// Whether the access token matches the hash in the ID token.
    access_token_fits: bool,
}

#[derive(Debug, Default)]
struct Known {
    metadata: Option<(Arc<Metadata>, DateTime<Utc>)>,
    failed_at: Option<DateTime<Utc>>,
}

/// One provider, and this site's registration with it.
#[derive(Debug)]
pub(in crate::server::staff) struct Provider {
    issuer: IssuerUrl,
    without_tls: bool,
    client_id: ClientId,
    client_secret: ClientSecret,
    redirect: RedirectUrl,
    asking: OnceLock<HttpClient>,
    known: Mutex<Known>,
    /// Its holder fetches; others wait for the result instead of fetching too.
    fetch_lock: tokio::sync::Mutex<()>,
}

impl Provider {
    /// `None` if a URL is invalid; the URLs have been parsed before.
    pub(super) fn of(config: &OidcConfig) -> Option<Self> {
        Some(Self {
            issuer: IssuerUrl::new(config.issuer.as_str().to_owned()).ok()?,
            without_tls: config.issuer.is_without_tls(),
            client_id: ClientId::new(config.client_id.clone()),
            client_secret: ClientSecret::new(config.client_secret.as_str().to_owned()),
            redirect: RedirectUrl::new(config.site.of(SIGNED_ON)).ok()?,
            asking: OnceLock::new(),
            known: Mutex::default(),
            fetch_lock: tokio::sync::Mutex::default(),
        })
    }

    fn cached_metadata(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the provider recently failed to answer.
    pub(super) fn is_out_of_reach(&self, now: DateTime<Utc>) -> bool {
        self.cached_metadata().failed_at.is_some_and(|at| now - at < OUT_OF_REACH_FOR)
    }

    /// The provider's logout URL, if its metadata is already cached.
    pub(in crate::server::staff) fn logout_url(&self) -> Option<String> {
        let (metadata, _) = self.cached_metadata().metadata.clone()?;
        let address = metadata.additional_metadata().end_session_endpoint.as_ref()?;
        let uri: Uri = address.parse().ok().filter(|uri| self.asking().is_ok_and(|asking| asking.may_lead_to(uri)))?;
        let mark = if uri.query().is_some() { '&' } else { '?' };
        let id = percent_encoding::utf8_percent_encode(&self.client_id, percent_encoding::NON_ALPHANUMERIC);
        Some(format!("{address}{mark}client_id={id}"))
    }

    fn asking(&self) -> Result<&HttpClient, HttpError> {
        if let Some(asking) = self.asking.get() {
            return Ok(asking);
        }
        let asking = HttpClient::new(self.without_tls)?;
        Ok(self.asking.get_or_init(|| asking))
    }

    /// The provider's metadata, fetched again if too old.
    pub(in crate::server::staff) async fn metadata(&self, now: DateTime<Utc>) -> Result<Arc<Metadata>, ProviderError> {
        self.metadata_younger_than(KEPT_FOR, now).await
    }

    async fn metadata_younger_than(&self, age: Duration, now: DateTime<Utc>) -> Result<Arc<Metadata>, ProviderError> {
        let kept = |age: Duration| {
            let known = self.cached_metadata();
            known.metadata.as_ref().filter(|(_, at)| now - *at < age).map(|(metadata, _)| Arc::clone(metadata))
        };
        if let Some(metadata) = kept(age) {
            return Ok(metadata);
        }
        let _guard = self.fetch_lock.lock().await;
        // Another task may have fetched it meanwhile.
        if let Some(metadata) = kept(age) {
            return Ok(metadata);
        }
        let is_left_alone = self.cached_metadata().failed_at.is_some_and(|at| now - at < LEFT_ALONE_FOR);
        let asked = if is_left_alone { Err(()) } else { self.discover().await };
        let mut known = self.cached_metadata();
        match asked {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                *known = Known { metadata: Some((Arc::clone(&metadata), now)), failed_at: None };
                Ok(metadata)
            }
            Err(()) => {
                if !is_left_alone {
                    known.failed_at = Some(now);
                }
                drop(known);
                kept(USED_FOR).ok_or(ProviderError::OutOfReach)
            }
        }
    }

    async fn discover(&self) -> Result<Metadata, ()> {
        let asking = self.asking().map_err(|error| log("asked of itself", &error))?;
        let metadata = Metadata::discover_async(self.issuer.clone(), asking).await.map_err(|error| match error {
            DiscoveryError::Request(cause) => log("asked of itself", &cause),
            DiscoveryError::Validation(_) => log_word("its issuer differs from --oidc-issuer"),
            _ => log_word("its metadata cannot be read"),
        })?;
        let addresses = [
            Some(metadata.authorization_endpoint().as_str()),
            metadata.token_endpoint().map(|address| address.as_str()),
            metadata.userinfo_endpoint().map(|address| address.as_str()),
        ];
        let is_protected = |address: &str| address.parse::<Uri>().is_ok_and(|address| asking.may_lead_to(&address));
        if metadata.token_endpoint().is_none() || !addresses.into_iter().flatten().all(is_protected) {
            log_word("one of its addresses is missing or does not use TLS");
            return Err(());
        }
        Ok(metadata)
    }

    fn authentication(&self, metadata: &Metadata) -> AuthType {
        // Without a statement to the contrary, every provider accepts the secret in a header (OpenID Connect Discovery
        // 1.0, 3).
        let takes_header = metadata
            .token_endpoint_auth_methods_supported()
            .is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic));
        if takes_header { AuthType::BasicAuth } else { AuthType::RequestBody }
    }

    /// The authorization URL.
    pub(in crate::server::staff) fn authorization_url(&self, metadata: &Metadata, secrets: &Secrets) -> String {
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        )
        .set_redirect_uri(self.redirect.clone());
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let (state, nonce) = (CsrfToken::new(secrets.state.clone()), Nonce::new(secrets.nonce.clone()));
        let (address, _, _) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state.clone(), move || nonce.clone())
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        address.into()
    }

    /// Whether a callback comes from this provider, if it names an issuer (RFC 9207).
    pub(in crate::server::staff) fn sent(&self, metadata: &Metadata, named: Option<&str>) -> bool {
        match named {
            Some(named) => named == self.issuer.as_str(),
            None => !metadata.additional_metadata().authorization_response_iss_parameter_supported,
        }
    }

    /// Exchanges the code for an ID token and verifies it.
    pub(in crate::server::staff) async fn identify(
        &self,
        metadata: &Metadata,
        code: String,
        secrets: &Secrets,
        now: DateTime<Utc>,
    ) -> Result<Person, ProviderError> {
        let asking = self.asking().map_err(|error| {
            log("asked about a user", &error);
            ProviderError::OutOfReach
        })?;
        let answer = CoreClient::from_provider_metadata(
            metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        )
        .set_auth_type(self.authentication(metadata))
        .set_redirect_uri(self.redirect.clone())
        .exchange_code(AuthorizationCode::new(code))
        .map_err(|_| ProviderError::InvalidResponse)?
        .set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()))
        .request_async(asking)
        .await
        .map_err(|error| match error {
            RequestTokenError::Request(cause) => {
                log("asked about a user", &cause);
                ProviderError::OutOfReach
            }
            RequestTokenError::ServerResponse(refusal) => {
                let error: String = refusal.error().as_ref().chars().take(40).collect();
                tracing::warn!(error, "the single sign-on provider did not accept a code");
                ProviderError::Refused
            }
            _ => {
                log_word("its answer about a user cannot be read");
                ProviderError::InvalidResponse
            }
        })?;
        let person = match self.verify_token(metadata, &answer, secrets, now) {
            // The provider signs with a new key: its metadata is fetched once more.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let newer = self.metadata_younger_than(NEW_KEYS_EVERY, now).await?;
                self.verify_token(&newer, &answer, secrets, now)
            }
            other => other,
        };
        person.map_err(|error| {
            tracing::warn!(reason = in_a_word(&error), "the single sign-on provider's ID token is not valid");
            ProviderError::InvalidResponse
        })
    }

    fn verify_token(
        &self,
        metadata: &Metadata,
        answer: &CoreTokenResponse,
        secrets: &Secrets,
        now: DateTime<Utc>,
    ) -> Result<Person, ClaimsVerificationError> {
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        );
        let verifier = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now - CLOCKS_APART)
            .set_issue_time_verifier_fn(move |issued| {
                if issued > now + CLOCKS_APART { Err("issued in the future".to_owned()) } else { Ok(()) }
            });
        let token =
            answer.id_token().ok_or_else(|| ClaimsVerificationError::Other("there is no ID token".to_owned()))?;
        let claims = token.claims(&verifier, &Nonce::new(secrets.nonce.clone()))?.clone();
        // The library leaves this check to the caller: a token issued to another client proves nothing here.
        if claims.authorized_party().is_some_and(|party| *party != self.client_id) {
            return Err(ClaimsVerificationError::InvalidAudience("issued to another client".to_owned()));
        }
        let access_token_fits = match claims.access_token_hash() {
            None => true,
            Some(told) => token
                .signing_alg()
                .ok()
                .zip(token.signing_key(&verifier).ok())
                .and_then(|(alg, key)| AccessTokenHash::from_token(answer.access_token(), alg, key).ok())
                .is_some_and(|made| made == *told),
        };
        Ok(Person {
            identity: Identity {
                issuer: self.issuer.as_str().to_owned(),
                subject: claims.subject().as_str().to_owned(),
            },
            claims,
            access_token: answer.access_token().clone(),
            access_token_fits,
        })
    }

    /// The e-mail address, if the provider has verified that it belongs to the person. If the ID token does not say,
    /// the userinfo endpoint is called.
    pub(in crate::server::staff) async fn verified_e_mail(
        &self,
        metadata: &Metadata,
        person: Person,
    ) -> Result<Option<Email>, ProviderError> {
        if let (Some(e_mail), Some(verified)) = (person.claims.email(), person.claims.email_verified()) {
            return Ok(e_mail.parse().ok().filter(|_| verified));
        }
        if metadata.userinfo_endpoint().is_none() {
            return Ok(None);
        }
        if !person.access_token_fits {
            log_word("its access token does not match");
            return Err(ProviderError::InvalidResponse);
        }
        let asking = self.asking().map_err(|_| ProviderError::OutOfReach)?;
        let client = CoreClient::from_provider_metadata(
            metadata.clone(),
            self.client_id.clone(),
            Some(self.client_secret.clone()),
        );
        let subject = SubjectIdentifier::new(person.identity.subject);
        let claims: CoreUserInfoClaims = client
            .user_info(person.access_token, Some(subject))
            .map_err(|_| ProviderError::InvalidResponse)?
            .request_async(asking)
            .await
            .map_err(|error| match error {
                UserInfoError::Request(cause) => {
                    log("asked about a user", &cause);
                    ProviderError::OutOfReach
                }
                _ => {
                    log_word("its user information cannot be trusted");
                    ProviderError::InvalidResponse
                }
            })?;
        let is_verified = claims.email_verified() == Some(true);
        Ok(claims.email().filter(|_| is_verified).and_then(|e_mail| e_mail.parse().ok()))
    }
}

fn log(when: &'static str, error: &HttpError) {
    let cause = std::error::Error::source(error).map(ToString::to_string);
    tracing::warn!(%error, cause, when, "the single sign-on provider cannot be reached");
}

fn log_word(reason: &'static str) {
    tracing::warn!(reason, "the single sign-on provider cannot be used");
}

/// A description of the failed check, without the token's values, which identify people.
fn in_a_word(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "expired",
        ClaimsVerificationError::InvalidAudience(_) => "wrong audience",
        ClaimsVerificationError::InvalidIssuer(_) => "wrong issuer",
        ClaimsVerificationError::InvalidNonce(_) => "wrong nonce",
        ClaimsVerificationError::InvalidSubject(_) => "wrong subject",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "form",
    }
}
