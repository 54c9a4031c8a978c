//! The language in which the caller wants to read why a call failed.

use http::HeaderMap;
use http::header::ACCEPT_LANGUAGE;
use trajet_belgium::Language;

/// Where nothing else is asked.
const DEFAULT: Language = Language::English;

tokio::task_local! {
    static CURRENT: Language;
}

/// The most wanted language of `accept-language` in which there are messages, else English.
pub(crate) fn of_headers(headers: &HeaderMap) -> Language {
    let mut best = (0.0, DEFAULT);
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    for range in wanted.unwrap_or_default().split(',') {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = match parameters.trim().strip_prefix("q=") {
            Some(number) => number.trim().parse::<f32>().unwrap_or(0.0),
            None => 1.0,
        };
        let primary = tag.split('-').next().unwrap_or_default().trim();
        if let Ok(language) = primary.parse()
            && weight > best.0
        {
            best = (weight, language);
        }
    }
    best.1
}

/// The language of the request that this task answers.
///
/// What fails in the midst of a stream is told in English: streams are for services, which decide on the reason alone.
pub(crate) fn current() -> Language {
    CURRENT.try_with(|language| *language).unwrap_or(DEFAULT)
}

/// Runs `answer` for a caller of this language.
pub(crate) async fn scope<F: Future>(language: Language, answer: F) -> F::Output {
    CURRENT.scope(language, answer).await
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn chosen(accept: &str) -> Language {
        let value = HeaderValue::from_str(accept).expect("a header value");
        of_headers(&HeaderMap::from_iter([(ACCEPT_LANGUAGE, value)]))
    }

    #[test]
    fn the_most_wanted_known_language_is_chosen() {
        assert_eq!(chosen("nl"), Language::Dutch);
        assert_eq!(chosen("FR-be"), Language::French);
        assert_eq!(chosen("pl, de;q=0.4, fr;q=0.8"), Language::French);
        assert_eq!(chosen("nl, fr"), Language::Dutch);
        assert_eq!(chosen("nl;q=0, fr;q=0.1"), Language::French);
    }

    #[test]
    fn anything_else_is_english() {
        for accept in ["", "pl", "*", "nl;q=x", "nl;q=-1", ";;,,", "deutsch"] {
            assert_eq!(chosen(accept), Language::English, "{accept}");
        }
        assert_eq!(of_headers(&HeaderMap::new()), Language::English);
    }

    #[tokio::test]
    async fn the_language_belongs_to_the_task_that_answers() {
        assert_eq!(current(), Language::English);
        assert_eq!(scope(Language::German, async { current() }).await, Language::German);
    }
}
