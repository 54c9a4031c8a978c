//! An act that was recorded wrongly is annulled, with its effects; the history keeps it (GDPR, article 16).

use prost_types::Timestamp;
use trajet_contracts::assessment::v1::annul_act_request::Instead;
use trajet_contracts::assessment::v1::{AnnulActRequest, AnnulActResponse};
use trajet_contracts::exchange::v1::CodexRequest;
use trajet_contracts::r#type::v1::{Annulment, AnnulmentAskedBy, AnnulmentReason, FactsAnnulled, HistoryEntry};
use trajet_service::test_support::views_follow_from_the_events;

use super::*;

impl World {
    pub(super) async fn entries(&self, case: &str) -> Vec<HistoryEntry> {
        self.history(case, 200, "").await.unwrap().entries
    }

    /// The position of the last entry of a kind.
    pub(super) async fn entry(&self, case: &str, kind: &str) -> u64 {
        self.entries(case).await.iter().rfind(|entry| entry.kind == kind).unwrap().position
    }

    pub(super) async fn annul(
        &self,
        case: &str,
        act_position: u64,
        reason: AnnulmentReason,
        instead: Option<Instead>,
    ) -> Result<AnnulActResponse, Status> {
        let annulment = Annulment { act_position, reason: reason.into(), asked_by: AnnulmentAskedBy::Person.into() };
        let request = AnnulActRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            annulment: Some(annulment),
            instead,
            ..Default::default()
        };
        let done = self.service.annul_act(physician(request)).await.map(tonic::Response::into_inner);
        views_follow_from_the_events(self.ledger()).await;
        done
    }
}

/// What was recorded, and what of it stands.
fn struck(entries: &[HistoryEntry]) -> Vec<&str> {
    entries.iter().filter(|entry| entry.annulled_by > 0).map(|entry| entry.kind.as_str()).collect()
}

fn estimate_deadline(case: &Case) -> Vec<(DeadlineOutcome, bool)> {
    let of_estimate = case.deadlines.iter().filter(|it| it.plan.as_ref().unwrap().step == "first_estimate");
    of_estimate.map(|it| (it.outcome(), it.missed_on.is_some())).collect()
}

#[tokio::test]
async fn t9_an_annulled_estimate_is_open_again_with_its_real_last_day_and_stays_in_the_history() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let before = world.case(&id).await;
    let estimate = world.estimate(&id, Category::FourReturnWithActions);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    let wrong = world.case(&id).await;
    world.until("2023-01-10").await;

    let position = world.entry(&id, "first_estimate_made").await;
    let done = world.annul(&id, position, AnnulmentReason::WrongContent, None).await.unwrap();
    assert!(done.correcting_notices.is_empty());
    // The last day is past: the timer says so at once, and the estimate is still to be made.
    assert_eq!(world.until("2023-01-10").await, 1);
    let case = world.case(&id).await;
    assert_eq!((case.first_estimate.clone(), case.referral.clone()), (None, None));
    assert_eq!(estimate_deadline(&case), [(DeadlineOutcome::Open, true)]);
    assert!(world.steps().await.contains(&"first_estimate".to_owned()));

    let entries = world.entries(&id).await;
    assert_eq!(struck(&entries), ["first_estimate_made", "deadline_met", "person_referred"]);
    let annulled = entries.iter().find(|entry| entry.kind == "act_annulled").unwrap();
    assert!(entries.iter().filter(|entry| entry.annulled_by > 0).all(|it| it.annulled_by == annulled.position));
    assert!(annulled.actor.contains("physician-3") && annulled.summary.contains("at the person's request"));
    assert_eq!(entries.last().unwrap().kind, "deadline_missed");
    assert_eq!(world.fed().await.last().unwrap(), "FactsAnnulled");

    // Known before the annulment, the case is what it was; known since, it is as if it had never been done.
    let at = annulled.recorded_at.unwrap();
    let earlier = Timestamp { seconds: at.seconds - 1, ..at };
    let known = |known_at, as_of| {
        let request = GetCaseRequest { case_id: id.clone(), as_of, known_at, ..Default::default() };
        world.service.get_case(physician(request))
    };
    let then = known(Some(earlier), None).await.unwrap().into_inner().incapacity_case.unwrap();
    assert_eq!((then.first_estimate, then.etag), (wrong.first_estimate, wrong.etag));
    let on_the_day = known(None, on("2022-12-06")).await.unwrap().into_inner().incapacity_case.unwrap();
    assert_eq!((on_the_day.first_estimate, on_the_day.referral), (before.first_estimate, None));
}

