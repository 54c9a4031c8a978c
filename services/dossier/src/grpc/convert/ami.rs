//! A trajectory of the sickness insurance as the contracts tell it and as events store it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_dossier_domain::ami::{
    ActionKind, AmiEndReason, AmiTrajectory, Commitment, Concertation, EmployerLink, EmployerRequest, FollowUp,
    FreeText, InformDuty, InformDutyKind, NextFollowUp, Plan, PlanAction, PlanAim, PlanChange, PlanContent, PlanParty,
    PlanVersion, Rhythm, Signature, StartSituation, Suspension,
};
use trajet_dossier_domain::{Reader, State, SubjectId};
use trajet_service::employer;
use trajet_service::past::Seen;
use trajet_service::plan::{Unreadable, day, optional_day};

use super::outcome::{tell_evaluation, tell_observation};
use super::{hear_channel, hear_signature, tell_channel, tell_signature};
use crate::stored::read_party;

same!(hear_situation, tell_situation, contract::StartSituation, StartSituation, { A, B, C, D });
same!(hear_employer_link, tell_employer_link, contract::EmployerLink, EmployerLink, {
    None,
    NoLonger,
    CannotAnyMore,
    ContractGoesOn,
});
same!(hear_aim, tell_aim, contract::PlanAim, PlanAim, { VocationalRehabilitation, Employment });
same!(hear_action_kind, tell_action_kind, contract::PlanActionKind, ActionKind, {
    Orientation,
    Training,
    RehabilitationProgramme,
    Therapy,
    Traineeship,
    AuthorisedWork,
    JobCoaching,
    Volunteering,
    Other,
});
same!(hear_party, tell_party, contract::PlanParty, PlanParty, {
    InsuredPerson,
    Coordinator,
    Physician,
    TreatingPhysician,
    TherapeuticAdviser,
    RegionalAdviser,
    OtherProvider,
});
same!(hear_inform_duty, tell_inform_duty, contract::InformDutyKind, InformDutyKind, { Start, Results });
same!(hear_ami_end_reason, tell_ami_end_reason, contract::AmiEndReason, AmiEndReason, {
    ResultReached,
    Stopped,
    NotWished,
    AfterCodex,
    IncapacityEnded,
});

/// The trajectories of a case as a reader may see them: what was agreed in a plan with consent alone (D1, D3, D31).
pub(crate) fn tell_ami(seen: &Seen<State>, to: Reader) -> Vec<contract::AmiTrajectory> {
    let shown = seen.then.shows_trajectory(to) && seen.now.shows_trajectory(to);
    seen.then.ami.iter().map(|trajectory| tell_trajectory(trajectory, shown)).collect()
}

fn tell_trajectory(trajectory: &AmiTrajectory, shown: bool) -> contract::AmiTrajectory {
    let versions = trajectory.plan.iter().flat_map(|plan| (1..).zip(&plan.versions).map(move |it| (plan, it)));
    contract::AmiTrajectory {
        number: trajectory.number,
        commitment: Some(tell_commitment(&trajectory.commitment)),
        started_on: trajectory.started_on.map(to_proto),
        plan: versions.map(|(plan, (number, version))| tell_version(plan, number, version, shown)).collect(),
        follow_ups: trajectory.follow_ups.iter().map(|it| tell_follow_up(it, shown)).collect(),
        suspensions: trajectory.suspensions.iter().map(tell_suspension).collect(),
        duties: trajectory.duties.iter().map(tell_duty).collect(),
        last_day: trajectory.last_day().map(to_proto),
        evaluation: trajectory.evaluation.as_ref().map(|it| tell_evaluation(it, shown)),
        observations: trajectory.observations.iter().map(|it| tell_observation(it, shown)).collect(),
        end_reason: trajectory.ended.map(|(_, reason)| tell_ami_end_reason(reason)).unwrap_or_default().into(),
    }
}

