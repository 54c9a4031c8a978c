//! What a failed call says.

use std::collections::BTreeMap;

use tonic::{Code, Status};
use tonic_types::{ErrorInfo, PreconditionViolation, StatusExt as _};

/// The `ErrorInfo` of a failure, which has this code and this reason.
#[expect(clippy::must_use_candidate, reason = "it asserts, whether or not somebody looks further")]
#[track_caller]
pub fn expect(status: &Status, code: Code, reason: &str) -> ErrorInfo {
    let info = status.get_details_error_info();
    let said = info.as_ref().map(|info| info.reason.as_str());
    assert_eq!((status.code(), said), (code, Some(reason)), "{status:?}");
    let info = info.unwrap();
    assert_eq!(info.domain, "trajet");
    info
}

/// The fields that are told to be wrong, and what is wrong with each.
#[must_use]
pub fn fields(status: &Status) -> BTreeMap<String, String> {
    let bad = status.get_details_bad_request().unwrap_or_else(|| panic!("no field is named: {status:?}"));
    bad.field_violations.into_iter().map(|wrong| (wrong.field, wrong.description)).collect()
}

/// The one legal ground of a refusal, and the `ErrorInfo` beside it.
#[expect(clippy::must_use_candidate, reason = "it asserts, whether or not somebody looks further")]
#[track_caller]
pub fn ground(status: &Status) -> (PreconditionViolation, ErrorInfo) {
    let info = expect(status, Code::FailedPrecondition, "LEGAL_REFUSAL");
    let mut violations = status.get_details_precondition_failure().unwrap().violations;
    assert_eq!(violations.len(), 1, "{violations:?}");
    (violations.remove(0), info)
}
