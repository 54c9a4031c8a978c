//! Dispensing from the examination that follows a questionnaire which could not be completed (Q7, M5).
//!
//! Circular 2022/383, part III, 3.1, step 4: no examination where the medical information shows that it is not appropriate
//! now. The estimate can then be made on the file.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::rule::Rule;

use super::by_the_end;
use super::follow::{dispensed, examination_asked_on};
use crate::event::Event;
use crate::examination::DispensationFindings;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// Waives the examination from the day of the decision on, if it was asked for on that day by what is known now: a track that
/// was recorded since, and keeps it back from a later day on, does not stand in the way (own reading).
///
/// Both findings are asked of the physician, and none is kept: what is recorded is that it was dispensed with.
pub(crate) fn decide(
    state: &State,
    decided_on: NaiveDate,
    findings: DispensationFindings,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    let start = state.incapacity_start().ok_or(Rejection::NotDeclared)?;
    let decided_from = |earliest| possible(ImpossibleDate::outside(DateField::DecidedOn, decided_on, earliest, today));
    decided_from(start)?;
    by_the_end(state, decided_on)?;
    if findings != DispensationFindings::BOTH {
        return Err(Rejection::NotDispensable);
    }
    let step = Step::EstimateExamination;
    let awaited = state.first_estimate.is_none() && state.end.is_none();
    let asked_then = examination_asked_on(state, decided_on).filter(|_| awaited);
    let asked_then = asked_then.filter(|asked| dispensed(state, asked.found_on).next().is_none());
    if asked_then.is_none() {
        let asked = state.open(step).ok_or(Rejection::ExaminationNotAsked)?;
        decided_from(asked.plan.opens.unwrap_or(start))?;
    }
    // It was never planned if what kept the estimate back was recorded before the finding.
    let planned = asked_then.filter(|_| state.deadline(step).is_none());
    let planned = planned.map(|asked| Event::DeadlinePlanned { plan: asked.plan, on: asked.found_on });
    let rests_on = FactKind::ExaminationDispensed.on(decided_on).into();
    let waived = Event::DeadlineWaived { step, on: decided_on, because: Rule::M5.into(), rests_on };
    Ok(planned.into_iter().chain([waived]).collect())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::samples::{Case, day, estimate, told_completed, told_impossible, track};
    use crate::{EndCause, TrackKind, samples};

    fn dispense(decided_on: NaiveDate) -> Command {
        Command::DispenseExamination { decided_on, findings: DispensationFindings::BOTH }
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
    fn m5_both_findings_are_needed() {
        for (completion_impossible, examination_inappropriate) in [(false, true), (true, false), (false, false)] {
            let findings = DispensationFindings { completion_impossible, examination_inappropriate };
            let dispense = Command::DispenseExamination { decided_on: day(2022, 12, 8), findings };
            let refused = impossible().refused(day(2022, 12, 9), &dispense);
            assert_eq!((refused.code(), refused.rule()), ("NOT_DISPENSABLE", Some(Rule::M5)));
            assert!(!format!("{dispense:?}").contains("true"));
        }
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
    fn m5_what_was_decided_before_a_track_is_entered_after_it_and_dispenses() {
        let kind = TrackKind::AuthorisedWork;
        for until in [Some(day(2023, 1, 15)), None] {
            for found_first in [true, false] {
                let mut case = Case::recognised();
                let (found, work) = (told_impossible(day(2022, 11, 20)), track(kind, day(2022, 12, 5), until));
                for command in if found_first { [&found, &work] } else { [&work, &found] } {
                    case.on(day(2022, 12, 6), command);
                }
                case.on(day(2022, 12, 10), &dispense(day(2022, 11, 24)));
                assert_eq!(
                    case.refused(day(2022, 12, 10), &dispense(day(2022, 11, 23))),
                    Rejection::ExaminationNotAsked
                );
                assert_eq!(case.state.open(Step::EstimateExamination), None);
                case.on(day(2022, 12, 10), &samples::estimate_of(day(2022, 12, 2), Category::Two, false));
                assert_eq!(case.state.deadlines.all_open().count(), 0);
            }
        }
    }

    #[test]
    fn m5_nothing_is_dispensed_with_on_a_day_beside_the_track_that_keeps_the_estimate_back() {
        let mut case = Case::recognised();
        case.on(day(2022, 11, 20), &told_impossible(day(2022, 11, 20)));
        case.on(day(2022, 12, 6), &track(TrackKind::AuthorisedWork, day(2022, 12, 5), Some(day(2023, 1, 15))));
        let beside = case.refused(day(2023, 1, 20), &dispense(day(2022, 12, 6)));
        assert_eq!(beside.impossible_dates().iter().map(|date| date.earliest).collect::<Vec<_>>(), [day(2023, 1, 16)]);
        case.on(day(2023, 1, 20), &dispense(day(2023, 1, 16)));
        case.on(day(2023, 1, 20), &estimate(Category::Two));
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
