//! What follows from a track or from the questionnaire for an estimate that is open (M4, M5).

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Deadline, Step};
use trajet_law::estimate::examination_plan;
use trajet_law::rule::Rule;

use crate::event::Event;
use crate::fact::Questionnaire;
use crate::state::{State, apply};
use crate::track::Track;

/// The state after events that were decided and are not recorded yet.
pub(super) fn applied(state: &State, events: &[Event]) -> State {
    let mut after = state.clone();
    for event in events {
        apply(&mut after, event);
    }
    after
}

/// Adds what the concurrent tracks do to an open first estimate after these events.
///
/// Circular 2022/383, part III, 3.1, step 4: no estimate is made beside a concurrent track (M4). The deadline is waived
/// by a track that is in force on its last day (own reading): beside one that is over before, the estimate can still be
/// made in month 4, and one that begins after it undoes nothing: the estimate was missed, and is made when the track is
/// over. With the estimate goes the examination that it would need (M5).
pub(super) fn with_waiver(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let after = applied(state, &events);
    let Some(due) = after.open(Step::FirstEstimate).and_then(|deadline| deadline.plan.due) else {
        return events;
    };
    let Some(track) = on_last_day(&after, due).min_by_key(|track| track.from) else {
        return events;
    };

    let recognised_on = after.recognition().map_or(track.from, |recognition| recognition.decided_on);
    let examination = after.open(Step::EstimateExamination).map(|deadline| deadline.plan.step);
    events.extend([Step::FirstEstimate].into_iter().chain(examination).map(|step| Event::DeadlineWaived {
        step,
        on: track.from.max(recognised_on),
        because: track.kind.ground(),
    }));
    events
}

/// The tracks in force on the last day of month 4.
fn on_last_day(state: &State, due: NaiveDate) -> impl Iterator<Item = &Track> {
    state.tracks.iter().filter(move |track| track.in_force_on(due))
}

/// Adds that the first estimate, and the examination that it needs, are open again if no track is left that is in force on
/// the last day of month 4.
///
/// Circular 2022/383, part III, 3.1, step 4, takes the estimate away beside a track and does not say what comes after
/// one. If month 4 is not over the estimate can still be made in it, so its deadline is open again, with the same dates
/// (own reading).
pub(super) fn with_reopening(state: &State, mut events: Vec<Event>, on: NaiveDate) -> Vec<Event> {
    let after = applied(state, &events);
    let by_track = |deadline: &&Deadline| matches!(deadline.closed, Some(Closure::Waived { because, .. }) if because.rule == Rule::M4);
    let waived = |step| after.deadline(step).filter(by_track);
    let Some(estimate) = waived(Step::FirstEstimate).filter(|_| after.first_estimate.is_none() && after.end.is_none())
    else {
        return events;
    };
    let last_day = estimate.plan.due;
    if last_day.is_none_or(|due| on_last_day(&after, due).next().is_some()) {
        return events;
    }
    let examination = waived(Step::EstimateExamination).filter(|asked| asked.plan.opens == found_impossible(&after));
    events.extend(
        [Some(estimate), examination]
            .into_iter()
            .flatten()
            .map(|deadline| Event::DeadlineReopened { plan: deadline.plan.clone(), on }),
    );
    with_examination(state, events)
}

/// Adds the examination that an open first estimate needs after a questionnaire that could not be completed, unless it
/// was asked for when that was found.
///
/// Circular 2022/383, part III, 3.1, step 4 (Q7, M5).
pub(super) fn with_examination(state: &State, mut events: Vec<Event>) -> Vec<Event> {
    let after = applied(state, &events);
    let due = after.open(Step::FirstEstimate).and_then(|deadline| deadline.plan.due);
    let asked = after.deadline(Step::EstimateExamination);
    let asked_for = |found_on| asked.is_some_and(|asked| asked.is_open() || asked.plan.opens == Some(found_on));
    if let Some((found_on, due)) = found_impossible(&after).zip(due).filter(|(found_on, _)| !asked_for(*found_on)) {
        events.push(Event::DeadlinePlanned { plan: examination_plan(found_on, due), on: found_on });
    }
    events
}

/// The day on which the questionnaire was found impossible to complete, if that is what is known of it.
fn found_impossible(state: &State) -> Option<NaiveDate> {
    match state.questionnaire() {
        Questionnaire::Impossible { on } => Some(on),
        _ => None,
    }
}
