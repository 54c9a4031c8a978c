//! Who presented themselves to a regional service in primary incapacity is offered route B by the coordinator (rule X8; practice
//! slides), within two weeks: a target of the platform. A contact since, or the person's own request, is that offer; who was in a
//! trajectory on that day, by either route, needs none (own). Nothing is offered after the incapacity, nor while consent to the
//! trajectory is refused (rule D3, own).

use crate::compare::{Asked, At, open};
use crate::day::Day;
use crate::fact::{Consent, Dates};
use crate::figures::{OFFERED_WITHIN_DAYS, PRIMARY_INCAPACITY_MONTHS, month_ends};
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let dates = |on: &Day| Dates::aimed(*on, on.plus_days(OFFERED_WITHIN_DAYS));
    let unanswered = |start: Day| {
        let primary = start..=month_ends(start, PRIMARY_INCAPACITY_MONTHS);
        let of_it = known.presentations.iter().filter(move |on| primary.contains(on) && !answered(known, **on));
        of_it.map(dates).filter(|dates| dates.target >= Some(known.floor())).min()
    };
    let refused = known.consents.refused(Consent::Trajectory);
    match known.goes_on().filter(|_| !refused).and_then(unanswered) {
        Some(dates) => open(dates),
        None => Asked::DoneOn(answers(known).chain(known.presentations.iter().copied()).collect()),
    }
}

/// The contacts, of before go-live too, and the requests.
fn answers(known: &Known) -> impl Iterator<Item = Day> {
    let contacts = known.contacts.iter().map(|held| held.on);
    contacts.chain(known.requests.iter().map(|request| request.received))
}

fn answered(known: &Known, presented: Day) -> bool {
    answers(known).any(|on| presented <= on) || in_trajectory(known, presented)
}

/// Whether what the person asked for, what the physician referred them for, or a trajectory of the sickness insurance went on.
fn in_trajectory(known: &Known, day: Day) -> bool {
    let went_on = |ended| day < ended;
    let asked = known.requests.iter().any(|one| one.received <= day && one.ended.is_none_or(went_on));
    let lasted = |referred: Day| known.ends.iter().all(|end| *end < referred || day < *end);
    let referred = known.referrals.iter().any(|(on, _)| *on <= day && lasted(*on));
    asked || referred || known.ami.iter().any(|trajectory| trajectory.covers(day))
}
