//! An OpenID provider in the test's own process. It behaves correctly unless a test tells it otherwise.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tetsuzuki::server::http::router::router;
use tetsuzuki::server::staff::oidc::{ClientSecret, OidcConfig};
use tokio::net::TcpListener;

use crate::support::{City, noon_of_today};

pub const SECRET: &str = "the secret of this installation";
pub const CLIENT: &str = "tetsuzuki";
pub const SITE: &str = "http://127.0.0.1:3000";

/// What an endpoint of the provider answers instead of the correct response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Huge,
    Slow,
    Redirect,
    NotJson,
}

type Change = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// Makes an ID token from claims.
pub type Tokens = Arc<dyn Fn(Value, &Signer) -> String + Send + Sync>;

/// How the provider behaves, and which requests it has received.
pub struct Behaviour {
    pub subject: String,
    pub e_mail: Option<String>,
    pub verified: Option<bool>,
    /// Whether the e-mail address is in the ID token, or only in the response to `/userinfo`.
    pub email_in_token: bool,
    /// The subject in the response to `/userinfo`, if it differs from the one in the ID token.
    pub userinfo_subject: Option<String>,
    /// Changes the claims before they are signed.
    pub claims: Change,
    /// Makes the ID token; by default, signs it.
    pub token: Tokens,
    pub faults: BTreeMap<&'static str, Fault>,
    /// Changes the provider's metadata.
    pub metadata: Change,
    pub signer: Signer,
    /// The error for every code, if no code is accepted.
    pub refusal: Option<String>,
    pub asked: Vec<String>,
    codes: BTreeMap<String, (String, String)>,
}

impl std::fmt::Debug for Behaviour {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Behaviour")
    }
}

/// Signs with a key of the provider.
#[derive(Clone)]
pub struct Signer {
    seed: u8,
    key_id: String,
}

impl Signer {
    pub fn of(seed: u8) -> Self {
        Self { seed, key_id: format!("key-{seed}") }
    }

    /// A key with the id of another.
    pub fn named(seed: u8, key_id: &str) -> Self {
        Self { seed, key_id: key_id.to_owned() }
    }

    fn key(&self) -> CoreEdDsaPrivateSigningKey {
        // PKCS #8 around 32 bytes of Ed25519 (RFC 8410).
        let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
        der.extend([self.seed; 32]);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
        CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(self.key_id.clone()))).unwrap()
    }

    pub fn public(&self) -> Value {
        serde_json::to_value(self.key().as_verification_key()).unwrap()
    }

    pub fn sign(&self, claims: &Value) -> String {
        let beginning = beginning(&json!({ "alg": "EdDSA", "kid": self.key_id }), claims);
        let signature = self.key().sign(&CoreJwsSigningAlgorithm::EdDsa, beginning.as_bytes()).unwrap();
        format!("{beginning}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Header and claims, encoded, without a signature.
pub fn beginning(header: &Value, claims: &Value) -> String {
    [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".")
}

/// A running provider.
#[derive(Debug, Clone)]
pub struct Provider {
    pub issuer: String,
    behaviour: Arc<Mutex<Behaviour>>,
}

impl Provider {
    /// A provider at which the owner of an e-mail address logs in.
    pub async fn of(e_mail: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider = Self {
            issuer,
            behaviour: Arc::new(Mutex::new(Behaviour {
                subject: "subject-4711".to_owned(),
                e_mail: Some(e_mail.to_owned()),
                verified: Some(true),
                email_in_token: true,
                userinfo_subject: None,
                claims: Arc::new(|_| {}),
                token: Arc::new(|claims, signer| signer.sign(&claims)),
                faults: BTreeMap::new(),
                metadata: Arc::new(|_| {}),
                signer: Signer::of(1),
                refusal: None,
                asked: Vec::new(),
                codes: BTreeMap::new(),
            })),
        };
        let addresses = Router::new().fallback(answer).with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, addresses).await });
        provider
    }

    pub fn behaviour(&self) -> MutexGuard<'_, Behaviour> {
        self.behaviour.lock().unwrap()
    }

    /// How many requests an endpoint has received.
    pub fn request_count(&self, address: &str) -> usize {
        self.behaviour().asked.iter().filter(|asked| asked.starts_with(address)).count()
    }

    /// The configuration of the site for this provider.
    pub fn config(&self, only: bool) -> OidcConfig {
        OidcConfig {
            issuer: self.issuer.parse().unwrap(),
            client_id: CLIENT.to_owned(),
            client_secret: ClientSecret::of(SECRET).unwrap(),
            site: SITE.parse().unwrap(),
            only,
        }
    }

    /// The city with single sign-on at this provider.
    pub fn serving(&self, city: &City, only: bool) -> City {
        let state = city.state.clone().with_single_sign_on(&self.config(only)).unwrap();
        City { router: router(state.clone()), state }
    }

    /// Logs in someone who was redirected to `address`. Returns the address they are redirected back to.
    pub fn log_in(&self, address: &str) -> String {
        let asked = query(address);
        assert!(address.starts_with(&format!("{}/authorize?", self.issuer)), "{address}");
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["redirect_uri"], format!("{SITE}/staff/login/return"));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{address}");
        let mut behaviour = self.behaviour();
        let code = format!("code-{}", behaviour.codes.len() + 1);
        behaviour.codes.insert(code.clone(), (asked["nonce"].clone(), asked["code_challenge"].clone()));
        format!("/staff/login/return?state={}&code={code}", asked["state"])
    }
}

