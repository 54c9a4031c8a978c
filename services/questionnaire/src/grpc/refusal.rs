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
    LegalRefusal {
        ground: rejection.ground(),
        code: rejection.code(),
        words: rejection.to_string(),
        parameter: rejection.parameter().cloned(),
        earliest: None,
        latest: rejection.latest(),
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::ending::Ending;
    use trajet_law::rule::Ground;
    use trajet_questionnaire_domain::{AnswerFault, DefinitionRef};
    use trajet_service::sample_each;
    use trajet_service::test_support::{NoFigure, assert_figures_are_told};

    use super::*;
    use crate::samples::day;

    fn impossible(rule: Rule) -> Rejection {
        let [earliest, latest] = ["2022-11-10", "2022-11-20"].map(day);
        Rejection::ImpossibleDate { rule, earliest, latest }
    }

    fn ended(ending: Ending) -> Rejection {
        Rejection::IncapacityEnded { last_day: day("2022-11-20"), ending }
    }

    sample_each! {
        one_of_each: Rejection {
            Rejection::NotRecognised => Rejection::NotRecognised,
            Rejection::NotAnnulled(_) => Rejection::NotAnnulled(trajet_law::annul::NotAnnulled::LaterActsDepend(vec![7, 9])),
            Rejection::PredatesTheLaw { .. } => Rejection::PredatesTheLaw {
                parameter: "questionnaire.send_after_days@2022-01-01".parse().expect("a parameter"),
            },
            Rejection::AlreadySent => Rejection::AlreadySent,
            Rejection::AlreadyWaived { .. } => Rejection::AlreadyWaived { because: Ground::point(Rule::Q4, 'b') },
            Rejection::NotDue => Rejection::NotDue,
            Rejection::ContactIncomplete => Rejection::ContactIncomplete,
            Rejection::NotSent => Rejection::NotSent,
            Rejection::OtherVersion { .. } => Rejection::OtherVersion {
                sent: DefinitionRef { code: "work-and-health".into(), version: 1 },
            },
            Rejection::InvalidAnswers(_) => Rejection::InvalidAnswers(
                vec![AnswerProblem { item: "energy".into(), fault: AnswerFault::OutOfRange }],
            ),
            Rejection::AlreadyReturned => Rejection::AlreadyReturned,
            Rejection::NotReturned => Rejection::NotReturned,
            Rejection::NotTheLastAnswer { .. } => Rejection::NotTheLastAnswer { last: 2 },
            Rejection::ImpossibleDate { .. } => impossible(Rule::Q2),
            Rejection::ReturnNotMissed => Rejection::ReturnNotMissed,
            Rejection::HelpNotAsked => Rejection::HelpNotAsked,
            Rejection::NotTheDelegate => Rejection::NotTheDelegate,
            Rejection::AlreadyImpossible => Rejection::AlreadyImpossible,
            Rejection::HelpNotGiven => Rejection::HelpNotGiven,
            Rejection::NotRepresented => Rejection::NotRepresented,
            Rejection::NotAsked => Rejection::NotAsked,
            Rejection::IncapacityEnded { .. } => ended(Ending::IncapacityEnded),
        }
    }

    fn every_rejection() -> Vec<Rejection> {
        let more = [impossible(Rule::Q5), impossible(Rule::Q6), impossible(Rule::Q7), ended(Ending::Deceased)];
        one_of_each().into_iter().chain(more).collect()
    }

    #[test]
    fn t8_every_refusal_tells_its_figure_or_rests_on_none() {
        assert_figures_are_told(&every_rejection(), |one| refusal(&Refusal::Law(one.clone())), no_figure);
    }

    fn no_figure(rejection: &Rejection) -> Option<NoFigure> {
        Some(match rejection {
            Rejection::PredatesTheLaw { .. } => return None,
            Rejection::InvalidAnswers(_) | Rejection::ImpossibleDate { .. } => NoFigure::NoLaw,
            Rejection::ContactIncomplete | Rejection::OtherVersion { .. } => NoFigure::Asked,
            Rejection::NotDue | Rejection::ReturnNotMissed | Rejection::NotAsked => NoFigure::OwnTimer,
            Rejection::NotRecognised
            | Rejection::NotAnnulled(_)
            | Rejection::AlreadySent
            | Rejection::AlreadyWaived { .. }
            | Rejection::NotSent
            | Rejection::AlreadyReturned
            | Rejection::NotReturned
            | Rejection::NotTheLastAnswer { .. }
            | Rejection::HelpNotAsked
            | Rejection::NotTheDelegate
            | Rejection::AlreadyImpossible
            | Rejection::HelpNotGiven
            | Rejection::NotRepresented
            | Rejection::IncapacityEnded { .. } => NoFigure::Recorded,
        })
    }

    #[test]
    fn the_law_refuses_with_its_rule_its_text_and_a_stable_name() {
        let mut invalid = Vec::new();
        for rejection in every_rejection() {
            match refusal(&Refusal::Law(rejection.clone())) {
                Failure::LegalRefusal(told) => {
                    assert_eq!((told.ground, told.code), (rejection.ground(), rejection.code()));
                    assert!(!told.ground.rule.source().is_empty());
                    assert_eq!(told.words, rejection.to_string());
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
        assert_eq!(legal(&rejection).ground.to_string(), "Q4.b");
    }

    #[test]
    fn t6_after_the_end_an_act_is_refused_on_the_point_of_that_ending() {
        for (ending, rule) in [(Ending::IncapacityEnded, "T6.a"), (Ending::Deceased, "T6.b")] {
            let told = legal(&Rejection::IncapacityEnded { last_day: day("2022-11-30"), ending });
            assert_eq!((told.ground.to_string().as_str(), told.code), (rule, "INCAPACITY_ENDED"));
            assert_eq!(told.words, "the incapacity ended on 2022-11-30");
            assert_eq!(told.latest, Some(day("2022-11-30")));
        }
    }

    #[test]
    fn an_unknown_case_is_not_found() {
        assert_eq!(refusal(&Refusal::NoCase), Failure::CaseNotFound);
    }
}
