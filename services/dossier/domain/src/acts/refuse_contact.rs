//! A person who refuses a contact that is due.
//!
//! The circular does not speak of it. Circular 2022/383, part III, 3.1, step 7, knows the person who does not wish to go on
//! (D11.c): so the duty ends, and with it what the person asked for (own reading). The person may ask for a trajectory at any
//! later time (D6).

use chrono::NaiveDate;

use crate::contact::{ContactRefusal, Purpose};
use crate::course::{Course, Scope};
use crate::duty::{Duty, duty};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::trajectory::EndReason;

/// Records the refusal. A refused discussion of a negative decision leaves a referral as it is.
pub(crate) fn decide(course: &mut Course, purpose: Purpose, on: NaiveDate, today: NaiveDate) -> Result<(), Rejection> {
    let recognised_on = recognised(&course.state)?.recognised_on;
    if matches!(purpose, Purpose::FollowUp | Purpose::Other) {
        return Err(Rejection::NoContactDue(purpose));
    }
    possible(ImpossibleDate::outside(DateField::RefusedOn, on, recognised_on, today))?;
    within_incapacity(&course.state, on)?;
    let latest = course.state.end.map_or(today, |end| end.last_day.min(today));
    let due_on = |day| duty(&course.state, purpose, day).and_then(Duty::not_barred);
    if due_on(on).is_err() {
        let later = due_on(latest).map_err(|_| Rejection::NoContactDue(purpose))?;
        possible(ImpossibleDate::outside(DateField::RefusedOn, on, later.since, latest))?;
        return Err(Rejection::NoContactDue(purpose));
    }
    course.push(Event::ContactRefused(ContactRefusal { purpose, on }));
    let scope = if purpose == Purpose::NegativeDecision { Scope::RouteB } else { Scope::All };
    course.end_trajectory(on, EndReason::NotWished, scope);
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::contact::AppointmentState;
    use crate::samples::{Case, appoint, day, referred, route_b, work};
    use crate::{Command, Stage};

    fn refuse(purpose: Purpose, on: NaiveDate) -> Command {
        Command::RecordRefusal { purpose, on }
    }

    #[test]
    fn d11_who_refuses_the_first_contact_goes_no_further_by_either_route() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 5), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 5)));
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        case.on(day(2023, 1, 12), &refuse(Purpose::FirstContact, day(2023, 1, 12)));
        let waived = Closure::Waived { on: day(2023, 1, 12), because: Ground::point(Rule::D11, 'c') };
        assert_eq!(case.deadline(Step::FirstContactCategory4).and_then(|it| it.2), Some(waived));
        assert_eq!(case.state.deadlines.all_open().count(), 0);
        assert_eq!(case.state.appointments[0].1, AppointmentState::Cancelled);
        assert_eq!(case.state.requests[0].ended, Some((day(2023, 1, 12), EndReason::NotWished)));
        assert_eq!(case.state.stage(), Stage::Ended);
        // The person may ask at any later time.
        case.on(day(2023, 2, 1), &route_b(day(2023, 2, 1)));
    }

    #[test]
    fn d8_who_refuses_to_discuss_the_negative_decision_ends_what_they_asked_for() {
        let mut case = Case::not_authorised();
        case.on(day(2023, 2, 3), &referred(day(2023, 2, 3), false));
        case.on(day(2023, 2, 6), &refuse(Purpose::NegativeDecision, day(2023, 2, 6)));
        assert_eq!(case.due(Step::NegativeDecisionContact), None);
        assert!(case.state.request().is_none());
        assert_eq!(case.due(Step::FirstContactCategory4), Some(day(2023, 3, 3)), "the referral goes on");
    }

    #[test]
    fn d11_what_nothing_calls_for_cannot_be_refused() {
        let on = day(2023, 1, 10);
        for purpose in Purpose::ALL {
            assert_eq!(Case::opened().refusal(on, &refuse(*purpose, on)), "NO_CONTACT_DUE");
        }
        let mut barred = Case::referred();
        barred.on(on, &work(on, None));
        assert_eq!(barred.refusal(on, &refuse(Purpose::FirstContact, on)), "NO_CONTACT_DUE");
    }

    #[test]
    fn d11_it_is_refused_from_the_day_on_that_it_was_due() {
        let mut case = Case::referred();
        let early = refuse(Purpose::FirstContact, day(2022, 12, 11));
        let rejection = case.attempt(day(2023, 1, 10), &early).expect_err("it was not due yet");
        let Rejection::ImpossibleDates(dates) = rejection else { panic!("{rejection}") };
        assert_eq!((dates[0].earliest, dates[0].latest), (day(2022, 12, 12), day(2023, 1, 10)));
    }
}
