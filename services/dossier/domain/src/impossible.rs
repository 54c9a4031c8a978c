//! Dates of a request that cannot be right: against each other, against the case, or against today.
//!
//! No law sets these bounds. They keep a slip of the pen out of the record, and are told as what they are: fields of the
//! request that are wrong, all of them at once.

use std::fmt;

use chrono::NaiveDate;

use crate::rejection::Rejection;

/// A date that a request states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateField {
    /// The day on which the person's request was received.
    ReceivedOn,
    /// The day of an appointment.
    AppointmentOn,
    /// The day of an invitation.
    InvitedOn,
    /// The day on which the person was told of another day.
    NoticeOn,
    /// The day of an attempt.
    TriedOn,
    /// The day of a refusal.
    RefusedOn,
    /// The day of a contact.
    HeldOn,
    /// The day of a signature.
    SignedOn,
    /// The day on which the physician was asked.
    AskedOn,
    /// The day on which the trajectory ended.
    EndedOn,
    /// The day from which a dossier is given to a coordinator.
    AssignedOn,
    /// The day on which the person agreed to somebody's being brought in.
    AgreedOn,
    /// The day on which the person agreed to a referral.
    ReferralAgreedOn,
    /// The day of the concertation with the physician on it.
    ConcertedOn,
    /// The day on which a coordinator took up the function.
    TookUpOn,
    /// The day on which a coordinator passed the examination.
    CertifiedOn,
    /// The last day of a coordinator's function.
    FunctionEndedOn,
    /// The day of a moment of intervision.
    MomentHeldOn,
    /// The day on which a moment of intervision was announced.
    AnnouncedOn,
    /// The day of the coordinator's signature.
    CoordinatorSignedOn,
    /// The day of the insured person's signature.
    PersonSignedOn,
    /// The day of the physician's signature.
    PhysicianSignedOn,
    /// The day of the concertation on a plan.
    PlanConcertedOn,
    /// The day of the next follow-up of a plan.
    NextFollowUpOn,
    /// The day on which somebody was informed.
    InformedOn,
    /// The last day of a trajectory of the sickness insurance.
    LastDay,
    /// The day from which an adapted plan holds.
    AdaptedOn,
    /// The day of a follow-up that is no interview.
    FollowedUpOn,
    /// The day from which a trajectory is suspended.
    SuspendedOn,
    /// The day on which it is resumed.
    ResumedOn,
    /// The day of a look at the dossier.
    LookedOn,
    /// The first day of a track outside a formal trajectory.
    TrackSince,
    /// Its last day.
    TrackLastDay,
    /// The day of the evaluation of a trajectory.
    EvaluatedOn,
    /// The first day of the work that it led to.
    EvaluatedWorkSince,
    /// The day of the result of a form of guidance.
    ResultFoundOn,
    /// The first day of the work to which it led.
    ResultWorkSince,
    /// The day of a later observation.
    ObservedOn,
    /// The first day of the work that was found then.
    ObservedWorkSince,
    /// The last day of the work that was known of before.
    WorkStoppedOn,
}

impl DateField {
    /// The path of the field in the request, as the contracts name it.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::ReceivedOn => "received_on",
            Self::AppointmentOn => "appointment_on",
            Self::InvitedOn => "invitation.invited_on",
            Self::NoticeOn => "notice.invited_on",
            Self::TriedOn => "tried_on",
            Self::RefusedOn => "refused_on",
            Self::HeldOn => "held_on",
            Self::SignedOn => "consent.signed_on",
            Self::AskedOn => "asked_on",
            Self::EndedOn => "ended_on",
            Self::AssignedOn => "assigned_on",
            Self::AgreedOn => "agreed_on",
            Self::ReferralAgreedOn => "referral.agreed_on",
            Self::ConcertedOn => "concerted_on",
            Self::TookUpOn => "registration.took_up_on",
            Self::CertifiedOn => "registration.certified_on",
            Self::FunctionEndedOn => "registration.ended_on",
            Self::MomentHeldOn => "moment.held_on",
            Self::AnnouncedOn => "moment.announced_on",
            Self::CoordinatorSignedOn => "coordinator.signed_on",
            Self::PersonSignedOn => "person.signed_on",
            Self::PhysicianSignedOn => "physician.signed_on",
            Self::PlanConcertedOn => "plan.concertation.held_on",
            Self::NextFollowUpOn => "plan.next_follow_up.appointment_on",
            Self::InformedOn => "informed_on",
            Self::LastDay | Self::TrackLastDay => "last_day",
            Self::AdaptedOn => "adapted_on",
            Self::FollowedUpOn => "followed_up_on",
            Self::SuspendedOn => "suspended_on",
            Self::ResumedOn => "resumed_on",
            Self::LookedOn => "looked_on",
            Self::TrackSince => "since",
            Self::EvaluatedOn => "evaluation.evaluated_on",
            Self::EvaluatedWorkSince => "evaluation.outcome.work.since",
            Self::ResultFoundOn => "result.found_on",
            Self::ResultWorkSince => "result.outcome.work.since",
            Self::ObservedOn => "observation.observed_on",
            Self::ObservedWorkSince => "observation.outcome.work.since",
            Self::WorkStoppedOn => "observation.stopped.last_day",
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn t6_an_impossible_date_says_which_field_and_which_days_are_possible() {
        let (earliest, latest) = (day(2023, 1, 20), day(2023, 1, 31));
        let outside = |on| ImpossibleDate::outside(DateField::InvitedOn, on, earliest, latest);
        assert_eq!([earliest, latest].map(|on| outside(on).is_some()), [false, false]);
        let found = [day(2023, 1, 19), day(2023, 2, 1)].map(|on| outside(on).expect("it lies outside"));
        for found in found {
            assert_eq!(found.field.path(), "invitation.invited_on");
            assert_eq!(found.to_string(), "must lie from 2023-01-20 to 2023-01-31");
        }
    }
}
