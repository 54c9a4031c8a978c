//! What each event decided, and which dated facts it told: a decision is explained by those that it rests on.

use trajet_law::deadline::{DatedFact, FactKind};
use trajet_law::explain::{Decision, Subject};
use trajet_law::referral::Progress;

use crate::ami::{AmiEvent, AmiHappened, Work};
use crate::concertation::ConcertationEvent;
use crate::event::Event;
use crate::fact::{CodexKind, QuestionnaireTold, Told, Track, TrackKind};
use crate::partner_referral::ReferralEvent;

impl Event {
    /// What was decided, where that is to be explained.
    #[must_use]
    pub fn decision(&self) -> Option<Decision<'_>> {
        let subject = match self {
            Self::DeadlinePlanned { plan, .. } => Subject::Deadline(plan),
            Self::DeadlineReplanned { before, after, rests_on, .. } => Subject::Replanned { before, after, rests_on },
            Self::DeadlineWaived { step, rests_on, .. } => Subject::Waiver { step: *step, rests_on },
            Self::PresumptionBegan(one) | Self::PresumptionEnded(one) => {
                Subject::Presumption { number: one.number, presumed: &one.presumed }
            }
            Self::Ami(AmiEvent { happened: AmiHappened::DutyBarred { number, kind, .. }, .. }) => {
                Subject::BarredDuty { step: kind.step(), number: *number }
            }
            Self::ActAnnulled(annulled) => Subject::Annulment(annulled),
            _ => return None,
        };
        Some(Decision { subject, on: self.effective_on(), ground: self.ground() })
    }

    /// The dated facts that it tells.
    #[must_use]
    pub fn tells(&self) -> Vec<DatedFact> {
        let one = |kind: FactKind| vec![kind.on(self.effective_on())];
        match self {
            Self::Noted(fact) => told(&fact.told),
            Self::BeforeGoLive { what, on } => vec![what.tells(*on)],
            Self::TrajectoryRequested { .. } => one(FactKind::TrajectoryRequested),
            Self::QuestionnaireBack { .. } => one(FactKind::QuestionnaireBack),
            Self::AppointmentMade(appointment) => vec![FactKind::AppointmentFallen.on(appointment.on)],
            Self::AppointmentCancelled { .. } | Self::AttemptMade(_) => one(FactKind::AppointmentFallen),
            Self::ContactHeld(_) => one(FactKind::Contact),
            Self::ConsentsRecorded(_) => one(FactKind::Consent),
            Self::AuthorisationAsked(asked) => {
                vec![FactKind::AuthorisationAsked.on(asked.on), FactKind::Contact.on(asked.contact_on)]
            }
            Self::TrajectoryEnded { .. } => one(FactKind::TrajectoryEnd),
            Self::Looked(_) => one(FactKind::Looked),
            Self::Ami(event) => ami(event),
            Self::Concertation(ConcertationEvent::MessagePosted { .. }) => one(FactKind::MessagePosted),
            Self::Referral(ReferralEvent::Made(_)) => one(FactKind::ReferralWaits),
            Self::Referral(ReferralEvent::Ended { .. }) => one(FactKind::ReferralEnd),
            Self::ActAnnulled(_) => one(FactKind::ActAnnulled),
            // What does not act yet decides nothing, and what is released is noted by the event that follows.
            Self::FileAccessTold(_)
            | Self::FactParked { .. }
            | Self::FactReleased { .. }
            | Self::DeadlinePlanned { .. }
            | Self::DeadlineReplanned { .. }
            | Self::DeadlineMet { .. }
            | Self::DeadlineMissed { .. }
            | Self::DeadlineWaived { .. }
            | Self::ContactRefused(_)
            | Self::OtherTrack(_)
            | Self::PresumptionBegan(_)
            | Self::PresumptionEnded(_)
            | Self::NoticeIssued(_)
            | Self::CoordinatorAssigned(_)
            | Self::Concertation(_)
            | Self::Registry(_) => Vec::new(),
        }
    }
}

