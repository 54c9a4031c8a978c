//! Noting what other services tell: recognition, concurrent tracks, the request for a trajectory and its end, the end.
//!
//! Circular 2022/383, part III, 3.1, step 1 (recognition) and step 2 (the three tracks beside which nothing is sent), and
//! 3.2, step 2 (the request).
//! A fact is recorded whatever the state; what cannot act yet is parked and released by a later event.

use chrono::NaiveDate;
use trajet_law::questionnaire::send_plan;

use super::{end, replan, take_over};
use crate::event::Event;
use crate::fact::{Fact, ParkedBecause, Recognition, Source};
use crate::state::{End, Request, State, Track, ended_track};

/// Notes a fact. One that is known already does nothing.
pub(crate) fn decide(state: &State, fact: &Fact, today: NaiveDate) -> Vec<Event> {
    match effect(state, fact, today) {
        Ok(events) => events,
        Err(_) if state.parked.iter().any(|(parked, _)| parked == fact) => Vec::new(),
        Err(because) => vec![Event::FactParked { fact: fact.clone(), because }],
    }
}

/// Releases the first parked fact that can act.
pub(crate) fn release(state: &State, today: NaiveDate) -> Option<Vec<Event>> {
    state.parked.iter().find_map(|(fact, _)| {
        let mut events = effect(state, fact, today).ok()?;
        events.insert(0, Event::FactReleased { fact: fact.clone() });
        Some(events)
    })
}

fn effect(state: &State, fact: &Fact, today: NaiveDate) -> Result<Vec<Event>, ParkedBecause> {
    match fact {
        Fact::Recognised(recognition) => recognised(state, recognition, today),
        Fact::Represented { representation, source } => {
            let known = state.representations.find(representation.number) == Some(representation);
            let told = Event::PersonRepresented { representation: representation.clone(), source: source.clone() };
            Ok(if known { Vec::new() } else { vec![told] })
        }
        Fact::TrackStarted { kind, from, until, source } => {
            let track = Track { kind: *kind, from: *from, until: *until };
            if state.tracks.contains(&track) {
                return Ok(Vec::new());
            }
            if state.tracks.iter().any(|other| overlap(other, &track)) {
                return Err(ParkedBecause::Contradicts);
            }
            Ok(vec![Event::TrackStarted { kind: *kind, from: *from, until: *until, source: source.clone() }])
        }
        Fact::TrackEnded { kind, from, until, source } => {
            let index = ended_track(&state.tracks, *kind, *from, *until).ok_or(ParkedBecause::NotStarted)?;
            if state.tracks[index].until == Some(*until) {
                return Ok(Vec::new());
            }
            Ok(vec![Event::TrackEnded { kind: *kind, from: *from, until: *until, source: source.clone() }])
        }
        Fact::Corrected(told) => Ok(replan::note(state, told)),
        Fact::Ended { last_day, ending, died_on, source } => {
            end::note(state, End { last_day: *last_day, ending: *ending, died_on: *died_on }, source)
        }
        Fact::TrajectoryRequested { received_on, needed, source } => {
            let request = Request { received_on: *received_on, needed: *needed, ended_on: None };
            requested(state, request, source, today)
        }
        Fact::TrajectoryEnded { ended_on, source } => trajectory_ended(state, *ended_on, source),
    }
}

/// Opens the case and plans the sending, unless its day lay before the law, or before the case was taken over.
fn recognised(state: &State, recognition: &Recognition, today: NaiveDate) -> Result<Vec<Event>, ParkedBecause> {
    let Recognition { person, incapacity_start, recognised_on, taken_over, answered_in: _, source: _ } = recognition;
    if let Some(known) = &state.recognition {
        // What was told of it first; corrections came after.
        let told_start = state.corrections.first().map_or(known.incapacity_start, |first| first.from);
        let same = known.person == *person
            && told_start == *incapacity_start
            && known.recognised_on == *recognised_on
            && known.taken_over == *taken_over;
        return if same { Ok(Vec::new()) } else { Err(ParkedBecause::Contradicts) };
    }
    let mut events = vec![Event::CaseOpened(recognition.clone())];
    if let Some(known) = taken_over {
        events.extend(take_over::decide(state, recognition, known, today)?);
        return Ok(events);
    }
    let plan = send_plan(*incapacity_start, state.planning(*recognised_on));
    if !plan.predates_the_law() {
        events.push(Event::DeadlinePlanned { plan, on: *recognised_on });
    }
    Ok(events)
}

