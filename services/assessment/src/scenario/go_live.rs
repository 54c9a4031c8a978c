//! The cases that run when the mutuality goes live, as a batch tells them.

use trajet_contracts::assessment::v1::{CaseToTakeOver, PastEstimate, TakeOverCasesRequest, TakeOverOutcome};
use trajet_contracts::error::v1::ErrorReason;
use trajet_service::test_support::on as on_day;

use super::*;

/// The day of go-live, in month 4 of an incapacity from 1 September.
const LIVE: &str = "2022-12-05";

impl World {
    fn row(&self, start: &str) -> CaseToTakeOver {
        let DeclareIncapacityRequest {
            request_id, person, scheme, certificate, employment, activity_ceased_on, ..
        } = self.declaration_from(start);
        CaseToTakeOver {
            request_id,
            person,
            scheme,
            certificate,
            employment,
            activity_ceased_on,
            recognised_on: Some(to_proto(day(start) + chrono::Days::new(4))),
            decided_by: DecidingBody::AdvisingPhysician.into(),
            taken_over_on: on_day(LIVE),
            ..CaseToTakeOver::default()
        }
    }

    async fn take_over(&self, rows: Vec<CaseToTakeOver>, check_only: bool) -> Vec<TakeOverOutcome> {
        let request = by(Role::InternalSystem, "300", TakeOverCasesRequest { rows, check_only });
        self.service.take_over_cases(request).await.unwrap().into_inner().outcomes
    }
}

fn fields_of(outcome: &TakeOverOutcome) -> Vec<&str> {
    outcome.problems.iter().map(|problem| problem.field.as_str()).collect()
}

#[tokio::test]
async fn t6_a_case_is_taken_over_with_its_past_and_what_is_to_come_is_planned_by_the_real_days() {
    let world = World::on(LIVE).await;
    let row = CaseToTakeOver {
        questionnaire_sent_on: on_day("2022-11-10"),
        questionnaire_returned_on: on_day("2022-11-20"),
        ..world.row("2022-09-01")
    };
    let outcomes = world.take_over(vec![row.clone()], false).await;
    let [taken] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!((taken.reason(), taken.planned.len()), (ErrorReason::Unspecified, 1));
    let case = world.case(&taken.case_id).await;
    assert_eq!(case.status(), CaseStatus::Recognised);
    assert_eq!(case.taken_over.unwrap().questionnaire_returned_on, on_day("2022-11-20"));
    assert_eq!(case.questionnaire.unwrap().status(), QuestionnaireStatus::BackBeforeGoLive);
    assert_eq!(world.steps().await, ["first_estimate"]);
    let history = world.history(&taken.case_id, 0, "").await.unwrap().entries;
    let summaries: Vec<_> = history.iter().map(|entry| entry.summary.as_str()).collect();
    assert_eq!(
        summaries,
        [
            "Before go-live: An incapacity that began on 2022-09-01 was declared.",
            "Before go-live on 2022-12-05: The incapacity was recognised; invalidity would begin on 2023-09-01.",
            "first_estimate was planned: opens 2022-12-01, due 2022-12-31.",
        ]
    );
    assert_eq!(world.fed().await, ["IncapacityRecognised"]);
    // The same row again is the same act; another one of the incapacity names the case.
    assert_eq!(world.take_over(vec![row], false).await, outcomes);
    let again = world.take_over(vec![world.row("2022-09-01")], false).await;
    assert_eq!((again[0].reason(), &again[0].existing_case_id), (ErrorReason::CaseAlreadyOpen, &taken.case_id));
    assert_eq!(world.found(NISS).await.len(), 1);
}

#[tokio::test]
async fn t6_nothing_of_before_go_live_comes_on_a_list_or_is_missed() {
    let world = World::on(LIVE).await;
    let estimated = |category: Category, start| {
        let estimate = PastEstimate { made_on: on_day("2022-05-02"), category: category.into(), examined: false };
        CaseToTakeOver { first_estimate: Some(estimate), ..world.row(start) }
    };
    let rows = vec![
        world.row("2022-01-03"),
        estimated(Category::ThreeTreatmentFirst, "2022-01-10"),
        estimated(Category::OneSpontaneousReturn, "2022-01-17"),
    ];
    let outcomes = world.take_over(rows, false).await;
    assert_eq!(world.until("2023-06-01").await, 0);
    // Category 1 is examined without a last day: it was not over by then.
    assert_eq!(world.steps().await, ["category_1_examination"]);
    let unknown = |case: Case| case.not_known_before_go_live.into_iter().map(|plan| plan.step).collect::<Vec<_>>();
    assert_eq!(unknown(world.case(&outcomes[0].case_id).await), ["first_estimate"]);
    assert_eq!(unknown(world.case(&outcomes[1].case_id).await), ["category_3_examination"]);
    assert_eq!(unknown(world.case(&outcomes[2].case_id).await), Vec::<String>::new());
}

