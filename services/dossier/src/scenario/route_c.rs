//! Who presents themselves to a regional service: told by the exchange, on the coordinator's list while in primary incapacity (X8).

use trajet_contracts::dossier::v1::{ConsentDecision, ConsentPurpose, PresentationNote, Reception};
use trajet_contracts::exchange::v1::exchange_event::Fact as Exchanged;
use trajet_contracts::exchange::v1::{ExchangeEvent, RehabilitationFactTold};
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as Told;
use trajet_contracts::r#type::v1::{RegionalForm, RegionalPresentation, RehabilitationFact};

use super::*;

impl World {
    async fn presented(&self, position: u64, presented_on: &str, form: RegionalForm) {
        let told = Told::Presented(RegionalPresentation { presented_on: on(presented_on), form: form.into() });
        let fact = Some(RehabilitationFact { fact: Some(told) });
        let fact =
            Exchanged::RehabilitationFactTold(RehabilitationFactTold { fact, partner_number: "0206653946".into() });
        let event = event(&CASE, position, &ExchangeEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::exchange::react(&event, "exchange/300")).await;
    }

    async fn offers(&self) -> usize {
        let work = self.work(coordinator(ListWorkRequest::default())).await;
        work.rows.iter().flat_map(|row| &row.items).filter(|item| step(item) == "route_b_offer").count()
    }

    async fn presentations(&self) -> Vec<PresentationNote> {
        self.read().await.preparation.unwrap().presentations
    }
}

fn note(presented_on: &str, form: RegionalForm, reception: Reception) -> PresentationNote {
    PresentationNote { presented_on: on(presented_on), form: form.into(), reception: reception.into() }
}

#[tokio::test]
async fn x8_who_is_in_primary_incapacity_comes_to_the_coordinators_list_until_route_b_is_asked_for() {
    let world = World::on("2022-10-03").await;
    world.recognised(CASE).await;
    world.presented(1, "2022-10-03", RegionalForm::Fia).await;
    assert_eq!(world.presentations().await, [note("2022-10-03", RegionalForm::Fia, Reception::PointedToRouteB)]);
    assert_eq!(deadline(&world.read().await, "route_b_offer").plan.as_ref().unwrap().target, on("2022-10-17"));
    assert_eq!(world.offers().await, 1);
    world.until("2022-10-10").await;
    world.service.open_route_b(coordinator(world.route_b("2022-10-10"))).await.unwrap();
    assert_eq!(world.offers().await, 0);
    let outcome = deadline(&world.read().await, "route_b_offer").outcome();
    assert_eq!(outcome, DeadlineOutcome::Met);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x8_an_invalid_is_received_and_nothing_is_asked_of_the_coordinator() {
    let world = World::on("2023-09-01").await;
    world.recognised(CASE).await;
    world.presented(1, "2023-09-01", RegionalForm::Amf).await;
    world.presented(2, "2023-08-31", RegionalForm::Amf).await;
    let received = note("2023-09-01", RegionalForm::Amf, Reception::Received);
    let pointed = note("2023-08-31", RegionalForm::Amf, Reception::PointedToRouteB);
    assert_eq!(world.presentations().await, [received, pointed]);
    assert_eq!(world.offers().await, 1);
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(coordinator(request)).await.unwrap().into_inner();
    assert!(format!("{history:?}").contains("The person presented themselves to a regional service."));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x8_d3_while_consent_to_the_trajectory_is_refused_a_presentation_is_told_by_its_day_alone() {
    let world = World::referred().await;
    world.until("2023-01-20").await;
    world.service.record_contact(coordinator(world.contact("2023-01-20"))).await.unwrap();
    world.presented(50, "2023-01-20", RegionalForm::Fia).await;
    let told = note("2023-01-20", RegionalForm::Fia, Reception::PointedToRouteB);
    assert_eq!(world.presentations().await, [told]);
    let withdrawal = RecordConsentsRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        consent: Some(ConsentForm {
            decisions: vec![ConsentDecision { purpose: ConsentPurpose::Trajectory.into(), granted: false }],
            signed_on: on("2023-01-20"),
            ..ConsentForm::default()
        }),
    };
    world.service.record_consents(coordinator(withdrawal)).await.unwrap();
    let hidden = PresentationNote { presented_on: on("2023-01-20"), ..PresentationNote::default() };
    assert_eq!(world.presentations().await, [hidden]);
    assert_eq!(world.offers().await, 0);
}
