//! What the law refuses: with the rule, the text, and the day from which the act is allowed.

use acceptance::acts::{estimate, recognition, submission, waiver};
use acceptance::answers::{complete, definition, of_version};
use acceptance::failed::{expect, ground};
use acceptance::people::{declaration, person};
use acceptance::{Engine, Installation, Role, Server, day, on_both_engines};
use tonic::{Code, Status};
use trajet_contracts::assessment::v1::{Category, Scheme};
use trajet_contracts::questionnaire::v1::MedicalReason;
use trajet_contracts::r#type::v1::ConcurrentTrackKind;

on_both_engines!(
    t7_the_self_employed_are_refused,
    m2_nothing_is_recognised_before_all_activity_ceased,
    m1_a_decision_is_taken_once,
    m3_an_estimate_before_month_four_is_refused_with_the_day_it_opens,
    m4_no_estimate_is_made_beside_a_concurrent_track,
    q2_what_was_sent_is_not_waived,
    q5_what_was_not_sent_does_not_come_back,
);

async fn start(engine: Engine) -> Server {
    Installation::new(engine).await.serve(&["--simulated-clock", "--start", "2022-09-01"]).await
}

/// A refusal names its ground, its rule and the text that the rule rests on.
#[track_caller]
fn refused(status: &Status, refusal: &str, rule: &str, citation: &str) -> tonic_types::ErrorInfo {
    let (violation, info) = ground(status);
    assert_eq!(violation.r#type, rule, "{status:?}");
    assert!(violation.description.ends_with(&format!("({})", info.metadata["citation"])), "{violation:?}");
    assert_eq!(info.metadata.get("refusal").map(String::as_str), Some(refusal), "{info:?}");
    assert_eq!(info.metadata["rule"], rule);
    assert!(info.metadata["citation"].contains(citation), "{info:?}");
    info
}

async fn t7_the_self_employed_are_refused(engine: Engine) {
    let server = start(engine).await;
    let mut request = declaration(person(1), day("2022-09-01"));
    request.scheme = Scheme::SelfEmployed.into();
    let status = server.client(Role::Physician).assessment().declare_incapacity(request).await.unwrap_err();
    refused(&status, "SCHEME_OUT_OF_SCOPE", "T7", "Law of 12 December 2021");
}

async fn m2_nothing_is_recognised_before_all_activity_ceased(engine: Engine) {
    let server = start(engine).await;
    let physician = server.client(Role::Physician);
    let mut request = declaration(person(1), day("2022-09-01"));
    request.activity_ceased_on = None;
    let case_id = physician.assessment().declare_incapacity(request).await.unwrap().into_inner().case_id;
    let request = recognition(&case_id, day("2022-09-01"));
    let status = physician.assessment().recognise_incapacity(request).await.unwrap_err();
    refused(&status, "ACTIVITY_NOT_CEASED", "M2", "2016");
}

async fn m1_a_decision_is_taken_once(engine: Engine) {
    let server = start(engine).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    let request = recognition(&case_id, day("2022-09-01"));
    let status = physician.assessment().recognise_incapacity(request).await.unwrap_err();
    refused(&status, "ALREADY_DECIDED", "M1", "step 1");
}

async fn m3_an_estimate_before_month_four_is_refused_with_the_day_it_opens(engine: Engine) {
    let server = start(engine).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-11-30")).await;
    let request = || estimate(&case_id, Category::OneSpontaneousReturn);
    let status = physician.assessment().record_first_estimate(request()).await.unwrap_err();
    let info = refused(&status, "ESTIMATE_TOO_EARLY", "M3", "Circular 2022/383, part III, 3.1, step 4");
    let figure = ["parameter", "parameter_value", "parameter_valid_from"].map(|key| info.metadata[key].as_str());
    assert_eq!(figure, ["estimate.month@2022-01-01", "4", "2022-01-01"]);
    assert_eq!(info.metadata.get("earliest").map(String::as_str), Some("2022-12-01"), "{info:?}");

    server.advance(day("2022-12-01")).await;
    physician.assessment().record_first_estimate(request()).await.unwrap();
    let status = physician.assessment().record_first_estimate(request()).await.unwrap_err();
    refused(&status, "ALREADY_ESTIMATED", "M3", "step 4");
}

async fn m4_no_estimate_is_made_beside_a_concurrent_track(engine: Engine) {
    let server = start(engine).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-12-05")).await;
    physician.start_track(&case_id, ConcurrentTrackKind::AuthorisedWork, day("2022-12-05")).await;
    let request = estimate(&case_id, Category::FourReturnWithActions);
    let status = physician.assessment().record_first_estimate(request).await.unwrap_err();
    refused(&status, "TRACK_IN_FORCE", "M4.b", "Circular 2022/383, part III, 3.1, step 4");
}

async fn q2_what_was_sent_is_not_waived(engine: Engine) {
    let server = start(engine).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-11-10")).await;
    let request = waiver(&case_id, MedicalReason::Dementia);
    let status = physician.questionnaire().waive_questionnaire(request).await.unwrap_err();
    refused(&status, "ALREADY_SENT", "Q2", "Circular 2022/383, part III, 3.1, step 2");
}

async fn q5_what_was_not_sent_does_not_come_back(engine: Engine) {
    let server = start(engine).await;
    let case_id = server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-11-09")).await;
    let portal = server.client(Role::InternalSystem);
    let answers = complete(&definition(&portal).await, "-");
    let status = portal.questionnaire().submit_answers(submission(&case_id, answers)).await.unwrap_err();
    refused(&status, "NOT_SENT", "Q5", "Circular 2022/383, part III, 3.1, step 3");
    let request = submission(&case_id, of_version(7));
    let info = expect(
        &portal.questionnaire().submit_answers(request).await.unwrap_err(),
        Code::NotFound,
        "DEFINITION_NOT_FOUND",
    );
    assert_eq!((info.metadata["code"].as_str(), info.metadata["version"].as_str()), ("work-and-health", "7"));
}
