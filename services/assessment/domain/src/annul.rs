//! Annulling an act of a case, by asking the law again of what came after it (GDPR, article 16; ADR 22).

#[cfg(test)]
mod correcting_tests;
#[cfg(test)]
mod law_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walks;

use crate::authorised_work::WorkTerms;
use crate::claim::{Claim, claim};
use crate::command::{Authorisation, Command, Context, TrajectoryDecision, WorkDecision};
use crate::decide::decide;
use crate::end::EndCause;
use crate::event::Event;
use crate::notice::Notice;
use crate::people::Contact;
use crate::rejection::Rejection;
use crate::state::{State, apply};
use chrono::{DateTime, NaiveDate, Utc};
use trajet_law::annul::{
    self, Acted, Addressee, Again, Annulled, AskAt, Cause, Mistake, Recipient, SentKind, Stands, WentOut,
};
use trajet_law::deadline::Step;
use trajet_law::explain::same;
use trajet_law::law::Law;
use trajet_law::rehabilitation::RehabilitationFact;
use trajet_law::rule::Rule;

/// Decides a mistake on the history of a case, in which the events come in the order in which they stand; `instead` takes the
/// place of what was wrong: an act, or the facts that another service tells instead.
///
/// # Errors
///
/// A [`Rejection`] when the act cannot be annulled, the law does not permit the one in its place, or another case holds by now
/// what this one would claim again (M1). What another service takes back is always taken back.
pub fn annul(
    law: &'static Law,
    history: &[Acted<'_, Event>],
    mistake: &Mistake,
    instead: &[Command],
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    let again = AskedAgain(law);
    let events = annul::annul(&again, history, mistake, instead, (context.now, context.today))?;
    // The incapacity may have been declared again since.
    let claimed = claim(&annul::after(&again, history, &events));
    if let (Some(case), Some(_)) =
        (context.claimed_by, claimed.filter(|_| claimed != claim(&annul::after(&again, history, &[]))))
    {
        return Err(Rejection::AlreadyOpen { case });
    }
    Ok(events)
}

/// What a case has claimed since it began, and may claim again when an act is annulled.
#[must_use]
pub fn claims(law: &'static Law, history: &[Acted<'_, Event>]) -> Vec<Claim> {
    let again = AskedAgain(law);
    let mut state = again.nothing_yet();
    let mut claims = Vec::new();
    for acted in history {
        apply(&mut state, acted.event);
        claims.extend(claim(&state).filter(|claim| claims.last() != Some(claim)));
    }
    claims
}

