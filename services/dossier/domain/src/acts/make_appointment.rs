//! An appointment, with the invitation and its proof.
//!
//! Circular 2022/383, part III, 3.1, step 7, and 3.2, steps 1 and 6; part V for the channels (D10). Who asks for a
//! trajectory always gets an appointment for the first contact (D6); no other first contact takes place while authorised
//! work is performed (D5).

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::months::LATEST;

use crate::assignment::{given_first, may_meet};
use crate::command::NewAppointment;
use crate::contact::{Appointment, Channel, Purpose};
use crate::course::Course;
use crate::duty::{duty, request_to_meet};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::people::CoordinatorContact;
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;

/// Makes the appointment. For a first contact of route B it is the one that the circular asks for.
pub(crate) fn decide(
    course: &mut Course,
    purpose: Purpose,
    appointment: &NewAppointment,
    contact: &CoordinatorContact,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    dated(state, appointment, DateField::InvitedOn, today)?;
    permitted(purpose, appointment.channel)?;
    duty(state, purpose, appointment.on)?.not_barred()?;
    if state.open_appointments().any(|open| open.purpose == purpose) {
        return Err(Rejection::AppointmentOpen);
    }
    let NewAppointment { on, channel, coordinator, by, invitation, qualification } = appointment.clone();
    let coordinator = coordinator.unwrap_or(by);
    may_meet(state, &coordinator, qualification)?;
    let contact = contact.clone();
    let number = next_number(state);
    make(course, Appointment { number, purpose, on, channel, coordinator, contact, invitation, replaces: None });
    Ok(())
}

/// Makes it. It is the one that a request asks for, if the first contact of the request is to take place (D6).
pub(super) fn make(course: &mut Course, made: Appointment) {
    let (purpose, on, invited_on) = (made.purpose, made.on, made.invitation.on);
    let coordinator = made.coordinator.clone();
    course.push(Event::AppointmentMade(made));
    given_first(course, coordinator, invited_on);
    let received_on =
        request_to_meet(&course.state).map(|request| request.received_on).filter(|received| *received <= on);
    if let (Purpose::FirstContact, Some(received_on)) = (purpose, received_on) {
        course.meet_open(Step::RouteBAppointment, invited_on.max(received_on));
    }
}

/// The days of an appointment: the invitation during the incapacity and not in the future, the appointment not before it
/// and not after the end.
pub(super) fn dated(
    state: &State,
    appointment: &NewAppointment,
    invited: DateField,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let start = recognised(state)?.incapacity_start;
    let invited_on = appointment.invitation.on;
    let earliest = invited_on.clamp(start, LATEST);
    let invited = ImpossibleDate::outside(invited, invited_on, start, today);
    let appointed = ImpossibleDate::outside(DateField::AppointmentOn, appointment.on, earliest, LATEST);
    possible(invited.into_iter().chain(appointed))?;
    within_incapacity(state, appointment.on)
}

/// Refuses a channel that a contact for this purpose does not know (D10).
pub(super) fn permitted(purpose: Purpose, channel: Channel) -> Result<(), Rejection> {
    if purpose.permits(channel) { Ok(()) } else { Err(Rejection::ChannelNotPermitted) }
}

