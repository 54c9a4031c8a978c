//! Ending a trajectory before it became one.
//!
//! Circular 2022/383, part III, 3.1, step 7: the person does not wish to go on (D11.c). 3.2, step 6: after the contact on a
//! negative decision, the end of what the person asked for (D8); a referral goes on.

use chrono::NaiveDate;

use crate::course::{Course, Scope};
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;
use crate::trajectory::ChosenEnd;

/// Ends it on a day, which is not before it began nor before the last contact.
pub(crate) fn decide(course: &mut Course, on: NaiveDate, reason: ChosenEnd, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    let begun = begun_on(state, reason);
    let last_contact = state.contacts.iter().map(|contact| contact.on).max();
    let in_ami = state.current_ami().map(|trajectory| trajectory.last_act(state).on);
    let earliest = begun.into_iter().chain(last_contact).chain(in_ami).max().unwrap_or(recognised_on);
    possible(ImpossibleDate::outside(DateField::EndedOn, on, earliest, today))?;
    within_incapacity(state, on)?;
    if state.end.is_some() || (state.request().is_none() && referred_on(state).is_none()) {
        return Err(Rejection::NoRequest);
    }
    let scope = match reason {
        ChosenEnd::NotWished => Scope::All,
        ChosenEnd::NegativeDecision => {
            let refused = state.request().and_then(crate::TrajectoryRequest::refused);
            refused.and_then(|asked| asked.discussed_on).ok_or(Rejection::NotRefused)?;
            Scope::RouteB
        }
    };
    course.end_trajectory(on, reason.into(), scope);
    Ok(())
}

/// The day by which all of what ends had begun, the last thing asked or answered in it included: a negative decision ends
/// only what the person asked for.
fn begun_on(state: &State, reason: ChosenEnd) -> Option<NaiveDate> {
    let request = state.request().map(|request| {
        let asked = request.authorisations.iter().map(|asked| asked.answer.map_or(asked.asked_on, |(on, _)| on));
        asked.fold(request.received_on, Ord::max)
    });
    let referral = referred_on(state).filter(|_| reason == ChosenEnd::NotWished);
    request.into_iter().chain(referral).max()
}

/// The day of the last referral that goes on.
fn referred_on(state: &State) -> Option<NaiveDate> {
    state.referrals.iter().map(|referral| referral.on).filter(|on| state.ended_since(*on).is_none()).max()
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::samples::{Case, day, decided, discussed, first_contact, referred};
    use crate::{Command, EndReason, Stage};

    fn end(on: NaiveDate, reason: ChosenEnd) -> Command {
        Command::EndTrajectory { on, reason }
    }

    #[test]
    fn d8_d11_it_does_not_end_before_the_physician_was_asked_nor_before_the_answer() {
        let end = |on| Command::EndTrajectory { on, reason: ChosenEnd::NotWished };
        let mut case = Case::contacted();
        case.on(day(2023, 1, 24), &Command::RequestAuthorisation { asked_on: None });
        assert_eq!(case.refusal(day(2023, 1, 25), &end(day(2023, 1, 23))), "IMPOSSIBLE_DATES");
        case.on(day(2023, 1, 26), &decided(1, day(2023, 1, 25), true));
        assert_eq!(case.refusal(day(2023, 1, 27), &end(day(2023, 1, 24))), "IMPOSSIBLE_DATES");
        case.on(day(2023, 1, 27), &end(day(2023, 1, 25)));
        assert!(case.state.request().is_none());
    }

    #[test]
    fn d11_who_does_not_wish_to_go_on_after_the_contact_ends_it() {
        let mut case = Case::contacted();
        case.on(day(2023, 1, 24), &end(day(2023, 1, 23), ChosenEnd::NotWished));
        let waived = Closure::Waived { on: day(2023, 1, 23), because: Ground::point(Rule::D11, 'c') };
        assert_eq!(case.deadline(Step::AuthorisationRequest).and_then(|it| it.2), Some(waived));
        assert_eq!(case.state.stage(), Stage::Ended);
        assert_eq!(case.refusal(day(2023, 1, 24), &end(day(2023, 1, 24), ChosenEnd::NotWished)), "NO_REQUEST");
    }

    #[test]
    fn d11_a_referral_can_be_ended_too() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        case.on(day(2023, 1, 24), &end(day(2023, 1, 24), ChosenEnd::NotWished));
        assert_eq!(case.state.stage(), Stage::Ended);
        assert_eq!(
            Case::opened().refusal(day(2023, 1, 24), &end(day(2023, 1, 24), ChosenEnd::NotWished)),
            "NO_REQUEST"
        );
    }

    #[test]
    fn d8_a_negative_decision_ends_it_once_it_was_discussed_and_a_referral_goes_on() {
        let mut case = Case::not_authorised();
        let ended = |on| end(on, ChosenEnd::NegativeDecision);
        assert_eq!(case.refusal(day(2023, 2, 9), &ended(day(2023, 2, 9))), "NOT_REFUSED");
        case.on(day(2023, 2, 10), &discussed(day(2023, 2, 10)));
        case.on(day(2023, 2, 12), &referred(day(2023, 2, 12), false));
        case.on(day(2023, 2, 13), &ended(day(2023, 2, 11)));
        assert_eq!(case.state.requests[0].ended, Some((day(2023, 2, 11), EndReason::NegativeDecision)));
        let waived = Closure::Waived { on: day(2023, 2, 11), because: Rule::D8.into() };
        assert_eq!(case.deadline(Step::AuthorisationRequest).and_then(|it| it.2), Some(waived));
        assert_eq!(case.due(Step::FirstContactCategory4), Some(day(2023, 3, 12)));
    }

    #[test]
    fn d8_without_a_negative_decision_none_ends_it() {
        for mut case in [Case::contacted(), Case::referred()] {
            let command = end(day(2023, 1, 24), ChosenEnd::NegativeDecision);
            assert_eq!(case.refusal(day(2023, 1, 24), &command), "NOT_REFUSED");
        }
    }

    #[test]
    fn d11_it_ends_not_before_the_last_contact_nor_in_the_future() {
        for on in [day(2023, 1, 19), day(2023, 1, 25)] {
            let command = end(on, ChosenEnd::NotWished);
            assert_eq!(Case::contacted().refusal(day(2023, 1, 24), &command), "IMPOSSIBLE_DATES");
        }
    }
}
