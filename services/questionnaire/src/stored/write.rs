//! Events as they are written.

use chrono::NaiveDate;
use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::internal::questionnaire::v1 as stored;
use trajet_contracts::questionnaire::v1 as contract;
use trajet_law::ending::Ending;
use trajet_law::representation::Representation;
use trajet_questionnaire_domain::{
    End, Event, Fact, Notice, Recognition, Sent, Source, StartCorrection, Track, TrackKind, WaiverReason,
};
use trajet_service::annul;
use trajet_service::file_access;
use trajet_service::replanned::store_correction;
use trajet_service::work::tell_language;
use trajet_service::{plan, replanned, representation, taken_over};

use crate::grpc::convert;

/// The kind and the bytes of an event.
pub(crate) fn write(event: &Event) -> (&'static str, Vec<u8>) {
    match event {
        Event::ActAnnulled(annulled) => ("act_annulled", annul::store(annulled)),
        Event::FileAccessTold(told) => ("file_access_told", file_access::store_told(told)),
        Event::CaseOpened(recognition) => ("case_opened", case_opened(recognition).encode_to_vec()),
        Event::PersonRepresented { representation, source } => {
            ("person_represented", person_represented(representation, source).encode_to_vec())
        }
        Event::TrackStarted { kind, from, until, source } => {
            let track = Track { kind: *kind, from: *from, until: *until };
            ("track_started", track_started(&track, source).encode_to_vec())
        }
        Event::TrackEnded { kind, from, until, source } => {
            ("track_ended", track_ended(*kind, *from, *until, source).encode_to_vec())
        }
        Event::DeadlinePlanned { plan, on } => {
            let message = shared::DeadlinePlanned { plan: Some(plan::store(plan)), planned_on: Some(to_proto(*on)) };
            ("deadline_planned", message.encode_to_vec())
        }
        Event::StartCorrected(told) => ("start_corrected", start_corrected(told).encode_to_vec()),
        Event::DeadlineReplanned { before, after, on, because, rests_on } => {
            ("deadline_replanned", replanned::store(before, after, (*on, *because), rests_on))
        }
        Event::DeadlineMet { step, on } => {
            let message = shared::DeadlineMet { step: step.code().to_owned(), met_on: Some(to_proto(*on)) };
            ("deadline_met", message.encode_to_vec())
        }
        Event::DeadlineMissed { step, on } => {
            let message = shared::DeadlineMissed { step: step.code().to_owned(), missed_on: Some(to_proto(*on)) };
            ("deadline_missed", message.encode_to_vec())
        }
        Event::DeadlineWaived { step, on, because, rests_on } => {
            ("deadline_waived", plan::store_waiver(*step, *on, *because, rests_on).encode_to_vec())
        }
        Event::TrajectoryRequested { received_on, needed, send_on, source } => {
            let message = trajectory_requested(*received_on, *needed, *send_on, source);
            ("trajectory_requested", message.encode_to_vec())
        }
        Event::TrajectoryEnded { ended_on, send_on, source } => {
            ("trajectory_ended", trajectory_ended(*ended_on, *send_on, source).encode_to_vec())
        }
        Event::IncapacityEnded { last_day, ending, died_on, source } => {
            ("incapacity_ended", incapacity_ended((*last_day, *ending, *died_on), source).encode_to_vec())
        }
        Event::QuestionnaireSent(sent) => ("questionnaire_sent", sending(sent).encode_to_vec()),
        Event::SentBeforeGoLive(sent) => ("questionnaire_sent_before_go_live", sending(sent).encode_to_vec()),
        Event::BackBeforeGoLive { on } => {
            let message = stored::BackBeforeGoLive { returned_on: Some(to_proto(*on)) };
            ("questionnaire_back_before_go_live", message.encode_to_vec())
        }
        Event::SendingWaived { reason, on } => {
            let message = stored::SendingWaived { waived_on: Some(to_proto(*on)), reason: Some(waiver_reason(reason)) };
            ("sending_waived", message.encode_to_vec())
        }
        Event::NoticeIssued(notice) => ("notice_issued", notice_issued(notice).encode_to_vec()),
        Event::DraftSaved(draft) => {
            ("draft_saved", stored::DraftSaved { draft: Some(convert::tell_draft(draft)) }.encode_to_vec())
        }
        Event::AnswerReturned(answer) => {
            let message = stored::AnswerReturned { submission: Some(convert::tell_submission(answer)) };
            ("answer_returned", message.encode_to_vec())
        }
        Event::IncompleteReturned { missing, on } => {
            let message =
                stored::IncompleteReturned { missing_items: missing.clone(), returned_on: Some(to_proto(*on)) };
            ("incomplete_returned", message.encode_to_vec())
        }
        Event::AnswerCorrected(answer) => {
            let message = stored::AnswerCorrected { submission: Some(convert::tell_submission(answer)) };
            ("answer_corrected", message.encode_to_vec())
        }
        Event::HelpAsked { on, due_back } => {
            let message = stored::HelpAsked { asked_on: Some(to_proto(*on)), due_back: Some(to_proto(*due_back)) };
            ("help_asked", message.encode_to_vec())
        }
        Event::HelpDelegated(delegation) => {
            let contract::Delegation { delegate, coordinator, delegated_on } = convert::tell_delegation(delegation);
            let message = stored::HelpDelegated { delegate, coordinator, delegated_on };
            ("help_delegated", message.encode_to_vec())
        }
        Event::HelpGiven(contact) => {
            let message = stored::HelpGiven { contact: Some(convert::tell_help_contact(contact)) };
            ("help_given", message.encode_to_vec())
        }
        Event::CompletionImpossible(found) => {
            let message = stored::CompletionImpossible { impossibility: Some(convert::tell_impossibility(found)) };
            ("completion_impossible", message.encode_to_vec())
        }
        Event::FactParked { fact, because } => {
            let message = stored::FactParked { fact: Some(write_fact(fact)), because: because.code().to_owned() };
            ("fact_parked", message.encode_to_vec())
        }
        Event::FactReleased { fact } => {
            ("fact_released", stored::FactReleased { fact: Some(write_fact(fact)) }.encode_to_vec())
        }
    }
}

