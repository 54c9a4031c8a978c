//! A case and its parts as the contracts tell them.

use trajet_assessment_domain::{
    CaseStatus, Decision, Estimate, Evaluation, Event, Fact, IncapacityEnd, Invitation, ParkedBecause, Questionnaire,
    StartCorrection, State, Told, not_known,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as common;
use trajet_service::past::Seen;
use trajet_service::{annul, plan, representation, taken_over};
use uuid::Uuid;

use super::file::tell_restriction;
use super::trajectory::{tell_refusal, tell_request};
use super::work::tell_work_application;
use super::{
    tell_category, tell_certificate, tell_concertation, tell_decided_by, tell_employment, tell_end_cause,
    tell_invitation, tell_person, tell_programme, tell_prolongation, tell_refusal_reason, tell_scheme,
    tell_start_reason, tell_team_contact, tell_track,
};

fn tell_questionnaire(questionnaire: &Questionnaire) -> contract::QuestionnaireStatus {
    match questionnaire {
        Questionnaire::NotSent => contract::QuestionnaireStatus::NotSent,
        Questionnaire::Sent { .. } => contract::QuestionnaireStatus::Sent,
        Questionnaire::Waived { .. } => contract::QuestionnaireStatus::Waived,
        Questionnaire::NotReturned { .. } => contract::QuestionnaireStatus::NotReturned,
        Questionnaire::Completed { .. } => contract::QuestionnaireStatus::Completed,
        Questionnaire::BackBeforeGoLive { .. } => contract::QuestionnaireStatus::BackBeforeGoLive,
        Questionnaire::Impossible { .. } => contract::QuestionnaireStatus::Impossible,
    }
}

fn tell_estimate(estimate: &Estimate) -> contract::Estimate {
    contract::Estimate {
        estimated_on: Some(to_proto(estimate.on)),
        category: tell_category(estimate.category).into(),
        examined: estimate.examined,
        concertation: estimate.concertation.as_ref().map(tell_concertation),
        questionnaire: tell_questionnaire(&estimate.questionnaire).into(),
    }
}

/// A case as the contracts tell it; `None` while only facts were told of it, ahead of its declaration. What it told of
/// actions is told unless consent is, or was then, against it (D3).
pub(crate) fn tell_case(case_id: Uuid, seen: &Seen<State>) -> Option<contract::Case> {
    let Seen { then: state, now, version, on, .. } = seen;
    if state.annulled_on.is_some() {
        return Some(contract::Case {
            case_id: case_id.to_string(),
            etag: version.to_string(),
            status: contract::CaseStatus::Annulled.into(),
            correcting_notices: state.correcting_notices.iter().map(annul::tell_notice).collect(),
            ..contract::Case::default()
        });
    }
    let declaration = state.declaration.as_ref()?;
    let status = match state.status()? {
        CaseStatus::Declared => contract::CaseStatus::Declared,
        CaseStatus::Recognised => contract::CaseStatus::Recognised,
        CaseStatus::Refused => contract::CaseStatus::Refused,
        CaseStatus::Ended => contract::CaseStatus::Ended,
        CaseStatus::Annulled => contract::CaseStatus::Annulled,
    };
    let mut tracks: Vec<_> = state.tracks.iter().collect();
    tracks.sort_by_key(|track| track.from);
    let known = state.questionnaire();
    Some(contract::Case {
        case_id: case_id.to_string(),
        etag: version.to_string(),
        person: Some(tell_person(&declaration.person)),
        scheme: tell_scheme(declaration.scheme).into(),
        certificate: Some(tell_certificate(&declaration.certificate)),
        employment: Some(tell_employment(declaration.employment)),
        activity_ceased_on: state.activity_ceased_on().map(to_proto),
        incapacity_start: state.incapacity_start().map(to_proto),
        status: status.into(),
        decision: state.decision.as_ref().map(tell_decision),
        tracks: tracks.into_iter().map(tell_track).collect(),
        questionnaire: Some(contract::QuestionnaireNote {
            status: tell_questionnaire(&known).into(),
            effective_on: known.effective_on().map(to_proto),
        }),
        first_estimate: state.first_estimate.as_ref().map(tell_estimate),
        referral: state.referral.map(|referral| contract::Referral {
            referred_on: Some(to_proto(referral.on)),
            basis: Some(plan::source(Event::PersonReferred(referral).ground(), None)),
            initial: referral.initial,
        }),
        representations: state.representations.iter().map(representation::tell).collect(),
        deadlines: state.deadlines.iter().map(|deadline| plan::tell_on(deadline, *on)).collect(),
        parked: state.parked.iter().map(|(fact, because)| tell_parked(fact, *because)).collect(),
        evaluations: state.evaluations.iter().map(tell_evaluation).collect(),
        examination_invitations: state.invitations.iter().map(tell_examination).collect(),
        trajectory_refusals: state.refusals.iter().map(|refusal| tell_refusal(refusal, &declaration.person)).collect(),
        authorisation_requests: {
            let (person, shown) = (&declaration.person, state.actions_shown() && now.actions_shown());
            state.requests.iter().map(|asked| tell_request(asked, shown, person)).collect()
        },
        work_applications: state.work.iter().map(|work| tell_work_application(work, &declaration.person)).collect(),
        prolongations: state.prolongations.iter().map(tell_prolongation).collect(),
        expected_end: state.expected_end().map(to_proto),
        start_corrections: state.corrections.iter().map(tell_correction).collect(),
        relapse_of: state.former().map(|former| Uuid::from_bytes(former.case).to_string()).unwrap_or_default(),
        end: state.end.as_ref().map(tell_case_end),
        rehabilitation: {
            let law = state.judged(declaration.certificate.incapacity_start);
            state.programmes.iter().map(|programme| tell_programme(programme, law)).collect()
        },
        team_contacts: state.team_contacts.iter().map(tell_team_contact).collect(),
        taken_over: state.taken_over().map(taken_over::tell),
        not_known_before_go_live: not_known(state).iter().map(plan::tell_plan).collect(),
        restriction: tell_restriction(&now.file),
        correcting_notices: state.correcting_notices.iter().map(annul::tell_notice).collect(),
    })
}

fn tell_case_end(end: &IncapacityEnd) -> contract::IncapacityEnd {
    let decided_by = end.decision.as_ref().map(|decision| tell_decided_by(&decision.decided_by));
    let (decided_by, other_body_name) = decided_by.unwrap_or_default();
    contract::IncapacityEnd {
        last_day: Some(to_proto(end.last_day)),
        cause: tell_end_cause(end.cause).into(),
        recorded_on: Some(to_proto(end.recorded_on)),
        erase_on: Some(to_proto(end.erased_on())),
        died_on: end.died_on.map(to_proto),
        relapsed_on: end.relapsed_on.map(to_proto),
        decided_on: end.decision.as_ref().map(|decision| to_proto(decision.decided_on)),
        decided_by: decided_by.into(),
        other_body_name,
    }
}

fn tell_correction(corrected: &StartCorrection) -> contract::StartCorrection {
    contract::StartCorrection {
        previous_start: Some(to_proto(corrected.from)),
        incapacity_start: Some(to_proto(corrected.to)),
        decided_on: Some(to_proto(corrected.on)),
        reason: tell_start_reason(corrected.reason).into(),
        activity_ceased_on: corrected.activity_ceased_on.map(to_proto),
    }
}

fn tell_evaluation(evaluation: &Evaluation) -> contract::Evaluation {
    contract::Evaluation {
        evaluated_on: Some(to_proto(evaluation.on)),
        category: tell_category(evaluation.category).into(),
        examined: evaluation.examined,
        concertation: evaluation.concertation.as_ref().map(tell_concertation),
    }
}

fn tell_examination(invitation: &Invitation) -> contract::ExaminationInvitation {
    contract::ExaminationInvitation {
        examination_on: Some(to_proto(invitation.examination_on)),
        invitation: Some(tell_invitation(invitation)),
    }
}

fn tell_decision(decision: &Decision) -> contract::Decision {
    let (recognised, decided_on, decided_by, reason) = match decision {
        Decision::Recognised(it) => (true, it.decided_on, &it.decided_by, contract::RefusalReason::Unspecified),
        Decision::Refused(it) => (false, it.decided_on, &it.decided_by, tell_refusal_reason(it.reason)),
    };
    let (decided_by, other_body_name) = tell_decided_by(decided_by);
    contract::Decision {
        recognised,
        decided_on: Some(to_proto(decided_on)),
        decided_by: decided_by.into(),
        other_body_name,
        refusal_reason: reason.into(),
    }
}

fn tell_parked(fact: &Fact, because: ParkedBecause) -> common::ParkedFact {
    let kind = match fact.told {
        Told::Sent { .. } => "trajet.questionnaire.v1.QuestionnaireSent",
        Told::Waived { .. } => "trajet.questionnaire.v1.SendingWaived",
        Told::NotReturned { .. } => "trajet.questionnaire.v1.NotReturned",
        Told::Incomplete { .. } => "trajet.questionnaire.v1.AnswersIncomplete",
        Told::Completed { .. } => "trajet.questionnaire.v1.AnswersCompleted",
        Told::Impossible { .. } => "trajet.questionnaire.v1.CompletionImpossible",
        Told::TrajectoryRequested { .. } => "trajet.dossier.v1.TrajectoryRequested",
        Told::AuthorisationAsked { .. } => "trajet.dossier.v1.AuthorisationAsked",
        Told::ConsentsDecided { .. } => "trajet.dossier.v1.ConsentsRecorded",
        Told::Presumed(_) => "trajet.dossier.v1.PresumptionBegan",
        Told::TrajectoryEnded { .. } => "trajet.dossier.v1.TrajectoryEnded",
        Told::CodexRequested { .. } | Told::CodexEnded { .. } => "trajet.exchange.v1.CodexFactTold",
        Told::Rehabilitation { .. } => "trajet.exchange.v1.RehabilitationFactTold",
        Told::Relapsed { .. } => "trajet.assessment.v1.IncapacityRecognised",
        Told::Died { .. } => "trajet.assessment.v1.IncapacityEnded",
    };
    common::ParkedFact {
        source_ledger: fact.source.ledger.clone(),
        source_position: fact.source.position,
        kind: kind.to_owned(),
        because: because.code().to_owned(),
        effective_on: Some(to_proto(fact.effective_on())),
    }
}

#[cfg(test)]
mod tests {
    use prost::Name as _;
    use trajet_contracts::assessment::v1::{IncapacityEnded, IncapacityRecognised};
    use trajet_contracts::dossier::v1::{
        AuthorisationAsked, ConsentsRecorded, PresumptionBegan, TrajectoryEnded, TrajectoryRequested,
    };
    use trajet_contracts::exchange::v1::{CodexFactTold, RehabilitationFactTold};
    use trajet_contracts::questionnaire::v1::{
        AnswersCompleted, AnswersIncomplete, CompletionImpossible, NotReturned, QuestionnaireSent, SendingWaived,
    };

    use super::*;
    use crate::samples::{CASE, day, declaration, fact, told};

    fn parked() -> Vec<(Fact, ParkedBecause)> {
        told().into_iter().map(|told| (fact(told), ParkedBecause::NotDeclared)).collect()
    }

    fn seen(state: State) -> Seen<State> {
        let (on, known_at) = (day("2022-12-05"), chrono::DateTime::UNIX_EPOCH);
        Seen { then: state.clone(), now: state, version: 5, on, known_at }
    }

    #[test]
    fn a_case_that_nobody_declared_is_not_told() {
        let state = State { parked: parked(), ..State::default() };
        assert_eq!(tell_case(CASE, &seen(state)), None);
    }

    #[test]
    fn t6_a_parked_fact_is_told_under_the_name_of_its_message() {
        let state = State { parked: parked(), declaration: Some(declaration()), ..State::default() };
        let case = tell_case(CASE, &seen(state)).expect("it was declared");
        let kinds: Vec<_> = case.parked.iter().map(|parked| parked.kind.as_str()).collect();
        let expected = [
            QuestionnaireSent::full_name(),
            SendingWaived::full_name(),
            NotReturned::full_name(),
            AnswersIncomplete::full_name(),
            AnswersCompleted::full_name(),
            CompletionImpossible::full_name(),
            TrajectoryRequested::full_name(),
            AuthorisationAsked::full_name(),
            ConsentsRecorded::full_name(),
            PresumptionBegan::full_name(),
            TrajectoryEnded::full_name(),
            CodexFactTold::full_name(),
            CodexFactTold::full_name(),
            RehabilitationFactTold::full_name(),
            IncapacityRecognised::full_name(),
            IncapacityEnded::full_name(),
        ];
        assert_eq!(kinds, expected);
        let first = &case.parked[0];
        assert_eq!((first.source_ledger.as_str(), first.source_position), ("questionnaire/300", 7));
    }
}
