//! What each event is about, so that a case can be read as it was on a day.

use trajet_law::matter::{Matter, Subject};

use crate::event::Event;

impl Event {
    /// What the event is about.
    #[must_use]
    pub fn matter(&self) -> Matter {
        match self {
            Self::PartnerRegistered(_) => Matter::Begins(entry()),
            Self::PartnerChanged { .. } => Matter::Of(entry()),
            Self::ReferralReceived(asked) => Matter::Begins(referral(asked.number)),
            Self::ReferralProgressed { number, .. } => Matter::Of(referral(*number)),
            Self::ReferralEnded(ended) => Matter::Of(referral(ended.number)),
            Self::InboxFilled { .. }
            | Self::ActAnnulled(_)
            | Self::FileAccessTold(_)
            | Self::CaseOpened(_)
            | Self::StartCorrected(_)
            | Self::FactTold(_)
            | Self::IncapacityEnded(_)
            | Self::FactParked { .. }
            | Self::FactReleased { .. }
            | Self::ReportReceived(_)
            | Self::ReportMatched { .. }
            | Self::ReportUnmatched { .. }
            | Self::ReportErased { .. } => Matter::Itself,
        }
    }
}

/// The last entry of a partner.
fn entry() -> Subject {
    Subject::new("entry", &"")
}

/// A referral of a case.
fn referral(number: u32) -> Subject {
    Subject::new("referral", &number)
}
