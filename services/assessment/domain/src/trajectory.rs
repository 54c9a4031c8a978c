//! Trajectories that a person asks for: refused at an examination because of the category (M12), or decided on at the
//! coordinator's request, in route B (M13).

use std::fmt;

use chrono::NaiveDate;

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
    /// The day on which the trajectory ended while the answer was awaited.
    pub trajectory_ended_on: Option<NaiveDate>,
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
