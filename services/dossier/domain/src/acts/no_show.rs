//! An appointment to which the person did not come. The deadline of the contact stays, and so does the duty (own reading).

use chrono::NaiveDate;

use crate::contact::{Attempt, AttemptKind};
use crate::course::Course;
use crate::event::Event;
use crate::people::SubjectId;
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;

/// Records that the person did not come, on the day of the appointment.
pub(crate) fn decide(course: &mut Course, number: u32, by: &SubjectId, today: NaiveDate) -> Result<(), Rejection> {
    recognised(&course.state)?;
    let appointment = course.state.open_appointment(number).ok_or(Rejection::AppointmentNotOpen)?;
    if today < appointment.on {
        return Err(Rejection::AppointmentToCome { on: appointment.on });
    }
    within_incapacity(&course.state, appointment.on)?;
    let attempt = Attempt {
        kind: AttemptKind::NoShow,
        purpose: appointment.purpose,
        on: appointment.on,
        channel: appointment.channel,
        by: by.clone(),
        appointment: Some(number),
    };
    course.push(Event::AttemptMade(attempt));
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Step;

    use crate::Command;
    use crate::contact::{AppointmentState, Purpose};
    use crate::samples::{Case, appoint, coordinator, day, ended};

    fn no_show(number: u32) -> Command {
        Command::RecordNoShow { number, by: coordinator() }
    }

    #[test]
    fn d4_who_does_not_come_is_still_to_be_met() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 5), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 5)));
        assert_eq!(case.refusal(day(2023, 1, 19), &no_show(1)), "APPOINTMENT_TO_COME");
        case.on(day(2023, 1, 23), &no_show(1));
        assert_eq!(case.state.appointments[0].1, AppointmentState::NoShow);
        assert_eq!((case.state.attempts.len(), case.state.attempts[0].on), (1, day(2023, 1, 20)));
        assert_eq!(case.due(Step::FirstContactCategory4), Some(day(2023, 2, 28)));
        assert_eq!(case.refusal(day(2023, 1, 23), &no_show(1)), "APPOINTMENT_NOT_OPEN");
        // Another appointment can be made.
        case.on(day(2023, 1, 23), &appoint(Purpose::FirstContact, day(2023, 2, 1), day(2023, 1, 23)));
    }

    #[test]
    fn t6_what_came_of_an_appointment_before_the_end_can_still_be_recorded() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 5), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 5)));
        case.on(day(2023, 1, 25), &ended(day(2023, 1, 20), false));
        case.on(day(2023, 1, 25), &no_show(1));
    }
}
