//! The registry of coordinators: who they are, and the calendar of intervision by which it is judged whether they can be
//! given dossiers (K1, K2, K3, D29).
//!
//! Each coordinator is a stream of events of their own, and so is the calendar: what was registered, when and by whom is
//! never lost. No case is in them.

mod decide;
mod state;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use trajet_law::coordinator::{self as law, Moment, Standing};
use trajet_law::rule::{Ground, Rule};

use crate::people::{CoordinatorContact, SubjectId};

pub(crate) use decide::decide;
pub use state::Registry;
pub(crate) use state::apply;

/// What the registry holds of a coordinator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The subject of their credentials.
    pub subject: SubjectId,
    /// How they are reached, by telephone too (D29).
    pub contact: CoordinatorContact,
    /// Whether they have a degree that gives access to level B of the federal service (K1).
    pub level_b: bool,
    /// The day of taking up the function.
    pub took_up_on: NaiveDate,
    /// The day of passing the examination (K1).
    pub certified_on: Option<NaiveDate>,
    /// The last day of the function.
    pub ended_on: Option<NaiveDate>,
}

/// By which a moment of intervision is known to those who keep the calendar.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MomentId(pub String);

/// A moment of intervision that INAMI organises (K2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntervisionMoment {
    /// By which it is known.
    pub id: MomentId,
    /// The day.
    pub held_on: NaiveDate,
    /// How long it lasts, in minutes.
    pub minutes: u32,
    /// The day on which INAMI announced it as a moment of the duty; none if it did not.
    pub announced_on: Option<NaiveDate>,
    /// Whether it does not take place any more.
    pub cancelled: bool,
}

/// A coordinator, as their events leave them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coordinator {
    /// What is registered.
    pub registration: Registration,
    /// At which moments of intervision they were, and at which not.
    pub attendance: BTreeMap<MomentId, bool>,
}

impl Coordinator {
    /// What decides whether they can act.
    #[must_use]
    pub const fn facts(&self) -> law::Coordinator {
        let Registration { level_b, took_up_on, certified_on, ended_on, .. } = self.registration;
        law::Coordinator { level_b, took_up_on, certified_on, ended_on }
    }

    /// The moments of the calendar, with whether they were there.
    #[must_use]
    pub fn moments(&self, calendar: &[IntervisionMoment]) -> Vec<Moment> {
        let taking_place = calendar.iter().filter(|moment| !moment.cancelled);
        let moment = |moment: &IntervisionMoment| Moment {
            held_on: moment.held_on,
            minutes: moment.minutes,
            announced: moment.announced_on.is_some(),
            attended: self.attendance.get(&moment.id).copied(),
        };
        taking_place.map(moment).collect()
    }

    /// Whether they can be given dossiers on a day (K3).
    #[must_use]
    pub fn standing(&self, calendar: &[IntervisionMoment], day: NaiveDate) -> Standing {
        law::standing(&self.facts(), &self.moments(calendar), day)
    }
}

/// What can be asked of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistryCommand {
    /// On a coordinator: register them, or change what is registered.
    Register(Registration),
    /// On a coordinator: record whether they were at a moment of intervision (K2).
    RecordAttendance {
        /// Which.
        moment: MomentId,
        /// Whether they were there.
        attended: bool,
        /// The day on which it is held, as the calendar says; none where the calendar has no such moment. An input.
        held_on: Option<NaiveDate>,
    },
    /// On the calendar: record a moment of intervision, or change it.
    RecordMoment(IntervisionMoment),
}

/// What happened to the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegistryEvent {
    /// A coordinator was registered, or what is registered changed.
    CoordinatorRegistered {
        /// What is registered now.
        registration: Registration,
        /// The day of the act.
        on: NaiveDate,
    },
    /// It was recorded whether a coordinator was at a moment of intervision.
    AttendanceRecorded {
        /// Which.
        moment: MomentId,
        /// Whether they were there.
        attended: bool,
        /// The day on which it was held.
        held_on: NaiveDate,
    },
    /// A moment of intervision was recorded, or changed.
    MomentRecorded {
        /// The moment as it is now.
        moment: IntervisionMoment,
        /// The day of the act.
        on: NaiveDate,
    },
}

impl RegistryEvent {
    /// The legal date of the event.
    #[must_use]
    pub const fn effective_on(&self) -> NaiveDate {
        match self {
            Self::CoordinatorRegistered { on, .. } | Self::MomentRecorded { on, .. } => *on,
            Self::AttendanceRecorded { held_on, .. } => *held_on,
        }
    }

    /// The rule on which the event rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::CoordinatorRegistered { .. } => Rule::K1.into(),
            Self::AttendanceRecorded { .. } | Self::MomentRecorded { .. } => Rule::K2.into(),
        }
    }
}
