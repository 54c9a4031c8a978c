//! The day after authorised work whose end was known: the first contact is planned again (D5, own reading).

use chrono::NaiveDate;

use crate::bar::{lift_bar, planned_after};
use crate::course::Course;
use crate::rejection::Rejection;

/// Plans the first contact again.
pub(crate) fn decide(course: &mut Course, today: NaiveDate) -> Result<(), Rejection> {
    let over = planned_after(&course.state).filter(|(ended_on, _)| *ended_on < today);
    let (ended_on, _) = over.ok_or(Rejection::BarNotEnded)?;
    lift_bar(course, ended_on);
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::Rule;

    use crate::Command;
    use crate::Stage;
    use crate::contact::{AppointmentState, Purpose};
    use crate::event::Event;
    use crate::fact::{Told, TrackKind};
    use crate::samples::{Case, appoint, day, first_contact, referred, route_b, told, work, work_ends};
    use crate::timer::{TimerKind, timers};

    const STEP: Step = Step::FirstContactCategory4;

    #[test]
    fn d5_work_that_begins_waives_the_contact_and_its_end_plans_it_again() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 10), &work(day(2023, 1, 9), None));
        let waived = Closure::Waived { on: day(2023, 1, 9), because: Rule::D5.into() };
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 2, 28)), None, Some(waived))));
        assert_eq!(timers(&case.state), []);

        let events = case.on(day(2023, 3, 15), &work_ends(day(2023, 3, 15)));
        assert_eq!(events[1].effective_on(), day(2023, 3, 16));
        assert_eq!(case.due(STEP), Some(day(2023, 4, 15)));
        assert_eq!(case.state.deadlines.open(STEP).map(|deadline| deadline.plan.rule), Some(Rule::D5));
    }

    #[test]
    fn d5_after_short_work_the_day_that_was_planned_stays() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 9), &work(day(2023, 1, 9), None));
        case.on(day(2023, 1, 20), &work_ends(day(2023, 1, 13)));
        assert_eq!(case.due(STEP), Some(day(2023, 2, 28)));
    }

    #[test]
    fn d5_work_whose_end_is_known_is_followed_by_a_timer() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 9), &work(day(2023, 1, 9), Some(day(2023, 3, 15))));
        let [timer] = timers(&case.state)[..] else { panic!("one timer") };
        assert_eq!((timer.kind, timer.fire_on), (TimerKind::BarEnded, day(2023, 3, 16)));
        assert_eq!(case.refusal(day(2023, 3, 15), &Command::FireBarEnded), "BAR_NOT_ENDED");
        case.on(day(2023, 3, 16), &Command::FireBarEnded);
        assert_eq!(case.due(STEP), Some(day(2023, 4, 15)));
        assert_eq!(case.refusal(day(2023, 3, 16), &Command::FireBarEnded), "BAR_NOT_ENDED");
    }

    #[test]
    fn d5_other_work_that_follows_without_a_day_between_goes_on_barring() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 9), &work(day(2023, 1, 9), Some(day(2023, 1, 31))));
        case.on(day(2023, 1, 20), &work(day(2023, 2, 1), None));
        assert_eq!(timers(&case.state), []);
        case.on(day(2023, 3, 1), &work_ends(day(2023, 3, 15)));
        assert_eq!(timers(&case.state)[0].fire_on, day(2023, 3, 16));
    }

    #[test]
    fn t6_d5_work_that_begins_after_the_last_day_gives_no_more_time() {
        let mut case = Case::referred();
        case.on(day(2023, 3, 1), &Command::FireMissed(STEP));
        case.on(day(2023, 6, 2), &work(day(2023, 6, 1), Some(day(2023, 6, 3))));
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 2, 28)), Some(day(2023, 3, 1)), None)));
        assert_eq!(case.refusal(day(2023, 6, 2), &first_contact(day(2023, 6, 2))), "FIRST_CONTACT_BARRED");
        assert_eq!(case.refusal(day(2023, 6, 4), &Command::FireBarEnded), "BAR_NOT_ENDED");
        case.on(day(2023, 6, 5), &first_contact(day(2023, 6, 5)));
        let met = Some(Closure::Met { on: day(2023, 6, 5) });
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 2, 28)), Some(day(2023, 3, 1)), met)));
    }

    #[test]
    fn t6_d5_work_that_began_in_time_bars_even_when_it_is_told_after_the_miss() {
        let mut case = Case::referred();
        case.on(day(2023, 3, 1), &Command::FireMissed(STEP));
        case.on(day(2023, 3, 20), &work(day(2023, 1, 1), Some(day(2023, 3, 10))));
        case.on(day(2023, 3, 20), &Command::FireBarEnded);
        assert_eq!(case.due(STEP), Some(day(2023, 4, 10)));
    }

    #[test]
    fn d5_an_appointment_in_the_work_is_cancelled_and_one_before_it_is_not() {
        let of = |on| {
            let mut case = Case::referred();
            case.on(day(2023, 1, 2), &appoint(Purpose::FirstContact, on, day(2023, 1, 2)));
            case.on(day(2023, 1, 10), &work(day(2023, 1, 10), None));
            case.state.appointments[0].1
        };
        assert_eq!(of(day(2023, 1, 20)), AppointmentState::Cancelled);
        assert_eq!(of(day(2023, 1, 9)), AppointmentState::Open);
    }

    #[test]
    fn d5_d6_the_appointment_of_who_asked_for_a_trajectory_stays() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 2), &route_b(day(2023, 1, 2)));
        case.on(day(2023, 1, 2), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 2)));
        case.on(day(2023, 1, 10), &work(day(2023, 1, 10), None));
        assert_eq!(case.state.appointments[0].1, AppointmentState::Open);
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        // The contact has taken place: after the work nothing is planned again.
        let events = case.on(day(2023, 3, 15), &work_ends(day(2023, 3, 15)));
        assert!(matches!(events[..], [Event::Noted(_)]));
        assert_eq!(case.state.stage(), Stage::Contacted);
    }

    #[test]
    fn d5_work_that_was_over_before_the_referral_bars_nothing() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 10), &work(day(2022, 11, 1), Some(day(2022, 12, 11))));
        assert_eq!(case.due(STEP), Some(day(2023, 2, 28)));
    }

    #[test]
    fn d5_work_that_never_was_leaves_the_contact_as_it_was_planned() {
        let ends = |from, until| told(Told::TrackEnded { kind: TrackKind::AuthorisedWork, from: Some(from), until });
        let mut case = Case::opened();
        case.on(day(2022, 12, 5), &referred(day(2022, 12, 5), true));
        case.on(day(2023, 1, 9), &work(day(2023, 1, 9), Some(day(2023, 2, 28))));
        case.on(day(2023, 2, 1), &work(day(2023, 3, 1), None));
        // The work ended before it was to go on.
        case.on(day(2023, 2, 22), &ends(day(2023, 1, 9), day(2023, 2, 20)));
        case.on(day(2023, 2, 22), &ends(day(2023, 3, 1), day(2023, 2, 28)));
        assert_eq!(case.due(STEP), Some(day(2023, 3, 20)));
        assert_eq!(case.events.last().map(Event::effective_on), Some(day(2023, 2, 21)));
        let mut never = Case::referred();
        never.on(day(2023, 2, 20), &work(day(2023, 2, 20), None));
        never.on(day(2023, 2, 21), &ends(day(2023, 2, 20), day(2023, 2, 19)));
        assert_eq!(never.due(STEP), Some(day(2023, 2, 28)), "it grants nobody more time");
    }

    #[test]
    fn d4_d5_t8_a_law_that_did_not_change_moves_no_contact_to_another_referral() {
        let mut case = Case::opened();
        case.on(day(2022, 12, 5), &referred(day(2022, 12, 5), true));
        case.on(day(2022, 12, 20), &work(day(2022, 12, 20), Some(day(2023, 1, 8))));
        case.on(day(2023, 1, 9), &referred(day(2023, 1, 9), false));
        case.on(day(2023, 1, 12), &Command::FireBarEnded);
        assert_eq!(case.due(STEP), Some(day(2023, 2, 28)));
        assert_eq!(case.on(day(2023, 1, 13), &Command::FollowLaw), []);
    }

    #[test]
    fn d5_a_contact_before_the_work_can_be_entered_after_it_began() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 10), &work(day(2023, 1, 10), None));
        assert_eq!(case.refusal(day(2023, 1, 12), &first_contact(day(2023, 1, 10))), "FIRST_CONTACT_BARRED");
        case.on(day(2023, 1, 12), &first_contact(day(2023, 1, 9)));
        let met = Closure::Met { on: day(2023, 1, 9) };
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 2, 28)), None, Some(met))));
        case.on(day(2023, 3, 1), &work_ends(day(2023, 3, 1)));
        assert_eq!(case.due(STEP), None);
    }
}
