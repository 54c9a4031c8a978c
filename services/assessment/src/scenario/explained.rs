//! Why the medical side of a case is as it is.

use trajet_contracts::assessment::v1::annul_act_request::Instead;
use trajet_contracts::assessment::v1::{AnnulActRequest, CorrectStartRequest, ExplainCaseRequest, StartReason};
use trajet_contracts::explain::v1::{Explanation, Subject};
use trajet_contracts::r#type::v1::{Annulment, AnnulmentAskedBy, AnnulmentReason};

use super::*;

async fn explained(world: &World, id: &str, request: ExplainCaseRequest) -> Vec<Explanation> {
    let request = ExplainCaseRequest { case_id: id.to_owned(), ..request };
    world.service.explain_case(physician(request)).await.unwrap().into_inner().explanations
}

/// The facts with the kind and the role of the event that recorded them.
fn facts(explanation: &Explanation) -> Vec<String> {
    let told = |fact: &trajet_contracts::explain::v1::Fact| {
        let recorded = fact.recorded.clone().unwrap();
        let on: chrono::NaiveDate = fact.happened_on.unwrap().try_into().unwrap();
        format!("{} {on} {} {}", fact.kind, recorded.kind, recorded.role)
    };
    explanation.facts.iter().map(told).collect()
}

#[tokio::test]
async fn m10_the_referral_is_explained_by_the_estimate_and_the_estimate_by_the_first_day() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::FourReturnWithActions);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    let told = explained(&world, &id, ExplainCaseRequest::default()).await;
    let [planned, referred] = &told[..] else { panic!("{told:?}") };
    assert_eq!((planned.subject(), planned.counted_again), (Subject::Deadline, Some(true)));
    assert_eq!((planned.days.unwrap().opens, planned.days.unwrap().due), (on("2022-12-01"), on("2022-12-31")));
    assert_eq!(planned.law_of, on("2022-09-05"));
    assert_eq!(facts(planned), ["first_day 2022-09-01 incapacity_recognised physician"]);
    assert_eq!((planned.figures[0].parameter.as_str(), planned.figures[0].value), ("estimate.month", 4));
    assert_eq!((referred.subject(), referred.basis.as_ref().unwrap().rule.as_str()), (Subject::Referral, "M10"));
    assert_eq!(facts(referred), ["estimate 2022-12-05 first_estimate_made physician"]);
    let sentence = "The person was referred to the coordinator on 2022-12-05 because of estimate of 2022-12-05 (M10).";
    assert_eq!(referred.sentence, sentence);

    let known_at = Some(trajet_ledger::feed::timestamp(planned_at(planned)));
    let then = explained(&world, &id, ExplainCaseRequest { known_at, ..Default::default() }).await;
    assert_eq!(then, std::slice::from_ref(planned));
}

/// When an explanation was recorded, in microseconds.
fn planned_at(explanation: &Explanation) -> i64 {
    let at = explanation.recorded.as_ref().unwrap().recorded_at.unwrap();
    at.seconds * 1_000_000 + i64::from(at.nanos / 1_000)
}

#[tokio::test]
async fn t9_a_corrected_first_day_is_explained_before_and_after() {
    let (world, id) = World::recognised().await;
    world.until("2022-10-07").await;
    let request = CorrectStartRequest {
        request_id: world.id(),
        case_id: id.clone(),
        incapacity_start: on("2022-08-15"),
        activity_ceased_on: on("2022-08-15"),
        reason: StartReason::CertificateCorrected.into(),
        decided_on: on("2022-10-07"),
        ..Default::default()
    };
    world.service.correct_start(physician(request)).await.unwrap();
    let told = explained(&world, &id, ExplainCaseRequest { step: "first_estimate".into(), ..Default::default() }).await;
    let [planned, moved] = &told[..] else { panic!("{told:?}") };
    assert_eq!(facts(planned), ["first_day 2022-09-01 incapacity_recognised physician"]);
    assert_eq!(moved.subject(), Subject::Replanned);
    assert_eq!((moved.before, moved.days.unwrap().opens), (planned.days, on("2022-11-15")));
    let corrected = "2022-08-15 start_corrected physician";
    assert_eq!(
        facts(moved),
        [format!("first_day {corrected}"), "first_day_corrected 2022-10-07 start_corrected physician".into()]
    );
    for one in &told {
        for word in PERSONAL {
            assert!(!format!("{one:?}").contains(word), "{word} in {one:?}");
        }
    }
}

