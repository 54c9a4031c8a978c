//! Recording the last day of a concurrent track (M4).
//!
//! Circular 2022/383, part III, 3.1, step 4. What the end of a track does to the estimate is told where it follows.

use chrono::NaiveDate;
use trajet_law::months::LATEST;

use super::authorised_work::{continued, never_was};
use super::follow::with_reopening;
use super::note::{corrected, goes_on_after};
use super::{by_the_end, day_after, going};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;
use crate::track::{Track, TrackKind};

/// Records the last day of the track of a kind that began last, on that day or before.
pub(crate) fn decide(state: &State, kind: TrackKind, on: NaiveDate) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    by_the_end(state, on)?;
    let of_kind = || state.tracks.iter().filter(|track| track.kind == kind);
    let Some(track) = ended_by(state, kind, on) else {
        let to_come = of_kind().find(|track| track.until.is_none());
        let earliest = to_come.ok_or(Rejection::TrackNotInForce { kind })?.from;
        return Err(Rejection::ImpossibleDates(vec![ImpossibleDate {
            field: DateField::EndsOn,
            earliest,
            latest: LATEST,
        }]));
    };
    possible(ImpossibleDate::outside(DateField::EndsOn, on, track.from, LATEST))?;
    let mut events = vec![Event::TrackEnded(Track { until: Some(on), told: false, ..track.clone() })];
    // Authorised work that was amended to last longer does not begin again after it ended.
    events.extend(continued(state, track).into_iter().map(never_was));
    let events = if kind == TrackKind::CodexRequested { corrected(state, events) } else { events };
    Ok(with_reopening(state, events, day_after(on)))
}

/// The track of a kind that began last, by a day, and has no last day yet, or a later one. What was recorded of CODEX
/// trajectories may end on that day where another one takes over: that one is then ended by it.
fn ended_by(state: &State, kind: TrackKind, on: NaiveDate) -> Option<&Track> {
    let begun = state.tracks.iter().filter(|track| track.kind == kind && track.from <= on);
    let taken_over = kind == TrackKind::CodexRequested && goes_on_after(state, on);
    let lasts = |until: NaiveDate| on < until || (on == until && taken_over);
    begun.max_by_key(|track| track.from).filter(|track| track.until.is_none_or(lasts))
}

