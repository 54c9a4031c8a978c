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

/// Whether an end ends what was asked for, where both are words of one service, by what that service was asked for in all (own
/// reading).
///
/// By its day, it ends what was asked for of the employer whom it names, and one that names nobody what was asked for of nobody
/// named. Where nothing was, an end that names somebody ends what was asked for of nobody named; and one that names nobody ends
/// what was asked for of the one employer there is. A request without a name is one with that of the same day which names
/// somebody: it was told again with its employer. So a word of an employer never takes from what was asked for of another: what
/// is ended too late takes one more word, and what is ended too early was unlawful.
#[must_use]
pub fn ends(end: Word, request: Word, of_the_service: impl IntoIterator<Item = Word>) -> bool {
    if end.requests || !request.requests || end.on < request.on {
        return false;
    }
    let by_then = of_the_service.into_iter().filter(|word| word.requests && word.on <= end.on);
    let asked: Vec<Word> = by_then.collect();
    let named_on = |day| asked.iter().filter(move |word| word.on == day).find_map(|word| word.employer);
    let of = |request: &Word| request.employer.or_else(|| named_on(request.on));
    if asked.iter().any(|asked| of(asked) == end.employer) {
        of(&request) == end.employer
    } else if end.employer.is_some() {
        of(&request).is_none()
    } else {
        asked.iter().all(|asked| of(asked) == of(&request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Option<&str> = Some("0403019261");
    const OTHER: Option<&str> = Some("0206653946");

    fn word(requests: bool, day: u32, employer: Option<&str>) -> Word {
        let on = NaiveDate::from_ymd_opt(2022, 9, day).expect("a day");
        Word { requests, on, employer: employer.map(|number| Employer::parse(number).expect("a number")) }
    }

    /// Which of the requests the end of a day ends, in whatever order they are told.
    fn ended(requests: &[(u32, Option<&str>)], day: u32, employer: Option<&str>) -> Vec<u32> {
        let words: Vec<_> = requests.iter().map(|(day, employer)| word(true, *day, *employer)).collect();
        let end = word(false, day, employer);
        let backwards = words.iter().rev().copied();
        let all = |request: &Word| ends(end, *request, words.iter().copied());
        assert!(words.iter().all(|request| all(request) == ends(end, *request, backwards.clone())));
        let number = |request: &Word| chrono::Datelike::day(&request.on);
        words.iter().filter(|request| all(request)).map(number).collect()
    }

    #[test]
    fn x5_an_end_is_of_what_was_asked_for_of_its_employer_by_its_day() {
        let two = [(1, ONE), (5, OTHER), (9, ONE)];
        assert_eq!(ended(&two, 8, ONE), [1]);
        assert_eq!(ended(&two, 9, ONE), [1, 9]);
        assert_eq!(ended(&two, 9, OTHER), [5]);
        assert_eq!(ended(&two, 4, OTHER), [0; 0], "nothing was asked for of it by then, and all is of somebody");
        assert_eq!(ended(&[(1, None), (3, None)], 3, None), [1, 3]);
    }

    #[test]
    fn x5_d14_a_word_of_one_employer_takes_nothing_from_what_was_asked_for_before() {
        assert_eq!(ended(&[(1, None), (5, OTHER)], 9, OTHER), [5]);
        assert_eq!(ended(&[(1, None), (5, OTHER)], 9, None), [1]);
        assert_eq!(ended(&[(1, None), (5, OTHER)], 9, ONE), [1], "the one that is left without a name");
        assert_eq!(ended(&[(1, ONE), (5, OTHER)], 9, None), [0; 0], "which of them, one more word says");
    }

    #[test]
    fn x5_where_one_side_names_nobody_it_is_of_the_one_employer_there_is() {
        assert_eq!(ended(&[(1, None)], 9, ONE), [1]);
        assert_eq!(ended(&[(1, ONE), (5, ONE)], 9, None), [1, 5]);
        assert_eq!(ended(&[(1, ONE), (10, OTHER)], 9, None), [1], "what is asked for later says nothing of it");
    }

    #[test]
    fn x5_a_request_that_is_told_again_with_its_employer_is_one_request() {
        assert_eq!(ended(&[(1, None), (1, ONE)], 9, ONE), [1, 1]);
        assert_eq!(ended(&[(1, None), (1, ONE), (5, OTHER)], 9, OTHER), [5]);
        assert_eq!(ended(&[(1, None), (1, ONE)], 9, None), [1, 1]);
    }

    #[test]
    fn x5_an_end_is_no_request_and_nothing_ends_by_what_is_none() {
        let (asked, over) = (word(true, 1, None), word(false, 2, None));
        assert!(!ends(asked, asked, [asked]) && !ends(over, over, [over]) && ends(over, asked, [asked, over]));
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
