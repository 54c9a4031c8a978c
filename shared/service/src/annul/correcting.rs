//! Correcting notices, as they are stored and told.

use trajet_contracts::date::to_proto;
use trajet_contracts::internal::ledger::v1 as stored;
use trajet_contracts::internal::ledger::v1::stored_correcting_notice::Stands as StoredStands;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::annul::{AskAt, CorrectingNotice, Recipient, SentKind, Stands, WentOut};

use crate::contact::{Contact, hear_coordinator_contact, tell_coordinator_contact};
use crate::plan::{Unreadable, day, optional_day};
use crate::representation;
use crate::work::{hear_language, tell_language};

/// A notice as the contracts tell it.
#[must_use]
pub fn tell_notice(notice: &CorrectingNotice) -> contract::CorrectingNotice {
    let CorrectingNotice { entry, sent, stands: _, text: _, on, to } = notice;
    let letter = notice.letter();
    contract::CorrectingNotice {
        position: *entry,
        sent: tell_kind(sent.kind).into(),
        sent_on: Some(to_proto(sent.on)),
        about_on: sent.about.map(to_proto),
        notice: Some(contract::Notice {
            issued_on: Some(to_proto(*on)),
            language: tell_language(to.language).into(),
            subject: letter.subject,
            paragraphs: letter.paragraphs,
            coordinator: sent.ask.as_ref().map(tell_ask),
            addressee: to.representative.as_ref().map(representation::tell),
        }),
    }
}

fn tell_kind(kind: SentKind) -> contract::SentKind {
    match kind {
        SentKind::Questionnaire => contract::SentKind::Questionnaire,
        SentKind::QuestionnaireNotSent => contract::SentKind::QuestionnaireNotSent,
        SentKind::ExaminationInvitation => contract::SentKind::ExaminationInvitation,
        SentKind::TrajectoryRefused => contract::SentKind::TrajectoryRefused,
        SentKind::TrajectoryNotAuthorised => contract::SentKind::TrajectoryNotAuthorised,
        SentKind::WorkNotAuthorised => contract::SentKind::WorkNotAuthorised,
        SentKind::Appointment => contract::SentKind::Appointment,
        SentKind::AppointmentCancelled => contract::SentKind::AppointmentCancelled,
    }
}

fn tell_ask(ask: &AskAt) -> contract::CoordinatorContact {
    let AskAt { name, phone, email } = ask.clone();
    tell_coordinator_contact(&Contact { name, phone, email })
}

fn hear_ask(ask: contract::CoordinatorContact) -> Result<AskAt, Unreadable> {
    let Contact { name, phone, email } = hear_coordinator_contact(Some(ask))?;
    Ok(AskAt { name, phone, email })
}

/// A notice as it is stored.
pub(super) fn store(notice: &CorrectingNotice) -> stored::StoredCorrectingNotice {
    let CorrectingNotice { entry, sent, stands, text, on, to } = notice;
    let Recipient { surname, first_names, language, representative } = to.clone();
    stored::StoredCorrectingNotice {
        entry: *entry,
        kind: sent.kind.code().to_owned(),
        sent_on: Some(to_proto(sent.on)),
        about_on: sent.about.map(to_proto),
        ask: sent.ask.as_ref().map(tell_ask),
        stands: stands.map(|stands| match stands {
            Stands::Another(about) => StoredStands::Another(stored::StandsAnother { about_on: about.map(to_proto) }),
            Stands::Appointment(day) => StoredStands::AppointmentOn(to_proto(day)),
            Stands::NoAppointment(day) => StoredStands::NoAppointmentOn(to_proto(day)),
        }),
        text: text.code().to_owned(),
        issued_on: Some(to_proto(*on)),
        name: Some(contract::PersonName { surname, first_names }),
        language: tell_language(language).into(),
        addressee: representative.as_ref().map(representation::tell),
    }
}

/// Reads it.
///
/// # Errors
/// If the message names something that this program does not know.
pub(super) fn read(message: stored::StoredCorrectingNotice) -> Result<CorrectingNotice, Unreadable> {
    let language = hear_language(message.language()).ok_or(Unreadable("language of a correcting notice"))?;
    let stands = message.stands.map(|stands| match stands {
        StoredStands::Another(another) => {
            optional_day(another.about_on, "day of what takes its place").map(Stands::Another)
        }
        StoredStands::AppointmentOn(on) => day(Some(on), "day of the appointment").map(Stands::Appointment),
        StoredStands::NoAppointmentOn(on) => day(Some(on), "day of no appointment").map(Stands::NoAppointment),
    });
    let contract::PersonName { surname, first_names } = message.name.ok_or(Unreadable("name of a person"))?;
    Ok(CorrectingNotice {
        entry: message.entry,
        sent: WentOut {
            kind: message.kind.parse().map_err(|_| Unreadable("kind of what went out"))?,
            on: day(message.sent_on, "day on which something went out")?,
            about: optional_day(message.about_on, "day that something was about")?,
            ask: message.ask.map(hear_ask).transpose()?,
        },
        stands: stands.transpose()?,
        text: message.text.parse().map_err(|_| Unreadable("text of a correcting notice"))?,
        on: day(message.issued_on, "day of a correcting notice")?,
        to: Recipient {
            surname,
            first_names,
            language,
            representative: message.addressee.map(|addressee| representation::hear(Some(addressee))).transpose()?,
        },
    })
}
