//! What a trajectory of the sickness insurance leaves to be done, read from what stands after a decision: what is asked has a
//! deadline, what is not asked any more has none.

use chrono::NaiveDate;
use trajet_law::ami::{
    evaluation_plan, first_interview_plan, follow_up_plan, plan_plan, resumption_plan, return_observation_plan,
    signature_plan, submission_plan, suspension_plan,
};
use trajet_law::deadline::{DatedFact, FactKind, Plan, Step};
use trajet_law::law::Judged;
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::{TakenOver, not_judged};

use super::duty::InformDutyKind;
use super::event::AmiHappened;
use super::plan::Plan as ReintegrationPlan;
use super::submission;
use super::trajectory::AmiTrajectory;
use crate::consent::ConsentPurpose;
use crate::course::Course;
use crate::event::Event;
use crate::state::State;

/// The steps of a trajectory.
pub(crate) const STEPS: [Step; 11] = [
    Step::AmiCommitmentSignature,
    Step::AmiStartNotice,
    Step::AmiFirstInterview,
    Step::AmiPlan,
    Step::AmiFollowUp,
    Step::AmiResultsNotice,
    Step::ProgrammeSubmission,
    Step::AmiSuspension,
    Step::AmiResumption,
    Step::AmiEvaluation,
    Step::ReturnObservation,
];

/// Bars the duties to inform whose purpose is not consented to, plans what is asked and has no deadline, and waives what is not
/// asked any more.
pub(crate) fn follow(course: &mut Course) {
    bar(course);
    let Some(trajectory) = course.state.ami.last().cloned() else { return };
    let wanted = wanted(&course.state, &trajectory);
    for step in STEPS {
        let plan = wanted.iter().find(|plan| plan.step == step);
        if plan.is_some() == course.state.deadlines.open(step).is_some() {
            continue;
        }
        if let Some(plan) = plan {
            // The look at a return is planned when it was last seen to go on, and opens when its day has come.
            let seen = plan.counted.from.last().filter(|_| step == Step::ReturnObservation).map(|seen| seen.on);
            let on = seen.or(plan.opens).unwrap_or_else(|| base(&course.state, &trajectory, step));
            course.plan(plan.clone(), on);
        } else {
            let (on, because, fact) = not_asked(&course.state, &trajectory, step);
            course.waive(step, on, because, fact);
        }
    }
}

/// What is asked of the last trajectory as it stands. Results of those before it are to be told as well; the start of what is over
/// is not. What is asked counts from the day from which consent is in force, if that is later; what was over before go-live counts
/// from that day.
pub(crate) fn wanted(state: &State, trajectory: &AmiTrajectory) -> Vec<Plan> {
    let mut wanted = Vec::new();
    let since = state.consents.in_force_since(ConsentPurpose::Trajectory);
    let Some(since) = since.filter(|_| state.end.is_none_or(|end| end.death().is_none())) else { return wanted };
    let consent = FactKind::Consent.on(since);
    let counted = |fact: DatedFact, plan: fn(Judged) -> Plan| asked(state, later(fact, consent), plan);
    if state.end.is_some() {
        wanted.extend(evaluated(state, trajectory, consent));
        return wanted;
    }
    let results = state.ami.iter().flat_map(|one| one.pending(InformDutyKind::Results)).map(|duty| duty.arose_on).min();
    let inform =
        |kind: InformDutyKind, on| asked(state, later(FactKind::InformDuty.on(on), consent), |from| kind.plan(from));
    wanted.extend(results.map(|on| inform(InformDutyKind::Results, on)));
    if trajectory.ended.is_some() {
        wanted.extend(evaluated(state, trajectory, consent));
        return wanted;
    }
    let start = trajectory.pending(InformDutyKind::Start).map(|duty| duty.arose_on).min();
    wanted.extend(start.map(|on| inform(InformDutyKind::Start, on)));
    if let Some(suspension) = trajectory.suspension() {
        // While it is suspended nothing of it is carried out.
        let over = suspension.over(state, NaiveDate::MAX);
        let since = FactKind::AmiSuspended.on(suspension.since);
        wanted.extend(over.map(|over| counted(later(over.by.on(over.on), since), resumption_plan)));
        return wanted;
    }
    let request = trajectory.employer_request(state, NaiveDate::MAX);
    let signed_on = trajectory.commitment.signed_on();
    let signed = FactKind::CommitmentSigned.on(signed_on);
    wanted.extend(
        request.map(|request| counted(later(FactKind::CodexRequested.on(request.on), signed), suspension_plan)),
    );
    if trajectory.commitment.physician.is_none() {
        wanted.push(counted(signed, signature_plan));
    }
    wanted.extend(submission::asked_from(state, trajectory).map(|fact| counted(fact, submission_plan)));
    wanted.push(next(state, trajectory));
    wanted
}

