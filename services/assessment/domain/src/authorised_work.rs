//! Authorised work (*travail autorisé*, *toegelaten arbeid*; M14, M21): applied for, resumed, authorised or not.
//!
//! What is authorised and performed is a concurrent track: it follows from the authorisation and the resumption.

use std::fmt;

use chrono::NaiveDate;

use crate::codes::codes;
use crate::notice::Notice;

codes! {
    /// Who applies. What the coordinator submits is the proposal of a plan towards employment (D18).
    #[derive(Debug)]
    pub enum Applicant {
        /// The person, through the mutuality's systems.
        Person = "person",
        /// The advising physician, for the person.
        Physician = "physician",
        /// The coordinator, for the person.
        Coordinator = "coordinator",
    }
}

codes! {
    /// Where the work is done.
    #[derive(Debug)]
    pub enum Workplace {
        /// With the employer from before the incapacity.
        SameEmployer = "same_employer",
        /// With another employer.
        OtherEmployer = "other_employer",
        /// As a self-employed person.
        SelfEmployed = "self_employed",
    }
}

codes! {
    /// Why work is not authorised: a condition of INAMI's presentation of 2016, part 1.1, that is not met. Its `Debug` does
    /// not show which one it is.
    pub enum WorkRefusalReason {
        /// The work began before it was applied for.
        NotAppliedBefore = "not_applied_before",
        /// Not all activity had ceased first (M2).
        ActivityNotCeased = "activity_not_ceased",
        /// On the medical side the capacity is not reduced by enough.
        ReductionTooSmall = "reduction_too_small",
        /// The work is not compatible with the person's state of health.
        NotCompatible = "not_compatible",
    }
}

impl fmt::Debug for WorkRefusalReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkRefusalReason(..)")
    }
}

/// Work of a nature and volume. Its volume is free: below, at or above half time. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Work {
    /// What is done, in words.
    pub nature: String,
    /// How much of it, in minutes a week.
    pub minutes_per_week: u32,
    /// Where.
    pub place: Workplace,
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Work(..)")
    }
}

/// What is applied for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The day of the application.
    pub applied_on: NaiveDate,
    /// Who applies.
    pub by: Applicant,
    /// The work.
    pub work: Work,
    /// The first day on which it is planned to begin.
    pub planned_from: NaiveDate,
}

/// What the physician found of the conditions. A finding that was not made is absent. Its `Debug` shows nothing.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct WorkFindings {
    /// Whether all activity had ceased first (M2).
    pub activity_ceased: Option<bool>,
    /// By how much, in percent, the capacity is reduced on the medical side.
    pub reduction_percent: Option<u32>,
    /// Whether the work is compatible with the state of health.
    pub compatible: Option<bool>,
}

impl fmt::Debug for WorkFindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkFindings(..)")
    }
}

/// What is authorised from a day on: at first, or since an amendment. Its `Debug` shows the days alone.
#[derive(Clone, PartialEq, Eq)]
pub struct WorkTerms {
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// On what findings.
    pub findings: WorkFindings,
    /// The work.
    pub work: Work,
    /// The conditions, in words.
    pub conditions: String,
    /// The first day on which these terms hold.
    pub from: NaiveDate,
    /// The last day on which the work is authorised, if one is set.
    pub until: Option<NaiveDate>,
}

impl fmt::Debug for WorkTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { decided_on, from, until, findings: _, work: _, conditions: _ } = self;
        let mut shown = f.debug_struct("WorkTerms");
        shown.field("decided_on", decided_on).field("from", from).field("until", until).finish_non_exhaustive()
    }
}

/// The physician's answer to an application.
#[derive(Clone, PartialEq, Eq)]
pub enum WorkAnswer {
    /// The work is authorised: the first terms, and those of each amendment.
    Authorised(Vec<WorkTerms>),
    /// It is not.
    NotAuthorised {
        /// The day of the decision.
        on: NaiveDate,
        /// Why.
        reason: WorkRefusalReason,
        /// The letter; none after a death.
        notice: Option<Notice>,
    },
}

impl fmt::Debug for WorkAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkAnswer(..)")
    }
}

/// An application and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorisedWork {
    /// Its number in the case, from 1.
    pub number: u32,
    /// What was applied for.
    pub application: Application,
    /// The real first day of the resumption, once it is known.
    pub resumed_on: Option<NaiveDate>,
    /// The answer, once there is one.
    pub answer: Option<WorkAnswer>,
    /// The day on which the application was withdrawn.
    pub withdrawn_on: Option<NaiveDate>,
}

impl AuthorisedWork {
    pub(crate) fn applied(number: u32, application: Application) -> Self {
        Self { number, application, resumed_on: None, answer: None, withdrawn_on: None }
    }

    /// The day on which it was first decided on.
    #[must_use]
    pub fn decided_on(&self) -> Option<NaiveDate> {
        match self.answer.as_ref()? {
            WorkAnswer::Authorised(terms) => terms.first().map(|terms| terms.decided_on),
            WorkAnswer::NotAuthorised { on, .. } => Some(*on),
        }
    }

    /// What was authorised at first.
    pub(crate) fn authorised(&self) -> Option<&WorkTerms> {
        match &self.answer {
            Some(WorkAnswer::Authorised(terms)) => terms.first(),
            _ => None,
        }
    }

    /// The first day on which it is authorised and performed: that of the resumption, or of the authorisation if that one
    /// is later.
    pub(crate) fn performed_from(&self) -> Option<NaiveDate> {
        Some(self.resumed_on?.max(self.authorised()?.from))
    }

    /// What is authorised by the last amendment, if there was one.
    pub(crate) fn amended(&self) -> Option<&WorkTerms> {
        match &self.answer {
            Some(WorkAnswer::Authorised(terms)) => terms.get(1..)?.last(),
            _ => None,
        }
    }

    /// Whether it awaits a decision.
    pub(crate) fn awaits_a_decision(&self) -> bool {
        self.answer.is_none() && self.withdrawn_on.is_none()
    }

    /// The day from which it waits no more: it was refused, withdrawn, or authorised and begun.
    pub(crate) fn settled_on(&self) -> Option<NaiveDate> {
        let answered = match &self.answer {
            Some(WorkAnswer::NotAuthorised { on, .. }) => Some(*on),
            Some(WorkAnswer::Authorised(_)) => self.decided_on().zip(self.resumed_on).map(|(on, began)| on.max(began)),
            None => None,
        };
        self.withdrawn_on.or(answered)
    }

    /// Whether it awaits a decision, or was authorised and did not begin: the person may still withdraw it.
    pub(crate) fn is_pending(&self) -> bool {
        self.settled_on().is_none()
    }
}
