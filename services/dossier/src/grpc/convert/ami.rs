//! A trajectory of the sickness insurance as the contracts tell it and as events store it.

use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_dossier_domain::ami::{
    ActionKind, AmiEndReason, AmiTrajectory, Commitment, Concertation, EmployerLink, FreeText, InformDuty,
    InformDutyKind, NextFollowUp, PlanAction, PlanAim, PlanContent, PlanParty, PlanVersion, Rhythm, Signature,
    StartSituation,
};
use trajet_dossier_domain::{Reader, State, SubjectId};
use trajet_service::past::Seen;
use trajet_service::plan::{Unreadable, day};

use super::{hear_channel, hear_signature, tell_channel, tell_signature};

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
    let plan = trajectory.plan.as_ref();
    let versions = plan.iter().flat_map(|plan| (1..).zip(&plan.versions));
    let signed = |number| plan.filter(|_| number == 1).map(|plan| (&plan.coordinator, &plan.person));
    contract::AmiTrajectory {
        number: trajectory.number,
        commitment: Some(tell_commitment(&trajectory.commitment)),
        started_on: trajectory.started_on.map(to_proto),
        plan: versions.map(|(number, version)| tell_version(number, version, signed(number), shown)).collect(),
        duties: trajectory.duties.iter().map(tell_duty).collect(),
        last_day: trajectory.last_day().map(to_proto),
        end_reason: trajectory.ended.map(|(_, reason)| tell_ami_end_reason(reason)).unwrap_or_default().into(),
    }
}

/// The plan as it was on a day, with the number of its trajectory, as a reader may see it.
pub(crate) fn tell_plan_on(
    state: &State,
    found: Option<(u32, u32, &PlanVersion)>,
    to: Reader,
) -> contract::GetPlanResponse {
    let Some((trajectory, number, version)) = found else { return contract::GetPlanResponse::default() };
    let plan = state.ami.iter().find(|it| it.number == trajectory).and_then(|it| it.plan.as_ref());
    let signed = plan.filter(|_| number == 1).map(|plan| (&plan.coordinator, &plan.person));
    let plan = Some(tell_version(number, version, signed, state.shows_trajectory(to)));
    contract::GetPlanResponse { trajectory, plan }
}

pub(crate) fn tell_version(
    number: u32,
    version: &PlanVersion,
    signed: Option<(&Signature, &Signature)>,
    shown: bool,
) -> contract::PlanVersion {
    contract::PlanVersion {
        version: number,
        since: Some(to_proto(version.since)),
        content: shown.then(|| tell_content(&version.content)),
        reason: version.reason.as_ref().filter(|_| shown).map(|reason| reason.0.clone()).unwrap_or_default(),
        coordinator: signed.map(|(coordinator, _)| tell_signed(coordinator)),
        person: signed.map(|(_, person)| tell_signed(person)),
    }
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
    }
}

/// A commitment that was checked when it came.
pub(crate) fn hear_commitment(commitment: Option<contract::Commitment>) -> Result<Commitment, Unreadable> {
    let commitment = commitment.ok_or(Unreadable("commitment"))?;
    let physician = commitment.physician.clone();
    Ok(Commitment {
        situation: hear_situation(commitment.situation()).ok_or(Unreadable("start situation"))?,
        employer_link: hear_employer_link(commitment.employer_link()).ok_or(Unreadable("link to the employer"))?,
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
    let party = |number: &i32| contract::PlanParty::try_from(*number).ok().and_then(hear_party);
    let participants = concertation.participants.iter().map(|it| party(it).ok_or(Unreadable("participant")));
    Ok(Concertation {
        on: day(concertation.held_on, "day of the concertation")?,
        participants: participants.collect::<Result<_, _>>()?,
        agreed: concertation.person_agreed,
    })
}
