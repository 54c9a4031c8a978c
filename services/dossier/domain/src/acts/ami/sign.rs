//! The physician's signature under a commitment that coordinator and person signed (D13).

use chrono::NaiveDate;

use super::adapt_plan::not_suspended;
use super::commit::{not_before_contact, started};
use crate::ami::situation::without_codex;
use crate::ami::{AmiHappened, AmiRejection, Signature};
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{consented, recognised, within_incapacity};
use crate::rejection::Rejection;

/// Records the signature: the statement is complete, and the trajectory starts.
pub(crate) fn decide(course: &mut Course, signature: &Signature, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    possible(ImpossibleDate::outside(DateField::PhysicianSignedOn, signature.on, recognised_on, today))?;
    within_incapacity(state, signature.on)?;
    // What was signed before a trajectory ended can be recorded after it.
    let started_by = |on: NaiveDate, trajectory: &crate::ami::AmiTrajectory| {
        trajectory.last_day().is_none_or(|last_day| on <= last_day)
    };
    let found = state.ami.last().filter(|trajectory| started_by(signature.on, trajectory));
    let trajectory = found.ok_or(AmiRejection::NoAmiTrajectory)?;
    if trajectory.commitment.physician.is_some() {
        return Err(AmiRejection::AlreadySigned.into());
    }
    let (number, signed_on) = (trajectory.number, trajectory.commitment.signed_on());
    not_suspended(trajectory, signature.on)?;
    without_codex(state, signature.on)?;
    not_before_contact(state, signed_on, [signature.on].into_iter())?;
    consented(state)?;
    course.push(Event::ami(number, AmiHappened::Signed(signature.clone())));
    started(course, number);
    Ok(())
}