/// The law of this service, asked again.
pub(crate) struct AskedAgain(pub(crate) &'static Law);

impl Again for AskedAgain {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Rejection;

    fn nothing_yet(&self) -> State {
        State { law: self.0, ..State::default() }
    }

    fn apply(&self, state: &mut State, event: &Event) {
        apply(state, event);
    }

    fn decide(
        &self,
        state: &State,
        command: &Command,
        now: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<Event>, Rejection> {
        decide(state, command, &Context { now, today, claimed_by: None })
    }

    fn again(&self, before: &State, cause: Cause, events: &[&Event]) -> Option<Command> {
        match cause {
            Cause::Act => events
                .iter()
                .find_map(|event| act(before, event))
                .or_else(|| dispensed(events))
                .or_else(|| track(before, events)),
            Cause::Fact => events.iter().find_map(|event| match event {
                Event::QuestionnaireNoted(fact) | Event::FactNoted(fact) | Event::FactParked { fact, .. } => {
                    Some(Command::Note(fact.clone()))
                }
                _ => None,
            }),
            Cause::Law => Some(Command::FollowLaw),
            Cause::Timer => events.iter().find_map(|event| match event {
                Event::DeadlineMissed { step, .. } => Some(Command::FireMissed(*step)),
                _ => None,
            }),
        }
    }

    fn takes_the_place_of(&self, anew: &Command, former: &Command) -> bool {
        match (anew, former) {
            (Command::Note(anew), Command::Note(former)) => anew.told.is_of_what(&former.told),
            _ => false,
        }
    }

    fn same(&self, recorded: &Event, again: &Event) -> bool {
        same(recorded, again, Event::decision)
    }

    fn is_as(&self, before: &State, now: &State) -> bool {
        before == now && now.deadlines.are(&before.deadlines)
    }

    fn keeps_names(&self, former: &[&Event], again: &[Event]) -> bool {
        former.iter().filter_map(|event| named(event)).eq(again.iter().filter_map(named))
    }

    fn follow_law(&self) -> Option<Command> {
        Some(Command::FollowLaw)
    }

    fn fact<'e>(&self, event: &'e Event) -> Option<(&'e str, u64)> {
        match event {
            Event::QuestionnaireNoted(fact)
            | Event::FactNoted(fact)
            | Event::FactParked { fact, .. }
            | Event::FactReleased { fact } => Some((&fact.source.ledger, fact.source.position)),
            _ => None,
        }
    }

    fn annulment(&self, annulled: Annulled) -> Event {
        Event::ActAnnulled(annulled)
    }

    fn annulled<'e>(&self, event: &'e Event) -> Option<&'e Annulled> {
        event.annulled()
    }

    fn begins(&self, event: &Event) -> bool {
        let declared = |event: &Event| matches!(event, Event::IncapacityDeclared { .. });
        declared(event) || matches!(event, Event::BeforeGoLive(before) if declared(before))
    }

    fn plans(&self, event: &Event) -> Option<Step> {
        if let Event::DeadlinePlanned { plan, .. } = event { Some(plan.step) } else { None }
    }

    fn is_open(&self, state: &State, step: Step) -> bool {
        state.deadlines.open(step).is_some()
    }

    fn about_the_file(&self, event: &Event) -> bool {
        event.about_the_file()
    }

    fn went_out(&self, event: &Event) -> Option<WentOut> {
        let letter = |kind, notice: &Option<Notice>| {
            let Notice { on, contact: Contact { name, phone, email }, .. } = notice.clone()?;
            Some(WentOut { kind, on, about: None, ask: Some(AskAt { name, phone, email }) })
        };
        match event {
            Event::ExaminationInvited { invitation, .. } => Some(WentOut {
                kind: SentKind::ExaminationInvitation,
                on: invitation.invited_on,
                about: Some(invitation.examination_on),
                ask: None,
            }),
            Event::TrajectoryRefused(refusal) => letter(SentKind::TrajectoryRefused, &refusal.notice),
            Event::TrajectoryNotAuthorised { notice, .. } => letter(SentKind::TrajectoryNotAuthorised, notice),
            Event::WorkNotAuthorised { notice, .. } => letter(SentKind::WorkNotAuthorised, notice),
            _ => None,
        }
    }

    fn reads_the_same(&self, one: &Event, other: &Event) -> bool {
        match (one, other) {
            // Neither the rule that asks for the examination, nor what the record says of the letter, is for the person.
            (
                Event::ExaminationInvited { invitation: one, .. },
                Event::ExaminationInvited { invitation: other, .. },
            ) => (one.invited_on, one.examination_on) == (other.invited_on, other.examination_on),
            (one, other) => one == other,
        }
    }

    /// Who was invited twice by mistake to one examination is to come. Of a day that has gone by there is nothing left to say.
    fn stands(&self, without: &State, struck: &Event, another: Option<Stands>, today: NaiveDate) -> Option<Stands> {
        let Event::ExaminationInvited { invitation: struck, .. } = struck else { return another };
        let day = struck.examination_on;
        let invited = without.invitations.iter().any(|other| other.examination_on == day && today <= day);
        let to_come = |stands: &Stands| !matches!(stands, Stands::Another(Some(on)) if *on < today);
        if invited { Some(Stands::Appointment(day)) } else { another.filter(to_come) }
    }

    fn addressee(&self, state: &State, on: NaiveDate) -> Addressee {
        let Some(declaration) = &state.declaration else { return Addressee::Unknown };
        if state.deceased() {
            return Addressee::Deceased;
        }
        let person = &declaration.person;
        let name = (person.surname.as_str(), person.first_names.as_str());
        Addressee::Living(Recipient::of(name, person.language, state.representations.addressee(on)))
    }
}

/// The number by which later acts know what an event recorded.
fn named(event: &Event) -> Option<u32> {
    if let Event::PersonRepresented(known) = event { Some(known.number) } else { None }
}

fn authorisation(terms: &WorkTerms) -> Authorisation {
    let WorkTerms { decided_on: _, findings, work, conditions, from, until } = terms.clone();
    Authorisation { findings, work, conditions, from, until }
}

