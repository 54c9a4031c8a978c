//! Asking the physician to authorise the trajectory that the person asked for.
//!
//! Circular 2022/383, part III, 3.2, steps 5 and 6: after the first contact the coordinator informs the physician of it and
//! asks for the authorisation (D7), and again after the contact on a negative decision (D8). The agreed actions are told only
//! with consent to the physician's follow-up; that they are not is recorded (D3, D31).

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::rule::Rule;

use crate::consent::ConsentPurpose;
use crate::contact::Purpose;
use crate::course::Course;
use crate::event::{AuthorisationAsked, Event};
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;
use crate::trajectory::{EndReason, TrajectoryRequest};

/// Asks, today or on an earlier day that is entered now. Consent is needed as it stands now, for it is now that the
/// physician is told.
pub(crate) fn decide(course: &mut Course, asked_on: Option<NaiveDate>, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    recognised(state)?;
    let on = asked_on.unwrap_or(today);
    within_incapacity(state, on)?;
    let request = asked_in(state, on).ok_or(Rejection::NoRequest)?;
    let contact_on = contact_before(state, request, on)?;
    possible(ImpossibleDate::outside(DateField::AskedOn, on, contact_on, today))?;
    if !state.consents.granted(ConsentPurpose::Trajectory) {
        return Err(Rejection::ConsentRefused);
    }
    let actions_told = state.consents.granted(ConsentPurpose::PhysicianFollowUp);
    // What was agreed last is what holds: a contact at which nothing was agreed changes nothing.
    let agreed =
        state.contacts.iter().rfind(|contact| request.received_on <= contact.on && !contact.actions.is_empty());
    let actions = agreed.filter(|_| actions_told).map(|contact| contact.actions.clone()).unwrap_or_default();
    let asked = state.requests.iter().map(|request| request.authorisations.len()).sum::<usize>();
    let number = u32::try_from(asked).unwrap_or(u32::MAX).saturating_add(1);
    let asked = AuthorisationAsked { number, on, contact_on, actions_told, actions };
    course.push(Event::AuthorisationAsked(asked));
    course.meet(Step::AuthorisationRequest, on);
    Ok(())
}

/// The request that goes on, or that went on on a day until the incapacity ended.
fn asked_in(state: &State, on: NaiveDate) -> Option<&TrajectoryRequest> {
    let until_the_end = |request: &&TrajectoryRequest| {
        matches!(request.ended, Some((_, EndReason::IncapacityEnded))) && request.goes_on(on)
    };
    state.request().or_else(|| state.requests.last().filter(until_the_end))
}

