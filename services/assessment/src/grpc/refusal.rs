//! What a caller is told when the law refuses.

use trajet_assessment_domain::{ImpossibleDate, Rejection};
use trajet_law::file_access::NotChanged;
use trajet_runtime::{Failure, LegalRefusal, Violation};
use uuid::Uuid;

use super::file::no_such_access;

/// The failure of a rejection. Where no law refuses, the dates of the request are wrong.
pub(crate) fn refusal(rejection: &Rejection) -> Failure {
    match (rejection, rejection.ground()) {
        (Rejection::AlreadyOpen { case }, _) => Failure::CaseAlreadyOpen { case_id: Uuid::from_bytes(*case) },
        // A file that there is nothing to open of answers as if it were not there.
        (Rejection::NotDeclared | Rejection::FileNotChanged(NotChanged::NotClosed), _) => Failure::CaseNotFound,
        (Rejection::FileNotChanged(NotChanged::NoSuchAccess), _) => no_such_access(),
        (_, None) => Failure::Invalid(rejection.impossible_dates().iter().map(violation).collect()),
        (_, Some(ground)) => LegalRefusal {
            ground,
            code: rejection.code(),
            words: rejection.to_string(),
            parameter: rejection.parameter().cloned(),
            earliest: rejection.earliest(),
            latest: rejection.latest(),
        }
        .into(),
    }
}

