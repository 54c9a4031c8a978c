//! What a trajectory led to, and whether it lasted. Circular 2022/383, part IV, 4.4 (D24): the results are evaluated and registered.
//! What is registered of them is our own list, for what article 5 of the law wants studied: the durability of the return (R6).

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind};
use trajet_law::presumption::Span;

use super::text::FreeText;
use super::trajectory::AmiTrajectory;
use crate::codes::codes;

codes! {
    /// How far what was aimed at was reached.
    #[derive(Debug)]
    pub enum ResultReached {
        /// All of it.
        Wholly = "wholly",
        /// Some of it.
        Partly = "partly",
        /// Nothing of it.
        NotReached = "not_reached",
    }
}

codes! {
    /// For whom work is done, and under what contract.
    #[derive(Debug)]
    pub enum WorkContract {
        /// For an employer, without an end.
        Permanent = "permanent",
        /// For an employer, until a day or for a task.
        FixedTerm = "fixed_term",
        /// For an agency that lends workers out.
        Agency = "agency",
        /// As a civil servant.
        Statutory = "statutory",
        /// On one's own account.
        SelfEmployed = "self_employed",
    }
}

codes! {
    /// Why work stopped.
    #[derive(Debug)]
    pub enum WorkEndReason {
        /// The person is incapacitated again.
        Relapse = "relapse",
        /// The contract came to its end.
        ContractEnded = "contract_ended",
        /// The employer ended it.
        Dismissed = "dismissed",
        /// The person ended it.
        Resigned = "resigned",
        /// Another reason.
        Other = "other",
    }
}

/// Work that the person does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Its first day.
    pub since: NaiveDate,
    /// The contract.
    pub contract: WorkContract,
    /// Whether it is for the employer of before the incapacity, or as self-employed as then.
    pub as_before: bool,
    /// The hours, in hundredths of full time: 1 to 100.
    pub percent_of_full_time: u32,
}

/// What the person does, as it was found on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The work, if there is any.
    pub work: Option<Work>,
    /// Whether the person follows, or has followed since the trajectory began, a training.
    pub training: bool,
    /// Whether the person volunteers.
    pub volunteering: bool,
}

impl Outcome {
    /// The days of the work, as far as they are known on a day on which it was done.
    pub(crate) fn worked_until(&self, day: NaiveDate) -> Option<Span> {
        self.work.map(|work| Span { first: work.since, last: Some(day) })
    }
}

/// The evaluation of a trajectory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// The day.
    pub on: NaiveDate,
    /// How far what was aimed at was reached.
    pub result: ResultReached,
    /// What it led to.
    pub outcome: Outcome,
    /// What was found, in words.
    pub findings: FreeText,
}

/// What was found of a return later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// The day.
    pub on: NaiveDate,
    /// What the person does.
    pub outcome: Outcome,
    /// The last day of the work that was known of before, and why it stopped, if it did.
    pub stopped: Option<(NaiveDate, WorkEndReason)>,
}

/// A return to work that goes on, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Return {
    /// Its first day: that of the work in which the person was found first, through changes of work.
    pub(crate) since: NaiveDate,
    /// The day on which it was last seen to go on.
    pub(crate) seen_on: NaiveDate,
}

impl AmiTrajectory {
    /// What the person did after it, as it was found: at the evaluation, and then by day.
    pub(crate) fn found(&self) -> Vec<(NaiveDate, Outcome)> {
        let evaluated = self.evaluation.iter().map(|evaluation| (evaluation.on, evaluation.outcome));
        let observed = self.observations.iter().map(|observation| (observation.on, observation.outcome));
        evaluated.chain(observed).collect()
    }

    /// The days of work after it, as far as they are known: up to the day on which it was found, or to the last one where it stopped.
    pub(crate) fn worked(&self) -> Vec<Span> {
        let found = self.found();
        let stopped = self.observations.iter().map(|observation| observation.stopped);
        let until_it_stopped =
            found.iter().zip(stopped).filter_map(|((_, before), stopped)| before.worked_until(stopped?.0));
        found.iter().filter_map(|(on, outcome)| outcome.worked_until(*on)).chain(until_it_stopped).collect()
    }

    /// That it was last found what the person did after it.
    pub(crate) fn last_found(&self) -> Option<DatedFact> {
        let evaluated = self.evaluation.as_ref().map(|evaluation| FactKind::AmiEvaluated.on(evaluation.on));
        let seen = self.observations.last().map(|observation| FactKind::ReturnSeen.on(observation.on));
        seen.or(evaluated)
    }

    /// The return to work to which it led and that goes on.
    pub(crate) fn returned(&self) -> Option<Return> {
        let found = self.found();
        let (seen_on, _) = *found.last()?;
        let at_work = found.iter().rev().map_while(|(_, outcome)| outcome.work);
        let since = at_work.last()?.since;
        Some(Return { since, seen_on })
    }
}
