//! A dossier of which no plan is followed up is looked at within three months of the last contact or look (practice slides; rule
//! D19): a target of the platform. It is with the coordinator from the first contact on, until what led to it has ended (own reading).

use crate::compare::{Asked, At, open_any};
use crate::day::Day;
use crate::fact::{Dates, Purpose};
use crate::figures::LOOKED_AT_WITHIN_MONTHS;
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let followed_up = known.trajectory_carried_out().is_some_and(|trajectory| trajectory.plan.is_some());
    let looked: Vec<Day> = days(known).collect();
    match looked.iter().max() {
        // Until the consents of a first contact of before go-live are entered or asked again (own reading).
        Some(last) if known.consents_to_be_asked_again() && is_held(known) && !followed_up => {
            let aimed = |from: Day| Dates::aimed_at(from.plus_months(LOOKED_AT_WITHIN_MONTHS));
            open_any([known.or_from_go_live(*last, aimed)])
        }
        Some(last) if known.may_be_managed() && is_held(known) && !followed_up => {
            let aimed = |from: Day| Dates::aimed_at(from.plus_months(LOOKED_AT_WITHIN_MONTHS));
            open_any(known.asked_from(*last, aimed))
        }
        _ => Asked::DoneOn(looked),
    }
}

/// Whether a first contact took place of a referral or a request that goes on.
pub(super) fn is_held(known: &Known) -> bool {
    let first = |since: Day| known.contacts.iter().any(|held| held.purpose == Purpose::First && since <= held.on);
    let goes_on = |since: Day| known.ends.iter().all(|end| *end < since);
    let referred = known.referrals.iter().any(|(on, _)| goes_on(*on) && first(*on));
    referred || known.requests.iter().any(|request| request.ended.is_none() && request.contact.is_some())
}

/// The days on which somebody looked: contacts, looks, and what ends the follow-up of a plan.
fn days(known: &Known) -> impl Iterator<Item = Day> {
    let contacts = known.contacts.iter().map(|held| held.on);
    let suspensions = known.ami.iter().flat_map(|trajectory| &trajectory.suspensions).map(|suspension| suspension.from);
    let ends = known.ami.iter().filter_map(|trajectory| trajectory.last);
    contacts.chain(known.looks.iter().copied()).chain(suspensions).chain(ends)
}
