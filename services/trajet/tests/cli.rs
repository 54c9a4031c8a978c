//! What the commands that need no service of others print, and how they end.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use trajet_law::rule::Rule;

fn trajet(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trajet"));
    command.args(args).env_remove("TRAJET_DATABASE_URL").output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The calendar as it is printed, without white space between the fields.
fn calendar(start: &str) -> Vec<serde_json::Value> {
    let output = trajet(&["calendar", "--incapacity-start", start, "--json"]);
    assert!(output.status.success());
    assert_eq!(text(&output.stderr), "");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn t2_the_calendar_of_a_start_on_the_first_of_a_month() {
    let expected = r#"[
  {
    "step": "questionnaire_send",
    "opens": null,
    "due": "2022-11-10",
    "target": null,
    "actor": "physician",
    "basis": "Q1 (Circular 2022/383, part III, 3.1, step 2; INAMI's statistics of questionnaires sent)"
  },
  {
    "step": "questionnaire_return",
    "opens": null,
    "due": "2022-11-24",
    "target": null,
    "actor": "insured_person",
    "basis": "Q5 (Circular 2022/383, part III, 3.1, step 3, and part V)"
  },
  {
    "step": "first_estimate",
    "opens": "2022-12-01",
    "due": "2022-12-31",
    "target": null,
    "actor": "physician",
    "basis": "M3 (Circular 2022/383, part III, 3.1, step 4)"
  },
  {
    "step": "first_contact_category_4",
    "opens": null,
    "due": "2023-02-28",
    "target": null,
    "actor": "coordinator",
    "basis": "D4 (Circular 2022/383, part III, 3.1, step 7; after a late estimate it is our own reading)"
  },
  {
    "step": "category_1_examination",
    "opens": "2023-03-01",
    "due": null,
    "target": "2023-03-31",
    "actor": "physician",
    "basis": "M7 (Circular 2022/383, part III, 3.1, step 5; the target is our own)"
  },
  {
    "step": "category_3_examination",
    "opens": null,
    "due": "2023-03-31",
    "target": null,
    "actor": "physician",
    "basis": "M8 (Circular 2022/383, part III, 3.1, step 5)"
  },
  {
    "step": "invalidity_start",
    "opens": "2023-09-01",
    "due": "2023-09-01",
    "target": null,
    "actor": "system",
    "basis": "T4 (INAMI presentation 2016; practice slides)"
  }
]
"#;
    let output = trajet(&["calendar", "--incapacity-start", "2022-09-01", "--json"]);
    assert_eq!(text(&output.stdout), expected);
}

#[test]
fn t2_months_that_are_too_short_end_on_their_last_day() {
    let days = |start: &str, step: &str| {
        let rows = calendar(start);
        let row = rows.iter().find(|row| row["step"] == step).unwrap();
        assert_eq!(row.as_object().unwrap().len(), 6);
        [&row["opens"], &row["due"], &row["target"]].map(|date| date.as_str().unwrap_or("-").to_owned())
    };
    assert_eq!(days("2022-08-31", "first_estimate"), ["2022-11-30", "2022-12-30", "-"]);
    assert_eq!(days("2022-11-30", "first_estimate"), ["2023-02-28", "2023-03-29", "-"]);
    assert_eq!(days("2023-08-31", "category_1_examination"), ["2024-02-29", "-", "2024-03-30"]);
    assert_eq!(days("2024-02-29", "invalidity_start"), ["2025-02-28", "2025-02-28", "-"]);
    assert_eq!(days("2024-01-01", "questionnaire_send"), ["-", "2024-03-11", "-"]);
}

#[test]
fn t8_every_step_is_printed_even_those_before_the_law() {
    for start in ["1990-01-01", "2021-10-01", "2022-09-01"] {
        assert_eq!(calendar(start).len(), 7, "{start}");
    }
    assert_eq!(calendar("2021-10-01")[0]["step"], "questionnaire_send");
    let table = trajet(&["calendar", "--incapacity-start", "1990-01-01"]);
    assert_eq!(text(&table.stdout).lines().count(), 8, "a head and seven steps");
}

#[test]
fn the_calendar_is_a_table_for_people() {
    let output = trajet(&["calendar", "--incapacity-start", "2022-09-01"]);
    let lines: Vec<_> = text(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 8);
    assert!(lines[0].starts_with("step"));
    let column = lines[0].find("due").unwrap();
    assert!(lines[1..].iter().all(|line| line[column..].starts_with("20") || line[column..].starts_with('-')));
}

#[test]
fn every_rule_is_printed_with_what_holds_it() {
    let output = trajet(&["rules", "--json"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let rules: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, Rule::ALL.iter().map(|rule| rule.id()).collect::<Vec<_>>());

    let rule = |id: &str| rules.iter().find(|rule| rule["id"] == id).unwrap();
    let m2 = r#"{
        "id": "M2",
        "summary": "Incapacity is recognised only of who has ceased all activity.",
        "source": "INAMI presentation 2016",
        "own_reading": false,
        "valid_from": "2022-01-01",
        "parameters": [],
        "owners": ["assessment"],
        "enforced_by": [
            {"path": "services/assessment/domain/src/acts/mod.rs", "function": "ceased_by"},
            {"path": "services/assessment/domain/src/acts/recognise.rs", "function": "decide"}
        ],
        "tests": [{
            "path": "services/assessment/domain/src/acts/correct_start/tests.rs",
            "function": "m2_t9_a_first_day_lies_not_before_activity_ceased_unless_that_day_is_put_right_too"
        }],
        "scenarios": [{"path": "tests/rules/m2.json", "title": "Who has not ceased all activity is not recognised."}],
        "cases": []
    }"#;
    let mut told = rule("M2").clone();
    for several in ["tests", "scenarios"] {
        told[several].as_array_mut().unwrap().truncate(1);
    }
    assert_eq!(told, serde_json::from_str::<serde_json::Value>(m2).unwrap());

    let figure = &rule("Q1")["parameters"][0];
    assert_eq!(
        (&figure["version"], &figure["value"]),
        (&"questionnaire.send_after_days@2022-01-01".into(), &70.into())
    );
    assert!(figure["source"].as_str().unwrap().contains("in force from 1 September 2022"));
    assert_eq!(rule("T5")["parameters"][0]["value"], 6);
    assert_eq!(rule("D4")["owners"], serde_json::json!(["law", "dossier"]));

    let cases = rule("M10")["cases"].as_array().unwrap();
    assert!(cases.contains(&"route-a-category-4".into()) && !cases.contains(&"category-2-not-referred".into()));

    assert_eq!(rule("X8")["owners"], serde_json::json!(["law", "exchange", "dossier"]));
    assert!(rules.iter().all(|rule| !rule["valid_from"].is_null()));
}

#[test]
fn the_rules_are_columns_for_people() {
    let output = trajet(&["rules"]);
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let printed = text(&output.stdout);
    let left = printed.lines().filter(|line| line.starts_with(|first: char| first != ' '));
    let (of_the_law, ids): (Vec<_>, Vec<_>) = left.partition(|line| line.starts_with("The law in force on "));
    assert_eq!((of_the_law.len(), ids.len()), (1, Rule::ALL.len()));
    for (line, rule) in ids.iter().zip(Rule::ALL) {
        assert_eq!(line.split_whitespace().take(2).collect::<Vec<_>>(), [rule.id(), "says"]);
    }
    // A name can be longer than a line, and is never broken.
    assert!(printed.lines().all(|line| line.chars().count() <= 118 || line.split_whitespace().count() == 1));
    let expected = "     parameter    questionnaire.send_after_days@2022-01-01 = 70 (Law of 12 December 2021, art. 6; the figure is of\n";
    assert!(printed.contains(expected));
    assert!(printed.contains("     enforced by  shared/law/src/questionnaire.rs: send_plan\n"));
    assert!(
        printed.contains("     scenarios    tests/rules/m2.json: Who has not ceased all activity is not recognised.\n")
    );
    assert!(!printed.contains("not modelled yet"));
}

#[test]
fn dates_that_are_none_or_too_far_away_are_refused() {
    for (date, reason) in [
        ("1989-12-31", "the date is not between 1990-01-01 and 2060-12-31"),
        ("2061-01-01", "the date is not between 1990-01-01 and 2060-12-31"),
        ("2022-02-30", "a date is written YYYY-MM-DD"),
        ("01/09/2022", "a date is written YYYY-MM-DD"),
    ] {
        let output = trajet(&["calendar", "--incapacity-start", date]);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(reason), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "");
    }
    for edge in ["1990-01-01", "2060-12-31"] {
        assert!(trajet(&["calendar", "--incapacity-start", edge]).status.success());
    }
}

