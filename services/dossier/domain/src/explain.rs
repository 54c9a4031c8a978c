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
            Self::Referral(ReferralEvent::Made(made)) => {
                Subject::PartnerReferral { number: made.number, concerted_on: made.concerted_on }
            }
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
            // It ends the presumption of a plan (D20).
            Self::ResultRegistered(result) => {
                let work = result.outcome.work;
                work.map(|work| FactKind::WorkReturnedTo.on(work.since)).into_iter().collect()
            }
            Self::Ami(event) => ami(event),
            Self::Concertation(ConcertationEvent::MessagePosted { .. }) => one(FactKind::MessagePosted),
            Self::Referral(ReferralEvent::Made(made)) => {
                let concerted = made.concerted_on.map(|on| FactKind::Concerted.on(on));
                one(FactKind::ReferralWaits).into_iter().chain(concerted).collect()
            }
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
        Told::TrackStarted(track @ Track { kind, from, until, .. }) => {
            let asked = track.asked_by_employer().then(|| FactKind::CodexRequested.on(*from));
            let ended = until.map(|until| end_of(*kind).on(until));
            [begun(*kind).on(*from)].into_iter().chain(asked).chain(ended).collect()
        }
        Told::TrackEnded { kind, .. } => one(end_of(*kind)),
        Told::WorkBegan { .. } => one(FactKind::WorkResumed),
        Told::ProgrammeStarted { .. } => one(FactKind::ProgrammeStarted),
        Told::ProgrammeEnded { .. } => one(FactKind::ProgrammeEnd),
        // Nor does a submission take a step away or begin one: it is the step that a plan asks for.
        Told::Represented(_) | Told::ProgrammeSubmitted { .. } | Told::ProgrammeClosed { .. } => Vec::new(),
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

#[cfg(test)]
mod tests {
    use trajet_law::histories::book::Book;

    use super::*;
    use crate::ami::{AmiCommand, AmiEndReason, Evaluation, FreeText, NewCommitment, Observation, Outcome};
    use crate::ami::{ResultReached, StartSituation, WorkContract};
    use crate::annul::AskedAgain;
    use crate::consent::ConsentPurpose;
    use crate::samples::{Case, commit, commitment, day, form, recognised, referred, signature};
    use crate::{Command, State};

    /// The facts that the events of a decision tell, that are of a kind.
    fn told_of(events: &[Event], kinds: &[FactKind]) -> Vec<DatedFact> {
        events.iter().flat_map(Event::tells).filter(|fact| kinds.contains(&fact.kind)).collect()
    }

    #[test]
    fn d24_what_was_found_of_a_return_tells_its_day_and_the_first_day_of_the_work() {
        let kinds = [FactKind::AmiEvaluated, FactKind::ReturnSeen, FactKind::WorkReturnedTo];
        let since = day(2023, 5, 16);
        let work = Work { since, contract: WorkContract::Permanent, as_before: false, percent_of_full_time: 80 };
        let at_work = Outcome { work: Some(work), ..Outcome::default() };
        let findings = || FreeText("words".into());
        let evaluated = |on, outcome| {
            let evaluation = Evaluation { on, result: ResultReached::Wholly, outcome, findings: findings() };
            Command::Ami(AmiCommand::Evaluate(evaluation))
        };
        let (end, on) = (day(2023, 5, 15), day(2023, 6, 1));
        let ended = || {
            let mut case = Case::planned();
            let reason = AmiEndReason::ResultReached;
            case.on(end, &Command::Ami(AmiCommand::End { last_day: end, reason }));
            case
        };
        let events = ended().on(on, &evaluated(on, Outcome::default()));
        assert_eq!(told_of(&events, &kinds), [FactKind::AmiEvaluated.on(on)]);
        let mut case = ended();
        let events = case.on(on, &evaluated(on, at_work));
        let begun = FactKind::WorkReturnedTo.on(since);
        assert_eq!(told_of(&events, &kinds), [FactKind::AmiEvaluated.on(on), begun, FactKind::ReturnSeen.on(on)]);
        let seen_on = day(2023, 8, 17);
        let seen = Observation { on: seen_on, outcome: at_work, stopped: None };
        let events = case.on(seen_on, &Command::Ami(AmiCommand::Observe(seen)));
        assert_eq!(told_of(&events, &kinds), [FactKind::ReturnSeen.on(seen_on), begun]);
    }

    #[test]
    fn d13_a_commitment_tells_each_day_on_which_it_was_signed() {
        let (on, later) = (day(2023, 2, 1), day(2023, 2, 6));
        for (signed_on, days) in [(on, vec![on]), (later, vec![on, later])] {
            let physician = Some(signature(signed_on));
            let events =
                Case::met().on(later, &commit(NewCommitment { physician, ..commitment(StartSituation::B, on) }));
            let signed = days.into_iter().map(|on| FactKind::CommitmentSigned.on(on)).collect::<Vec<_>>();
            assert_eq!(told_of(&events, &[FactKind::CommitmentSigned]), signed);
        }
    }

    #[test]
    fn t6_presumptions_barred_duties_and_annulments_are_decisions_to_be_explained() {
        let planned = Case::planned();
        let began = planned.events.iter().find(|event| matches!(event, Event::PresumptionBegan(_)));
        let subject = began.and_then(Event::decision).map(|decision| decision.subject);
        assert!(matches!(subject, Some(Subject::Presumption { number: 1, .. })));

        let mut case = Case::met();
        let withdrawn = form(&[(ConsentPurpose::OccupationalPhysician, false)], day(2023, 1, 25));
        case.on(day(2023, 1, 25), &Command::RecordConsents(withdrawn));
        let on = day(2023, 2, 1);
        case.on(on, &commit(commitment(StartSituation::B, on)));
        let subjects = case.events.iter().filter_map(Event::decision).map(|decision| decision.subject);
        assert!(subjects.into_iter().any(|subject| matches!(subject, Subject::BarredDuty { .. })));

        let mut book = Book::of(AskedAgain(State::default().law));
        book.on(day(2022, 9, 5), &recognised());
        book.on(day(2022, 12, 12), &referred(day(2022, 12, 12), true));
        let on = day(2023, 1, 20);
        let held = book.on(on, &crate::samples::first_contact(on));
        let events = book.annul(day(2023, 1, 23), held).expect("it is annulled");
        assert!(matches!(events[0].decision().map(|decision| decision.subject), Some(Subject::Annulment(_))));
    }
}
