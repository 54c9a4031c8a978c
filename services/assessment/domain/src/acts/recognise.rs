//! Recognising a declared incapacity (M1, M2), which plans the first estimate (M3).
//!
//! Circular 2022/383, part III, 3.1, step 1. INAMI presentation 2016: the advising physician is the sole decider in the
//! first year, and recognition requires that all activity has ceased first: on the first day of incapacity at the latest.

use chrono::NaiveDate;
use trajet_law::estimate::first_estimate_plan;
use trajet_law::primary_incapacity::primary_incapacity;

use super::follow::{with_examination, with_waiver};
use super::{ceased_by, day_after, undecided};
use crate::decision::{DecidedBy, Recognition};
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Records the recognition and plans the first estimate, unless month 4 lay before the law (T8).
pub(crate) fn decide(
    state: &State,
    decided_on: NaiveDate,
    decided_by: &DecidedBy,
    activity_ceased_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let declaration = undecided(state, decided_on, decided_by, activity_ceased_on, today)?;
    let start = state.incapacity_start().ok_or(Rejection::NotDeclared)?;
    let activity_ceased_on = ceased_by(start, activity_ceased_on.or(state.activity_ceased_on()))?;

    let mut events = vec![Event::IncapacityRecognised(Recognition {
        person: declaration.person.clone(),
        incapacity_start: start,
        decided_on,
        decided_by: decided_by.clone(),
        activity_ceased_on,
        invalid_from: day_after(primary_incapacity(start, state.judged(decided_on)).last),
        has_contract: declaration.employment.has_contract(),
        taken_over: None,
    })];
    let plan = first_estimate_plan(start, state.planning(decided_on));
    if state.judges(&plan) {
        events.push(Event::DeadlinePlanned { plan, on: decided_on });
    }
    Ok(with_examination(state, with_waiver(state, events)))
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Actor, Closure, Step};
    use trajet_law::months::EARLIEST;
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::command::Command;
    use crate::declaration::Declaration;
    use crate::impossible::{DateField, ImpossibleDate};
    use crate::samples::{
        Case, day, declaration, declare_from, other_body, person, recognise, recognise_by, start, track,
    };
    use crate::{CaseStatus, TrackKind, timers, work};

    fn without_cessation() -> Case {
        let declaration = Declaration { activity_ceased_on: None, ..declaration() };
        let mut case = Case::default();
        case.on(day(2022, 9, 3), &Command::DeclareIncapacity(Box::new(declaration)));
        case
    }

    fn ceased_on(activity_ceased_on: NaiveDate) -> Command {
        Command::Recognise {
            decided_on: day(2022, 9, 5),
            decided_by: DecidedBy::AdvisingPhysician,
            activity_ceased_on: Some(activity_ceased_on),
        }
    }

    #[test]
    fn m1_the_advising_physician_recognises_in_the_first_year() {
        let mut case = Case::declared();
        let events = case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        let recognition = Recognition {
            person: person(),
            incapacity_start: start(),
            decided_on: day(2022, 9, 5),
            decided_by: DecidedBy::AdvisingPhysician,
            activity_ceased_on: day(2022, 9, 1),
            invalid_from: day(2023, 9, 1),
            has_contract: true,
            taken_over: None,
        };
        assert_eq!(events[0], Event::IncapacityRecognised(recognition));
        assert_eq!(case.state.status(), Some(CaseStatus::Recognised));
    }

    #[test]
    fn m1_from_twelve_months_on_another_body_decides_and_is_named() {
        let mut case = Case::declared();
        let last_alone = recognise(day(2023, 8, 31));
        let too_late = recognise(day(2023, 9, 1));
        let refused = case.refused(day(2023, 9, 1), &too_late);
        assert_eq!((refused.code(), refused.rule()), ("OTHER_BODY_DECIDES", Some(Rule::M1)));
        assert_eq!(refused.latest(), Some(day(2023, 8, 31)));
        let parameter = refused.parameter().map(ToString::to_string);
        assert_eq!(parameter.as_deref(), Some("primary_incapacity.months@2022-01-01"));

        let unnamed = recognise_by(day(2023, 9, 1), DecidedBy::OtherBody { name: " ".into() });
        assert_eq!(case.refused(day(2023, 9, 1), &unnamed), Rejection::BodyNotNamed);
        Case::declared().on(day(2023, 9, 1), &last_alone);
        case.on(day(2023, 9, 1), &recognise_by(day(2023, 9, 1), other_body()));
        assert_eq!(case.state.recognition().map(|known| &known.decided_by), Some(&other_body()));
    }

    #[test]
    fn m1_another_body_does_not_decide_in_the_first_year() {
        let refused = Case::declared().refused(day(2023, 8, 31), &recognise_by(day(2023, 8, 31), other_body()));
        assert_eq!(refused.code(), "PHYSICIAN_DECIDES");
        assert_eq!(refused.earliest(), Some(day(2023, 9, 1)));
    }

    #[test]
    fn m1_a_decision_lies_from_the_start_to_today_and_is_taken_once() {
        let mut case = Case::declared();
        for decided_on in [day(2022, 8, 31), day(2022, 9, 6)] {
            assert_eq!(case.refused(day(2022, 9, 5), &recognise(decided_on)).code(), "IMPOSSIBLE_DATES");
        }
        case.on(day(2022, 9, 5), &recognise(start()));
        assert_eq!(case.refused(day(2022, 9, 5), &recognise(start())), Rejection::AlreadyDecided);
        assert_eq!(Case::default().refused(day(2022, 9, 5), &recognise(start())), Rejection::NotDeclared);
    }

    #[test]
    fn m2_without_a_day_on_which_all_activity_ceased_nothing_is_recognised() {
        let refused = without_cessation().refused(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        assert_eq!((refused.code(), refused.rule()), ("ACTIVITY_NOT_CEASED", Some(Rule::M2)));
    }

    #[test]
    fn m2_activity_has_ceased_by_the_first_day_of_incapacity() {
        let mut ceases_later = Case::default();
        let declaration = Declaration { activity_ceased_on: Some(day(2022, 9, 2)), ..declaration() };
        ceases_later.on(day(2022, 9, 6), &Command::DeclareIncapacity(Box::new(declaration)));
        let refused = ceases_later.refused(day(2022, 9, 8), &recognise(day(2022, 9, 5)));
        assert_eq!(refused, Rejection::ActivityNotCeased);

        let mut case = without_cessation();
        assert_eq!(case.refused(day(2022, 9, 8), &ceased_on(day(2022, 9, 2))), Rejection::ActivityNotCeased);
        case.on(day(2022, 9, 8), &ceased_on(start()));
        assert_eq!(case.state.activity_ceased_on(), Some(start()));
    }

    #[test]
    fn m2_a_decision_that_contradicts_itself_tells_both_days() {
        let contradiction = Command::Recognise {
            decided_on: day(2022, 9, 9),
            decided_by: DecidedBy::AdvisingPhysician,
            activity_ceased_on: Some(day(2022, 9, 10)),
        };
        let expected = [
            ImpossibleDate { field: DateField::DecidedOn, earliest: start(), latest: day(2022, 9, 8) },
            ImpossibleDate { field: DateField::ActivityCeasedOn, earliest: EARLIEST, latest: day(2022, 9, 9) },
        ];
        let refused = without_cessation().refused(day(2022, 9, 8), &contradiction);
        assert_eq!(refused, Rejection::ImpossibleDates(expected.into()));
    }

    #[test]
    fn m2_a_day_given_with_the_decision_replaces_the_declared_one() {
        let mut case = Case::declared();
        assert_eq!(case.state.activity_ceased_on(), Some(start()));
        case.on(day(2022, 9, 5), &ceased_on(day(2022, 8, 30)));
        assert_eq!(case.state.activity_ceased_on(), Some(day(2022, 8, 30)));
    }

    #[test]
    fn m3_recognition_plans_the_first_estimate_in_month_four() {
        let mut case = Case::declared();
        let events = case.on(day(2022, 9, 9), &recognise(day(2022, 9, 5)));
        assert_eq!(events.len(), 2);
        assert_eq!((events[1].effective_on(), events[1].rule()), (day(2022, 9, 5), Rule::M3));
        let plan = &work(&case.state)[0].plan;
        assert_eq!((plan.opens, plan.due), (Some(day(2022, 12, 1)), Some(day(2022, 12, 31))));
        assert_eq!(plan.actor, Actor::Physician);
        assert_eq!(plan.parameter.to_string(), "estimate.month@2022-01-01");
    }

    #[test]
    fn m4_a_track_in_force_at_the_recognition_waives_the_estimate_at_once() {
        let mut case = Case::declared();
        case.on(day(2022, 9, 4), &track(TrackKind::AuthorisedWork, day(2022, 9, 4), None));
        case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        let waived = Closure::Waived { on: day(2022, 9, 5), because: Ground::point(Rule::M4, 'b') };
        assert_eq!(case.first_estimate(), (None, Some(waived)));
        assert_eq!(timers(&case.state), []);
    }

    #[test]
    fn m4_after_month_four_a_later_track_leaves_what_is_missed_open() {
        let mut case = Case::declared();
        case.on(day(2023, 1, 20), &track(TrackKind::AuthorisedWork, day(2023, 1, 15), None));
        case.on(day(2023, 1, 20), &recognise(day(2023, 1, 10)));
        assert_eq!(case.first_estimate(), (None, None));
        assert_eq!(timers(&case.state)[0].fire_on, day(2023, 1, 1));
    }

    #[test]
    fn t8_no_estimate_is_planned_where_month_four_lay_before_the_law() {
        let recognised_from = |start| {
            let mut case = Case::default();
            case.on(day(2022, 3, 1), &declare_from(start));
            case.on(day(2022, 3, 1), &recognise(day(2022, 3, 1)));
            case
        };
        assert!(recognised_from(day(2021, 9, 1)).state.deadlines.is_empty());
        let due = recognised_from(day(2021, 9, 2)).state.deadline(Step::FirstEstimate).and_then(|it| it.plan.due);
        assert_eq!(due, Some(day(2022, 1, 1)));
    }

    #[test]
    fn t4_the_first_day_of_invalidity_is_known_and_is_no_deadline() {
        let case = Case::recognised();
        assert_eq!(case.state.recognition().map(|known| known.invalid_from), Some(day(2023, 9, 1)));
        assert_eq!(case.state.deadlines.iter().count(), 1);
    }
}
