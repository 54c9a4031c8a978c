//! What each event decided, and which dated facts it told: a decision is explained by those that it rests on.

use trajet_law::deadline::{DatedFact, FactKind, Plan, Step};
use trajet_law::explain::{Decision, Refused, Subject};
use trajet_law::rehabilitation::CscmiDecision;
use trajet_law::rule::Rule;

use crate::event::Event;
use crate::fact::{Fact, Told};
use crate::track::Track;

impl Event {
    /// What was decided, where that is to be explained.
    #[must_use]
    pub fn decision(&self) -> Option<Decision<'_>> {
        let subject = match self {
            Self::DeadlinePlanned { plan, .. } | Self::DeadlineReopened { plan, .. } => Subject::Deadline(plan),
            Self::DeadlineReplanned { before, after, rests_on, .. } => Subject::Replanned { before, after, rests_on },
            Self::DeadlineWaived { step, rests_on, .. } => Subject::Waiver { step: *step, rests_on },
            Self::PersonReferred(_) => Subject::Referral,
            Self::ActAnnulled(annulled) => Subject::Annulment(annulled),
            _ => Subject::Refusal(self.refused()?),
        };
        Some(Decision { subject, on: self.effective_on(), ground: self.ground() })
    }

    /// What was refused by it, where something was.
    fn refused(&self) -> Option<Refused> {
        match self {
            Self::RecognitionRefused(_) => Some(Refused::Recognition),
            Self::TrajectoryRefused(_) => Some(Refused::Trajectory),
            Self::TrajectoryNotAuthorised { .. } => Some(Refused::TrajectoryAuthorisation),
            Self::WorkNotAuthorised { .. } => Some(Refused::AuthorisedWork),
            Self::RehabilitationAnswered { answer, .. } if answer.decision == CscmiDecision::Refused => {
                Some(Refused::RehabilitationProgramme)
            }
            // What was decided before go-live was not decided here; what was done, told or agreed to refused nothing.
            _ => None,
        }
    }

    /// The dated facts that it tells.
    #[must_use]
    pub fn tells(&self) -> Vec<DatedFact> {
        let one = |kind: FactKind| vec![kind.on(self.effective_on())];
        match self {
            Self::IncapacityDeclared { declaration, .. } => {
                vec![FactKind::FirstDay.on(declaration.certificate.incapacity_start)]
            }
            Self::IncapacityRecognised(recognition) => {
                let live = recognition.taken_over.map(|known| FactKind::GoLive.on(known.on));
                [FactKind::FirstDay.on(recognition.incapacity_start)].into_iter().chain(live).collect()
            }
            Self::BeforeGoLive(fact) => fact.tells(),
            Self::StartCorrected(corrected) => {
                vec![FactKind::FirstDay.on(corrected.to), FactKind::FirstDayCorrected.on(corrected.on)]
            }
            Self::IncapacityEnded(end) => {
                let ends = [Some(end.last_day), end.died_on].into_iter().flatten();
                let ends = ends.map(|on| FactKind::IncapacityEnd.on(on));
                ends.chain(end.relapsed_on.map(|on| FactKind::FirstDay.on(on))).collect()
            }
            Self::ActAnnulled(_) => one(FactKind::ActAnnulled),
            Self::TrackStarted(track) => of_track(track, true),
            Self::TrackEnded(track) => of_track(track, false),
            Self::DeadlinePlanned { plan, .. } | Self::DeadlineReopened { plan, .. } => of_estimate(plan),
            Self::DeadlineReplanned { after, .. } => of_estimate(after),
            // To dispense with an examination is to waive it.
            Self::DeadlineWaived { because, .. } if because.rule == Rule::M5 => one(FactKind::ExaminationDispensed),
            Self::QuestionnaireNoted(fact) | Self::FactNoted(fact) => noted(fact),
            Self::FirstEstimateMade(_) | Self::EvaluationMade(_) => one(FactKind::Estimate),
            Self::PersonReferred(_) => one(FactKind::Referral),
            Self::TrajectoryRefused(_) | Self::TrajectoryAuthorised { .. } | Self::TrajectoryNotAuthorised { .. } => {
                one(FactKind::TrajectoryDecided)
            }
            Self::WorkAppliedFor { .. } => one(FactKind::WorkAppliedFor),
            Self::WorkResumed { .. } => one(FactKind::WorkResumed),
            Self::WorkApplicationWithdrawn { .. } => one(FactKind::WorkWithdrawn),
            Self::RehabilitationSubmitted { .. } => one(FactKind::ProgrammeSubmitted),
            Self::ProgrammeStarted { .. } => one(FactKind::ProgrammeStarted),
            Self::ProgrammeEnded { end, .. } => {
                let phase = end.phase.as_ref().map(|phase| FactKind::ReintegrationPhaseEnd.on(phase.value.last));
                [FactKind::ProgrammeEnd.on(end.last_day)].into_iter().chain(phase).collect()
            }
            // What does not act yet decides nothing, and what is released is told by the event that follows.
            Self::FileChanged(_)
            | Self::FactParked { .. }
            | Self::FactReleased { .. }
            | Self::CertificateAdded(_)
            | Self::PersonRepresented(_)
            | Self::RecognitionRefused(_)
            | Self::DeadlineMet { .. }
            | Self::DeadlineMissed { .. }
            | Self::DeadlineWaived { .. }
            | Self::ExaminationInvited { .. }
            | Self::RehabilitationProposed { .. }
            | Self::RehabilitationClosed { .. }
            | Self::RehabilitationAnswered { .. }
            | Self::RehabilitationIntakeHeld { .. }
            | Self::ProgrammeHoursFollowed { .. }
            | Self::ReintegrationEvaluated { .. }
            | Self::TeamContactRecorded(_)
            | Self::WorkAuthorised { .. }
            | Self::WorkAmended { .. }
            | Self::WorkNotAuthorised { .. } => Vec::new(),
        }
    }
}

