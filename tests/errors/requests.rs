//! Requests that come again, or too late.

use acceptance::acts::{done, estimate, recognition};
use acceptance::failed::expect;
use acceptance::people::{declaration, person, request_id};
use acceptance::{Engine, Installation, Role, day, on_both_engines};
use tonic::Code;
use trajet_contracts::assessment::v1::Category;

on_both_engines!(
    a_repeated_request_gets_its_first_answer_and_does_nothing_new,
    a_request_id_is_not_used_for_another_request,
    a_refused_act_can_be_sent_again_under_its_id,
    an_act_on_a_stale_version_is_aborted,
    the_same_incapacity_is_declared_once,
);

const OPTIONS: [&str; 3] = ["--simulated-clock", "--start", "2022-09-01"];

async fn a_repeated_request_gets_its_first_answer_and_does_nothing_new(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&OPTIONS).await;
    let physician = server.client(Role::Physician);
    let declare = declaration(person(1), day("2022-09-01"));
    let declared = done(physician.assessment().declare_incapacity(declare.clone()).await);
    let recognise = recognition(&declared.case_id, day("2022-09-01"));
    let recognised = done(physician.assessment().recognise_incapacity(recognise.clone()).await);
    server.settle().await;
    let before = physician.assessment_history(&declared.case_id).await;

    assert_eq!(done(physician.assessment().declare_incapacity(declare.clone()).await), declared);
    assert_eq!(done(physician.assessment().recognise_incapacity(recognise.clone()).await), recognised);
    server.kill().await;
    let server = installation.serve(&OPTIONS).await;
    let physician = server.client(Role::Physician);
    assert_eq!(done(physician.assessment().declare_incapacity(declare).await), declared);
    assert_eq!(done(physician.assessment().recognise_incapacity(recognise).await), recognised);
    server.settle().await;
    assert_eq!(physician.assessment_history(&declared.case_id).await, before);
}

async fn a_request_id_is_not_used_for_another_request(engine: Engine) {
    let server = Installation::new(engine).await.serve(&OPTIONS).await;
    let physician = server.client(Role::Physician);
    let first = declaration(person(1), day("2022-09-01"));
    physician.assessment().declare_incapacity(first.clone()).await.unwrap();
    let mut second = declaration(person(2), day("2022-09-01"));
    second.request_id.clone_from(&first.request_id);
    let status = physician.assessment().declare_incapacity(second.clone()).await.unwrap_err();
    let info = expect(&status, Code::AlreadyExists, "REQUEST_ID_REUSED");
    assert_eq!(info.metadata["request_id"], first.request_id);

    // Somebody else chooses names of their own.
    let other = server.client_as(Role::Physician, "dr-2", "300");
    other.assessment().declare_incapacity(second).await.unwrap();
}

async fn a_refused_act_can_be_sent_again_under_its_id(engine: Engine) {
    let server = Installation::new(engine).await.serve(&OPTIONS).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    let request = estimate(&case_id, Category::TwoNoReturn);
    let status = physician.assessment().record_first_estimate(request.clone()).await.unwrap_err();
    expect(&status, Code::FailedPrecondition, "LEGAL_REFUSAL");
    server.advance(day("2022-12-01")).await;
    physician.assessment().record_first_estimate(request).await.unwrap();
}

async fn an_act_on_a_stale_version_is_aborted(engine: Engine) {
    let server = Installation::new(engine).await.serve(&OPTIONS).await;
    let physician = server.client(Role::Physician);
    let declared = physician.declare(1, day("2022-09-01")).await;
    assert_eq!(physician.case(&declared.case_id).await.etag, declared.etag);
    let mut request = recognition(&declared.case_id, day("2022-09-01"));
    request.etag.clone_from(&declared.etag);
    let recognised = done(physician.assessment().recognise_incapacity(request.clone()).await);
    assert_ne!(recognised.etag, declared.etag);

    server.settle().await;
    let before = physician.assessment_history(&declared.case_id).await;
    request.request_id = request_id();
    let status = physician.assessment().recognise_incapacity(request).await.unwrap_err();
    let info = expect(&status, Code::Aborted, "ETAG_MISMATCH");
    assert_eq!(info.metadata["etag"], physician.case(&declared.case_id).await.etag);
    assert_eq!(physician.assessment_history(&declared.case_id).await, before);
}

async fn the_same_incapacity_is_declared_once(engine: Engine) {
    let server = Installation::new(engine).await.serve(&OPTIONS).await;
    let physician = server.client(Role::Physician);
    let first = physician.declare(1, day("2022-09-01")).await;
    let system = server.client(Role::InternalSystem);
    let again = declaration(person(1), day("2022-09-01"));
    let status = system.assessment().declare_incapacity(again).await.unwrap_err();
    let info = expect(&status, Code::AlreadyExists, "CASE_ALREADY_OPEN");
    assert_eq!(info.metadata["case_id"], first.case_id);
    // Another incapacity of the same person is another case.
    let other = physician.declare(1, day("2022-08-01")).await;
    assert_ne!(other.case_id, first.case_id);
}
