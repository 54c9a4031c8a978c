//! Why the questionnaire side of a case is as it is.

use trajet_contracts::explain::v1::{Explanation, Fact, Subject};
use trajet_contracts::questionnaire::v1::ExplainCaseRequest;

use super::*;

async fn explained(world: &World, request: ExplainCaseRequest) -> Vec<Explanation> {
    let request = ExplainCaseRequest { case_id: CASE.to_string(), ..request };
    world.service.explain_case(physician(request)).await.unwrap().into_inner().explanations
}

fn of_step(step: &str) -> ExplainCaseRequest {
    ExplainCaseRequest { step: step.to_owned(), ..Default::default() }
}

/// The facts with their day and the kind, version and role of the event that recorded them.
fn facts(explanation: &Explanation) -> Vec<(String, String, String, u64, String)> {
    let told = |fact: &Fact| {
        let recorded = fact.recorded.clone().unwrap();
        let on: chrono::NaiveDate = fact.happened_on.unwrap().try_into().unwrap();
        (fact.kind.clone(), on.to_string(), recorded.kind, recorded.version, recorded.role)
    };
    explanation.facts.iter().map(told).collect()
}

#[tokio::test]
async fn q1_t8_the_sending_at_ten_weeks_is_explained_with_its_figure_and_its_first_day() {
    let world = World::sent().await;
    let told = explained(&world, of_step("questionnaire_send")).await;
    let [send] = &told[..] else { panic!("{told:?}") };
    assert_eq!((send.subject(), send.number, send.counted_again), (Subject::Deadline, 1, Some(true)));
    assert_eq!(send.days.unwrap().due, Some(to_proto(day("2022-11-10"))));
    let basis = send.basis.clone().unwrap();
    assert_eq!(
        (basis.rule.as_str(), basis.citation.as_str()),
        ("Q1", "Circular 2022/383, part III, 3.1, step 2; INAMI's statistics of questionnaires sent")
    );
    let [figure] = &send.figures[..] else { panic!("{send:?}") };
    let version = ("questionnaire.send_after_days", 70, "questionnaire.send_after_days@2022-01-01");
    assert_eq!((figure.parameter.as_str(), figure.value, figure.version.as_str()), version);
    assert_eq!((figure.valid_from, figure.valid_until), (Some(to_proto(day("2022-01-01"))), None));
    assert!(figure.source.contains("in force from 1 September 2022"));
    let first_day = ("first_day", "2022-09-01", "case_opened", 1, "elsewhere");
    let first_day = (first_day.0.into(), first_day.1.into(), first_day.2.into(), first_day.3, first_day.4.into());
    assert_eq!(facts(send), [first_day]);
    let sentence = "questionnaire_send due 2022-11-10: counted from first day of 2022-09-01, with \
                    questionnaire.send_after_days 70 (Q1).";
    assert_eq!(send.sentence, sentence);
}

#[tokio::test]
async fn q4_a_sending_that_is_waived_is_explained_by_the_track() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.track(CASE, "2022-10-03").await;
    world.until("2022-11-10").await;
    let told = explained(&world, ExplainCaseRequest::default()).await;
    let [_, waiver] = &told[..] else { panic!("{told:?}") };
    assert_eq!((waiver.subject(), waiver.step.as_str()), (Subject::Waiver, "questionnaire_send"));
    assert_eq!(waiver.basis.as_ref().unwrap().rule, "Q4.b");
    assert_eq!(facts(waiver)[0].0, "work_begun");
    assert_eq!(facts(waiver)[0].1, "2022-10-03");
    let expected = "questionnaire_send need not be done from 2022-11-10 on because of work begun of 2022-10-03 (Q4.b).";
    assert_eq!(waiver.sentence, expected);
}

#[tokio::test]
async fn t9_a_corrected_first_day_is_explained_before_and_after() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.until("2022-10-07").await;
    let before = explained(&world, ExplainCaseRequest::default()).await;
    world.corrected(CASE, "2022-08-15", "2022-10-07").await;
    let told = explained(&world, ExplainCaseRequest::default()).await;
    let [planned, moved] = &told[..] else { panic!("{told:?}") };
    assert_eq!(before, std::slice::from_ref(planned));
    assert_eq!((moved.subject(), moved.basis.as_ref().unwrap().rule.as_str()), (Subject::Replanned, "T9"));
    let days = [moved.before, moved.days].map(|days| days.unwrap().due);
    assert_eq!(days, ["2022-11-10", "2022-10-24"].map(|on| Some(to_proto(day(on)))));
    let rests_on: Vec<_> = facts(moved).into_iter().map(|(kind, on, recorded, ..)| (kind, on, recorded)).collect();
    let corrected = |kind: &str, on: &str| (kind.to_owned(), on.to_owned(), "start_corrected".to_owned());
    assert_eq!(rests_on, [corrected("first_day", "2022-08-15"), corrected("first_day_corrected", "2022-10-07")]);

    // As it was on the day before, and by what was known then.
    let as_of = Some(to_proto(day("2022-10-06")));
    assert_eq!(explained(&world, ExplainCaseRequest { as_of, ..Default::default() }).await, before);
}

#[tokio::test]
async fn no_case_that_is_not_there_is_explained_and_no_step_that_is_none() {
    let world = World::sent().await;
    let request = || ExplainCaseRequest { case_id: CASE.to_string(), ..Default::default() };
    let absent = ExplainCaseRequest { case_id: OTHER_CASE.to_string(), ..request() };
    let refused = world.service.explain_case(physician(absent)).await.unwrap_err();
    assert_eq!(reason(&refused), "CASE_NOT_FOUND");
    let unknown = ExplainCaseRequest { step: "no_step".to_owned(), ..request() };
    let refused = world.service.explain_case(physician(unknown)).await.unwrap_err();
    assert_eq!((reason(&refused), fields(&refused)), ("VALIDATION_FAILED".to_owned(), vec!["step".to_owned()]));
    assert_eq!(explained(&world, of_step("first_estimate")).await, []);
    // All that is wrong is told at once.
    let (as_of, step) = (Some(to_proto(day("2060-01-01"))), "no_step".to_owned());
    let wrong = ExplainCaseRequest { case_id: "none".to_owned(), as_of, step, ..Default::default() };
    let refused = world.service.explain_case(physician(wrong)).await.unwrap_err();
    assert_eq!(fields(&refused), ["case_id", "as_of", "step"]);
}
