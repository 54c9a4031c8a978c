//! Dispensing from the examination that follows a questionnaire which could not be completed (Q7, M5).
//!
//! Circular 2022/383, part III, 3.1, step 4: no examination where the medical information shows that it is not appropriate
//! now. The estimate can then be made on the file.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::rule::Rule;

use super::by_the_end;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Waives the examination from the day of the decision on.
pub(crate) fn decide(state: &State, decided_on: NaiveDate, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = state.incapacity_start().ok_or(Rejection::NotDeclared)?;
    let decided_from = |earliest| possible(ImpossibleDate::outside(DateField::DecidedOn, decided_on, earliest, today));
    decided_from(start)?;
    by_the_end(state, decided_on)?;
    let asked = state.open(Step::EstimateExamination).ok_or(Rejection::ExaminationNotAsked)?;
    decided_from(asked.plan.opens.unwrap_or(start))?;
    Ok(vec![Event::DeadlineWaived { step: Step::EstimateExamination, on: decided_on, because: Rule::M5.into() }])
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::samples::{Case, day, estimate, told_completed, told_impossible};
    use crate::{EndCause, samples};

    fn dispense(decided_on: NaiveDate) -> Command {
        Command::DispenseExamination { decided_on }
    }

    fn impossible() -> Case {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 3), &told_impossible(day(2022, 12, 2)));
        case
    }

    #[test]
    fn m5_without_an_examination_the_estimate_is_made_on_the_file() {
        let mut case = impossible();
        let events = case.on(day(2022, 12, 9), &dispense(day(2022, 12, 8)));
        assert_eq!((events.len(), events[0].rule()), (1, Rule::M5));
        let waived = Closure::Waived { on: day(2022, 12, 8), because: Rule::M5.into() };
        assert_eq!(case.standing(Step::EstimateExamination), (None, Some(waived)));
        case.on(day(2022, 12, 9), &estimate(Category::Two));
    }

    #[test]
    fn m5_only_an_examination_that_was_asked_for_is_dispensed_with() {
        let today = day(2022, 12, 9);
        let mut completed = impossible();
        completed.on(today, &told_completed(day(2022, 12, 8)));
        let mut dispensed = impossible();
        dispensed.on(today, &dispense(today));
        for mut case in [Case::declared(), Case::recognised(), completed, dispensed] {
            let refused = case.refused(today, &dispense(today));
            assert_eq!((refused.code(), refused.rule()), ("EXAMINATION_NOT_ASKED", Some(Rule::M5)));
        }
        assert_eq!(Case::default().refused(today, &dispense(today)), Rejection::NotDeclared);
    }

    #[test]
    fn m5_the_decision_lies_from_the_finding_to_today() {
        for decided_on in [day(2022, 12, 1), day(2022, 12, 10)] {
            let refused = impossible().refused(day(2022, 12, 9), &dispense(decided_on));
            assert_eq!(refused.impossible_dates().len(), 1, "{decided_on}");
        }
        impossible().on(day(2022, 12, 9), &dispense(day(2022, 12, 2)));
    }

    #[test]
    fn t6_after_the_end_there_is_nothing_to_dispense_with() {
        let mut case = impossible();
        case.on(day(2022, 12, 20), &samples::end(day(2022, 12, 15), EndCause::Other));
        let refused = |case: &mut Case, on| case.refused(day(2022, 12, 20), &dispense(on)).code();
        assert_eq!(refused(&mut case, day(2022, 12, 16)), "INCAPACITY_ENDED");
        assert_eq!(refused(&mut case, day(2022, 12, 15)), "EXAMINATION_NOT_ASKED");
    }
}
