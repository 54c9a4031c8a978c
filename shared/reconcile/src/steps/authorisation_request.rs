//! After the first contact the coordinator asks the physician for the authorisation (rule D7; Circular 2022/383, part III, 3.2,
//! step 5), within one week: a target of the platform; and again after the contact on a negative decision (D8).

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::AUTHORISATION_ASKED_WITHIN_DAYS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(request) = known.request_that_goes_on() else { return Asked::Nothing };
    let (last, from) = match known.last_authorisation(request) {
        None => (None, request.contact),
        Some(last) => (Some(last.asked), last.discussed),
    };
    match (from, last) {
        (Some(from), _) => {
            // After a contact of before go-live the target counts from that day (own reading).
            let from = from.max(known.live.unwrap_or(from));
            let target = Some(from.plus_days(AUTHORISATION_ASKED_WITHIN_DAYS));
            open(Dates { opens: Some(from), due: None, target })
        }
        (None, Some(asked)) => Asked::Done(asked),
        (None, None) => Asked::Nothing,
    }
}
