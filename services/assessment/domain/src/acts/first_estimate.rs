//! The first estimate of the remaining capacities (M3, M4, M6, M20), and the referral in category 4 (M10).
//!
//! Circular 2022/383, part III, 3.1. Step 4: the physician makes it in the course of the fourth month of incapacity, on
//! the medical file and, among others, the completed questionnaire, with the coordinator where the case needs it; at an
//! examination where the questionnaire could not be completed (M5); not beside a concurrent track. Step 5: it puts the person in one of four categories, with or without an examination;
//! category 1 is a return by the end of month 6 at the latest, and is not given after it (own reading). Categories 1 and 3
//! ask for an examination later (M7, M8).
//! Step 6: who is in category 4 is referred to the coordinator.
//!
//! One that is entered later than it was made is judged on the day on which it was made (own reading; T6).

mod met;

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::estimate::{category_1_until, first_estimate_plan};

use super::follow::{examination_asked_on, month_4};
use super::{by_the_end, evaluate, start_of};
use crate::estimate::{Category, Concertation, Estimate, Referral};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records an estimate made today, or on an earlier day. After month 4 it is late, and not refused.
pub(crate) fn decide(
    state: &State,
    on: NaiveDate,
    category: Category,
    examined: bool,
    concertation: Option<&Concertation>,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    let recognised_on = state.recognition().ok_or(Rejection::NotRecognised)?.decided_on;
    if state.first_estimate.is_some() {
        return Err(Rejection::AlreadyEstimated);
    }
    let estimated = ImpossibleDate::outside(DateField::EstimatedOn, on, recognised_on, today);
    let held = concertation.and_then(|held| {
        ImpossibleDate::outside(DateField::HeldOn, held.held_on, recognised_on, on.max(recognised_on))
    });
    possible(estimated.into_iter().chain(held))?;
    by_the_end(state, on)?;
    let plan = month_4(state).cloned().unwrap_or_else(|| first_estimate_plan(start, state.judged(on)));
    if let Some(opens) = plan.opens.filter(|opens| on < *opens) {
        return Err(Rejection::EstimateTooEarly { opens, parameter: plan.parameter });
    }
    if let Some(track) = state.track_on(on) {
        return Err(Rejection::TrackInForce { kind: track.kind });
    }
    let until = category_1_until(start, state.judged(on));
    if category == Category::One && until.value < on {
        return Err(Rejection::CategoryOneTooLate { until: until.value, parameter: until.version });
    }
    if let Some(asked) = examination_asked_on(state, on).filter(|_| !examined) {
        return Err(Rejection::ExaminationRequired { rule: asked.plan.rule });
    }

    let missed = state.open(Step::FirstEstimate).and_then(|deadline| Event::missed(deadline, on));
    let made = Event::FirstEstimateMade(Estimate {
        on,
        category,
        examined,
        concertation: concertation.cloned(),
        questionnaire: state.questionnaire_on(on),
    });
    let referred = (category == Category::Four).then_some(Event::PersonReferred(Referral { on, initial: true }));
    let examination = evaluate::examination(state, category, examined, on);
    let planned = examination.map(|plan| Event::DeadlinePlanned { plan, on });
    Ok(missed.into_iter().chain([made]).chain(met::by(state, on)).chain(referred).chain(planned).collect())
}

#[cfg(test)]
mod entered_late;
#[cfg(test)]
mod tests;
