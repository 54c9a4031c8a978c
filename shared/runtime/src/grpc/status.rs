//! The one place where a failure becomes a gRPC status.

use std::collections::HashMap;
use std::time::Duration;

use tonic::Status;
use tonic_types::{ErrorDetails, StatusExt};
use trajet_belgium::Language;

use super::failure::Failure;
use super::{language, messages};
use crate::telemetry;

/// The `domain` of every reason.
const DOMAIN: &str = "trajet";

impl Failure {
    /// The status for a caller of this language, with its google.rpc details.
    #[must_use]
    pub fn to_status(&self, language: Language) -> Status {
        let reason = self.reason();
        let name = reason.as_str_name().trim_start_matches("ERROR_REASON_");
        let mut details = ErrorDetails::with_error_info(name, DOMAIN, self.metadata());
        details.set_localized_message(language.code(), messages::texts(reason).in_(language));
        match self {
            Self::Invalid(violations) => {
                for violation in violations {
                    details.add_bad_request_violation(&violation.field, &violation.problem);
                }
            }
            Self::PageTokenInvalid => {
                details.add_bad_request_violation("page_token", "does not belong to this query");
            }
            Self::LegalRefusal(refusal) => {
                details.add_precondition_failure_violation(
                    refusal.ground.to_string(),
                    refusal.code,
                    refusal.to_string(),
                );
            }
            _ => {}
        }
        if let Some(delay) = self.retry_delay() {
            details.set_retry_info(Some(delay));
        }
        Status::with_error_details(self.code(), self.to_string(), details)
    }

    fn retry_delay(&self) -> Option<Duration> {
        match self {
            Self::CursorAhead { .. } => Some(Duration::from_millis(100)),
            Self::Busy { .. } => Some(Duration::from_millis(250)),
            Self::StoreUnavailable => Some(Duration::from_secs(2)),
            _ => None,
        }
    }

    /// What the catalogue promises with the reason.
    fn metadata(&self) -> HashMap<String, String> {
        let pairs: Vec<(&str, String)> = match self {
            Self::RoleNotPermitted { role, method } => vec![("role", (*role).to_owned()), ("method", method.clone())],
            Self::InsurerNotServed { insurer } => vec![("insurer", insurer.clone())],
            Self::DefinitionNotFound { code, version } => vec![("code", code.clone()), ("version", version.clone())],
            Self::CaseAlreadyOpen { case_id } => vec![("case_id", case_id.to_string())],
            Self::RequestIdReused { request_id } => vec![("request_id", request_id.to_string())],
            Self::EtagMismatch { current } => vec![("etag", current.clone())],
            Self::LegalRefusal(refusal) => refusal.metadata(),
            Self::CursorForeign { ledger } | Self::StreamCut { ledger } => vec![("ledger", ledger.clone())],
            Self::ReportLimitReached { limit } => vec![("limit", limit.to_string())],
            Self::Busy { ledger } => ledger.iter().map(|ledger| ("ledger", ledger.clone())).collect(),
            Self::CursorDiverged { ledger, epoch, position } => {
                vec![("ledger", ledger.clone()), ("epoch", epoch.to_string()), ("position", position.to_string())]
            }
            Self::CursorAhead { ledger, position } => {
                vec![("ledger", ledger.clone()), ("position", position.to_string())]
            }
            Self::Internal { incident } => {
                let trace = telemetry::current_trace_id().map(|trace| ("trace_id", trace));
                [("incident", incident.to_string())].into_iter().chain(trace).collect()
            }
            Self::Invalid(_)
            | Self::CoordinatorNotFound
            | Self::ThreadNotFound
            | Self::ReferralNotFound
            | Self::CredentialsMissing
            | Self::CredentialsInvalid
            | Self::CaseNotFound
            | Self::PageTokenInvalid
            | Self::StoreUnavailable
            | Self::Draining
            | Self::DeadlineExceeded
            | Self::ClockNotSimulated
            | Self::PartnerNotRegistered => Vec::new(),
        };
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
    }
}

