//! The coordinator looks at a referral (rule X4): a week after what its partner is to answer, and the day after what waits for the
//! coordinator or the day of what the partner undertook. Days of the platform. Nothing is awaited after the incapacity; of what
//! came back, nothing once the coordinator had a contact, looked at the dossier or referred again on a later day.

use super::dossier_look::is_held;
use crate::compare::{Asked, At, open};
use crate::day::Day;
use crate::fact::Dates;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let contacts = known.contacts.iter().map(|held| held.on);
    let seen: Vec<Day> = contacts.chain(known.looks.iter().copied()).collect();
    match known.partner_referrals.look_on(&seen, is_held(known)).filter(|_| known.goes_on().is_some()) {
        Some(on) => open(Dates::aimed_at(on)),
        None => Asked::DoneOn(known.partner_referrals.days_of_words().into_iter().chain(seen).collect()),
    }
}
