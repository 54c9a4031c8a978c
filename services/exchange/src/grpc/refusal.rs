//! What a caller is told when a command is refused.

use trajet_exchange_domain::{MOST_REPORTS, Rejection};
use trajet_runtime::{Failure, LegalRefusal, Violation};

/// The failure of a refusal.
pub(crate) fn refusal(rejection: &Rejection) -> Failure {
    match rejection {
        // The edge has checked the same before, and named the field.
        Rejection::ImpossibleDate { earliest, latest } => Failure::Invalid(vec![Violation {
            field: "fact".to_owned(),
            problem: format!("is not of a day from {earliest} to {latest}"),
        }]),
        Rejection::NotRegistered => Failure::PartnerNotRegistered,
        Rejection::NoSuchReferral => Failure::ReferralNotFound,
        Rejection::TooManyReports => Failure::ReportLimitReached { limit: MOST_REPORTS },
        _ => legal(rejection).into(),
    }
}

fn legal(rejection: &Rejection) -> LegalRefusal {
    LegalRefusal {
        ground: rejection.ground(),
        code: rejection.code(),
        words: rejection.to_string(),
        // No figure of the law decides here: the days come from what was recorded.
        parameter: None,
        earliest: None,
        latest: None,
    }
}

#[cfg(test)]
mod tests {
    use trajet_exchange_domain::PartnerKind;
    use trajet_law::referral::NotSaid;
    use trajet_service::sample_each;
    use trajet_service::test_support::{NoFigure, assert_figures_are_told};

    use super::*;
    use crate::samples::day;

    sample_each! {
        every_rejection: Rejection {
            Rejection::OtherKind { .. } => Rejection::OtherKind { registered: PartnerKind::Forem },
            Rejection::OtherFirstDay { .. } => Rejection::OtherFirstDay { registered: day("2022-01-01") },
            Rejection::ImpossibleDate { .. } => Rejection::ImpossibleDate {
                earliest: day("1990-01-01"),
                latest: day("2022-09-20"),
            },
            Rejection::NotRegistered => Rejection::NotRegistered,
            Rejection::NotRecognised => Rejection::NotRecognised,
            Rejection::OutsideTheIncapacity => Rejection::OutsideTheIncapacity,
            Rejection::NotTaken => Rejection::NotTaken,
            Rejection::TooManyReports => Rejection::TooManyReports,
            Rejection::CaseFull => Rejection::CaseFull,
            Rejection::NotDue => Rejection::NotDue,
            Rejection::OtherStream => Rejection::OtherStream,
            Rejection::NoSuchReferral => Rejection::NoSuchReferral,
            Rejection::NotSaid(_) => Rejection::NotSaid(NotSaid::Closed),
            Rejection::NotAnnulled(_) => Rejection::NotAnnulled(trajet_law::annul::NotAnnulled::LaterActsDepend(vec![7, 9])),
        }
    }

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        for rejection in every_rejection() {
            let Failure::LegalRefusal(told) = refusal(&rejection) else { continue };
            assert_eq!((told.ground, told.code), (rejection.ground(), rejection.code()));
            assert_eq!(told.words, rejection.to_string());
            assert!(!told.ground.rule.source().is_empty());
        }
    }

    #[test]
    fn t8_no_refusal_of_the_exchange_rests_on_a_figure() {
        assert_figures_are_told(&every_rejection(), refusal, |rejection| {
            Some(match rejection {
                Rejection::ImpossibleDate { .. }
                | Rejection::NotRegistered
                | Rejection::NoSuchReferral
                | Rejection::TooManyReports => NoFigure::NoLaw,
                Rejection::CaseFull | Rejection::NotSaid(NotSaid::TooMany | NotSaid::TooManyWords) => {
                    NoFigure::OwnBound
                }
                Rejection::NotDue | Rejection::OtherStream => NoFigure::OwnTimer,
                Rejection::OtherKind { .. }
                | Rejection::OtherFirstDay { .. }
                | Rejection::NotRecognised
                | Rejection::OutsideTheIncapacity
                | Rejection::NotAnnulled(_)
                | Rejection::NotSaid(_)
                | Rejection::NotTaken => NoFigure::Recorded,
            })
        });
    }

    #[test]
    fn x5_who_is_no_partner_or_over_its_limit_is_told_so() {
        assert!(matches!(refusal(&Rejection::NotRegistered), Failure::PartnerNotRegistered));
        assert_eq!(refusal(&Rejection::TooManyReports), Failure::ReportLimitReached { limit: 200 });
    }

    #[test]
    fn x5_an_impossible_day_is_told_with_the_possible_ones() {
        let rejection = Rejection::ImpossibleDate { earliest: day("1990-01-01"), latest: day("2022-09-20") };
        let Failure::Invalid(found) = refusal(&rejection) else { panic!("{rejection}") };
        assert_eq!((found[0].field.as_str(), found.len()), ("fact", 1));
        assert_eq!(found[0].problem, "is not of a day from 1990-01-01 to 2022-09-20");
    }
}