/// The day of the contact that must come before: the first one, or after a negative decision the one on it.
fn contact_before(state: &State, request: &TrajectoryRequest, on: NaiveDate) -> Result<NaiveDate, Rejection> {
    match request.authorisations.last().map(|asked| asked.answer) {
        Some(None) => Err(Rejection::DecisionAwaited),
        Some(Some((_, true))) => Err(Rejection::AlreadyAuthorised),
        Some(Some((_, false))) => {
            let discussed_on = request.refused().and_then(|asked| asked.discussed_on);
            discussed_on.ok_or(Rejection::NotContacted { rule: Rule::D8 })
        }
        None => {
            let first_on = request.first_contact.ok_or(Rejection::NotContacted { rule: Rule::D7 })?;
            // A referral may have called for another one since.
            let first = state.contacts.iter().filter(|contact| contact.purpose == Purpose::FirstContact);
            Ok(first.map(|contact| contact.on).filter(|held_on| *held_on <= on).fold(first_on, Ord::max))
        }
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::contact::{AgreedAction, NextWay};
    use crate::samples::{
        Case, all_granted, day, decided, discussed, ended, first, first_contact, form, new_contact, referred,
    };
    use crate::{Command, NewContact, Stage};

    const ASK: Command = Command::RequestAuthorisation { asked_on: None };

    #[test]
    fn d7_what_was_asked_is_counted_from_the_first_contact_and_not_from_another() {
        let mut case = Case::contacted();
        let other = NewContact { next_way: None, ..new_contact(day(2023, 1, 22)) };
        case.on(day(2023, 1, 22), &Command::RecordContact { contact: other, kind: crate::ContactKind::Other });
        let events = case.on(day(2023, 1, 23), &ASK);
        assert_eq!(asked(&events).contact_on, day(2023, 1, 20));
    }

    #[test]
    fn d7_of_what_the_person_does_not_wish_any_more_nothing_is_asked_not_even_for_a_day_before() {
        let mut case = Case::contacted();
        let on = day(2023, 1, 30);
        case.on(on, &Command::EndTrajectory { on, reason: crate::ChosenEnd::NotWished });
        let before = Command::RequestAuthorisation { asked_on: Some(day(2023, 1, 25)) };
        assert_eq!(case.refusal(day(2023, 2, 1), &before), "NO_REQUEST");
    }

    fn asked(events: &[Event]) -> &AuthorisationAsked {
        let Some(Event::AuthorisationAsked(asked)) = events.first() else { panic!("it was asked") };
        asked
    }

    #[test]
    fn d7_the_physician_is_asked_with_what_was_agreed_and_the_day_of_the_contact() {
        let mut case = Case::contacted();
        let events = case.on(day(2023, 1, 23), &ASK);
        let expected = AuthorisationAsked {
            number: 1,
            on: day(2023, 1, 23),
            contact_on: day(2023, 1, 20),
            actions_told: true,
            actions: [AgreedAction::ExploreOrientation].into(),
        };
        assert_eq!(asked(&events), &expected);
        let met = Closure::Met { on: day(2023, 1, 23) };
        assert_eq!(case.deadline(Step::AuthorisationRequest).and_then(|it| it.2), Some(met));
        assert_eq!(case.state.stage(), Stage::DecisionAwaited);
    }

    #[test]
    fn d3_d31_without_consent_to_the_second_purpose_the_actions_are_not_told() {
        let mut case = Case::asked();
        let mut consent = all_granted(day(2023, 1, 20));
        consent.decisions.insert(ConsentPurpose::PhysicianFollowUp, false);
        let command = Command::RecordContact { contact: new_contact(day(2023, 1, 20)), kind: first(consent) };
        case.on(day(2023, 1, 20), &command);
        let events = case.on(day(2023, 1, 23), &ASK);
        assert!(!asked(&events).actions_told && asked(&events).actions.is_empty());
        assert!(!case.state.requests[0].authorisations[0].actions_told);
    }

    #[test]
    fn d7_it_is_asked_after_the_first_contact_and_once() {
        assert_eq!(Case::referred().refusal(day(2023, 1, 23), &ASK), "NO_REQUEST");
        assert_eq!(Case::asked().refusal(day(2023, 1, 23), &ASK), "NOT_CONTACTED");
        let mut case = Case::contacted();
        case.on(day(2023, 1, 23), &ASK);
        assert_eq!(case.refusal(day(2023, 1, 24), &ASK), "DECISION_AWAITED");
        case.on(day(2023, 2, 1), &decided(1, day(2023, 2, 1), true));
        assert_eq!(case.refusal(day(2023, 2, 2), &ASK), "ALREADY_AUTHORISED");
        assert_eq!(case.state.stage(), Stage::Authorised);
    }

    #[test]
    fn d8_after_a_negative_decision_it_is_asked_again_after_the_contact_on_it() {
        let mut case = Case::not_authorised();
        assert_eq!(case.refusal(day(2023, 2, 2), &ASK), "NOT_CONTACTED");
        assert_eq!(case.state.stage(), Stage::NotAuthorised);
        let adapted = NewContact {
            actions: [AgreedAction::RegionalService].into(),
            next_way: Some(NextWay::Undecided),
            ..new_contact(day(2023, 2, 10))
        };
        case.on(
            day(2023, 2, 10),
            &Command::RecordContact { contact: adapted, kind: crate::ContactKind::NegativeDecision },
        );
        let events = case.on(day(2023, 2, 13), &ASK);
        assert_eq!((asked(&events).number, asked(&events).contact_on), (2, day(2023, 2, 10)));
        assert_eq!(asked(&events).actions, [AgreedAction::RegionalService].into());
    }

    #[test]
    fn d8_a_contact_at_which_nothing_new_was_agreed_leaves_what_was_agreed() {
        let mut case = Case::not_authorised();
        let Command::RecordContact { contact, kind } = discussed(day(2023, 2, 10)) else { panic!("a contact") };
        let contact = NewContact { actions: [].into(), ..contact };
        case.on(day(2023, 2, 10), &Command::RecordContact { contact, kind });
        let events = case.on(day(2023, 2, 13), &ASK);
        assert_eq!(asked(&events).actions, [AgreedAction::ExploreOrientation].into());
    }

    #[test]
    fn t6_asked_on_paper_and_entered_later_it_was_asked_on_its_day() {
        let ask = |on| Command::RequestAuthorisation { asked_on: Some(on) };
        let mut case = Case::contacted();
        for wrong in [day(2023, 1, 19), day(2023, 2, 2)] {
            assert_eq!(case.refusal(day(2023, 2, 1), &ask(wrong)), "IMPOSSIBLE_DATES");
        }
        let events = case.on(day(2023, 2, 1), &ask(day(2023, 1, 24)));
        assert_eq!(asked(&events).on, day(2023, 1, 24));
        let met = Closure::Met { on: day(2023, 1, 24) };
        assert_eq!(case.deadline(Step::AuthorisationRequest).and_then(|it| it.2), Some(met));
    }

    #[test]
    fn t6_asked_before_what_came_since_it_is_told_of_the_contact_that_came_before_it() {
        let ask = Command::RequestAuthorisation { asked_on: Some(day(2023, 1, 24)) };
        let mut met_again = Case::contacted();
        met_again.on(day(2023, 1, 30), &referred(day(2023, 1, 30), false));
        met_again.on(day(2023, 2, 6), &first_contact(day(2023, 2, 6)));
        assert_eq!(asked(&met_again.on(day(2023, 2, 7), &ask)).contact_on, day(2023, 1, 20));

        let mut over = Case::contacted();
        over.on(day(2023, 2, 1), &ended(day(2023, 1, 30), false));
        over.on(day(2023, 2, 2), &ask);
        let met = Closure::Met { on: day(2023, 1, 24) };
        assert_eq!(over.deadline(Step::AuthorisationRequest).and_then(|it| it.2), Some(met));
        let after = Command::RequestAuthorisation { asked_on: None };
        assert_eq!(over.refusal(day(2023, 2, 2), &after), "INCAPACITY_ENDED");
    }

    #[test]
    fn d3_it_is_not_asked_without_consent_to_the_first_purpose() {
        let mut case = Case::contacted();
        let withdrawn = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 1, 21));
        case.on(day(2023, 1, 21), &Command::RecordConsents(withdrawn));
        assert_eq!(case.refusal(day(2023, 1, 23), &ASK), "CONSENT_REFUSED");
    }
}
