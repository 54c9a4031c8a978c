//! What is told of rehabilitation programmes, as requests, stored events and contracts say it.
//!
//! The contracts and the stored shapes are the same messages. A request is checked, with the path of every field that is
//! wrong; what was stored was checked before, and is only read.

use chrono::NaiveDate;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::r#type::v1 as contract;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Wire;
use trajet_law::months::{EARLIEST, Period};
use trajet_law::rehabilitation::{CscmiDecision, HoursFollowed, ProgrammeOutcome, RehabilitationFact};
use trajet_runtime::Violations;

use crate::plan::{Unreadable, day};

/// The fact of a request: of today or earlier.
pub fn check_fact(
    violations: &mut Violations,
    fact: Option<contract::RehabilitationFact>,
    today: NaiveDate,
) -> Option<RehabilitationFact> {
    let past = |inner: &mut Violations, field: &str, date: Option<Date>| {
        let day = inner.date(field, date)?;
        let happened = (EARLIEST..=today).contains(&day);
        let day = if happened { Ok(day) } else { Err(format!("is not a day from {EARLIEST} to {today}")) };
        inner.check(field, day)
    };
    match violations.message("fact", fact.and_then(|fact| fact.fact))? {
        Wire::Answered(told) => violations.within("fact.answered", |inner| {
            let on = past(inner, "answered_on", told.answered_on);
            let decision = inner.enumeration("decision", told.decision).and_then(hear_decision);
            Some(RehabilitationFact::Answered { on: on?, decision: decision? })
        }),
        Wire::IntakeHeld(told) => violations.within("fact.intake_held", |inner| {
            Some(RehabilitationFact::IntakeHeld { on: past(inner, "held_on", told.held_on)? })
        }),
        Wire::Started(told) => violations.within("fact.started", |inner| {
            Some(RehabilitationFact::Started { on: past(inner, "started_on", told.started_on)? })
        }),
        Wire::HoursFollowed(told) => violations.within("fact.hours_followed", |inner| {
            let first = past(inner, "first_day", told.first_day);
            let last = past(inner, "last_day", told.last_day);
            let hours = HoursFollowed { period: Period { first: first?, last: last? }, minutes: told.minutes };
            let in_order = hours.period.first <= hours.period.last;
            inner.require("last_day", in_order, "lies before first_day");
            inner.require("minutes", !in_order || hours.is_possible(), "is not from 1 to the minutes of the days");
            hours.is_possible().then_some(RehabilitationFact::HoursFollowed(hours))
        }),
        Wire::Ended(told) => violations.within("fact.ended", |inner| {
            let on = past(inner, "ended_on", told.ended_on);
            let outcome = inner.enumeration("outcome", told.outcome).and_then(hear_outcome);
            Some(RehabilitationFact::Ended { on: on?, outcome: outcome? })
        }),
        // It is of no programme yet.
        Wire::Presented(_) => {
            violations.require("fact.presented", false, "is told by a regional service alone");
            None
        }
    }
}

/// A fact as the contracts tell it and as events store it.
#[must_use]
pub fn tell_fact(fact: &RehabilitationFact) -> contract::RehabilitationFact {
    let on = Some(to_proto(fact.on()));
    let fact = match fact {
        RehabilitationFact::Answered { decision, .. } => {
            Wire::Answered(contract::CscmiAnswer { answered_on: on, decision: tell_decision(*decision).into() })
        }
        RehabilitationFact::IntakeHeld { .. } => Wire::IntakeHeld(contract::RehabilitationIntake { held_on: on }),
        RehabilitationFact::Started { .. } => Wire::Started(contract::RehabilitationStart { started_on: on }),
        RehabilitationFact::HoursFollowed(hours) => Wire::HoursFollowed(tell_hours(hours)),
        RehabilitationFact::Ended { outcome, .. } => {
            Wire::Ended(contract::RehabilitationEnd { ended_on: on, outcome: tell_outcome(*outcome).into() })
        }
    };
    contract::RehabilitationFact { fact: Some(fact) }
}

/// Reads a stored fact.
///
/// # Errors
/// If it tells nothing, or a value that this program does not know.
pub fn hear_fact(fact: Option<contract::RehabilitationFact>) -> Result<RehabilitationFact, Unreadable> {
    Ok(match fact.and_then(|fact| fact.fact).ok_or(Unreadable("fact of a programme"))? {
        Wire::Answered(told) => RehabilitationFact::Answered {
            on: day(told.answered_on, "day of the answer")?,
            decision: hear_decision(told.decision()).ok_or(Unreadable("decision"))?,
        },
        Wire::IntakeHeld(told) => RehabilitationFact::IntakeHeld { on: day(told.held_on, "day of the intake")? },
        Wire::Started(told) => RehabilitationFact::Started { on: day(told.started_on, "first day")? },
        Wire::HoursFollowed(told) => RehabilitationFact::HoursFollowed(hear_hours(Some(told))?),
        Wire::Ended(told) => RehabilitationFact::Ended {
            on: day(told.ended_on, "last day")?,
            outcome: hear_outcome(told.outcome()).ok_or(Unreadable("outcome"))?,
        },
        Wire::Presented(_) => return Err(Unreadable("fact of a programme")),
    })
}

/// Hours as the contracts tell them and as events store them.
#[must_use]
pub fn tell_hours(hours: &HoursFollowed) -> contract::RehabilitationHours {
    contract::RehabilitationHours {
        first_day: Some(to_proto(hours.period.first)),
        last_day: Some(to_proto(hours.period.last)),
        minutes: hours.minutes,
    }
}

