//! A case and its parts as the contracts tell them.

use chrono::NaiveDate;
use trajet_access::{Caller, Role};
use trajet_contracts::date::to_proto;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_questionnaire_domain::{
    CompleteAnswer, Delegation, Draft, End, Fact, Help, HelpContact, Impossibility, Notice, ParkedBecause, Person,
    Round, Sent, Stage, State, Track, WaiverReason, not_known, notice,
};
use trajet_service::past::Seen;
use trajet_service::work::tell_language;
use trajet_service::{annul, plan, representation, taken_over};
use uuid::Uuid;

use super::reading::tell_reading;
use super::task::for_the_task;
use super::{
    tell_answers, tell_channel, tell_contact, tell_filled_by, tell_help_act, tell_helper, tell_impossibility_reason,
    tell_profile, tell_reason, tell_reference, tell_result, tell_route, tell_track_kind, tell_waiver_ground,
};
use crate::definitions::Definitions;

/// A case as the contracts tell it to a caller: to who has a task in it or represents the person, what that needs.
pub(crate) fn tell_case(
    case_id: Uuid,
    seen: &Seen<State>,
    to: &Caller,
    (definitions, today): (&Definitions, NaiveDate),
) -> contract::QuestionnaireCase {
    let case = tell_whole(case_id, seen, to.role, definitions);
    match to.role {
        Role::Delegate | Role::Representative => for_the_task(case, seen, to, today),
        _ => case,
    }
}

/// A case as it is told to a role: which medical reason kept the questionnaire back, and why it cannot be completed, is for the
/// physician alone (Q2, Q7).
///
/// The advisory reading is for the physician and the coordinator.
pub(crate) fn tell_whole(
    case_id: Uuid,
    seen: &Seen<State>,
    to: Role,
    definitions: &Definitions,
) -> contract::QuestionnaireCase {
    let Seen { then: state, version, on, .. } = seen;
    let recognition = state.recognition.as_ref();
    let notice = state.notice.as_ref().zip(recognition);
    let round = state.round();
    let advised = matches!(to, Role::Physician | Role::Coordinator);
    let earlier = state.rounds.split_last().map_or(&[][..], |(_, earlier)| earlier);
    contract::QuestionnaireCase {
        case_id: case_id.to_string(),
        etag: version.to_string(),
        person: recognition.map(|recognition| tell_person(&recognition.person)),
        incapacity_start: recognition.map(|recognition| to_proto(recognition.incapacity_start)),
        stage: tell_stage(state.stage()).into(),
        tracks: state.tracks.iter().map(tell_track).collect(),
        sending: round.map(|round| tell_sending(&round.sent)),
        waiver: state.waived.as_ref().map(|(reason, on)| tell_waiver(reason, *on, to)),
        notice: notice.map(|(notice, recognition)| tell_notice(notice, &recognition.person)),
        draft: round.and_then(tell_draft_of),
        incomplete_on: round.iter().flat_map(|round| &round.incomplete_on).copied().map(to_proto).collect(),
        submissions: state.answers().map(tell_submission).collect(),
        help: round.and_then(|round| round.help.as_ref()).map(tell_help),
        deadlines: state.deadlines.iter().map(|deadline| plan::tell_on(deadline, *on)).collect(),
        parked: state.parked.iter().map(|(fact, because)| tell_parked(fact, *because)).collect(),
        earlier_sendings: earlier.iter().map(|round| tell_sending(&round.sent)).collect(),
        impossibility: round.and_then(|round| round.impossible.as_ref()).map(|found| impossibility_to(found, to)),
        end: state.end.map(tell_end),
        representations: state.representations.iter().map(representation::tell).collect(),
        taken_over: state.taken_over().map(taken_over::tell),
        not_known_before_go_live: not_known(state).iter().map(plan::tell_plan).collect(),
        correcting_notices: state.correcting_notices.iter().map(annul::tell_notice).collect(),
        earlier_drafts: earlier.iter().filter_map(tell_draft_of).collect(),
        advisory_reading: round
            .and_then(Round::answer)
            .filter(|_| advised)
            .and_then(|it| tell_reading(it, definitions)),
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
        Stage::Impossible => contract::Stage::Impossible,
        Stage::Closed => contract::Stage::Closed,
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
        // No one asks anything of the questionnaire by it.
        codex_asked_by: String::new(),
    }
}

pub(crate) fn tell_sending(sent: &Sent) -> contract::Sending {
    contract::Sending {
        sent_on: Some(to_proto(sent.on)),
        due_back: sent.due_back.map(to_proto),
        definition: Some(tell_reference(&sent.definition)),
        language: tell_language(sent.language).into(),
        number: sent.number,
        route: tell_route(sent.route).into(),
    }
}

