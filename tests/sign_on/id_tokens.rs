//! ID tokens that are not valid.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{is_logged_in, sign_on};
use crate::support::provider::{Provider, SECRET, Signer, Tokens, beginning};
use crate::support::staff::{Browser, EDITOR, OFFICE, office};
use crate::support::{Database, has, noon_of_today};

/// An invalid ID token, with a description of the error.
type InvalidToken = (&'static str, Tokens);

fn with_claims(what: &'static str, change: impl Fn(&mut Value) + Send + Sync + 'static) -> InvalidToken {
    let token = move |mut claims: Value, signer: &Signer| {
        change(&mut claims);
        signer.sign(&claims)
    };
    (what, Arc::new(token))
}

fn hmac(key: &[u8], text: &str) -> String {
    use base64::Engine as _;
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    mac.update(text.as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

#[tokio::test]
async fn a_word_that_does_not_hold_lets_nobody_in() {
    let now = noon_of_today().timestamp();
    let tokens: Vec<InvalidToken> = vec![
        with_claims("another nonce", |claims| claims["nonce"] = json!("a".repeat(64))),
        with_claims("no nonce", |claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
        with_claims("for another client", |claims| claims["aud"] = json!("another")),
        with_claims("for another client too", |claims| claims["aud"] = json!(["tetsuzuki", "another"])),
        with_claims("issued to another client", |claims| claims["azp"] = json!("another")),
        with_claims("another issuer", |claims| claims["iss"] = json!("https://login.example.jp")),
        with_claims("nearly the issuer", |claims| {
            claims["iss"] = json!(format!("{}/", claims["iss"].as_str().unwrap()))
        }),
        with_claims("expired", move |claims| claims["exp"] = json!(now - 61)),
        with_claims("of the future", move |claims| claims["iat"] = json!(now + 120)),
        with_claims("about nobody", |claims| drop(claims.as_object_mut().unwrap().remove("sub"))),
        ("without signature", Arc::new(|claims, _| format!("{}.", beginning(&json!({ "alg": "none" }), &claims)))),
        (
            "none, with a signature",
            Arc::new(|claims, signer| {
                let signed = signer.sign(&claims);
                format!("{}.{}", beginning(&json!({ "alg": "none" }), &claims), signed.rsplit('.').next().unwrap())
            }),
        ),
        (
            "signed with the shared secret",
            Arc::new(|claims, _| {
                let text = beginning(&json!({ "alg": "HS256" }), &claims);
                format!("{text}.{}", hmac(SECRET.as_bytes(), &text))
            }),
        ),
        (
            "signed with what is public",
            Arc::new(|claims, signer| {
                let text = beginning(&json!({ "alg": "HS256", "kid": "key-1" }), &claims);
                format!("{text}.{}", hmac(signer.public()["x"].as_str().unwrap().as_bytes(), &text))
            }),
        ),
        ("with another key", Arc::new(|claims, _| Signer::of(9).sign(&claims))),
        ("with another key of the same name", Arc::new(|claims, _| Signer::named(9, "key-1").sign(&claims))),
        (
            "changed afterwards",
            Arc::new(|mut claims, signer| {
                let signed = signer.sign(&claims);
                claims["email"] = json!(OFFICE);
                let header = json!({ "alg": "EdDSA", "kid": "key-1" });
                format!("{}.{}", beginning(&header, &claims), signed.rsplit('.').next().unwrap())
            }),
        ),
        ("no token", Arc::new(|_, _| String::new())),
    ];
    let database = Database::sqlite();
    let provider = Provider::of(EDITOR).await;
    let city = provider.serving(&office(&database).await, false);
    for (what, token) in tokens {
        provider.behaviour().token = token;
        let mut browser = Browser::new(&city);
        let refused = sign_on(&mut browser, &provider).await;
        assert_eq!(refused.header("location"), "/staff/login?sign_on=not_believed", "{what}");
        assert!(!is_logged_in(&mut browser).await, "{what}");
    }
    assert!(has(&Browser::new(&city).get("/staff/login?sign_on=not_believed").await, "[role=alert]"));
    provider.behaviour().token = Arc::new(|claims, signer| signer.sign(&claims));
    assert_eq!(sign_on(&mut Browser::new(&city), &provider).await.header("location"), "/staff");
}
