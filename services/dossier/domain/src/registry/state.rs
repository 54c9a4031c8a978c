//! The registry's streams as their events leave them.

use std::collections::BTreeMap;

use super::{Coordinator, IntervisionMoment, RegistryEvent};

/// What a stream holds that is no case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Registry {
    /// Nothing: it is a case, or nothing was recorded.
    #[default]
    Empty,
    /// A coordinator.
    Coordinator(Coordinator),
    /// The calendar of intervision, by the day of each moment.
    Calendar(Vec<IntervisionMoment>),
}

impl Registry {
    /// The moments of a calendar.
    #[must_use]
    pub fn calendar(&self) -> &[IntervisionMoment] {
        if let Self::Calendar(moments) = self { moments } else { &[] }
    }

    /// The coordinator.
    #[must_use]
    pub const fn coordinator(&self) -> Option<&Coordinator> {
        if let Self::Coordinator(coordinator) = self { Some(coordinator) } else { None }
    }
}

/// Applies an event. It decides nothing and accepts every event.
pub(crate) fn apply(registry: &mut Registry, event: &RegistryEvent) {
    match event {
        RegistryEvent::CoordinatorRegistered { registration, .. } => {
            let attendance = match registry {
                Registry::Coordinator(known) => std::mem::take(&mut known.attendance),
                Registry::Empty | Registry::Calendar(_) => BTreeMap::new(),
            };
            *registry = Registry::Coordinator(Coordinator { registration: registration.clone(), attendance });
        }
        RegistryEvent::AttendanceRecorded { moment, attended, .. } => {
            if let Registry::Coordinator(known) = registry {
                known.attendance.insert(moment.clone(), *attended);
            }
        }
        RegistryEvent::MomentRecorded { moment, .. } => {
            let mut moments = match registry {
                Registry::Calendar(known) => std::mem::take(known),
                Registry::Empty | Registry::Coordinator(_) => Vec::new(),
            };
            moments.retain(|known| known.id != moment.id);
            moments.push(moment.clone());
            moments.sort_by(|one, other| (one.held_on, &one.id).cmp(&(other.held_on, &other.id)));
            *registry = Registry::Calendar(moments);
        }
    }
}
