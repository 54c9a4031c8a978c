//! Forty days without a process: no step is lost, none is taken twice, and what came late says so.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod expected;

use std::collections::BTreeMap;

use acceptance::acts::{Fate, fates};
use acceptance::answers::{complete, definition};
use acceptance::day::wire;
use acceptance::people::request_id;
use acceptance::{Client, Engine, Installation, Role, Server, on_both_engines};
use trajet_contracts::assessment::v1::StartConcurrentTrackRequest;
use trajet_contracts::questionnaire::v1::MedicalReason;
use trajet_contracts::r#type::v1::{ConcurrentTrackKind, HistoryEntry};

use crate::expected::{CASES, Case, Course, FIRST, KILLED, LAST, RESTARTED, after};

on_both_engines!(every_step_due_in_an_outage_of_40_days_happens_once);

async fn every_step_due_in_an_outage_of_40_days_happens_once(engine: Engine) {
    let installation = Installation::new(engine).await;
    let server = start(&installation, FIRST).await;
    let mut cases = BTreeMap::new();
    for today in FIRST..=KILLED {
        server.advance(after(today)).await;
        act(&server, today, &mut cases).await;
    }
    server.settle().await;
    assert_eq!(cases.len(), CASES);
    for (case, case_id) in &cases {
        assert_as_expected(&server, case, case_id, KILLED).await;
    }
    server.kill().await;

    let server = start(&installation, RESTARTED).await;
    server.settle().await;
    for (case, case_id) in &cases {
        assert_as_expected(&server, case, case_id, RESTARTED).await;
    }
    server.advance(after(LAST)).await;
    for (case, case_id) in &cases {
        assert_as_expected(&server, case, case_id, LAST).await;
    }
    assert_eq!(server.stop().await.code, Some(0));

    let verified = installation.verify().await;
    let told = String::from_utf8(verified.stdout).unwrap();
    assert!(verified.status.success(), "{told}");
    assert_eq!(told.lines().filter(|line| line.ends_with(" 0 findings")).count(), 8, "{told}");
    let reconciled = installation.verify_deadlines(&["--on", &after(LAST).to_string()]).await;
    assert!(reconciled.status.success(), "{}", String::from_utf8_lossy(&reconciled.stdout));
}

async fn start(installation: &Installation, day: i64) -> Server {
    installation.serve(&["--simulated-clock", "--start", &after(day).to_string()]).await
}

/// What people do on a day.
async fn act(server: &Server, today: i64, cases: &mut BTreeMap<Case, String>) {
    let physician = server.client(Role::Physician);
    if let Some(case) = Case::starting_on(today) {
        let case_id = physician.declare_and_recognise(case.number(), case.start()).await.case_id;
        server.settle().await;
        match case.course() {
            Course::WaivedForAMedicalReason => {
                physician.waive(&case_id, MedicalReason::SevereBurns).await;
            }
            Course::AuthorisedWork | Course::AuthorisedWorkThatEnds => {
                let work = StartConcurrentTrackRequest {
                    request_id: request_id(),
                    case_id: case_id.clone(),
                    kind: ConcurrentTrackKind::AuthorisedWork.into(),
                    starts_on: wire(case.start()),
                    ends_on: case.work_ends().and_then(wire),
                    ..Default::default()
                };
                physician.assessment().start_concurrent_track(work).await.unwrap();
            }
            Course::Silent | Course::Answering => {}
        }
        cases.insert(case, case_id);
    }
    for (case, case_id) in cases {
        if case.answers_on(today) {
            let person = server.client_as(Role::InsuredPerson, case_id, "300");
            let answers = complete(&definition(&person).await, "Kok");
            person.submit(case_id, answers).await;
        }
    }
}

async fn assert_as_expected(server: &Server, case: &Case, case_id: &str, today: i64) {
    let physician: Client = server.client(Role::Physician);
    let form = physician.questionnaire_case(case_id).await;
    let mut seen: BTreeMap<String, Fate> = fates(&form.deadlines);
    seen.extend(fates(&physician.case(case_id).await.deadlines));
    assert_eq!(seen, case.fates_on(today), "{case:?} on {}", after(today));
    let asked = form.help.map(|help| acceptance::day::read(help.asked_on).unwrap());
    assert_eq!(asked, case.help_asked_by(today), "{case:?} on {}", after(today));

    let mut history = physician.questionnaire_history(case_id).await;
    history.extend(physician.assessment_history(case_id).await);
    for (kind, times) in case.recorded_by(today) {
        assert_eq!(count(&history, kind), times, "{kind} of {case:?} on {}", after(today));
    }
}

fn count(history: &[HistoryEntry], kind: &str) -> usize {
    history.iter().filter(|entry| entry.kind == kind).count()
}
