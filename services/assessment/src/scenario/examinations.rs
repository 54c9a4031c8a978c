//! Examinations and later evaluations.

use trajet_contracts::questionnaire::v1::CompletionImpossible;

use super::*;

/// A deadline of a step: when it was missed, and how and when it was closed.
fn standing(case: &Case, step: &str) -> (Option<Date>, DeadlineOutcome, Option<Date>) {
    let of_step = |deadline: &&Deadline| deadline.plan.as_ref().is_some_and(|plan| plan.step == step);
    let deadline = case.deadlines.iter().rfind(of_step).unwrap();
    (deadline.missed_on, deadline.outcome(), deadline.closed_on)
}

const OPEN: (Option<Date>, DeadlineOutcome, Option<Date>) = (None, DeadlineOutcome::Open, None);

#[tokio::test]
async fn q7_m5_who_cannot_complete_the_questionnaire_is_examined_or_dispensed_with_it() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    world.until("2022-12-05").await;
    world.told(&id, 6, Told::CompletionImpossible(CompletionImpossible { found_on: on("2022-12-02") })).await;
    let case = world.case(&id).await;
    assert_eq!(case.questionnaire.as_ref().unwrap().status(), QuestionnaireStatus::Impossible);
    assert_eq!(standing(&case, "estimate_examination"), OPEN);
    assert_eq!(world.steps().await, ["estimate_examination", "first_estimate"]);

    service.invite_to_examination(physician(world.examination(&id, "2022-12-05", "2022-12-12"))).await.unwrap();
    let invited = &world.case(&id).await.examination_invitations[0];
    assert_eq!(invited.examination_on, on("2022-12-12"));
    let invitation = invited.invitation.as_ref().unwrap();
    assert_eq!((invitation.proof(), invitation.reference.as_str()), (InvitationProof::RegisteredLetter, "RR-2022/7"));

    world.until("2022-12-12").await;
    let on_file = world.estimate(&id, Category::TwoNoReturn);
    let refused = service.record_first_estimate(physician(on_file.clone())).await.unwrap_err();
    assert_eq!((told(&refused, "refusal"), told(&refused, "rule")), ("EXAMINATION_REQUIRED".into(), "M5".into()));
    service.dispense_examination(physician(world.dispense(&id, "2022-12-11"))).await.unwrap();
    let again = service.dispense_examination(physician(world.dispense(&id, "2022-12-11"))).await.unwrap_err();
    assert_eq!(told(&again, "refusal"), "EXAMINATION_NOT_ASKED");
    service.record_first_estimate(physician(on_file)).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!(standing(&case, "estimate_examination"), (None, DeadlineOutcome::Waived, on("2022-12-11")));
    assert_eq!(case.first_estimate.unwrap().questionnaire(), QuestionnaireStatus::Impossible);
}

#[tokio::test]
async fn m7_m10_who_is_still_unfit_after_month_six_is_examined_and_may_be_referred() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::OneSpontaneousReturn);
    service.record_first_estimate(physician(estimate)).await.unwrap();
    assert_eq!(standing(&world.case(&id).await, "category_1_examination"), OPEN);

    world.until("2023-03-01").await;
    let on_file = RecordEvaluationRequest {
        examined: false,
        ..world.evaluation(&id, "2023-03-01", Category::FourReturnWithActions)
    };
    let refused = service.record_evaluation(physician(on_file)).await.unwrap_err();
    assert_eq!((told(&refused, "refusal"), told(&refused, "rule")), ("EXAMINATION_REQUIRED".into(), "M7".into()));
    let examined = world.evaluation(&id, "2023-03-01", Category::FourReturnWithActions);
    service.record_evaluation(physician(examined)).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!(standing(&case, "category_1_examination"), (None, DeadlineOutcome::Met, on("2023-03-01")));
    let referral = case.referral.unwrap();
    assert_eq!((referral.referred_on, referral.initial), (on("2023-03-01"), false));
    assert_eq!((case.evaluations.len(), case.evaluations[0].examined), (1, true));
    let told = ["IncapacityRecognised", "FirstEstimateMade", "EvaluationMade", "PersonReferred"];
    assert_eq!(world.fed().await, told);
}

#[tokio::test]
async fn m8_t6_the_examination_of_category_3_is_missed_by_its_own_timer_and_met_late() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::ThreeTreatmentFirst);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    assert_eq!(world.until("2023-03-31").await, 0);
    assert_eq!(world.until("2023-04-03").await, 1);
    let expected = (on("2023-04-01"), DeadlineOutcome::Open, None);
    assert_eq!(standing(&world.case(&id).await, "category_3_examination"), expected);
    let evaluation = world.evaluation(&id, "2023-04-03", Category::TwoNoReturn);
    world.service.record_evaluation(physician(evaluation)).await.unwrap();
    let expected = (on("2023-04-01"), DeadlineOutcome::Met, on("2023-04-03"));
    assert_eq!(standing(&world.case(&id).await, "category_3_examination"), expected);
    assert!(world.work().await.rows.is_empty());
}

#[tokio::test]
async fn m9_all_that_is_wrong_with_an_evaluation_or_an_invitation_is_told_at_once() {
    let (world, id) = World::recognised().await;
    let evaluation = RecordEvaluationRequest {
        category: 9,
        evaluated_on: None,
        concertation: Some(Concertation { coordinator: "Marie Lambert".into(), held_on: None }),
        ..world.evaluation(&id, "2022-09-05", Category::TwoNoReturn)
    };
    let status = world.service.record_evaluation(physician(evaluation)).await.unwrap_err();
    let expected = ["evaluated_on", "category", "concertation.coordinator", "concertation.held_on"];
    assert_eq!(fields(&status), expected);

    let unproven = Invitation {
        reference: String::new(),
        ..world.examination(&id, "2022-09-05", "2022-09-05").invitation.unwrap()
    };
    let invitation =
        InviteToExaminationRequest { invitation: Some(unproven), ..world.examination(&id, "2022-09-05", "2022-09-04") };
    let status = world.service.invite_to_examination(physician(invitation)).await.unwrap_err();
    assert_eq!(fields(&status), ["invitation.reference"]);
    let backwards = world.examination(&id, "2022-09-06", "2022-09-05");
    let status = world.service.invite_to_examination(physician(backwards)).await.unwrap_err();
    assert_eq!(fields(&status), ["examination_on", "invitation.invited_on"]);
    let status = world.service.dispense_examination(physician(world.dispense(&id, "2022-09-06"))).await.unwrap_err();
    assert_eq!(fields(&status), ["decided_on"]);
}
