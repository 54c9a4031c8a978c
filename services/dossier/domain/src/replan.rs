//! What becomes of open deadlines when the first day of incapacity is corrected (T9) or the law changes (T8).
//!
//! No source says. Own reading: they follow, openly; what was done stays. A first contact that authorised work took away keeps
//! to be planned again when that work is over, by the first day as it then stands.

use chrono::NaiveDate;
use trajet_law::ami::{
    evaluation_plan, first_interview_plan, follow_up_plan, look_plan, plan_plan, results_notice_plan, resumption_plan,
    signature_plan, start_notice_plan, submission_plan, suspension_plan,
};
use trajet_law::concertation::{coordinator_reads, physician_reads};
use trajet_law::deadline::{DatedFact, Plan, Step};
use trajet_law::law::Judged;
use trajet_law::questionnaire::help_plan;
use trajet_law::replan::replan;
use trajet_law::route_b::{
    appointment_plan, authorisation_request_plan, contact_after_questionnaire, contact_after_refusal,
    contact_after_request,
};
use trajet_law::rule::Ground;

use crate::ami::follow::{STEPS, return_look};
use crate::bar::{apply_bar, barred};
use crate::course::Course;
use crate::partner_referral::awaited_plan;
use crate::route_c;
use crate::state::State;

/// Plans again what is open, where it has other days by the first day as it stands and the law of today. It counts from a day.
pub(crate) fn replan_open(course: &mut Course, on: NaiveDate, because: (Ground, Option<DatedFact>)) {
    let state = &course.state;
    let plans = [
        state.route_a().and_then(|asked| asked.plan(state, State::planning)),
        appointment(state),
        first_contact_of_route_b(state),
        authorisation_request(state),
        negative_decision(state),
        help(state),
    ];
    let others =
        ami(state).into_iter().chain(concertation(state)).chain(awaited_plan(state)).chain(route_c::offer(state));
    let plans: Vec<_> = plans.into_iter().flatten().chain(others).collect();
    let again =
        barred(state).and_then(|(asked, before)| Some((asked.plan(state, State::planning)?, asked.since(), before)));
    let again = again.filter(|(after, _, before)| (before.due, before.warn_on) != (after.due, after.warn_on));
    let again = again.map(|(after, since, _)| (after, since));
    for moved in replan(&state.deadlines, &plans) {
        course.replan(moved, on, because);
    }
    if let Some((plan, since)) = again {
        course.plan(plan, since);
    }
    apply_bar(course);
}

fn appointment(state: &State) -> Option<Plan> {
    Some(appointment_plan(counted_from(state, Step::RouteBAppointment)?))
}

fn first_contact_of_route_b(state: &State) -> Option<Plan> {
    let request = state.request()?;
    if request.questionnaire_needed {
        return Some(contact_after_questionnaire(state.planning(request.questionnaire_back_on?)));
    }
    Some(contact_after_request(state.planning(request.received_on)))
}

fn authorisation_request(state: &State) -> Option<Plan> {
    Some(authorisation_request_plan(counted_from(state, Step::AuthorisationRequest)?))
}

fn negative_decision(state: &State) -> Option<Plan> {
    let refused = state.request()?.refused()?;
    Some(contact_after_refusal(state.planning(refused.contact_on)))
}

fn help(state: &State) -> Option<Plan> {
    Some(help_plan(counted_from(state, Step::QuestionnaireHelp)?))
}

/// What an open step was counted from: one fact, or else the day from which its target runs.
fn counted_from(state: &State, step: Step) -> Option<Judged> {
    let plan = &state.deadlines.open(step)?.plan;
    match plan.counted.from.only() {
        Some(fact) => Some(state.planning(plan.opens.unwrap_or(fact.on)).being(fact.kind)),
        None => Some(state.planning(plan.opens?)),
    }
}

