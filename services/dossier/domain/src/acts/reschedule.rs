//! Another appointment in the place of an open one. The deadline of the contact does not move (T6).

use chrono::NaiveDate;

use super::make_appointment::{dated, make, next_number, permitted};
use crate::assignment::may_meet;
use crate::command::NewAppointment;
use crate::contact::{Appointment, RescheduledBy};
use crate::course::Course;
use crate::duty::duty;
use crate::impossible::DateField;
use crate::people::CoordinatorContact;
use crate::rejection::Rejection;

/// Makes the other appointment.
pub(crate) fn decide(
    course: &mut Course,
    (number, by): (u32, RescheduledBy),
    appointment: &NewAppointment,
    contact: Option<&CoordinatorContact>,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    dated(state, appointment, DateField::NoticeOn, today)?;
    let replaced = state.open_appointment(number).ok_or(Rejection::AppointmentNotOpen)?;
    let purpose = replaced.purpose;
    permitted(purpose, appointment.channel)?;
    duty(state, purpose, appointment.on)?.not_barred()?;
    let coordinator = appointment.coordinator.clone().unwrap_or_else(|| replaced.coordinator.clone());
    if coordinator != replaced.coordinator {
        may_meet(state, &coordinator, appointment.qualification)?;
    }
    let contact = contact.unwrap_or(&replaced.contact).clone();
    let made = Appointment {
        number: next_number(state),
        purpose,
        on: appointment.on,
        channel: appointment.channel,
        coordinator,
        contact,
        invitation: appointment.invitation.clone(),
        replaces: Some((number, by)),
    };
    make(course, made);
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Step;

    use super::*;
    use crate::contact::{AppointmentState, Channel, Purpose};
    use crate::samples::{Case, appoint, day, new_appointment, work};
    use crate::{Command, SubjectId};

    fn appointed() -> Case {
        let mut case = Case::referred();
        let first = appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 5));
        case.on(day(2023, 1, 5), &first);
        case
    }

    fn reschedule(number: u32, appointment: NewAppointment) -> Command {
        Command::Reschedule { number, by: RescheduledBy::InsuredPerson, appointment, contact: None }
    }

    #[test]
    fn t6_another_day_takes_the_place_and_the_deadline_does_not_move() {
        let mut case = appointed();
        let by = SubjectId("coordinator-2".into());
        let appointment = NewAppointment { by, ..new_appointment(day(2023, 3, 10), day(2023, 1, 18)) };
        case.on(day(2023, 1, 18), &reschedule(1, appointment));
        let [(_, first), (second, open)] = &case.state.appointments[..] else { panic!("two appointments") };
        assert_eq!((*first, *open), (AppointmentState::Rescheduled, AppointmentState::Open));
        assert_eq!(second.replaces, Some((1, RescheduledBy::InsuredPerson)));
        assert_eq!(second.coordinator.0, "coordinator-1", "the coordinator is the same as before");
        assert_eq!(case.due(Step::FirstContactCategory4), Some(day(2023, 2, 28)));
    }

    #[test]
    fn d30_only_an_open_appointment_is_put_off() {
        let mut case = appointed();
        let other = || new_appointment(day(2023, 1, 25), day(2023, 1, 18));
        assert_eq!(case.refusal(day(2023, 1, 18), &reschedule(2, other())), "APPOINTMENT_NOT_OPEN");
        case.on(day(2023, 1, 18), &reschedule(1, other()));
        assert_eq!(case.refusal(day(2023, 1, 18), &reschedule(1, other())), "APPOINTMENT_NOT_OPEN");
    }

    #[test]
    fn d5_d10_what_an_appointment_may_not_be_the_other_may_not_be_either() {
        let mut case = appointed();
        let by_mail = NewAppointment { channel: Channel::Email, ..new_appointment(day(2023, 1, 25), day(2023, 1, 18)) };
        assert_eq!(case.refusal(day(2023, 1, 18), &reschedule(1, by_mail)), "CHANNEL_NOT_PERMITTED");
        case.on(day(2023, 1, 19), &work(day(2023, 2, 1), None));
        let barred = new_appointment(day(2023, 2, 1), day(2023, 1, 19));
        assert_eq!(case.refusal(day(2023, 1, 19), &reschedule(1, barred)), "FIRST_CONTACT_BARRED");
        let early = new_appointment(day(2023, 1, 18), day(2023, 1, 19));
        assert_eq!(case.refusal(day(2023, 1, 19), &reschedule(1, early)), "IMPOSSIBLE_DATES");
    }
}
