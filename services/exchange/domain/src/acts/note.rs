//! Noting what the assessment service tells: the recognition, and the end of the incapacity.
//!
//! Circular 2022/383, part III, 3.1, step 1 (recognition). A fact is recorded whatever the case's state; what cannot act
//! yet is parked and released by a later event.

use crate::event::Event;
use crate::fact::{Ending, Fact, ParkedBecause, Recognition, StartCorrection};
use crate::referral::{AskedReferral, EndedReferral};
use crate::rejection::Rejection;
use crate::state::{Case, State};

/// Notes a fact. One that is known already does nothing. Only a stream that is no case refuses it.
pub(crate) fn decide(state: &State, fact: &Fact) -> Result<Vec<Event>, Rejection> {
    let none = Case::default();
    let case = match state {
        State::Empty => &none,
        State::Case(case) => case,
        State::Partner(_) | State::Report(_) | State::Inbox(_) | State::Erased => return Err(Rejection::OtherStream),
    };
    Ok(match effect(case, fact) {
        Ok(events) => events,
        Err(_) if case.parked.iter().any(|(parked, _)| parked == fact) => Vec::new(),
        Err(because) => vec![Event::FactParked { fact: fact.clone(), because }],
    })
}

/// Releases the first parked fact that can act.
pub(crate) fn release(state: &State) -> Option<Vec<Event>> {
    let State::Case(case) = state else { return None };
    case.parked.iter().find_map(|(fact, _)| {
        let mut events = effect(case, fact).ok()?;
        events.insert(0, Event::FactReleased { fact: fact.clone() });
        Some(events)
    })
}

fn effect(case: &Case, fact: &Fact) -> Result<Vec<Event>, ParkedBecause> {
    match fact {
        Fact::Recognised(recognition) => recognised(case, recognition),
        Fact::Corrected(told) => Ok(corrected(case, told)),
        Fact::Ended(ending) => ended(case, ending),
        Fact::Referred(asked) => referred(case, asked),
        Fact::ReferralEnded(told) => referral_ended(case, told),
    }
}

fn recognised(case: &Case, recognition: &Recognition) -> Result<Vec<Event>, ParkedBecause> {
    let Some(known) = &case.recognition else { return Ok(vec![Event::CaseOpened(recognition.clone())]) };
    let Recognition { person, incapacity_start, recognised_on, taken_over_on: _, source: _ } = recognition;
    // What was told of it first; corrections came after.
    let told_start = case.corrections.first().map_or(known.incapacity_start, |first| first.from);
    let same = known.person == *person && told_start == *incapacity_start && known.recognised_on == *recognised_on;
    if same { Ok(Vec::new()) } else { Err(ParkedBecause::Contradicts) }
}

/// One that stands already does nothing, nor does one that is told before the recognition, which tells the first day as it
/// then stands. What was taken over stays; reports that wait find the case by the days that it has now.
fn corrected(case: &Case, told: &StartCorrection) -> Vec<Event> {
    let changes = case.recognition.as_ref().is_some_and(|known| known.incapacity_start != told.to);
    changes.then(|| Event::StartCorrected(told.clone())).into_iter().collect()
}

fn ended(case: &Case, ending: &Ending) -> Result<Vec<Event>, ParkedBecause> {
    if case.recognition.is_none() {
        return Err(ParkedBecause::NotRecognised);
    }
    let Some(known) = &case.ended else { return Ok(vec![Event::IncapacityEnded(ending.clone())]) };
    let same = (known.last_day, known.deceased) == (ending.last_day, ending.deceased);
    match (known.died_on, ending.died_on) {
        _ if !same => Err(ParkedBecause::Contradicts),
        // The death after an end that came otherwise is told with that end again.
        (None, Some(_)) => Ok(vec![Event::IncapacityEnded(ending.clone())]),
        (Some(known), Some(died_on)) if known != died_on => Err(ParkedBecause::Contradicts),
        _ => Ok(Vec::new()),
    }
}

fn referred(case: &Case, asked: &AskedReferral) -> Result<Vec<Event>, ParkedBecause> {
    if case.recognition.is_none() {
        return Err(ParkedBecause::NotRecognised);
    }
    let known = case.referrals.iter().any(|one| one.asked.source == asked.source);
    Ok((!known).then(|| Event::ReferralReceived(asked.clone())).into_iter().collect())
}

