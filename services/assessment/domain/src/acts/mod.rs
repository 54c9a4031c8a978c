//! The legal acts, one file each: its arm of `decide`, its article, its tests.

pub(crate) mod declare;
pub(crate) mod end_track;
pub(crate) mod estimate_missed;
pub(crate) mod first_estimate;
pub(crate) mod note;
pub(crate) mod recognise;
pub(crate) mod refuse;
pub(crate) mod start_track;

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, Step};
use trajet_law::months::EARLIEST;
use trajet_law::primary_incapacity::{invalidity_plan, primary_incapacity};

use crate::decision::{DecidedBy, Decision};
use crate::declaration::Declaration;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::{State, apply};

/// The declaration of a case of which the recognition is not refused.
fn going(state: &State) -> Result<&Declaration, Rejection> {
    match state.decision {
        Some(Decision::Refused(_)) => Err(Rejection::RecognitionRefused),
        _ => state.declaration.as_ref().ok_or(Rejection::NotDeclared),
    }
}

/// The declaration of a case on which this decision is the first, taken on a possible day by who decides on that day.
/// A day on which activity ceased that comes with the decision lies before it.
///
/// INAMI presentation 2016: the advising physician is the sole decider in the first year. Another body decides after
/// it, which the sources do not name (M1).
fn undecided<'a>(
    state: &'a State,
    decided_on: NaiveDate,
    decided_by: &DecidedBy,
    activity_ceased_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<&'a Declaration, Rejection> {
    let declaration = state.declaration.as_ref().ok_or(Rejection::NotDeclared)?;
    if state.decision.is_some() {
        return Err(Rejection::AlreadyDecided);
    }
    let start = declaration.certificate.incapacity_start;
    let decided = ImpossibleDate::outside(DateField::DecidedOn, decided_on, start, today);
    let ceased = activity_ceased_on
        .and_then(|on| ImpossibleDate::outside(DateField::ActivityCeasedOn, on, EARLIEST, decided_on.max(EARLIEST)));
    possible(decided.into_iter().chain(ceased))?;

    let first_year = primary_incapacity(start, decided_on);
    let parameter = invalidity_plan(start, decided_on).parameter;
    match (decided_by, first_year.contains(decided_on)) {
        (DecidedBy::AdvisingPhysician, false) => {
            Err(Rejection::OtherBodyDecides { from: day_after(first_year.last), parameter })
        }
        (DecidedBy::OtherBody { .. }, true) => {
            Err(Rejection::PhysicianDecides { before: day_after(first_year.last), parameter })
        }
        (DecidedBy::OtherBody { name }, false) if name.trim().is_empty() => Err(Rejection::BodyNotNamed),
        _ => Ok(declaration),
    }
}

/// The record that a deadline's last day lies before the day of the act, unless it is there already.
fn miss(deadline: &Deadline, act_on: NaiveDate) -> Option<Event> {
    let on = deadline.plan.miss_recorded_on().filter(|_| deadline.is_missed_on(act_on))?;
    Some(Event::DeadlineMissed { step: deadline.plan.step, on })
}

/// Adds what the concurrent tracks do to an open first estimate after these events.
///
/// Circular 2022/383, part III, 3.1, step 4: no estimate is made beside a concurrent track (M4). The deadline is waived
/// by a track that is not over before its last day (own reading): beside one that is, the estimate can still be made in
/// month 4. A track that began after month 4 does not undo that it was missed.
fn with_waiver(state: &State, mut events: Vec<Event>, today: NaiveDate) -> Vec<Event> {
    let after = applied(state, &events);
    let Some(deadline) = after.open(Step::FirstEstimate) else {
        return events;
    };
    let Some(due) = deadline.plan.due else { return events };
    let lasting = after.tracks.iter().filter(|track| !track.over_before(due));
    let Some(track) = lasting.min_by_key(|track| track.from) else {
        return events;
    };

    events.extend(miss(deadline, today).filter(|_| due < track.from));
    let recognised_on = after.recognition().map_or(track.from, |recognition| recognition.decided_on);
    events.push(Event::DeadlineWaived {
        step: Step::FirstEstimate,
        on: track.from.max(recognised_on),
        because: track.kind.ground(),
    });
    events
}

fn applied(state: &State, events: &[Event]) -> State {
    let mut after = state.clone();
    for event in events {
        apply(&mut after, event);
    }
    after
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}
