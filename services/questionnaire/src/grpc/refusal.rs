//! What a caller is told when a command is refused.

use trajet_questionnaire_domain::{AnswerProblem, Rejection};
use trajet_runtime::{Failure, LegalRefusal, Violation};

use crate::ledger::Refusal;

/// The failure of a refusal.
pub(crate) fn refusal(refusal: &Refusal) -> Failure {
    match refusal {
        Refusal::NoCase => Failure::CaseNotFound,
        // The edge has checked the same before; what it let through still never repeats what was answered.
        Refusal::Law(Rejection::InvalidAnswers(problems)) => {
            let violation = |problem: &AnswerProblem| Violation {
                field: format!("answers.answers[{}]", problem.item),
                problem: problem.fault.to_string(),
            };
            Failure::Invalid(problems.iter().map(violation).collect())
        }
        Refusal::Law(rejection) => legal(rejection).into(),
    }
}

fn legal(rejection: &Rejection) -> LegalRefusal {
    let (opens, due) = match rejection {
        Rejection::ImpossibleDate { earliest, latest, .. } => (Some(*earliest), Some(*latest)),
        _ => (None, None),
    };
    LegalRefusal {
        rule: rejection.rule().id().to_owned(),
        step: rejection.code().to_owned(),
        citation: rejection.rule().source().to_owned(),
        ground: rejection.to_string(),
        parameter: None,
        opens,
        due,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use trajet_law::rule::Rule;
    use trajet_questionnaire_domain::{AnswerFault, DefinitionRef};

    use super::*;
    use crate::samples::day;

    fn every_rejection() -> Vec<Rejection> {
        let sent = DefinitionRef { code: "work-and-health".into(), version: 1 };
        let problem = AnswerProblem { item: "energy".into(), fault: AnswerFault::OutOfRange };
        let [earliest, latest]: [NaiveDate; 2] = ["2022-11-10", "2022-11-20"].map(day);
        vec![
            Rejection::NotRecognised,
            Rejection::PredatesTheLaw,
            Rejection::AlreadySent,
            Rejection::AlreadyWaived,
            Rejection::NotDue,
            Rejection::ContactIncomplete,
            Rejection::NotSent,
            Rejection::OtherVersion { sent },
            Rejection::InvalidAnswers(vec![problem]),
            Rejection::AlreadyReturned,
            Rejection::NotReturned,
            Rejection::NotTheLastAnswer { last: 2 },
            Rejection::ImpossibleDate { rule: Rule::Q5, earliest, latest },
            Rejection::ReturnNotMissed,
            Rejection::HelpNotAsked,
            Rejection::NotTheDelegate,
        ]
    }

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        for rejection in every_rejection() {
            match refusal(&Refusal::Law(rejection.clone())) {
                Failure::LegalRefusal(told) => {
                    assert_eq!((told.rule.as_str(), told.step.as_str()), (rejection.rule().id(), rejection.code()));
                    assert_eq!(told.citation, rejection.rule().source());
                    assert_eq!(told.ground, rejection.to_string());
                }
                Failure::Invalid(found) => {
                    assert!(matches!(rejection, Rejection::InvalidAnswers(_)));
                    assert_eq!(found[0].field, "answers.answers[energy]");
                    assert_eq!(found[0].problem, "the value lies outside the range of the item");
                }
                other => panic!("{other}"),
            }
        }
    }

    #[test]
    fn a_date_that_decided_is_told_with_the_first_and_the_last_possible_day() {
        let told: Vec<_> =
            every_rejection().iter().map(legal).filter_map(|refusal| refusal.opens.zip(refusal.due)).collect();
        assert_eq!(told, [(day("2022-11-10"), day("2022-11-20"))]);
    }

    #[test]
    fn an_unknown_case_is_not_found() {
        assert_eq!(refusal(&Refusal::NoCase), Failure::CaseNotFound);
    }
}
