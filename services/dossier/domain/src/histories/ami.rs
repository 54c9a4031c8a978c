//! Random acts of a trajectory of the sickness insurance, and what holds of it in every history.

use trajet_law::deadline::Plan;

use super::*;
use crate::ami::follow::{STEPS, wanted};
use crate::ami::{
    AmiCommand, AmiEndReason, EmployerLink, Evaluation, FollowUp, FreeText, InformDutyKind, NewCommitment, Observation,
    Outcome, PlanAim, PlanContent, PlanParty, ResultReached, Rhythm, StartSituation, Work, WorkContract, WorkEndReason,
};
use crate::guidance::{Guidance, GuidanceResult};
use crate::look;
use crate::samples::{commitment, plan_content, signature};

/// A follow-up interview.
pub(super) fn any_interview(first: NaiveDate) -> impl Strategy<Value = Command> {
    let kind = || ContactKind::FollowUp { results: FreeText("words".into()) };
    any_contact(first).prop_map(move |contact| {
        let contact = NewContact { actions: BTreeSet::new(), next_way: None, ..contact };
        Command::RecordContact { contact, kind: kind() }
    })
}

/// What a trajectory led to.
fn any_outcome(first: NaiveDate) -> impl Strategy<Value = Outcome> {
    let work = (any_day(first), any_of(WorkContract::ALL), any::<bool>(), 1..=100_u32);
    let work = work.prop_map(|(since, contract, as_before, percent_of_full_time)| Work {
        since,
        contract,
        as_before,
        percent_of_full_time,
    });
    let outcome = (prop::option::weighted(0.8, work), any::<bool>(), any::<bool>());
    outcome.prop_map(|(work, training, volunteering)| Outcome { work, training, volunteering })
}

/// The result of guidance that is no formal trajectory.
pub(super) fn any_result(first: NaiveDate) -> impl Strategy<Value = Command> {
    let found = (any_of(Guidance::ALL), any_day(first), any_of(ResultReached::ALL), any_outcome(first));
    found.prop_map(|(of, on, result, outcome)| {
        Command::RegisterResult(GuidanceResult { on, of, result, outcome, findings: FreeText("words".into()) })
    })
}

/// An act of a trajectory.
pub(super) fn any_ami(first: NaiveDate) -> impl Strategy<Value = Command> {
    let commit =
        (any_of(StartSituation::ALL), any_of(EmployerLink::ALL), any_day(first), prop::option::of(any_day(first)));
    let commit = commit.prop_map(|(situation, employer_link, on, physician)| {
        let physician = physician.map(signature);
        AmiCommand::Commit(NewCommitment { employer_link, physician, ..commitment(situation, on) })
    });
    let parties = || prop::collection::btree_set(any_of(PlanParty::ALL), 0..3);
    let text = || FreeText("words".into());
    let aim = || any_of(PlanAim::ALL);
    let adapted = (any_day(first), any_day(first), prop::option::of(1..13_u32), any::<bool>(), aim());
    let adapted = adapted.prop_map(move |(on, concerted_on, months, same, aim)| {
        let mut content = PlanContent { aim, ..plan_content(on) };
        content.concertation.on = concerted_on;
        content.rhythm = months.map(|months| Rhythm { months, reason: text() });
        if !same {
            content.objectives.push(text());
        }
        AmiCommand::AdaptPlan { content, on, reason: text() }
    });
    let follow_up = (any_day(first), parties(), any::<bool>()).prop_map(move |(on, mut participants, agreed)| {
        participants.insert(PlanParty::InsuredPerson);
        AmiCommand::FollowUp(FollowUp {
            on,
            participants,
            agreed,
            concerted_on: agreed.then_some(on),
            findings: text(),
        })
    });
    let plan = (any_day(first), any_day(first), parties(), prop::option::of(1..13_u32), aim());
    let plan = plan.prop_map(|(one, other, parties, months, aim)| {
        let mut content = PlanContent { aim, ..plan_content(one) };
        content.concertation.participants.extend(parties);
        content.rhythm = months.map(|months| Rhythm { months, reason: FreeText("words".into()) });
        AmiCommand::EstablishPlan { content, coordinator: signature(one), person: signature(other) }
    });
    let evaluation = (any_day(first), any_of(ResultReached::ALL), any_outcome(first));
    let evaluation = evaluation.prop_map(move |(on, result, outcome)| {
        AmiCommand::Evaluate(Evaluation { on, result, outcome, findings: text() })
    });
    let stopped = prop::option::of((any_day(first), any_of(WorkEndReason::ALL)));
    let observation = (any_day(first), any_outcome(first), stopped)
        .prop_map(|(on, outcome, stopped)| AmiCommand::Observe(Observation { on, outcome, stopped }));
    let acts = prop_oneof![
        3 => evaluation,
        3 => observation,
        4 => commit,
        2 => any_day(first).prop_map(|on| AmiCommand::Sign(signature(on))),
        4 => plan,
        4 => adapted,
        4 => follow_up,
        3 => any_day(first).prop_map(|on| AmiCommand::Suspend { on }),
        3 => (any_day(first), any::<bool>()).prop_map(|(on, agreed)| AmiCommand::Resume { on, agreed }),
        2 => (any_of(InformDutyKind::ALL), any_day(first)).prop_map(|(kind, on)| {
            AmiCommand::RecordInformed { kind, on, reference: None }
        }),
        1 => (any_day(first), any_of(AmiEndReason::ALL)).prop_map(|(last_day, reason)| AmiCommand::End { last_day, reason }),
    ];
    acts.prop_map(Command::Ami)
}

