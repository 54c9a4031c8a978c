//! What each event tells the reconciler.

use trajet_assessment_domain::{Category, Event, Fact as Noted, Told, TrackKind};
use trajet_law::rehabilitation::ProgrammeOutcome;
use trajet_reconcile::{Fact, Kind, Office, Step};
use trajet_service::reconcile::{Reconciled, dates, day, planned, planned_again, taken_over, waived};

use crate::ledger::Assessment;

impl Reconciled for Assessment {
    const OFFICE: Office = Office::Assessment;

    fn fact(event: &Event) -> Fact {
        match event {
            Event::ActAnnulled(annulled) => {
                Fact::Annulled { struck: annulled.struck.clone(), places: annulled.places.clone() }
            }
            Event::BeforeGoLive(fact) => Self::fact(fact),
            Event::IncapacityRecognised(it) => Fact::Recognised {
                start: day(it.incapacity_start),
                on: day(it.decided_on),
                taken_over: it.taken_over.as_ref().map(taken_over),
            },
            Event::StartCorrected(corrected) if corrected.from == corrected.to => Fact::Silent,
            Event::StartCorrected(corrected) => Fact::Corrected { start: day(corrected.to), on: day(corrected.on) },
            Event::TrackStarted(track) => {
                let (from, until) = (day(track.from), track.until.map(day));
                // What the assessment plans does not depend on who asked.
                Fact::TrackBegan { kind: kind(track.kind), from, until, by_employer: false }
            }
            Event::TrackEnded(track) => Fact::TrackEnded {
                kind: kind(track.kind),
                from: Some(day(track.from)),
                until: day(track.until.unwrap_or(track.from)),
            },
            Event::DeadlinePlanned { plan, .. } => planned(plan),
            Event::DeadlineReplanned { after, on, .. } => planned_again(after, *on),
            Event::DeadlineMet { step, on } => Fact::Met { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineMissed { step, on } => Fact::Missed { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineWaived { step, on, because, rests_on } => waived(*step, *on, *because, rests_on),
            Event::DeadlineReopened { plan, .. } => {
                Fact::Reopened { step: Step::of(plan.step.code()), dates: dates(plan) }
            }
            Event::QuestionnaireNoted(fact) | Event::FactNoted(fact) => noted(fact),
            Event::FirstEstimateMade(estimate) => Fact::Estimated {
                on: day(estimate.on),
                category: number(estimate.category),
                examined: estimate.examined,
            },
            Event::EvaluationMade(evaluation) => Fact::Estimated {
                on: day(evaluation.on),
                category: number(evaluation.category),
                examined: evaluation.examined,
            },
            Event::PersonReferred(referral) => Fact::Referred { on: day(referral.on), initial: referral.initial },
            Event::TrajectoryAuthorised { request, on } => {
                Fact::Answered { number: *request, on: day(*on), authorised: true }
            }
            Event::TrajectoryNotAuthorised { request, on, .. } => {
                Fact::Answered { number: *request, on: day(*on), authorised: false }
            }
            Event::WorkAppliedFor { number, application } => {
                Fact::WorkAppliedFor { number: *number, on: day(application.applied_on) }
            }
            Event::WorkResumed { number, on } => Fact::WorkBegan { number: *number, on: day(*on) },
            Event::WorkAuthorised { number, terms } => Fact::WorkDecided { number: *number, on: day(terms.decided_on) },
            Event::WorkNotAuthorised { number, on, .. } => Fact::WorkDecided { number: *number, on: day(*on) },
            Event::WorkApplicationWithdrawn { number, on } => Fact::WorkWithdrawn { number: *number, on: day(*on) },
            Event::ProgrammeEnded { number, end, .. } => match end.outcome {
                Some(ProgrammeOutcome::Succeeded) => {
                    Fact::ProgrammeSucceeded { number: *number, last_day: day(end.last_day) }
                }
                Some(ProgrammeOutcome::Failed) | None => Fact::Silent,
            },
            Event::ReintegrationEvaluated { number, evaluation } => {
                Fact::ReintegrationEvaluated { number: *number, on: day(evaluation.on) }
            }
            Event::IncapacityEnded(end) => {
                let died = end.death().map(day);
                Fact::Ended { last: day(end.last_day), died, relapsed: end.relapsed_on.map(day) }
            }
            // An amendment of what is authorised has no last day; its tracks are told by themselves.
            Event::IncapacityDeclared { .. }
            | Event::PersonRepresented(_)
            | Event::CertificateAdded(_)
            | Event::WorkAmended { .. }
            | Event::RecognitionRefused(_)
            | Event::RehabilitationProposed { .. }
            | Event::RehabilitationSubmitted { .. }
            | Event::RehabilitationClosed { .. }
            | Event::RehabilitationAnswered { .. }
            | Event::RehabilitationIntakeHeld { .. }
            | Event::ProgrammeStarted { .. }
            | Event::ProgrammeHoursFollowed { .. }
            | Event::TeamContactRecorded(_)
            | Event::FactParked { .. }
            | Event::FactReleased { .. }
            | Event::ExaminationInvited { .. }
            | Event::TrajectoryRefused(_)
            | Event::FileChanged(_) => Fact::Silent,
        }
    }
}

/// What other services told. Of CODEX trajectories the tracks speak that follow from what was told.
fn noted(fact: &Noted) -> Fact {
    match &fact.told {
        Told::Completed { on, .. } => Fact::Completed { on: day(*on), correction: false },
        Told::Impossible { on } => Fact::Impossible { on: day(*on) },
        Told::TrajectoryRequested { on } => {
            Fact::Requested { on: day(*on), needed: false, send_on: None, contact: None }
        }
        Told::AuthorisationAsked { number, on, contact_on, .. } => {
            Fact::AuthorisationAsked { number: *number, on: day(*on), contact_on: day(*contact_on) }
        }
        Told::TrajectoryEnded { on, .. } => {
            Fact::TrajectoryEnded { on: day(*on), route_b_only: false, with_incapacity: false, send_on: None }
        }
        Told::Sent { .. }
        | Told::Waived { .. }
        | Told::NotReturned { .. }
        | Told::Incomplete { .. }
        | Told::ConsentsDecided { .. }
        // No deadline follows from a presumption.
        | Told::Presumed(_)
        | Told::CodexRequested { .. }
        | Told::CodexEnded { .. }
        | Told::Rehabilitation { .. }
        // The end of the incapacity says both, where they count.
        | Told::Relapsed { .. }
        | Told::Died { .. } => Fact::Silent,
    }
}

fn kind(kind: TrackKind) -> Kind {
    match kind {
        TrackKind::CodexRequested => Kind::Codex,
        TrackKind::AuthorisedWork => Kind::Work,
        TrackKind::RouteBAuthorised => Kind::RouteB,
    }
}

fn number(category: Category) -> u8 {
    match category {
        Category::One => 1,
        Category::Two => 2,
        Category::Three => 3,
        Category::Four => 4,
    }
}
