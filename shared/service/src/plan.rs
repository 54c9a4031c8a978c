//! Deadlines in their three shapes: as the law knows them, as events store them, as contracts tell them.

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::internal::ledger::v1 as stored;
use trajet_contracts::r#type::v1 as contract;
use trajet_law::deadline::{Actor, Closure, Counted, DatedFact, Deadline, FactKind, Facts, Plan, Standing, Step};
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

/// Reads a code that may be absent: an empty text.
///
/// # Errors
/// A code that is not known.
pub fn optional_code<T>(
    code: &str,
    read: impl FnOnce(&str) -> Option<T>,
    what: &'static str,
) -> Result<Option<T>, Unreadable> {
    if code.is_empty() { Ok(None) } else { read(code).map(Some).ok_or(Unreadable(what)) }
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
        counted: (plan.counted != Counted::not_recorded()).then(|| store_counted(&plan.counted)),
    }
}

fn store_counted(counted: &Counted) -> stored::Counted {
    let Counted { from, law_of, begun, beside, instead } = counted;
    stored::Counted {
        from: store_facts(from),
        law_of: law_of.map(to_proto),
        begun: begun.map(to_proto),
        beside: beside.iter().map(ToString::to_string).collect(),
        instead: *instead,
    }
}

/// The stored shape of a waiver.
#[must_use]
pub fn store_waiver(step: Step, on: NaiveDate, because: Ground, rests_on: &Facts) -> stored::DeadlineWaived {
    let (step, because) = (step.code().to_owned(), because.to_string());
    stored::DeadlineWaived { step, waived_on: Some(to_proto(on)), because, rests_on: store_facts(rests_on) }
}

/// The stored shape of the facts on which a decision rests.
#[must_use]
pub fn store_facts(facts: &Facts) -> Vec<stored::DatedFact> {
    let fact = |fact: &DatedFact| stored::DatedFact {
        kind: fact.kind.code().to_owned(),
        happened_on: Some(to_proto(fact.on)),
    };
    facts.iter().map(fact).collect()
}

/// Reads the facts on which a decision rests: none, of one that was stored before they were.
///
/// # Errors
/// If one is of a kind that this program does not know, or of no day.
pub fn read_facts(facts: Vec<stored::DatedFact>) -> Result<Facts, Unreadable> {
    let fact = |fact: stored::DatedFact| {
        let kind: FactKind = fact.kind.parse().map_err(|_| Unreadable("kind of fact"))?;
        Ok(kind.on(day(fact.happened_on, "day of the fact")?))
    };
    Ok(Facts::stored(facts.into_iter().map(fact).collect::<Result<_, _>>()?))
}

fn read_counted(counted: stored::Counted) -> Result<Counted, Unreadable> {
    let beside = |parameter: String| parameter.parse().map_err(|_| Unreadable("parameter"));
    Ok(Counted {
        from: read_facts(counted.from)?,
        law_of: optional_day(counted.law_of, "day of the law")?,
        begun: optional_day(counted.begun, "first day of incapacity")?,
        beside: counted.beside.into_iter().map(beside).collect::<Result<_, _>>()?,
        instead: counted.instead,
    })
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
        counted: plan.counted.map(read_counted).transpose()?.unwrap_or_else(Counted::not_recorded),
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

#[cfg(test)]
mod tests {
    use trajet_law::{ami, estimate, first_contact};

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn t6_what_a_deadline_was_counted_from_is_read_as_it_was_written() {
        let (start, on) = (date("2022-09-01"), date("2022-12-12"));
        let plans = [
            estimate::category_1_examination_plan(start, on),
            first_contact::category_4_at_first_estimate(start, on),
            ami::follow_up_plan(on, Some(5)),
        ];
        for plan in plans {
            let read = read(Some(store(&plan))).expect("a plan");
            assert_eq!((&read, &read.counted), (&plan, &plan.counted));
        }
    }

    #[test]
    fn t6_a_deadline_of_before_is_read_without_what_it_was_counted_from() {
        let plan = estimate::first_estimate_plan(date("2022-09-01"), date("2022-09-05"));
        let old = stored::Plan { counted: None, ..store(&plan) };
        let read = read(Some(old)).expect("a plan");
        assert_eq!((read.counted.clone(), read), (Counted::not_recorded(), plan));
    }

    #[test]
    fn a_fact_of_a_kind_that_is_not_known_is_not_read() {
        let mut stored = store(&estimate::first_estimate_plan(date("2022-09-01"), date("2022-09-05")));
        for fact in stored.counted.iter_mut().flat_map(|counted| &mut counted.from) {
            fact.kind = "no_fact".to_owned();
        }
        assert_eq!(read(Some(stored)), Err(Unreadable("kind of fact")));
    }
}
