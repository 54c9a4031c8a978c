//! The cases that run when a mutuality goes live: a file of them is taken over by a process that serves, and they live on.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use acceptance::acts::fates;
use acceptance::database::Database;
use acceptance::installation::{finished, program};
use acceptance::people::niss;
use acceptance::{Engine, Installation, Role, Server, day, on_both_engines};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use trajet_contracts::assessment::v1::Category;
use trajet_contracts::r#type::v1::DeadlineOutcome;
use uuid::Uuid;

on_both_engines!(
    t6_a_book_is_taken_over_once_whatever_is_wrong_in_it_and_lives_on,
    t6_a_batch_that_is_killed_and_repeated_takes_each_row_over_once,
    t6_a_process_that_is_killed_inside_a_batch_loses_nothing_and_repeats_nothing,
);

/// The day of go-live.
const LIVE: &str = "2022-12-05";

/// A case from a day, recognised four days later.
fn row(number: u32, start: &str, more: &Value) -> Value {
    let mut row = json!({
        "niss": niss(number), "surname": format!("Testeling {number}"), "first_names": "An Lea", "language": "dutch",
        "municipality_code": "21004", "has_contract": true, "incapacity_start": start, "expected_end": "2023-12-31",
        "recognised_on": (day(start) + acceptance::days(4)).to_string(),
    });
    for (field, value) in more.as_object().into_iter().flatten() {
        row[field] = value.clone();
    }
    row
}

fn written(installation: &Installation, rows: &[Value]) -> PathBuf {
    let file = installation.data().join("book.jsonl");
    let lines: Vec<String> = rows.iter().map(Value::to_string).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    file
}

fn take_over(installation: &Installation, server: &str, file: &PathBuf, options: &[&str]) -> tokio::process::Command {
    let mut command = program();
    command.arg("take-over").arg(file).args(["--server", server, "--on", LIVE]);
    command.arg("--data").arg(installation.data()).args(options);
    command
}

async fn taken(installation: &Installation, server: &Server, file: &PathBuf, options: &[&str]) -> Output {
    finished(take_over(installation, &server.url(), file, options)).await
}