/// The act whose decision recorded an event, if the event says all that was asked.
fn act(before: &State, event: &Event) -> Option<Command> {
    Some(match event {
        // Its number is the case's to give: one that the case knows was ended.
        Event::PersonRepresented(known) => match before.representations.find(known.number) {
            Some(_) => Command::EndRepresentation { number: known.number, last_day: known.until? },
            None => Command::RecordRepresentation(known.clone()),
        },
        Event::CertificateAdded(added) => Command::AddCertificate(added.clone()),
        Event::StartCorrected(corrected) => Command::CorrectStart {
            niss: before.declaration.as_ref()?.person.niss,
            start: corrected.to,
            decided_on: corrected.on,
            reason: corrected.reason,
            activity_ceased_on: corrected.activity_ceased_on,
        },
        Event::IncapacityRecognised(recognition) => Command::Recognise {
            decided_on: recognition.decided_on,
            decided_by: recognition.decided_by.clone(),
            activity_ceased_on: Some(recognition.activity_ceased_on),
        },
        Event::RecognitionRefused(refusal) => Command::RefuseRecognition {
            decided_on: refusal.decided_on,
            decided_by: refusal.decided_by.clone(),
            reason: refusal.reason,
        },
        Event::FirstEstimateMade(estimate) => Command::RecordFirstEstimate {
            on: Some(estimate.on),
            category: estimate.category,
            examined: estimate.examined,
            concertation: estimate.concertation.clone(),
        },
        Event::ExaminationInvited { invitation, .. } => Command::InviteToExamination(invitation.clone()),
        Event::EvaluationMade(evaluation) => Command::RecordEvaluation(evaluation.clone()),
        Event::TrajectoryRefused(refusal) => Command::RefuseTrajectory {
            asked_on: refusal.asked_on,
            coordinator: refusal.notice.as_ref()?.contact.clone(),
        },
        Event::TrajectoryAuthorised { on, .. } => {
            Command::DecideTrajectory { decided_on: *on, decision: TrajectoryDecision::Authorised }
        }
        Event::TrajectoryNotAuthorised { on, notice, .. } => Command::DecideTrajectory {
            decided_on: *on,
            decision: TrajectoryDecision::NotCompatible { coordinator: notice.as_ref()?.contact.clone() },
        },
        Event::WorkAppliedFor { application, .. } => Command::ApplyForWork(application.clone()),
        Event::WorkResumed { on, .. } => Command::RecordWorkResumption { resumed_on: *on },
        Event::WorkAuthorised { terms, .. } => Command::DecideWork {
            decided_on: terms.decided_on,
            decision: WorkDecision::Authorised(authorisation(terms)),
        },
        Event::WorkNotAuthorised { on, reason, notice, .. } => Command::DecideWork {
            decided_on: *on,
            decision: WorkDecision::NotAuthorised { reason: *reason, coordinator: notice.as_ref()?.contact.clone() },
        },
        Event::WorkAmended { terms, .. } => {
            Command::AmendWork { decided_on: terms.decided_on, authorisation: authorisation(terms) }
        }
        Event::WorkApplicationWithdrawn { on, .. } => Command::WithdrawWorkApplication { withdrawn_on: *on },
        Event::RehabilitationProposed { proposal, .. } => Command::ProposeRehabilitation(proposal.clone()),
        Event::RehabilitationSubmitted { on, .. } => Command::SubmitRehabilitation { on: *on },
        Event::RehabilitationClosed { on, because, .. } if because.rule == Rule::M19 => {
            Command::WithdrawRehabilitation { on: *on }
        }
        Event::RehabilitationAnswered { answer, .. } => {
            Command::RecordRehabilitation(RehabilitationFact::Answered { on: answer.on, decision: answer.decision })
        }
        Event::RehabilitationIntakeHeld { on, .. } => {
            Command::RecordRehabilitation(RehabilitationFact::IntakeHeld { on: *on })
        }
        Event::ProgrammeStarted { on, .. } => Command::RecordRehabilitation(RehabilitationFact::Started { on: *on }),
        Event::ProgrammeHoursFollowed { hours, .. } => {
            Command::RecordRehabilitation(RehabilitationFact::HoursFollowed(*hours))
        }
        // What ended with the incapacity nobody told.
        Event::ProgrammeEnded { end, .. } if end.because.rule == Rule::M16 => {
            Command::RecordRehabilitation(RehabilitationFact::Ended { on: end.last_day, outcome: end.outcome? })
        }
        Event::ReintegrationEvaluated { evaluation, .. } => Command::EvaluateReintegration(*evaluation),
        Event::TeamContactRecorded(contact) => Command::RecordTeamContact(contact.clone()),
        Event::IncapacityEnded(end) => {
            let known = before.end.as_ref();
            match (end.died_on, end.relapsed_on) {
                (Some(died_on), _) if known.is_none_or(|known| known.died_on.is_none()) => {
                    Command::EndIncapacity { last_day: died_on, cause: EndCause::Deceased, decision: None }
                }
                (_, Some(relapsed_on)) => Command::NoteRelapse { on: relapsed_on },
                _ => {
                    Command::EndIncapacity { last_day: end.last_day, cause: end.cause, decision: end.decision.clone() }
                }
            }
        }
        _ => return None,
    })
}

/// To dispense with an examination is to waive it, and nothing else.
fn dispensed(events: &[&Event]) -> Option<Command> {
    events.iter().find_map(|event| match event {
        Event::DeadlineWaived { step: Step::EstimateExamination, on, because, .. } if because.rule == Rule::M5 => {
            Some(Command::DispenseExamination { decided_on: *on, findings: crate::DispensationFindings::BOTH })
        }
        _ => None,
    })
}

/// A track that somebody started or ended, and not what did it with it.
fn track(before: &State, events: &[&Event]) -> Option<Command> {
    events.iter().find_map(|event| match event {
        Event::TrackStarted(track) if !track.told => {
            // One that ended with the incapacity may have been recorded without an end.
            let cut_off = before.end.as_ref().is_some_and(|end| track.until == Some(end.last_day));
            (!cut_off).then(|| Command::StartConcurrentTrack(track.clone()))
        }
        Event::TrackEnded(track) if !track.told => {
            Some(Command::EndConcurrentTrack { kind: track.kind, on: track.until? })
        }
        _ => None,
    })
}
