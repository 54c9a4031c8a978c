//! Why a command is refused.

use std::fmt;

use chrono::NaiveDate;
use trajet_law::annul::NotAnnulled;
use trajet_law::referral::NotSaid;
use trajet_law::rule::{Ground, Rule};

use crate::partner::PartnerKind;

/// A refusal. Its text names no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// The organisation is registered as another kind of partner, and that entry has not ended.
    OtherKind {
        /// The kind that is registered.
        registered: PartnerKind,
    },
    /// The organisation is registered from another first day, and that entry has not ended.
    OtherFirstDay {
        /// The first day that is registered.
        registered: NaiveDate,
    },
    /// What is told cannot have happened on that day.
    ImpossibleDate {
        /// The first possible day.
        earliest: NaiveDate,
        /// The last possible day.
        latest: NaiveDate,
    },
    /// The organisation is no partner of today of a kind that tells this.
    NotRegistered,
    /// No recognition of the incapacity is known, so that the case takes nothing over.
    NotRecognised,
    /// What the report tells did not happen during the incapacity.
    OutsideTheIncapacity,
    /// No case holds the report.
    NotTaken,
    /// So many reports of the partner on the person are kept that no other is.
    TooManyReports,
    /// The case holds so many different facts that it takes no other.
    CaseFull,
    /// The report is to be kept longer.
    NotDue,
    /// The stream is of another kind than the command is for.
    OtherStream,
    /// The partner has no such referral.
    NoSuchReferral,
    /// What a partner says of a referral cannot be said, as that stands.
    NotSaid(NotSaid),
    /// An act cannot be annulled, or the whole case was.
    NotAnnulled(NotAnnulled),
}

impl From<NotSaid> for Rejection {
    fn from(why: NotSaid) -> Self {
        Self::NotSaid(why)
    }
}

impl From<NotAnnulled> for Rejection {
    fn from(why: NotAnnulled) -> Self {
        Self::NotAnnulled(why)
    }
}

impl Rejection {
    /// The rule on which the refusal rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::NotAnnulled(_) => Rule::T9.into(),
            Self::OtherKind { .. } | Self::OtherFirstDay { .. } => Rule::X1.into(),
            Self::ImpossibleDate { .. }
            | Self::NotRegistered
            | Self::OutsideTheIncapacity
            | Self::TooManyReports
            | Self::CaseFull => Rule::X5.into(),
            Self::NotRecognised | Self::NotTaken | Self::NotDue | Self::OtherStream | Self::NoSuchReferral => {
                Rule::X7.into()
            }
            Self::NotSaid(_) => Rule::X4.into(),
        }
    }

    /// The stable name of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnnulled(why) => why.code(),
            Self::OtherKind { .. } => "OTHER_KIND",
            Self::OtherFirstDay { .. } => "OTHER_FIRST_DAY",
            Self::ImpossibleDate { .. } => "IMPOSSIBLE_DATE",
            Self::NotRegistered => "NOT_REGISTERED",
            Self::NotRecognised => "NOT_RECOGNISED",
            Self::OutsideTheIncapacity => "OUTSIDE_THE_INCAPACITY",
            Self::NotTaken => "NOT_TAKEN",
            Self::TooManyReports => "TOO_MANY_REPORTS",
            Self::CaseFull => "CASE_FULL",
            Self::NotDue => "NOT_DUE",
            Self::OtherStream => "OTHER_STREAM",
            Self::NoSuchReferral => "NO_SUCH_REFERRAL",
            Self::NotSaid(why) => why.code(),
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnnulled(why) => why.fmt(f),
            Self::OtherKind { registered } => {
                write!(f, "the organisation is registered as {}, and that has not ended", registered.code())
            }
            Self::OtherFirstDay { registered } => {
                write!(f, "the organisation is registered from {registered} on, and that has not ended")
            }
            Self::ImpossibleDate { earliest, latest } => write!(f, "the date must lie from {earliest} to {latest}"),
            Self::NotRegistered => f.write_str("the organisation is not a partner that reports"),
            Self::NotRecognised => f.write_str("the incapacity is not known to be recognised"),
            Self::OutsideTheIncapacity => f.write_str("it did not happen during the incapacity"),
            Self::NotTaken => f.write_str("no case holds the report"),
            Self::TooManyReports => f.write_str("no more reports of the partner on this person are kept"),
            Self::CaseFull => f.write_str("the case takes no more facts"),
            Self::NotDue => f.write_str("the day has not come"),
            Self::OtherStream => f.write_str("the command is not for this kind of stream"),
            Self::NoSuchReferral => f.write_str("there is no such referral"),
            Self::NotSaid(why) => f.write_str(match why {
                NotSaid::Closed => "the referral is over",
                NotSaid::NotAcknowledged => "a referral is acknowledged before it is answered",
                NotSaid::NotAccepted => "the referral is not accepted",
                NotSaid::Answered => "the referral was answered otherwise",
                NotSaid::NoCommitment => "the referral has no open commitment of this number",
                NotSaid::ImpossibleDay => "the commitment cannot be of, or kept on, this day",
                NotSaid::TooMany => "the referral takes no more commitments",
                NotSaid::TooManyWords => "the referral takes no more questions and no more new days",
                NotSaid::CommitmentsOpen => "a commitment of the referral is open",
            }),
        }
    }
}

impl std::error::Error for Rejection {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn a_refusal_says_what_stands_against_the_act() {
        let (earliest, latest) = (day(2022, 9, 1), day(2022, 9, 20));
        for (refused, said) in [
            (Rejection::ImpossibleDate { earliest, latest }, "the date must lie from 2022-09-01 to 2022-09-20"),
            (
                Rejection::OtherKind { registered: PartnerKind::Forem },
                "the organisation is registered as forem, and that has not ended",
            ),
            (
                Rejection::OtherFirstDay { registered: earliest },
                "the organisation is registered from 2022-09-01 on, and that has not ended",
            ),
            (NotSaid::CommitmentsOpen.into(), "a commitment of the referral is open"),
            (NotAnnulled::CaseAnnulled.into(), "the case was annulled"),
        ] {
            assert_eq!(refused.to_string(), said);
        }
    }
}
