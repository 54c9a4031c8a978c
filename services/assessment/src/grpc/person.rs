//! What an act must know of the person of a case before it is decided.

use trajet_access::Caller;
use trajet_assessment_domain::{Command, Declaration, Former, State};
use trajet_ledger::Ledger;
use trajet_runtime::{Failure, Violation};
use trajet_service::Envelope;
use uuid::Uuid;

use super::convert::StatedStart;
use crate::ledger::Assessment;

/// The command that states a first day, with the person whose incapacity it is: no two cases of a person have one first day,
/// and the case that has the day is looked up by both.
///
/// # Errors
/// If there is no such case, or the store fails.
pub(crate) async fn claimed(
    ledger: &Ledger<Assessment>,
    _caller: &Caller,
    _envelope: &Envelope,
    case_id: Uuid,
    stated: StatedStart,
) -> Result<Command, Failure> {
    let state = known(ledger, case_id).await?;
    let declaration = state.as_ref().and_then(|state| state.declaration.as_ref()).ok_or(Failure::CaseNotFound)?;
    let StatedStart { start, decided_on, reason, activity_ceased_on } = stated;
    Ok(Command::CorrectStart { niss: declaration.person.niss, start, decided_on, reason, activity_ceased_on })
}

/// The incapacity of which a declared one is a relapse (T9): one of the same person, at the same insurer.
///
/// # Errors
/// If there is no such case of this person, or the store fails.
pub(crate) async fn relapsed(
    ledger: &Ledger<Assessment>,
    declared: &Declaration,
    former: Uuid,
) -> Result<Former, Failure> {
    let of_no_case = || {
        let problem = "is no case of this person".to_owned();
        Failure::Invalid(vec![Violation { field: "relapse_of".to_owned(), problem }])
    };
    let state = known(ledger, former).await?.ok_or_else(of_no_case)?;
    let same = |it: &&Declaration| it.person.niss == declared.person.niss;
    let incapacity_start = state.declaration.as_ref().filter(same).and_then(|_| state.incapacity_start());
    let ended = state.end.as_ref().filter(|end| !end.is_death());
    Ok(Former {
        case: former.into_bytes(),
        incapacity_start: incapacity_start.ok_or_else(of_no_case)?,
        last_day: ended.map(|end| end.last_day),
    })
}

/// What is known of a case; none where there is no such case.
pub(super) async fn known(ledger: &Ledger<Assessment>, case_id: Uuid) -> Result<Option<State>, Failure> {
    let found = ledger.state(case_id).await.map_err(|error| ledger.failure(&error))?;
    Ok(found.map(|(state, _)| state))
}
