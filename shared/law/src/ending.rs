//! What becomes of all that is open when an incapacity ends (T6). Own reading: the sources do not say.
//!
//! The trajectory is of who is incapacitated, so that nothing is asked of anybody after the last day. What was late by
//! then was late: a miss is recorded first. What was done by then can still be entered. After a death the person is
//! written to no more.
//!
//! [`TABLE`] says it of everything that can be open, and [`close`] does it with the deadlines.

use std::{fmt, str::FromStr};

use chrono::NaiveDate;

use crate::{
    UnknownCode,
    code::coded_enum,
    deadline::{Deadline, Deadlines, FactKind, Facts, Step},
    rule::{Ground, Rule},
};

coded_enum! {
    /// How an incapacity ended.
    pub enum Ending: "ending" {
        /// The person is not incapacitated any more, or is not recognised so.
        IncapacityEnded = "incapacity_ended",
        /// The person died.
        Deceased = "deceased",
    }
}

impl Ending {
    /// The reason for which a deadline is waived: T6, point a for the end of the incapacity, b for a death.
    #[must_use]
    pub const fn ground(self) -> Ground {
        match self {
            Self::IncapacityEnded => Ground::point(Rule::T6, 'a'),
            Self::Deceased => Ground::point(Rule::T6, 'b'),
        }
    }

    /// The day on which the person died, if they did: with the incapacity, whose last day that is, or after one that had ended
    /// otherwise, on a day that was told later.
    #[must_use]
    pub fn death(self, last_day: NaiveDate, told_later: Option<NaiveDate>) -> Option<NaiveDate> {
        told_later.or((self == Self::Deceased).then_some(last_day))
    }
}

coded_enum! {
    /// What becomes of something that is open.
    pub enum Outcome: "outcome of an ending" {
        /// It is waived on the day after the last; a miss is recorded first if its last day was not after that one.
        Waived = "waived",
        /// It is closed on the last day, and nobody is written to.
        Closed = "closed",
        /// It is closed on the last day, and a letter tells the person.
        ClosedWithLetter = "closed_with_letter",
        /// It stays as it is.
        Kept = "kept",
        /// It is not sent.
        NotSent = "not_sent",
        /// It is not awaited any more, and what took place on or before the last day can still be recorded.
        Recorded = "recorded",
    }
}

/// Something that can be open when an incapacity ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open {
    /// The deadline of a step.
    Step(Step),
    /// A track beside the procedure that keeps steps back: a CODEX trajectory asked for, authorised work (Q4, M4).
    ConcurrentTrack,
    /// An appointment to come with the physician or the coordinator.
    Appointment,
    /// A request for the physician's authorisation that is not decided on (D7, M13).
    AuthorisationRequest,
    /// An application for authorised work that is not decided on (M14).
    WorkApplication,
    /// A trajectory that the person asked for (D6).
    RouteBTrajectory,
    /// A formal trajectory of the sickness insurance that goes on (D13).
    AmiTrajectory,
    /// What is done towards work outside a formal trajectory (D25).
    OtherTrack,
    /// A proposal for a rehabilitation programme that did not start (M16).
    RehabilitationProposal,
    /// A rehabilitation programme that is followed (M16).
    RehabilitationProgramme,
    /// Help with the questionnaire that was asked of the coordinator and not given (Q6).
    HelpAsked,
    /// A questionnaire that was sent and is not back (Q5).
    QuestionnaireOut,
    /// A fact from another service that waits for what it depends on.
    ParkedFact,
    /// A letter to the person that is due and not issued.
    Notice,
    /// A report that a partner owes.
    PartnerReport,
    /// A statutory presumption of incapacity (D20, D21, M18).
    Presumption,
    /// A referral to a partner that is not completed (X4).
    Referral,
}

impl Open {
    /// The stable text by which it is known: that of its step for a deadline.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Step(step) => step.code(),
            Self::ConcurrentTrack => "concurrent_track",
            Self::Appointment => "appointment",
            Self::AuthorisationRequest => "authorisation_request_undecided",
            Self::WorkApplication => "work_application_undecided",
            Self::RouteBTrajectory => "route_b_trajectory",
            Self::AmiTrajectory => "ami_trajectory",
            Self::OtherTrack => "other_track",
            Self::RehabilitationProposal => "rehabilitation_proposal",
            Self::RehabilitationProgramme => "rehabilitation_programme",
            Self::HelpAsked => "help_asked",
            Self::QuestionnaireOut => "questionnaire_out",
            Self::ParkedFact => "parked_fact",
            Self::Notice => "notice",
            Self::PartnerReport => "partner_report",
            Self::Presumption => "presumption",
            Self::Referral => "referral",
        }
    }
}

