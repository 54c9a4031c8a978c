//! Who may touch which case, beyond what a role may do at all.

use trajet_access::{Caller, Role};
use trajet_law::deadline::Actor;
use trajet_ledger::Ledger;
use trajet_runtime::Failure;
use trajet_service::act::actor;
use trajet_service::work::{GivenTo, Visible};
use uuid::Uuid;

use crate::ledger::Questionnaire;
use crate::views::{HELP, is_delegated};

/// An insured person may touch their own case and no other, and a delegate a case whose help is delegated to them, while
/// there is something to help with (D2, Q6).
///
/// The credential of an insured person has the case as its subject: development tokens say so, and a real credential
/// will be tied to its cases here.
///
/// # Errors
/// As if there were no such case; or if the store fails.
pub(crate) async fn may_touch(ledger: &Ledger<Questionnaire>, caller: &Caller, case_id: Uuid) -> Result<(), Failure> {
    let subject = caller.subject.as_str();
    let related = match caller.role {
        Role::InsuredPerson => subject == case_id.to_string(),
        Role::Delegate => is_delegated(ledger, case_id, subject).await.map_err(|error| ledger.failure(&error))?,
        _ => true,
    };
    if related { Ok(()) } else { Err(Failure::CaseNotFound) }
}

/// Who may touch a case may act on it. So may, in appearance, who asks again what was answered before: the ledger gives the
/// first outcome and does nothing, so that a delegate whose own act ended the help learns that it was done.
///
/// # Errors
/// As [`may_touch`].
pub(crate) async fn may_act(
    ledger: &Ledger<Questionnaire>,
    caller: &Caller,
    case_id: Uuid,
    request_id: Uuid,
) -> Result<(), Failure> {
    match may_touch(ledger, caller, case_id).await {
        Err(Failure::CaseNotFound) if caller.role == Role::Delegate => {
            let answered =
                ledger.has_answered(&actor(caller), request_id).await.map_err(|error| ledger.failure(&error))?;
            if answered { Ok(()) } else { Err(Failure::CaseNotFound) }
        }
        judged => judged,
    }
}

/// What the work list shows of the ledger to a role: the help that was delegated to a delegate; to a coordinator also
/// what the insured persons are waited for with; to the physician everything; to a manager what was escalated.
pub(crate) fn visible(caller: &Caller) -> Visible {
    let given_to = || GivenTo { view: HELP.name, column: "delegate", subject: caller.subject.clone() };
    match caller.role {
        Role::Delegate => Visible { actors: &[Actor::Coordinator], given_to: Some(given_to()), ..Visible::default() },
        Role::Coordinator => Visible { actors: &[Actor::Coordinator, Actor::InsuredPerson], ..Visible::default() },
        _ => Visible::to(caller),
    }
}
