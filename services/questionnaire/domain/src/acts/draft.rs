//! Saving answers under way (Q9): a draft may be incomplete, but what it holds fits the version that was sent.

use chrono::NaiveDate;

use super::{answerable, filled_in_in, round};
use crate::command::FilledIn;
use crate::definition::DefinitionRef;
use crate::event::Event;
use crate::rejection::Rejection;
use crate::round::{Draft, Round};
use crate::state::State;

/// Saves a draft in place of the one before.
pub(crate) fn decide(state: &State, filled: &FilledIn, today: NaiveDate) -> Result<Event, Rejection> {
    answerable(state, filled, today)?;
    let round = round(state)?;
    if !round.answers.is_empty() {
        return Err(Rejection::AlreadyReturned);
    }
    Ok(Event::DraftSaved(kept(round, filled, today)))
}

/// What was filled in as a draft of a sending. Answers are codes, figures and own words, the same in every language: another
/// language of the texts loses none.
pub(super) fn kept(round: &Round, filled: &FilledIn, on: NaiveDate) -> Draft {
    Draft {
        definition: filled.definition.reference(),
        answers: filled.answers.clone(),
        by: filled.by.clone(),
        on,
        language: Some(filled_in_in(round, filled)),
    }
}

/// What becomes of the draft of the last sending when the questionnaire is sent again, which it is only once it was found
/// that the last one could not be completed. A draft of the version that is sent goes on with the new sending, so that
/// nobody fills it in twice; one of another version stays with its sending, where it can be read. It is a return of
/// neither (own reading of Q9).
pub(super) fn carried_over(state: &State, to: &DefinitionRef, today: NaiveDate) -> Option<Event> {
    let draft = state.round().and_then(|round| round.draft.as_ref()).filter(|draft| draft.definition == *to)?;
    Some(Event::DraftSaved(Draft { on: today, ..draft.clone() }))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use trajet_belgium::Language;
    use trajet_law::representation::{Representation, RepresentationScope};

    use super::*;
    use crate::answers::{Answer, Answers};
    use crate::definition::Definition;
    use crate::people::{FilledBy, Helper};
    use crate::round::Route;
    use crate::samples::{
        Case, complete, contacted, day, definition, fire_send_route_b, found_impossible, incomplete, representation,
        represented, requested, subject, submit, submit_by,
    };
    use crate::{AnswerFault, Command, HelpResult};

    fn save(definition: Definition, answers: Answers, by: FilledBy) -> Command {
        Command::SaveDraft(FilledIn { definition: Arc::new(definition), answers, by, language: None })
    }

    fn save_in(language: Option<Language>) -> Command {
        let by = FilledBy::InsuredPerson;
        Command::SaveDraft(FilledIn { definition: Arc::new(definition()), answers: incomplete(), by, language })
    }

    #[test]
    fn q9_another_language_of_a_draft_loses_nothing_and_stays() {
        let mut case = Case::sent();
        let language = |case: &Case| case.draft().and_then(|draft| draft.language);
        case.on(day(2022, 11, 12), &save_in(None));
        assert_eq!(language(&case), Some(Language::Dutch), "that of the sending, which is the person's");
        let before = case.draft().map(|draft| draft.answers.clone());
        case.on(day(2022, 11, 13), &save_in(Some(Language::German)));
        assert_eq!(case.draft().map(|draft| draft.answers.clone()), before);
        assert_eq!(language(&case), Some(Language::German));
        case.on(day(2022, 11, 14), &save_in(None));
        assert_eq!(language(&case), Some(Language::German), "nobody changed it again");
        case.on(day(2022, 11, 15), &submit(complete(), day(2022, 11, 15)));
        assert_eq!(case.answer().and_then(|answer| answer.language), Some(Language::German));
        assert_eq!(case.state.round().map(|round| round.sent.language), Some(Language::Dutch), "what was sent stays");
    }

    /// A case with a draft in German of a questionnaire that was found impossible to complete, asked for again.
    fn to_be_sent_again() -> Case {
        let mut case = Case::overdue();
        case.on(day(2022, 11, 26), &save_in(Some(Language::German)));
        case.on(day(2022, 11, 28), &contacted(day(2022, 11, 28), HelpResult::Helped));
        case.on(day(2022, 11, 29), &found_impossible(day(2022, 11, 29)));
        case.on(day(2023, 1, 9), &requested(day(2023, 1, 9), true));
        case
    }

    #[test]
    fn q9_a_draft_of_the_version_that_is_sent_again_goes_on_and_is_no_return() {
        let mut case = to_be_sent_again();
        case.on(day(2023, 1, 9), &fire_send_route_b());
        let draft = case.draft().map(|draft| (draft.answers.clone(), draft.language, draft.on));
        assert_eq!(draft, Some((incomplete(), Some(Language::German), day(2023, 1, 9))));
        assert_eq!(
            case.state.rounds[0].draft.as_ref().map(|draft| draft.on),
            Some(day(2022, 11, 26)),
            "it stays there"
        );
        assert_eq!(case.state.answers().count(), 0);
        assert_eq!(case.state.round().and_then(Round::settled_on), None);
    }

    #[test]
    fn q9_a_draft_of_another_version_stays_with_its_sending() {
        let mut case = to_be_sent_again();
        let newer = DefinitionRef { version: 2, ..definition().reference() };
        case.on(day(2023, 1, 9), &Command::FireSend { route: Route::B, definition: newer });
        assert_eq!(case.draft(), None);
        assert_eq!(case.state.rounds[0].draft.as_ref().map(|draft| &draft.answers), Some(&incomplete()));
        assert_eq!(case.refusal(day(2023, 1, 10), &save_in(None)), "OTHER_VERSION");
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
    fn d1_a_representative_fills_it_in_on_the_days_and_for_the_acts_of_the_representation() {
        let by = FilledBy::Representative(1);
        let command = save(definition(), incomplete(), by.clone());
        let mut case = Case::sent();
        assert_eq!(case.refusal(day(2022, 11, 11), &command), "NOT_REPRESENTED");
        let notices_only = [RepresentationScope::Notices].into();
        let whole = representation(day(2022, 11, 12), Some(day(2022, 11, 20)));
        case.on(day(2022, 11, 11), &represented(Representation { scopes: notices_only, ..whole.clone() }));
        assert_eq!(case.refusal(day(2022, 11, 12), &command), "NOT_REPRESENTED");
        case.on(day(2022, 11, 12), &represented(whole));
        assert_eq!(case.refusal(day(2022, 11, 11), &command), "NOT_REPRESENTED");
        case.on(day(2022, 11, 12), &command);
        assert_eq!(case.draft().map(|draft| draft.by.clone()), Some(by.clone()));
        // What is entered after the end of the representation is judged on its own day.
        let late = |on| submit_by(complete(), on, by.clone());
        assert_eq!(case.refusal(day(2022, 11, 25), &late(day(2022, 11, 21))), "NOT_REPRESENTED");
        case.on(day(2022, 11, 25), &late(day(2022, 11, 20)));
        assert_eq!(case.answer().map(|answer| answer.by.clone()), Some(by));
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
