//! What is wrong with a request, what a repeated one gets, and what is asked beside the acts.

use super::*;

/// A day that does not exist.
const NO_DAY: Option<Date> = Some(Date { year: 2022, month: 13, day: 1 });

#[tokio::test]
async fn m1_a_second_declaration_of_an_incapacity_is_refused_and_names_the_first() {
    let (world, id) = World::recognised().await;
    let status = world.declare(world.declaration_from("2022-09-01")).await.unwrap_err();
    assert_eq!((reason(&status), status.code()), ("CASE_ALREADY_OPEN".into(), Code::AlreadyExists));
    assert_eq!(told(&status, "case_id"), id);
    assert_names_nobody(&status);
    assert_eq!(world.found(NISS).await.len(), 1);
}

#[tokio::test]
async fn a_repeated_request_gets_the_first_answer_and_another_under_its_id_is_refused() {
    let world = World::on("2022-09-05").await;
    let request = world.declaration_from("2022-09-01");
    let first = world.declare(request.clone()).await.unwrap();
    world.until("2022-09-06").await;
    assert_eq!(world.declare(request.clone()).await.unwrap(), first);
    assert_eq!(world.found(NISS).await.len(), 1);

    let other = DeclareIncapacityRequest { activity_ceased_on: None, ..request.clone() };
    let status = world.declare(other).await.unwrap_err();
    assert_eq!((reason(&status), told(&status, "request_id")), ("REQUEST_ID_REUSED".into(), request.request_id));
    assert_names_nobody(&status);
}

#[tokio::test]
async fn an_act_on_a_version_that_has_changed_is_refused_with_the_present_one() {
    let world = World::on("2022-09-05").await;
    let declared = world.declare(world.declaration_from("2022-09-01")).await.unwrap();
    let id = declared.case_id;
    world.service.start_concurrent_track(physician(world.track(&id, "2022-09-02"))).await.unwrap();
    let current = world.case(&id).await.etag;
    let outdated = RecogniseIncapacityRequest { etag: declared.etag, ..world.recognition(&id, "2022-09-05") };
    let status = world.service.recognise_incapacity(physician(outdated)).await.unwrap_err();
    assert_eq!((reason(&status), told(&status, "etag")), ("ETAG_MISMATCH".into(), current.clone()));
    let up_to_date = RecogniseIncapacityRequest { etag: current, ..world.recognition(&id, "2022-09-05") };
    world.service.recognise_incapacity(physician(up_to_date)).await.unwrap();
}

#[tokio::test]
async fn m3_a_refusal_of_the_law_says_the_rule_the_text_the_figure_and_the_day() {
    let (world, id) = World::recognised().await;
    let early = world.estimate(&id, Category::TwoNoReturn);
    let status = world.service.record_first_estimate(physician(early)).await.unwrap_err();
    assert_eq!((reason(&status), status.code()), ("LEGAL_REFUSAL".into(), Code::FailedPrecondition));
    let told = ["refusal", "rule", "parameter", "earliest", "latest"].map(|key| told(&status, key));
    assert_eq!(told, ["ESTIMATE_TOO_EARLY", "M3", "estimate.month@2022-01-01", "2022-12-01", ""]);
    assert!(self::told(&status, "citation").starts_with("Circular 2022/383, part III, 3.1, step 4"));
}

#[tokio::test]
async fn t7_the_self_employed_are_refused() {
    let world = World::on("2022-09-05").await;
    let scheme = trajet_contracts::assessment::v1::Scheme::SelfEmployed.into();
    let request = DeclareIncapacityRequest { scheme, ..world.declaration_from("2022-09-01") };
    let status = world.declare(request).await.unwrap_err();
    assert_eq!((reason(&status), told(&status, "rule")), ("LEGAL_REFUSAL".into(), "T7".into()));
    assert_names_nobody(&status);
}

