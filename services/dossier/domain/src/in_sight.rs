//! Who asked for a trajectory is not lost from sight before the first contact (D6, own reading).

use trajet_law::deadline::Step;

use crate::contact::Purpose;
use crate::fact::{QuestionnaireTold, Told};
use crate::samples::{
    Case, appoint, completed, coordinator, day, first_contact, not_returned, route_b, sent, told, work,
};
use crate::timer::{TimerKind, timers};
use crate::{Command, RescheduledBy};

const APPOINTMENT: Step = Step::RouteBAppointment;

/// A request of 3 October 2022 with an appointment on the 24th; the questionnaire is out.
fn appointed() -> Case {
    let mut case = Case::opened();
    case.on(day(2022, 10, 3), &route_b(day(2022, 10, 3)));
    case.on(day(2022, 10, 3), &sent(day(2022, 10, 3)));
    case.on(day(2022, 10, 5), &appoint(Purpose::FirstContact, day(2022, 10, 24), day(2022, 10, 5)));
    assert_eq!(case.due(APPOINTMENT), None);
    case
}

#[test]
fn d6_after_a_no_show_another_appointment_is_aimed_at() {
    let mut case = appointed();
    case.on(day(2022, 10, 18), &not_returned(day(2022, 10, 18)));
    let helped = QuestionnaireTold::HelpGiven { on: day(2022, 10, 20), reached: true };
    case.on(day(2022, 10, 20), &told(Told::Questionnaire(helped)));
    case.on(day(2022, 10, 26), &Command::RecordNoShow { number: 1, by: coordinator() });
    assert_eq!(case.due(APPOINTMENT), Some(day(2022, 11, 7)));
    case.on(day(2022, 10, 27), &appoint(Purpose::FirstContact, day(2022, 11, 10), day(2022, 10, 27)));
    assert_eq!(case.due(APPOINTMENT), None);
    case.on(day(2022, 11, 10), &first_contact(day(2022, 11, 10)));
    assert_eq!(case.due(Step::AuthorisationRequest), Some(day(2022, 11, 17)));
}

#[test]
fn d6_once_the_contact_itself_has_a_last_day_a_no_show_leaves_it_to_that() {
    let mut case = appointed();
    case.on(day(2022, 10, 10), &completed(day(2022, 10, 10)));
    case.on(day(2022, 10, 26), &Command::RecordNoShow { number: 1, by: coordinator() });
    assert_eq!((case.due(APPOINTMENT), case.due(Step::FirstContactRouteB)), (None, Some(day(2022, 11, 10))));
}

#[test]
fn d6_an_appointment_of_which_nothing_was_recorded_comes_back_to_the_list() {
    let mut case = appointed();
    let [timer] = timers(&case.state)[..] else { panic!("one timer") };
    assert_eq!((timer.kind, timer.fire_on), (TimerKind::Lapsed, day(2022, 10, 25)));
    assert_eq!(case.refusal(day(2022, 10, 24), &Command::FireLapsed), "NOT_LAPSED");
    case.on(day(2022, 10, 25), &Command::FireLapsed);
    assert_eq!((case.due(APPOINTMENT), timers(&case.state).len()), (Some(day(2022, 11, 7)), 0));
    let other = crate::samples::new_appointment(day(2022, 11, 3), day(2022, 10, 27));
    let by = RescheduledBy::Coordinator;
    case.on(day(2022, 10, 27), &Command::Reschedule { number: 1, by, appointment: other, contact: None });
    assert_eq!(case.due(APPOINTMENT), None);
}

#[test]
fn d6_route_b_keeps_its_appointment_beside_authorised_work() {
    let mut case = appointed();
    case.on(day(2022, 10, 20), &work(day(2022, 10, 20), None));
    assert_eq!(case.state.open_appointments().count(), 1);
}
