//! The end of the incapacity, and death: what is open closes, and nothing more is asked.
//!
//! No source says it; our own reading is the table of `trajet_law::ending` (T6). A questionnaire that is out, its help
//! and its drafts stay as they are: what took place on or before the last day can still be entered.

use chrono::NaiveDate;
use trajet_law::ending::{Closing, Ending, close};

use crate::event::Event;
use crate::fact::{ParkedBecause, Source};
use crate::state::{End, State};

/// Notes the end and closes the deadlines, unless it is known already; of one that is known, the death that came after it.
pub(crate) fn note(state: &State, end: End, source: &Source) -> Result<Vec<Event>, ParkedBecause> {
    if state.recognition.is_none() {
        return Err(ParkedBecause::NotRecognised);
    }
    if let Some(known) = state.end {
        let alike = (known.last_day, known.ending) == (end.last_day, end.ending);
        let died_on = match (known.died_on, end.died_on) {
            _ if !alike => return Err(ParkedBecause::Contradicts),
            (None, Some(died_on)) => died_on,
            (Some(known), Some(died_on)) if known != died_on => return Err(ParkedBecause::Contradicts),
            _ => return Ok(Vec::new()),
        };
        return Ok(closed(state, end, died_on, Ending::Deceased, source));
    }
    Ok(closed(state, end, end.last_day, end.ending, source))
}

