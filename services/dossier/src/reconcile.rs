//! What each event tells the reconciler.

use trajet_dossier_domain::{AttemptKind, EndReason, Event, Purpose as Of, QuestionnaireTold, Told, TrackKind};
use trajet_reconcile::{Fact, Kind, Office, Purpose, Step};
use trajet_service::reconcile::{Reconciled, day, planned, planned_again};

use crate::ledger::Dossier;

impl Reconciled for Dossier {
    const OFFICE: Office = Office::Dossier;

    fn fact(event: &Event) -> Fact {
        match event {
            Event::Noted(fact) => noted(&fact.told),
            Event::DeadlinePlanned { plan, .. } => planned(plan),
            Event::DeadlineReplanned { after, on, .. } => planned_again(after, *on),
            Event::DeadlineMet { step, on } => Fact::Met { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineMissed { step, on } => Fact::Missed { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineWaived { step, on, because } => {
                Fact::Waived { step: Step::of(step.code()), on: day(*on), ground: because.to_string() }
            }
            Event::TrajectoryRequested { received_on, questionnaire_needed, contact, .. } => Fact::Requested {
                on: day(*received_on),
                needed: *questionnaire_needed,
                send_on: None,
                contact: *contact,
            },
            Event::AppointmentMade(made) => Fact::Appointed {
                number: made.number,
                purpose: purpose(made.purpose),
                on: day(made.on),
                replaces: made.replaces.map(|(replaced, _)| replaced),
            },
            Event::AppointmentCancelled { number, on, .. } => Fact::Fell { number: *number, on: day(*on) },
            Event::AttemptMade(attempt) => match (attempt.kind, attempt.appointment) {
                (AttemptKind::NoShow, Some(number)) => Fact::Fell { number, on: day(attempt.on) },
                (AttemptKind::NoShow, None) | (AttemptKind::NotReached, _) => Fact::Silent,
            },
            Event::ContactHeld(held) => Fact::Held {
                number: held.number,
                purpose: purpose(held.purpose),
                on: day(held.on),
                appointment: held.appointment,
                authorisation: held.authorisation,
            },
            Event::AuthorisationAsked(asked) => {
                Fact::AuthorisationAsked { number: asked.number, on: day(asked.on), contact_on: day(asked.contact_on) }
            }
            Event::TrajectoryEnded { on, reason, route_b_only } => Fact::TrajectoryEnded {
                on: day(*on),
                route_b_only: *route_b_only,
                with_incapacity: *reason == EndReason::IncapacityEnded,
                send_on: None,
            },
            // The steps of a trajectory of the sickness insurance are not worked out a second time yet.
            Event::Ami(_) => Fact::NotCovered("ami_trajectory"),
            // Nor are the targets by which a message of a concertation is to be read.
            Event::Concertation(_) => Fact::NotCovered("concertation"),
            // A refusal ends the trajectory, which is told by itself; that a questionnaire is back follows from what was noted. Who
            // has the dossier, and who qualifies as a coordinator, moves no deadline.
            Event::ContactRefused(_)
            | Event::CoordinatorAssigned(_)
            | Event::Registry(_)
            | Event::QuestionnaireBack { .. }
            | Event::ConsentsRecorded(_)
            // No deadline follows from a presumption.
            | Event::PresumptionBegan(_)
            | Event::PresumptionEnded(_)
            | Event::NoticeIssued(_)
            | Event::FactParked { .. }
            | Event::FactReleased { .. } => Fact::Silent,
        }
    }
}

fn noted(told: &Told) -> Fact {
    match told {
        Told::Recognised(it) => Fact::Recognised { start: day(it.incapacity_start), on: day(it.recognised_on) },
        Told::StartCorrected { to, .. } => Fact::Corrected { start: day(*to) },
        Told::TrackStarted(track) => {
            Fact::TrackBegan { kind: kind(track.kind), from: day(track.from), until: track.until.map(day) }
        }
        Told::TrackEnded { kind: of, from, until } => {
            Fact::TrackEnded { kind: kind(*of), from: from.map(day), until: day(*until) }
        }
        Told::Referred { on, initial } => Fact::Referred { on: day(*on), initial: *initial },
        Told::AuthorisationDecided { number, on, authorised } => {
            Fact::Answered { number: *number, on: day(*on), authorised: *authorised }
        }
        Told::IncapacityEnded(end) => Fact::Ended { last: day(end.last_day) },
        Told::Questionnaire(told) => match told {
            QuestionnaireTold::Sent { on, route_b } => Fact::Sent { on: day(*on), due_back: None, route_b: *route_b },
            QuestionnaireTold::NotReturned { help_asked_on, .. } => Fact::HelpAsked { on: day(*help_asked_on) },
            QuestionnaireTold::HelpGiven { on, reached } => Fact::Helped { on: day(*on), reached: *reached },
            QuestionnaireTold::Completed { on, correction } => {
                Fact::Completed { on: day(*on), correction: *correction }
            }
            QuestionnaireTold::Impossible { on } => Fact::Impossible { on: day(*on) },
        },
        Told::Codex { .. } => Fact::Silent,
    }
}

fn purpose(purpose: Of) -> Purpose {
    match purpose {
        Of::FirstContact => Purpose::First,
        Of::NegativeDecision => Purpose::Negative,
        Of::FollowUp | Of::Other => Purpose::Other,
    }
}

fn kind(kind: TrackKind) -> Kind {
    match kind {
        TrackKind::CodexRequested => Kind::Codex,
        TrackKind::AuthorisedWork => Kind::Work,
        TrackKind::RouteBAuthorised => Kind::RouteB,
    }
}
