use trajet_law::deadline::Closure;
use trajet_law::rule::{Ground, Rule};

use super::*;
use crate::Command;
use crate::ami::{
    AmiCommand, AmiEndReason, FreeText, Outcome, ResultReached, StartSituation, Work, WorkContract, WorkEndReason,
};
use crate::consent::ConsentPurpose;
use crate::event::Event;
use crate::fact::{IncapacityEnd, Told};
use crate::samples::{Case, commit, commitment, day, ended, establish, form, interview, plan_content, told};

const STEP: Step = Step::ReturnObservation;

fn end_on(last_day: NaiveDate) -> Command {
    Command::Ami(AmiCommand::End { last_day, reason: AmiEndReason::ResultReached })
}

fn at_work(since: NaiveDate) -> Outcome {
    let contract = WorkContract::Permanent;
    let work = Work { since, contract, as_before: false, percent_of_full_time: 80 };
    Outcome { work: Some(work), ..Outcome::default() }
}

fn evaluated(on: NaiveDate, outcome: Outcome) -> Command {
    let (result, findings) = (ResultReached::Wholly, FreeText("words".into()));
    Command::Ami(AmiCommand::Evaluate(Evaluation { on, result, outcome, findings }))
}

fn observed(on: NaiveDate, outcome: Outcome) -> Command {
    Command::Ami(AmiCommand::Observe(Observation { on, outcome, stopped: None }))
}

fn stopped(on: NaiveDate, last_day: NaiveDate, outcome: Outcome) -> Command {
    let stopped = Some((last_day, WorkEndReason::Relapse));
    Command::Ami(AmiCommand::Observe(Observation { on, outcome, stopped }))
}

/// A trajectory that ended on 15 May 2023 with a return to work on the 16th, evaluated on 1 June.
fn returned() -> Case {
    let mut case = Case::planned();
    case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
    case.on(day(2023, 5, 20), &ended(day(2023, 5, 15), false));
    case.on(day(2023, 6, 1), &evaluated(day(2023, 6, 1), at_work(day(2023, 5, 16))));
    case
}

fn days(case: &Case) -> Option<(NaiveDate, NaiveDate)> {
    let open = case.state.deadlines.open(STEP)?;
    open.plan.opens.zip(open.plan.target)
}

#[test]
fn d24_the_results_are_evaluated_and_registered() {
    let mut case = Case::planned();
    assert_eq!(case.refusal(day(2023, 5, 15), &evaluated(day(2023, 5, 15), Outcome::default())), "NOTHING_TO_EVALUATE");
    case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
    let too_early = evaluated(day(2023, 5, 14), Outcome::default());
    assert_eq!(case.refusal(day(2023, 5, 20), &too_early), "IMPOSSIBLE_DATES");
    let to_come = evaluated(day(2023, 5, 21), Outcome::default());
    assert_eq!(case.refusal(day(2023, 5, 20), &to_come), "IMPOSSIBLE_DATES");
    let promised = evaluated(day(2023, 5, 20), at_work(day(2023, 5, 21)));
    assert_eq!(case.refusal(day(2023, 5, 20), &promised), "IMPOSSIBLE_DATES");
    case.on(day(2023, 5, 20), &evaluated(day(2023, 5, 20), Outcome::default()));
    let met = Some(Closure::Met { on: day(2023, 5, 20) });
    assert_eq!(case.deadline(Step::AmiEvaluation).and_then(|it| it.2), met);
    assert_eq!(case.state.deadlines.open(STEP), None, "nobody came back to work");
    let again = evaluated(day(2023, 5, 20), Outcome::default());
    assert_eq!(case.refusal(day(2023, 5, 20), &again), "NOTHING_TO_EVALUATE");
}

#[test]
fn d24_t6_who_returned_to_work_is_not_incapacitated_any_more_and_is_evaluated() {
    let mut case = Case::planned();
    case.on(day(2023, 5, 20), &ended(day(2023, 5, 15), false));
    assert_eq!(case.due(Step::AmiEvaluation), Some(day(2023, 6, 15)));
    case.on(day(2023, 6, 20), &evaluated(day(2023, 6, 20), at_work(day(2023, 5, 16))));
    assert_eq!(days(&case), Some((day(2023, 8, 16), day(2023, 9, 13))));
}

