//! What deciding again asks of the law of a service.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Addressee, Annulled, Cause, NotAnnulled, Stands, WentOut};
use crate::deadline::Step;

/// A service's own law, as deciding again asks it.
pub trait Again {
    /// What is known of a case.
    type State: Clone + PartialEq;
    /// What can be asked of it.
    type Command;
    /// What happened to it.
    type Event: Clone + PartialEq;
    /// Why a command, or an annulment, is refused.
    type Refusal: From<NotAnnulled>;

    /// A case of which nothing is known.
    fn nothing_yet(&self) -> Self::State;

    /// Applies an event.
    fn apply(&self, state: &mut Self::State, event: &Self::Event);

    /// Decides a command as on a day.
    ///
    /// # Errors
    /// Why it is refused.
    fn decide(
        &self,
        state: &Self::State,
        command: &Self::Command,
        at: DateTime<Utc>,
        today: NaiveDate,
    ) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// The command whose decision recorded these events, by what they came about and on the case as it was before; `None`
    /// where they do not tell it.
    fn again(&self, before: &Self::State, cause: Cause, events: &[&Self::Event]) -> Option<Self::Command>;

    /// Whether a fact that is told takes the place of one that was told before and is taken back: it is of the same kind.
    fn takes_the_place_of(&self, anew: &Self::Command, former: &Self::Command) -> bool;

    /// Whether an event that was decided again is the one that was recorded. One that was recorded before its facts were is the
    /// same by all else.
    fn same(&self, recorded: &Self::Event, again: &Self::Event) -> bool {
        recorded == again
    }

    /// Whether a case is what it was, its deadlines counted from the same facts too.
    fn is_as(&self, before: &Self::State, now: &Self::State) -> bool {
        before == now
    }

    /// Whether what was decided again has the names by which later acts know it, such as the number of an appointment.
    fn keeps_names(&self, _former: &[&Self::Event], _again: &[Self::Event]) -> bool {
        true
    }

    /// The command by which open deadlines follow the law in force; `None` for a service that has none.
    fn follow_law(&self) -> Option<Self::Command>;

    /// The ledger and the place of the fact that an event notes, parks or releases.
    fn fact<'e>(&self, event: &'e Self::Event) -> Option<(&'e str, u64)>;

    /// The event of an annulment.
    fn annulment(&self, annulled: Annulled) -> Self::Event;

    /// The annulment, if the event is one.
    fn annulled<'e>(&self, event: &'e Self::Event) -> Option<&'e Annulled>;

    /// Whether the event begins the case, so that without it there is none.
    fn begins(&self, event: &Self::Event) -> bool;

    /// Whether somebody went on with what a timer did, so that it stands: `later` is what came after it.
    fn went_on(&self, _timer: &[&Self::Event], _later: &mut dyn Iterator<Item = &Self::Event>) -> bool {
        false
    }

    /// The step whose deadline an event plans.
    fn plans(&self, _event: &Self::Event) -> Option<Step> {
        None
    }

    /// Whether the deadline of a step is open.
    fn is_open(&self, _state: &Self::State, _step: Step) -> bool {
        false
    }

    /// Whether the event is about who may see the file. Such an event is never struck, whatever is annulled: else who was kept
    /// out would see the file, and who looked would not be known.
    fn about_the_file(&self, event: &Self::Event) -> bool;

    /// What went out to the person by the event.
    fn went_out(&self, event: &Self::Event) -> Option<WentOut>;

    /// Whether what went out by one event is what goes out by another, so that the person was told right.
    fn reads_the_same(&self, one: &Self::Event, other: &Self::Event) -> bool {
        one == other
    }

    /// What holds on a day in the place of what went out by an event, on the case as it is without that. What the act that takes its
    /// place sends is `another`, which can have been moved or cancelled since.
    fn stands(
        &self,
        _without: &Self::State,
        _struck: &Self::Event,
        another: Option<Stands>,
        _today: NaiveDate,
    ) -> Option<Stands> {
        another
    }

    /// To whom a letter of a day goes.
    fn addressee(&self, state: &Self::State, on: NaiveDate) -> Addressee;
}
