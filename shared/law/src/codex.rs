//! Of which employer an occupational physician tells something of a CODEX trajectory (X5; D14, D21 and M4 a by it).
//!
//! A person can work for several employers at once. Each has a service for prevention and protection at work, and one service can
//! be that of two of them: who asked for a trajectory, and which one ended, is told apart by the service and the employer.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::{BceError, EnterpriseNumber};

use crate::code::coded_enum;

coded_enum! {
    /// Who asked the occupational physician to start a trajectory: Code on well-being at work, art. I.4-73. Any of them keeps the
    /// questionnaire and the estimate back (Q4 a, M4 a); the employer's request suspends a trajectory of the insurance (D14).
    pub enum CodexRequester: "who asked for a CODEX trajectory" {
        /// The worker.
        Worker = "worker",
        /// The worker's treating physician, with the worker's agreement.
        TreatingPhysician = "treating_physician",
        /// The employer.
        Employer = "employer",
    }
}

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

/// A request or an end that an occupational physician tells, as far as it tells whose trajectory it is of.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Whether it is a request; else it is an end.
    pub requests: bool,
    /// Its day.
    pub on: NaiveDate,
    /// The employer, where the word names one.
    pub employer: Option<Employer>,
}

/// Whether an end ends what was asked for, where both are words of one service, by all requests and ends that the service told (own
/// reading). Their days alone decide, and never the order in which they were told.
///
/// By its day, it ends what was asked for of the employer whom it names, and one that names nobody what was asked for of nobody
/// named. Where nothing was, an end that names somebody ends what was asked for of nobody named; and one that names nobody ends
/// what was asked for of the one employer there is, not counting what earlier ends had certainly ended by then. A request without a name
/// is one with that of the same day which names somebody, where those of that day name one employer alone: it was told again with
/// its employer. So a word of an employer takes nothing from what was asked for of another on another day: what is ended too late takes
/// one more word, and what is ended too early was unlawful.
#[must_use]
pub fn ends(end: Word, request: Word, of_the_service: impl IntoIterator<Item = Word>) -> bool {
    if end.requests || !request.requests || end.on < request.on {
        return false;
    }
    let by_then = of_the_service.into_iter().filter(|word| word.on <= end.on);
    let (requests, ended): (Vec<Word>, Vec<Word>) = by_then.partition(|word| word.requests);
    let asked: Vec<Asked> = requests.iter().map(|request| (request.on, employer(*request, &requests))).collect();
    let of = employer(request, &requests);
    match end.employer {
        Some(_) => is_of(end.employer, of, &asked),
        None => is_of(None, of, &going_on(&asked, &ended, end.on)),
    }
}

/// What was asked for: the day, and the employer.
type Asked = (NaiveDate, Option<Employer>);

/// The employer of whom a request is: whom it names, or else the only one whom those of its day name.
fn employer(request: Word, requests: &[Word]) -> Option<Employer> {
    let same_day = requests.iter().filter(|other| other.on == request.on);
    let named: BTreeSet<Employer> = same_day.filter_map(|other| other.employer).collect();
    request.employer.or_else(|| named.first().copied().filter(|_| named.len() == 1))
}

/// Whether an end with an employer, or without one, is of what was asked for of an employer, by all that was.
fn is_of(end: Option<Employer>, of: Option<Employer>, asked: &[Asked]) -> bool {
    if asked.iter().any(|(_, other)| *other == end) {
        of == end
    } else if end.is_some() {
        of.is_none()
    } else {
        asked.iter().all(|(_, other)| *other == of)
    }
}

