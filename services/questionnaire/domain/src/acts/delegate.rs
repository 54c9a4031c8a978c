//! Delegating the help: the coordinator may entrust it, under their authority, to a staff member of the mutuality (Q6).
//!
//! Circular 2022/383, part III, 3.1, step 3.

use chrono::NaiveDate;

use crate::event::Event;
use crate::people::SubjectId;
use crate::rejection::Rejection;
use crate::round::Delegation;
use crate::state::{End, State};

/// Delegates the help, in place of an earlier delegation, while there is something to help with.
pub(crate) fn decide(state: &State, to: &SubjectId, by: &SubjectId, today: NaiveDate) -> Result<Event, Rejection> {
    let round = state.round().filter(|round| round.help.is_some()).ok_or(Rejection::HelpNotAsked)?;
    if !round.answers.is_empty() {
        return Err(Rejection::AlreadyReturned);
    }
    if round.impossible.is_some() {
        return Err(Rejection::AlreadyImpossible);
    }
    if let Some(End { last_day, ending, .. }) = state.end {
        return Err(Rejection::IncapacityEnded { last_day, ending });
    }
    Ok(Event::HelpDelegated(Delegation { to: to.clone(), by: by.clone(), on: today }))
}

#[cfg(test)]
mod tests {
    use crate::Command;
    use crate::samples::{Case, complete, day, subject, submit};

    fn delegate_to(name: &str) -> Command {
        Command::DelegateHelp { to: subject(name), by: subject("coordinator") }
    }

    #[test]
    fn q6_a_later_delegation_takes_the_place_of_the_former() {
        let mut case = Case::overdue();
        case.on(day(2022, 11, 26), &delegate_to("staff"));
        case.on(day(2022, 11, 27), &delegate_to("other staff"));
        let delegate = case.help().and_then(|help| help.delegation()).map(|delegation| delegation.to.clone());
        assert_eq!(delegate, Some(subject("other staff")));
    }

    #[test]
    fn q6_only_help_that_was_asked_and_is_still_needed_is_delegated() {
        assert_eq!(Case::sent().refusal(day(2022, 11, 20), &delegate_to("staff")), "HELP_NOT_ASKED");
        let mut case = Case::overdue();
        case.on(day(2022, 11, 26), &submit(complete(), day(2022, 11, 26)));
        assert_eq!(case.refusal(day(2022, 11, 27), &delegate_to("staff")), "ALREADY_RETURNED");
    }
}