/// Notes the request. A questionnaire is sent at once if one is needed, unless one is out and serves (Q8), or the
/// incapacity is over.
pub(super) fn requested(
    state: &State,
    request: Request,
    source: &Source,
    today: NaiveDate,
) -> Result<Vec<Event>, ParkedBecause> {
    if state.recognition.is_none() {
        return Err(ParkedBecause::NotRecognised);
    }
    if state.requests.contains(&request) {
        return Ok(Vec::new());
    }
    let Request { received_on, needed, ended_on: _ } = request;
    let send_on = Some(today).filter(|_| needed && !state.asks() && state.end.is_none());
    Ok(vec![Event::TrajectoryRequested { received_on, needed, send_on, source: source.clone() }])
}

/// Notes that what was asked for by that day ended. What was not sent for it is not sent any more (own reading of Q8: the
/// questionnaire is for the first contact, which does not follow); one that is out stays out.
fn trajectory_ended(state: &State, ended_on: NaiveDate, source: &Source) -> Result<Vec<Event>, ParkedBecause> {
    if state.recognition.is_none() {
        return Err(ParkedBecause::NotRecognised);
    }
    if !state.requests.iter().any(|request| request.ends_on(ended_on)) {
        return Ok(Vec::new());
    }
    let waits = |request: &Request| request.needed && request.ended_on.is_none() && !request.ends_on(ended_on);
    let send_on = state.send_on.filter(|_| state.requests.iter().any(waits));
    Ok(vec![Event::TrajectoryEnded { ended_on, send_on, source: source.clone() }])
}

