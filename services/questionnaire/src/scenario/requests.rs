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
    let expected = ["definition", "answers[0]", "answers[1]", "answers[2]", "answers[3]"];
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
async fn q9_all_wrong_answers_are_told_in_their_order_with_what_would_be_right() {
    let world = World::sent().await;
    let answer = |item: &str, value| Answer { item_code: item.into(), value };
    let options = |codes: &[&str]| {
        Some(answer::Value::MultiChoice(OptionCodes { codes: codes.iter().map(ToString::to_string).collect() }))
    };
    let no_day = trajet_contracts::google::r#type::Date { year: 2022, month: 2, day: 30 };
    let wrong = [
        answer("weekly_hours", Some(answer::Value::Number(7_654_321))),
        answer("demands", options(&["pace", "pace"])),
        answer("work_situation", None),
        answer("supervisor", Some(answer::Value::Scale(4))),
        answer("energy", Some(answer::Value::Text("private".into()))),
        answer("energy", Some(answer::Value::Scale(3))),
        answer("shoe_size", None),
        answer("wished_help", options(&["nothing", "time"])),
        answer("care_planned", Some(answer::Value::YesNo(false))),
        answer("care_until", Some(answer::Value::Date(no_day))),
        answer("where", Some(answer::Value::SingleChoice("private".into()))),
        answer("occupation", Some(answer::Value::Text("private".repeat(50)))),
        answer("contact_channel", Some(answer::Value::SingleChoice("video".into()))),
    ];
    let answers = Answers { answers: wrong.into(), ..world.complete() };
    let told = |status: &Status| {
        assert!(!["private", "7654321"].iter().any(|given| format!("{status:?}").contains(given)));
        let found = status.get_details_bad_request().unwrap().field_violations;
        found.into_iter().map(|found| (found.field, found.description)).collect::<Vec<_>>()
    };
    let submission = SubmitAnswersRequest { answers: Some(answers.clone()), ..world.submission(CASE) };
    let submitted = told(&world.service.submit_answers(insured(submission)).await.unwrap_err());
    let expected = [
        (
            0,
            "weekly_hours has an answer out of range: it asks for a whole number from 1 to 60, where work_situation is \
             contract or ending",
        ),
        (
            1,
            "demands has an option twice: it asks for at most 4 of physical_load, mental_load, pace, hours, atmosphere, \
             surroundings, or alone one of nothing",
        ),
        (2, "work_situation has no answer: it asks for one of contract, no_contract, ending"),
        (4, "energy has another kind of answer: it asks for a step from 1 to 5"),
        (5, "energy is answered for the second time: it asks for a step from 1 to 5"),
        (6, "shoe_size is no item of this questionnaire"),
        (
            7,
            "wished_help has an option beside one that excludes it: it asks for at most 3 of step_by_step, adapted_work, \
             talk_employer, occupational_physician, training, orientation, practical, time, or alone one of nothing",
        ),
        (9, "care_until has a date that does not exist: it asks for a date, where care_planned is yes"),
        (
            10,
            "where has an answer that is no option: it asks for one of same_job, adapted_job, other_employer, \
             other_occupation, unknown",
        ),
        (
            11,
            "occupation has too long a text: it asks for a text of at most 300 characters, of control characters only \
             line breaks",
        ),
        (
            12,
            "contact_channel is not asked with these answers: it asks for one of physical, video, telephone, email, \
             where contact_wanted is yes",
        ),
    ];
    let expected = expected.map(|(index, text)| (format!("answers.answers[{index}]"), text.to_owned()));
    assert_eq!(submitted, expected);

    let draft = SaveDraftRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        answers: Some(answers.clone()),
        ..SaveDraftRequest::default()
    };
    assert_eq!(told(&world.service.save_draft(insured(draft)).await.unwrap_err()), expected);

    // A correction must be complete: what it lacks is told after what is wrong.
    let correction = CorrectAnswersRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        corrects: 1,
        answers: Some(answers),
        ..CorrectAnswersRequest::default()
    };
    let corrected = told(&world.service.correct_answers(insured(correction)).await.unwrap_err());
    let (wrong, lacking) = corrected.split_at(expected.len());
    assert_eq!(wrong, expected);
    let first = ("answers.answers".to_owned(), "sleep has no answer: it asks for a step from 1 to 5".to_owned());
    assert_eq!(lacking[0], first);
    assert!(!lacking.iter().any(|(_, text)| text.starts_with("work_situation") || text.starts_with("supervisor")));
}

