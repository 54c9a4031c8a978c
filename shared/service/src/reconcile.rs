//! Giving the reconciler what it judges: the facts of a ledger, case by case, with the rows and timers that the service holds.
//!
//! It turns what is stored into the reconciler's own words and decides nothing. A service says in one exhaustive match what
//! each of its events tells.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use trajet_law::deadline::{Facts, Plan, Step as LawStep};
use trajet_law::rule::Ground;
use trajet_ledger::{Domain, Held, Kind, Ledger, StoreError, Table, Value};
use trajet_reconcile::{
    Case, Closed, Dates, Day, Entry, Fact, Finding, FindingKind, Named, Office, Row, Step, TakenOver, Timer,
};
use uuid::Uuid;

use crate::work::DEADLINE;

/// Cases that are held in memory at a time.
const PAGE: i64 = 64;

/// A service whose deadlines are reconciled.
pub trait Reconciled: Domain {
    /// Which service it is.
    const OFFICE: Office;

    /// What an event tells the reconciler.
    fn fact(event: &Self::Event) -> Fact;
}

/// What a service knows of a case that was taken over, where facts of its own tell of the questionnaire and the contact.
#[must_use]
pub fn taken_over(known: &trajet_law::taken_over::TakenOver) -> TakenOver {
    TakenOver { on: day(known.on), sent: None, back: None, requested: None, contact: None }
}

/// What was looked at in a ledger, and how much was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reconciliation {
    /// The streams that were judged.
    pub cases: u64,
    /// The streams of which nothing can be read any more.
    pub erased: u64,
    /// How many findings of each kind there are.
    pub found: BTreeMap<FindingKind, u64>,
}

impl Reconciliation {
    /// How many findings there are.
    #[must_use]
    pub fn findings(&self) -> u64 {
        self.found.values().sum()
    }
}

/// Judges every case of a ledger on a day, a page of cases at a time, and tells each finding as it comes.
///
/// # Errors
/// If the database fails, or an event cannot be read.
pub async fn ledger<D: Reconciled>(
    ledger: &Ledger<D>,
    today: NaiveDate,
    mut tell: impl FnMut(Uuid, Finding),
) -> Result<Reconciliation, StoreError> {
    let mut reconciliation = Reconciliation::default();
    let mut after = None;
    loop {
        let (page, next) = ledger.held_after(after, PAGE, table(ledger)).await?;
        for held in &page {
            if held.is_erased() {
                reconciliation.erased += 1;
                continue;
            }
            reconciliation.cases += 1;
            for finding in trajet_reconcile::reconcile(&held_case::<D>(held)?, day(today)) {
                *reconciliation.found.entry(finding.kind).or_default() += 1;
                tell(held.stream, finding);
            }
        }
        if next.is_none() {
            return Ok(reconciliation);
        }
        after = next;
    }
}

/// Judges one case of a ledger on a day.
///
/// # Errors
/// As [`ledger`].
pub async fn case<D: Reconciled>(
    ledger: &Ledger<D>,
    stream: Uuid,
    today: NaiveDate,
) -> Result<Vec<Finding>, StoreError> {
    let before = stream.as_u128().checked_sub(1).map(Uuid::from_u128);
    let (page, _) = ledger.held_after(before, 1, table(ledger)).await?;
    let held = page.iter().find(|held| held.stream == stream && !held.is_erased());
    Ok(held
        .map(|held| held_case::<D>(held))
        .transpose()?
        .map_or_else(Vec::new, |case| trajet_reconcile::reconcile(&case, day(today))))
}

fn table<D: Reconciled>(ledger: &Ledger<D>) -> Option<&'static Table> {
    ledger.domain().tables().iter().copied().find(|table| table.name == DEADLINE.name)
}

fn held_case<D: Reconciled>(held: &Held<D::Event>) -> Result<Case, StoreError> {
    let entries = held.events.iter().filter_map(|recorded| {
        let event = recorded.event.as_ref()?;
        let at = Day::in_brussels(recorded.stored.recorded_at);
        let position = recorded.stored.position.unsigned_abs();
        Some(Entry { position, fact: D::fact(event), recorded: at, act: recorded.stored.act().as_u128() })
    });
    Ok(Case {
        office: D::OFFICE,
        entries: entries.collect(),
        rows: held.rows.iter().map(|values| row(values)).collect::<Result<_, _>>()?,
        timers: held
            .timers
            .iter()
            .map(|(kind, on)| Ok(Timer { kind: kind.clone(), on: read_day(on)? }))
            .collect::<Result<_, StoreError>>()?,
    })
}

fn row(values: &[Value]) -> Result<Row, StoreError> {
    let damaged = || StoreError::Damaged("a row of the work list cannot be read".to_owned());
    let text = |name: &str| {
        let place = DEADLINE.columns.iter().position(|(column, kind)| *column == name && *kind == Kind::Text);
        match place.and_then(|place| values.get(place)) {
            Some(Value::Text(text)) => Ok(Some(text.as_str())),
            Some(Value::Null) => Ok(None),
            _ => Err(damaged()),
        }
    };
    let date = |name: &str| text(name)?.map(read_day).transpose();
    let closed = match (text("outcome")?, date("closed_on")?) {
        (Some("open"), _) => None,
        (Some("met"), Some(on)) => Some(Closed::Met(on)),
        (Some("waived"), Some(on)) => Some(Closed::Waived(on)),
        _ => return Err(damaged()),
    };
    Ok(Row {
        step: Step::of(text("step")?.ok_or_else(damaged)?),
        dates: Dates { opens: date("opens")?, due: date("due")?, target: date("target")? },
        missed: date("missed_on")?,
        closed,
    })
}

fn read_day(text: &str) -> Result<Day, StoreError> {
    text.parse().map_err(|_| StoreError::Damaged("a date cannot be read".to_owned()))
}

/// A civil date, in the reconciler's own counting.
#[must_use]
pub fn day(date: NaiveDate) -> Day {
    let part = |number: u32| i32::try_from(number).unwrap_or_default();
    Day::of(date.year(), part(date.month()), part(date.day())).unwrap_or(Day::FAR)
}

/// The dates of a plan that was recorded.
#[must_use]
pub fn dates(plan: &Plan) -> Dates {
    Dates { opens: plan.opens.map(day), due: plan.due.map(day), target: plan.target.map(day) }
}

/// A recorded plan that took the place of another.
#[must_use]
pub fn planned_again(after: &Plan, on: NaiveDate) -> Fact {
    Fact::Replanned { step: Step::of(after.step.code()), dates: dates(after), on: day(on) }
}

/// A recorded waiver.
#[must_use]
pub fn waived(step: LawStep, on: NaiveDate, because: Ground, rests_on: &Facts) -> Fact {
    let named = rests_on.iter().map(|fact| Named { kind: fact.kind.code().to_owned(), on: day(fact.on) });
    let ground = because.to_string();
    Fact::Waived { step: Step::of(step.code()), on: day(on), ground, named: named.collect() }
}

/// A recorded plan.
#[must_use]
pub fn planned(plan: &Plan) -> Fact {
    Fact::Planned { step: Step::of(plan.step.code()), dates: dates(plan) }
}
