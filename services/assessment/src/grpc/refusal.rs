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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trajet_assessment_domain::TrackKind;
    use trajet_belgium::Language;
    use trajet_law::parameter::ParameterVersion;
    use trajet_law::rule::Rule;

    use super::*;
    use crate::samples::{CASE, PERSONAL, day, sample_each};

    fn parameter() -> ParameterVersion {
        "estimate.month@2022-01-01".parse().expect("a parameter")
    }

    sample_each! {
        every_rejection: Rejection {
            Rejection::AlreadyOpen { .. } => Rejection::AlreadyOpen { case: CASE.into_bytes() },
            Rejection::AlreadyDeclared => Rejection::AlreadyDeclared,
            Rejection::SchemeOutOfScope => Rejection::SchemeOutOfScope,
            Rejection::NotYetBegun => Rejection::NotYetBegun,
            Rejection::ImpossibleDate { .. } => Rejection::ImpossibleDate {
                rule: Rule::M22,
                earliest: day("2022-09-01"),
                latest: day("2022-09-05"),
            },
            Rejection::NotDeclared => Rejection::NotDeclared,
            Rejection::AlreadyDecided => Rejection::AlreadyDecided,
            Rejection::OtherBodyDecides { .. } => Rejection::OtherBodyDecides {
                from: day("2023-09-01"),
                parameter: parameter(),
            },
            Rejection::PhysicianDecides { .. } => Rejection::PhysicianDecides {
                before: day("2023-09-01"),
                parameter: parameter(),
            },
            Rejection::BodyNotNamed => Rejection::BodyNotNamed,
            Rejection::ActivityNotCeased => Rejection::ActivityNotCeased,
            Rejection::RecognitionRefused => Rejection::RecognitionRefused,
            Rejection::NotRecognised => Rejection::NotRecognised,
            Rejection::TrackAlreadyInForce { .. } => Rejection::TrackAlreadyInForce { kind: TrackKind::CodexRequested },
            Rejection::TrackNotInForce { .. } => Rejection::TrackNotInForce { kind: TrackKind::RouteBAuthorised },
            Rejection::EstimateTooEarly { .. } => Rejection::EstimateTooEarly {
                opens: day("2022-12-01"),
                parameter: parameter(),
            },
            Rejection::TrackInForce { .. } => Rejection::TrackInForce { kind: TrackKind::AuthorisedWork },
            Rejection::AlreadyEstimated => Rejection::AlreadyEstimated,
            Rejection::EstimateNotMissed => Rejection::EstimateNotMissed,
        }
    }

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        for rejection in every_rejection() {
            match refusal(&rejection) {
                Failure::LegalRefusal(told) => {
                    let ground = rejection.ground();
                    assert_eq!((told.rule, told.step.as_str()), (ground.to_string(), rejection.code()));
                    assert_eq!((told.citation.as_str(), told.ground), (ground.rule.source(), rejection.to_string()));
                    assert!(!told.citation.is_empty());
                    assert_eq!(told.parameter, rejection.parameter().map(ToString::to_string));
                    assert_eq!((told.opens, told.due), (rejection.earliest(), rejection.latest()));
                }
                Failure::CaseAlreadyOpen { case_id } => {
                    assert_eq!(rejection, Rejection::AlreadyOpen { case: case_id.into_bytes() });
                }
                Failure::CaseNotFound => assert_eq!(rejection, Rejection::NotDeclared),
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn every_refusal_has_a_name_of_its_own() {
        let codes: BTreeSet<_> = every_rejection().iter().map(Rejection::code).collect();
        assert_eq!(codes.len(), every_rejection().len());
        assert!(codes.iter().all(|code| code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')));
    }

    #[test]
    fn the_days_and_the_figure_that_decided_are_told() {
        let told = |wanted: &Rejection| match refusal(wanted) {
            Failure::LegalRefusal(told) => (told.opens, told.due, told.parameter.is_some()),
            other => panic!("{other}"),
        };
        let dated: Vec<_> = every_rejection()
            .iter()
            .filter(|rejection| rejection.earliest().or(rejection.latest()).is_some())
            .map(|rejection| (rejection.code(), told(rejection)))
            .collect();
        let expected = [
            ("IMPOSSIBLE_DATE", (Some(day("2022-09-01")), Some(day("2022-09-05")), false)),
            ("OTHER_BODY_DECIDES", (None, Some(day("2023-08-31")), true)),
            ("PHYSICIAN_DECIDES", (Some(day("2023-09-01")), None, true)),
            ("ESTIMATE_TOO_EARLY", (Some(day("2022-12-01")), None, true)),
        ];
        assert_eq!(dated, expected);
    }

    #[test]
    fn no_refusal_names_the_person_or_anything_medical() {
        for rejection in every_rejection() {
            for language in Language::ALL {
                let status = refusal(&rejection).to_status(language);
                let told = format!("{} {}", status.message(), String::from_utf8_lossy(status.details()));
                for word in PERSONAL.iter().chain(&["illness", "diagnos", "category"]) {
                    assert!(!told.contains(word), "{word} in {told}");
                }
            }
        }
    }
}