/// The number of the next appointment.
pub(super) fn next_number(state: &State) -> u32 {
    u32::try_from(state.appointments.len()).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::samples::{Case, appoint, contact_details, day, ended, new_appointment, route_b, work};
    use crate::{Command, SubjectId};

    const FIRST: Purpose = Purpose::FirstContact;

    #[test]
    fn d6_the_appointment_meets_its_target_on_the_day_of_the_invitation() {
        let mut case = Case::asked();
        case.on(day(2023, 1, 16), &appoint(FIRST, day(2023, 1, 25), day(2023, 1, 13)));
        let met = Closure::Met { on: day(2023, 1, 13) };
        assert_eq!(case.deadline(Step::RouteBAppointment).and_then(|it| it.2), Some(met));
        assert_eq!(case.due(Step::FirstContactRouteB), Some(day(2023, 2, 10)));
    }

    #[test]
    fn d10_a_first_contact_is_face_to_face_or_by_video() {
        for (channel, permitted) in [(Channel::Physical, true), (Channel::Video, true), (Channel::Telephone, false)] {
            let appointment = NewAppointment { channel, ..new_appointment(day(2023, 1, 20), day(2023, 1, 5)) };
            let command = Command::MakeAppointment { purpose: FIRST, appointment, contact: contact_details() };
            let outcome = Case::referred().attempt(day(2023, 1, 5), &command);
            assert_eq!(outcome.is_ok(), permitted, "{channel:?}");
        }
        let appointment =
            NewAppointment { channel: Channel::Email, ..new_appointment(day(2023, 1, 20), day(2023, 1, 5)) };
        let other = Command::MakeAppointment { purpose: Purpose::Other, appointment, contact: contact_details() };
        assert!(Case::opened().attempt(day(2023, 1, 5), &other).is_ok());
    }

    #[test]
    fn d4_nobody_is_invited_to_a_contact_that_nothing_calls_for() {
        for purpose in [FIRST, Purpose::NegativeDecision] {
            let command = appoint(purpose, day(2023, 1, 20), day(2023, 1, 5));
            assert_eq!(Case::opened().refusal(day(2023, 1, 5), &command), "NO_CONTACT_DUE");
        }
        let mut discussing = Case::not_authorised();
        discussing.on(day(2023, 2, 2), &appoint(Purpose::NegativeDecision, day(2023, 2, 10), day(2023, 2, 2)));
    }

    #[test]
    fn d5_no_appointment_in_authorised_work_but_after_its_known_end() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 9), &work(day(2023, 1, 9), Some(day(2023, 3, 15))));
        let of = |on| appoint(FIRST, on, day(2023, 3, 1));
        assert_eq!(case.refusal(day(2023, 3, 1), &of(day(2023, 3, 15))), "FIRST_CONTACT_BARRED");
        case.on(day(2023, 3, 1), &of(day(2023, 3, 16)));
    }

    #[test]
    fn d5_d6_route_b_always_leads_to_an_appointment() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 9), &work(day(2023, 1, 9), None));
        case.on(day(2023, 1, 12), &route_b(day(2023, 1, 12)));
        case.on(day(2023, 1, 12), &appoint(FIRST, day(2023, 1, 20), day(2023, 1, 12)));
    }

    #[test]
    fn d30_a_purpose_has_one_open_appointment() {
        let mut case = Case::referred();
        let command = appoint(FIRST, day(2023, 1, 20), day(2023, 1, 5));
        case.on(day(2023, 1, 5), &command);
        assert_eq!(case.refusal(day(2023, 1, 5), &command), "APPOINTMENT_OPEN");
        case.on(day(2023, 1, 5), &appoint(Purpose::Other, day(2023, 1, 20), day(2023, 1, 5)));
    }

    #[test]
    fn d30_the_invitation_comes_first_and_not_from_the_future() {
        let mut case = Case::referred();
        for (on, invited_on) in [(day(2023, 1, 4), day(2023, 1, 5)), (day(2023, 1, 20), day(2023, 1, 6))] {
            assert_eq!(case.refusal(day(2023, 1, 5), &appoint(FIRST, on, invited_on)), "IMPOSSIBLE_DATES");
        }
        let named = NewAppointment {
            coordinator: Some(SubjectId("coordinator-9".into())),
            ..new_appointment(day(2023, 1, 5), day(2023, 1, 5))
        };
        let contact = contact_details();
        case.on(day(2023, 1, 5), &Command::MakeAppointment { purpose: FIRST, appointment: named, contact });
        assert_eq!(case.state.appointments[0].0.coordinator.0, "coordinator-9");
    }

    #[test]
    fn t6_no_appointment_after_the_last_day_of_incapacity() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 20), &ended(day(2023, 1, 15), false));
        let of = |on| appoint(FIRST, on, day(2023, 1, 10));
        assert_eq!(case.refusal(day(2023, 1, 20), &of(day(2023, 1, 16))), "INCAPACITY_ENDED");
        case.on(day(2023, 1, 20), &of(day(2023, 1, 15)));
    }
}
