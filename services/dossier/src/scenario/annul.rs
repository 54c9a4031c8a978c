//! An act that was recorded wrongly is annulled, and what another service took back never was (GDPR, article 16).

use trajet_contracts::dossier::v1::annul_act_request::Instead;
use trajet_contracts::dossier::v1::{AnnulActRequest, AnnulActResponse};
use trajet_contracts::r#type::v1::{Annulment, AnnulmentAskedBy, AnnulmentReason, FactsAnnulled, HistoryEntry};

use super::*;

impl World {
    pub(super) async fn entries(&self) -> Vec<HistoryEntry> {
        let request = ListCaseHistoryRequest { case_id: CASE.to_string(), page_size: 200, ..Default::default() };
        self.service.list_case_history(coordinator(request)).await.unwrap().into_inner().entries
    }

    pub(super) async fn annul(&self, kind: &str, instead: Option<Instead>) -> Result<AnnulActResponse, Status> {
        let entry =
            self.entries().await.into_iter().rfind(|entry| entry.kind == kind && entry.annulled_by == 0).unwrap();
        let annulment = Annulment {
            act_position: entry.position,
            reason: AnnulmentReason::WrongContent.into(),
            asked_by: AnnulmentAskedBy::Person.into(),
        };
        let request = AnnulActRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            annulment: Some(annulment),
            instead,
            ..Default::default()
        };
        let done = self.service.annul_act(coordinator(request)).await.map(tonic::Response::into_inner);
        self.views_follow_from_the_events().await;
        done
    }

    /// Assessment takes back what it told at positions of its ledger.
    pub(super) async fn taken_back(&self, positions: Vec<u64>, whole_case: bool) {
        let annulled = FactsAnnulled {
            positions,
            whole_case,
            annulled_on: on("2023-01-20"),
            reason: AnnulmentReason::WrongPerson.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
            followed_by: 0,
        };
        let event = event(&CASE, 90, &AssessmentEvent { fact: Some(Assessed::FactsAnnulled(annulled)) });
        self.bench.take(self.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
        self.views_follow_from_the_events().await;
    }

    fn granted(dossier: &Dossier) -> Vec<bool> {
        dossier.trajectory.iter().flat_map(|it| &it.consents).map(|consent| consent.granted).collect()
    }
}

#[tokio::test]
async fn t9_an_annulled_contact_is_to_be_held_and_what_came_with_it_is_taken_back() {
    let world = World::referred().await;
    let before = world.read().await;
    world.until("2023-01-10").await;
    world.service.record_contact(coordinator(world.contact("2023-01-10"))).await.unwrap();
    assert_eq!(World::granted(&world.read().await), [true; 4]);
    world.annul("consents_recorded", None).await.unwrap();
    let dossier = world.read().await;
    assert_eq!(
        (dossier.deadlines, dossier.preparation, dossier.trajectory),
        (before.deadlines, before.preparation, before.trajectory)
    );
    assert_eq!(world.fed().await.last().unwrap(), "FactsAnnulled");
    let struck = world.entries().await.iter().filter(|entry| entry.annulled_by > 0).count();
    assert!(struck >= 3, "the contact, the consents, the deadline that was met");
    let again = world.annul("act_annulled", None).await.unwrap_err();
    assert_eq!(refused(&again).0, "IS_AN_ANNULMENT");
}

#[tokio::test]
async fn t9_d3_the_right_consents_take_the_place_of_the_wrong_ones_and_later_acts_hold() {
    let world = World::referred().await;
    world.until("2023-01-10").await;
    world.service.record_contact(coordinator(world.contact("2023-01-10"))).await.unwrap();
    world.until("2023-01-12").await;
    let form = |granted, signed_on| ConsentForm {
        decisions: vec![ConsentDecision { purpose: ConsentPurpose::PhysicianFollowUp.into(), granted }],
        ..consent(signed_on)
    };
    let recorded = |granted| RecordConsentsRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        consent: Some(form(granted, "2023-01-12")),
        ..Default::default()
    };
    world.service.record_consents(coordinator(recorded(false))).await.unwrap();
    world.until("2023-01-16").await;
    let right = RecordConsentsRequest {
        request_id: String::new(),
        case_id: String::new(),
        consent: Some(form(true, "2023-01-11")),
        ..Default::default()
    };
    world.annul("consents_recorded", Some(Instead::Consents(right))).await.unwrap();
    assert_eq!(World::granted(&world.read().await), [true; 4]);
    let told = world.fed().await;
    assert_eq!(told[told.len() - 2..], ["FactsAnnulled", "ConsentsRecorded"]);
}

