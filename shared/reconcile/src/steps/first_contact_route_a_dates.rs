//! Which last days a first contact of route A can have.

use crate::day::Day;
use crate::fact::Kind;
use crate::figures::{CONTACT_AFTER_REFERRAL_MONTHS, CONTACT_MONTH, LAW, month_ends};
use crate::known::Known;

/// In the sixth month at the latest after the first estimate, and within one month of any other referral (rule D4); one month
/// as well where the estimate came late (own).
pub(super) fn by_referral(start: Day, (on, initial): (Day, bool)) -> Day {
    let month = on.plus_months(CONTACT_AFTER_REFERRAL_MONTHS);
    if initial { month.max(month_ends(start, CONTACT_MONTH)) } else { month }
}

/// The referrals that still call for a contact, with the last day that each gives.
pub(super) fn pending(known: &Known) -> Vec<(Day, Day)> {
    let Some(start) = known.goes_on() else { return Vec::new() };
    let open = known.referrals.iter().filter(|(on, _)| !known.is_settled(*on));
    // What was due before go-live is asked for only if work kept it back until then, or left it a day that is to come (own reading).
    let asked = |(on, due): &(Day, Day)| LAW <= *due && known.floor() <= kept_back_until(known, *on, *due);
    open.map(|referral| (referral.0, by_referral(start, *referral))).filter(asked).collect()
}

/// The last day that work leaves a contact: that of a month after each that began by its last day as it then stood.
fn kept_back_until(known: &Known, referred: Day, due: Day) -> Day {
    let mut works: Vec<_> =
        known.tracks.iter().filter(|track| track.kind == Kind::Work && track.lasts_to(referred)).collect();
    works.sort_by_key(|track| track.from);
    works.into_iter().fold(due, |due, work| match work.until {
        _ if due < work.from => due,
        Some(until) => due.max(until.plus_months(CONTACT_AFTER_REFERRAL_MONTHS)),
        None => due.max(known.floor()),
    })
}

/// All last days that it may have: those of the referrals, and after work that barred it one month after the end of the work
/// if that is later. What a corrected last day of work does not move is not said, so that every one that was told may count.
pub(super) fn acceptable(known: &Known, pending: &[(Day, Day)]) -> Vec<Day> {
    let by_work = known.work_ends.iter().map(|end| end.plus_months(CONTACT_AFTER_REFERRAL_MONTHS));
    let by_work: Vec<Day> = by_work.collect();
    let last_days = pending.iter().flat_map(|(_, due)| by_work.iter().map(|end| *end.max(due)).chain([*due]));
    let mut last_days: Vec<Day> = last_days.filter(|day| known.floor() <= *day).collect();
    last_days.sort_unstable();
    last_days.dedup();
    last_days
}
