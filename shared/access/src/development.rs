//! Tokens for development: made and checked with a key of this installation.
//!
//! `trajet-dev.<claims>.<code>`, where the claims are JSON and the code is HMAC-SHA-256 over the text of the claims, each
//! in base64url without padding.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use serde::{Deserialize, Serialize};
use trajet_runtime::{Failure, KeyRing, machine_now};

use crate::authenticate::{Authenticate, bearer};
use crate::caller::Caller;

const PREFIX: &str = "trajet-dev.";
const PURPOSE: &str = "trajet development token";

/// Makes and checks development tokens. Never to be used in production: whoever has the key can be anyone.
#[derive(Debug, Clone)]
pub struct DevelopmentTokens(Arc<KeyRing>);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    sub: String,
    role: String,
    insurer: String,
    organisation: String,
    exp: i64,
}

impl DevelopmentTokens {
    /// With the token key of this ring.
    #[must_use]
    pub fn new(keys: Arc<KeyRing>) -> Self {
        Self(keys)
    }

    /// A token for `caller` that is valid up to, and not at, `expires`.
    ///
    /// # Panics
    /// Never: claims are texts and a number, which JSON can write.
    #[must_use]
    pub fn issue(&self, caller: &Caller, expires: DateTime<Utc>) -> String {
        let claims = Claims {
            sub: caller.subject.to_string(),
            role: caller.role.to_string(),
            insurer: caller.insurer.to_string(),
            organisation: caller.organisation.as_str().to_owned(),
            exp: expires.timestamp(),
        };
        let claims = serde_json::to_vec(&claims).expect("claims are texts and a number, which JSON can write");
        let claims = URL_SAFE_NO_PAD.encode(claims);
        let code = URL_SAFE_NO_PAD.encode(self.0.token_code(PURPOSE, claims.as_bytes()));
        format!("{PREFIX}{claims}.{code}")
    }

    /// Nothing is read of the claims before the code has proven them.
    fn check(&self, token: &str, now: DateTime<Utc>) -> Option<Caller> {
        let (claims, code) = token.strip_prefix(PREFIX)?.split_once('.')?;
        let code = URL_SAFE_NO_PAD.decode(code).ok()?;
        if !self.0.token_code_is_valid(PURPOSE, claims.as_bytes(), &code) {
            return None;
        }
        let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?;
        if claims.exp <= now.timestamp() {
            return None;
        }
        Some(Caller {
            subject: claims.sub.parse().ok()?,
            role: claims.role.parse().ok()?,
            insurer: claims.insurer.parse().ok()?,
            organisation: claims.organisation.parse().ok()?,
        })
    }
}

/// By the machine's clock: a simulated date does not make tokens older.
impl Authenticate for DevelopmentTokens {
    fn authenticate(&self, headers: &HeaderMap) -> Result<Caller, Failure> {
        self.check(bearer(headers)?, machine_now()).ok_or(Failure::CredentialsInvalid)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use chrono::TimeDelta;
    use trajet_runtime::Entropy;

    use super::*;
    use crate::caller::Role;

    fn tokens(seed: u64) -> DevelopmentTokens {
        DevelopmentTokens::new(Arc::new(KeyRing::seeded(&Entropy::seeded(seed))))
    }

    fn caller() -> Caller {
        Caller {
            subject: "physician-7".parse().unwrap(),
            role: Role::Physician,
            insurer: "300".parse().unwrap(),
            organisation: "0206653946".parse().unwrap(),
        }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000, 0).unwrap()
    }

    #[test]
    fn a_token_gives_its_caller_back_until_it_expires() {
        let token = tokens(1).issue(&caller(), now() + TimeDelta::seconds(60));
        assert_eq!(tokens(1).check(&token, now()), Some(caller()));
        assert_eq!(tokens(1).check(&token, now() + TimeDelta::seconds(59)), Some(caller()));
        assert_eq!(tokens(1).check(&token, now() + TimeDelta::seconds(60)), None);
    }

    #[test]
    fn another_installation_refuses_the_token() {
        let token = tokens(1).issue(&caller(), now() + TimeDelta::days(1));
        assert_eq!(tokens(2).check(&token, now()), None);
    }

    #[test]
    fn a_token_with_any_other_character_is_refused() {
        let token = tokens(1).issue(&caller(), now() + TimeDelta::days(1));
        for (index, character) in token.char_indices() {
            for other in ['A', 'b', '0', '-', '.', '='] {
                let mut altered = token.clone();
                altered.replace_range(index..=index, &other.to_string());
                assert!(other == character || tokens(1).check(&altered, now()).is_none(), "{altered}");
            }
            assert_eq!(tokens(1).check(&token[..index], now()), None);
        }
        assert_eq!(tokens(1).check(&format!("{token}A"), now()), None);
    }

    #[test]
    fn claims_that_are_not_those_of_a_caller_are_refused_even_if_signed() {
        let sign = |claims: &str| {
            let claims = URL_SAFE_NO_PAD.encode(claims);
            let code = URL_SAFE_NO_PAD.encode(tokens(1).0.token_code(PURPOSE, claims.as_bytes()));
            format!("{PREFIX}{claims}.{code}")
        };
        let good = r#"{"sub":"a","role":"auditor","insurer":"300","organisation":"0206653946","exp":1800000000}"#;
        assert!(tokens(1).check(&sign(good), now()).is_some());
        for (from, to) in [
            ("auditor", "king"),
            ("\"a\"", "\"Jan Peeters\""),
            ("300", "3000"),
            ("0206653946", "0206653947"),
            ("1800000000", "\"never\""),
            ("\"exp\"", "\"admin\":1,\"exp\""),
        ] {
            let claims = good.replace(from, to);
            assert_eq!(tokens(1).check(&sign(&claims), now()), None, "{claims}");
        }
    }

    #[test]
    fn every_refusal_is_the_same() {
        let tokens = tokens(1);
        let refuse = |token: String| {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
            tokens.authenticate(&headers)
        };
        assert_eq!(refuse(tokens.issue(&caller(), machine_now() + TimeDelta::minutes(5))), Ok(caller()));
        for wrong in [tokens.issue(&caller(), machine_now()), "trajet-dev.x.y".into(), String::new()] {
            assert_eq!(refuse(wrong), Err(Failure::CredentialsInvalid));
        }
        assert_eq!(tokens.authenticate(&HeaderMap::new()), Err(Failure::CredentialsMissing));
    }
}
