//! From a credential to a caller.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use trajet_runtime::Failure;

use crate::caller::Caller;

/// Longer credentials are refused unread.
const LONGEST: usize = 8 * 1024;

/// Finds out who calls. It sees the headers alone: the body is not read yet.
pub trait Authenticate: Send + Sync {
    /// The caller whom the headers prove.
    ///
    /// # Errors
    /// [`Failure::CredentialsMissing`] or [`Failure::CredentialsInvalid`]; never which check failed.
    fn authenticate(&self, headers: &HeaderMap) -> Result<Caller, Failure>;
}

/// The token of the one `authorization: Bearer` header.
///
/// # Errors
/// If there is none, or more than one, or one of another kind.
pub fn bearer(headers: &HeaderMap) -> Result<&str, Failure> {
    let mut all = headers.get_all(AUTHORIZATION).into_iter();
    let header = all.next().ok_or(Failure::CredentialsMissing)?;
    if all.next().is_some() || header.len() > LONGEST {
        return Err(Failure::CredentialsInvalid);
    }
    let text = header.to_str().map_err(|_| Failure::CredentialsInvalid)?;
    let (scheme, token) = text.split_once(' ').ok_or(Failure::CredentialsInvalid)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token) } else { Err(Failure::CredentialsInvalid) }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(values: &[&str]) -> Result<String, Failure> {
        let mut headers = HeaderMap::new();
        for text in values {
            headers.append(AUTHORIZATION, HeaderValue::from_str(text).expect("a header value"));
        }
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn exactly_one_bearer_token_is_read() {
        assert_eq!(read(&["Bearer abc"]), Ok("abc".to_owned()));
        assert_eq!(read(&["bearer abc"]), Ok("abc".to_owned()));
        assert_eq!(read(&[]), Err(Failure::CredentialsMissing));
        for wrong in [&["Basic abc"][..], &["abc"], &["Bearer abc", "Bearer abc"], &[&"x".repeat(9_000)]] {
            assert_eq!(read(wrong), Err(Failure::CredentialsInvalid));
        }
    }
}
