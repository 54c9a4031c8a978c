//! Who may act on which case, beyond what a role may do at all.

use trajet_access::{Caller, Role};
use trajet_assessment_domain::{Command, State};
use trajet_ledger::Ledger;
use trajet_runtime::Failure;
use trajet_service::Envelope;
use trajet_service::act::actor;
use trajet_service::work::Visible;
use uuid::Uuid;

use crate::ledger::Assessment;

/// The command of a right request, once its caller may act on the case: a member of the team on one that their work list
/// can show (M17), and, in appearance, who asks again what was answered before, as the ledger then gives the first outcome.
///
/// # Errors
/// As if there were no such case; or if the store fails.
pub(crate) async fn prepared(
    ledger: &Ledger<Assessment>,
    caller: &Caller,
    envelope: &Envelope,
    case_id: Uuid,
    command: Command,
) -> Result<Command, Failure> {
    if caller.role != Role::TeamMember {
        return Ok(command);
    }
    let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
    if found.is_some_and(|(state, _)| shown(&Visible::to(caller), &state, ledger)) {
        return Ok(command);
    }
    let answered = ledger.has_answered(&actor(caller), envelope.request_id).await;
    let answered = answered.map_err(|error| ledger.failure(&error))?;
    if answered { Ok(command) } else { Err(Failure::CaseNotFound) }
}

/// Whether a work list can show the case, by the rule of the list.
fn shown(visible: &Visible, state: &State, ledger: &Ledger<Assessment>) -> bool {
    let invalid_from = state.recognition().map(|recognition| recognition.invalid_from);
    let in_time = invalid_from.is_some_and(|from| ledger.clock().today() < from);
    let open_to_them = |step| visible.steps.is_empty() || visible.steps.contains(&step);
    let open = state.deadlines.all_open().any(|deadline| open_to_them(deadline.plan.step));
    open && (in_time || !visible.before_invalidity)
}