#[test]
fn good_numbers_are_ok_with_the_usual_punctuation() {
    for (kind, values) in [
        ("niss", &["85073003328", "85.07.30-033.28", "85 07 30 033 28"][..]),
        ("bce", &["0403019261", "BE 0403.019.261", "403.019.261", "2.000.000.042"]),
        ("nihii", &["11478761004", "1-14787-61-004"]),
    ] {
        let output = trajet(&[&["check", kind], values].concat());
        assert_eq!(text(&output.stdout), "ok\n".repeat(values.len()));
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    }
}

#[test]
fn one_bad_number_is_named_by_its_line_and_never_repeated() {
    let output = trajet(&["check", "niss", "85.07.30-033.28", "85.07.30-033.29", "850730", "-1"]);
    let lines: Vec<_> = text(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0], "ok");
    assert!(lines[1].starts_with("invalid: digits 10 and 11 do not fit"));
    assert_eq!(lines[2], "invalid: 11 digits are needed, 6 found");
    assert_eq!(lines[3], "invalid: 11 digits are needed, 1 found");
    assert_eq!(output.status.code(), Some(1));
    assert!(!text(&output.stdout).contains("850730") && !text(&output.stdout).contains("033"));

    let output = trajet(&["check", "bce", "0403019262"]);
    assert!(text(&output.stdout).starts_with("invalid: digits 9 and 10 do not fit"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_doubtful_nihii_is_ok_with_a_warning() {
    let output = trajet(&["check", "nihii", "11478761004", "11478762004"]);
    assert_eq!(text(&output.stdout), "ok\nok\n");
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).starts_with("trajet: warning: value 2: digits 7 and 8"));
    assert!(!text(&output.stderr).contains("11478762"));
}

