//! The questionnaire side of a case as it was on a day.

use trajet_contracts::r#type::v1::{Deadline, DeadlineStanding};

use super::*;

async fn past<R>(
    world: &World,
    as_of: &str,
    by: fn(GetQuestionnaireCaseRequest) -> R,
) -> Result<QuestionnaireCase, Status>
where
    R: Into<Request<GetQuestionnaireCaseRequest>>,
{
    let as_of = Some(to_proto(day(as_of)));
    let request = GetQuestionnaireCaseRequest { case_id: CASE.to_string(), as_of, ..Default::default() };
    Ok(world.service.get_questionnaire_case(by(request).into()).await?.into_inner().questionnaire_case.unwrap())
}

#[tokio::test]
async fn q5_as_of_a_day_the_questionnaire_is_planned_sent_overdue_and_back() {
    let world = World::sent().await;
    world.until("2022-11-25").await;
    world.until("2022-12-01").await;
    world.service.record_help(coordinator(world.help(CASE, "2022-11-28"))).await.unwrap();
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    for (day, stage, submissions, contacts, standing) in [
        ("2022-11-09", Stage::Planned, 0, 0, None),
        ("2022-11-10", Stage::Sent, 0, 0, Some(DeadlineStanding::NotYet)),
        ("2022-11-24", Stage::Sent, 0, 0, Some(DeadlineStanding::Due)),
        ("2022-11-25", Stage::Overdue, 0, 0, Some(DeadlineStanding::Late)),
        ("2022-11-28", Stage::Overdue, 0, 1, Some(DeadlineStanding::Late)),
        ("2022-12-01", Stage::Returned, 1, 1, Some(DeadlineStanding::Closed)),
    ] {
        let case = past(&world, day, physician).await.unwrap();
        let helped = case.help.map_or(0, |help| help.contacts.len());
        let returns = case.deadlines.iter().find(|it| it.plan.as_ref().unwrap().step == "questionnaire_return");
        let told = (case.submissions.len(), helped, returns.map(Deadline::standing));
        assert_eq!((Stage::try_from(case.stage).unwrap(), told), (stage, (submissions, contacts, standing)), "{day}");
    }
    assert_eq!(past(&world, "2022-12-01", physician).await.unwrap(), world.case(CASE, physician).await.unwrap());
}

#[tokio::test]
async fn d2_a_delegate_whose_task_is_done_reads_no_day_on_which_it_was_not() {
    let world = World::sent().await;
    world.until("2022-11-25").await;
    world.delegate(CASE, "staff-2").await;
    assert!(past(&world, "2022-11-25", delegate).await.is_ok());
    world.service.submit_answers(insured(world.submission(CASE))).await.unwrap();
    for day in ["2022-11-24", "2022-11-25"] {
        assert_eq!(reason(&past(&world, day, delegate).await.unwrap_err()), "CASE_NOT_FOUND");
    }
}

#[tokio::test]
async fn q2_the_medical_reason_of_the_past_reaches_the_physician_alone() {
    let world = World::on("2022-09-05").await;
    world.recognised(CASE).await;
    world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap();
    world.until("2022-10-01").await;
    let waiver = async |by: fn(GetQuestionnaireCaseRequest) -> Request<_>| {
        past(&world, "2022-09-05", by).await.unwrap().waiver.unwrap().medical_reason()
    };
    assert_eq!(waiver(physician).await, MedicalReason::KorsakoffSyndrome);
    assert_eq!(waiver(coordinator).await, MedicalReason::Unspecified);
}
