//! What happened to a case, a partner or a report: the only things that are stored.

use chrono::{DateTime, NaiveDate, Utc};
use trajet_belgium::EnterpriseNumber;
use trajet_law::annul::Annulled;
use trajet_law::file_access::FileAccessTold;
use trajet_law::referral::{Progress, ReferralKey, Said};
use trajet_law::rule::{Ground, Rule};

use crate::fact::{Ending, Fact, ParkedBecause, Recognition, StartCorrection};
use crate::partner::Entry;
use crate::referral::{AskedReferral, EndedReferral, InboxEntry};
use crate::report::{CaseId, Report, Told};

/// An event of a stream. It carries the dates it was decided with, so that applying it needs no law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Of a case: the incapacity was recognised, so that reports can find it.
    CaseOpened(Recognition),
    /// Of a case: a partner told something of the person.
    FactTold(Told),
    /// Of a case: the first day of incapacity was corrected; reports of its days find it from now on.
    StartCorrected(StartCorrection),
    /// Of a case: the incapacity ended, or the person died.
    IncapacityEnded(Ending),
    /// Of a case: a fact was told that cannot act yet.
    FactParked {
        /// The fact.
        fact: Fact,
        /// Why it cannot.
        because: ParkedBecause,
    },
    /// Of a case: a parked fact can act now; what it does follows.
    FactReleased {
        /// The fact.
        fact: Fact,
    },
    /// Of a case: the dossier told of a referral to a partner (X2).
    ReferralReceived(AskedReferral),
    /// Of a case: something became of a referral (X4).
    ReferralProgressed {
        /// The number of the referral in the case.
        number: u32,
        /// What names the referral, and no other one.
        key: Option<ReferralKey>,
        /// What.
        said: Said,
    },
    /// Of a case: a referral ended before its partner was done.
    ReferralEnded(EndedReferral),
    /// Of an inbox: its partner got an entry (X6).
    InboxFilled {
        /// Whose inbox it is.
        partner: EnterpriseNumber,
        /// The entry.
        entry: InboxEntry,
    },
    /// Of a partner: it was registered, for the first time or again after an entry that ended.
    PartnerRegistered(Entry),
    /// Of a partner: the name or the last day of its last entry changed.
    PartnerChanged {
        /// The name.
        name: String,
        /// The last day, if one is known.
        valid_to: Option<NaiveDate>,
        /// The day of the change.
        on: NaiveDate,
        /// The instant of the change.
        recorded_at: DateTime<Utc>,
    },
    /// Of a report: it was received.
    ReportReceived(Report),
    /// Of a report: a case took it over.
    ReportMatched {
        /// The case.
        case: CaseId,
        /// The day.
        on: NaiveDate,
    },
    /// Of a report: the case that took it over was annulled as a whole, and the report waits again.
    ReportUnmatched {
        /// That case.
        case: CaseId,
        /// The day.
        on: NaiveDate,
    },
    /// Of a report: it was kept long enough, and all that it told is destroyed.
    ReportErased {
        /// The day.
        on: NaiveDate,
    },
    /// An act was annulled, or what another service told was taken back. What it strikes does not stand any more.
    ActAnnulled(Annulled),
    /// Who may see the file changed, as medical assessment told it.
    FileAccessTold(FileAccessTold),
}

impl Event {
    /// Whether it ends its stream for good: nothing that the stream told may be readable after it.
    #[must_use]
    pub fn erases(&self) -> bool {
        matches!(self, Self::ReportErased { .. })
    }

    /// The annulment, if it is one.
    #[must_use]
    pub const fn annulled(&self) -> Option<&Annulled> {
        if let Self::ActAnnulled(annulled) = self { Some(annulled) } else { None }
    }

    /// Whether it is about who may see the file, and not about the case.
    #[must_use]
    pub const fn about_the_file(&self) -> bool {
        matches!(self, Self::FileAccessTold(_))
    }

    /// The legal date of the event.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::ActAnnulled(annulled) => annulled.on,
            Self::FileAccessTold(told) => told.on,
            Self::CaseOpened(recognition) => recognition.recognised_on,
            Self::FactTold(told) => told.fact.on(),
            Self::StartCorrected(corrected) => corrected.on,
            Self::IncapacityEnded(ending) => ending.died_on.unwrap_or(ending.last_day),
            Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.effective_on(),
            Self::PartnerRegistered(entry) => entry.registered.valid_from,
            Self::PartnerChanged { on, .. }
            | Self::ReportMatched { on, .. }
            | Self::ReportUnmatched { on, .. }
            | Self::ReportErased { on } => *on,
            Self::ReportReceived(report) => report.fact.on(),
            Self::ReferralReceived(asked) => asked.made_on,
            Self::ReferralProgressed { said, .. } => said.on,
            Self::ReferralEnded(ended) => ended.on,
            Self::InboxFilled { entry, .. } => entry.on,
        }
    }

    /// The rule on which the event rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::FileAccessTold(_) => Rule::D2.into(),
            Self::CaseOpened(_) => Rule::M1.into(),
            Self::ActAnnulled(_) | Self::StartCorrected(_) | Self::ReportUnmatched { .. } => Rule::T9.into(),
            Self::IncapacityEnded(_) => Rule::T6.into(),
            Self::FactTold(told) => told.fact.rule().into(),
            Self::ReportReceived(report) => report.fact.rule().into(),
            Self::FactParked { fact, .. } | Self::FactReleased { fact } => fact.ground(),
            Self::PartnerRegistered(_) | Self::PartnerChanged { .. } => Rule::X1.into(),
            Self::ReportMatched { .. } | Self::ReportErased { .. } => Rule::X7.into(),
            Self::ReferralReceived(_) => Rule::X2.into(),
            Self::ReferralProgressed { said, .. } => sent_by(said.progress).into(),
            Self::ReferralEnded(_) => Rule::X3.into(),
            Self::InboxFilled { .. } => Rule::X6.into(),
        }
    }
}

/// The rule of a step: it is sent on consent and agreement, and followed.
const fn sent_by(progress: Progress) -> Rule {
    match progress {
        Progress::Sent | Progress::Returned => Rule::X3,
        _ => Rule::X4,
    }
}
