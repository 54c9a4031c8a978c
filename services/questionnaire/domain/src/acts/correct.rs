//! Correcting an answer (Q9): what was returned stays, and a new complete answer refers to it.

use chrono::NaiveDate;
use trajet_law::rule::Rule;

use super::{answerable, possible};
use crate::answers::check;
use crate::command::FilledIn;
use crate::event::Event;
use crate::profile::profile;
use crate::rejection::Rejection;
use crate::round::CompleteAnswer;
use crate::state::State;

/// Puts a complete answer in the place of the last one. What an earlier sending brought is not corrected any more: the
/// one that is out asks for everything anew.
pub(crate) fn decide(
    state: &State,
    corrects: u32,
    filled: &FilledIn,
    returned_on: NaiveDate,
    today: NaiveDate,
) -> Result<Event, Rejection> {
    let round = state.round().ok_or(Rejection::NotReturned)?;
    let last = round.answer().ok_or(Rejection::NotReturned)?;
    if last.number != corrects {
        return Err(Rejection::NotTheLastAnswer { last: last.number });
    }
    answerable(state, filled, returned_on)?;
    let FilledIn { definition, answers, by, language } = filled;
    check(definition, answers).map_err(Rejection::InvalidAnswers)?;
    possible(Rule::Q9, returned_on, last.on, today)?;
    Ok(Event::AnswerCorrected(CompleteAnswer {
        number: state.next_answer(),
        sending: round.sent.number,
        corrects: Some(last.number),
        definition: definition.reference(),
        answers: answers.clone(),
        profile: profile(definition, answers),
        on: returned_on,
        by: by.clone(),
        language: language.or(last.language).or(Some(round.sent.language)),
    }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Command;
    use crate::answers::{Answer, Answers};
    use crate::people::FilledBy;
    use crate::samples::{Case, complete, day, definition, fire_send_route_b, incomplete, requested, submit};

    fn correct(corrects: u32, answers: Answers, returned_on: NaiveDate) -> Command {
        let (definition, by) = (Arc::new(definition()), FilledBy::InsuredPerson);
        Command::Correct { corrects, filled: FilledIn { definition, answers, by, language: None }, returned_on }
    }

    fn returned() -> Case {
        let mut case = Case::sent();
        case.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
        case
    }

    #[test]
    fn q9_a_correction_is_a_new_answer_that_refers_to_the_former() {
        let mut case = returned();
        let mut answers = complete();
        answers.0.insert("energy".into(), Answer::Scale(5));
        case.on(day(2022, 12, 1), &correct(1, answers.clone(), day(2022, 12, 1)));
        let numbers: Vec<_> = case.state.answers().map(|answer| (answer.number, answer.corrects)).collect();
        assert_eq!(numbers, [(1, None), (2, Some(1))]);
        assert_eq!(case.state.rounds[0].answers[0].answers, complete());
        assert_eq!(case.state.rounds[0].answer().map(|answer| &answer.answers), Some(&answers));
    }

    #[test]
    fn q9_only_the_last_answer_is_corrected() {
        let mut case = returned();
        assert_eq!(case.refusal(day(2022, 12, 1), &correct(2, complete(), day(2022, 12, 1))), "NOT_THE_LAST_ANSWER");
        case.on(day(2022, 12, 1), &correct(1, complete(), day(2022, 12, 1)));
        assert_eq!(case.refusal(day(2022, 12, 2), &correct(1, complete(), day(2022, 12, 2))), "NOT_THE_LAST_ANSWER");
    }

    #[test]
    fn q9_a_correction_is_complete_and_follows_what_it_corrects() {
        let mut case = returned();
        assert_eq!(case.refusal(day(2022, 12, 1), &correct(1, incomplete(), day(2022, 12, 1))), "INVALID_ANSWERS");
        assert_eq!(case.refusal(day(2022, 12, 1), &correct(1, complete(), day(2022, 11, 19))), "IMPOSSIBLE_DATE");
        let unreturned = &mut Case::sent();
        assert_eq!(unreturned.refusal(day(2022, 12, 1), &correct(1, complete(), day(2022, 12, 1))), "NOT_RETURNED");
    }

    #[test]
    fn q8_q9_only_what_the_last_sending_brought_is_corrected() {
        let mut case = returned();
        case.on(day(2023, 1, 9), &requested(day(2023, 1, 9), true));
        case.on(day(2023, 1, 9), &fire_send_route_b());
        assert_eq!(case.refusal(day(2023, 1, 10), &correct(1, complete(), day(2023, 1, 10))), "NOT_RETURNED");
        case.on(day(2023, 1, 11), &submit(complete(), day(2023, 1, 11)));
        case.on(day(2023, 1, 12), &correct(2, complete(), day(2023, 1, 12)));
        let numbers: Vec<_> = case.state.answers().map(|answer| (answer.number, answer.sending)).collect();
        assert_eq!(numbers, [(1, 1), (2, 2), (3, 2)]);
    }
}
