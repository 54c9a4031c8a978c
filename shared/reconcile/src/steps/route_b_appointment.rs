//! Who asks for a trajectory always gets an appointment (rule D6; Circular 2022/383, part III, 3.2, step 1), to be made within two
//! weeks: a target of the platform. One that came to nothing is followed by another, while the contact has no last day yet (own).

use super::first_contact_route_b;
use crate::compare::{Asked, At};
use crate::day::Day;
use crate::fact::{Dates, Purpose};
use crate::figures::{APPOINTED_WITHIN_DAYS, LAW};
use crate::known::{Appointment, Known, Request};

fn to_meet(known: &Known) -> Option<&Request> {
    known.request_that_goes_on().filter(|request| request.contact.is_none())
}

fn of(known: &Known, received: Day) -> impl Iterator<Item = &Appointment> {
    known.appointments.iter().filter(move |one| one.purpose == Purpose::First && received <= one.on)
}

/// The day of the open appointment for the first contact of a request.
pub(crate) fn usable(known: &Known) -> Option<Day> {
    let request = to_meet(known)?;
    of(known, request.received).find(|one| one.open).map(|one| one.on)
}

pub(crate) fn asked(known: &Known, at: At) -> Asked {
    let Some(request) = to_meet(known) else { return Asked::Nothing };
    let received = request.received;
    let fell = known.fell.iter().copied().chain(of(known, received).map(|one| one.on));
    // To who asked before go-live the target counts from that day (own reading).
    let from = fell.filter(|on| received <= *on).chain([received]).map(|from| from.max(known.live.unwrap_or(from)));
    let dates = |from: Day| Dates { opens: Some(from), due: None, target: Some(from.plus_days(APPOINTED_WITHIN_DAYS)) };
    let mut dates: Vec<_> = from.map(dates).filter(|dates| dates.target >= Some(LAW)).collect();
    dates.sort_unstable();
    dates.dedup();
    if dates.is_empty() {
        return Asked::Nothing;
    }
    let contact_has_a_day = matches!(first_contact_route_b::asked(known, at), Asked::Open(_));
    let none_yet = of(known, received).next().is_none()
        && LAW <= received.max(known.live.unwrap_or(received)).plus_days(APPOINTED_WITHIN_DAYS);
    match usable(known) {
        _ if none_yet => Asked::Open(dates),
        Some(on) if at.today <= on => Asked::Nothing,
        _ if contact_has_a_day => Asked::Either(dates),
        Some(_) if !at.quiet => Asked::Either(dates),
        _ => Asked::Open(dates),
    }
}
