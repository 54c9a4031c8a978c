//! After a decision against the trajectory there is a new contact within one month of the previous one (rule D8; Circular
//! 2022/383, part III, 3.2, step 6), however late the decision came (own reading).

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::figures::DISCUSSED_WITHIN_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let Some(request) = known.request_that_goes_on() else { return Asked::Nothing };
    let Some(last) = known.last_authorisation(request) else { return Asked::Nothing };
    match (last.answer, last.discussed) {
        (_, Some(held)) => Asked::Done(held),
        (Some((_, false)), None) => {
            open(Dates { due: Some(last.contact_on.plus_months(DISCUSSED_WITHIN_MONTHS)), ..Dates::default() })
        }
        _ => Asked::Nothing,
    }
}
