//! Taking over many cases at once: each row is an act of its own, with an outcome of its own.

use futures_util::StreamExt as _;
use futures_util::stream;
use trajet_access::Caller;
use trajet_assessment_domain::{Command, Context, Event, State, decide};
use trajet_contracts::assessment::v1::{
    CaseToTakeOver, FieldProblem, TakeOverCasesRequest, TakeOverCasesResponse, TakeOverOutcome,
};
use trajet_contracts::r#type::v1::Plan;
use trajet_ledger::{Ledger, Setup};
use trajet_runtime::{Failure, Violation, Violations};
use trajet_service::{Envelope, Served, plan, submit};

use super::convert::check_past;
use super::refusal::refusal;
use crate::ledger::Assessment;

/// The most rows of a call.
const MOST: usize = 500;
/// How many rows are under way at once: the ledger writes them together.
const AT_ONCE: usize = 64;

/// Takes over every row that is right, or says what is wrong with it.
///
/// # Errors
/// If the batch itself is wrong; never because of a row.
pub(super) async fn batch(
    ledger: &Served<Assessment>,
    setup: &Setup,
    caller: &Caller,
    request: TakeOverCasesRequest,
) -> Result<TakeOverCasesResponse, Failure> {
    let mut violations = Violations::default();
    let within = (1..=MOST).contains(&request.rows.len());
    if !within {
        violations.add("rows", format_args!("must be 1 to {MOST}"));
    }
    violations.finish_with(Some(()))?;
    let check_only = request.check_only;
    let rows = stream::iter(request.rows).map(|row| async move {
        let outcome = if check_only { checked(ledger, row) } else { taken(ledger, setup, caller, row).await };
        outcome.unwrap_or_else(|failure| not_taken(&failure))
    });
    Ok(TakeOverCasesResponse { outcomes: rows.buffered(AT_ONCE).collect().await })
}

/// The envelope and the command of a row.
fn read(ledger: &Ledger<Assessment>, row: CaseToTakeOver) -> Result<(Envelope, Command), Failure> {
    let mut violations = Violations::default();
    let envelope = Envelope::read(&mut violations, &row, &row.request_id, "");
    let past = check_past(&mut violations, row, ledger.clock().today());
    let command = past.map(|past| Command::TakeOver(Box::new(past)));
    violations.finish_with(envelope.zip(command))
}

/// What this service plans for a row, or why it is not taken over, as far as the row alone says.
fn judged(ledger: &Ledger<Assessment>, command: &Command) -> Result<Vec<Plan>, Failure> {
    let context = Context { now: ledger.clock().now(), today: ledger.clock().today(), claimed_by: None };
    let events = decide(&State::default(), command, &context).map_err(|rejection| refusal(&rejection))?;
    let planned = events.iter().filter_map(|event| match event {
        Event::DeadlinePlanned { plan, .. } => Some(plan::tell_plan(plan)),
        _ => None,
    });
    Ok(planned.collect())
}

fn checked(ledger: &Ledger<Assessment>, row: CaseToTakeOver) -> Result<TakeOverOutcome, Failure> {
    let (_, command) = read(ledger, row)?;
    Ok(TakeOverOutcome { planned: judged(ledger, &command)?, ..TakeOverOutcome::default() })
}

async fn taken(
    ledger: &Served<Assessment>,
    setup: &Setup,
    caller: &Caller,
    row: CaseToTakeOver,
) -> Result<TakeOverOutcome, Failure> {
    let (envelope, command) = read(ledger, row)?;
    let planned = judged(ledger, &command)?;
    let case_id = setup.entropy.time_ordered_id(setup.clock.now());
    let envelope = envelope.within("trajet.assessment.v1", "TakeOverCases");
    let done = submit(ledger, caller, envelope, case_id, command, refusal).await?;
    Ok(TakeOverOutcome {
        case_id: done.stream.to_string(),
        etag: done.version.to_string(),
        cursor: done.cursor.to_string(),
        planned,
        ..TakeOverOutcome::default()
    })
}

fn not_taken(failure: &Failure) -> TakeOverOutcome {
    let problems = match failure {
        Failure::Invalid(violations) => violations.iter().map(problem).collect(),
        _ => Vec::new(),
    };
    let case_id = match failure {
        Failure::CaseAlreadyOpen { case_id } => case_id.to_string(),
        _ => String::new(),
    };
    TakeOverOutcome {
        reason: failure.reason().into(),
        message: failure.to_string(),
        problems,
        existing_case_id: case_id,
        ..TakeOverOutcome::default()
    }
}

fn problem(violation: &Violation) -> FieldProblem {
    FieldProblem { field: violation.field.clone(), problem: violation.problem.clone() }
}
