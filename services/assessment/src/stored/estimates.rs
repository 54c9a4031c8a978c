//! Estimates, evaluations and invitations to examinations, as they are stored.

use trajet_assessment_domain::{Concertation, Estimate, Evaluation, Event, Invitation, Referral, SubjectId};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_law::rule::Ground;
use trajet_service::contact;
use trajet_service::plan::{Unreadable, day};

use super::facts;
use crate::grpc::convert;

pub(super) fn write_first(estimate: &Estimate) -> stored::FirstEstimateMade {
    stored::FirstEstimateMade {
        estimated_on: Some(to_proto(estimate.on)),
        category: convert::tell_category(estimate.category).into(),
        examined: estimate.examined,
        concertation: estimate.concertation.as_ref().map(convert::tell_concertation),
        questionnaire: facts::of_estimate(&estimate.questionnaire),
    }
}

pub(super) fn read_first(message: stored::FirstEstimateMade) -> Result<Event, Unreadable> {
    let category = convert::hear_category(message.category()).ok_or(Unreadable("category"))?;
    Ok(Event::FirstEstimateMade(Estimate {
        on: day(message.estimated_on, "day of the estimate")?,
        category,
        examined: message.examined,
        concertation: message.concertation.map(read_concertation).transpose()?,
        questionnaire: facts::read_estimate(message.questionnaire)?,
    }))
}

pub(super) fn write_evaluation(evaluation: &Evaluation) -> stored::EvaluationMade {
    stored::EvaluationMade {
        evaluated_on: Some(to_proto(evaluation.on)),
        category: convert::tell_category(evaluation.category).into(),
        examined: evaluation.examined,
        concertation: evaluation.concertation.as_ref().map(convert::tell_concertation),
    }
}

pub(super) fn read_evaluation(message: stored::EvaluationMade) -> Result<Event, Unreadable> {
    let category = convert::hear_category(message.category()).ok_or(Unreadable("category"))?;
    Ok(Event::EvaluationMade(Evaluation {
        on: day(message.evaluated_on, "day of the evaluation")?,
        category,
        examined: message.examined,
        concertation: message.concertation.map(read_concertation).transpose()?,
    }))
}

pub(super) fn write_referral(referral: Referral) -> stored::PersonReferred {
    stored::PersonReferred { referred_on: Some(to_proto(referral.on)), initial: referral.initial }
}

pub(super) fn read_referral(message: stored::PersonReferred) -> Result<Event, Unreadable> {
    let on = day(message.referred_on, "day of the referral")?;
    Ok(Event::PersonReferred(Referral { on, initial: message.initial }))
}

pub(super) fn write_invitation(invitation: &Invitation, because: Ground) -> stored::ExaminationInvited {
    stored::ExaminationInvited {
        examination_on: Some(to_proto(invitation.examination_on)),
        invitation: Some(convert::tell_invitation(invitation)),
        because: because.to_string(),
    }
}

pub(super) fn read_invitation(message: stored::ExaminationInvited) -> Result<Event, Unreadable> {
    let examination_on = day(message.examination_on, "day of the examination")?;
    Ok(Event::ExaminationInvited {
        invitation: convert::hear_invitation(contact::hear_invitation(message.invitation)?, examination_on)?,
        because: message.because.parse().map_err(|_| Unreadable("ground"))?,
    })
}

fn read_concertation(concertation: contract::Concertation) -> Result<Concertation, Unreadable> {
    Ok(Concertation {
        coordinator: SubjectId(concertation.coordinator),
        held_on: day(concertation.held_on, "day of the concertation")?,
    })
}
