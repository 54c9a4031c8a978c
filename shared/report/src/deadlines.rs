//! What became of the steps that have their time (R6, art. 5, 1°).

use chrono::NaiveDate;
use trajet_law::deadline::{Plan, Step};

use crate::action::Action;
use crate::band;
use crate::case::Case;
use crate::fact::{Did, Due, What};
use crate::figure::{Figures, Measure};
use crate::period::Period;

/// A step as it stands: unlike in the case itself, one that was planned again with other days before it was missed is one, on its last
/// days; and so is one that was waived and planned again with the same days.
struct Deadline {
    plan: Plan,
    missed: bool,
    closed: Option<Closed>,
    /// The trajectories that had ended when it was planned: what was waived in one does not come back in another.
    ends: usize,
}

#[derive(Clone, Copy)]
enum Closed {
    Met(NaiveDate),
    Waived,
}

/// Counts the deadlines of a case whose last day, or else whose target, lies in a period.
pub(crate) fn count(case: &Case, period: Period, figures: &mut Figures) {
    for Deadline { plan, missed, closed, .. } in deadlines(case) {
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
    let (mut deadlines, mut ends): (Vec<Deadline>, _) = (Vec::new(), 0);
    for fact in &case.facts {
        let due = match &fact.what {
            What::Deadline(due) => due,
            What::Did(Did { action: Action::Ended, .. }) => {
                ends += 1;
                continue;
            }
            _ => continue,
        };
        let last = deadlines.iter_mut().rfind(|it| it.plan.step == due.step());
        match due {
            Due::Planned(plan) | Due::Replanned(plan) => {
                // What was missed by its earlier days stays missed, beside the one of its later days.
                if let Some(missed) = last.filter(|it| it.missed && matches!(due, Due::Replanned(_))) {
                    missed.closed = missed.closed.or(Some(Closed::Waived));
                }
                let missed = deadlines.iter().any(|it| it.missed && it.comes_back_as(plan, ends));
                deadlines.retain(|it| !it.gives_way_to(plan, ends));
                deadlines.push(Deadline { plan: plan.clone(), missed, closed: None, ends });
            }
            Due::Reopened(_) => close(last, None),
            Due::Met(_) => close(last, Some(Closed::Met(fact.on))),
            Due::Waived(_) => close(last, Some(Closed::Waived)),
            Due::Missed(_) => {
                if let Some(last) = last {
                    last.missed = true;
                }
            }
        }
    }
    deadlines
}

fn close(deadline: Option<&mut Deadline>, closed: Option<Closed>) {
    if let Some(deadline) = deadline {
        deadline.closed = closed;
    }
}

impl Deadline {
    /// Whether a plan takes its place: it is open, or comes back.
    fn gives_way_to(&self, plan: &Plan, ends: usize) -> bool {
        (self.plan.step == plan.step && self.closed.is_none()) || self.comes_back_as(plan, ends)
    }

    /// Whether it is what is planned now: it was waived, and comes back with the same days in the same trajectory.
    fn comes_back_as(&self, plan: &Plan, ends: usize) -> bool {
        let days = |plan: &Plan| (plan.step, plan.due, plan.target);
        matches!(self.closed, Some(Closed::Waived)) && self.ends == ends && days(&self.plan) == days(plan)
    }
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
