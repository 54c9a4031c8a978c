//! An act is annulled, and the process is killed before the other services have heard of it.

use acceptance::acts::fates;
use acceptance::day::wire;
use acceptance::people::request_id;
use acceptance::{Client, Engine, Installation, Role, day, on_both_engines};
use trajet_contracts::assessment::v1::annul_act_request::Instead;
use trajet_contracts::assessment::v1::{
    AnnulActRequest, CaseStatus, Category, CodexAskedBy, StartConcurrentTrackRequest,
};
use trajet_contracts::dossier::v1::ListWorkRequest;
use trajet_contracts::r#type::v1::{
    Annulment, AnnulmentAskedBy, AnnulmentReason, ConcurrentTrackKind, CorrectingNotice, DeadlineOutcome, SentKind,
};

on_both_engines!(
    t9_an_annulment_is_heard_after_a_kill,
    t9_an_annulled_case_is_nowhere_after_a_kill,
    t9_q4_what_is_put_right_is_heard_as_one_after_a_kill,
);

/// Annuls the act that recorded the last entry of a kind.
pub(super) async fn annul(physician: &Client, case_id: &str, kind: &str) {
    put_right(physician, case_id, kind, None).await;
}

/// Annuls the act that recorded the last entry of a kind, and puts another in its place.
async fn put_right(physician: &Client, case_id: &str, kind: &str, instead: Option<Instead>) {
    let history = physician.assessment_history(case_id).await;
    let entry = history.iter().rfind(|entry| entry.kind == kind).unwrap();
    let annulment = Annulment {
        act_position: entry.position,
        reason: AnnulmentReason::WrongPerson.into(),
        asked_by: AnnulmentAskedBy::Person.into(),
    };
    let request = AnnulActRequest {
        request_id: request_id(),
        case_id: case_id.to_owned(),
        annulment: Some(annulment),
        instead,
        ..Default::default()
    };
    physician.assessment().annul_act(request).await.unwrap();
}

async fn t9_an_annulment_is_heard_after_a_kill(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-12-05")).await;
    physician.estimate(&case_id, Category::FourReturnWithActions).await;
    server.settle().await;
    let told = server.client(Role::Coordinator).dossier_of(&case_id).await;
    assert_eq!(fates(&told.deadlines)["first_contact_category_4"].2, DeadlineOutcome::Open);

    annul(&physician, &case_id, "first_estimate_made").await;
    server.kill().await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-12-05"]).await;
    server.settle().await;
    let told = server.client(Role::Coordinator).dossier_of(&case_id).await;
    assert!(!fates(&told.deadlines).contains_key("first_contact_category_4"), "what was told was taken back");
    let case = server.client(Role::Physician).case(&case_id).await;
    assert_eq!(fates(&case.deadlines)["first_estimate"].2, DeadlineOutcome::Open);
    server.advance(day("2023-01-02")).await;
    let case = server.client(Role::Physician).case(&case_id).await;
    assert!(case.deadlines.iter().any(|deadline| deadline.missed_on.is_some()), "late by its real last day");
    server.stop().await;
    let verified = installation.verify().await;
    assert!(verified.status.success(), "{verified:?}");
    let reconciled = installation.verify_deadlines(&["--on", "2023-01-02"]).await;
    assert!(reconciled.status.success(), "{reconciled:?}");
}

async fn t9_an_annulled_case_is_nowhere_after_a_kill(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-12-05")).await;
    physician.estimate(&case_id, Category::FourReturnWithActions).await;
    server.settle().await;
    annul(&physician, &case_id, "incapacity_declared").await;
    server.kill().await;

    let server = installation.serve(&["--simulated-clock", "--start", "2022-12-05"]).await;
    server.settle().await;
    server.advance(day("2023-03-15")).await;
    let physician = server.client(Role::Physician);
    assert_eq!(physician.case(&case_id).await.status(), CaseStatus::Annulled);
    assert!(physician.work().await.is_empty());
    let coordinator = server.client(Role::Coordinator);
    let rows = coordinator.dossier().list_work(ListWorkRequest::default()).await.unwrap().into_inner().rows;
    assert!(rows.is_empty());
    // The questionnaire had gone out: that it is void the person was told once, killed or not.
    let told = coordinator.questionnaire_case(&case_id).await.correcting_notices;
    assert_eq!(told.iter().map(CorrectingNotice::sent).collect::<Vec<_>>(), [SentKind::Questionnaire]);
    // The person's incapacity can be declared again.
    physician.declare(1, day("2022-09-01")).await;
    server.stop().await;
    let verified = installation.verify().await;
    assert!(verified.status.success(), "{verified:?}");
    let reconciled = installation.verify_deadlines(&["--on", "2023-03-15"]).await;
    assert!(reconciled.status.success(), "{reconciled:?}");
}

async fn t9_q4_what_is_put_right_is_heard_as_one_after_a_kill(engine: Engine) {
    // Given a CODEX trajectory beside which no questionnaire was sent
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-10-03")).await;
    physician.start_track(&case_id, ConcurrentTrackKind::CodexRequested, day("2022-10-01")).await;
    server.advance(day("2022-11-20")).await;
    let before = physician.questionnaire_case(&case_id).await;
    assert!(before.earlier_sendings.is_empty() && before.deadlines.iter().all(|deadline| deadline.missed_on.is_none()));
    // When its first day is put right, and the process is killed at once
    let right = StartConcurrentTrackRequest {
        kind: ConcurrentTrackKind::CodexRequested.into(),
        starts_on: wire(day("2022-10-03")),
        codex_asked_by: CodexAskedBy::Worker.into(),
        ..Default::default()
    };
    put_right(&physician, &case_id, "track_started", Some(Instead::TrackStart(right))).await;
    server.kill().await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-11-20"]).await;
    server.settle().await;
    // Then nothing was to be sent for a moment: nothing is sent, and nothing was late
    let physician = server.client(Role::Physician);
    let after = physician.questionnaire_case(&case_id).await;
    assert_eq!(
        (after.stage, after.earlier_sendings, fates(&after.deadlines)),
        (before.stage, before.earlier_sendings, fates(&before.deadlines))
    );
    let told = physician.questionnaire_history(&case_id).await;
    let kinds: Vec<_> =
        told.iter().rev().take_while(|entry| entry.kind != "act_annulled").map(|entry| &entry.kind[..]).collect();
    assert!(kinds.contains(&"track_started"), "{kinds:?}");
    server.stop().await;
    let reconciled = installation.verify_deadlines(&["--on", "2022-11-20"]).await;
    assert!(reconciled.status.success(), "{reconciled:?}");
}
