//! What an act on a dossier asks of the registry of coordinators before it is decided: whether somebody can be given
//! dossiers (K3).
//!
//! It is asked before the ledger's lock: who stops qualifying in the same instant may be given one more.

use trajet_access::Caller;
use trajet_dossier_domain::{Command, NewAppointment, NewContact, Qualification, SubjectId};
use trajet_ledger::Ledger;
use trajet_runtime::Failure;
use trajet_service::Envelope;
use uuid::Uuid;

use crate::ledger::Dossier;
use crate::registry;

/// The command, with what the registry says of the coordinator on the day of the act.
///
/// # Errors
/// If the store fails.
pub(crate) async fn settle(
    ledger: &Ledger<Dossier>,
    _: &Caller,
    _: &Envelope,
    _: Uuid,
    mut command: Command,
) -> Result<Command, Failure> {
    if let Some((coordinator, on, qualification)) = asked(&mut command) {
        let today = ledger.clock().today();
        let found = registry::qualification(ledger, coordinator, on.map_or(today, |on| on.min(today))).await;
        *qualification = found.map_err(|error| ledger.failure(&error))?;
    }
    Ok(command)
}

/// Who would be given a dossier, from which day on, and the answer that the command takes.
fn asked(command: &mut Command) -> Option<(&SubjectId, Option<chrono::NaiveDate>, &mut Qualification)> {
    match command {
        Command::MakeAppointment { appointment, .. } | Command::Reschedule { appointment, .. } => {
            let NewAppointment { coordinator, by, invitation, qualification, .. } = appointment;
            Some((coordinator.as_ref().unwrap_or(by), Some(invitation.on), qualification))
        }
        Command::RecordContact { contact, .. } => {
            let NewContact { by, on, qualification, .. } = contact;
            Some((by, Some(*on), qualification))
        }
        Command::Assign { coordinator, on, qualification } => Some((coordinator, *on, qualification)),
        Command::Annul { instead, .. } => instead.first_mut().and_then(asked),
        _ => None,
    }
}
