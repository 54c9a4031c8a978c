//! A trajectory is suspended after an employer's request for a CODEX trajectory, and resumed after it.
//!
//! Circular 2022/383, part IV, 4.1, situations B and C, and part VI (D14, D20). The request is told by the occupational physician.
//! When the CODEX trajectory ends since the person is definitively unfit for the agreed work, this one is resumed; when it ends
//! otherwise, coordinator and person decide to resume it or to close it (own reading). The presumption goes on meanwhile.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::rule::Rule;

use super::end::cancel_interviews;
use crate::ami::{AmiHappened, AmiRejection};
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{consented, recognised, within_incapacity};
use crate::rejection::Rejection;

/// Suspends the trajectory from a day on. It needs no consent: it stops what would be processed.
pub(crate) fn suspend(course: &mut Course, on: NaiveDate, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    let last = state.ami_to_settle();
    // What was carried out was not suspended by then.
    let earliest = last.map_or(recognised_on, |trajectory| trajectory.carried_out(state).on);
    possible(ImpossibleDate::outside(DateField::SuspendedOn, on, earliest, today))?;
    within_incapacity(state, on)?;
    let trajectory = last.filter(|trajectory| trajectory.goes_on(on)).ok_or(AmiRejection::NoAmiTrajectory)?;
    if trajectory.suspensions.last().is_some_and(|last| last.resumed_on.is_none_or(|resumed_on| on < resumed_on)) {
        return Err(AmiRejection::Suspended.into());
    }
    let request = trajectory.employer_request(state, on).ok_or(AmiRejection::NoEmployerRequest)?;
    course.push(Event::ami(trajectory.number, AmiHappened::Suspended { on, request }));
    course.meet(Step::AmiSuspension, on);
    cancel_interviews(course, on, Rule::D14.into());
    Ok(())
}

