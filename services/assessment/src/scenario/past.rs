//! A case as it was: on a day, by what was known at an instant.

use prost_types::Timestamp;
use trajet_contracts::assessment::v1::GetCaseResponse;
use trajet_contracts::dossier::v1::{
    AgreedAction, AuthorisationAsked, ConsentDecision, ConsentPurpose, ConsentsRecorded,
};
use trajet_contracts::r#type::v1::DeadlineStanding;

use super::*;

const KIND: ConcurrentTrackKind = ConcurrentTrackKind::AuthorisedWork;

async fn past(
    world: &World,
    id: &str,
    as_of: Option<&str>,
    known_at: Option<Timestamp>,
) -> Result<GetCaseResponse, Status> {
    let as_of = as_of.and_then(on);
    let request = GetCaseRequest { case_id: id.to_owned(), as_of, known_at, ..Default::default() };
    Ok(world.service.get_case(physician(request)).await?.into_inner())
}

async fn as_of(world: &World, id: &str, day: &str) -> Case {
    past(world, id, Some(day), None).await.unwrap().incapacity_case.unwrap()
}

async fn known(world: &World, id: &str, at: Timestamp) -> Case {
    past(world, id, None, Some(at)).await.unwrap().incapacity_case.unwrap()
}

/// What became of the first estimate, and where it stands.
fn estimate(case: &Case) -> (DeadlineOutcome, DeadlineStanding) {
    let deadline = case.deadlines.iter().find(|it| it.plan.as_ref().unwrap().step == "first_estimate").unwrap();
    (deadline.outcome(), deadline.standing())
}

#[tokio::test]
async fn t6_what_was_known_after_each_event_is_what_the_case_was_then() {
    let (world, id) = World::recognised().await;
    let mut then = vec![world.case(&id).await];
    for (day, act) in [("2022-11-20", 0), ("2022-12-10", 1), ("2022-12-20", 2)] {
        world.until(day).await;
        match act {
            0 => {
                let request = StartConcurrentTrackRequest {
                    request_id: world.id(),
                    case_id: id.clone(),
                    kind: KIND.into(),
                    starts_on: on("2022-11-18"),
                    ..Default::default()
                };
                world.service.start_concurrent_track(physician(request)).await.unwrap();
            }
            1 => {
                let request = EndConcurrentTrackRequest {
                    request_id: world.id(),
                    case_id: id.clone(),
                    kind: KIND.into(),
                    ends_on: on("2022-12-12"),
                    ..Default::default()
                };
                world.service.end_concurrent_track(physician(request)).await.unwrap();
            }
            _ => {
                let estimate = world.estimate(&id, Category::FourReturnWithActions);
                world.service.record_first_estimate(physician(estimate)).await.unwrap();
            }
        }
        then.push(world.case(&id).await);
    }
    let mut instants: Vec<Timestamp> = Vec::new();
    for entry in world.history(&id, 0, "").await.unwrap().entries {
        instants.extend(entry.recorded_at.filter(|at| instants.last() != Some(at)));
    }
    assert_eq!(instants.len(), then.len());
    for (at, then) in instants.iter().zip(&then) {
        assert_eq!(&known(&world, &id, *at).await, then);
        // A little later nothing more is known, and a little earlier less.
        let before = Timestamp { seconds: at.seconds - 1, nanos: 0 };
        let earlier = past(&world, &id, None, Some(before)).await;
        assert!(earlier.is_err() || earlier.unwrap().incapacity_case.unwrap().etag != then.etag);
    }
    assert_eq!(&as_of(&world, &id, "2022-12-20").await, then.last().unwrap(), "as of today it is what it is");
}

#[tokio::test]
async fn m4_as_of_a_day_the_track_counts_from_its_day_whenever_it_was_recorded() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-20").await;
    let request = StartConcurrentTrackRequest {
        request_id: world.id(),
        case_id: id.clone(),
        kind: KIND.into(),
        starts_on: on("2022-12-05"),
        ..Default::default()
    };
    world.service.start_concurrent_track(physician(request)).await.unwrap();
    let (open, waived) = (DeadlineOutcome::Open, DeadlineOutcome::Waived);
    for (day, outcome, standing, tracks) in [
        ("2022-11-30", open, DeadlineStanding::NotYet, 0),
        ("2022-12-04", open, DeadlineStanding::Due, 0),
        ("2022-12-05", waived, DeadlineStanding::Closed, 1),
        ("2022-12-20", waived, DeadlineStanding::Closed, 1),
    ] {
        let case = as_of(&world, &id, day).await;
        assert_eq!((estimate(&case), case.tracks.len()), ((outcome, standing), tracks), "{day}");
    }
    // On the morning of the 10th nobody knew of it.
    let morning = Timestamp { seconds: 1_670_656_200, nanos: 0 };
    let case = known(&world, &id, morning).await;
    assert_eq!((estimate(&case), case.tracks.len()), ((open, DeadlineStanding::Due), 0));
    let both = past(&world, &id, Some("2022-12-06"), Some(morning)).await.unwrap();
    assert_eq!((both.as_of, both.known_at), (on("2022-12-06"), Some(morning)));
    assert_eq!(estimate(&both.incapacity_case.unwrap()), (open, DeadlineStanding::Due));
}