/// The evaluation of a trajectory that ended, and after it the looks at the return to which it led: the end of the incapacity, which
/// a return commonly is, does not take them away.
fn evaluated(state: &State, trajectory: &AmiTrajectory, consent: DatedFact) -> Option<Plan> {
    if trajectory.evaluation.is_some() {
        return return_look(state, trajectory).filter(|plan| state.judges(plan));
    }
    let ended = FactKind::AmiEnd.on(trajectory.last_day()?);
    Some(asked(state, later(ended, consent), evaluation_plan))
}

/// The next look at the return to which a trajectory led: since it was last seen to go on, or the day from which consent is in force;
/// where that look was over before go-live, the first that was not. Who is incapacitated again, as is known, has not returned.
pub(crate) fn return_look(state: &State, trajectory: &AmiTrajectory) -> Option<Plan> {
    let returned = trajectory.returned().filter(|_| relapsed_on(state).is_none())?;
    let seen = FactKind::ReturnSeen.on(returned.seen_on);
    let consent = state.consents.in_force_since(ConsentPurpose::Trajectory).map(|on| FactKind::Consent.on(on));
    let look = |since: DatedFact| return_observation_plan(state.planning(returned.since), since);
    let plan = look(consent.map_or(seen, |consent| later(seen, consent)))?;
    match not_judged(&plan, state.taken_over()).and(state.taken_over()) {
        Some(known) => look(FactKind::GoLive.on(known.on)),
        None => Some(plan),
    }
}

/// The first day of the incapacity that was recognised as a relapse of this one.
fn relapsed_on(state: &State) -> Option<NaiveDate> {
    state.end.and_then(|end| end.relapsed_on)
}

/// The next step of coordinator and person: an interview, the plan, or its follow-up.
fn next(state: &State, trajectory: &AmiTrajectory) -> Plan {
    let interviews = trajectory.interviews(state);
    let counted = |step, plan: fn(Judged) -> Plan| asked(state, counted_from(state, trajectory, step), plan);
    match (&trajectory.plan, interviews.first()) {
        (None, None) => counted(Step::AmiFirstInterview, first_interview_plan),
        (None, Some(_)) => counted(Step::AmiPlan, plan_plan),
        (Some(plan), _) => next_follow_up(state, plan, counted_from(state, trajectory, Step::AmiFollowUp)),
    }
}

/// The next follow-up of a plan, in the rhythm of its last version. A rhythm by which it would have been over before it was
/// adapted counts from the adaptation (own reading).
fn next_follow_up(state: &State, plan: &ReintegrationPlan, from: DatedFact) -> Plan {
    let last = plan.versions.last();
    let months = last.and_then(|version| version.content.rhythm.as_ref()).map(|rhythm| rhythm.months);
    let counted = |from: DatedFact| asked(state, from, |from| follow_up_plan(from, months));
    let adapted_on =
        last.map(|version| version.since).filter(|since| counted(from).due.is_some_and(|due| due < *since));
    counted(adapted_on.map_or(from, |on| FactKind::PlanAdapted.on(on)))
}

/// What a fact asks for; where that was over before go-live, what go-live does.
fn asked(state: &State, fact: DatedFact, plan: impl Fn(Judged) -> Plan) -> Plan {
    TakenOver::or_from_go_live(state.taken_over(), fact, |from| plan(state.planning(from.on).being(from.kind)))
}

