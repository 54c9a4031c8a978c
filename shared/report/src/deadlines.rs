//! What became of the steps that have their time (R6, art. 5, 1°).

use chrono::NaiveDate;
use trajet_law::deadline::{Plan, Step};

use crate::band;
use crate::case::Case;
use crate::fact::{Due, What};
use crate::figure::{Figures, Measure};
use crate::period::Period;

/// A step as it stands: unlike in the case itself, one that was planned again with other days before it was missed is one, on its last
/// days.
struct Deadline {
    plan: Plan,
    missed: bool,
    closed: Option<Closed>,
}

#[derive(Clone, Copy)]
enum Closed {
    Met(NaiveDate),
    Waived,
}

/// Counts the deadlines of a case whose last day, or else whose target, lies in a period.
pub(crate) fn count(case: &Case, period: Period, figures: &mut Figures) {
    for Deadline { plan, missed, closed } in deadlines(case) {
        let Some(end) = plan.end().filter(|end| period.contains(*end)) else { continue };
        let measure = if plan.due.is_some() { Measure::Deadline } else { Measure::Target };
        let band = match (closed, missed) {
            (Some(Closed::Met(on)), _) => band::late(end, on),
            (Some(Closed::Waived), false) => "not_needed",
            // What was missed stays missed, though it is not asked any more (T6).
            (Some(Closed::Waived) | None, true) => "not_done",
            (None, false) => "open",
        };
        figures.count(measure, plan.step.code(), band);
    }
}

fn deadlines(case: &Case) -> Vec<Deadline> {
    let mut deadlines: Vec<Deadline> = Vec::new();
    for fact in &case.facts {
        let What::Deadline(due) = &fact.what else { continue };
        if let Due::Planned(plan) = due {
            deadlines.retain(|it| it.plan.step != plan.step || it.closed.is_some());
            deadlines.push(Deadline { plan: plan.clone(), missed: false, closed: None });
            continue;
        }
        let Some(last) = deadlines.iter_mut().rfind(|it| it.plan.step == due.step()) else { continue };
        match due {
            Due::Replanned(plan) => {
                let now = Deadline { plan: plan.clone(), missed: false, closed: None };
                if last.missed {
                    // What was missed by its earlier days stays missed, beside the one of its later days.
                    last.closed = Some(Closed::Waived);
                    deadlines.push(now);
                } else {
                    *last = now;
                }
            }
            Due::Reopened(_) => last.closed = None,
            Due::Met(_) => last.closed = Some(Closed::Met(fact.on)),
            Due::Waived(_) => last.closed = Some(Closed::Waived),
            Due::Missed(_) | Due::Planned(_) => last.missed = true,
        }
    }
    deadlines
}

impl Due {
    /// The step that it is about.
    const fn step(&self) -> Step {
        match self {
            Self::Planned(plan) | Self::Replanned(plan) => plan.step,
            Self::Reopened(step) | Self::Met(step) | Self::Missed(step) | Self::Waived(step) => *step,
        }
    }
}
