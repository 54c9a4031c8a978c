//! What happened to a case: the only things that are stored.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use trajet_belgium::Language;
use trajet_law::annul::Annulled;
use trajet_law::deadline::{DatedFact, Facts, Plan, Step};
use trajet_law::file_access::FileAccessTold;
use trajet_law::replan::Replanned;
use trajet_law::representation::Representation;
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::{TakenOver, not_judged_by};

use crate::ami::{AmiEvent, AmiHappened};
use crate::assignment::Assignment;
use crate::before_go_live::BeforeGoLive;
use crate::concertation::ConcertationEvent;
use crate::consent::ConsentForm;
use crate::contact::{AgreedAction, Appointment, Attempt, Contact, ContactRefusal, Purpose};
use crate::fact::{Fact, ParkedBecause};
use crate::guidance::GuidanceResult;
use crate::look::Look;
use crate::notice::NoticeText;
use crate::other_track::OtherTrackEvent;
use crate::partner_referral::ReferralEvent;
use crate::people::CoordinatorContact;
use crate::presumption::CasePresumption;
use crate::registry::RegistryEvent;
use crate::trajectory::EndReason;

/// An event of a case. It carries the dates and rules it was decided under, so that applying it needs no law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// What another service told was noted.
    Noted(Fact),
    /// Something that happened before the mutuality went live, as the taking over told it: nothing that was done here.
    BeforeGoLive {
        /// What.
        what: BeforeGoLive,
        /// The day.
        on: NaiveDate,
    },
    /// A deadline was planned.
    DeadlinePlanned {
        /// The deadline.
        plan: Plan,
        /// The day of the act that planned it.
        on: NaiveDate,
    },
    /// What a deadline asks for was done, in time or late.
    DeadlineMet {
        /// What was to be done.
        step: Step,
        /// The day of the act.
        on: NaiveDate,
    },
    /// The last day passed without the act.
    DeadlineMissed {
        /// What was to be done.
        step: Step,
        /// The day after the last.
        on: NaiveDate,
    },
    /// An open deadline was planned again, with other days.
    DeadlineReplanned {
        /// The deadline as it was planned.
        before: Plan,
        /// The deadline as it is planned now.
        after: Plan,
        /// The day from which it counts.
        on: NaiveDate,
        /// Why: T9, or T8 where the law changed.
        because: Ground,
        /// The facts by which it moved.
        rests_on: Facts,
    },
    /// What a deadline asks for need not be done any more.
    DeadlineWaived {
        /// What was to be done.
        step: Step,
        /// The day from which it need not.
        on: NaiveDate,
        /// Why.
        because: Ground,
        /// The facts that took it away.
        rests_on: Facts,
    },
    /// The person asked for a trajectory (D6).
    TrajectoryRequested {
        /// The day on which the coordinator received it.
        received_on: NaiveDate,
        /// Whether the person is invited to fill in a questionnaire.
        questionnaire_needed: bool,
        /// The number of the first contact that took place since, and was entered before the request.
        contact: Option<u32>,
        /// Its number in the case, from 1; none where it was recorded before numbers were: it is then its place among them.
        number: Option<u32>,
    },
    /// The questionnaire that the request waited for came back, or was found impossible to complete (Q8).
    QuestionnaireBack {
        /// The day.
        on: NaiveDate,
    },
    /// An appointment was made, perhaps in the place of another.
    AppointmentMade(Appointment),
    /// An appointment does not take place any more.
    AppointmentCancelled {
        /// Its number.
        number: u32,
        /// The day.
        on: NaiveDate,
        /// Why.
        because: Ground,
    },
    /// An attempt to have a contact was fruitless.
    AttemptMade(Attempt),
    /// The person refused a contact.
    ContactRefused(ContactRefusal),
    /// A contact took place (D9).
    ContactHeld(Contact),
    /// The person decided on consent (D3).
    ConsentsRecorded(ConsentForm),
    /// The physician was asked to authorise the trajectory (D7).
    AuthorisationAsked(AuthorisationAsked),
    /// The trajectory ended.
    TrajectoryEnded {
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: EndReason,
        /// Whether only the one that the person asked for ended, and a referral goes on.
        route_b_only: bool,
    },
    /// Something happened in a formal trajectory of the sickness insurance (D12 to D19).
    Ami(AmiEvent),
    /// A presumption of incapacity began, or turned out to have begun on another day: it takes the place of the one with its
    /// number (D20, D21, M18).
    PresumptionBegan(CasePresumption),
    /// The last day of a presumption is known, or is another one than was known (D20, D21, M18).
    PresumptionEnded(CasePresumption),
    /// A letter went out.
    NoticeIssued(Notice),
    /// A fact was told that cannot act yet.
    FactParked {
        /// The fact.
        fact: Fact,
        /// Why it cannot.
        because: ParkedBecause,
    },
    /// A parked fact can act now; what it does follows.
    FactReleased {
        /// The fact.
        fact: Fact,
    },
    /// The dossier was given to a coordinator (K3).
    CoordinatorAssigned(Assignment),
    /// The coordinator looked at a dossier of which no plan is followed up (D19).
    Looked(Look),
    /// Something is done towards work outside a formal trajectory (D25).
    OtherTrack(OtherTrackEvent),
    /// The result of guidance that is no formal trajectory was registered (D24).
    ResultRegistered(GuidanceResult),
    /// Physician and coordinator concerted on the case (D26).
    Concertation(ConcertationEvent),
    /// The person was referred to a partner or another recipient, or a referral ended (X2, X3).
    Referral(ReferralEvent),
    /// Not of a case: something happened to the registry of coordinators.
    Registry(RegistryEvent),
    /// An act was annulled, or what another service told was taken back. What it strikes does not stand any more.
    ActAnnulled(Annulled),
    /// Who may see the file changed, as medical assessment told it.
    FileAccessTold(FileAccessTold),
}

