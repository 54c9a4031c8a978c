//! Of which employer an occupational physician tells something of a CODEX trajectory (X5; D14, D21 and M4 a by it).
//!
//! A person can work for several employers at once. Each has a service for prevention and protection at work, and one service can
//! be that of two of them: who asked for a trajectory, and which one ended, is told apart by the service and the employer.

use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::{BceError, EnterpriseNumber};

/// An employer of a person (*employeur*, *werkgever*), by its enterprise number. Its `Debug` shows nothing: where somebody works
/// is personal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Employer(EnterpriseNumber);

impl Employer {
    /// Reads an enterprise number.
    ///
    /// # Errors
    /// [`BceError`] names the first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, BceError> {
        EnterpriseNumber::parse(text).map(Self)
    }

    /// The ten digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for Employer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Employer(..)")
    }
}

/// A word of an occupational physician, as far as it tells whose trajectory it is of.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Whether it is of a request.
    pub requests: bool,
    /// Its day.
    pub on: NaiveDate,
    /// The employer, where the word names one.
    pub employer: Option<Employer>,
}

/// The employer whom the words of one service mean that name none: whom it named first, by their days, in a request before
/// all else; none while it named nobody, which is an employer of its own (own reading).
#[must_use]
pub fn unnamed(words: impl IntoIterator<Item = Word>) -> Option<Employer> {
    let named = words.into_iter().filter_map(|word| Some((!word.requests, word.on, word.employer?)));
    named.min().map(|(.., employer)| employer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(requests: bool, day: u32, employer: Option<&str>) -> Word {
        let on = NaiveDate::from_ymd_opt(2022, 9, day).expect("a day");
        Word { requests, on, employer: employer.map(|number| Employer::parse(number).expect("a number")) }
    }

    #[test]
    fn x5_a_word_without_a_number_means_whom_its_service_named_first_and_a_request_counts_before_all_else() {
        let (one, other) = ("0403019261", "0206653946");
        let means = |words: &[Word]| unnamed(words.iter().copied()).map(|employer| employer.as_str().to_owned());
        assert_eq!(means(&[]), None);
        assert_eq!(means(&[word(true, 1, None), word(false, 2, None)]), None);
        assert_eq!(means(&[word(true, 1, None), word(false, 9, Some(one))]).as_deref(), Some(one));
        let words = [word(false, 1, Some(other)), word(true, 5, Some(one)), word(true, 6, Some(other))];
        assert_eq!(means(&words).as_deref(), Some(one));
        let backwards: Vec<_> = words.into_iter().rev().collect();
        assert_eq!(means(&backwards).as_deref(), Some(one), "in whatever order it is told");
    }

    #[test]
    fn x5_an_employer_is_a_checked_number_and_does_not_show_in_debug_output() {
        assert_eq!(
            Employer::parse("0403.019.261").map(|employer| employer.as_str().to_owned()),
            Ok("0403019261".into())
        );
        assert_eq!(Employer::parse("0403019262"), Err(BceError::CheckDigits));
        let shown = format!("{:?}", Employer::parse("0403019261"));
        assert_eq!(shown, "Ok(Employer(..))");
    }
}
