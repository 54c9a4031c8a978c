//! The days on which a case acts by itself.

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use crate::codes::codes;
use crate::state::State;

/// A day on which a case acts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timer {
    /// What happens.
    pub kind: TimerKind,
    /// The day; if it is past, as soon as possible.
    pub fire_on: NaiveDate,
}

codes! {
    /// What a timer does.
    #[derive(Debug)]
    pub enum TimerKind {
        /// [`crate::Command::FireEstimateMissed`], on the day after the last for the first estimate.
        EstimateMissed = "estimate_missed",
    }
}

/// The timers of a case: a function of its state alone, so that one exists exactly while it is needed.
#[must_use]
pub fn timers(state: &State) -> Vec<Timer> {
    state
        .open(Step::FirstEstimate)
        .filter(|deadline| deadline.missed_on.is_none())
        .and_then(|deadline| deadline.plan.miss_recorded_on())
        .map(|fire_on| Timer { kind: TimerKind::EstimateMissed, fire_on })
        .into_iter()
        .collect()
}
