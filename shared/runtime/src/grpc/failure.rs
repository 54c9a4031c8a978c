//! Every way in which a call fails.

use std::error::Error;

use tonic::Code;
use trajet_contracts::error::v1::ErrorReason;
use uuid::Uuid;

use super::legal::LegalRefusal;
use super::violations::Violation;
use crate::entropy::Entropy;

/// Why a call fails. Its text is for the developer of a client; people read the localised message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Fields of the request are wrong.
    #[error("{} wrong", fields(.0.len()))]
    Invalid(Vec<Violation>),
    /// No credential came with the call.
    #[error("the call carries no credential")]
    CredentialsMissing,
    /// The credential proves nothing. Which check failed is not told.
    #[error("the credential is not valid")]
    CredentialsInvalid,
    /// The caller's role does not allow the method.
    #[error("the role {role} may not call {method}")]
    RoleNotPermitted {
        /// The caller's role.
        role: &'static str,
        /// The full name of the method.
        method: String,
    },
    /// The caller's insurer has no ledger here.
    #[error("insurer {insurer} is not served here")]
    InsurerNotServed {
        /// The insurer of the credential.
        insurer: String,
    },
    /// No such case, or none that the caller may see.
    #[error("there is no such case")]
    CaseNotFound,
    /// No such questionnaire definition.
    #[error("there is no version {version} of the definition {code}")]
    DefinitionNotFound {
        /// The definition's code.
        code: String,
        /// The version asked.
        version: String,
    },
    /// The person already has a case from that day.
    #[error("the person already has a case with this first day of incapacity")]
    CaseAlreadyOpen {
        /// The existing case.
        case_id: Uuid,
    },
    /// The request's identifier stands for another request.
    #[error("the request_id was used for another request")]
    RequestIdReused {
        /// The identifier.
        request_id: Uuid,
    },
    /// The case has changed since it was read.
    #[error("the case has changed: its etag is {current}")]
    EtagMismatch {
        /// The present version.
        current: String,
    },
    /// The law does not allow the act.
    #[error("{0}")]
    LegalRefusal(Box<LegalRefusal>),
    /// The cursor is another ledger's.
    #[error("the cursor is not one of the ledger {ledger}")]
    CursorForeign {
        /// The ledger asked.
        ledger: String,
    },
    /// The cursor is of a history that the ledger does not have.
    #[error("the history of the cursor is not that of the ledger {ledger}")]
    CursorDiverged {
        /// The ledger asked.
        ledger: String,
        /// Its epoch.
        epoch: Uuid,
        /// The position of its head.
        position: i64,
    },
    /// The reader is not yet where the cursor is.
    #[error("the ledger {ledger} was read only up to {position}")]
    CursorAhead {
        /// The ledger asked.
        ledger: String,
        /// The position that was reached.
        position: i64,
    },
    /// The page token is of another query, or of none.
    #[error("the page token does not belong to this query")]
    PageTokenInvalid,
    /// More calls wait than are taken on.
    #[error("too many calls are waiting")]
    Busy {
        /// The ledger they wait for, if it is not the process as a whole.
        ledger: Option<String>,
    },
    /// The database cannot be reached or refused the work.
    #[error("the store is unavailable")]
    StoreUnavailable,
    /// The process is stopping.
    #[error("the process is stopping")]
    Draining,
    /// The answer took too long.
    #[error("the answer took too long")]
    DeadlineExceeded,
    /// A fault of the platform.
    #[error("internal fault, logged as incident {incident}")]
    Internal {
        /// The number under which the cause was logged.
        incident: Uuid,
    },
    /// The process runs on the real clock.
    #[error("the clock is not simulated")]
    ClockNotSimulated,
    /// The reader of a stream was too slow, or the stream too old.
    #[error("the stream was cut: go on from the last cursor")]
    StreamCut {
        /// The ledger that was read.
        ledger: String,
    },
    /// The caller's organisation is no registered partner of the kind that the method is for.
    #[error("the organisation is not registered as such a partner")]
    PartnerNotRegistered,
    /// As many reports of the caller's organisation on the person are kept as may be.
    #[error("{limit} reports of the organisation on the person are kept, and no more may be")]
    ReportLimitReached {
        /// The most that are kept.
        limit: usize,
    },
    /// The registry has no such coordinator, or one whom the caller may not see.
    #[error("there is no such coordinator")]
    CoordinatorNotFound,
    /// The case has no such concertation thread.
    #[error("there is no such concertation thread")]
    ThreadNotFound,
    /// The inbox of the caller's organisation has no such referral.
    #[error("there is no such referral")]
    ReferralNotFound,
}

