//! The end of the incapacity, or the person's death (T6, own reading): what is open closes.
//!
//! Deadlines are waived, appointments to come are cancelled, and what the person asked for ends. An appointment of a day up
//! to the last stays, so that what came of it can be recorded. Who lives must know not to come, and is written to; after a
//! death nobody is.

use chrono::NaiveDate;
use trajet_law::ending::{Closing, Ending, close};

use super::ami::end::end as end_ami;
use crate::ami::AmiEndReason;
use crate::course::Course;
use crate::event::{Event, Notice};
use crate::fact::IncapacityEnd;
use crate::notice::NoticeText;
use crate::trajectory::EndReason;

/// Closes the deadlines of who died after an incapacity that had ended otherwise: those that outlived that end.
pub(crate) fn died(course: &mut Course, died_on: Option<NaiveDate>) {
    if let Some(on) = died_on {
        close_deadlines(course, on, Ending::Deceased);
    }
}

fn close_deadlines(course: &mut Course, last_day: NaiveDate, ending: Ending) {
    for closing in close(&course.state.deadlines, last_day, ending) {
        course.push(match closing {
            Closing::Missed { step, on } => Event::DeadlineMissed { step, on },
            Closing::Waived { step, on, because, rests_on } => Event::DeadlineWaived { step, on, because, rests_on },
        });
    }
}

/// Closes what is open.
pub(crate) fn decide(course: &mut Course, end: IncapacityEnd, today: NaiveDate) {
    close_deadlines(course, end.last_day, end.ending());
    let to_come = course.state.open_appointments().filter(|appointment| end.last_day < appointment.on);
    let to_come: Vec<_> =
        to_come.map(|appointment| (appointment.number, appointment.on, appointment.contact.clone())).collect();
    for (number, appointment_on, coordinator) in to_come {
        course.push(Event::AppointmentCancelled { number, on: end.last_day, because: end.ending().ground() });
        let addressee = course.state.representations.addressee(today).cloned();
        let own = course.state.recognition.as_ref().map(|recognition| recognition.person.language);
        let language = addressee.as_ref().map(|addressee| addressee.language).or(own);
        // Of an appointment that has gone by there is nothing left to say.
        if let Some(language) = language.filter(|_| end.death().is_none() && today <= appointment_on) {
            let text = NoticeText::AppointmentCancelled1;
            let on = today;
            course.push(Event::NoticeIssued(Notice { text, language, appointment_on, coordinator, on, addressee }));
        }
    }
    end_ami(course, end.last_day, AmiEndReason::IncapacityEnded);
    if course.state.request().is_some() {
        let reason = EndReason::IncapacityEnded;
        course.push(Event::TrajectoryEnded { on: end.last_day, reason, route_b_only: true });
    }
    died(course, end.died_on);
}

#[cfg(test)]
mod tests {
    use trajet_belgium::Language;
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::{Ground, Rule};

    use super::*;
    use crate::contact::{AppointmentState, Purpose};
    use crate::samples::{Case, appoint, contact_details, day, ended, referred, work};
    use crate::timer::timers;
    use crate::{Command, Stage};

    fn appointed(on: NaiveDate) -> Case {
        let mut case = Case::asked();
        case.on(day(2023, 1, 12), &appoint(Purpose::FirstContact, on, day(2023, 1, 12)));
        case
    }

    #[test]
    fn t6_what_is_open_closes_and_who_must_not_come_is_told() {
        let mut case = appointed(day(2023, 2, 1));
        case.on(day(2023, 1, 20), &ended(day(2023, 1, 18), false));
        let waived = Closure::Waived { on: day(2023, 1, 19), because: Ground::point(Rule::T6, 'a') };
        assert_eq!(case.deadline(Step::FirstContactRouteB).and_then(|it| it.2), Some(waived));
        assert_eq!(case.state.requests[0].ended, Some((day(2023, 1, 18), EndReason::IncapacityEnded)));
        assert_eq!(case.state.appointments[0].1, AppointmentState::Cancelled);
        let text = NoticeText::AppointmentCancelled1;
        let letter = Notice {
            text,
            language: Language::Dutch,
            appointment_on: day(2023, 2, 1),
            coordinator: contact_details(),
            on: day(2023, 1, 20),
            addressee: None,
        };
        assert_eq!(case.state.notices, [letter]);
        assert_eq!((case.state.stage(), timers(&case.state).len()), (Stage::Ended, 0));
    }

    #[test]
    fn t6_after_a_death_nobody_is_written_to() {
        let mut case = appointed(day(2023, 2, 1));
        case.on(day(2023, 1, 20), &ended(day(2023, 1, 18), true));
        assert_eq!(case.state.appointments[0].1, AppointmentState::Cancelled);
        assert_eq!(case.state.notices, []);
        let waived = Closure::Waived { on: day(2023, 1, 19), because: Ground::point(Rule::T6, 'b') };
        assert_eq!(case.deadline(Step::FirstContactRouteB).and_then(|it| it.2), Some(waived));
    }

    #[test]
    fn t6_no_letter_on_an_appointment_that_has_gone_by_and_none_before_the_last_day_is_cancelled() {
        let mut gone_by = appointed(day(2023, 1, 19));
        gone_by.on(day(2023, 1, 25), &ended(day(2023, 1, 18), false));
        assert_eq!((gone_by.state.appointments[0].1, gone_by.state.notices.len()), (AppointmentState::Cancelled, 0));
        let mut before = appointed(day(2023, 1, 18));
        before.on(day(2023, 1, 25), &ended(day(2023, 1, 18), false));
        assert_eq!(before.state.appointments[0].1, AppointmentState::Open);
    }

    #[test]
    fn t6_what_was_late_by_then_was_late() {
        let mut case = Case::referred();
        case.on(day(2023, 3, 10), &ended(day(2023, 3, 5), false));
        assert_eq!(case.deadline(Step::FirstContactCategory4).and_then(|it| it.1), Some(day(2023, 3, 1)));
    }

    #[test]
    fn t6_facts_that_come_later_are_noted_and_plan_nothing() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 20), &ended(day(2023, 1, 18), false));
        assert_eq!(case.on(day(2023, 1, 21), &referred(day(2023, 1, 17), false)).len(), 1);
        assert_eq!(case.on(day(2023, 1, 21), &work(day(2023, 1, 17), None)).len(), 1);
        assert!(case.state.deadlines.is_empty());
        assert_eq!(
            case.refusal(day(2023, 1, 21), &Command::RequestAuthorisation { asked_on: None }),
            "INCAPACITY_ENDED"
        );
    }

    #[test]
    fn t6_another_end_contradicts_and_waits() {
        let mut case = Case::opened();
        case.on(day(2023, 1, 20), &ended(day(2023, 1, 18), false));
        assert_eq!(case.on(day(2023, 1, 20), &ended(day(2023, 1, 18), false)), []);
        case.on(day(2023, 1, 21), &ended(day(2023, 1, 19), false));
        assert_eq!((case.state.parked.len(), case.state.end.map(|end| end.last_day)), (1, Some(day(2023, 1, 18))));
    }
}
