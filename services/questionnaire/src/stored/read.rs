//! Events as they are read back, however old.

use prost::Message as _;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::internal::questionnaire::v1 as stored;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_contracts::r#type::v1 as common;
use trajet_law::deadline::Step;
use trajet_questionnaire_domain::notice::NoticeText;
use trajet_questionnaire_domain::{
    CompleteAnswer, DefinitionRef, Delegation, Draft, End, Event, FilledBy, HelpContact, Impossibility, Notice,
    ParkedBecause, Route, Sent, SubjectId, Track, WaiverReason,
};
use trajet_service::annul;
use trajet_service::contact::hear_coordinator_contact;
use trajet_service::file_access;
use trajet_service::plan::{self, Unreadable, day, optional_day};
use trajet_service::replanned;
use trajet_service::representation;
use trajet_service::work::hear_language;

use super::ReadError;
use super::facts::{
    corrected, ended, fact, language, recognition, represented, requested, track_ended, track_started, trajectory_ended,
};
use crate::grpc::convert;

/// The event of a kind, from its bytes.
pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "act_annulled" => Event::ActAnnulled(annul::read(shared::ActAnnulled::decode(bytes)?)?),
        "file_access_told" => Event::FileAccessTold(file_access::read_told(shared::FileAccessTold::decode(bytes)?)?),
        "case_opened" => Event::CaseOpened(recognition(stored::CaseOpened::decode(bytes)?)?),
        "person_represented" => {
            let (representation, source) = represented(stored::PersonRepresented::decode(bytes)?)?;
            Event::PersonRepresented { representation, source }
        }
        "track_started" => {
            let (Track { kind, from, until }, source) = track_started(stored::TrackStarted::decode(bytes)?)?;
            Event::TrackStarted { kind, from, until, source }
        }
        "track_ended" => {
            let (kind, from, until, source) = track_ended(stored::TrackEnded::decode(bytes)?)?;
            Event::TrackEnded { kind, from, until, source }
        }
        "deadline_planned" => {
            let message = shared::DeadlinePlanned::decode(bytes)?;
            Event::DeadlinePlanned { plan: plan::read(message.plan)?, on: day(message.planned_on, "day of planning")? }
        }
        "start_corrected" => Event::StartCorrected(corrected(&shared::StartCorrected::decode(bytes)?)?),
        "deadline_replanned" => {
            let (before, after, (on, because), rests_on) = replanned::read(shared::DeadlineReplanned::decode(bytes)?)?;
            Event::DeadlineReplanned { before, after, on, because, rests_on }
        }
        "deadline_met" => {
            let message = shared::DeadlineMet::decode(bytes)?;
            Event::DeadlineMet { step: step(&message.step)?, on: day(message.met_on, "day of the act")? }
        }
        "deadline_missed" => {
            let message = shared::DeadlineMissed::decode(bytes)?;
            Event::DeadlineMissed { step: step(&message.step)?, on: day(message.missed_on, "day of the miss")? }
        }
        "deadline_waived" => {
            let message = shared::DeadlineWaived::decode(bytes)?;
            Event::DeadlineWaived {
                step: step(&message.step)?,
                on: day(message.waived_on, "day of the waiver")?,
                because: message.because.parse().map_err(|_| Unreadable("ground"))?,
                rests_on: plan::read_facts(message.rests_on)?,
            }
        }
        "trajectory_requested" => {
            let message = stored::TrajectoryRequested::decode(bytes)?;
            let send_on = optional_day(message.send_on, "day of sending")?;
            let (received_on, needed, source) = requested(message)?;
            Event::TrajectoryRequested { received_on, needed, send_on, source }
        }
        "trajectory_ended" => {
            let message = stored::TrajectoryEnded::decode(bytes)?;
            let send_on = optional_day(message.send_on, "day of sending")?;
            let (ended_on, source) = trajectory_ended(message)?;
            Event::TrajectoryEnded { ended_on, send_on, source }
        }
        "incapacity_ended" => {
            let (End { last_day, ending, died_on }, source) = ended(stored::IncapacityEnded::decode(bytes)?)?;
            Event::IncapacityEnded { last_day, ending, died_on, source }
        }
        "questionnaire_sent" => Event::QuestionnaireSent(sent(stored::QuestionnaireSent::decode(bytes)?.sending)?),
        "sending_waived" => {
            let message = stored::SendingWaived::decode(bytes)?;
            Event::SendingWaived {
                reason: waiver_reason(message.reason)?,
                on: day(message.waived_on, "day of the waiver")?,
            }
        }
        "notice_issued" => Event::NoticeIssued(notice(stored::NoticeIssued::decode(bytes)?)?),
        "draft_saved" => Event::DraftSaved(draft(stored::DraftSaved::decode(bytes)?.draft)?),
        "answer_returned" => Event::AnswerReturned(answer(stored::AnswerReturned::decode(bytes)?.submission)?),
        "incomplete_returned" => {
            let message = stored::IncompleteReturned::decode(bytes)?;
            Event::IncompleteReturned {
                missing: message.missing_items,
                on: day(message.returned_on, "day of the return")?,
            }
        }
        "answer_corrected" => Event::AnswerCorrected(answer(stored::AnswerCorrected::decode(bytes)?.submission)?),
        "help_asked" => {
            let message = stored::HelpAsked::decode(bytes)?;
            Event::HelpAsked {
                on: day(message.asked_on, "day on which help was asked")?,
                due_back: day(message.due_back, "last day for the return")?,
            }
        }
        "help_delegated" => help_delegated(stored::HelpDelegated::decode(bytes)?)?,
        "help_given" => help_given(stored::HelpGiven::decode(bytes)?.contact)?,
        "completion_impossible" => {
            let message = stored::CompletionImpossible::decode(bytes)?;
            Event::CompletionImpossible(impossibility(message.impossibility)?)
        }
        "fact_parked" => {
            let message = stored::FactParked::decode(bytes)?;
            Event::FactParked {
                fact: fact(message.fact)?,
                because: ParkedBecause::from_code(&message.because).ok_or(Unreadable("reason"))?,
            }
        }
        "fact_released" => Event::FactReleased { fact: fact(stored::FactReleased::decode(bytes)?.fact)? },
        kind => before_go_live(kind, bytes)?,
    })
}