/// The plan as it was on a day, with the number of its trajectory, and what changed since a baseline, or else since the version
/// before, as a reader may see it: what it says where consent allows it now, and did then.
pub(crate) fn tell_plan_on(
    seen: &Seen<State>,
    on: NaiveDate,
    baseline_on: Option<NaiveDate>,
    to: Reader,
) -> contract::GetPlanResponse {
    let known_at = seen.told_known_at();
    let Some((trajectory, plan, (number, version))) = seen.then.plan_on(on) else {
        return contract::GetPlanResponse { known_at, ..contract::GetPlanResponse::default() };
    };
    let baseline = match baseline_on {
        Some(day) => plan.on(day),
        None => plan.former(number).map(|former| (number - 1, former)),
    };
    let shown = seen.then.shows_trajectory(to) && seen.now.shows_trajectory(to);
    let changed = baseline.filter(|_| shown).map(|(_, former)| version.content.changed_from(&former.content));
    contract::GetPlanResponse {
        trajectory,
        plan: Some(tell_version(plan, number, version, shown)),
        baseline: baseline.map(|(number, version)| tell_version(plan, number, version, shown)),
        changed: tell_changes(changed.unwrap_or_default()),
        known_at,
    }
}

const fn tell_plan_change(change: PlanChange) -> contract::PlanChange {
    match change {
        PlanChange::Objectives => contract::PlanChange::Objectives,
        PlanChange::FinalResult => contract::PlanChange::FinalResult,
        PlanChange::Actions => contract::PlanChange::Actions,
        PlanChange::Aim => contract::PlanChange::Aim,
        PlanChange::NextFollowUp => contract::PlanChange::NextFollowUp,
        PlanChange::Rhythm => contract::PlanChange::Rhythm,
        PlanChange::Concertation => contract::PlanChange::Concertation,
    }
}

fn tell_changes(changed: Vec<PlanChange>) -> Vec<i32> {
    changed.into_iter().map(|change| tell_plan_change(change).into()).collect()
}

/// A version of a plan: the first one with the signatures, another one with what it changes.
fn tell_version(plan: &Plan, number: u32, version: &PlanVersion, shown: bool) -> contract::PlanVersion {
    let signed = Some(plan).filter(|_| number == 1).map(|plan| (&plan.coordinator, &plan.person));
    let former = plan.former(number);
    let changed = former.filter(|_| shown).map(|former| version.content.changed_from(&former.content));
    contract::PlanVersion {
        former: former.map(|_| number - 1).unwrap_or_default(),
        changed: tell_changes(changed.unwrap_or_default()),
        ..tell_version_alone(number, version, signed, shown)
    }
}

/// A version as it is stored, without what is worked out from the one before it.
pub(crate) fn tell_version_alone(
    number: u32,
    version: &PlanVersion,
    signed: Option<(&Signature, &Signature)>,
    shown: bool,
) -> contract::PlanVersion {
    contract::PlanVersion {
        former: 0,
        changed: Vec::new(),
        version: number,
        since: Some(to_proto(version.since)),
        content: shown.then(|| tell_content(&version.content)),
        reason: version.reason.as_ref().filter(|_| shown).map(|reason| reason.0.clone()).unwrap_or_default(),
        coordinator: signed.map(|(coordinator, _)| tell_signed(coordinator)),
        person: signed.map(|(_, person)| tell_signed(person)),
    }
}

pub(crate) fn tell_follow_up(follow_up: &FollowUp, shown: bool) -> contract::PlanFollowUp {
    contract::PlanFollowUp {
        followed_up_on: Some(to_proto(follow_up.on)),
        participants: follow_up.participants.iter().map(|party| tell_party(*party).into()).collect(),
        person_agreed: follow_up.agreed,
        concerted_on: follow_up.concerted_on.map(to_proto),
        findings: Some(&follow_up.findings).filter(|_| shown).map(|findings| findings.0.clone()).unwrap_or_default(),
    }
}