/// The day from which a step is counted.
pub(crate) fn base(state: &State, trajectory: &AmiTrajectory, step: Step) -> NaiveDate {
    counted_from(state, trajectory, step).on
}

/// The later of two facts; the first if they are of one day.
pub(super) fn later(one: DatedFact, other: DatedFact) -> DatedFact {
    if one.on < other.on { other } else { one }
}

/// The fact from which a step is counted: the commitment, the first interview, the plan or the last follow-up; not before the day
/// from which the person's consent is in force, nor that of a resumption.
fn counted_from(state: &State, trajectory: &AmiTrajectory, step: Step) -> DatedFact {
    let interview = |on: NaiveDate| FactKind::Contact.on(on);
    let counted = match step {
        Step::AmiPlan => trajectory.interviews(state).first().copied().map(interview),
        Step::AmiFollowUp => trajectory.last_follow_up(state).map(|on| {
            let is_plan = trajectory.plan_established_on() == Some(on);
            if is_plan {
                FactKind::PlanEstablished.on(on)
            } else if trajectory.follow_ups.iter().any(|one| one.on == on) {
                FactKind::PlanFollowedUp.on(on)
            } else {
                interview(on)
            }
        }),
        _ => None,
    };
    let counted = counted.unwrap_or_else(|| FactKind::CommitmentSigned.on(trajectory.commitment.signed_on()));
    let resumed_on = trajectory.suspensions.last().and_then(|suspension| suspension.resumed_on);
    let counted = resumed_on.map_or(counted, |on| later(counted, FactKind::AmiResumed.on(on)));
    let since = state.consents.in_force_since(ConsentPurpose::Trajectory);
    since.map_or(counted, |since| later(counted, FactKind::Consent.on(since)))
}

/// Since when, why and by which fact a step is not asked any more.
fn not_asked(state: &State, trajectory: &AmiTrajectory, step: Step) -> (NaiveDate, Ground, DatedFact) {
    let withdrawn = |purpose| {
        let since = state.consents.since(purpose).filter(|_| !state.consents.granted(purpose));
        since.map(|on| FactKind::Consent.on(on))
    };
    let by = |rule: Rule| move |fact: DatedFact| (fact, Ground::from(rule));
    let kind = InformDutyKind::ALL.iter().find(|kind| kind.step() == step);
    let barred = kind.into_iter().flat_map(|kind| kind.purposes()).filter_map(|purpose| withdrawn(*purpose));
    let barred = barred.min_by_key(|fact| fact.on).map(by(Rule::D31));
    let consent = withdrawn(ConsentPurpose::Trajectory).map(by(Rule::D3));
    let submission = (step == Step::ProgrammeSubmission).then(|| submission::not_asked(state, trajectory)).flatten();
    // The work stopped, as was found.
    let relapsed = relapsed_on(state).map(|on| FactKind::FirstDay.on(on));
    let found =
        relapsed.or_else(|| trajectory.last_found()).filter(|_| step == Step::ReturnObservation).map(by(Rule::D24));
    let ended = trajectory.ended.map(|(last_day, reason)| (FactKind::AmiEnd.on(last_day), reason.ground()));
    // Another request within the suspension goes on.
    let requested = || trajectory.employer_request(state, NaiveDate::MAX);
    let requested = (step == Step::AmiResumption).then(requested).flatten();
    let requested = requested.map(|request| FactKind::CodexRequested.on(request.on)).map(by(Rule::D14));
    let suspended = trajectory.suspension().map(|one| FactKind::AmiSuspended.on(one.since)).map(by(Rule::D14));
    // The CODEX trajectory ended before anybody suspended this one.
    let unneeded = (step == Step::AmiSuspension).then(|| trajectory.unheeded_over(state)).flatten();
    let unneeded = unneeded.map(|over| over.by.on(over.on)).map(by(Rule::D14));
    let last = || by(Rule::D13)(trajectory.last_act(state));
    let (fact, because) = consent
        .or(barred)
        .or(found)
        .or(ended)
        .or(requested)
        .or(suspended)
        .or(unneeded)
        .or(submission)
        .unwrap_or_else(last);
    // It went on up to its last day.
    let since = if fact.kind == FactKind::AmiEnd { fact.on.succ_opt().unwrap_or(fact.on) } else { fact.on };
    // The look at a return opens long after it is planned.
    let opens = |step: Step| state.deadlines.open(step).and_then(|deadline| deadline.plan.opens);
    let planned_on = opens(step).filter(|_| step != Step::ReturnObservation);
    (planned_on.map_or(since, |planned_on| planned_on.max(since)), because, fact)
}

