//! Who presented themselves to a regional service in primary incapacity is offered route B by the coordinator (rule X8; practice
//! slides), within two weeks: a target of the platform. A contact since, or the person's own request, is that offer; who had asked
//! already, and goes on, needs none (own). Nothing is offered after the incapacity.

use crate::compare::{Asked, At, open};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::{OFFERED_WITHIN_DAYS, PRIMARY_INCAPACITY_MONTHS, month_ends};
use crate::known::Known;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    let dates = |on: &Day| Dates::aimed(*on, on.plus_days(OFFERED_WITHIN_DAYS));
    let unanswered = |start: Day| {
        let primary = month_ends(start, PRIMARY_INCAPACITY_MONTHS);
        let of_it = known.presentations.iter().filter(move |on| **on <= primary && !answered(known, **on));
        of_it.map(dates).filter(|dates| dates.target >= Some(known.floor())).min()
    };
    match known.goes_on().and_then(unanswered) {
        Some(dates) => open(dates),
        None => Asked::DoneOn(answers(known).chain(known.presentations.iter().copied()).collect()),
    }
}

fn answers(known: &Known) -> impl Iterator<Item = Day> {
    // What was held before go-live was held elsewhere.
    let contacts = known.contacts.iter().filter(|held| held.number > 0).map(|held| held.on);
    contacts.chain(known.requests.iter().map(|request| request.received))
}

fn answered(known: &Known, presented: Day) -> bool {
    let went_on = |ended| presented < ended;
    let mut requests = known.requests.iter();
    answers(known).any(|on| presented <= on)
        || requests.any(|request| request.received <= presented && request.ended.is_none_or(went_on))
}
