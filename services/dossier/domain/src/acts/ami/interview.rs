//! A follow-up interview that took place (*entretien de suivi*, *opvolggesprek*).
//!
//! Circular 2022/383, part IV, 4.2 and 4.3, and part V: physical, video or telephone (D10). The first one is held within a
//! month of the commitment (D15); one on a plan is its follow-up (D19). The treating physician is to be told its results.

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use super::inform;
use crate::ami::InformDutyKind;
use crate::ami::follow::base;
use crate::course::Course;
use crate::state::State;

/// Whether an interview on a day is a follow-up of the plan after all that the next one counts from, a resumption and consent
/// among them: the three months roll from it (own reading).
pub(crate) fn rolls(state: &State, on: NaiveDate) -> bool {
    let trajectory = state.ami_on(on).filter(|trajectory| trajectory.plan.is_some());
    trajectory.is_some_and(|trajectory| base(state, trajectory, Step::AmiFollowUp) < on)
}

/// What follows from an interview that is recorded: `rolled` says whether it is the last follow-up of the plan.
pub(crate) fn held(course: &mut Course, on: NaiveDate, rolled: bool) {
    let Some(trajectory) = course.state.ami_on(on) else { return };
    let number = trajectory.number;
    // One of before the day from which the first interview is counted is not the one that is asked.
    let first = !rolled && base(&course.state, trajectory, Step::AmiFirstInterview) <= on;
    // The deadlines are those of the last trajectory.
    if course.state.is_last_ami(number) {
        if first {
            course.meet(Step::AmiFirstInterview, on);
        }
        if rolled {
            course.meet(Step::AmiFollowUp, on);
        }
    }
    inform::arise(course, number, InformDutyKind::Results, on);
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::ami::{AmiCommand, AmiEndReason, StartSituation};
    use crate::consent::ConsentPurpose;
    use crate::contact::{Channel, Purpose};
    use crate::event::Event;
    use crate::samples::{Case, appoint, commit, commitment, day, form, interview};
    use crate::state::Reader;
    use crate::{Command, NewContact};

    #[test]
    fn d15_the_first_interview_meets_its_month_and_the_plan_is_aimed_at() {
        let mut case = Case::committed();
        assert_eq!(case.due(Step::AmiFirstInterview), Some(day(2023, 3, 1)));
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        let met = Some(Closure::Met { on: day(2023, 2, 20) });
        assert_eq!(case.deadline(Step::AmiFirstInterview).and_then(|it| it.2), met);
        assert_eq!(case.due(Step::AmiPlan), Some(day(2023, 3, 20)));
        // A second one, if it is needed, moves nothing.
        case.on(day(2023, 3, 6), &interview(day(2023, 3, 6)));
        assert_eq!(case.due(Step::AmiPlan), Some(day(2023, 3, 20)));
        assert_eq!(case.deadline(Step::AmiFirstInterview).and_then(|it| it.2), met);
    }

    #[test]
    fn d15_without_a_commitment_no_follow_up_interview_is_due() {
        assert_eq!(Case::met().refusal(day(2023, 2, 1), &interview(day(2023, 2, 1))), "NO_CONTACT_DUE");
        assert_eq!(Case::committed().refusal(day(2023, 2, 1), &interview(day(2023, 1, 31))), "NO_CONTACT_DUE");
    }

    #[test]
    fn d10_a_follow_up_interview_is_not_held_by_mail() {
        let on = day(2023, 2, 20);
        let Command::RecordContact { contact, kind } = interview(on) else { panic!("a contact") };
        for (channel, permitted) in [(Channel::Telephone, true), (Channel::Email, false)] {
            let command =
                Command::RecordContact { contact: NewContact { channel, ..contact.clone() }, kind: kind.clone() };
            let outcome = Case::committed().attempt(on, &command).map_err(|rejection| rejection.code());
            assert_eq!(outcome.err(), (!permitted).then_some("CHANNEL_NOT_PERMITTED"));
        }
    }

    #[test]
    fn d19_an_interview_on_the_plan_rolls_the_three_months_and_one_entered_late_does_not() {
        let mut case = Case::planned();
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)));
        case.on(day(2023, 5, 10), &interview(day(2023, 5, 10)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 8, 10)));
        case.on(day(2023, 5, 11), &interview(day(2023, 4, 20)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 8, 10)));
        let follow_ups = case.state.deadlines.iter().filter(|deadline| deadline.plan.step == Step::AmiFollowUp);
        assert_eq!(follow_ups.count(), 2);
    }

    #[test]
    fn d19_an_interview_on_the_day_of_the_plan_is_no_follow_up_of_it() {
        let mut case = Case::planned();
        let events = case.on(day(2023, 3, 2), &interview(day(2023, 3, 1)));
        assert!(!events.iter().any(|event| matches!(event, Event::DeadlineMet { .. })), "{events:?}");
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)));
    }

    #[test]
    fn d3_d15_an_interview_of_before_consent_was_granted_again_is_not_the_first_one_that_is_asked_since() {
        let mut case = Case::committed();
        for (granted, on) in [(false, day(2023, 2, 3)), (true, day(2023, 2, 20))] {
            case.on(on, &Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, granted)], on)));
        }
        case.on(day(2023, 2, 21), &interview(day(2023, 2, 2)));
        let closed = case.deadline(Step::AmiFirstInterview).and_then(|it| it.2);
        assert!(matches!(closed, Some(Closure::Waived { .. })), "{closed:?}");
    }

    #[test]
    fn d15_an_interview_of_an_earlier_trajectory_does_not_meet_the_deadline_of_the_last_one() {
        let mut case = Case::committed();
        let end = AmiCommand::End { last_day: day(2023, 2, 15), reason: AmiEndReason::Stopped };
        case.on(day(2023, 2, 15), &Command::Ami(end));
        case.on(day(2023, 2, 20), &commit(commitment(StartSituation::B, day(2023, 2, 20))));
        let events = case.on(day(2023, 2, 21), &interview(day(2023, 2, 10)));
        assert!(!events.iter().any(|event| matches!(event, Event::DeadlineMet { .. })));
        assert_eq!(case.due(Step::AmiFirstInterview), Some(day(2023, 3, 20)));
    }

    #[test]
    fn d3_consent_that_is_granted_once_more_moves_no_period() {
        let mut case = Case::committed();
        let again = form(&[(ConsentPurpose::Trajectory, true)], day(2023, 2, 20));
        case.on(day(2023, 2, 20), &Command::RecordConsents(again));
        case.on(day(2023, 2, 21), &interview(day(2023, 2, 13)));
        assert_eq!(case.due(Step::AmiPlan), Some(day(2023, 3, 13)));
    }

    #[test]
    fn d3_d14_when_consent_is_granted_again_every_period_counts_from_that_day() {
        let mut case = Case::committed();
        for (granted, on) in [(false, day(2023, 2, 3)), (true, day(2023, 2, 20))] {
            case.on(on, &Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, granted)], on)));
        }
        assert_eq!(case.due(Step::AmiStartNotice), Some(day(2023, 2, 27)));
        assert_eq!(case.due(Step::AmiFirstInterview), Some(day(2023, 3, 20)));
    }

    #[test]
    fn d3_d15_an_interview_needs_consent_and_its_results_are_shown_with_consent_alone() {
        let mut case = Case::committed();
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        let shown = |case: &Case, reader| case.trajectory(reader)[1].results.is_some();
        assert!(shown(&case, Reader::Coordinator) && shown(&case, Reader::Physician));
        let purpose = ConsentPurpose::PhysicianFollowUp;
        case.on(day(2023, 2, 21), &Command::RecordConsents(form(&[(purpose, false)], day(2023, 2, 21))));
        assert!(shown(&case, Reader::Coordinator) && !shown(&case, Reader::Physician));
        let purpose = ConsentPurpose::Trajectory;
        case.on(day(2023, 2, 21), &Command::RecordConsents(form(&[(purpose, false)], day(2023, 2, 21))));
        assert!(!shown(&case, Reader::Coordinator));
        assert_eq!(case.refusal(day(2023, 2, 22), &interview(day(2023, 2, 22))), "CONSENT_REFUSED");
        assert_eq!(case.state.deadlines.all_open().count(), 0, "nothing is processed any more");
        case.on(day(2023, 3, 1), &Command::RecordConsents(form(&[(purpose, true)], day(2023, 3, 1))));
        assert_eq!(case.due(Step::AmiPlan), Some(day(2023, 4, 1)));
    }

    #[test]
    fn d15_the_person_is_invited_to_a_follow_up_interview() {
        let mut case = Case::committed();
        case.on(day(2023, 2, 6), &appoint(Purpose::FollowUp, day(2023, 2, 20), day(2023, 2, 6)));
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        assert_eq!(case.state.contacts[1].appointment, Some(1));
    }
}
