//! Which coordinator a dossier is given to (K3).
//!
//! The sources do not say that a dossier has one coordinator. That it does, that the first appointment gives it to the
//! coordinator of the appointment, a contact without one to who held it, and that it is theirs until it is given to another, is our own
//! reading.

use chrono::NaiveDate;
use trajet_law::coordinator::{Lack, Standing};

use crate::course::Course;
use crate::event::Event;
use crate::look::held_since;
use crate::people::SubjectId;
use crate::rejection::Rejection;
use crate::stage::Stage;
use crate::state::State;

/// That a dossier was given to a coordinator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// To whom.
    pub coordinator: SubjectId,
    /// From which day on.
    pub on: NaiveDate,
    /// Whether it was given by itself; else the first appointment or contact gave it.
    pub by_hand: bool,
}

/// Whether a coordinator can be given dossiers on the day of an act, as the registry of coordinators says. It is an input: a
/// case does not know the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Qualification {
    /// They can.
    Qualified,
    /// The registry does not know them.
    NotRegistered,
    /// They cannot.
    Lacking(Lack),
}

impl From<Standing> for Qualification {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Provisional { .. } | Standing::Certified { .. } => Self::Qualified,
            Standing::NotQualified(lack) => Self::Lacking(lack),
        }
    }
}

impl Qualification {
    /// Refuses who cannot be given a dossier.
    pub(crate) fn required(self) -> Result<(), Rejection> {
        match self {
            Self::Qualified => Ok(()),
            Self::NotRegistered => Err(Rejection::CoordinatorNotRegistered),
            Self::Lacking(lack) => Err(Rejection::CoordinatorNotQualified(lack)),
        }
    }
}

impl State {
    /// To whom the dossier is given, as the last assignment says.
    #[must_use]
    pub fn assigned(&self) -> Option<&Assignment> {
        self.assignments.last()
    }

    /// Since when somebody must have the dossier, of which something goes on: since it was last given or, where nobody has it, since the
    /// first contact of what goes on. A first contact of before go-live is one: whose dossier it was then, nothing here says.
    #[must_use]
    pub fn to_be_held_since(&self) -> Option<NaiveDate> {
        let goes_on = self.end.is_none() && self.stage() != Stage::Ended;
        let since = self.assigned().map(|given| given.on).or_else(|| held_since(self, NaiveDate::MAX));
        since.filter(|_| goes_on)
    }
}

/// Refuses an appointment with somebody who would be given work on a dossier and cannot be. Who has the dossier keeps it
/// until it is given to another, and holds its contacts.
pub(crate) fn may_meet(state: &State, coordinator: &SubjectId, qualification: Qualification) -> Result<(), Rejection> {
    if state.assigned().is_some_and(|assigned| assigned.coordinator == *coordinator) {
        return Ok(());
    }
    qualification.required()
}

/// Gives a dossier that nobody has to the coordinator of its first appointment, or of its first contact without one.
pub(crate) fn given_first(course: &mut Course, coordinator: SubjectId, on: NaiveDate) {
    if course.state.assigned().is_none() {
        course.push(Event::CoordinatorAssigned(Assignment { coordinator, on, by_hand: false }));
    }
}