fn step(code: &str) -> Result<Step, Unreadable> {
    code.parse().map_err(|_| Unreadable("step"))
}

fn reference(reference: Option<contract::DefinitionRef>) -> Result<DefinitionRef, Unreadable> {
    reference.map(convert::hear_reference).ok_or(Unreadable("definition"))
}

/// What was told of the questionnaire when the case was taken over.
fn before_go_live(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "questionnaire_sent_before_go_live" => {
            Event::SentBeforeGoLive(sent(stored::QuestionnaireSent::decode(bytes)?.sending)?)
        }
        "questionnaire_back_before_go_live" => {
            let message = stored::BackBeforeGoLive::decode(bytes)?;
            Event::BackBeforeGoLive { on: day(message.returned_on, "day of return")? }
        }
        _ => return Err(ReadError::Kind),
    })
}

fn sent(sending: Option<contract::Sending>) -> Result<Sent, Unreadable> {
    let sending = sending.ok_or(Unreadable("sending"))?;
    let route = match sending.route() {
        // Stored when there was no other.
        contract::SendingRoute::Unspecified => Route::A,
        route => convert::hear_route(route).ok_or(Unreadable("route"))?,
    };
    Ok(Sent {
        number: sending.number.max(1),
        route,
        on: day(sending.sent_on, "day of sending")?,
        language: language(sending.language())?,
        definition: reference(sending.definition)?,
        due_back: optional_day(sending.due_back, "last day for the return")?,
    })
}

fn waiver_reason(reason: Option<stored::sending_waived::Reason>) -> Result<WaiverReason, Unreadable> {
    let read = match reason {
        Some(stored::sending_waived::Reason::Medical(medical)) => {
            let by = SubjectId(medical.physician.clone());
            convert::hear_reason(medical.reason()).map(|reason| WaiverReason::Medical { reason, by })
        }
        Some(stored::sending_waived::Reason::Track(kind)) => {
            common::ConcurrentTrackKind::try_from(kind).ok().and_then(convert::hear_track_kind).map(WaiverReason::Track)
        }
        None => None,
    };
    read.ok_or(Unreadable("reason of the waiver"))
}

