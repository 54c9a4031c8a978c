//! The questionnaire that is not sent for a medical reason (rules Q2, Q3 and M20).

use acceptance::acts::fates;
use acceptance::{Engine, Role, day, on_both_engines};
use prost::Message as _;
use trajet_contracts::assessment::v1::{Category, QuestionnaireStatus};
use trajet_contracts::feed::v1::ListRequest;
use trajet_contracts::questionnaire::v1::questionnaire_event::Fact;
use trajet_contracts::questionnaire::v1::{MedicalReason, QuestionnaireEvent, Stage, WaiverGround};
use trajet_contracts::r#type::v1::{DeadlineOutcome, Language};

use crate::platform::{Platform, records, start};

on_both_engines!(
    q3_the_person_is_told_without_the_reason,
    q2_only_the_physician_sees_the_reason,
    m20_the_estimate_is_made_without_a_questionnaire,
);

async fn waived(engine: Engine) -> (Platform, String) {
    let platform = Platform::new(engine).await;
    let case_id = platform.physician.declare_and_recognise(1, start()).await.case_id;
    platform.server.advance(day("2022-09-15")).await;
    platform.physician.waive(&case_id, MedicalReason::KorsakoffSyndrome).await;
    platform.server.settle().await;
    (platform, case_id)
}

async fn q3_the_person_is_told_without_the_reason(engine: Engine) {
    let (platform, case_id) = waived(engine).await;
    let notice = platform.coordinator.questionnaire_case(&case_id).await.notice.unwrap();
    assert_eq!(notice.language(), Language::Dutch);
    let letter = notice.paragraphs.join("\n");
    for part in
        ["An Lea Testeling 1", "uw medische situatie", "Kim Coordinator", "+3225550100", "coordinator@example.be"]
    {
        assert!(letter.contains(part), "{part} is not in the letter");
    }
    assert!(!format!("{} {letter}", notice.subject).to_lowercase().contains("korsakoff"));
}

async fn q2_only_the_physician_sees_the_reason(engine: Engine) {
    let (platform, case_id) = waived(engine).await;
    let seen = platform.physician.questionnaire_case(&case_id).await.waiver.unwrap();
    assert_eq!(seen.medical_reason(), MedicalReason::KorsakoffSyndrome);
    let seen = platform.coordinator.questionnaire_case(&case_id).await.waiver.unwrap();
    assert_eq!(seen.medical_reason(), MedicalReason::Unspecified);
    assert_eq!(seen.ground(), WaiverGround::Medical);

    let request = ListRequest { ledger: "questionnaire/300".to_owned(), ..Default::default() };
    let mut feed = platform.server.client(Role::Service).feed();
    let event = feed.list(request).await.unwrap().into_inner().batch.unwrap().events.remove(0);
    let told = QuestionnaireEvent::decode(event.payload.unwrap().value.as_slice()).unwrap();
    let Some(Fact::SendingWaived(told)) = told.fact else { panic!("another fact was told") };
    assert_eq!(told.ground(), WaiverGround::Medical);
}

async fn m20_the_estimate_is_made_without_a_questionnaire(engine: Engine) {
    let (platform, case_id) = waived(engine).await;
    let work = platform.work_on(day("2022-11-30")).await;
    assert_eq!(work, [("first_estimate".to_owned(), "soon".to_owned())]);
    let form = platform.coordinator.questionnaire_case(&case_id).await;
    assert_eq!((form.stage(), form.sending), (Stage::Waived, None));
    let send = fates(&form.deadlines)["questionnaire_send"];
    assert_eq!(send, (Some(day("2022-11-10")), None, DeadlineOutcome::Waived, Some(day("2022-09-15"))));

    platform.server.advance(day("2022-12-01")).await;
    platform.physician.estimate(&case_id, Category::ThreeTreatmentFirst).await;
    let case = platform.physician.case(&case_id).await;
    assert_eq!(case.first_estimate.unwrap().questionnaire(), QuestionnaireStatus::Waived);
    let history = records(&platform.physician.assessment_history(&case_id).await);
    let made = history.iter().find(|(kind, ..)| kind == "first_estimate_made").unwrap();
    assert_eq!(made.2, "M20");
}
