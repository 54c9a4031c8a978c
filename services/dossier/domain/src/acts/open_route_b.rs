//! The person's own request for a trajectory: route B.
//!
//! Circular 2022/383, part III, 3.2, steps 1 to 4: the person may ask at any time during the incapacity, and an appointment
//! is always made (D6). A questionnaire comes first, unless one of this incapacity needs no update (Q8). The first contact is
//! within one month of the completed questionnaire; where none is needed, of the request (own reading).

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::route_b::{appointment_plan, authorisation_request_plan, contact_after_request};

use super::questionnaire;
use crate::course::Course;
use crate::event::Event;
use crate::fact::QuestionnaireTold;
use crate::follow::appointment_of_request;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;
use crate::trajectory::EndReason;

/// Records the request. Received during the incapacity and entered after its end, it ended with it.
pub(crate) fn decide(
    course: &mut Course,
    received_on: NaiveDate,
    keep_questionnaire: bool,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let start = recognised(&course.state)?.incapacity_start;
    possible(ImpossibleDate::outside(DateField::ReceivedOn, received_on, start, today))?;
    within_incapacity(&course.state, received_on)?;
    // One that has ended since went on when this one was received: the person had asked already.
    let went_on = course.state.requests.iter().any(|request| request.goes_on(received_on));
    if went_on || course.state.request().is_some() {
        return Err(Rejection::RequestGoesOn);
    }
    let completed = |told: &QuestionnaireTold| matches!(told, QuestionnaireTold::Completed { .. });
    if keep_questionnaire && !course.state.questionnaire.iter().any(completed) {
        return Err(Rejection::NothingToKeep);
    }
    let ended = ended_with(&course.state, received_on);
    // Nobody is asked to fill in a questionnaire for what has ended.
    let questionnaire_needed = !keep_questionnaire && ended.is_none();
    let contact = contact_of(&course.state, received_on);
    let number = Some(course.state.next_request());
    course.push(Event::TrajectoryRequested { received_on, questionnaire_needed, contact, number });
    if let Some((on, reason)) = ended {
        course.push(Event::TrajectoryEnded { on, reason, route_b_only: true });
        return Ok(());
    }
    appointment(course, received_on);
    if !questionnaire_needed {
        course.plan(contact_after_request(course.state.planning(received_on)), received_on);
    } else if let Some(on) = back_since(&course.state, received_on) {
        questionnaire::back(course, on);
    }
    // A contact that took place since, and was entered before the request was.
    if let Some(held_on) = course.state.request().and_then(|request| request.first_contact) {
        course.meet(Step::FirstContactRouteB, held_on);
        course.plan(authorisation_request_plan(course.state.planning(held_on)), held_on);
    }
    Ok(())
}

/// Plans the appointment. One that is open already, or a contact that took place since, is that appointment.
fn appointment(course: &mut Course, received_on: NaiveDate) {
    course.plan(appointment_plan(course.state.planning(received_on)), received_on);
    let contacted = course.state.request().is_some_and(|request| request.first_contact.is_some());
    if contacted || appointment_of_request(&course.state, received_on).is_some() {
        course.meet(Step::RouteBAppointment, received_on);
    }
}

/// The end of what the person asked for, if it is dated after the request that is entered only now, or else the end of the
/// incapacity.
fn ended_with(state: &State, received_on: NaiveDate) -> Option<(NaiveDate, EndReason)> {
    let ends = state.ends.iter().map(|end| (end.on, end.reason)).filter(|(on, _)| received_on < *on);
    let incapacity = state.end.map(|end| (end.last_day, EndReason::IncapacityEnded));
    ends.chain(incapacity).min_by_key(|(on, _)| *on)
}

/// The first contact that took place since a request, and was entered before it. One that ended a trajectory on the day of
/// the request came before it: the person asked again.
fn contact_of(state: &State, received_on: NaiveDate) -> Option<u32> {
    let contact = state.first_contact_since(received_on)?;
    let asked_again = contact.on == received_on && state.ends.iter().any(|end| end.on == received_on);
    (!asked_again).then_some(contact.number)
}

