//! Recording that the person cannot complete the questionnaire, in spite of help (Q7).
//!
//! Circular 2022/383, part III, 3.1, step 4. It leads to an examination (M5), which medical assessment plans.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::rule::Rule;

use super::{may_help, possible, round};
use crate::event::Event;
use crate::impossibility::Impossibility;
use crate::rejection::Rejection;
use crate::state::State;

/// Records the finding: the answer is not awaited any more, and the help was given. A duly completed answer that comes
/// all the same is accepted.
///
/// That it is found in spite of help we read as: on or after the first contact that reached the person.
pub(crate) fn decide(state: &State, found: &Impossibility, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let round = round(state)?;
    if !round.answers.is_empty() {
        return Err(Rejection::AlreadyReturned);
    }
    if round.impossible.is_some() {
        return Err(Rejection::AlreadyImpossible);
    }
    may_help(state, &found.by)?;
    let reached_on = round.reached_on().ok_or(Rejection::HelpNotGiven)?;
    possible(Rule::Q7, found.on, reached_on, today)?;
    let mut events = vec![Event::CompletionImpossible(found.clone())];
    if state.deadlines.can_be_met(Step::QuestionnaireReturn, found.on) {
        let because = Rule::Q7.into();
        let rests_on = FactKind::CompletionImpossible.on(found.on).into();
        events.push(Event::DeadlineWaived { step: Step::QuestionnaireReturn, on: found.on, because, rests_on });
    }
    if state.deadlines.can_be_met(Step::QuestionnaireHelp, found.on) {
        events.push(Event::DeadlineMet { step: Step::QuestionnaireHelp, on: found.on });
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::Command;
    use crate::impossibility::ImpossibilityReason;
    use crate::people::{HelpResult, Helper};
    use crate::samples::{
        Case, complete, contacted, day, fire_send_route_b, found_impossible, incomplete, requested, subject, submit,
    };
    use crate::state::{Stage, work};

    /// A case of which the person was reached on 28 November 2022 and helped.
    fn helped() -> Case {
        let mut case = Case::overdue();
        case.on(day(2022, 11, 28), &contacted(day(2022, 11, 28), HelpResult::Helped));
        case
    }

    #[test]
    fn q7_the_answer_is_not_awaited_any_more_and_its_miss_stays() {
        let mut case = helped();
        let on = day(2022, 12, 1);
        case.on(on, &found_impossible(on));
        let closed = Closure::Waived { on, because: Rule::Q7.into() };
        assert_eq!(case.deadline(Step::QuestionnaireReturn), (Some(day(2022, 11, 25)), Some(closed)));
        assert_eq!(case.deadline(Step::QuestionnaireHelp).1, Some(Closure::Met { on: day(2022, 11, 28) }));
        assert_eq!(case.state.stage(), Stage::Impossible);
        assert_eq!(work(&case.state).len(), 0);
        assert_eq!(case.refusal(on, &found_impossible(on)), "ALREADY_IMPOSSIBLE");
    }

    #[test]
    fn q7_it_is_found_in_spite_of_help() {
        let on = day(2022, 12, 1);
        assert_eq!(Case::opened().refusal(on, &found_impossible(on)), "NOT_SENT");
        assert_eq!(Case::sent().refusal(day(2022, 11, 20), &found_impossible(day(2022, 11, 20))), "HELP_NOT_GIVEN");
        let mut case = Case::overdue();
        assert_eq!(case.refusal(on, &found_impossible(on)), "HELP_NOT_GIVEN");
        case.on(day(2022, 11, 26), &contacted(day(2022, 11, 26), HelpResult::NotReached));
        assert_eq!(case.refusal(on, &found_impossible(on)), "HELP_NOT_GIVEN");
        case.on(day(2022, 11, 28), &contacted(day(2022, 11, 28), HelpResult::Declined));
        for impossible in [day(2022, 11, 27), day(2022, 12, 2)] {
            assert_eq!(case.refusal(on, &found_impossible(impossible)), "IMPOSSIBLE_DATE");
        }
        case.on(on, &found_impossible(day(2022, 11, 28)));
    }

    #[test]
    fn q7_what_is_back_can_be_completed() {
        let mut case = helped();
        case.on(day(2022, 11, 29), &submit(complete(), day(2022, 11, 29)));
        assert_eq!(case.refusal(day(2022, 12, 1), &found_impossible(day(2022, 12, 1))), "ALREADY_RETURNED");
    }

    #[test]
    fn q7_a_complete_answer_that_comes_all_the_same_is_accepted() {
        let mut case = helped();
        let on = day(2022, 12, 1);
        case.on(on, &found_impossible(on));
        case.on(day(2022, 12, 5), &submit(incomplete(), day(2022, 12, 5)));
        let events = case.on(day(2022, 12, 6), &submit(complete(), day(2022, 12, 6)));
        assert!(matches!(events[..], [Event::AnswerReturned(_)]));
        assert_eq!(case.state.stage(), Stage::Returned);
        let closed = Closure::Waived { on, because: Rule::Q7.into() };
        assert_eq!(case.deadline(Step::QuestionnaireReturn).1, Some(closed));
    }

    #[test]
    fn q7_a_complete_answer_that_had_come_before_it_was_found_meets_the_return() {
        let mut case = helped();
        case.on(day(2022, 12, 1), &found_impossible(day(2022, 12, 1)));
        let on = day(2022, 11, 23);
        case.on(day(2022, 12, 2), &submit(complete(), on));
        assert_eq!(case.deadline(Step::QuestionnaireReturn), (Some(day(2022, 11, 25)), Some(Closure::Met { on })));
    }

    #[test]
    fn q7_a_staff_member_finds_it_only_when_delegated() {
        let mut case = helped();
        let on = day(2022, 12, 1);
        let by = Helper::Delegate(subject("staff"));
        let found = Impossibility { on, reason: ImpossibilityReason::NotUnderstood, by };
        let command = Command::RecordImpossibility(found);
        assert_eq!(case.refusal(on, &command), "NOT_THE_DELEGATE");
        case.on(on, &Command::DelegateHelp { to: subject("staff"), by: subject("coordinator") });
        case.on(on, &command);
    }

    #[test]
    fn q7_q8_after_it_a_request_is_sent_another() {
        let mut case = helped();
        let on = day(2022, 12, 1);
        case.on(on, &found_impossible(on));
        case.on(day(2023, 2, 1), &requested(day(2023, 2, 1), true));
        case.on(day(2023, 2, 1), &fire_send_route_b());
        assert_eq!(case.state.stage(), Stage::Sent);
        assert_eq!(case.refusal(day(2023, 2, 3), &found_impossible(day(2023, 2, 3))), "HELP_NOT_GIVEN");
    }
}
