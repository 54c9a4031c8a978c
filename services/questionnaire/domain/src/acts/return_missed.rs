//! The questionnaire is not back in time: the coordinators are asked to contact the person and to help (Q6).
//!
//! Circular 2022/383, part III, 3.1, step 3. The circular gives this contact no last day; two weeks are our target.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::questionnaire::help_plan;

use super::{miss, round};
use crate::event::Event;
use crate::rejection::Rejection;
use crate::state::State;

/// Records the miss and asks for help.
pub(crate) fn decide(state: &State, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    round(state)?;
    let deadline = state.deadlines.open(Step::QuestionnaireReturn).ok_or(Rejection::ReturnNotMissed)?;
    let (missed, due_back) = miss(deadline, today).zip(deadline.plan.due).ok_or(Rejection::ReturnNotMissed)?;
    Ok(vec![
        missed,
        Event::HelpAsked { on: today, due_back },
        Event::DeadlinePlanned { plan: help_plan(state.planning(today)), on: today },
    ])
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_law::deadline::Actor;

    use super::*;
    use crate::Command;
    use crate::samples::{Case, complete, day, submit};
    use crate::state::{Stage, work};
    use crate::timer::timers;

    const FIRE: Command = Command::FireReturnMissed;

    #[test]
    fn q6_the_day_after_the_last_the_coordinators_are_asked_to_help() {
        let mut case = Case::sent();
        assert_eq!(case.refusal(day(2022, 11, 24), &FIRE), "RETURN_NOT_MISSED");
        let events = case.on(day(2022, 11, 25), &FIRE);
        assert_eq!(events[1], Event::HelpAsked { on: day(2022, 11, 25), due_back: day(2022, 11, 24) });
        assert_eq!(case.deadline(Step::QuestionnaireReturn), (Some(day(2022, 11, 25)), None));
        assert_eq!(case.state.stage(), Stage::Overdue);
    }

    #[test]
    fn q6_help_has_a_target_of_two_weeks_and_no_last_day() {
        let case = Case::overdue();
        let plan = &case.state.deadlines.last(Step::QuestionnaireHelp).unwrap().plan;
        assert_eq!((plan.due, plan.target, plan.actor), (None, Some(day(2022, 12, 9)), Actor::Coordinator));
        assert_eq!(work(&case.state).len(), 2);
    }

    #[test]
    fn q6_after_an_outage_the_miss_has_its_day_and_the_request_todays() {
        let mut case = Case::sent();
        let events = case.on(day(2022, 12, 1), &FIRE);
        let missed = Event::DeadlineMissed { step: Step::QuestionnaireReturn, on: day(2022, 11, 25) };
        assert_eq!(events[..2], [missed, Event::HelpAsked { on: day(2022, 12, 1), due_back: day(2022, 11, 24) }]);
    }

    #[test]
    fn q6_it_is_asked_once_and_not_after_the_return() {
        let mut case = Case::overdue();
        assert_eq!(timers(&case.state), []);
        assert_eq!(case.refusal(day(2022, 11, 26), &FIRE), "RETURN_NOT_MISSED");
        let mut returned = Case::sent();
        returned.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
        assert_eq!(returned.refusal(day(2022, 11, 25), &FIRE), "RETURN_NOT_MISSED");
        assert_eq!(Case::opened().refusal(day(2022, 11, 25), &FIRE), "NOT_SENT");
    }
}
