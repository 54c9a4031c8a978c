//! Who asked for a trajectory meets the coordinator within one month of the completed questionnaire (rule D6; Circular
//! 2022/383, part III, 3.2, step 4), and within one month of the request where none is needed (own reading).

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::CONTACT_OF_ROUTE_B_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(request) = known.request_that_goes_on() else { return Asked::Nothing };
    let from = if request.needed { request.back } else { Some(request.received) };
    let Some(from) = from else { return Asked::Nothing };
    let dates = Dates { due: Some(from.plus_months(CONTACT_OF_ROUTE_B_MONTHS)), ..Dates::default() };
    match request.contact {
        // A contact before the questionnaire is back leaves this deadline unplanned: what is met then was another request's.
        Some(on) => Asked::DoneOf { on, dates },
        None => open(dates),
    }
}
