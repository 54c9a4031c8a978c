//! Saving answers under way (Q9): a draft may be incomplete, but what it holds fits the version that was sent.

use chrono::NaiveDate;

use super::{answerable, round};
use crate::answers::Answers;
use crate::definition::Definition;
use crate::event::Event;
use crate::people::FilledBy;
use crate::rejection::Rejection;
use crate::round::Draft;
use crate::state::State;

/// Saves a draft in place of the one before.
pub(crate) fn decide(
    state: &State,
    definition: &Definition,
    answers: &Answers,
    by: &FilledBy,
    today: NaiveDate,
) -> Result<Event, Rejection> {
    answerable(state, definition, answers, by)?;
    if !round(state)?.answers.is_empty() {
        return Err(Rejection::AlreadyReturned);
    }
    Ok(Event::DraftSaved(Draft {
        definition: definition.reference(),
        answers: answers.clone(),
        by: by.clone(),
        on: today,
    }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::answers::Answer;
    use crate::people::Helper;
    use crate::samples::{Case, complete, day, definition, incomplete, subject, submit};
    use crate::{AnswerFault, Command};

    fn save(definition: Definition, answers: Answers, by: FilledBy) -> Command {
        Command::SaveDraft { definition: Arc::new(definition), answers, by }
    }

    #[test]
    fn q9_a_draft_may_be_incomplete_and_replaces_the_one_before() {
        let mut case = Case::sent();
        let first = Answers::from([("energy", Answer::Scale(2))]);
        case.on(day(2022, 11, 12), &save(definition(), first, FilledBy::InsuredPerson));
        case.on(day(2022, 11, 13), &save(definition(), incomplete(), FilledBy::InsuredPerson));
        let draft = case.draft().map(|draft| (&draft.answers, draft.on));
        assert_eq!(draft, Some((&incomplete(), day(2022, 11, 13))));
    }

    #[test]
    fn q9_a_draft_is_not_invalid() {
        let answers = Answers::from([("energy", Answer::Scale(6)), ("nothing", Answer::YesNo(true))]);
        let command = save(definition(), answers, FilledBy::InsuredPerson);
        let rejection = Case::sent().attempt(day(2022, 11, 12), &command);
        let Err(Rejection::InvalidAnswers(problems)) = rejection else { panic!("the draft is refused") };
        let faults: Vec<_> = problems.iter().map(|problem| problem.fault).collect();
        assert_eq!(faults, [AnswerFault::OutOfRange, AnswerFault::UnknownItem]);
    }

    #[test]
    fn q9_a_draft_answers_the_version_that_was_sent() {
        let newer = Definition { version: 2, ..definition() };
        let command = save(newer, complete(), FilledBy::InsuredPerson);
        assert_eq!(Case::sent().refusal(day(2022, 11, 12), &command), "OTHER_VERSION");
    }

    #[test]
    fn q9_no_draft_before_sending_or_after_the_return() {
        let command = save(definition(), complete(), FilledBy::InsuredPerson);
        assert_eq!(Case::opened().refusal(day(2022, 9, 12), &command), "NOT_SENT");
        let mut case = Case::sent();
        case.on(day(2022, 11, 12), &submit(complete(), day(2022, 11, 12)));
        assert_eq!(case.refusal(day(2022, 11, 13), &command), "ALREADY_RETURNED");
    }

    #[test]
    fn q6_a_staff_member_helps_only_when_delegated() {
        let by_delegate = FilledBy::Helped(Helper::Delegate(subject("staff")));
        let command = save(definition(), incomplete(), by_delegate);
        let mut case = Case::overdue();
        assert_eq!(case.refusal(day(2022, 11, 26), &command), "NOT_THE_DELEGATE");
        let delegate = Command::DelegateHelp { to: subject("staff"), by: subject("coordinator") };
        case.on(day(2022, 11, 26), &delegate);
        case.on(day(2022, 11, 27), &command);
        assert!(case.draft().is_some());
    }
}
