//! The number of a health care provider (NIHII: INAMI, RIZIV).

use std::fmt;
use std::str::FromStr;

use crate::digits::{complement_to_97, digits_of, number, text};

/// The number that INAMI (RIZIV) gives to a provider of care: six digits that name the provider, two
/// check digits, and three that tell the qualification.
///
/// The form of eight digits, without the qualification, is deprecated for professionals and still found.
///
/// The check digits are 97 less the remainder of the first six divided by 97. Numbers that were reissued
/// are said to follow another modulus, so digits that do not fit are a [`warning`](Self::warning), no
/// error.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nihii(Vec<u8>);

/// Why a text is no [`Nihii`]. The messages never repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NihiiError {
    /// Something that is neither a digit nor punctuation.
    #[error("only digits, spaces, dots and dashes may be used")]
    Character,
    /// Neither eleven nor eight digits.
    #[error("11 digits are needed (or 8, without the qualification), {found} found")]
    Length {
        /// How many digits there are.
        found: usize,
    },
}

/// What is doubtful about a [`Nihii`] that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NihiiWarning {
    /// Digits 7 and 8 do not fit the first six.
    #[error(
        "digits 7 and 8 are not 97 less the remainder of the first six divided by 97: \
         a typing error, or a number that was reissued"
    )]
    CheckDigits,
}

impl Nihii {
    /// Reads a number as people write it: eleven or eight digits, with any spaces, dots and dashes.
    ///
    /// # Errors
    /// [`NihiiError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, NihiiError> {
        let digits = digits_of(text).ok_or(NihiiError::Character)?;
        match digits.len() {
            8 | 11 => Ok(Self(digits)),
            found => Err(NihiiError::Length { found }),
        }
    }

    /// What is doubtful about the number, to be shown to whoever typed it.
    #[must_use]
    pub fn warning(&self) -> Option<NihiiWarning> {
        let fits = number(&self.0[6..8]) == complement_to_97(number(&self.0[..6]));
        (!fits).then_some(NihiiWarning::CheckDigits)
    }

    /// The digits, eleven or eight.
    #[must_use]
    pub fn as_str(&self) -> &str {
        text(&self.0)
    }

    /// The three digits of the qualification; `None` in the form of eight digits.
    #[must_use]
    pub fn qualification(&self) -> Option<&str> {
        self.as_str().get(8..).filter(|qualification| !qualification.is_empty())
    }
}

/// Writes the digits.
impl fmt::Display for Nihii {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Nihii {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nihii({self})")
    }
}

impl FromStr for Nihii {
    type Err = NihiiError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Nihii {
    type Error = NihiiError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn eleven_digits_hold_a_qualification_and_eight_do_not() {
        for (text, digits, qualification) in [
            ("11478761004", "11478761004", Some("004")),
            ("1-14787-61-004", "11478761004", Some("004")),
            ("1.14787.61", "11478761", None),
        ] {
            let nihii = Nihii::parse(text).unwrap();
            assert_eq!(nihii.as_str(), digits);
            assert_eq!(nihii.qualification(), qualification);
            assert_eq!(nihii.warning(), None);
            assert_eq!(text.parse(), Ok(nihii.clone()));
            assert_eq!(Nihii::try_from(text), Ok(nihii));
        }
    }

    #[test]
    fn check_digits_that_do_not_fit_are_a_warning() {
        for text in ["11478762004", "11478700004", "11478762"] {
            let nihii = Nihii::parse(text).unwrap();
            assert_eq!(nihii.warning(), Some(NihiiWarning::CheckDigits));
            assert_eq!(nihii.to_string(), text);
            assert_eq!(format!("{nihii:?}"), format!("Nihii({text})"));
        }
    }

    #[test]
    fn another_length_is_refused_with_the_digits_found() {
        for (text, found) in [("", 0), ("1147876", 7), ("114787610", 9), ("114787610041", 12)] {
            assert_eq!(Nihii::parse(text), Err(NihiiError::Length { found }));
        }
    }

    #[test]
    fn anything_else_than_digits_and_punctuation_is_refused() {
        for text in ["1147876100A", "1/14787/61/004", "11478761\t004"] {
            assert_eq!(Nihii::parse(text), Err(NihiiError::Character));
        }
    }

    proptest! {
        #[test]
        fn fitting_check_digits_give_no_warning_and_any_other_do(
            provider in 0..1_000_000_u64,
            check in 0..100_u64,
            qualification in "([0-9]{3})?",
        ) {
            let nihii = Nihii::parse(&format!("{provider:06}{check:02}{qualification}")).unwrap();
            prop_assert_eq!(nihii.warning().is_none(), check == 97 - provider % 97);
        }

        #[test]
        fn arbitrary_text_never_panics(text in any::<String>()) {
            if let Ok(nihii) = Nihii::parse(&text) {
                let _ = (nihii.warning(), nihii.qualification(), nihii.to_string());
            }
        }
    }
}
