//! That a case was taken over when the mutuality went live: as services tell it to each other, store it and show it.

use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::taken_over::TakenOver;

use crate::plan::{Unreadable, day, optional_day};

/// The contract's message of what was known when a case was taken over.
#[must_use]
pub fn tell(known: &TakenOver) -> contract::TakenOver {
    contract::TakenOver {
        taken_over_on: Some(to_proto(known.on)),
        questionnaire_sent_on: known.questionnaire_sent_on.map(to_proto),
        questionnaire_returned_on: known.questionnaire_returned_on.map(to_proto),
        trajectory_requested_on: known.trajectory_requested_on.map(to_proto),
        first_contact_on: known.first_contact_on.map(to_proto),
    }
}

/// Reads it; `None` of a case that was not taken over.
///
/// # Errors
/// If a day is none.
pub fn hear(message: Option<contract::TakenOver>) -> Result<Option<TakenOver>, Unreadable> {
    let Some(message) = message else { return Ok(None) };
    Ok(Some(TakenOver {
        on: day(message.taken_over_on, "day of go-live")?,
        questionnaire_sent_on: optional_day(message.questionnaire_sent_on, "day of sending")?,
        questionnaire_returned_on: optional_day(message.questionnaire_returned_on, "day of return")?,
        trajectory_requested_on: optional_day(message.trajectory_requested_on, "day of the request")?,
        first_contact_on: optional_day(message.first_contact_on, "day of the first contact")?,
    }))
}
