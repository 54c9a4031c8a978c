//! A month along the eight themes of INAMI's barometer. What happened counts in the month in which it took place.

use crate::action::Action;
use crate::case::Case;
use crate::fact::{Did, Fact, What};
use crate::figure::{Figures, Measure};
use crate::period::Period;

/// Counts a case, or a coordinator, into a month.
pub(crate) fn count(case: &Case, period: Period, figures: &mut Figures) {
    let relapsed = case.facts.iter().any(|fact| matches!(fact.what, What::Relapsed { .. }));
    let recognised = || case.facts.iter().any(|fact| matches!(fact.what, What::Recognised { .. }));
    if case.taken_over.is_some_and(|known| period.contains(known.on)) && recognised() {
        figures.count(Measure::Entered, "taken_over", "");
    }
    for Fact { on, what } in &case.facts {
        if let What::InFunction { until } = what {
            let ended = until.filter(|last| period.contains(*last));
            let in_function = *on <= period.last() && until.is_none_or(|last| period.last() <= last);
            let counted = [
                (Measure::Recruited, period.contains(*on)),
                (Measure::Departed, ended.is_some()),
                (Measure::InFunction, in_function),
            ];
            counted.iter().filter(|(_, holds)| *holds).for_each(|(measure, _)| figures.count(*measure, "", ""));
            continue;
        }
        if !period.contains(*on) {
            continue;
        }
        match what {
            What::Recognised { .. } => figures.count(Measure::Entered, if relapsed { "relapse" } else { "new" }, ""),
            What::IncapacityEnded { how } => figures.count(Measure::Left, how, ""),
            What::QuestionnaireSent => figures.count(Measure::QuestionnaireSent, "", ""),
            What::QuestionnaireBack => figures.count(Measure::QuestionnaireBack, "", ""),
            What::QuestionnaireImpossible => figures.count(Measure::QuestionnaireImpossible, "", ""),
            What::Estimated { category, first, examined } => {
                let time = if *first { "first" } else { "later" };
                figures.count(Measure::Estimate, time, if *examined { "examined" } else { "on_the_file" });
                figures.count(Measure::Category, category, time);
            }
            What::Did(did) => acted(*did, figures),
            What::Heard { .. }
            | What::Corrected { .. }
            | What::Relapsed { .. }
            | What::HeardOfTheEnd { .. }
            | What::HeardOfAReferral
            | What::HeardOfARequest
            | What::HeardAnAnswer { .. }
            | What::Presumed { .. }
            | What::PartnerTold { .. }
            | What::InFunction { .. }
            | What::Deadline(_) => {}
        }
    }
}

fn acted(Did { action, of, .. }: Did, figures: &mut Figures) {
    match action {
        Action::Referred => figures.count(Measure::Referral, of, ""),
        Action::Requested => figures.count(Measure::Request, "", ""),
        Action::FirstContact | Action::NegativeDecisionContact | Action::FollowUpInterview | Action::OtherContact => {
            if !of.is_empty() {
                figures.count(Measure::Way, of, "");
            }
        }
        Action::ReferredOn => figures.count(Measure::PartnerReferral, of, ""),
        Action::CodexRequested => figures.count(Measure::CodexRequest, of, ""),
        Action::IntakeHeld => figures.count(Measure::Intake, "", ""),
        Action::Committed => figures.count(Measure::Commitment, "", ""),
        Action::Started => figures.count(Measure::AmiStart, of, ""),
        Action::PlanEstablished => figures.count(Measure::PlanEstablished, of, ""),
        Action::WorkAppliedFor => figures.count(Measure::WorkApplication, of, ""),
        Action::WorkDecided => figures.count(Measure::WorkDecision, of, ""),
        Action::WorkResumed => figures.count(Measure::WorkResumption, "", ""),
        Action::RehabilitationProposed
        | Action::RehabilitationSubmitted
        | Action::RehabilitationAnswered
        | Action::ProgrammeStarted
        | Action::ProgrammeEnded => figures.count(Measure::Programme, action.code(), of),
        Action::Invited
        | Action::ContactAttempted
        | Action::AuthorisationAsked
        | Action::TrajectoryDecided
        | Action::OccupationalPhysicianInformed
        | Action::TreatingPhysicianInformed
        | Action::Concerted
        | Action::OthersBroughtIn
        | Action::PlanAdapted
        | Action::PlanFollowedUp
        | Action::AmiSuspended
        | Action::AmiResumed
        | Action::Looked
        | Action::AmiEvaluated
        | Action::ReturnObserved
        | Action::ResultRegistered
        | Action::OtherTrackBegan
        | Action::OtherTrackEnded
        | Action::ReferralTakenBack
        | Action::AmiEnded
        | Action::RequestEnded
        | Action::Ended
        | Action::PreReturnVisit
        | Action::CodexPlanSigned
        | Action::CodexWorkResumed
        | Action::CodexEnded
        | Action::ReintegrationEvaluated => {}
    }
}
