//! What a partner told by mistake is annulled (GDPR, article 16).

use std::collections::BTreeMap;

use trajet_contracts::exchange::v1::AnnulActRequest;
use trajet_contracts::r#type::v1::{Annulment, AnnulmentAskedBy, AnnulmentReason};

use super::*;

#[tokio::test]
async fn t9_x5_what_a_partner_told_by_mistake_is_annulled_and_not_taken_over_again() {
    let world = World::on("2022-09-05").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    world.reported(KNOWN, "2022-09-03").await;
    world.matched().await;
    assert_eq!(world.codex(CASE).await.len(), 1);
    let list = ListCaseHistoryRequest { case_id: CASE.to_string(), page_size: 200, ..Default::default() };
    let entries = || async {
        let request = by(Role::Physician, "0411724220", list.clone());
        world.service.list_case_history(request).await.unwrap().into_inner().entries
    };
    let told = entries().await.into_iter().find(|entry| entry.kind == "codex_fact_told").unwrap();
    let annul = |act_position| {
        let annulment = Annulment {
            act_position,
            reason: AnnulmentReason::WrongPerson.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
        };
        let request = AnnulActRequest {
            request_id: world.id(),
            case_id: CASE.to_string(),
            annulment: Some(annulment),
            ..Default::default()
        };
        world.service.annul_act(by(Role::Physician, "0411724220", request))
    };
    annul(told.position).await.unwrap();
    world.matched().await;
    assert!(world.codex(CASE).await.is_empty());
    world.views_follow_from_the_events().await;
    let struck: Vec<_> = entries().await.into_iter().filter(|entry| entry.annulled_by > 0).collect();
    assert_eq!(struck.iter().map(|entry| entry.position).collect::<Vec<_>>(), [told.position]);
    let page = world.app.feed_sources()[0].page(None, 100).await.unwrap();
    assert_eq!(page.events.last().unwrap().kind, "trajet.type.v1.FactsAnnulled");
    let opened = entries().await[0].position;
    for (position, refusal) in [(told.position, "ALREADY_ANNULLED"), (opened, "NOT_AN_ACT"), (9_999, "NO_SUCH_ACT")] {
        let refused = annul(position).await.unwrap_err();
        let info = refused.get_details_error_info().unwrap();
        assert_eq!(info.metadata.get("refusal").map(String::as_str), Some(refusal), "{refused:?}");
    }
}

#[tokio::test]
async fn t9_x7_neither_a_partner_nor_a_report_has_an_act_that_is_annulled() {
    let world = World::on("2022-09-05").await.with_partners().await;
    world.reported(KNOWN, "2022-09-03").await;
    let unmatched = ListUnmatchedReportsRequest { page_size: 10, ..Default::default() };
    let found = world.service.list_unmatched_reports(by(Role::Physician, "0411724220", unmatched)).await.unwrap();
    let report = found.into_inner().reports[0].report_id.clone();
    let partner = crate::registry::stream_of(world.ledger().name(), SERVICE.parse().unwrap()).to_string();
    let mut answers = Vec::new();
    for case_id in [report, partner, world.id()] {
        for act_position in [1, 2, 3] {
            let annulment = Annulment {
                act_position,
                reason: AnnulmentReason::WrongPerson.into(),
                asked_by: AnnulmentAskedBy::Keeper.into(),
            };
            let (request_id, annulment, case_id) = (world.id(), Some(annulment), case_id.clone());
            let request = AnnulActRequest { request_id, case_id, annulment, ..Default::default() };
            let refused = world.service.annul_act(by(Role::Physician, "0411724220", request)).await.unwrap_err();
            let told: BTreeMap<_, _> = refused.get_details_error_info().unwrap().metadata.into_iter().collect();
            answers.push((refused.code(), refused.message().to_owned(), refused.details().len(), told));
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}
