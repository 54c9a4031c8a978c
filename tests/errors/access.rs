//! Callers who may not.

use acceptance::acts::{estimate, recognition, submission, waiver};
use acceptance::answers::of_version;
use acceptance::client::caller;
use acceptance::failed::expect;
use acceptance::people::{niss, request_id};
use acceptance::{Client, Engine, Installation, Role, Server, day, on_both_engines};
use chrono::TimeDelta;
use tonic::{Code, Status};
use trajet_contracts::assessment::v1 as assessment;
use trajet_contracts::feed::v1::WatchRequest;
use trajet_contracts::questionnaire::v1 as questionnaire;
use trajet_runtime::machine_now;

on_both_engines!(
    a_wrong_role_is_refused_before_anything_is_looked_at,
    a_credential_that_proves_nothing_is_refused_without_saying_why,
    a_case_of_another_insurer_answers_like_one_that_does_not_exist,
    an_insured_person_and_a_delegate_see_their_own_cases_alone,
    a_feed_is_for_services_of_the_same_insurer,
);

const OPTIONS: [&str; 6] = ["--simulated-clock", "--start", "2022-09-01", "--insurer", "300", "500"];

async fn start(engine: Engine) -> (Installation, Server) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&OPTIONS).await;
    (installation, server)
}

async fn a_wrong_role_is_refused_before_anything_is_looked_at(engine: Engine) {
    let (_installation, server) = start(engine).await;
    let mut coordinator = server.client(Role::Coordinator).assessment();
    // Nothing in the request is right, and there is no such case.
    let nonsense = estimate("x", assessment::Category::Unspecified);
    let status = coordinator.record_first_estimate(nonsense).await.unwrap_err();
    let info = expect(&status, Code::PermissionDenied, "ROLE_NOT_PERMITTED");
    assert_eq!(info.metadata["role"], "coordinator");
    assert_eq!(info.metadata["method"], "trajet.assessment.v1.AssessmentService/RecordFirstEstimate");

    for role in [Role::Physician, Role::Auditor, Role::Operator, Role::Inami, Role::PartnerAgent] {
        let mut client = server.client(role).questionnaire();
        let status = client.submit_answers(submission(&request_id(), of_version(1))).await.unwrap_err();
        expect(&status, Code::PermissionDenied, "ROLE_NOT_PERMITTED");
    }
    let status = server.client_as(Role::Physician, "dr-1", "400").assessment().find_cases(find(1)).await.unwrap_err();
    let info = expect(&status, Code::PermissionDenied, "INSURER_NOT_SERVED");
    assert_eq!(info.metadata["insurer"], "400");
}

async fn a_credential_that_proves_nothing_is_refused_without_saying_why(engine: Engine) {
    let (installation, server) = start(engine).await;
    let nobody = Client::anonymous(server.channel());
    let status = nobody.assessment().find_cases(find(1)).await.unwrap_err();
    expect(&status, Code::Unauthenticated, "CREDENTIALS_MISSING");

    let physician = caller(Role::Physician, "dr-1", "300");
    let expired = installation.tokens().issue(&physician, machine_now() - TimeDelta::seconds(1));
    let elsewhere = Installation::new(engine).await;
    elsewhere.serve(&[]).await;
    let foreign = elsewhere.tokens().issue(&physician, machine_now() + TimeDelta::hours(1));
    let valid = installation.tokens().issue(&physician, machine_now() + TimeDelta::hours(1));
    let forged = valid.replace("trajet-dev.", "trajet-dev.e");
    let mut answers = Vec::new();
    for token in ["garbage", &expired, &foreign, &forged, ""] {
        let client = nobody.clone().with("authorization", &format!("Bearer {token}"));
        answers.push(client.assessment().find_cases(find(1)).await.unwrap_err());
    }
    for status in &answers {
        expect(status, Code::Unauthenticated, "CREDENTIALS_INVALID");
        assert_eq!(bytes(status), bytes(&answers[0]));
    }
    let client = nobody.with("authorization", &format!("Bearer {valid}"));
    assert_eq!(client.assessment().find_cases(find(1)).await.unwrap().into_inner().cases, []);
}

async fn a_case_of_another_insurer_answers_like_one_that_does_not_exist(engine: Engine) {
    let (_installation, server) = start(engine).await;
    let start = day("2022-09-01");
    let case_id = server.client(Role::Physician).declare_and_recognise(1, start).await.case_id;
    server.settle().await;

    let nobodys = request_id();
    let found = asked(&server, "500", &case_id).await;
    let missing = asked(&server, "500", &nobodys).await;
    assert_eq!(found.len(), 7);
    for (found, missing) in found.iter().zip(&missing) {
        expect(found, Code::NotFound, "CASE_NOT_FOUND");
        assert_eq!(bytes(found), bytes(missing));
        let told = format!("{found:?}");
        assert!(!told.contains(&case_id) && !told.contains("300"), "{told}");
    }
    let other = server.client_as(Role::Physician, "dr-1", "500");
    assert_eq!(other.assessment().find_cases(find(1)).await.unwrap().into_inner().cases, []);
    assert_eq!(other.work().await, []);
}

