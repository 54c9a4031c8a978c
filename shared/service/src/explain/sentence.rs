//! An explanation in one sentence. It names neither the person nor anything medical.

use trajet_contracts::explain::v1::Figure;
use trajet_law::deadline::DatedFact;
use trajet_law::explain::{Decision, Subject};

use crate::annul::summary;
use crate::history::days;

/// What was decided, from which facts, each with whether it lies before go-live, and by which figures; `keeps_plan` where the figure
/// that the plan justifies is not told.
pub(super) fn sentence(
    decision: &Decision<'_>,
    facts: &[(DatedFact, bool)],
    figures: &[Figure],
    keeps_plan: bool,
) -> String {
    let Decision { subject, on, ground } = *decision;
    let from = facts.iter().copied().map(fact).collect::<Vec<_>>().join(" and ");
    let counted = if from.is_empty() { String::new() } else { format!(": counted from {from}") };
    let by = figures.iter().map(|it| format!("{} {}", it.parameter, it.value)).collect::<Vec<_>>().join(" and ");
    let by = if by.is_empty() { by } else { format!(", with {by}") };
    let because = if from.is_empty() { String::new() } else { format!(" because of {from}") };
    match subject {
        Subject::Deadline(plan) => {
            let by = match plan.counted.instead {
                None => by,
                Some(_) if keeps_plan => String::new(),
                Some(agreed) => format!(", with {agreed} as the plan justifies"),
            };
            format!("{} {}{counted}{by} ({ground}).", plan.step, days(plan))
        }
        Subject::Replanned { before, after, .. } => {
            let (now, then) = (days(after), days(before));
            format!("{} {now}, and not {then}{counted}{by} ({}, {ground}).", after.step, after.rule)
        }
        Subject::Waiver { step, .. } => format!("{step} need not be done from {on} on{because} ({ground})."),
        Subject::Referral => format!("The person was referred to the coordinator on {on}{because} ({ground})."),
        Subject::Presumption { presumed, .. } => {
            let last = presumed.last.map(|last| format!(" to {last}")).unwrap_or_default();
            let end = presumed.ends_by.map(|end| format!(", which ends it by {end}")).unwrap_or_default();
            let rule = presumed.kind.rule();
            format!("Incapacity is presumed from {}{last}{because}{by}{end} ({rule}).", presumed.first)
        }
        Subject::Annulment(annulled) => summary(annulled),
        Subject::Refusal(refused) => {
            format!("The {} was refused on {on}{because} ({ground}).", refused.code().replace('_', " "))
        }
        Subject::PartnerReferral { number, .. } => {
            format!("Referral {number} was made on {on}{because} ({ground}).")
        }
        Subject::BarredDuty { step, .. } => format!("{step} is barred from {on} on{because} ({ground})."),
    }
}

fn fact((fact, before_go_live): (DatedFact, bool)) -> String {
    let when = if before_go_live { ", before go-live" } else { "" };
    format!("{} of {}{when}", fact.kind.code().replace('_', " "), fact.on)
}
