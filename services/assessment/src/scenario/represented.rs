//! Who represents the person by law.

use trajet_contracts::assessment::v1::{EndRepresentationRequest, RecordRepresentationRequest};
use trajet_contracts::r#type::v1::Representation;
use trajet_law::representation::RepresentationScope;
use trajet_service::representation;

use super::*;
use crate::samples;

impl World {
    fn representation(&self, case: &str) -> RecordRepresentationRequest {
        let representation = representation::tell(&samples::representation());
        RecordRepresentationRequest {
            request_id: self.id(),
            case_id: case.into(),
            etag: String::new(),
            representation: Some(Representation { number: 0, ends_on: None, ..representation }),
        }
    }

    fn representation_end(&self, case: &str, ends_on: &str) -> EndRepresentationRequest {
        EndRepresentationRequest {
            request_id: self.id(),
            case_id: case.into(),
            etag: String::new(),
            representation: 1,
            ends_on: on(ends_on),
        }
    }
}

#[tokio::test]
async fn d1_a_representation_is_recorded_told_and_ended() {
    let (world, id) = World::recognised().await;
    let service = &world.service;
    let unknown = service.end_representation(physician(world.representation_end(&id, "2022-12-31"))).await.unwrap_err();
    assert_eq!((told(&unknown, "refusal"), told(&unknown, "rule")), ("REPRESENTATION_UNKNOWN".into(), "D1".into()));
    let mut numbered = world.representation(&id);
    numbered.representation.as_mut().unwrap().number = 1;
    let wrong = service.record_representation(physician(numbered)).await.unwrap_err();
    assert_names_nobody(&wrong);
    assert_eq!(fields(&wrong), ["representation.number"]);
    service.record_representation(physician(world.representation(&id))).await.unwrap();
    service.end_representation(physician(world.representation_end(&id, "2022-12-31"))).await.unwrap();
    let later = service.end_representation(physician(world.representation_end(&id, "2023-01-31"))).await.unwrap_err();
    assert_eq!(told(&later, "refusal"), "REPRESENTATION_ENDED");
    let early = service.end_representation(physician(world.representation_end(&id, "2021-12-31"))).await.unwrap_err();
    assert_eq!(fields(&early), ["ends_on"]);
    let [representation] = &world.case(&id).await.representations[..] else { panic!("one representation") };
    assert_eq!((representation.number, representation.ends_on), (1, on("2022-12-31")));
    assert_eq!(world.fed().await, ["IncapacityRecognised", "PersonRepresented", "PersonRepresented"]);
    let history = world.history(&id, 50, "").await.unwrap();
    assert!(history.entries.iter().any(|entry| entry.summary.starts_with("A legal representative is recorded from")));
}

#[tokio::test]
async fn d1_m12_a_refusal_goes_to_who_represents_the_person_on_its_day() {
    for (ends_on, to) in [("2022-12-05", true), ("2022-12-04", false)] {
        let (world, id) = World::recognised().await;
        let service = &world.service;
        service.record_representation(physician(world.representation(&id))).await.unwrap();
        service.end_representation(physician(world.representation_end(&id, ends_on))).await.unwrap();
        world.until("2022-12-05").await;
        let estimate = RecordFirstEstimateRequest { examined: true, ..world.estimate(&id, Category::TwoNoReturn) };
        service.record_first_estimate(physician(estimate)).await.unwrap();
        service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2022-12-05"))).await.unwrap();
        let notice = world.case(&id).await.trajectory_refusals[0].notice.clone().unwrap();
        assert_eq!((notice.addressee.is_some(), notice.paragraphs[0].contains("Jan Maes")), (to, to));
    }
}

#[tokio::test]
async fn r4_who_represents_for_letters_alone_is_told_who_looked_and_not_all_that_is_held() {
    for (letters_alone, all) in [(true, false), (false, true)] {
        // Given a representative for letters alone, or for everything
        let (world, id) = World::recognised().await;
        let mut request = world.representation(&id);
        if letters_alone {
            let scope = trajet_contracts::r#type::v1::RepresentationScope::Notices;
            request.representation.as_mut().unwrap().scopes = vec![scope.into()];
        }
        world.service.record_representation(physician(request)).await.unwrap();
        // Then they are told who looked, and all that is held where they represent in everything
        let source = trajet_service::held::sources(world.app.ledgers()).swap_remove(0);
        let representative = staff(Role::Representative, "representative-1");
        let case_id = id.parse().unwrap();
        let permitted =
            async |scopes: &[RepresentationScope]| source.permit(&representative, case_id, scopes).await.is_ok();
        assert!(permitted(&[RepresentationScope::Notices]).await);
        assert_eq!(permitted(RepresentationScope::ALL).await, all);
    }
}
