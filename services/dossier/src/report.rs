//! What each event tells the reports: the contacts and actions of coordinators, the trajectory of the sickness insurance, the
//! presumptions, and the coordinators themselves.

use chrono::NaiveDate;
use trajet_dossier_domain::ami::{AmiHappened, InformDutyKind, Outcome};
use trajet_dossier_domain::{
    BeforeGoLive, CodexKind, CodexNote, ConcertationEvent, Contact, EndReason, Event, Fact as Noted, NextWay,
    OtherTrackEvent, Purpose, ReferralEvent, RegistryEvent, Told, VisitOutcome,
};
use trajet_law::codex::CodexRequester;
use trajet_law::deadline::Step;
use trajet_law::referral::ReferralEnd;
use trajet_law::taken_over::TakenOver;
use trajet_report::{Action, Due, Fact, Found, Party, What, Work};
use trajet_service::report::Reported;

use crate::ledger::Dossier;

impl Reported for Dossier {
    fn fact(event: &Event) -> Option<Fact> {
        Some(match event {
            Event::Noted(fact) => return heard(&fact.told),
            Event::DeadlinePlanned { plan, on } => return due(plan.step, *on, Due::Planned(plan.clone())),
            Event::DeadlineReplanned { after, on, .. } => return due(after.step, *on, Due::Replanned(after.clone())),
            Event::DeadlineMet { step, on } => return due(*step, *on, Due::Met(*step)),
            Event::DeadlineMissed { step, on } => return due(*step, *on, Due::Missed(*step)),
            Event::DeadlineWaived { step, on, .. } => return due(*step, *on, Due::Waived(*step)),
            // A request of before go-live is told with the case ([`Self::taken_over`]); the questionnaire is another service's.
            Event::BeforeGoLive { what: BeforeGoLive::FirstContactHeld, on } => Fact::did(*on, Action::FirstContact),
            Event::BeforeGoLive { .. } => return None,
            Event::TrajectoryRequested { received_on, .. } => Fact::did(*received_on, Action::Requested),
            Event::AppointmentMade(made) => Fact::did(made.invitation.on, Action::Invited),
            Event::AttemptMade(attempt) => Fact::did(attempt.on, Action::ContactAttempted),
            Event::ContactRefused(refusal) => Fact::did(refusal.on, Action::ContactAttempted),
            Event::ContactHeld(contact) => held(contact),
            Event::AuthorisationAsked(asked) => Fact::did_of(asked.on, Action::AuthorisationAsked, asked.number, ""),
            Event::TrajectoryEnded { on, reason, route_b_only } => {
                // The end of the incapacity ends all that goes on, and is heard by itself.
                if *reason == EndReason::IncapacityEnded {
                    return None;
                }
                let action = if *route_b_only { Action::RequestEnded } else { Action::Ended };
                Fact::did_of(*on, action, 0, reason.code())
            }
            Event::Looked(look) => Fact::did(look.on, Action::Looked),
            Event::OtherTrack(OtherTrackEvent::Recorded { number, kind, since }) => {
                Fact::did_of(*since, Action::OtherTrackBegan, *number, kind.code())
            }
            Event::OtherTrack(OtherTrackEvent::Ended { number, last_day }) => {
                Fact::did_of(*last_day, Action::OtherTrackEnded, *number, "")
            }
            Event::ResultRegistered(result) => {
                Fact::did_of(result.on, Action::ResultRegistered, 0, result.result.code())
                    .finding(found(&result.outcome))
            }
            Event::Ami(event) => return ami(event.trajectory, &event.happened),
            Event::PresumptionBegan(one) | Event::PresumptionEnded(one) => {
                let presumed = one.presumed.clone();
                Fact::on(presumed.first, What::Presumed { number: one.number, presumed })
            }
            Event::Concertation(event) => return concerted(event),
            Event::Registry(RegistryEvent::CoordinatorRegistered { registration, .. }) => {
                Fact::on(registration.took_up_on, What::InFunction { until: registration.ended_on })
            }
            Event::Referral(event) => return referred(event),
            // Consent is no action of the trajectory, and the yearly message does not rest on it (D31). Who has the dossier,
            // and what waits to act, is not told; what comes to act later is noted then.
            Event::ConsentsRecorded(_)
            | Event::ActAnnulled(_)
            | Event::FileAccessTold(_)
            | Event::QuestionnaireBack { .. }
            | Event::AppointmentCancelled { .. }
            | Event::NoticeIssued(_)
            | Event::FactParked { .. }
            | Event::FactReleased { .. }
            | Event::CoordinatorAssigned(_)
            | Event::Registry(RegistryEvent::AttendanceRecorded { .. } | RegistryEvent::MomentRecorded { .. }) => {
                return None;
            }
        })
    }

