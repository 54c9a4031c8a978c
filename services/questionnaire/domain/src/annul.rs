//! Annulling an act of a case, by asking the law again of what came after it (GDPR, article 16; ADR 22).

#[cfg(test)]
mod correcting_tests;
#[cfg(test)]
mod tests;

use crate::command::{Command, Context};
use crate::decide::decide;
use crate::definition::DefinitionRef;
use crate::event::Event;
use crate::fact::{Fact, Recognition, StartCorrection};
use crate::people::Contact;
use crate::rejection::Rejection;
use crate::round::{Delegation, HelpContact, Route, Sent};
use crate::state::{End, State, apply};
use crate::waiver::WaiverReason;
use chrono::{DateTime, NaiveDate, Utc};
use trajet_law::annul::{self, Acted, Addressee, Again, Annulled, AskAt, Cause, Mistake, Recipient, SentKind, WentOut};
use trajet_law::deadline::Step;
use trajet_law::explain::same;
use trajet_law::law::Law;

/// Decides a mistake on the history of a case, in which the events come in the order in which they stand; `instead` takes the
/// place of what was wrong: an act, or the facts that another service tells instead.
///
/// # Errors
///
/// A [`Rejection`] when the act cannot be annulled, or the law does not permit the one in its place. What another service
/// takes back is always taken back.
pub fn annul(
    law: &'static Law,
    history: &[Acted<'_, Event>],
    mistake: &Mistake,
    instead: &[Command],
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    annul::annul(&AskedAgain(law), history, mistake, instead, (context.now, context.today))
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
        decide(state, command, &Context { now, today })
    }

    fn again(&self, _before: &State, cause: Cause, events: &[&Event]) -> Option<Command> {
        match cause {
            Cause::Act => act(events),
            Cause::Fact => events.iter().find_map(|event| fact(event)).map(Command::Note),
            Cause::Law => Some(Command::FollowLaw),
            Cause::Timer => events.iter().find_map(|event| timer(event)).or_else(|| kept_back(events)),
        }
    }

    fn takes_the_place_of(&self, anew: &Command, former: &Command) -> bool {
        match (anew, former) {
            (Command::Note(anew), Command::Note(former)) => anew.is_of_what(former),
            _ => false,
        }
    }

    fn same(&self, recorded: &Event, again: &Event) -> bool {
        same(recorded, again, Event::decision)
    }

    fn is_as(&self, before: &State, now: &State) -> bool {
        before == now && now.deadlines.are(&before.deadlines)
    }

    fn follow_law(&self) -> Option<Command> {
        Some(Command::FollowLaw)
    }

    fn fact<'e>(&self, event: &'e Event) -> Option<(&'e str, u64)> {
        let source = match event {
            Event::CaseOpened(Recognition { source, .. })
            | Event::PersonRepresented { source, .. }
            | Event::TrackStarted { source, .. }
            | Event::TrackEnded { source, .. }
            | Event::StartCorrected(StartCorrection { source, .. })
            | Event::IncapacityEnded { source, .. }
            | Event::TrajectoryRequested { source, .. }
            | Event::TrajectoryEnded { source, .. } => source,
            Event::FactParked { fact, .. } | Event::FactReleased { fact } => fact.source(),
            _ => return None,
        };
        Some((&source.ledger, source.position))
    }

    fn annulment(&self, annulled: Annulled) -> Event {
        Event::ActAnnulled(annulled)
    }

    fn annulled<'e>(&self, event: &'e Event) -> Option<&'e Annulled> {
        event.annulled()
    }

    fn begins(&self, _event: &Event) -> bool {
        // Medical assessment has the declaration.
        false
    }

    /// A questionnaire on which somebody worked was sent.
    fn went_on(&self, timer: &[&Event], later: &mut dyn Iterator<Item = &Event>) -> bool {
        let sent = |event: &&Event| matches!(event, Event::QuestionnaireSent(_));
        let worked_on = |event: &Event| {
            matches!(
                event,
                Event::DraftSaved(_)
                    | Event::IncompleteReturned { .. }
                    | Event::AnswerReturned(_)
                    | Event::AnswerCorrected(_)
                    | Event::CompletionImpossible(_)
                    | Event::HelpDelegated(_)
                    | Event::HelpGiven(_)
            )
        };
        timer.iter().any(sent) && later.take_while(|event| !sent(event)).any(worked_on)
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
        match event {
            Event::QuestionnaireSent(sent) => {
                Some(WentOut { kind: SentKind::Questionnaire, on: sent.on, about: None, ask: None })
            }
            Event::NoticeIssued(notice) => {
                let Contact { name, telephone: phone, email } = notice.contact.clone();
                let ask = Some(AskAt { name, phone, email });
                Some(WentOut { kind: SentKind::QuestionnaireNotSent, on: notice.on, about: None, ask })
            }
            _ => None,
        }
    }

    fn addressee(&self, state: &State, on: NaiveDate) -> Addressee {
        let Some(recognition) = &state.recognition else { return Addressee::Unknown };
        if state.end.and_then(End::death).is_some() {
            return Addressee::Deceased;
        }
        let person = &recognition.person;
        let name = (person.surname.as_str(), person.first_names.as_str());
        Addressee::Living(Recipient::of(name, person.language, state.representations.addressee(on)))
    }
}

