//! A step was not taken in time (T6).
//!
//! The miss is recorded on the day after the last; the deadline stays open until the step is taken or need not be.

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use super::follow::with_waiver;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Records the miss, unless the step is the first estimate and a track takes it away (M4).
pub(crate) fn decide(state: &State, step: Step, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let missed = state.open(step).and_then(|deadline| Event::missed(deadline, today)).ok_or(Rejection::NotMissed)?;
    let beside_tracks = if step == Step::FirstEstimate { with_waiver(state, Vec::new()) } else { Vec::new() };
    let waives = |event: &Event| matches!(event, Event::DeadlineWaived { step: waived, .. } if *waived == step);
    Ok(if beside_tracks.iter().any(waives) { beside_tracks } else { vec![missed] })
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Standing;
    use trajet_law::rule::Rule;

    use super::*;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::samples::{Case, day, estimate, track};
    use crate::{Timer, TimerKind, TrackKind, apply, timers, work};

    const FIRE: Command = Command::FireMissed(Step::FirstEstimate);

    #[test]
    fn t6_the_timer_is_set_for_the_day_after_the_last_of_month_four() {
        let timer = Timer { kind: TimerKind::Missed(Step::FirstEstimate), fire_on: day(2023, 1, 1) };
        assert_eq!(timers(&Case::recognised().state), [timer]);
        assert_eq!(timers(&Case::declared().state), []);
    }

    #[test]
    fn t6_the_miss_is_recorded_and_the_deadline_stays_open_and_late() {
        let mut case = Case::recognised();
        assert_eq!(case.refused(day(2022, 12, 31), &FIRE), Rejection::NotMissed);
        let events = case.on(day(2023, 1, 1), &FIRE);
        assert_eq!((events[0].effective_on(), events[0].rule()), (day(2023, 1, 1), Rule::M3));
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), None));
        assert_eq!(work(&case.state)[0].standing(day(2023, 1, 1), 7), Standing::Late);
        assert_eq!(timers(&case.state), []);
        assert_eq!(case.refused(day(2023, 1, 2), &FIRE), Rejection::NotMissed);
    }

    #[test]
    fn t6_after_an_outage_the_miss_has_its_own_day() {
        let mut case = Case::recognised();
        case.on(day(2023, 3, 9), &FIRE);
        assert_eq!(case.first_estimate(), (Some(day(2023, 1, 1)), None));
    }

    #[test]
    fn t6_nothing_is_missed_once_it_is_met_or_waived() {
        let mut met = Case::recognised();
        met.on(day(2022, 12, 5), &estimate(Category::One));
        let mut waived = Case::recognised();
        waived.on(day(2022, 12, 5), &track(TrackKind::CodexRequested, day(2022, 12, 5), None));
        for mut case in [met, waived, Case::declared()] {
            assert_eq!(case.refused(day(2023, 1, 1), &FIRE), Rejection::NotMissed);
        }
    }

    #[test]
    fn m4_a_track_in_force_on_the_last_day_waives_instead() {
        let mut case = Case::recognised();
        let started = case.on(day(2022, 12, 5), &track(TrackKind::CodexRequested, day(2022, 12, 5), None));
        // A history in which the track waived nothing when it began.
        let mut before = Case::recognised().state;
        apply(&mut before, &started[0]);
        let events = decide(&before, Step::FirstEstimate, day(2023, 1, 1));
        assert_eq!(events.as_deref(), Ok(&started[1..]));
    }
}