#[tokio::test]
async fn every_field_of_a_row_that_is_wrong_is_told_and_hinders_no_other_row() {
    let world = World::on(LIVE).await;
    let estimate = PastEstimate { made_on: on_day(LIVE), category: 0, examined: false };
    let wrong = CaseToTakeOver {
        request_id: "row 1".into(),
        scheme: 0,
        recognised_on: on_day(LIVE),
        questionnaire_returned_on: on_day("2022-11-20"),
        last_evaluation: Some(estimate),
        referred_on: on_day("2022-12-04"),
        trajectory_requested_on: on_day("2022-12-02"),
        route_b_authorised_on: on_day("2022-12-03"),
        activity_ceased_on: None,
        ..world.row("2022-09-01")
    };
    let self_employed = CaseToTakeOver {
        scheme: trajet_contracts::assessment::v1::Scheme::SelfEmployed.into(),
        ..world.row("2022-09-02")
    };
    let right = world.row("2022-09-03");
    for check_only in [true, false] {
        let outcomes = world.take_over(vec![wrong.clone(), self_employed.clone(), right.clone()], check_only).await;
        assert_eq!(outcomes[0].reason(), ErrorReason::ValidationFailed);
        let mut fields = fields_of(&outcomes[0]);
        fields.sort_unstable();
        assert_eq!(
            fields,
            [
                "activity_ceased_on",
                "first_estimate",
                "last_evaluation.category",
                "last_evaluation.made_on",
                "questionnaire_sent_on",
                "recognised_on",
                "referred_on",
                "request_id",
                "scheme",
                "trajectory_requested_on",
            ]
        );
        assert_eq!(outcomes[1].reason(), ErrorReason::LegalRefusal);
        assert_eq!(outcomes[2].reason(), ErrorReason::Unspecified);
        assert_eq!(outcomes[2].case_id.is_empty(), check_only);
        assert_eq!(world.found(NISS).await.len(), usize::from(!check_only));
        for word in PERSONAL {
            assert!(!format!("{outcomes:?}").contains(word));
        }
    }
}

#[tokio::test]
async fn a_batch_has_rows_and_not_too_many() {
    let world = World::on(LIVE).await;
    for rows in [Vec::new(), vec![CaseToTakeOver::default(); 501]] {
        let request = by(Role::InternalSystem, "300", TakeOverCasesRequest { rows, check_only: true });
        let status = world.service.take_over_cases(request).await.unwrap_err();
        assert_eq!(fields(&status), ["rows"]);
    }
}

#[tokio::test]
async fn t6_as_of_a_day_before_go_live_a_case_shows_its_dated_facts_and_no_deadline() {
    let world = World::on(LIVE).await;
    let estimate =
        PastEstimate { made_on: on_day("2022-12-02"), category: Category::ThreeTreatmentFirst.into(), examined: true };
    let row = CaseToTakeOver { first_estimate: Some(estimate), ..world.row("2022-09-01") };
    let case_id = world.take_over(vec![row], false).await.remove(0).case_id;
    let as_of = async |text: &str| {
        let request = GetCaseRequest { case_id: case_id.clone(), as_of: on_day(text), ..GetCaseRequest::default() };
        world.service.get_case(physician(request)).await.unwrap().into_inner().incapacity_case.unwrap()
    };
    let before = as_of("2022-12-01").await;
    assert_eq!((before.status(), before.first_estimate, before.deadlines.len()), (CaseStatus::Recognised, None, 0));
    let estimated = as_of("2022-12-03").await;
    assert_eq!((estimated.first_estimate.is_some(), estimated.deadlines.len()), (true, 0));
    assert_eq!(as_of(LIVE).await.deadlines.len(), 1);
}
