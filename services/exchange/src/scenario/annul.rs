//! What a partner told by mistake is annulled (GDPR, article 16).

use std::collections::BTreeMap;

use trajet_contracts::exchange::v1::AnnulActRequest;
use trajet_contracts::r#type::v1::{Annulment, AnnulmentAskedBy, AnnulmentReason, FactsAnnulled};
use trajet_exchange_domain::CaseId;

use super::*;

/// Annuls an act of the case.
async fn annul(world: &World, act_position: u64) -> Result<(), Status> {
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
    world.service.annul_act(by(Role::Physician, "0411724220", request)).await.map(drop)
}

/// Medical assessment annuls the whole case: it was opened for the wrong person.
async fn whole_case_annulled(world: &World, case: Uuid, on: &str) {
    let annulled = FactsAnnulled {
        whole_case: true,
        annulled_on: Some(to_proto(day(on))),
        reason: AnnulmentReason::WrongPerson.into(),
        asked_by: AnnulmentAskedBy::Keeper.into(),
        ..FactsAnnulled::default()
    };
    let event = event(&case, 9, &AssessmentEvent { fact: Some(Told::FactsAnnulled(annulled)) });
    world.bench.take(world.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
}

/// The reports that wait for a case.
async fn waiting(world: &World) -> Vec<String> {
    let listed = world.unmatched(ListUnmatchedReportsRequest::default()).await;
    listed.reports.into_iter().map(|report| report.report_id).collect()
}

#[tokio::test]
async fn t9_x7_reports_wait_again_once_their_whole_case_is_annulled_on_sqlite() {
    t9_x7_reports_wait_again_once_their_whole_case_is_annulled(World::on("2022-09-05").await.with_partners().await)
        .await;
}

#[tokio::test]
async fn t9_x7_reports_wait_again_once_their_whole_case_is_annulled_on_postgres() {
    let world = World::on_postgres("2022-09-05").await.with_partners().await;
    t9_x7_reports_wait_again_once_their_whole_case_is_annulled(world).await;
}

async fn t9_x7_reports_wait_again_once_their_whole_case_is_annulled(world: World) {
    // Given a case with what a partner told, once more in other words of the same partner, and one report told by mistake
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let told = world.reported(KNOWN, "2022-09-03").await.report_id;
    let again = world.reported(KNOWN, "2022-09-03").await.report_id;
    world.reported(KNOWN, "2022-09-04").await;
    world.matched().await;
    let list = ListCaseHistoryRequest { case_id: CASE.to_string(), page_size: 200, ..Default::default() };
    let request = by(Role::Physician, "0411724220", list);
    let entries = world.service.list_case_history(request).await.unwrap().into_inner().entries;
    let mistaken = entries.iter().rfind(|entry| entry.kind == "codex_fact_told").unwrap();
    annul(&world, mistaken.position).await.unwrap();
    // When the whole case is annulled
    whole_case_annulled(&world, CASE, "2022-09-05").await;
    assert_eq!(world.app.pending().await.unwrap(), 2);
    world.matched().await;
    // Then nothing that the partner told is lost, and what was told by mistake stays annulled
    assert_eq!(waiting(&world).await, [told.clone(), again.clone()]);
    world.views_follow_from_the_events().await;
    // And the case that is opened for the person after all takes it over, once
    world.recognised(OTHER_CASE, KNOWN, "2022-09-02").await;
    world.matched().await;
    assert!(waiting(&world).await.is_empty());
    assert_eq!(world.codex(OTHER_CASE).await, std::slice::from_ref(&told));
    world.views_follow_from_the_events().await;
    // And so again, if that one was opened by mistake too
    whole_case_annulled(&world, OTHER_CASE, "2022-09-05").await;
    world.matched().await;
    assert_eq!(waiting(&world).await, [told, again]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn t9_x7_a_report_that_is_noted_too_late_waits_again() {
    // Given a case that takes a report over, and is annulled before that is noted with the report
    let world = World::on("2022-09-05").await.with_partners().await;
    world.recognised(CASE, KNOWN, "2022-09-01").await;
    let report = world.reported(KNOWN, "2022-09-03").await.report_id;
    let found = reports::matchable(world.ledger(), 10).await.unwrap();
    matcher::take(world.ledger(), found[0]).await.unwrap();
    whole_case_annulled(&world, CASE, "2022-09-05").await;
    matcher::note(world.ledger(), found[0].report, Some(CaseId(CASE.into_bytes()))).await.unwrap();
    assert!(waiting(&world).await.is_empty());
    // Then it waits as if it had not been noted
    world.matched().await;
    assert_eq!(waiting(&world).await, [report]);
    world.views_follow_from_the_events().await;
}

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
    let annul = async |act_position| annul(&world, act_position).await;
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
