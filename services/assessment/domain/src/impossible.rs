//! Dates of a request that cannot be right: against each other, against the case, or against today.
//!
//! No law sets these bounds. They keep a slip of the pen out of the record, and are told as what they are: fields of the
//! request that are wrong, all of them at once.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::months::{EARLIEST, LATEST};

use crate::declaration::Declaration;
use crate::rejection::Rejection;

/// A date that a request states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateField {
    /// The first day of incapacity.
    IncapacityStart,
    /// The day on which the certificate was issued.
    IssuedOn,
    /// The expected last day of incapacity.
    ExpectedEnd,
    /// The day on which all activity had ceased.
    ActivityCeasedOn,
    /// The day of a decision.
    DecidedOn,
    /// The first day of a track.
    StartsOn,
    /// The last day of a track, or that a representation is given.
    EndsOn,
    /// The day of a concertation.
    HeldOn,
    /// The day of an invitation.
    InvitedOn,
    /// The day of an examination.
    ExaminationOn,
    /// The day of a first estimate.
    EstimatedOn,
    /// The day of an evaluation.
    EvaluatedOn,
    /// The day on which the person asked for a trajectory.
    AskedOn,
    /// The last day of incapacity.
    LastDay,
    /// The day of an application for work.
    AppliedOn,
    /// The first day on which work is planned to begin.
    PlannedFrom,
    /// The real first day of the resumption.
    ResumedOn,
    /// The first day on which work is authorised.
    AuthorisedFrom,
    /// The last day on which work is authorised.
    AuthorisedUntil,
    /// The day on which an application was withdrawn.
    WithdrawnOn,
    /// The first day that a certificate covers.
    CoversFrom,
    /// The first day of incapacity that the physician states.
    Start,
    /// The day of a proposal for rehabilitation.
    ProposedOn,
    /// The day on which the person agreed to it.
    AgreedOn,
    /// The day on which the physician assessed whether the person can follow it.
    AssessedOn,
    /// The day of an orientation assessment.
    OrientationAssessedOn,
    /// The day on which a proposal was submitted.
    SubmittedOn,
    /// The day of what is told of a programme.
    FactOn,
    /// The day of a contact of the team.
    ContactHeldOn,
    /// The first day of a representation.
    RepresentedFrom,
    /// The last day of a representation that is recorded.
    RepresentedUntil,
    /// The day of go-live.
    TakenOverOn,
    /// The day of a recognition of before go-live.
    RecognisedOn,
    /// The first day of authorised work that goes on.
    WorkSince,
    /// The day on which a CODEX trajectory was asked for that goes on.
    CodexSince,
    /// The day on which a trajectory of route B was authorised that goes on.
    RouteBSince,
    /// The day on which the questionnaire was sent.
    QuestionnaireSentOn,
    /// The day on which it came back.
    QuestionnaireReturnedOn,
    /// The day of a first estimate of before go-live.
    PastEstimateOn,
    /// The day of the last evaluation of before go-live.
    PastEvaluationOn,
    /// The day of a referral of before go-live.
    ReferredOn,
    /// The day on which the person asked for a trajectory that goes on.
    TrajectoryRequestedOn,
    /// The day of a first contact of before go-live.
    FirstContactOn,
}

impl DateField {
    /// The path of the field in the request, as the contracts name it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::IncapacityStart => "certificate.incapacity_start",
            Self::IssuedOn => "certificate.issued_on",
            Self::ExpectedEnd => "certificate.expected_end",
            Self::ActivityCeasedOn => "activity_ceased_on",
            Self::DecidedOn => "decided_on",
            Self::StartsOn => "starts_on",
            Self::EndsOn => "ends_on",
            Self::HeldOn => "concertation.held_on",
            Self::InvitedOn => "invitation.invited_on",
            Self::ExaminationOn => "examination_on",
            Self::EstimatedOn => "estimated_on",
            Self::EvaluatedOn => "evaluated_on",
            Self::AskedOn => "asked_on",
            Self::LastDay => "last_day",
            Self::AppliedOn => "applied_on",
            Self::PlannedFrom => "planned_from",
            Self::ResumedOn => "resumed_on",
            Self::AuthorisedFrom => "authorisation.starts_on",
            Self::AuthorisedUntil => "authorisation.ends_on",
            Self::WithdrawnOn => "withdrawn_on",
            Self::CoversFrom => "certificate.covers_from",
            Self::Start => "incapacity_start",
            Self::ProposedOn => "proposal.proposed_on",
            Self::AgreedOn => "proposal.agreed_on",
            Self::AssessedOn => "proposal.assessed_on",
            Self::OrientationAssessedOn => "proposal.orientation_assessed_on",
            Self::SubmittedOn => "submitted_on",
            Self::FactOn => "fact",
            Self::ContactHeldOn => "held_on",
            Self::RepresentedFrom => "representation.starts_on",
            Self::RepresentedUntil => "representation.ends_on",
            Self::TakenOverOn => "taken_over_on",
            Self::RecognisedOn => "recognised_on",
            Self::WorkSince => "authorised_work_since",
            Self::CodexSince => "codex_requested_on",
            Self::RouteBSince => "route_b_authorised_on",
            Self::QuestionnaireSentOn => "questionnaire_sent_on",
            Self::QuestionnaireReturnedOn => "questionnaire_returned_on",
            Self::PastEstimateOn => "first_estimate.made_on",
            Self::PastEvaluationOn => "last_evaluation.made_on",
            Self::ReferredOn => "referred_on",
            Self::TrajectoryRequestedOn => "trajectory_requested_on",
            Self::FirstContactOn => "first_contact_on",
        }
    }
}

