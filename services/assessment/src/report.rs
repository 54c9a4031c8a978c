//! What each event tells the reports: the incapacity, the estimates, the referral, the physician's answers, authorised work and
//! rehabilitation.

use trajet_assessment_domain::{Event, Fact as Noted, Referral, Told};
use trajet_law::rehabilitation::ProgrammeOutcome;
use trajet_law::taken_over::TakenOver;
use trajet_report::{Action, Due, Fact, What};
use trajet_service::report::Reported;

use crate::ledger::Assessment;

impl Reported for Assessment {
    fn fact(event: &Event) -> Option<Fact> {
        let on = event.effective_on();
        let did = |action, number: u32, of| Some(Fact::did_of(on, action, number, of));
        let due = |due| Some(Fact::due(on, due));
        let tells = |what| Some(Fact::on(on, what));
        match event {
            // It dates what goes on; it is not counted again ([`trajet_report::Case::take_over`]).
            Event::BeforeGoLive(fact) => Self::fact(fact),
            Event::IncapacityDeclared { declaration, .. } => {
                declaration.relapse_of.and_then(|former| tells(What::Relapsed { after: former.last_day }))
            }
            Event::IncapacityRecognised(it) => {
                tells(What::Recognised { start: it.incapacity_start, has_contract: it.has_contract })
            }
            Event::StartCorrected(corrected) if corrected.from == corrected.to => None,
            Event::StartCorrected(corrected) => tells(What::Corrected { start: corrected.to }),
            // What became known after the end is told with it again.
            Event::IncapacityEnded(end) if end.told_on() != end.last_day || end.died_on.is_some() => None,
            Event::IncapacityEnded(end) => tells(What::IncapacityEnded { how: end.cause.code() }),
            Event::FirstEstimateMade(estimate) => {
                tells(What::Estimated { category: estimate.category.code(), first: true, examined: estimate.examined })
            }
            Event::EvaluationMade(evaluation) => tells(What::Estimated {
                category: evaluation.category.code(),
                first: false,
                examined: evaluation.examined,
            }),
            Event::PersonReferred(Referral { initial, .. }) => {
                did(Action::Referred, 0, if *initial { "initial" } else { "later" })
            }
            Event::TrajectoryAuthorised { request, .. } | Event::TrajectoryNotAuthorised { request, .. } => {
                did(Action::TrajectoryDecided, *request, "")
            }
            Event::TrajectoryRefused(_) => did(Action::TrajectoryDecided, 0, ""),
            Event::WorkAppliedFor { number, application } => {
                did(Action::WorkAppliedFor, *number, application.by.code())
            }
            Event::WorkResumed { number, .. } => did(Action::WorkResumed, *number, ""),
            Event::WorkAuthorised { number, .. } => did(Action::WorkDecided, *number, "authorised"),
            Event::WorkNotAuthorised { number, .. } => did(Action::WorkDecided, *number, "not_authorised"),
            Event::RehabilitationProposed { number, .. } => did(Action::RehabilitationProposed, *number, ""),
            Event::RehabilitationSubmitted { number, .. } => did(Action::RehabilitationSubmitted, *number, ""),
            Event::RehabilitationAnswered { number, answer } => {
                did(Action::RehabilitationAnswered, *number, answer.decision.code())
            }
            Event::RehabilitationIntakeHeld { number, .. } => did(Action::IntakeHeld, *number, ""),
            Event::ProgrammeStarted { number, .. } => did(Action::ProgrammeStarted, *number, ""),
            Event::ProgrammeEnded { number, end, .. } => {
                did(Action::ProgrammeEnded, *number, end.outcome.map_or("not_told", ProgrammeOutcome::code))
            }
            Event::ReintegrationEvaluated { number, .. } => did(Action::ReintegrationEvaluated, *number, ""),
            Event::DeadlinePlanned { plan, .. } => due(Due::Planned(plan.clone())),
            Event::DeadlineReplanned { after, .. } => due(Due::Replanned(after.clone())),
            Event::DeadlineReopened { plan, .. } => due(Due::Reopened(plan.step)),
            Event::DeadlineMet { step, .. } => due(Due::Met(*step)),
            Event::DeadlineMissed { step, .. } => due(Due::Missed(*step)),
            Event::DeadlineWaived { step, .. } => due(Due::Waived(*step)),
            Event::QuestionnaireNoted(fact) | Event::FactNoted(fact) => heard(fact),
            // Tracks follow from what is told by itself. A team's contact, an invitation to an examination and an amendment are
            // no action of the trajectory. What comes to act later is noted then.
            Event::CertificateAdded(_)
            | Event::ActAnnulled(_)
            | Event::FileChanged(_)
            | Event::PersonRepresented(_)
            | Event::RecognitionRefused(_)
            | Event::TrackStarted(_)
            | Event::TrackEnded(_)
            | Event::WorkAmended { .. }
            | Event::WorkApplicationWithdrawn { .. }
            | Event::RehabilitationClosed { .. }
            | Event::ProgrammeHoursFollowed { .. }
            | Event::TeamContactRecorded(_)
            | Event::ExaminationInvited { .. }
            | Event::FactParked { .. }
            | Event::FactReleased { .. } => None,
        }
    }

