//! Which first estimate was asked for on a day, by the dates of the tracks and whenever they were recorded (M3, M4).
//!
//! Own reading: what is entered late is judged on its own day. So the day from which a deadline was waived, which depends on
//! what was recorded first, decides nothing.

use chrono::NaiveDate;
use trajet_law::deadline::Plan;
use trajet_law::estimate::estimate_after_track_plan;

use super::month_4_of;
use crate::state::State;
use crate::track::Track;

/// The first estimate that was asked for on a day; none while a track kept it back.
///
/// It is that of month 4 until a track begins that is in force on the last day of month 4, and then the one after the tracks
/// that had begun by that day.
pub(in crate::acts) fn estimate_asked_on(state: &State, day: NaiveDate) -> Option<Plan> {
    to_make_on(state, day).filter(|plan| state.judges(plan))
}

/// The first estimate that can be made on a day, be it that its last day lay before go-live.
pub(super) fn to_make_on(state: &State, day: NaiveDate) -> Option<Plan> {
    let plan = month_4_of(state)?;
    let due = plan.due?;
    let recognised_on = state.recognition()?.decided_on;
    let lasting = state.tracks.iter().filter(|track| track.in_force_on(due));
    let kept_back_from = lasting.map(|track| track.from.max(recognised_on)).min();
    if kept_back_from.is_none_or(|from| day < from) {
        return Some(plan);
    }
    let since = |track: &&Track| track.from <= day && !track.over_before(due);
    let until = state.tracks.iter().filter(since).map(|track| track.until).collect::<Option<Vec<_>>>()?;
    let last = until.into_iter().max()?;
    (last < day).then(|| estimate_after_track_plan(state.judged(last)))
}
