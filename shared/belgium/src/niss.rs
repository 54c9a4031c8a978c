//! The identification number of social security (NISS, INSZ, SSIN).

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::digits::{complement_to_97, digits_of, number, text};

/// The identification number of social security (NISS, INSZ): the number of the National Register, or
/// the BIS number that the Crossroads Bank gives to whom the Register does not hold.
///
/// Eleven digits: date of birth `YYMMDD`, a counter of three and two check digits. A BIS number has 20
/// (sex unknown) or 40 (sex known) added to the month. Month and day are zero where they are unknown.
///
/// The number says nothing that a decision may rest on: dates and sexes get corrected, unknown ones are
/// filled in, and a person's number can be replaced by another. For the same reason it is no key.
///
/// It stays out of logs: `Debug` hides it and there is no `Display`.
///
/// The check digits tell the century, because those of the two centuries always differ. They catch every
/// wrong digit and every swap of two neighbours within one century. Across the centuries three slips make
/// another valid number: the second digit of the year wrong by 6 (1986 reads as 2080), and the month's
/// two digits swapped where they are 0 and 2, or 2 and 4. A birth in the future could give them away, but
/// there is no clock here: who knows today's date compares it with [`birth_date`](Self::birth_date).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Niss {
    digits: [u8; 11],
    kind: NissKind,
    birth_date: Option<NaiveDate>,
}

/// Who gave a [`Niss`], and what they knew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NissKind {
    /// A number of the National Register.
    Register,
    /// A BIS number; the sex was unknown (month + 20).
    BisSexUnknown,
    /// A BIS number; the sex was known (month + 40).
    BisSexKnown,
}

/// The sex that a [`Niss`] tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sex {
    /// An even counter.
    Female,
    /// An odd counter.
    Male,
}

/// Why a text is no [`Niss`]. The messages never repeat the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NissError {
    /// Something that is neither a digit nor punctuation.
    #[error("only digits, spaces, dots and dashes may be used")]
    Character,
    /// Too few or too many digits.
    #[error("11 digits are needed, {found} found")]
    Length {
        /// How many digits there are.
        found: usize,
    },
    /// Digits 3 and 4.
    #[error("digits 3 and 4 are no month: 00 (unknown) to 12, and for a BIS number 20 or 40 more")]
    Month,
    /// Digits 5 and 6.
    #[error("digits 5 and 6 are no day of that month: 00 (unknown) to the month's last day")]
    Day,
    /// Digits 7 to 9.
    #[error("digits 7 to 9 are a counter that is never issued: 001 to 998 are")]
    Counter,
    /// Digits 10 and 11.
    #[error(
        "digits 10 and 11 do not fit the first nine: they are 97 less the remainder of those nine \
         divided by 97, with a 2 put in front of the nine for a birth from 2000 on"
    )]
    CheckDigits,
    /// 29 February of a year without it.
    #[error("29 February does not exist in the year of birth that the check digits tell")]
    LeapDay,
}

impl Niss {
    /// Reads a number as people write it: eleven digits, with spaces, dots and dashes wherever they like.
    ///
    /// # Errors
    /// [`NissError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, NissError> {
        let digits = digits_of(text).ok_or(NissError::Character)?;
        let digits: [u8; 11] =
            digits.try_into().map_err(|digits: Vec<u8>| NissError::Length { found: digits.len() })?;
        let [year, raw_month, day] =
            [0, 2, 4].map(|at| u32::from(digits[at] - b'0') * 10 + u32::from(digits[at + 1] - b'0'));

        let (kind, month) = kind_and_month(raw_month).ok_or(NissError::Month)?;
        if day > longest(month) {
            return Err(NissError::Day);
        }
        if matches!(number(&digits[6..9]), 0 | 999) {
            return Err(NissError::Counter);
        }
        let century = century(number(&digits[..9]), number(&digits[9..])).ok_or(NissError::CheckDigits)?;
        let birth_date = NaiveDate::from_ymd_opt(century + year.cast_signed(), month, day);
        if birth_date.is_none() && month > 0 && day > 0 {
            return Err(NissError::LeapDay);
        }
        Ok(Self { digits, kind, birth_date })
    }

    /// The eleven digits, for storing and sending; never for a log.
    #[must_use]
    pub fn as_str(&self) -> &str {
        text(&self.digits)
    }

    /// The number as it stands on a card, `85.07.30-033.28`; never for a log.
    #[must_use]
    pub fn punctuated(&self) -> String {
        let digits = self.as_str();
        format!("{}.{}.{}-{}.{}", &digits[..2], &digits[2..4], &digits[4..6], &digits[6..9], &digits[9..])
    }

    /// Who gave the number.
    #[must_use]
    pub const fn kind(&self) -> NissKind {
        self.kind
    }

    /// Whether it is a BIS number.
    #[must_use]
    pub fn is_bis(&self) -> bool {
        self.kind != NissKind::Register
    }

    /// The date of birth in the number, the century told by the check digits; `None` where the month or
    /// the day is unknown. Not for decisions: the date in the person's file counts.
    #[must_use]
    pub const fn birth_date(&self) -> Option<NaiveDate> {
        self.birth_date
    }

    /// The sex in the number; `None` where it was unknown. Not for decisions: the sex in the person's
    /// file counts.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        match (self.kind, self.digits[8] % 2) {
            (NissKind::BisSexUnknown, _) => None,
            (_, 0) => Some(Sex::Female),
            _ => Some(Sex::Male),
        }
    }
}

/// Splits digits 3 and 4 into what they tell: the kind of number and the month, 0 if unknown.
fn kind_and_month(raw: u32) -> Option<(NissKind, u32)> {
    match raw {
        0..=12 => Some((NissKind::Register, raw)),
        20..=32 => Some((NissKind::BisSexUnknown, raw - 20)),
        40..=52 => Some((NissKind::BisSexKnown, raw - 40)),
        _ => None,
    }
}

/// The last day that `month` can have in some year; an unknown month can have 31.
fn longest(month: u32) -> u32 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The century whose check number is `check`. At most one fits: they are always apart by 2 000 000 000
/// modulo 97, which is not zero.
fn century(first_nine: u64, check: u64) -> Option<i32> {
    if check == complement_to_97(first_nine) {
        Some(1900)
    } else if check == complement_to_97(2_000_000_000 + first_nine) {
        Some(2000)
    } else {
        None
    }
}

/// Hides the digits.
impl fmt::Debug for Niss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Niss(***********)")
    }
}

impl FromStr for Niss {
    type Err = NissError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<&str> for Niss {
    type Error = NissError;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests;
