//! Personal data are planted wherever a person or a text can stand, and searched for wherever something is told to those
//! who may not see them: traces, metrics, logs at their finest, and failures.

use acceptance::acts::{submission, waiver};
use acceptance::answers::{complete, definition};
use acceptance::leak::{Marker, leaks};
use acceptance::otlp::Collector;
use acceptance::people::{declaration, niss, person};
use acceptance::{Engine, Installation, Role, Server, day, on_both_engines};
use tonic::Status;
use trajet_contracts::assessment::v1::{Category, DecidingBody};
use trajet_contracts::questionnaire::v1::MedicalReason;
use trajet_contracts::questionnaire::v1::answer::Value;

on_both_engines!(nothing_personal_is_told_where_it_may_not_be);

const SURNAME: &str = "Quibblethwaite";
const FIRST_NAMES: &str = "Zebediahina";
const EMAIL: &str = "zq.private@marker.example";
const PHONE: &str = "+32468999173";
const WORDS: &str = "Onderwaterlassersgezel";
const COORDINATOR: &str = "Wolfgangeline";
/// The finest that our own crates say. The libraries below them are left as they are set in production.
const FILTER: &str = "info,trajet=trace,trajet_access=trace,trajet_assessment=trace,trajet_assessment_domain=trace,\
    trajet_dossier=trace,trajet_dossier_domain=trace,trajet_exchange=trace,trajet_exchange_domain=trace,\
    trajet_ledger=trace,trajet_questionnaire=trace,trajet_questionnaire_domain=trace,trajet_runtime=trace,\
    trajet_service=trace,h2=warn,hyper=warn,hyper_util=warn,tonic=warn,tower=warn,opentelemetry=warn";

fn markers() -> Vec<Marker> {
    let wrong = wrong_niss();
    let planted = [&niss(1), &wrong, SURNAME, FIRST_NAMES, EMAIL, PHONE, WORDS, COORDINATOR];
    planted.into_iter().map(Marker::new).collect()
}

/// A number whose check digits do not fit.
fn wrong_niss() -> String {
    let mut digits = niss(2);
    let last = if digits.ends_with('0') { '1' } else { '0' };
    digits.pop();
    digits.push(last);
    digits
}

async fn nothing_personal_is_told_where_it_may_not_be(engine: Engine) {
    let (collector, address) = Collector::start();
    let installation = Installation::new(engine).await;
    let options = ["--simulated-clock", "--start", "2022-09-01", "--otlp", &address, "--log-format", "json"];
    let server = installation.serve_logging(FILTER, &options).await;
    let failures = live(&server).await;
    let ended = server.stop().await;
    assert_eq!(ended.code, Some(0));

    let markers = markers();
    for failure in &failures {
        let told = format!("{failure:?} {}", String::from_utf8_lossy(failure.details()));
        assert_eq!(leaks(&markers, &told), Vec::<String>::new(), "{told}");
    }
    let exported = collector.text();
    assert!(exported.contains("RecogniseIncapacity"), "nothing was exported");
    assert_eq!(leaks(&markers, &exported), Vec::<String>::new());
    assert!(ended.output.contains("\"DEBUG\""), "nothing fine was logged: {}", ended.output);
    assert_eq!(leaks(&markers, &ended.output), Vec::<String>::new());

    // The same search finds what is planted.
    let plain = niss(1);
    let dotted = format!("{}.{}.{}-{}.{}", &plain[..2], &plain[2..4], &plain[4..6], &plain[6..9], &plain[9..]);
    let planted = format!("{}{{\"level\":\"DEBUG\",\"person\":\"{dotted}\"}}\n", ended.output);
    assert_eq!(leaks(&markers, &planted), [plain]);
}

/// A life with everything planted, and the failures on the way.
async fn live(server: &Server) -> Vec<Status> {
    let physician = server.client(Role::Physician);
    let mut insured = person(1);
    let name = insured.name.as_mut().unwrap();
    SURNAME.clone_into(&mut name.surname);
    FIRST_NAMES.clone_into(&mut name.first_names);
    EMAIL.clone_into(&mut insured.email);
    PHONE.clone_into(&mut insured.phone);
    let mut failures = Vec::new();

    let mut wrong = declaration(insured.clone(), day("2022-09-01"));
    wrong.person.as_mut().unwrap().niss = wrong_niss();
    wrong.person.as_mut().unwrap().name.as_mut().unwrap().surname = SURNAME.repeat(20);
    failures.push(physician.assessment().declare_incapacity(wrong).await.unwrap_err());
    let declared = declaration(insured.clone(), day("2022-09-01"));
    let case_id = physician.assessment().declare_incapacity(declared.clone()).await.unwrap().into_inner().case_id;
    let again = declaration(insured.clone(), day("2022-09-01"));
    failures.push(physician.assessment().declare_incapacity(again).await.unwrap_err());
    let other =
        trajet_contracts::assessment::v1::DeclareIncapacityRequest { scheme: 1, activity_ceased_on: None, ..declared };
    failures.push(physician.assessment().declare_incapacity(other).await.unwrap_err());
    let mut decision = acceptance::acts::recognition(&case_id, day("2022-09-01"));
    decision.decided_by = DecidingBody::OtherBody.into();
    COORDINATOR.clone_into(&mut decision.other_body_name);
    failures.push(physician.assessment().recognise_incapacity(decision).await.unwrap_err());
    physician.recognise(&case_id, day("2022-09-01")).await;
    // A second case of the person, which is not sent a questionnaire.
    let second = declaration(insured, day("2022-08-31"));
    let second = physician.assessment().declare_incapacity(second).await.unwrap().into_inner().case_id;
    physician.recognise(&second, day("2022-09-01")).await;
    server.settle().await;
    let mut waive = waiver(&second, MedicalReason::Coma);
    COORDINATOR.clone_into(&mut waive.coordinator.as_mut().unwrap().name);
    physician.questionnaire().waive_questionnaire(waive.clone()).await.unwrap();
    waive.request_id = acceptance::people::request_id();
    failures.push(physician.questionnaire().waive_questionnaire(waive).await.unwrap_err());

    server.advance(day("2022-11-26")).await;
    let coordinator = server.client(Role::Coordinator);
    assert!(coordinator.work().await.iter().any(|row| row.name.as_ref().is_some_and(|name| name.surname == SURNAME)));
    let mut answers = complete(&definition(&coordinator).await, WORDS);
    coordinator.submit(&case_id, answers.clone()).await;
    answers.answers[0].value = Some(Value::Text(WORDS.to_owned()));
    failures.push(coordinator.questionnaire().submit_answers(submission(&case_id, answers)).await.unwrap_err());
    server.advance(day("2022-12-05")).await;
    physician.estimate(&case_id, Category::FourReturnWithActions).await;
    server.settle().await;
    failures
}
