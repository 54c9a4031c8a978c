//! The plans of CODEX trajectories, from what one occupational health service told of them (D21, D22).

use chrono::NaiveDate;

use super::Basis;

/// The plans, the earliest first.
///
/// A trajectory has one plan: whoever signs again in the same trajectory signs an adapted one, and that begins no presumption
/// (own reading). What is signed after the end of a trajectory is another one's. Work is resumed under the last plan that was
/// signed by its first day.
#[must_use]
pub fn codex_plans(signed: &[NaiveDate], resumed: &[NaiveDate], ended: &[NaiveDate]) -> Vec<Basis> {
    // A signature on the last day is still of the trajectory that ends on it.
    let trajectory = |signed_on: NaiveDate| ended.iter().copied().filter(|end| signed_on <= *end).min();
    let mut signed = signed.to_vec();
    signed.sort_unstable();
    signed.dedup_by_key(|signed_on| trajectory(*signed_on));
    let next = signed.iter().skip(1).map(|next| Some(*next)).chain([None]);
    let plan = |(signed_on, next): (&NaiveDate, Option<NaiveDate>)| {
        let under_it = |on: &NaiveDate| signed_on <= on && next.is_none_or(|next| *on < next);
        Basis::CodexPlan { signed_on: *signed_on, resumed_on: resumed.iter().copied().filter(under_it).min() }
    };
    signed.iter().zip(next).map(plan).collect()
}