fn notice(message: stored::NoticeIssued) -> Result<Notice, Unreadable> {
    Ok(Notice {
        text: NoticeText::from_code(&message.text).ok_or(Unreadable("text of the notice"))?,
        language: language(message.language())?,
        contact: hear_coordinator_contact(message.coordinator).map(convert::hear_contact)?,
        on: day(message.issued_on, "day of the notice")?,
        addressee: message.addressee.map(|addressee| representation::hear(Some(addressee))).transpose()?,
    })
}

fn filled_by(helper: Option<contract::Helper>, representative: u32) -> Result<FilledBy, Unreadable> {
    convert::hear_filled_by(helper, representative).ok_or(Unreadable("helper"))
}

fn draft(draft: Option<contract::Draft>) -> Result<Draft, Unreadable> {
    let draft = draft.ok_or(Unreadable("draft"))?;
    let language = hear_language(draft.language());
    let answers = draft.answers.ok_or(Unreadable("answers"))?;
    Ok(Draft {
        definition: reference(answers.definition)?,
        answers: convert::hear_answers(answers.answers).ok_or(Unreadable("answers"))?,
        by: filled_by(draft.helper, draft.representative)?,
        on: day(draft.saved_on, "day of the draft")?,
        language,
    })
}

fn answer(submission: Option<contract::Submission>) -> Result<CompleteAnswer, Unreadable> {
    let submission = submission.ok_or(Unreadable("submission"))?;
    let language = hear_language(submission.language());
    let answers = submission.answers.ok_or(Unreadable("answers"))?;
    let profile = submission.profile.as_ref().and_then(convert::hear_profile);
    Ok(CompleteAnswer {
        number: submission.number,
        sending: submission.sending.max(1),
        corrects: Some(submission.corrects).filter(|number| *number > 0),
        definition: reference(answers.definition)?,
        answers: convert::hear_answers(answers.answers).ok_or(Unreadable("answers"))?,
        profile: profile.ok_or(Unreadable("profile"))?,
        on: day(submission.returned_on, "day of the return")?,
        by: filled_by(submission.helper, submission.representative)?,
        language,
    })
}

fn impossibility(found: Option<contract::Impossibility>) -> Result<Impossibility, Unreadable> {
    let found = found.ok_or(Unreadable("finding"))?;
    Ok(Impossibility {
        on: day(found.found_on, "day of the finding")?,
        reason: convert::hear_impossibility_reason(found.reason()).ok_or(Unreadable("reason of the finding"))?,
        by: found.helper.and_then(convert::hear_helper).ok_or(Unreadable("helper"))?,
    })
}

fn help_delegated(message: stored::HelpDelegated) -> Result<Event, Unreadable> {
    Ok(Event::HelpDelegated(Delegation {
        to: SubjectId(message.delegate),
        by: SubjectId(message.coordinator),
        on: day(message.delegated_on, "day of the delegation")?,
    }))
}

fn help_given(contact: Option<contract::HelpContact>) -> Result<Event, Unreadable> {
    let contact = contact.ok_or(Unreadable("contact"))?;
    let act = |act: i32| contract::HelpAct::try_from(act).ok().and_then(convert::hear_help_act);
    let acts =
        contact.acts.iter().map(|number| act(*number)).collect::<Option<_>>().ok_or(Unreadable("act of help"))?;
    Ok(Event::HelpGiven(HelpContact {
        acts,
        under: Some(SubjectId(contact.delegated_by.clone())).filter(|SubjectId(by)| !by.is_empty()),
        on: day(contact.held_on, "day of the contact")?,
        channel: convert::hear_channel(contact.channel()).ok_or(Unreadable("channel"))?,
        result: convert::hear_result(contact.result()).ok_or(Unreadable("result"))?,
        by: contact.helper.and_then(convert::hear_helper).ok_or(Unreadable("helper"))?,
    }))
}