/// What an end of a day that names nobody can be of: not what was asked for and ended on earlier days, by an end that names an
/// employer, or by one that names nobody while nothing was going on but of one. What ended on the day of its request may be of before
/// it, and is not left out.
fn going_on(asked: &[Asked], ended: &[Word], day: NaiveDate) -> Vec<Asked> {
    let mut going_on = asked.to_vec();
    let days: BTreeSet<NaiveDate> = ended.iter().map(|end| end.on).filter(|on| *on < day).collect();
    for on in days {
        let by_then = |all: &[Asked]| all.iter().copied().filter(|(asked_on, _)| *asked_on <= on).collect::<Vec<_>>();
        let (known, beside) = (by_then(asked), by_then(&going_on));
        let over = |end: &Word, of: Option<Employer>| match end.employer {
            Some(_) => is_of(end.employer, of, &known),
            None => beside.iter().all(|(_, other)| *other == of),
        };
        let of_the_day = || ended.iter().filter(|end| end.on == on);
        going_on.retain(|(asked_on, of)| on <= *asked_on || !of_the_day().any(|end| over(end, *of)));
    }
    going_on
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
        ended_after(&[], requests, day, employer)
    }

    /// The same after other ends.
    fn ended_after(
        ends_before: &[(u32, Option<&str>)],
        requests: &[(u32, Option<&str>)],
        day: u32,
        employer: Option<&str>,
    ) -> Vec<u32> {
        let requested: Vec<_> = requests.iter().map(|(day, employer)| word(true, *day, *employer)).collect();
        let end = word(false, day, employer);
        let before = ends_before.iter().map(|(day, employer)| word(false, *day, *employer));
        let words: Vec<_> = requested.iter().copied().chain(before).chain([end]).collect();
        let backwards = words.iter().rev().copied();
        let all = |request: &Word| ends(end, *request, words.iter().copied());
        assert!(requested.iter().all(|request| all(request) == ends(end, *request, backwards.clone())));
        let number = |request: &Word| chrono::Datelike::day(&request.on);
        requested.iter().filter(|request| all(request)).map(number).collect()
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
    fn x5_d14_an_end_that_names_nobody_is_of_the_only_trajectory_that_still_goes_on() {
        let spring_and_autumn = [(1, ONE), (9, OTHER)];
        assert_eq!(ended_after(&[(5, ONE)], &spring_and_autumn, 12, None), [9]);
        assert_eq!(ended_after(&[(5, ONE)], &[(1, ONE), (3, OTHER)], 12, None), [3], "also beside it");
        assert_eq!(ended_after(&[(5, None)], &[(1, None), (9, OTHER)], 12, None), [9], "the unnamed was over");
        assert_eq!(ended_after(&[(5, None)], &[(1, ONE), (9, OTHER)], 12, None), [9]);
        assert_eq!(ended_after(&[(5, ONE)], &[(1, None), (9, OTHER)], 12, None), [9]);
        // Not where it cannot be known which of several is over.
        assert_eq!(ended_after(&[(5, None)], &[(1, ONE), (3, OTHER)], 12, None), [0; 0]);
        assert_eq!(ended_after(&[(5, None)], &[(1, None), (3, OTHER)], 12, None), [1], "said once more of the unnamed");
        assert_eq!(ended_after(&[(12, ONE)], &spring_and_autumn, 12, None), [0; 0], "of the same day, in any order");
        assert_eq!(ended_after(&[(5, ONE)], &[(5, ONE), (9, OTHER)], 12, None), [0; 0], "nor is that of its first day");
        // What names its employer is of that one, whatever ended before.
        assert_eq!(ended_after(&[(5, ONE)], &[(1, ONE), (3, None)], 12, ONE), [1]);
    }

    #[test]
    fn x5_a_request_without_an_employer_is_that_of_the_same_day_only_where_that_names_one() {
        assert_eq!(ended(&[(1, None), (1, ONE), (1, OTHER)], 9, ONE), [1], "which of the two it is nobody said");
        assert_eq!(ended(&[(1, None), (1, ONE), (1, OTHER)], 9, None), [1]);
        assert_eq!(ended(&[(1, None), (1, OTHER), (1, ONE)], 9, OTHER), [1]);
    }

    proptest::proptest! {
        #[test]
        fn x5_no_order_of_telling_changes_what_an_end_ends(
            told in proptest::collection::vec((0_u8..2, 1_u32..5, 0_usize..3), 1..16),
            turned in 0_usize..16,
        ) {
            let words: Vec<_> = told.iter().map(|(kind, day, of)| word(*kind == 0, *day, [None, ONE, OTHER][*of])).collect();
            let mut other: Vec<_> = words.iter().rev().copied().collect();
            let by = turned % other.len();
            other.rotate_left(by);
            for (end, request) in words.iter().flat_map(|end| words.iter().map(move |request| (*end, *request))) {
                let first = ends(end, request, words.iter().copied());
                proptest::prop_assert_eq!(first, ends(end, request, other.iter().copied()));
            }
        }
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
