//! Trajectories that a person asks for: refused at an examination because of the category (M12), or decided on at the
//! coordinator's request, in route B (M13).

use std::fmt;

use chrono::NaiveDate;

use crate::fact::{Fact, Told};
use crate::notice::Notice;

/// A trajectory that was asked for at an examination and that the category rules out (M12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrajectoryRefusal {
    /// The day on which the person asked.
    pub asked_on: NaiveDate,
    /// The day of the refusal.
    pub on: NaiveDate,
    /// The letter; none after a death.
    pub notice: Option<Notice>,
}

/// A request of the coordinator to authorise a trajectory of route B (D7, M13).
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorisationRequest {
    /// Its number in the case.
    pub number: u32,
    /// The day.
    pub asked_on: NaiveDate,
    /// The day of the contact before it.
    pub contact_on: NaiveDate,
    /// The agreed actions, as the codes of the dossier service.
    pub actions: Vec<String>,
    /// The answer, once there is one.
    pub answer: Option<Answer>,
    /// The day on which the trajectory ended while the answer was awaited; one before the request where that was told so.
    pub trajectory_ended_on: Option<NaiveDate>,
}

impl AuthorisationRequest {
    /// Whether it awaits an answer on a day. A trajectory that ended before the request for it awaits none on any day.
    pub(crate) fn awaits_on(&self, day: NaiveDate) -> bool {
        self.answer.is_none() && self.trajectory_ended_on.is_none_or(|ended_on| day.max(self.asked_on) <= ended_on)
    }
}

/// Whether the end of a trajectory ends what was told before and belongs to one on a day: the person had asked for that one
/// by the end, or it is not known when.
///
/// So the end ends a request for authorisation of a later day, but not the one for what the person asked for later.
pub(crate) fn ends(noted: &[Fact], ended_on: NaiveDate, day: NaiveDate) -> bool {
    let asked = noted.iter().filter_map(|fact| match fact.told {
        Told::TrajectoryRequested { on } => Some(on).filter(|on| *on <= day),
        _ => None,
    });
    day <= ended_on || asked.max().is_none_or(|asked_on| asked_on <= ended_on)
}

impl fmt::Debug for AuthorisationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, asked_on, contact_on, answer, trajectory_ended_on, actions: _ } = self;
        f.debug_struct("AuthorisationRequest")
            .field("number", number)
            .field("asked_on", asked_on)
            .field("contact_on", contact_on)
            .field("answer", answer)
            .field("trajectory_ended_on", trajectory_ended_on)
            .finish_non_exhaustive()
    }
}

/// The physician's answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The day.
    pub on: NaiveDate,
    /// What was decided.
    pub decision: AnsweredWith,
}

/// What the physician decided.
#[derive(Clone, PartialEq, Eq)]
pub enum AnsweredWith {
    /// The trajectory may begin.
    Authorised,
    /// It is not compatible with the person's general state of health; the letter, but after a death.
    NotCompatible(Option<Notice>),
}

impl fmt::Debug for AnsweredWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnsweredWith(..)")
    }
}
