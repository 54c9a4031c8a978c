//! What a process keeps.

use acceptance::{Client, Engine, Installation, Role, Server, day, on_both_engines};
use trajet_contracts::r#type::v1::HistoryEntry;

on_both_engines!(a_restart_keeps_everything, what_was_answered_survives_a_kill);

/// All that can be read of a case: as long as the days are the same, so are the answers.
async fn all_of(server: &Server, case_id: &str) -> (String, Vec<HistoryEntry>) {
    let physician: Client = server.client(Role::Physician);
    let case = physician.case(case_id).await;
    let form = physician.questionnaire_case(case_id).await;
    let rows = physician.work().await;
    let mut history = physician.assessment_history(case_id).await;
    history.extend(physician.questionnaire_history(case_id).await);
    let items: Vec<_> = rows.iter().map(|row| (&row.niss, &row.items)).collect();
    // Messages with personal fields show their name alone: compare them as bytes.
    (
        format!("{:?} {:?} {items:?}", prost::Message::encode_to_vec(&case), prost::Message::encode_to_vec(&form)),
        history,
    )
}

async fn a_restart_keeps_everything(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-09-01"]).await;
    let case_id = server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.advance(day("2022-11-12")).await;
    let before = all_of(&server, &case_id).await;
    assert!(before.1.iter().any(|entry| entry.kind == "questionnaire_sent"), "{before:?}");
    assert_eq!(server.stop().await.code, Some(0));

    let server = installation.serve(&["--simulated-clock", "--start", "2022-11-12"]).await;
    server.settle().await;
    assert_eq!(all_of(&server, &case_id).await, before);
    server.stop().await;
    let verified = installation.verify().await;
    assert!(verified.status.success(), "{verified:?}");
}

async fn what_was_answered_survives_a_kill(engine: Engine) {
    let installation = Installation::new(engine).await;
    let options = ["--simulated-clock", "--start", "2022-09-01"];
    let mut declared = Vec::new();
    for number in 1..=3 {
        let server = installation.serve(&options).await;
        declared.push(server.client(Role::Physician).declare_and_recognise(number, day("2022-09-01")).await);
        // Killed between the answer and whatever else it was doing.
        server.kill().await;
    }
    let server = installation.serve(&options).await;
    server.settle().await;
    for done in declared {
        let case = server.client(Role::Physician).case(&done.case_id).await;
        let told = server.client(Role::Physician).questionnaire_case(&done.case_id).await;
        assert!(case.decision.is_some_and(|decision| decision.recognised));
        assert_eq!(told.deadlines.len(), 1, "the recognition was told once");
    }
}
