//! Deadlines in their three shapes: as the law knows them, as events store them, as contracts tell them.

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::internal::ledger::v1 as stored;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::deadline::{Actor, Closure, Deadline, Plan, Standing};
use trajet_law::rule::Ground;

/// A stored shape cannot be read: it names something that this program does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored {0} cannot be read")]
pub struct Unreadable(pub &'static str);

/// Reads a stored day.
///
/// # Errors
/// If it is absent or no day.
pub fn day(date: Option<Date>, what: &'static str) -> Result<NaiveDate, Unreadable> {
    date.and_then(|date| date.try_into().ok()).ok_or(Unreadable(what))
}

/// Reads a stored day that may be absent.
///
/// # Errors
/// If it is no day.
pub fn optional_day(date: Option<Date>, what: &'static str) -> Result<Option<NaiveDate>, Unreadable> {
    date.map(|date| date.try_into().map_err(|_| Unreadable(what))).transpose()
}

/// The stored shape of a plan.
#[must_use]
pub fn store(plan: &Plan) -> stored::Plan {
    stored::Plan {
        step: plan.step.code().to_owned(),
        rule: plan.rule.id().to_owned(),
        parameter: plan.parameter.to_string(),
        opens: plan.opens.map(to_proto),
        due: plan.due.map(to_proto),
        warn_on: plan.warn_on.map(to_proto),
        target: plan.target.map(to_proto),
        actor: plan.actor.code().to_owned(),
    }
}

/// Reads a stored plan.
///
/// # Errors
/// If it names a step, rule, parameter or actor that this program does not know.
pub fn read(plan: Option<stored::Plan>) -> Result<Plan, Unreadable> {
    let plan = plan.ok_or(Unreadable("plan"))?;
    Ok(Plan {
        step: plan.step.parse().map_err(|_| Unreadable("step"))?,
        rule: plan.rule.parse().map_err(|_| Unreadable("rule"))?,
        parameter: plan.parameter.parse().map_err(|_| Unreadable("parameter"))?,
        opens: optional_day(plan.opens, "opening day")?,
        due: optional_day(plan.due, "last day")?,
        warn_on: optional_day(plan.warn_on, "warning day")?,
        target: optional_day(plan.target, "target")?,
        actor: plan.actor.parse().map_err(|_| Unreadable("actor"))?,
    })
}

/// What the contracts say of a rule, or of one of its points.
#[must_use]
pub fn source(ground: Ground, parameter: Option<String>) -> contract::LegalSource {
    contract::LegalSource {
        rule: ground.to_string(),
        citation: ground.rule.source().to_owned(),
        parameter: parameter.unwrap_or_default(),
    }
}

/// A plan as the contracts tell it.
#[must_use]
pub fn tell_plan(plan: &Plan) -> contract::Plan {
    contract::Plan {
        step: plan.step.code().to_owned(),
        basis: Some(source(plan.rule.into(), Some(plan.parameter.to_string()))),
        opens: plan.opens.map(to_proto),
        due: plan.due.map(to_proto),
        warn_on: plan.warn_on.map(to_proto),
        target: plan.target.map(to_proto),
        actor: tell_actor(plan.actor).into(),
    }
}

/// A deadline as the contracts tell it.
#[must_use]
pub fn tell(deadline: &Deadline) -> contract::Deadline {
    let (outcome, closed_on, because) = match deadline.closed {
        None => (contract::DeadlineOutcome::Open, None, None),
        Some(Closure::Met { on }) => (contract::DeadlineOutcome::Met, Some(on), None),
        Some(Closure::Waived { on, because }) => (contract::DeadlineOutcome::Waived, Some(on), Some(because)),
    };
    contract::Deadline {
        plan: Some(tell_plan(&deadline.plan)),
        missed_on: deadline.missed_on.map(to_proto),
        outcome: outcome.into(),
        closed_on: closed_on.map(to_proto),
        waived_because: because.map(|ground| source(ground, None)),
        standing: contract::DeadlineStanding::Unspecified.into(),
    }
}

/// A deadline as the contracts tell it of a case, with where it stands on a day.
#[must_use]
pub fn tell_on(deadline: &Deadline, on: NaiveDate) -> contract::Deadline {
    let standing = match deadline.standing(on, 0) {
        Standing::NotYet | Standing::Soon => contract::DeadlineStanding::NotYet,
        Standing::Due => contract::DeadlineStanding::Due,
        Standing::Late => contract::DeadlineStanding::Late,
        Standing::Closed => contract::DeadlineStanding::Closed,
    };
    contract::Deadline { standing: standing.into(), ..tell(deadline) }
}

fn tell_actor(actor: Actor) -> contract::Actor {
    match actor {
        Actor::Physician => contract::Actor::Physician,
        Actor::Coordinator => contract::Actor::Coordinator,
        Actor::InsuredPerson => contract::Actor::InsuredPerson,
        Actor::System => contract::Actor::System,
    }
}

/// The actor that a contract names.
#[must_use]
pub fn hear_actor(actor: contract::Actor) -> Option<Actor> {
    match actor {
        contract::Actor::Unspecified => None,
        contract::Actor::Physician => Some(Actor::Physician),
        contract::Actor::Coordinator => Some(Actor::Coordinator),
        contract::Actor::InsuredPerson => Some(Actor::InsuredPerson),
        contract::Actor::System => Some(Actor::System),
    }
}
