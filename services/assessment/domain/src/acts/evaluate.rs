//! A later evaluation, on the file or at an examination (M9), and the examinations that categories 1 and 3 ask for (M7,
//! M8).
//!
//! Circular 2022/383, part III, 3.1, step 5: who is in category 1 and still unfit after month 6 is examined; who is in
//! category 3 is examined in month 7 at the latest. Step 6: who comes to category 4 is referred to the coordinator (M10).
//!
//! Own readings. Who is in category 1 can be evaluated on the file until month 6 is over. Who is in category 3 can be
//! evaluated on it at any time, as the circular leaves open whether an evaluation is an examination; the duty to examine
//! stays while they are in that category. Who leaves a category need not be examined for it any more (M9); what was
//! missed stays so. Who comes to category 3 is to be examined by the end of month 7, and not by the evaluation that puts
//! them there; when month 7 is over, who was put there on the file is aimed to be examined within a month. Who comes back
//! to category 4 is referred again.

use chrono::NaiveDate;
use trajet_law::deadline::{Deadline, FactKind, Plan, Step};
use trajet_law::estimate::{
    category_1_examination_from_go_live, category_1_examination_plan, category_1_until, category_3_examination_plan,
    category_3_late_examination_plan, examined_for_category_3,
};
use trajet_law::law::Judged;
use trajet_law::rule::Rule;
use trajet_law::taken_over::{TakenOver, not_judged};

use super::by_the_end;
use crate::estimate::{Category, Referral};
use crate::event::Event;
use crate::examination::Evaluation;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Records an evaluation of today or before.
pub(crate) fn decide(state: &State, evaluation: &Evaluation, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = state.incapacity_start().ok_or(Rejection::NotDeclared)?;
    let not_estimated = Rejection::NotEstimated { rule: Rule::M9 };
    let recognised_on = state.recognition().map(|recognition| recognition.decided_on);
    let (last_on, before, _) = state.estimates().last().ok_or(not_estimated)?;
    let Evaluation { on, category, examined, ref concertation } = *evaluation;

    let evaluated = ImpossibleDate::outside(DateField::EvaluatedOn, on, last_on, today);
    let held = concertation.as_ref().and_then(|concertation| {
        let earliest = recognised_on.unwrap_or(start);
        ImpossibleDate::outside(DateField::HeldOn, concertation.held_on, earliest, on.max(earliest))
    });
    possible(evaluated.into_iter().chain(held))?;
    by_the_end(state, on)?;
    let until = category_1_until(start, state.judged(on));
    if category == Category::One && until.value < on {
        return Err(Rejection::CategoryOneTooLate { until: until.value, parameter: until.version });
    }
    let asked = asked_examination(state, before, on);
    let due = asked.filter(|asked| asked.plan.opens.is_none_or(|opens| opens <= on));
    let only_examined = |due: &&Deadline| due.plan.step == Step::Category1Examination;
    if let Some(due) = due.filter(only_examined).filter(|_| !examined) {
        return Err(Rejection::ExaminationRequired { rule: due.plan.rule });
    }

    let mut events = vec![Event::EvaluationMade(evaluation.clone())];
    let met = due.filter(|_| examined);
    if let Some(due) = met {
        events.extend(Event::missed(due, on));
        events.push(Event::DeadlineMet { step: due.plan.step, on });
    }
    if category != before {
        if let Some(left) = asked.filter(|_| met.is_none()) {
            events.extend(Event::missed(left, on));
            let rests_on = FactKind::Estimate.on(on).into();
            events.push(Event::DeadlineWaived { step: left.plan.step, on, because: Rule::M9.into(), rests_on });
        }
        let referred = Event::PersonReferred(Referral { on, initial: false });
        events.extend((category == Category::Four).then_some(referred));
        events.extend(examination(state, category, examined, on).map(|plan| Event::DeadlinePlanned { plan, on }));
    }
    Ok(events)
}

/// The examination that the category in force asks for and that an evaluation of that day can still meet.
fn asked_examination(state: &State, in_force: Category, on: NaiveDate) -> Option<&Deadline> {
    let step = match in_force {
        Category::One => Step::Category1Examination,
        Category::Three => Step::Category3Examination,
        Category::Two | Category::Four => return None,
    };
    state.deadline(step).filter(|_| state.deadlines.can_be_met(step, on))
}

/// The examination that a category asks for, planned on the day of an evaluation: none after the end of the incapacity.
/// After the last day of that of category 3 it is aimed at if the evaluation was made on the file. What would be planned for
/// a time before the law (T8), or before go-live, is not.
pub(super) fn examination(state: &State, category: Category, examined: bool, on: NaiveDate) -> Option<Plan> {
    let plan = asked_by(state, category, examined, state.planning(on));
    plan.filter(|plan| state.end.is_none() && state.judges(plan))
}

/// The examination that a category asks for, given by an evaluation of a day.
pub(super) fn asked_by(state: &State, category: Category, examined: bool, given: Judged) -> Option<Plan> {
    let start = state.incapacity_start()?;
    let plan = match category {
        Category::One => {
            let plan = category_1_examination_plan(start, given);
            // It has no last day, so that it was not over before go-live; only our target can have been.
            let over = not_judged(&plan, state.taken_over()) == Some(TakenOver::ground());
            let live = state.taken_over().filter(|_| over);
            live.map_or(plan, |known| category_1_examination_from_go_live(start, given.at(known.on)))
        }
        Category::Three => category_3_examination_plan(start, given),
        Category::Two | Category::Four => return None,
    };
    let late = plan.due.is_some_and(|due| due < given.on);
    // Who is put in category 3 by an examination of month 7 or later has been examined by then.
    let was_examined = category == Category::Three && examined && examined_for_category_3(start, given);
    (!was_examined).then(|| if late { category_3_late_examination_plan(given) } else { plan })
}

#[cfg(test)]
mod tests;
