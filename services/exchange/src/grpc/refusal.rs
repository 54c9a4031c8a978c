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
        Rejection::TooManyReports => Failure::ReportLimitReached { limit: MOST_REPORTS },
        _ => legal(rejection).into(),
    }
}

fn legal(rejection: &Rejection) -> LegalRefusal {
    let ground = rejection.ground();
    LegalRefusal {
        rule: ground.to_string(),
        step: rejection.code().to_owned(),
        citation: ground.rule.source().to_owned(),
        ground: rejection.to_string(),
        parameter: None,
        opens: None,
        due: None,
    }
}

#[cfg(test)]
mod tests {
    use trajet_exchange_domain::PartnerKind;

    use super::*;
    use crate::samples::day;

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        for rejection in [
            Rejection::OtherKind { registered: PartnerKind::Forem },
            Rejection::OtherFirstDay { registered: day("2022-01-01") },
            Rejection::NotRecognised,
            Rejection::OutsideTheIncapacity,
            Rejection::NotTaken,
            Rejection::CaseFull,
            Rejection::NotDue,
            Rejection::OtherStream,
        ] {
            let Failure::LegalRefusal(told) = refusal(&rejection) else { panic!("{rejection}") };
            assert_eq!((told.rule, told.step.as_str()), (rejection.ground().to_string(), rejection.code()));
            assert_eq!(
                (told.citation.as_str(), told.ground),
                (rejection.ground().rule.source(), rejection.to_string())
            );
        }
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
