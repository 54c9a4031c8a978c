//! What happens to a case from its declaration on.

use super::*;
use trajet_contracts::assessment::v1::CodexAskedBy;

#[tokio::test]
async fn m1_m3_m10_route_a_from_the_declaration_to_the_referral() {
    let world = World::on("2022-09-03").await;
    let declared = world.declare(world.declaration_from("2022-09-01")).await.unwrap();
    let id = declared.case_id.clone();
    let request = GetCaseRequest { case_id: id.clone(), min_cursor: declared.cursor, ..Default::default() };
    let case = world.service.get_case(physician(request)).await.unwrap().into_inner().incapacity_case.unwrap();
    assert_eq!((case.status(), case.etag, case.deadlines), (CaseStatus::Declared, declared.etag, Vec::new()));
    assert_eq!(case.person, Some(tell_person(&declaration().person)));
    assert_eq!(Uuid::parse_str(&id).unwrap().get_version_num(), 7);

    world.until("2022-09-05").await;
    world.service.recognise_incapacity(physician(world.recognition(&id, "2022-09-05"))).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!(case.status(), CaseStatus::Recognised);
    let plan = case.deadlines[0].plan.clone().unwrap();
    assert_eq!((plan.opens, plan.due), (Some(to_proto(day("2022-12-01"))), Some(to_proto(day("2022-12-31")))));
    assert!(world.work().await.rows.is_empty());

    world.until("2022-11-20").await;
    let sent_on = Some(to_proto(day("2022-11-10")));
    let due_back = Some(to_proto(day("2022-11-24")));
    let sent = QuestionnaireSent { sent_on, due_back, ..QuestionnaireSent::default() };
    world.told(&id, 4, Told::QuestionnaireSent(sent)).await;
    let completed = AnswersCompleted {
        completed_on: Some(to_proto(day("2022-11-19"))),
        profile: Some(Profile::default()),
        ..AnswersCompleted::default()
    };
    world.told(&id, 5, Told::AnswersCompleted(completed)).await;
    let known = world.case(&id).await.questionnaire.unwrap();
    let expected = (QuestionnaireStatus::Completed, Some(to_proto(day("2022-11-19"))));
    assert_eq!((known.status(), known.effective_on), expected);

    world.until("2022-12-05").await;
    let concertation = Concertation { coordinator: "coordinator-1".into(), held_on: Some(to_proto(day("2022-12-02"))) };
    let estimate = RecordFirstEstimateRequest {
        etag: world.case(&id).await.etag,
        examined: true,
        concertation: Some(concertation.clone()),
        ..world.estimate(&id, Category::FourReturnWithActions)
    };
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    let case = world.case(&id).await;
    let estimate = case.first_estimate.unwrap();
    assert_eq!(
        (estimate.category(), estimate.questionnaire()),
        (Category::FourReturnWithActions, QuestionnaireStatus::Completed)
    );
    assert_eq!((estimate.examined, estimate.concertation), (true, Some(concertation)));
    let referral = case.referral.unwrap();
    assert_eq!((referral.referred_on, referral.basis.unwrap().rule), (Some(to_proto(day("2022-12-05"))), "M10".into()));
    assert_eq!(closed(&case.deadlines[0]), (None, DeadlineOutcome::Met, Some(to_proto(day("2022-12-05")))));
    assert!(world.work().await.rows.is_empty());
    assert_eq!(world.fed().await, ["IncapacityRecognised", "FirstEstimateMade", "PersonReferred"]);
    assert_eq!(world.until("2023-01-01").await, 0);

    let found = world.found(NISS).await;
    assert_eq!(found, [world.case(&id).await]);
    assert!(world.found("78041299619").await.is_empty());
}

/// When a deadline was missed, and how and when it was closed.
fn closed(deadline: &Deadline) -> (Option<Date>, DeadlineOutcome, Option<Date>) {
    (deadline.missed_on, deadline.outcome(), deadline.closed_on)
}

