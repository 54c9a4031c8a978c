//! What follows from the concurrent tracks or from the questionnaire for an estimate that is not made (M4, M5).
//!
//! Circular 2022/383, part III, 3.1, step 4, makes no estimate beside a concurrent track, and does not say what comes after
//! one. Own readings. A track that is in force on the last day of month 4 waives the deadline: beside one that is over
//! before, the estimate can still be made in month 4, and one that begins after it undoes nothing: the estimate was
//! missed, and is made when the track is over. If no track is left that is in force on that day, the deadline is open
//! again, with the same dates. Otherwise nobody would see the person again when the last track is over: from the day after
//! it the estimate has a target of our own and no last day, which a further track waives in its turn. With the estimate
//! goes the examination that it would need.

mod examination;
mod on_a_day;

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, DatedFact, Deadline, FactKind, Facts, Plan, Step};
use trajet_law::estimate::estimate_after_track_plan;
use trajet_law::replan::Replanned;
use trajet_law::rule::{Ground, Rule};

use super::day_after;
use super::replan::{moved, of_month_4};
use crate::event::Event;
use crate::state::{State, apply};
use crate::track::Track;

use self::examination::with_examination_from;
pub(super) use self::examination::{dispensed, examination_asked_on, examination_of_open_estimate, with_examination};
pub(super) use self::on_a_day::estimate_asked_on;

/// The state after events that were decided and are not recorded yet.
pub(super) fn applied(state: &State, events: &[Event]) -> State {
    let mut after = state.clone();
    for event in events {
        apply(&mut after, event);
    }
    after
}

/// Adds what the concurrent tracks do to the first estimate after these events, in which none ended.
pub(super) fn with_waiver(state: &State, events: Vec<Event>) -> Vec<Event> {
    let after = applied(state, &events);
    let ends = after.tracks.iter().filter_map(|track| track.until);
    let free_from = ends.max().map_or(NaiveDate::MIN, day_after);
    with_reopening(state, events, free_from)
}

/// Adds what the concurrent tracks do to the first estimate after these events, in which one ended, so that it can be made
/// from a day on if no other keeps it back.
pub(super) fn with_reopening(state: &State, events: Vec<Event>, on: NaiveDate) -> Vec<Event> {
    let events = in_month_4_again(state, events, on);
    let events = kept_back(state, events);
    with_examination_from(state, after_the_tracks(state, events), on)
}

/// The first estimate of month 4, as it was planned last.
pub(super) fn month_4(state: &State) -> Option<&Plan> {
    let of_month_4 = |plan: &&Plan| plan.step == Step::FirstEstimate && plan.due.is_some();
    state.deadlines.iter().map(|deadline| &deadline.plan).rfind(of_month_4)
}

/// The first estimate of month 4, as it was planned last; in a case that was taken over, as it would have been planned, were it not
/// over by then. Where the first day was corrected so that month 4 lies before the law, there is none (T8, T9).
pub(super) fn month_4_of(state: &State) -> Option<Plan> {
    let now = of_month_4(state).filter(|plan| !plan.predates_the_law())?;
    if !state.judges(&now) {
        return Some(now);
    }
    month_4(state).cloned().or_else(|| state.taken_over().map(|_| now))
}

/// The miss that was recorded of a deadline that is planned again: it stays.
pub(super) fn recorded_miss(state: &State, plan: &Plan) -> Option<Event> {
    let missed_on = state.deadlines.iter().filter(|before| before.plan == *plan).find_map(|before| before.missed_on);
    missed_on.map(|on| Event::DeadlineMissed { step: plan.step, on })
}

/// Waives the deadline of an estimate that no track keeps back on its account, but that another deadline replaces: the date
/// that it was counted from was corrected (T9). It rests on what corrected it among these events, or else on what the other is
/// counted from.
fn replaced(state: &State, events: &[Event], other: &Plan, on: NaiveDate) -> Vec<Event> {
    let corrects = |fact: &DatedFact| {
        matches!(fact.kind, FactKind::FirstDayCorrected | FactKind::TrackEnd | FactKind::WorkResumed) && fact.on <= on
    };
    let corrected = events.iter().flat_map(Event::tells).find(corrects);
    waived(state, on, Rule::T9.into(), &corrected.map_or_else(|| other.counted.from.clone(), Facts::from))
}

/// Waives the open estimate, and the examination that it would need.
fn waived(state: &State, on: NaiveDate, because: Ground, rests_on: &Facts) -> Vec<Event> {
    let open = |step: &Step| state.open(*step).is_some();
    let steps = [Step::FirstEstimate, Step::EstimateExamination].into_iter().filter(open);
    steps.map(|step| Event::DeadlineWaived { step, on, because, rests_on: rests_on.clone() }).collect()
}

