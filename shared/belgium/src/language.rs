//! The languages the platform speaks.

use std::fmt;
use std::str::FromStr;

/// A language of the platform: the three national languages, and English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Français.
    French,
    /// Nederlands.
    Dutch,
    /// Deutsch.
    German,
    /// English: no national language, for documentation and for who reads none of the three.
    English,
}

impl Language {
    /// Every language, the national ones first.
    pub const ALL: [Self; 4] = [Self::French, Self::Dutch, Self::German, Self::English];

    /// The ISO 639-1 code: `fr`, `nl`, `de` or `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::Dutch => "nl",
            Self::German => "de",
            Self::English => "en",
        }
    }
}

/// Writes the ISO 639-1 code.
impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Reads the ISO 639-1 code, in small or capital letters.
impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(text)).ok_or(LanguageError::Unknown)
    }
}

/// Why a text names no [`Language`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LanguageError {
    /// Another language, or no ISO 639-1 code.
    #[error("a language is written as its ISO 639-1 code: fr, nl, de or en")]
    Unknown,
}

/// One fixed text in every [`Language`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Texts {
    /// In French.
    pub fr: &'static str,
    /// In Dutch.
    pub nl: &'static str,
    /// In German.
    pub de: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Texts {
    /// The text in `language`.
    #[must_use]
    pub const fn in_(&self, language: Language) -> &'static str {
        match language {
            Language::French => self.fr,
            Language::Dutch => self.nl,
            Language::German => self.de,
            Language::English => self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_read_back_from_its_code() {
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
            assert_eq!(language.code().to_uppercase().parse(), Ok(language));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "f", "fra", "français", "fr-BE", " fr", "es"] {
            assert_eq!(text.parse::<Language>(), Err(LanguageError::Unknown));
        }
    }

    #[test]
    fn a_text_is_given_in_the_language_asked_for() {
        let texts = Texts { fr: "lundi", nl: "maandag", de: "Montag", en: "Monday" };
        let given = Language::ALL.map(|language| texts.in_(language));
        assert_eq!(given, ["lundi", "maandag", "Montag", "Monday"]);
    }
}
