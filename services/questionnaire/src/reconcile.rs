//! What each event tells the reconciler.

use trajet_questionnaire_domain::{Event, HelpContact, HelpResult, Route, TrackKind};
use trajet_reconcile::{Fact, Kind, Office, Step};
use trajet_service::reconcile::{Reconciled, day, planned, planned_again, taken_over, waived};

use crate::ledger::Questionnaire;

impl Reconciled for Questionnaire {
    const OFFICE: Office = Office::Questionnaire;

    fn fact(event: &Event) -> Fact {
        match event {
            Event::ActAnnulled(annulled) => {
                Fact::Annulled { struck: annulled.struck.clone(), places: annulled.places.clone() }
            }
            Event::CaseOpened(it) => Fact::Recognised {
                start: day(it.incapacity_start),
                on: day(it.recognised_on),
                taken_over: it.taken_over.as_ref().map(taken_over),
            },
            Event::StartCorrected(corrected) => Fact::Corrected { start: day(corrected.to), on: day(corrected.on) },
            Event::TrackStarted { kind: of, from, until, .. } => {
                Fact::TrackBegan { kind: kind(*of), from: day(*from), until: until.map(day), by_employer: false }
            }
            Event::TrackEnded { kind: of, from, until, .. } => {
                Fact::TrackEnded { kind: kind(*of), from: from.map(day), until: day(*until) }
            }
            Event::DeadlinePlanned { plan, .. } => planned(plan),
            Event::DeadlineReplanned { after, on, .. } => planned_again(after, *on),
            Event::DeadlineMet { step, on } => Fact::Met { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineMissed { step, on } => Fact::Missed { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineWaived { step, on, because, rests_on } => waived(*step, *on, *because, rests_on),
            Event::TrajectoryRequested { received_on, needed, send_on, .. } => {
                Fact::Requested { on: day(*received_on), needed: *needed, send_on: send_on.map(day), contact: None }
            }
            Event::TrajectoryEnded { ended_on, send_on, .. } => Fact::TrajectoryEnded {
                on: day(*ended_on),
                route_b_only: false,
                with_incapacity: false,
                send_on: send_on.map(day),
            },
            Event::IncapacityEnded { last_day, ending, died_on, .. } => {
                let died = ending.death(*last_day, *died_on).map(day);
                Fact::Ended { last: day(*last_day), died, relapsed: None }
            }
            Event::QuestionnaireSent(sent) | Event::SentBeforeGoLive(sent) => {
                Fact::Sent { on: day(sent.on), due_back: sent.due_back.map(day), route_b: sent.route == Route::B }
            }
            Event::SendingWaived { on, .. } => Fact::NotSent { on: day(*on) },
            Event::BackBeforeGoLive { on } => Fact::Completed { on: day(*on), correction: false },
            Event::AnswerReturned(answer) => Fact::Completed { on: day(answer.on), correction: false },
            Event::AnswerCorrected(answer) => Fact::Completed { on: day(answer.on), correction: true },
            Event::HelpAsked { on, .. } => Fact::HelpAsked { on: day(*on) },
            Event::HelpGiven(HelpContact { on, result, .. }) => {
                Fact::Helped { on: day(*on), reached: *result != HelpResult::NotReached }
            }
            Event::CompletionImpossible(found) => Fact::Impossible { on: day(found.on) },
            Event::PersonRepresented { .. }
            | Event::NoticeIssued(_)
            | Event::DraftSaved(_)
            | Event::IncompleteReturned { .. }
            | Event::HelpDelegated { .. }
            | Event::FactParked { .. }
            | Event::FactReleased { .. }
            | Event::FileAccessTold(_) => Fact::Silent,
        }
    }
}

fn kind(kind: TrackKind) -> Kind {
    match kind {
        TrackKind::CodexRequested => Kind::Codex,
        TrackKind::AuthorisedWork => Kind::Work,
        TrackKind::RouteBAuthorised => Kind::RouteB,
    }
}