fn closed(state: &State, end: End, last_day: NaiveDate, ending: Ending, source: &Source) -> Vec<Event> {
    let End { last_day: ended_on, ending: ended, died_on } = end;
    let noted = Event::IncapacityEnded { last_day: ended_on, ending: ended, died_on, source: source.clone() };
    let closings = close(&state.deadlines, last_day, ending).into_iter().map(|closing| match closing {
        Closing::Missed { step, on } => Event::DeadlineMissed { step, on },
        Closing::Waived { step, on, because, rests_on } => Event::DeadlineWaived { step, on, because, rests_on },
    });
    [noted].into_iter().chain(closings).collect()
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::Rule;

    use super::*;
    use crate::fact::Fact;
    use crate::people::HelpResult;
    use crate::samples::{
        Case, complete, contacted, day, ended, fire_send, found_impossible, incomplete, recognised, requested, submit,
        waive,
    };
    use crate::state::{Stage, work};
    use crate::timer::timers;
    use crate::{Command, Rejection};

    const RETURN: Step = Step::QuestionnaireReturn;

    fn waived(on: NaiveDate, ending: Ending) -> Closure {
        Closure::Waived { on, because: ending.ground() }
    }

    #[test]
    fn t6_b_a_death_after_the_end_is_noted_once_with_that_end() {
        let last_day = day(2022, 10, 14);
        let died = |on| {
            let Command::Note(Fact::Ended { last_day, ending, source, .. }) = ended(last_day, Ending::IncapacityEnded)
            else {
                panic!("an end")
            };
            Command::Note(Fact::Ended { last_day, ending, died_on: Some(on), source })
        };
        let mut case = Case::opened();
        case.on(day(2022, 10, 20), &ended(last_day, Ending::IncapacityEnded));
        let events = case.on(day(2022, 12, 3), &died(day(2022, 12, 1)));
        assert_eq!((events.len(), events[0].effective_on()), (1, day(2022, 12, 1)));
        assert_eq!(events[0].ground(), Ending::Deceased.ground());
        assert_eq!(case.on(day(2022, 12, 4), &died(day(2022, 12, 1))), []);
        assert_eq!(case.on(day(2022, 12, 4), &ended(last_day, Ending::IncapacityEnded)), []);
        let other = case.on(day(2022, 12, 5), &died(day(2022, 12, 2)));
        assert!(matches!(other[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
        assert_eq!(case.state.end.and_then(|end| end.died_on), Some(day(2022, 12, 1)));
    }

    #[test]
    fn t6_what_was_not_sent_is_not_sent_any_more() {
        for ending in Ending::ALL {
            let mut case = Case::opened();
            case.on(day(2022, 10, 20), &ended(day(2022, 10, 14), *ending));
            let send = case.deadline(Step::QuestionnaireSend);
            assert_eq!(send, (None, Some(waived(day(2022, 10, 15), *ending))));
            assert_eq!((timers(&case.state), work(&case.state).len()), (vec![], 0));
            assert_eq!(case.state.stage(), Stage::Closed);
            let refused = case.attempt(day(2022, 11, 10), &fire_send());
            assert_eq!(refused, Err(Rejection::AlreadyWaived { because: ending.ground() }));
        }
    }

    #[test]
    fn t6_what_is_out_is_not_awaited_any_more_and_accepted_when_it_came_in_time() {
        let mut case = Case::sent();
        case.on(day(2022, 11, 22), &ended(day(2022, 11, 18), Ending::IncapacityEnded));
        assert_eq!(case.deadline(RETURN), (None, Some(waived(day(2022, 11, 19), Ending::IncapacityEnded))));
        assert_eq!((timers(&case.state), case.state.stage()), (vec![], Stage::Closed));
        let late = case.attempt(day(2022, 11, 23), &submit(complete(), day(2022, 11, 19)));
        let (last_day, ending) = (day(2022, 11, 18), Ending::IncapacityEnded);
        assert_eq!(late, Err(Rejection::IncapacityEnded { last_day, ending }));
        case.on(day(2022, 11, 23), &submit(incomplete(), day(2022, 11, 17)));
        let events = case.on(day(2022, 11, 23), &submit(complete(), day(2022, 11, 18)));
        assert!(matches!(events[..], [Event::AnswerReturned(_), Event::DeadlineMet { .. }]));
        assert_eq!(case.deadline(RETURN), (None, Some(Closure::Met { on: day(2022, 11, 18) })));
        assert_eq!(case.state.stage(), Stage::Returned);
    }

    #[test]
    fn t6_a_late_return_before_the_end_and_entered_after_it_is_met_late_and_ends_the_help() {
        let mut case = Case::overdue();
        case.on(day(2022, 12, 5), &ended(day(2022, 11, 30), Ending::IncapacityEnded));
        let on = day(2022, 11, 29);
        case.on(day(2022, 12, 6), &submit(complete(), on));
        assert_eq!(case.deadline(RETURN), (Some(day(2022, 11, 25)), Some(Closure::Met { on })));
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, Some(Closure::Met { on })));
        assert!(work(&case.state).is_empty() && timers(&case.state).is_empty());
    }

    #[test]
    fn t6_a_return_that_was_late_by_the_end_is_missed_before_it_is_waived() {
        let mut case = Case::sent();
        case.on(day(2022, 12, 5), &ended(day(2022, 11, 30), Ending::Deceased));
        assert_eq!(case.deadline(RETURN), (Some(day(2022, 11, 25)), Some(waived(day(2022, 12, 1), Ending::Deceased))));
        assert_eq!(case.state.rounds[0].help, None);
    }

    #[test]
    fn t6_help_that_was_given_in_time_can_still_be_entered() {
        let mut case = Case::overdue();
        case.on(day(2022, 12, 5), &ended(day(2022, 11, 30), Ending::IncapacityEnded));
        let closed = Some(waived(day(2022, 12, 1), Ending::IncapacityEnded));
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, closed));
        let today = day(2022, 12, 6);
        let late = contacted(day(2022, 12, 1), HelpResult::Helped);
        assert_eq!(case.refusal(today, &late), "INCAPACITY_ENDED");
        case.on(today, &contacted(day(2022, 11, 27), HelpResult::NotReached));
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, closed));
        case.on(today, &contacted(day(2022, 11, 28), HelpResult::Helped));
        let met = Some(Closure::Met { on: day(2022, 11, 28) });
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, met));
        assert_eq!(case.refusal(today, &found_impossible(day(2022, 12, 1))), "INCAPACITY_ENDED");
        case.on(today, &found_impossible(day(2022, 11, 30)));
        let on = day(2022, 11, 30);
        let found = Some(Closure::Waived { on, because: Rule::Q7.into() });
        assert_eq!(case.deadline(RETURN), (Some(day(2022, 11, 25)), found));
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, met));
        assert_eq!(case.state.stage(), Stage::Impossible);
    }

    #[test]
    fn t6_acts_of_the_day_are_refused_after_the_last_day() {
        let mut case = Case::overdue();
        case.on(day(2022, 12, 5), &ended(day(2022, 11, 30), Ending::Deceased));
        let delegate =
            Command::DelegateHelp { to: crate::samples::subject("staff"), by: crate::samples::subject("coordinator") };
        for command in [waive(day(2022, 12, 5)), delegate] {
            let refused = case.attempt(day(2022, 12, 5), &command).map_err(|refused| refused.ground());
            assert_eq!(refused, Err(Ending::Deceased.ground()));
        }
    }

    #[test]
    fn t6_on_the_last_day_itself_what_it_closed_stays_closed() {
        let mut case = Case::opened();
        let last_day = day(2022, 10, 14);
        case.on(last_day, &ended(last_day, Ending::Deceased));
        assert_eq!(case.refusal(last_day, &waive(last_day)), "ALREADY_WAIVED");
        assert_eq!(case.state.notice, None);
    }

    #[test]
    fn t6_a_waiver_and_a_complete_answer_settled_it_before_the_end() {
        let mut waived = Case::opened();
        waived.on(day(2022, 10, 3), &waive(day(2022, 10, 3)));
        waived.on(day(2022, 10, 20), &ended(day(2022, 10, 14), Ending::IncapacityEnded));
        assert_eq!(waived.state.stage(), Stage::Waived);
        let mut returned = Case::sent();
        returned.on(day(2022, 11, 20), &submit(complete(), day(2022, 11, 20)));
        let events = returned.on(day(2022, 12, 5), &ended(day(2022, 11, 30), Ending::IncapacityEnded));
        assert_eq!((events.len(), returned.state.stage()), (1, Stage::Returned));
    }

    #[test]
    fn t6_a_request_told_after_the_end_is_noted_and_nothing_is_sent() {
        let mut case = Case::opened();
        case.on(day(2022, 10, 20), &ended(day(2022, 10, 14), Ending::IncapacityEnded));
        case.on(day(2022, 10, 20), &requested(day(2022, 10, 10), true));
        assert_eq!((case.state.requests.len(), case.state.send_on), (1, None));

        let mut asked = Case::opened();
        asked.on(day(2022, 10, 20), &requested(day(2022, 10, 10), true));
        asked.on(day(2022, 10, 20), &ended(day(2022, 10, 14), Ending::IncapacityEnded));
        assert_eq!((timers(&asked.state), asked.state.send_on), (vec![], None));
    }

    #[test]
    fn t6_an_end_is_noted_once_waits_for_the_recognition_and_another_contradicts() {
        let mut case = Case::default();
        let end = ended(day(2022, 9, 30), Ending::IncapacityEnded);
        let parked = case.on(day(2022, 10, 3), &end);
        assert!(matches!(parked[..], [Event::FactParked { because: ParkedBecause::NotRecognised, .. }]));
        case.on(day(2022, 10, 4), &recognised());
        assert_eq!((case.state.parked.len(), work(&case.state).len()), (0, 0));
        assert_eq!(case.on(day(2022, 10, 5), &end), []);
        let other = case.on(day(2022, 10, 5), &ended(day(2022, 9, 30), Ending::Deceased));
        assert!(matches!(other[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
    }
}
