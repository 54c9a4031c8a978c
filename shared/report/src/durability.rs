//! How durable the way to work is of those whose trajectory was evaluated (R6, art. 5, 6°).
//!
//! A trajectory counts in the year of its evaluation, with all that was found of it since. A return goes on as long as the person was
//! found at work each time: a change of work does not interrupt it. Of each look at it is told whether the return went on by then, as far
//! as was found on that day or later. What is not known of a look whose time is over was not observed; of one whose time is not, it is not
//! yet due. A relapse that was recognised ends a return on the day before, where nobody told an end of it. Whether its time is over is read on the day on which the last event was recorded up to which is counted: so the same place
//! gives the same figures.

use std::iter::once;

use chrono::NaiveDate;
use trajet_law::ami::{ReturnLook, return_looks};

use crate::action::Action;
use crate::band;
use crate::case::Case;
use crate::fact::{Did, Found, Work};
use crate::figure::{Figures, Measure};
use crate::period::Period;

/// A return to work, from the day of the work in which the person was found first.
struct Return {
    work: Work,
    /// The last day on which it was found to go on.
    seen_on: NaiveDate,
    /// Its last day and why it ended, if it did.
    stopped: Option<(NaiveDate, &'static str)>,
}

/// Counts the trajectories of a case that were evaluated in a period, by what was known on a day.
pub(crate) fn count(case: &Case, period: Period, known_on: NaiveDate, figures: &mut Figures) {
    for (on, did) in case.did().filter(|(on, did)| did.action == Action::AmiEvaluated && period.contains(*on)) {
        let Some(found) = did.found else { continue };
        evaluated(did, found, returned(case, did.number, (on, found)).as_ref(), known_on, figures);
    }
}

fn evaluated(did: Did, found: Found, returned: Option<&Return>, known_on: NaiveDate, figures: &mut Figures) {
    let at_work = match (found.work, returned) {
        (Some(_), _) => "at_work",
        (None, Some(_)) => "at_work_later",
        (None, None) => "not_at_work",
    };
    figures.count(Measure::Evaluated, did.of, at_work);
    for (activity, follows) in [("training", found.training), ("volunteering", found.volunteering)] {
        if follows {
            figures.count(Measure::Activity, activity, at_work);
        }
    }
    let Some(returned) = returned else { return };
    let Work { since, contract, as_before, percent } = returned.work;
    figures.count(Measure::Return, contract, if as_before { "as_before" } else { "elsewhere" });
    figures.count(Measure::ReturnHours, "", hours(percent));
    for look in return_looks(since) {
        figures.count(Measure::ReturnLasts, &format!("after_{}_months", look.months), returned.by(&look, known_on));
    }
    if let Some((last_day, why)) = returned.stopped {
        figures.count(Measure::ReturnStopped, why, band::between(since, last_day));
    }
}

/// The first return to which a trajectory led: found at its evaluation or after it.
fn returned(case: &Case, number: u32, evaluation: (NaiveDate, Found)) -> Option<Return> {
    let observed = case.did().filter(|(_, did)| did.action == Action::ReturnObserved && did.number == number);
    let mut found = once(evaluation).chain(observed.filter_map(|(on, did)| Some((on, did.found?))));
    let (seen_on, work) = found.find_map(|(on, found)| Some((on, found.work?)))?;
    let mut returned = Return { work, seen_on, stopped: None };
    for (on, found) in found {
        if found.work.is_none() {
            returned.stopped = found.stopped;
            break;
        }
        returned.seen_on = on;
    }
    // Nobody looks at it any more once a relapse is recognised (D24).
    let relapsed_on = case.relapsed_on().filter(|day| returned.stopped.is_none() && work.since < *day);
    if let Some(last_day) = relapsed_on.and_then(|day| day.pred_opt()) {
        returned.stopped = Some((last_day, "relapse"));
    }
    Some(returned)
}

impl Return {
    /// What is known of it on the day of a look.
    fn by(&self, look: &ReturnLook, known_on: NaiveDate) -> &'static str {
        match self.stopped {
            Some((last_day, _)) if last_day < look.on => "stopped",
            Some(_) => "at_work",
            None if look.on <= self.seen_on => "at_work",
            None if look.by < known_on => "not_observed",
            None => "not_yet_due",
        }
    }
}

/// Hours, in the bands in which they are told.
fn hours(percent: u32) -> &'static str {
    match percent {
        ..50 => "under_50_percent",
        50..80 => "50_to_79_percent",
        80..100 => "80_to_99_percent",
        _ => "full_time",
    }
}
