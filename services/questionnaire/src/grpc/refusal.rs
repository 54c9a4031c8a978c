//! What a caller is told when a command is refused.

use trajet_law::rule::Rule;
use trajet_questionnaire_domain::{AnswerProblem, Rejection};
use trajet_runtime::{Failure, LegalRefusal, Violation};

use crate::ledger::Refusal;

/// The failure of a refusal.
pub(crate) fn refusal(refusal: &Refusal) -> Failure {
    match refusal {
        Refusal::NoCase => Failure::CaseNotFound,
        // The edge has checked the same before, and explained it; no answer is repeated here either.
        Refusal::Law(Rejection::InvalidAnswers(problems)) => {
            let violation = |AnswerProblem { item, fault }: &AnswerProblem| Violation {
                field: "answers.answers".to_owned(),
                problem: format!("{item} {fault}"),
            };
            Failure::Invalid(problems.iter().map(violation).collect())
        }
        Refusal::Law(Rejection::ImpossibleDate { rule, earliest, latest }) => {
            // A waiver is decided, a contact held, an impossibility found; what is answered and what is corrected comes back.
            let field = match rule {
                Rule::Q2 => "decided_on",
                Rule::Q6 => "held_on",
                Rule::Q7 => "found_on",
                _ => "returned_on",
            };
            Failure::Invalid(vec![Violation {
                field: field.to_owned(),
                problem: format!("is not a day from {earliest} to {latest}"),
            }])
        }
        Refusal::Law(rejection) => legal(rejection).into(),
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
    use chrono::NaiveDate;
    use trajet_law::ending::Ending;
    use trajet_law::rule::Ground;
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
            Rejection::AlreadyWaived { because: Ground::point(Rule::Q4, 'b') },
            Rejection::NotDue,
            Rejection::ContactIncomplete,
            Rejection::NotSent,
            Rejection::OtherVersion { sent },
            Rejection::InvalidAnswers(vec![problem]),
            Rejection::AlreadyReturned,
            Rejection::NotReturned,
            Rejection::NotTheLastAnswer { last: 2 },
            Rejection::ImpossibleDate { rule: Rule::Q2, earliest, latest },
            Rejection::ImpossibleDate { rule: Rule::Q5, earliest, latest },
            Rejection::ImpossibleDate { rule: Rule::Q6, earliest, latest },
            Rejection::ImpossibleDate { rule: Rule::Q7, earliest, latest },
            Rejection::ReturnNotMissed,
            Rejection::HelpNotAsked,
            Rejection::NotTheDelegate,
            Rejection::AlreadyImpossible,
            Rejection::HelpNotGiven,
            Rejection::NotRepresented,
            Rejection::NotAsked,
            Rejection::IncapacityEnded { last_day: latest, ending: Ending::IncapacityEnded },
            Rejection::IncapacityEnded { last_day: latest, ending: Ending::Deceased },
        ]
    }

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        let mut invalid = Vec::new();
        for rejection in every_rejection() {
            match refusal(&Refusal::Law(rejection.clone())) {
                Failure::LegalRefusal(told) => {
                    assert_eq!((told.rule, told.step.as_str()), (rejection.ground().to_string(), rejection.code()));
                    assert_eq!(told.citation, rejection.ground().rule.source());
                    assert_eq!(told.ground, rejection.to_string());
                }
                Failure::Invalid(found) => {
                    invalid.extend(found.into_iter().map(|Violation { field, problem }| format!("{field}: {problem}")));
                }
                other => panic!("{other}"),
            }
        }
        let expected = [
            "answers.answers: energy has an answer out of range",
            "decided_on: is not a day from 2022-11-10 to 2022-11-20",
            "returned_on: is not a day from 2022-11-10 to 2022-11-20",
            "held_on: is not a day from 2022-11-10 to 2022-11-20",
            "found_on: is not a day from 2022-11-10 to 2022-11-20",
        ];
        assert_eq!(invalid, expected);
    }

    #[test]
    fn q4_what_was_not_sent_beside_a_track_is_refused_on_the_point_of_that_track() {
        let rejection = Rejection::AlreadyWaived { because: Ground::point(Rule::Q4, 'b') };
        assert_eq!(legal(&rejection).rule, "Q4.b");
    }

    #[test]
    fn t6_after_the_end_an_act_is_refused_on_the_point_of_that_ending() {
        for (ending, rule) in [(Ending::IncapacityEnded, "T6.a"), (Ending::Deceased, "T6.b")] {
            let told = legal(&Rejection::IncapacityEnded { last_day: day("2022-11-30"), ending });
            assert_eq!((told.rule.as_str(), told.step.as_str()), (rule, "INCAPACITY_ENDED"));
            assert_eq!(told.ground, "the incapacity ended on 2022-11-30");
        }
    }

    #[test]
    fn an_unknown_case_is_not_found() {
        assert_eq!(refusal(&Refusal::NoCase), Failure::CaseNotFound);
    }
}