#[tokio::test]
async fn all_fields_of_a_request_that_are_wrong_are_told_at_once() {
    let (world, id) = World::recognised().await;
    let recognition = RecogniseIncapacityRequest {
        request_id: "1".into(),
        case_id: "x".into(),
        etag: "0".into(),
        decided_on: NO_DAY,
        decided_by: DecidingBody::OtherBody.into(),
        other_body_name: String::new(),
        activity_ceased_on: NO_DAY,
    };
    let status = world.service.recognise_incapacity(physician(recognition)).await.unwrap_err();
    let expected = ["etag", "request_id", "case_id", "decided_on", "other_body_name", "activity_ceased_on"];
    assert_eq!(fields(&status), expected);

    let refusal = RefuseRecognitionRequest {
        decided_on: None,
        other_body_name: "a body with a name".into(),
        reason: 99,
        ..world.refusal(&id, "2022-09-05")
    };
    let status = world.service.refuse_recognition(physician(refusal)).await.unwrap_err();
    assert_eq!(fields(&status), ["decided_on", "other_body_name", "reason"]);

    let track =
        StartConcurrentTrackRequest { kind: 0, starts_on: None, ends_on: NO_DAY, ..world.track(&id, "2022-09-05") };
    let status = world.service.start_concurrent_track(physician(track)).await.unwrap_err();
    assert_eq!(fields(&status), ["kind", "starts_on", "ends_on"]);

    let work = ConcurrentTrackKind::AuthorisedWork.into();
    let of_work =
        |codex_asked_by| StartConcurrentTrackRequest { kind: work, codex_asked_by, ..world.track(&id, "2022-09-05") };
    for asked_by in [1, 99] {
        let status = world.service.start_concurrent_track(physician(of_work(asked_by))).await.unwrap_err();
        assert_eq!(fields(&status), ["codex_asked_by"]);
    }

    let kind = ConcurrentTrackKind::CodexRequested.into();
    let unsaid = StartConcurrentTrackRequest { kind, ..world.track(&id, "2022-09-05") };
    let status = world.service.start_concurrent_track(physician(unsaid)).await.unwrap_err();
    assert_eq!(fields(&status), ["codex_asked_by"]);

    let end = EndConcurrentTrackRequest { kind: 99, ends_on: None, ..world.end_of_track(&id, "2022-09-05") };
    let status = world.service.end_concurrent_track(physician(end)).await.unwrap_err();
    assert_eq!(fields(&status), ["kind", "ends_on"]);

    let concertation = Some(Concertation { coordinator: "Marie Lambert".into(), held_on: NO_DAY });
    let estimate =
        RecordFirstEstimateRequest { category: 9, concertation, ..world.estimate(&id, Category::TwoNoReturn) };
    let status = world.service.record_first_estimate(physician(estimate)).await.unwrap_err();
    assert_eq!(fields(&status), ["category", "concertation.coordinator", "concertation.held_on"]);
    assert!(!format!("{status:?}").contains("Lambert"));

    let query = ListWorkRequest {
        actors: vec![99],
        standings: vec![0],
        soon_within_days: Some(91),
        page_size: -1,
        ..ListWorkRequest::default()
    };
    let status = world.service.list_work(physician(query)).await.unwrap_err();
    assert_eq!(fields(&status), ["actors[0]", "standings[0]", "soon_within_days", "page_size"]);

    let calendar = GetLegalCalendarRequest { incapacity_start: None };
    let status = world.service.get_legal_calendar(physician(calendar)).await.unwrap_err();
    assert_eq!(fields(&status), ["incapacity_start"]);
}

#[tokio::test]
async fn dates_that_contradict_each_other_or_today_are_fields_that_are_wrong() {
    let (world, id) = World::recognised().await;
    let tomorrow = Some(to_proto(day("2022-09-06")));
    let mut declaration = world.declaration_from("2022-09-06");
    declaration.activity_ceased_on = tomorrow;
    declaration.certificate.as_mut().unwrap().expected_end = Some(to_proto(day("2022-09-05")));
    declaration.person.as_mut().unwrap().phone = "02 555 01 99".into();
    let status = world.declare(declaration).await.unwrap_err();
    assert_eq!((reason(&status), status.code()), ("VALIDATION_FAILED".into(), Code::InvalidArgument));
    let expected = [
        "person.phone",
        "certificate.incapacity_start",
        "certificate.issued_on",
        "certificate.expected_end",
        "activity_ceased_on",
    ];
    assert_eq!(fields(&status), expected);

    let backwards =
        StartConcurrentTrackRequest { ends_on: Some(to_proto(day("2022-09-05"))), ..world.track(&id, "2022-09-06") };
    let status = world.service.start_concurrent_track(physician(backwards)).await.unwrap_err();
    assert_eq!(fields(&status), ["starts_on", "ends_on"]);
    let problem = &status.get_details_bad_request().unwrap().field_violations[0].description;
    assert!(problem.contains("2022-09-01") && problem.contains("2022-09-05"), "{problem}");
}

#[tokio::test]
async fn m6_category_one_is_refused_after_month_six() {
    let (world, id) = World::recognised().await;
    world.until("2023-03-01").await;
    let late = world.estimate(&id, Category::OneSpontaneousReturn);
    let status = world.service.record_first_estimate(physician(late)).await.unwrap_err();
    let told = ["refusal", "rule", "parameter", "latest"].map(|key| told(&status, key));
    let parameter = "category_1.spontaneous_return_by_month@2022-01-01";
    assert_eq!(told, ["CATEGORY_ONE_TOO_LATE", "M6", parameter, "2023-02-28"]);
}