#[tokio::test]
async fn t9_the_right_estimate_takes_the_place_of_the_wrong_one() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::FourReturnWithActions);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    world.until("2023-01-10").await;
    let position = world.entry(&id, "first_estimate_made").await;
    let right = RecordFirstEstimateRequest {
        category: Category::TwoNoReturn.into(),
        estimated_on: on("2022-12-05"),
        ..Default::default()
    };
    let named = RecordFirstEstimateRequest { case_id: id.clone(), ..right.clone() };
    let refused = world.annul(&id, position, AnnulmentReason::WrongContent, Some(Instead::FirstEstimate(named))).await;
    assert_eq!(fields(&refused.unwrap_err()), ["instead"]);
    let right = Some(Instead::FirstEstimate(right));
    world.annul(&id, position, AnnulmentReason::WrongContent, right).await.unwrap();
    assert_eq!(world.until("2023-01-10").await, 0);
    let case = world.case(&id).await;
    let made = case.first_estimate.clone().unwrap();
    assert_eq!((made.category(), made.estimated_on), (Category::TwoNoReturn, on("2022-12-05")));
    assert_eq!((case.referral.clone(), estimate_deadline(&case)), (None, vec![(DeadlineOutcome::Met, false)]));
}

#[tokio::test]
async fn t9_what_later_acts_rest_on_is_annulled_after_them_and_nothing_twice() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::FourReturnWithActions);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    world.until("2022-12-20").await;
    let request = RecordEvaluationRequest {
        request_id: world.id(),
        case_id: id.clone(),
        evaluated_on: on("2022-12-20"),
        category: Category::TwoNoReturn.into(),
        ..Default::default()
    };
    world.service.record_evaluation(physician(request)).await.unwrap();
    let first = world.entry(&id, "first_estimate_made").await;
    let later = world.entry(&id, "evaluation_made").await;
    let why = AnnulmentReason::WrongContent;
    let refused = world.annul(&id, first, why, None).await.unwrap_err();
    assert_eq!(told(&refused, "refusal"), "LATER_ACTS_DEPEND");
    assert!(refused.message().contains(&format!("entries {later}")), "{}", refused.message());
    world.annul(&id, later, why, None).await.unwrap();
    world.annul(&id, first, why, None).await.unwrap();
    for (position, code) in [
        (first, "ALREADY_ANNULLED"),
        (world.entry(&id, "act_annulled").await, "IS_AN_ANNULMENT"),
        (9_999, "NO_SUCH_ACT"),
    ] {
        let refused = world.annul(&id, position, why, None).await.unwrap_err();
        assert_eq!(told(&refused, "refusal"), code);
        assert_names_nobody(&refused);
    }
    assert_eq!(estimate_deadline(&world.case(&id).await), [(DeadlineOutcome::Open, false)]);
}

#[tokio::test]
async fn t9_what_a_timer_did_because_of_an_annulled_act_falls_with_it() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let estimate = world.estimate(&id, Category::ThreeTreatmentFirst);
    world.service.record_first_estimate(physician(estimate)).await.unwrap();
    world.until("2023-06-01").await;
    let missed = world.entry(&id, "deadline_missed").await;
    assert!(world.steps().await.contains(&"category_3_examination".to_owned()));
    let refused = world.annul(&id, missed, AnnulmentReason::WrongContent, None).await.unwrap_err();
    assert_eq!(told(&refused, "refusal"), "NOT_AN_ACT");
    let position = world.entry(&id, "first_estimate_made").await;
    world.annul(&id, position, AnnulmentReason::NeverTookPlace, None).await.unwrap();
    assert_eq!(world.until("2023-06-01").await, 1);
    assert_eq!(world.steps().await, ["first_estimate"]);
    assert!(world.entries(&id).await.iter().any(|entry| entry.position == missed && entry.annulled_by > 0));
}

