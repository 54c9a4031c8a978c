//! The domain as the ledger drives it.

use chrono::NaiveDate;
use trajet_assessment_domain::{self as domain, Claim, Command, Event, Rejection, State};
use trajet_law::file_access::{FileAccess, FileAct};
use trajet_law::law::Law;
use trajet_ledger::{Body, Context, Domain, Revision, Row, SchemaStep, Standing, Table, UnknownShape};
use trajet_service::{Guarded, Pseudonyms};
use trajet_service::{annul, file_access};
use uuid::Uuid;

use crate::{stored, views};

/// The assessment service's law, with the keyed hashes that hide whom a claim or a row is about.
pub struct Assessment {
    pub(crate) pseudonyms: Pseudonyms,
    pub(crate) law: &'static Law,
}

impl Assessment {
    /// A claim as it is stored: it names nobody.
    pub(crate) fn claim_key(&self, claim: &Claim) -> Vec<u8> {
        self.pseudonyms.claim(&[claim.niss.as_str(), &claim.incapacity_start.to_string()])
    }
}

impl Domain for Assessment {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    const SERVICE: &'static str = crate::NAME;
    const WRITER_SCHEMA: i64 = 1;

    fn nothing_yet(&self) -> State {
        State { law: self.law, ..State::default() }
    }

    fn schema(&self) -> &'static [SchemaStep] {
        &views::SCHEMA
    }

    fn tables(&self) -> &'static [&'static Table] {
        &views::TABLES
    }

    fn decide(&self, state: &State, command: &Command, context: &Context) -> Result<Vec<Event>, Rejection> {
        let context = domain::Context {
            now: context.now,
            today: context.today,
            claimed_by: context.claimed_by.map(Uuid::into_bytes),
        };
        domain::decide(state, command, &context)
    }

    fn decide_in(
        &self,
        history: &[Standing<Event>],
        state: &State,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Event>, Rejection> {
        let Command::Annul { mistake, instead } = command else {
            return self.decide(state, command, context);
        };
        let claimed_by = context.claimed_by.map(Uuid::into_bytes);
        let context = domain::Context { now: context.now, today: context.today, claimed_by };
        domain::annul(self.law, &annul::acted(history), mistake, instead, &context)
    }

    fn joined(&self, command: Command, following: Vec<Command>) -> Command {
        match command {
            Command::Annul { mistake, instead: _ } => Command::Annul { mistake, instead: following },
            command => command,
        }
    }

    fn is_closed(&self, state: &State, command: &Command, subject: &str, today: NaiveDate) -> bool {
        // Who is kept out opens a file in an emergency, and who reviews that need not see it.
        let from_outside = matches!(command, Command::ChangeFile(FileAct::Open { .. } | FileAct::Review { .. }));
        !from_outside && file_access::is_closed::<Self>(state, subject, today)
    }

    fn revises<'e>(&self, event: &'e Event) -> Option<Revision<'e>> {
        event.annulled().map(annul::revision)
    }

    fn apply(&self, state: &mut State, event: &Event) {
        domain::apply(state, event);
    }

    fn encode(&self, event: &Event) -> Body {
        let (kind, bytes) = stored::write(event);
        Body { kind, schema: 1, since: 1, effective_on: event.effective_on(), basis: event.ground().to_string(), bytes }
    }

    fn decode(&self, kind: &str, schema: i64, bytes: &[u8]) -> Result<Event, UnknownShape> {
        let unknown = || UnknownShape { kind: kind.to_owned(), schema };
        if schema == 1 { stored::read(kind, bytes).map_err(|_| unknown()) } else { Err(unknown()) }
    }

    fn project(&self, stream: Uuid, state: &State) -> Vec<Row> {
        views::rows(self, stream, state)
    }

    fn claim(&self, command: &Command) -> Option<Vec<u8>> {
        domain::claimed(command).map(|claim| self.claim_key(&claim))
    }

    fn claims_again(&self, history: &[Standing<Event>], command: &Command) -> Vec<Vec<u8>> {
        let Command::Annul { .. } = command else { return Vec::new() };
        domain::claims(self.law, &annul::acted(history)).iter().map(|claim| self.claim_key(claim)).collect()
    }
}

impl Guarded for Assessment {
    fn file_access(state: &State) -> Option<&FileAccess> {
        Some(&state.file.access)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::sync::Arc;

    use trajet_law::annul::Annulled;
    use trajet_ledger::{StoredEvent, Story};
    use trajet_runtime::{Entropy, KeyRing};
    use trajet_service::test_support::annulled;

    use super::*;
    use crate::samples;

    #[test]
    fn t9_what_took_the_place_of_each_of_several_acts_was_done_when_they_were_put_right() {
        let keys = Arc::new(KeyRing::seeded(&Entropy::seeded(1)));
        let domain = Assessment { pseudonyms: Pseudonyms::new(keys, "assessment/300"), law: &trajet_law::law::LAW };
        let noted = || samples::one_of_each().into_iter().find(|event| matches!(event, Event::FactNoted(_))).unwrap();
        // Given three acts of three hours, of which the first and the second are taken back with one annulment
        let taken_back = |others: &[u64]| Annulled {
            act: 1,
            others: others.to_vec(),
            struck: vec![1, 2, 3],
            places: vec![1, 2, 3],
            ..annulled()
        };
        let times = |others: &[u64]| -> Vec<i64> {
            let annulment = Event::ActAnnulled(taken_back(others));
            let mut story = Story::of(&domain);
            let recorded = [(1, 10, noted()), (2, 20, noted()), (3, 30, noted()), (4, 90, annulment)];
            let anew = (5..=7).map(|position| (position, 90, noted()));
            for (position, at, event) in recorded.into_iter().chain(anew) {
                story.follow(&domain, &recorded_at(position, at), event);
            }
            let standing = story.events().iter().filter(|standing| standing.struck_by.is_none());
            standing.filter(|standing| standing.position > 4).map(|standing| standing.acted_at).collect()
        };
        // Then what stands in their places was done then, and what was decided again when it was done
        assert_eq!(times(&[2]), [90, 90, 30]);
        assert_eq!(times(&[]), [90, 20, 30]);
    }

    /// Each instant has an act of its own.
    fn recorded_at(position: i64, recorded_at: i64) -> StoredEvent {
        let request_id = Uuid::from_u64_pair(0, recorded_at.unsigned_abs());
        StoredEvent {
            position,
            stream: Uuid::nil(),
            version: position,
            kind: String::new(),
            schema: 1,
            recorded_at,
            effective_on: String::new(),
            actor: "somebody".to_owned(),
            basis: String::new(),
            request_id,
            trace: String::new(),
            header: Vec::new(),
            sealed: Vec::new(),
            leaf: Vec::new(),
            hash: Vec::new(),
        }
    }
}