/// A NISS in every field that holds a text.
#[tokio::test]
async fn no_error_repeats_the_number_of_a_person() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    let wrong = "85073003329";
    let mut declaration = world.declaration_from("2022-09-01");
    declaration.request_id = wrong.into();
    if let Some(person) = declaration.person.as_mut() {
        person.niss = wrong.into();
        person.municipality_code = wrong.into();
    }
    if let Some(certificate) = declaration.certificate.as_mut() {
        certificate.physician_nihii = wrong.into();
    }
    if let Some(employment) = declaration.employment.as_mut() {
        employment.employer_number = wrong.into();
    }
    let get = GetCaseRequest { case_id: wrong.into(), min_cursor: wrong.into(), ..Default::default() };
    let recognition = RecogniseIncapacityRequest {
        request_id: wrong.into(),
        etag: wrong.into(),
        other_body_name: wrong.into(),
        ..world.recognition(wrong, "2022-09-05")
    };
    let cursor = GetCaseRequest { case_id: id.clone(), min_cursor: wrong.into(), ..Default::default() };
    let work = ListWorkRequest { page_token: wrong.into(), ..ListWorkRequest::default() };
    let statuses = [
        world.declare(declaration).await.unwrap_err(),
        world.declare(world.declaration_from("2022-09-01")).await.unwrap_err(),
        service.get_case(physician(get)).await.unwrap_err(),
        service.get_case(physician(cursor)).await.unwrap_err(),
        service.recognise_incapacity(physician(recognition)).await.unwrap_err(),
        service.recognise_incapacity(physician(world.recognition(&id, "2022-09-05"))).await.unwrap_err(),
        service
            .find_cases(physician(FindCasesRequest { niss: wrong.into(), min_cursor: String::new() }))
            .await
            .unwrap_err(),
        service
            .find_cases(physician(FindCasesRequest { niss: NISS.into(), min_cursor: wrong.into() }))
            .await
            .unwrap_err(),
        service.list_work(physician(work)).await.unwrap_err(),
        world.history(&id, 1, wrong).await.unwrap_err(),
    ];
    for status in &statuses {
        assert_names_nobody(status);
        assert!(!format!("{status:?} {}", String::from_utf8_lossy(status.details())).contains(wrong), "{status:?}");
    }
}

#[tokio::test]
async fn a_page_token_is_of_one_case_and_one_insurer() {
    let (world, id) = World::recognised().await;
    let other = world.declare(world.declaration_from("2022-03-01")).await.unwrap().case_id;
    let token = world.history(&id, 1, "").await.unwrap().next_page_token;
    assert_eq!(world.history(&id, 1, &token).await.unwrap().entries[0].kind, "incapacity_recognised");
    assert_eq!(reason(&world.history(&other, 1, &token).await.unwrap_err()), "PAGE_TOKEN_INVALID");
    let request = ListCaseHistoryRequest { case_id: id, page_token: token, ..ListCaseHistoryRequest::default() };
    let status = world.service.list_case_history(elsewhere(request)).await.unwrap_err();
    assert_eq!(reason(&status), "PAGE_TOKEN_INVALID");
}

#[tokio::test]
async fn a_cursor_is_of_one_ledger() {
    let world = World::on("2022-09-05").await;
    let declared = world.declare(world.declaration_from("2022-09-01")).await.unwrap();
    let request = || GetCaseRequest {
        case_id: declared.case_id.clone(),
        min_cursor: declared.cursor.clone(),
        ..Default::default()
    };
    world.service.get_case(physician(request())).await.unwrap();
    let status = world.service.get_case(elsewhere(request())).await.unwrap_err();
    assert_eq!(reason(&status), "CURSOR_FOREIGN");
}

#[tokio::test]
async fn t8_the_legal_calendar_is_computed_without_a_case() {
    let world = World::on("2022-09-05").await;
    let steps = async |start: &str| {
        let request = GetLegalCalendarRequest { incapacity_start: Some(to_proto(day(start))) };
        world.service.get_legal_calendar(physician(request)).await.unwrap().into_inner().steps
    };
    let told = steps("2022-09-01").await;
    let ends: Vec<_> = told.iter().map(|plan| plan.due.or(plan.target).map(|on| (on.year, on.month, on.day))).collect();
    assert!(ends.is_sorted() && told.iter().all(|plan| !plan.basis.as_ref().unwrap().citation.is_empty()));
    let estimate = told.iter().find(|plan| plan.step == "first_estimate").unwrap();
    assert_eq!((estimate.opens, estimate.due), (Some(to_proto(day("2022-12-01"))), Some(to_proto(day("2022-12-31")))));
    assert_eq!((told.len(), steps("2021-06-01").await.len()), (7, 7));
}
