//! What holds for all scenarios together: the words that the README explains, and files that anybody can read.

use std::fs;

use crate::assessment::Assessment;
use crate::dossier::Dossier;
use crate::exchange::Exchange;
use crate::folder;
use crate::law::LawAlone;
use crate::names;
use crate::office::{Office, problems};
use crate::questionnaire::Questionnaire;
use crate::report::Report;
use crate::scenario::{self, OfficeName, Scenario};

/// The phrases and the questions of an office.
fn words<O: Office>() -> Vec<&'static str> {
    O::WORDS.iter().map(|(phrase, _)| *phrase).chain(O::QUESTIONS.iter().map(|(phrase, _)| *phrase)).collect()
}

#[test]
fn the_readme_explains_every_word() {
    let readme = fs::read_to_string(folder().join("README.md")).unwrap();
    let offices = [
        words::<Assessment>(),
        words::<Questionnaire>(),
        words::<Dossier>(),
        words::<Exchange>(),
        words::<Report>(),
        words::<LawAlone>(),
    ];
    let missing: Vec<_> = offices.into_iter().flatten().filter(|word| !readme.contains(&format!("`{word}`"))).collect();
    assert!(missing.is_empty(), "tests/rules/README.md lacks: {missing:#?}");
}

#[test]
fn a_test_is_called_after_the_rule_and_the_title() {
    assert_eq!(names::test("M10", "Category 4 – at the \"first\" estimate."), "m10_category_4_at_the_first_estimate");
}

#[test]
fn a_file_is_called_after_the_rule_of_its_scenarios() {
    for (file, _) in names::files(&folder()).unwrap() {
        for scenario in scenario::of(&file) {
            assert_eq!(file, format!("{}.json", scenario.rule.to_lowercase()));
        }
    }
}

fn scenario(office: OfficeName, facts: &[&str], expected: &[&str]) -> Scenario {
    let lines = |lines: &[&str]| lines.iter().map(ToString::to_string).collect();
    Scenario {
        rule: "M3".to_owned(),
        title: "A title.".to_owned(),
        source: "A source".to_owned(),
        office,
        facts: lines(facts),
        until: None,
        expected: lines(expected),
        answers: std::collections::BTreeMap::new(),
    }
}

#[test]
fn what_cannot_be_understood_is_told_with_what_could_be() {
    let declared = "2022-09-05 incapacity declared: first day 2022-09-01";
    for (fact, told) in [
        ("2022-09-05 incapacity recogniced", "knows no \"incapacity recogniced\"; it knows incapacity declared; "),
        (
            "2022-09-05 incapacity recognised: bye another body",
            "knows no detail \"bye another body\"; it knows \"entered\"",
        ),
        ("on monday incapacity recognised", "does not begin with a date"),
        ("2022-12-05 first estimate", "needs \"category …\""),
        ("2022-12-05 first estimate: category 5", "the categories are 1 to 4"),
        ("2022-12-05 first estimate: category four", "cannot be read"),
        ("2022-12-05 incapacity ended: because bored", "is none of: work resumed; no longer unfit; deceased; other"),
    ] {
        let found = problems::<Assessment>(&scenario(OfficeName::Assessment, &[declared, fact], &[]));
        assert!(found.iter().any(|problem| problem.contains(told)), "{fact}: {found:?}");
    }
    for (line, told) in [
        ("never person refered", "no such event; there are before go live; incapacity declared; "),
        ("2022-12-05 person refered (M10)", "no such event"),
        ("2022-12-05 person referred (M99)", "no such rule"),
        ("2022-12-05 person referred", "ends with its rule in brackets"),
        ("once person refered", "no such event"),
        ("1 times person referred", "begins with a date"),
        ("no deadline lunch", "no such step"),
        ("2022-12-05 deadline waived (M4.b) because of lunch of 2022-12-05", "what took a deadline away is said so"),
        ("the person is referred", "begins with a date"),
    ] {
        let found = problems::<Assessment>(&scenario(OfficeName::Assessment, &[declared], &[line]));
        assert!(found.iter().any(|problem| problem.contains(told)), "{line}: {found:?}");
    }
}

#[test]
fn a_scenario_fails_when_something_else_happens() {
    let recognised = ["2022-09-05 incapacity declared: first day 2022-09-01", "2022-09-05 incapacity recognised"];
    let planned = "deadline first estimate from 2022-12-01 until 2022-12-31, physician, M3, open";
    let told =
        |facts: &[&str], expected: &[&str]| problems::<Assessment>(&scenario(OfficeName::Assessment, facts, expected));
    assert_eq!(told(&recognised, &[planned, "never person referred"]), [""; 0]);
    assert_eq!(told(&recognised, &[&planned.replace("12-31", "12-30")]).len(), 1);
    assert_eq!(told(&recognised, &["2022-09-05 person referred (M10)"]).len(), 1);
    for (wrong, problem) in [
        ("never incapacity recognised", "\"incapacity recognised\" happened once, expected never; "),
        ("2 times incapacity recognised", "\"incapacity recognised\" happened once, expected 2 times; "),
        ("once person referred", "\"person referred\" happened never, expected once; "),
    ] {
        let found = told(&recognised, &[wrong]);
        assert!(found.len() == 1 && found[0].starts_with(problem), "{wrong}: {found:?}");
    }
    assert_eq!(told(&recognised, &["once incapacity recognised", "once deadline planned"]), [""; 0]);
    let twice =
        [&recognised[..], &["2022-12-05 first estimate: category 3", "2023-01-10 evaluation: category 3"]].concat();
    let evaluated = [twice, vec!["2023-02-10 evaluation: category 3"]].concat();
    assert_eq!(told(&evaluated, &["2 times evaluation made"]), [""; 0]);
    assert_eq!(told(&evaluated, &["once evaluation made"]).len(), 1);
    assert_eq!(told(&recognised, &["no deadline first estimate"]).len(), 1);
    assert_eq!(
        told(&["2022-09-05 incapacity recognised"], &["never person referred"]).len(),
        1,
        "a refusal is expected"
    );
    let kept_back = [recognised[0], recognised[1], "2022-12-05 track started: of authorised work"];
    let waived = "2022-12-05 deadline waived (M4.b)";
    for (line, wrong) in [
        (waived.to_owned(), 0),
        (format!("{waived} because of work begun of 2022-12-05"), 0),
        (format!("{waived} because of work begun of 2022-12-04"), 1),
        (format!("{waived} because of codex begun of 2022-12-05"), 1),
    ] {
        assert_eq!(told(&kept_back, &[&line]).len(), wrong, "{line}");
    }
    let late = [
        "2022-09-06 incapacity recognised: entered 2022-09-07",
        "2022-09-06 incapacity declared: first day 2022-09-01",
    ];
    assert_eq!(told(&late, &[]), ["the facts are not in the order in which they became known"]);
}
