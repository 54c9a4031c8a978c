//! A deadline, what became of it, and where it stands.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1::{Deadline, LegalSource};

use crate::demo::named::name;
use crate::platform::Service;

/// A deadline as it is printed.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    service: &'static str,
    step: String,
    rule: String,
    citation: String,
    parameter: String,
    opens: Option<NaiveDate>,
    warn_on: Option<NaiveDate>,
    due: Option<NaiveDate>,
    target: Option<NaiveDate>,
    missed_on: Option<NaiveDate>,
    outcome: String,
    closed_on: Option<NaiveDate>,
    waived_because: Option<String>,
    /// Where it stands on the day for which it is told.
    pub(crate) standing: String,
}

impl Line {
    /// A deadline of a service.
    pub(super) fn of(service: Service, deadline: &Deadline) -> Self {
        let plan = deadline.plan.clone().unwrap_or_default();
        let LegalSource { rule, citation, parameter } = plan.basis.unwrap_or_default();
        Self {
            service: service.name(),
            step: plan.step,
            rule,
            citation,
            parameter,
            opens: date(plan.opens),
            warn_on: date(plan.warn_on),
            due: date(plan.due),
            target: date(plan.target),
            missed_on: date(deadline.missed_on),
            outcome: name(deadline.outcome().as_str_name(), "DEADLINE_OUTCOME"),
            closed_on: date(deadline.closed_on),
            waived_because: deadline.waived_because.as_ref().map(|source| source.rule.clone()),
            standing: name(deadline.standing().as_str_name(), "DEADLINE_STANDING"),
        }
    }
}

fn date(day: Option<Date>) -> Option<NaiveDate> {
    day.and_then(|day| day.try_into().ok())
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { service, step, due, target, missed_on, outcome, closed_on, waived_because, .. } = self;
        write!(f, "{service} {step}")?;
        for (word, day) in [("due", due), ("target", target), ("missed on", missed_on)] {
            if let Some(day) = day {
                write!(f, ", {word} {day}")?;
            }
        }
        write!(f, ", {outcome}")?;
        if let Some(day) = closed_on {
            write!(f, " on {day}")?;
        }
        waived_because.iter().try_for_each(|because| write!(f, " because of {because}"))
    }
}
