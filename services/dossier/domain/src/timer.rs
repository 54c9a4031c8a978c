//! The days on which a case acts by itself.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use crate::bar::planned_after;
use crate::follow::lapsed;
use crate::state::State;

/// A day on which a case acts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timer {
    /// What happens.
    pub kind: TimerKind,
    /// The day; if it is past, as soon as possible.
    pub fire_on: NaiveDate,
}

/// What a timer does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimerKind {
    /// [`crate::Command::FireMissed`], on the day after the last day of a step.
    Missed(Step),
    /// [`crate::Command::FireBarEnded`], on the day after authorised work.
    BarEnded,
    /// [`crate::Command::FireLapsed`], on the day after an appointment of which nothing was recorded.
    Lapsed,
}

const MISSED: &str = "missed_";
const BAR_ENDED: &str = "bar_ended";
const LAPSED: &str = "appointment_lapsed";

impl TimerKind {
    /// The kind with this stable text.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            BAR_ENDED => Some(Self::BarEnded),
            LAPSED => Some(Self::Lapsed),
            _ => code.strip_prefix(MISSED)?.parse().ok().map(Self::Missed),
        }
    }
}

/// Writes the stable text: `missed_` and the code of the step, `bar_ended` or `appointment_lapsed`.
impl fmt::Display for TimerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missed(step) => write!(f, "{MISSED}{step}"),
            Self::BarEnded => f.write_str(BAR_ENDED),
            Self::Lapsed => f.write_str(LAPSED),
        }
    }
}

/// The timers of a case: a function of its state alone, so that one exists exactly while it is needed.
#[must_use]
pub fn timers(state: &State) -> Vec<Timer> {
    let missed = state.deadlines.all_open().filter(|deadline| deadline.missed_on.is_none()).filter_map(|deadline| {
        let fire_on = deadline.plan.miss_recorded_on()?;
        Some(Timer { kind: TimerKind::Missed(deadline.plan.step), fire_on })
    });
    let bar = planned_after(state).and_then(|(ended_on, _)| ended_on.succ_opt());
    let bar = bar.map(|fire_on| Timer { kind: TimerKind::BarEnded, fire_on });
    let lapsed = lapsed(state).and_then(|on| on.succ_opt());
    let lapsed = lapsed.map(|fire_on| Timer { kind: TimerKind::Lapsed, fire_on });
    missed.chain(bar).chain(lapsed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_back() {
        for step in Step::ALL {
            let kind = TimerKind::Missed(*step);
            assert_eq!(TimerKind::from_code(&kind.to_string()), Some(kind));
        }
        assert_eq!(TimerKind::from_code("bar_ended"), Some(TimerKind::BarEnded));
        assert_eq!(TimerKind::from_code(&TimerKind::Lapsed.to_string()), Some(TimerKind::Lapsed));
        assert_eq!(TimerKind::Missed(Step::FirstContactRouteB).to_string(), "missed_first_contact_route_b");
        for unknown in ["", "missed_", "missed_lunch", "first_contact_route_b"] {
            assert_eq!(TimerKind::from_code(unknown), None);
        }
    }
}
