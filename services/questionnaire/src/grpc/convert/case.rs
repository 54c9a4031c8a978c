//! A case and its parts as the contracts tell them.

use trajet_access::Role;
use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_questionnaire_domain::{
    CompleteAnswer, Draft, Fact, Help, HelpContact, Notice, ParkedBecause, Person, Sent, Stage, State, Track,
    WaiverReason, notice,
};
use trajet_service::plan;
use trajet_service::work::tell_language;
use uuid::Uuid;

use super::{
    tell_answers, tell_channel, tell_contact, tell_filled_by, tell_helper, tell_profile, tell_reason, tell_reference,
    tell_result, tell_track_kind, tell_waiver_ground,
};

/// A case as the contracts tell it to a role: which medical reason kept the questionnaire back is for the physician
/// alone (Q2).
pub(crate) fn tell_case(case_id: Uuid, version: i64, state: &State, to: Role) -> contract::QuestionnaireCase {
    let recognition = state.recognition.as_ref();
    let notice = state.notice.as_ref().zip(recognition);
    contract::QuestionnaireCase {
        case_id: case_id.to_string(),
        etag: version.to_string(),
        person: recognition.map(|recognition| tell_person(&recognition.person)),
        incapacity_start: recognition.map(|recognition| to_proto(recognition.incapacity_start)),
        stage: tell_stage(state.stage()).into(),
        tracks: state.tracks.iter().map(tell_track).collect(),
        sending: state.sent.as_ref().map(tell_sending),
        waiver: state.waived.as_ref().map(|(reason, on)| tell_waiver(reason, *on, to)),
        notice: notice.map(|(notice, recognition)| tell_notice(notice, &recognition.person)),
        draft: state.draft.as_ref().map(tell_draft),
        incomplete_on: state.incomplete_on.iter().copied().map(to_proto).collect(),
        submissions: state.answers.iter().map(tell_submission).collect(),
        help: state.help.as_ref().map(tell_help),
        deadlines: state.deadlines.iter().map(plan::tell).collect(),
        parked: state.parked.iter().map(|(fact, because)| tell_parked(fact, *because)).collect(),
    }
}

fn tell_stage(stage: Stage) -> contract::Stage {
    match stage {
        Stage::NothingPlanned => contract::Stage::NothingPlanned,
        Stage::Planned => contract::Stage::Planned,
        Stage::Waived => contract::Stage::Waived,
        Stage::Sent => contract::Stage::Sent,
        Stage::Overdue => contract::Stage::Overdue,
        Stage::Returned => contract::Stage::Returned,
    }
}

pub(crate) fn tell_person(person: &Person) -> common::InsuredPerson {
    common::InsuredPerson {
        niss: person.niss.clone(),
        name: Some(common::PersonName { surname: person.surname.clone(), first_names: person.first_names.clone() }),
        language: tell_language(person.language).into(),
        municipality_code: person.municipality.clone().unwrap_or_default(),
        ..common::InsuredPerson::default()
    }
}

pub(crate) fn tell_track(track: &Track) -> common::ConcurrentTrack {
    common::ConcurrentTrack {
        kind: tell_track_kind(track.kind).into(),
        starts_on: Some(to_proto(track.from)),
        ends_on: track.until.map(to_proto),
    }
}

pub(crate) fn tell_sending(sent: &Sent) -> contract::Sending {
    contract::Sending {
        sent_on: Some(to_proto(sent.on)),
        due_back: sent.due_back.map(to_proto),
        definition: Some(tell_reference(&sent.definition)),
        language: tell_language(sent.language).into(),
    }
}

fn tell_waiver(reason: &WaiverReason, on: chrono::NaiveDate, to: Role) -> contract::Waiver {
    let (medical_reason, physician) = match reason {
        WaiverReason::Medical { reason, by } => (Some(*reason).filter(|_| to == Role::Physician), by.0.clone()),
        WaiverReason::Track(_) => (None, String::new()),
    };
    contract::Waiver {
        waived_on: Some(to_proto(on)),
        ground: tell_waiver_ground(reason).into(),
        medical_reason: medical_reason.map(tell_reason).unwrap_or_default().into(),
        physician,
    }
}

fn tell_notice(notice: &Notice, person: &Person) -> contract::Notice {
    let letter = notice::render(notice.text, notice.language, person, &notice.contact);
    contract::Notice {
        issued_on: Some(to_proto(notice.on)),
        language: tell_language(notice.language).into(),
        subject: letter.subject,
        paragraphs: letter.paragraphs,
        coordinator: Some(tell_contact(&notice.contact)),
    }
}

pub(crate) fn tell_draft(draft: &Draft) -> contract::Draft {
    contract::Draft {
        answers: Some(tell_answers(&draft.definition, &draft.answers)),
        saved_on: Some(to_proto(draft.on)),
        helper: tell_filled_by(&draft.by),
    }
}

pub(crate) fn tell_submission(answer: &CompleteAnswer) -> contract::Submission {
    contract::Submission {
        number: answer.number,
        corrects: answer.corrects.unwrap_or_default(),
        returned_on: Some(to_proto(answer.on)),
        answers: Some(tell_answers(&answer.definition, &answer.answers)),
        profile: Some(tell_profile(&answer.profile)),
        helper: tell_filled_by(&answer.by),
    }
}

fn tell_help(help: &Help) -> contract::Help {
    contract::Help {
        asked_on: Some(to_proto(help.asked_on)),
        delegate: help.delegate.as_ref().map(|delegate| delegate.0.clone()).unwrap_or_default(),
        contacts: help.contacts.iter().map(tell_help_contact).collect(),
    }
}

pub(crate) fn tell_help_contact(contact: &HelpContact) -> contract::HelpContact {
    contract::HelpContact {
        held_on: Some(to_proto(contact.on)),
        channel: tell_channel(contact.channel).into(),
        helper: Some(tell_helper(&contact.by)),
        result: tell_result(contact.result).into(),
    }
}

fn tell_parked(fact: &Fact, because: ParkedBecause) -> common::ParkedFact {
    let kind = match fact {
        Fact::Recognised(_) => "trajet.assessment.v1.IncapacityRecognised",
        Fact::TrackStarted { .. } => "trajet.assessment.v1.ConcurrentTrackStarted",
        Fact::TrackEnded { .. } => "trajet.assessment.v1.ConcurrentTrackEnded",
    };
    common::ParkedFact {
        source_ledger: fact.source().ledger.clone(),
        source_position: fact.source().position,
        kind: kind.to_owned(),
        because: because.code().to_owned(),
        effective_on: Some(to_proto(fact.effective_on())),
    }
}
