//! On which day, and by what was known when, a case is asked for.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use prost_types::Timestamp;
use trajet_contracts::date::to_proto;
use trajet_contracts::google::r#type::Date;
use trajet_ledger::feed::timestamp;

use crate::cli;

/// On which day, and by what was known when. Neither: as it is.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct CaseAt {
    /// As of this day in Brussels: what counted for the law by then, of what is known.
    #[arg(long, value_name = "DATE", value_parser = cli::date)]
    pub(crate) as_of: Option<NaiveDate>,
    #[command(flatten)]
    pub(crate) known: KnownAt,
}

fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let instant = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc());
    instant.map_err(|_| "an instant is written YYYY-MM-DDThh:mm:ss+hh:mm, or with Z at the end".to_owned())
}

impl CaseAt {
    /// As the contracts tell it.
    pub(crate) fn told(self) -> (Option<Date>, Option<Timestamp>) {
        (self.as_of.map(to_proto), self.known.told())
    }
}

impl fmt::Display for CaseAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_of {
            Some(day) => write!(f, "as of {day}")?,
            None => f.write_str("all that is known")?,
        }
        write!(f, ", {}", self.known)
    }
}

/// By what was known when. Without: by all that is known.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub(crate) struct KnownAt {
    /// By what was recorded up to this instant, for example 2022-12-05T08:00:00+01:00.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) known_at: Option<DateTime<Utc>>,
}

impl KnownAt {
    /// As the contracts tell it.
    pub(crate) fn told(self) -> Option<Timestamp> {
        self.known_at.map(|at| timestamp(at.timestamp_micros()))
    }
}

impl fmt::Display for KnownAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.known_at {
            Some(at) => write!(f, "recorded up to {}", at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            None => f.write_str("recorded up to now"),
        }
    }
}
