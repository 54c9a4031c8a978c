//! The coordinator looks at a referral of which the partner's word is awaited (rule X4): a week after a sending that nobody
//! acknowledged, and the day after the day of what the partner undertook. Days of the platform. Nothing is awaited after the
//! incapacity.

use crate::compare::{Asked, At, open};
use crate::fact::Dates;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    match known.partner_referrals.look_on().filter(|_| known.goes_on().is_some()) {
        Some(on) => open(Dates::aimed_at(on)),
        None => Asked::DoneOn(known.partner_referrals.days_of_words()),
    }
}
