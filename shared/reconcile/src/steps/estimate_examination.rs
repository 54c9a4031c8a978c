//! Who cannot complete the questionnaire is examined for the estimate (rule M5; Circular 2022/383, part III, 3.1, step 4),
//! unless the physician dispenses with it. It goes with the estimate: aimed at the last day of month 4, or at the target of an
//! estimate that a track kept back (own readings).

use crate::compare::{Asked, At};
use crate::day::Day;
use crate::fact::Dates;
use crate::known::Known;
use crate::steps::first_estimate;

pub(crate) fn asked(known: &Known, at: At) -> Asked {
    let estimate = first_estimate::asked(known, at);
    let (Some([estimate, ..]), Some(found)) = (estimate.opens(), known.found_impossible()) else {
        return Asked::Nothing;
    };
    if known.dispensed.iter().any(|on| found <= *on) {
        return Asked::Nothing;
    }
    // An estimate of month 4 can be prepared from the finding on, one after a track only when that is over.
    let dates = |found: &Day| {
        let not_before = if estimate.due.is_some() { None } else { estimate.opens };
        let opens = not_before.map_or(*found, |opens| opens.max(*found));
        let end = estimate.due.or(estimate.target);
        Dates { opens: Some(opens), due: None, target: end.map(|end| end.max(opens)) }
    };
    // One that is asked for already stands from the day of the finding that asked for it.
    Asked::Open(known.impossible.iter().map(dates).collect())
}
