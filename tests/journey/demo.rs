//! `trajet demo`: the worked cases, as anyone plays them.

use std::fs;
use std::process::Output;

use acceptance::installation::{finished, in_workspace, program};
use acceptance::{Engine, on_both_engines};

on_both_engines!(the_demo_goes_as_the_law_asks);

async fn demo(options: &[&str]) -> Output {
    let mut command = program();
    command.arg("demo").args(options);
    finished(command).await
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn the_demo_goes_as_the_law_asks(engine: Engine) {
    let database = engine.new_database().await;
    let options: Vec<_> = database.iter().flat_map(|url| ["--database-url", url]).collect();
    let output = demo(&options).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    // Every file is a case, but the table of endings: each of its stages is two.
    let files = fs::read_dir(in_workspace("tests/cases")).unwrap().count();
    let endings = fs::read_to_string(in_workspace("tests/cases/endings.json")).unwrap();
    let endings: serde_json::Value = serde_json::from_str(&endings).unwrap();
    let cases = files - 1 + 2 * endings["stages"].as_array().unwrap().len();
    assert!(told.ends_with(&format!("{cases} of {cases} cases went as the law asks.\n")), "{told}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

#[tokio::test]
async fn a_planted_wrong_expectation_is_found() {
    let name = "route-a-category-4";
    let file = fs::read_to_string(in_workspace("tests/cases").join(format!("{name}.json"))).unwrap();
    let mut case: serde_json::Value = serde_json::from_str(&file).unwrap();
    let last = case["expected"]["timeline"].as_array_mut().unwrap().last_mut().unwrap();
    let line = last.as_str().unwrap().to_owned();
    let right = line[..10].to_owned();
    let wrong = (acceptance::day(&right) + acceptance::days(1)).to_string();
    *last = line.replace(&right, &wrong).into();

    let planted = tempfile::tempdir().unwrap();
    fs::write(planted.path().join(format!("{name}.json")), case.to_string()).unwrap();
    let output = demo(&["--cases", planted.path().to_str().unwrap()]).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told = text(&output.stderr);
    assert!(told.contains(name) && told.contains(&wrong), "{told}");
    let told = text(&output.stdout);
    assert!(told.contains(&format!("NOT AS EXPECTED: found {right}")), "{told}");
    assert!(told.contains("0 of 1 cases went as the law asks."));
}