    fn taken_over(event: &Event) -> Option<TakenOver> {
        match event {
            Event::Noted(Noted { told: Told::Recognised(recognition), .. }) => recognition.taken_over,
            _ => None,
        }
    }

    fn begins_a_case(kind: &str) -> bool {
        !["coordinator_registered", "attendance_recorded", "intervision_recorded"].contains(&kind)
    }
}

/// The help with a questionnaire is the questionnaire service's to tell.
fn due(step: Step, on: NaiveDate, due: Due) -> Option<Fact> {
    (step != Step::QuestionnaireHelp).then(|| Fact::due(on, due))
}

fn heard(told: &Told) -> Option<Fact> {
    let on = told.effective_on();
    Some(match told {
        Told::Recognised(it) => Fact::on(on, What::Heard { start: it.incapacity_start, has_contract: it.has_contract }),
        Told::StartCorrected { to, .. } => Fact::on(on, What::Corrected { start: *to }),
        Told::Referred { .. } => Fact::on(on, What::HeardOfAReferral),
        Told::AuthorisationDecided { number, .. } => Fact::on(on, What::HeardAnAnswer { number: *number }),
        Told::IncapacityEnded(end) => Fact::on(end.last_day, What::HeardOfTheEnd { relapsed_on: end.relapsed_on }),
        Told::Codex(note) => codex(note),
        // Of programmes and of work the assessment tells.
        Told::Represented(_)
        | Told::TrackStarted(_)
        | Told::TrackEnded { .. }
        | Told::WorkBegan { .. }
        | Told::ProgrammeSubmitted { .. }
        | Told::ProgrammeClosed { .. }
        | Told::ProgrammeStarted { .. }
        | Told::ProgrammeEnded { .. }
        | Told::Referral { .. }
        | Told::Presented(_)
        | Told::Questionnaire(_) => return None,
    })
}

fn held(contact: &Contact) -> Fact {
    let action = match contact.purpose {
        Purpose::FirstContact => Action::FirstContact,
        Purpose::NegativeDecision => Action::NegativeDecisionContact,
        Purpose::FollowUp => Action::FollowUpInterview,
        Purpose::Other => Action::OtherContact,
    };
    Fact::did_of(contact.on, action, 0, contact.next_way.map_or("", NextWay::code))
}

fn ami(trajectory: u32, happened: &AmiHappened) -> Option<Fact> {
    Some(match happened {
        AmiHappened::Committed(commitment) => Fact::did(commitment.signed_on(), Action::Committed),
        AmiHappened::Started { on, situation } => Fact::did_of(*on, Action::Started, 0, situation.code()),
        AmiHappened::Informed { kind, on, .. } => {
            let action = match kind {
                InformDutyKind::Start => Action::OccupationalPhysicianInformed,
                InformDutyKind::Results => Action::TreatingPhysicianInformed,
            };
            Fact::did(*on, action)
        }
        AmiHappened::PlanEstablished { content, coordinator, person, .. } => {
            let on = coordinator.on.max(person.on);
            Fact::did_of(on, Action::PlanEstablished, 0, content.aim.code())
        }
        AmiHappened::PlanAdapted { content, on, .. } => Fact::did_of(*on, Action::PlanAdapted, 0, content.aim.code()),
        AmiHappened::FollowedUp(follow_up) => Fact::did(follow_up.on, Action::PlanFollowedUp),
        AmiHappened::Suspended { on, .. } => Fact::did(*on, Action::AmiSuspended),
        AmiHappened::Resumed { on, .. } => Fact::did(*on, Action::AmiResumed),
        AmiHappened::Ended { last_day, reason } => Fact::did_of(*last_day, Action::AmiEnded, trajectory, reason.code()),
        AmiHappened::Evaluated(evaluation) => {
            Fact::did_of(evaluation.on, Action::AmiEvaluated, trajectory, evaluation.result.code())
                .finding(found(&evaluation.outcome))
        }
        AmiHappened::Observed(observation) => {
            let stopped = observation.stopped.map(|(last_day, why)| (last_day, why.code()));
            Fact::did_of(observation.on, Action::ReturnObserved, trajectory, "")
                .finding(Found { stopped, ..found(&observation.outcome) })
        }
        // The physician's signature is told by the start; of a duty what was carried out is told.
        AmiHappened::Signed(_) | AmiHappened::DutyArose { .. } | AmiHappened::DutyBarred { .. } => return None,
    })
}