fn violation(date: &ImpossibleDate) -> Violation {
    Violation { field: date.field.path().to_owned(), problem: date.to_string() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trajet_assessment_domain::{DateField, TrackKind};
    use trajet_belgium::Language;
    use trajet_law::ending::Ending;
    use trajet_law::parameter::ParameterVersion;
    use trajet_law::presumption::Kind;
    use trajet_law::rule::Rule;
    use trajet_service::test_support::{NoFigure, assert_figures_are_told};

    use super::*;
    use crate::samples::{CASE, PERSONAL, day, sample_each};

    fn parameter() -> ParameterVersion {
        "estimate.month@2022-01-01".parse().expect("a parameter")
    }

    fn impossible(field: DateField) -> ImpossibleDate {
        ImpossibleDate { field, earliest: day("2022-09-01"), latest: day("2022-09-05") }
    }

    sample_each! {
        every_rejection: Rejection {
            Rejection::AlreadyOpen { .. } => Rejection::AlreadyOpen { case: CASE.into_bytes() },
            Rejection::AlreadyDeclared => Rejection::AlreadyDeclared,
            Rejection::FileNotChanged(_) => Rejection::FileNotChanged(NotChanged::AlreadyRestricted),
            Rejection::NotAnnulled(_) => Rejection::NotAnnulled(trajet_law::annul::NotAnnulled::LaterActsDepend(vec![7, 9])),
            Rejection::SchemeOutOfScope => Rejection::SchemeOutOfScope,
            Rejection::ImpossibleDates(_) => Rejection::ImpossibleDates(
                [DateField::StartsOn, DateField::EndsOn].map(impossible).into(),
            ),
            Rejection::NotDeclared => Rejection::NotDeclared,
            Rejection::FormerNotEnded => Rejection::FormerNotEnded,
            Rejection::NotARelapse => Rejection::NotARelapse,
            Rejection::RepresentationUnknown => Rejection::RepresentationUnknown,
            Rejection::RepresentationEnded { .. } => Rejection::RepresentationEnded { last_day: day("2022-12-31") },
            Rejection::TooManyRepresentations => Rejection::TooManyRepresentations,
            Rejection::CertificateTooLong { .. } => Rejection::CertificateTooLong {
                until: day("2022-11-30"),
                parameter: "certificate.longest_months@2022-01-01".parse().expect("a parameter"),
            },
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
            Rejection::CodexNotByPhysician => Rejection::CodexNotByPhysician,
            Rejection::TrackAlreadyInForce { .. } => Rejection::TrackAlreadyInForce { kind: TrackKind::CodexRequested },
            Rejection::TrackNotInForce { .. } => Rejection::TrackNotInForce { kind: TrackKind::RouteBAuthorised },
            Rejection::EstimateTooEarly { .. } => Rejection::EstimateTooEarly {
                opens: day("2022-12-01"),
                parameter: parameter(),
            },
            Rejection::TrackInForce { .. } => Rejection::TrackInForce { kind: TrackKind::AuthorisedWork },
            Rejection::CategoryOneTooLate { .. } => Rejection::CategoryOneTooLate {
                until: day("2023-02-28"),
                parameter: "category_1.spontaneous_return_by_month@2022-01-01".parse().expect("a parameter"),
            },
            Rejection::AlreadyEstimated => Rejection::AlreadyEstimated,
            Rejection::NotMissed => Rejection::NotMissed,
            Rejection::NotEstimated { .. } => Rejection::NotEstimated { rule: Rule::M12 },
            Rejection::ExaminationRequired { .. } => Rejection::ExaminationRequired { rule: Rule::M8 },
            Rejection::ExaminationNotAsked => Rejection::ExaminationNotAsked,
            Rejection::NotDispensable => Rejection::NotDispensable,
            Rejection::CategoryAllows => Rejection::CategoryAllows,
            Rejection::NotAtAnExamination => Rejection::NotAtAnExamination,
            Rejection::TrajectoryRefused => Rejection::TrajectoryRefused,
            Rejection::NoRequestAwaited => Rejection::NoRequestAwaited,
            Rejection::NotAppliedBefore => Rejection::NotAppliedBefore,
            Rejection::WorkApplicationPending => Rejection::WorkApplicationPending,
            Rejection::NoWorkApplication => Rejection::NoWorkApplication,
            Rejection::WorkConditionsNotFound { .. } => Rejection::WorkConditionsNotFound {
                reduction: 50,
                parameter: "authorised_work.medical_reduction_percent@2022-01-01".parse().expect("a parameter"),
            },
            Rejection::ResumptionRecorded => Rejection::ResumptionRecorded,
            Rejection::WorkNotAuthorised => Rejection::WorkNotAuthorised,
            Rejection::NotYetRecognised { .. } => Rejection::NotYetRecognised { from: Some(day("2022-09-05")) },
            Rejection::ProgrammeOpen => Rejection::ProgrammeOpen,
            Rejection::NoProposalOpen => Rejection::NoProposalOpen,
            Rejection::AlreadySubmitted => Rejection::AlreadySubmitted,
            Rejection::ProgrammeStarted => Rejection::ProgrammeStarted,
            Rejection::NotProposed => Rejection::NotProposed,
            Rejection::NotSubmitted => Rejection::NotSubmitted,
            Rejection::NotApproved => Rejection::NotApproved,
            Rejection::NotStarted => Rejection::NotStarted,
            Rejection::Contradicts => Rejection::Contradicts,
            Rejection::ProposalClosed => Rejection::ProposalClosed,
            Rejection::HoursOverlap => Rejection::HoursOverlap,
            Rejection::OutsideTheProgramme => Rejection::OutsideTheProgramme,
            Rejection::NoReintegrationPhase => Rejection::NoReintegrationPhase,
            Rejection::PhaseNotOver { .. } => Rejection::PhaseNotOver {
                opens: day("2024-01-01"),
                parameter: "rehabilitation.reintegration_phase_months@2022-01-01".parse().expect("a parameter"),
            },
            Rejection::AlreadyEvaluated => Rejection::AlreadyEvaluated,
            Rejection::OnlyPreparatoryContacts { .. } => Rejection::OnlyPreparatoryContacts {
                invalid_from: Some((
                    day("2023-09-01"),
                    "primary_incapacity.months@2022-01-01".parse().expect("a parameter"),
                )),
            },
            Rejection::IncapacityPresumed { .. } => Rejection::IncapacityPresumed {
                kind: Kind::Ami,
                until: Some(day("2023-06-30")),
                parameter: Some("presumption.months@2022-01-01".parse().expect("a parameter")),
            },
            Rejection::IncapacityEnded { .. } => Rejection::IncapacityEnded {
                last_day: day("2023-01-31"),
                ending: Ending::IncapacityEnded,
            },
        }
    }

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        for rejection in every_rejection() {
            match refusal(&rejection) {
                Failure::LegalRefusal(told) => {
                    let ground = rejection.ground().expect("the law refuses by a rule");
                    assert_eq!((told.ground, told.code), (ground, rejection.code()));
                    assert_eq!(told.words, rejection.to_string());
                    assert!(!told.ground.rule.source().is_empty());
                    assert_eq!(told.parameter.as_ref(), rejection.parameter());
                    assert_eq!((told.earliest, told.latest), (rejection.earliest(), rejection.latest()));
                }
                Failure::CaseAlreadyOpen { case_id } => {
                    assert_eq!(rejection, Rejection::AlreadyOpen { case: case_id.into_bytes() });
                }
                Failure::CaseNotFound => assert_eq!(rejection, Rejection::NotDeclared),
                Failure::Invalid(_) => assert_eq!(rejection.ground(), None),
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn t8_every_refusal_tells_its_figure_or_rests_on_none() {
        let mut refusals = every_rejection();
        refusals.push(Rejection::OnlyPreparatoryContacts { invalid_from: None });
        refusals.push(Rejection::IncapacityPresumed { kind: Kind::Programme, until: None, parameter: None });
        assert_figures_are_told(&refusals, refusal, no_figure);
    }

    fn no_figure(rejection: &Rejection) -> Option<NoFigure> {
        Some(match rejection {
            Rejection::CertificateTooLong { .. }
            | Rejection::OtherBodyDecides { .. }
            | Rejection::PhysicianDecides { .. }
            | Rejection::EstimateTooEarly { .. }
            | Rejection::CategoryOneTooLate { .. }
            | Rejection::WorkConditionsNotFound { .. }
            | Rejection::PhaseNotOver { .. }
            | Rejection::IncapacityPresumed { parameter: Some(_), .. }
            | Rejection::OnlyPreparatoryContacts { invalid_from: Some(_) } => return None,
            Rejection::AlreadyOpen { .. } | Rejection::NotDeclared | Rejection::ImpossibleDates(_) => NoFigure::NoLaw,
            Rejection::SchemeOutOfScope
            | Rejection::BodyNotNamed
            | Rejection::OnlyPreparatoryContacts { invalid_from: None } => NoFigure::Asked,
            Rejection::TooManyRepresentations => NoFigure::OwnBound,
            Rejection::NotMissed => NoFigure::OwnTimer,
            // A programme is followed as long as it lasts.
            Rejection::IncapacityPresumed { parameter: None, .. }
            | Rejection::AlreadyDeclared
            | Rejection::FormerNotEnded
            | Rejection::NotARelapse
            | Rejection::RepresentationUnknown
            | Rejection::RepresentationEnded { .. }
            | Rejection::AlreadyDecided
            | Rejection::ActivityNotCeased
            | Rejection::RecognitionRefused
            | Rejection::NotRecognised
            | Rejection::CodexNotByPhysician
            | Rejection::NotAnnulled(_)
            | Rejection::FileNotChanged(_)
            | Rejection::TrackAlreadyInForce { .. }
            | Rejection::TrackNotInForce { .. }
            | Rejection::TrackInForce { .. }
            | Rejection::AlreadyEstimated
            | Rejection::NotEstimated { .. }
            | Rejection::ExaminationRequired { .. }
            | Rejection::ExaminationNotAsked
            | Rejection::NotDispensable
            | Rejection::CategoryAllows
            | Rejection::NotAtAnExamination
            | Rejection::TrajectoryRefused
            | Rejection::NoRequestAwaited
            | Rejection::NotAppliedBefore
            | Rejection::WorkApplicationPending
            | Rejection::NoWorkApplication
            | Rejection::ResumptionRecorded
            | Rejection::WorkNotAuthorised
            | Rejection::NotYetRecognised { .. }
            | Rejection::ProgrammeOpen
            | Rejection::NoProposalOpen
            | Rejection::AlreadySubmitted
            | Rejection::ProgrammeStarted
            | Rejection::NotProposed
            | Rejection::NotSubmitted
            | Rejection::NotApproved
            | Rejection::NotStarted
            | Rejection::Contradicts
            | Rejection::ProposalClosed
            | Rejection::HoursOverlap
            | Rejection::OutsideTheProgramme
            | Rejection::NoReintegrationPhase
            | Rejection::AlreadyEvaluated
            | Rejection::IncapacityEnded { .. } => NoFigure::Recorded,
        })
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
            Failure::LegalRefusal(told) => (told.earliest, told.latest, told.parameter.is_some()),
            other => panic!("{other}"),
        };
        let dated: Vec<_> = every_rejection()
            .iter()
            .filter(|rejection| rejection.earliest().or(rejection.latest()).is_some())
            .map(|rejection| (rejection.code(), told(rejection)))
            .collect();
        let expected = [
            ("CERTIFICATE_TOO_LONG", (None, Some(day("2022-11-30")), true)),
            ("OTHER_BODY_DECIDES", (None, Some(day("2023-08-31")), true)),
            ("PHYSICIAN_DECIDES", (Some(day("2023-09-01")), None, true)),
            ("ESTIMATE_TOO_EARLY", (Some(day("2022-12-01")), None, true)),
            ("CATEGORY_ONE_TOO_LATE", (None, Some(day("2023-02-28")), true)),
            ("NOT_YET_RECOGNISED", (Some(day("2022-09-05")), None, false)),
            ("PHASE_NOT_OVER", (Some(day("2024-01-01")), None, true)),
            ("ONLY_PREPARATORY_CONTACTS", (None, Some(day("2023-08-31")), true)),
            ("INCAPACITY_PRESUMED", (Some(day("2023-06-30")), None, true)),
            ("INCAPACITY_ENDED", (None, Some(day("2023-01-31")), false)),
        ];
        assert_eq!(dated, expected);
    }

    #[test]
    fn dates_that_cannot_be_right_are_told_as_fields_and_cite_no_law() {
        let dates = [DateField::StartsOn, DateField::EndsOn].map(impossible);
        let Failure::Invalid(found) = refusal(&Rejection::ImpossibleDates(dates.into())) else {
            panic!("no law refuses")
        };
        let told: Vec<_> = found.iter().map(|it| (it.field.as_str(), it.problem.as_str())).collect();
        let problem = "must lie from 2022-09-01 to 2022-09-05";
        assert_eq!(told, [("starts_on", problem), ("ends_on", problem)]);
    }

    #[test]
    fn no_refusal_names_the_person_or_anything_medical() {
        for rejection in every_rejection() {
            for language in Language::ALL {
                let status = refusal(&rejection).to_status(language);
                let told = format!("{} {}", status.message(), String::from_utf8_lossy(status.details()));
                // The figure that decided is public, and its name is not the category of anybody.
                let told = told.replace("category_1.spontaneous_return_by_month@", "");
                for word in PERSONAL.iter().chain(&["illness", "diagnos", "category"]) {
                    assert!(!told.contains(word), "{word} in {told}");
                }
            }
        }
    }
}