/// Opens the deadline of month 4 again if no track is left that is in force on its last day. A later target goes.
fn in_month_4_again(state: &State, mut events: Vec<Event>, on: NaiveDate) -> Vec<Event> {
    let after = applied(state, &events);
    let Some((plan, last)) = month_4_of(&after).zip(after.deadline(Step::FirstEstimate)) else { return events };
    if !awaited(&after) || in_force_by(&after, &plan).next().is_some() {
        return events;
    }
    if last.plan.due.is_none() {
        let replaced = replaced(&after, &events, &plan, on);
        events.extend(replaced);
        if !after.judges(&plan) {
            return events;
        }
        let missed = recorded_miss(&after, &plan);
        events.push(Event::DeadlinePlanned { plan, on });
        events.extend(missed);
    } else if by_track(last) {
        events.push(Event::DeadlineReopened { plan, on });
    }
    by_the_law_of_today(state, events)
}

/// Plans the month 4 that is open again by the law of today, where that changed while a track kept it back (T8).
fn by_the_law_of_today(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let after = applied(state, &events);
    let before = after.open(Step::FirstEstimate).map(|open| &open.plan).filter(|plan| plan.due.is_some());
    let Some(((before, now), today)) = before.zip(of_month_4(&after)).zip(after.today) else { return events };
    if before.days() != now.days() {
        let before = before.clone();
        events.extend(moved(&after, Replanned { before, after: now }, today, (Rule::T8.into(), None)));
    }
    events
}

/// Waives an open estimate beside the first track that keeps it back.
fn kept_back(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let after = applied(state, &events);
    let Some(plan) = after.open(Step::FirstEstimate).map(|deadline| &deadline.plan) else { return events };
    let Some(track) = in_force_by(&after, plan).min_by_key(|track| track.from) else { return events };
    let recognised_on = after.recognition().map(|recognition| recognition.decided_on);
    // Month 4 can be kept back as a whole, a later target only from the day on which it opens.
    let opens = plan.opens.filter(|_| plan.due.is_none());
    let taken_over_on = after.taken_over().map(|taken_over| taken_over.on);
    let on = [recognised_on, opens, taken_over_on].into_iter().flatten().fold(track.from, NaiveDate::max);
    events.extend(waived(&after, on, track.kind.ground(), &track.kind.begun().on(track.from).into()));
    events
}

/// Plans the estimate for the day after the last of the tracks that kept it back in month 4 and since.
fn after_the_tracks(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let after = applied(state, &events);
    let Some(until) = kept_back_until(&after) else { return events };
    let last = after.deadline(Step::FirstEstimate);
    let plan = estimate_after_track_plan(after.planning(until));
    let opens = day_after(until);
    let on = after.recognition().map_or(opens, |recognition| opens.max(recognition.decided_on));
    if let Some(last) = last.filter(|last| last.plan == plan) {
        events.extend(by_track(last).then_some(Event::DeadlineReopened { plan, on }));
    } else {
        let replaced = replaced(&after, &events, &plan, opens);
        events.extend(replaced);
        events.extend(after.judges(&plan).then_some(Event::DeadlinePlanned { plan, on }));
    }
    events
}

/// The last day of the tracks that kept the estimate back in month 4 and since, if it is known and the estimate is awaited.
pub(super) fn kept_back_until(state: &State) -> Option<NaiveDate> {
    let plan = month_4_of(state).filter(|_| awaited(state))?;
    in_force_by(state, &plan).next()?;
    let since = state.tracks.iter().filter(|track| plan.due.is_some_and(|due| !track.over_before(due)));
    since.map(|track| track.until).collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// The tracks that keep an estimate back: those in force on its last day, and where it has a target alone, on any day
/// since it opens.
fn in_force_by<'a>(state: &'a State, plan: &Plan) -> impl Iterator<Item = &'a Track> {
    let (due, opens) = (plan.due, plan.opens);
    state.tracks.iter().filter(move |track| match due {
        Some(due) => track.in_force_on(due),
        None => opens.is_some_and(|opens| !track.over_before(opens)),
    })
}

/// Whether a first estimate is still to be made.
fn awaited(state: &State) -> bool {
    state.recognition().is_some() && state.first_estimate.is_none() && state.end.is_none()
}

/// Whether a deadline is waived because of a track, and not for good.
fn by_track(deadline: &Deadline) -> bool {
    matches!(deadline.closed, Some(Closure::Waived { because, .. }) if matches!(because.rule, Rule::M4 | Rule::T9))
}

#[cfg(test)]
mod tests;
