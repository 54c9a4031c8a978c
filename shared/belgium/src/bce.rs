//! The numbers of the Crossroads Bank for Enterprises (BCE, KBO).

use std::fmt;
use std::str::FromStr;

use crate::digits::{complement_to_97, digits_of, number, text};

/// An enterprise number (numéro d'entreprise, ondernemingsnummer): ten digits, the first 0 or 1, the last
/// two 97 less the remainder of the first eight divided by 97.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnterpriseNumber([u8; 10]);

/// The number of an establishment unit (unité d'établissement, vestigingseenheid): ten digits, the first
/// 2 to 8, with the check digits of an [`EnterpriseNumber`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EstablishmentNumber([u8; 10]);

/// Either number; the first digit tells which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OrganisationNumber {
    /// An enterprise.
    Enterprise(EnterpriseNumber),
    /// One of an enterprise's establishment units.
    Establishment(EstablishmentNumber),
}

/// Why a text is no number of the Crossroads Bank. The messages never repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BceError {
    /// Something that is neither a digit nor punctuation nor the prefix of an enterprise number.
    #[error("only digits, spaces, dots and dashes may be used, and BE in front of an enterprise number")]
    Character,
    /// Too few or too many digits.
    #[error("10 digits are needed (or the 9 of an old enterprise number), {found} found")]
    Length {
        /// How many digits there are.
        found: usize,
    },
    /// An establishment unit where an enterprise is asked for.
    #[error("this is the number of an establishment unit; an enterprise number begins with 0 or 1")]
    Establishment,
    /// An enterprise where an establishment unit is asked for.
    #[error("this is an enterprise number; that of an establishment unit begins with 2 to 8")]
    Enterprise,
    /// The first digit is 9.
    #[error("the first digit is 0 or 1 for an enterprise and 2 to 8 for an establishment unit")]
    FirstDigit,
    /// Digits 9 and 10.
    #[error(
        "digits 9 and 10 do not fit the first eight: they are 97 less the remainder of those eight \
         divided by 97"
    )]
    CheckDigits,
}

impl EnterpriseNumber {
    /// Reads a number as people write it: ten digits with any spaces, dots and dashes, or the nine of
    /// an old number, which lacks the leading zero; after `BE` (as in a VAT number) or not.
    ///
    /// # Errors
    /// [`BceError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, BceError> {
        let mut digits = digits_of(without_prefix(text)).ok_or(BceError::Character)?;
        if digits.len() == 9 {
            digits.insert(0, b'0');
        }
        let digits = ten(digits)?;
        match digits[0] {
            b'0' | b'1' => checked(digits).map(Self),
            b'9' => Err(BceError::FirstDigit),
            _ => Err(BceError::Establishment),
        }
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        text(&self.0)
    }
}

impl EstablishmentNumber {
    /// Reads a number as people write it: ten digits with any spaces, dots and dashes.
    ///
    /// # Errors
    /// [`BceError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, BceError> {
        let digits = ten(digits_of(text).ok_or(BceError::Character)?)?;
        match digits[0] {
            b'0' | b'1' => Err(BceError::Enterprise),
            b'9' => Err(BceError::FirstDigit),
            _ => checked(digits).map(Self),
        }
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        text(&self.0)
    }
}

impl OrganisationNumber {
    /// Reads an enterprise number or that of an establishment unit, as the first digit tells.
    ///
    /// # Errors
    /// [`BceError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, BceError> {
        match EnterpriseNumber::parse(text) {
            Err(BceError::Establishment) => EstablishmentNumber::parse(text).map(Self::Establishment),
            read => read.map(Self::Enterprise),
        }
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Enterprise(enterprise) => enterprise.as_str(),
            Self::Establishment(establishment) => establishment.as_str(),
        }
    }
}

fn without_prefix(text: &str) -> &str {
    let text = text.trim_start_matches(' ');
    match text.get(..2) {
        Some(prefix) if prefix.eq_ignore_ascii_case("BE") => &text[2..],
        _ => text,
    }
}

fn ten(digits: Vec<u8>) -> Result<[u8; 10], BceError> {
    digits.try_into().map_err(|digits: Vec<u8>| BceError::Length { found: digits.len() })
}

fn checked(digits: [u8; 10]) -> Result<[u8; 10], BceError> {
    if number(&digits[8..]) == complement_to_97(number(&digits[..8])) { Ok(digits) } else { Err(BceError::CheckDigits) }
}

/// Writes the number as it is printed, `0403.019.261`.
impl fmt::Display for EnterpriseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.as_str();
        write!(f, "{}.{}.{}", &digits[..4], &digits[4..7], &digits[7..])
    }
}

/// Writes the number as it is printed, `2.000.000.042`.
impl fmt::Display for EstablishmentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.as_str();
        write!(f, "{}.{}.{}.{}", &digits[..1], &digits[1..4], &digits[4..7], &digits[7..])
    }
}

/// Writes the number as it is printed.
impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enterprise(enterprise) => enterprise.fmt(f),
            Self::Establishment(establishment) => establishment.fmt(f),
        }
    }
}

impl fmt::Debug for EnterpriseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnterpriseNumber({self})")
    }
}

impl fmt::Debug for EstablishmentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EstablishmentNumber({self})")
    }
}

