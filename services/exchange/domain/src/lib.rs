//! The law of the partner exchange: pure decisions on one case, one partner or one report.
//!
//! The mutuality exchanges with partners: services for prevention and protection at work, regional services, the CSCMI
//! (rule X1). What an occupational physician tells of a person (Circular 2022/383, part IV, 4.1; rule X5), and what the CSCMI
//! and regional services tell of a rehabilitation programme (part IV, 4.2; rules X9 and X10) and of who presented themselves (rule
//! X8, practice), is kept as a report before anybody looks whom it is about, so that the partner learns nothing from the answer
//! (rule X7). This crate decides what may happen, by the rules X1, X5 and X7 to X10:
//!
//! - [`decide()`] turns a [`Command`] on a [`State`] into [`Event`]s or a [`Rejection`]. It reads no clock.
//! - [`apply`] changes the state by one event. It decides nothing, so that history never changes with the law.
//! - [`partner_kind`] says which partner a recipient of a referral is.
//! - [`claim()`] and [`claimed`] say which report a case holds, so that no other case takes it.
//!
//! - [`timer`] says on which day a stream acts by itself.
//!
//! A referral to a partner is told by the dossier, which decides that it may be made; it is sent to who is such a partner, into
//! an inbox of that partner's own, and its course is the partner's to say (X2 to X4, X6).
//!
//! A stream is a case, a partner, a report or an inbox: its first event says which.
//!
//! Not here: pushing to partners what waits in their inboxes.

mod acts;
mod annul;
mod claim;
mod codes;
mod codex;
mod command;
mod decide;
mod event;
mod fact;
mod matter;
mod partner;
mod people;
mod referral;
mod rejection;
mod report;
mod state;
mod timer;
mod told;

pub use annul::{annul, fell_with_the_case};
pub use claim::{claim, claimed};
pub use codex::{Article, ArticleError, CodexFact, CodexTold, VisitOutcome};
pub use command::{Command, Context};
pub use decide::decide;
pub use event::Event;
pub use fact::{Ending, Fact, ParkedBecause, Recognition, Source, StartCorrection};
pub use partner::{Entry, Partner, PartnerKind, Registration};
pub use people::Person;
pub use referral::{AskedReferral, CaseReferral, EndedReferral, Inbox, InboxEntry, ReferralId, partner_kind};
pub use rejection::Rejection;
pub use report::{CaseId, KEPT_MONTHS, MOST_REPORTS, Report, ReportId, Told, erase_on};
pub use state::{Case, State, apply};
pub use timer::{TimerKind, timer};
pub use told::PartnerFact;

#[cfg(test)]
mod histories;
#[cfg(test)]
mod samples;
