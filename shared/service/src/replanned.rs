//! What the services store of a corrected first day (T9), and of a deadline that was planned again (T8, T9).

use chrono::NaiveDate;
use prost::Message as _;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::ledger::v1 as stored;
use trajet_law::deadline::{Facts, Plan};
use trajet_law::rule::Ground;

use crate::plan::{self, Unreadable, day};

/// The days of a correction: the first day as it stood, as it stands now, and the day from which the correction counts.
pub type Correction = (NaiveDate, NaiveDate, NaiveDate);

/// The stored bytes of a deadline that was planned again.
#[must_use]
pub fn store(before: &Plan, after: &Plan, (on, because): (NaiveDate, Ground), rests_on: &Facts) -> Vec<u8> {
    let message = stored::DeadlineReplanned {
        before: Some(plan::store(before)),
        after: Some(plan::store(after)),
        replanned_on: Some(to_proto(on)),
        because: because.to_string(),
        rests_on: plan::store_facts(rests_on),
    };
    message.encode_to_vec()
}

/// Reads them: the plan before and after, the day from which the other counts and why, and the facts by which it moved.
///
/// # Errors
/// If the message names something that this program does not know.
pub fn read(message: stored::DeadlineReplanned) -> Result<(Plan, Plan, (NaiveDate, Ground), Facts), Unreadable> {
    let because = message.because.parse().map_err(|_| Unreadable("ground"))?;
    Ok((
        plan::read(message.before)?,
        plan::read(message.after)?,
        (day(message.replanned_on, "day of planning")?, because),
        plan::read_facts(message.rests_on)?,
    ))
}

/// The stored shape of a corrected first day.
#[must_use]
pub fn store_correction((from, to, on): Correction, source: Option<stored::FactSource>) -> stored::StartCorrected {
    stored::StartCorrected {
        previous_start: Some(to_proto(from)),
        incapacity_start: Some(to_proto(to)),
        corrected_on: Some(to_proto(on)),
        source,
    }
}

/// Reads it.
///
/// # Errors
/// If a day is absent or none.
pub fn read_correction(message: &stored::StartCorrected) -> Result<Correction, Unreadable> {
    Ok((
        day(message.previous_start, "first day as it stood")?,
        day(message.incapacity_start, "first day of incapacity")?,
        day(message.corrected_on, "day of the correction")?,
    ))
}