impl FromStr for EnterpriseNumber {
    type Err = BceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl FromStr for EstablishmentNumber {
    type Err = BceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl FromStr for OrganisationNumber {
    type Err = BceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with_check(first_eight: u64) -> String {
        format!("{first_eight:08}{:02}", 97 - first_eight % 97)
    }

    #[test]
    fn known_enterprises_are_read() {
        for text in ["0403019261", "0428759497", "0206653946", "0411766483"] {
            let enterprise = EnterpriseNumber::parse(text).unwrap();
            assert_eq!(enterprise.as_str(), text);
            assert_eq!(text.parse(), Ok(enterprise));
        }
    }

    #[test]
    fn the_usual_ways_of_writing_an_enterprise_number_are_read() {
        let expected = EnterpriseNumber::parse("0403019261").unwrap();
        for text in [
            "0403.019.261",
            "0403 019 261",
            "0403-019-261",
            "403019261",
            "403.019.261",
            "BE0403019261",
            "BE 0403.019.261",
            " be-403.019.261",
        ] {
            assert_eq!(EnterpriseNumber::parse(text), Ok(expected));
            let organisation = OrganisationNumber::Enterprise(expected);
            assert_eq!(text.parse(), Ok(organisation));
        }
        assert_eq!(expected.to_string(), "0403.019.261");
        assert_eq!(format!("{expected:?}"), "EnterpriseNumber(0403.019.261)");
    }

    #[test]
    fn establishment_units_begin_with_2_to_8() {
        for first in 2..=8 {
            let text = with_check(first * 10_000_000 + 1234);
            let establishment = EstablishmentNumber::parse(&text).unwrap();
            assert_eq!(establishment.as_str(), text);
            let organisation = OrganisationNumber::Establishment(establishment);
            assert_eq!(OrganisationNumber::parse(&text), Ok(organisation));
            assert_eq!(organisation.as_str(), text);
            assert_eq!(EnterpriseNumber::parse(&text), Err(BceError::Establishment));
        }
        let printed = EstablishmentNumber::parse("2.000.000.042").map(|number| number.to_string());
        assert_eq!(printed.as_deref(), Ok("2.000.000.042"));
    }

    #[test]
    fn each_error_has_its_reason() {
        for (text, error) in [
            ("0431150351", BceError::CheckDigits),
            ("0000000000", BceError::CheckDigits), // 97 is written 97, never 00
            ("2000000043", BceError::CheckDigits),
            ("9000000000", BceError::FirstDigit),
            ("", BceError::Length { found: 0 }),
            ("BE", BceError::Length { found: 0 }),
            ("04030192", BceError::Length { found: 8 }),
            ("04030192610", BceError::Length { found: 11 }),
            ("0403/019/261", BceError::Character),
            ("BEBE0403019261", BceError::Character),
            ("FR0403019261", BceError::Character),
            ("é403019261", BceError::Character),
            ("BE2000000042", BceError::Character),
        ] {
            assert_eq!(OrganisationNumber::parse(text), Err(error));
        }
        let enterprise = EstablishmentNumber::parse("0403019261");
        assert_eq!(enterprise, Err(BceError::Enterprise));
        let nine_digits = EstablishmentNumber::parse("200000004");
        assert_eq!(nine_digits, Err(BceError::Length { found: 9 }));
        let first_digit = EstablishmentNumber::parse("9000000000");
        assert_eq!(first_digit, Err(BceError::FirstDigit));
        assert_eq!(EnterpriseNumber::parse("9000000000"), Err(BceError::FirstDigit));
    }

    #[test]
    fn numbers_show_in_debug_output_as_they_are_printed() {
        let enterprise = EnterpriseNumber::parse("0403019261").map(|number| format!("{number:?}"));
        assert_eq!(enterprise.as_deref(), Ok("EnterpriseNumber(0403.019.261)"));
        let establishment = EstablishmentNumber::parse("2000000042").map(|number| format!("{number:?}"));
        assert_eq!(establishment.as_deref(), Ok("EstablishmentNumber(2.000.000.042)"));
    }

    proptest! {
        #[test]
        fn every_number_that_can_be_issued_is_read_back(first_eight in 0..90_000_000_u64) {
            let text = with_check(first_eight);
            let organisation = OrganisationNumber::parse(&text).unwrap();
            prop_assert_eq!(organisation.as_str(), &text);
            prop_assert_eq!(organisation.to_string().parse(), Ok(organisation));
            let is_enterprise = matches!(organisation, OrganisationNumber::Enterprise(_));
            prop_assert_eq!(is_enterprise, first_eight < 20_000_000);
        }

        #[test]
        fn a_wrong_digit_or_swapped_neighbours_are_refused(first_eight in 0..90_000_000_u64) {
            let text = with_check(first_eight).into_bytes();
            let mut slips = Vec::new();
            for at in 0..10 {
                slips.extend((b'0'..=b'9').map(|digit| {
                    let mut slip = text.clone();
                    slip[at] = digit;
                    slip
                }));
            }
            for at in 0..9 {
                let mut slip = text.clone();
                slip.swap(at, at + 1);
                slips.push(slip);
            }
            for slip in slips.into_iter().filter(|slip| *slip != text) {
                let slip = String::from_utf8(slip).unwrap();
                prop_assert!(OrganisationNumber::parse(&slip).is_err());
            }
        }

        #[test]
        fn arbitrary_text_never_panics(text in any::<String>(), digits in "(BE)?[0-9 .-]{0,14}") {
            let _ = (OrganisationNumber::parse(&text), OrganisationNumber::parse(&digits));
            let _ = (EstablishmentNumber::parse(&text), EstablishmentNumber::parse(&digits));
        }
    }
}