/// A follow-up that was checked when it came.
pub(crate) fn hear_follow_up(follow_up: Option<contract::PlanFollowUp>) -> Result<FollowUp, Unreadable> {
    let follow_up = follow_up.ok_or(Unreadable("follow-up"))?;
    Ok(FollowUp {
        on: day(follow_up.followed_up_on, "day of the follow-up")?,
        participants: hear_parties(&follow_up.participants)?,
        agreed: follow_up.person_agreed,
        concerted_on: optional_day(follow_up.concerted_on, "day of the concertation")?,
        findings: FreeText(follow_up.findings),
    })
}

pub(crate) fn tell_suspension(suspension: &Suspension) -> contract::AmiSuspension {
    contract::AmiSuspension {
        suspended_on: Some(to_proto(suspension.since)),
        requested_on: Some(to_proto(suspension.request.on)),
        partner_number: suspension.request.of.partner.clone().unwrap_or_default(),
        resumed_on: suspension.resumed_on.map(to_proto),
        employer_number: employer::tell(suspension.request.of.employer),
    }
}

/// The first day of a suspension and the request that it follows.
pub(crate) fn hear_suspension(
    suspension: Option<contract::AmiSuspension>,
) -> Result<(NaiveDate, EmployerRequest), Unreadable> {
    let suspension = suspension.ok_or(Unreadable("suspension"))?;
    let of = read_party(suspension.partner_number, &suspension.employer_number)?;
    let request = EmployerRequest { on: day(suspension.requested_on, "day of the employer's request")?, of };
    Ok((day(suspension.suspended_on, "first day of the suspension")?, request))
}

fn tell_duty(duty: &InformDuty) -> contract::InformDuty {
    let informed = duty.informed.as_ref();
    contract::InformDuty {
        number: duty.number,
        kind: tell_inform_duty(duty.kind).into(),
        arose_on: Some(to_proto(duty.arose_on)),
        barred_on: duty.barred_on.map(to_proto),
        informed_on: informed.map(|(on, _)| to_proto(*on)),
        reference: informed.and_then(|(_, reference)| reference.clone()).unwrap_or_default(),
    }
}

pub(crate) fn tell_signed(signature: &Signature) -> contract::Signature {
    contract::Signature {
        signed_on: Some(to_proto(signature.on)),
        kind: tell_signature(signature.kind).into(),
        reference: signature.reference.clone(),
        representative: signature.representative.unwrap_or_default(),
    }
}

/// A signature that was checked when it came.
pub(crate) fn hear_signed(signature: Option<contract::Signature>) -> Result<Signature, Unreadable> {
    let signature = signature.ok_or(Unreadable("signature"))?;
    Ok(Signature {
        on: day(signature.signed_on, "day of the signature")?,
        kind: hear_signature(signature.kind()).ok_or(Unreadable("kind of signature"))?,
        reference: signature.reference,
        representative: Some(signature.representative).filter(|number| *number > 0),
    })
}

pub(crate) fn tell_commitment(commitment: &Commitment) -> contract::Commitment {
    contract::Commitment {
        situation: tell_situation(commitment.situation).into(),
        employer_link: tell_employer_link(commitment.employer_link).into(),
        coordinator: Some(tell_signed(&commitment.coordinator)),
        person: Some(tell_signed(&commitment.person)),
        physician: commitment.physician.as_ref().map(tell_signed),
        coordinator_subject: commitment.coordinator_subject.0.clone(),
        employer_number: employer::tell(commitment.employer),
    }
}