#[test]
fn d24_t6_who_died_is_not_evaluated() {
    let mut case = Case::planned();
    case.on(day(2023, 5, 20), &ended(day(2023, 5, 15), true));
    assert_eq!(case.state.deadlines.all_open().count(), 0);
    assert_eq!(case.refusal(day(2023, 5, 21), &evaluated(day(2023, 5, 21), Outcome::default())), "INCAPACITY_ENDED");
    let mut case = Case::planned();
    case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
    case.on(day(2023, 5, 20), &ended(day(2023, 5, 18), true));
    let because = Ground::point(Rule::T6, 'b');
    let waived = Some(Closure::Waived { on: day(2023, 5, 19), because });
    assert_eq!(case.deadline(Step::AmiEvaluation).and_then(|it| it.2), waived);
}

/// The same end again, with what became known after it.
fn known_after(died_on: Option<NaiveDate>, relapsed_on: Option<NaiveDate>) -> Command {
    let end = IncapacityEnd { last_day: day(2023, 5, 15), deceased: false, by_decision: false, died_on, relapsed_on };
    told(Told::IncapacityEnded(end))
}

#[test]
fn d24_t6_who_died_after_the_end_is_looked_at_and_evaluated_no_more_but_for_days_of_before() {
    let because = Ground::point(Rule::T6, 'b');
    let died = known_after(Some(day(2023, 7, 1)), None);
    let mut case = returned();
    case.on(day(2023, 7, 3), &died);
    let waived = Some(Closure::Waived { on: day(2023, 7, 2), because });
    assert_eq!(case.deadline(STEP).and_then(|it| it.2), waived);
    assert_eq!(case.on(day(2023, 7, 4), &died), [], "it is told once");
    assert_eq!(case.on(day(2023, 7, 4), &ended(day(2023, 5, 15), false)), [], "and the end that it followed is known");
    let goes_on = at_work(day(2023, 5, 16));
    let refused =
        case.attempt(day(2023, 7, 5), &observed(day(2023, 7, 2), goes_on)).expect_err("of a day after the death");
    assert_eq!((refused.code(), refused.ground()), ("INCAPACITY_ENDED", Some(because)));
    case.on(day(2023, 7, 5), &observed(day(2023, 7, 1), goes_on));
    assert_eq!(case.state.deadlines.all_open().count(), 0);

    let mut unevaluated = Case::planned();
    unevaluated.on(day(2023, 5, 20), &ended(day(2023, 5, 15), false));
    unevaluated.on(day(2023, 6, 2), &known_after(Some(day(2023, 6, 1)), None));
    let waived = Some(Closure::Waived { on: day(2023, 6, 2), because });
    assert_eq!(unevaluated.deadline(Step::AmiEvaluation).and_then(|it| it.2), waived);
    // Another death contradicts the first.
    unevaluated.on(day(2023, 6, 3), &known_after(Some(day(2023, 5, 30)), None));
    assert_eq!(unevaluated.state.parked.len(), 1);
}

#[test]
fn d24_r6_whose_relapse_is_known_is_not_looked_at_any_more_and_is_evaluated() {
    let relapsed = known_after(None, Some(day(2023, 7, 10)));
    let mut case = returned();
    case.on(day(2023, 7, 12), &relapsed);
    let waived = Some(Closure::Waived { on: day(2023, 7, 10), because: Rule::D24.into() });
    assert_eq!(case.deadline(STEP).and_then(|it| it.2), waived);
    assert_eq!(case.on(day(2023, 7, 13), &relapsed), []);

    let mut unevaluated = Case::planned();
    unevaluated.on(day(2023, 5, 20), &ended(day(2023, 5, 15), false));
    unevaluated.on(day(2023, 7, 12), &relapsed);
    assert_eq!(unevaluated.due(Step::AmiEvaluation), Some(day(2023, 6, 15)));
    unevaluated.on(day(2023, 7, 20), &evaluated(day(2023, 6, 20), at_work(day(2023, 5, 16))));
    assert_eq!(unevaluated.state.deadlines.open(STEP), None);
    // The death after it is told with the relapse.
    unevaluated.on(day(2023, 9, 1), &known_after(Some(day(2023, 8, 30)), Some(day(2023, 7, 10))));
    let end = unevaluated.state.end.expect("it ended");
    assert_eq!((end.died_on, end.relapsed_on), (Some(day(2023, 8, 30)), Some(day(2023, 7, 10))));
}

