//! What a caller is told when a command is refused.

use trajet_dossier_domain::{ImpossibleDate, Rejection};
use trajet_runtime::{Failure, LegalRefusal, Violation};

use crate::ledger::Refusal;

/// The failure of a refusal. Where no law refuses, fields of the request are wrong.
pub(crate) fn refusal(refusal: &Refusal) -> Failure {
    let rejection = match refusal {
        Refusal::NoCase => return Failure::CaseNotFound,
        Refusal::Law(rejection) => rejection,
    };
    match (rejection, rejection.ground()) {
        (Rejection::ImpossibleDates(dates), _) => Failure::Invalid(dates.iter().map(violation).collect()),
        (Rejection::ThreadNotFound, _) => Failure::ThreadNotFound,
        (_, None) => {
            Failure::Invalid(vec![Violation { field: "next_way".to_owned(), problem: "is required".to_owned() }])
        }
        (_, Some(ground)) => LegalRefusal {
            ground,
            code: rejection.code(),
            words: rejection.to_string(),
            parameter: rejection.parameter(),
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

    use trajet_belgium::Language;
    use trajet_dossier_domain::ReferralRejection;
    use trajet_dossier_domain::ami::AmiRejection;
    use trajet_law::coordinator::Lack;
    use trajet_service::test_support::{NoFigure, assert_figures_are_told};

    use super::*;
    use crate::samples::{PERSONAL, day, every_rejection};

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        let mut invalid = Vec::new();
        for rejection in every_rejection() {
            match refusal(&Refusal::Law(rejection.clone())) {
                Failure::LegalRefusal(told) => {
                    let ground = rejection.ground().expect("the law refuses by a rule");
                    assert_eq!((told.ground, told.code), (ground, rejection.code()));
                    assert_eq!(told.words, rejection.to_string());
                    assert!(!told.ground.rule.source().is_empty());
                }
                Failure::Invalid(found) => {
                    invalid.extend(found.into_iter().map(|Violation { field, problem }| format!("{field}: {problem}")));
                }
                Failure::ThreadNotFound => assert_eq!(rejection, Rejection::ThreadNotFound),
                other => panic!("{other}"),
            }
        }
        let expected = [
            "invitation.invited_on: must lie from 2022-09-01 to 2023-01-10",
            "appointment_on: must lie from 2022-09-01 to 2023-01-10",
            "next_way: is required",
        ];
        assert_eq!(invalid, expected);
    }

    #[test]
    fn every_refusal_of_the_contract_has_its_name() {
        let codes: BTreeSet<_> = every_rejection().iter().map(Rejection::code).collect();
        let contract = [
            "NOT_RECOGNISED",
            "INCAPACITY_ENDED",
            "REQUEST_GOES_ON",
            "NOTHING_TO_KEEP",
            "CHANNEL_NOT_PERMITTED",
            "NO_CONTACT_DUE",
            "FIRST_CONTACT_BARRED",
            "APPOINTMENT_OPEN",
            "APPOINTMENT_NOT_OPEN",
            "APPOINTMENT_TO_COME",
            "FIRST_CONTACT_INCOMPLETE",
            "CONSENT_NOT_ASKED",
            "PURPOSE_NEEDS_CONTRACT",
            "CONSENT_REFUSED",
            "NOT_CONTACTED",
            "NO_REQUEST",
            "DECISION_AWAITED",
            "ALREADY_AUTHORISED",
            "NOT_REFUSED",
            "COORDINATOR_NOT_REGISTERED",
            "COORDINATOR_NOT_QUALIFIED",
            "ALREADY_ASSIGNED",
            "MOMENT_UNKNOWN",
            "MOMENT_TO_COME",
            "THREAD_CLOSED",
            "THREAD_FULL",
            "TOO_MANY_THREADS",
            "CONCERTATION_NOT_CONSENTED",
            "EXCHANGE_NOT_CONSENTED",
            "CONCERTATION_MISSING",
            "PHYSICIAN_NOT_CONSENTED",
            "AGREEMENT_NOT_IN_FORCE",
            "CODEX_NOT_BY_PHYSICIAN",
            "KIND_NOT_TAKEN",
            "CLASS_NOT_PERMITTED",
            "SERVICE_NOT_COMPETENT",
            "REFERRAL_STANDS",
            "TOO_MANY_REFERRALS",
            "NO_SUCH_REFERRAL",
            "REFERRAL_OVER",
        ];
        assert!(contract.iter().all(|code| codes.contains(code)));
    }

    #[test]
    fn the_day_that_decided_is_told() {
        let told = |rejection| match refusal(&Refusal::Law(rejection)) {
            Failure::LegalRefusal(told) => (told.earliest, told.latest),
            other => panic!("{other}"),
        };
        assert_eq!(told(Rejection::AppointmentToCome { on: day("2023-01-20") }), (Some(day("2023-01-20")), None));
        assert_eq!(told(every_rejection().swap_remove(1)), (None, Some(day("2023-03-31"))));
    }

    #[test]
    fn t8_every_refusal_tells_its_figure_or_rests_on_none() {
        assert_figures_are_told(&every_rejection(), |one| refusal(&Refusal::Law(one.clone())), no_figure);
    }

    fn no_figure(rejection: &Rejection) -> Option<NoFigure> {
        Some(match rejection {
            Rejection::CoordinatorNotQualified(Lack::Certificate { .. } | Lack::Intervision { .. }) => return None,
            Rejection::Ami(rejection) => return of_ami(rejection),
            Rejection::Referral(rejection) => match rejection {
                ReferralRejection::CodexNotByPhysician
                | ReferralRejection::KindNotTaken
                | ReferralRejection::ClassNotPermitted(_) => NoFigure::Asked,
                ReferralRejection::TooMany => NoFigure::OwnBound,
                ReferralRejection::PhysicianNotConsented
                | ReferralRejection::AgreementNotInForce
                | ReferralRejection::NotCompetent
                | ReferralRejection::Stands
                | ReferralRejection::NotFound
                | ReferralRejection::Over => NoFigure::Recorded,
            },
            Rejection::ImpossibleDates(_) | Rejection::NextWayMissing | Rejection::ThreadNotFound => NoFigure::NoLaw,
            Rejection::ChannelNotPermitted
            | Rejection::FirstContactIncomplete
            | Rejection::ConsentNotAsked
            | Rejection::NotConcerted => NoFigure::Asked,
            Rejection::ThreadFull | Rejection::TooManyThreads => NoFigure::OwnBound,
            Rejection::NotMissed | Rejection::BarNotEnded | Rejection::NotLapsed => NoFigure::OwnTimer,
            Rejection::CoordinatorNotQualified(
                Lack::NotInFunction { .. } | Lack::FunctionEnded { .. } | Lack::Degree,
            )
            | Rejection::NotRecognised
            | Rejection::IncapacityEnded(_)
            | Rejection::RequestGoesOn
            | Rejection::NothingToKeep
            | Rejection::NoContactDue(_)
            | Rejection::FirstContactBarred
            | Rejection::AppointmentOpen
            | Rejection::AppointmentNotOpen
            | Rejection::AppointmentToCome { .. }
            | Rejection::PurposeNeedsContract
            | Rejection::NotRepresented
            | Rejection::WayNeedsContract
            | Rejection::ConsentRefused
            | Rejection::NotContacted { .. }
            | Rejection::NoRequest
            | Rejection::DecisionAwaited
            | Rejection::AlreadyAuthorised
            | Rejection::NotRefused
            | Rejection::NoLookDue
            | Rejection::FormalTrajectoryGoesOn
            | Rejection::OtherTrackGoesOn
            | Rejection::NoOtherTrack
            | Rejection::NotGuided
            | Rejection::ResultRegistered
            | Rejection::CoordinatorNotRegistered
            | Rejection::AlreadyAssigned
            | Rejection::ThreadClosed
            | Rejection::ConcertationNotConsented
            | Rejection::ExchangeNotConsented
            | Rejection::MomentUnknown
            | Rejection::NotAnnulled(_)
            | Rejection::MomentToCome { .. } => NoFigure::Recorded,
        })
    }

    fn of_ami(rejection: &AmiRejection) -> Option<NoFigure> {
        Some(match rejection {
            AmiRejection::RhythmUnjustified { parameter: Some(_), .. } => return None,
            AmiRejection::RhythmUnjustified { parameter: None, .. } => NoFigure::Justified,
            AmiRejection::CommitmentIncomplete(_)
            | AmiRejection::NothingAdapted
            | AmiRejection::AdaptationNotConcerted
            | AmiRejection::FollowUpWithoutPerson
            | AmiRejection::ResumptionNotAgreed
            | AmiRejection::PlanIncomplete(_)
            | AmiRejection::WorkEndUnknown
            | AmiRejection::ConcertationIncomplete
            | AmiRejection::NotAgreed
            | AmiRejection::JobCoachAction => NoFigure::Asked,
            AmiRejection::SituationNotMet
            | AmiRejection::CodexGoesOn
            | AmiRejection::CommitmentStands
            | AmiRejection::NotAuthorised
            | AmiRejection::NoAmiTrajectory
            | AmiRejection::AlreadySigned
            | AmiRejection::NotStarted
            | AmiRejection::NotInterviewed
            | AmiRejection::PlanStands
            | AmiRejection::NoPlan
            | AmiRejection::Suspended
            | AmiRejection::NotSuspended
            | AmiRejection::NoEmployerRequest
            | AmiRejection::CodexNotEnded
            | AmiRejection::NotAfterCodex
            | AmiRejection::NothingToEvaluate
            | AmiRejection::NothingToObserve
            | AmiRejection::NoWorkToStop
            | AmiRejection::ExchangeRefused
            | AmiRejection::DutyNotOpen(_)
            | AmiRejection::DutyBarred => NoFigure::Recorded,
        })
    }

    #[test]
    fn an_unknown_case_is_not_found() {
        assert_eq!(refusal(&Refusal::NoCase), Failure::CaseNotFound);
    }

    #[test]
    fn no_refusal_names_the_person_or_anything_medical() {
        for rejection in every_rejection() {
            for language in Language::ALL {
                let status = refusal(&Refusal::Law(rejection.clone())).to_status(language);
                let told = format!("{} {}", status.message(), String::from_utf8_lossy(status.details()));
                // The version of a figure is public: its name ends with its first day, as an address does with a domain.
                let told = told.replace("@2022-01-01", "");
                for word in PERSONAL {
                    assert!(!told.contains(word), "{word} in {told}");
                }
            }
        }
    }
}