/// What each method answers that is asked for a case by a caller of an insurer.
async fn asked(server: &Server, insurer: &str, case_id: &str) -> Vec<Status> {
    let physician = server.client_as(Role::Physician, "dr-1", insurer);
    let portal = server.client_as(Role::InternalSystem, "portal", insurer);
    let case_id = case_id.to_owned();
    let get = assessment::GetCaseRequest { case_id: case_id.clone(), ..Default::default() };
    let history = assessment::ListCaseHistoryRequest { case_id: case_id.clone(), ..Default::default() };
    let form = questionnaire::GetQuestionnaireCaseRequest { case_id: case_id.clone(), ..Default::default() };
    let acts = questionnaire::ListCaseHistoryRequest { case_id: case_id.clone(), ..Default::default() };
    let waiver = waiver(&case_id, questionnaire::MedicalReason::Coma);
    vec![
        physician.assessment().get_case(get).await.unwrap_err(),
        physician.assessment().list_case_history(history).await.unwrap_err(),
        physician.assessment().recognise_incapacity(recognition(&case_id, day("2022-09-01"))).await.unwrap_err(),
        physician.questionnaire().get_questionnaire_case(form).await.unwrap_err(),
        physician.questionnaire().list_case_history(acts).await.unwrap_err(),
        physician.questionnaire().waive_questionnaire(waiver).await.unwrap_err(),
        portal.questionnaire().submit_answers(submission(&case_id, of_version(1))).await.unwrap_err(),
    ]
}

async fn an_insured_person_and_a_delegate_see_their_own_cases_alone(engine: Engine) {
    let (_installation, server) = start(engine).await;
    let physician = server.client(Role::Physician);
    let own = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    let other = physician.declare_and_recognise(2, day("2022-09-01")).await.case_id;
    server.advance(day("2022-11-25")).await;

    let person = server.client_as(Role::InsuredPerson, &own, "300");
    for case_id in [&other, &request_id()] {
        let status = person.questionnaire().submit_answers(submission(case_id, of_version(1))).await.unwrap_err();
        expect(&status, Code::NotFound, "CASE_NOT_FOUND");
    }
    let own_answers =
        submission(&own, acceptance::answers::complete(&acceptance::answers::definition(&person).await, "-"));
    person.questionnaire().submit_answers(own_answers).await.unwrap();

    let delegate = server.client_as(Role::Delegate, "staff-1", "300");
    let form = || questionnaire::GetQuestionnaireCaseRequest { case_id: other.clone(), ..Default::default() };
    let status = delegate.questionnaire().get_questionnaire_case(form()).await.unwrap_err();
    expect(&status, Code::NotFound, "CASE_NOT_FOUND");
    let request = questionnaire::DelegateHelpRequest {
        request_id: request_id(),
        case_id: other.clone(),
        delegate: "staff-1".to_owned(),
        ..Default::default()
    };
    server.client(Role::Coordinator).questionnaire().delegate_help(request).await.unwrap();
    let seen = delegate.questionnaire().get_questionnaire_case(form()).await.unwrap().into_inner();
    assert_eq!(seen.questionnaire_case.unwrap().help.unwrap().delegate, "staff-1");
}

async fn a_feed_is_for_services_of_the_same_insurer(engine: Engine) {
    let (_installation, server) = start(engine).await;
    let watch = || WatchRequest { ledger: "assessment/300".to_owned(), ..Default::default() };
    let status = server.client(Role::Physician).feed().watch(watch()).await.unwrap_err();
    expect(&status, Code::PermissionDenied, "ROLE_NOT_PERMITTED");
    let status = server.client_as(Role::Service, "questionnaire", "500").feed().watch(watch()).await.unwrap_err();
    expect(&status, Code::PermissionDenied, "INSURER_NOT_SERVED");
    server.client(Role::Service).feed().watch(watch()).await.unwrap();
}

fn find(number: u32) -> assessment::FindCasesRequest {
    assessment::FindCasesRequest { niss: niss(number), ..Default::default() }
}

/// All that reaches the caller of a failed call.
fn bytes(status: &Status) -> (Code, String, Vec<u8>, String) {
    let mut headers = status.metadata().clone();
    headers.remove("date");
    let headers = format!("{headers:?}");
    (status.code(), status.message().to_owned(), status.details().to_vec(), headers)
}
