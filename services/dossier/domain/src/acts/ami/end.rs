//! The last day of a trajectory, as the coordinator sets it. Circular 2022/383, part IV, 4.4, and part VI, point c (D20, D24).

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::replan::Replanned;
use trajet_law::rule::{Ground, Rule};

use crate::ami::follow::wanted;
use crate::ami::{AmiEndReason, AmiHappened, AmiRejection, AmiTrajectory};
use crate::consent::ConsentPurpose;
use crate::contact::Purpose;
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;

/// Sets the last day. It needs no consent: it ends what would be processed. One that was set by the end of the incapacity can be
/// entered after it: with it the presumption ended (D20).
pub(crate) fn decide(
    course: &mut Course,
    last_day: NaiveDate,
    reason: AmiEndReason,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    recognised(state)?;
    within_incapacity(state, last_day)?;
    let trajectory = state.ami_to_settle().ok_or(AmiRejection::NoAmiTrajectory)?;
    possible(ImpossibleDate::outside(DateField::LastDay, last_day, trajectory.last_act(state).on, today))?;
    if reason == AmiEndReason::AfterCodex {
        // One that ended since the person is definitively unfit is followed by the resumption (D14).
        let over = trajectory.suspension().and_then(|suspension| suspension.over(state, last_day));
        if over.is_none_or(|over| over.unfit || last_day < over.on) {
            return Err(AmiRejection::NotAfterCodex.into());
        }
        course.meet(Step::AmiResumption, last_day);
    } else if resumes(state, trajectory, last_day) && !instead_of_resuming(state, reason, last_day) {
        return Err(AmiRejection::Suspended.into());
    }
    end(course, last_day, reason);
    Ok(())
}

/// Whether a trajectory is to be resumed, since the CODEX trajectory by which it is suspended ended with the person definitively
/// unfit: "it starts again" (Circular 2022/383, part IV, 4.1).
fn resumes(state: &State, trajectory: &AmiTrajectory, day: NaiveDate) -> bool {
    let over = trajectory.suspension().and_then(|suspension| suspension.over(state, day));
    over.is_some_and(|over| over.unfit && over.on <= day)
}

/// Whether it ends for a reason that is true of one that is to be resumed. Only the person can wish that it is not: they say so
/// (D11.c), or take back the consent without which nothing is resumed (D3), and then it is stopped (own reading).
fn instead_of_resuming(state: &State, reason: AmiEndReason, day: NaiveDate) -> bool {
    let out_of_force_since = state.consents.out_of_force_since(ConsentPurpose::Trajectory);
    let without_consent = out_of_force_since.is_some_and(|since| since <= day);
    reason == AmiEndReason::NotWished || reason == AmiEndReason::Stopped && without_consent
}

/// Ends the trajectory that goes on, with the appointments for its interviews that are to come.
pub(crate) fn end(course: &mut Course, last_day: NaiveDate, reason: AmiEndReason) {
    let Some(number) = course.state.ami_to_settle().map(|trajectory| trajectory.number) else { return };
    course.push(Event::ami(number, AmiHappened::Ended { last_day, reason }));
    cancel_interviews(course, last_day, reason.ground());
    replan_evaluation(course, last_day);
}

/// The evaluation of what the end of the incapacity cut off follows the last day that was set before it (D24).
fn replan_evaluation(course: &mut Course, last_day: NaiveDate) {
    let state = &course.state;
    let Some(before) = state.deadlines.open(Step::AmiEvaluation).map(|open| open.plan.clone()) else { return };
    let plans = state.ami.last().map(|trajectory| wanted(state, trajectory)).unwrap_or_default();
    let after = plans.into_iter().find(|plan| plan.step == Step::AmiEvaluation && plan.target != before.target);
    if let Some(after) = after {
        course.replan(Replanned { before, after }, last_day, (Rule::D24.into(), Some(FactKind::AmiEnd.on(last_day))));
    }
}

