//! What is told of a case that was running when the mutuality went live.

use chrono::NaiveDate;
use trajet_law::taken_over::TakenOver;

use crate::said::Said;

/// What was known on a day of go-live.
pub(crate) fn known(said: &mut Said, on: NaiveDate) -> TakenOver {
    TakenOver {
        on,
        questionnaire_sent_on: said.date("questionnaire sent"),
        questionnaire_returned_on: said.date("questionnaire back"),
        trajectory_requested_on: said.date("trajectory asked for"),
        first_contact_on: said.date("first contact"),
    }
}

/// What another office tells with the recognition of a case that was taken over.
pub(crate) fn told(said: &mut Said) -> Option<TakenOver> {
    let on = said.date("taken over")?;
    Some(known(said, on))
}