/// Whether two tracks of one kind would be in force on one day.
fn overlap(one: &Track, other: &Track) -> bool {
    let before = |one: &Track, other: &Track| one.until.is_some_and(|last| last < other.from);
    one.kind == other.kind && !before(one, other) && !before(other, one)
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Actor, Step};

    use super::*;
    use crate::fact::TrackKind;
    use crate::samples::{
        Case, day, fire_send, person, recognised, recognised_from, source, start, track, track_end, waive,
    };
    use crate::state::Stage;
    use crate::{Command, timers};

    #[test]
    fn q1_recognition_opens_the_case_and_plans_sending_70_days_after_the_first_day() {
        let mut case = Case::default();
        let events = case.on(day(2022, 9, 5), &recognised());
        assert!(matches!(events[..], [Event::CaseOpened(_), Event::DeadlinePlanned { .. }]));
        assert_eq!(events[0].effective_on(), day(2022, 9, 5));
        let deadline = case.state.deadlines.last(Step::QuestionnaireSend).expect("the sending is planned");
        assert_eq!(deadline.plan.due, Some(day(2022, 11, 10)));
        assert_eq!(deadline.plan.actor, Actor::Physician);
        assert_eq!(case.state.stage(), Stage::Planned);
    }

    #[test]
    fn q4_tracks_of_one_kind_share_no_day() {
        let kind = TrackKind::AuthorisedWork;
        let mut case = Case::opened();
        case.on(day(2022, 11, 1), &track(kind, day(2022, 10, 3), Some(day(2022, 10, 31))));
        let shared = track(kind, day(2022, 10, 31), None);
        assert!(matches!(case.on(day(2022, 11, 1), &shared)[..], [Event::FactParked { .. }]));
        let next = track(kind, day(2022, 11, 1), None);
        assert!(matches!(case.on(day(2022, 11, 1), &next)[..], [Event::TrackStarted { .. }, ..]));
    }

    #[test]
    fn t8_nothing_is_planned_when_the_day_of_sending_lay_before_the_law() {
        let mut case = Case::default();
        case.on(day(2022, 3, 1), &recognised_from(day(2021, 10, 22)));
        assert!(case.state.deadlines.is_empty());
        assert_eq!(timers(&case.state), []);
        assert_eq!(case.refusal(day(2022, 3, 1), &waive(day(2022, 3, 1))), "PREDATES_THE_LAW");

        let mut on_the_first_day = Case::default();
        on_the_first_day.on(day(2022, 3, 1), &recognised_from(day(2021, 10, 23)));
        assert_eq!(timers(&on_the_first_day.state)[0].fire_on, day(2022, 1, 1));
    }

    #[test]
    fn t6_a_recognition_told_twice_does_nothing() {
        let mut case = Case::opened();
        assert_eq!(case.on(day(2022, 9, 6), &recognised()), []);
    }

    #[test]
    fn t6_a_recognition_with_other_dates_is_parked_once_and_changes_nothing() {
        let mut case = Case::opened();
        let other = recognised_from(day(2022, 8, 1));
        let events = case.on(day(2022, 9, 6), &other);
        assert!(matches!(events[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
        assert_eq!(case.on(day(2022, 9, 7), &other), []);
        assert_eq!(case.state.parked.len(), 1);
        assert_eq!(
            case.state.deadlines.last(Step::QuestionnaireSend).and_then(|deadline| deadline.plan.due),
            Some(day(2022, 11, 10))
        );
        case.on(day(2022, 11, 10), &fire_send());
        assert_eq!(case.state.parked.len(), 1);
    }

    #[test]
    fn q4_a_track_told_before_the_recognition_is_kept() {
        let mut case = Case::default();
        case.on(day(2022, 9, 2), &track(TrackKind::CodexRequested, day(2022, 9, 2), None));
        assert_eq!(case.state.stage(), Stage::NothingPlanned);
        case.on(day(2022, 9, 5), &recognised());
        assert!(case.state.track_on(start() + chrono::Days::new(70)).is_some());
    }

    #[test]
    fn q4_an_end_without_a_start_is_parked_and_released_by_the_start() {
        let mut case = Case::opened();
        let (from, until) = (day(2022, 9, 10), day(2022, 10, 10));
        let parked = case.on(day(2022, 9, 20), &track_end(TrackKind::AuthorisedWork, until));
        assert!(matches!(parked[..], [Event::FactParked { because: ParkedBecause::NotStarted, .. }]));

        let events = case.on(day(2022, 9, 21), &track(TrackKind::AuthorisedWork, from, None));
        assert!(matches!(
            events[..],
            [Event::TrackStarted { .. }, Event::FactReleased { .. }, Event::TrackEnded { .. }]
        ));
        assert_eq!(case.state.parked, []);
        let known = Track { kind: TrackKind::AuthorisedWork, from, until: Some(until) };
        assert_eq!(case.state.tracks, [known]);
        assert!(case.state.track_on(until).is_some());
        assert!(case.state.track_on(day(2022, 10, 11)).is_none());
    }

    #[test]
    fn q4_an_end_is_that_of_the_track_with_its_first_day_and_one_that_never_was_counts_on_no_day() {
        let kind = TrackKind::CodexRequested;
        let ended = |from, until| Command::Note(Fact::TrackEnded { kind, from: Some(from), until, source: source(3) });
        let (one, other) = (day(2022, 9, 10), day(2022, 11, 1));
        let mut case = Case::opened();
        case.on(day(2022, 12, 1), &track(kind, one, Some(day(2022, 10, 31))));
        // Told before its beginning, it waits for it.
        case.on(day(2022, 12, 1), &ended(other, day(2022, 10, 31)));
        assert_eq!(case.state.parked.len(), 1);
        case.on(day(2022, 12, 1), &track(kind, other, None));
        let known = Track { kind, from: one, until: Some(day(2022, 10, 31)) };
        assert_eq!((&case.state.tracks[..], case.state.parked.len()), (&[known][..], 0));
        // It can begin again, and the other one be ended still.
        case.on(day(2022, 12, 2), &track(kind, other, None));
        case.on(day(2022, 12, 3), &ended(one, day(2022, 10, 9)));
        let last_days: Vec<_> = case.state.tracks.iter().map(|track| track.until).collect();
        assert_eq!(last_days, [Some(day(2022, 10, 9)), None]);
    }

    #[test]
    fn q4_a_second_start_waits_for_the_end_of_the_first() {
        let mut case = Case::opened();
        let kind = TrackKind::CodexRequested;
        case.on(day(2022, 9, 10), &track(kind, day(2022, 9, 10), None));
        assert_eq!(case.on(day(2022, 9, 11), &track(kind, day(2022, 9, 10), None)), []);
        let second = track(kind, day(2022, 10, 1), None);
        let parked = case.on(day(2022, 10, 1), &second);
        assert!(matches!(parked[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
        case.on(day(2022, 10, 2), &track_end(kind, day(2022, 9, 30)));
        assert_eq!(case.state.parked, []);
        assert_eq!(case.state.tracks.len(), 2);
        assert_eq!(case.on(day(2022, 10, 3), &track_end(kind, day(2022, 9, 30))), []);
    }

    #[test]
    fn q4_tracks_of_different_kinds_run_side_by_side() {
        let mut case = Case::opened();
        for kind in TrackKind::ALL {
            case.on(day(2022, 9, 10), &track(*kind, day(2022, 9, 10), None));
        }
        assert_eq!(case.state.tracks.len(), 3);
    }

    #[test]
    fn t6_a_fact_about_another_person_contradicts() {
        let mut case = Case::opened();
        let other = crate::people::Person { surname: "Janssens".into(), ..person() };
        let fact = Fact::Recognised(Recognition {
            person: other,
            incapacity_start: start(),
            recognised_on: day(2022, 9, 5),
            taken_over: None,
            answered_in: None,
            source: source(9),
        });
        case.on(day(2022, 9, 6), &Command::Note(fact));
        assert_eq!(case.state.parked.len(), 1);
    }
}
