//! A case as it was: on a day, by what was known at an instant.
//!
//! What was known at an instant is what was recorded by then, and exactly that. What the case was on a day are those of the
//! events known that are shown on that day ([`trajet_law::matter`]). Both are folded as the case itself is, by the domain's
//! own `apply`. Who may read the case, and what of it, is judged by the case as it is now: a past standing never shows more
//! than the present one does.

use chrono::{DateTime, NaiveDate, Utc};
use prost_types::Timestamp;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_law::brussels;
use trajet_law::matter::{Matter, shown_on};
use trajet_ledger::{Domain, Ledger, Recorded, Story};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

/// On which day, and by what was known when, a case is read. Neither: as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moment {
    /// The day, not after today.
    pub as_of: Option<NaiveDate>,
    /// The instant, not after now.
    pub known_at: Option<DateTime<Utc>>,
}

/// A case that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<S> {
    /// The case as it was.
    pub then: S,
    /// The case as it is: what may be shown of it follows from this.
    pub now: S,
    /// Its version by what was known.
    pub version: i64,
    /// The day for which it is told, in Brussels: deadlines stand as they stood on it.
    pub on: NaiveDate,
    /// The instant by which things had to be known.
    pub known_at: DateTime<Utc>,
}

impl<S> Seen<S> {
    /// The day for which it is told, as the contracts tell it.
    #[must_use]
    pub fn told_as_of(&self) -> Option<Date> {
        Some(to_proto(self.on))
    }

    /// The instant by which things had to be known, as the contracts tell it.
    #[must_use]
    pub fn told_known_at(&self) -> Option<Timestamp> {
        Some(trajet_ledger::feed::timestamp(self.known_at.timestamp_micros()))
    }
}

/// Reads which case is asked for, and as it was when.
///
/// # Errors
/// If a field is wrong, or the day or the instant is still to come.
pub fn asked<D: Domain>(
    ledger: &Ledger<D>,
    case_id: &str,
    as_of: Option<Date>,
    known_at: Option<Timestamp>,
) -> Result<(Uuid, Moment), Failure> {
    let mut violations = Violations::default();
    let asked = check(&mut violations, ledger, case_id, as_of, known_at);
    violations.finish_with(asked)
}

/// The same of a request that has other fields: what is wrong with any of them is told at once.
pub fn check<D: Domain>(
    violations: &mut Violations,
    ledger: &Ledger<D>,
    case_id: &str,
    as_of: Option<Date>,
    known_at: Option<Timestamp>,
) -> Option<(Uuid, Moment)> {
    let case_id = violations.uuid("case_id", case_id);
    let as_of = violations.optional_date("as_of", as_of);
    let known_at = match known_at {
        None => Some(None),
        Some(known_at) => violations.check("known_at", instant(known_at).ok_or("is no instant")).map(Some),
    };
    let today = ledger.clock().today();
    let is_past = as_of.flatten().is_none_or(|as_of| as_of <= today);
    violations.require("as_of", is_past, "must not be later than today");
    // What was recorded may be ahead of a clock that was set back.
    let now = ledger.clock().now().max(ledger.last_recorded_at().unwrap_or_default());
    let is_past = known_at.flatten().is_none_or(|known_at| known_at <= now);
    violations.require("known_at", is_past, "must not be later than now");
    let moment = as_of.zip(known_at).map(|(as_of, known_at)| Moment { as_of, known_at });
    case_id.zip(moment)
}

fn instant(at: Timestamp) -> Option<DateTime<Utc>> {
    let nanos = u32::try_from(at.nanos).ok().filter(|nanos| *nanos < 1_000_000_000)?;
    DateTime::from_timestamp(at.seconds, nanos)
}