#[tokio::test]
async fn m3_t6_the_work_list_shows_the_estimate_soon_then_due_then_late_until_it_is_made() {
    let (world, id) = World::recognised().await;
    let mut changes = Vec::new();
    let mut before = None;
    for today in day("2022-09-05").iter_days().take_while(|today| *today <= day("2023-01-10")) {
        let fired = world.until(&today.to_string()).await;
        assert_eq!(fired, usize::from(today == day("2023-01-01")), "{today}");
        let work = world.work().await;
        assert_eq!(work.as_of, Some(to_proto(today)));
        let standing = work.rows.first().map(|row| {
            assert_eq!((row.niss.as_str(), row.earliest_due), (NISS, Some(to_proto(day("2022-12-31")))));
            let standing = row.items[0].standing();
            let flags = [Standing::Soon, Standing::Due, Standing::Late].map(|other| other == standing);
            assert_eq!([row.soon, row.due, row.late], flags);
            standing
        });
        if standing != before {
            changes.push((today.to_string(), standing.unwrap()));
            before = standing;
        }
    }
    let expected = [("2022-11-24", Standing::Soon), ("2022-12-01", Standing::Due), ("2023-01-01", Standing::Late)];
    assert_eq!(changes, expected.map(|(today, standing)| (today.to_owned(), standing)));

    let late = world.estimate(&id, Category::OneSpontaneousReturn);
    world.service.record_first_estimate(physician(late)).await.unwrap();
    assert!(world.work().await.rows.is_empty());
    let case = world.case(&id).await;
    let expected = (Some(to_proto(day("2023-01-01"))), DeadlineOutcome::Met, Some(to_proto(day("2023-01-10"))));
    assert_eq!((closed(&case.deadlines[0]), case.referral), (expected, None));
    assert_eq!(world.fed().await, ["IncapacityRecognised", "FirstEstimateMade"]);
}

#[tokio::test]
async fn m4_a_track_takes_the_estimate_away_and_its_end_gives_it_back() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-01").await;
    world.service.start_concurrent_track(physician(world.track(&id, "2022-11-03"))).await.unwrap();
    let waived = &world.case(&id).await.deadlines[0];
    assert_eq!(closed(waived), (None, DeadlineOutcome::Waived, Some(to_proto(day("2022-11-03")))));
    assert_eq!(waived.waived_because.as_ref().unwrap().rule, "M4.b");
    let beside = world.estimate(&id, Category::TwoNoReturn);
    let refused = world.service.record_first_estimate(physician(beside)).await.unwrap_err();
    assert_eq!((reason(&refused), told(&refused, "rule")), ("LEGAL_REFUSAL".into(), "M4.b".into()));
    // An earlier track that was over then, recorded later: the tracks are told by their first day.
    let earlier = StartConcurrentTrackRequest {
        kind: ConcurrentTrackKind::CodexRequested.into(),
        ends_on: Some(to_proto(day("2022-10-20"))),
        codex_asked_by: CodexAskedBy::Worker.into(),
        ..world.track(&id, "2022-10-10")
    };
    world.service.start_concurrent_track(physician(earlier)).await.unwrap();

    world.until("2022-12-10").await;
    world.service.end_concurrent_track(physician(world.end_of_track(&id, "2022-12-09"))).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!(closed(&case.deadlines[0]), (None, DeadlineOutcome::Open, None));
    let tracks: Vec<_> = case.tracks.iter().map(|track| (track.kind(), track.ends_on)).collect();
    let expected = [
        (ConcurrentTrackKind::CodexRequested, Some(to_proto(day("2022-10-20")))),
        (ConcurrentTrackKind::AuthorisedWork, Some(to_proto(day("2022-12-09")))),
    ];
    assert_eq!(tracks, expected);
    let given_back = world.estimate(&id, Category::ThreeTreatmentFirst);
    world.service.record_first_estimate(physician(given_back)).await.unwrap();
    let expected = [
        "IncapacityRecognised",
        "ConcurrentTrackStarted",
        "ConcurrentTrackStarted",
        "ConcurrentTrackEnded",
        "FirstEstimateMade",
    ];
    assert_eq!(world.fed().await, expected);
}

#[tokio::test]
async fn m1_after_a_refusal_nothing_more_is_asked_and_the_incapacity_can_be_declared_again() {
    let world = World::on("2022-09-05").await;
    let first = world.declare(world.declaration_from("2022-09-01")).await.unwrap().case_id;
    world.service.refuse_recognition(physician(world.refusal(&first, "2022-09-05"))).await.unwrap();
    let case = world.case(&first).await;
    assert_eq!((case.status(), case.deadlines), (CaseStatus::Refused, Vec::new()));
    assert_eq!(case.decision.unwrap().refusal_reason(), RefusalReason::NotUnfit);
    assert_eq!(world.fed().await, ["RecognitionRefused"]);
    assert_eq!(world.until("2023-02-01").await, 0);
    let again = world.declare(world.declaration_from("2022-09-01")).await.unwrap().case_id;
    assert_ne!(again, first);
}