impl fmt::Display for Open {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl FromStr for Open {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = UnknownCode { kind: "thing that an ending closes" };
        TABLE.iter().map(|row| row.open).find(|open| open.code() == text).ok_or(unknown)
    }
}

/// What becomes of one thing that is open, by how the incapacity ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is open.
    pub open: Open,
    /// What becomes of it when the incapacity ended.
    pub incapacity_ended: Outcome,
    /// What becomes of it when the person died.
    pub deceased: Outcome,
    /// Why, in one sentence.
    pub why: &'static str,
}

const fn deadline(step: Step, why: &'static str) -> Row {
    Row { open: Open::Step(step), incapacity_ended: Outcome::Waived, deceased: Outcome::Waived, why }
}

const fn kept(step: Step, why: &'static str) -> Row {
    Row { open: Open::Step(step), incapacity_ended: Outcome::Kept, deceased: Outcome::Waived, why }
}

const fn other(open: Open, incapacity_ended: Outcome, deceased: Outcome, why: &'static str) -> Row {
    Row { open, incapacity_ended, deceased, why }
}

/// What becomes of everything that can be open: a row for each, the steps first, in their order.
pub const TABLE: &[Row] = &[
    deadline(Step::QuestionnaireSend, "Nobody is asked what would help a return that has come, or cannot come."),
    deadline(Step::QuestionnaireReturn, "The answer would serve an estimate that is not made any more."),
    deadline(Step::QuestionnaireHelp, "Help with an answer that is not awaited is help with nothing."),
    deadline(Step::FirstEstimate, "The remaining capacities are those of who is incapacitated."),
    deadline(Step::EstimateExamination, "It serves an estimate that is not made any more."),
    deadline(Step::Category1Examination, "The return that it would have looked into is there, or cannot come."),
    deadline(Step::Category3Examination, "The state of health is examined of who is incapacitated."),
    deadline(Step::FirstContactCategory4, "The trajectory is of who is incapacitated."),
    deadline(Step::RouteBAppointment, "The trajectory can be asked for during incapacity only."),
    deadline(Step::FirstContactRouteB, "The trajectory is of who is incapacitated."),
    deadline(Step::AuthorisationRequest, "There is no trajectory left to authorise."),
    deadline(Step::RouteBDecision, "There is no trajectory left to decide on."),
    deadline(Step::NegativeDecisionContact, "There are no actions left to adapt."),
    deadline(Step::ConcertationPhysician, "Concertation serves a trajectory that does not go on."),
    deadline(Step::ConcertationCoordinator, "Concertation serves a trajectory that does not go on."),
    deadline(Step::AuthorisedWorkDecision, "Work beside an incapacity that is over needs no authorisation."),
    deadline(Step::AmiCommitmentSignature, "There is no trajectory left to commit to."),
    deadline(Step::AmiStartNotice, "The trajectory that would be told of is over."),
    deadline(Step::AmiFirstInterview, "There is no plan left to give a content to."),
    deadline(Step::AmiPlan, "The plan is of who is incapacitated."),
    deadline(Step::AmiFollowUp, "The plan that would be followed up is over."),
    deadline(Step::AmiResultsNotice, "Nobody is told any more of what was to come."),
    deadline(Step::ProgrammeSubmission, "A programme is for who is incapacitated."),
    deadline(Step::AmiSuspension, "The trajectory is over, and there is nothing left to suspend."),
    deadline(Step::AmiResumption, "The trajectory is over, and there is nothing left to resume."),
    kept(Step::AmiEvaluation, "A return to work ends the incapacity, and is the result that is evaluated."),
    kept(Step::ReturnObservation, "Whether a return lasts is seen after the incapacity only."),
    deadline(Step::DossierLook, "There is no trajectory left to look after."),
    deadline(Step::ReferralFollowUp, "What the partner would have said serves a trajectory that does not go on."),
    deadline(Step::RouteBOffer, "The trajectory can be asked for during incapacity only."),
    deadline(Step::ReintegrationEvaluation, "The incapacity that it would evaluate is over."),
    deadline(Step::InvalidityStart, "Incapacity did not last until the end of primary incapacity."),
    other(
        Open::ConcurrentTrack,
        Outcome::Closed,
        Outcome::Closed,
        "What runs beside an incapacity ends with it on its last day.",
    ),
    other(
        Open::Appointment,
        Outcome::ClosedWithLetter,
        Outcome::Closed,
        "Who lives must know not to come, and after a death nobody is written to.",
    ),
    other(
        Open::AuthorisationRequest,
        Outcome::Closed,
        Outcome::Closed,
        "A request without a trajectory left to authorise is closed undecided.",
    ),
    other(
        Open::WorkApplication,
        Outcome::Closed,
        Outcome::Closed,
        "An application for work beside an incapacity that is over is closed undecided.",
    ),
    other(
        Open::RouteBTrajectory,
        Outcome::Closed,
        Outcome::Closed,
        "The trajectory is of who is incapacitated, and ends on the last day.",
    ),
    other(
        Open::AmiTrajectory,
        Outcome::Closed,
        Outcome::Closed,
        "The trajectory is of who is incapacitated, and ends on the last day.",
    ),
    other(
        Open::OtherTrack,
        Outcome::Closed,
        Outcome::Closed,
        "It serves the return of who is incapacitated, and ends on the last day.",
    ),
    other(
        Open::RehabilitationProposal,
        Outcome::Closed,
        Outcome::Closed,
        "Rehabilitation is of who is incapacitated, and what did not start does not start any more.",
    ),
    other(
        Open::RehabilitationProgramme,
        Outcome::Closed,
        Outcome::Closed,
        "It is followed during incapacity only, and how it ended can still be told.",
    ),
    other(
        Open::HelpAsked,
        Outcome::Recorded,
        Outcome::Recorded,
        "A contact that took place in time is true, whenever it is entered.",
    ),
    other(
        Open::QuestionnaireOut,
        Outcome::Recorded,
        Outcome::Recorded,
        "An answer that was given in time is true, whenever it is entered.",
    ),
    other(
        Open::ParkedFact,
        Outcome::Kept,
        Outcome::Kept,
        "What another service told is never dropped, and may tell of days before the end.",
    ),
    other(
        Open::Notice,
        Outcome::Kept,
        Outcome::NotSent,
        "A letter on what was decided is still owed to who lives, and no letter is sent to the dead.",
    ),
    other(
        Open::PartnerReport,
        Outcome::Recorded,
        Outcome::Recorded,
        "What a partner did in time is true, whenever it is told.",
    ),
    other(
        Open::Presumption,
        Outcome::Closed,
        Outcome::Closed,
        "It keeps the recognition of an incapacity, and ends with it, but for a decision that it forbids.",
    ),
    other(
        Open::Referral,
        Outcome::Closed,
        Outcome::Closed,
        "It serves the return of who is incapacitated: what was not sent is not, and the partner is told that it is over.",
    ),
];

