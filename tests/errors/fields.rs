//! Requests whose fields are wrong.

use acceptance::acts::submission;
use acceptance::answers::{complete, definition};
use acceptance::failed::{expect, fields};
use acceptance::people::{declaration, person};
use acceptance::{Engine, Installation, Role, Server, day, on_both_engines};
use tonic::{Code, Status};
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::Answer;
use trajet_contracts::questionnaire::v1::answer::Value;

on_both_engines!(
    all_wrong_fields_are_told_at_once_and_no_value_is_repeated,
    all_wrong_answers_are_told_at_once_and_none_is_repeated,
    a_request_that_is_too_large_is_not_read,
);

async fn start(engine: Engine) -> Server {
    Installation::new(engine).await.serve(&["--simulated-clock", "--start", "2022-09-01"]).await
}

/// No part of a failure holds any of these.
#[track_caller]
fn assert_not_repeated(status: &Status, values: &[&str]) {
    let told = format!("{status:?} {}", String::from_utf8_lossy(status.details()));
    for value in values {
        assert!(!told.contains(value), "{value} is in {told}");
    }
}

async fn all_wrong_fields_are_told_at_once_and_no_value_is_repeated(engine: Engine) {
    let server = start(engine).await;
    let long = "Zwanzigmalzehn".repeat(10);
    let mut request = declaration(person(1), day("2022-09-01"));
    request.request_id = "request-17".into();
    request.scheme = 0;
    let insured = request.person.as_mut().unwrap();
    insured.niss = "85011500358".into();
    insured.name.as_mut().unwrap().surname.clone_from(&long);
    insured.sex = 99;
    insured.language = 0;
    insured.municipality_code = "99998".into();
    let certificate = request.certificate.as_mut().unwrap();
    certificate.issued_on = Some(Date { year: 2022, month: 2, day: 30 });
    certificate.expected_end = None;
    certificate.physician_nihii = "1234567".into();
    request.employment.as_mut().unwrap().employer_number = "0206653947".into();

    let mut physician = server.client(Role::Physician).assessment();
    let status = physician.declare_incapacity(request).await.unwrap_err();
    expect(&status, Code::InvalidArgument, "VALIDATION_FAILED");
    let told: Vec<_> = fields(&status).into_keys().collect();
    let wrong = [
        "certificate.expected_end",
        "certificate.issued_on",
        "certificate.physician_nihii",
        "employment.employer_number",
        "person.language",
        "person.municipality_code",
        "person.name.surname",
        "person.niss",
        "person.sex",
        "request_id",
        "scheme",
    ];
    assert_eq!(told, wrong);
    assert_not_repeated(&status, &["85011500358", &long, "99998", "1234567", "0206653947", "request-17"]);
}

async fn all_wrong_answers_are_told_at_once_and_none_is_repeated(engine: Engine) {
    let server = start(engine).await;
    let case_id = server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-11-10")).await;

    let portal = server.client(Role::InternalSystem);
    let mut answers = complete(&definition(&portal).await, "as before");
    let place = |code: &str| answers.answers.iter().position(|answer| answer.item_code == code).unwrap();
    let (energy, occupation) = (place("energy"), place("occupation"));
    answers.answers[energy].value = Some(Value::Scale(7_654_321));
    answers.answers[occupation].value = Some(Value::Text("Zwanzigmalzehn".repeat(30)));
    let after = answers.answers.len();
    let unknown = Answer { item_code: "no_such_item".to_owned(), value: Some(Value::YesNo(true)) };
    answers.answers.push(unknown);

    let status = portal.questionnaire().submit_answers(submission(&case_id, answers)).await.unwrap_err();
    expect(&status, Code::InvalidArgument, "VALIDATION_FAILED");
    let told: Vec<_> = fields(&status).into_keys().collect();
    let mut wrong = [occupation, energy, after].map(|index| format!("answers.answers[{index}]"));
    wrong.sort();
    assert_eq!(told, wrong);
    assert_not_repeated(&status, &["7654321", "Zwanzigmalzehn"]);
}

async fn a_request_that_is_too_large_is_not_read(engine: Engine) {
    let server = start(engine).await;
    let mut request = declaration(person(1), day("2022-09-01"));
    request.person.as_mut().unwrap().email = "x".repeat(300_000);
    let physician = server.client(Role::Physician);
    let status = physician.assessment().declare_incapacity(request).await.unwrap_err();
    assert_eq!(status.code(), Code::OutOfRange, "{status:?}");
    // The next one is read.
    physician.declare(1, day("2022-09-01")).await;
}
