//! Returning the questionnaire (*renvoi du questionnaire*, *terugzending van de vragenlijst*).
//!
//! Circular 2022/383, part III, 3.1, step 3: duly completed, within two weeks (Q5). Incomplete counts as not returned
//! (Q10); late is still accepted (Q6). What is complete never changes (Q9).
//!
//! Paper that came back in time may be entered after the miss was recorded. The record stays, and so does the help that
//! was asked; that the deadline was met on its last day or before says that the return was in time all the same.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::rule::Rule;

use super::draft::kept;
use super::{answerable, filled_in_in, help_from, miss, possible, round};
use crate::answers::missing;
use crate::command::FilledIn;
use crate::event::Event;
use crate::profile::profile;
use crate::rejection::Rejection;
use crate::round::CompleteAnswer;
use crate::state::State;

/// Accepts a complete answer; keeps an incomplete one as the draft, so that what was filled in is not lost.
pub(crate) fn decide(
    state: &State,
    filled: &FilledIn,
    returned_on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Event>, Rejection> {
    answerable(state, filled, returned_on)?;
    let FilledIn { definition, answers, by, .. } = filled;
    let round = round(state)?;
    if !round.answers.is_empty() {
        return Err(Rejection::AlreadyReturned);
    }
    possible(Rule::Q5, returned_on, round.sent.on, today)?;
    let missing = missing(definition, answers);
    if !missing.is_empty() {
        let draft = kept(round, filled, returned_on);
        return Ok(vec![Event::DraftSaved(draft), Event::IncompleteReturned { missing, on: returned_on }]);
    }
    let answer = CompleteAnswer {
        number: state.next_answer(),
        sending: round.sent.number,
        corrects: None,
        definition: definition.reference(),
        answers: answers.clone(),
        profile: profile(definition, answers),
        on: returned_on,
        by: by.clone(),
        language: Some(filled_in_in(round, filled)),
    };
    let in_its_time = state.deadlines.can_be_met(Step::QuestionnaireReturn, returned_on);
    let returned = state.deadlines.last(Step::QuestionnaireReturn).filter(|_| in_its_time);
    let mut events: Vec<_> = returned.and_then(|deadline| miss(deadline, returned_on)).into_iter().collect();
    events.push(Event::AnswerReturned(answer));
    events.extend(returned.map(|_| Event::DeadlineMet { step: Step::QuestionnaireReturn, on: returned_on }));
    // Paper may have come back before there was anything to help with; the help did not end before it began.
    let helped_on = round.help.as_ref().map(|_| returned_on.max(help_from(round)));
    if let Some(on) = helped_on.filter(|on| state.deadlines.can_be_met(Step::QuestionnaireHelp, *on)) {
        events.push(Event::DeadlineMet { step: Step::QuestionnaireHelp, on });
    }
    Ok(events)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::Command;
    use crate::answers::Answer;
    use crate::people::{FilledBy, Helper};
    use crate::samples::{Case, complete, day, incomplete, subject, submit, submit_by};
    use crate::state::{Stage, work};
    use crate::timer::{Timer, TimerKind, timers};

    const RETURN: Step = Step::QuestionnaireReturn;
    const HELP: Step = Step::QuestionnaireHelp;

    #[test]
    fn q5_a_complete_answer_in_time_meets_the_deadline() {
        let mut case = Case::sent();
        case.on(day(2022, 11, 24), &submit(complete(), day(2022, 11, 24)));
        let answer = case.answer().unwrap();
        assert_eq!((answer.number, answer.corrects, answer.profile.0.len()), (1, None, 3));
        assert_eq!(case.deadline(RETURN), (None, Some(Closure::Met { on: day(2022, 11, 24) })));
        assert_eq!(timers(&case.state), []);
        assert_eq!(work(&case.state).len(), 0);
        assert_eq!(case.state.stage(), Stage::Returned);
    }

    #[test]
    fn q6_a_late_answer_is_accepted_and_ends_the_help() {
        let mut case = Case::overdue();
        let by = FilledBy::Helped(Helper::Coordinator(subject("coordinator")));
        case.on(day(2022, 12, 5), &submit_by(complete(), day(2022, 12, 5), by.clone()));
        assert_eq!(case.deadline(RETURN), (Some(day(2022, 11, 25)), Some(Closure::Met { on: day(2022, 12, 5) })));
        assert_eq!(case.deadline(HELP), (None, Some(Closure::Met { on: day(2022, 12, 5) })));
        assert_eq!(case.answer().unwrap().by, by);
    }

    #[test]
    fn q6_a_late_answer_before_the_timer_records_the_miss_itself() {
        let mut case = Case::sent();
        case.on(day(2022, 11, 26), &submit(complete(), day(2022, 11, 25)));
        assert_eq!(case.deadline(RETURN), (Some(day(2022, 11, 25)), Some(Closure::Met { on: day(2022, 11, 25) })));
        assert_eq!(case.help(), None);
    }

    #[test]
    fn q5_paper_that_came_back_in_time_and_is_entered_later_is_in_time() {
        let mut case = Case::sent();
        case.on(day(2022, 11, 25), &submit(complete(), day(2022, 11, 24)));
        assert_eq!(case.deadline(RETURN), (None, Some(Closure::Met { on: day(2022, 11, 24) })));

        let mut after_the_timer = Case::overdue();
        after_the_timer.on(day(2022, 11, 26), &submit(complete(), day(2022, 11, 24)));
        let met = |on| Some(Closure::Met { on });
        assert_eq!(after_the_timer.deadline(RETURN), (Some(day(2022, 11, 25)), met(day(2022, 11, 24))));
        assert_eq!(after_the_timer.state.deadlines.last(RETURN).unwrap().plan.due, Some(day(2022, 11, 24)));
        assert_eq!(after_the_timer.deadline(HELP), (None, met(day(2022, 11, 25))));
    }

    #[test]
    fn q10_an_incomplete_return_counts_as_not_returned() {
        let mut case = Case::sent();
        let events = case.on(day(2022, 11, 20), &submit(incomplete(), day(2022, 11, 20)));
        let missing = vec!["plan".to_owned()];
        assert_eq!(events[1], Event::IncompleteReturned { missing, on: day(2022, 11, 20) });
        assert_eq!(case.state.rounds[0].incomplete_on, [day(2022, 11, 20)]);
        assert_eq!(case.deadline(RETURN), (None, None));
        assert_eq!(timers(&case.state), [Timer { kind: TimerKind::ReturnMissed, fire_on: day(2022, 11, 25) }]);
        assert_eq!(case.draft().unwrap().answers, incomplete());
        case.on(day(2022, 11, 25), &Command::FireReturnMissed);
        assert!(case.help().is_some());
        case.on(day(2022, 11, 26), &submit(complete(), day(2022, 11, 26)));
        assert_eq!(case.state.stage(), Stage::Returned);
    }

    #[test]
    fn q9_invalid_answers_are_refused_and_not_counted_as_incomplete() {
        let mut answers = incomplete();
        answers.0.insert("energy".into(), Answer::Scale(6));
        assert_eq!(Case::sent().refusal(day(2022, 11, 20), &submit(answers, day(2022, 11, 20))), "INVALID_ANSWERS");
    }

    #[test]
    fn q9_a_returned_answer_is_immutable() {
        let mut case = Case::sent();
        case.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
        assert_eq!(case.refusal(day(2022, 11, 21), &submit(complete(), day(2022, 11, 21))), "ALREADY_RETURNED");
    }

    #[test]
    fn q5_it_comes_back_between_its_sending_and_today() {
        let mut case = Case::sent();
        for returned_on in [day(2022, 11, 9), day(2022, 11, 21)] {
            assert_eq!(case.refusal(day(2022, 11, 20), &submit(complete(), returned_on)), "IMPOSSIBLE_DATE");
        }
        assert_eq!(Case::opened().refusal(day(2022, 9, 9), &submit(complete(), day(2022, 9, 9))), "NOT_SENT");
    }
}
