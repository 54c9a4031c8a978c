//! A case that was running when the mutuality went live, as its recognition tells it (own reading; T6).
//!
//! A questionnaire that was sent then is not sent again, and one that came back is not asked for again. One that is out is due
//! back on the day that its sending gives, unless that lay before go-live. Which form was sent is not known: it is answered in the
//! version that the platform holds on the day on which it hears of the case.

use chrono::NaiveDate;
use trajet_law::deadline::Plan;
use trajet_law::questionnaire::{return_plan, send_plan};
use trajet_law::taken_over::{TakenOver, not_judged};

use super::note::requested;
use crate::event::Event;
use crate::fact::{ParkedBecause, Recognition};
use crate::round::{Route, Sent};
use crate::state::{Request, State, apply};

/// What follows the opening of the case.
pub(super) fn decide(
    state: &State,
    recognition: &Recognition,
    known: &TakenOver,
    today: NaiveDate,
) -> Result<Vec<Event>, ParkedBecause> {
    let mut after = state.clone();
    let opened = Event::CaseOpened(recognition.clone());
    apply(&mut after, &opened);
    let mut events = sending(&after, recognition, known);
    for event in &events {
        apply(&mut after, event);
    }
    if let Some(received_on) = known.trajectory_requested_on {
        // One that came back before serves the trajectory.
        let needed = known.questionnaire_returned_on.is_none();
        let request = Request { received_on, needed, ended_on: None };
        events.extend(requested(&after, request, &recognition.source, today)?);
    }
    Ok(events)
}

fn sending(state: &State, recognition: &Recognition, known: &TakenOver) -> Vec<Event> {
    let planned = |plan| Event::DeadlinePlanned { plan, on: known.on };
    let Some((on, definition)) = known.questionnaire_sent_on.zip(recognition.answered_in.clone()) else {
        let plan = send_plan(recognition.incapacity_start, state.planning(recognition.recognised_on));
        return Some(plan).filter(|plan| state.judges(plan)).map(planned).into_iter().collect();
    };
    let plan = return_plan(state.planning(on));
    let language = recognition.person.language;
    let sent = Sent { number: 1, route: Route::A, on, definition, language, due_back: plan.due };
    let sent = Event::SentBeforeGoLive(sent);
    match known.questionnaire_returned_on {
        Some(on) => vec![sent, Event::BackBeforeGoLive { on }],
        None => [sent].into_iter().chain(Some(plan).filter(|plan| state.judges(plan)).map(planned)).collect(),
    }
}

/// The steps of before go-live of which nothing is known: the sending, or the return.
#[must_use]
pub fn not_known(state: &State) -> Vec<Plan> {
    let Some((recognition, known)) = state.recognition.as_ref().zip(state.taken_over()) else { return Vec::new() };
    let over = |plan: &Plan| not_judged(plan, Some(known)) == Some(TakenOver::ground());
    let plan = match (known.questionnaire_sent_on, known.questionnaire_returned_on) {
        (Some(on), None) => {
            let back = state.rounds.first().is_some_and(|round| round.settled_on().is_some());
            Some(return_plan(state.judged(on))).filter(|_| !back)
        }
        (None, None) => {
            let plan = send_plan(recognition.incapacity_start, state.judged(recognition.recognised_on));
            // Beside a track none was to be sent.
            let kept_back = plan.due.is_some_and(|due| state.track_on(due).is_some());
            Some(plan).filter(|_| !kept_back)
        }
        _ => None,
    };
    plan.into_iter().filter(over).collect()
}

#[cfg(test)]
mod tests;