#[tokio::test]
async fn t6_a_deadline_stands_late_on_the_day_after_its_last_though_it_was_met_since() {
    let (world, id) = World::recognised().await;
    world.until("2023-01-09").await;
    let late = world.estimate(&id, Category::TwoNoReturn);
    world.service.record_first_estimate(physician(late)).await.unwrap();
    for (day, outcome, standing) in [
        ("2022-12-31", DeadlineOutcome::Open, DeadlineStanding::Due),
        ("2023-01-01", DeadlineOutcome::Open, DeadlineStanding::Late),
        ("2023-01-08", DeadlineOutcome::Open, DeadlineStanding::Late),
        ("2023-01-09", DeadlineOutcome::Met, DeadlineStanding::Closed),
    ] {
        assert_eq!(estimate(&as_of(&world, &id, day).await), (outcome, standing), "{day}");
    }
    assert_eq!(as_of(&world, &id, "2022-12-31").await.deadlines[0].missed_on, None);
}

#[tokio::test]
async fn before_there_was_a_case_there_is_none_and_the_future_is_not_asked() {
    let (world, id) = World::recognised().await;
    let reasons = async |day: Option<&str>, at: Option<i64>| {
        let at = at.map(|seconds| Timestamp { seconds, nanos: 0 });
        let status = past(&world, &id, day, at).await.unwrap_err();
        (reason(&status), if reason(&status) == "VALIDATION_FAILED" { fields(&status) } else { Vec::new() })
    };
    assert_eq!(reasons(Some("2022-08-31"), None).await.0, "CASE_NOT_FOUND");
    assert_eq!(reasons(None, Some(0)).await.0, "CASE_NOT_FOUND");
    let expected = ("VALIDATION_FAILED".to_owned(), vec!["as_of".to_owned(), "known_at".to_owned()]);
    assert_eq!(reasons(Some("2022-09-06"), Some(4_000_000_000)).await, expected);
    let request = GetCaseRequest {
        case_id: "x".into(),
        as_of: Some(Date { year: 2022, month: 2, day: 30 }),
        known_at: Some(Timestamp { seconds: 0, nanos: -1 }),
        ..Default::default()
    };
    let status = world.service.get_case(physician(request)).await.unwrap_err();
    assert_eq!(fields(&status), ["case_id", "as_of", "known_at"]);
    let request = GetCaseRequest { case_id: id, as_of: on("2022-09-05"), ..Default::default() };
    let hidden = world.service.get_case(elsewhere(request)).await.unwrap_err();
    assert_eq!(reason(&hidden), "CASE_NOT_FOUND");
}

#[tokio::test]
async fn d3_a_withdrawal_hides_the_actions_of_the_past_as_well() {
    let (world, id) = World::recognised().await;
    let consent = |granted, since| {
        let decisions = vec![ConsentDecision { purpose: ConsentPurpose::PhysicianFollowUp.into(), granted }];
        FromDossier::ConsentsRecorded(ConsentsRecorded { decisions, since: on(since) })
    };
    let asked = AuthorisationAsked {
        number: 1,
        asked_on: on("2022-11-16"),
        contact_on: on("2022-11-14"),
        actions: vec![AgreedAction::ExploreRehabilitation.into()],
    };
    world.until("2022-11-16").await;
    world.told_by_dossier(&id, 2, consent(true, "2022-11-14")).await;
    world.told_by_dossier(&id, 3, FromDossier::AuthorisationAsked(asked)).await;
    world.until("2022-12-01").await;
    let actions = async || as_of(&world, &id, "2022-11-20").await.authorisation_requests[0].actions.len();
    assert_eq!(actions().await, 1);
    world.told_by_dossier(&id, 4, consent(false, "2022-11-30")).await;
    assert_eq!(actions().await, 0, "what is hidden now is hidden in the past");
    world.told_by_dossier(&id, 5, consent(true, "2022-12-01")).await;
    assert_eq!(actions().await, 1);
    assert_eq!(as_of(&world, &id, "2022-11-30").await.authorisation_requests[0].actions.len(), 0, "as it was then");
}