/// A request for the physician's authorisation, with what the physician is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorisationAsked {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The day.
    pub on: NaiveDate,
    /// The day of the contact before it.
    pub contact_on: NaiveDate,
    /// Whether the agreed actions are told.
    pub actions_told: bool,
    /// The agreed actions; none when they are not told.
    pub actions: BTreeSet<AgreedAction>,
}

/// A letter to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which text.
    pub text: NoticeText,
    /// In which language.
    pub language: Language,
    /// The day of the appointment that it is about.
    pub appointment_on: NaiveDate,
    /// How the person reaches the coordinator (D29).
    pub coordinator: CoordinatorContact,
    /// The day on which it was issued.
    pub on: NaiveDate,
    /// The legal representative to whom it went, as they were then; none: it went to the person (D1).
    pub addressee: Option<Representation>,
}

impl Event {
    /// An event of a trajectory of the sickness insurance.
    #[must_use]
    pub const fn ami(trajectory: u32, happened: AmiHappened) -> Self {
        Self::Ami(AmiEvent { trajectory, happened })
    }

    /// A deadline that moves, why, and by which fact if not by the law alone. One whose time is over before the law, or before go-live, is waived: it is not judged (T8).
    pub(crate) fn replanned(
        moved: Replanned,
        on: NaiveDate,
        (because, by): (Ground, Option<DatedFact>),
        taken_over: Option<&TakenOver>,
    ) -> Self {
        let rests_on = moved.rests_on(by);
        let Replanned { before, after } = moved;
        if let Some((because, rests_on)) = not_judged_by(&after, taken_over) {
            return Self::DeadlineWaived { step: after.step, on, because, rests_on };
        }
        Self::DeadlineReplanned { before, after, on, because, rests_on }
    }

    /// The annulment, if it is one.
    #[must_use]
    pub const fn annulled(&self) -> Option<&Annulled> {
        if let Self::ActAnnulled(annulled) = self { Some(annulled) } else { None }
    }

    /// Whether it is about who may see the file, and not about the case.
    #[must_use]
    pub const fn about_the_file(&self) -> bool {
        matches!(self, Self::FileAccessTold(_))
    }

