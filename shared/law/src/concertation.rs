//! When a message between physician and coordinator is to be read (D26).
//!
//! Circular 2022/383, part III, 3.1, step 4, asks for concertation where a case needs it, and gives no time. That a message
//! is to be read within a week of its day is our target: nobody is late by it.

use crate::deadline::{Actor, FactKind, Plan, Step};
use crate::law::Judged;
use crate::months::days_after;
use crate::parameter::CONCERTATION_READ_TARGET_DAYS;
use crate::rule::Rule;

/// To read what was written to the physician, planned on the day of the message.
#[must_use]
pub fn physician_reads(posted_on: impl Into<Judged>) -> Plan {
    reads(Step::ConcertationPhysician, Actor::Physician, posted_on.into())
}

/// To read what was written to the coordinator, planned on the day of the message.
#[must_use]
pub fn coordinator_reads(posted_on: impl Into<Judged>) -> Plan {
    reads(Step::ConcertationCoordinator, Actor::Coordinator, posted_on.into())
}

fn reads(step: Step, actor: Actor, posted_on: Judged) -> Plan {
    let days = posted_on.figure(&CONCERTATION_READ_TARGET_DAYS);
    Plan {
        step,
        rule: Rule::D26,
        parameter: days.version,
        opens: Some(posted_on.on),
        due: None,
        warn_on: None,
        target: Some(days_after(posted_on.on, days.value)),
        actor,
        counted: posted_on.counting([posted_on.fact(FactKind::MessagePosted)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn d26_a_message_is_to_be_read_from_its_day_on_and_makes_nobody_late() {
        for (plan, actor) in [
            (physician_reads(day("2023-01-16")), Actor::Physician),
            (coordinator_reads(day("2023-01-16")), Actor::Coordinator),
        ] {
            assert_eq!((plan.opens, plan.due), (Some(day("2023-01-16")), None));
            assert_eq!((plan.target, plan.actor), (Some(day("2023-01-23")), actor));
            assert_eq!(plan.parameter.to_string(), "concertation.read_target_days@2022-01-01");
        }
    }
}