fn told(told: &Told) -> Vec<DatedFact> {
    let one = |kind: FactKind| vec![kind.on(told.effective_on())];
    match told {
        Told::Recognised(recognition) => {
            let live = recognition.taken_over.map(|known| FactKind::GoLive.on(known.on));
            [FactKind::FirstDay.on(recognition.incapacity_start)].into_iter().chain(live).collect()
        }
        Told::StartCorrected { to, on, .. } => {
            vec![FactKind::FirstDay.on(*to), FactKind::FirstDayCorrected.on(*on)]
        }
        Told::TrackStarted(Track { kind, from, until }) => {
            [begun(*kind).on(*from)].into_iter().chain(until.map(|until| end_of(*kind).on(until))).collect()
        }
        Told::TrackEnded { kind, .. } => one(end_of(*kind)),
        Told::WorkBegan { .. } => one(FactKind::WorkResumed),
        Told::ProgrammeStarted { .. } => one(FactKind::ProgrammeStarted),
        Told::ProgrammeEnded { .. } => one(FactKind::ProgrammeEnd),
        Told::Represented(_) => Vec::new(),
        Told::Referred { .. } => one(FactKind::Referral),
        Told::AuthorisationDecided { .. } => one(FactKind::TrajectoryDecided),
        Told::IncapacityEnded(end) => {
            let ends = [Some(end.last_day), end.died_on].into_iter().flatten().map(|on| FactKind::IncapacityEnd.on(on));
            ends.chain(end.relapsed_on.map(|on| FactKind::FirstDay.on(on))).collect()
        }
        Told::Questionnaire(told) => match told {
            QuestionnaireTold::Sent { .. } => one(FactKind::QuestionnaireSent),
            QuestionnaireTold::NotReturned { .. } => one(FactKind::HelpAsked),
            QuestionnaireTold::HelpGiven { .. } => Vec::new(),
            QuestionnaireTold::Completed { .. } => one(FactKind::QuestionnaireBack),
            QuestionnaireTold::Impossible { .. } => one(FactKind::CompletionImpossible),
        },
        Told::Referral { said, .. } => match said.progress {
            Progress::Sent => one(FactKind::ReferralSent),
            Progress::Committed { by, .. } | Progress::Renegotiated { by, .. } => {
                vec![FactKind::CommitmentDue.on(by), FactKind::PartnerWord.on(said.on)]
            }
            Progress::Returned | Progress::Declined(_) | Progress::InformationAsked(_) => one(FactKind::ReferralWaits),
            Progress::Acknowledged | Progress::Accepted | Progress::Kept { .. } | Progress::NotKept { .. } => {
                one(FactKind::PartnerWord)
            }
            Progress::Completed | Progress::Ended(_) => Vec::new(),
        },
        Told::Presented(_) => one(FactKind::Presentation),
        Told::Codex(note) => match note.kind {
            CodexKind::Requested => one(FactKind::CodexRequested),
            CodexKind::PreReturnVisit => Vec::new(),
            CodexKind::PlanSigned => one(FactKind::CodexPlanSigned),
            CodexKind::WorkResumed => one(FactKind::CodexWorkResumed),
            CodexKind::Ended => one(FactKind::CodexEnd),
        },
    }
}

const fn begun(kind: TrackKind) -> FactKind {
    match kind {
        TrackKind::AuthorisedWork => FactKind::WorkBegun,
        TrackKind::CodexRequested => FactKind::CodexBegun,
        TrackKind::RouteBAuthorised => FactKind::RouteBBegun,
    }
}

const fn end_of(kind: TrackKind) -> FactKind {
    match kind {
        TrackKind::AuthorisedWork => FactKind::WorkEnd,
        TrackKind::CodexRequested | TrackKind::RouteBAuthorised => FactKind::TrackEnd,
    }
}

fn ami(event: &AmiEvent) -> Vec<DatedFact> {
    let kind = match &event.happened {
        AmiHappened::Committed(commitment) => {
            let by_the_physician = commitment.complete_on().filter(|on| *on != commitment.signed_on());
            let signed = [commitment.signed_on()].into_iter().chain(by_the_physician);
            return signed.map(|on| FactKind::CommitmentSigned.on(on)).collect();
        }
        AmiHappened::Signed(_) => FactKind::CommitmentSigned,
        AmiHappened::DutyArose { .. } => FactKind::InformDuty,
        AmiHappened::Informed { .. } => FactKind::Informed,
        AmiHappened::PlanEstablished { .. } => FactKind::PlanEstablished,
        AmiHappened::PlanAdapted { .. } => FactKind::PlanAdapted,
        AmiHappened::FollowedUp(_) => FactKind::PlanFollowedUp,
        AmiHappened::Suspended { .. } => FactKind::AmiSuspended,
        AmiHappened::Resumed { .. } => FactKind::AmiResumed,
        AmiHappened::Ended { .. } => FactKind::AmiEnd,
        AmiHappened::Evaluated(evaluation) => {
            return found(FactKind::AmiEvaluated.on(evaluation.on), evaluation.outcome.work);
        }
        AmiHappened::Observed(observation) => {
            return found(FactKind::ReturnSeen.on(observation.on), observation.outcome.work);
        }
        AmiHappened::Started { .. } | AmiHappened::DutyBarred { .. } => return Vec::new(),
    };
    vec![kind.on(event.effective_on())]
}

/// What was found of a return: the day, as which a look at it counts too, and the first day of the work.
fn found(on: DatedFact, work: Option<Work>) -> Vec<DatedFact> {
    let begun = work.map(|work| FactKind::WorkReturnedTo.on(work.since));
    let seen = begun.map(|_| FactKind::ReturnSeen.on(on.on)).filter(|seen| *seen != on);
    [on].into_iter().chain(begun).chain(seen).collect()
}
