//! The reintegration plan is established: drawn up by concertation, signed by coordinator and person.
//!
//! Circular 2022/383, part IV, 4.2 (D16 to D18); law of 12 December 2021, art. 2, § 1/1 (D28). A plan that lacks a part is
//! refused, with all that it lacks. What a job coach does is a partner's (D29).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_law::ami::follow_up_plan;
use trajet_law::deadline::Step;
use trajet_law::months::LATEST;

use super::super::consents::represented;
use super::adapt_plan::not_suspended;
use super::inform;
use crate::ami::{ActionKind, AmiHappened, AmiRejection, InformDutyKind, PlanContent, PlanParty, Signature};
use crate::consent::ConsentPurpose;
use crate::contact::Purpose;
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{consented, recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the plan, on the day by which coordinator and person had signed it (own reading).
pub(crate) fn decide(
    course: &mut Course,
    content: &PlanContent,
    (coordinator, person): (&Signature, &Signature),
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    let on = coordinator.on.max(person.on);
    let signed = [(DateField::CoordinatorSignedOn, coordinator.on), (DateField::PersonSignedOn, person.on)];
    let signed =
        signed.into_iter().filter_map(|(field, day)| ImpossibleDate::outside(field, day, recognised_on, today));
    possible(signed.chain(dated(content, on.min(today), recognised_on)))?;
    represented(state, person.representative, person.on)?;
    within_incapacity(state, on)?;
    let trajectory = state.ami_on(on).ok_or(AmiRejection::NoAmiTrajectory)?;
    if trajectory.started_on.is_none_or(|started_on| on < started_on) {
        return Err(AmiRejection::NotStarted.into());
    }
    not_suspended(trajectory, on)?;
    if trajectory.plan.is_some() {
        return Err(AmiRejection::PlanStands.into());
    }
    if trajectory.interviews(state).first().is_none_or(|first| on < *first) {
        return Err(AmiRejection::NotInterviewed.into());
    }
    consented(state)?;
    sound(state, content, on)?;

    let number = trajectory.number;
    let aim_told = state.consents.granted(ConsentPurpose::PhysicianFollowUp);
    course.push(Event::ami(
        number,
        AmiHappened::PlanEstablished {
            content: content.clone(),
            coordinator: coordinator.clone(),
            person: person.clone(),
            aim_told,
        },
    ));
    if course.state.is_last_ami(number) {
        course.meet(Step::AmiPlan, on);
    }
    inform::arise(course, number, InformDutyKind::Results, on);
    Ok(())
}

/// The days of a plan that cannot be right: the concertation is not after the plan, the next follow-up is after it.
pub(super) fn dated(
    content: &PlanContent,
    on: NaiveDate,
    recognised_on: NaiveDate,
) -> impl Iterator<Item = ImpossibleDate> {
    let concerted = content.concertation.on;
    let concerted = ImpossibleDate::outside(DateField::PlanConcertedOn, concerted, recognised_on, on);
    let after = on.succ_opt().unwrap_or(on);
    let next = content.next_follow_up.map(|next| next.on);
    let next = next.and_then(|next| ImpossibleDate::outside(DateField::NextFollowUpOn, next, after, LATEST));
    concerted.into_iter().chain(next)
}

/// What a plan must be, whichever of its versions it is.
pub(super) fn sound(state: &State, content: &PlanContent, on: NaiveDate) -> Result<(), Rejection> {
    let missing = content.missing();
    if !missing.is_empty() {
        return Err(AmiRejection::PlanIncomplete(missing).into());
    }
    let coached = |kind, by: PlanParty| kind == ActionKind::JobCoaching && !by.is_partner();
    if content.actions.iter().any(|action| coached(action.kind, action.carried_out_by)) {
        return Err(AmiRejection::JobCoachAction.into());
    }
    let participants = &content.concertation.participants;
    if !PlanParty::CORE.iter().all(|party| participants.contains(party)) {
        return Err(AmiRejection::ConcertationIncomplete.into());
    }
    agreed(state, participants, content.concertation.agreed)?;
    let rhythm = content.rhythm.as_ref().map(|rhythm| rhythm.months);
    let follow_up = follow_up_plan(state.judged(on), rhythm);
    match (content.next_follow_up, follow_up.due) {
        (Some(next), _) if !Purpose::FollowUp.permits(next.channel) => Err(Rejection::ChannelNotPermitted),
        (Some(next), Some(latest)) if latest < next.on => {
            let parameter = rhythm.is_none().then_some(follow_up.parameter);
            Err(AmiRejection::RhythmUnjustified { latest, parameter }.into())
        }
        _ => Ok(()),
    }
}

/// Those outside the mutuality take part with the person's agreement and consent to the third purpose (D3, D17).
pub(super) fn agreed(state: &State, participants: &BTreeSet<PlanParty>, agreed: bool) -> Result<(), AmiRejection> {
    if participants.iter().any(|party| party.is_outside()) {
        if !agreed {
            return Err(AmiRejection::NotAgreed);
        }
        if !state.consents.granted(ConsentPurpose::Exchange) {
            return Err(AmiRejection::ExchangeRefused);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::Command;
    use crate::ami::{AmiCommand, AmiEvent, FreeText, NewCommitment, NextFollowUp, PlanPart, Rhythm, StartSituation};
    use crate::contact::Channel;
    use crate::samples::{Case, commit, commitment, day, ended, establish, form, interview, plan_content, signature};

    const ON: fn() -> NaiveDate = || day(2023, 3, 1);

    fn interviewed() -> Case {
        let mut case = Case::committed();
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        case
    }

    fn refusal(change: impl FnOnce(&mut PlanContent)) -> Option<&'static str> {
        let mut content = plan_content(ON());
        change(&mut content);
        interviewed().attempt(ON(), &establish(content, ON())).err().map(|rejection| rejection.code())
    }

    #[test]
    fn d16_d20_a_plan_is_established_on_the_day_by_which_both_had_signed_and_followed_up_from_it() {
        let mut case = interviewed();
        let (coordinator, person) = (signature(day(2023, 2, 24)), signature(ON()));
        let content = plan_content(day(2023, 2, 24));
        let plan = Command::Ami(AmiCommand::EstablishPlan { content, coordinator, person });
        let events = case.on(day(2023, 3, 3), &plan);
        let Event::Ami(AmiEvent { happened: AmiHappened::PlanEstablished { aim_told, .. }, .. }) = &events[0] else {
            panic!("it is established")
        };
        assert!(aim_told);
        assert_eq!(case.state.ami[0].plan_established_on(), Some(ON()));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 6, 1)));
        let met = Some(Closure::Met { on: ON() });
        assert_eq!(case.deadline(Step::AmiPlan).and_then(|it| it.2), met);
        assert_eq!(case.state.plan_on(day(2023, 2, 28)), None);
        assert_eq!(case.state.plan_on(ON()).map(|(_, _, (number, _))| number), Some(1));
        assert_eq!(case.refusal(day(2023, 3, 3), &plan), "PLAN_STANDS");
    }

    #[test]
    fn d19_a_follow_up_later_than_the_rhythm_is_refused_with_the_last_day_and_the_figure_that_gave_it() {
        let refused = |months: Option<u32>, next: NaiveDate| {
            let mut content = plan_content(ON());
            content.rhythm = months.map(|months| Rhythm { months, reason: FreeText("a course".into()) });
            content.next_follow_up = Some(NextFollowUp { on: next, channel: Channel::Telephone });
            let refused = interviewed().attempt(ON(), &establish(content, ON())).err()?;
            let figure = refused.parameter().map(|parameter| parameter.to_string());
            Some((refused.code(), refused.latest(), figure))
        };
        let figure = Some("ami.follow_up_months@2022-01-01".to_owned());
        assert_eq!(refused(None, day(2023, 6, 1)), None);
        assert_eq!(refused(None, day(2023, 6, 2)), Some(("RHYTHM_UNJUSTIFIED", Some(day(2023, 6, 1)), figure)));
        assert_eq!(refused(Some(5), day(2023, 8, 1)), None);
        let justified = Some(("RHYTHM_UNJUSTIFIED", Some(day(2023, 8, 1)), None));
        assert_eq!(refused(Some(5), day(2023, 8, 2)), justified, "the dossier's own rhythm gave the day");
    }

    #[test]
    fn d16_a_plan_that_lacks_a_part_is_refused_with_all_that_it_lacks() {
        let mut content = plan_content(ON());
        content.objectives.clear();
        content.final_result = None;
        content.actions.clear();
        content.next_follow_up = None;
        let refused = interviewed().attempt(ON(), &establish(content, ON())).expect_err("it lacks all");
        assert_eq!(refused, AmiRejection::PlanIncomplete(PlanPart::ALL.into()).into());
        assert_eq!(refused.to_string(), "the plan lacks objectives, final_result, action, next_follow_up");
        assert_eq!(refusal(|content| content.actions.clear()), Some("PLAN_INCOMPLETE"));
        assert_eq!(refusal(|_| {}), None);
    }

    #[test]
    fn d28_d17_person_coordinator_and_physician_concert_and_others_with_agreement_and_consent() {
        for party in PlanParty::CORE {
            let without = refusal(|content| _ = content.concertation.participants.remove(&party));
            assert_eq!(without, Some("CONCERTATION_INCOMPLETE"));
        }
        let others = |agreed| {
            move |content: &mut PlanContent| {
                content.concertation.participants.insert(PlanParty::TreatingPhysician);
                content.concertation.agreed = agreed;
            }
        };
        assert_eq!(refusal(others(false)), Some("NOT_AGREED"));
        assert_eq!(refusal(others(true)), None);
        let mut case = interviewed();
        let withdrawn = form(&[(ConsentPurpose::Exchange, false)], day(2023, 2, 22));
        case.on(day(2023, 2, 22), &Command::RecordConsents(withdrawn));
        let mut content = plan_content(ON());
        others(true)(&mut content);
        assert_eq!(case.refusal(ON(), &establish(content, ON())), "EXCHANGE_REFUSED");
    }

    #[test]
    fn d29_what_a_job_coach_does_is_a_partners() {
        for party in PlanParty::ALL {
            let coached = refusal(|content| {
                content.actions[0].kind = ActionKind::JobCoaching;
                content.actions[0].carried_out_by = *party;
            });
            let partner = matches!(party, PlanParty::RegionalAdviser | PlanParty::OtherProvider);
            assert_eq!(coached, (!partner).then_some("JOB_COACH_ACTION"), "{party:?}");
        }
    }

    #[test]
    fn d19_another_rhythm_needs_its_reason() {
        let next = |on, channel| Some(NextFollowUp { on, channel });
        let late = next(day(2023, 6, 2), Channel::Video);
        assert_eq!(refusal(|content| content.next_follow_up = late), Some("RHYTHM_UNJUSTIFIED"));
        assert_eq!(refusal(|content| content.next_follow_up = next(day(2023, 6, 1), Channel::Video)), None);
        let mut case = interviewed();
        let mut content = plan_content(ON());
        content.next_follow_up = late;
        content.rhythm = Some(Rhythm { months: 5, reason: FreeText("a course of five months".into()) });
        case.on(ON(), &establish(content, ON()));
        assert_eq!(case.due(Step::AmiFollowUp), Some(day(2023, 8, 1)));
        let by_mail = next(day(2023, 5, 1), Channel::Email);
        assert_eq!(refusal(|content| content.next_follow_up = by_mail), Some("CHANNEL_NOT_PERMITTED"));
        assert_eq!(refusal(|content| content.next_follow_up = next(ON(), Channel::Video)), Some("IMPOSSIBLE_DATES"));
        assert_eq!(refusal(|content| content.concertation.on = day(2023, 3, 2)), Some("IMPOSSIBLE_DATES"));
    }

    #[test]
    fn d13_d15_a_plan_follows_the_start_and_an_interview() {
        let plan = establish(plan_content(ON()), ON());
        assert_eq!(Case::met().refusal(ON(), &plan), "NO_AMI_TRAJECTORY");
        assert_eq!(Case::committed().refusal(ON(), &plan), "NOT_INTERVIEWED");
        let mut unsigned = Case::met();
        let new = NewCommitment { physician: None, ..commitment(StartSituation::B, day(2023, 2, 1)) };
        unsigned.on(day(2023, 2, 1), &commit(new));
        unsigned.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        assert_eq!(unsigned.refusal(ON(), &plan), "NOT_STARTED");
    }

    #[test]
    fn d13_d15_the_start_the_interview_and_the_plan_can_be_of_one_day() {
        let on = day(2023, 2, 1);
        let mut case = Case::committed();
        case.on(on, &interview(on));
        case.on(on, &establish(plan_content(on), on));
        assert_eq!(case.state.ami[0].plan_established_on(), Some(on));
    }

    #[test]
    fn d3_d18_what_the_plan_is_for_is_told_with_consent_to_the_second_purpose() {
        let mut case = interviewed();
        let withdrawn = form(&[(ConsentPurpose::PhysicianFollowUp, false)], day(2023, 2, 22));
        case.on(day(2023, 2, 22), &Command::RecordConsents(withdrawn));
        let events = case.on(ON(), &establish(plan_content(ON()), ON()));
        let told = matches!(
            &events[0],
            Event::Ami(AmiEvent { happened: AmiHappened::PlanEstablished { aim_told: true, .. }, .. })
        );
        assert!(!told);
    }

    #[test]
    fn t6_d16_a_plan_of_before_the_end_can_be_entered_after_it() {
        let mut case = interviewed();
        case.on(day(2023, 3, 10), &ended(day(2023, 3, 5), false));
        assert_eq!(
            case.refusal(day(2023, 3, 10), &establish(plan_content(day(2023, 3, 6)), day(2023, 3, 6))),
            "INCAPACITY_ENDED"
        );
        case.on(day(2023, 3, 10), &establish(plan_content(ON()), ON()));
        assert_eq!(case.state.ami[0].plan_established_on(), Some(ON()));
        assert_eq!(case.state.ami[0].last_day(), Some(day(2023, 3, 5)));
        let open = case.state.deadlines.all_open().map(|open| open.plan.step);
        assert_eq!(open.collect::<Vec<_>>(), [Step::AmiEvaluation]);
    }
}
