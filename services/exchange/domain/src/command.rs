//! What can be asked of a stream.

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::{EnterpriseNumber, Niss};
use trajet_law::annul::Mistake;
use trajet_law::file_access::FileAccessTold;
use trajet_law::referral::Saying;

use crate::fact::Fact;
use crate::partner::{PartnerKind, Registration};
use crate::referral::ReferralId;
use crate::report::{CaseId, ReportId, Told};
use crate::told::PartnerFact;

/// A command on one stream. Whether the caller's role and organisation permit it was asked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// On a case: note what another service told. Never refused.
    Note(Fact),
    /// On a case: note who may see the file, as medical assessment told it. Never refused, and noted whatever the case is.
    NoteFileAccess(FileAccessTold),
    /// On a case: take over a report that is about its person (X5, X9, X10).
    Take(Told),
    /// On a partner: register it, or change its entry (X1).
    Register(Registration),
    /// On a report: keep what a partner sends (X5, X7, X9, X10).
    Receive {
        /// The person it is about.
        niss: Niss,
        /// The partner.
        partner: EnterpriseNumber,
        /// What it tells.
        fact: PartnerFact,
        /// Whether the partner may report this today. It is an input, so that a request that was answered before is answered
        /// again whatever it is by now.
        registered: bool,
        /// Whether fewer than [`MOST_REPORTS`](crate::MOST_REPORTS) of this partner on this person are kept. An input for the
        /// same reason.
        within_limit: bool,
    },
    /// On a report: note that a case took it over.
    Match {
        /// The report itself, by which the case is found that holds it.
        report: ReportId,
        /// A case that knew already what the report tells, so that no case holds the report itself.
        known_in: Option<CaseId>,
    },
    /// On a report: note that the case that took it over was annulled as a whole, so that it waits again (T9).
    Unmatch {
        /// That case.
        from: CaseId,
    },
    /// On a case: send a referral that waits (X4).
    Send {
        /// The position at which the dossier told it.
        told_at: u64,
        /// What kind of partner the organisation is today, if it is one. An input.
        registered: Option<PartnerKind>,
    },
    /// On a case: record what a partner says of a referral (X4).
    Say {
        /// The position at which the dossier told it.
        told_at: u64,
        /// The partner.
        partner: EnterpriseNumber,
        /// What it says.
        saying: Saying,
    },
    /// On an inbox: make an entry (X6).
    Fill {
        /// Whose inbox it is.
        partner: EnterpriseNumber,
        /// The case.
        case: CaseId,
        /// The referral.
        referral: ReferralId,
        /// Whether the entry says that it is over.
        over: bool,
    },
    /// On a report: the timer of the day on which it was kept long enough.
    Erase,
    /// Annul an act that was recorded wrongly, or what another service took back (GDPR, article 16). It is decided on the
    /// history: see [`annul`](crate::annul()).
    Annul {
        /// What is annulled, and why.
        mistake: Mistake,
        /// What takes its place: of an act one command at most, of what another service took back the facts that it tells instead.
        instead: Vec<Command>,
    },
}

/// When a command is decided, and beside what. The instant and the date are the same moment: time is an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context {
    /// The instant.
    pub now: DateTime<Utc>,
    /// The date in Brussels.
    pub today: NaiveDate,
    /// The case that holds the report which the command is about.
    pub claimed_by: Option<CaseId>,
}
