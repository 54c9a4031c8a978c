//! Events as they are written.

use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_contracts::r#type::v1::LegalSource;
use trajet_dossier_domain::{AuthorisationAsked, CasePresumption, Contact, Event, Notice, Purpose};
use trajet_service::annul;
use trajet_service::file_access;
use trajet_service::representation;
use trajet_service::work::tell_language;
use trajet_service::{plan, replanned};

use super::ami;
use super::fact::{fact_kind, write_fact};
use super::{concertation, other_track, referral, registry};
use crate::grpc::convert;
use crate::grpc::convert::outcome::tell_guidance_result;

/// The kind and the bytes of an event.
pub(crate) fn write(event: &Event) -> (&'static str, Vec<u8>) {
    match event {
        Event::ActAnnulled(annulled) => ("act_annulled", annul::store(annulled)),
        Event::FileAccessTold(told) => ("file_access_told", file_access::store_told(told)),
        Event::Noted(fact) => (fact_kind(&fact.told), write_fact(fact).encode_to_vec()),
        Event::BeforeGoLive { what, on } => {
            (what.code(), stored::BeforeGoLive { happened_on: Some(to_proto(*on)) }.encode_to_vec())
        }
        Event::DeadlinePlanned { plan, on } => {
            let message = shared::DeadlinePlanned { plan: Some(plan::store(plan)), planned_on: Some(to_proto(*on)) };
            ("deadline_planned", message.encode_to_vec())
        }
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
        Event::TrajectoryRequested { received_on, questionnaire_needed, contact, number } => {
            let message = stored::TrajectoryRequested {
                received_on: Some(to_proto(*received_on)),
                questionnaire_needed: *questionnaire_needed,
                contact: contact.unwrap_or_default(),
                number: number.unwrap_or_default(),
            };
            ("trajectory_requested", message.encode_to_vec())
        }
        Event::QuestionnaireBack { on } => {
            ("questionnaire_back", stored::QuestionnaireBack { back_on: Some(to_proto(*on)) }.encode_to_vec())
        }
        Event::AppointmentMade(appointment) => {
            let message = stored::AppointmentMade { appointment: Some(convert::tell_appointment(appointment, None)) };
            ("appointment_made", message.encode_to_vec())
        }
        Event::AppointmentCancelled { number, on, because } => {
            let message = stored::AppointmentCancelled {
                number: *number,
                cancelled_on: Some(to_proto(*on)),
                because: because.to_string(),
            };
            ("appointment_cancelled", message.encode_to_vec())
        }
        Event::AttemptMade(attempt) => {
            let message = stored::AttemptMade { attempt: Some(convert::tell_attempt(attempt)) };
            ("attempt_made", message.encode_to_vec())
        }
        Event::ContactRefused(refusal) => {
            let message = stored::ContactRefused { refusal: Some(convert::tell_contact_refusal(refusal)) };
            ("contact_refused", message.encode_to_vec())
        }
        Event::ContactHeld(contact) => (contact_kind(contact), contact_held(contact).encode_to_vec()),
        Event::ConsentsRecorded(form) => {
            let message = stored::ConsentsRecorded { form: Some(convert::tell_form(form)) };
            ("consents_recorded", message.encode_to_vec())
        }
        Event::AuthorisationAsked(asked) => ("authorisation_asked", authorisation_asked(asked).encode_to_vec()),
        Event::TrajectoryEnded { on, reason, route_b_only } => {
            let message = stored::TrajectoryEnded {
                ended_on: Some(to_proto(*on)),
                reason: convert::tell_end_reason(*reason).into(),
                route_b_only: *route_b_only,
            };
            ("trajectory_ended", message.encode_to_vec())
        }
        Event::Ami(event) => ami::write(event),
        Event::PresumptionBegan(one) => {
            ("presumption_began", stored::PresumptionBegan { presumption: Some(presumption(one)) }.encode_to_vec())
        }
        Event::PresumptionEnded(one) => {
            ("presumption_ended", stored::PresumptionEnded { presumption: Some(presumption(one)) }.encode_to_vec())
        }
        Event::NoticeIssued(notice) => ("notice_issued", notice_issued(notice).encode_to_vec()),
        Event::FactParked { fact, because } => {
            let message = stored::FactParked { fact: Some(write_fact(fact)), because: because.code().to_owned() };
            ("fact_parked", message.encode_to_vec())
        }
        Event::CoordinatorAssigned(assignment) => registry::write_assignment(assignment),
        Event::Looked(look) => {
            ("dossier_looked", stored::DossierLooked { look: Some(convert::tell_look(look)) }.encode_to_vec())
        }
        Event::OtherTrack(event) => other_track::write(event),
        Event::ResultRegistered(result) => {
            let result = Some(tell_guidance_result(result));
            ("result_registered", stored::ResultRegistered { result }.encode_to_vec())
        }
        Event::Referral(event) => referral::write(event),
        Event::Concertation(event) => concertation::write(event),
        Event::Registry(event) => registry::write(event),
        Event::FactReleased { fact } => {
            ("fact_released", stored::FactReleased { fact: Some(write_fact(fact)) }.encode_to_vec())
        }
    }
}

/// Without citations, which are the program's.
fn presumption(one: &CasePresumption) -> trajet_contracts::dossier::v1::Presumption {
    let uncited = |source: Option<LegalSource>| source.map(|it| LegalSource { citation: String::new(), ..it });
    let mut told = convert::tell_presumption(one);
    told.begun_by = uncited(told.begun_by);
    told.ends_by = uncited(told.ends_by);
    told
}

/// The first contact has a kind of its own, so that it can be told as such even when what was said at it is erased.
fn contact_kind(contact: &Contact) -> &'static str {
    match contact.purpose {
        Purpose::FirstContact => "first_contact_held",
        Purpose::NegativeDecision | Purpose::FollowUp | Purpose::Other => "contact_held",
    }
}

fn contact_held(contact: &Contact) -> stored::ContactHeld {
    stored::ContactHeld {
        contact: Some(convert::tell_contact(contact)),
        appointment: contact.appointment.unwrap_or_default(),
        request: contact.request.unwrap_or_default(),
        authorisation: contact.authorisation.unwrap_or_default(),
    }
}

fn authorisation_asked(asked: &AuthorisationAsked) -> stored::AuthorisationAsked {
    stored::AuthorisationAsked {
        number: asked.number,
        asked_on: Some(to_proto(asked.on)),
        contact_on: Some(to_proto(asked.contact_on)),
        actions_told: asked.actions_told,
        actions: convert::tell_actions(&asked.actions),
    }
}

fn notice_issued(notice: &Notice) -> stored::NoticeIssued {
    stored::NoticeIssued {
        text: notice.text.code().to_owned(),
        language: tell_language(notice.language).into(),
        appointment_on: Some(to_proto(notice.appointment_on)),
        issued_on: Some(to_proto(notice.on)),
        coordinator: Some(convert::tell_coordinator(&notice.coordinator)),
        addressee: notice.addressee.as_ref().map(representation::tell),
    }
}