/// To whom the person was referred. That it was taken back is an act of its own; what ends it otherwise is told by itself.
fn referred(event: &ReferralEvent) -> Option<Fact> {
    match event {
        ReferralEvent::Made(made) => {
            let to = made.referral.recipient.code();
            Some(Fact::did_of(made.made_on, Action::ReferredOn, made.number, to))
        }
        ReferralEvent::Ended { on, because, number, .. } => match because {
            ReferralEnd::Withdrawn | ReferralEnd::AgreementWithdrawn => {
                Some(Fact::did_of(*on, Action::ReferralTakenBack, *number, ""))
            }
            ReferralEnd::ConsentWithdrawn | ReferralEnd::TrajectoryEnded | ReferralEnd::IncapacityEnded => None,
        },
    }
}

/// What the person was found to do; nothing of what was found in words.
fn found(outcome: &Outcome) -> Found {
    let work = outcome.work.map(|work| Work {
        since: work.since,
        contract: work.contract.code(),
        as_before: work.as_before,
        percent: work.percent_of_full_time,
    });
    Found { work, training: outcome.training, volunteering: outcome.volunteering, stopped: None }
}

fn codex(note: &CodexNote) -> Fact {
    let (action, of) = match note.kind {
        CodexKind::Requested => (Action::CodexRequested, note.requested_by.map(CodexRequester::code)),
        CodexKind::PreReturnVisit => (Action::PreReturnVisit, note.visit_outcome.map(VisitOutcome::code)),
        CodexKind::PlanSigned => (Action::CodexPlanSigned, None),
        CodexKind::WorkResumed => (Action::CodexWorkResumed, None),
        CodexKind::Ended => (Action::CodexEnded, None),
    };
    // Both are numbers, of ten digits.
    let number = |digits: &str| digits.parse().ok();
    let service = note.partner.as_deref().and_then(number);
    let employer = note.employer.and_then(|employer| number(employer.as_str()));
    Fact::did_of(note.on, action, 0, of.unwrap_or_default()).told_of(Party { service, employer })
}

/// That there was concertation, and with whom; nothing of what was written.
fn concerted(event: &ConcertationEvent) -> Option<Fact> {
    match event {
        ConcertationEvent::ThreadOpened { on, .. } => Some(Fact::did(*on, Action::Concerted)),
        ConcertationEvent::OutsiderInvited { outsider, .. } => {
            Some(Fact::did_of(outsider.from, Action::OthersBroughtIn, 0, outsider.kind.code()))
        }
        ConcertationEvent::MessagePosted { .. }
        | ConcertationEvent::MessagesRead { .. }
        | ConcertationEvent::OutsiderLeft { .. }
        | ConcertationEvent::ThreadClosed { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::samples::{more, one_of_each};

    #[test]
    fn r1_x4_who_takes_a_referral_back_acts_and_what_ends_it_otherwise_is_told_by_itself() {
        let (number, key, on) = (1, None, "2023-03-01".parse().expect("a date"));
        let told = |because| Dossier::fact(&Event::Referral(ReferralEvent::Ended { number, key, on, because }));
        let taken_back = Fact::did_of(on, Action::ReferralTakenBack, 1, "");
        for because in ReferralEnd::ALL {
            let by_somebody = matches!(because, ReferralEnd::Withdrawn | ReferralEnd::AgreementWithdrawn);
            assert_eq!(told(*because), by_somebody.then(|| taken_back.clone()), "{because:?}");
        }
    }

    #[test]
    fn r1_r6_a_referral_is_told_with_its_recipient_and_nothing_of_what_for() {
        let events: Vec<_> = one_of_each().into_iter().chain(more()).collect();
        let made = events.iter().filter_map(|event| match event {
            Event::Referral(ReferralEvent::Made(made)) => Some((made, Dossier::fact(event))),
            _ => None,
        });
        let told: Vec<_> = made.collect();
        for (made, fact) in &told {
            let to = made.referral.recipient.code();
            assert_eq!(*fact, Some(Fact::did_of(made.made_on, Action::ReferredOn, made.number, to)));
        }
        assert!(!told.is_empty());
    }

    #[test]
    fn r1_the_message_tells_an_attempt_and_not_what_came_of_it() {
        let events: Vec<_> = one_of_each().into_iter().chain(more()).collect();
        let attempts = events.iter().filter(|event| matches!(event, Event::AttemptMade(_) | Event::ContactRefused(_)));
        let facts: Vec<_> = attempts.filter_map(Dossier::fact).collect();
        let rows = facts.iter().filter_map(|fact| match fact.what {
            What::Did(did) => Some(did.action.code()),
            _ => None,
        });
        let rows: BTreeSet<_> = rows.collect();
        assert!(facts.len() > 2 && rows.len() == 1, "{rows:?}");
    }
}
