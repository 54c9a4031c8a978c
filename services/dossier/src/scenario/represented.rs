//! A legal representative signs in the place of the person.

use trajet_contracts::assessment::v1::PersonRepresented;
use trajet_law::representation::Representation;
use trajet_service::representation;

use super::*;
use crate::samples;

impl World {
    /// Medical assessment tells who represents the person from 1 October 2022 on, until a day.
    async fn represented(&self, until: Option<&str>) {
        let told = Representation { until: until.map(day), ..samples::representation() };
        let representation = Some(representation::tell(&told));
        self.assessed(CASE, Assessed::PersonRepresented(PersonRepresented { representation })).await;
    }
}

#[tokio::test]
async fn d1_d3_consent_is_the_representatives_on_the_days_of_the_representation_and_says_so() {
    let world = World::referred().await;
    let contact = || {
        let mut contact = world.contact("2022-12-12");
        contact.consent.as_mut().unwrap().representative = 1;
        coordinator(contact)
    };
    let refused = world.service.record_contact(contact()).await.unwrap_err();
    let refused = &refused.get_details_precondition_failure().unwrap().violations[0];
    assert_eq!((refused.r#type.as_str(), refused.subject.as_str()), ("D1", "NOT_REPRESENTED"));
    world.represented(Some("2022-12-11")).await;
    assert_eq!(reason(&world.service.record_contact(contact()).await.unwrap_err()), "LEGAL_REFUSAL");
    world.represented(None).await;
    world.service.record_contact(contact()).await.unwrap();
    // Its end is recorded later: what was signed before stays, and says who signed.
    world.represented(Some("2022-12-12")).await;
    let dossier = world.read().await;
    let consents = dossier.trajectory.unwrap().consents;
    assert!(consents.iter().all(|consent| consent.granted && consent.representative == 1));
    assert_eq!(dossier.representations[0].ends_on, on("2022-12-12"));
    world.until("2022-12-13").await;
    let mut later = RecordConsentsRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        consent: Some(ConsentForm { representative: 1, ..consent("2022-12-13") }),
    };
    assert_eq!(reason(&world.service.record_consents(coordinator(later.clone())).await.unwrap_err()), "LEGAL_REFUSAL");
    later.consent = Some(consent("2022-12-13"));
    world.service.record_consents(coordinator(later)).await.unwrap();
    let consents = world.read().await.trajectory.unwrap().consents;
    assert!(consents.iter().all(|consent| consent.representative == 0), "the person again decides");
}