#[tokio::test]
async fn m1_the_cases_of_a_person_are_found_with_the_latest_first_day_first() {
    let world = World::on("2022-12-05").await;
    for start in ["2022-09-01", "2022-12-01", "2022-03-01"] {
        world.declare(world.declaration_from(start)).await.unwrap();
    }
    let starts: Vec<_> = world.found(NISS).await.iter().map(|case| case.incapacity_start).collect();
    assert_eq!(starts, ["2022-12-01", "2022-09-01", "2022-03-01"].map(|start| Some(to_proto(day(start)))));
}

#[tokio::test]
async fn t6_the_history_tells_everything_in_pages() {
    let (world, id) = World::recognised().await;
    world.until("2023-01-03").await;
    let estimate = world.estimate(&id, Category::FourReturnWithActions);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    let mut entries = Vec::new();
    let mut token = String::new();
    loop {
        let page = world.history(&id, 3, &token).await.unwrap();
        assert!(page.entries.len() == 3 || page.next_page_token.is_empty());
        entries.extend(page.entries);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(entries, world.history(&id, 0, "").await.unwrap().entries);
    let told: Vec<_> = entries
        .iter()
        .map(|entry| {
            let basis = entry.basis.as_ref().unwrap();
            assert!(!basis.citation.is_empty() && !entry.summary.is_empty());
            (entry.kind.as_str(), basis.rule.as_str(), entry.effective_on)
        })
        .collect();
    let expected = [
        ("incapacity_declared", "M1", "2022-09-05"),
        ("incapacity_recognised", "M1", "2022-09-05"),
        ("deadline_planned", "M3", "2022-09-05"),
        ("deadline_missed", "M3", "2023-01-01"),
        ("first_estimate_made", "M3", "2023-01-03"),
        ("deadline_met", "M3", "2023-01-03"),
        ("person_referred", "M10", "2023-01-03"),
    ];
    assert_eq!(told, expected.map(|(kind, rule, on)| (kind, rule, Some(to_proto(day(on))))));
    let versions: Vec<_> = entries.iter().map(|entry| entry.version).collect();
    assert_eq!(versions, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!((entries[3].actor.as_str(), entries[4].actor.contains("physician-3")), ("system:timer", true));
    let text = format!("{entries:?}");
    assert!(PERSONAL.iter().all(|word| !text.contains(word)));
}

#[tokio::test]
async fn m3_an_estimate_that_is_entered_late_counts_on_the_day_on_which_it_was_made() {
    let (world, id) = World::recognised().await;
    world.until("2023-01-09").await;
    let late = RecordFirstEstimateRequest {
        estimated_on: on("2022-12-20"),
        ..world.estimate(&id, Category::FourReturnWithActions)
    };
    let tomorrow = RecordFirstEstimateRequest { estimated_on: on("2023-01-10"), ..late.clone() };
    let status = world.service.record_first_estimate(physician(tomorrow)).await.unwrap_err();
    assert_eq!(fields(&status), ["estimated_on"]);
    let late = RecordFirstEstimateRequest { request_id: world.id(), ..late };
    world.service.record_first_estimate(physician(late)).await.unwrap();
    let case = world.case(&id).await;
    let deadline = &case.deadlines[0];
    assert_eq!((deadline.missed_on, deadline.closed_on), (on("2023-01-01"), on("2022-12-20")));
    assert_eq!(case.first_estimate.unwrap().estimated_on, on("2022-12-20"));
    assert_eq!(case.referral.unwrap().referred_on, on("2022-12-20"));
}

#[tokio::test]
async fn m4_after_a_track_that_outlasts_month_four_the_person_is_on_the_work_list_again() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    world.until("2022-12-05").await;
    service.start_concurrent_track(physician(world.track(&id, "2022-12-05"))).await.unwrap();
    world.until("2023-01-20").await;
    assert!(world.steps().await.is_empty());
    service.end_concurrent_track(physician(world.end_of_track(&id, "2023-01-15"))).await.unwrap();
    assert_eq!(world.steps().await, ["first_estimate"]);
    let case = world.case(&id).await;
    let outcomes: Vec<_> = case.deadlines.iter().map(Deadline::outcome).collect();
    assert_eq!(outcomes, [DeadlineOutcome::Waived, DeadlineOutcome::Open]);
    let plan = case.deadlines[1].plan.clone().unwrap();
    assert_eq!((plan.opens, plan.due, plan.target), (on("2023-01-16"), None, on("2023-02-16")));
    assert_eq!(plan.basis.unwrap().rule, "M4");
    // A target makes nobody late.
    world.until("2023-06-01").await;
    assert_eq!(world.case(&id).await.deadlines[1].missed_on, None);
}
