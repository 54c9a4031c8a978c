//! A client in another language, without generated code: what it sees is what anyone sees.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use acceptance::client::caller;
use acceptance::installation::{finished, in_workspace};
use acceptance::{Engine, Installation, Role, Server, on_both_engines};
use chrono::TimeDelta;
use serde_json::{Value, json};
use tokio::process::Command;
use trajet_runtime::machine_now;

on_both_engines!(a_python_client_needs_reflection_alone);

async fn a_python_client_needs_reflection_alone(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let told = run(&installation, &server).await;

    let services = told["services"]["answer"].as_array().unwrap();
    assert!(services.contains(&json!("trajet.assessment.v1.AssessmentService")), "{services:?}");

    let wrong = detail(&told["wrong niss"], "INVALID_ARGUMENT", "VALIDATION_FAILED", "google.rpc.BadRequest");
    let fields = wrong["field_violations"].as_array().unwrap().iter().map(|wrong| wrong["field"].as_str().unwrap());
    assert_eq!(fields.collect::<Vec<_>>(), ["person.niss", "person.municipality_code"]);
    let message = &told["wrong niss"]["details"]["google.rpc.LocalizedMessage"];
    assert_eq!(message["locale"], "nl");

    let refused = detail(&told["wrong role"], "PERMISSION_DENIED", "ROLE_NOT_PERMITTED", "google.rpc.ErrorInfo");
    let method = "trajet.assessment.v1.AssessmentService/RecogniseIncapacity";
    assert_eq!(refused["metadata"], json!({"role": "coordinator", "method": method}));

    let declared = &told["declare"]["answer"];
    assert_eq!(told["repeat"]["answer"], *declared);
    assert_eq!(told["recognise"]["answer"]["case_id"], declared["case_id"]);
    let stale = detail(&told["stale etag"], "ABORTED", "ETAG_MISMATCH", "google.rpc.ErrorInfo");
    assert_eq!(stale["metadata"]["etag"], told["recognise"]["answer"]["etag"]);

    let early = detail(&told["too early"], "FAILED_PRECONDITION", "LEGAL_REFUSAL", "google.rpc.PreconditionFailure");
    let ground = &early["violations"][0];
    assert_eq!(ground["type"], "M3");
    assert!(ground["description"].as_str().unwrap().contains("Circular 2022/383"), "{ground}");
}

/// A detail of a failure that has this code and this reason.
fn detail<'a>(told: &'a Value, code: &str, reason: &str, name: &str) -> &'a Value {
    assert_eq!(told["code"], code, "{told}");
    assert_eq!(told["details"]["google.rpc.ErrorInfo"]["reason"], reason, "{told}");
    assert!(told["details"][name].is_object(), "{told}");
    &told["details"][name]
}

/// What the client printed, by step.
async fn run(installation: &Installation, server: &Server) -> BTreeMap<String, Value> {
    let token = |role: Role| {
        installation.tokens().issue(&caller(role, role.code(), "300"), machine_now() + TimeDelta::hours(1))
    };
    let mut command = Command::new(python());
    command.arg(in_workspace("tests/tools/python_client.py"));
    command.arg(server.address().to_string()).arg("2022-09-01");
    command.env("TRAJET_PHYSICIAN", token(Role::Physician)).env("TRAJET_COORDINATOR", token(Role::Coordinator));
    command.kill_on_drop(true);
    let output = finished(command).await;
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    assert!(output.status.success(), "{lines}\n{}", String::from_utf8_lossy(&output.stderr));
    let read = |line: &str| {
        let told: Value = serde_json::from_str(line).unwrap();
        (told["step"].as_str().unwrap().to_owned(), told)
    };
    lines.lines().map(read).collect()
}

/// The Python with gRPC that `bash tests/run` names, or else has made; else any.
fn python() -> PathBuf {
    if let Some(named) = std::env::var_os("TRAJET_TEST_PYTHON") {
        return named.into();
    }
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")));
    let made = cache.map(|cache| cache.join("trajet-tools/venv/bin/python")).filter(|made| made.exists());
    made.unwrap_or_else(|| "python3".into())
}
