//! Giving a dossier to a coordinator, or to another one (K3, own reading).

use chrono::NaiveDate;

use crate::assignment::{Assignment, Qualification};
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::people::SubjectId;
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;

/// Gives it from a day on, not before it was last given.
pub(crate) fn decide(
    course: &mut Course,
    coordinator: &SubjectId,
    on: Option<NaiveDate>,
    qualification: Qualification,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    let on = on.unwrap_or(today);
    let earliest = state.assigned().map_or(recognised_on, |last| last.on);
    possible(ImpossibleDate::outside(DateField::AssignedOn, on, earliest, today))?;
    within_incapacity(state, on)?;
    if state.assigned().is_some_and(|last| last.coordinator == *coordinator) {
        return Err(Rejection::AlreadyAssigned);
    }
    qualification.required()?;
    course.push(Event::CoordinatorAssigned(Assignment { coordinator: coordinator.clone(), on, by_hand: true }));
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::coordinator::Lack;

    use super::*;
    use crate::Command;
    use crate::command::NewAppointment;
    use crate::contact::{Purpose, RescheduledBy};
    use crate::samples::{Case, appoint, contact_details, coordinator, day, ended, new_appointment};

    const ENDED: Qualification =
        Qualification::Lacking(Lack::FunctionEnded { last_day: NaiveDate::from_ymd_opt(2022, 12, 31).expect("a day") });

    fn other() -> SubjectId {
        SubjectId("coordinator-2".into())
    }

    fn assign(to: SubjectId, on: NaiveDate, qualification: Qualification) -> Command {
        Command::Assign { coordinator: to, on: Some(on), qualification }
    }

    fn appointed() -> Case {
        let mut case = Case::referred();
        case.on(day(2023, 1, 5), &appoint(Purpose::FirstContact, day(2023, 1, 20), day(2023, 1, 4)));
        case
    }

    fn made(qualification: Qualification) -> Command {
        let appointment = NewAppointment { qualification, ..new_appointment(day(2023, 1, 20), day(2023, 1, 5)) };
        Command::MakeAppointment { purpose: Purpose::FirstContact, appointment, contact: contact_details() }
    }

    #[test]
    fn k3_a_dossier_of_which_nothing_goes_on_is_to_be_held_by_nobody() {
        let mut case = Case::met();
        assert_eq!(case.state.to_be_held_since(), Some(day(2023, 1, 20)));
        let on = day(2023, 2, 10);
        case.on(on, &Command::EndTrajectory { on, reason: crate::ChosenEnd::NotWished });
        assert_eq!(case.state.to_be_held_since(), None);
    }

    #[test]
    fn k3_the_first_appointment_gives_the_dossier_from_the_day_of_the_invitation() {
        let case = appointed();
        let assignment = Assignment { coordinator: coordinator(), on: day(2023, 1, 4), by_hand: false };
        assert_eq!(case.state.assignments, [assignment]);
        assert_eq!(case.state.to_be_held_since(), Some(day(2023, 1, 4)));
    }

    #[test]
    fn k3_who_does_not_qualify_or_is_not_registered_is_given_no_dossier() {
        for (qualification, code) in
            [(ENDED, "COORDINATOR_NOT_QUALIFIED"), (Qualification::NotRegistered, "COORDINATOR_NOT_REGISTERED")]
        {
            assert_eq!(Case::referred().refusal(day(2023, 1, 5), &made(qualification)), code);
            assert_eq!(
                Case::referred().refusal(day(2023, 1, 5), &assign(other(), day(2023, 1, 5), qualification)),
                code
            );
            let mut case = appointed();
            let appointment = NewAppointment {
                coordinator: Some(other()),
                qualification,
                ..new_appointment(day(2023, 1, 25), day(2023, 1, 18))
            };
            let by = RescheduledBy::Coordinator;
            let command = Command::Reschedule { number: 1, by, appointment, contact: None };
            assert_eq!(case.refusal(day(2023, 1, 18), &command), code);
        }
    }

    #[test]
    fn k3_who_has_a_dossier_holds_its_contacts_until_it_is_given_to_another() {
        let mut case = appointed();
        case.on(day(2023, 1, 20), &Command::RecordNoShow { number: 1, by: coordinator() });
        let appointment = NewAppointment { qualification: ENDED, ..new_appointment(day(2023, 2, 1), day(2023, 1, 23)) };
        let again = Command::MakeAppointment {
            purpose: Purpose::FirstContact,
            appointment: appointment.clone(),
            contact: contact_details(),
        };
        case.on(day(2023, 1, 23), &again);
        let appointment = NewAppointment { on: day(2023, 2, 6), ..appointment };
        let by = RescheduledBy::InsuredPerson;
        case.on(day(2023, 1, 24), &Command::Reschedule { number: 2, by, appointment, contact: None });
        assert_eq!(case.state.assignments.len(), 1, "and is not given it again");
    }

    #[test]
    fn k3_a_dossier_is_given_to_another_from_a_day_on() {
        let mut case = appointed();
        let qualified = Qualification::Qualified;
        for on in [day(2023, 1, 3), day(2023, 1, 11)] {
            assert_eq!(case.refusal(day(2023, 1, 10), &assign(other(), on, qualified)), "IMPOSSIBLE_DATES");
        }
        assert_eq!(
            case.refusal(day(2023, 1, 10), &assign(coordinator(), day(2023, 1, 9), qualified)),
            "ALREADY_ASSIGNED"
        );
        case.on(day(2023, 1, 10), &assign(other(), day(2023, 1, 9), qualified));
        let last = case.state.assigned().expect("it is given");
        assert_eq!((last.coordinator.clone(), last.on, last.by_hand), (other(), day(2023, 1, 9), true));
        // Whoever had it may have it back.
        case.on(day(2023, 1, 10), &Command::Assign { coordinator: coordinator(), on: None, qualification: qualified });
        assert_eq!(case.state.assignments.len(), 3);
    }

    #[test]
    fn k3_a_dossier_that_ended_is_nobodys_to_hold() {
        let mut case = appointed();
        case.on(day(2023, 2, 1), &ended(day(2023, 1, 31), false));
        assert_eq!(case.state.to_be_held_since(), None);
        let late = assign(other(), day(2023, 2, 1), Qualification::Qualified);
        assert_eq!(case.refusal(day(2023, 2, 1), &late), "INCAPACITY_ENDED");
        assert_eq!(Case::referred().state.to_be_held_since(), None, "nor one before the first contact");
    }
}
