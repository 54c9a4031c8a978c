//! What each event tells the reconciler.

use chrono::NaiveDate;
use trajet_dossier_domain::ami::{
    AmiEvent, AmiHappened, InformDutyKind, Outcome, PlanAim, PlanContent, StartSituation,
};
use trajet_dossier_domain::{
    AttemptKind, CodexKind, CodexNote, ConcertationEvent, ConsentPurpose, EndReason, Event, Party as Side,
    Purpose as Of, QuestionnaireTold, ReferralEvent, Told, TrackKind,
};
use trajet_law::codex::{CodexRequester, Employer};
use trajet_law::referral::{Progress, Said};
use trajet_reconcile::{
    Ami, CodexService, Consent, Fact, Kind, Office, Party, Purpose, Referral, Situation, Step, TakenOver, Whom,
};
use trajet_service::reconcile::{Reconciled, day, planned, planned_again, waived};

use crate::ledger::Dossier;

impl Reconciled for Dossier {
    const OFFICE: Office = Office::Dossier;

    fn fact(event: &Event) -> Fact {
        match event {
            Event::ActAnnulled(annulled) => {
                Fact::Annulled { struck: annulled.struck.clone(), places: annulled.places.clone() }
            }
            Event::Noted(fact) => noted(&fact.told),
            Event::DeadlinePlanned { plan, .. } => planned(plan),
            Event::DeadlineReplanned { after, on, .. } => planned_again(after, *on),
            Event::DeadlineMet { step, on } => Fact::Met { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineMissed { step, on } => Fact::Missed { step: Step::of(step.code()), on: day(*on) },
            Event::DeadlineWaived { step, on, because, rests_on } => waived(*step, *on, *because, rests_on),
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
            Event::Looked(look) => Fact::Looked { on: day(look.on) },
            Event::Ami(event) => ami(event),
            Event::Concertation(event) => concertation(event),
            Event::Referral(ReferralEvent::Made(made)) => {
                let (on, to_partner) = (day(made.made_on), made.referral.recipient.is_partner());
                Fact::Referral { number: made.number, told: Referral::Made { on, to_partner } }
            }
            Event::Referral(ReferralEvent::Ended { number, on, .. }) => {
                Fact::Referral { number: *number, told: Referral::Over { on: day(*on) } }
            }
            Event::ConsentsRecorded(form) => Fact::Consented {
                on: day(form.signed_on),
                decisions: form.decisions.iter().map(|(of, granted)| (consent(*of), *granted)).collect(),
            },
            // A refusal ends the trajectory, which is told by itself; that a questionnaire is back follows from what was noted. Who
            // has the dossier, and who qualifies as a coordinator, moves no deadline.
            Event::ContactRefused(_)
            | Event::CoordinatorAssigned(_)
            // Nor does what is done outside a formal trajectory.
            | Event::OtherTrack(_)
            | Event::ResultRegistered(_)
            | Event::Registry(_)
            | Event::QuestionnaireBack { .. }
            // The recognition told it too.
            | Event::BeforeGoLive { .. }
            // No deadline follows from a presumption.
            | Event::PresumptionBegan(_)
            | Event::PresumptionEnded(_)
            | Event::NoticeIssued(_)
            | Event::FactParked { .. }
            | Event::FactReleased { .. }
            | Event::FileAccessTold(_) => Fact::Silent,
        }
    }
}

fn noted(told: &Told) -> Fact {
    match told {
        Told::Recognised(it) => Fact::Recognised {
            start: day(it.incapacity_start),
            on: day(it.recognised_on),
            taken_over: it.taken_over.map(|known| TakenOver {
                on: day(known.on),
                sent: known.questionnaire_sent_on.map(day),
                back: known.questionnaire_returned_on.map(day),
                requested: known.trajectory_requested_on.map(day),
                contact: known.first_contact_on.map(day),
            }),
        },
        Told::StartCorrected { to, on, .. } => Fact::Corrected { start: day(*to), on: day(*on) },
        Told::TrackStarted(track) => {
            let by_employer = track.asked_by_employer();
            Fact::TrackBegan { kind: kind(track.kind), from: day(track.from), until: track.until.map(day), by_employer }
        }
        Told::TrackEnded { kind: of, from, until } => {
            Fact::TrackEnded { kind: kind(*of), from: from.map(day), until: day(*until) }
        }
        Told::Referred { on, initial } => Fact::Referred { on: day(*on), initial: *initial },
        Told::AuthorisationDecided { number, on, authorised } => {
            Fact::Answered { number: *number, on: day(*on), authorised: *authorised }
        }
        Told::ProgrammeSubmitted { number, on } => Fact::Submitted { number: *number, on: day(*on) },
        Told::ProgrammeClosed { number, on } => Fact::ProgrammeClosed { number: *number, on: day(*on) },
        Told::ProgrammeStarted { number, .. } => Fact::ProgrammeFollowed { number: *number, last: None },
        Told::ProgrammeEnded { number, until, .. } => {
            Fact::ProgrammeFollowed { number: *number, last: Some(day(*until)) }
        }
        // No deadline of the dossier follows from work that is not authorised.
        Told::WorkBegan { .. } | Told::Represented(_) => Fact::Silent,
        Told::IncapacityEnded(end) => {
            let died = end.death().map(day);
            Fact::Ended { last: day(end.last_day), died, relapsed: end.relapsed_on.map(day) }
        }
        Told::Questionnaire(told) => match told {
            QuestionnaireTold::Sent { on, route_b } => Fact::Sent { on: day(*on), due_back: None, route_b: *route_b },
            QuestionnaireTold::NotReturned { help_asked_on, .. } => Fact::HelpAsked { on: day(*help_asked_on) },
            QuestionnaireTold::HelpGiven { on, reached } => Fact::Helped { on: day(*on), reached: *reached },
            QuestionnaireTold::Completed { on, correction } => {
                Fact::Completed { on: day(*on), correction: *correction }
            }
            QuestionnaireTold::Impossible { on } => Fact::Impossible { on: day(*on) },
        },
        Told::Codex(note) => codex(note),
        Told::Presented(presented) => Fact::Presented { on: day(presented.on) },
        Told::Referral { number, said, .. } => Fact::Referral { number: *number, told: referral(*said) },
    }
}

fn referral(said: Said) -> Referral {
    let on = day(said.on);
    match said.progress {
        Progress::Sent => Referral::Sent { on },
        Progress::Committed { number, by, .. } | Progress::Renegotiated { number, by } => {
            Referral::Promised { number, by: day(by), on }
        }
        Progress::Kept { number, .. } | Progress::NotKept { number } => Referral::Settled { number, on },
        Progress::Returned | Progress::Declined(_) => Referral::CameBack { on },
        Progress::Completed | Progress::Ended(_) => Referral::Over { on },
        Progress::InformationAsked(_) => Referral::Asked { on },
        Progress::Acknowledged | Progress::Accepted => Referral::Answered { on },
    }
}

/// The employer's requests suspend a trajectory, and their ends resume it; the tracks are told by themselves.
fn codex(note: &CodexNote) -> Fact {
    let (on, service) = (day(note.on), service(note.partner.as_ref(), note.employer));
    match (note.kind, note.requested_by) {
        (CodexKind::Requested, Some(CodexRequester::Employer)) => Fact::CodexAsked { on, service },
        (CodexKind::Ended, _) => Fact::CodexOver { on, service },
        (CodexKind::Requested, _) => Fact::CodexAskedElse { on, service },
        _ => Fact::Silent,
    }
}

fn service(number: Option<&String>, employer: Option<Employer>) -> CodexService {
    CodexService { number: number.cloned(), employer: employer.map(|employer| employer.as_str().to_owned()) }
}

fn ami(event: &AmiEvent) -> Fact {
    let told = match &event.happened {
        AmiHappened::Committed(it) => Ami::Committed {
            situation: match it.situation {
                StartSituation::A => Situation::A,
                StartSituation::B => Situation::B,
                StartSituation::C => Situation::C,
                StartSituation::D => Situation::D,
            },
            coordinator: day(it.coordinator.on),
            person: day(it.person.on),
            physician: it.physician.as_ref().map(|physician| day(physician.on)),
        },
        AmiHappened::Signed(signature) => Ami::Signed { on: day(signature.on) },
        AmiHappened::PlanEstablished { content, coordinator, person, .. } => {
            let (coordinator, person) = (day(coordinator.on), day(person.on));
            Ami::Planned { coordinator, person, rhythm: rhythm(content), rehabilitation: rehabilitation(content) }
        }
        AmiHappened::Informed { kind, on, .. } => Ami::Informed { whom: whom(*kind), on: day(*on) },
        AmiHappened::Ended { last_day, .. } => Ami::Ended { last: day(*last_day) },
        AmiHappened::PlanAdapted { content, on, .. } => {
            Ami::Adapted { on: day(*on), rhythm: rhythm(content), rehabilitation: rehabilitation(content) }
        }
        AmiHappened::FollowedUp(follow_up) => Ami::FollowedUp { on: day(follow_up.on) },
        AmiHappened::Suspended { on, request } => {
            let service = service(request.of.partner.as_ref(), request.of.employer);
            Ami::Suspended { on: day(*on), requested: day(request.on), service }
        }
        AmiHappened::Resumed { on, .. } => Ami::Resumed { on: day(*on) },
        AmiHappened::Evaluated(evaluation) => found(evaluation.on, &evaluation.outcome),
        AmiHappened::Observed(observation) => found(observation.on, &observation.outcome),
        // That it started, and whom to tell, follows from the signatures, the interviews and the consent.
        AmiHappened::Started { .. } | AmiHappened::DutyArose { .. } | AmiHappened::DutyBarred { .. } => {
            return Fact::Silent;
        }
    };
    Fact::Ami { trajectory: event.trajectory, told }
}

/// What the person was found to do after a trajectory: work since a day, or none.
fn found(on: NaiveDate, outcome: &Outcome) -> Ami {
    Ami::Found { on: day(on), at_work_since: outcome.work.map(|work| day(work.since)) }
}

fn rhythm(content: &PlanContent) -> Option<i32> {
    content.rhythm.as_ref().and_then(|rhythm| i32::try_from(rhythm.months).ok())
}

fn concertation(event: &ConcertationEvent) -> Fact {
    match event {
        ConcertationEvent::MessagePosted { thread, message } => {
            Fact::Written { thread: *thread, message: message.number, by: party(message.party), on: day(message.on) }
        }
        ConcertationEvent::MessagesRead { thread, mark } => {
            Fact::Read { thread: *thread, by: party(mark.party), up_to: mark.up_to, on: day(mark.on) }
        }
        ConcertationEvent::ThreadOpened { .. }
        | ConcertationEvent::OutsiderInvited { .. }
        | ConcertationEvent::OutsiderLeft { .. }
        | ConcertationEvent::ThreadClosed { .. } => Fact::Silent,
    }
}

fn whom(kind: InformDutyKind) -> Whom {
    match kind {
        InformDutyKind::Start => Whom::OccupationalPhysician,
        InformDutyKind::Results => Whom::TreatingPhysician,
    }
}

fn party(party: Side) -> Party {
    match party {
        Side::Physician => Party::Physician,
        Side::Coordinator => Party::Coordinator,
    }
}

/// Whether a plan asks that its programme is submitted (D18).
fn rehabilitation(content: &PlanContent) -> bool {
    content.aim == PlanAim::VocationalRehabilitation
}

fn consent(purpose: ConsentPurpose) -> Consent {
    match purpose {
        ConsentPurpose::Trajectory => Consent::Trajectory,
        ConsentPurpose::PhysicianFollowUp => Consent::PhysicianFollowUp,
        ConsentPurpose::Exchange => Consent::Exchange,
        ConsentPurpose::OccupationalPhysician => Consent::OccupationalPhysician,
    }
}

fn purpose(purpose: Of) -> Purpose {
    match purpose {
        Of::FirstContact => Purpose::First,
        Of::NegativeDecision => Purpose::Negative,
        Of::FollowUp => Purpose::FollowUp,
        Of::Other => Purpose::Other,
    }
}

fn kind(kind: TrackKind) -> Kind {
    match kind {
        TrackKind::CodexRequested => Kind::Codex,
        TrackKind::AuthorisedWork => Kind::Work,
        TrackKind::RouteBAuthorised => Kind::RouteB,
    }
}
