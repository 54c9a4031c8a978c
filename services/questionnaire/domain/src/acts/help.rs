//! Recording a contact about a questionnaire that is not back (Q6), by any of the four channels (D10).
//!
//! Circular 2022/383, part III, 3.1, step 3, and part V.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::rule::Rule;

use super::{help_from, may_help, possible, to_help_with};
use crate::event::Event;
use crate::people::{HelpResult, Helper};
use crate::rejection::Rejection;
use crate::round::HelpContact;
use crate::state::State;

/// Records a contact. It meets the help deadline unless the person was not reached (own reading); one that took place
/// before the questionnaire came back, or before the incapacity ended, may be recorded after, even if the platform was away
/// and never asked for it.
pub(crate) fn decide(state: &State, contact: HelpContact, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let HelpContact { on, result, .. } = contact;
    let round = to_help_with(state)?;
    possible(Rule::Q6, on, help_from(round), today)?;
    may_help(state, &contact.by)?;
    let under = match &contact.by {
        Helper::Coordinator(_) => None,
        Helper::Delegate(_) => round.help.as_ref().and_then(|help| help.delegation()).map(|by| by.by.clone()),
    };
    let mut events = vec![Event::HelpGiven(HelpContact { under, ..contact })];
    if state.deadlines.can_be_met(Step::QuestionnaireHelp, on) && result != HelpResult::NotReached {
        events.push(Event::DeadlineMet { step: Step::QuestionnaireHelp, on });
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trajet_law::deadline::Closure;
    use trajet_law::ending::Ending;

    use super::*;
    use crate::Command;
    use crate::people::{Channel, HelpAct};
    use crate::round::Round;
    use crate::samples::{Case, complete, day, ended, found_impossible, subject, submit};
    use crate::state::{Stage, work};
    use crate::timer::timers;

    fn contact(by: Helper, on: NaiveDate, channel: Channel, result: HelpResult) -> Command {
        Command::RecordHelp { by, on, channel, result, acts: BTreeSet::from([HelpAct::Explained]) }
    }

    fn coordinator() -> Helper {
        Helper::Coordinator(subject("coordinator"))
    }

    #[test]
    fn d10_every_channel_is_permitted_for_this_contact() {
        for channel in Channel::ALL {
            let on = day(2022, 11, 28);
            let mut case = Case::overdue();
            case.on(on, &contact(coordinator(), on, *channel, HelpResult::WillReturn));
            assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, Some(Closure::Met { on })));
            assert_eq!(case.deadline(Step::QuestionnaireReturn).1, None);
        }
    }

    #[test]
    fn q6_an_attempt_that_reached_nobody_leaves_the_help_to_be_given() {
        let on = day(2022, 11, 28);
        let mut case = Case::overdue();
        case.on(on, &contact(coordinator(), on, Channel::Telephone, HelpResult::NotReached));
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, None));
        case.on(on, &contact(coordinator(), on, Channel::Email, HelpResult::Declined));
        assert_eq!(case.deadline(Step::QuestionnaireHelp).1, Some(Closure::Met { on }));
        assert_eq!(case.help().map(|help| help.contacts.len()), Some(2));
    }

    #[test]
    fn q6_a_contact_may_be_recorded_after_the_return() {
        let on = day(2022, 11, 28);
        let mut case = Case::overdue();
        case.on(on, &submit(complete(), on));
        let events = case.on(on, &contact(coordinator(), on, Channel::Physical, HelpResult::Helped));
        assert_eq!(events.len(), 1);
    }

    #[test]
    fn q6_a_staff_member_acts_only_when_delegated() {
        let on = day(2022, 11, 28);
        let staff = Helper::Delegate(subject("staff"));
        let command = contact(staff, on, Channel::Telephone, HelpResult::Helped);
        let mut case = Case::overdue();
        assert_eq!(case.refusal(on, &command), "NOT_THE_DELEGATE");
        case.on(on, &Command::DelegateHelp { to: subject("staff"), by: subject("coordinator") });
        case.on(on, &command);
        assert!(case.deadline(Step::QuestionnaireHelp).1.is_some());
    }

    #[test]
    fn q6_each_contact_says_who_helped_under_whose_authority_and_what_was_done() {
        let on = day(2022, 11, 28);
        let mut case = Case::overdue();
        case.on(on, &contact(coordinator(), on, Channel::Telephone, HelpResult::NotReached));
        case.on(on, &Command::DelegateHelp { to: subject("first"), by: subject("coordinator") });
        case.on(on, &Command::DelegateHelp { to: subject("staff"), by: subject("deputy") });
        case.on(on, &contact(Helper::Delegate(subject("staff")), on, Channel::Physical, HelpResult::Helped));
        let contacts = case.help().map(|help| help.contacts.clone()).unwrap_or_default();
        let told: Vec<_> = contacts.iter().map(|it| (it.by.clone(), it.under.clone(), it.acts.len())).collect();
        let delegate = (Helper::Delegate(subject("staff")), Some(subject("deputy")), 1);
        assert_eq!(told, [(coordinator(), None, 1), delegate]);
        let delegations = case.help().map(|help| help.delegations.iter().map(|it| it.to.clone()).collect::<Vec<_>>());
        assert_eq!(delegations, Some(vec![subject("first"), subject("staff")]), "every delegation stays");
    }

    #[test]
    fn q6_help_given_while_the_platform_was_away_keeps_its_day() {
        let mut case = Case::sent();
        let back = day(2022, 12, 12);
        case.on(back, &Command::FireReturnMissed);
        let on = day(2022, 11, 25);
        case.on(back, &contact(coordinator(), on, Channel::Telephone, HelpResult::Helped));
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, Some(Closure::Met { on })));
    }

    #[test]
    fn q6_a_return_while_the_platform_was_away_ends_the_help_on_its_day() {
        let mut case = Case::sent();
        let back = day(2022, 12, 12);
        case.on(back, &Command::FireReturnMissed);
        let on = day(2022, 11, 28);
        case.on(back, &submit(complete(), on));
        assert_eq!(case.deadline(Step::QuestionnaireHelp), (None, Some(Closure::Met { on })));
    }

    /// A case whose questionnaire was due back, and whose incapacity ended, while the platform was away.
    fn ended_in_an_outage() -> Case {
        let mut case = Case::sent();
        case.on(day(2022, 12, 12), &ended(day(2022, 11, 30), Ending::IncapacityEnded));
        assert_eq!((case.help(), timers(&case.state)), (None, vec![]));
        case
    }

    #[test]
    fn q6_t6_help_given_in_an_outage_in_which_the_incapacity_ended_is_recorded() {
        let mut case = ended_in_an_outage();
        let (today, on) = (day(2022, 12, 12), day(2022, 11, 28));
        assert_eq!(case.refusal(today, &found_impossible(on)), "HELP_NOT_GIVEN");
        let given = contact(coordinator(), on, Channel::Telephone, HelpResult::Helped);
        let events = case.on(today, &given);
        assert!(matches!(events[..], [Event::HelpGiven(_)]), "nothing is planned and nothing opened again");
        assert_eq!(case.help().map(|help| (help.asked_on, help.contacts.len())), Some((None, 1)));
        assert_eq!((case.state.stage(), work(&case.state).len()), (Stage::Closed, 0));

        case.on(today, &found_impossible(day(2022, 11, 29)));
        let found = Closure::Waived { on: day(2022, 11, 29), because: Rule::Q7.into() };
        assert_eq!(case.deadline(Step::QuestionnaireReturn), (Some(day(2022, 11, 25)), Some(found)));
    }

    #[test]
    fn q6_t6_such_help_lies_between_the_day_after_the_last_and_the_end() {
        let today = day(2022, 12, 12);
        let help = |on| contact(coordinator(), on, Channel::Telephone, HelpResult::Helped);
        let mut case = ended_in_an_outage();
        assert_eq!(case.refusal(today, &help(day(2022, 11, 24))), "IMPOSSIBLE_DATE");
        assert_eq!(case.refusal(today, &help(day(2022, 12, 1))), "INCAPACITY_ENDED");
        case.on(today, &help(day(2022, 11, 25)));
        case.on(today, &help(day(2022, 11, 30)));
        // What was not due back by the last day needed no help.
        let mut in_time = Case::sent();
        in_time.on(today, &ended(day(2022, 11, 23), Ending::IncapacityEnded));
        assert_eq!(in_time.refusal(today, &help(day(2022, 11, 23))), "HELP_NOT_ASKED");
    }

    #[test]
    fn q6_help_given_in_an_outage_is_recorded_in_whatever_order_it_and_the_late_answer_are_entered() {
        let (today, on) = (day(2022, 12, 12), day(2022, 11, 28));
        let mut case = Case::sent();
        case.on(today, &submit(complete(), day(2022, 12, 1)));
        case.on(today, &contact(coordinator(), on, Channel::Telephone, HelpResult::Helped));
        assert_eq!((case.state.stage(), work(&case.state).len()), (Stage::Returned, 0));
        assert_eq!(case.state.round().and_then(Round::reached_on), Some(on));
    }

    #[test]
    fn d2_who_was_delegated_acts_no_more_once_it_is_settled() {
        let staff = || Helper::Delegate(subject("staff"));
        let delegate = Command::DelegateHelp { to: subject("staff"), by: subject("coordinator") };
        let on = day(2022, 11, 28);
        let helped = || {
            let mut case = Case::overdue();
            case.on(on, &delegate);
            case.on(on, &contact(staff(), on, Channel::Telephone, HelpResult::WillReturn));
            assert_eq!(case.state.delegate(), Some(&subject("staff")));
            case
        };
        let mut returned = helped();
        returned.on(on, &submit(complete(), on));
        let mut impossible = helped();
        impossible.on(on, &found_impossible(on));
        let mut over = helped();
        over.on(on, &ended(on, Ending::IncapacityEnded));
        for (mut case, refusal) in
            [(returned, "ALREADY_RETURNED"), (impossible, "ALREADY_IMPOSSIBLE"), (over, "INCAPACITY_ENDED")]
        {
            assert_eq!(case.state.delegate(), None);
            let late = contact(staff(), on, Channel::Email, HelpResult::Helped);
            assert_eq!(case.refusal(on, &late), "NOT_THE_DELEGATE");
            assert_eq!(case.refusal(on, &delegate), refusal);
        }
    }

    #[test]
    fn q6_a_contact_lies_between_the_day_after_the_last_and_today() {
        let mut case = Case::overdue();
        for on in [day(2022, 11, 24), day(2022, 11, 29)] {
            let command = contact(coordinator(), on, Channel::Video, HelpResult::Helped);
            assert_eq!(case.refusal(day(2022, 11, 28), &command), "IMPOSSIBLE_DATE");
        }
        let mut away = Case::sent();
        away.on(day(2022, 12, 12), &Command::FireReturnMissed);
        let early = contact(coordinator(), day(2022, 11, 24), Channel::Video, HelpResult::Helped);
        assert_eq!(away.refusal(day(2022, 12, 12), &early), "IMPOSSIBLE_DATE");
        let command = contact(coordinator(), day(2022, 11, 20), Channel::Video, HelpResult::Helped);
        assert_eq!(Case::sent().refusal(day(2022, 11, 20), &command), "HELP_NOT_ASKED");
    }
}
