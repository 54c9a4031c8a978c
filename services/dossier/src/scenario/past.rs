//! A dossier as it was: on a day, by what was known at an instant.

use trajet_contracts::dossier::v1::GetDossierResponse;
use trajet_contracts::r#type::v1::DeadlineStanding;

use super::*;

async fn past(world: &World, as_of: &str, by: fn(GetDossierRequest) -> Request<GetDossierRequest>) -> Dossier {
    let request = GetDossierRequest { case_id: CASE.to_string(), as_of: on(as_of), ..Default::default() };
    let GetDossierResponse { dossier, as_of: told, .. } =
        world.service.get_dossier(by(request)).await.unwrap().into_inner();
    assert_eq!(told, on(as_of));
    dossier.unwrap()
}

fn withdrawal(world: &World, signed_on: &str) -> Request<RecordConsentsRequest> {
    coordinator(RecordConsentsRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        consent: Some(ConsentForm {
            decisions: vec![ConsentDecision { purpose: ConsentPurpose::Trajectory.into(), granted: false }],
            signed_on: on(signed_on),
            ..ConsentForm::default()
        }),
        ..Default::default()
    })
}

#[tokio::test]
async fn d4_as_of_a_day_the_contact_is_due_until_the_day_on_which_it_was_held() {
    let world = World::referred().await;
    world.until("2023-01-20").await;
    // Entered ten days after it took place.
    world.service.record_contact(coordinator(world.contact("2023-01-10"))).await.unwrap();
    let stands = async |day: &str| {
        let dossier = past(&world, day, coordinator).await;
        (dossier.stage(), deadline(&dossier, "first_contact_category_4").standing(), dossier.trajectory.unwrap())
    };
    let (stage, standing, trajectory) = stands("2023-01-09").await;
    assert_eq!((stage, standing), (DossierStage::FirstContactDue, DeadlineStanding::Due));
    assert!(trajectory.contacts.is_empty() && trajectory.consents.is_empty());
    let (stage, standing, trajectory) = stands("2023-01-10").await;
    assert_eq!((stage, standing), (DossierStage::Contacted, DeadlineStanding::Closed));
    assert_eq!((trajectory.contacts.len(), trajectory.contacts[0].actions.len()), (1, 1));
    assert_eq!(past(&world, "2023-01-20", coordinator).await, world.read().await, "as of today it is what it is");
}

#[tokio::test]
async fn d3_a_withdrawal_hides_what_was_agreed_in_the_past_as_well() {
    let world = World::referred().await;
    world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
    let agreed = async |by| {
        let contacts = past(&world, "2022-12-12", by).await.trajectory.unwrap().contacts;
        (contacts[0].actions.len(), contacts[0].next_way())
    };
    world.until("2022-12-20").await;
    for by in [coordinator, physician] {
        assert_eq!(agreed(by).await, (1, NextWay::AmiTrajectory));
    }
    world.service.record_consents(withdrawal(&world, "2022-12-20")).await.unwrap();
    for by in [coordinator, physician] {
        assert_eq!(agreed(by).await, (0, NextWay::Unspecified));
    }
    // That consent was given then stays a fact of then.
    let consents = past(&world, "2022-12-12", coordinator).await.trajectory.unwrap().consents;
    assert!(consents.iter().all(|consent| consent.granted) && consents.len() == 4);
}

#[tokio::test]
async fn d6_a_request_that_was_entered_after_a_later_one_keeps_its_number_and_its_contact() {
    let world = World::on("2022-12-12").await;
    world.recognised(CASE).await;
    world.service.open_route_b(coordinator(world.route_b("2022-11-20"))).await.unwrap();
    let end = EndTrajectoryRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        ended_on: on("2022-12-10"),
        reason: TrajectoryEndReason::NotWished.into(),
        ..Default::default()
    };
    world.service.end_trajectory(coordinator(end)).await.unwrap();
    world.service.open_route_b(coordinator(world.route_b("2022-11-01"))).await.unwrap();
    world.service.record_contact(coordinator(world.contact("2022-11-10"))).await.unwrap();
    assert_eq!(past(&world, "2022-11-09", coordinator).await.stage(), DossierStage::FirstContactDue);
    assert_eq!(past(&world, "2022-11-10", coordinator).await.stage(), DossierStage::Contacted);
    let received = |dossier: Dossier| dossier.preparation.unwrap().requests.len();
    assert_eq!(received(past(&world, "2022-11-10", coordinator).await), 1);
    assert_eq!(received(past(&world, "2022-11-20", coordinator).await), 2);
}
