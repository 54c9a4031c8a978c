//! The registry of coordinators and the assignments, as they are stored.

use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::dossier::v1 as stored;
use trajet_dossier_domain::{Assignment, MomentId, RegistryEvent};
use trajet_service::plan::{Unreadable, day};

use super::ReadError;
use crate::grpc::convert;

pub(super) fn write_assignment(assignment: &Assignment) -> (&'static str, Vec<u8>) {
    let message = stored::CoordinatorAssigned { assignment: Some(convert::tell_assignment(assignment)) };
    ("coordinator_assigned", message.encode_to_vec())
}

pub(super) fn read_assignment(bytes: &[u8]) -> Result<Assignment, ReadError> {
    let message = stored::CoordinatorAssigned::decode(bytes)?;
    Ok(convert::hear_assignment(message.assignment)?)
}

/// The kind and the bytes of an event of the registry.
pub(super) fn write(event: &RegistryEvent) -> (&'static str, Vec<u8>) {
    match event {
        RegistryEvent::CoordinatorRegistered { registration, on } => {
            let message = stored::CoordinatorRegistered {
                registration: Some(convert::tell_registration(registration)),
                registered_on: Some(to_proto(*on)),
            };
            ("coordinator_registered", message.encode_to_vec())
        }
        RegistryEvent::AttendanceRecorded { moment, attended, held_on } => {
            let message = stored::AttendanceRecorded {
                attendance: Some(convert::tell_attendance((moment, attended))),
                held_on: Some(to_proto(*held_on)),
            };
            ("attendance_recorded", message.encode_to_vec())
        }
        RegistryEvent::MomentRecorded { moment, on } => {
            let message = stored::IntervisionRecorded {
                moment: Some(convert::tell_moment(moment)),
                recorded_on: Some(to_proto(*on)),
            };
            ("intervision_recorded", message.encode_to_vec())
        }
    }
}

/// Reads an event of the registry.
pub(super) fn read(kind: &str, bytes: &[u8]) -> Result<RegistryEvent, ReadError> {
    Ok(match kind {
        "coordinator_registered" => {
            let message = stored::CoordinatorRegistered::decode(bytes)?;
            RegistryEvent::CoordinatorRegistered {
                registration: convert::hear_registration(message.registration)?,
                on: day(message.registered_on, "day of the registration")?,
            }
        }
        "attendance_recorded" => {
            let message = stored::AttendanceRecorded::decode(bytes)?;
            let attendance = message.attendance.ok_or(Unreadable("attendance"))?;
            RegistryEvent::AttendanceRecorded {
                moment: MomentId(attendance.moment),
                attended: attendance.attended,
                held_on: day(message.held_on, "day of the moment")?,
            }
        }
        "intervision_recorded" => {
            let message = stored::IntervisionRecorded::decode(bytes)?;
            RegistryEvent::MomentRecorded {
                moment: convert::hear_moment(message.moment)?,
                on: day(message.recorded_on, "day of the record")?,
            }
        }
        _ => return Err(ReadError::Kind),
    })
}