#[tokio::test]
async fn t9_a_referral_that_is_taken_back_leaves_no_duty_and_names_what_rested_on_it() {
    let world = World::on("2022-12-12").await;
    world.recognised(CASE).await;
    let before = world.read().await;
    let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
    let event = event(&CASE, 5, &AssessmentEvent { fact: Some(Assessed::PersonReferred(referred)) });
    world.bench.take(world.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
    world.until("2022-12-20").await;
    world.service.make_appointment(coordinator(world.appointment("2023-01-16", "2022-12-20"))).await.unwrap();
    world.until("2023-01-20").await;
    world.taken_back(vec![5], false).await;
    let dossier = world.read().await;
    assert_eq!(dossier.deadlines, before.deadlines);
    assert_eq!(dossier.preparation.unwrap().appointments.len(), 1, "somebody made it: it stands");
    let entries = world.entries().await;
    let made = entries.iter().find(|entry| entry.kind == "appointment_made").unwrap();
    let annulled = entries.iter().rfind(|entry| entry.kind == "act_annulled").unwrap();
    assert!(annulled.summary.contains(&format!("entries {} stand", made.position)), "{}", annulled.summary);
}

#[tokio::test]
async fn t9_a_case_that_is_annulled_in_assessment_is_on_no_list_here() {
    let world = World::referred().await;
    world.until("2023-01-20").await;
    world.taken_back(Vec::new(), true).await;
    assert_eq!(world.work(coordinator(ListWorkRequest::default())).await.rows, []);
    assert_eq!(world.until("2023-06-01").await, 0);
    let late = world.service.record_contact(coordinator(world.contact("2023-01-20"))).await.unwrap_err();
    assert_eq!(refused(&late).0, "CASE_ANNULLED");
    let entries = world.entries().await;
    assert_eq!(entries.iter().filter(|entry| entry.annulled_by == 0).count(), 1);
    world.taken_back(Vec::new(), true).await;
    assert_eq!(world.entries().await.len(), entries.len(), "heard twice it does nothing");
}

#[tokio::test]
async fn t9_k2_nobody_annuls_what_the_registry_of_coordinators_holds() {
    let world = World::referred().await;
    let own = crate::registry::stream_of(world.ledger(), &trajet_dossier_domain::SubjectId("coordinator-1".into()))
        .to_string();
    let mut answers = Vec::new();
    for case_id in [own, crate::registry::calendar_stream(world.ledger()).to_string(), world.id()] {
        for act_position in 1..10 {
            let annulment = Annulment {
                act_position,
                reason: AnnulmentReason::WrongContent.into(),
                asked_by: AnnulmentAskedBy::Keeper.into(),
            };
            let (request_id, annulment, case_id) = (world.id(), Some(annulment), case_id.clone());
            let request = AnnulActRequest { request_id, case_id, annulment, ..Default::default() };
            let refused = world.service.annul_act(coordinator(request)).await.unwrap_err();
            answers.push((refused.code(), refused.message().to_owned(), refused.details().to_vec()));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert_eq!(answers[0].0, tonic::Code::NotFound);
}

#[tokio::test]
async fn t9_d26_what_somebody_wrote_in_a_thread_they_annul_and_all_else_the_coordinator() {
    let world = World::referred().await;
    world.open(physician).await.unwrap();
    let written = world.entries().await.into_iter().rfind(|entry| entry.kind == "message_posted").unwrap().position;
    let annulment = Annulment {
        act_position: written,
        reason: AnnulmentReason::WrongPerson.into(),
        asked_by: AnnulmentAskedBy::Keeper.into(),
    };
    let request = || AnnulActRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        annulment: Some(annulment),
        ..Default::default()
    };
    let status = world.service.annul_act(coordinator(request())).await.unwrap_err();
    assert_eq!(refused(&status).0, "OF_ANOTHER_OFFICE");
    world.service.annul_act(physician(request())).await.unwrap();
    world.views_follow_from_the_events().await;
    world.until("2023-01-10").await;
    world.service.record_contact(coordinator(world.contact("2023-01-10"))).await.unwrap();
    let contact = world.entries().await.into_iter().rfind(|entry| entry.kind == "first_contact_held").unwrap().position;
    let annulment = Annulment { act_position: contact, ..annulment };
    let contact = AnnulActRequest { annulment: Some(annulment), ..request() };
    let status = world.service.annul_act(physician(contact)).await.unwrap_err();
    assert_eq!(refused(&status).0, "OF_ANOTHER_OFFICE");
}
