//! Recording the real first day of the work that was applied for (M14).
//!
//! INAMI presentation 2016, part 1.1: who applied before may begin while the decision is awaited, which is then given by the
//! thirtieth working day. Own readings: who began before applying did not apply, and nothing follows from it here; a first day
//! that is corrected moves the deadline and the days of authorised work openly (T9).

use chrono::NaiveDate;
use trajet_law::authorised_work::decision_plan;
use trajet_law::deadline::FactKind;
use trajet_law::rule::Rule;

use super::{STEP, never_was, performed, tracks};
use crate::acts::follow::{recorded_miss, with_waiver};
use crate::acts::{by_the_end, day_after, going};
use crate::authorised_work::{AuthorisedWork, WorkAnswer};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::{State, apply};

/// Records the day of the last application that was not withdrawn.
pub(crate) fn decide(state: &State, resumed_on: NaiveDate, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    let work = state.work.iter().rfind(|work| work.withdrawn_on.is_none()).ok_or(Rejection::NoWorkApplication)?;
    let applied_on = work.application.applied_on;
    if resumed_on <= applied_on {
        return Err(Rejection::NotAppliedBefore);
    }
    by_the_end(state, resumed_on)?;
    let before: Vec<_> = tracks(state, work).collect();
    let latest = before.last().and_then(|track| track.until).map_or(today, |until| until.min(today));
    possible(ImpossibleDate::outside(DateField::ResumedOn, resumed_on, day_after(applied_on), latest))?;
    if work.resumed_on == Some(resumed_on) {
        return Err(Rejection::ResumptionRecorded);
    }
    let not_any_more = match &work.answer {
        Some(WorkAnswer::NotAuthorised { on, .. }) => *on < resumed_on,
        _ => work.authorised().and_then(|terms| terms.until).is_some_and(|until| until < resumed_on),
    };
    if not_any_more {
        return Err(Rejection::WorkNotAuthorised);
    }
    let mut events = vec![Event::WorkResumed { number: work.number, on: resumed_on }];
    events.extend(deadline(state, work, resumed_on));
    let Some(terms) = work.authorised() else { return Ok(events) };

    let from = resumed_on.max(terms.from);
    let first = before.iter().find(|track| !track.over_before(from));
    let mut without = state.clone();
    for gone in before.iter().filter(|track| track.from < from || first.is_some_and(|it| it.from == track.from)) {
        if gone.from != from {
            let gone = never_was(gone);
            apply(&mut without, &gone);
            events.push(gone);
        }
    }
    if first.is_none_or(|track| track.from != from) {
        events.extend(performed(&without, from, first.map_or(terms.until, |track| track.until))?);
    }
    Ok(with_waiver(state, events))
}

/// The decision that is due from this day on; one that was given since is what became of it.
fn deadline(state: &State, work: &AuthorisedWork, resumed_on: NaiveDate) -> Vec<Event> {
    let plan = decision_plan(state.planning(resumed_on));
    let step = STEP;
    if state.end.is_some() || !state.judges(&plan) || work.decided_on().is_some_and(|on| on < resumed_on) {
        return Vec::new();
    }
    let open = state.open(step);
    // What is planned again is so on the day of what it replaces at the earliest, and what was met before on that of the decision.
    let opened = open.and_then(|deadline| deadline.plan.opens);
    let on = [opened, work.decided_on()].into_iter().flatten().fold(resumed_on, NaiveDate::max);
    let missed_before = open.and_then(|deadline| Event::missed(deadline, on));
    let rests_on = FactKind::WorkResumed.on(resumed_on).into();
    let replaced = open.map(|_| Event::DeadlineWaived { step, on, because: Rule::T9.into(), rests_on });
    let missed = work.decided_on().map_or_else(
        || recorded_miss(state, &plan),
        |on| plan.miss_recorded_on().filter(|missed_on| *missed_on <= on).map(|on| Event::DeadlineMissed { step, on }),
    );
    let met = work.decided_on().map(|on| Event::DeadlineMet { step, on });
    let planned = Event::DeadlinePlanned { plan, on };
    missed_before.into_iter().chain(replaced).chain([planned]).chain(missed).chain(met).collect()
}