/// The steps of a trajectory of the sickness insurance, and the look at a dossier without a plan, each from what it was counted
/// from (D13 to D19, D24).
fn ami(state: &State) -> Vec<Plan> {
    let plan = |step: &Step| {
        let instead = state.deadlines.open(*step)?.plan.counted.instead;
        let from = counted_from(state, *step)?;
        Some(match step {
            Step::AmiCommitmentSignature => signature_plan(from),
            Step::AmiStartNotice => start_notice_plan(from),
            Step::AmiFirstInterview => first_interview_plan(from),
            Step::AmiPlan => plan_plan(from),
            Step::AmiFollowUp => follow_up_plan(from, instead),
            Step::AmiResultsNotice => results_notice_plan(from),
            Step::ProgrammeSubmission => submission_plan(from),
            Step::AmiSuspension => suspension_plan(from),
            Step::AmiResumption => resumption_plan(from),
            Step::AmiEvaluation => evaluation_plan(from),
            Step::DossierLook => look_plan(from),
            _ => return None,
        })
    };
    let plans = STEPS.iter().chain(&[Step::DossierLook]).filter_map(plan);
    plans.chain(return_observation(state)).collect()
}

/// The look at a return that is open, or becomes so.
fn return_observation(state: &State) -> Option<Plan> {
    return_look(state, state.ami.last()?)
}

