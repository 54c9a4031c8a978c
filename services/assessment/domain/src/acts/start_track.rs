//! Recording a concurrent track (M4).
//!
//! Circular 2022/383, part III, 3.1, step 4: no first estimate is made if a CODEX trajectory was asked for, authorised
//! work is performed, or a trajectory of route B was authorised.

use chrono::NaiveDate;
use trajet_law::months::LATEST;

use super::follow::with_waiver;
use super::note::{corrected, released};
use super::{by_the_end, start_of};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;
use crate::track::{Track, TrackKind};

/// Records the track, which may have begun, and even ended, before today; an open first estimate is waived by it.
pub(crate) fn decide(state: &State, track: &Track, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    let from = ImpossibleDate::outside(DateField::StartsOn, track.from, start, today);
    let until = track.until.and_then(|until| ImpossibleDate::outside(DateField::EndsOn, until, track.from, LATEST));
    possible(from.into_iter().chain(until))?;
    by_the_end(state, track.until.unwrap_or(track.from))?;
    // What runs beside an incapacity ends with it.
    let last_day = state.end.as_ref().map(|end| end.last_day);
    let track = Track { until: track.until.or(last_day), ..track.clone() };
    if state.tracks.iter().any(|other| other.kind == track.kind && other.overlaps(&track)) {
        return Err(Rejection::TrackAlreadyInForce { kind: track.kind });
    }
    let kind = track.kind;
    let events = vec![Event::TrackStarted(track)];
    // An end that an occupational physician told of before ends it.
    let events = if kind == TrackKind::CodexRequested { corrected(state, released(state, events)) } else { events };
    Ok(with_waiver(state, events))
}