/// Reads stored hours.
///
/// # Errors
/// If a day is absent or no day.
pub fn hear_hours(hours: Option<contract::RehabilitationHours>) -> Result<HoursFollowed, Unreadable> {
    let hours = hours.ok_or(Unreadable("hours"))?;
    let period = Period { first: day(hours.first_day, "first day")?, last: day(hours.last_day, "last day")? };
    Ok(HoursFollowed { period, minutes: hours.minutes })
}

/// The CSCMI's decision that a contract names.
#[must_use]
pub fn hear_decision(decision: contract::CscmiDecision) -> Option<CscmiDecision> {
    match decision {
        contract::CscmiDecision::Unspecified => None,
        contract::CscmiDecision::Approved => Some(CscmiDecision::Approved),
        contract::CscmiDecision::Refused => Some(CscmiDecision::Refused),
    }
}

/// The CSCMI's decision as the contracts tell it.
#[must_use]
pub fn tell_decision(decision: CscmiDecision) -> contract::CscmiDecision {
    match decision {
        CscmiDecision::Approved => contract::CscmiDecision::Approved,
        CscmiDecision::Refused => contract::CscmiDecision::Refused,
    }
}

/// The outcome that a contract names.
#[must_use]
pub fn hear_outcome(outcome: contract::ProgrammeOutcome) -> Option<ProgrammeOutcome> {
    match outcome {
        contract::ProgrammeOutcome::Unspecified => None,
        contract::ProgrammeOutcome::Succeeded => Some(ProgrammeOutcome::Succeeded),
        contract::ProgrammeOutcome::Failed => Some(ProgrammeOutcome::Failed),
    }
}

/// The outcome as the contracts tell it.
#[must_use]
pub fn tell_outcome(outcome: ProgrammeOutcome) -> contract::ProgrammeOutcome {
    match outcome {
        ProgrammeOutcome::Succeeded => contract::ProgrammeOutcome::Succeeded,
        ProgrammeOutcome::Failed => contract::ProgrammeOutcome::Failed,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn every_fact() -> Vec<RehabilitationFact> {
        let on = date("2023-03-31");
        let hours = HoursFollowed { period: Period { first: date("2023-03-01"), last: on }, minutes: 90 };
        let mut facts = vec![
            RehabilitationFact::IntakeHeld { on },
            RehabilitationFact::Started { on },
            RehabilitationFact::HoursFollowed(hours),
        ];
        facts.extend(CscmiDecision::ALL.iter().map(|it| RehabilitationFact::Answered { on, decision: *it }));
        facts.extend(ProgrammeOutcome::ALL.iter().map(|it| RehabilitationFact::Ended { on, outcome: *it }));
        facts
    }

    fn wrong(fact: Wire) -> Vec<String> {
        let mut violations = Violations::default();
        let fact = contract::RehabilitationFact { fact: Some(fact) };
        assert_eq!(check_fact(&mut violations, Some(fact), date("2023-04-15")), None);
        let trajet_runtime::Failure::Invalid(found) = violations.finish().unwrap_err() else { panic!("it is invalid") };
        found.into_iter().map(|it| it.field).collect()
    }

    #[test]
    fn x9_x10_every_fact_is_checked_stored_and_read_alike() {
        for fact in every_fact() {
            let told = tell_fact(&fact);
            assert_eq!(hear_fact(Some(told)).unwrap(), fact);
            let mut violations = Violations::default();
            assert_eq!(check_fact(&mut violations, Some(told), date("2023-04-15")), Some(fact));
        }
        assert!(hear_fact(None).is_err() && hear_fact(Some(contract::RehabilitationFact { fact: None })).is_err());
    }

    #[test]
    fn x9_x10_all_that_is_wrong_with_a_fact_is_told_at_once() {
        let later = Some(to_proto(date("2023-04-16")));
        assert_eq!(
            wrong(Wire::Answered(contract::CscmiAnswer { answered_on: later, decision: 0 })),
            ["fact.answered.answered_on", "fact.answered.decision"]
        );
        assert_eq!(
            wrong(Wire::Ended(contract::RehabilitationEnd { ended_on: None, outcome: 7 })),
            ["fact.ended.ended_on", "fact.ended.outcome"]
        );
        assert_eq!(
            wrong(Wire::IntakeHeld(contract::RehabilitationIntake { held_on: later })),
            ["fact.intake_held.held_on"]
        );
        assert_eq!(
            wrong(Wire::Started(contract::RehabilitationStart { started_on: None })),
            ["fact.started.started_on"]
        );
        let presented = contract::RegionalPresentation::default();
        assert_eq!(wrong(Wire::Presented(presented)), ["fact.presented"]);
    }

    #[test]
    fn x10_hours_are_of_days_in_order_that_hold_them() {
        let hours = |first: &str, last: &str, minutes| {
            let (first_day, last_day) = (Some(to_proto(date(first))), Some(to_proto(date(last))));
            Wire::HoursFollowed(contract::RehabilitationHours { first_day, last_day, minutes })
        };
        assert_eq!(wrong(hours("2023-03-02", "2023-03-01", 60)), ["fact.hours_followed.last_day"]);
        for minutes in [0, 1_441] {
            assert_eq!(wrong(hours("2023-03-01", "2023-03-01", minutes)), ["fact.hours_followed.minutes"]);
        }
    }

    #[test]
    fn x9_a_request_that_tells_nothing_is_wrong() {
        let mut violations = Violations::default();
        assert_eq!(check_fact(&mut violations, None, date("2023-04-15")), None);
        assert!(violations.finish().is_err());
    }
}
