//! Reports over the ledgers of this process: the actions of a year, the indicators of a year, the barometer of a month (R1, R6).
//!
//! A ledger is read stream by stream, a page of cases in memory at a time, up to a place in it that the answer names. What an
//! event tells is its service's to say, in one exhaustive match; what is counted is [`trajet_report`]'s. The answer is a function
//! of the period and of those places: no clock and no order of arrival is in it.

mod serve;
mod source;

pub use serve::ReportServer;
pub use source::{Page, ReportSource, Reported, sources};