    fn taken_over(event: &Event) -> Option<TakenOver> {
        match event {
            Event::BeforeGoLive(fact) => Self::taken_over(fact),
            Event::IncapacityRecognised(recognition) => recognition.taken_over,
            _ => None,
        }
    }

    fn begins_a_case(_: &str) -> bool {
        true
    }
}

/// What other services tell by themselves is not told again, but that a trajectory began: what happens in one is an action of it.
fn heard(fact: &Noted) -> Option<Fact> {
    match &fact.told {
        Told::TrajectoryRequested { on } => Some(Fact::on(*on, What::HeardOfARequest)),
        Told::Sent { .. }
        | Told::Waived { .. }
        | Told::NotReturned { .. }
        | Told::Incomplete { .. }
        | Told::Completed { .. }
        | Told::Impossible { .. }
        | Told::AuthorisationAsked { .. }
        | Told::ConsentsDecided { .. }
        | Told::TrajectoryEnded { .. }
        | Told::Presumed(_)
        | Told::CodexRequested { .. }
        | Told::CodexEnded { .. }
        | Told::Rehabilitation { .. }
        | Told::Relapsed { .. }
        | Told::Died { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trajet_report::{Case, Period};

    use super::*;
    use crate::samples::{more, one_of_each};

    fn refused(event: &Event) -> bool {
        matches!(event, Event::TrajectoryRefused(_))
    }

    fn told(is: impl Fn(&Event) -> bool) -> Vec<Fact> {
        let events: Vec<_> = one_of_each().into_iter().chain(more()).collect();
        events.iter().filter(|event| is(event)).filter_map(Assessment::fact).collect()
    }

    #[test]
    fn r1_the_message_tells_that_somebody_decided_and_not_what() {
        let decisions = [
            told(|event| {
                refused(event)
                    || matches!(event, Event::TrajectoryAuthorised { .. } | Event::TrajectoryNotAuthorised { .. })
            }),
            told(|event| matches!(event, Event::WorkAuthorised { .. } | Event::WorkNotAuthorised { .. })),
            told(|event| matches!(event, Event::RehabilitationAnswered { .. })),
        ];
        for facts in decisions {
            let rows = facts.iter().filter_map(|fact| match fact.what {
                What::Did(did) => Some(did.action.code()),
                _ => None,
            });
            let rows: BTreeSet<_> = rows.collect();
            assert!(facts.len() > 1 && rows.len() == 1, "{rows:?}");
        }
    }

    #[test]
    fn r1_m12_what_is_refused_to_who_is_in_no_trajectory_is_no_action_of_one() {
        let (refusal, year) = (told(refused).swap_remove(0), Period::year(2022).expect("a year under the law"));
        let mut case = Case::default();
        case.learn(refusal.clone());
        assert_eq!(case.actions(year), []);
        case.learn(Fact::on(refusal.on, What::HeardOfARequest));
        assert_eq!(case.actions(year).len(), 1, "in one it is");
    }
}