fn write_fact(fact: &Fact) -> stored::Fact {
    let fact = match fact {
        Fact::Recognised(recognition) => stored::fact::Fact::Recognised(case_opened(recognition)),
        Fact::Represented { representation, source } => {
            stored::fact::Fact::PersonRepresented(person_represented(representation, source))
        }
        Fact::TrackStarted { kind, from, until, source } => {
            let track = Track { kind: *kind, from: *from, until: *until };
            stored::fact::Fact::TrackStarted(track_started(&track, source))
        }
        Fact::TrackEnded { kind, from, until, source } => {
            stored::fact::Fact::TrackEnded(track_ended(*kind, *from, *until, source))
        }
        Fact::Corrected(told) => stored::fact::Fact::StartCorrected(start_corrected(told)),
        Fact::Ended { last_day, ending, died_on, source } => {
            stored::fact::Fact::Ended(incapacity_ended((*last_day, *ending, *died_on), source))
        }
        Fact::TrajectoryRequested { received_on, needed, source } => {
            stored::fact::Fact::TrajectoryRequested(trajectory_requested(*received_on, *needed, None, source))
        }
        Fact::TrajectoryEnded { ended_on, source } => {
            stored::fact::Fact::TrajectoryEnded(trajectory_ended(*ended_on, None, source))
        }
    };
    stored::Fact { fact: Some(fact) }
}

fn start_corrected(told: &StartCorrection) -> shared::StartCorrected {
    store_correction((told.from, told.to, told.on), Some(told_in(&told.source)))
}

fn sending(sent: &Sent) -> stored::QuestionnaireSent {
    stored::QuestionnaireSent { sending: Some(convert::tell_sending(sent)) }
}

fn case_opened(recognition: &Recognition) -> stored::CaseOpened {
    stored::CaseOpened {
        person: Some(convert::tell_person(&recognition.person)),
        incapacity_start: Some(to_proto(recognition.incapacity_start)),
        recognised_on: Some(to_proto(recognition.recognised_on)),
        source: Some(told_in(&recognition.source)),
        taken_over: recognition.taken_over.as_ref().map(taken_over::tell),
        answered_in: recognition.answered_in.as_ref().map(convert::tell_reference),
    }
}

fn person_represented(told: &Representation, source: &Source) -> stored::PersonRepresented {
    stored::PersonRepresented { representation: Some(representation::tell(told)), source: Some(told_in(source)) }
}

fn track_started(track: &Track, source: &Source) -> stored::TrackStarted {
    stored::TrackStarted { track: Some(convert::tell_track(track)), source: Some(told_in(source)) }
}

fn track_ended(kind: TrackKind, from: Option<NaiveDate>, until: NaiveDate, source: &Source) -> stored::TrackEnded {
    stored::TrackEnded {
        kind: convert::tell_track_kind(kind).into(),
        ends_on: Some(to_proto(until)),
        source: Some(told_in(source)),
        starts_on: from.map(to_proto),
    }
}

fn trajectory_requested(
    received_on: NaiveDate,
    needed: bool,
    send_on: Option<NaiveDate>,
    source: &Source,
) -> stored::TrajectoryRequested {
    stored::TrajectoryRequested {
        received_on: Some(to_proto(received_on)),
        questionnaire_needed: needed,
        send_on: send_on.map(to_proto),
        source: Some(told_in(source)),
    }
}

fn trajectory_ended(ended_on: NaiveDate, send_on: Option<NaiveDate>, source: &Source) -> stored::TrajectoryEnded {
    stored::TrajectoryEnded {
        ended_on: Some(to_proto(ended_on)),
        send_on: send_on.map(to_proto),
        source: Some(told_in(source)),
    }
}

fn incapacity_ended(
    (last_day, ending, died_on): (NaiveDate, Ending, Option<NaiveDate>),
    source: &Source,
) -> stored::IncapacityEnded {
    let end = convert::tell_end(End { last_day, ending, died_on });
    stored::IncapacityEnded { end: Some(end), source: Some(told_in(source)) }
}

fn told_in(source: &Source) -> shared::FactSource {
    shared::FactSource { ledger: source.ledger.clone(), position: source.position }
}

fn waiver_reason(reason: &WaiverReason) -> stored::sending_waived::Reason {
    match reason {
        WaiverReason::Medical { reason, by } => stored::sending_waived::Reason::Medical(stored::MedicalWaiver {
            reason: convert::tell_reason(*reason).into(),
            physician: by.0.clone(),
        }),
        WaiverReason::Track(kind) => stored::sending_waived::Reason::Track(convert::tell_track_kind(*kind).into()),
    }
}

fn notice_issued(notice: &Notice) -> stored::NoticeIssued {
    stored::NoticeIssued {
        text: notice.text.code().to_owned(),
        language: tell_language(notice.language).into(),
        coordinator: Some(convert::tell_contact(&notice.contact)),
        issued_on: Some(to_proto(notice.on)),
        addressee: notice.addressee.as_ref().map(representation::tell),
    }
}
