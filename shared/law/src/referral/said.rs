//! What can be said of a referral, and what becomes of it by that (X4).

use std::fmt;

use chrono::NaiveDate;

use crate::code::coded_enum;

coded_enum! {
    /// Why a partner declines (X4). The list is ours, and none of it is medical.
    pub enum DeclineReason: "reason for declining" {
        /// It does not do what is asked.
        NotOffered = "not_offered",
        /// It has no place in a time that helps.
        NoCapacity = "no_capacity",
        /// Another organisation is competent.
        NotCompetent = "not_competent",
        /// The person did not want it, or did not come.
        PersonDeclined = "person_declined",
        /// Another reason.
        Other = "other",
    }
}

coded_enum! {
    /// What a partner needs to know before it answers (X4). The list is ours; that it asks gives it nothing.
    pub enum InformationAsked: "information that is asked" {
        /// What is aimed at.
        Objective = "objective",
        /// The functional restrictions and possibilities.
        Functioning = "functioning",
        /// The career.
        Career = "career",
        /// How and when the person can be reached.
        Reaching = "reaching",
    }
}

coded_enum! {
    /// What a partner undertakes (X4). The list is ours.
    pub enum CommitmentKind: "kind of commitment" {
        /// To invite the person.
        Invitation = "invitation",
        /// To see the person.
        Interview = "interview",
        /// To examine or to assess.
        Assessment = "assessment",
        /// To give an advice or a report.
        Advice = "advice",
        /// To begin what was asked for.
        Start = "start",
        /// Something else.
        Other = "other",
    }
}

coded_enum! {
    /// Why a referral ended before the partner was done.
    pub enum ReferralEnd: "end of a referral" {
        /// The coordinator withdrew it.
        Withdrawn = "withdrawn",
        /// The person does not agree to it any more (D3).
        AgreementWithdrawn = "agreement_withdrawn",
        /// The consent on which it rested is not in force any more (D3).
        ConsentWithdrawn = "consent_withdrawn",
        /// What led to it is over: the person goes no further (D8, D11).
        TrajectoryEnded = "trajectory_ended",
        /// The incapacity ended, or the person died (T6).
        IncapacityEnded = "incapacity_ended",
    }
}

/// A step of a referral. Its `Debug` does not show which.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// It went into the partner's inbox.
    Sent,
    /// The organisation was no partner of that kind on the day of the sending.
    Returned,
    /// The partner acknowledged it.
    Acknowledged,
    /// The partner needs to know more.
    InformationAsked(InformationAsked),
    /// The partner accepted it.
    Accepted,
    /// The partner declined it.
    Declined(DeclineReason),
    /// The partner undertook something.
    Committed {
        /// The number of the commitment in the referral, from 1.
        number: u32,
        /// What.
        kind: CommitmentKind,
        /// By when.
        by: NaiveDate,
    },
    /// Another day was agreed for a commitment.
    Renegotiated {
        /// The number of the commitment.
        number: u32,
        /// By when, now.
        by: NaiveDate,
    },
    /// A commitment was kept.
    Kept {
        /// The number of the commitment.
        number: u32,
        /// The day on which it was.
        kept_on: NaiveDate,
    },
    /// A commitment will not be kept.
    NotKept {
        /// The number of the commitment.
        number: u32,
    },
    /// The partner did what was asked.
    Completed,
    /// It ended before.
    Ended(ReferralEnd),
}

impl Progress {
    /// What happened, in a few words that say nothing of the person.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Sent => "it was sent to the partner",
            Self::Returned => "it could not be sent, as the organisation is no such partner",
            Self::Acknowledged => "the partner acknowledged it",
            Self::InformationAsked(_) => "the partner needs to know more",
            Self::Accepted => "the partner accepted it",
            Self::Declined(_) => "the partner declined it",
            Self::Committed { .. } => "the partner undertook something",
            Self::Renegotiated { .. } => "another day was agreed for what the partner undertook",
            Self::Kept { .. } => "what the partner undertook is done",
            Self::NotKept { .. } => "what the partner undertook will not be done",
            Self::Completed => "the partner is done",
            Self::Ended(_) => "it ended before the partner was done",
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress(..)")
    }
}

/// What names a referral in every service, and never names another one: a number is given again after an annulment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferralKey(pub [u8; 16]);

/// A step with its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The day.
    pub on: NaiveDate,
    /// What.
    pub progress: Progress,
}

/// What a partner wants to say of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saying {
    /// That it has it.
    Acknowledge,
    /// That it needs to know more.
    AskInformation(InformationAsked),
    /// That it accepts.
    Accept,
    /// That it declines.
    Decline(DeclineReason),
    /// That it undertakes something by a day.
    Commit {
        /// What.
        kind: CommitmentKind,
        /// By when.
        by: NaiveDate,
    },
    /// That another day was agreed.
    Renegotiate {
        /// The number of the commitment.
        number: u32,
        /// By when, now.
        by: NaiveDate,
    },
    /// That a commitment was kept.
    Keep {
        /// The number of the commitment.
        number: u32,
        /// The day.
        kept_on: NaiveDate,
    },
    /// That a commitment will not be kept.
    Break {
        /// The number of the commitment.
        number: u32,
    },
    /// That it did what was asked.
    Complete,
}

coded_enum! {
    /// Why a partner's word is refused. What is not addressed to it is no referral at all (X7).
    pub enum NotSaid: "refusal of a partner's word" {
        /// It is over, or was never sent.
        Closed = "REFERRAL_CLOSED",
        /// It was not acknowledged.
        NotAcknowledged = "REFERRAL_NOT_ACKNOWLEDGED",
        /// It was not accepted.
        NotAccepted = "REFERRAL_NOT_ACCEPTED",
        /// It was answered otherwise.
        Answered = "REFERRAL_ANSWERED",
        /// It has no open commitment of that number.
        NoCommitment = "COMMITMENT_NOT_OPEN",
        /// The day lies before today for what is to come, or is none from the commitment to today for what was kept.
        ImpossibleDay = "COMMITMENT_DAY_IMPOSSIBLE",
        /// It has as many commitments as one may have.
        TooMany = "TOO_MANY_COMMITMENTS",
        /// It has as many questions and new days as one may have.
        TooManyWords = "TOO_MANY_WORDS",
        /// A commitment is open still.
        CommitmentsOpen = "COMMITMENTS_OPEN",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x4_what_happened_is_said_in_words_of_its_own() {
        let words = [
            Progress::Sent,
            Progress::Returned,
            Progress::Acknowledged,
            Progress::Accepted,
            Progress::NotKept { number: 1 },
            Progress::Completed,
        ]
        .map(Progress::what);
        let distinct: std::collections::BTreeSet<_> = words.into_iter().filter(|words| words.contains(' ')).collect();
        assert_eq!(distinct.len(), words.len());
    }
}
