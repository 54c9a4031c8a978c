//! What a decision leaves to be planned: who is to be met has a deadline, or an appointment.
//!
//! It is read from what stands after the decision, whichever decision it was.

use chrono::NaiveDate;
use trajet_law::deadline::{FactKind, Step};
use trajet_law::route_b::appointment_plan;
use trajet_law::taken_over::TakenOver;

use crate::ami::follow::follow as follow_ami;
use crate::bar::{apply_bar, barred};
use crate::contact::Purpose;
use crate::course::Course;
use crate::duty::{contact_plan, referral_to_meet, request_to_meet};
use crate::event::Event;
use crate::state::State;

/// Plans what is to be done and has no deadline yet.
pub(crate) fn follow(course: &mut Course) {
    route_a(course);
    route_b(course);
    follow_ami(course);
}

/// The first contact of the oldest referral that is still to be met (D4).
fn route_a(course: &mut Course) {
    let state = &course.state;
    if state.deadlines.open(Step::FirstContactCategory4).is_some() || barred(state).is_some() {
        return;
    }
    let Some(referral) = referral_to_meet(state) else { return };
    if let Some(plan) = contact_plan(state, referral) {
        let on = referral.on;
        course.plan(plan, on);
        apply_bar(course);
    }
}

/// Another appointment, where the one that was made came to nothing and the contact itself has no last day yet: for as long
/// as the first contact of a request is to take place, something of it is open (D6, own reading).
fn route_b(course: &mut Course) {
    let Some(received_on) = request_to_meet(&course.state).map(|request| request.received_on) else { return };
    if course.state.deadlines.open(Step::FirstContactRouteB).is_none()
        && appointment_of_request(&course.state, received_on).is_none()
    {
        let fell_on = course.appointment_fell_on().filter(|on| received_on <= *on);
        let requested = FactKind::TrajectoryRequested.on(received_on);
        let from = fell_on.map_or(requested, |on| FactKind::AppointmentFallen.on(on));
        // A target of our own counts from go-live: who asked before is still owed an appointment.
        let from = TakenOver::or_go_live(course.state.taken_over(), from);
        course.plan(appointment_plan(course.state.planning(from.on).being(from.kind)), from.on);
    }
}

/// The day of the open appointment for the first contact of a request.
pub(crate) fn appointment_of_request(state: &State, received_on: NaiveDate) -> Option<NaiveDate> {
    let mut open = state.open_appointments().filter(|appointment| appointment.purpose == Purpose::FirstContact);
    open.find(|appointment| received_on <= appointment.on).map(|appointment| appointment.on)
}

/// The day of an appointment that went by without a word on what came of it, where nothing else of route B is open.
pub(crate) fn lapsed(state: &State) -> Option<NaiveDate> {
    let request = request_to_meet(state)?;
    let open = |step| state.deadlines.open(step).is_some();
    if open(Step::FirstContactRouteB) || open(Step::RouteBAppointment) {
        return None;
    }
    appointment_of_request(state, request.received_on).filter(|on| state.judges(&appointment_plan(state.judged(*on))))
}

impl Course {
    /// The day of the last appointment to which the person did not come by this decision. One that is cancelled was for something
    /// that goes on no more, and a request that goes on keeps its own.
    fn appointment_fell_on(&self) -> Option<NaiveDate> {
        self.events().iter().rev().find_map(|event| match event {
            Event::AttemptMade(attempt) => attempt.appointment.map(|_| attempt.on),
            _ => None,
        })
    }
}