/// What was told of each row, by its number.
fn told(output: &Output) -> Vec<Vec<String>> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let rows = text.lines().filter(|line| line.contains('\t'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn book() -> Vec<Value> {
    let estimate = |on: &str, category: u8| json!({"made_on": on, "category": category, "examined": true});
    let sent = json!({"questionnaire_sent_on": "2022-11-10", "questionnaire_returned_on": "2022-11-20"});
    let with = |one: &Value, other: Value| {
        let mut both = one.clone();
        both.as_object_mut().unwrap().extend(other.as_object().unwrap().clone());
        both
    };
    vec![
        // In month 4, with a questionnaire that came back.
        row(1, "2022-09-01", &sent),
        // In month 4, with one that is due back on the day of go-live.
        row(2, "2022-09-12", &json!({"questionnaire_sent_on": "2022-11-21"})),
        // Long ago, and nothing known.
        row(3, "2022-01-03", &json!({})),
        // Referred, and the contact still to come.
        row(4, "2022-08-22", &with(&sent, json!({"first_estimate": estimate("2022-11-28", 4)}))),
        // Referred, and the contact held.
        row(
            5,
            "2022-08-22",
            &with(&sent, json!({"first_estimate": estimate("2022-11-28", 4), "first_contact_on": "2022-12-02"})),
        ),
        // In category 3, to be examined by the end of month 7.
        row(6, "2022-06-20", &json!({"first_estimate": estimate("2022-10-03", 3)})),
        // At work since before month 4 was over.
        row(7, "2022-05-02", &json!({"authorised_work_since": "2022-08-01"})),
        // A CODEX trajectory goes on.
        row(8, "2022-09-12", &json!({"codex_requested_on": "2022-11-14"})),
        // Asked for a trajectory.
        row(9, "2022-09-20", &json!({"trajectory_requested_on": "2022-11-30"})),
        // Recognised a week ago.
        row(10, "2022-11-24", &json!({})),
        // Everything wrong.
        row(
            11,
            "2022-09-01",
            &json!({"niss": "85011500100", "recognised_on": "2022-13-01", "language": "",
            "questionnaire_returned_on": "2023-01-01", "first_estimate": estimate("2022-11-28", 5)}),
        ),
        // Referred long ago at work, and never met.
        row(
            12,
            "2022-03-07",
            &json!({"authorised_work_since": "2022-07-11", "first_estimate": estimate("2022-06-13", 4)}),
        ),
    ]
}

async fn t6_a_book_is_taken_over_once_whatever_is_wrong_in_it_and_lives_on(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", LIVE]).await;
    let file = written(&installation, &book());
    let checked = taken(&installation, &server, &file, &["--check"]).await;
    assert_eq!(told(&checked).iter().filter(|line| line[1] == "right").count(), 11, "{checked:?}");
    let first = taken(&installation, &server, &file, &[]).await;
    let lines = told(&first);
    assert_eq!(lines.iter().filter(|line| line[1] == "taken over").count(), 11, "{first:?}");
    assert_eq!(lines[10][..3], ["11", "not taken over", "ERROR_REASON_VALIDATION_FAILED"]);
    for field in
        ["person.niss", "recognised_on", "person.language", "questionnaire_sent_on", "questionnaire_returned_on"]
    {
        assert!(lines[10][3].contains(field), "{field}: {lines:?}");
    }
    let wrong = "first_estimate.category is not a value of this enumeration (1, 2, 3, 4)";
    assert!(lines[10][3].contains(wrong), "{lines:?}");
    assert!(lines[10][3].contains("person.language is required (french, dutch, german, english)"), "{lines:?}");
    assert_eq!(first.status.code(), Some(1));
    let output = String::from_utf8(first.stdout.clone()).unwrap();
    assert!(!output.contains("8501150") && !output.contains("Testeling"), "a result names somebody");
    // The same file again does nothing.
    assert_eq!(told(&taken(&installation, &server, &file, &[]).await), lines);
    server.settle().await;

    let case = |number: usize| lines[number - 1][2].as_str();
    let physician = server.client(Role::Physician);
    let open = async |number: usize| {
        let mut deadlines = physician.case(case(number)).await.deadlines;
        deadlines.extend(physician.questionnaire_case(case(number)).await.deadlines);
        deadlines.extend(server.client(Role::Coordinator).dossier_of(case(number)).await.deadlines);
        let open = deadlines.iter().filter(|deadline| deadline.outcome() == DeadlineOutcome::Open);
        let mut open: Vec<_> = open
            .map(|deadline| {
                let plan = deadline.plan.clone().unwrap();
                let end = acceptance::day::read(plan.due.or(plan.target)).unwrap();
                assert!(day(LIVE) <= end && deadline.missed_on.is_none(), "{plan:?}");
                format!("{} {end}", plan.step)
            })
            .collect();
        open.sort();
        open
    };
    assert_eq!(open(1).await, ["first_estimate 2022-12-31"]);
    assert_eq!(open(2).await, ["first_estimate 2023-01-11", "questionnaire_return 2022-12-05"]);
    assert_eq!(open(3).await, [""; 0]);
    assert_eq!(open(4).await, ["first_contact_category_4 2023-02-21"]);
    // Until consents are asked again, the look at the dossier keeps the person in sight.
    assert_eq!(open(5).await, ["dossier_look 2023-03-02"]);
    assert_eq!(open(6).await, ["category_3_examination 2023-01-19"]);
    assert_eq!(open(7).await, [""; 0]);
    assert_eq!(
        open(9).await,
        ["first_estimate 2023-01-19", "questionnaire_return 2022-12-19", "route_b_appointment 2022-12-19"]
    );
    assert_eq!(open(10).await, ["first_estimate 2023-03-23", "questionnaire_send 2023-02-02"]);
    assert_eq!(open(12).await, [""; 0]);
    let unknown = physician.case(case(3)).await.not_known_before_go_live;
    assert_eq!(unknown.iter().map(|plan| plan.step.as_str()).collect::<Vec<_>>(), ["first_estimate"]);
    let history = physician.assessment_history(case(4)).await;
    assert!(history.iter().filter(|entry| entry.summary.starts_with("Before go-live")).count() == 4, "{history:?}");

    // A case of before lives a normal life from here on.
    server.advance(day("2022-12-12")).await;
    physician.estimate(case(1), Category::FourReturnWithActions).await;
    server.settle().await;
    assert_eq!(open(1).await, ["first_contact_category_4 2023-02-28"]);
    assert_eq!(fates(&physician.case(case(1)).await.deadlines).len(), 1);
    server.advance(day("2023-03-06")).await;
    // Nobody was asked for what was done: no questionnaire went out to who had answered.
    for number in [1, 4, 5] {
        let form = physician.questionnaire_case(case(number)).await;
        assert!(form.deadlines.is_empty() && form.earlier_sendings.is_empty(), "{form:?}");
    }
    assert_eq!(server.stop().await.code, Some(0));
    let verified = installation.verify().await;
    assert!(verified.status.success(), "{verified:?}");
    let reconciled = installation.verify_deadlines(&["--on", "2023-03-06"]).await;
    assert!(reconciled.status.success(), "{}", String::from_utf8_lossy(&reconciled.stdout));
}

/// One call: some of its rows are written, the writer waits for the others, and nobody has been told of any.
async fn t6_a_process_that_is_killed_inside_a_batch_loses_nothing_and_repeats_nothing(engine: Engine) {
    const ROWS: u32 = 240;
    const CASES: &str = "SELECT COUNT(*) FROM event WHERE version = 1";
    const TRIES: usize = 20;
    let options = ["--simulated-clock", "--start", LIVE];
    let rows: Vec<Value> = (1..=ROWS).map(|number| row(number, "2022-09-01", &json!({}))).collect();
    let mut tries = 0;
    // Whether the writer takes all rows at once or some of them first is not ours to say: another installation is tried where
    // it took all.
    let (installation, database, file, before, written) = loop {
        let installation = Installation::new(engine).await;
        let server = installation.serve(&options).await;
        let file = written(&installation, &rows);
        let database = Database::of(&installation, "data", "assessment").await;
        let before = take_over(&installation, &server.url(), &file, &[]).stdout(Stdio::piped()).spawn().unwrap();
        let (written, held) = database.hold(CASES, |cases| cases > 0).await;
        server.kill().await;
        held.let_go().await;
        let before = before.wait_with_output().await.unwrap();
        if written < ROWS.into() {
            break (installation, database, file, before, written);
        }
        tries += 1;
        assert!(tries < TRIES, "all {written} rows were written before each kill");
    };
    assert!(!before.status.success() && told(&before).is_empty(), "{before:?}");
    assert_eq!(database.count(CASES).await, written, "what was not written is not there");
    let first: Vec<(Uuid,)> = database.all("SELECT DISTINCT stream FROM event").await;

    let server = installation.serve(&options).await;
    let again = taken(&installation, &server, &file, &[]).await;
    assert!(again.status.success(), "{again:?}");
    let lines = told(&again);
    let cases: BTreeSet<_> = lines.iter().filter(|line| line[1] == "taken over").map(|line| line[2].clone()).collect();
    assert_eq!(cases.len(), usize::try_from(ROWS).unwrap(), "each row has a case of its own");
    assert_eq!(database.count(CASES).await, i64::from(ROWS), "no row has two");
    assert!(first.iter().all(|(case,)| cases.contains(&case.to_string())), "a case that was written is the row's");
    server.settle().await;
    assert_eq!(server.stop().await.code, Some(0));
    assert!(installation.verify().await.status.success());
    let reconciled = installation.verify_deadlines(&["--on", LIVE]).await;
    let text = String::from_utf8(reconciled.stdout).unwrap();
    for service in ["assessment", "questionnaire", "dossier"] {
        assert!(text.contains(&format!("{service}/300: {ROWS} cases, 0 erased, 0 findings")), "{text}");
    }
}

async fn t6_a_batch_that_is_killed_and_repeated_takes_each_row_over_once(engine: Engine) {
    const ROWS: u32 = 480;
    let installation = Installation::new(engine).await;
    let options = ["--simulated-clock", "--start", LIVE];
    let server = installation.serve(&options).await;
    let rows: Vec<Value> = (1..=ROWS).map(|number| row(number, "2022-09-01", &json!({}))).collect();
    let file = written(&installation, &rows);
    let mut before = take_over(&installation, &server.url(), &file, &[]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(before.stdout.take().unwrap()).lines();
    let first = lines.next_line().await.unwrap().unwrap();
    // The first rows are told, and the next ones are under way.
    server.kill().await;
    let mut known = vec![first];
    while let Some(line) = lines.next_line().await.unwrap() {
        known.push(line);
    }
    assert!(!before.wait().await.unwrap().success());

    let server = installation.serve(&options).await;
    let again = taken(&installation, &server, &file, &[]).await;
    assert!(again.status.success(), "{again:?}");
    let told = told(&again);
    assert_eq!(told.len(), usize::try_from(ROWS).unwrap());
    let known: Vec<Vec<String>> = known.iter().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    assert!(known.len() < told.len(), "it was not killed in the middle");
    for line in known.iter().filter(|line| line.len() > 1) {
        assert!(told.contains(line), "{line:?} became another case");
    }
    server.settle().await;
    assert_eq!(server.stop().await.code, Some(0));
    assert!(installation.verify().await.status.success());
    let reconciled = installation.verify_deadlines(&["--on", LIVE]).await;
    let text = String::from_utf8(reconciled.stdout).unwrap();
    for service in ["assessment", "questionnaire", "dossier"] {
        assert!(text.contains(&format!("{service}/300: {ROWS} cases, 0 erased, 0 findings")), "{text}");
    }
}
