//! A dossier as the contracts tell it: what brought the first contact about, apart from what rests on consent (D30).

use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_dossier_domain::{
    Authorisation, CodexNote, Consent, ConsentPurpose, Fact, HelpNote, Look, Notice, ParkedBecause, Person,
    QuestionnaireTold, Reader, State, SubjectId, Told, TrajectoryRequest, not_known, notice,
};
use trajet_law::route_c::{Presentation, Reception};
use trajet_service::past::Seen;
use trajet_service::plan::{Unreadable, day};
use trajet_service::presentation;
use trajet_service::representation;
use trajet_service::work::tell_language;
use trajet_service::{annul, plan, taken_over};
use uuid::Uuid;

use super::explain::OF_THE_PLAN;
use super::outcome::{tell_guidance_result, tell_other_tracks};
use super::{
    tell_appointment, tell_assignment, tell_attempt, tell_consent_purpose, tell_contact, tell_contact_refusal,
    tell_coordinator, tell_end_reason, tell_presumption, tell_signature, tell_stage,
};
use crate::stored::{store_codex, store_end, tell_person, tell_track};

/// A dossier as the contracts tell it to a reader. What rests on consent is told where consent allows it now, and did then.
pub(crate) fn tell_dossier(case_id: Uuid, seen: &Seen<State>, to: Reader) -> contract::Dossier {
    let Seen { then: state, now, version, on, .. } = seen;
    let shown = state.shows_trajectory(to) && now.shows_trajectory(to);
    let processed = [state, now].iter().all(|state| state.consents.granted(ConsentPurpose::Trajectory));
    let refused = [state, now].iter().any(|state| state.consents.refused_since(ConsentPurpose::Trajectory).is_some());
    let recognition = state.recognition.as_ref();
    let letter = |notice| recognition.map(|recognition| tell_notice(notice, &recognition.person));
    contract::Dossier {
        case_id: case_id.to_string(),
        etag: version.to_string(),
        person: recognition.map(|recognition| tell_person(&recognition.person)),
        incapacity_start: recognition.map(|recognition| to_proto(recognition.incapacity_start)),
        has_contract: recognition.is_some_and(|recognition| recognition.has_contract),
        stage: tell_stage(state.stage()).into(),
        preparation: Some(tell_preparation(state, processed, refused)),
        trajectory: Some(contract::Trajectory {
            contacts: state.trajectory(shown).iter().map(tell_contact).collect(),
            consents: state.consents.iter().map(tell_consent).collect(),
            looks: state.looks.iter().map(tell_look).collect(),
            other_tracks: if shown { tell_other_tracks(state) } else { Vec::new() },
            results: state.results.iter().filter(|_| shown).map(tell_guidance_result).collect(),
        }),
        deadlines: state
            .deadlines
            .iter()
            .filter(|deadline| shown || !OF_THE_PLAN.contains(&deadline.plan.step))
            .map(|deadline| plan::tell_on(deadline, *on))
            .collect(),
        parked: state.parked.iter().map(|(fact, because)| tell_parked(fact, *because)).collect(),
        end: state.end.as_ref().map(store_end),
        notices: state.notices.iter().filter_map(letter).collect(),
        assignments: state.assignments.iter().map(tell_assignment).collect(),
        representations: state.representations.iter().map(representation::tell).collect(),
        presumptions: state.presumptions.iter().map(tell_presumption).collect(),
        taken_over: state.taken_over().map(taken_over::tell),
        not_known_before_go_live: not_known(state).iter().map(plan::tell_plan).collect(),
        correcting_notices: state.correcting_notices.iter().map(annul::tell_notice).collect(),
    }
}

fn tell_preparation(state: &State, processed: bool, refused: bool) -> contract::Preparation {
    let referrals = state.referrals.iter();
    let codex = state.codex.iter();
    contract::Preparation {
        referrals: referrals
            .map(|referral| contract::ReferralNote {
                referred_on: Some(to_proto(referral.on)),
                initial: referral.initial,
            })
            .collect(),
        requests: state.requests.iter().map(tell_request).collect(),
        appointments: state.appointments.iter().map(|(it, state)| tell_appointment(it, Some(*state))).collect(),
        attempts: state.attempts.iter().map(tell_attempt).collect(),
        refusals: state.refusals.iter().map(tell_contact_refusal).collect(),
        help: state.help().map(tell_help),
        tracks: state.tracks.iter().map(tell_track).collect(),
        codex: codex.map(|note| tell_codex(note, processed)).collect(),
        presentations: state.presentations.iter().map(|one| tell_presentation(state, *one, refused)).collect(),
    }
}

/// That the person presented themselves. While consent to the trajectory is refused or taken back only the day is told (D3).
fn tell_presentation(state: &State, presented: Presentation, refused: bool) -> contract::PresentationNote {
    if refused {
        let presented_on = Some(to_proto(presented.on));
        return contract::PresentationNote { presented_on, ..contract::PresentationNote::default() };
    }
    let reception = match state.reception(&presented) {
        None => contract::Reception::Unspecified,
        Some(Reception::Received) => contract::Reception::Received,
        Some(Reception::PointedToRouteB) => contract::Reception::PointedToRouteB,
    };
    contract::PresentationNote {
        presented_on: Some(to_proto(presented.on)),
        form: presentation::tell_form(presented.form).into(),
        reception: reception.into(),
    }
}

/// What was told of a trajectory of the Code. How it ended may be of somebody's health: that is processed in the dossier only
/// with consent (D1, D3).
fn tell_codex(note: &CodexNote, processed: bool) -> contract::CodexNote {
    let told = store_codex(note);
    if processed { told } else { contract::CodexNote { article: String::new(), definitively_unfit: false, ..told } }
}

