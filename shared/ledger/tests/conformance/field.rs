//! What a column holds, and how it reads with a bit changed.

use trajet_ledger::StoredEvent;
use trajet_runtime::Entropy;

use crate::bench::Raw;

/// Bits flipped in a field too long to try each.
const SAMPLES: usize = 16;

/// A column's value: its type and its bytes.
#[derive(Clone)]
pub(crate) enum Field {
    Int(i64),
    Text(Vec<u8>),
    Bytes(Vec<u8>),
    Id(Vec<u8>),
}

impl Field {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.as_bytes().to_vec())
    }

    /// The same value with one bit changed, for each bit or for some.
    pub(crate) fn flipped(&self, entropy: &Entropy) -> Vec<Self> {
        let bytes = match self {
            Self::Int(number) => number.to_be_bytes().to_vec(),
            Self::Text(bytes) | Self::Bytes(bytes) | Self::Id(bytes) => bytes.clone(),
        };
        let all = bytes.len() * 8;
        let bits: Vec<usize> = if all <= 64 {
            (0..all).collect()
        } else {
            (0..SAMPLES).map(|_| usize::from_be_bytes(entropy.bytes()) % all).collect()
        };
        bits.into_iter()
            .map(|bit| {
                self.with(
                    bytes
                        .iter()
                        .enumerate()
                        .map(|(at, byte)| if at == bit / 8 { byte ^ 1 << (bit % 8) } else { *byte })
                        .collect(),
                )
            })
            .collect()
    }

    fn with(&self, bytes: Vec<u8>) -> Self {
        match self {
            Self::Int(_) => Self::Int(i64::from_be_bytes(bytes.try_into().unwrap())),
            Self::Text(_) => Self::Text(bytes),
            Self::Bytes(_) => Self::Bytes(bytes),
            Self::Id(_) => Self::Id(bytes),
        }
    }

    pub(crate) fn sql(&self, raw: &Raw) -> String {
        match (self, raw) {
            (Self::Int(number), _) => number.to_string(),
            (Self::Text(bytes), Raw::Sqlite(_)) => format!("CAST({} AS TEXT)", raw.bytes(bytes)),
            (Self::Text(bytes), Raw::Postgres(_)) => format!("convert_from({}, 'UTF8')", raw.bytes(bytes)),
            (Self::Id(bytes), Raw::Postgres(_)) => format!("encode({}, 'hex')::uuid", raw.bytes(bytes)),
            (Self::Bytes(bytes) | Self::Id(bytes), _) => raw.bytes(bytes),
        }
    }
}

/// Every column of an event, in the table's order.
pub(crate) fn fields(event: &StoredEvent) -> Vec<(&'static str, Field)> {
    vec![
        ("ledger", Field::text("toy/300")),
        ("position", Field::Int(event.position)),
        ("stream", Field::Id(event.stream.as_bytes().to_vec())),
        ("version", Field::Int(event.version)),
        ("kind", Field::text(&event.kind)),
        ("schema", Field::Int(event.schema)),
        ("recorded_at", Field::Int(event.recorded_at)),
        ("effective_on", Field::text(&event.effective_on)),
        ("actor", Field::text(&event.actor)),
        ("basis", Field::text(&event.basis)),
        ("request_id", Field::Id(event.request_id.as_bytes().to_vec())),
        ("trace", Field::text(&event.trace)),
        ("header", Field::Bytes(event.header.clone())),
        ("sealed", Field::Bytes(event.sealed.clone())),
        ("leaf", Field::Bytes(event.leaf.clone())),
        ("hash", Field::Bytes(event.hash.clone())),
    ]
}