/// Reads a case as it was; `None` if there is none, it was erased, or there was none then.
///
/// # Errors
/// If the store fails.
pub async fn read<D: Domain>(
    ledger: &Ledger<D>,
    case_id: Uuid,
    moment: Moment,
    matter: fn(&D::Event) -> Matter,
) -> Result<Option<Seen<D::State>>, Failure> {
    let Some(told) = told(ledger, case_id, moment, matter).await? else { return Ok(None) };
    let fold = |events: &mut dyn Iterator<Item = &D::Event>| {
        events.fold(ledger.domain().nothing_yet(), |mut state, event| {
            ledger.domain().apply(&mut state, event);
            state
        })
    };
    let events = readable(&told.history).unwrap_or_default();
    let then = fold(&mut told.shown.iter().map(|place| events[told.standing[*place]].1));
    let now = fold(&mut standing(ledger.domain(), &events).into_iter().map(|place| events[place].1));
    let version = events[told.known - 1].0.stored.version;
    Ok(Some(Seen { then, now, version, on: told.on, known_at: told.known_at }))
}

/// The history of a case, and what of it is told of a moment.
pub(crate) struct Told<E> {
    /// All of it; every event can be read.
    pub(crate) history: Vec<Recorded<E>>,
    /// How many of them were known, and at least one.
    pub(crate) known: usize,
    /// The places in the history of those that were known and stand, in the order in which they stand: what was annulled by
    /// then is not among them, and what took its place stands where it stood.
    pub(crate) standing: Vec<usize>,
    /// The places among those of what is shown, in their order, and at least one.
    pub(crate) shown: Vec<usize>,
    /// The day for which it is told.
    pub(crate) on: NaiveDate,
    /// The instant by which things had to be known.
    pub(crate) known_at: DateTime<Utc>,
}

/// What is told of a case at a moment; `None` if there is none, it was erased, or there was none then.
pub(crate) async fn told<D: Domain>(
    ledger: &Ledger<D>,
    case_id: Uuid,
    moment: Moment,
    matter: fn(&D::Event) -> Matter,
) -> Result<Option<Told<D::Event>>, Failure> {
    let history = ledger.history(case_id, 0, i64::MAX).await.map_err(|error| ledger.failure(&error))?;
    let clock = ledger.clock();
    let (on, known_at) = match (moment.as_of, moment.known_at) {
        (Some(as_of), known_at) => (as_of, known_at.unwrap_or_else(|| clock.now())),
        (None, Some(known_at)) => (brussels::date_of(known_at), known_at),
        (None, None) => (clock.today(), clock.now()),
    };
    let Some(events) = readable(&history) else { return Ok(None) };
    let known = moment.known_at.map_or(events.len(), |at| events.partition_point(|(it, _)| it.recorded_at() <= at));
    let standing = standing(ledger.domain(), &events[..known]);
    let shown: Vec<usize> = match moment.as_of {
        None => (0..standing.len()).collect(),
        Some(day) => {
            let counted = |(it, event): (&Recorded<_>, &_)| (it.effective_on().unwrap_or_default(), matter(event));
            let history: Vec<_> = standing.iter().map(|place| counted(events[*place])).collect();
            shown_on(&history, day).collect()
        }
    };
    Ok((!shown.is_empty()).then_some(Told { history, known, standing, shown, on, known_at }))
}

/// The places of those events of a stream that stand, in the order in which they stand.
pub(crate) fn standing<D: Domain>(domain: &D, events: &[(&Recorded<D::Event>, &D::Event)]) -> Vec<usize> {
    if events.iter().all(|(_, event)| domain.revises(event).is_none()) {
        return (0..events.len()).collect();
    }
    let mut story = Story::of(domain);
    for (recorded, event) in events {
        story.follow(domain, &recorded.stored, (*event).clone());
    }
    let stands = story.events().iter().filter(|event| event.struck_by.is_none());
    let place = |position| events.binary_search_by_key(&position, |(recorded, _)| recorded.stored.position).ok();
    stands.filter_map(|event| place(event.position)).collect()
}

/// The events of a history with what they say; `None` where the key of the case was destroyed.
fn readable<E>(history: &[Recorded<E>]) -> Option<Vec<(&Recorded<E>, &E)>> {
    history.iter().map(|recorded| Some((recorded, recorded.event.as_ref()?))).collect()
}
