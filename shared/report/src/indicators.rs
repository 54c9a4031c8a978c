//! The indicators of a year, for the study that art. 5 of the Law of 12 December 2021 asks for (R6).
//!
//! Each counts in the year in which it came about: a length in the year of its end, an answer in that of the answer.

use chrono::NaiveDate;

use crate::action::Action;
use crate::band;
use crate::case::Case;
use crate::deadlines;
use crate::durability;
use crate::fact::{Did, Fact, What};
use crate::figure::{Figures, Measure};
use crate::period::Period;
use crate::trajectory::Trajectories;

/// Counts a case into a year.
pub(crate) fn count(case: &Case, period: Period, known_on: NaiveDate, figures: &mut Figures) {
    deadlines::count(case, period, figures);
    let trajectories = Trajectories::of(case);
    lengths(&trajectories, period, figures);
    reach(case, &trajectories, period, figures);
    durability::count(case, period, known_on, figures);
    let relapse = case.facts.iter().find_map(|fact| match fact.what {
        What::Relapsed { after } => after,
        _ => None,
    });
    let begun = case.begun();
    for Fact { on, what } in case.facts.iter().filter(|fact| period.contains(fact.on) || ends_later(fact)) {
        match what {
            What::Recognised { .. } => {
                if let Some((after, (start, _))) = relapse.zip(case.incapacity()) {
                    figures.count(Measure::Relapse, "", band::between(after, start));
                }
            }
            What::IncapacityEnded { how } if begun.is_some_and(|begun| begun <= *on) => {
                figures.count(Measure::IncapacityEnded, how, "");
            }
            What::Estimated { category, first: true, examined } => {
                figures.count(Measure::FirstEstimate, category, if *examined { "examined" } else { "on_the_file" });
            }
            What::HeardAnAnswer { number } => {
                answered(case, Action::AuthorisationAsked, *number, *on, Measure::AuthorisationAnswered, figures);
            }
            What::Presumed { presumed, .. } => {
                let Some(last) = presumed.last.filter(|last| period.contains(*last)) else { continue };
                // The first and the last day are days of it. One that ended before it began presumed nothing.
                let days = (last - presumed.first).num_days() + 1;
                if days <= 0 {
                    continue;
                }
                figures.count(Measure::PresumptionLength, presumed.kind.code(), band::of(days));
                let by = presumed.ends_by.map(|ground| ground.to_string()).unwrap_or_default();
                figures.count(Measure::PresumptionEnd, presumed.kind.code(), &by);
            }
            What::PartnerTold { by } => figures.count(Measure::PartnerTold, by, ""),
            What::Did(did) => acted(case, *on, *did, figures),
            What::Heard { .. }
            | What::Corrected { .. }
            | What::Relapsed { .. }
            | What::IncapacityEnded { .. }
            | What::HeardOfTheEnd { .. }
            | What::HeardOfAReferral
            | What::HeardOfARequest
            | What::QuestionnaireSent
            | What::QuestionnaireBack
            | What::QuestionnaireImpossible
            | What::Estimated { .. }
            | What::InFunction { .. }
            | What::Deadline(_) => {}
        }
    }
}

/// A presumption counts by its last day, and not by the day of its fact.
fn ends_later(fact: &Fact) -> bool {
    matches!(fact.what, What::Presumed { .. })
}