#[tokio::test]
async fn t9_a_declaration_of_the_wrong_person_annuls_the_case_and_frees_the_number() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let position = world.entry(&id, "incapacity_declared").await;
    world.annul(&id, position, AnnulmentReason::WrongPerson, None).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!((case.status(), case.person), (CaseStatus::Annulled, None));
    assert!(world.steps().await.is_empty() && world.found(NISS).await.is_empty());
    assert_eq!(world.until("2023-06-01").await, 0);
    let estimate = world.estimate(&id, Category::TwoNoReturn);
    let refused = world.service.record_first_estimate(physician(estimate)).await.unwrap_err();
    assert_eq!(told(&refused, "refusal"), "CASE_ANNULLED");
    let entries = world.entries(&id).await;
    assert_eq!(struck(&entries).len(), entries.len() - 1);
    let again = world.declare(world.declaration_from("2022-09-01")).await.unwrap();
    assert_ne!(again.case_id, id);
}

#[tokio::test]
async fn t9_m1_an_incapacity_that_was_declared_again_is_not_taken_back_by_an_annulment() {
    let world = World::on("2022-09-05").await;
    let id = world.declare(world.declaration_from("2022-09-01")).await.unwrap().case_id;
    world.service.refuse_recognition(physician(world.refusal(&id, "2022-09-05"))).await.unwrap();
    let refusal = world.entry(&id, "recognition_refused").await;
    let again = world.declare(world.declaration_from("2022-09-01")).await.unwrap().case_id;
    let refused = world.annul(&id, refusal, AnnulmentReason::WrongContent, None).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::AlreadyExists);
    assert_eq!(told(&refused, "case_id"), again);
    let declared = world.entry(&again, "incapacity_declared").await;
    world.annul(&again, declared, AnnulmentReason::RecordedTwice, None).await.unwrap();
    world.annul(&id, refusal, AnnulmentReason::WrongContent, None).await.unwrap();
    assert_eq!(world.case(&id).await.status(), CaseStatus::Declared);
}

#[tokio::test]
async fn t9_what_the_exchange_takes_back_never_was() {
    let (world, id) = World::recognised().await;
    let before = world.case(&id).await;
    world.until("2022-11-20").await;
    let requested = CodexRequest { requested_on: on("2022-11-18"), ..Default::default() };
    world.told_of_codex(&id, 7, Codex::Requested(requested)).await;
    assert_eq!(world.case(&id).await.tracks.len(), 1);
    world.until("2023-01-10").await;
    let annulled = FactsAnnulled {
        positions: vec![7],
        whole_case: false,
        annulled_on: on("2023-01-10"),
        reason: AnnulmentReason::NeverTookPlace.into(),
        asked_by: AnnulmentAskedBy::Keeper.into(),
        followed_by: 0,
    };
    for (position, known) in [(8, "act_annulled"), (9, "deadline_missed")] {
        let fact = Some(FromExchange::FactsAnnulled(annulled.clone()));
        let event = event(&id, position, &ExchangeEvent { fact });
        world.take(reactions::exchange::react(&event, "exchange/300")).await;
        assert_eq!(world.entries(&id).await.last().unwrap().kind, known, "heard twice it does nothing");
        world.until("2023-01-10").await;
    }
    let case = world.case(&id).await;
    assert_eq!((case.tracks, case.decision), (before.tracks, before.decision));
    assert_eq!(estimate_deadline(&world.case(&id).await), [(DeadlineOutcome::Open, true)]);
    views_follow_from_the_events(world.ledger()).await;
}