/// The first estimate tells its days: the examination for it is aimed at them.
fn of_estimate(plan: &Plan) -> Vec<DatedFact> {
    let opens = plan.opens.map(|opens| FactKind::EstimateOpens.on(opens));
    let end = plan.end().map(|end| FactKind::EstimateEnd.on(end));
    opens.into_iter().chain(end).filter(|_| plan.step == Step::FirstEstimate).collect()
}

fn of_track(track: &Track, begins: bool) -> Vec<DatedFact> {
    let begun = begins.then_some(track.kind.begun().on(track.from));
    let end = track.until.map(|until| FactKind::TrackEnd.on(until));
    begun.into_iter().chain(end).collect()
}

fn noted(fact: &Fact) -> Vec<DatedFact> {
    let kind = match fact.told {
        Told::Sent { .. } => FactKind::QuestionnaireSent,
        Told::NotReturned { .. } => FactKind::HelpAsked,
        Told::Completed { .. } => FactKind::QuestionnaireBack,
        Told::Impossible { .. } => FactKind::CompletionImpossible,
        Told::TrajectoryRequested { .. } => FactKind::TrajectoryRequested,
        Told::AuthorisationAsked { .. } => FactKind::AuthorisationAsked,
        Told::ConsentsDecided { .. } => FactKind::Consent,
        Told::TrajectoryEnded { .. } => FactKind::TrajectoryEnd,
        Told::CodexRequested { .. } => FactKind::CodexRequested,
        Told::CodexEnded { .. } => FactKind::CodexEnd,
        // What it brings about is told by the event that follows.
        Told::Waived { .. }
        | Told::Incomplete { .. }
        | Told::Presumed(_)
        | Told::Rehabilitation { .. }
        | Told::Relapsed { .. }
        | Told::Died { .. } => return Vec::new(),
    };
    vec![kind.on(fact.effective_on())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annul::AskedAgain;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::examination::DispensationFindings;
    use crate::samples::{
        Case, answer, apply_for_work, contact, correct, day, declare, estimate, estimate_of, propose, recognise,
        refuse, refuse_work, submit, told_asked, told_impossible, track,
    };
    use crate::state::State;
    use crate::track::TrackKind;
    use trajet_law::explain::RestsOn;
    use trajet_law::histories::book::Book;
    use trajet_law::rehabilitation::RehabilitationFact;

    #[test]
    fn t8_each_kind_of_decision_is_one_to_be_explained() {
        let subject = |events: &[Event], is: fn(&Subject<'_>) -> bool| {
            events.iter().filter_map(Event::decision).any(|decision| is(&decision.subject))
        };
        let mut case = Case::recognised();
        let moved = case.on(day(2022, 10, 3), &correct(day(2022, 9, 5), day(2022, 10, 3)));
        assert!(subject(&moved, |it| matches!(it, Subject::Replanned { .. })));
        let referred = Case::recognised().on(day(2022, 12, 5), &estimate(Category::Four));
        assert!(subject(&referred, |it| matches!(it, Subject::Referral)));
        let mut book = Book::of(AskedAgain(State::default().law));
        book.on(day(2022, 9, 5), &declare());
        book.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        let made = book.on(day(2022, 12, 5), &estimate_of(day(2022, 12, 5), Category::Two, true));
        let annulled = book.annul(day(2022, 12, 6), made).expect("it is annulled");
        assert!(subject(&annulled, |it| matches!(it, Subject::Annulment(_))));
    }

    #[test]
    fn t8_m1_m16_a_refusal_rests_on_what_was_declared_or_submitted_and_an_approval_is_none() {
        let refused = |events: &[Event]| {
            let decision = events.iter().find_map(Event::decision)?;
            let Subject::Refusal(refused) = decision.subject else { return None };
            Some((refused, decision.rests_on()))
        };
        let last = |kind: &'static [FactKind], on| vec![RestsOn::Last(kind, on)];
        let on = day(2022, 9, 5);
        let recognition = Case::declared().on(on, &refuse(on));
        assert_eq!(refused(&recognition), Some((Refused::Recognition, last(&[FactKind::FirstDay], on))));
        let answered = |decision| {
            let mut case = Case::recognised();
            case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
            case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
            let on = day(2022, 11, 2);
            case.on(on, &Command::RecordRehabilitation(RehabilitationFact::Answered { on, decision }))
        };
        let programme = (Refused::RehabilitationProgramme, last(&[FactKind::ProgrammeSubmitted], day(2022, 11, 2)));
        assert_eq!(refused(&answered(CscmiDecision::Refused)), Some(programme));
        assert_eq!(refused(&answered(CscmiDecision::Approved)), None);
    }

    #[test]
    fn t8_m12_m13_m14_each_letter_that_refuses_is_a_refusal_to_be_explained() {
        let refused = |events: &[Event]| {
            let subjects = events.iter().filter_map(Event::decision).map(|decision| decision.subject);
            subjects.filter_map(|it| if let Subject::Refusal(refused) = it { Some(refused) } else { None }).next_back()
        };
        let mut case = Case::recognised();
        case.on(day(2022, 10, 3), &apply_for_work(day(2022, 10, 3), day(2022, 10, 10)));
        let work = case.on(day(2022, 10, 18), &refuse_work(day(2022, 10, 18)));
        assert_eq!(refused(&work), Some(Refused::AuthorisedWork));
        let on = day(2022, 12, 5);
        case.on(on, &estimate_of(on, Category::Two, true));
        let trajectory = case.on(on, &Command::RefuseTrajectory { asked_on: on, coordinator: contact() });
        assert_eq!(refused(&trajectory), Some(Refused::Trajectory));
        case.on(day(2022, 12, 8), &told_asked(1, day(2022, 12, 8)));
        let answered = case.on(day(2022, 12, 12), &answer(day(2022, 12, 12), false));
        assert_eq!(refused(&answered), Some(Refused::TrajectoryAuthorisation));
    }

    #[test]
    fn m3_the_planned_estimate_tells_its_days_and_no_other_step_does() {
        let told = |events: &[Event]| -> Vec<FactKind> {
            let planned = events.iter().filter(|event| matches!(event, Event::DeadlinePlanned { .. }));
            planned.flat_map(Event::tells).map(|fact| fact.kind).collect()
        };
        let mut case = Case::declared();
        let recognised = case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        assert_eq!(told(&recognised), [FactKind::EstimateOpens, FactKind::EstimateEnd]);
        let asked = case.on(day(2022, 12, 3), &told_impossible(day(2022, 12, 2)));
        assert!(asked.iter().any(|event| matches!(event, Event::DeadlinePlanned { .. })));
        assert_eq!(told(&asked), []);
    }

    #[test]
    fn m5_to_dispense_with_an_examination_is_told_and_another_waiver_is_not() {
        let mut case = Case::recognised();
        case.on(day(2022, 12, 3), &told_impossible(day(2022, 12, 2)));
        let decided_on = day(2022, 12, 8);
        let dispense = Command::DispenseExamination { decided_on, findings: DispensationFindings::BOTH };
        let told = |events: &[Event]| {
            let facts = events.iter().flat_map(Event::tells);
            facts.filter(|fact| fact.kind == FactKind::ExaminationDispensed).collect::<Vec<_>>()
        };
        assert_eq!(told(&case.on(decided_on, &dispense)), [FactKind::ExaminationDispensed.on(decided_on)]);
        let events = Case::recognised().on(day(2022, 12, 5), &track(TrackKind::AuthorisedWork, day(2022, 12, 5), None));
        assert!(events.iter().any(|event| matches!(event, Event::DeadlineWaived { .. })));
        assert_eq!(told(&events), []);
    }
}