/// That what is asked of a trajectory has a deadline, that nothing else of it has one, and that a duty whose purpose is refused is
/// barred (D31).
pub(super) fn in_sight(state: &State) {
    assert!(state.ami.iter().rev().skip(1).all(|trajectory| trajectory.ended.is_some()), "one trajectory goes on");
    let numbers = state.ami.iter().map(|trajectory| trajectory.number);
    assert!(numbers.eq(1..=u32::try_from(state.ami.len()).expect("a few trajectories")));
    let asked = state.ami.last().map(|trajectory| wanted(state, trajectory)).unwrap_or_default();
    for step in STEPS {
        let open = state.deadlines.open(step).is_some();
        let asked = asked.iter().find(|plan| plan.step == step);
        assert!(!open || asked.is_some(), "{step} of nothing");
        // What was over before the law is asked of nobody (T8), but what was asked stays when a form of before the law is entered.
        assert!(open || asked.is_none_or(Plan::predates_the_law), "{step}");
    }
    let open = state.deadlines.open(Step::DossierLook).is_some();
    let live = state.taken_over().map_or(NaiveDate::MIN, |known| known.on);
    let counted = |last: NaiveDate| if months_after(last, 3) < live { live } else { last };
    let looked = look::last_look(state);
    assert!(!open || looked.is_some(), "a look at nothing");
    let judged = looked.is_some_and(|last| LAW_IN_FORCE_FROM <= months_after(counted(last.on), 3));
    assert!(open || !judged, "a dossier without a plan is looked at");
    for duty in state.ami.iter().flat_map(|trajectory| &trajectory.duties) {
        assert!(!duty.is_pending() || duty.kind.purposes().iter().all(|purpose| state.consents.granted(*purpose)));
    }
    for trajectory in &state.ami {
        assert_eq!(trajectory.started_on, trajectory.commitment.complete_on());
        if let Some(plan) = &trajectory.plan {
            assert!(trajectory.started_on.is_some_and(|on| on <= plan.established_on()));
            assert!(plan.versions.is_sorted_by(|one, next| one.since < next.since));
            assert!(plan.versions.iter().all(|version| version.content.missing().is_empty()));
        }
        let suspended = trajectory.suspensions.iter().map(|one| (one.since, one.resumed_on));
        assert!(suspended.clone().all(|(since, resumed_on)| resumed_on.is_none_or(|on| since <= on)));
        let closed =
            suspended.clone().skip(1).zip(suspended).all(|(next, former)| former.1.is_some_and(|on| on <= next.0));
        assert!(closed, "one suspension lasts at a time");
    }
}

/// That nothing that is done with a plan begins, prolongs or shortens a presumption, but the end of its trajectory (D20, D22).
pub(super) fn presumptions_stay(command: &Command, events: &[Event]) {
    let of_presumption = |event: &Event| matches!(event, Event::PresumptionBegan(_) | Event::PresumptionEnded(_));
    let Command::Ami(command) = command else { return };
    if !matches!(command, AmiCommand::EstablishPlan { .. } | AmiCommand::End { .. } | AmiCommand::Commit(_)) {
        assert!(!events.iter().any(of_presumption), "{command:?}");
    }
}