/// The query parameters of an address.
pub fn query(address: &str) -> BTreeMap<String, String> {
    let (_, query) = address.split_once('?').unwrap_or(("", address));
    let decode =
        |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned();
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

async fn answer(State(provider): State<Provider>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let form = String::from_utf8(axum::body::to_bytes(body, 65_536).await.unwrap().to_vec()).unwrap();
    let path = parts.uri.path().to_owned();
    let fault = {
        let mut behaviour = provider.behaviour();
        behaviour.asked.push(format!("{path} {form}"));
        behaviour.faults.get(path.as_str()).copied()
    };
    match fault {
        Some(Fault::Huge) => {
            return ([(header::CONTENT_TYPE, "application/json")], " ".repeat(8 << 20)).into_response();
        }
        Some(Fault::Slow) => tokio::time::sleep(Duration::from_secs(60)).await,
        Some(Fault::Redirect) => return Redirect::temporary("/elsewhere").into_response(),
        Some(Fault::NotJson) => return "hello".into_response(),
        None => {}
    }
    let issuer = provider.issuer.clone();
    let at = |path: &str| format!("{issuer}{path}");
    let behaviour = provider.behaviour();
    match path.as_str() {
        "/.well-known/openid-configuration" => {
            let mut metadata = json!({
                "issuer": issuer,
                "authorization_endpoint": at("/authorize"),
                "token_endpoint": at("/token"),
                "userinfo_endpoint": at("/userinfo"),
                "jwks_uri": at("/keys"),
                "end_session_endpoint": at("/logout"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                // Too long: the site limits how much it reads.
                "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
            });
            (behaviour.metadata)(&mut metadata);
            Json(metadata).into_response()
        }
        "/keys" => Json(json!({ "keys": [behaviour.signer.public()] })).into_response(),
        "/token" => token(behaviour, &issuer, &parts.headers, &query(&form)),
        "/userinfo" => {
            let authorised = parts.headers.get(header::AUTHORIZATION).is_some_and(|value| value == "Bearer access");
            if !authorised {
                return StatusCode::UNAUTHORIZED.into_response();
            }
            let subject = behaviour.userinfo_subject.as_ref().unwrap_or(&behaviour.subject);
            Json(json!({ "sub": subject, "email": behaviour.e_mail, "email_verified": behaviour.verified }))
                .into_response()
        }
        _ => Response::builder().status(404).body(Body::empty()).unwrap(),
    }
}

fn token(
    mut behaviour: MutexGuard<'_, Behaviour>,
    issuer: &str,
    headers: &HeaderMap,
    form: &BTreeMap<String, String>,
) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if let Some(refusal) = &behaviour.refusal {
        return refused(refusal);
    }
    // Id and secret are form-encoded before they are joined (RFC 6749, 2.3.1).
    let client = STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+")));
    if headers.get(header::AUTHORIZATION).is_none_or(|value| *value != format!("Basic {client}")) {
        return refused("invalid_client");
    }
    // A code can be used once.
    let Some((nonce, challenge)) = form.get("code").and_then(|code| behaviour.codes.remove(code)) else {
        return refused("invalid_grant");
    };
    let made = URL_SAFE_NO_PAD.encode(Sha256::digest(form.get("code_verifier").map_or("", String::as_str)));
    let sent_back = format!("{SITE}/staff/login/return");
    if made != challenge || form.get("redirect_uri") != Some(&sent_back) {
        return refused("invalid_grant");
    }
    let now = noon_of_today().timestamp();
    let mut claims = json!({
        "iss": issuer, "sub": behaviour.subject, "aud": CLIENT, "nonce": nonce, "iat": now, "exp": now + 300,
    });
    if behaviour.email_in_token {
        claims["email"] = json!(behaviour.e_mail);
        claims["email_verified"] = json!(behaviour.verified);
    }
    (behaviour.claims)(&mut claims);
    let token = (behaviour.token)(claims, &behaviour.signer);
    Json(json!({ "access_token": "access", "token_type": "Bearer", "id_token": token })).into_response()
}
