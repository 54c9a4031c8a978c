//! The days on which a case acts by itself: the day after the last one of a deadline, on which its miss is recorded (T6).

use std::borrow::Cow;

use chrono::NaiveDate;
use trajet_law::deadline::{Plan, Step};

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
    /// [`crate::Command::FireMissed`], on the day after the last for a step.
    Missed(Step),
}

/// The first estimate had its timer before there was one for every step.
const ESTIMATE_MISSED: &str = "estimate_missed";

impl TimerKind {
    /// The stable text of the kind.
    #[must_use]
    pub fn code(self) -> Cow<'static, str> {
        match self {
            Self::Missed(Step::FirstEstimate) => ESTIMATE_MISSED.into(),
            Self::Missed(step) => format!("missed_{}", step.code()).into(),
        }
    }

    /// The kind with this text.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let step = match code {
            ESTIMATE_MISSED => Step::FirstEstimate,
            _ => code.strip_prefix("missed_")?.parse().ok().filter(|step| *step != Step::FirstEstimate)?,
        };
        Some(Self::Missed(step))
    }
}

/// The timers of a case: a function of its state alone, so that one exists exactly while it is needed.
#[must_use]
pub fn timers(state: &State) -> Vec<Timer> {
    let waiting = state.deadlines.all_open().filter(|deadline| deadline.missed_on.is_none());
    let timer = |plan: &Plan| Some(Timer { kind: TimerKind::Missed(plan.step), fire_on: plan.miss_recorded_on()? });
    waiting.filter_map(|deadline| timer(&deadline.plan)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t6_every_step_has_a_timer_of_its_own_that_is_found_by_its_text() {
        for step in Step::ALL {
            let kind = TimerKind::Missed(*step);
            assert_eq!(TimerKind::from_code(&kind.code()), Some(kind));
        }
        assert_eq!(TimerKind::Missed(Step::FirstEstimate).code(), "estimate_missed");
        assert_eq!(TimerKind::Missed(Step::Category3Examination).code(), "missed_category_3_examination");
        for unknown in ["missed_first_estimate", "missed_", "missed_lunch", "lunch"] {
            assert_eq!(TimerKind::from_code(unknown), None);
        }
    }
}
