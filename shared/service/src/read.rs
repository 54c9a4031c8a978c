//! A read on its way from the wire: of which case, and not before it sees what it must.

use trajet_ledger::{Cursor, Domain, Ledger, Place};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

/// The case that a read names.
///
/// # Errors
/// If it is no identifier.
pub fn case_id(case_id: &str) -> Result<Uuid, Failure> {
    let mut violations = Violations::default();
    let case_id = violations.uuid("case_id", case_id);
    violations.finish_with(case_id)
}

/// The case that a read names, once the read sees what an earlier answer's cursor stands for.
///
/// # Errors
/// If it is no identifier; or as [`read_after`].
pub async fn case_after<D: Domain>(ledger: &Ledger<D>, case_id: &str, min_cursor: &str) -> Result<Uuid, Failure> {
    let case_id = self::case_id(case_id)?;
    read_after(ledger, min_cursor).await?;
    Ok(case_id)
}

/// Makes sure that a read sees what an earlier answer's cursor stands for.
///
/// # Errors
/// If the cursor is another ledger's, or lies ahead of what this replica sees.
pub async fn read_after<D: Domain>(ledger: &Ledger<D>, min_cursor: &str) -> Result<(), Failure> {
    if min_cursor.is_empty() {
        return Ok(());
    }
    let mut violations = Violations::default();
    let wanted = violations.check("min_cursor", min_cursor.parse::<Cursor>());
    let wanted = violations.finish_with(wanted)?;
    let name = ledger.name().to_owned();
    let Cursor { epoch, position, .. } = ledger.head_cursor();
    match ledger.place(&wanted).await.map_err(|error| ledger.failure(&error))? {
        Place::Reached => Ok(()),
        Place::Foreign => Err(Failure::CursorForeign { ledger: name }),
        Place::Diverged => Err(Failure::CursorDiverged { ledger: name, epoch, position }),
        Place::Ahead => Err(Failure::CursorAhead { ledger: name, position }),
    }
}
