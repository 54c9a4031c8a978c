//! A ledger as reports read it.

use std::sync::Arc;

use trajet_law::{brussels, taken_over::TakenOver};
use trajet_ledger::{Cursor, Domain, Held, Ledger, Recorded};
use trajet_report::{Case, Fact};
use trajet_runtime::Failure;
use uuid::Uuid;

use crate::ledgers::Ledgers;
use crate::past::standing;
use crate::read::read_after;

/// Cases that are held in memory at a time.
const PAGE: i64 = 64;

/// A service on which reports are made.
pub trait Reported: Domain {
    /// What an event tells the reports; nothing of what is another service's to tell.
    fn fact(event: &Self::Event) -> Option<Fact>;

    /// That the case was taken over by a mutuality that went live, as the event says that opens the case; `None` of every other.
    fn taken_over(event: &Self::Event) -> Option<TakenOver>;

    /// Whether a stream whose first event is of this kind is a case.
    fn begins_a_case(kind: &str) -> bool;
}

/// Some of a ledger's streams.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Those that can be read, with what they tell.
    pub streams: Vec<(Uuid, Case)>,
    /// How many of them are cases.
    pub cases: u64,
    /// How many more are cases that were erased.
    pub erased: u64,
    /// The stream to go on after; none after the last.
    pub next: Option<Uuid>,
}

/// A ledger on which reports are made, whatever its law.
#[tonic::async_trait]
pub trait ReportSource: Send + Sync + 'static {
    /// The ledger's name.
    fn ledger(&self) -> &str;

    /// Its insurer.
    fn insurer(&self) -> &str;

    /// The calendar day on which it stands.
    fn today(&self) -> chrono::NaiveDate;

    /// The place up to which is read: the given one, which must be a place in it, or its head.
    ///
    /// # Errors
    /// If it is no place in this ledger, or the store fails.
    async fn place(&self, given: Option<&Cursor>) -> Result<Cursor, Failure>;

    /// The calendar day on which the last event up to a place was recorded; `None` if there is none.
    ///
    /// # Errors
    /// If the store fails.
    async fn known_on(&self, place: &Cursor) -> Result<Option<chrono::NaiveDate>, Failure>;

    /// The streams after one, in the order of their identifiers, as they were known at a place.
    ///
    /// # Errors
    /// If the store fails, or an event cannot be read.
    async fn page(&self, after: Option<Uuid>, up_to: &Cursor) -> Result<Page, Failure>;

    /// By which the actions of a case are told to be of one in a year: a keyed hash.
    fn reference(&self, case: Uuid, year: i32) -> String;
}

/// The ledgers of a service, to be reported on.
#[must_use]
pub fn sources<D: Reported>(ledgers: &Ledgers<D>) -> Vec<Arc<dyn ReportSource>> {
    ledgers.all().map(|(_, ledger)| Arc::new(Source(ledger.clone())) as Arc<dyn ReportSource>).collect()
}

struct Source<D: Domain>(Ledger<D>);

#[tonic::async_trait]
impl<D: Reported> ReportSource for Source<D> {
    fn ledger(&self) -> &str {
        self.0.name()
    }

    fn insurer(&self) -> &str {
        self.0.name().rsplit('/').next().unwrap_or_default()
    }

    fn today(&self) -> chrono::NaiveDate {
        self.0.clock().today()
    }

    async fn place(&self, given: Option<&Cursor>) -> Result<Cursor, Failure> {
        let Some(given) = given else {
            return self.0.current_cursor().await.map_err(|error| self.0.failure(&error));
        };
        read_after(&self.0, &given.to_string()).await?;
        Ok(given.clone())
    }

    async fn known_on(&self, place: &Cursor) -> Result<Option<chrono::NaiveDate>, Failure> {
        let recorded_at = self.0.recorded_at(place).await.map_err(|error| self.0.failure(&error))?;
        Ok(recorded_at.map(brussels::date_of))
    }

    async fn page(&self, after: Option<Uuid>, up_to: &Cursor) -> Result<Page, Failure> {
        let held = self.0.held_after(after, PAGE, None).await.map_err(|error| self.0.failure(&error))?;
        let (streams, next) = held;
        let mut page = Page { next, ..Page::default() };
        for held in streams {
            page.take(self.0.domain(), &held, up_to.position);
        }
        Ok(page)
    }

    fn reference(&self, case: Uuid, year: i32) -> String {
        let parts = [self.insurer().as_bytes(), &year.to_be_bytes(), case.as_bytes()];
        Uuid::from_bytes(self.0.sealer().keys().blind_index("report", &parts)).simple().to_string()
    }
}

impl Page {
    /// Takes a stream, as far as it was recorded up to a position. What was annulled by then counts for nothing; nor does a case
    /// that was annulled.
    fn take<D: Reported>(&mut self, domain: &D, held: &Held<D::Event>, up_to: i64) {
        let known = held.events.partition_point(|recorded| recorded.stored.position <= up_to);
        let Some(first) = held.events[..known].first() else { return };
        if held.is_erased() {
            self.erased += u64::from(D::begins_a_case(&first.stored.kind));
            return;
        }
        let events = held.events[..known].iter();
        let events: Vec<_> = events.filter_map(|recorded| Some((recorded, recorded.event.as_ref()?))).collect();
        let standing: Vec<_> = standing(domain, &events).into_iter().map(|place| events[place]).collect();
        let is_case =
            |first: &Recorded<_>, event| domain.revises(event).is_none() && D::begins_a_case(&first.stored.kind);
        self.cases += u64::from(standing.first().is_some_and(|(first, event)| is_case(first, event)));
        let mut case = Case::default();
        for (_, event) in &standing {
            if let Some(known) = D::taken_over(event) {
                case.take_over(known);
            }
            if let Some(fact) = D::fact(event) {
                case.learn(fact);
            }
        }
        self.streams.push((held.stream, case));
    }
}