/// What becomes of something by the table.
#[must_use]
pub fn outcome(open: Open, ending: Ending) -> Option<Outcome> {
    let row = TABLE.iter().find(|row| row.open == open)?;
    Some(match ending {
        Ending::IncapacityEnded => row.incapacity_ended,
        Ending::Deceased => row.deceased,
    })
}

/// What an ending does to one open deadline. A service makes an event of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Its last day was not after the last day of incapacity, and no miss was recorded yet.
    Missed {
        /// The step.
        step: Step,
        /// The day on which the miss is recorded: the day after its last.
        on: NaiveDate,
    },
    /// It need not be met any more.
    Waived {
        /// The step.
        step: Step,
        /// The day from which it need not: the day after the last day of incapacity.
        on: NaiveDate,
        /// Why: [`Ending::ground`].
        because: Ground,
        /// On which facts that rests: the end of the incapacity.
        rests_on: Facts,
    },
}

/// What becomes of the deadlines of a case whose incapacity had its last day on `last_day`, in the order in which they
/// were planned.
///
/// It supposes that the last day is past: a miss is recorded of every deadline that is waived and whose last day was not after it.
#[must_use]
pub fn close(deadlines: &Deadlines, last_day: NaiveDate, ending: Ending) -> Vec<Closing> {
    let on = last_day.succ_opt().unwrap_or(NaiveDate::MAX);
    let closings = |deadline: &Deadline| {
        let step = deadline.plan.step;
        let missed = deadline.miss_before(on).map(|on| Closing::Missed { step, on });
        let rests_on = FactKind::IncapacityEnd.on(last_day).into();
        missed.into_iter().chain([Closing::Waived { step, on, because: ending.ground(), rests_on }])
    };
    let ends = |deadline: &&Deadline| outcome(Open::Step(deadline.plan.step), ending) == Some(Outcome::Waived);
    deadlines.all_open().filter(ends).flat_map(closings).collect()
}

#[cfg(test)]
mod tests;