/// What a client in another language takes as the headers of an answer, by default.
const HEADERS: usize = 8 * 1024;

#[tokio::test]
async fn q9_even_if_every_answer_is_wrong_all_of_it_fits_in_the_headers() {
    let world = World::sent().await;
    let mut answers = world.complete();
    for answer in &mut answers.answers {
        answer.value = Some(answer::Value::Scale(-1));
    }
    let submission = SubmitAnswersRequest { answers: Some(answers.clone()), ..world.submission(CASE) };
    let status = world.service.submit_answers(insured(submission)).await.unwrap_err();
    assert_eq!(fields(&status).len(), answers.answers.len());
    let encoded = status.details().len().div_ceil(3) * 4;
    assert!(encoded + status.message().len() < HEADERS, "{encoded}");
}

#[tokio::test]
async fn q5_q6_a_date_that_cannot_be_is_told_by_its_field_and_the_possible_days() {
    let world = World::sent().await;
    let told = |status: &Status| {
        assert_eq!(reason(status), "VALIDATION_FAILED");
        let found = status.get_details_bad_request().unwrap().field_violations;
        found.into_iter().map(|found| (found.field, found.description)).collect::<Vec<_>>()
    };
    let early = Some(to_proto(day("2022-11-09")));
    let submission = SubmitAnswersRequest { returned_on: early, ..world.submission(CASE) };
    let submitted = told(&world.service.submit_answers(insured(submission)).await.unwrap_err());
    assert_eq!(submitted, [("returned_on".into(), "is not a day from 2022-11-10 to 2022-11-10".into())]);
    world.until("2022-11-25").await;
    let held = told(&world.service.record_help(coordinator(world.help(CASE, "2022-11-24"))).await.unwrap_err());
    assert_eq!(held, [("held_on".into(), "is not a day from 2022-11-25 to 2022-11-25".into())]);
}

#[tokio::test]
async fn each_actor_of_a_query_that_is_none_is_told_by_its_index() {
    let world = World::on("2022-09-05").await;
    let query = ListWorkRequest { actors: vec![0, 2, 77], standings: vec![1, 99], ..ListWorkRequest::default() };
    let status = world.service.list_work(physician(query)).await.unwrap_err();
    assert_eq!(fields(&status), ["actors[0]", "actors[2]", "standings[1]"]);
}

#[tokio::test]
async fn q9_definitions_are_given_by_version_and_the_one_in_force_by_none() {
    let world = World::on("2022-09-05").await;
    let ask = async |code: &str, version| {
        let request = GetDefinitionRequest { code: code.into(), version, in_force_on: None };
        world.service.get_definition(insured(request)).await
    };
    let in_force = ask("work-and-health", 0).await.unwrap().into_inner();
    assert_eq!(in_force, ask("work-and-health", 1).await.unwrap().into_inner());
    assert!(in_force.definition.unwrap().sections.len() > 1);
    for (code, version) in [("work-and-health", 3), ("another", 0)] {
        assert_eq!(reason(&ask(code, version).await.unwrap_err()), "DEFINITION_NOT_FOUND");
    }
    assert_eq!(reason(&ask("Work & health", 0).await.unwrap_err()), "VALIDATION_FAILED");

    let mut submission = world.submission(CASE);
    submission.answers.as_mut().unwrap().definition.as_mut().unwrap().version = 7;
    let status = world.service.submit_answers(insured(submission)).await.unwrap_err();
    assert_eq!(reason(&status), "DEFINITION_NOT_FOUND");
}
