//! Taking a report over into the case that it is about (X5, X9, X10).
//!
//! A report is taken once, by one case: taken again it does nothing, and neither does another case that asks for it. One
//! that tells what the same partner told before does nothing either, so that no partner can make a case grow by saying
//! the same again. The case is one of an incapacity during which it happened (own reading): a person can have had one
//! before, and have one after. A case takes a bounded number of different facts (own limit): what is beyond it stays with the
//! reports that belong to no case.

use crate::command::Context;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::report::Told;
use crate::state::{Case, State};

/// The most different facts that a case holds.
const MOST_FACTS: usize = 200;

/// Takes a report over, unless this case or another one holds it, or this one knows what it tells.
pub(crate) fn decide(state: &State, told: &Told, context: &Context) -> Result<Vec<Event>, Rejection> {
    match state {
        State::Case(Case { recognition: Some(recognition), told: known, ended, .. }) => {
            let same = |known: &Told| known.report == told.report || known.tells_as(told.partner, &told.fact);
            let is_known = known.iter().any(same);
            if is_known || context.claimed_by.is_some() {
                return Ok(Vec::new());
            }
            let (on, last_day) = (told.fact.on(), ended.as_ref().map(|ending| ending.last_day));
            if on < recognition.incapacity_start || last_day.is_some_and(|last_day| last_day < on) {
                return Err(Rejection::OutsideTheIncapacity);
            }
            if known.len() >= MOST_FACTS {
                return Err(Rejection::CaseFull);
            }
            Ok(vec![Event::FactTold(told.clone())])
        }
        State::Empty | State::Case(_) => Err(Rejection::NotRecognised),
        State::Partner(_) | State::Report(_) | State::Inbox(_) | State::Erased => Err(Rejection::OtherStream),
    }
}

#[cfg(test)]
mod tests {
    use trajet_belgium::EnterpriseNumber;

    use super::*;
    use crate::command::Command;
    use crate::samples::{CASE, Stream, day, ended, receive, take, take_start};
    use crate::{claim, claimed};

    #[test]
    fn x5_a_report_is_taken_once() {
        let mut case = Stream::case();
        let events = case.on(day(2022, 9, 20), &take(1, day(2022, 9, 10)));
        assert!(matches!(events[..], [Event::FactTold(_)]));
        assert_eq!(events[0].effective_on(), day(2022, 9, 10));
        assert_eq!(case.on(day(2022, 9, 21), &take(1, day(2022, 9, 10))), []);
        assert_eq!(case.on(day(2022, 9, 21), &take(2, day(2022, 9, 11))).len(), 1);
        assert_eq!(claim(&case.state).count(), 2);
        assert_eq!(claim(&case.state).next(), claimed(&take(1, day(2022, 9, 10))));
    }

    #[test]
    fn x5_the_same_told_again_by_the_same_partner_does_nothing() {
        let mut case = Stream::case();
        case.on(day(2022, 9, 20), &take(1, day(2022, 9, 10)));
        assert_eq!(case.on(day(2022, 9, 20), &take(2, day(2022, 9, 10))), []);
        let Command::Take(told) = take(3, day(2022, 9, 10)) else { panic!("a report") };
        let partner = EnterpriseNumber::parse("0403019261").expect("a valid number");
        assert_eq!(case.on(day(2022, 9, 20), &Command::Take(Told { partner, ..told })).len(), 1);
    }

    #[test]
    fn x5_a_report_that_another_case_holds_is_left_there() {
        let mut case = Stream { claimed_by: Some(CASE), ..Stream::case() };
        assert_eq!(case.on(day(2022, 9, 20), &take(1, day(2022, 9, 10))), []);
    }

    #[test]
    fn x5_a_report_is_taken_by_the_case_of_the_incapacity_during_which_it_happened() {
        let mut case = Stream::case();
        case.on(day(2022, 12, 1), &ended(day(2022, 11, 30), false));
        for outside in [day(2022, 8, 31), day(2022, 12, 1)] {
            assert_eq!(case.refusal(day(2022, 12, 15), &take(1, outside)), "OUTSIDE_THE_INCAPACITY");
        }
        for (report, during) in [(1, day(2022, 9, 1)), (2, day(2022, 11, 30))] {
            assert_eq!(case.on(day(2022, 12, 15), &take(report, during)).len(), 1);
        }
        // Taken before the end was told: it stays.
        let mut held = Stream::case();
        held.on(day(2022, 12, 2), &take(1, day(2022, 12, 1)));
        held.on(day(2022, 12, 3), &ended(day(2022, 11, 30), false));
        assert_eq!(held.on(day(2022, 12, 4), &take(1, day(2022, 12, 1))), []);
    }

    #[test]
    fn x5_a_case_takes_a_bounded_number_of_different_facts() {
        let mut case = Stream::case();
        let today = day(2022, 12, 15);
        let of = |number: u8| {
            EnterpriseNumber::parse(&format!(
                "0{:07}{:02}",
                2_000_000 + u32::from(number),
                97 - (2_000_000 + u32::from(number)) % 97
            ))
        };
        let told = |number: u8| {
            let Command::Take(told) = take(number, day(2022, 9, 10)) else { panic!("a report") };
            Command::Take(Told { partner: of(number).expect("a valid number"), ..told })
        };
        for number in 0..200 {
            assert_eq!(case.on(today, &told(number)).len(), 1);
        }
        assert_eq!(case.refusal(today, &told(200)), "CASE_FULL");
        // What it knows it knows.
        assert_eq!(case.on(today, &told(7)), []);
        assert_eq!(claim(&case.state).count(), MOST_FACTS);
    }

    #[test]
    fn x10_what_a_regional_service_tells_is_taken_once_and_by_its_day() {
        let mut case = Stream::case();
        let events = case.on(day(2022, 9, 20), &take_start(1, day(2022, 9, 10)));
        assert!(matches!(events[..], [Event::FactTold(_)]));
        assert_eq!((events[0].effective_on(), events[0].ground().to_string()), (day(2022, 9, 10), "X10".into()));
        assert_eq!(case.on(day(2022, 9, 20), &take_start(2, day(2022, 9, 10))), []);
        assert_eq!(case.refusal(day(2022, 9, 20), &take_start(3, day(2022, 8, 31))), "OUTSIDE_THE_INCAPACITY");
        // The same day of another fact is another fact.
        assert_eq!(case.on(day(2022, 9, 20), &take(4, day(2022, 9, 10))).len(), 1);
    }

    #[test]
    fn x7_only_a_recognised_case_takes_a_report() {
        assert_eq!(Stream::default().refusal(day(2022, 9, 20), &take(1, day(2022, 9, 10))), "NOT_RECOGNISED");
        let mut ahead = Stream::default();
        ahead.on(day(2022, 12, 1), &ended(day(2022, 11, 30), false));
        assert_eq!(ahead.refusal(day(2022, 12, 1), &take(1, day(2022, 9, 10))), "NOT_RECOGNISED");
        let mut report = Stream::default();
        report.on(day(2022, 9, 20), &receive(day(2022, 9, 10)));
        assert_eq!(report.refusal(day(2022, 9, 20), &take(1, day(2022, 9, 10))), "OTHER_STREAM");
    }
}
