//! What a caller is told when the law refuses.

use trajet_assessment_domain::Rejection;
use trajet_runtime::{Failure, LegalRefusal};
use uuid::Uuid;

/// The failure of a rejection.
pub(crate) fn refusal(rejection: &Rejection) -> Failure {
    match rejection {
        Rejection::AlreadyOpen { case } => Failure::CaseAlreadyOpen { case_id: Uuid::from_bytes(*case) },
        Rejection::NotDeclared => Failure::CaseNotFound,
        _ => {
            let ground = rejection.ground();
            LegalRefusal {
                rule: ground.to_string(),
                step: rejection.code().to_owned(),
                citation: ground.rule.source().to_owned(),
                ground: rejection.to_string(),
                parameter: rejection.parameter().map(ToString::to_string),
                opens: rejection.earliest(),
                due: rejection.latest(),
            }
            .into()
        }
    }
}
