//! The remaining capacities are first estimated in the course of the fourth month (rule M3; Circular 2022/383, part III, 3.1,
//! step 4), and not beside a track (M4).
//!
//! Own readings. A track keeps the estimate of month 4 back if it is in force on that month's last day. When the last one
//! ends, the estimate is aimed at within one month, from the day after.

use crate::compare::{Asked, At, open};
use crate::day::Day;
use crate::fact::Dates;
use crate::figures::{ESTIMATE_MONTH, ESTIMATED_AFTER_TRACK_MONTHS, LAW, month_begins, month_ends};
use crate::finding::{FindingKind, Findings};
use crate::known::Known;
use crate::step::Step;

pub(crate) fn asked(known: &Known, _: At) -> Asked {
    if let Some(made) = known.estimates.first() {
        return Asked::Done(made.on);
    }
    let Some(start) = known.goes_on() else { return Asked::Nothing };
    let last_of_4 = month_ends(start, ESTIMATE_MONTH);
    if last_of_4 < LAW {
        return Asked::Nothing;
    }
    if !known.tracks.iter().any(|track| track.covers(last_of_4)) {
        // Before go-live it was another system's to make (own reading).
        if last_of_4 < known.floor() {
            return Asked::Nothing;
        }
        let opens = Some(month_begins(start, ESTIMATE_MONTH));
        return open(Dates { opens, due: Some(last_of_4), target: None });
    }
    let since = known.tracks.iter().filter(|track| track.lasts_to(last_of_4));
    let ends: Option<Vec<Day>> = since.map(|track| track.until).collect();
    match ends.and_then(|ends| ends.into_iter().max()) {
        Some(last) => {
            let opens = last.next();
            let target = Some(opens.plus_months(ESTIMATED_AFTER_TRACK_MONTHS));
            open(Dates { opens: Some(opens), due: None, target }).since(known.floor())
        }
        None => Asked::Nothing,
    }
}

/// None is made before month 4.
pub(crate) fn made(known: &Known, findings: &mut Findings) {
    let (Some(start), Some(made)) = (known.earliest_start, known.estimates.first()) else { return };
    let opens = month_begins(start, ESTIMATE_MONTH);
    if made.on < opens && known.live.is_none_or(|live| live <= made.on) {
        let why = "it was made before the fourth month";
        let found = format!("made on {}", made.on);
        findings.add((Step::FirstEstimate, "M3"), FindingKind::Early, format!("from {opens}"), found, why);
    }
}
