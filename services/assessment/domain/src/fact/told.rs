//! What other services tell, and this one of another case of the person.

use std::fmt;
use std::mem::discriminant;

use chrono::NaiveDate;
use trajet_belgium::EnterpriseNumber;
use trajet_law::codex::Employer;
use trajet_law::rehabilitation::RehabilitationFact;
use trajet_law::rule::Ground;

use super::ProfileSummary;
use crate::presumed::Presumed;

/// The service that tells a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Producer {
    /// The questionnaire service.
    Questionnaire,
    /// The dossier service.
    Dossier,
    /// The exchange service, which a partner told.
    Exchange,
    /// This service itself, of another case of the person.
    Assessment,
}

/// What a fact tells.
#[derive(Clone, PartialEq, Eq)]
pub enum Told {
    /// The questionnaire was sent.
    Sent {
        /// The day.
        on: NaiveDate,
        /// The last day for its return.
        due_back: NaiveDate,
        /// Why: Q1 in route A, Q8 in route B.
        because: Ground,
    },
    /// No questionnaire is sent.
    Waived {
        /// The day.
        on: NaiveDate,
        /// Why: Q2 for a medical reason, which is not told, or a point of Q4.
        because: Ground,
    },
    /// It was not back in time, and the coordinators were asked to help.
    NotReturned {
        /// The last day for its return.
        due_back: NaiveDate,
        /// The day on which help was asked.
        help_asked_on: NaiveDate,
    },
    /// It came back incomplete.
    Incomplete {
        /// The day.
        on: NaiveDate,
    },
    /// It came back duly completed, or a completed one was corrected.
    Completed {
        /// The day.
        on: NaiveDate,
        /// How many factors help and hinder.
        profile: ProfileSummary,
    },
    /// It cannot be completed, in spite of help.
    Impossible {
        /// The day on which that was found.
        on: NaiveDate,
    },
    /// The person asked for a trajectory, in route B.
    TrajectoryRequested {
        /// The day on which the coordinator received it.
        on: NaiveDate,
    },
    /// The coordinator asks the physician to authorise the trajectory.
    AuthorisationAsked {
        /// The number of the request in the case.
        number: u32,
        /// The day.
        on: NaiveDate,
        /// The day of the contact before it.
        contact_on: NaiveDate,
        /// The agreed actions, as the codes of the dossier service; `other` and its number for one that it came to know
        /// later.
        actions: Vec<String>,
    },
    /// The person decided on consent for a purpose on which it depends what the physician is shown (D3).
    ConsentsDecided {
        /// The day from which the decisions hold.
        since: NaiveDate,
        /// Managing the trajectory: granted, or refused or withdrawn; none if it was not decided on.
        trajectory: Option<bool>,
        /// Its follow-up by the advising physician: likewise.
        physician_follow_up: Option<bool>,
    },
    /// The trajectory that the person asked for ended.
    TrajectoryEnded {
        /// The day.
        on: NaiveDate,
        /// Why: D3 without consent, D8 after a negative decision, D11.c when it is not wished, T6 with the incapacity; D6
        /// for a reason that the dossier service came to know later.
        because: Ground,
    },
    /// A presumption of incapacity began, or has other days than were told (D20, D21).
    Presumed(Presumed),
    /// The occupational physician was asked to start a CODEX trajectory.
    CodexRequested {
        /// The day.
        on: NaiveDate,
        /// The service that was asked.
        partner: EnterpriseNumber,
        /// The employer of whose trajectory it tells, where it names one.
        employer: Option<Employer>,
    },
    /// The CODEX trajectory ended.
    CodexEnded {
        /// The last day.
        on: NaiveDate,
        /// The service that told it.
        partner: EnterpriseNumber,
        /// The employer of whose trajectory it tells, where it names one.
        employer: Option<Employer>,
    },
    /// The CSCMI or a regional service told of a rehabilitation programme.
    Rehabilitation {
        /// What.
        fact: RehabilitationFact,
        /// The partner that told it.
        partner: EnterpriseNumber,
    },
    /// Another incapacity was recognised as a relapse of this one (T9, D24).
    Relapsed {
        /// Its first day.
        on: NaiveDate,
    },
    /// The person died, as the case of a relapse of this incapacity has it (T6).
    Died {
        /// The day.
        on: NaiveDate,
    },
}

impl Told {
    /// Whether both tell of the same thing, so that one which is told anew takes the place of the other.
    pub(crate) fn is_of_what(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::AuthorisationAsked { number: one, .. }, Self::AuthorisationAsked { number: other, .. }) => {
                one == other
            }
            (Self::CodexRequested { partner: one, .. }, Self::CodexRequested { partner: other, .. })
            | (Self::CodexEnded { partner: one, .. }, Self::CodexEnded { partner: other, .. }) => one == other,
            (Self::Presumed(one), Self::Presumed(other)) => one.number == other.number,
            (Self::Rehabilitation { fact: one, .. }, Self::Rehabilitation { fact: other, .. }) => {
                discriminant(one) == discriminant(other)
            }
            _ => discriminant(self) == discriminant(other),
        }
    }
}

impl Told {
    /// The service that tells it.
    #[must_use]
    pub fn producer(&self) -> Producer {
        match self {
            Self::Sent { .. }
            | Self::Waived { .. }
            | Self::NotReturned { .. }
            | Self::Incomplete { .. }
            | Self::Completed { .. }
            | Self::Impossible { .. } => Producer::Questionnaire,
            Self::TrajectoryRequested { .. }
            | Self::AuthorisationAsked { .. }
            | Self::ConsentsDecided { .. }
            | Self::Presumed(_)
            | Self::TrajectoryEnded { .. } => Producer::Dossier,
            Self::CodexRequested { .. } | Self::CodexEnded { .. } | Self::Rehabilitation { .. } => Producer::Exchange,
            Self::Relapsed { .. } | Self::Died { .. } => Producer::Assessment,
        }
    }

    /// The stable text of what is told.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sent { .. } => "sent",
            Self::Waived { .. } => "waived",
            Self::NotReturned { .. } => "not_returned",
            Self::Incomplete { .. } => "incomplete",
            Self::Completed { .. } => "completed",
            Self::Impossible { .. } => "impossible",
            Self::TrajectoryRequested { .. } => "trajectory_requested",
            Self::AuthorisationAsked { .. } => "authorisation_asked",
            Self::ConsentsDecided { .. } => "consents_decided",
            Self::Presumed(_) => "presumed",
            Self::TrajectoryEnded { .. } => "trajectory_ended",
            Self::CodexRequested { .. } => "codex_requested",
            Self::CodexEnded { .. } => "codex_ended",
            Self::Rehabilitation { .. } => "rehabilitation",
            Self::Relapsed { .. } => "relapsed",
            Self::Died { .. } => "died",
        }
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests;