/// A commitment that was checked when it came.
pub(crate) fn hear_commitment(commitment: Option<contract::Commitment>) -> Result<Commitment, Unreadable> {
    let commitment = commitment.ok_or(Unreadable("commitment"))?;
    let physician = commitment.physician.clone();
    Ok(Commitment {
        situation: hear_situation(commitment.situation()).ok_or(Unreadable("start situation"))?,
        employer_link: hear_employer_link(commitment.employer_link()).ok_or(Unreadable("link to the employer"))?,
        employer: employer::read(&commitment.employer_number)?,
        coordinator: hear_signed(commitment.coordinator)?,
        person: hear_signed(commitment.person)?,
        physician: physician.map(|physician| hear_signed(Some(physician))).transpose()?,
        coordinator_subject: SubjectId(commitment.coordinator_subject),
    })
}

pub(crate) fn tell_content(content: &PlanContent) -> contract::PlanContent {
    let words = |text: &FreeText| text.0.clone();
    let concertation = &content.concertation;
    contract::PlanContent {
        objectives: content.objectives.iter().map(words).collect(),
        final_result: content.final_result.as_ref().map(words).unwrap_or_default(),
        actions: content
            .actions
            .iter()
            .map(|action| contract::PlanAction {
                kind: tell_action_kind(action.kind).into(),
                carried_out_by: tell_party(action.carried_out_by).into(),
                what: words(&action.what),
            })
            .collect(),
        next_follow_up: content.next_follow_up.map(|next| contract::NextFollowUp {
            appointment_on: Some(to_proto(next.on)),
            channel: tell_channel(next.channel).into(),
        }),
        aim: tell_aim(content.aim).into(),
        rhythm: content
            .rhythm
            .as_ref()
            .map(|rhythm| contract::FollowUpRhythm { months: rhythm.months, reason: words(&rhythm.reason) }),
        concertation: Some(contract::Concertation {
            held_on: Some(to_proto(concertation.on)),
            participants: concertation.participants.iter().map(|party| tell_party(*party).into()).collect(),
            person_agreed: concertation.agreed,
        }),
    }
}

/// What a plan says, which was checked when it came.
pub(crate) fn hear_content(content: Option<contract::PlanContent>) -> Result<PlanContent, Unreadable> {
    let content = content.ok_or(Unreadable("plan"))?;
    let aim = hear_aim(content.aim()).ok_or(Unreadable("aim of the plan"))?;
    let action = |action: contract::PlanAction| {
        Ok(PlanAction {
            kind: hear_action_kind(action.kind()).ok_or(Unreadable("kind of action"))?,
            carried_out_by: hear_party(action.carried_out_by()).ok_or(Unreadable("who carries an action out"))?,
            what: FreeText(action.what),
        })
    };
    let next = |next: contract::NextFollowUp| {
        Ok(NextFollowUp {
            on: day(next.appointment_on, "day of the next follow-up")?,
            channel: hear_channel(next.channel()).ok_or(Unreadable("channel"))?,
        })
    };
    Ok(PlanContent {
        objectives: content.objectives.into_iter().map(FreeText).collect(),
        final_result: Some(content.final_result).filter(|text| !text.is_empty()).map(FreeText),
        actions: content.actions.into_iter().map(action).collect::<Result<_, _>>()?,
        next_follow_up: content.next_follow_up.map(next).transpose()?,
        aim,
        rhythm: content.rhythm.map(|rhythm| Rhythm { months: rhythm.months, reason: FreeText(rhythm.reason) }),
        concertation: hear_concertation(content.concertation)?,
    })
}

fn hear_concertation(concertation: Option<contract::Concertation>) -> Result<Concertation, Unreadable> {
    let concertation = concertation.ok_or(Unreadable("concertation"))?;
    Ok(Concertation {
        on: day(concertation.held_on, "day of the concertation")?,
        participants: hear_parties(&concertation.participants)?,
        agreed: concertation.person_agreed,
    })
}

fn hear_parties(participants: &[i32]) -> Result<BTreeSet<PlanParty>, Unreadable> {
    let party = |number: &i32| contract::PlanParty::try_from(*number).ok().and_then(hear_party);
    participants.iter().map(|it| party(it).ok_or(Unreadable("participant"))).collect()
}
