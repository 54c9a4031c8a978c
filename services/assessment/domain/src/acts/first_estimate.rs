//! The first estimate of the remaining capacities (M3, M4, M6, M20), and the referral in category 4 (M10).
//!
//! Circular 2022/383, part III, 3.1. Step 4: the physician makes it in the course of the fourth month of incapacity, on
//! the medical file and, among others, the completed questionnaire, with the coordinator where the case needs it; at an
//! examination where the questionnaire could not be completed (M5); not beside a concurrent track. Step 5: it puts the person in one of four categories, with or without an examination;
//! category 1 is a return by the end of month 6 at the latest, and is not given after it (own reading). Categories 1 and 3
//! ask for an examination later (M7, M8).
//! Step 6: who is in category 4 is referred to the coordinator.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::estimate::{category_1_until, first_estimate_plan};

use super::{by_the_end, evaluate, going};
use crate::estimate::{Category, Concertation, Estimate, Referral};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records an estimate made today. After month 4 it is late, and not refused.
pub(crate) fn decide(
    state: &State,
    category: Category,
    examined: bool,
    concertation: Option<&Concertation>,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let start = going(state)?.certificate.incapacity_start;
    let recognition = state.recognition().ok_or(Rejection::NotRecognised)?;
    by_the_end(state, today)?;
    if state.first_estimate.is_some() {
        return Err(Rejection::AlreadyEstimated);
    }
    let planned = state.deadline(Step::FirstEstimate).map(|deadline| deadline.plan.clone());
    let plan = planned.unwrap_or_else(|| first_estimate_plan(start, today));
    if let Some(opens) = plan.opens.filter(|opens| today < *opens) {
        return Err(Rejection::EstimateTooEarly { opens, parameter: plan.parameter });
    }
    if let Some(track) = state.track_on(today) {
        return Err(Rejection::TrackInForce { kind: track.kind });
    }
    let until = category_1_until(start, today);
    if category == Category::One && until.value < today {
        return Err(Rejection::CategoryOneTooLate { until: until.value, parameter: until.version });
    }
    if let Some(asked) = state.open(Step::EstimateExamination).filter(|_| !examined) {
        return Err(Rejection::ExaminationRequired { rule: asked.plan.rule });
    }
    if let Some(concertation) = concertation {
        possible(ImpossibleDate::outside(DateField::HeldOn, concertation.held_on, recognition.decided_on, today))?;
    }

    let missed = state.open(Step::FirstEstimate).and_then(|deadline| Event::missed(deadline, today));
    let made = Event::FirstEstimateMade(Estimate {
        on: today,
        category,
        examined,
        concertation: concertation.cloned(),
        questionnaire: state.questionnaire(),
    });
    let steps = [Step::FirstEstimate].into_iter().chain(examined.then_some(Step::EstimateExamination));
    let meets = steps.filter(|step| state.deadlines.can_be_met(*step, today));
    let met = meets.map(|step| Event::DeadlineMet { step, on: today });
    let referred = (category == Category::Four).then_some(Event::PersonReferred(Referral { on: today, initial: true }));
    let examination = evaluate::examination(state, category, start, today);
    let planned = examination.map(|plan| Event::DeadlinePlanned { plan, on: today });
    Ok(missed.into_iter().chain([made]).chain(met).chain(referred).chain(planned).collect())
}

#[cfg(test)]
mod tests;
