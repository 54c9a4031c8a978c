//! Annulling an act of a case, by asking the law again of what came after it (GDPR, article 16; ADR 22).

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::EnterpriseNumber;
use trajet_law::annul::{self, Acted, Addressee, Again, Annulled, Cause, Mistake, NotAnnulled, WentOut};
use trajet_law::referral::{Progress, ReferralKey, Saying};

use crate::command::{Command, Context};
use crate::decide::decide;
use crate::event::Event;
use crate::fact::Fact;
use crate::referral::partner_kind;
use crate::rejection::Rejection;
use crate::report::Report;
use crate::state::{State, apply};

/// Decides a mistake on the history of a case, in which the events come in the order in which they stand; `instead` takes the
/// place of what was wrong: an act, or the facts that another service tells instead.
///
/// # Errors
///
/// A [`Rejection`] when the act cannot be annulled, or the law does not permit the one in its place. What another service
/// takes back is always taken back.
pub fn annul(
    history: &[Acted<'_, Event>],
    mistake: &Mistake,
    instead: &[Command],
    context: &Context,
) -> Result<Vec<Event>, Rejection> {
    if let Mistake::Act(wrong) = mistake {
        let of = history.iter().find(|acted| acted.position == wrong.act).map(|acted| acted.act);
        let mut recorded = history.iter().filter(|acted| Some(acted.act) == of);
        if let Some(why) = recorded.find_map(|acted| not_the_keepers(acted.event)) {
            return Err(why.into());
        }
    }
    annul::annul(&AskedAgain, history, mistake, instead, (context.now, context.today))
}

/// Whether a report belongs to no case any more because its whole case was annulled: what it tells stood on the case until then.
/// What was annulled before as a partner's mistake is not looked for again. The history comes with the places of its events.
#[must_use]
pub fn fell_with_the_case(history: &[(u64, &Event)], report: &Report) -> bool {
    let whole = history.iter().filter_map(|(_, event)| event.annulled()).filter(|annulled| annulled.whole_case);
    let fell: BTreeSet<u64> = whole.flat_map(|annulled| annulled.struck.iter().copied()).collect();
    let tells = |event: &Event| matches!(event, Event::FactTold(told) if told.tells_as(report.partner, &report.fact));
    history.iter().any(|(place, event)| fell.contains(place) && tells(event))
}

/// Why what became of a referral is not for who keeps the record to annul: what was sent was sent, and what a partner said stands
/// in its own record too. The dossier takes the referral back, or the partner says otherwise.
const fn not_the_keepers(event: &Event) -> Option<NotAnnulled> {
    match event {
        Event::ReferralProgressed { said, .. } => match said.progress {
            Progress::Sent | Progress::Returned => Some(NotAnnulled::NotAnAct),
            _ => Some(NotAnnulled::OfAnotherOffice),
        },
        _ => None,
    }
}

/// The law of this service, asked again.
pub(crate) struct AskedAgain;

impl Again for AskedAgain {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Refusal = Rejection;

    fn nothing_yet(&self) -> State {
        State::Empty
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

    fn takes_the_place_of(&self, anew: &Command, former: &Command) -> bool {
        match (anew, former) {
            (Command::Note(anew), Command::Note(former)) => anew.is_of_what(former),
            _ => false,
        }
    }

    fn again(&self, before: &State, cause: Cause, events: &[&Event]) -> Option<Command> {
        events.iter().find_map(|event| match (cause, event) {
            (Cause::Act, Event::ReferralProgressed { number, key, said }) => {
                progressed(before, (*number, *key), said.progress)
            }
            (Cause::Fact, Event::ReferralReceived(asked)) => Some(Command::Note(Fact::Referred(asked.clone()))),
            (Cause::Fact, Event::ReferralEnded(ended)) => Some(Command::Note(Fact::ReferralEnded(ended.clone()))),
            (Cause::Act, Event::FactTold(told)) => Some(Command::Take(told.clone())),
            (Cause::Fact, Event::CaseOpened(recognition)) => Some(Command::Note(Fact::Recognised(recognition.clone()))),
            (Cause::Fact, Event::StartCorrected(corrected)) => Some(Command::Note(Fact::Corrected(corrected.clone()))),
            (Cause::Fact, Event::IncapacityEnded(ending)) => Some(Command::Note(Fact::Ended(ending.clone()))),
            (Cause::Fact, Event::FactParked { fact, .. }) => Some(Command::Note(fact.clone())),
            _ => None,
        })
    }

    fn follow_law(&self) -> Option<Command> {
        None
    }

    fn fact<'e>(&self, event: &'e Event) -> Option<(&'e str, u64)> {
        let source = match event {
            Event::CaseOpened(recognition) => &recognition.source,
            Event::StartCorrected(corrected) => &corrected.source,
            Event::IncapacityEnded(ending) => &ending.source,
            Event::ReferralReceived(asked) => &asked.source,
            Event::ReferralEnded(ended) => &ended.source,
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

    fn about_the_file(&self, event: &Event) -> bool {
        event.about_the_file()
    }

    /// Nothing goes out to the person from here.
    fn went_out(&self, _event: &Event) -> Option<WentOut> {
        None
    }

    fn addressee(&self, _state: &State, _on: NaiveDate) -> Addressee {
        Addressee::Unknown
    }
}

/// The act by which something became of a referral.
fn progressed(before: &State, (number, key): (u32, Option<ReferralKey>), progress: Progress) -> Option<Command> {
    let State::Case(case) = before else { return None };
    let asked = &case.referral(number, key)?.asked;
    let told_at = asked.source.position;
    let saying = match progress {
        Progress::Sent => {
            return Some(Command::Send { told_at, registered: partner_kind(asked.referral.recipient) });
        }
        Progress::Returned => return Some(Command::Send { told_at, registered: None }),
        Progress::Acknowledged => Saying::Acknowledge,
        Progress::InformationAsked(what) => Saying::AskInformation(what),
        Progress::Accepted => Saying::Accept,
        Progress::Declined(reason) => Saying::Decline(reason),
        Progress::Committed { kind, by, .. } => Saying::Commit { kind, by },
        Progress::Renegotiated { number, by } => Saying::Renegotiate { number, by },
        Progress::Kept { number, kept_on } => Saying::Keep { number, kept_on },
        Progress::NotKept { number } => Saying::Break { number },
        Progress::Completed => Saying::Complete,
        Progress::Ended(_) => return None,
    };
    let partner = EnterpriseNumber::parse(asked.referral.organisation.as_deref()?).ok()?;
    Some(Command::Say { told_at, partner, saying })
}

#[cfg(test)]
mod tests;
