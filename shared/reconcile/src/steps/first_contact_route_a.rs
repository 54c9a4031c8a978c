//! Who was referred meets the coordinator for the first time by a last day (rule D4; Circular 2022/383, part III, 3.1, step 7),
//! and not while authorised work is performed (D5). Work that began by the last day takes the deadline away; the day after the
//! work it is there again (own reading).

use super::first_contact_route_a_dates::{acceptable, pending};
use crate::compare::{Asked, At};
use crate::day::Day;
use crate::fact::{Dates, Kind};
use crate::known::{Known, Track};

pub(crate) fn asked(known: &Known, at: At) -> Asked {
    let pending = pending(known);
    let last_days = acceptable(known, &pending);
    let (Some(referred), Some(latest)) = (pending.iter().map(|(on, _)| *on).min(), last_days.last().copied()) else {
        return Asked::Nothing;
    };
    let earliest = pending.iter().map(|(_, due)| *due).min().unwrap_or(latest);
    let dates = last_days.iter().map(|due| Dates { due: Some(*due), ..Dates::default() }).collect();
    let bars = |track: &&Track| track.kind == Kind::Work && track.lasts_to(referred) && track.from <= latest;
    let mut work = known.tracks.iter().filter(bars).peekable();
    if work.peek().is_none() {
        return Asked::Open(dates);
    }
    // On the last day of work no text says whether the contact is due again.
    let goes_on = |track: &&Track| track.from <= at.today && track.until.is_none_or(|until| at.today <= until);
    let works: Vec<&Track> = work.filter(goes_on).collect();
    let barred = |track: &&Track| track.from <= earliest && track.until != Some(at.today);
    if works.iter().any(barred) {
        Asked::Nothing
    } else if works.is_empty() && at.quiet {
        Asked::Open(dates)
    } else {
        Asked::Either(dates)
    }
}

/// The last day of the work that bars the contact today, where one is known.
pub(crate) fn work_ends(known: &Known, today: Day) -> Option<Day> {
    let pending = pending(known);
    let latest = acceptable(known, &pending).last().copied()?;
    let covers = |day: Day| {
        let mut work = known.tracks.iter().filter(|track| track.kind == Kind::Work && track.from <= latest);
        work.find(|track| track.covers(day))
    };
    covers(today)?;
    let mut day = today;
    while let Some(track) = covers(day) {
        day = track.until?.next();
    }
    Some(day.previous())
}
