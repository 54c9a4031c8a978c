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
        /// [`crate::Command::FireSend`] for route A, on the day of sending.
        Send = "send",
        /// [`crate::Command::FireSend`] for route B, on the day on which it was asked for.
        SendRouteB = "send_route_b",
        /// [`crate::Command::FireReturnMissed`], on the day after the last for the return.
        ReturnMissed = "return_missed",
    }
}

/// The timers of a case: a function of its state alone, so that one exists exactly while it is needed.
///
/// Of two sendings that are to come only the one with the earlier day has its timer, on one day that of route A: what
/// becomes of the later one depends on the earlier, and must not depend on which timer happens to fire first.
#[must_use]
pub fn timers(state: &State) -> Vec<Timer> {
    let timer = |kind| move |fire_on| Timer { kind, fire_on };
    let route_a = state.deadlines.open(Step::QuestionnaireSend).and_then(|deadline| deadline.plan.due);
    let route_b = state.send_on.map(timer(TimerKind::SendRouteB));
    let send = route_a.map(timer(TimerKind::Send)).into_iter().chain(route_b).min_by_key(|timer| timer.fire_on);
    let missed = state
        .deadlines
        .open(Step::QuestionnaireReturn)
        .filter(|deadline| deadline.missed_on.is_none())
        .and_then(|deadline| deadline.plan.miss_recorded_on());
    send.into_iter().chain(missed.map(timer(TimerKind::ReturnMissed))).collect()
}
