//! The day after an appointment of which nothing was recorded: where the first contact of a request has no last day yet,
//! another appointment is aimed at, so that the person is not lost from sight (D6, own reading).

use chrono::NaiveDate;
use trajet_law::deadline::FactKind;
use trajet_law::route_b::appointment_plan;

use crate::course::Course;
use crate::follow::lapsed;
use crate::rejection::Rejection;

/// Aims at another appointment, from the day of the one that went by.
pub(crate) fn decide(course: &mut Course, today: NaiveDate) -> Result<(), Rejection> {
    let on = lapsed(&course.state).filter(|on| *on < today).ok_or(Rejection::NotLapsed)?;
    course.plan(appointment_plan(course.state.planning(on).being(FactKind::AppointmentFallen)), on);
    Ok(())
}
