//! Who may touch which case, beyond what a role may do at all.

use trajet_access::{Caller, Role};
use trajet_law::deadline::Actor;
use trajet_law::representation::RepresentationScope;
use trajet_ledger::Ledger;
use trajet_runtime::Failure;
use trajet_service::act::actor;
use trajet_service::work::{GivenTo, Visible};
use uuid::Uuid;

use crate::ledger::Questionnaire;
use crate::views::{HELP, is_delegated};

/// An insured person may touch their own case and no other, and a delegate a case whose help is delegated to them, while
/// there is something to help with (D2, Q6). A legal representative may touch a case in which they represent the person today
/// (D1).
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
        Role::Representative => represents(ledger, caller, case_id, None).await?,
        _ => true,
    };
    if related { Ok(()) } else { Err(Failure::CaseNotFound) }
}

/// Whether the caller represents the person of the case for the questionnaire today; as the representation with a number, if
/// one is given, on whatever day it is or was in force: the law judges the day of the act (D1).
pub(crate) async fn represents(
    ledger: &Ledger<Questionnaire>,
    caller: &Caller,
    case_id: Uuid,
    number: Option<u32>,
) -> Result<bool, Failure> {
    let subject = caller.subject.as_str();
    let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
    Ok(found.is_some_and(|(state, _)| match number {
        None => state.representations.are_of(subject, RepresentationScope::Questionnaire, ledger.clock().today()),
        Some(number) => state.representations.find(number).is_some_and(|it| it.subject.as_deref() == Some(subject)),
    }))
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
        Err(Failure::CaseNotFound) if [Role::Delegate, Role::Representative].contains(&caller.role) => {
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
        Role::Delegate => Visible { actors: &[Actor::Coordinator], given_to: Some(given_to()), ..Visible::to(caller) },
        Role::Coordinator => Visible { actors: &[Actor::Coordinator, Actor::InsuredPerson], ..Visible::to(caller) },
        _ => Visible::to(caller),
    }
}