/// The first questionnaire that came back, or was found impossible to complete, on a day or later.
fn back_since(state: &State, day: NaiveDate) -> Option<NaiveDate> {
    state.questionnaire.iter().filter_map(|told| told.back_on()).find(|on| day <= *on)
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::Stage;
    use crate::contact::Purpose;
    use crate::samples::{
        Case, appoint, completed, day, ended, first_contact, first_contact_refused, keeping, route_b, sent,
    };

    #[test]
    fn d6_an_appointment_is_aimed_at_and_the_contact_waits_for_the_questionnaire() {
        let mut case = Case::opened();
        let events = case.on(day(2023, 1, 12), &route_b(day(2023, 1, 10)));
        assert_eq!(events[0].effective_on(), day(2023, 1, 10));
        assert_eq!(case.due(Step::RouteBAppointment), Some(day(2023, 1, 24)));
        assert_eq!((case.due(Step::FirstContactRouteB), case.state.stage()), (None, Stage::FirstContactDue));
    }

    #[test]
    fn q8_one_that_is_kept_is_not_asked_again_and_the_month_counts_from_the_request() {
        let case = Case::asked();
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 2, 10)));
        assert!(!case.state.requests[0].questionnaire_needed);
    }

    #[test]
    fn q8_there_must_be_one_to_keep() {
        let mut case = Case::opened();
        case.on(day(2022, 11, 10), &sent(day(2022, 11, 10)));
        assert_eq!(case.refusal(day(2023, 1, 10), &keeping(day(2023, 1, 10))), "NOTHING_TO_KEEP");
    }

    #[test]
    fn t6_one_that_came_back_since_the_request_was_received_counts_when_the_request_is_entered_later() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 12), &completed(day(2023, 1, 12)));
        case.on(day(2023, 1, 15), &route_b(day(2023, 1, 10)));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 2, 12)));
    }

    #[test]
    fn d6_one_request_goes_on_and_after_its_end_another_may_be_made() {
        let mut case = Case::asked();
        assert_eq!(case.refusal(day(2023, 1, 12), &route_b(day(2023, 1, 12))), "REQUEST_GOES_ON");
        case.on(day(2023, 1, 20), &first_contact_refused(day(2023, 1, 20)));
        case.on(day(2023, 2, 1), &route_b(day(2023, 2, 1)));
        assert_eq!(case.state.requests.len(), 2);
        assert_eq!(case.due(Step::RouteBAppointment), Some(day(2023, 2, 15)));
    }

    #[test]
    fn t6_what_was_received_while_another_request_went_on_is_not_another_one_when_that_has_ended() {
        let mut case = Case::asked();
        case.on(day(2023, 1, 20), &first_contact_refused(day(2023, 1, 20)));
        for on in [day(2023, 1, 10), day(2023, 1, 19)] {
            assert_eq!(case.refusal(day(2023, 2, 1), &route_b(on)), "REQUEST_GOES_ON");
        }
        case.on(day(2023, 2, 1), &route_b(day(2023, 1, 20)));
        assert_eq!(case.state.stage(), Stage::FirstContactDue);

        let mut ended_since = Case::asked();
        ended_since.on(day(2023, 1, 25), &ended(day(2023, 1, 25), false));
        assert_eq!(ended_since.refusal(day(2023, 2, 1), &route_b(day(2023, 1, 25))), "REQUEST_GOES_ON");
    }

    #[test]
    fn t6_what_was_received_before_an_end_of_the_trajectory_ended_with_it() {
        let mut case = Case::asked();
        case.on(day(2023, 1, 20), &first_contact_refused(day(2023, 1, 20)));
        case.on(day(2023, 2, 1), &route_b(day(2023, 1, 9)));
        assert_eq!(case.state.requests[1].ended, Some((day(2023, 1, 20), EndReason::ConsentRefused)));
        assert!(case.state.deadlines.all_open().next().is_none());
    }

    #[test]
    fn d6_the_request_lies_in_the_incapacity_and_not_in_the_future() {
        for on in [day(2022, 8, 31), day(2023, 1, 11)] {
            assert_eq!(Case::opened().refusal(day(2023, 1, 10), &route_b(on)), "IMPOSSIBLE_DATES");
        }
        assert_eq!(Case::default().refusal(day(2023, 1, 10), &route_b(day(2023, 1, 10))), "NOT_RECOGNISED");
    }

    #[test]
    fn t6_received_before_the_end_and_entered_after_it_the_request_ended_with_the_incapacity() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 20), &ended(day(2023, 1, 15), false));
        assert_eq!(case.refusal(day(2023, 1, 20), &route_b(day(2023, 1, 16))), "INCAPACITY_ENDED");
        case.on(day(2023, 1, 20), &route_b(day(2023, 1, 10)));
        assert_eq!(case.state.requests[0].ended, Some((day(2023, 1, 15), EndReason::IncapacityEnded)));
        assert!(case.state.deadlines.is_empty());
    }

    #[test]
    fn d6_an_open_appointment_of_route_a_is_the_appointment() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 5), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 5)));
        case.on(day(2023, 1, 10), &route_b(day(2023, 1, 10)));
        let met = Closure::Met { on: day(2023, 1, 10) };
        assert_eq!(case.deadline(Step::RouteBAppointment).and_then(|it| it.2), Some(met));
    }

    #[test]
    fn t6_a_contact_since_the_request_was_received_is_its_first_contact() {
        let mut case = Case::referred();
        case.on(day(2022, 12, 20), &completed(day(2022, 12, 20)));
        case.on(day(2023, 1, 12), &first_contact(day(2023, 1, 12)));
        case.on(day(2023, 1, 15), &keeping(day(2023, 1, 10)));
        let met = Closure::Met { on: day(2023, 1, 12) };
        assert_eq!(case.deadline(Step::FirstContactRouteB).and_then(|it| it.2), Some(met));
        assert_eq!(case.due(Step::AuthorisationRequest), Some(day(2023, 1, 19)));
    }
}