/// Cancels the appointments for interviews that are after a day.
pub(super) fn cancel_interviews(course: &mut Course, last_day: NaiveDate, because: Ground) {
    let open = course.state.open_appointments();
    let to_come = open.filter(|appointment| appointment.purpose == Purpose::FollowUp && last_day < appointment.on);
    let to_come: Vec<_> = to_come.map(|appointment| (appointment.number, appointment.invitation.on)).collect();
    for (number, invited_on) in to_come {
        let on = last_day.max(invited_on);
        course.push(Event::AppointmentCancelled { number, on, because });
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::codex::CodexRequester;
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::ami::AmiCommand;
    use crate::contact::AppointmentState;
    use crate::fact::{CodexEnd, CodexKind, CodexNote, Told};
    use crate::samples::{Case, appoint, codex_note, day, ended, form, told};
    use crate::{ChosenEnd, Command, Stage};

    #[test]
    fn d20_t6_a_last_day_before_the_end_of_the_incapacity_is_entered_after_it_and_ends_the_presumption() {
        let mut case = Case::planned();
        case.on(day(2023, 5, 31), &ended(day(2023, 5, 31), false));
        let last = |case: &Case| case.state.presumptions[0].presumed.last;
        assert_eq!(last(&case), Some(day(2023, 5, 31)));
        assert_eq!(case.refusal(day(2023, 6, 2), &end_on(day(2023, 6, 1))), "INCAPACITY_ENDED");
        assert_eq!(case.refusal(day(2023, 6, 2), &end_on(day(2023, 2, 28))), "IMPOSSIBLE_DATES");
        case.on(day(2023, 6, 2), &end_on(day(2023, 5, 15)));
        let ended = Some((day(2023, 5, 15), AmiEndReason::ResultReached));
        assert_eq!((case.state.ami[0].ended, last(&case)), (ended, Some(day(2023, 5, 15))));
        let open = case.state.deadlines.all_open().map(|open| (open.plan.step, open.plan.target));
        assert_eq!(
            open.collect::<Vec<_>>(),
            [(Step::AmiEvaluation, Some(day(2023, 6, 15)))],
            "from the day that was set"
        );
        assert_eq!(case.refusal(day(2023, 6, 3), &end_on(day(2023, 5, 10))), "NO_AMI_TRAJECTORY", "it was set");
    }

    #[test]
    fn d20_d24_the_last_day_that_the_incapacity_ended_on_moves_no_evaluation() {
        let mut case = Case::planned();
        case.on(day(2023, 5, 31), &ended(day(2023, 5, 31), false));
        let events = case.on(day(2023, 6, 2), &end_on(day(2023, 5, 31)));
        assert!(!events.iter().any(|event| matches!(event, Event::DeadlineReplanned { .. })), "{events:?}");
    }

    #[test]
    fn d20_an_interview_on_the_last_day_is_still_held() {
        let mut case = Case::planned();
        case.on(day(2023, 5, 2), &appoint(Purpose::FollowUp, day(2023, 5, 15), day(2023, 5, 2)));
        case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
        assert_eq!(case.state.appointments[0].1, AppointmentState::Open);
    }

    fn end_on(last_day: NaiveDate) -> Command {
        Command::Ami(AmiCommand::End { last_day, reason: AmiEndReason::ResultReached })
    }

    #[test]
    fn d20_d24_the_coordinator_sets_the_last_day_and_the_results_are_to_be_evaluated() {
        let mut case = Case::planned();
        case.on(day(2023, 5, 2), &appoint(Purpose::FollowUp, day(2023, 5, 30), day(2023, 5, 2)));
        assert_eq!(case.refusal(day(2023, 5, 20), &end_on(day(2023, 2, 28))), "IMPOSSIBLE_DATES");
        assert_eq!(case.refusal(day(2023, 5, 20), &end_on(day(2023, 5, 21))), "IMPOSSIBLE_DATES");
        case.on(day(2023, 5, 20), &end_on(day(2023, 5, 15)));
        assert_eq!(case.state.ami[0].last_day(), Some(day(2023, 5, 15)));
        let waived = Some(Closure::Waived { on: day(2023, 5, 16), because: Rule::D24.into() });
        assert_eq!(case.deadline(Step::AmiFollowUp).and_then(|it| it.2), waived);
        assert_eq!(case.due(Step::AmiEvaluation), Some(day(2023, 6, 15)));
        assert_eq!(case.state.appointments[0].1, AppointmentState::Cancelled);
        assert_eq!(case.state.stage(), Stage::Contacted);
        assert_eq!(case.refusal(day(2023, 5, 20), &end_on(day(2023, 5, 20))), "NO_AMI_TRAJECTORY");
    }

    #[test]
    fn t6_d24_a_follow_up_that_was_late_by_the_last_day_stays_missed() {
        let mut case = Case::planned();
        case.on(day(2023, 6, 10), &end_on(day(2023, 6, 5)));
        let (_, missed_on, closed) = case.deadline(Step::AmiFollowUp).expect("it was planned");
        assert_eq!(missed_on, Some(day(2023, 6, 2)));
        assert_eq!(closed, Some(Closure::Waived { on: day(2023, 6, 6), because: Rule::D24.into() }));
    }

    #[test]
    fn t6_the_end_of_the_incapacity_ends_the_trajectory() {
        let mut case = Case::planned();
        case.on(day(2023, 5, 20), &ended(day(2023, 5, 10), true));
        assert_eq!(case.state.ami[0].ended, Some((day(2023, 5, 10), AmiEndReason::IncapacityEnded)));
        assert_eq!(case.state.deadlines.all_open().count(), 0);
        let because = Ground::point(Rule::T6, 'b');
        let waived = Some(Closure::Waived { on: day(2023, 5, 11), because });
        assert_eq!(case.deadline(Step::AmiFollowUp).and_then(|it| it.2), waived);
    }

    #[test]
    fn d11_who_does_not_wish_to_go_on_ends_it() {
        let mut case = Case::planned();
        let end = |on| Command::EndTrajectory { on, reason: ChosenEnd::NotWished };
        assert_eq!(case.refusal(day(2023, 4, 3), &end(day(2023, 2, 28))), "IMPOSSIBLE_DATES");
        case.on(day(2023, 4, 3), &end(day(2023, 4, 3)));
        assert_eq!(case.state.ami[0].ended, Some((day(2023, 4, 3), AmiEndReason::NotWished)));
    }

    #[test]
    fn d11_a_contact_of_before_the_commitment_at_which_nothing_was_wished_does_not_end_it() {
        let mut case = Case::planned();
        let contact = crate::NewContact {
            actions: [].into(),
            next_way: Some(crate::NextWay::None),
            ..crate::samples::new_contact(day(2023, 1, 25))
        };
        case.on(day(2023, 4, 3), &Command::RecordContact { contact, kind: crate::ContactKind::Other });
        assert_eq!(case.state.ami[0].ended, None);
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)));
    }

    #[test]
    fn d3_it_can_be_ended_without_consent() {
        let mut case = Case::planned();
        let withdrawn = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 4, 3));
        case.on(day(2023, 4, 3), &Command::RecordConsents(withdrawn));
        case.on(day(2023, 4, 5), &end_on(day(2023, 4, 5)));
        assert_eq!(case.state.deadlines.all_open().count(), 0);
    }

    /// Suspended, the CODEX trajectory ended on 1 June with the person definitively unfit, and the first consent was taken back.
    fn unfit_without_consent() -> Case {
        let mut case = Case::planned();
        let note = |kind, on| codex_note(kind, on);
        let asked =
            CodexNote { requested_by: Some(CodexRequester::Employer), ..note(CodexKind::Requested, day(2023, 4, 3)) };
        case.on(day(2023, 4, 4), &told(Told::Codex(asked)));
        case.on(day(2023, 4, 5), &Command::Ami(AmiCommand::Suspend { on: day(2023, 4, 5) }));
        let end = Some(CodexEnd { article: "I.4-76".into(), definitively_unfit: true });
        case.on(day(2023, 6, 1), &told(Told::Codex(CodexNote { end, ..note(CodexKind::Ended, day(2023, 6, 1)) })));
        let withdrawn = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 6, 5));
        case.on(day(2023, 6, 5), &Command::RecordConsents(withdrawn));
        case
    }

    #[test]
    fn d14_d3_what_cannot_be_resumed_for_want_of_consent_is_stopped() {
        let end = |on, reason| Command::Ami(AmiCommand::End { last_day: on, reason });
        let mut case = unfit_without_consent();
        let resume = Command::Ami(AmiCommand::Resume { on: day(2023, 6, 6), agreed: true });
        assert_eq!(case.refusal(day(2023, 6, 6), &resume), "CONSENT_REFUSED");
        let reached = end(day(2023, 6, 6), AmiEndReason::ResultReached);
        assert_eq!(case.refusal(day(2023, 6, 6), &reached), "AMI_SUSPENDED");
        // That it is refused once more changes nothing of since when.
        let refused = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 6, 6));
        case.on(day(2023, 6, 6), &Command::RecordConsents(refused));
        let before = end(day(2023, 6, 4), AmiEndReason::Stopped);
        assert_eq!(case.refusal(day(2023, 6, 6), &before), "AMI_SUSPENDED", "the consent was in force on that day");
        case.on(day(2023, 6, 6), &end(day(2023, 6, 5), AmiEndReason::Stopped));
        assert_eq!(case.state.ami[0].ended, Some((day(2023, 6, 5), AmiEndReason::Stopped)));
        assert_eq!(case.due(Step::AmiResumption), None);
        // Consent that is given again leaves only the resumption, and the person's wish.
        let mut again = unfit_without_consent();
        again.on(
            day(2023, 6, 7),
            &Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, true)], day(2023, 6, 7))),
        );
        assert_eq!(again.refusal(day(2023, 6, 8), &end(day(2023, 6, 8), AmiEndReason::Stopped)), "AMI_SUSPENDED");
        again.on(day(2023, 6, 8), &resume_on(day(2023, 6, 8)));
    }

    fn resume_on(on: NaiveDate) -> Command {
        Command::Ami(AmiCommand::Resume { on, agreed: false })
    }
}
