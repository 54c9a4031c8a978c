//! Annulling an act of a case, by asking the law again of what came after it (GDPR, article 16; ADR 22).

mod act;
mod ami;
mod concertation;
#[cfg(test)]
mod correcting_tests;
#[cfg(test)]
mod left_open;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod walks;
#[cfg(test)]
mod written;

use crate::command::{Command, Context};
use crate::concertation::{ConcertationEvent, Party};
use crate::contact::Appointment;
use crate::decide::decide;
use crate::event::{Event, Notice};
use crate::fact::IncapacityEnd;
use crate::notice::NoticeText;
use crate::other_track::OtherTrackEvent;
use crate::partner_referral::ReferralEvent;
use crate::people::CoordinatorContact;
use crate::rejection::Rejection;
use crate::state::{State, apply};
use chrono::{DateTime, NaiveDate, Utc};
use trajet_law::annul::{
    self, Acted, Addressee, Again, Annulled, AskAt, Cause, Mistake, NotAnnulled, Recipient, SentKind, Stands, WentOut,
};
use trajet_law::deadline::Step;
use trajet_law::explain::same;
use trajet_law::law::Law;

/// Decides a mistake on the history of a case, in which the events come in the order in which they stand; `instead` takes the
/// place of what was wrong: an act, or the facts that another service tells instead. It is asked as coordinator; what somebody wrote in a thread is annulled as what it
/// was written.
///
/// # Errors
///
/// A [`Rejection`] when the act cannot be annulled, or the law does not permit the one in its place. What another service
/// takes back is always taken back.
pub fn annul(
    law: &'static Law,
    history: &[Acted<'_, Event>],
    mistake: &Mistake,
    (instead, by): (&[Command], Option<Party>),
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    if let Mistake::Act(wrong) = mistake {
        let of = history.iter().find(|acted| acted.position == wrong.act).map(|acted| acted.act);
        let mut written = history.iter().filter(|acted| Some(acted.act) == of);
        let whose = written.find_map(|acted| writer(acted.event)).unwrap_or(Party::Coordinator);
        if of.is_some() && by != Some(whose) {
            return Err(NotAnnulled::OfAnotherOffice.into());
        }
    }
    annul::annul(&AskedAgain(law), history, mistake, instead, (context.now, context.today))
}

/// As what somebody wrote, where an event says what somebody wrote.
fn writer(event: &Event) -> Option<Party> {
    let Event::Concertation(event) = event else { return None };
    match event {
        ConcertationEvent::ThreadOpened { by, .. } | ConcertationEvent::ThreadClosed { by, .. } => Some(by.party),
        ConcertationEvent::MessagePosted { message, .. } => Some(message.party),
        _ => None,
    }
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

    fn again(&self, before: &State, cause: Cause, events: &[&Event]) -> Option<Command> {
        match cause {
            Cause::Act => act::act(before, events),
            Cause::Fact => events.iter().find_map(|event| match event {
                Event::Noted(fact) | Event::FactParked { fact, .. } => Some(Command::Note(fact.clone())),
                _ => None,
            }),
            Cause::Law => Some(Command::FollowLaw),
            Cause::Timer => events.iter().find_map(|event| match event {
                Event::DeadlineMissed { step, .. } => Some(Command::FireMissed(*step)),
                Event::DeadlinePlanned { plan, .. } if plan.step == Step::RouteBAppointment => {
                    Some(Command::FireLapsed)
                }
                Event::DeadlinePlanned { .. } => Some(Command::FireBarEnded),
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
            Event::Noted(fact) | Event::FactParked { fact, .. } | Event::FactReleased { fact } => {
                Some((&fact.source.ledger, fact.source.position))
            }
            _ => None,
        }
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
        let (kind, on, about, contact) = match event {
            Event::AppointmentMade(made) => (SentKind::Appointment, made.invitation.on, made.on, &made.contact),
            Event::NoticeIssued(Notice {
                text: NoticeText::AppointmentCancelled1,
                on,
                appointment_on,
                coordinator,
                ..
            }) => (SentKind::AppointmentCancelled, *on, *appointment_on, coordinator),
            _ => return None,
        };
        let CoordinatorContact { name, phone, email } = contact.clone();
        Some(WentOut { kind, on, about: Some(about), ask: Some(AskAt { name, phone, email }) })
    }

    fn reads_the_same(&self, one: &Event, other: &Event) -> bool {
        match (one, other) {
            // What the record says of the letter is not for the person.
            (Event::AppointmentMade(one), Event::AppointmentMade(other)) => {
                let read = |made: &Appointment| (made.invitation.on, made.on, made.channel, made.contact.clone());
                read(one) == read(other)
            }
            // A letter that goes out once more says the same, on another day.
            (Event::NoticeIssued(one), Event::NoticeIssued(other)) => Notice { on: one.on, ..other.clone() } == *one,
            (one, other) => one == other,
        }
    }

    /// What the person is to know of a day: whether there is an appointment, by what is open now, whatever was sent for it, and
    /// whether another one for the same takes its place. Of a day that has gone by there is nothing left to say.
    fn stands(&self, without: &State, struck: &Event, another: Option<Stands>, today: NaiveDate) -> Option<Stands> {
        let to_come = || without.open_appointments().filter(|open| today <= open.on);
        match struck {
            Event::AppointmentMade(made) => {
                let of_purpose = || to_come().filter(|open| open.purpose == made.purpose);
                if to_come().any(|open| open.on == made.on) {
                    return Some(Stands::Appointment(made.on));
                }
                // What another had taken the place of is on again, as the person was told it would be.
                let replaced = made.replaces.and_then(|(number, _)| of_purpose().find(|open| open.number == number));
                let again = replaced.map(|replaced| Stands::Appointment(replaced.on));
                again.or_else(|| of_purpose().next().map(|open| Stands::Another(Some(open.on))))
            }
            Event::NoticeIssued(Notice { appointment_on: day, .. }) => {
                let takes_place = to_come().any(|open| open.on == *day);
                let said = if takes_place { Stands::Appointment(*day) } else { Stands::NoAppointment(*day) };
                (today <= *day).then_some(said)
            }
            _ => another,
        }
    }

    fn addressee(&self, state: &State, on: NaiveDate) -> Addressee {
        let Some(recognition) = &state.recognition else { return Addressee::Unknown };
        if state.end.and_then(IncapacityEnd::death).is_some() {
            return Addressee::Deceased;
        }
        let person = &recognition.person;
        let name = (person.surname.as_str(), person.first_names.as_str());
        Addressee::Living(Recipient::of(name, person.language, state.representations.addressee(on)))
    }
}

/// The numbers by which later acts know what an event recorded.
fn named(event: &Event) -> Option<(u32, u32)> {
    match event {
        Event::AppointmentMade(appointment) => Some((appointment.number, 0)),
        Event::Concertation(ConcertationEvent::ThreadOpened { thread, .. }) => Some((*thread, 0)),
        Event::Concertation(ConcertationEvent::MessagePosted { thread, message }) => Some((*thread, message.number)),
        Event::OtherTrack(OtherTrackEvent::Recorded { number, .. }) => Some((*number, 0)),
        // By it medical assessment answers.
        Event::AuthorisationAsked(asked) => Some((asked.number, 0)),
        Event::Referral(ReferralEvent::Made(made)) => Some((made.number, 0)),
        _ => None,
    }
}
