//! Which act recorded some events, where they tell all that was asked of it.

use super::{ami, concertation};
use crate::ami::AmiHappened;
use crate::assignment::Qualification;
use crate::command::{Command, ContactKind, FirstContact, NewAppointment, NewContact};
use crate::concertation::{Author, Party};
use crate::consent::ConsentForm;
use crate::contact::{Appointment, Attempt, AttemptKind, Contact, Purpose};
use crate::event::Event;
use crate::other_track::{OtherTrackCommand, OtherTrackEvent};
use crate::partner_referral::{NewReferral, ReferralCommand, ReferralEvent};
use crate::state::State;
use crate::trajectory::{ChosenEnd, EndReason};
use trajet_law::referral::ReferralEnd;

/// The act, on the case as it was before.
pub(super) fn act(before: &State, events: &[&Event]) -> Option<Command> {
    let form = events.iter().find_map(|event| match event {
        Event::ConsentsRecorded(form) => Some(form),
        _ => None,
    });
    let own = events.iter().find_map(|event| match event {
        Event::ContactHeld(contact) => held(contact, form),
        Event::AppointmentMade(appointment) => Some(made(before, appointment)),
        Event::AttemptMade(Attempt { kind: AttemptKind::NotReached, purpose, on, channel, by, .. }) => {
            Some(Command::RecordAttempt { purpose: *purpose, on: *on, channel: *channel, by: by.clone() })
        }
        Event::AttemptMade(Attempt { kind: AttemptKind::NoShow, appointment, by, .. }) => {
            Some(Command::RecordNoShow { number: (*appointment)?, by: by.clone() })
        }
        Event::ContactRefused(refusal) => Some(Command::RecordRefusal { purpose: refusal.purpose, on: refusal.on }),
        Event::TrajectoryRequested { received_on, questionnaire_needed, .. } => {
            // With what had ended by then none is needed, whatever was asked.
            let ended = events.iter().any(|event| matches!(event, Event::TrajectoryEnded { .. }));
            let keep_questionnaire = !questionnaire_needed;
            (!(keep_questionnaire && ended))
                .then_some(Command::OpenRouteB { received_on: *received_on, keep_questionnaire })
        }
        Event::AuthorisationAsked(asked) => Some(Command::RequestAuthorisation { asked_on: Some(asked.on) }),
        Event::Looked(look) => Some(Command::RecordLook { on: look.on, by: look.by.clone() }),
        // Of itself a dossier is only given with an appointment or a contact, which comes first.
        Event::CoordinatorAssigned(given) => Some(Command::Assign {
            coordinator: given.coordinator.clone(),
            on: Some(given.on),
            qualification: Qualification::Qualified,
        }),
        Event::ResultRegistered(result) => Some(Command::RegisterResult(result.clone())),
        Event::Ami(event) => ami::act(&event.happened).map(Command::Ami),
        Event::Referral(event) => Some(Command::Referral(match event {
            ReferralEvent::Made(made) => ReferralCommand::Refer(NewReferral {
                number: Some(made.number),
                key: made.key,
                referral: made.referral.clone(),
                agreement_reference: made.agreement_reference.clone(),
                concerted_on: made.concerted_on,
                by: Author {
                    party: if made.concerted_on.is_some() { Party::Coordinator } else { Party::Physician },
                    subject: made.by.clone(),
                },
            }),
            ReferralEvent::Ended { number, because, .. } => match because {
                ReferralEnd::Withdrawn => ReferralCommand::Withdraw { number: *number, agreement: false },
                ReferralEnd::AgreementWithdrawn => ReferralCommand::Withdraw { number: *number, agreement: true },
                // It followed from another act.
                ReferralEnd::ConsentWithdrawn | ReferralEnd::TrajectoryEnded | ReferralEnd::IncapacityEnded => {
                    return None;
                }
            },
        })),
        Event::OtherTrack(event) => Some(Command::OtherTrack(match *event {
            OtherTrackEvent::Recorded { kind, since, .. } => {
                let last_day = events.iter().find_map(|event| match event {
                    Event::OtherTrack(OtherTrackEvent::Ended { last_day, .. }) => Some(*last_day),
                    _ => None,
                });
                OtherTrackCommand::Record { kind, since, last_day }
            }
            OtherTrackEvent::Ended { number, last_day } => OtherTrackCommand::End { number, last_day },
        })),
        _ => None,
    });
    own.or_else(|| concertation::act(events).map(Command::Concertation)).or_else(|| match (form, events.first()) {
        (Some(form), _) => Some(Command::RecordConsents(form.clone())),
        (None, Some(Event::TrajectoryEnded { on, reason, .. })) => {
            let reason = match reason {
                EndReason::NotWished => ChosenEnd::NotWished,
                EndReason::NegativeDecision => ChosenEnd::NegativeDecision,
                EndReason::ConsentRefused | EndReason::IncapacityEnded => return None,
            };
            Some(Command::EndTrajectory { on: *on, reason })
        }
        (None, _) => events.iter().find_map(|event| match event {
            Event::Ami(event) => match &event.happened {
                AmiHappened::Ended { last_day, reason } => ami::end(*last_day, *reason).map(Command::Ami),
                _ => None,
            },
            _ => None,
        }),
    })
}

fn held(contact: &Contact, form: Option<&ConsentForm>) -> Option<Command> {
    let kind = match contact.purpose {
        Purpose::FirstContact => {
            ContactKind::First(FirstContact { role_explained: true, first_step_checked: true, consent: form?.clone() })
        }
        Purpose::NegativeDecision => ContactKind::NegativeDecision,
        Purpose::FollowUp => ContactKind::FollowUp { results: contact.results.clone()? },
        Purpose::Other => ContactKind::Other,
    };
    let contact = NewContact {
        on: contact.on,
        channel: contact.channel,
        appointment: contact.appointment,
        by: contact.coordinator.clone(),
        qualification: Qualification::Qualified,
        actions: contact.actions.clone(),
        next_way: contact.next_way,
    };
    Some(Command::RecordContact { contact, kind })
}

/// An appointment, or another one in the place of one. Who it is with was found to qualify, unless they did not need to.
fn made(before: &State, made: &Appointment) -> Command {
    let replaced = made.replaces.and_then(|(number, _)| before.open_appointment(number));
    let has_dossier = before.assigned().is_some_and(|given| given.coordinator == made.coordinator);
    let asked = !has_dossier && replaced.is_none_or(|replaced| replaced.coordinator != made.coordinator);
    let appointment = NewAppointment {
        on: made.on,
        channel: made.channel,
        coordinator: Some(made.coordinator.clone()),
        by: made.coordinator.clone(),
        invitation: made.invitation.clone(),
        qualification: if asked { Qualification::Qualified } else { Qualification::NotRegistered },
    };
    match made.replaces {
        Some((number, by)) => Command::Reschedule { number, by, appointment, contact: Some(made.contact.clone()) },
        None => Command::MakeAppointment { purpose: made.purpose, appointment, contact: made.contact.clone() },
    }
}