/// Bars the duties whose purpose is not consented to, from the day on which that was so (D31).
fn bar(course: &mut Course) {
    let pending: Vec<_> = course
        .state
        .ami
        .iter()
        .flat_map(|trajectory| {
            let duties = trajectory.duties.iter().filter(|duty| duty.is_pending());
            duties.map(|duty| (trajectory.number, duty.clone()))
        })
        .collect();
    for (trajectory, duty) in pending {
        let consents = &course.state.consents;
        let refused = duty.kind.purposes().iter().filter(|purpose| !consents.granted(**purpose));
        let since = refused.map(|purpose| consents.since(*purpose).map_or(duty.arose_on, |on| on.max(duty.arose_on)));
        if let Some(since) = since.min() {
            let happened = AmiHappened::DutyBarred { number: duty.number, kind: duty.kind, on: since };
            course.push(Event::ami(trajectory, happened));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ami::{AmiCommand, FreeText, NextFollowUp, PlanContent, Rhythm};
    use crate::command::Command;
    use crate::contact::Channel;
    use crate::samples::{Case, adapt, day, followed_up, interview, plan_content};

    #[test]
    fn d15_of_two_facts_of_one_day_the_first_is_the_one_that_counts() {
        let on = day(2023, 2, 1);
        let (signed, consent) = (FactKind::CommitmentSigned.on(on), FactKind::Consent.on(on));
        assert_eq!(later(signed, consent), signed);
        assert_eq!(later(signed, FactKind::Consent.on(day(2023, 2, 2))).kind, FactKind::Consent);
        assert_eq!(later(signed, FactKind::Consent.on(day(2023, 1, 31))), signed);
    }

    #[test]
    fn d19_a_follow_up_says_by_what_the_plan_was_looked_at_last() {
        let counted_from = |case: &Case| {
            let open = case.state.deadlines.open(Step::AmiFollowUp);
            open.and_then(|open| open.plan.counted.from.only())
        };
        let mut case = Case::planned();
        assert_eq!(counted_from(&case), Some(FactKind::PlanEstablished.on(day(2023, 3, 1))));
        case.on(day(2023, 5, 15), &Command::Ami(AmiCommand::FollowUp(followed_up(day(2023, 5, 15)))));
        assert_eq!(counted_from(&case), Some(FactKind::PlanFollowedUp.on(day(2023, 5, 15))));
        case.on(day(2023, 8, 1), &interview(day(2023, 8, 1)));
        assert_eq!(counted_from(&case), Some(FactKind::Contact.on(day(2023, 8, 1))));
    }

    #[test]
    fn d19_a_rhythm_by_which_it_is_due_on_the_day_of_the_adaptation_counts_from_the_plan() {
        // A plan of 1 March, looked at every month from a day on
        for (on, due) in [(day(2023, 4, 1), day(2023, 4, 1)), (day(2023, 4, 2), day(2023, 5, 2))] {
            let mut case = Case::planned();
            let rhythm = Some(Rhythm { months: 1, reason: FreeText("the course is short".into()) });
            let next = on + chrono::Days::new(14);
            let next_follow_up = Some(NextFollowUp { on: next, channel: Channel::Telephone });
            case.on(on, &adapt(PlanContent { next_follow_up, rhythm, ..plan_content(on) }, on));
            assert_eq!(case.due(Step::AmiFollowUp), Some(due), "{on}");
        }
    }
}
