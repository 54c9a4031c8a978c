//! An entry of the record of reads, as a ledger holds it: one stream with one event.

use std::convert::Infallible;
use std::num::NonZeroUsize;

use chrono::{DateTime, Utc};
use prost::Message as _;
use trajet_contracts::internal::access::v1::CasesShown;
use trajet_law::brussels;
use trajet_ledger::{Body, Context, Domain, Kind, OnConflict, Row, SchemaStep, Table, UnknownShape, Value};
use uuid::Uuid;

const KIND: &str = "cases_shown";
/// What obliges to record a read: a controller must be able to show that it processes lawfully (GDPR, articles 5(2) and 32).
const BASIS: &str = "R3";

pub(super) static SHOWN_CASE: Table = Table {
    name: "shown_case",
    key: 2,
    columns: &[("stream", Kind::Id), ("case_id", Kind::Id), ("shown_at", Kind::Int)],
    on_conflict: OnConflict::Fail,
};
static TABLES: [&Table; 1] = [&SHOWN_CASE];
static SCHEMA: [SchemaStep; 1] = [SchemaStep::same(90, "reads", include_str!("../../migrations/reads.sql"))];

/// A record of reads, beside the ledger of a service.
#[derive(Debug, Clone, Copy)]
pub struct Reads {
    pub(super) service: &'static str,
}

/// That cases are shown, by which method and for which purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Show {
    pub(super) method: &'static str,
    pub(super) purpose: &'static str,
    pub(super) cases: Vec<Uuid>,
}

/// That cases were shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasesWereShown {
    /// The method that answered: `package.Service/Method`.
    pub method: String,
    /// The code of the purpose.
    pub purpose: String,
    /// The cases, in the order of their identifiers.
    pub cases: Vec<Uuid>,
    /// When.
    pub shown_at: DateTime<Utc>,
}

impl Domain for Reads {
    type State = Option<CasesWereShown>;
    type Command = Show;
    type Event = CasesWereShown;
    type Rejection = Infallible;

    const SERVICE: &'static str = "reads";
    const WRITER_SCHEMA: i64 = 1;
    /// No entry is written to a second time.
    const CACHED: NonZeroUsize = NonZeroUsize::MIN;

    fn ledger(&self, insurer: &str) -> String {
        format!("{}.{}/{insurer}", self.service, Self::SERVICE)
    }

    fn schema(&self) -> &'static [SchemaStep] {
        &SCHEMA
    }

    fn tables(&self) -> &'static [&'static Table] {
        &TABLES
    }

    fn decide(&self, _: &Self::State, show: &Show, context: &Context) -> Result<Vec<CasesWereShown>, Infallible> {
        Ok(vec![CasesWereShown {
            method: show.method.to_owned(),
            purpose: show.purpose.to_owned(),
            cases: show.cases.clone(),
            shown_at: context.now,
        }])
    }

    fn apply(&self, state: &mut Self::State, event: &CasesWereShown) {
        *state = Some(event.clone());
    }

    fn encode(&self, event: &CasesWereShown) -> Body {
        let stored = CasesShown {
            method: event.method.clone(),
            purpose: event.purpose.clone(),
            cases: event.cases.iter().map(|case| case.as_bytes().to_vec()).collect(),
            shown_at: event.shown_at.timestamp_micros(),
        };
        Body {
            kind: KIND,
            schema: 1,
            since: 1,
            effective_on: brussels::date_of(event.shown_at),
            basis: BASIS.to_owned(),
            bytes: stored.encode_to_vec(),
        }
    }

    fn decode(&self, kind: &str, schema: i64, bytes: &[u8]) -> Result<CasesWereShown, UnknownShape> {
        let read = || {
            let CasesShown { method, purpose, cases, shown_at } = CasesShown::decode(bytes).ok()?;
            let cases = cases.iter().map(|case| Uuid::from_slice(case)).collect::<Result<_, _>>().ok()?;
            Some(CasesWereShown { method, purpose, cases, shown_at: DateTime::from_timestamp_micros(shown_at)? })
        };
        let known = (kind, schema) == (KIND, 1);
        known.then(read).flatten().ok_or_else(|| UnknownShape { kind: kind.to_owned(), schema })
    }

    fn project(&self, stream: Uuid, state: &Self::State) -> Vec<Row> {
        let Some(CasesWereShown { cases, shown_at, .. }) = state else { return Vec::new() };
        let at = shown_at.timestamp_micros();
        cases
            .iter()
            .map(|case| Row::new(&SHOWN_CASE, vec![Value::Id(stream), Value::Id(*case), Value::Int(at)]))
            .collect()
    }

    fn claim(&self, _: &Show) -> Option<Vec<u8>> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const READS: Reads = Reads { service: "dossier" };

    #[test]
    fn an_entry_is_read_as_it_was_written_for_ever() {
        let event = CasesWereShown {
            method: "trajet.dossier.v1.DossierService/GetDossier".to_owned(),
            purpose: "coordination".to_owned(),
            cases: vec![Uuid::nil(), Uuid::max()],
            shown_at: DateTime::from_timestamp_micros(1_662_000_000_000_001).expect("it is an instant"),
        };
        let body = READS.encode(&event);
        let hex = "0a2b7472616a65742e646f73736965722e76312e446f7373696572536572766963652f476574446f7373696572\
                   120c636f6f7264696e6174696f6e1a10000000000000000000000000000000001a10ffffffffffffffffffffffffffffffff\
                   2081c0f7bcc8f2f902";
        assert_eq!(trajet_ledger::hex::encode(&body.bytes), hex);
        assert_eq!((body.kind, body.schema, body.effective_on.to_string().as_str()), ("cases_shown", 1, "2022-09-01"));
        assert_eq!(READS.decode(body.kind, 1, &body.bytes), Ok(event));
        for (kind, schema, bytes) in
            [("cases_shown", 2, &*body.bytes), ("other", 1, &*body.bytes), (KIND, 1, b"\x1a\x01x")]
        {
            assert!(READS.decode(kind, schema, bytes).is_err(), "{kind} {schema}");
        }
    }
}