#[tokio::test]
async fn a_case_of_another_insurer_is_not_explained() {
    let (world, id) = World::recognised().await;
    let request = ExplainCaseRequest { case_id: id, ..Default::default() };
    let refused = world.service.explain_case(elsewhere(request)).await.unwrap_err();
    assert_eq!(reason(&refused), "CASE_NOT_FOUND");
}

#[tokio::test]
async fn t9_after_an_annulment_only_what_stands_is_explained_and_the_annulment_with_it() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::FourReturnWithActions);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    let before = explained(&world, &id, ExplainCaseRequest::default()).await;
    world.until("2022-12-12").await;
    let history = world.history(&id, 200, "").await.unwrap().entries;
    let made = history.iter().find(|entry| entry.kind == "first_estimate_made").unwrap();
    let annulment = Annulment {
        act_position: made.position,
        reason: AnnulmentReason::WrongContent.into(),
        asked_by: AnnulmentAskedBy::Person.into(),
    };
    let right = RecordFirstEstimateRequest {
        category: Category::FourReturnWithActions.into(),
        estimated_on: on("2022-12-06"),
        ..Default::default()
    };
    let request = AnnulActRequest {
        request_id: world.id(),
        case_id: id.clone(),
        annulment: Some(annulment),
        instead: Some(Instead::FirstEstimate(right)),
        ..Default::default()
    };
    world.service.annul_act(physician(request)).await.unwrap();

    let told = explained(&world, &id, ExplainCaseRequest::default()).await;
    let [planned, referred, annulled] = &told[..] else { panic!("{told:?}") };
    assert_eq!(planned, &before[0]);
    assert_eq!((referred.subject(), referred.number), (Subject::Referral, 1));
    assert_eq!(facts(referred), ["estimate 2022-12-06 first_estimate_made physician"]);
    assert_eq!((annulled.subject(), annulled.facts.len()), (Subject::Annulment, 0));
    assert!(annulled.sentence.contains(&format!("The act of entry {} was annulled", made.position)));
    assert_eq!(referred.decided_again_with, annulled.recorded, "it says with which annulment it was decided again");
    assert_eq!(planned.decided_again_with, None);

    // A step is as it is because of what was annulled, whatever it is.
    let step = ExplainCaseRequest { step: "first_estimate".into(), ..Default::default() };
    assert_eq!(explained(&world, &id, step).await, [planned.clone(), annulled.clone()]);
    // What was known before knew nothing of it.
    let known_at = annulled.recorded.as_ref().unwrap().recorded_at.unwrap();
    let known_at = Some(prost_types::Timestamp { seconds: known_at.seconds - 1, ..known_at });
    assert_eq!(explained(&world, &id, ExplainCaseRequest { known_at, ..Default::default() }).await, before);
}

#[tokio::test]
async fn m12_a_trajectory_that_is_refused_is_explained_by_the_estimate() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let estimate = RecordFirstEstimateRequest { examined: true, ..world.estimate(&id, Category::TwoNoReturn) };
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    world.service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2022-12-05"))).await.unwrap();
    let told = explained(&world, &id, ExplainCaseRequest::default()).await;
    let refusals: Vec<_> = told.iter().filter(|one| one.subject() == Subject::Refusal).collect();
    let [refused] = refusals[..] else { panic!("{told:?}") };
    assert_eq!((&*refused.refused, refused.number, &*refused.basis.as_ref().unwrap().rule), ("trajectory", 1, "M12"));
    assert_eq!(facts(refused), ["estimate 2022-12-05 first_estimate_made physician"]);
    assert_eq!(refused.sentence, "The trajectory was refused on 2022-12-05 because of estimate of 2022-12-05 (M12).");
}