#[test]
fn what_cannot_be_typed_is_a_usage_error() {
    for args in [
        &["check", "niss"][..],
        &["check", "iban", "1"],
        &["calendar"],
        &["case", "presumption", "0198c7a1-7d4c-7cc1-9d53-0a1b2c3d4e5f"],
        &["case", "presumption", "0198c7a1-7d4c-7cc1-9d53-0a1b2c3d4e5f", "--on", "2023-05-05", "--known-at", "now"],
        &["serve", "--only", "registry"],
        &["serve", "--peer", "assessment=ftp://x"],
        &["serve", "--start", "2022-09-01"],
        &["token", "--role", "king", "--subject", "x"],
        &[],
    ] {
        assert_eq!(trajet(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn a_command_without_what_it_needs_says_so_in_one_line() {
    let home = tempfile::tempdir().unwrap();
    let missing = home.path().join("data");
    let missing = missing.to_str().unwrap();
    for args in [
        &["verify", "--data", missing][..],
        &["token", "--role", "physician", "--subject", "p-1", "--data", missing],
        &["keys", "--keys", "/dev/null/keys"],
        &["demo", "--case", "nobody"],
    ] {
        let output = trajet(args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert_eq!(text(&output.stdout), "", "{args:?}");
        let error = text(&output.stderr);
        assert!(error.starts_with("trajet: ") && error.lines().count() == 1, "{error}");
    }
}

#[test]
fn keys_are_made_once_and_told_by_their_names_alone() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("keys");
    let files = ["master.key", "index.key", "signing.key", "token.key"].map(|name| dir.join(name));
    let lines = |word: &str| files.each_ref().map(|file| format!("{word} {}\n", file.display())).concat();
    let keys = |option: &str, path: &Path| {
        let output = trajet(&["keys", option, path.to_str().unwrap()]);
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
        text(&output.stdout).to_owned()
    };
    assert_eq!(keys("--keys", &dir), lines("made"));
    let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(rights(&dir), 0o700);
    assert!(files.iter().all(|file| rights(file) == 0o600));
    assert_eq!(fs::read_dir(&dir).unwrap().count(), files.len());

    let made = files.each_ref().map(|file| fs::read(file).unwrap());
    assert_eq!(keys("--data", home.path()), lines("exists"));
    assert_eq!(files.each_ref().map(|file| fs::read(file).unwrap()), made);
    assert!(
        trajet(&["token", "--role", "auditor", "--subject", "a-1", "--keys", dir.to_str().unwrap()]).status.success()
    );
}

#[test]
fn a_key_that_is_lost_or_open_to_others_is_not_replaced() {
    let home = tempfile::tempdir().unwrap();
    let refused = |expected: &str| {
        let output = trajet(&["keys", "--keys", home.path().to_str().unwrap()]);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), ""));
        let error = text(&output.stderr);
        assert!(error.starts_with("trajet: the keys cannot be used: ") && error.lines().count() == 1, "{error}");
        assert!(error.contains(expected), "{error}");
    };
    assert!(trajet(&["keys", "--keys", home.path().to_str().unwrap()]).status.success());
    let index = home.path().join("index.key");
    fs::set_permissions(&index, fs::Permissions::from_mode(0o644)).unwrap();
    refused("index.key has mode 0644");
    fs::remove_file(&index).unwrap();
    refused("index.key is missing beside ");
    assert!(!index.exists());
}

#[test]
fn the_demo_notices_a_case_that_does_not_go_as_the_law_asks() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let home = tempfile::tempdir().unwrap();
    for (name, planted) in [
        ("not-sent-for-a-medical-reason", None),
        ("not-sent-authorised-work", Some(("by timer, Q4.b", "by timer, Q4.a"))),
        ("category-2-not-referred", Some(("met on 2022-12-05", "met on 2022-12-06"))),
    ] {
        let file = format!("{name}.json");
        let mut told = fs::read_to_string(cases.join(&file)).unwrap();
        if let Some((from, to)) = planted {
            told = told.replace(from, to);
        }
        fs::write(home.path().join(file), told).unwrap();
    }
    let output = trajet(&["demo", "--cases", home.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).ends_with("1 of 3 cases went as the law asks.\n"));
    let error = text(&output.stderr);
    let expected = [
        "trajet: case category-2-not-referred: in the end: expected questionnaire questionnaire_return",
        "trajet: case not-sent-authorised-work: expected 2022-11-10 questionnaire",
    ];
    assert_eq!(error.lines().count(), expected.len(), "{error}");
    for (line, expected) in error.lines().zip(expected) {
        assert!(line.starts_with(expected), "{error}");
    }
}

#[test]
fn the_worked_cases_are_listed_without_being_played() {
    let output = trajet(&["demo", "--list"]);
    assert_eq!(output.status.code(), Some(0));
    let lines: Vec<_> = text(&output.stdout).lines().collect();
    assert_eq!(lines.len(), 54);
    assert!(lines[0].starts_with("route-a-category-4  "));
    assert!(lines.iter().any(|line| line.starts_with("deceased-decision-awaited  ")));
}