/// The messages that wait to be read (D26).
fn concertation(state: &State) -> Vec<Plan> {
    let physician = counted_from(state, Step::ConcertationPhysician).map(physician_reads);
    let coordinator = counted_from(state, Step::ConcertationCoordinator).map(coordinator_reads);
    physician.into_iter().chain(coordinator).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use trajet_law::codex::CodexRequester;
    use trajet_law::deadline::Closure;
    use trajet_law::law::Law;
    use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};
    use trajet_law::rule::Rule;

    use super::*;
    use crate::ami::{
        AmiCommand, AmiEndReason, Evaluation, FreeText, NewCommitment, Outcome, PlanAim, PlanContent, ResultReached,
        StartSituation, Work, WorkContract,
    };
    use crate::command::Command;
    use crate::concertation::{Author, ConcertationCommand, Party};
    use crate::event::Event;
    use crate::fact::{CodexEnd, CodexKind, CodexNote, Told};
    use crate::people::SubjectId;
    use crate::samples::{
        Case, adapt, codex_note, commit, commitment, day, ended, first_contact, interview, not_returned, one_more_from,
        plan_content, recognised, recognition, referred, referring, route_b, told, work, work_ends,
    };
    use crate::timers;

    const STEP: Step = Step::FirstContactCategory4;

    fn corrected(from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Command {
        told(Told::StartCorrected { from, to, on })
    }

    fn start() -> NaiveDate {
        day(2022, 9, 1)
    }

    #[test]
    fn d4_t9_the_first_contact_follows_the_first_day_and_tells_its_days_before_and_after() {
        let mut case = Case::referred();
        let correction = corrected(start(), day(2022, 8, 15), day(2022, 12, 20));
        let events = case.on(day(2022, 12, 21), &correction);
        let [Event::Noted(_), Event::DeadlineReplanned { before, after, on, because, .. }] = &events[..] else {
            panic!("{events:?}")
        };
        assert_eq!((before.due, after.due), (Some(day(2023, 2, 28)), Some(day(2023, 2, 14))));
        assert_eq!((*on, *because), (day(2022, 12, 20), Rule::T9.into()));
        assert_eq!(case.on(day(2022, 12, 22), &correction), []);
        assert_eq!(case.on(day(2022, 12, 22), &recognised()), [], "the recognition is known");
        assert_eq!(case.state.recognition.as_ref().map(|known| known.incapacity_start), Some(day(2022, 8, 15)));
    }

    #[test]
    fn t6_t9_a_contact_that_becomes_overdue_is_missed() {
        let mut case = Case::referred();
        case.on(day(2023, 2, 20), &corrected(start(), day(2022, 8, 1), day(2023, 2, 20)));
        let timer = timers(&case.state).into_iter().find(|timer| timer.fire_on == day(2023, 2, 1));
        assert!(timer.is_some());
        case.on(day(2023, 2, 20), &Command::FireMissed(STEP));
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 1, 31)), Some(day(2023, 2, 1)), None)));
        case.on(day(2023, 2, 21), &first_contact(day(2023, 2, 21)));
        let met = Some(Closure::Met { on: day(2023, 2, 21) });
        assert_eq!(case.deadline(STEP), Some((Some(day(2023, 1, 31)), Some(day(2023, 2, 1)), met)));
    }

    #[test]
    fn t9_what_was_held_stays_and_a_referral_of_later_counts_from_itself() {
        let mut held = Case::referred();
        held.on(day(2022, 12, 19), &first_contact(day(2022, 12, 19)));
        let deadlines = held.state.deadlines.clone();
        held.on(day(2022, 12, 21), &corrected(start(), day(2022, 8, 15), day(2022, 12, 20)));
        assert_eq!(held.state.deadlines, deadlines);

        let mut later = Case::opened();
        later.on(day(2023, 1, 10), &referred(day(2023, 1, 10), false));
        let deadlines = later.state.deadlines.clone();
        later.on(day(2023, 1, 11), &corrected(start(), day(2022, 8, 15), day(2023, 1, 11)));
        assert_eq!(later.state.deadlines, deadlines);
    }

    #[test]
    fn d5_t9_a_contact_that_work_took_away_comes_back_by_the_first_day_as_it_stands() {
        let mut case = Case::referred();
        case.on(day(2022, 12, 20), &work(day(2022, 12, 20), None));
        case.on(day(2022, 12, 21), &corrected(start(), day(2022, 9, 4), day(2022, 12, 21)));
        assert_eq!(case.state.deadlines.open(STEP), None);
        case.on(day(2023, 1, 9), &work_ends(day(2023, 1, 6)));
        assert_eq!(case.due(STEP), Some(day(2023, 3, 3)));
        case.on(day(2023, 1, 10), &corrected(day(2022, 9, 4), start(), day(2023, 1, 10)));
        assert_eq!(case.due(STEP), Some(day(2023, 2, 28)));
    }

    #[test]
    fn t9_a_correction_ahead_of_the_recognition_is_in_the_recognition() {
        let mut case = Case::default();
        assert_eq!(case.on(day(2022, 9, 4), &corrected(day(2022, 8, 1), start(), day(2022, 9, 4))), []);
        case.on(day(2022, 9, 5), &recognised());
        assert_eq!(case.state.recognition, Some(recognition()));
    }

    #[test]
    fn t9_after_the_end_nothing_is_planned() {
        let mut case = Case::referred();
        case.on(day(2022, 12, 30), &ended(day(2022, 12, 29), false));
        let events = case.on(day(2022, 12, 30), &corrected(start(), day(2022, 8, 15), day(2022, 12, 30)));
        assert!(matches!(events[..], [Event::Noted(_)]));
    }

    const FROM_2023: NaiveDate = NaiveDate::from_ymd_opt(2023, 1, 1).expect("a date");

    static BY_MONTH: Parameter<u32> = Parameter::new(
        "first_contact.by_month",
        Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 6, source: "a version of these tests" },
        &[Version { valid_from: FROM_2023, begun: Begun::AnyDay, value: 7, source: "a version of these tests" }],
    );
    static APPOINTMENT_DAYS: Parameter<u32> = Parameter::new(
        "route_b.appointment_target_days",
        Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 14, source: "a version of these tests" },
        &[Version { valid_from: FROM_2023, begun: Begun::AnyDay, value: 7, source: "a version of these tests" }],
    );
    static AMENDED: Law = Law::amended(&[&BY_MONTH, &APPOINTMENT_DAYS]);

    #[test]
    fn t8_a_law_that_changes_plans_what_is_open_again_once() {
        let mut case = Case { state: State { law: &AMENDED, ..State::default() }, events: Vec::new() };
        case.on(day(2022, 9, 5), &recognised());
        case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        case.on(day(2022, 12, 20), &route_b(day(2022, 12, 20)));
        assert_eq!(case.on(day(2022, 12, 31), &Command::FollowLaw), []);
        let events = case.on(day(2023, 1, 2), &Command::FollowLaw);
        assert!(events.iter().all(|event| event.ground() == Rule::T8.into()));
        assert_eq!(
            (case.due(STEP), case.due(Step::RouteBAppointment)),
            (Some(day(2023, 3, 31)), Some(day(2022, 12, 27)))
        );
        assert_eq!(case.on(day(2023, 1, 3), &Command::FollowLaw), []);
    }

    /// A case of which the first contact and the appointment were planned by the law of before 2023.
    fn under_the_amended_law() -> Case {
        let mut case = Case { state: State { law: &AMENDED, ..State::default() }, events: Vec::new() };
        case.on(day(2022, 9, 5), &recognised());
        case
    }

    #[test]
    fn t8_t9_a_correction_that_is_entered_after_the_law_changed_leaves_what_is_open_under_it() {
        let mut case = under_the_amended_law();
        case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        case.on(day(2023, 1, 2), &Command::FollowLaw);
        case.on(day(2023, 1, 5), &corrected(start(), day(2022, 8, 15), day(2022, 12, 20)));
        let moved = case.state.deadlines.iter().rev().nth(1).and_then(|before| before.closed);
        assert_eq!(moved, Some(Closure::Waived { on: day(2022, 12, 20), because: Rule::T9.into() }));
        assert_eq!(case.due(STEP), Some(day(2023, 3, 14)), "by the end of month 7");
        assert_eq!(case.on(day(2023, 1, 5), &Command::FollowLaw), []);
    }

    #[test]
    fn t8_what_is_entered_after_the_law_changed_for_a_day_before_it_is_planned_by_the_law_of_today() {
        let mut case = under_the_amended_law();
        case.on(day(2022, 12, 31), &referred(day(2022, 12, 12), true));
        assert_eq!(case.due(STEP), Some(day(2023, 2, 28)), "the eve");
        let mut case = under_the_amended_law();
        case.on(day(2023, 1, 1), &referred(day(2022, 12, 12), true));
        case.on(day(2023, 1, 1), &route_b(day(2022, 12, 20)));
        assert_eq!(
            (case.due(STEP), case.due(Step::RouteBAppointment)),
            (Some(day(2023, 3, 31)), Some(day(2022, 12, 27)))
        );
        assert_eq!(case.on(day(2023, 1, 2), &Command::FollowLaw), []);
    }

    #[test]
    fn t6_t8_t9_what_was_over_is_missed_before_it_is_planned_again() {
        let missed = Event::DeadlineMissed { step: STEP, on: day(2023, 3, 1) };
        let mut of_before = Case::referred();
        let corrects = |on| corrected(start(), day(2022, 9, 15), on);
        let on_the_last = of_before.state.clone();
        assert_eq!(of_before.on(day(2023, 3, 2), &corrects(day(2023, 3, 1)))[1], missed);
        assert_eq!(of_before.due(STEP), Some(day(2023, 3, 14)));
        let mut in_time = Case { state: on_the_last.clone(), events: Vec::new() };
        assert!(!in_time.on(day(2023, 3, 2), &corrects(day(2023, 2, 28))).contains(&missed));
        let mut law_changed = Case { state: State { law: &AMENDED, ..on_the_last }, events: Vec::new() };
        assert_eq!(law_changed.on(day(2023, 3, 1), &Command::FollowLaw)[0], missed);
        let kept = law_changed.state.deadlines.iter().next().and_then(|before| before.missed_on);
        assert_eq!((kept, law_changed.due(STEP)), (Some(day(2023, 3, 1)), Some(day(2023, 3, 31))));
    }

    static FOLLOW_UP_MONTHS: Parameter<u32> = Parameter::new(
        "ami.follow_up_months",
        Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 3, source: "a version of these tests" },
        &[Version { valid_from: FROM_APRIL, begun: Begun::AnyDay, value: 2, source: "a version of these tests" }],
    );
    static RESULTS_DAYS: Parameter<u32> = Parameter::new(
        "ami.results_notice_target_days",
        Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 14, source: "a version of these tests" },
        &[Version { valid_from: FROM_APRIL, begun: Begun::AnyDay, value: 21, source: "a version of these tests" }],
    );
    const FROM_APRIL: NaiveDate = NaiveDate::from_ymd_opt(2023, 4, 1).expect("a date");
    static MORE_OFTEN: Law = Law::amended(&[&FOLLOW_UP_MONTHS, &RESULTS_DAYS]);

    #[test]
    fn t8_d19_a_trajectory_follows_the_law_and_what_counts_by_the_first_day_alone_does_not_move_it() {
        let mut case = Case::planned();
        let results = case.state.deadlines.open(Step::AmiResultsNotice).and_then(|open| open.plan.opens);
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)));
        case.on(day(2023, 3, 2), &corrected(start(), day(2022, 8, 15), day(2023, 3, 2)));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)));
        case.state.law = &MORE_OFTEN;
        assert_eq!(case.on(day(2023, 3, 31), &Command::FollowLaw), []);
        case.on(day(2023, 4, 3), &Command::FollowLaw);
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 5, 1)));
        assert_eq!(case.due(Step::AmiResultsNotice), results.map(|on| on + chrono::Days::new(21)));
        assert_eq!(case.on(day(2023, 4, 4), &Command::FollowLaw), []);
    }

    /// The steps that a law with other figures plans again, of what is open in a case.
    fn steps_that_follow(mut case: Case) -> Vec<Step> {
        case.state.law = one_more_from(day(2022, 9, 1));
        let events = case.on(day(2023, 12, 1), &Command::FollowLaw);
        let moved = events.iter().filter_map(|event| match event {
            Event::DeadlineReplanned { before, .. } => Some(before.step),
            _ => None,
        });
        moved.collect()
    }

    #[test]
    fn t8_each_open_step_follows_a_law_with_other_figures() {
        let ami = Command::Ami;
        let (on, asked_on) = (day(2023, 2, 1), day(2023, 2, 10));
        let unsigned = NewCommitment { physician: None, ..commitment(StartSituation::B, on) };
        let note = |kind, on| codex_note(kind, on);
        let asked = CodexNote { requested_by: Some(CodexRequester::Employer), ..note(CodexKind::Requested, asked_on) };
        let end = CodexEnd { article: "I.4-76".into(), definitively_unfit: true };
        let over = CodexNote { end: Some(end), ..note(CodexKind::Ended, day(2023, 2, 20)) };
        let stopped = |case: &mut Case| {
            let (last_day, reason) = (day(2023, 5, 15), AmiEndReason::ResultReached);
            case.on(last_day, &ami(AmiCommand::End { last_day, reason }));
        };
        let since = day(2023, 5, 16);
        let work = Work { since, contract: WorkContract::Permanent, as_before: false, percent_of_full_time: 80 };
        let evaluation = Evaluation {
            on: day(2023, 6, 1),
            result: ResultReached::Wholly,
            outcome: Outcome { work: Some(work), ..Outcome::default() },
            findings: FreeText("words".into()),
        };
        let asks = Command::RequestAuthorisation { asked_on: None };
        let open =
            |by: Author| Command::Concertation(ConcertationCommand::Open { by, text: "Which work would fit?".into() });
        let physician = Author { party: Party::Physician, subject: SubjectId("physician-1".into()) };
        let with = |mut case: Case, acts: &[(NaiveDate, Command)]| {
            for (today, command) in acts {
                case.on(*today, command);
            }
            case
        };
        let aim = PlanAim::VocationalRehabilitation;
        let for_it = PlanContent { aim, ..plan_content(day(2023, 3, 8)) };
        let mut has_ended = Case::planned();
        stopped(&mut has_ended);
        let mut returned = Case::planned();
        stopped(&mut returned);
        returned.on(day(2023, 6, 1), &ami(AmiCommand::Evaluate(evaluation)));
        let suspended = |acts: &[(NaiveDate, Command)]| {
            let requested = (asked_on, told(Told::Codex(asked.clone())));
            with(Case::committed(), &[&[requested], acts].concat())
        };
        let cases = vec![
            (Case::asked(), &[Step::FirstContactRouteB][..]),
            (Case::contacted(), &[Step::AuthorisationRequest]),
            (Case::not_authorised(), &[Step::NegativeDecisionContact]),
            (with(Case::opened(), &[(day(2022, 11, 26), not_returned(day(2022, 11, 26)))]), &[Step::QuestionnaireHelp]),
            (Case::met(), &[Step::DossierLook]),
            (with(Case::met(), &[(on, commit(unsigned))]), &[Step::AmiCommitmentSignature, Step::AmiFirstInterview]),
            (Case::committed(), &[Step::AmiStartNotice, Step::AmiFirstInterview]),
            (with(Case::committed(), &[(day(2023, 2, 20), interview(day(2023, 2, 20)))]), &[Step::AmiPlan]),
            (Case::planned(), &[Step::AmiFollowUp, Step::AmiResultsNotice]),
            (
                with(Case::planned(), &[(for_it.concertation.on, adapt(for_it.clone(), for_it.concertation.on))]),
                &[Step::ProgrammeSubmission],
            ),
            (suspended(&[]), &[Step::AmiSuspension]),
            (
                suspended(&[
                    (day(2023, 2, 13), ami(AmiCommand::Suspend { on: day(2023, 2, 13) })),
                    (day(2023, 2, 20), told(Told::Codex(over.clone()))),
                ]),
                &[Step::AmiResumption],
            ),
            (has_ended, &[Step::AmiEvaluation]),
            (returned, &[Step::ReturnObservation]),
            (
                with(Case::contacted(), &[(day(2023, 1, 23), asks), (day(2023, 1, 24), open(referring()))]),
                &[Step::ConcertationPhysician],
            ),
            (with(Case::contacted(), &[(day(2023, 1, 24), open(physician))]), &[Step::ConcertationCoordinator]),
        ];
        for (case, steps) in cases {
            for step in steps {
                assert!(case.state.deadlines.open(*step).is_some(), "{step:?} is open");
            }
            let moved = steps_that_follow(case);
            assert!(steps.iter().all(|step| moved.contains(step)), "{steps:?} of {moved:?}");
        }
    }

    proptest! {
        #[test]
        fn t9_told_so_or_corrected_the_same_first_contact_is_open(
            told_start in 0_u64..90, stated in 0_u64..90, worked in prop::option::of((0_u64..60, 0_u64..60)), late in any::<bool>(),
        ) {
            let at = |days| day(2022, 6, 3) + chrono::Days::new(days);
            let run = |first: NaiveDate, correction: Option<NaiveDate>| {
                let mut case = Case::default();
                let recognition = crate::Recognition { incapacity_start: first, ..recognition() };
                case.on(day(2022, 9, 5), &told(Told::Recognised(recognition)));
                case.on(day(2022, 12, 12), &referred(day(2022, 12, 12), !late));
                let mut tracks = Vec::new();
                if let Some((from, days)) = worked {
                    let from = day(2022, 12, 13) + chrono::Days::new(from);
                    tracks.push(work(from, Some(from + chrono::Days::new(days))));
                }
                for track in tracks {
                    case.on(day(2022, 12, 12), &track);
                }
                if let Some(to) = correction {
                    case.on(day(2022, 12, 12), &corrected(first, to, day(2022, 12, 12)));
                }
                // The day after the work, where it took the contact away.
                let _ = case.attempt(day(2023, 5, 1), &Command::FireBarEnded);
                case.on(day(2023, 5, 1), &Command::FollowLaw);
                case.state.deadlines.open(STEP).map(|open| open.plan.clone())
            };
            prop_assert_eq!(run(at(told_start), Some(at(stated))), run(at(stated), None));
        }
    }
}