/// In the language of the request that the task answers, so that `?` suffices in a handler.
impl From<Failure> for Status {
    fn from(failure: Failure) -> Self {
        failure.to_status(language::current())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use std::collections::BTreeMap;

    use tonic::Code;
    use trajet_contracts::error::v1::ErrorReason;
    use trajet_law::rule::Rule;
    use uuid::Uuid;

    use super::*;
    use crate::entropy::Entropy;
    use crate::grpc::{LegalRefusal, Violation};

    fn refusal() -> LegalRefusal {
        LegalRefusal {
            ground: Rule::M4.into(),
            code: "TRACK_IN_FORCE",
            words: "a concurrent track is in force".into(),
            parameter: "estimate.month@2022-01-01".parse().ok(),
            earliest: "2022-09-01".parse().ok(),
            latest: None,
        }
    }

    fn one_of_each() -> Vec<Failure> {
        let ledger = || "assessment/300".to_owned();
        vec![
            Failure::Invalid(vec![Violation { field: "person.niss".into(), problem: "is required".into() }]),
            Failure::CredentialsMissing,
            Failure::CredentialsInvalid,
            Failure::RoleNotPermitted { role: "auditor", method: "a.B/C".into() },
            Failure::InsurerNotServed { insurer: "300".into() },
            Failure::CaseNotFound,
            Failure::DefinitionNotFound { code: "A".into(), version: "2".into() },
            Failure::CaseAlreadyOpen { case_id: Uuid::nil() },
            Failure::RequestIdReused { request_id: Uuid::nil() },
            Failure::EtagMismatch { current: "7".into() },
            refusal().into(),
            Failure::CursorForeign { ledger: ledger() },
            Failure::CursorDiverged { ledger: ledger(), epoch: Uuid::nil(), position: 7 },
            Failure::CursorAhead { ledger: ledger(), position: 7 },
            Failure::PageTokenInvalid,
            Failure::Busy { ledger: Some(ledger()) },
            Failure::StoreUnavailable,
            Failure::Draining,
            Failure::DeadlineExceeded,
            Failure::Internal { incident: Uuid::nil() },
            Failure::ClockNotSimulated,
            Failure::StreamCut { ledger: ledger() },
            Failure::PartnerNotRegistered,
            Failure::ReportLimitReached { limit: 200 },
            Failure::CoordinatorNotFound,
            Failure::ThreadNotFound,
            Failure::ReferralNotFound,
        ]
    }

    #[test]
    fn every_reason_of_the_catalogue_is_given_by_one_failure() {
        let given: Vec<_> = one_of_each().iter().map(|failure| failure.reason() as i32).collect();
        let catalogue = (1..).map_while(|number| ErrorReason::try_from(number).ok());
        assert_eq!(given, catalogue.map(|reason| reason as i32).collect::<Vec<_>>());
    }

    #[test]
    fn every_status_names_its_reason_and_speaks_the_language_of_the_caller() {
        for failure in one_of_each() {
            for language in Language::ALL {
                let details = failure.to_status(language).get_error_details();
                let info = details.error_info().unwrap();
                assert_eq!(info.domain, "trajet");
                assert_eq!(format!("ERROR_REASON_{}", info.reason), failure.reason().as_str_name());
                let message = details.localized_message().unwrap();
                assert_eq!(message.locale, language.code());
                assert_eq!(message.message, messages::texts(failure.reason()).in_(language));
            }
        }
    }

    #[test]
    fn the_details_are_those_that_the_catalogue_promises() {
        let keys: BTreeMap<_, _> = one_of_each()
            .into_iter()
            .map(|failure| {
                let details = failure.to_status(Language::English).get_error_details();
                let mut keys: Vec<_> = details.error_info().unwrap().metadata.keys().cloned().collect();
                keys.sort();
                assert_eq!(details.retry_info().is_some(), failure.retry_delay().is_some());
                (failure.reason().as_str_name().trim_start_matches("ERROR_REASON_"), keys.join(" "))
            })
            .filter(|(_, keys)| !keys.is_empty())
            .collect();
        let promised = BTreeMap::from(
            [
                ("ROLE_NOT_PERMITTED", "method role"),
                ("INSURER_NOT_SERVED", "insurer"),
                ("DEFINITION_NOT_FOUND", "code version"),
                ("CASE_ALREADY_OPEN", "case_id"),
                ("REQUEST_ID_REUSED", "request_id"),
                ("ETAG_MISMATCH", "etag"),
                (
                    "LEGAL_REFUSAL",
                    "citation earliest parameter parameter_source parameter_valid_from parameter_value refusal rule",
                ),
                ("CURSOR_FOREIGN", "ledger"),
                ("CURSOR_DIVERGED", "epoch ledger position"),
                ("CURSOR_AHEAD", "ledger position"),
                ("LEDGER_BUSY", "ledger"),
                ("INTERNAL", "incident"),
                ("STREAM_CUT", "ledger"),
                ("REPORT_LIMIT_REACHED", "limit"),
            ]
            .map(|(reason, keys)| (reason, keys.to_owned())),
        );
        assert_eq!(keys, promised);
    }

    #[test]
    fn bad_fields_and_legal_grounds_have_their_own_details() {
        let invalid = Failure::Invalid(vec![
            Violation { field: "a".into(), problem: "is required".into() },
            Violation { field: "b.c".into(), problem: "is negative".into() },
        ]);
        let status = invalid.to_status(Language::English);
        assert_eq!((status.code(), status.message()), (Code::InvalidArgument, "2 fields of the request are wrong"));
        let fields = status.get_details_bad_request().unwrap().field_violations;
        assert_eq!(
            fields.iter().map(|v| (&*v.field, &*v.description)).collect::<Vec<_>>(),
            [("a", "is required"), ("b.c", "is negative")]
        );

        let status = Failure::from(refusal()).to_status(Language::French);
        assert_eq!(status.code(), Code::FailedPrecondition);
        let ground = status.get_details_precondition_failure().unwrap().violations.remove(0);
        assert_eq!((&*ground.r#type, &*ground.subject), ("M4", "TRACK_IN_FORCE"));
        assert_eq!(ground.description, format!("a concurrent track is in force ({})", Rule::M4.source()));
    }

    #[test]
    fn an_internal_fault_tells_its_number_and_never_its_cause() {
        let cause = std::io::Error::other("UNIQUE constraint failed: person.niss");
        let failure = Failure::internal(&Entropy::seeded(1), &cause);
        let Failure::Internal { incident } = failure else { panic!("{failure}") };
        let status = failure.to_status(Language::English);
        assert!(!format!("{status:?}").contains("niss"));
        assert_eq!(status.get_details_error_info().unwrap().metadata["incident"], incident.to_string());
    }

    #[tokio::test]
    async fn a_handler_answers_in_the_language_of_its_request() {
        let status = language::scope(Language::Dutch, async { Status::from(Failure::CaseNotFound) }).await;
        assert_eq!(status.get_details_localized_message().unwrap().message, "Dit dossier bestaat niet.");
    }
}