/// The physician refers nobody directly to the occupational physician: who is in category 4 is referred to the coordinator (M11).
pub(crate) fn not_by_the_physician(state: &State) -> Rejection {
    start_of(state).err().unwrap_or(Rejection::CodexNotByPhysician)
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, FactKind, Step};
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::samples::{Case, day, end_track, estimate, recognise, track};
    use crate::{timers, work};

    fn waived(on: NaiveDate, letter: char) -> Closure {
        Closure::Waived { on, because: Ground::point(Rule::M4, letter) }
    }

    fn waives(kind: TrackKind, letter: char) {
        let mut case = Case::recognised();
        let events = case.on(day(2022, 11, 5), &track(kind, day(2022, 11, 3), None));
        assert_eq!(events.len(), 2);
        assert_eq!(events[0].ground(), Ground::point(Rule::M4, letter));
        assert_eq!(case.first_estimate(), (None, Some(waived(day(2022, 11, 3), letter))));
        assert!(work(&case.state).is_empty() && timers(&case.state).is_empty());
    }

    #[test]
    fn m4_a_a_codex_trajectory_asked_for_waives_the_estimate() {
        waives(TrackKind::CodexRequested, 'a');
    }

    #[test]
    fn m4_b_authorised_work_waives_the_estimate() {
        waives(TrackKind::AuthorisedWork, 'b');
    }

    #[test]
    fn m4_c_an_authorised_trajectory_of_route_b_waives_the_estimate() {
        waives(TrackKind::RouteBAuthorised, 'c');
    }

    #[test]
    fn m4_a_track_that_is_over_before_the_last_day_leaves_the_deadline_open() {
        let mut case = Case::recognised();
        let (from, until) = (day(2022, 12, 5), Some(day(2022, 12, 30)));
        let events = case.on(day(2022, 12, 5), &track(TrackKind::AuthorisedWork, from, until));
        assert_eq!((events.len(), case.first_estimate()), (1, (None, None)));
        let refused = case.refused(day(2022, 12, 30), &estimate(Category::One));
        assert_eq!(refused, Rejection::TrackInForce { kind: TrackKind::AuthorisedWork });
        case.on(day(2022, 12, 31), &estimate(Category::One));
    }

    #[test]
    fn m4_a_track_known_to_last_until_the_last_day_waives_it() {
        let mut case = Case::recognised();
        let until = Some(day(2022, 12, 31));
        let events = case.on(day(2022, 12, 5), &track(TrackKind::AuthorisedWork, day(2022, 12, 5), until));
        let because = TrackKind::AuthorisedWork.ground();
        let (step, on) = (Step::FirstEstimate, day(2022, 12, 5));
        let rests_on = FactKind::WorkBegun.on(on).into();
        assert_eq!(events[1], Event::DeadlineWaived { step, on, because, rests_on });
    }

    #[test]
    fn m4_a_track_recorded_late_counts_from_its_first_day() {
        let mut case = Case::recognised();
        case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
        case.on(day(2023, 1, 9), &track(TrackKind::CodexRequested, day(2022, 12, 20), None));
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), Some(waived(day(2022, 12, 20), 'a'))));
    }

    #[test]
    fn m4_nothing_was_missed_beside_a_track_in_force_on_the_last_day() {
        let mut case = Case::recognised();
        case.on(day(2023, 1, 9), &track(TrackKind::CodexRequested, day(2022, 12, 31), None));
        assert_eq!(case.first_estimate(), (None, Some(waived(day(2022, 12, 31), 'a'))));
    }

    #[test]
    fn m4_a_track_that_begins_after_month_four_keeps_a_missed_estimate_back_and_does_not_waive_it() {
        let kind = TrackKind::AuthorisedWork;
        let mut case = Case::recognised();
        case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
        let events = case.on(day(2023, 3, 5), &track(kind, day(2023, 1, 1), Some(day(2023, 3, 5))));
        assert!(matches!(events[..], [Event::TrackStarted(_)]));
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), None));
        assert_eq!(case.refused(day(2023, 3, 5), &estimate(Category::Two)), Rejection::TrackInForce { kind });
        case.on(day(2023, 3, 6), &estimate(Category::Two));
        let met = Closure::Met { on: day(2023, 3, 6) };
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), Some(met)));
    }

    #[test]
    fn m4_a_later_track_does_not_keep_an_estimate_waived_that_a_track_of_month_four_waived() {
        let kind = TrackKind::AuthorisedWork;
        let mut case = Case::recognised();
        case.on(day(2022, 12, 5), &track(kind, day(2022, 12, 5), None));
        case.on(day(2023, 1, 9), &track(TrackKind::CodexRequested, day(2023, 1, 5), None));
        case.on(day(2023, 1, 9), &end_track(kind, day(2022, 12, 20)));
        assert_eq!(case.first_estimate(), (None, None));
        case.on(day(2023, 1, 10), &Command::FireMissed(Step::FirstEstimate));
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), None));
    }

    #[test]
    fn m4_a_track_does_not_touch_an_estimate_that_was_made() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 5), &estimate(Category::Two));
        let events = case.on(day(2022, 12, 9), &track(TrackKind::AuthorisedWork, day(2022, 12, 1), None));
        assert_eq!(events.len(), 1);
        assert_eq!(case.first_estimate(), (None, Some(Closure::Met { on: day(2022, 12, 5) })));
    }

    #[test]
    fn m4_tracks_of_one_kind_share_no_day_and_those_of_different_kinds_may() {
        let mut case = Case::declared();
        let kind = TrackKind::AuthorisedWork;
        case.on(day(2022, 9, 9), &track(kind, day(2022, 9, 5), Some(day(2022, 9, 8))));
        let sharing = track(kind, day(2022, 9, 8), None);
        assert_eq!(case.refused(day(2022, 9, 9), &sharing), Rejection::TrackAlreadyInForce { kind });
        case.on(day(2022, 9, 9), &track(kind, day(2022, 9, 9), None));
        assert_eq!(
            case.refused(day(2022, 9, 20), &track(kind, day(2022, 9, 20), None)).code(),
            "TRACK_ALREADY_IN_FORCE"
        );
        case.on(day(2022, 9, 20), &track(kind, day(2022, 9, 1), Some(day(2022, 9, 4))));
        case.on(day(2022, 9, 20), &track(TrackKind::CodexRequested, day(2022, 9, 5), None));
        assert_eq!(case.state.tracks.len(), 4);
    }

    #[test]
    fn m4_a_track_begins_from_the_first_day_of_incapacity_to_today_and_ends_after_it_began() {
        let mut case = Case::declared();
        let (kind, today) = (TrackKind::AuthorisedWork, day(2022, 9, 9));
        let before = track(kind, day(2022, 8, 31), None);
        let tomorrow = track(kind, day(2022, 9, 10), None);
        let backwards = track(kind, day(2022, 9, 8), Some(day(2022, 9, 7)));
        let both = track(kind, day(2022, 9, 10), Some(day(2022, 9, 9)));
        let (starts_on, ends_on) = (DateField::StartsOn, DateField::EndsOn);
        let wrong = [(before, vec![starts_on]), (tomorrow, vec![starts_on]), (backwards, vec![ends_on])];
        for (command, expected) in wrong.into_iter().chain([(both, vec![starts_on, ends_on])]) {
            let Rejection::ImpossibleDates(found) = case.refused(today, &command) else { panic!("{command:?}") };
            assert_eq!(found.iter().map(|date| date.field).collect::<Vec<_>>(), expected);
        }
        assert_eq!(Case::default().refused(today, &track(kind, today, None)), Rejection::NotDeclared);
    }

    #[test]
    fn m4_a_second_track_keeps_the_estimate_waived_when_the_first_ends() {
        let mut case = Case::declared();
        case.on(day(2022, 9, 4), &track(TrackKind::CodexRequested, day(2022, 9, 4), None));
        case.on(day(2022, 9, 4), &track(TrackKind::AuthorisedWork, day(2022, 9, 4), None));
        case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        case.on(day(2022, 10, 1), &end_track(TrackKind::CodexRequested, day(2022, 10, 1)));
        assert_eq!(case.first_estimate(), (None, Some(waived(day(2022, 9, 5), 'a'))));
        case.on(day(2022, 10, 2), &end_track(TrackKind::AuthorisedWork, day(2022, 10, 2)));
        assert_eq!(case.first_estimate(), (None, None));
    }
}