pub(crate) fn tell_impossibility(found: &Impossibility) -> contract::Impossibility {
    contract::Impossibility {
        found_on: Some(to_proto(found.on)),
        reason: tell_impossibility_reason(found.reason).into(),
        helper: Some(tell_helper(&found.by)),
    }
}

fn impossibility_to(found: &Impossibility, to: Role) -> contract::Impossibility {
    let told = tell_impossibility(found);
    let withheld = contract::ImpossibilityReason::Unspecified.into();
    contract::Impossibility { reason: if to == Role::Physician { told.reason } else { withheld }, ..told }
}

pub(crate) fn tell_end(end: End) -> contract::CaseEnd {
    contract::CaseEnd {
        last_day: Some(to_proto(end.last_day)),
        deceased: end.death().is_some(),
        died_on: end.died_on.map(to_proto),
    }
}

fn tell_waiver(reason: &WaiverReason, on: NaiveDate, to: Role) -> contract::Waiver {
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

fn tell_notice(notice: &Notice, person: &Person) -> common::Notice {
    let letter = notice::render(notice.text, notice.language, person, &notice.contact, notice.addressee.as_ref());
    common::Notice {
        issued_on: Some(to_proto(notice.on)),
        language: tell_language(notice.language).into(),
        subject: letter.subject,
        paragraphs: letter.paragraphs,
        coordinator: Some(tell_contact(&notice.contact)),
        addressee: notice.addressee.as_ref().map(representation::tell),
    }
}

/// The draft of a sending, with which sending it is.
fn tell_draft_of(round: &Round) -> Option<contract::Draft> {
    round.draft.as_ref().map(|draft| contract::Draft { sending: round.sent.number, ..tell_draft(draft) })
}

pub(crate) fn tell_draft(draft: &Draft) -> contract::Draft {
    contract::Draft {
        answers: Some(tell_answers(&draft.definition, &draft.answers)),
        saved_on: Some(to_proto(draft.on)),
        helper: tell_filled_by(&draft.by),
        representative: draft.by.representative().unwrap_or_default(),
        language: draft.language.map_or(common::Language::Unspecified, tell_language).into(),
        sending: 0,
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
        sending: answer.sending,
        representative: answer.by.representative().unwrap_or_default(),
        language: answer.language.map_or(common::Language::Unspecified, tell_language).into(),
    }
}

fn tell_help(help: &Help) -> contract::Help {
    contract::Help {
        asked_on: help.asked_on.map(to_proto),
        delegate: help.delegation().map(|delegation| delegation.to.0.clone()).unwrap_or_default(),
        contacts: help.contacts.iter().map(tell_help_contact).collect(),
        delegations: help.delegations.iter().map(tell_delegation).collect(),
    }
}

pub(crate) fn tell_delegation(delegation: &Delegation) -> contract::Delegation {
    contract::Delegation {
        delegate: delegation.to.0.clone(),
        coordinator: delegation.by.0.clone(),
        delegated_on: Some(to_proto(delegation.on)),
    }
}

pub(crate) fn tell_help_contact(contact: &HelpContact) -> contract::HelpContact {
    contract::HelpContact {
        held_on: Some(to_proto(contact.on)),
        channel: tell_channel(contact.channel).into(),
        helper: Some(tell_helper(&contact.by)),
        result: tell_result(contact.result).into(),
        acts: contact.acts.iter().map(|act| tell_help_act(*act).into()).collect(),
        delegated_by: contact.under.as_ref().map(|by| by.0.clone()).unwrap_or_default(),
    }
}

fn tell_parked(fact: &Fact, because: ParkedBecause) -> common::ParkedFact {
    let kind = match fact {
        Fact::Recognised(_) => "trajet.assessment.v1.IncapacityRecognised",
        Fact::Represented { .. } => "trajet.assessment.v1.PersonRepresented",
        Fact::TrackStarted { .. } => "trajet.assessment.v1.ConcurrentTrackStarted",
        Fact::TrackEnded { .. } => "trajet.assessment.v1.ConcurrentTrackEnded",
        Fact::Corrected(_) => "trajet.assessment.v1.IncapacityCorrected",
        Fact::Ended { .. } => "trajet.assessment.v1.IncapacityEnded",
        Fact::TrajectoryRequested { .. } => "trajet.dossier.v1.TrajectoryRequested",
        Fact::TrajectoryEnded { .. } => "trajet.dossier.v1.TrajectoryEnded",
    };
    common::ParkedFact {
        source_ledger: fact.source().ledger.clone(),
        source_position: fact.source().position,
        kind: kind.to_owned(),
        because: because.code().to_owned(),
        effective_on: Some(to_proto(fact.effective_on())),
    }
}