#[test]
fn d24_a_return_is_seen_after_three_six_and_twelve_months() {
    let mut case = returned();
    assert_eq!(days(&case), Some((day(2023, 8, 16), day(2023, 9, 13))));
    let goes_on = at_work(day(2023, 5, 16));
    // One before its time does not take the place of the one that is asked.
    case.on(day(2023, 8, 15), &observed(day(2023, 8, 15), goes_on));
    assert_eq!(days(&case), Some((day(2023, 8, 16), day(2023, 9, 13))));
    case.on(day(2023, 8, 16), &observed(day(2023, 8, 16), goes_on));
    let met = Some(Closure::Met { on: day(2023, 8, 16) });
    let closed = case.state.deadlines.iter().find(|one| one.plan.step == STEP).and_then(|one| one.closed);
    assert_eq!((closed, days(&case)), (met, Some((day(2023, 11, 16), day(2023, 12, 14)))));
    // One that comes after the day of the last is the last.
    case.on(day(2024, 5, 16), &observed(day(2024, 5, 16), goes_on));
    assert_eq!(case.state.deadlines.all_open().count(), 0);
}

#[test]
fn d24_work_that_changes_goes_on_and_work_that_stopped_is_not_looked_at_any_more() {
    let mut changed = returned();
    changed.on(day(2023, 8, 20), &stopped(day(2023, 8, 20), day(2023, 7, 31), at_work(day(2023, 8, 1))));
    assert_eq!(days(&changed), Some((day(2023, 11, 16), day(2023, 12, 14))));

    let mut over = returned();
    assert_eq!(over.refusal(day(2023, 7, 1), &observed(day(2023, 7, 1), Outcome::default())), "WORK_END_UNKNOWN");
    over.on(day(2023, 7, 1), &stopped(day(2023, 7, 1), day(2023, 6, 30), Outcome::default()));
    let waived = Some(Closure::Waived { on: day(2023, 7, 1), because: Rule::D24.into() });
    assert_eq!(over.deadline(STEP).and_then(|it| it.2), waived);
    let again = stopped(day(2023, 7, 2), day(2023, 6, 30), Outcome::default());
    assert_eq!(over.refusal(day(2023, 7, 2), &again), "NO_WORK_TO_STOP");
    // Who finds work again is followed from its first day.
    over.on(day(2023, 9, 20), &observed(day(2023, 9, 20), at_work(day(2023, 9, 4))));
    assert_eq!(days(&over), Some((day(2023, 12, 4), day(2024, 1, 1))));
}

#[test]
fn d3_d24_after_consent_that_is_granted_again_the_first_look_is_the_one_to_come() {
    let mut case = Case::planned();
    case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
    case.on(day(2023, 6, 1), &evaluated(day(2023, 6, 1), at_work(day(2023, 5, 16))));
    assert_eq!(days(&case), Some((day(2023, 8, 16), day(2023, 9, 13))));
    let purpose = |granted, on| Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, granted)], on));
    case.on(day(2023, 8, 1), &purpose(false, day(2023, 8, 1)));
    assert_eq!(days(&case), None);
    case.on(day(2023, 11, 1), &purpose(true, day(2023, 11, 1)));
    assert_eq!(days(&case), Some((day(2023, 11, 16), day(2023, 12, 14))));
    assert_eq!(case.events.last().map(Event::effective_on), Some(day(2023, 11, 1)));
    assert_eq!(case.on(day(2023, 11, 2), &Command::FollowLaw), []);
}