/// The end of one that is over, or that nobody told of, does nothing.
fn referral_ended(case: &Case, told: &EndedReferral) -> Result<Vec<Event>, ParkedBecause> {
    if case.recognition.is_none() {
        return Err(ParkedBecause::NotRecognised);
    }
    let open = case.referral(told.number, told.key).is_some_and(|one| one.course.is_open());
    Ok(open.then(|| Event::ReferralEnded(told.clone())).into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::fact::Source;
    use crate::people::Person;
    use crate::samples::{Stream, corrected, day, ended, receive, recognised, recognised_from, register};

    #[test]
    fn m1_a_recognition_opens_the_case_and_told_twice_does_nothing() {
        let mut stream = Stream::default();
        let events = stream.on(day(2022, 9, 5), &recognised());
        assert!(matches!(events[..], [Event::CaseOpened(_)]));
        assert_eq!(events[0].effective_on(), day(2022, 9, 5));
        assert_eq!(stream.on(day(2022, 9, 6), &recognised()), []);
    }

    #[test]
    fn t6_a_recognition_with_other_dates_is_parked_once_and_changes_nothing() {
        let mut stream = Stream::case();
        let other = recognised_from(day(2022, 8, 1));
        let events = stream.on(day(2022, 9, 6), &other);
        assert!(matches!(events[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
        assert_eq!(stream.on(day(2022, 9, 7), &other), []);
        let State::Case(case) = &stream.state else { panic!("a case") };
        assert_eq!(case.recognition.as_ref().map(|known| known.incapacity_start), Some(day(2022, 9, 1)));
    }

    #[test]
    fn t6_a_recognition_is_the_same_by_person_first_day_and_day_of_the_decision() {
        let Command::Note(Fact::Recognised(known)) = recognised() else { panic!("a recognition") };
        let person = Person { surname: "Janssens".into(), ..known.person.clone() };
        for other in [
            Recognition { person, ..known.clone() },
            Recognition { incapacity_start: day(2022, 8, 31), ..known.clone() },
            Recognition { recognised_on: day(2022, 9, 6), ..known.clone() },
        ] {
            let effective_on = other.recognised_on;
            let events = Stream::case().on(day(2022, 9, 7), &Command::Note(Fact::Recognised(other)));
            assert!(
                matches!(events[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]),
                "{events:?}"
            );
            assert_eq!(events[0].effective_on(), effective_on);
        }
        let elsewhere = Source { position: 99, ..known.source.clone() };
        let again = Recognition { source: elsewhere, ..known };
        assert_eq!(Stream::case().on(day(2022, 9, 7), &Command::Note(Fact::Recognised(again))), []);
    }

    #[test]
    fn t9_a_corrected_first_day_is_noted_once_and_the_recognition_stays_known() {
        let mut stream = Stream::case();
        let told = corrected(day(2022, 9, 1), day(2022, 8, 15));
        let events = stream.on(day(2022, 10, 7), &told);
        assert!(matches!(events[..], [Event::StartCorrected(_)]));
        assert_eq!(stream.on(day(2022, 10, 8), &told), []);
        assert_eq!(stream.on(day(2022, 10, 8), &recognised()), []);
        let State::Case(case) = &stream.state else { panic!("a case") };
        assert_eq!(case.recognition.as_ref().map(|known| known.incapacity_start), Some(day(2022, 8, 15)));
        assert_eq!(Stream::default().on(day(2022, 10, 7), &told), [], "the recognition tells it");
    }

    #[test]
    fn t6_b_a_death_after_the_end_is_noted_once_with_that_end() {
        let last_day = day(2022, 11, 30);
        let died = |on| {
            let Command::Note(Fact::Ended(ending)) = ended(last_day, false) else { panic!("an end") };
            Command::Note(Fact::Ended(Ending { died_on: Some(on), ..ending }))
        };
        let mut stream = Stream::case();
        stream.on(day(2022, 12, 1), &ended(last_day, false));
        let events = stream.on(day(2023, 1, 9), &died(day(2023, 1, 6)));
        assert_eq!((events.len(), events[0].effective_on()), (1, day(2023, 1, 6)));
        assert_eq!(stream.on(day(2023, 1, 9), &died(day(2023, 1, 6))), []);
        assert_eq!(stream.on(day(2023, 1, 9), &ended(last_day, false)), []);
        let other = stream.on(day(2023, 1, 9), &died(day(2023, 1, 7)));
        assert!(matches!(other[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
    }

    #[test]
    fn t6_an_end_told_ahead_of_the_recognition_is_parked_and_released_by_it() {
        let mut stream = Stream::default();
        let parked = stream.on(day(2022, 12, 1), &ended(day(2022, 11, 30), true));
        assert!(matches!(parked[..], [Event::FactParked { because: ParkedBecause::NotRecognised, .. }]));
        let events = stream.on(day(2022, 12, 2), &recognised());
        assert!(matches!(
            events[..],
            [Event::CaseOpened(_), Event::FactReleased { .. }, Event::IncapacityEnded(Ending { deceased: true, .. })]
        ));
        assert_eq!(stream.state.parked(), []);
        assert_eq!(stream.on(day(2022, 12, 3), &ended(day(2022, 11, 30), true)), []);
        let other = stream.on(day(2022, 12, 3), &ended(day(2022, 11, 29), true));
        assert!(matches!(other[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
    }

    #[test]
    fn x7_a_stream_that_is_no_case_notes_nothing() {
        for begun in [receive(day(2022, 9, 10)), register("2022-01-01", None)] {
            let mut stream = Stream::default();
            stream.on(day(2022, 9, 10), &begun);
            assert_eq!(stream.refusal(day(2022, 9, 10), &recognised()), "OTHER_STREAM");
        }
    }
}