/// A date that cannot be right, and the days that could be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImpossibleDate {
    /// Where it stands.
    pub field: DateField,
    /// The first possible day.
    pub earliest: NaiveDate,
    /// The last possible day.
    pub latest: NaiveDate,
}

impl ImpossibleDate {
    /// A date outside the possible days.
    pub(crate) fn outside(field: DateField, on: NaiveDate, earliest: NaiveDate, latest: NaiveDate) -> Option<Self> {
        (!(earliest..=latest).contains(&on)).then_some(Self { field, earliest, latest })
    }
}

impl fmt::Display for ImpossibleDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must lie from {} to {}", self.earliest, self.latest)
    }
}

/// Refuses what has an impossible date, with all of them.
pub(crate) fn possible(found: impl IntoIterator<Item = ImpossibleDate>) -> Result<(), Rejection> {
    let found: Vec<_> = found.into_iter().collect();
    if found.is_empty() { Ok(()) } else { Err(Rejection::ImpossibleDates(found)) }
}

/// The dates of a declaration, as far as they are known: one that cannot be read does not hide what is wrong with the
/// others.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeclaredDates {
    /// The first day of incapacity.
    pub incapacity_start: Option<NaiveDate>,
    /// The day on which the certificate was issued.
    pub issued_on: Option<NaiveDate>,
    /// The expected last day of incapacity.
    pub expected_end: Option<NaiveDate>,
    /// The day on which all activity had ceased.
    pub activity_ceased_on: Option<NaiveDate>,
}

impl DeclaredDates {
    /// The dates that cannot be right on a day.
    #[must_use]
    pub fn impossible(&self, today: NaiveDate) -> Vec<ImpossibleDate> {
        let first = self.incapacity_start.unwrap_or(EARLIEST);
        [
            (DateField::IncapacityStart, self.incapacity_start, EARLIEST, today.min(LATEST)),
            (DateField::IssuedOn, self.issued_on, EARLIEST, today),
            (DateField::ExpectedEnd, self.expected_end, first, LATEST),
            (DateField::ActivityCeasedOn, self.activity_ceased_on, EARLIEST, today),
        ]
        .into_iter()
        .filter_map(|(field, on, earliest, latest)| ImpossibleDate::outside(field, on?, earliest, latest))
        .collect()
    }
}

impl From<&Declaration> for DeclaredDates {
    fn from(declaration: &Declaration) -> Self {
        let certificate = &declaration.certificate;
        Self {
            incapacity_start: Some(certificate.incapacity_start),
            issued_on: Some(certificate.issued_on),
            expected_end: Some(certificate.expected_end),
            activity_ceased_on: declaration.activity_ceased_on,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn a_date_that_is_not_known_hides_nothing_about_the_others() {
        let tomorrow = Some(day(2022, 9, 4));
        let dates = DeclaredDates { issued_on: tomorrow, activity_ceased_on: tomorrow, ..DeclaredDates::default() };
        let fields: Vec<_> = dates.impossible(day(2022, 9, 3)).iter().map(|date| date.field.path()).collect();
        assert_eq!(fields, ["certificate.issued_on", "activity_ceased_on"]);
        assert_eq!(DeclaredDates::default().impossible(day(2022, 9, 3)), []);
    }
}
