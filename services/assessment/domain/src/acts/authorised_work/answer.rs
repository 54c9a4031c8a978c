//! Deciding on the work that was applied for (M14).
//!
//! INAMI presentation 2016, part 1.1: the advising physician alone decides, in primary incapacity and in invalidity, and
//! states the nature, the volume and the conditions of the work. The volume is free.

use chrono::NaiveDate;
use trajet_law::months::LATEST;

use super::{met, performed, terms};
use crate::acts::follow::with_waiver;
use crate::acts::{by_the_end, day_after, going, letter};
use crate::authorised_work::AuthorisedWork;
use crate::command::{Authorisation, WorkDecision};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::notice::NoticeText;
use crate::rejection::Rejection;
use crate::state::State;

/// Records the answer to the application that awaits one. Work that is authorised and has begun is a track from then on.
pub(crate) fn decide(
    state: &State,
    decided_on: NaiveDate,
    decision: &WorkDecision,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    going(state)?;
    let awaited = |work: &&AuthorisedWork| work.awaits_a_decision();
    let work = state.work.iter().rfind(awaited).ok_or(Rejection::NoWorkApplication)?;
    let (number, applied_on) = (work.number, work.application.applied_on);
    let decided = ImpossibleDate::outside(DateField::DecidedOn, decided_on, applied_on, today);
    let days = match decision {
        WorkDecision::Authorised(authorisation) => impossible(work, authorisation),
        WorkDecision::NotAuthorised { .. } => Vec::new(),
    };
    possible(decided.into_iter().chain(days))?;
    by_the_end(state, decided_on)?;
    match decision {
        WorkDecision::NotAuthorised { reason, coordinator } => {
            let (reason, on) = (*reason, decided_on);
            let notice = letter(state, NoticeText::WorkNotAuthorised1, coordinator, today);
            let refused = Event::WorkNotAuthorised { number, on, reason, notice };
            Ok([refused].into_iter().chain(met(state, decided_on)).collect())
        }
        WorkDecision::Authorised(authorisation) => {
            let terms = terms(state, decided_on, authorisation)?;
            let begun = work.resumed_on.map(|on| performed(state, on.max(terms.from), terms.until)).transpose()?;
            let authorised = Event::WorkAuthorised { number, terms };
            let events = [authorised].into_iter().chain(met(state, decided_on)).chain(begun.flatten());
            Ok(with_waiver(state, events.collect()))
        }
    }
}

/// The days of an authorisation that cannot be right: nothing is authorised of before the application, and not only for days
/// that were over before the work began.
fn impossible(work: &AuthorisedWork, authorisation: &Authorisation) -> Vec<ImpossibleDate> {
    let Authorisation { from, until, .. } = *authorisation;
    let first = day_after(work.application.applied_on);
    let began = work.resumed_on.map_or(from, |on| on.max(from));
    let from = ImpossibleDate::outside(DateField::AuthorisedFrom, from, first, LATEST);
    let until = until.and_then(|until| ImpossibleDate::outside(DateField::AuthorisedUntil, until, began, LATEST));
    from.into_iter().chain(until).collect()
}
