//! Recording who represents the person by law, and the end of it (D1, own reading).
//!
//! The circular knows no representative. Whoever is one by law is written to, and acts in the place of the person, on the days
//! and for the acts of the representation. An end can be moved to an earlier day and not to a later one: who represents the
//! person again does so by another representation. What was done before stays, whatever end is recorded later.

use std::cmp::Ordering;

use chrono::NaiveDate;
use trajet_law::months::{EARLIEST, LATEST};
use trajet_law::representation::Representation;

use super::going;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// How many representations a case holds.
const MOST: usize = 20;

/// Records one, under the next number.
pub(crate) fn record(state: &State, new: &Representation) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    let from = ImpossibleDate::outside(DateField::RepresentedFrom, new.from, EARLIEST, LATEST);
    let until = new
        .until
        .and_then(|until| ImpossibleDate::outside(DateField::RepresentedUntil, until, new.from.max(EARLIEST), LATEST));
    possible(from.into_iter().chain(until))?;
    let representations = &state.representations;
    if representations.iter().any(|known| Representation { number: known.number, ..new.clone() } == *known) {
        return Ok(Vec::new());
    }
    if representations.iter().count() >= MOST {
        return Err(Rejection::TooManyRepresentations);
    }
    Ok(vec![Event::PersonRepresented(Representation { number: representations.next(), ..new.clone() })])
}

/// Ends one.
pub(crate) fn end(state: &State, number: u32, last_day: NaiveDate) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    let known = state.representations.find(number).ok_or(Rejection::RepresentationUnknown)?;
    possible(ImpossibleDate::outside(DateField::EndsOn, last_day, known.from, LATEST))?;
    match known.until.map(|until| (until.cmp(&last_day), until)) {
        Some((Ordering::Equal, _)) => Ok(Vec::new()),
        Some((Ordering::Less, until)) => Err(Rejection::RepresentationEnded { last_day: until }),
        Some((Ordering::Greater, _)) | None => {
            Ok(vec![Event::PersonRepresented(Representation { until: Some(last_day), ..known.clone() })])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::samples::{Case, day, refuse, representation};

    fn record(from: NaiveDate, until: Option<NaiveDate>) -> Command {
        Command::RecordRepresentation(Representation { from, until, ..representation() })
    }

    fn end(number: u32, last_day: NaiveDate) -> Command {
        Command::EndRepresentation { number, last_day }
    }

    fn periods(case: &Case) -> Vec<(u32, NaiveDate, Option<NaiveDate>)> {
        case.state.representations.iter().map(|it| (it.number, it.from, it.until)).collect()
    }

    #[test]
    fn d1_a_representation_is_kept_under_its_number_and_the_same_again_changes_nothing() {
        let mut case = Case::recognised();
        let on = day(2022, 10, 3);
        case.on(on, &record(day(2020, 1, 1), None));
        assert_eq!(case.on(on, &record(day(2020, 1, 1), None)), []);
        case.on(on, &record(day(2022, 10, 1), Some(day(2023, 9, 30))));
        assert_eq!(case.on(on, &record(day(2022, 10, 1), Some(day(2023, 9, 30)))), []);
        let expected = [(1, day(2020, 1, 1), None), (2, day(2022, 10, 1), Some(day(2023, 9, 30)))];
        assert_eq!(periods(&case), expected);
    }

    #[test]
    fn d1_an_end_can_be_moved_to_an_earlier_day_only() {
        let mut case = Case::recognised();
        let on = day(2022, 10, 3);
        case.on(on, &record(day(2022, 9, 1), None));
        case.on(on, &end(1, day(2023, 3, 31)));
        assert_eq!(case.on(on, &end(1, day(2023, 3, 31))), []);
        assert_eq!(case.refused(on, &end(1, day(2023, 4, 1))).code(), "REPRESENTATION_ENDED");
        case.on(on, &end(1, day(2022, 12, 31)));
        assert_eq!(periods(&case), [(1, day(2022, 9, 1), Some(day(2022, 12, 31)))]);
        assert_eq!(case.refused(on, &end(2, day(2022, 12, 31))).code(), "REPRESENTATION_UNKNOWN");
    }

    #[test]
    fn d1_days_that_cannot_be_and_too_many_are_refused() {
        let mut case = Case::recognised();
        let on = day(2022, 10, 3);
        let backwards = record(day(2022, 10, 1), Some(day(2022, 9, 30)));
        assert_eq!(case.refused(on, &backwards).code(), "IMPOSSIBLE_DATES");
        for days in 1..=20 {
            case.on(on, &record(day(2022, 10, days), None));
        }
        assert_eq!(case.refused(on, &record(day(2022, 11, 1), None)).code(), "TOO_MANY_REPRESENTATIONS");
        assert_eq!(case.refused(on, &end(1, day(2022, 9, 30))).code(), "IMPOSSIBLE_DATES");
        let mut refused = Case::declared();
        refused.on(on, &refuse(on));
        assert_eq!(refused.refused(on, &record(day(2022, 10, 1), None)).code(), "RECOGNITION_REFUSED");
    }
}
