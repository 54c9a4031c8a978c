//! Events as they are read back.

use prost::Message as _;
use trajet_contracts::dossier::v1 as contract;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_contracts::internal::ledger::v1 as shared;
use trajet_dossier_domain::ami::FreeText;
use trajet_dossier_domain::notice::NoticeText;
use trajet_dossier_domain::{
    Appointment, Attempt, AuthorisationAsked, BeforeGoLive, Channel, Contact, ContactRefusal, Event, Notice,
    ParkedBecause, Purpose, SubjectId,
};
use trajet_law::deadline::Step;
use trajet_law::rule::Ground;
use trajet_service::annul;
use trajet_service::file_access;
use trajet_service::plan::{self, Unreadable, day};
use trajet_service::replanned;
use trajet_service::representation;
use trajet_service::work::hear_language;

use super::ReadError;
use super::ami;
use super::fact::{fact_kind, read_fact};
use super::{concertation, other_track, referral, registry};
use crate::grpc::convert;
use crate::grpc::convert::outcome::hear_guidance_result;

/// Reads an event of a kind.
pub(crate) fn read(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "act_annulled" => Event::ActAnnulled(annul::read(shared::ActAnnulled::decode(bytes)?)?),
        "file_access_told" => Event::FileAccessTold(file_access::read_told(shared::FileAccessTold::decode(bytes)?)?),
        "case_opened"
        | "track_started"
        | "track_ended"
        | "person_represented"
        | "person_referred"
        | "authorisation_decided"
        | "incapacity_ended"
        | "questionnaire_noted"
        | "start_corrected"
        | "applied_work_began"
        | "programme_submitted"
        | "programme_closed"
        | "programme_started"
        | "programme_ended"
        | "codex_noted"
        | "person_presented"
        | "referral_progressed" => noted(kind, stored::Fact::decode(bytes)?)?,
        kind if kind.starts_with("deadline_") => deadline(kind, bytes)?,
        "trajectory_requested" => {
            let message = stored::TrajectoryRequested::decode(bytes)?;
            Event::TrajectoryRequested {
                received_on: day(message.received_on, "day of the request")?,
                questionnaire_needed: message.questionnaire_needed,
                contact: number(message.contact),
                number: number(message.number),
            }
        }
        "questionnaire_back" => Event::QuestionnaireBack {
            on: day(stored::QuestionnaireBack::decode(bytes)?.back_on, "day of the return")?,
        },
        "appointment_made" => Event::AppointmentMade(appointment(stored::AppointmentMade::decode(bytes)?.appointment)?),
        "appointment_cancelled" => {
            let message = stored::AppointmentCancelled::decode(bytes)?;
            Event::AppointmentCancelled {
                number: message.number,
                on: day(message.cancelled_on, "day of the cancellation")?,
                because: ground(&message.because)?,
            }
        }
        "attempt_made" => Event::AttemptMade(attempt(stored::AttemptMade::decode(bytes)?.attempt)?),
        "contact_refused" => Event::ContactRefused(refusal(stored::ContactRefused::decode(bytes)?.refusal)?),
        "first_contact_held" | "contact_held" => Event::ContactHeld(contact(stored::ContactHeld::decode(bytes)?)?),
        "consents_recorded" => {
            Event::ConsentsRecorded(convert::hear_form(stored::ConsentsRecorded::decode(bytes)?.form)?)
        }
        "authorisation_asked" => Event::AuthorisationAsked(asked(&stored::AuthorisationAsked::decode(bytes)?)?),
        "trajectory_ended" => {
            let message = stored::TrajectoryEnded::decode(bytes)?;
            Event::TrajectoryEnded {
                on: day(message.ended_on, "day of the end")?,
                reason: convert::hear_end_reason(message.reason()).ok_or(Unreadable("reason of the end"))?,
                route_b_only: message.route_b_only,
            }
        }
        "presumption_began" => {
            Event::PresumptionBegan(convert::hear_presumption(stored::PresumptionBegan::decode(bytes)?.presumption)?)
        }
        "presumption_ended" => {
            Event::PresumptionEnded(convert::hear_presumption(stored::PresumptionEnded::decode(bytes)?.presumption)?)
        }
        "notice_issued" => Event::NoticeIssued(notice(&stored::NoticeIssued::decode(bytes)?)?),
        "fact_parked" => {
            let message = stored::FactParked::decode(bytes)?;
            Event::FactParked {
                fact: read_fact(message.fact)?,
                because: ParkedBecause::from_code(&message.because).ok_or(Unreadable("reason"))?,
            }
        }
        "fact_released" => Event::FactReleased { fact: read_fact(stored::FactReleased::decode(bytes)?.fact)? },
        "coordinator_assigned" => Event::CoordinatorAssigned(registry::read_assignment(bytes)?),
        "dossier_looked" => Event::Looked(convert::hear_look(stored::DossierLooked::decode(bytes)?.look)?),
        "result_registered" => {
            let result = stored::ResultRegistered::decode(bytes)?.result;
            Event::ResultRegistered(hear_guidance_result(result)?)
        }
        kind if kind.starts_with("partner_referral_") => Event::Referral(referral::read(kind, bytes)?),
        kind if kind.starts_with("other_track_") => Event::OtherTrack(other_track::read(kind, bytes)?),
        kind if let Some(what) = BeforeGoLive::from_code(kind) => before_go_live(what, bytes)?,
        kind if kind.starts_with("ami_") => Event::Ami(ami::read(kind, bytes)?),
        _ => match concertation::read(kind, bytes)? {
            Some(event) => Event::Concertation(event),
            None => Event::Registry(registry::read(kind, bytes)?),
        },
    })
}