fn tell_request(request: &TrajectoryRequest) -> contract::TrajectoryRequest {
    contract::TrajectoryRequest {
        received_on: Some(to_proto(request.received_on)),
        questionnaire_needed: request.questionnaire_needed,
        questionnaire_back_on: request.questionnaire_back_on.map(to_proto),
        authorisations: request.authorisations.iter().map(tell_authorisation).collect(),
        ended_on: request.ended.map(|(on, _)| to_proto(on)),
        end_reason: request.ended.map(|(_, reason)| tell_end_reason(reason)).unwrap_or_default().into(),
    }
}

fn tell_authorisation(asked: &Authorisation) -> contract::Authorisation {
    contract::Authorisation {
        number: asked.number,
        asked_on: Some(to_proto(asked.asked_on)),
        contact_on: Some(to_proto(asked.contact_on)),
        actions_told: asked.actions_told,
        decided_on: asked.answer.map(|(on, _)| to_proto(on)),
        authorised: asked.answer.is_some_and(|(_, authorised)| authorised),
    }
}

fn tell_help(help: HelpNote) -> contract::HelpNote {
    contract::HelpNote { asked_on: Some(to_proto(help.asked_on)), ended_on: help.ended_on.map(to_proto) }
}

pub(crate) fn tell_look(look: &Look) -> contract::DossierLook {
    contract::DossierLook { looked_on: Some(to_proto(look.on)), coordinator_subject: look.by.0.clone() }
}

pub(crate) fn hear_look(look: Option<contract::DossierLook>) -> Result<Look, Unreadable> {
    let look = look.ok_or(Unreadable("look"))?;
    Ok(Look { on: day(look.looked_on, "day of the look")?, by: SubjectId(look.coordinator_subject) })
}

fn tell_consent((purpose, consent): (ConsentPurpose, &Consent)) -> contract::Consent {
    contract::Consent {
        purpose: tell_consent_purpose(purpose).into(),
        granted: consent.granted,
        since: Some(to_proto(consent.since)),
        signature: consent.signature.map(tell_signature).unwrap_or_default().into(),
        reference: consent.reference.clone().unwrap_or_default(),
        representative: consent.representative.unwrap_or_default(),
    }
}

fn tell_notice(notice: &Notice, person: &Person) -> common::Notice {
    let letter = {
        let addressee = notice.addressee.as_ref();
        notice::render(notice.text, notice.language, person, notice.appointment_on, &notice.coordinator, addressee)
    };
    common::Notice {
        issued_on: Some(to_proto(notice.on)),
        language: tell_language(notice.language).into(),
        subject: letter.subject,
        paragraphs: letter.paragraphs,
        coordinator: Some(tell_coordinator(&notice.coordinator)),
        addressee: notice.addressee.as_ref().map(representation::tell),
    }
}

fn tell_parked(fact: &Fact, because: ParkedBecause) -> common::ParkedFact {
    let kind = match &fact.told {
        Told::Recognised(_) => "trajet.assessment.v1.IncapacityRecognised",
        Told::TrackStarted(_) => "trajet.assessment.v1.ConcurrentTrackStarted",
        Told::TrackEnded { .. } => "trajet.assessment.v1.ConcurrentTrackEnded",
        Told::Represented(_) => "trajet.assessment.v1.PersonRepresented",
        Told::Referred { .. } => "trajet.assessment.v1.PersonReferred",
        Told::AuthorisationDecided { authorised: true, .. } => "trajet.assessment.v1.TrajectoryAuthorised",
        Told::AuthorisationDecided { authorised: false, .. } => "trajet.assessment.v1.TrajectoryNotAuthorised",
        Told::StartCorrected { .. } => "trajet.assessment.v1.IncapacityCorrected",
        Told::WorkBegan { .. } => "trajet.assessment.v1.AppliedWorkBegan",
        Told::ProgrammeSubmitted { .. } => "trajet.assessment.v1.ProgrammeSubmitted",
        Told::ProgrammeClosed { .. } => "trajet.assessment.v1.ProgrammeClosed",
        Told::ProgrammeStarted { .. } => "trajet.assessment.v1.ProgrammeStarted",
        Told::ProgrammeEnded { .. } => "trajet.assessment.v1.ProgrammeEnded",
        Told::IncapacityEnded(_) => "trajet.assessment.v1.IncapacityEnded",
        Told::Questionnaire(QuestionnaireTold::Sent { .. }) => "trajet.questionnaire.v1.QuestionnaireSent",
        Told::Questionnaire(QuestionnaireTold::NotReturned { .. }) => "trajet.questionnaire.v1.NotReturned",
        Told::Questionnaire(QuestionnaireTold::HelpGiven { .. }) => "trajet.questionnaire.v1.HelpGiven",
        Told::Questionnaire(QuestionnaireTold::Completed { .. }) => "trajet.questionnaire.v1.AnswersCompleted",
        Told::Questionnaire(QuestionnaireTold::Impossible { .. }) => "trajet.questionnaire.v1.CompletionImpossible",
        Told::Codex(_) => "trajet.exchange.v1.CodexFactTold",
        Told::Referral { .. } => "trajet.exchange.v1.ReferralProgressed",
        Told::Presented(_) => "trajet.exchange.v1.RehabilitationFactTold",
    };
    common::ParkedFact {
        source_ledger: fact.source.ledger.clone(),
        source_position: fact.source.position,
        kind: kind.to_owned(),
        because: because.code().to_owned(),
        effective_on: Some(to_proto(fact.told.effective_on())),
    }
}