#[test]
fn d24_what_was_found_comes_in_the_order_of_the_days() {
    let mut case = returned();
    let goes_on = at_work(day(2023, 5, 16));
    assert_eq!(case.refusal(day(2023, 7, 1), &observed(day(2023, 6, 1), goes_on)), "IMPOSSIBLE_DATES");
    assert_eq!(case.refusal(day(2023, 7, 1), &observed(day(2023, 7, 2), goes_on)), "IMPOSSIBLE_DATES");
    let before_it_began = stopped(day(2023, 7, 1), day(2023, 5, 15), Outcome::default());
    assert_eq!(case.refusal(day(2023, 7, 1), &before_it_began), "IMPOSSIBLE_DATES");
    assert_eq!(Case::planned().refusal(day(2023, 7, 1), &observed(day(2023, 7, 1), goes_on)), "NOTHING_TO_OBSERVE");
    case.on(day(2023, 6, 2), &observed(day(2023, 6, 2), goes_on));
}

#[test]
fn d3_d24_without_consent_nothing_is_evaluated_or_looked_at() {
    let withdrawn = |on| Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, false)], on));
    let mut case = Case::planned();
    case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
    case.on(day(2023, 5, 18), &withdrawn(day(2023, 5, 18)));
    let waived = Some(Closure::Waived { on: day(2023, 5, 18), because: Rule::D3.into() });
    assert_eq!(case.deadline(Step::AmiEvaluation).and_then(|it| it.2), waived);
    let on = day(2023, 5, 20);
    assert_eq!(case.refusal(on, &evaluated(on, Outcome::default())), "CONSENT_REFUSED");
    let mut case = returned();
    case.on(day(2023, 6, 10), &withdrawn(day(2023, 6, 10)));
    assert_eq!(case.state.deadlines.all_open().count(), 0);
    let on = day(2023, 8, 20);
    assert_eq!(case.refusal(on, &observed(on, at_work(day(2023, 5, 16)))), "CONSENT_REFUSED");
}

#[test]
fn d24_another_trajectory_takes_the_evaluation_to_its_own_end_and_the_former_can_still_be_evaluated() {
    let mut case = Case::planned();
    case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
    case.on(day(2023, 5, 20), &commit(commitment(StartSituation::B, day(2023, 5, 20))));
    assert_eq!(case.state.deadlines.open(Step::AmiEvaluation), None);
    case.on(day(2023, 5, 22), &evaluated(day(2023, 5, 21), Outcome::default()));
    assert!(case.state.ami[0].evaluation.is_some() && case.state.ami[1].evaluation.is_none());
    assert_eq!(case.state.deadlines.open(STEP), None);
}

#[test]
fn d20_d24_work_that_stopped_as_is_found_later_was_done_until_then() {
    for (stopped_on, last) in [(day(2023, 7, 2), day(2024, 1, 2)), (day(2023, 7, 3), day(2023, 7, 2))] {
        // Found at work between two trajectories, and later to have stopped
        let mut case = Case::planned();
        case.on(day(2023, 5, 15), &end_on(day(2023, 5, 15)));
        case.on(day(2023, 6, 1), &evaluated(day(2023, 6, 1), at_work(day(2023, 5, 16))));
        let again = day(2023, 6, 12);
        case.on(again, &commit(commitment(StartSituation::B, again)));
        case.on(day(2023, 6, 26), &interview(day(2023, 6, 26)));
        let established_on = day(2023, 7, 3);
        case.on(established_on, &establish(plan_content(established_on), established_on));
        let of_the_plan = |case: &Case| case.state.presumptions.last().and_then(|one| one.presumed.last);
        assert_eq!(of_the_plan(&case), Some(day(2024, 1, 2)));
        case.on(day(2023, 9, 4), &stopped(day(2023, 9, 4), stopped_on, Outcome::default()));
        assert_eq!(of_the_plan(&case), Some(last), "{stopped_on}");
    }
}