/// A track gets its last day, and what that does to the first estimate.
pub(super) fn ended(state: &State, track: &Track, on: NaiveDate) -> Vec<Event> {
    let ended = Event::TrackEnded(Track { until: Some(on), ..track.clone() });
    with_reopening(state, vec![ended], day_after(on))
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::fact::Told;
    use crate::samples::{Case, day, end_track, estimate, other_service, service, told, track};
    use crate::{timers, work};

    const KIND: TrackKind = TrackKind::AuthorisedWork;

    /// Recognised, with authorised work from 10 November 2022 on.
    fn at_work() -> Case {
        let mut case = Case::recognised();
        case.on(day(2022, 11, 10), &track(KIND, day(2022, 11, 10), None));
        case
    }

    fn of_month_4(case: &Case) -> (Option<NaiveDate>, Option<Closure>) {
        let deadline = case.state.deadlines.iter().next().expect("it was planned");
        (deadline.missed_on, deadline.closed)
    }

    fn still_waived() -> (Option<NaiveDate>, Option<Closure>) {
        (None, Some(Closure::Waived { on: day(2022, 11, 10), because: Ground::point(Rule::M4, 'b') }))
    }

    #[test]
    fn m4_when_the_track_ends_in_month_four_the_deadline_is_open_again_with_the_same_dates() {
        let mut case = at_work();
        let plan = case.state.deadline(Step::FirstEstimate).expect("it was planned").plan.clone();
        let events = case.on(day(2022, 12, 14), &end_track(KIND, day(2022, 12, 13)));
        assert_eq!(events[1], Event::DeadlineReopened { plan: plan.clone(), on: day(2022, 12, 14) });
        assert_eq!(case.first_estimate(), (None, None));
        assert_eq!(work(&case.state)[0].plan, plan);
        assert_eq!(timers(&case.state)[0].fire_on, day(2023, 1, 1));
        case.on(day(2022, 12, 14), &estimate(Category::Three));
    }

    #[test]
    fn m4_a_track_that_lasts_until_the_last_day_leaves_no_day_for_the_estimate() {
        let mut case = at_work();
        assert_eq!(case.on(day(2023, 1, 2), &end_track(KIND, day(2022, 12, 31))).len(), 2);
        assert_eq!(of_month_4(&case), still_waived());
        assert_eq!(timers(&case.state), []);
    }

    #[test]
    fn m4_the_day_before_the_last_leaves_one() {
        let mut case = at_work();
        assert_eq!(case.on(day(2023, 1, 2), &end_track(KIND, day(2022, 12, 30))).len(), 2);
        assert_eq!(timers(&case.state)[0].fire_on, day(2023, 1, 1));
    }

    #[test]
    fn m4_an_earlier_last_day_can_be_given_and_a_later_one_not() {
        let mut case = at_work();
        case.on(day(2022, 12, 1), &end_track(KIND, day(2023, 2, 28)));
        assert_eq!(of_month_4(&case), still_waived());
        let later = end_track(KIND, day(2023, 3, 31));
        assert_eq!(case.refused(day(2022, 12, 1), &later), Rejection::TrackNotInForce { kind: KIND });
        case.on(day(2022, 12, 1), &end_track(KIND, day(2022, 12, 1)));
        assert_eq!(case.first_estimate(), (None, None));
        assert_eq!(case.state.tracks[0].until, Some(day(2022, 12, 1)));
        let again = end_track(KIND, day(2022, 12, 1));
        assert_eq!(case.refused(day(2022, 12, 2), &again), Rejection::TrackNotInForce { kind: KIND });
    }

    #[test]
    fn m4_after_an_estimate_nothing_is_opened_again() {
        let mut case = at_work();
        case.on(day(2023, 2, 1), &end_track(KIND, day(2023, 1, 31)));
        case.on(day(2023, 2, 1), &estimate(Category::Two));
        assert_eq!(case.on(day(2023, 2, 2), &end_track(KIND, day(2022, 12, 1))).len(), 1);
        assert_eq!(of_month_4(&case), still_waived());
    }

    #[test]
    fn m4_a_missed_estimate_that_is_open_again_stays_missed() {
        let mut case = Case::recognised();
        case.on(day(2023, 1, 1), &Command::FireMissed(Step::FirstEstimate));
        case.on(day(2023, 1, 9), &track(KIND, day(2022, 12, 20), None));
        case.on(day(2023, 1, 10), &end_track(KIND, day(2022, 12, 23)));
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), None));
        assert_eq!(timers(&case.state), []);
    }

    #[test]
    fn m4_a_what_was_asked_for_by_the_last_recorded_day_is_ended_on_it_too() {
        let kind = TrackKind::CodexRequested;
        let asked = |on, partner| told(1, Told::CodexRequested { on, partner, employer: None });
        let mut case = Case::recognised();
        case.on(day(2022, 11, 2), &asked(day(2022, 11, 1), service()));
        case.on(
            day(2022, 11, 24),
            &told(2, Told::CodexEnded { on: day(2022, 11, 23), partner: service(), employer: None }),
        );
        // Told only now, it goes on in a track that begins after what was recorded.
        case.on(day(2022, 11, 25), &asked(day(2022, 11, 20), other_service()));
        assert!(case.state.track_on(day(2022, 11, 24)).is_some());
        case.on(day(2022, 11, 26), &end_track(kind, day(2022, 11, 23)));
        assert!(case.state.track_on(day(2022, 11, 24)).is_none());
        let again = end_track(kind, day(2022, 11, 23));
        assert_eq!(case.refused(day(2022, 11, 27), &again), Rejection::TrackNotInForce { kind });
    }

    #[test]
    fn m4_a_track_does_not_end_before_it_begins_nor_without_having_begun() {
        let mut case = at_work();
        let refused = case.refused(day(2022, 11, 20), &end_track(KIND, day(2022, 11, 9)));
        let (earliest, latest) = (day(2022, 11, 10), LATEST);
        assert_eq!(
            refused,
            Rejection::ImpossibleDates(vec![ImpossibleDate { field: DateField::EndsOn, earliest, latest }])
        );
        let other = TrackKind::CodexRequested;
        let refused = case.refused(day(2022, 11, 20), &end_track(other, day(2022, 11, 20)));
        assert_eq!(refused, Rejection::TrackNotInForce { kind: other });
        let refused = Case::default().refused(day(2022, 11, 20), &end_track(KIND, day(2022, 11, 20)));
        assert_eq!(refused, Rejection::NotDeclared);
    }
}
