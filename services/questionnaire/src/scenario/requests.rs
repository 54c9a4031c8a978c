//! What is wrong with a request, and what is asked beside the acts.

use super::*;

#[tokio::test]
async fn all_fields_of_a_request_that_are_wrong_are_told_at_once() {
    let world = World::sent().await;
    let answer = |item: &str, value| Answer { item_code: item.into(), value };
    let mut answers = world.complete();
    answers.answers[1].value = Some(answer::Value::Text("85073003328".into()));
    answers.answers.push(answer("shoe_size", Some(answer::Value::Number(42))));
    let submission = SubmitAnswersRequest {
        request_id: "1".into(),
        etag: "x".into(),
        returned_on: Some(trajet_contracts::google::r#type::Date { year: 2022, month: 13, day: 1 }),
        answers: Some(answers.clone()),
        helped: true,
        ..SubmitAnswersRequest::default()
    };
    let status = world.service.submit_answers(insured(submission)).await.unwrap_err();
    let last = format!("answers.answers[{}]", answers.answers.len() - 1);
    let expected = ["etag", "request_id", "case_id", "returned_on", "helped", "answers.answers[1]", &last];
    assert_eq!(fields(&status), expected);
    assert!(!format!("{status:?}").contains("85073003328"));

    let unreadable = [
        answer("Shoe size", Some(answer::Value::YesNo(true))),
        answer("energy", None),
        answer("energy", Some(answer::Value::Scale(1))),
        answer("energy", Some(answer::Value::Scale(1))),
    ];
    let draft = SaveDraftRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        answers: Some(Answers { definition: None, answers: unreadable.into() }),
        ..SaveDraftRequest::default()
    };
    let status = world.service.save_draft(insured(draft)).await.unwrap_err();
    let expected = ["definition", "answers[0].item_code", "answers[1].value", "answers[3]"];
    assert_eq!(fields(&status), expected.map(|field| format!("answers.{field}")));

    let correction = CorrectAnswersRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        answers: Some(Answers { answers: Vec::new(), ..world.complete() }),
        ..CorrectAnswersRequest::default()
    };
    let status = world.service.correct_answers(insured(correction)).await.unwrap_err();
    assert_eq!(fields(&status)[..2], ["corrects", "answers.answers"]);

    let waiver = WaiveQuestionnaireRequest {
        reason: 99,
        coordinator: Some(CoordinatorContact { name: " ".into(), phone: "02 555".into(), email: "marie".into() }),
        ..world.waiver(CASE)
    };
    let status = world.service.waive_questionnaire(physician(waiver)).await.unwrap_err();
    assert_eq!(fields(&status), ["reason", "coordinator.name", "coordinator.phone", "coordinator.email"]);

    let help = RecordHelpRequest { channel: 0, held_on: None, result: 0, ..world.help(CASE, "2022-11-10") };
    let status = world.service.record_help(coordinator(help)).await.unwrap_err();
    assert_eq!(fields(&status), ["channel", "held_on", "result"]);
}

#[tokio::test]
async fn q9_definitions_are_given_by_version_and_the_one_in_force_by_none() {
    let world = World::on("2022-09-05").await;
    let ask = async |code: &str, version| {
        let request = GetDefinitionRequest { code: code.into(), version };
        world.service.get_definition(insured(request)).await
    };
    let in_force = ask("work-and-health", 0).await.unwrap().into_inner();
    assert_eq!(in_force, ask("work-and-health", 1).await.unwrap().into_inner());
    assert!(in_force.definition.unwrap().sections.len() > 1);
    for (code, version) in [("work-and-health", 2), ("another", 0)] {
        assert_eq!(reason(&ask(code, version).await.unwrap_err()), "DEFINITION_NOT_FOUND");
    }
    assert_eq!(reason(&ask("Work & health", 0).await.unwrap_err()), "VALIDATION_FAILED");

    let mut submission = world.submission(CASE);
    submission.answers.as_mut().unwrap().definition.as_mut().unwrap().version = 7;
    let status = world.service.submit_answers(insured(submission)).await.unwrap_err();
    assert_eq!(reason(&status), "DEFINITION_NOT_FOUND");
}