/// The timer that recorded an event.
fn timer(event: &Event) -> Option<Command> {
    match event {
        Event::HelpAsked { .. } => Some(Command::FireReturnMissed),
        Event::QuestionnaireSent(Sent { route, definition, .. }) => {
            Some(Command::FireSend { route: *route, definition: definition.clone() })
        }
        _ => None,
    }
}

/// The day of sending, on which nothing was sent. Which version would have been does not matter: a timer that would have sent
/// it did something else.
fn kept_back(events: &[&Event]) -> Option<Command> {
    let kept_back = |event: &&Event| {
        matches!(event, Event::SendingWaived { .. } | Event::DeadlineWaived { step: Step::QuestionnaireSend, .. })
    };
    let definition = DefinitionRef { code: String::new(), version: 0 };
    events.iter().any(kept_back).then_some(Command::FireSend { route: Route::A, definition })
}

/// The act whose decision recorded these events, if they say all that was asked. What was answered is judged by the version of
/// the questionnaire, which they only name: it stands, or is annulled first.
fn act(events: &[&Event]) -> Option<Command> {
    let letter = events.iter().find_map(|event| match event {
        Event::NoticeIssued(notice) => Some(notice),
        _ => None,
    });
    events.iter().find_map(|event| {
        Some(match event {
            Event::SendingWaived { reason: WaiverReason::Medical { reason, by }, on } => {
                Command::Waive { reason: *reason, by: by.clone(), contact: letter?.contact.clone(), decided_on: *on }
            }
            Event::HelpDelegated(Delegation { to, by, .. }) => Command::DelegateHelp { to: to.clone(), by: by.clone() },
            Event::HelpGiven(HelpContact { by, on, channel, result, acts, .. }) => {
                Command::RecordHelp { by: by.clone(), on: *on, channel: *channel, result: *result, acts: acts.clone() }
            }
            Event::CompletionImpossible(found) => Command::RecordImpossibility(found.clone()),
            _ => return None,
        })
    })
}

/// The fact that was noted by an event.
fn fact(event: &Event) -> Option<Fact> {
    Some(match event.clone() {
        Event::CaseOpened(recognition) => Fact::Recognised(recognition),
        Event::TrackStarted { kind, from, until, source } => Fact::TrackStarted { kind, from, until, source },
        Event::TrackEnded { kind, from, until, source } => Fact::TrackEnded { kind, from, until, source },
        Event::PersonRepresented { representation, source } => Fact::Represented { representation, source },
        Event::StartCorrected(corrected) => Fact::Corrected(corrected),
        Event::IncapacityEnded { last_day, ending, died_on, source } => {
            Fact::Ended { last_day, ending, died_on, source }
        }
        Event::TrajectoryRequested { received_on, needed, source, .. } => {
            Fact::TrajectoryRequested { received_on, needed, source }
        }
        Event::TrajectoryEnded { ended_on, source, .. } => Fact::TrajectoryEnded { ended_on, source },
        Event::FactParked { fact, .. } => fact,
        _ => return None,
    })
}