fn acted(case: &Case, on: NaiveDate, Did { action, number, of, found, .. }: Did, figures: &mut Figures) {
    let in_a_trajectory = case.begun().is_some_and(|begun| begun <= on);
    match action {
        Action::FirstContact | Action::NegativeDecisionContact | Action::FollowUpInterview | Action::OtherContact => {
            figures.count(Measure::Contact, action.code(), "");
        }
        Action::PlanEstablished => figures.count(Measure::Plan, of, ""),
        Action::AmiEnded => figures.count(Measure::AmiOutcome, of, ""),
        Action::Concerted => figures.count(Measure::Concertation, "", ""),
        Action::OthersBroughtIn => figures.count(Measure::OthersBroughtIn, of, ""),
        Action::ReferredOn => figures.count(Measure::ReferredOn, of, ""),
        Action::OccupationalPhysicianInformed | Action::TreatingPhysicianInformed => {
            figures.count(Measure::Informed, action.code(), "");
        }
        Action::RehabilitationAnswered => {
            answered(case, Action::RehabilitationSubmitted, number, on, Measure::CscmiAnswered, figures);
        }
        Action::WorkResumed if in_a_trajectory => figures.count(Measure::WorkResumed, "", ""),
        Action::CodexWorkResumed => figures.count(Measure::CodexWorkResumed, "", ""),
        Action::ProgrammeEnded => figures.count(Measure::ProgrammeOutcome, of, ""),
        Action::ResultRegistered => {
            let at_work = found.is_some_and(|found| found.work.is_some());
            figures.count(Measure::GuidanceResult, of, if at_work { "at_work" } else { "not_at_work" });
        }
        Action::Referred
        | Action::Requested
        | Action::Invited
        | Action::ContactAttempted
        | Action::AuthorisationAsked
        | Action::TrajectoryDecided
        | Action::Committed
        | Action::Started
        | Action::PlanAdapted
        | Action::PlanFollowedUp
        | Action::AmiSuspended
        | Action::AmiResumed
        | Action::Looked
        | Action::AmiEvaluated
        | Action::ReturnObserved
        | Action::OtherTrackBegan
        | Action::OtherTrackEnded
        | Action::ReferralTakenBack
        | Action::RequestEnded
        | Action::Ended
        | Action::CodexRequested
        | Action::PreReturnVisit
        | Action::CodexPlanSigned
        | Action::CodexEnded
        | Action::WorkAppliedFor
        | Action::WorkDecided
        | Action::WorkResumed
        | Action::RehabilitationProposed
        | Action::RehabilitationSubmitted
        | Action::IntakeHeld
        | Action::ProgrammeStarted
        | Action::ReintegrationEvaluated => {}
    }
}

/// How long after it was asked something was answered. What nobody asked here tells nothing.
fn answered(case: &Case, asked: Action, number: u32, on: NaiveDate, measure: Measure, figures: &mut Figures) {
    let asked = case.did().find(|(_, did)| did.action == asked && did.number == number);
    if let Some((asked_on, _)) = asked {
        figures.count(measure, "", band::between(asked_on, on));
    }
}

/// How long trajectories went on. Only the service that tells how they end tells how long they were.
fn lengths(trajectories: &Trajectories, period: Period, figures: &mut Figures) {
    for trajectory in &trajectories.all {
        if let Some((on, how)) = trajectory.ended.filter(|(on, _)| period.contains(*on)) {
            figures.count(Measure::TrajectoryLength, how, band::between(trajectory.begun, on));
        }
    }
}

/// How far from the beginning of the incapacity people are when a trajectory begins and when they are met. Only the dossier
/// tells contacts: it tells the beginnings here too.
fn reach(case: &Case, trajectories: &Trajectories, period: Period, figures: &mut Figures) {
    let Some((start, has_contract)) =
        case.facts.iter().any(|fact| matches!(fact.what, What::Heard { .. })).then(|| case.incapacity()).flatten()
    else {
        return;
    };
    let contract = if has_contract { "contract" } else { "no_contract" };
    for begun in trajectories.all.iter().map(|one| one.begun).filter(|on| period.contains(*on)) {
        figures.count(Measure::BegunAfter, contract, band::between(start, begun));
    }
    for (on, _) in case.did().filter(|(on, did)| did.action == Action::FirstContact && period.contains(*on)) {
        figures.count(Measure::ReachedAfter, contract, band::between(start, on));
    }
    let contacts = trajectories.all.iter().flat_map(|one| &one.first_contacts);
    for (on, waited_since) in contacts.filter(|(on, _)| period.contains(*on)) {
        if let Some(since) = waited_since {
            figures.count(Measure::TimeToFirstContact, contract, band::between(*since, *on));
        }
    }
}