/// What happened to a deadline.
fn deadline(kind: &str, bytes: &[u8]) -> Result<Event, ReadError> {
    Ok(match kind {
        "deadline_planned" => {
            let message = shared::DeadlinePlanned::decode(bytes)?;
            Event::DeadlinePlanned {
                plan: plan::read(message.plan)?,
                on: day(message.planned_on, "day of the planning")?,
            }
        }
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
                because: ground(&message.because)?,
                rests_on: plan::read_facts(message.rests_on)?,
            }
        }
        _ => return Err(ReadError::Kind),
    })
}

fn before_go_live(what: BeforeGoLive, bytes: &[u8]) -> Result<Event, ReadError> {
    let message = stored::BeforeGoLive::decode(bytes)?;
    Ok(Event::BeforeGoLive { what, on: day(message.happened_on, "day of before go-live")? })
}

fn noted(kind: &str, fact: stored::Fact) -> Result<Event, Unreadable> {
    let fact = read_fact(Some(fact))?;
    if fact_kind(&fact.told) == kind { Ok(Event::Noted(fact)) } else { Err(Unreadable("fact")) }
}

fn step(code: &str) -> Result<Step, Unreadable> {
    code.parse().map_err(|_| Unreadable("step"))
}

fn ground(code: &str) -> Result<Ground, Unreadable> {
    code.parse().map_err(|_| Unreadable("ground"))
}

fn purpose(purpose: contract::ContactPurpose) -> Result<Purpose, Unreadable> {
    convert::hear_purpose(purpose).ok_or(Unreadable("purpose"))
}

fn channel(channel: trajet_contracts::r#type::v1::ContactChannel) -> Result<Channel, Unreadable> {
    convert::hear_channel(channel).ok_or(Unreadable("channel"))
}

const fn number(number: u32) -> Option<u32> {
    if number == 0 { None } else { Some(number) }
}

fn appointment(appointment: Option<contract::Appointment>) -> Result<Appointment, Unreadable> {
    let message = appointment.ok_or(Unreadable("appointment"))?;
    let replaces = match number(message.replaces) {
        None => None,
        Some(replaced) => {
            let by = convert::hear_rescheduled_by(message.rescheduled_by());
            Some((replaced, by.ok_or(Unreadable("who asked for another day"))?))
        }
    };
    Ok(Appointment {
        number: message.number,
        purpose: purpose(message.purpose())?,
        on: day(message.appointment_on, "day of the appointment")?,
        channel: channel(message.channel())?,
        invitation: convert::hear_invitation(message.invitation)?,
        contact: convert::hear_coordinator(message.contact)?,
        coordinator: SubjectId(message.coordinator),
        replaces,
    })
}

fn attempt(attempt: Option<contract::Attempt>) -> Result<Attempt, Unreadable> {
    let message = attempt.ok_or(Unreadable("attempt"))?;
    Ok(Attempt {
        kind: convert::hear_attempt_kind(message.kind()).ok_or(Unreadable("kind of attempt"))?,
        purpose: purpose(message.purpose())?,
        on: day(message.tried_on, "day of the attempt")?,
        channel: channel(message.channel())?,
        appointment: number(message.appointment),
        by: SubjectId(message.coordinator),
    })
}

fn refusal(refusal: Option<contract::ContactRefusal>) -> Result<ContactRefusal, Unreadable> {
    let message = refusal.ok_or(Unreadable("refusal"))?;
    Ok(ContactRefusal { purpose: purpose(message.purpose())?, on: day(message.refused_on, "day of the refusal")? })
}

fn contact(held: stored::ContactHeld) -> Result<Contact, Unreadable> {
    let message = held.contact.ok_or(Unreadable("contact"))?;
    Ok(Contact {
        number: message.number,
        purpose: purpose(message.purpose())?,
        on: day(message.held_on, "day of the contact")?,
        channel: channel(message.channel())?,
        appointment: number(held.appointment),
        request: number(held.request),
        authorisation: number(held.authorisation),
        actions: convert::hear_actions(&message.actions)?,
        next_way: convert::hear_next_way(message.next_way()),
        results: Some(message.results).filter(|results| !results.is_empty()).map(FreeText),
        coordinator: SubjectId(message.coordinator),
        deputy_for: Some(message.deputy_for).filter(|deputy| !deputy.is_empty()).map(SubjectId),
    })
}

fn asked(message: &stored::AuthorisationAsked) -> Result<AuthorisationAsked, Unreadable> {
    Ok(AuthorisationAsked {
        number: message.number,
        on: day(message.asked_on, "day of the request")?,
        contact_on: day(message.contact_on, "day of the contact")?,
        actions_told: message.actions_told,
        actions: convert::hear_actions(&message.actions)?,
    })
}

fn notice(message: &stored::NoticeIssued) -> Result<Notice, Unreadable> {
    Ok(Notice {
        text: NoticeText::from_code(&message.text).ok_or(Unreadable("text of the notice"))?,
        language: hear_language(message.language()).ok_or(Unreadable("language"))?,
        appointment_on: day(message.appointment_on, "day of the appointment")?,
        coordinator: convert::hear_coordinator(message.coordinator.clone())?,
        on: day(message.issued_on, "day of the notice")?,
        addressee: message.addressee.clone().map(|addressee| representation::hear(Some(addressee))).transpose()?,
    })
}