    /// The legal date of the event.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::ActAnnulled(annulled) => annulled.on,
            Self::FileAccessTold(told) => told.on,
            Self::BeforeGoLive { on, .. }
            | Self::DeadlinePlanned { on, .. }
            | Self::DeadlineMet { on, .. }
            | Self::DeadlineMissed { on, .. }
            | Self::DeadlineWaived { on, .. }
            | Self::DeadlineReplanned { on, .. }
            | Self::QuestionnaireBack { on }
            | Self::AppointmentCancelled { on, .. }
            | Self::TrajectoryEnded { on, .. } => *on,
            Self::TrajectoryRequested { received_on, .. } => *received_on,
            Self::AppointmentMade(appointment) => appointment.invitation.on,
            Self::AttemptMade(attempt) => attempt.on,
            Self::ContactRefused(refusal) => refusal.on,
            Self::ContactHeld(contact) => contact.on,
            Self::ConsentsRecorded(form) => form.signed_on,
            Self::AuthorisationAsked(asked) => asked.on,
            Self::Ami(event) => event.effective_on(),
            Self::PresumptionBegan(one) => one.presumed.first,
            Self::PresumptionEnded(one) => one.presumed.last.unwrap_or(one.presumed.first),
            Self::NoticeIssued(notice) => notice.on,
            Self::CoordinatorAssigned(assignment) => assignment.on,
            Self::Looked(look) => look.on,
            Self::OtherTrack(event) => event.effective_on(),
            Self::ResultRegistered(result) => result.on,
            Self::Concertation(event) => event.effective_on(),
            Self::Referral(event) => event.effective_on(),
            Self::Registry(event) => event.effective_on(),
            Self::Noted(fact) | Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.told.effective_on(),
        }
    }

    /// The rule on which the event rests, or a point of it.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::FileAccessTold(_) => Rule::D2.into(),
            Self::BeforeGoLive { what, .. } => what.rule().into(),
            Self::ActAnnulled(_) => Rule::T9.into(),
            Self::DeadlinePlanned { plan, .. } => plan.rule.into(),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } => match step {
                Step::FirstContactCategory4 => Rule::D4,
                Step::RouteBAppointment | Step::FirstContactRouteB => Rule::D6,
                Step::AuthorisationRequest => Rule::D7,
                Step::NegativeDecisionContact => Rule::D8,
                Step::AmiCommitmentSignature => Rule::D13,
                Step::AmiStartNotice | Step::AmiSuspension | Step::AmiResumption => Rule::D14,
                Step::AmiFirstInterview => Rule::D15,
                Step::AmiPlan => Rule::D16,
                Step::ProgrammeSubmission => Rule::D18,
                Step::AmiFollowUp | Step::AmiResultsNotice | Step::DossierLook => Rule::D19,
                Step::AmiEvaluation | Step::ReturnObservation => Rule::D24,
                Step::QuestionnaireHelp => Rule::Q6,
                Step::ConcertationPhysician | Step::ConcertationCoordinator => Rule::D26,
                Step::ReferralFollowUp => Rule::X4,
                Step::RouteBOffer => Rule::X8,
                _ => Rule::T6,
            }
            .into(),
            Self::DeadlineWaived { because, .. }
            | Self::DeadlineReplanned { because, .. }
            | Self::AppointmentCancelled { because, .. } => *because,
            Self::TrajectoryRequested { .. } => Rule::D6.into(),
            Self::QuestionnaireBack { .. } => Rule::Q8.into(),
            Self::AppointmentMade(Appointment { purpose, .. }) | Self::AttemptMade(Attempt { purpose, .. }) => {
                match purpose {
                    Purpose::FirstContact => Rule::D30,
                    Purpose::NegativeDecision => Rule::D8,
                    Purpose::FollowUp => Rule::D15,
                    Purpose::Other => Rule::D10,
                }
                .into()
            }
            Self::ContactRefused(_) => Ground::point(Rule::D11, 'c'),
            Self::ContactHeld(contact) => match contact.purpose {
                Purpose::FirstContact => Rule::D9,
                Purpose::NegativeDecision => Rule::D8,
                Purpose::FollowUp => Rule::D15,
                Purpose::Other => Rule::D10,
            }
            .into(),
            Self::ConsentsRecorded(_) => Rule::D3.into(),
            Self::AuthorisationAsked(_) => Rule::D7.into(),
            Self::TrajectoryEnded { reason, .. } => reason.ground(),
            Self::Ami(event) => event.ground(),
            Self::PresumptionBegan(one) => one.presumed.kind.rule().into(),
            Self::PresumptionEnded(one) => one.presumed.ends_by.unwrap_or_else(|| one.presumed.kind.rule().into()),
            Self::NoticeIssued(_) => Ground::point(Rule::T6, 'a'),
            Self::CoordinatorAssigned(_) => Rule::K3.into(),
            Self::Looked(_) => Rule::D19.into(),
            Self::OtherTrack(event) => event.ground(),
            Self::ResultRegistered(_) => GuidanceResult::RULE.into(),
            Self::Concertation(event) => event.ground(),
            Self::Referral(event) => event.ground(),
            Self::Registry(event) => event.ground(),
            Self::Noted(fact) | Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.told.ground(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn t6_what_was_met_or_missed_rests_on_the_rule_of_its_step() {
        let on = day(2023, 1, 2);
        let rules = [
            (Rule::D4, &[Step::FirstContactCategory4][..]),
            (Rule::D6, &[Step::RouteBAppointment, Step::FirstContactRouteB]),
            (Rule::D7, &[Step::AuthorisationRequest]),
            (Rule::D8, &[Step::NegativeDecisionContact]),
            (Rule::D13, &[Step::AmiCommitmentSignature]),
            (Rule::D14, &[Step::AmiStartNotice, Step::AmiSuspension, Step::AmiResumption]),
            (Rule::D15, &[Step::AmiFirstInterview]),
            (Rule::D16, &[Step::AmiPlan]),
            (Rule::D18, &[Step::ProgrammeSubmission]),
            (Rule::D19, &[Step::AmiFollowUp, Step::AmiResultsNotice, Step::DossierLook]),
            (Rule::D24, &[Step::AmiEvaluation, Step::ReturnObservation]),
            (Rule::Q6, &[Step::QuestionnaireHelp]),
            (Rule::D26, &[Step::ConcertationPhysician, Step::ConcertationCoordinator]),
            (Rule::X4, &[Step::ReferralFollowUp]),
            (Rule::X8, &[Step::RouteBOffer]),
        ];
        for (rule, step) in rules.iter().flat_map(|(rule, steps)| steps.iter().map(move |step| (*rule, *step))) {
            assert_eq!(Event::DeadlineMet { step, on }.ground(), rule.into(), "{step:?}");
            assert_eq!(Event::DeadlineMissed { step, on }.ground(), rule.into(), "{step:?}");
        }
    }
}