impl Failure {
    /// A fault of the platform. Its cause is logged under a new number; only the number is told.
    #[must_use]
    pub fn internal(entropy: &Entropy, cause: &dyn Error) -> Self {
        let incident = entropy.random_id();
        let mut causes = cause.to_string();
        let mut next = cause.source();
        while let Some(source) = next {
            causes.push_str(": ");
            causes.push_str(&source.to_string());
            next = source.source();
        }
        tracing::error!(%incident, causes, "internal fault");
        Self::Internal { incident }
    }

    /// The reason in the catalogue of the contracts.
    #[must_use]
    pub fn reason(&self) -> ErrorReason {
        match self {
            Self::Invalid(_) => ErrorReason::ValidationFailed,
            Self::CredentialsMissing => ErrorReason::CredentialsMissing,
            Self::CredentialsInvalid => ErrorReason::CredentialsInvalid,
            Self::RoleNotPermitted { .. } => ErrorReason::RoleNotPermitted,
            Self::InsurerNotServed { .. } => ErrorReason::InsurerNotServed,
            Self::CaseNotFound => ErrorReason::CaseNotFound,
            Self::DefinitionNotFound { .. } => ErrorReason::DefinitionNotFound,
            Self::CaseAlreadyOpen { .. } => ErrorReason::CaseAlreadyOpen,
            Self::RequestIdReused { .. } => ErrorReason::RequestIdReused,
            Self::EtagMismatch { .. } => ErrorReason::EtagMismatch,
            Self::LegalRefusal(_) => ErrorReason::LegalRefusal,
            Self::CursorForeign { .. } => ErrorReason::CursorForeign,
            Self::CursorDiverged { .. } => ErrorReason::CursorDiverged,
            Self::CursorAhead { .. } => ErrorReason::CursorAhead,
            Self::PageTokenInvalid => ErrorReason::PageTokenInvalid,
            Self::Busy { .. } => ErrorReason::LedgerBusy,
            Self::StoreUnavailable => ErrorReason::StoreUnavailable,
            Self::Draining => ErrorReason::Draining,
            Self::DeadlineExceeded => ErrorReason::DeadlineExceeded,
            Self::Internal { .. } => ErrorReason::Internal,
            Self::ClockNotSimulated => ErrorReason::ClockNotSimulated,
            Self::StreamCut { .. } => ErrorReason::StreamCut,
            Self::PartnerNotRegistered => ErrorReason::PartnerNotRegistered,
            Self::ReportLimitReached { .. } => ErrorReason::ReportLimitReached,
            Self::CoordinatorNotFound => ErrorReason::CoordinatorNotFound,
            Self::ThreadNotFound => ErrorReason::ThreadNotFound,
            Self::ReferralNotFound => ErrorReason::ReferralNotFound,
        }
    }

    /// The gRPC code.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_) | Self::CursorForeign { .. } | Self::PageTokenInvalid => Code::InvalidArgument,
            Self::CredentialsMissing | Self::CredentialsInvalid => Code::Unauthenticated,
            Self::RoleNotPermitted { .. } | Self::InsurerNotServed { .. } | Self::PartnerNotRegistered => {
                Code::PermissionDenied
            }
            Self::CaseNotFound
            | Self::DefinitionNotFound { .. }
            | Self::CoordinatorNotFound
            | Self::ThreadNotFound
            | Self::ReferralNotFound => Code::NotFound,
            Self::CaseAlreadyOpen { .. } | Self::RequestIdReused { .. } => Code::AlreadyExists,
            Self::EtagMismatch { .. } => Code::Aborted,
            Self::LegalRefusal(_) | Self::ClockNotSimulated => Code::FailedPrecondition,
            Self::CursorDiverged { .. } => Code::DataLoss,
            Self::CursorAhead { .. } | Self::StoreUnavailable | Self::Draining | Self::StreamCut { .. } => {
                Code::Unavailable
            }
            Self::Busy { .. } | Self::ReportLimitReached { .. } => Code::ResourceExhausted,
            Self::DeadlineExceeded => Code::DeadlineExceeded,
            Self::Internal { .. } => Code::Internal,
        }
    }
}

impl From<LegalRefusal> for Failure {
    fn from(refusal: LegalRefusal) -> Self {
        Self::LegalRefusal(Box::new(refusal))
    }
}

fn fields(count: usize) -> String {
    if count == 1 { "1 field of the request is".to_owned() } else { format!("{count} fields of the request are") }
}
