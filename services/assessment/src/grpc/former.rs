//! What an act on the case of a relapse tells of the former case: that it was a relapse once it is recognised (T9, D24), and the
//! death of the person (T6).
//!
//! Each is an act on the former case that does nothing the second time: whoever repeats their call, since the first one was cut
//! off between the two, tells it then. It is told also where the former file is closed to who acts: they read nothing of it.

use chrono::NaiveDate;
use trajet_access::Caller;
use trajet_assessment_domain::{Command, EndCause, IncapacityEnd, State};
use trajet_ledger::{Actor, ExecuteError, Ledger, Request, Submission};
use trajet_runtime::Failure;
use trajet_runtime::telemetry::current_traceparent;
use uuid::Uuid;

use super::person::known;
use crate::ledger::Assessment;

/// The namespace of the identifiers of these requests.
const NAMESPACE: Uuid = Uuid::from_u128(0x2f0b_7c51_93de_5a08_bb1e_6c92_40d7_15fa);

/// Tells the former case, if this one is a relapse that was recognised, on which day it began.
///
/// # Errors
/// If the store fails.
pub(crate) async fn relapsed(ledger: &Ledger<Assessment>, caller: &Caller, case_id: &str) -> Result<(), Failure> {
    let Some(state) = case(ledger, case_id).await?.filter(|state| state.recognition().is_some()) else { return Ok(()) };
    let (Some(former), Some(on)) = (state.former(), state.incapacity_start()) else { return Ok(()) };
    tell(ledger, caller, Uuid::from_bytes(former.case), Command::NoteRelapse { on }, on).await
}

/// Tells the cases before this one, each the former of the next, that the person died, if they did.
///
/// # Errors
/// If the store fails.
pub(crate) async fn died(ledger: &Ledger<Assessment>, caller: &Caller, case_id: &str) -> Result<(), Failure> {
    let Some(state) = case(ledger, case_id).await? else { return Ok(()) };
    let Some(end) = state.end.filter(IncapacityEnd::is_death) else { return Ok(()) };
    let (last_day, mut former) = (end.died_on.unwrap_or(end.last_day), state.former());
    while let Some(of) = former {
        let case = Uuid::from_bytes(of.case);
        tell(ledger, caller, case, Command::EndIncapacity { last_day, cause: EndCause::Deceased }, last_day).await?;
        former = known(ledger, case).await?.and_then(|state| state.former());
    }
    Ok(())
}

/// The case of an act that was done.
async fn case(ledger: &Ledger<Assessment>, case_id: &str) -> Result<Option<State>, Failure> {
    match Uuid::try_parse(case_id) {
        Ok(case_id) => known(ledger, case_id).await,
        Err(_) => Ok(None),
    }
}

async fn tell(
    ledger: &Ledger<Assessment>,
    caller: &Caller,
    former: Uuid,
    command: Command,
    on: NaiveDate,
) -> Result<(), Failure> {
    let step = if matches!(command, Command::NoteRelapse { .. }) { "relapse" } else { "death" };
    let content = format!("{former}\n{step}\n{on}").into_bytes();
    let submission = Submission {
        stream: former,
        command,
        request: Request { method: "former/told".to_owned(), id: Uuid::new_v5(&NAMESPACE, &content), content },
        if_version: None,
        actor: Actor::caller(caller.role.code(), caller.subject.as_str(), caller.organisation.as_str()),
        trace: current_traceparent(),
        source: None,
    };
    match ledger.execute(submission).await {
        // What the former case knows already, or was annulled, needs no telling.
        Ok(_) | Err(ExecuteError::Rejected(_)) => Ok(()),
        Err(ExecuteError::Busy) => Err(Failure::Busy { ledger: Some(ledger.name().to_owned()) }),
        Err(ExecuteError::Unavailable) => Err(Failure::StoreUnavailable),
        Err(fault) => Err(ledger.fault(&fault)),
    }
}