/// Resumes it: its interview, plan and follow-up count from that day (own reading).
pub(crate) fn resume(course: &mut Course, on: NaiveDate, agreed: bool, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    recognised(state)?;
    let trajectory = state.current_ami().ok_or(AmiRejection::NoAmiTrajectory)?;
    let suspension = trajectory.suspension().ok_or(AmiRejection::NotSuspended)?;
    let over = suspension.over(state, on).ok_or(AmiRejection::CodexNotEnded)?;
    let earliest = over.on.max(suspension.since);
    possible(ImpossibleDate::outside(DateField::ResumedOn, on, earliest, today))?;
    within_incapacity(state, on)?;
    if !(over.unfit || agreed) {
        return Err(AmiRejection::ResumptionNotAgreed.into());
    }
    consented(state)?;
    course.push(Event::ami(trajectory.number, AmiHappened::Resumed { on, unfit: over.unfit }));
    course.meet(Step::AmiResumption, on);
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::codex::{CodexRequester, Employer};
    use trajet_law::deadline::{Closure, FactKind};

    use super::*;
    use crate::ami::{AmiCommand, AmiEndReason, StartSituation};
    use crate::contact::{AppointmentState, Purpose};
    use crate::fact::{CodexEnd, CodexKind, CodexNote, Told, Track, TrackKind};
    use crate::samples::{
        Case, adapt, appoint, codex_note, commit, commitment, day, ended, establish, followed_up, interview,
        plan_content, told,
    };
    use crate::{Command, Stage};

    fn asked(by: CodexRequester, on: NaiveDate) -> Command {
        told(Told::Codex(CodexNote { requested_by: Some(by), ..codex_note(CodexKind::Requested, on) }))
    }

    fn codex_ended(on: NaiveDate, definitively_unfit: bool) -> Command {
        let end = Some(CodexEnd { article: "I.4-76".into(), definitively_unfit });
        told(Told::Codex(CodexNote { end, ..codex_note(CodexKind::Ended, on) }))
    }

    fn suspend(on: NaiveDate) -> Command {
        Command::Ami(AmiCommand::Suspend { on })
    }

    fn resume(on: NaiveDate, agreed: bool) -> Command {
        Command::Ami(AmiCommand::Resume { on, agreed })
    }

    fn close(on: NaiveDate) -> Command {
        Command::Ami(AmiCommand::End { last_day: on, reason: AmiEndReason::AfterCodex })
    }

    /// A plan of 1 March, asked to be suspended on 3 April 2023.
    fn requested() -> Case {
        let mut case = Case::planned();
        case.on(day(2023, 4, 4), &asked(CodexRequester::Employer, day(2023, 4, 3)));
        case
    }

    /// Suspended from 5 April on.
    fn suspended() -> Case {
        let mut case = requested();
        case.on(day(2023, 4, 5), &suspend(day(2023, 4, 5)));
        case
    }

    #[test]
    fn d14_the_employers_request_is_seen_at_once_and_suspends_by_a_dated_act() {
        let mut case = requested();
        assert_eq!(case.due(Step::AmiSuspension), Some(day(2023, 4, 10)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)), "until it is suspended it goes on");
        case.on(day(2023, 4, 4), &appoint(Purpose::FollowUp, day(2023, 5, 2), day(2023, 4, 4)));
        assert_eq!(case.refusal(day(2023, 4, 5), &suspend(day(2023, 4, 2))), "NO_EMPLOYER_REQUEST");
        case.on(day(2023, 4, 5), &suspend(day(2023, 4, 5)));
        let met = Some(Closure::Met { on: day(2023, 4, 5) });
        assert_eq!(case.deadline(Step::AmiSuspension).and_then(|it| it.2), met);
        let waived = Some(Closure::Waived { on: day(2023, 4, 5), because: Rule::D14.into() });
        assert_eq!(case.deadline(Step::AmiFollowUp).and_then(|it| it.2), waived);
        assert_eq!(case.state.appointments[0].1, AppointmentState::Cancelled);
        assert_eq!(case.state.stage(), Stage::AmiSuspended);
        assert_eq!(case.due(Step::DossierLook), Some(day(2023, 7, 5)), "nobody is lost from sight meanwhile");
        assert_eq!(case.refusal(day(2023, 4, 6), &suspend(day(2023, 4, 6))), "AMI_SUSPENDED");
    }

    #[test]
    fn d14_nothing_was_carried_out_while_it_was_suspended() {
        let on = day(2023, 4, 10);
        for act in [interview(on), Command::Ami(AmiCommand::FollowUp(followed_up(on)))] {
            let mut case = requested();
            case.on(on, &act);
            assert_eq!(case.refusal(day(2023, 4, 12), &suspend(day(2023, 4, 9))), "IMPOSSIBLE_DATES");
            case.on(day(2023, 4, 12), &suspend(on));
        }
        // A plan that was established inside it would begin a presumption.
        let mut case = Case::committed();
        case.on(day(2023, 2, 10), &asked(CodexRequester::Employer, day(2023, 2, 10)));
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        case.on(day(2023, 3, 1), &establish(plan_content(day(2023, 3, 1)), day(2023, 3, 1)));
        assert_eq!(case.refusal(day(2023, 3, 2), &suspend(day(2023, 2, 28))), "IMPOSSIBLE_DATES");
    }

    #[test]
    fn d14_t6_a_suspension_of_before_the_end_of_the_incapacity_is_entered_after_it() {
        let mut case = requested();
        case.on(day(2023, 4, 20), &ended(day(2023, 4, 20), false));
        case.on(day(2023, 4, 21), &suspend(day(2023, 4, 5)));
        let met = Some(Closure::Met { on: day(2023, 4, 5) });
        assert_eq!(case.deadline(Step::AmiSuspension).and_then(|it| it.2), met);
        let open = case.state.deadlines.all_open().map(|open| open.plan.step);
        assert_eq!(open.collect::<Vec<_>>(), [Step::AmiEvaluation]);
    }

    #[test]
    fn d14_it_is_suspended_up_to_the_day_before_its_resumption() {
        let on = day(2023, 4, 14);
        let mut case = suspended();
        case.on(on, &codex_ended(on, true));
        case.on(day(2023, 4, 17), &resume(day(2023, 4, 17), false));
        let suspended_on = |day| case.state.ami[0].suspended_on(day).is_some();
        let days = [day(2023, 4, 4), day(2023, 4, 5), day(2023, 4, 16), day(2023, 4, 17), day(2023, 4, 18)];
        assert_eq!(days.map(suspended_on), [false, true, true, false, false]);
        assert_eq!(case.state.ami[0].unheeded_over(&case.state), None, "it was suspended by what ended");
    }

    #[test]
    fn d14_of_two_words_on_one_day_the_one_by_which_the_person_is_unfit_decides() {
        let on = day(2023, 4, 14);
        for unfit_first in [true, false] {
            let mut case = suspended();
            case.on(on, &codex_ended(on, unfit_first));
            case.on(on, &codex_ended(on, !unfit_first));
            case.on(on, &resume(on, false));
        }
    }

    #[test]
    fn d14_a_request_on_the_day_on_which_the_former_one_ended_goes_on() {
        let on = day(2023, 4, 14);
        let mut case = suspended();
        case.on(on, &codex_ended(on, true));
        case.on(on, &resume(on, false));
        case.on(on, &asked(CodexRequester::Employer, on));
        assert_eq!(case.due(Step::AmiSuspension), Some(day(2023, 4, 21)));
        case.on(day(2023, 4, 17), &suspend(day(2023, 4, 17)));
        assert_eq!(case.refusal(day(2023, 4, 18), &resume(day(2023, 4, 18), true)), "CODEX_NOT_ENDED");
        // One that is told to have ended after it was asked for is over on that day.
        case.on(day(2023, 4, 18), &codex_ended(day(2023, 4, 18), false));
        case.on(day(2023, 4, 18), &resume(day(2023, 4, 18), true));
        let mut at_once = requested();
        at_once.on(day(2023, 4, 4), &codex_ended(day(2023, 4, 3), false));
        assert_eq!(at_once.due(Step::AmiSuspension), None);
    }

    #[test]
    fn d15_d19_an_interview_of_before_the_resumption_is_not_the_one_that_is_asked_after_it() {
        let on = day(2023, 4, 14);
        let mut case = suspended();
        case.on(on, &codex_ended(on, true));
        case.on(on, &resume(on, false));
        let events = case.on(day(2023, 4, 17), &interview(day(2023, 4, 4)));
        assert!(!events.iter().any(|event| matches!(event, Event::DeadlineMet { .. })), "{events:?}");
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 7, 14)));
        let late = Command::Ami(AmiCommand::FollowUp(followed_up(day(2023, 4, 3))));
        let events = case.on(day(2023, 4, 17), &late);
        assert!(!events.iter().any(|event| matches!(event, Event::DeadlineMet { .. })), "{events:?}");
        case.on(day(2023, 4, 17), &interview(day(2023, 4, 17)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 7, 17)));
    }

    #[test]
    fn d14_who_else_asks_and_another_start_situation_suspend_nothing() {
        for by in [CodexRequester::Worker, CodexRequester::TreatingPhysician] {
            let mut case = Case::planned();
            case.on(day(2023, 4, 4), &asked(by, day(2023, 4, 3)));
            assert_eq!(case.due(Step::AmiSuspension), None);
            assert_eq!(case.refusal(day(2023, 4, 5), &suspend(day(2023, 4, 5))), "NO_EMPLOYER_REQUEST");
        }
        let mut unfit = Case::met();
        unfit.on(day(2023, 1, 28), &codex_ended(day(2023, 1, 27), true));
        unfit.on(day(2023, 2, 1), &commit(commitment(StartSituation::D, day(2023, 2, 1))));
        unfit.on(day(2023, 4, 4), &asked(CodexRequester::Employer, day(2023, 4, 3)));
        assert_eq!(unfit.due(Step::AmiSuspension), None);
    }

    #[test]
    fn d14_nothing_is_carried_out_while_it_is_suspended() {
        let mut case = suspended();
        let on = day(2023, 4, 20);
        assert_eq!(case.refusal(on, &interview(on)), "NO_CONTACT_DUE");
        assert_eq!(case.refusal(on, &adapt(plan_content(on), on)), "AMI_SUSPENDED");
        assert_eq!(case.refusal(on, &Command::Ami(AmiCommand::FollowUp(followed_up(on)))), "AMI_SUSPENDED");
        // What took place before is recorded all the same.
        case.on(on, &interview(day(2023, 4, 4)));
        let mut early = Case::committed();
        early.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        early.on(day(2023, 2, 21), &asked(CodexRequester::Employer, day(2023, 2, 21)));
        early.on(day(2023, 2, 21), &suspend(day(2023, 2, 21)));
        let plan = establish(plan_content(day(2023, 3, 1)), day(2023, 3, 1));
        assert_eq!(early.refusal(day(2023, 3, 1), &plan), "AMI_SUSPENDED");
        assert_eq!(early.due(Step::AmiPlan), None);
    }

    #[test]
    fn d14_who_is_definitively_unfit_goes_on_and_the_periods_count_from_the_resumption() {
        let mut case = suspended();
        assert_eq!(case.refusal(day(2023, 5, 2), &resume(day(2023, 5, 2), true)), "CODEX_NOT_ENDED");
        case.on(day(2023, 6, 2), &codex_ended(day(2023, 6, 1), true));
        assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 6, 15)));
        assert_eq!(case.refusal(day(2023, 6, 5), &close(day(2023, 6, 5))), "NOT_AFTER_CODEX");
        assert_eq!(case.refusal(day(2023, 6, 5), &resume(day(2023, 5, 31), false)), "IMPOSSIBLE_DATES");
        case.on(day(2023, 6, 5), &resume(day(2023, 6, 5), false));
        let met = Some(Closure::Met { on: day(2023, 6, 5) });
        assert_eq!(case.deadline(Step::AmiResumption).and_then(|it| it.2), met);
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 9, 5)));
        assert_eq!((case.state.stage(), case.due(Step::DossierLook)), (Stage::AmiTrajectory, None));
        assert_eq!(case.refusal(day(2023, 6, 6), &resume(day(2023, 6, 6), true)), "AMI_NOT_SUSPENDED");
        // Another request suspends it again.
        case.on(day(2023, 7, 3), &asked(CodexRequester::Employer, day(2023, 7, 3)));
        case.on(day(2023, 7, 4), &suspend(day(2023, 7, 4)));
        assert_eq!(case.state.ami[0].suspensions.len(), 2);
    }

    #[test]
    fn d14_after_another_end_coordinator_and_person_resume_or_close() {
        let mut case = suspended();
        case.on(day(2023, 6, 2), &codex_ended(day(2023, 6, 1), false));
        assert_eq!(case.refusal(day(2023, 6, 5), &resume(day(2023, 6, 5), false)), "RESUMPTION_NOT_AGREED");
        let mut closed = suspended();
        closed.on(day(2023, 6, 2), &codex_ended(day(2023, 6, 1), false));
        assert_eq!(closed.refusal(day(2023, 6, 5), &close(day(2023, 5, 31))), "NOT_AFTER_CODEX");
        closed.on(day(2023, 6, 5), &close(day(2023, 6, 5)));
        let met = Some(Closure::Met { on: day(2023, 6, 5) });
        assert_eq!(closed.deadline(Step::AmiResumption).and_then(|it| it.2), met);
        assert_eq!(closed.state.ami[0].ended, Some((day(2023, 6, 5), AmiEndReason::AfterCodex)));
        case.on(day(2023, 6, 5), &resume(day(2023, 6, 5), true));
        assert_eq!(case.state.ami[0].suspension(), None);
        assert_eq!(Case::planned().refusal(day(2023, 6, 5), &close(day(2023, 6, 5))), "NOT_AFTER_CODEX");
    }

    #[test]
    fn d14_it_is_closed_on_the_day_that_the_codex_trajectory_ended_on_and_suspended_again_on_that_of_the_resumption() {
        let mut closed = suspended();
        closed.on(day(2023, 6, 1), &codex_ended(day(2023, 6, 1), false));
        closed.on(day(2023, 6, 1), &close(day(2023, 6, 1)));
        assert_eq!(closed.state.ami[0].ended, Some((day(2023, 6, 1), AmiEndReason::AfterCodex)));
        let mut case = suspended();
        case.on(day(2023, 6, 1), &codex_ended(day(2023, 6, 1), true));
        case.on(day(2023, 6, 5), &resume(day(2023, 6, 5), false));
        case.on(day(2023, 6, 5), &asked(CodexRequester::Employer, day(2023, 6, 5)));
        case.on(day(2023, 6, 5), &suspend(day(2023, 6, 5)));
        assert_eq!(case.state.ami[0].suspensions.len(), 2);
    }

    #[test]
    fn d14_what_need_not_be_resumed_can_be_stopped_for_another_reason() {
        let stop = |on| Command::Ami(AmiCommand::End { last_day: on, reason: AmiEndReason::Stopped });
        let stopped = |case: &Case| case.state.ami[0].ended;
        let mut fit = suspended();
        fit.on(day(2023, 6, 1), &codex_ended(day(2023, 6, 1), false));
        fit.on(day(2023, 6, 5), &stop(day(2023, 6, 5)));
        assert_eq!(stopped(&fit), Some((day(2023, 6, 5), AmiEndReason::Stopped)));
        let mut unfit = suspended();
        unfit.on(day(2023, 6, 1), &codex_ended(day(2023, 6, 1), true));
        assert_eq!(unfit.refusal(day(2023, 6, 5), &stop(day(2023, 6, 1))), "AMI_SUSPENDED");
        // On a day before the CODEX trajectory was over nothing was to be resumed.
        unfit.on(day(2023, 6, 5), &stop(day(2023, 5, 31)));
        assert_eq!(stopped(&unfit), Some((day(2023, 5, 31), AmiEndReason::Stopped)));
    }

    /// Suspended, the CODEX trajectory ended, and another one was asked for on 3 June that ended on 20 June.
    fn asked_again(unfit_first: bool, unfit_then: bool) -> Case {
        let mut case = suspended();
        case.on(day(2023, 6, 1), &codex_ended(day(2023, 6, 1), unfit_first));
        case.on(day(2023, 6, 3), &asked(CodexRequester::Employer, day(2023, 6, 3)));
        let waived = Some(Closure::Waived { on: day(2023, 6, 3), because: Rule::D14.into() });
        assert_eq!(case.deadline(Step::AmiResumption).and_then(|it| it.2), waived);
        assert_eq!(case.refusal(day(2023, 6, 10), &resume(day(2023, 6, 10), true)), "CODEX_NOT_ENDED");
        assert_eq!(case.refusal(day(2023, 6, 10), &close(day(2023, 6, 10))), "NOT_AFTER_CODEX");
        case.on(day(2023, 6, 20), &codex_ended(day(2023, 6, 20), unfit_then));
        case
    }

    #[test]
    fn d14_the_end_of_the_last_request_within_a_suspension_decides() {
        let mut case = asked_again(false, true);
        assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 7, 4)));
        assert_eq!(case.refusal(day(2023, 6, 21), &close(day(2023, 6, 21))), "NOT_AFTER_CODEX");
        case.on(day(2023, 6, 21), &resume(day(2023, 6, 21), false));
        let met = Some(Closure::Met { on: day(2023, 6, 21) });
        assert_eq!(case.deadline(Step::AmiResumption).and_then(|it| it.2), met);
        let mut otherwise = asked_again(true, false);
        assert_eq!(otherwise.refusal(day(2023, 6, 21), &resume(day(2023, 6, 21), false)), "RESUMPTION_NOT_AGREED");
        otherwise.on(day(2023, 6, 21), &close(day(2023, 6, 21)));
        // What was agreed before the second request can be entered after it.
        let mut late = asked_again(false, true);
        assert_eq!(late.refusal(day(2023, 6, 21), &resume(day(2023, 6, 2), false)), "RESUMPTION_NOT_AGREED");
        late.on(day(2023, 6, 21), &resume(day(2023, 6, 2), true));
    }

    /// The same word of another service.
    fn other_service(word: &Command) -> Command {
        let Command::Note(fact) = word else { panic!("a word of a service") };
        let Told::Codex(note) = &fact.told else { panic!("a word of a service") };
        told(Told::Codex(CodexNote { partner: Some("0403019261".into()), ..note.clone() }))
    }

    fn track(from: NaiveDate, until: Option<NaiveDate>) -> Command {
        told(Told::TrackStarted(Track { kind: TrackKind::CodexRequested, from, until, asked_by: None }))
    }

    fn track_ends(from: NaiveDate, until: NaiveDate) -> Command {
        told(Told::TrackEnded { kind: TrackKind::CodexRequested, from: Some(from), until })
    }

    /// The same word, of an employer.
    fn of(employer: &str, word: &Command) -> Command {
        let Command::Note(fact) = word else { panic!("a word of a service") };
        let Told::Codex(note) = &fact.told else { panic!("a word of a service") };
        told(Told::Codex(CodexNote { employer: Employer::parse(employer).ok(), ..note.clone() }))
    }

    const ONE: &str = "0411724220";
    const OTHER: &str = "0428759497";

    #[test]
    fn d14_of_two_employers_with_one_service_the_end_of_one_trajectory_leaves_the_other() {
        let asked_on = day(2023, 4, 3);
        let requests = [ONE, OTHER].map(|employer| of(employer, &asked(CodexRequester::Employer, asked_on)));
        let first_over = of(ONE, &codex_ended(day(2023, 4, 20), true));
        for told in [[&requests[0], &requests[1], &first_over], [&requests[1], &first_over, &requests[0]]] {
            let mut case = Case::planned();
            case.on(day(2023, 4, 4), told[0]);
            case.on(day(2023, 4, 5), &suspend(day(2023, 4, 5)));
            for word in &told[1..] {
                case.on(day(2023, 4, 21), word);
            }
            assert_eq!(case.due(Step::AmiResumption), None);
            assert_eq!(case.refusal(day(2023, 4, 25), &resume(day(2023, 4, 25), true)), "CODEX_NOT_ENDED");
            case.on(day(2023, 6, 2), &of(OTHER, &codex_ended(day(2023, 6, 1), false)));
            assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 6, 15)));
            // The one that ended last decides.
            assert_eq!(case.refusal(day(2023, 6, 5), &resume(day(2023, 6, 5), false)), "RESUMPTION_NOT_AGREED");
        }
    }

    #[test]
    fn d14_an_end_without_an_employer_ends_neither_of_two_that_were_asked_for() {
        let mut case = Case::planned();
        case.on(day(2023, 4, 4), &of(ONE, &asked(CodexRequester::Employer, day(2023, 4, 3))));
        case.on(day(2023, 4, 5), &suspend(day(2023, 4, 5)));
        case.on(day(2023, 4, 6), &of(OTHER, &asked(CodexRequester::Employer, day(2023, 4, 6))));
        case.on(day(2023, 4, 21), &codex_ended(day(2023, 4, 20), false));
        case.on(day(2023, 6, 2), &of(OTHER, &codex_ended(day(2023, 6, 1), false)));
        assert_eq!(case.due(Step::AmiResumption), None);
        case.on(day(2023, 6, 3), &of(ONE, &codex_ended(day(2023, 5, 30), false)));
        assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 6, 15)));

        // A request of before its service named anybody ends with the only employer it can be of.
        let mut before = suspended();
        before.on(day(2023, 6, 2), &of(ONE, &codex_ended(day(2023, 6, 1), false)));
        assert_eq!(before.due(Step::AmiResumption), Some(day(2023, 6, 15)));
    }

    /// Two employers asked on 3 April, each its own service; that of the first told an end on 20 April, before the second
    /// request was told or after it. Suspended from 5 April on.
    fn of_two_employers(second_told_last: bool) -> Case {
        let asked_on = day(2023, 4, 3);
        let (first, second) = (asked(CodexRequester::Employer, asked_on), codex_ended(day(2023, 4, 20), false));
        let other = other_service(&asked(CodexRequester::Employer, asked_on));
        let mut case = Case::planned();
        case.on(day(2023, 4, 4), &first);
        case.on(day(2023, 4, 4), &track(asked_on, None));
        case.on(day(2023, 4, 5), &suspend(day(2023, 4, 5)));
        // As medical assessment tells the days beside, in one piece or in two.
        if second_told_last {
            case.on(day(2023, 4, 21), &second);
            case.on(day(2023, 4, 21), &track_ends(asked_on, day(2023, 4, 20)));
            case.on(day(2023, 4, 24), &track(day(2023, 4, 21), None));
            case.on(day(2023, 4, 24), &other);
        } else {
            case.on(day(2023, 4, 6), &other);
            case.on(day(2023, 4, 21), &second);
        }
        case
    }

    #[test]
    fn d14_of_two_employers_the_end_of_one_trajectory_leaves_the_other_whichever_was_told_first() {
        for second_told_last in [false, true] {
            let mut case = of_two_employers(second_told_last);
            assert_eq!(case.due(Step::AmiResumption), None, "{second_told_last}");
            assert_eq!(case.refusal(day(2023, 4, 25), &resume(day(2023, 4, 25), true)), "CODEX_NOT_ENDED");
            case.on(day(2023, 6, 2), &other_service(&codex_ended(day(2023, 6, 1), false)));
            assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 6, 15)), "{second_told_last}");
            case.on(day(2023, 6, 5), &resume(day(2023, 6, 5), true));
        }
    }

    #[test]
    fn d14_an_end_that_the_insurer_knows_ends_what_was_asked_for_beside_an_earlier_trajectory() {
        let earlier = day(2023, 3, 20);
        for worker_told_last in [false, true] {
            let worker = other_service(&asked(CodexRequester::Worker, earlier));
            let mut case = if worker_told_last { requested() } else { Case::planned() };
            case.on(day(2023, 4, 4), &worker);
            case.on(day(2023, 4, 4), &track(earlier, None));
            if !worker_told_last {
                case.on(day(2023, 4, 4), &asked(CodexRequester::Employer, day(2023, 4, 3)));
            }
            case.on(day(2023, 4, 5), &suspend(day(2023, 4, 5)));
            assert_eq!(case.due(Step::AmiResumption), None);
            // The insurer records by hand that both are over.
            case.on(day(2023, 6, 2), &track_ends(earlier, day(2023, 6, 1)));
            assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 6, 15)), "{worker_told_last}");
        }
    }

    #[test]
    fn d14_a_trajectory_that_ended_on_the_day_of_the_request_says_nothing_of_it() {
        let mut case = Case::planned();
        case.on(day(2023, 4, 4), &track(day(2023, 3, 20), Some(day(2023, 4, 3))));
        case.on(day(2023, 4, 4), &asked(CodexRequester::Employer, day(2023, 4, 3)));
        assert_eq!(case.due(Step::AmiSuspension), Some(day(2023, 4, 10)));
        case.on(day(2023, 4, 4), &track(day(2023, 4, 4), None));
        case.on(day(2023, 4, 5), &suspend(day(2023, 4, 5)));
        case.on(day(2023, 5, 2), &track_ends(day(2023, 4, 4), day(2023, 5, 1)));
        assert_eq!(case.due(Step::AmiResumption), Some(day(2023, 5, 15)));
    }

    #[test]
    fn d14_where_no_service_told_the_end_the_last_day_of_the_track_takes_the_suspension_away() {
        let mut case = Case::planned();
        case.on(day(2023, 4, 4), &track(day(2023, 4, 3), None));
        case.on(day(2023, 4, 4), &asked(CodexRequester::Employer, day(2023, 4, 3)));
        let events = case.on(day(2023, 4, 20), &track_ends(day(2023, 4, 3), day(2023, 4, 18)));
        let (step, on, because) = (Step::AmiSuspension, day(2023, 4, 18), Rule::D14.into());
        let rests_on = FactKind::TrackEnd.on(on).into();
        assert!(events.contains(&Event::DeadlineWaived { step, on, because, rests_on }), "{events:?}");
    }

    #[test]
    fn d14_a_codex_trajectory_that_ended_before_anybody_suspended_asks_for_nothing_any_more() {
        let mut case = requested();
        case.on(day(2023, 4, 20), &codex_ended(day(2023, 4, 18), false));
        let waived = Some(Closure::Waived { on: day(2023, 4, 18), because: Rule::D14.into() });
        assert_eq!(case.deadline(Step::AmiSuspension).and_then(|it| it.2), waived);
        assert_eq!(case.refusal(day(2023, 4, 21), &suspend(day(2023, 4, 21))), "NO_EMPLOYER_REQUEST");
        // What was done then can still be entered.
        case.on(day(2023, 4, 21), &suspend(day(2023, 4, 10)));
        let met = Some(Closure::Met { on: day(2023, 4, 10) });
        assert_eq!(case.deadline(Step::AmiSuspension).and_then(|it| it.2), met);
        assert!(case.due(Step::AmiResumption).is_some());
    }

    #[test]
    fn d20_d22_a_suspension_never_moves_the_presumption() {
        let before = requested().state.presumptions;
        let mut case = suspended();
        case.on(day(2023, 6, 2), &codex_ended(day(2023, 6, 1), true));
        case.on(day(2023, 6, 5), &resume(day(2023, 6, 5), false));
        assert_eq!((&case.state.presumptions, before.len()), (&before, 1));
    }
}
