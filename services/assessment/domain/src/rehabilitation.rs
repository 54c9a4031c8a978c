//! Vocational rehabilitation programmes, from their proposals on (M16, M18, M19).

use std::fmt;

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_law::law::Judged;
use trajet_law::months::Period;
use trajet_law::parameter::Dated;
use trajet_law::rehabilitation::{Amount, CscmiDecision, HoursFollowed, ProgrammeOutcome, amounts};
use trajet_law::rule::{Ground, Rule};

use crate::codes::codes;

codes! {
    /// Who asked for a programme (M19).
    #[derive(Debug)]
    pub enum Initiative {
        /// The person.
        Person = "person",
        /// The advising physician, and the person agreed.
        Physician = "physician",
    }
}

codes! {
    /// For whom a programme is (M19). Its `Debug` does not show which one it is.
    pub enum RehabilitationGround {
        /// Definitively unfit for the last job and the reference occupations.
        DefinitivelyUnfit = "definitively_unfit",
        /// No more than a favourable prognosis of resuming a reference occupation in time.
        FavourablePrognosis = "favourable_prognosis",
    }
}

impl RehabilitationGround {
    /// The point of M19.
    #[must_use]
    pub const fn ground(self) -> Ground {
        match self {
            Self::DefinitivelyUnfit => Ground::point(Rule::M19, 'a'),
            Self::FavourablePrognosis => Ground::point(Rule::M19, 'b'),
        }
    }
}

impl fmt::Debug for RehabilitationGround {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RehabilitationGround(..)")
    }
}

codes! {
    /// A kind of cost that the insurance covers (M16).
    #[derive(Debug)]
    pub enum CoveredCost {
        /// The examination for vocational orientation.
        OrientationExamination = "orientation_examination",
        /// The registration for the course.
        Registration = "registration",
        /// Examination fees.
        ExaminationFees = "examination_fees",
        /// Travel.
        Travel = "travel",
        /// Material.
        Material = "material",
        /// What serves the effective integration, in the phase of reintegration.
        EffectiveReintegration = "effective_reintegration",
    }
}

/// How a programme is organised (M19).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Outside the regional conventions.
    Classic,
    /// Within one.
    Convention {
        /// The partner.
        partner: EnterpriseNumber,
        /// The day of the orientation assessment.
        orientation_on: NaiveDate,
    },
    /// Individual placement and support.
    Ips,
}

/// A proposal for a programme (M16, M19).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The day.
    pub on: NaiveDate,
    /// Who asked for it.
    pub initiative: Initiative,
    /// The day on which the person asked for it or agreed.
    pub agreed_on: NaiveDate,
    /// For whom it is.
    pub ground: RehabilitationGround,
    /// How it is organised.
    pub mode: Mode,
    /// The day on which the physician assessed whether the person can follow one.
    pub assessed_on: Option<NaiveDate>,
    /// The kinds of cost that it asks to be covered.
    pub costs: Vec<CoveredCost>,
}

/// The answer of the CSCMI (M16, X9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CscmiAnswer {
    /// The day.
    pub on: NaiveDate,
    /// What it is.
    pub decision: CscmiDecision,
}

/// The end of a programme. Its `Debug` does not show how it was.
#[derive(Clone, PartialEq, Eq)]
pub struct ProgrammeEnd {
    /// The last day; the day before the first where the programme turned out never to have been.
    pub last_day: NaiveDate,
    /// How; none where the incapacity ended and nobody told.
    pub outcome: Option<ProgrammeOutcome>,
    /// Why it is known: M16 as it was told, a point of T6 with the incapacity.
    pub because: Ground,
    /// The phase of reintegration after a success.
    pub phase: Option<Dated<Period>>,
}

impl fmt::Debug for ProgrammeEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { last_day, because, outcome: _, phase: _ } = self;
        f.debug_struct("ProgrammeEnd").field("last_day", last_day).field("because", because).finish_non_exhaustive()
    }
}

/// The evaluation with the new skills (M16).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ReintegrationEvaluation {
    /// The day.
    pub on: NaiveDate,
    /// Whether the person was examined.
    pub examined: bool,
    /// Whether the person is still found unfit.
    pub still_unfit: bool,
}

impl fmt::Debug for ReintegrationEvaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReintegrationEvaluation(..)")
    }
}

/// A proposal that was closed before its programme started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProposalClosed {
    /// The day.
    pub on: NaiveDate,
    /// Why: M19 when it was withdrawn, a point of T6 with the incapacity.
    pub because: Ground,
}

/// A programme: dated facts. Incapacity is presumed from its first day to its last (M18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The proposal.
    pub proposal: Proposal,
    /// The day on which it was submitted to the CSCMI.
    pub submitted_on: Option<NaiveDate>,
    /// The answer.
    pub answer: Option<CscmiAnswer>,
    /// The closing of a proposal whose programme did not start.
    pub closed: Option<ProposalClosed>,
    /// The intakes by regional services, in the order in which they were told.
    pub intakes: Vec<NaiveDate>,
    /// The first day.
    pub started_on: Option<NaiveDate>,
    /// The hours followed, in the order in which they were told.
    pub hours: Vec<HoursFollowed>,
    /// The end.
    pub end: Option<ProgrammeEnd>,
    /// The evaluation after the phase of reintegration.
    pub evaluation: Option<ReintegrationEvaluation>,
}

impl Programme {
    /// A programme that is proposed.
    pub(crate) fn proposed(number: u32, proposal: Proposal) -> Self {
        Self {
            number,
            proposal,
            submitted_on: None,
            answer: None,
            closed: None,
            intakes: Vec::new(),
            started_on: None,
            hours: Vec::new(),
            end: None,
            evaluation: None,
        }
    }

    /// The day on which the CSCMI approved it.
    #[must_use]
    pub fn approved_on(&self) -> Option<NaiveDate> {
        self.answer.filter(|answer| answer.decision == CscmiDecision::Approved).map(|answer| answer.on)
    }

    /// The day from which nothing more comes of it, once there is one.
    #[must_use]
    pub fn over_on(&self) -> Option<NaiveDate> {
        let refused = self.answer.filter(|answer| answer.decision == CscmiDecision::Refused).map(|answer| answer.on);
        let ended = self.end.as_ref().map(|end| end.last_day);
        let closed = self.closed.filter(|_| self.started_on.is_none()).map(|closed| closed.on);
        ended.or(refused).or(closed)
    }

    /// The phase of reintegration, after a success.
    #[must_use]
    pub fn phase(&self) -> Option<&Dated<Period>> {
        self.end.as_ref()?.phase.as_ref()
    }

    /// What is due to the person so far, by the law of the case.
    #[must_use]
    pub fn amounts(&self, law: Judged) -> Vec<Amount> {
        let succeeded = self.end.as_ref().filter(|end| end.outcome == Some(ProgrammeOutcome::Succeeded));
        amounts(law, &self.hours, succeeded.map(|end| end.last_day))
    }
}
