//! A law small enough to be seen through: of what lies in a store no more is taken than is there.

use std::cell::Cell;
use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::Language;

use crate::annul::{Addressee, Again, Annulled, Cause, NotAnnulled, Recipient, SentKind, WentOut};
use crate::histories::Played;
use crate::matter::Matter;

#[derive(Clone, Default)]
pub(super) struct Store {
    /// From when on no more than this is put in at once, whatever was before: a later version reads the law so.
    pub(super) most: Rc<Cell<Option<i64>>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct State {
    pub(super) open: bool,
    pub(super) stock: i64,
    pub(super) counted: Option<i64>,
    pub(super) priced: i64,
    pub(super) owner: Owner,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Owner {
    #[default]
    Unknown,
    Living,
    Dead,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    Open,
    Put(i64),
    Take(i64),
    /// Who owns it is invited for a day to see what is there.
    Invite(NaiveDate),
    /// The owner died.
    Die,
    /// Something that came from elsewhere.
    Tell(u64, i64),
    /// A timer counts what there is.
    Count,
    /// By the law of today the price is what there is.
    Price,
    /// Who may see it changes.
    Hide,
    /// An act whose events do not tell what was asked.
    Lose(i64),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Opened,
    Put(i64),
    Taken(i64),
    Invited(NaiveDate),
    Died,
    Told(u64, i64),
    Counted(i64),
    Priced(i64),
    Hidden,
    Lost(i64),
    Annulled(Annulled),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Short,
    TooMuch,
    Not(NotAnnulled),
}

impl From<NotAnnulled> for Refusal {
    fn from(not: NotAnnulled) -> Self {
        Self::Not(not)
    }
}

impl Again for Store {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn nothing_yet(&self) -> State {
        State::default()
    }

    fn apply(&self, state: &mut State, event: &Event) {
        match event {
            Event::Opened => (state.open, state.owner) = (true, Owner::Living),
            Event::Put(some) | Event::Told(_, some) => state.stock += some,
            Event::Taken(some) | Event::Lost(some) => state.stock -= some,
            Event::Died => state.owner = Owner::Dead,
            Event::Counted(some) => state.counted = Some(*some),
            Event::Priced(some) => state.priced = *some,
            Event::Invited(_) | Event::Hidden | Event::Annulled(_) => {}
        }
    }

    fn decide(
        &self,
        state: &State,
        command: &Command,
        _at: DateTime<Utc>,
        _today: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        Ok(match *command {
            Command::Open => vec![Event::Opened],
            Command::Put(some) if self.most.get().is_some_and(|most| most < some) => return Err(Refusal::TooMuch),
            Command::Put(some) => vec![Event::Put(some)],
            Command::Take(some) if state.stock < some => return Err(Refusal::Short),
            Command::Take(some) => vec![Event::Taken(some)],
            Command::Invite(_) if state.stock == 0 => return Err(Refusal::Short),
            Command::Invite(on) => vec![Event::Invited(on)],
            Command::Die => vec![Event::Died],
            Command::Tell(place, some) => vec![Event::Told(place, some)],
            Command::Count if state.stock == 0 => Vec::new(),
            Command::Count => vec![Event::Counted(state.stock)],
            Command::Price if state.priced == state.stock => Vec::new(),
            Command::Price => vec![Event::Priced(state.stock)],
            Command::Hide => vec![Event::Hidden],
            Command::Lose(some) => vec![Event::Lost(some)],
        })
    }

    fn takes_the_place_of(&self, anew: &Command, former: &Command) -> bool {
        // What is told of a debt is told of another thing than what is told of a gain.
        match (anew, former) {
            (Command::Tell(_, anew), Command::Tell(_, former)) => anew.signum() == former.signum(),
            _ => false,
        }
    }

    fn again(&self, _before: &State, _cause: Cause, events: &[&Event]) -> Option<Command> {
        Some(match *events.first()? {
            Event::Opened => Command::Open,
            Event::Put(some) => Command::Put(*some),
            Event::Taken(some) => Command::Take(*some),
            Event::Invited(on) => Command::Invite(*on),
            Event::Died => Command::Die,
            Event::Told(place, some) => Command::Tell(*place, *some),
            Event::Counted(_) => Command::Count,
            Event::Priced(_) => Command::Price,
            Event::Hidden | Event::Lost(_) | Event::Annulled(_) => return None,
        })
    }

    fn follow_law(&self) -> Option<Command> {
        Some(Command::Price)
    }

    fn fact<'e>(&self, event: &'e Event) -> Option<(&'e str, u64)> {
        if let Event::Told(place, _) = event { Some(("elsewhere", *place)) } else { None }
    }

    fn annulment(&self, annulled: Annulled) -> Event {
        Event::Annulled(annulled)
    }

    fn annulled<'e>(&self, event: &'e Event) -> Option<&'e Annulled> {
        if let Event::Annulled(annulled) = event { Some(annulled) } else { None }
    }

    fn begins(&self, event: &Event) -> bool {
        *event == Event::Opened
    }

    fn about_the_file(&self, event: &Event) -> bool {
        *event == Event::Hidden
    }

    fn went_out(&self, event: &Event) -> Option<WentOut> {
        let Event::Invited(on) = event else { return None };
        Some(WentOut { kind: SentKind::ExaminationInvitation, on: *on, about: Some(*on), ask: None })
    }

    fn addressee(&self, state: &State, _on: NaiveDate) -> Addressee {
        match state.owner {
            Owner::Unknown => Addressee::Unknown,
            Owner::Dead => Addressee::Deceased,
            Owner::Living => Addressee::Living(Recipient::of(("Peeters", "Anna"), Language::Dutch, None)),
        }
    }
}

impl Played for Store {
    fn cause(&self, command: &Command) -> Cause {
        match command {
            Command::Tell(..) => Cause::Fact,
            Command::Count => Cause::Timer,
            Command::Price => Cause::Law,
            _ => Cause::Act,
        }
    }

    fn source<'c>(&self, command: &'c Command) -> Option<(&'c str, u64)> {
        if let Command::Tell(place, _) = command { Some(("elsewhere", *place)) } else { None }
    }

    fn effective_on(&self, event: &Event) -> NaiveDate {
        if let Event::Invited(on) = event { *on } else { NaiveDate::MIN }
    }

    fn matter(&self, _event: &Event) -> Matter {
        Matter::Itself
    }
}
